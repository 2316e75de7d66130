/**
 * The one instance of the core that a JavaScript module has, and what happens when it traps.
 *
 * After a trap an instance's memory cannot be trusted, so it is thrown away and a new one is made from the kept module.
 * A {@link Handle} knows which instance it was made in, and is made again in the living one when it is next used.
 */

import { __wbg_reset_state as reset, initSync, input } from "../pkg/core.js";

/** The core could not be loaded. `code` says why, and stays the same from version to version. */
export class LoadError extends Error {
  /**
   * @param {"not-ready" | "wasm-blocked" | "wasm-unsupported" | "wasm-unavailable"} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "LoadError";
    this.code = code;
  }
}

/** The instance failed inside a call. It is gone; the next call has a new one. */
export class Trap extends Error {}

/** @type {() => WebAssembly.Module} */
let supply = () => {
  throw new LoadError("not-ready", "the core is not loaded yet: `await ready()` first");
};

/** @type {WebAssembly.Module | undefined} */
let module;

/** @type {ReturnType<typeof initSync> | undefined} */
let exports;

/** Which instance is living: 0 before the first, then one more after each trap. */
let generation = 0;

/** Whether the living instance trapped and could not be replaced at once. */
let broken = false;

/**
 * Says where the compiled module comes from. Nothing is compiled before the first call needs it.
 *
 * @param {() => WebAssembly.Module} source
 */
export function provide(source) {
  supply = source;
}

/** Loads the module and makes the first instance. Does nothing when there is one. */
export function start() {
  if (exports !== undefined) return;
  module = supply();
  try {
    exports = initSync({ module });
  } catch (error) {
    throw loadError(error);
  }
  generation = 1;
}

/**
 * Runs `work` against the living instance.
 *
 * Nothing of a caller's runs inside `work`, so whatever it throws comes from the core, which is then thrown away. Only a
 * `TypeError` is an answer: the core's word for an option that it does not know.
 *
 * @template T
 * @param {() => T} work
 * @returns {T}
 * @throws {Trap} when the core failed
 * @throws {TypeError} when the core refused an option
 * @throws {LoadError} when there is no core
 */
export function call(work) {
  start();
  try {
    if (broken) renew();
    return work();
  } catch (error) {
    if (error instanceof TypeError) throw error;
    broken = true;
    try {
      renew();
    } catch {
      // The stack or the memory is still exhausted here; the next call tries again.
    }
    throw new Trap(error instanceof Error ? error.message : String(error));
  }
}

function renew() {
  reset();
  // With an instance in place this only gives its exports.
  exports = initSync({ module: /** @type {WebAssembly.Module} */ (module) });
  generation += 1;
  broken = false;
}

/** How much memory the living instance has, in bytes. It never has less again: see {@link replace}. */
export function occupied() {
  return exports === undefined ? 0 : exports.memory.buffer.byteLength;
}

/** Makes a new instance in place of the living one, and so gives its memory back. What lives in it is made again when it is next used. */
export function replace() {
  if (exports === undefined || broken) return;
  broken = true;
  renew();
}

const encoder = new TextEncoder();

/** Above this many UTF-16 units a string is encoded first: its worst case in the core's memory would be three times that. */
const DIRECT_UNITS = 1 << 18;

/**
 * Writes a text into the core's input buffer. Only for use inside {@link call}, right before the text is read.
 *
 * @param {string | Uint8Array} text
 * @returns {number} how many bytes were written
 */
export function write(text) {
  if (typeof text === "string" && text.length <= DIRECT_UNITS) {
    const room = text.length * 3;
    return encoder.encodeInto(text, memory(input(room), room)).written;
  }
  const bytes = typeof text === "string" ? encoder.encode(text) : text;
  memory(input(bytes.length), bytes.length).set(bytes);
  return bytes.length;
}

/**
 * A view of the core's memory, good until the core is called again.
 *
 * @param {number} address
 * @param {number} length
 */
function memory(address, length) {
  const { memory } = /** @type {NonNullable<typeof exports>} */ (exports);
  return new Uint8Array(memory.buffer, address, length);
}

/**
 * An object that lives in the core, with what it takes to make it again.
 *
 * Its memory is also given back when it is garbage: the glue registers every object for that.
 *
 * @template {{ free(): void }} T
 */
export class Handle {
  #make;
  #made = 0;
  /** @type {T | undefined} */
  #object;

  /** @param {() => T} make writes what the object is made of, and makes it */
  constructor(make) {
    this.#make = make;
  }

  /** The object in the living instance. Only for use inside {@link call}. */
  get() {
    if (this.#object === undefined || this.#made !== generation) {
      this.#object = undefined;
      this.#object = this.#make();
      this.#made = generation;
    }
    return this.#object;
  }

  /** Gives its memory back. An object of an older instance went with that one. */
  free() {
    const object = this.#object;
    this.#object = undefined;
    if (object !== undefined && this.#made === generation && !broken) call(() => object.free());
  }
}

/**
 * What a failed compilation or instantiation means for whoever has to mend it.
 *
 * @param {unknown} error
 * @returns {LoadError}
 */
export function loadError(error) {
  if (error instanceof LoadError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/unsafe-eval|content security policy|disallowed by embedder/i.test(message)) {
    const header = "script-src 'self' 'wasm-unsafe-eval'";
    return new LoadError("wasm-blocked", `the page's Content-Security-Policy bars WebAssembly: allow it with \`${header}\``, error);
  }
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(SIMD)) {
    return new LoadError("wasm-unsupported", "this runtime has no WebAssembly with SIMD", error);
  }
  return new LoadError("wasm-unavailable", `the core could not be loaded: ${message}`, error);
}

/** The smallest module that needs SIMD: `(func (result v128) i32.const 0 i8x16.splat)`. */
const SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
]);
