/** Making a bundle: a manifest is split, and its root signed. Runs offline, where the private keys are. */

/** @import { Ref } from "./bundle.js" */

/**
 * @typedef {object} SignOptions
 * @property {any} Resolver the package's class
 * @property {Uint8Array | string} manifest JSON. One with errors is not signed
 * @property {Map<string, Uint8Array>} [templates] by `SERVICE/NAME`: those that the bundle carries
 * @property {import("jose").JWK[]} keys private ones (Ed25519), of those that sign
 * @property {import("jose").JWK[]} [members] the key set, where it is new or changes. Default: the previous one, or `keys`
 * @property {number} [threshold] of a key set that is new or changes. Default: all of them
 * @property {Uint8Array | null} [previous] the head that this one follows
 * @property {number} now
 * @property {number} [lifetime] milliseconds. Default 24 hours
 */

/**
 * @param {SignOptions} options
 * @returns {Promise<{ head: Uint8Array, trust: string, objects: () => AsyncGenerator<{ ref: Ref, bytes: Uint8Array }> }>} `trust` is
 *   the JSON that readers are configured with; objects come in the order of a bundle's file
 */
export async function sign(options) {
  void options;
  throw new Error("not written yet");
}
