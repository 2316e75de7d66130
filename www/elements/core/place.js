/**
 * Where the core runs: in a worker, or on the page's thread where no worker can be had (an origin or a policy that forbids
 * it, a worker that does not load). Both are asked in the same way.
 */

/** @import { Job } from "./engine.js" */

/** @typedef {{ kind: "worker" | "page", perform(job: Job): Promise<any> }} Place */

/** The core could not be loaded, anywhere. `code` says why, as that of the package's `LoadError` does. */
export class CoreError extends Error {
  /**
   * @param {"wasm-blocked" | "wasm-unsupported" | "wasm-unavailable"} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "CoreError";
    this.code = code;
  }
}

/** The worker ended before it answered. Another place can be asked the same again. */
export class Lost extends Error {}

/**
 * @param {string} address of the wasm
 * @returns {Promise<Place>}
 * @throws {CoreError}
 */
export async function place(address) {
  try {
    return await inWorker(address);
  } catch {
    // What was wrong in the worker need not be wrong here; where it is, here is where it is said.
    return onPage(address);
  }
}

/**
 * @param {string} address
 * @returns {Promise<Place>}
 */
export async function onPage(address) {
  try {
    const { load, perform } = await import("./engine.js");
    await load(address);
    return { kind: "page", perform: async (job) => (await turn(), perform(job)) };
  } catch (error) {
    throw coreError(error);
  }
}

/** Lets the page's thread take what waits: keys that were pressed, and a frame. */
function turn() {
  return new Promise((/** @type {(value: void) => void} */ resolve) => setTimeout(resolve));
}

/**
 * @param {string} address
 * @returns {Promise<Place>}
 */
function inWorker(address) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "ecs-image-resolver" });
    /** @type {Map<number, { resolve(answer: any): void, reject(error: Error): void }>} */
    const waiting = new Map();
    let next = 0;
    let isOver = false;
    const end = () => {
      isOver = true;
      worker.terminate();
      for (const { reject } of waiting.values()) reject(new Lost("the worker ended"));
      waiting.clear();
      reject(new Lost("the worker ended"));
    };
    /** @type {Place} */
    const made = {
      kind: "worker",
      perform: (job) =>
        new Promise((resolve, reject) => {
          if (isOver) return reject(new Lost("the worker ended"));
          const id = (next += 1);
          try {
            worker.postMessage({ id, job });
            waiting.set(id, { resolve, reject });
          } catch (error) {
            reject(new TypeError(`this cannot be given to a worker: ${error instanceof Error ? error.message : error}`));
          }
        }),
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end();
    };
    worker.onmessageerror = end;
    worker.onmessage = ({ data }) => {
      if (data.loaded !== undefined) {
        if (data.loaded) return resolve(made);
        worker.terminate();
        return reject(errorOf(data.error));
      }
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.error === undefined) asked?.resolve(data.answer);
      else asked?.reject(errorOf(data.error));
    };
    worker.postMessage({ address });
  });
}

/** @param {{ name: string, message: string, code?: string }} told */
function errorOf({ name, message, code }) {
  if (name === "TypeError") return new TypeError(message);
  return Object.assign(new Error(message), { name, code });
}

/** @param {unknown} error */
function coreError(error) {
  const { code, message } = /** @type {{ code?: string, message: string }} */ (error instanceof Error ? error : new Error(String(error)));
  return new CoreError(code === "wasm-blocked" || code === "wasm-unsupported" ? code : "wasm-unavailable", message);
}
