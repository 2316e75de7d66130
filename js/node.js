/** The entry for Node: the core is compiled on first use, from the file beside this one. */

import { readFileSync } from "node:fs";

import { loadError, provide } from "./instance.js";

export * from "./resolver.js";

provide(() => {
  try {
    return new WebAssembly.Module(readFileSync(new URL("../pkg/core.wasm", import.meta.url)));
  } catch (error) {
    throw loadError(error);
  }
});

/** Here everything is ready at once; in a browser this has to be awaited. */
export async function ready() {}
