/**
 * The one who writes. Stores of keys cannot compare and swap, so all writing goes through one of these, and one at a time.
 *
 * Objects come first, under their digest; then the head; then the ledger, which says how far the manifest has come. Whatever
 * breaks off before the head leaves the old manifest in use, and the same request can be sent again; what breaks off after it is
 * caught up with by the next request, which replaces what a reader sees.
 */

import { admit, BundleError, verifyHead } from "./bundle/index.js";
import { same, unavailable } from "./current.js";
import { etag } from "./etag.js";
import { collect } from "./garbage.js";
import { Problem } from "./problem.js";

/** @import { BundleErrorCode } from "./bundle/error.js" */
/** @import { Trust } from "./bundle/keys.js" */
/** @import { Collected, Exclusive, Latest, Listed, Ledger, Replacement } from "./index.js" */
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
    // Whoever sends slowly keeps nobody from writing: it is taken in as a whole before it is its turn.
    const bytes = await collected(file);
    try {
      return await this.#exclusive(() => this.#replace(bytes, match, provider));
    } catch (error) {
      throw error instanceof Problem ? error : failed(error);
    }
  }

  /**
   * Puts the head back that was written last, where what lies in the store is broken or older.
   *
   * @throws {BundleError} when the ledger's own cannot be verified
   */
  async repair() {
    await this.#exclusive(async () => {
      const latest = await this.#newest();
      const head = await this.#store.head();
      if (latest === null || (head !== null && same(head, latest.head))) return;
      await verifyHead(latest.head, await this.#trust);
      await this.#store.putHead(latest.head);
    });
  }

  /**
   * Takes objects away that no head has named for a while: neither the ledger's nor the store's.
   *
   * @param {Listed} keyed the store, whose keys can be listed
   * @param {number} age in milliseconds
   * @returns {Promise<Collected>}
   * @throws {BundleError} when it cannot be known what is named: then nothing goes
   */
  async collect(keyed, age) {
    return await this.#exclusive(async () => {
      const known = await this.#ledger.get();
      const head = await this.#store.head();
      const heads = [known?.head, head].filter((each) => each !== null && each !== undefined);
      if (heads.length === 0) throw new BundleError("missing", "there is no head to say what is named");
      return await collect({ keyed, store: this.#store, heads, trust: await this.#trust, now: this.#now(), age });
    });
  }

  /**
   * The newest manifest, by the ledger or by the store: the head is written first, so after a crash it is ahead.
   *
   * @returns {Promise<Latest | null>}
   */
  async #newest() {
    const known = await this.#ledger.get();
    if (known === null) return await this.latest();
    const head = await this.#store.head();
    if (head === null || same(head, known.head)) return known;
    const ahead = await this.#verified(head);
    return ahead !== undefined && isAfter(ahead.position, known.position) ? { head, position: ahead.position } : known;
  }

  /** What a head says, if it is signed as it has to be. @param {Uint8Array} head */
  async #verified(head) {
    try {
      return await verifyHead(head, await this.#trust);
    } catch (error) {
      if (error instanceof BundleError) return undefined;
      throw error;
    }
  }

  /**
   * @param {Uint8Array} bytes of a bundle's file
   * @param {string} match
   * @param {string} provider
   */
  async #replace(bytes, match, provider) {
    const latest = await this.#newest().catch((error) => {
      throw unavailable(error);
    });
    if (match !== (latest?.position.sha256 ?? "")) throw await this.#changed(latest, provider);
    const { head, position, missingCount, stored } = await this.#admit(bytes, latest, provider);
    if (head === null) throw new Problem("manifest-incomplete", { args: { count: missingCount } });
    try {
      await this.#store.putHead(head);
      await this.#ledger.set({ head, position });
    } catch (error) {
      throw failed(error);
    }
    return { position, stored };
  }

  /**
   * Another manifest is there than was meant: its own provider hears which one.
   *
   * @param {Latest | null} latest
   * @param {string} provider
   */
  async #changed(latest, provider) {
    const found = latest === null ? undefined : await this.#verified(latest.head);
    const isOwn = found !== undefined && found.root.provider === provider;
    return new Problem("manifest-changed", { headers: isOwn ? { etag: etag(found.position.sha256) } : {} });
  }

  /**
   * @param {Uint8Array} bytes
   * @param {Latest | null} latest
   * @param {string} provider
   */
  async #admit(bytes, latest, provider) {
    try {
      return await admit(streamOf(bytes), { current: latest?.head ?? null, trust: await this.#trust, store: this.#store, now: this.#now(), provider });
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
  if (!(error instanceof BundleError)) return failed(error);
  if (error.cause instanceof Problem) return error.cause;
  const reason = REASONS[error.code];
  return reason === undefined ? failed(error) : new Problem("manifest-refused", { args: { reason, what: error.message } });
}

/** The store or the ledger failed. A full disk is told as what it is. @param {unknown} error */
function failed(error) {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && FULL.has(at.code)) return new Problem("storage-full", { cause: error });
  }
  return new Problem("manifest-unavailable", { headers: { "retry-after": "5" }, cause: error });
}

/** What a system calls a full disk, or a quota that is used up. @type {ReadonlySet<unknown>} */
const FULL = new Set(["ENOSPC", "EDQUOT"]);

/** @param {Latest["position"]} one @param {Latest["position"]} other */
const isAfter = (one, other) => (one.keys - other.keys || one.version - other.version) > 0;

/** @param {Uint8Array} bytes */
const streamOf = (bytes) => /** @type {ReadableStream<Uint8Array>} */ (new Response(/** @type {BodyInit} */ (bytes)).body ?? new Blob().stream());

/** @param {ReadableStream<Uint8Array>} file @throws {Problem} what the stream failed with, or 400 */
async function collected(file) {
  try {
    return new Uint8Array(await new Response(file).arrayBuffer());
  } catch (error) {
    throw error instanceof Problem ? error : new Problem("body-broken", { cause: error });
  }
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
