/**
 * The public keys that tokens are checked with: a JWKS (RFC 7517) from the configuration, or from a URL.
 *
 * From a URL it is fetched once and kept; again when it is old, and when a token names a key that is not in it, but never
 * twice within the cool-down, whoever asks. Keys that are there answer at once and are refreshed beside it; when the URL fails
 * or hangs they go on serving for a while.
 */

import { createLocalJWKSet, errors } from "jose";

import { within } from "./deadline.js";

/** @import { JSONWebKeySet, JWSHeaderParameters } from "jose" */
/** `ready` says whether there are keys to check a token with. @typedef {{ find(header: JWSHeaderParameters): Promise<CryptoKey>, ready(): Promise<boolean> }} Keys */

/**
 * @typedef {object} Surroundings
 * @property {() => number} now milliseconds since 1970
 * @property {typeof fetch} [fetch]
 * @property {(work: Promise<unknown>) => void} [background] keeps work alive that no answer waits for
 * @property {(error: unknown) => void} [failed] hears why keys could not be had
 */

/** All in milliseconds, and bytes. */
const FRESH = 600_000;
const COOL_DOWN = 30_000;
const COOL_DOWN_WITHOUT = 5_000;
const STALE = 86_400_000;
const PATIENCE = 3_000;
const LONGEST = 262_144;

/** The keys cannot be had: nobody can be let in, and that is no fault of theirs. */
export class KeysUnavailable extends Error {}

/**
 * @param {JSONWebKeySet | URL} source
 * @param {Surroundings} surroundings
 * @returns {Keys}
 */
export function keys(source, surroundings) {
  if (source instanceof URL) return new RemoteKeys(source, surroundings);
  const find = createLocalJWKSet(publicOnly(source));
  return { find: async (header) => find(header), ready: async () => true };
}

class RemoteKeys {
  #url;
  #now;
  #fetch;
  #background;
  #failed;
  /** @type {ReturnType<typeof createLocalJWKSet> | undefined} */
  #found;
  #foundAt = -Infinity;
  #triedAt = -Infinity;
  /** @type {Promise<void> | undefined} */
  #trying;

  /**
   * @param {URL} url
   * @param {Surroundings} surroundings
   */
  constructor(url, { now, fetch: fetched = (input, init) => fetch(input, init), background = () => {}, failed = () => {} }) {
    this.#url = url;
    this.#now = now;
    this.#fetch = fetched;
    this.#background = background;
    this.#failed = failed;
  }

  async ready() {
    await this.#current();
    return this.#found !== undefined && this.#age() < STALE;
  }

  /** @param {JWSHeaderParameters} header */
  async find(header) {
    await this.#current();
    if (this.#found === undefined || this.#age() >= STALE) throw new KeysUnavailable();
    try {
      return await this.#found(header);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#refresh())) throw error;
      return await this.#found(header);
    }
  }

  /** Sees to it that the keys are not too old, and waits for new ones only where there are none to use. */
  async #current() {
    if (this.#age() < FRESH) return;
    const refreshed = this.#refresh();
    if (this.#found !== undefined && this.#age() < STALE) this.#background(refreshed);
    else await refreshed;
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
      if (!response.ok) throw new Error(`the key set's address answers ${response.status}`);
      const text = await bounded(response, LONGEST);
      this.#found = createLocalJWKSet(publicOnly(JSON.parse(text)));
      this.#foundAt = this.#now();
    } catch (error) {
      // The keys that were there go on serving; without any the token cannot be checked.
      this.#failed(error);
    }
  }
}

/**
 * The text of an answer, of which no more than the limit is read, whatever it says of its length.
 *
 * @param {Response} response
 * @param {number} limit in bytes
 */
async function bounded(response, limit) {
  const tooLong = () => new Error(`the key set is longer than ${limit} bytes`);
  if (response.body === null) throw new Error("the key set is empty");
  const reader = response.body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let length = 0;
  try {
    if (Number(response.headers.get("content-length") ?? 0) > limit) throw tooLong();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      length += value.length;
      if (length > limit) throw tooLong();
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    reader.cancel().catch(() => {});
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
