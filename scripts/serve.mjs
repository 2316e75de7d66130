/** A small static server for the page and for tests: this machine only, the right types, and a strict policy. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

import { at } from "./commands.mjs";

/** What the page may do: run its own scripts and WebAssembly, and talk to nobody else. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The built page at `/`. */
export const PAGE = { "/": at("www/dist") };

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * @param {{ folders?: Record<string, string>, policy?: string, port?: number, types?: Record<string, string> }} [options]
 *   `folders` by the start of their address, the longest first to match; `types` by the ending of a file's name
 * @returns {Promise<{ url: string, port: number, close(): Promise<void> }>} `port` is another than asked for where that was taken
 */
export async function serve({ folders = PAGE, policy = POLICY, port = 0, types = {} } = {}) {
  const server = createServer(async (request, response) => {
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    // A name that says what is in a file never means anything else.
    response.setHeader("Cache-Control", /\/assets\/[^/]+$/.test(request.url ?? "") ? "public, max-age=31536000, immutable" : "no-cache");
    const file = find(request.url ?? "/", folders);
    try {
      if (file === undefined || (request.method !== "GET" && request.method !== "HEAD")) throw new Error("not here");
      const bytes = await readFile(file);
      response.setHeader("Content-Type", types[extname(file)] ?? TYPES[extname(file)] ?? "application/octet-stream");
      response.end(request.method === "HEAD" ? undefined : bytes);
    } catch {
      response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("There is no such file.\n");
    }
  });
  const address = await listen(server, port);
  const close = () => new Promise((/** @type {(value: void) => void} */ resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
  return { url: `http://localhost:${address}/`, port: address, close };
}

/**
 * The file of an address, never outside its folder.
 *
 * @param {string} address
 * @param {Record<string, string>} folders
 */
function find(address, folders) {
  let path;
  try {
    path = decodeURIComponent(new URL(address, "http://localhost").pathname);
  } catch {
    return undefined;
  }
  const start = Object.keys(folders).sort((a, b) => b.length - a.length).find((start) => path.startsWith(start));
  if (start === undefined || path.includes("\0")) return undefined;
  const folder = normalize(folders[start]);
  const file = join(folder, path.slice(start.length), path.endsWith("/") ? "index.html" : "");
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : undefined;
}

/**
 * Listens on the port, or on any free one when it is taken or 0.
 *
 * @param {import("node:http").Server} server
 * @param {number} port
 * @returns {Promise<number>}
 */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    const failed = (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== "EADDRINUSE" || port === 0) return reject(error);
      listen(server, 0).then(resolve, reject);
    };
    server.once("error", failed);
    server.listen(port, "localhost", () => {
      server.off("error", failed);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
