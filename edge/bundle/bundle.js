/** Reading a bundle: from a head that is verified to the objects that it stands for. */

import { BundleError } from "./error.js";

/** @import { Trust } from "./keys.js" */

/**
 * An object as a listing names it.
 *
 * @typedef {object} Ref
 * @property {string} sha256 64 small hexadecimal digits: the key that it is stored under
 * @property {number} length in bytes
 */

/**
 * Gets an object's bytes; `null` where there is none. It is handed what it may read at most: a source that gives more is cut off.
 * What it throws becomes a {@link BundleError} `unreadable`. It is called in the request that needs the object, and its
 * promises are never shared between requests.
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
 * @property {number} [budget] bytes of objects to keep in memory. Default 16 MiB
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
 * @property {Map<string, TemplateRef>} templates that the bundle carries, by the name that they have in the service
 */

/** @typedef {Ref & { path?: string }} TemplateRef `path` is the one in the manifest: a hint of the template's language */

/** A bundle whose root is verified. It holds no account but those of the shards that it was asked about. */
export class Bundle {
  /**
   * Verifies a head: its key sets from `trust` on, then the root's signatures, position, dates and provider.
   *
   * @param {OpenOptions} options
   * @returns {Promise<Bundle>}
   * @throws {BundleError}
   */
  static async open(options) {
    void options;
    throw new BundleError("malformed", "not written yet");
  }

  /** Where this bundle stands: what the next `floor` is. @type {Position} */
  position = { keys: 0, version: 0, sha256: "" };
  /** The account id of the provider. */
  provider = "";
  /** The SHA-256 of the manifest that was signed. */
  revision = "";
  /** Milliseconds since 1970. */
  created = 0;
  /** Milliseconds since 1970; from then on everything here throws `expired`. */
  expires = 0;
  /** The trust to go on with: the last key set of the head. @type {Trust} */
  trust = /** @type {any} */ (null);

  /** Whether more than half of its time is over: `readyz` warns. @param {number} now @returns {boolean} */
  isAging(now) {
    return now - this.created > (this.expires - this.created) / 2;
  }

  /**
   * What there is about an account and a service: always one account page, one account shard and one service page, whether they
   * hold anything or not. Objects that are in memory are not read again.
   *
   * @param {{ account: string, service: string }} question
   * @param {number} now
   * @returns {Promise<Look>}
   */
  async look(question, now) {
    void question, now;
    throw new BundleError("malformed", "not written yet");
  }

  /**
   * @param {Ref} ref from {@link Listing.documents}
   * @param {number} now
   * @returns {Promise<ServiceDocument>}
   */
  async document(ref, now) {
    void ref, now;
    throw new BundleError("malformed", "not written yet");
  }

  /**
   * @param {TemplateRef} ref from {@link ServiceDocument.templates}
   * @param {number} now
   * @returns {Promise<Uint8Array>} at most 524,288 bytes
   */
  async template(ref, now) {
    void ref, now;
    throw new BundleError("malformed", "not written yet");
  }

  /**
   * The manifest that was signed, byte for byte, accounts included: for the provider alone. Its parts are checked one by one;
   * nothing is kept in memory.
   *
   * @param {number} now
   * @returns {{ length: number, parts: AsyncGenerator<Uint8Array> }}
   */
  manifest(now) {
    void now;
    throw new BundleError("malformed", "not written yet");
  }
}
