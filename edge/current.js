/**
 * The manifest that is in use: read from the store once in a while, verified, and never older than one that was seen before.
 *
 * What is in use goes on being used while the store fails, or gives what cannot be trusted, until it expires. Only when there
 * is nothing yet does a failure become an answer.
 */

import { Bundle, BundleError, Cache } from "./bundle/index.js";
import { Overdue, within } from "./deadline.js";
import { alarm } from "./log.js";
import { Problem } from "./problem.js";

/** @import { Position } from "./bundle/bundle.js" */
/** @import { Trust } from "./bundle/keys.js" */
/** @import { Settings } from "./settings.js" */

/** How soon a failed reading is tried again, in milliseconds. */
const RETRY = 2_000;

/** For how long one request waits for what another one began to read, in milliseconds. */
const PATIENCE = 2_000;

export class Current {
  #settings;
  /** @type {Bundle | undefined} */
  #bundle;
  /** The head that it was read from. @type {Uint8Array | undefined} */
  #head;
  /** @type {Position | null} */
  #floor = null;
  /** The last key set that was seen. @type {Trust | undefined} */
  #trust;
  #readAt = -Infinity;
  #failedAt = -Infinity;
  /** Why there is nothing to use. @type {unknown} */
  #failure;
  /** @type {Promise<Bundle> | undefined} */
  #reading;
  /** What one bundle read, the next one need not. @type {Cache<any>} */
  #cache;

  /** @param {Settings} settings */
  constructor(settings) {
    this.#settings = settings;
    this.#cache = new Cache(settings.memory.objects);
  }

  /** How long ago it was read, in milliseconds. */
  get age() {
    return this.#settings.now() - this.#readAt;
  }

  /** The next request reads it again. */
  forget() {
    this.#readAt = -Infinity;
    this.#failedAt = -Infinity;
  }

  /**
   * The bundle to answer with. A request keeps the one that it got.
   *
   * @returns {Promise<Bundle>}
   * @throws {Problem} 503
   */
  async bundle() {
    const { now, lifetime } = this.#settings;
    const time = now();
    const sinceFailure = time - this.#failedAt;
    const hasJustFailed = sinceFailure >= 0 && sinceFailure < Math.min(RETRY, lifetime);
    const isUsable = this.#bundle !== undefined && time < this.#bundle.expires;
    if (this.#bundle !== undefined && isUsable && (hasJustFailed || time - this.#readAt < lifetime)) return this.#bundle;
    if (!isUsable && hasJustFailed) throw unavailable(this.#failure);
    try {
      return await this.#shared();
    } catch (error) {
      throw unavailable(error);
    }
  }

  /**
   * One reading for all who wait. A request that began it may go away and take the reading along; so nobody waits for it
   * longer than a moment before reading for itself.
   */
  async #shared() {
    const begun = this.#reading;
    if (begun !== undefined) {
      const bundle = await within(PATIENCE, begun).catch(() => undefined);
      if (bundle !== undefined) return bundle;
    }
    const reading = this.#read();
    this.#reading = reading;
    try {
      return await reading;
    } finally {
      if (this.#reading === reading) this.#reading = undefined;
    }
  }

  async #read() {
    const { now, log } = this.#settings;
    try {
      const bundle = this.#bundle === undefined ? await this.#first() : await this.#next(this.#bundle);
      this.#readAt = now();
      return bundle;
    } catch (error) {
      this.#failedAt = now();
      this.#failure = error;
      // That nothing was published yet is nothing to wake anybody for.
      if (!(error instanceof Problem)) log(alarm("manifest", error, now()));
      if (this.#bundle !== undefined && now() < this.#bundle.expires) return this.#bundle;
      throw error;
    }
  }

  /** A cold start: what this isolate never saw, the writer did. */
  async #first() {
    const { store, writer } = this.#settings;
    const [head, latest] = await Promise.all([this.#asked(store.head()), this.#asked(writer.latest())]);
    if (latest !== null) this.#raise(latest.position);
    if (head === null && latest === null) throw new Problem("manifest-missing");
    try {
      return await this.#open(head ?? /** @type {NonNullable<typeof latest>} */ (latest).head);
    } catch (error) {
      // The store may be behind the writer for a minute.
      const isBehind = error instanceof BundleError && error.code === "rollback";
      if (!isBehind || latest === null) throw error;
      return await this.#open(latest.head);
    }
  }

  /** @param {Bundle} bundle */
  async #next(bundle) {
    const head = await this.#asked(this.#settings.store.head());
    if (head === null) throw new BundleError("missing", "the head is not there any more");
    if (this.#head !== undefined && same(head, this.#head) && this.#settings.now() < bundle.expires) return bundle;
    return await this.#open(head);
  }

  /** @param {Uint8Array} head */
  async #open(head) {
    const { store, now, provider } = this.#settings;
    const bundle = await Bundle.open({
      head,
      trust: this.#trust ?? (await this.#settings.trust),
      read: (ref) => this.#wait(store.read(ref)),
      now: now(),
      floor: this.#floor,
      provider,
      cache: this.#cache,
    });
    // Another request may have read a newer one meanwhile.
    if (!this.#raise(bundle.position)) return /** @type {Bundle} */ (this.#bundle ?? bundle);
    this.#trust = bundle.trust;
    this.#head = head;
    this.#bundle = bundle;
    return bundle;
  }

  /** Says whether a position is at least as new as all others. @param {Position} position */
  #raise(position) {
    const floor = this.#floor;
    if (floor !== null && (position.keys - floor.keys || position.version - floor.version) < 0) return false;
    this.#floor = position;
    return true;
  }

  /** A failure of the store, or of the writer, is none of this program. @template T @param {Promise<T>} work @returns {Promise<T>} */
  #asked(work) {
    return this.#wait(work).catch((cause) => {
      throw new BundleError("unreadable", cause instanceof Overdue ? "the head could not be read in time" : "the head could not be read", { cause });
    });
  }

  /** @template T @param {Promise<T>} work @returns {Promise<T>} */
  #wait(work) {
    return within(this.#settings.limits.storeMs, work);
  }
}

/**
 * What a reader is told when the manifest, or a part of it, cannot be had. All of it is "not now": nothing that a caller did.
 *
 * @param {unknown} error
 */
export function unavailable(error) {
  if (error instanceof Problem) return error;
  const headers = { "retry-after": "5" };
  if (error instanceof BundleError && error.code === "expired") return new Problem("manifest-expired", { headers });
  if (error instanceof BundleError || error instanceof Overdue) return new Problem("manifest-unavailable", { headers });
  return error;
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
