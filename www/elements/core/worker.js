/** The core in a worker: `{address}` loads it, then each `{id, job}` is answered by `{id, answer}` or `{id, error}`. */

import { load, perform } from "./engine.js";

const port = /** @type {{ postMessage(message: unknown): void, onmessage: ((event: MessageEvent) => void) | null }} */ (/** @type {unknown} */ (self));

port.onmessage = ({ data }) => {
  if (data.address !== undefined) return void begin(data.address);
  try {
    port.postMessage({ id: data.id, answer: perform(data.job) });
  } catch (error) {
    port.postMessage({ id: data.id, error: told(error) });
  }
};

/** @param {string} address */
async function begin(address) {
  try {
    await load(address);
    port.postMessage({ loaded: true });
  } catch (error) {
    port.postMessage({ loaded: false, error: told(error) });
  }
}

/** An error as plain data: a clone would lose its code. @param {unknown} error */
function told(error) {
  const { name, message, code } = /** @type {Error & { code?: string }} */ (error instanceof Error ? error : new Error(String(error)));
  return { name, message, code };
}
