/** Reading a bundle: from a head that is verified to the objects that it stands for. */

import { Cache } from "./cache.js";
import { placeOf } from "./digest.js";
import { gateManifest, readDocument, readServicePage } from "./document.js";
import { BundleError } from "./error.js";
import { SHARDS_PER_PAGE_BITS } from "./limits.js";
import { checkFloor, checkTime, verifyHead } from "./root.js";
import { entriesOf, shardAt } from "./shard.js";
import { fetchObject } from "./source.js";

/** @import { TemplateRef } from "./document.js" */
/** @import { Trust } from "./keys.js" */
/** @import { Root } from "./root.js" */

/**
 * An object as a listing names it.
 *
 * @typedef {object} Ref
 * @property {string} sha256 64 small hexadecimal digits: the key that it is stored under
 * @property {number} length in bytes
 */

/**
 * Gets an object's bytes; `null` where there is none. Of a stream no more than `ref.length` bytes are read. What it throws
 * becomes a {@link BundleError} `unreadable`. It is called in the request that needs the object, and its promises are never
 * shared between requests.
 *
 * @typedef {(ref: Ref) => Promise<Uint8Array | ArrayBuffer | ReadableStream<Uint8Array> | null>} Read
 */

/**
 * How far a reader has come. Positions compare by `keys`, then by `version`: a new key set starts a new count, so that stolen
 * keys that signed the highest version there is do not end the service for good.
 *
 * @typedef {object} Position
 * @property {number} keys the version of the key set, from 1
 * @property {number} version of the bundle, from 1
 * @property {string} sha256 of the root's payload: two roots of one position are a lie to somebody
 */

/**
 * @typedef {object} OpenOptions
 * @property {Uint8Array | string} head
 * @property {Trust} trust the key set that is known beforehand; see `readTrust`
 * @property {Read} read
 * @property {number} now milliseconds since 1970
 * @property {Position | null} [floor] the newest position that was ever seen; an older one is refused
 * @property {string} [provider] the only provider whose bundles are taken
 * @property {Cache<any>} [cache] from the bundle before: what did not change is not read again
 * @property {number} [budget] bytes to keep in memory, where there is no `cache`. Default 16 MiB
 */

/**
 * What a look at an account and a service found. Nothing of it is an answer yet: the core decides (see `Gate`).
 *
 * @typedef {object} Look
 * @property {(string | null)[]} permissions what the service's shared accounts give this account: one for each entry
 * @property {Listing} page the services that are listed beside this one, to be decided upon by the core
 */

/**
 * A page of services.
 *
 * @typedef {object} Listing
 * @property {string} sha256 of the page
 * @property {string} manifest JSON: the page's services with what decides who may deploy them, and nothing else
 * @property {Map<string, Ref>} documents the document of each service of the page, by the service's id
 */

/**
 * A service as it is resolved.
 *
 * @typedef {object} ServiceDocument
 * @property {string} sha256 of the document
 * @property {string} manifest JSON: the service without its accounts, and the artifact versions that its relations use
 * @property {Map<string, TemplateRef>} templates that the bundle carries, by the name that they have in the service; `path` is
 *   the one in the manifest, a hint of the template's language
 */

const MIB = 1024 * 1024;

/** What is made of a page or a document, beside its bytes: about so much of their length. */
const DECODED = 3;

/** A bundle whose root is verified. It holds no accounts but those of the shards that it was asked about. */
export class Bundle {
  #root;
  #read;
  #provider;

  /**
   * Verifies a head: its key sets from `trust` on, then the root's signatures, position, dates and provider.
   *
   * @param {OpenOptions} options
   * @returns {Promise<Bundle>}
   * @throws {BundleError}
   */
  static async open({ head, trust, read, now, floor, provider, cache, budget = 16 * MIB }) {
    const { root, position, trust: last } = await verifyHead(head, trust);
    if (provider !== undefined && root.provider !== provider) throw new BundleError("wrong-provider", "the bundle is another provider's");
    checkFloor(position, floor);
    checkTime(root, now);
    return new Bundle(root, position, last, read, cache ?? new Cache(budget));
  }

  /**
   * Use {@link Bundle.open}, which verifies.
   *
   * @param {Root} root
   * @param {Position} position
   * @param {Trust} trust
   * @param {Read} read
   * @param {Cache<any>} cache
   */
  constructor(root, position, trust, read, cache) {
    this.#root = root;
    this.#read = read;
    this.#provider = root.provider;
    /** Where this bundle stands: what the next `floor` is. */
    this.position = position;
    /** The last key set of the head. */
    this.trust = trust;
    /** What it keeps in memory, for the bundle after it. */
    this.cache = cache;
  }

  /** The account id of the provider. */
  get provider() {
    return this.#provider;
  }

  /** The SHA-256 of the manifest that was signed. */
  get revision() {
    return this.#root.manifest.sha256;
  }

  /** Milliseconds since 1970. */
  get created() {
    return this.#root.created;
  }

  /** Milliseconds since 1970. From then on everything here throws `expired`. */
  get expires() {
    return this.#root.expires;
  }

  /** Whether more than half of its time is over: `readyz` warns. @param {number} now */
  isAging(now) {
    return now - this.created > (this.expires - this.created) / 2;
  }

  /**
   * What there is about an account and a service: always one account page, one account shard and one service page, whether they
   * hold anything or not. Objects that are in memory are not read again; which ones are depends on the ids alone.
   *
   * @param {{ account: string, service: string }} question
   * @param {number} now
   * @returns {Promise<Look>}
   * @throws {BundleError}
   */
  async look({ account, service }, now) {
    checkTime(this.#root, now);
    const [entries, page] = await Promise.all([this.#entries(account), this.#page(service)]);
    return { permissions: entries.filter(([of]) => of === service).map(([, permission]) => permission), page };
  }

  /**
   * @param {Ref} ref from {@link Listing.documents}
   * @param {number} now
   * @returns {Promise<ServiceDocument>}
   * @throws {BundleError}
   */
  async document(ref, now) {
    checkTime(this.#root, now);
    return this.#object("document", ref, DECODED, (bytes) => {
      const { manifest, templates } = readDocument(bytes);
      return { sha256: ref.sha256, manifest: JSON.stringify(manifest), templates };
    });
  }

  /**
   * @param {TemplateRef | undefined} ref from {@link ServiceDocument.templates}; a template that is not there is refused
   * @param {number} now
   * @returns {Promise<Uint8Array>} at most 524,288 bytes
   * @throws {BundleError}
   */
  async template(ref, now) {
    checkTime(this.#root, now);
    if (ref === undefined) throw new BundleError("unlisted", "the bundle carries no such template");
    return this.#object("template", ref, 1, (bytes) => bytes);
  }

  /**
   * The manifest that was signed, byte for byte, with the accounts that stand in it: for the provider alone. Nothing of it is
   * kept in memory.
   *
   * @param {number} now
   * @returns {{ length: number, parts: AsyncGenerator<Uint8Array> }}
   */
  manifest(now) {
    checkTime(this.#root, now);
    const { length, parts } = this.#root.manifest;
    const read = this.#read;
    async function* each() {
      for (const part of parts) yield await fetchObject(read, part);
    }
    return { length, parts: each() };
  }

  /** Reads one object from the store, the first page of the services, whether memory has it or not. @throws {BundleError} */
  async probe() {
    await fetchObject(this.#read, this.#root.services.pages[0]);
  }

  /** Whether memory has a page of services: then somebody can be answered without the store. */
  isProbed() {
    const { provider } = this;
    return this.#root.services.pages.some(({ sha256, length }) => this.cache.get(`service page of ${provider} ${sha256} ${length}`) !== undefined);
  }

  /** @param {string} account */
  async #entries(account) {
    const { bits, pages } = this.#root.accounts;
    const place = placeOf(account, bits);
    const perPage = 2 ** Math.min(bits, SHARDS_PER_PAGE_BITS);
    const page = await this.#object("account page", pages[Math.floor(place / perPage)], 1, (bytes) => bytes);
    const shard = await this.#object("account shard", shardAt(page, place % perPage), 1, (bytes) => bytes);
    return entriesOf(shard, account);
  }

  /** @param {string} service @returns {Promise<Listing>} */
  async #page(service) {
    const { bits, pages } = this.#root.services;
    const ref = pages[placeOf(service, bits)];
    // The manifest that is made of a page names the provider, and a cache may outlive a bundle.
    return this.#object(`service page of ${this.#provider}`, ref, DECODED, (bytes) => {
      const services = readServicePage(bytes);
      return { sha256: ref.sha256, manifest: gateManifest(this.#provider, services), documents: new Map(services.map(({ id, document }) => [id, document])) };
    });
  }

  /**
   * What an object stands for. Only what was verified is kept, and as what it was read: bytes that are signed as one thing are
   * not taken for another.
   *
   * @template T
   * @param {string} kind
   * @param {Ref} ref
   * @param {number} weight what is kept, as a multiple of the bytes
   * @param {(bytes: Uint8Array) => T} decoded
   * @returns {Promise<T>}
   */
  async #object(kind, ref, weight, decoded) {
    const key = `${kind} ${ref.sha256} ${ref.length}`;
    const kept = this.cache.get(key);
    if (kept !== undefined) return kept;
    const made = decoded(await fetchObject(this.#read, ref));
    this.cache.set(key, made, ref.length * weight);
    return made;
  }
}
