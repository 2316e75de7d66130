/** A manifest after a change: what the core answers. */

import { Findings } from "./report.js";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The changed manifest, or why there is none.
 *
 * @template {string | Uint8Array | object} T
 */
export class Transition extends Findings {
  #manifest;

  /**
   * @param {boolean} ok
   * @param {Uint8Array} json
   * @param {T} [manifest]
   */
  constructor(ok, json, manifest) {
    super(ok, () => json);
    this.#manifest = manifest;
  }

  get manifest() {
    return this.#manifest;
  }

  /**
   * Reads the core's answer: the length of the manifest as a 32-bit little-endian word, 0 where there is none; the manifest;
   * the report.
   *
   * @template {string | Uint8Array | object} T
   * @param {Uint8Array} packed
   * @param {T} given the manifest that was given, whose type is that of the answer
   * @returns {Transition<T>}
   */
  static unpack(packed, given) {
    const length = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getUint32(0, true);
    const text = packed.subarray(4, 4 + length);
    const report = packed.slice(4 + length);
    if (length === 0) return new Transition(false, report);
    return new Transition(true, report, /** @type {T} */ (as(text, given)));
  }
}

/**
 * The text of a manifest, as the type of the one that was given.
 *
 * @param {Uint8Array} text
 * @param {string | Uint8Array | object} given
 */
function as(text, given) {
  if (ArrayBuffer.isView(given)) return text.slice();
  return typeof given === "string" ? decoder.decode(text) : JSON.parse(decoder.decode(text));
}
