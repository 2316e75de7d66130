/**
 * Key sets: who signs, and how one set hands over to the next.
 *
 * A set is a JSON text that is signed like a root (`signature.js`): by as many of the set before it as that one asks for, and by
 * as many of its own. So the keys that are handed over to prove that they can sign, and nobody takes over who has only new
 * keys.
 */

import { base64url, calculateJwkThumbprint, importJWK } from "jose";

import { BundleError } from "./error.js";
import { KEY_SETS, KEYS } from "./limits.js";
import { exactly, integer, list, matching, object, read } from "./shape.js";
import { generalJws, signersOf, verify } from "./signature.js";

/** @import { CryptoKey, JWK } from "jose" */
/** @import { Jws } from "./signature.js" */

/**
 * A set of keys, of which `threshold` different ones have to sign. In JSON
 * `{"format": 1, "version": 1, "threshold": 2, "keys": [JWK, …]}`, which `sign --trust` writes and readers are configured with.
 *
 * @typedef {object} Trust
 * @property {number} version from 1; each later set is signed by the one before it and by itself
 * @property {number} threshold
 * @property {Map<string, CryptoKey>} keys by their thumbprint (RFC 7638)
 * @property {JWK[]} jwks the same keys, in the order of their thumbprints
 */

/** The public half of an Ed25519 key. A private one (`d`) has no place where others read. */
const publicKey = object({ kty: exactly("OKP"), crv: exactly("Ed25519"), x: matching(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/, "32 bytes in base64url") });

const keySet = object({ format: exactly(1), version: integer(1), threshold: integer(1, KEYS), keys: list(publicKey, KEYS, 1) });

/** The key sets of a head, oldest first. */
export const keySets = list(generalJws, KEY_SETS);

/** The `typ` that a key set is signed as. */
export const KEY_SET_TYPE = "ecs-image-resolver-keys+json";

/**
 * Reads a key set that is trusted because the caller says so.
 *
 * @param {Uint8Array | string | object} value its JSON, or the object
 * @returns {Promise<Trust>}
 * @throws {BundleError} `malformed`
 */
export async function readTrust(value) {
  const isText = typeof value === "string" || value instanceof Uint8Array;
  return trustOf(isText ? read(value, keySet, "the key set") : keySet(value, "the key set"));
}

/** @param {ReturnType<typeof keySet>} set @returns {Promise<Trust>} */
async function trustOf({ version, threshold, keys: jwks }) {
  /** @type {[string, JWK, CryptoKey][]} */
  const named = [];
  for (const jwk of jwks) named.push([await thumbprint(jwk), jwk, await imported(jwk)]);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  const keys = new Map(named.map(([name, , key]) => [name, key]));
  if (keys.size < named.length) throw new BundleError("malformed", "a key stands in the key set twice");
  if (threshold > keys.size) throw new BundleError("malformed", `the key set asks for ${threshold} signatures and has ${keys.size} keys`);
  return { version, threshold, keys, jwks: named.map(([, jwk]) => jwk) };
}

/** @param {JWK} jwk */
async function imported(jwk) {
  try {
    return /** @type {CryptoKey} */ (await importJWK(jwk, "EdDSA"));
  } catch (error) {
    throw new BundleError("malformed", "a key of the key set is no Ed25519 key", { cause: error });
  }
}

/**
 * Follows the sets of a head from the one that is trusted to the last. Those that the trusted one did not sign are passed
 * over: they may be older than it. One that is missing in the middle ends the way there, and the root is then of a set that was
 * not reached.
 *
 * @param {Jws[]} sets oldest first
 * @param {Trust} trust
 * @returns {Promise<Trust[]>} the way, from `trust` to the last set
 * @throws {BundleError} `untrusted`, `malformed`
 */
export async function follow(sets, trust) {
  const way = [trust];
  let last = trust;
  for (const jws of sets) {
    if ((await signersOf(jws, KEY_SET_TYPE, last)).size < last.threshold) continue;
    const next = await trustOf(read(base64url.decode(jws.payload), keySet, "a key set"));
    if (next.version <= last.version) continue;
    if (next.version !== last.version + 1) throw new BundleError("untrusted", `key set ${next.version} does not follow key set ${last.version}`);
    await verify(jws, KEY_SET_TYPE, next, `key set ${next.version}, by its own keys,`);
    last = next;
    way.push(last);
  }
  return way;
}

/** A key set as text: what is signed, and what readers are configured with. @param {Omit<Trust, "keys">} set */
export function writeTrust({ version, threshold, jwks }) {
  return JSON.stringify({ format: 1, version, threshold, keys: jwks.map(({ kty, crv, x }) => ({ kty, crv, x })) });
}

/** Whether two key sets are one: the same version, threshold and keys. @param {Trust} one @param {Trust} other */
export const isSameSet = (one, other) => writeTrust(one) === writeTrust(other);

/**
 * Whether a key set leaves out a key of one before it. Then what the old keys signed no longer bounds the versions of bundles (TUF
 * 5.3.11): a stolen key may have signed the highest version that there is.
 *
 * @param {Trust} before
 * @param {Trust} after
 */
export const replacesKeys = (before, after) => Array.from(before.keys.keys()).some((name) => !after.keys.has(name));

/** The name of a key: nobody can give it another's. @param {JWK} jwk @returns {Promise<string>} */
export const thumbprint = ({ kty, crv, x }) => calculateJwkThumbprint({ kty, crv, x }, "sha256");
