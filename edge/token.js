/**
 * Who asks: the account and the scopes of a bearer token (RFC 6750), whose signature, issuer, audience and time are checked.
 *
 * Nothing else in a request ever says who asks.
 */

import { errors, jwtVerify } from "jose";

import { Cache } from "./bundle/index.js";
import { KeysUnavailable } from "./keys.js";
import { Problem } from "./problem.js";

/** @import { Keys } from "./keys.js" */

/** The only algorithms there are: all asymmetric, so that no key here can sign. */
export const ALGORITHMS = ["EdDSA", "ES256", "RS256"];

/** What a token may let its holder do, as words of its `scope`. */
export const SCOPES = /** @type {const} */ (["customer", "provider"]);

/** @typedef {typeof SCOPES[number]} Scope */
/** Who asks. `hidden` is the account as it may be told (see `receipt.js`). @typedef {{ account: string, scopes: ReadonlySet<string>, hidden?: string }} Caller */

/** A token in a header takes no more room than this, in bytes. */
const LONGEST = 8192;

/** The longest account id, in UTF-16 units: real ones have 16 digits. */
const LONGEST_ACCOUNT = 128;

/** For how long a token that was found good is not verified again, in milliseconds: a key that is taken back counts so much longer. */
const REMEMBERED = 60_000;

/** How many good tokens are remembered, in UTF-16 units. */
const ROOM = 1 << 20;

/** Those who ask, by their tokens. */
export class Callers {
  #settings;
  /** @type {Cache<{ caller: Caller, until: number }>} */
  #known = new Cache(ROOM);

  /** @param {{ issuer: string, audience: string, keys: Keys, typ?: string | undefined, longest?: number | undefined }} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /**
   * Says who asks.
   *
   * @param {string | null} header Authorization
   * @param {number} now milliseconds since 1970
   * @returns {Promise<Caller>}
   * @throws {Problem} 401 when there is no good token, 503 when the keys to check it with cannot be had
   */
  async of(header, now) {
    const token = bearer(header);
    const known = this.#known.get(token);
    if (known !== undefined && now < known.until) return known.caller;
    const { sub, scope, exp = 0 } = await verified(token, this.#settings, now);
    if (typeof sub !== "string" || sub === "" || sub.length > LONGEST_ACCOUNT) throw refused("subject");
    const caller = { account: sub, scopes: new Set(typeof scope === "string" ? scope.split(" ") : []) };
    this.#known.set(token, { caller, until: Math.min(exp * 1000, now + REMEMBERED) }, token.length);
    return caller;
  }
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
 * @param {{ issuer: string, audience: string, keys: Keys, typ?: string | undefined, longest?: number | undefined }} settings
 * @param {number} now
 */
async function verified(token, { issuer, audience, keys, typ, longest }, now) {
  try {
    const { payload } = await jwtVerify(token, (header) => keys.find(header), {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp", "sub", ...(longest === undefined ? [] : ["iat"])],
      ...(typ !== undefined && { typ }),
      currentDate: new Date(now),
    });
    const { exp = 0, iat = 0 } = payload;
    // One that was issued in the future would live for longer.
    if (longest !== undefined && (exp - iat > longest || exp * 1000 - now > longest * 1000)) throw refused("lifetime");
    return payload;
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof KeysUnavailable) throw new Problem("keys-unavailable", { headers: { "retry-after": "10" }, cause: error });
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
const CLAIMS = { iss: "issuer", aud: "audience", exp: "expired", nbf: "early", sub: "subject", typ: "type", iat: "lifetime" };

/** @param {string} reason */
function refused(reason) {
  return new Problem("token-invalid", { args: { reason }, headers: { "www-authenticate": 'Bearer error="invalid_token"' } });
}
