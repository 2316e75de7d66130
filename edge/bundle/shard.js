/**
 * Account shards: which services are shared with an account, found by the hash of its id.
 *
 * A shard is UTF-8: the line {@link HEADER}, then a line for each account, in the order of their bytes:
 * `["1000000000000002",["service-a","Deployable"],["service-b",null,"Reseller"]]`. It is searched as it lies, without being
 * parsed. A page names the shards that stand side by side, each in 36 bytes: SHA-256, then length as a big-endian number.
 */

import { hex, unhex } from "./digest.js";
import { BundleError } from "./error.js";
import { OBJECT_BYTES } from "./limits.js";
import { decode, encode } from "./shape.js";

/** @import { Ref } from "./bundle.js" */

/**
 * What a service's shared accounts say of an account: service, permission (`null`: none is given), type if one is given.
 *
 * @typedef {[service: string, permission: string | null, type?: string]} Entry
 */

const HEADER = encode("ecs-image-resolver accounts 1\n");

/** What a shard takes on its page. */
export const SHARD_ENTRY_BYTES = 36;

const NEWLINE = 0x0a;

/**
 * @param {Iterable<[uid: string, entries: Entry[]]>} accounts each once
 * @returns {Uint8Array}
 */
export function writeShard(accounts) {
  /** @type {[key: string, line: string][]} */
  const lines = [];
  for (const [uid, entries] of accounts) {
    const key = `[${JSON.stringify(uid)},`;
    lines.push([key, `${key}${JSON.stringify(entries).slice(1)}\n`]);
  }
  // UTF-16 and UTF-8 have the same order where there are no surrogates.
  const order = lines.some(([key]) => /[\ud800-\udfff]/.test(key)) ? compareText : (/** @type {string} */ a, /** @type {string} */ b) => (a < b ? -1 : 1);
  lines.sort(([a], [b]) => order(a, b));
  const text = encode(lines.map(([, line]) => line).join(""));
  const shard = new Uint8Array(HEADER.length + text.length);
  shard.set(HEADER);
  shard.set(text, HEADER.length);
  return shard;
}

/** @param {string} a @param {string} b */
const compareText = (a, b) => compareBytes(encode(a), encode(b));

/** @param {Uint8Array} a @param {Uint8Array} b */
function compareBytes(a, b) {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    if (a[at] !== b[at]) return a[at] - b[at];
  }
  return a.length - b.length;
}

/**
 * @param {Uint8Array} shard
 * @param {string} uid
 * @returns {Entry[]} none where the account is not in it
 */
export function entriesOf(shard, uid) {
  if (compareBytes(shard.subarray(0, HEADER.length), HEADER) !== 0) throw new BundleError("malformed", "an account shard does not start as one");
  const key = encode(`[${JSON.stringify(uid)},`);
  let from = HEADER.length;
  let to = shard.length;
  while (from < to) {
    const start = lineStart(shard, (from + to) >>> 1, from);
    const end = lineEnd(shard, start);
    const order = compareBytes(shard.subarray(start, Math.min(end, start + key.length)), key);
    if (order === 0) return entries(shard.subarray(start, end));
    if (order < 0) from = end + 1;
    else to = start;
  }
  return [];
}

/** @param {Uint8Array} shard @param {number} at @param {number} from */
function lineStart(shard, at, from) {
  while (at > from && shard[at - 1] !== NEWLINE) at--;
  return at;
}

/** @param {Uint8Array} shard @param {number} at */
function lineEnd(shard, at) {
  const end = shard.indexOf(NEWLINE, at);
  return end < 0 ? shard.length : end;
}

/** @param {Uint8Array} line @returns {Entry[]} */
function entries(line) {
  let value;
  try {
    value = JSON.parse(decode(line, "an account shard"));
  } catch {
    throw new BundleError("malformed", "a line of an account shard is not JSON");
  }
  const [, ...found] = value;
  if (!found.every(isEntry)) throw new BundleError("malformed", "a line of an account shard has no services and permissions");
  return found;
}

/** @param {unknown} value */
function isEntry(value) {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return false;
  const [service, permission, type] = value;
  return typeof service === "string" && (permission === null || typeof permission === "string") && (type === undefined || typeof type === "string");
}

/** @param {Ref[]} shards @returns {Uint8Array} */
export function writeShardPage(shards) {
  const page = new Uint8Array(shards.length * SHARD_ENTRY_BYTES);
  const view = new DataView(page.buffer);
  shards.forEach(({ sha256, length }, at) => {
    page.set(unhex(sha256), at * SHARD_ENTRY_BYTES);
    view.setUint32(at * SHARD_ENTRY_BYTES + 32, length);
  });
  return page;
}

/** @param {Uint8Array} page @param {number} at @returns {Ref} */
export function shardAt(page, at) {
  const start = at * SHARD_ENTRY_BYTES;
  const length = new DataView(page.buffer, page.byteOffset + start + 32, 4).getUint32(0);
  if (length > OBJECT_BYTES) throw new BundleError("too-large", `an account shard has ${length} bytes, ${OBJECT_BYTES} are allowed`);
  return { sha256: hex(page.subarray(start, start + 32)), length };
}

/** @param {Uint8Array} page */
export const shardCount = (page) => Math.floor(page.length / SHARD_ENTRY_BYTES);
