/**
 * The manifest that is in use: read from the store once in a while, verified, and never older than one that was seen before.
 *
 * What is in memory answers at once and is refreshed beside it (stale-while-revalidate), until the expiry that was signed: a
 * store that fails, hangs or gives what cannot be trusted delays nobody. Only when there is nothing yet does a failure become an
 * answer, and then soon.
 */

import { Bundle, BundleError, Cache, readTrust, verifyHead } from "./bundle/index.js";
import { Overdue, within } from "./deadline.js";
import { alarm } from "./log.js";
import { Problem } from "./problem.js";

/** @import { Position } from "./bundle/bundle.js" */
/** @import { Trust } from "./bundle/keys.js" */
/** @import { Latest } from "./index.js" */
/** @import { Settings } from "./settings.js" */

/** How soon a failed reading is tried again, in milliseconds. */
const RETRY = 2_000;

/** For how long one request waits for what another one began to read, in milliseconds. */
const PATIENCE = 2_000;

/**
 * For how long the request that begins a refresh waits for it, in milliseconds, while the store is known to be quick: so a
 * customer who was taken off a whitelist is not let in once more by an isolate that slept. A slow store is not waited for.
 */
const MOMENT = 100;

/** For how long one that starts waits for the writer's word on how far the manifest has come, in milliseconds. */
const WRITER = 1_000;

/** What a head is refused with where the writer's own may stand in for it. @type {ReadonlySet<string>} */
const REPLACED = new Set(["rollback", "malformed", "untrusted", "equivocation", "too-large"]);

/** What a head is refused with where an operator may have started anew from another key set. @type {ReadonlySet<string>} */
const ANEW = new Set(["untrusted", "rollback", "equivocation", "expired"]);

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
  /** The key set that an operator started anew from, in JSON. @type {string | undefined} */
  #root;
  #readAt = -Infinity;
  #failedAt = -Infinity;
  /** Why there is nothing to use. @type {unknown} */
  #failure;
  /** A reading that is going on, and when it began. @type {{ done: Promise<Bundle>, began: number } | undefined} */
  #reading;
  /** Whether the store answered within a moment the last time. */
  #isQuick = true;
  /** Whether the writer just wrote: then a new head is worth waiting for. */
  #isAwaited = false;
  /** Whether the writer has said how far the manifest has come. */
  #isFloorKnown = false;
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

  /** The next request reads it again, and waits for it. */
  forget() {
    this.#readAt = -Infinity;
    this.#failedAt = -Infinity;
    // One that began before the write may say what was there before it.
    this.#reading = undefined;
    this.#isAwaited = true;
  }

  /**
   * The bundle to answer with. A request keeps the one that it got.
   *
   * @returns {Promise<Bundle>}
   * @throws {Problem} 503
   */
  async bundle() {
    const { now, lifetime, limits, background } = this.#settings;
    const time = now();
    const sinceFailure = time - this.#failedAt;
    const hasJustFailed = sinceFailure >= 0 && sinceFailure < Math.min(RETRY, lifetime);
    const usable = this.#usable();
    if (usable === undefined) {
      if (hasJustFailed) throw unavailable(this.#failure);
      return await this.#shared().catch((error) => {
        throw unavailable(error);
      });
    }
    const isFresh = time - this.#readAt >= 0 && time - this.#readAt < lifetime;
    // A request that began a reading may have gone away, and taken it along: after a while it counts no more.
    const isReading = this.#reading !== undefined && Math.abs(time - this.#reading.began) < 2 * limits.storeMs;
    if (isFresh || hasJustFailed || isReading) return usable;
    const patience = this.#isAwaited ? PATIENCE : this.#isQuick ? MOMENT : 0;
    const reading = this.#begin();
    background(reading.catch(() => {}));
    if (patience > 0) {
      const isDone = await within(patience, reading).then(
        () => true,
        (error) => !(error instanceof Overdue),
      );
      if (!isDone) this.#isQuick = false;
    }
    return this.#usable() ?? usable;
  }

  /**
   * Reads an object of the bundle from the store.
   *
   * @param {Bundle} bundle
   * @returns {Promise<boolean>} whether it could be read; where it could not, memory has it
   * @throws {Problem} 503 when neither has
   */
  async probe(bundle) {
    const { limits, log, now } = this.#settings;
    try {
      await within(limits.storeMs, bundle.probe());
      return true;
    } catch (error) {
      if (!bundle.isProbed()) throw unavailable(error);
      log(alarm("store", error, now()));
      return false;
    }
  }

  /** What is in memory and has not expired. */
  #usable() {
    return this.#bundle !== undefined && this.#settings.now() < this.#bundle.expires ? this.#bundle : undefined;
  }

  /**
   * One reading for all who wait. A request that began it may go away and take the reading along; so nobody waits for it
   * longer than a moment before reading for itself.
   */
  async #shared() {
    const begun = this.#reading;
    if (begun !== undefined) {
      try {
        return await within(PATIENCE, begun.done);
      } catch (error) {
        if (!(error instanceof Overdue)) throw error;
      }
    }
    return await this.#begin();
  }

  #begin() {
    const done = this.#read();
    const reading = { done, began: this.#settings.now() };
    this.#reading = reading;
    const end = () => {
      if (this.#reading === reading) this.#reading = undefined;
    };
    done.then(end, end);
    return done;
  }

  async #read() {
    const { now, log, limits } = this.#settings;
    const began = now();
    try {
      const bundle = await within(limits.storeMs, this.#bundle === undefined ? this.#first() : this.#next(this.#bundle)).catch((error) => {
        throw error instanceof Overdue ? new BundleError("unreadable", "the manifest could not be read in time") : error;
      });
      this.#readAt = now();
      this.#isAwaited = false;
      this.#isQuick = this.#readAt - began <= MOMENT;
      return bundle;
    } catch (error) {
      this.#failedAt = now();
      this.#failure = error;
      this.#isQuick = false;
      log(alarm("manifest", error, now()));
      const usable = this.#usable();
      if (usable !== undefined) return usable;
      throw error;
    }
  }

  /** A cold start: what this isolate never saw, the writer did. Where the writer is away, the store's word has to do. */
  async #first() {
    const { store } = this.#settings;
    const [head, latest] = await Promise.all([this.#asked(store.head()), this.#latest()]);
    if (head === null && latest === null) throw new Problem("manifest-missing");
    if (latest === null) return await this.#open(/** @type {Uint8Array} */ (head));
    if (head === null) return await this.#open(latest);
    try {
      return await this.#open(head);
    } catch (error) {
      // The store is behind the writer for a moment, or what lies there is broken.
      if (!(error instanceof BundleError) || !REPLACED.has(error.code)) throw error;
      const bundle = await this.#open(latest);
      if (error.code !== "rollback") this.#repair(error);
      return bundle;
    }
  }

  /** The head that was written last, by the writer's word; `null` where there is none, or the writer cannot be asked. */
  async #latest() {
    const { writer, log, now, limits } = this.#settings;
    try {
      const latest = await within(Math.min(WRITER, limits.storeMs), writer.latest());
      if (latest !== null) await this.#learn(latest);
      this.#isFloorKnown = true;
      return latest?.head ?? null;
    } catch (error) {
      log(alarm("writer", error, now()));
      return null;
    }
  }

  /**
   * Takes over how far the manifest has come and who may sign now: keys that were replaced are believed no more. Where an operator
   * started anew, so does this isolate.
   *
   * @param {Latest} latest
   */
  async #learn({ head, root }) {
    const { trust: configured, log, now } = this.#settings;
    if (root !== undefined && root !== this.#root) {
      const [before, recovered] = [await configured, await readTrust(root)];
      this.#root = root;
      if (recovered.version >= before.version) {
        this.#trust = recovered;
        this.#floor = null;
        this.#head = undefined;
        log({ event: "alarm", time: new Date(now()).toISOString(), what: "recovery", keys: recovered.version });
      }
    }
    if (head === null) return;
    const { position, trust } = await verifyHead(head, this.#trust ?? (await configured));
    if (this.#raise(position)) this.#trust = trust;
  }

  /** Asks the writer whether an operator started anew. */
  async #isAnew() {
    const before = this.#root;
    await this.#latest();
    return this.#root !== before;
  }

  /** Has a head that is broken replaced. @param {unknown} error */
  #repair(error) {
    const { writer, log, now, background } = this.#settings;
    log(alarm("head", error, now()));
    if (writer.repair !== undefined) background(writer.repair().catch((cause) => log(alarm("writer", cause, now()))));
  }

  /** @param {Bundle} bundle */
  async #next(bundle) {
    const [head] = await Promise.all([this.#asked(this.#settings.store.head()), this.#isFloorKnown ? null : this.#latest()]);
    if (head === null) throw new BundleError("missing", "the head is not there any more");
    if (this.#head !== undefined && same(head, this.#head) && this.#settings.now() < bundle.expires) return bundle;
    try {
      return await this.#open(head);
    } catch (error) {
      if (error instanceof BundleError && ANEW.has(error.code) && (await this.#isAnew())) return await this.#open(head);
      if (error instanceof BundleError && error.code !== "rollback" && REPLACED.has(error.code)) this.#repair(error);
      throw error;
    }
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
  if (error instanceof BundleError && error.code === "expired") return new Problem("manifest-expired", { headers, cause: error });
  if (error instanceof BundleError || error instanceof Overdue) return new Problem("manifest-unavailable", { headers, cause: error });
  return error;
}

/**
 * Whether two texts have the same bytes.
 *
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
