/** The entry that loads nothing: whoever uses it hands the core in. It never names the `.wasm` file. */

import { loadError, provide, start } from "./instance.js";

export * from "./resolver.js";

/** @type {(module: WebAssembly.Module) => void} */
let settle;

/** @type {Promise<WebAssembly.Module>} */
const given = new Promise((resolve) => (settle = resolve));

/**
 * Takes the core, as a compiled module, its bytes, or a response (or the promise of one) that holds them.
 *
 * With a module everything is ready when this returns. Once there is a core, later calls do nothing.
 *
 * @param {WebAssembly.Module | BufferSource | Response | Promise<Response>} core
 * @returns {Promise<void>}
 * @throws {LoadError}
 */
export function init(core) {
  if (!(core instanceof WebAssembly.Module)) return receive(core);
  try {
    return Promise.resolve(use(core));
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Settles when {@link init} was given the core. */
export async function ready() {
  await given;
}

/** @param {BufferSource | Response | Promise<Response>} core */
async function receive(core) {
  const given = await core;
  const bytes = given instanceof ArrayBuffer || ArrayBuffer.isView(given);
  if (!bytes && typeof given?.arrayBuffer !== "function") {
    throw new TypeError("`core` must be a WebAssembly.Module, its bytes, or a Response");
  }
  try {
    if (!bytes && !given.ok) throw new Error(`${given.status} ${given.statusText} for ${given.url}`);
    use(await WebAssembly.compile(bytes ? given : await given.arrayBuffer()));
  } catch (error) {
    throw loadError(error);
  }
}

/** @param {WebAssembly.Module} module */
function use(module) {
  provide(() => module);
  start();
  settle(module);
}
