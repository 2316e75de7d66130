/**
 * Signatures: JWS in its General JSON form, m of n Ed25519 keys.
 *
 * Every signature is verified by itself with the key that its `kid` names among the trusted ones, and each key counts once. The
 * algorithm is not the text's to choose. What is signed is not looked at before enough keys have signed it.
 */

import { base64url, flattenedVerify, GeneralSign } from "jose";

import { BundleError } from "./error.js";
import { KEYS } from "./limits.js";
import { exactly, list, matching, object, read } from "./shape.js";

/** @import { CryptoKey } from "jose" */
/** @import { Trust } from "./keys.js" */

const ALGORITHM = "EdDSA";

const base64 = matching(/^[A-Za-z0-9_-]+$/, "base64url");

/** No `header`: whatever a signature says of itself has to be signed. */
export const generalJws = object({ payload: base64, signatures: list(object({ protected: base64, signature: base64 }), KEYS) });

/** @typedef {ReturnType<typeof generalJws>} Jws */

/** Neither `crit`, `b64`, `jwk` nor anything else that could change how a signature is verified. */
const protectedHeader = object({ alg: exactly(ALGORITHM), kid: base64, typ: matching(/^ecs-image-resolver-[a-z]+\+json$/, "a type of this project") });

/**
 * What was signed, if enough of the trusted keys did. Signatures of other keys, and bad ones, count for nothing: they may be
 * those of the set before.
 *
 * @param {Jws} jws
 * @param {string} type the `typ` that it must have been signed as: a key set is no root
 * @param {Pick<Trust, "threshold" | "keys">} trust
 * @param {string} what for the message
 * @returns {Promise<Uint8Array>}
 * @throws {BundleError} `untrusted`
 */
export async function verify(jws, type, trust, what) {
  const signers = await signersOf(jws, type, trust);
  if (signers.size < trust.threshold) {
    throw new BundleError("untrusted", `${what} is signed by ${signers.size} of the trusted keys, ${trust.threshold} have to`);
  }
  return base64url.decode(jws.payload);
}

/**
 * Which of the trusted keys signed.
 *
 * @param {Jws} jws
 * @param {string} type
 * @param {Pick<Trust, "keys">} trust
 * @returns {Promise<Set<string>>} thumbprints
 */
export async function signersOf({ payload, signatures }, type, { keys }) {
  /** @type {Set<string>} */
  const signers = new Set();
  for (const signature of signatures) {
    const kid = kidOf(signature.protected, type);
    const key = kid === undefined || signers.has(kid) ? undefined : keys.get(kid);
    if (kid === undefined || key === undefined) continue;
    try {
      await flattenedVerify({ payload, ...signature }, key, { algorithms: [ALGORITHM] });
      signers.add(kid);
    } catch {
      // It is no signature of that key.
    }
  }
  return signers;
}

/** @param {string} header @param {string} type */
function kidOf(header, type) {
  try {
    const { kid, typ } = read(base64url.decode(header), protectedHeader, "a protected header");
    return typ === type ? kid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Uint8Array} payload
 * @param {string} type
 * @param {Map<string, CryptoKey>} keys private ones, by their thumbprint
 * @returns {Promise<Jws>}
 */
export async function signed(payload, type, keys) {
  const sign = new GeneralSign(payload);
  for (const [kid, key] of keys) sign.addSignature(key).setProtectedHeader({ alg: ALGORITHM, kid, typ: type });
  const { payload: text, signatures } = await sign.sign();
  return generalJws({ payload: text, signatures: signatures.map(({ protected: header, signature }) => ({ protected: header, signature })) }, "a signed text");
}
