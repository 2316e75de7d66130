/** The same as the main entry, but nothing is loaded until it is handed in with {@link init}. */
export * from "./index.js";

/**
 * Takes the core (the package's `./core.wasm`) as a compiled module, its bytes, or a response that holds them. With a
 * module everything is ready when this returns. Once there is a core, later calls do nothing.
 */
export function init(core: WebAssembly.Module | BufferSource | Response | Promise<Response>): Promise<void>;
