/** Digests of bytes, and the place of an id among a power of two. */

import { encode } from "./shape.js";

/** @import { Ref } from "./bundle.js" */

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** @param {Uint8Array} bytes @returns {string} small hexadecimal digits */
export function hex(bytes) {
  let text = "";
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}

/** @param {string} digits an even number of hexadecimal ones @returns {Uint8Array} */
export function unhex(digits) {
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}

/** @param {Uint8Array} bytes @returns {Promise<string>} */
export async function sha256(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {Uint8Array<ArrayBuffer>} */ (bytes))));
}

/** @param {Uint8Array} bytes @returns {Promise<Ref>} */
export async function refOf(bytes) {
  return { sha256: await sha256(bytes), length: bytes.length };
}

/**
 * Where an id stands among `2 ** bits` places, the same everywhere and for ever: FNV-1a over its UTF-8, mixed as MurmurHash3
 * mixes at the end, of which the highest bits count. It spreads ids evenly and hides nothing; whoever may write into a bundle
 * could fill one place, but then also all of them.
 *
 * @param {string} id
 * @param {number} bits 0 to 30
 */
export function placeOf(id, bits) {
  if (bits === 0) return 0;
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at);
    if (unit > 0x7f) return mixed(overBytes(encode(id))) >>> (32 - bits);
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return mixed(hash) >>> (32 - bits);
}

/** @param {Uint8Array} bytes */
function overBytes(bytes) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** @param {number} hash */
function mixed(hash) {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
