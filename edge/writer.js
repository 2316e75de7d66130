/**
 * The one who writes. Stores of keys cannot compare and swap, so all writing goes through one of these, and one at a time.
 *
 * Objects come first, under their digest; then the head; then the ledger, which says how far the manifest has come. Whatever
 * breaks off before the head leaves the old manifest in use, and the same request can be sent again; what breaks off after it is
 * caught up with by the next request, which replaces what a reader sees.
 *
 * A ledger that cannot be verified from the trusted key set stops all writing, since nobody can say any more what a bundle has to
 * follow; reading goes on. `recover` starts anew from a key set that the operator names.
 */

import { admit, BundleError, extendsSets, readTrust, verifyHead, writeTrust } from "./bundle/index.js";
import { same, unavailable } from "./current.js";
import { etag } from "./etag.js";
import { collect } from "./garbage.js";
import { Problem } from "./problem.js";

/** @import { Position } from "./bundle/bundle.js" */
/** @import { BundleErrorCode } from "./bundle/error.js" */
/** @import { Trust } from "./bundle/keys.js" */
/** @import { Collected, Exclusive, Latest, Listed, Ledger, Recovery, Replacement } from "./index.js" */
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

  /**
   * The newest manifest, verified; `head` and `position` are `null` where an operator started anew and nothing was written since.
   *
   * @returns {Promise<Latest | null>}
   * @throws {BundleError} `ledger`
   */
  async latest() {
    const { head, found, root } = await this.#recorded();
    if (found === null && root === undefined) return null;
    return { head, position: found?.position ?? null, ...(root !== undefined && { root }) };
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
      const latest = (await this.#newest()).head;
      const head = await this.#store.head();
      if (latest === null || (head !== null && same(head, latest))) return;
      await this.#store.putHead(latest);
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
      const known = await this.#recorded();
      const heads = [known.head, await this.#store.head()].filter((each) => each !== null);
      if (heads.length === 0) throw new BundleError("missing", "there is no head to say what is named");
      return await collect({ keyed, store: this.#store, heads, trust: known.trust, now: this.#now(), age });
    });
  }

  /**
   * Starts anew from a key set, where the ledger cannot be verified or keys were stolen. Of what is recorded and what is stored the
   * newest bundle is kept that this key set, or one that it handed over to, has signed; if there is none, the next bundle that is
   * published is the first. The key set is recorded, and counts until a later one is configured: whoever asks for `latest` follows.
   *
   * @param {Uint8Array | string | object} root a key set; see `readTrust`
   * @returns {Promise<Recovery>}
   * @throws {BundleError} `malformed`: it is no key set
   */
  async recover(root) {
    const trust = await readTrust(root);
    return await this.#exclusive(async () => {
      const known = await this.#ledger.get().catch((error) => {
        if (error instanceof BundleError) return null;
        throw error;
      });
      const text = writeTrust(trust);
      /** @type {{ head: Uint8Array, position: Position } | null} */
      let newest = null;
      for (const head of [known?.head ?? null, await this.#store.head()]) {
        const found = head === null ? undefined : await verified(head, trust);
        if (head !== null && found !== undefined && (newest === null || isAfter(found.position, newest.position))) newest = { head, position: found.position };
      }
      const recovered = new Date(this.#now()).toISOString();
      await this.#ledger.set({ head: newest?.head ?? null, position: newest?.position ?? null, root: text, recovered });
      return { keys: trust.version, position: newest?.position ?? null, recovered };
    });
  }

  /**
   * What the ledger says, verified from the key set that counts.
   *
   * @returns {Promise<State>}
   * @throws {BundleError} `ledger`
   */
  async #recorded() {
    const known = await this.#ledger.get();
    const configured = await this.#trust;
    if (known === null) {
      // Put there by other means, such as a bulk upload.
      const head = await this.#store.head();
      return { head, found: head === null ? null : await this.#ours(head, configured), trust: configured };
    }
    const { head, position, root, recovered } = known;
    const trust = root === undefined ? configured : later(configured, await readTrust(root).catch(unverified));
    const found = head === null ? null : await this.#ours(head, trust);
    if (head === null ? root === undefined || position !== null : !isSamePosition(position, found?.position)) {
      throw new BundleError("ledger", "the ledger's position is not that of its bundle");
    }
    return { head, found, trust, ...(root !== undefined && { root, recovered }) };
  }

  /** @param {Uint8Array} head @param {Trust} trust */
  async #ours(head, trust) {
    return await verifyHead(head, trust).catch(unverified);
  }

  /**
   * The newest manifest, by the ledger or by the store: the head is written first, so after a crash it is ahead. It counts only if
   * it goes on from what the ledger says.
   *
   * @returns {Promise<State>}
   */
  async #newest() {
    const known = await this.#recorded();
    const head = await this.#store.head();
    if (head === null || (known.head !== null && same(head, known.head))) return known;
    const ahead = await verified(head, known.trust);
    if (ahead === undefined) return known;
    const isAhead = known.found === null || (isAfter(ahead.position, known.found.position) && extendsSets(ahead, known.found));
    return isAhead ? { ...known, head, found: ahead } : known;
  }

  /**
   * @param {Uint8Array} bytes of a bundle's file
   * @param {string} match
   * @param {string} provider
   */
  async #replace(bytes, match, provider) {
    const state = await this.#newest().catch((error) => {
      if (error instanceof BundleError && error.code === "ledger") throw new Problem("manifest-unverified", { cause: error });
      throw unavailable(error);
    });
    if (match !== (state.found?.position.sha256 ?? "")) throw changed(state, provider);
    const { head, position, missingCount, stored } = await this.#admit(bytes, state, provider);
    if (head === null) throw new Problem("manifest-incomplete", { args: { count: missingCount } });
    const { root, recovered } = state;
    try {
      await this.#store.putHead(head);
      await this.#ledger.set({ head, position, ...(root !== undefined && { root, recovered }) });
    } catch (error) {
      throw failed(error);
    }
    return { position, stored };
  }

  /**
   * @param {Uint8Array} bytes
   * @param {State} state
   * @param {string} provider
   */
  async #admit(bytes, { head, trust }, provider) {
    try {
      return await admit(streamOf(bytes), { current: head, trust, store: this.#store, now: this.#now(), provider });
    } catch (error) {
      throw refused(error);
    }
  }
}

/**
 * What is known of the newest bundle, and the key set that it is verified from. `root` is that of an operator who started anew.
 *
 * @typedef {{ head: Uint8Array | null, found: Verified | null, trust: Trust, root?: string, recovered?: string }} State
 */

/** A bundle whose head is verified. @typedef {Awaited<ReturnType<typeof verifyHead>>} Verified */

/**
 * Another manifest is there than was meant: its own provider hears which one.
 *
 * @param {State} state
 * @param {string} provider
 */
function changed({ found }, provider) {
  return new Problem("manifest-changed", { headers: found?.root.provider === provider ? { etag: etag(found.position.sha256) } : {} });
}

/** What a head says, if it is signed as it has to be. @param {Uint8Array} head @param {Trust} trust */
async function verified(head, trust) {
  try {
    return await verifyHead(head, trust);
  } catch (error) {
    if (error instanceof BundleError) return undefined;
    throw error;
  }
}

/** @param {unknown} error @returns {never} */
function unverified(error) {
  if (!(error instanceof BundleError)) throw error;
  throw new BundleError("ledger", `the ledger cannot be verified from the trusted key set: ${error.message}`, { cause: error });
}

/** The key set that counts: the configured one, once it is later than the one that an operator started anew from. @param {Trust} configured @param {Trust} recovered */
export const later = (configured, recovered) => (configured.version > recovered.version ? configured : recovered);

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

/** @param {Position} one @param {Position} other */
const isAfter = (one, other) => (one.keys - other.keys || one.version - other.version) > 0;

/** @param {Position | null | undefined} one @param {Position | null | undefined} other */
const isSamePosition = (one, other) => one?.keys === other?.keys && one?.version === other?.version && one?.sha256 === other?.sha256;

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
