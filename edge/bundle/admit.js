/** Taking a bundle in: everything is verified before it is stored, and the head comes last. */

/** @import { Position, Read, Ref } from "./bundle.js" */
/** @import { Trust } from "./keys.js" */

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
 * are missing (all of them, or a part) continues it.
 *
 * @typedef {object} Admission
 * @property {Uint8Array | null} head what to store now, under the head's key; `null` where something is missing
 * @property {Position} position of the bundle
 * @property {Ref[]} missing the first 1,000
 * @property {number} missingCount
 * @property {number} stored how many objects were stored
 */

/**
 * Reads a bundle's file as it comes and stores its objects. An object has to be named by the root or by an object before it, and
 * is compared with what was signed before it is stored; nothing is stored before the head is verified.
 *
 * The caller sees to it that no two of these run at once, and stores `head` if it is not `null`.
 *
 * @param {AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>} file
 * @param {object} options
 * @param {Uint8Array | null} options.current the stored head
 * @param {Trust} options.trust
 * @param {Store} options.store
 * @param {number} options.now
 * @param {string} [options.provider] the only one whose bundles are taken
 * @returns {Promise<Admission>}
 * @throws {import("./error.js").BundleError}
 */
export async function admit(file, options) {
  void file, options;
  throw new Error("not written yet");
}
