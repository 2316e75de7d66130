/** Requests that no well-behaved client sends. */

import { connect } from "node:net";

/**
 * Sends bytes as they are, a piece at a time, and reads what comes until the other side ends, or `ms` are over.
 *
 * @param {string} url
 * @param {(string | Uint8Array)[]} pieces
 * @param {{ pause?: number, ms?: number, isDone?: (text: string) => boolean }} [options] milliseconds between pieces, and in all
 * @returns {Promise<{ status: number, text: string }>} status 0 where nothing came
 */
export function raw(url, pieces, { pause = 0, ms = 10_000, isDone = () => false } = {}) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = "";
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text });
    };
    const timer = setTimeout(end, ms);
    socket.on("data", (chunk) => {
      text += chunk;
      if (isDone(text)) end();
    });
    socket.on("error", end);
    socket.on("close", end);
    socket.on("connect", async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece);
        await new Promise((next) => setTimeout(next, pause));
      }
    });
  });
}
