/** Key sets: who signs, and how one set hands over to the next. */

import { BundleError } from "./error.js";

/**
 * A set of keys. `{"version": 1, "threshold": 2, "keys": [JWK, …]}` in JSON: `sign --trust-out` writes it, a reader is
 * configured with it.
 *
 * @typedef {object} Trust
 * @property {number} version from 1; each later set is signed by the one before it and by itself
 * @property {number} threshold how many different keys have to sign
 * @property {Map<string, import("jose").CryptoKey>} keys by their RFC 7638 thumbprint
 * @property {import("jose").JWK[]} jwks the same keys, public halves only
 */

/**
 * Reads a key set that is trusted because the caller says so.
 *
 * @param {unknown} value its JSON, or the object
 * @returns {Promise<Trust>}
 * @throws {BundleError} `malformed`
 */
export async function readTrust(value) {
  void value;
  throw new BundleError("malformed", "not written yet");
}
