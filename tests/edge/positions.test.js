// What a writer takes and what a reader believes, over every small world of key sets, rotations, positions, and what was left out or
// replayed, against a model that knows no bytes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { base64url, FlattenedSign, importJWK } from "jose";

import { admit, Bundle, BundleError, readTrust, writeFile } from "../../edge/bundle/index.js";
import { KEY_SET_TYPE } from "../../edge/bundle/keys.js";
import { newKey, thumbprint } from "../../edge/bundle/offline.js";
import { ROOT_TYPE } from "../../edge/bundle/root.js";
import { bytes, MemoryStore, NOW, publicHalf, signed, text } from "./bundles.js";

/** @import { Position } from "../../edge/bundle/bundle.js" */
/** @import { Jws } from "../../edge/bundle/signature.js" */

/** A key set: its version, its keys by letter, how many have to sign. @typedef {{ version: number, keys: string, threshold: number }} Set_ */
/** A signed key set or root: who signed. @typedef {{ set: Set_, by: string }} Link */
/** A head: key sets, and a root of a key set's version, a version and a content, by its signers. @typedef {{ links: Link[], keys: number, version: number, content: number, by: string }} Head */

const LETTERS = "abcdef";
const PRIVATE = Object.fromEntries(await Promise.all(Array.from(LETTERS, async (letter) => [letter, await newKey()])));
const NAMES = Object.fromEntries(await Promise.all(Array.from(LETTERS, async (letter) => [letter, await thumbprint(PRIVATE[letter])])));
const CRYPTO = Object.fromEntries(await Promise.all(Array.from(LETTERS, async (letter) => [letter, await importJWK(PRIVATE[letter], "EdDSA")])));

const honest = await signed();
const payload = JSON.parse(text(base64url.decode(JSON.parse(text(honest.head)).root.payload)));
const store = await new MemoryStore().fill(honest);

/** @type {Map<string, any>} */
const made = new Map();

/** @template T @param {string} key @param {() => Promise<T>} make @returns {Promise<T>} */
async function once(key, make) {
  if (!made.has(key)) made.set(key, await make());
  return made.get(key);
}

/** @param {string} json @param {string} by @param {string} typ @returns {Promise<Jws>} */
async function jws(json, by, typ) {
  const signatures = [];
  for (const letter of by) {
    const one = await once(`${typ} ${letter} ${json}`, () => new FlattenedSign(bytes(json)).setProtectedHeader({ alg: "EdDSA", kid: NAMES[letter], typ }).sign(CRYPTO[letter]));
    signatures.push({ protected: /** @type {string} */ (one.protected), signature: one.signature });
  }
  return { payload: base64url.encode(json), signatures };
}

/** @param {Set_} set */
const written = ({ version, keys, threshold }) => ({ format: 1, version, threshold, keys: Array.from(keys, (letter) => publicHalf(PRIVATE[letter])) });

/** @param {Set_} set */
const trustOf = (set) => once(`trust ${JSON.stringify(set)}`, () => readTrust(written(set)));

/** @param {Head} head @returns {Promise<Uint8Array>} */
const headOf = (head) =>
  once(JSON.stringify(head), async () => {
    const keys = await Promise.all(head.links.map(({ set, by }) => jws(JSON.stringify(written(set)), by, KEY_SET_TYPE)));
    const root = await jws(JSON.stringify({ ...payload, keys: head.keys, version: head.version, created: new Date(NOW - head.content).toISOString() }), head.by, ROOT_TYPE);
    return bytes(JSON.stringify({ keys, root }));
  });

// The model.

/** @param {string} by @param {Set_} set */
const isSignedFor = (by, { keys, threshold }) => Array.from(keys).filter((key) => by.includes(key)).length >= threshold;

/** @param {Set_} one @param {Set_} other */
const isSame = (one, other) => one.version === other.version && one.threshold === other.threshold && one.keys === other.keys;

/** The key sets that a reader passes from the one that it trusts; `null` where it does not believe the head. @param {Head} head @param {Set_} trust */
function believed({ links, keys, by }, trust) {
  const way = [trust];
  for (const { set, by: signers } of links) {
    const last = way[way.length - 1];
    if (!isSignedFor(signers, last) || set.version <= last.version) continue;
    if (set.version !== last.version + 1 || !isSignedFor(signers, set)) return null;
    way.push(set);
  }
  const last = way[way.length - 1];
  return isSignedFor(by, last) && keys === last.version ? way : null;
}

/** What a writer says to a head. @param {Head} head @param {Head | null} stored @param {Set_} trust */
function answer(head, stored, trust) {
  const before = stored === null ? null : believed(stored, trust);
  if (stored !== null && before === null) return "ledger";
  const way = believed(head, trust);
  if (way === null) return "untrusted";
  if (stored === null || before === null) return "taken";
  if (head.keys < stored.keys) return "rollback";
  const last = before[before.length - 1];
  const at = way.findIndex((set) => isSame(set, last));
  if (at < 0) return "untrusted";
  // Somewhere on the way a key was left out: versions start anew (TUF 5.3.11).
  if (way.slice(at).some((set, index, rest) => index > 0 && Array.from(rest[index - 1].keys).some((key) => !set.keys.includes(key)))) return "taken";
  if (head.version < stored.version) return "rollback";
  if (head.version > stored.version + 1) return "not-next";
  const isSameRoot = head.keys === stored.keys && head.content === stored.content;
  if (head.version === stored.version && !isSameRoot) return "equivocation";
  return "taken";
}

/** What a reader says to a head, after it saw another one. @param {Head} head @param {Head | null} seen @param {Set_} trust */
function readers(head, seen, trust) {
  if (believed(head, trust) === null) return "untrusted";
  if (seen === null) return "taken";
  if (head.keys !== seen.keys) return head.keys > seen.keys ? "taken" : "rollback";
  if (head.version !== seen.version) return head.version > seen.version ? "taken" : "rollback";
  return head.content === seen.content ? "taken" : "equivocation";
}

// The worlds.

/** Rotations: nothing, a key more, another threshold, one key replaced, all of them. @type {((set: Set_) => Set_)[]} */
const ROTATIONS = [
  ({ version, keys, threshold }) => ({ version: version + 1, keys: `${keys}c`, threshold }),
  ({ version, keys }) => ({ version: version + 1, keys, threshold: keys.length }),
  ({ version, threshold }) => ({ version: version + 1, keys: "ad", threshold }),
  ({ version, threshold }) => ({ version: version + 1, keys: "de", threshold }),
];

/** What an attacker, who stole all the keys of the first set, makes the second one. */
const FORK = { version: 2, keys: "f", threshold: 1 };

/** @returns {Generator<{ trusts: Set_[], heads: Head[] }>} */
function* worlds() {
  for (const threshold of [1, 2]) {
    const one = { version: 1, keys: "ab", threshold };
    for (const rotate of ROTATIONS) {
      const two = rotate(one);
      const three = { version: 3, keys: "ce", threshold: 1 };
      const toTwo = { set: two, by: "abcdef" };
      const toThree = { set: three, by: "abcdef" };
      const forked = { set: FORK, by: "abf" };
      const half = { set: two, by: two.keys };
      /** @type {Head[]} */
      const heads = [];
      for (const [keys, version, content, by, ...ways] of /** @type {[number, number, number, string, ...Link[][]][]} */ ([
        [1, 1, 0, "ab", [], [toTwo]],
        [1, 2, 0, "ab", []],
        [1, 2, 1, "ab", []],
        [1, 5, 0, "ab", []],
        [1, 3, 0, "a", []],
        [2, 1, 0, two.keys, [toTwo], [], [half], [forked, toTwo]],
        [2, 2, 0, two.keys, [toTwo], []],
        [2, 3, 0, two.keys, [toTwo], []],
        [2, 3, 1, two.keys, [toTwo]],
        [2, 3, 0, "f", [forked], [toTwo, forked]],
        [3, 1, 0, "ce", [toTwo, toThree], [toThree], [], [toThree, toTwo], [forked, toThree]],
        [3, 4, 0, "ce", [toTwo, toThree], []],
      ])) {
        for (const links of ways) heads.push({ links, keys, version, content, by });
      }
      yield { trusts: [one, two, three], heads };
    }
  }
}

/** @param {() => Promise<unknown>} work */
async function outcome(work) {
  try {
    await work();
    return "taken";
  } catch (error) {
    if (error instanceof BundleError) return error.code;
    throw error;
  }
}

test("writers and readers do as the model does", { timeout: 600_000 }, async (context) => {
  let writes = 0;
  let reads = 0;
  /** @type {Record<string, number>} */
  const seenCodes = {};
  for (const { trusts, heads } of worlds()) {
    for (const trust of trusts) {
      const known = await trustOf(trust);
      /** @type {Map<Head, Position>} */
      const positions = new Map();
      for (const head of heads) {
        if (believed(head, trust) !== null) positions.set(head, (await Bundle.open({ head: await headOf(head), trust: known, read: store.read, now: NOW })).position);
      }
      for (const stored of [null, ...heads]) {
        const current = stored === null ? null : await headOf(stored);
        for (const head of heads) {
          const given = await headOf(head);
          const wanted = answer(head, stored, trust);
          const found = await outcome(() => admit(writeFile(given, []), { current, trust: known, store, now: NOW }));
          assert.equal(found, wanted, JSON.stringify({ trust, stored, head }));
          seenCodes[found] = (seenCodes[found] ?? 0) + 1;
          writes += 1;
          const floor = stored === null ? null : positions.get(stored);
          if (floor === undefined) continue;
          const read = await outcome(() => Bundle.open({ head: given, trust: known, read: store.read, now: NOW, floor }));
          assert.equal(read, readers(head, stored, trust), JSON.stringify({ trust, stored, head }));
          reads += 1;
          // What is written, a reader that starts cold with the configured key set can read.
          if (found === "taken") assert.notEqual(believed(head, trust), null);
        }
      }
    }
  }
  for (const code of ["taken", "untrusted", "ledger", "rollback", "not-next", "equivocation"]) assert.ok(seenCodes[code] > 20, `${code}: ${seenCodes[code]}`);
  context.diagnostic(`${writes} writes and ${reads} reads agree with the model: ${JSON.stringify(seenCodes)}`);
});
