/** Shared accounts on their way into shards. */

import { placeOf } from "./digest.js";
import { writeShard } from "./shard.js";

/** @import { Entry } from "./shard.js" */

/**
 * All shared accounts, from wherever they are kept. The shards are asked for twice, and have to be the same both times: once for
 * the digests that are signed, once for the bytes.
 *
 * @typedef {object} Accounts
 * @property {number} bytes how much they take in shards, about: what the number of shards follows from
 * @property {(bits: number) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>} shards each of the `2 ** bits` shards in turn, empty
 *   ones too: see `writeShard`; an account is in the one that `placeOf` says
 */

/** What a line of a shard has beside the texts in it. */
const AROUND_ACCOUNT = 5;
const AROUND_ENTRY = 8;

/**
 * What entries take in a shard, in bytes: exact for ids of ASCII that all stand once.
 *
 * @param {string} uid
 * @param {Entry} entry
 */
export const weight = (uid, [service, permission, type]) => AROUND_ACCOUNT + uid.length + AROUND_ENTRY + service.length + (permission ?? "ll").length + (type?.length ?? -3) + 3;

/**
 * Accounts that are in memory.
 *
 * @param {Iterable<[uid: string, entry: Entry]>} entries
 * @returns {{ bytes: number, shards: (bits: number) => Generator<Uint8Array> }} {@link Accounts}
 */
export function accountsInMemory(entries) {
  /** @type {Map<string, Entry[]>} */
  const accounts = new Map();
  let bytes = 0;
  for (const [uid, entry] of entries) {
    const known = accounts.get(uid);
    if (known === undefined) accounts.set(uid, [entry]);
    else known.push(entry);
    bytes += weight(uid, entry);
  }
  return {
    bytes,
    *shards(bits) {
      const shards = Array.from({ length: 2 ** bits }, () => /** @type {[string, Entry[]][]} */ ([]));
      for (const account of accounts) shards[placeOf(account[0], bits)].push(account);
      for (const shard of shards) yield writeShard(shard);
    },
  };
}
