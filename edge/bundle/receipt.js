/**
 * Receipts: what a resolution was made of, so that anyone with the same inputs can make it again and compare.
 *
 * A receipt is JSON. Its canonical form, which is what is signed, has the fields in the order of {@link Receipt}, no blanks, and
 * leaves out what is absent.
 */

/**
 * @typedef {object} Receipt
 * @property {1} receipt the version of this format
 * @property {string} core the package's version
 * @property {string} wasm SHA-256 of the core
 * @property {string} template SHA-256 of the template's bytes
 * @property {string} revision SHA-256 of the manifest that was signed
 * @property {number} bundle the version of the bundle
 * @property {string} document SHA-256 of the service document
 * @property {string} service
 * @property {string} region
 * @property {string} [name] of the service's template, where the request named one
 * @property {string} account HMAC-SHA-256 of the account's id under a key of the edge's: 16 digits can be guessed from a plain hash
 * @property {string} [format] that the template was read as, where the caller said so
 * @property {string[]} images the ids that were put in, each once, in the order of the template
 * @property {string} output SHA-256 of the resolved template
 */

/**
 * What `makeReceipt` is given; digests are hexadecimal.
 *
 * @typedef {Omit<Receipt, "receipt" | "account" | "template" | "output"> & { account: string, template: Uint8Array, output: Uint8Array }} ReceiptFacts
 */

/**
 * @param {ReceiptFacts} facts `account` is the id itself
 * @param {CryptoKey} accountKey for HMAC with SHA-256
 * @returns {Promise<Receipt>}
 */
export async function makeReceipt(facts, accountKey) {
  void facts, accountKey;
  throw new Error("not written yet");
}

/** The bytes that are signed. @param {Receipt} receipt @returns {Uint8Array} */
export function canonical(receipt) {
  void receipt;
  throw new Error("not written yet");
}
