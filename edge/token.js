/**
 * Who asks: the account and the scopes of a bearer token (RFC 6750), whose signature, issuer, audience and time are checked.
 *
 * Nothing else in a request ever says who asks.
 */

import { errors, jwtVerify } from "jose";

import { KeysUnavailable } from "./keys.js";
import { Problem } from "./problem.js";

/** @import { Keys } from "./keys.js" */

/** The only algorithms there are: all asymmetric, so that no key here can sign. */
export const ALGORITHMS = ["EdDSA", "ES256", "RS256"];

/** What a token may let its holder do, as words of its `scope`. */
export const SCOPES = /** @type {const} */ (["customer", "provider"]);

/** @typedef {typeof SCOPES[number]} Scope */
/** @typedef {{ account: string, scopes: ReadonlySet<string> }} Caller */

/** A token in a header takes no more room than this, in bytes. */
const LONGEST = 8192;

/** The longest account id, in UTF-16 units: real ones have 16 digits. */
const LONGEST_ACCOUNT = 128;

/**
 * Says who asks.
 *
 * @param {Headers} headers
 * @param {{ issuer: string, audience: string, keys: Keys, now: () => number }} settings
 * @returns {Promise<Caller>}
 * @throws {Problem} 401 when there is no good token, 503 when the keys to check it with cannot be had
 */
export async function caller(headers, { issuer, audience, keys, now }) {
  const token = bearer(headers.get("authorization"));
  const claims = await verified(token, { issuer, audience, keys, now });
  const { sub, scope } = claims;
  if (typeof sub !== "string" || sub === "" || sub.length > LONGEST_ACCOUNT) throw refused("subject");
  return { account: sub, scopes: new Set(typeof scope === "string" ? scope.split(" ") : []) };
}

/** @param {string | null} header */
function bearer(header) {
  if (header === null) throw new Problem("token-missing", { headers: { "www-authenticate": "Bearer" } });
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(header)?.[1];
  if (token === undefined || token.length > LONGEST) throw refused("form");
  return token;
}

/**
 * @param {string} token
 * @param {{ issuer: string, audience: string, keys: Keys, now: () => number }} settings
 */
async function verified(token, { issuer, audience, keys, now }) {
  try {
    const { payload } = await jwtVerify(token, (header) => keys.find(header), {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp", "sub"],
      currentDate: new Date(now()),
    });
    return payload;
  } catch (error) {
    if (error instanceof KeysUnavailable) throw new Problem("keys-unavailable", { headers: { "retry-after": "10" } });
    throw refused(reason(error));
  }
}

/** Why a token is refused: a word that the problem's text is made of. @param {unknown} error */
function reason(error) {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWTClaimValidationFailed) return CLAIMS[error.claim] ?? "form";
  if (error instanceof errors.JOSEAlgNotAllowed) return "algorithm";
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return "key";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "signature";
  return "form";
}

/** @type {Record<string, string>} */
const CLAIMS = { iss: "issuer", aud: "audience", exp: "expired", nbf: "early", sub: "subject" };

/** @param {string} reason */
function refused(reason) {
  return new Problem("token-invalid", { args: { reason }, headers: { "www-authenticate": 'Bearer error="invalid_token"' } });
}
