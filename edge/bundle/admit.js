/** Taking a bundle in: everything is verified before it is stored, and the head comes last. */

import { readDocument, readServicePage } from "./document.js";
import { BundleError } from "./error.js";
import { readFile } from "./file.js";
import { isSameSet, replacesKeys } from "./keys.js";
import { checkTime, verifyHead } from "./root.js";
import { shardAt, shardCount } from "./shard.js";
import { fetchObject, verifyObject } from "./source.js";

/** @import { Position, Read, Ref } from "./bundle.js" */
/** @import { Trust } from "./keys.js" */
/** @import { Root } from "./root.js" */

/**
 * Where objects are kept.
 *
 * @typedef {object} Store
 * @property {Read} read
 * @property {(ref: Ref) => Promise<boolean>} has
 * @property {(ref: Ref, bytes: Uint8Array) => Promise<void>} put
 */

/**
 * What came of it. With `missing` the objects that came are stored and the head is not to be: the same bundle with those that
 * are missing, all of them or a part, goes on from there.
 *
 * @typedef {object} Admission
 * @property {Uint8Array | null} head what to store now, under the head's key; `null` where something is missing
 * @property {Position} position of the bundle
 * @property {Root} root
 * @property {Ref[]} missing the first 1,000
 * @property {number} missingCount
 * @property {number} stored how many objects were stored
 */

/** @typedef {"part" | "account page" | "account shard" | "service page" | "document" | "template"} Kind */

/** An object, as what it is named, and its position among its like. @typedef {{ ref: Ref, kind: Kind, at: number }} Named */

/** How many missing objects are named. */
const NAMED = 1000;

/**
 * Reads a bundle's file as it comes and stores its objects. An object has to be named by the root or by an object before it, and
 * is compared with what was signed before it is stored; nothing is stored before the head is verified.
 *
 * The head is verified as a reader verifies it that starts cold: from the configured key set, whose way to the last one has to
 * lead through the stored bundle's. So nothing is stored that such a reader could not read, and keys that were replaced sign no
 * second successor.
 *
 * The version has to be the next one, so that none is skipped, none is used twice, and nobody's change is lost; after a key set
 * that replaces keys any may come. The same bundle again is no error.
 *
 * What the stored bundle names too is taken to be there, since it was when that one was taken in; `thorough` looks.
 *
 * The caller sees to it that no two of these run at once, and stores `head` if it is not `null`.
 *
 * @param {AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>} file
 * @param {object} options
 * @param {Uint8Array | null} options.current the stored head
 * @param {Trust} options.trust the configured key set
 * @param {Store} options.store
 * @param {number} options.now milliseconds since 1970
 * @param {string} [options.provider] the only one whose bundles are taken
 * @param {boolean} [options.thorough]
 * @returns {Promise<Admission>}
 * @throws {BundleError} whatever was stored before is good, and nothing but the room it takes
 */
export async function admit(file, { current, trust, store, now, provider, thorough = false }) {
  const { head, objects } = await readFile(file);
  const before = current === null ? undefined : await stored(current, trust);
  const given = await verifyHead(head, trust);
  const { root, position } = given;
  for (const expected of [provider, before?.root.provider]) {
    if (expected !== undefined && root.provider !== expected) throw new BundleError("wrong-provider", "the bundle is another provider's");
  }
  if (before !== undefined) checkNext(given, before);
  checkTime(root, now);

  const tree = new Tree(root, thorough ? undefined : before?.root, store);
  let count = 0;
  for await (const { ref, bytes } of objects) {
    if (!tree.names(ref)) throw new BundleError("unlisted", `nothing before it in the bundle names the object ${ref.sha256}`);
    await verifyObject(ref, bytes);
    await tree.take(ref, bytes);
    await store.put(ref, bytes);
    count += 1;
  }
  const { missing, missingCount } = await tree.missing();
  return { head: missingCount === 0 ? head : null, position, root, missing, missingCount, stored: count };
}

/**
 * The bundle that is stored. One that cannot be verified is no reason to start anew: what it was replaced by, or who replaced it,
 * cannot be known.
 *
 * @param {Uint8Array} head
 * @param {Trust} trust
 */
async function stored(head, trust) {
  try {
    return await verifyHead(head, trust);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new BundleError("ledger", `the stored bundle cannot be verified: ${error.message}`, { cause: error });
  }
}

/** A bundle whose head is verified. @typedef {Awaited<ReturnType<typeof verifyHead>>} Verified */

/**
 * Whether the key sets of a bundle go on from those of another one: its own is reached through the other's.
 *
 * @param {Pick<Verified, "way">} after
 * @param {Pick<Verified, "trust">} before
 */
export const extendsSets = ({ way }, { trust }) => way.some((set) => isSameSet(set, trust));

/**
 * @param {Verified} given
 * @param {Verified} before
 */
function checkNext(given, before) {
  const [position, seen] = [given.position, before.position];
  if (position.keys < seen.keys) throw new BundleError("rollback", `key set ${position.keys} is older than key set ${seen.keys}, which is stored`);
  if (!extendsSets(given, before)) throw new BundleError("untrusted", `the key sets of the bundle do not go on from key set ${seen.keys}, which is stored`);
  const { way } = given;
  const replaced = way.some((set, at) => at > 0 && set.version > seen.keys && replacesKeys(way[at - 1], set));
  if (replaced) return;
  if (position.version < seen.version) throw new BundleError("rollback", `version ${position.version} is older than version ${seen.version}, which is stored`);
  if (position.version === seen.version) {
    if (position.sha256 === seen.sha256) return;
    throw new BundleError("equivocation", `version ${position.version} is stored with other content: sign the next one, after the stored one`);
  }
  if (position.version > seen.version + 1) throw new BundleError("not-next", `version ${position.version} does not follow version ${seen.version}, which is stored`);
}

/** What a root names, and what that names, as far as it is known yet; and what of it has not come. */
class Tree {
  #store;
  #before;
  #bits;
  /** What is not there yet, by digest and length. @type {Map<string, Named>} */
  #open = new Map();
  /** What came, or was there before. @type {Map<string, Named>} */
  #done = new Map();

  /**
   * @param {Root} root
   * @param {Root | undefined} before
   * @param {Store} store
   */
  constructor(root, before, store) {
    this.#store = store;
    this.#before = before;
    this.#bits = { accounts: root.accounts.bits, services: root.services.bits };
    const known = new Set([...(before?.manifest.parts ?? []), ...(before?.accounts.pages ?? []), ...(before?.services.pages ?? [])].map(keyOf));
    this.#add(root.manifest.parts, "part", known);
    this.#add(root.accounts.pages, "account page", known);
    this.#add(root.services.pages, "service page", known);
  }

  /** @param {Ref} ref */
  names(ref) {
    return this.#open.has(keyOf(ref)) || this.#done.has(keyOf(ref));
  }

  /**
   * Takes an object in that is verified, and what it names. What an object names that was there before is there, too.
   *
   * @param {Ref} ref
   * @param {Uint8Array} bytes
   */
  async take(ref, bytes) {
    const key = keyOf(ref);
    const named = this.#open.get(key);
    const { kind, at } = named ?? /** @type {Named} */ (this.#done.get(key));
    if (named !== undefined) this.#done.set(key, named);
    this.#open.delete(key);
    const isNew = named !== undefined;
    if (kind === "account page") this.#add(shardsOf(bytes), "account shard", isNew && (await this.#known("accounts", at, shardsOf)));
    else if (kind === "service page") this.#add(documentsOf(bytes), "document", isNew && (await this.#known("services", at, documentsOf)));
    else if (kind === "document") this.#add([...readDocument(bytes).templates.values()], "template", isNew && new Set());
  }

  /** What has not come and is not in the store. What is in the store is read where it names other objects. */
  async missing() {
    /** @type {Ref[]} */
    const missing = [];
    let missingCount = 0;
    // What is found in the store can add to the list while it is walked.
    for (const { ref, kind } of this.#open.values()) {
      if (await this.#isStored(ref, kind)) continue;
      missingCount += 1;
      if (missing.length < NAMED) missing.push(ref);
    }
    return { missing, missingCount };
  }

  /** @param {Ref} ref @param {Kind} kind */
  async #isStored(ref, kind) {
    if (!(await this.#store.has(ref))) return false;
    if (kind === "part" || kind === "account shard" || kind === "template") return true;
    try {
      await this.take(ref, await fetchObject(this.#store.read, ref));
      return true;
    } catch (error) {
      // What is there and is not what was signed has to come again.
      if (error instanceof BundleError && (error.code === "mismatch" || error.code === "too-large" || error.code === "missing")) return false;
      throw error;
    }
  }

  /**
   * @param {Ref[]} refs
   * @param {Kind} kind
   * @param {Set<string> | false} known what need not come; `false`: all of it is there
   */
  #add(refs, kind, known) {
    for (const [at, ref] of refs.entries()) {
      const key = keyOf(ref);
      if (this.#open.has(key) || this.#done.has(key)) continue;
      (known === false || known.has(key) ? this.#done : this.#open).set(key, { ref, kind, at });
    }
  }

  /**
   * What the stored bundle's page in the same place names.
   *
   * @param {"accounts" | "services"} of
   * @param {number} at
   * @param {(bytes: Uint8Array) => Ref[]} names
   * @returns {Promise<Set<string>>}
   */
  async #known(of, at, names) {
    if (this.#before === undefined || this.#before[of].bits !== this.#bits[of]) return new Set();
    try {
      return new Set(names(await fetchObject(this.#store.read, this.#before[of].pages[at])).map(keyOf));
    } catch (error) {
      // Without it more is asked for than has to come, that is all.
      if (error instanceof BundleError) return new Set();
      throw error;
    }
  }
}

/** @param {Ref} ref */
const keyOf = ({ sha256, length }) => `${sha256} ${length}`;

/** @param {Uint8Array} page */
const shardsOf = (page) => Array.from({ length: shardCount(page) }, (_, at) => shardAt(page, at));

/** @param {Uint8Array} page */
const documentsOf = (page) => readServicePage(page).map(({ document }) => document);
