/**
 * The public keys that tokens are checked with: a JWKS (RFC 7517) from the configuration, or from a URL.
 *
 * From a URL it is fetched once and kept; again when it is old, and when a token names a key that is not in it, but never
 * twice within the cool-down, whoever asks. When the URL fails, the keys that were there go on serving for a while.
 */

import { createLocalJWKSet, errors } from "jose";

import { within } from "./deadline.js";

/** @import { JSONWebKeySet, JWSHeaderParameters } from "jose" */
/** @typedef {{ find(header: JWSHeaderParameters): Promise<CryptoKey> }} Keys */

/** All in milliseconds, and bytes. */
const FRESH = 600_000;
const COOL_DOWN = 30_000;
const COOL_DOWN_WITHOUT = 5_000;
const STALE = 86_400_000;
const PATIENCE = 5_000;
const LONGEST = 262_144;

/** The keys cannot be had: nobody can be let in, and that is no fault of theirs. */
export class KeysUnavailable extends Error {}

/**
 * @param {JSONWebKeySet | URL} source
 * @param {{ now: () => number, fetch?: typeof fetch }} surroundings
 * @returns {Keys}
 */
export function keys(source, surroundings) {
  if (source instanceof URL) return new RemoteKeys(source, surroundings);
  const find = createLocalJWKSet(publicOnly(source));
  return { find: async (header) => find(header) };
}

class RemoteKeys {
  #url;
  #now;
  #fetch;
  /** @type {ReturnType<typeof createLocalJWKSet> | undefined} */
  #found;
  #foundAt = -Infinity;
  #triedAt = -Infinity;
  /** @type {Promise<void> | undefined} */
  #trying;

  /**
   * @param {URL} url
   * @param {{ now: () => number, fetch?: typeof fetch }} surroundings
   */
  constructor(url, { now, fetch: fetched = (input, init) => fetch(input, init) }) {
    this.#url = url;
    this.#now = now;
    this.#fetch = fetched;
  }

  /** @param {JWSHeaderParameters} header */
  async find(header) {
    if (this.#age() >= FRESH) await this.#refresh();
    if (this.#found === undefined || this.#age() >= STALE) throw new KeysUnavailable();
    try {
      return await this.#found(header);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#refresh())) throw error;
      return await this.#found(header);
    }
  }

  #age() {
    return this.#now() - this.#foundAt;
  }

  /** Fetches the keys, unless that was tried a moment ago. Says whether they are new. */
  async #refresh() {
    const before = this.#foundAt;
    const coolDown = this.#found === undefined ? COOL_DOWN_WITHOUT : COOL_DOWN;
    if (this.#now() - this.#triedAt >= coolDown) {
      this.#triedAt = this.#now();
      this.#trying = this.#load().finally(() => (this.#trying = undefined));
    }
    // Whoever comes while the keys are on their way waits, but not for ever: the first asker may go away, its fetch with it.
    await within(PATIENCE, this.#trying).catch(() => {});
    return this.#foundAt !== before;
  }

  async #load() {
    try {
      const response = await this.#fetch(this.#url, {
        headers: { accept: "application/jwk-set+json, application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!response.ok) return;
      const text = await response.text();
      if (text.length > LONGEST) return;
      this.#found = createLocalJWKSet(publicOnly(JSON.parse(text)));
      this.#foundAt = this.#now();
    } catch {
      // The keys that were there go on serving; without any the token cannot be checked.
    }
  }
}

/**
 * A key set with a secret in it was not meant to be here.
 *
 * @param {JSONWebKeySet} set
 * @returns {JSONWebKeySet}
 */
function publicOnly(set) {
  if (!Array.isArray(set?.keys)) throw new TypeError("a JWKS has a list `keys`");
  return { keys: set.keys.filter((key) => key !== null && typeof key === "object" && key.kty !== "oct" && key.d === undefined) };
}
