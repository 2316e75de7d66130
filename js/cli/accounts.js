/**
 * Shared accounts in a file of their own, one a line, for services that are shared with more of them than a manifest can hold.
 *
 * Up to some millions are sorted in memory. More are spread over files in a temporary folder by the place that their shard will
 * have, so that each file is sorted by itself: memory stays the same however many there are.
 */

import { closeSync, createReadStream, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { accountsInMemory, entry, placeOf, weight, writeShard } from "../../pkg/bundle.js";
import { Usage } from "./usage.js";

/** @typedef {import("../../edge/bundle/shard.js").Entry} Entry */

/** How many bytes of accounts are kept in memory. */
const IN_MEMORY = 64 << 20;

/** The files are `2 ** SPREAD`; there are more shards than that wherever the files are used. */
const SPREAD = 10;

/** What is held back for each file before it is written. */
const HELD = 32 << 10;

/** Accounts on their way into shards. */
export class Spool {
  /** @type {[uid: string, entry: Entry][] | undefined} */
  #kept = [];
  #limit;
  #folder = "";
  /** @type {string[]} */
  #held = [];
  /** Files that shards were written to, with the length of each, once they are sorted. @type {number[][] | undefined} */
  #sorted;
  #bits = -1;
  bytes = 0;
  count = 0;

  /** @param {number} [limit] bytes to keep in memory */
  constructor(limit = IN_MEMORY) {
    this.#limit = limit;
  }

  /** @param {string} uid @param {Entry} entry */
  add(uid, entry) {
    this.count += 1;
    this.bytes += weight(uid, entry);
    if (this.#kept === undefined) return this.#spread(uid, entry);
    this.#kept.push([uid, entry]);
    if (this.bytes <= this.#limit) return;
    const kept = this.#kept;
    this.#kept = undefined;
    this.#folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-accounts-"));
    this.#held = Array.from({ length: 2 ** SPREAD }, () => "");
    for (const [uid, entry] of kept) this.#spread(uid, entry);
  }

  /** @param {number} bits @returns {Iterable<Uint8Array>} */
  shards(bits) {
    if (this.#kept !== undefined) return accountsInMemory(this.#kept).shards(bits);
    if (this.#sorted === undefined || this.#bits !== bits) return this.#sort(bits);
    return this.#again(this.#sorted);
  }

  /** Removes the files. */
  remove() {
    if (this.#folder !== "") rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = "";
  }

  /** @param {string} uid @param {Entry} entry */
  #spread(uid, entry) {
    const place = placeOf(uid, SPREAD);
    this.#held[place] += `${JSON.stringify([uid, ...entry])}\n`;
    if (this.#held[place].length > HELD) this.#flush(place);
  }

  /** @param {number} place */
  #flush(place) {
    if (this.#held[place] === "") return;
    writeFileSync(this.#file(place, "spread"), this.#held[place], { flag: "a" });
    this.#held[place] = "";
  }

  /** @param {number} place @param {string} what */
  #file(place, what) {
    return join(this.#folder, `${place}.${what}`);
  }

  /** @param {number} bits @returns {Generator<Uint8Array>} */
  *#sort(bits) {
    /** @type {number[][]} */
    const sorted = [];
    const perFile = 2 ** (bits - SPREAD);
    for (let place = 0; place < 2 ** SPREAD; place++) {
      this.#flush(place);
      /** @type {Map<string, Entry[]>[]} */
      const shards = Array.from({ length: perFile }, () => new Map());
      for (const [uid, ...entry] of this.#spreadIn(place)) {
        const shard = shards[placeOf(uid, bits) - place * perFile];
        const entries = shard.get(uid);
        if (entries === undefined) shard.set(uid, [entry]);
        else entries.push(entry);
      }
      const written = shards.map((shard) => writeShard(shard));
      const file = openSync(this.#file(place, "shards"), "w", 0o600);
      for (const shard of written) writeSync(file, shard);
      closeSync(file);
      sorted.push(written.map(({ length }) => length));
      yield* written;
    }
    this.#sorted = sorted;
    this.#bits = bits;
  }

  /** @param {number} place @returns {[string, ...Entry][]} */
  #spreadIn(place) {
    try {
      const lines = readFileSync(this.#file(place, "spread"), "utf8").split("\n");
      return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return [];
      throw error;
    }
  }

  /** @param {number[][]} sorted @returns {Generator<Uint8Array>} */
  *#again(sorted) {
    for (const [place, lengths] of sorted.entries()) {
      const file = openSync(this.#file(place, "shards"), "r");
      try {
        for (const length of lengths) {
          const shard = new Uint8Array(length);
          readSync(file, shard);
          yield shard;
        }
      } finally {
        closeSync(file);
      }
    }
  }
}

/**
 * Reads a file of accounts: on each line `{"service": S, "uid": U, "permission": P}`, with the fields of a shared account.
 *
 * @param {string} path
 * @param {Set<string>} services those that there are
 * @param {Spool} spool
 */
export async function readAccounts(path, services, spool) {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (line === "") continue;
    const found = account(line, services);
    if (typeof found === "string") throw new Usage(`${path}:${number}: ${found}`, { hint: false });
    spool.add(...found);
  }
}

/** @param {string} line @param {Set<string>} services @returns {[string, Entry] | string} the account, or what is wrong */
function account(line, services) {
  let value;
  try {
    value = JSON.parse(line);
  } catch {
    return "this line is not JSON";
  }
  const { service, uid, permission, type, ...unknown } = value ?? {};
  if (typeof uid !== "string" || uid === "") return "`uid` is no string, or an empty one";
  if (!services.has(service)) return "`service` is none of the manifest's";
  for (const word of [permission, type]) if (word !== undefined && typeof word !== "string") return "`permission` and `type` are strings";
  const [other] = Object.keys(unknown);
  if (other !== undefined) return `there is no field \`${other}\``;
  return [uid, entry(service, permission, type)];
}
