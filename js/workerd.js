/** The entry for workerd (Cloudflare Workers and its kin): the bundler hands the core in as a compiled module. */

import module from "../pkg/core.wasm";

import { provide } from "./instance.js";

export * from "./resolver.js";

provide(() => module);

/** Here everything is ready at once; in a browser this has to be awaited. */
export async function ready() {}
