/** A manifest after a change: what the core answers. */

import { amended } from "./amendment.js";
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
   * Reads the core's answer: the lengths of the manifest after and before the change as 32-bit little-endian words, 0 where
   * there is none; both manifests, printed; the report.
   *
   * @template {string | Uint8Array | object} T
   * @param {Uint8Array} packed
   * @param {T} given the manifest that was given, whose type is that of the answer
   * @returns {Transition<T>}
   */
  static unpack(packed, given) {
    const words = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    const middle = 8 + words.getUint32(0, true);
    const end = middle + words.getUint32(4, true);
    const report = packed.slice(end);
    if (middle === 8) return new Transition(false, report);
    const [after, before] = [packed.subarray(8, middle), packed.subarray(middle, end)].map((text) => decoder.decode(text));
    return new Transition(true, report, /** @type {T} */ (as(before, after, given)));
  }
}

/**
 * A manifest after a change, as the type of the one that was given; what the change does not touch stays as it was written.
 *
 * @param {string} before
 * @param {string} after
 * @param {string | Uint8Array | object} given
 */
function as(before, after, given) {
  if (typeof given === "string") return amended(given, before, after);
  if (!ArrayBuffer.isView(given)) return JSON.parse(after);
  return new TextEncoder().encode(amended(decoder.decode(given), before, after));
}
