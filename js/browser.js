/** The entry for browsers: the core is fetched from beside this file, when asked for. */

import { loadError, provide, start } from "./instance.js";

export * from "./resolver.js";

/** @type {Promise<void> | undefined} */
let loading;

/**
 * Fetches and compiles the core, once. A failed load can be tried again.
 *
 * @throws {LoadError}
 */
export function ready() {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw loadError(error);
  });
  return loading;
}

async function load() {
  const module = await compile(new URL("../pkg/core.wasm", import.meta.url));
  provide(() => module);
  start();
}

/** @param {URL} url */
async function compile(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText} for ${url}`);
  // A server that does not say `application/wasm` cannot be streamed from.
  if (!response.headers.get("Content-Type")?.startsWith("application/wasm")) {
    return WebAssembly.compile(await response.arrayBuffer());
  }
  return WebAssembly.compileStreaming(response);
}
