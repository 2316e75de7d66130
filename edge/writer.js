/**
 * The one who writes. Stores of keys cannot compare and swap, so all writing goes through one of these, and one at a time.
 *
 * Objects come first, under their digest; then the head; then the ledger, which says how far the manifest has come. Whatever
 * breaks off in between leaves the old manifest in use, and the same request can be sent again.
 */

import { admit, BundleError, verifyHead } from "./bundle/index.js";
import { unavailable } from "./current.js";
import { Problem } from "./problem.js";

/** @import { BundleErrorCode } from "./bundle/error.js" */
/** @import { Trust } from "./bundle/keys.js" */
/** @import { Exclusive, Latest, Ledger, Replacement } from "./index.js" */
/** @import { Store } from "./store.js" */

export class Writer {
  #store;
  #ledger;
  #trust;
  #now;
  #exclusive;

  /**
   * @param {object} parts
   * @param {Store} parts.store
   * @param {Ledger} parts.ledger
   * @param {Promise<Trust>} parts.trust
   * @param {() => number} parts.now milliseconds since 1970
   * @param {Exclusive} parts.exclusive
   */
  constructor({ store, ledger, trust, now, exclusive }) {
    this.#store = store;
    this.#ledger = ledger;
    this.#trust = trust;
    this.#now = now;
    this.#exclusive = exclusive;
  }

  /** @returns {Promise<Latest | null>} */
  async latest() {
    const known = await this.#ledger.get();
    if (known !== null) return known;
    // Put there by other means, such as a bulk upload.
    const head = await this.#store.head();
    if (head === null) return null;
    const { position } = await verifyHead(head, await this.#trust);
    return { head, position };
  }

  /**
   * Replaces the manifest.
   *
   * @param {ReadableStream<Uint8Array>} file a bundle's
   * @param {object} asked
   * @param {string} asked.match the SHA-256 of the root that is meant to be replaced; empty where there is to be none
   * @param {string} asked.provider the account that asks
   * @returns {Promise<Replacement>}
   * @throws {Problem} and then nothing has changed for those who read
   */
  async replace(file, { match, provider }) {
    try {
      return await this.#exclusive(() => this.#replace(file, match, provider));
    } finally {
      // What was not read is not waited for.
      if (!file.locked) await file.cancel().catch(() => {});
    }
  }

  /**
   * @param {ReadableStream<Uint8Array>} file
   * @param {string} match
   * @param {string} provider
   */
  async #replace(file, match, provider) {
    const latest = await this.latest().catch((error) => {
      throw unavailable(error);
    });
    if (match !== (latest?.position.sha256 ?? "")) throw new Problem("manifest-changed");
    const { head, position, missingCount, stored } = await this.#admit(file, latest, provider);
    if (head === null) throw new Problem("manifest-incomplete", { args: { count: missingCount } });
    try {
      await this.#store.putHead(head);
      await this.#ledger.set({ head, position });
    } catch (error) {
      throw new Problem("manifest-unavailable", { headers: { "retry-after": "5" }, cause: error });
    }
    return { position, stored };
  }

  /**
   * @param {ReadableStream<Uint8Array>} file
   * @param {Latest | null} latest
   * @param {string} provider
   */
  async #admit(file, latest, provider) {
    try {
      return await admit(file, { current: latest?.head ?? null, trust: await this.#trust, store: this.#store, now: this.#now(), provider });
    } catch (error) {
      throw refused(error);
    }
  }
}

/** Why a bundle is refused, as a word of the problem's text. @type {Partial<Record<BundleErrorCode, string>>} */
const REASONS = {
  malformed: "json",
  "too-large": "json",
  untrusted: "signatures",
  rollback: "version",
  equivocation: "version",
  "not-next": "version",
  expired: "lapsed",
  "wrong-provider": "provider",
  missing: "object",
  mismatch: "object",
  unlisted: "object",
  unsound: "manifest",
};

/** @param {unknown} error */
function refused(error) {
  if (error instanceof Problem) return error;
  if (!(error instanceof BundleError)) return new Problem("manifest-unavailable", { headers: { "retry-after": "5" }, cause: error });
  if (error.cause instanceof Problem) return error.cause;
  const reason = REASONS[error.code];
  if (reason === undefined) return new Problem("manifest-unavailable", { headers: { "retry-after": "5" }, cause: error });
  return new Problem("manifest-refused", { args: { reason, what: error.message } });
}

/** Work that is done one piece after the other. @returns {Exclusive} */
export function queue() {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return (work) => {
    const done = last.then(work, work);
    last = done.catch(() => {});
    return done;
  };
}
