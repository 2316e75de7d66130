/**
 * Receipts: what a resolution was made of, so that anyone with the same inputs can make it again and compare.
 *
 * A receipt is JSON. Its canonical form, which is what is signed, has the fields in the order of {@link Receipt}, no blanks, and
 * leaves out what is absent.
 */

import { hex, sha256 } from "./digest.js";
import { exactly, id, integer, list, matching, object, read, encode, sha256Hex, string } from "./shape.js";

const FIELDS = {
  receipt: exactly(1),
  core: id,
  wasm: sha256Hex,
  template: sha256Hex,
  revision: sha256Hex,
  bundle: integer(1),
  document: sha256Hex,
  service: id,
  region: string,
  account: matching(/^[0-9a-f]{64}$/, "an HMAC in small hexadecimal digits"),
  output: sha256Hex,
};

const OPTIONAL = { images: list(string, 10_000), imagesSha256: sha256Hex, name: string, format: string, filename: string };

const receipt = object(FIELDS, OPTIONAL);

/** In which order the fields are written. */
const ORDER = ["receipt", "core", "wasm", "template", "revision", "bundle", "document", "service", "region", "name", "account", "format", "filename", "images", "imagesSha256", "output"];

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
 * @property {string} [filename] that it was read under
 * @property {string[]} [images] the ids that were put in, each once, in the order of the template
 * @property {string} [imagesSha256] in place of `images` where they are too long for a header: SHA-256 of them as JSON without blanks
 * @property {string} output SHA-256 of the resolved template
 */

/**
 * What a receipt is made of: the account is the id itself, template and output are their bytes.
 *
 * @typedef {Omit<Receipt, "receipt" | "account" | "template" | "output"> & { account: string, template: Uint8Array, output: Uint8Array }} ReceiptFacts
 */

/**
 * @param {ReceiptFacts} facts
 * @param {CryptoKey} accountKey for HMAC with SHA-256
 * @returns {Promise<Receipt>}
 */
export async function makeReceipt({ account, template, output, ...facts }, accountKey) {
  const [mac, from, to] = await Promise.all([accountMac(account, accountKey), sha256(template), sha256(output)]);
  return { ...facts, receipt: 1, account: mac, template: from, output: to };
}

/** @param {string} account @param {CryptoKey} key @returns {Promise<string>} */
export async function accountMac(account, key) {
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, /** @type {Uint8Array<ArrayBuffer>} */ (encode(account)))));
}

/** The bytes that are signed. @param {Receipt} receipt @returns {Uint8Array} */
export function canonical(receipt) {
  const given = new Map(Object.entries(receipt));
  const fields = ORDER.filter((field) => given.get(field) !== undefined).map((field) => [field, given.get(field)]);
  return encode(JSON.stringify(Object.fromEntries(fields)));
}

/**
 * @param {Uint8Array | string} text
 * @returns {Receipt}
 * @throws {import("./error.js").BundleError} `malformed`
 */
export function readReceipt(text) {
  return read(text, receipt, "the receipt");
}
