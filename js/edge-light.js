/** The entry for edge-light (Vercel's edge runtime): `?module` asks the bundler for a compiled module. */

import module from "../pkg/core.wasm?module";

import { provide } from "./instance.js";

export * from "./resolver.js";

provide(() => module);

/** Here everything is ready at once; in a browser this has to be awaited. */
export async function ready() {}
