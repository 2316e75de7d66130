/**
 * Objects that no head names any more. They are not taken away at once: readers go on with the manifest that they have, so an object
 * is marked first, and goes when it has been unnamed for long enough.
 */

import { fetchObject, readDocument, readServicePage, shardAt, shardCount, verifyHead } from "./bundle/index.js";

/** @import { Trust } from "./bundle/keys.js" */
/** @import { Listed } from "./index.js" */
/** @import { Store } from "./store.js" */

/** Where it stands since when which object is unnamed. */
const MARKS = "garbage";

/** The longest list of marks that is read, in bytes. */
const LONGEST = 8 << 20;

/** How many objects go in one run at most: a platform counts the calls of a request. */
const AT_ONCE = 400;

/**
 * Takes away what has been unnamed for long enough. Nothing may be written meanwhile.
 *
 * @param {object} parts
 * @param {Listed} parts.keyed
 * @param {Store} parts.store
 * @param {Uint8Array[]} parts.heads whose objects stay
 * @param {Trust} parts.trust
 * @param {number} parts.now milliseconds since 1970
 * @param {number} parts.age how long an object has been unnamed at least, in milliseconds
 * @returns {Promise<{ kept: number, marked: number, removed: number }>} numbers of objects
 * @throws {import("./bundle/index.js").BundleError} when it cannot be known what is named: then nothing goes
 */
export async function collect({ keyed, store, heads, trust, now, age }) {
  /** @type {Set<string>} */
  const named = new Set();
  for (const head of heads) await names((await verifyHead(head, trust)).root, store, named);
  const before = await marks(keyed);
  /** @type {Record<string, number>} */
  const after = {};
  /** @type {string[]} */
  const old = [];
  let kept = 0;
  for await (const key of keyed.list("sha256/")) {
    const digest = key.slice("sha256/".length);
    if (!/^[0-9a-f]{64}$/.test(digest)) continue;
    if (named.has(digest)) {
      kept += 1;
      continue;
    }
    const since = Object.hasOwn(before, digest) ? before[digest] : now;
    if (now - since >= age && old.length < AT_ONCE) old.push(key);
    else after[digest] = since;
  }
  // The marks first: an object whose mark is lost is marked anew, and only stays longer.
  await keyed.put(MARKS, new TextEncoder().encode(JSON.stringify(after)));
  for (const key of old) await keyed.delete(key);
  return { kept, marked: Object.keys(after).length, removed: old.length };
}

/** @param {Listed} keyed @returns {Promise<Record<string, number>>} */
async function marks(keyed) {
  const bytes = await keyed.get(MARKS, { bytes: LONGEST, isFixed: false });
  if (bytes === null) return {};
  try {
    const found = JSON.parse(new TextDecoder().decode(bytes));
    return found !== null && typeof found === "object" ? found : {};
  } catch {
    return {};
  }
}

/**
 * Everything that a root names, and what that names.
 *
 * @param {import("./bundle/root.js").Root} root
 * @param {Store} store
 * @param {Set<string>} named
 */
async function names(root, store, named) {
  const add = (/** @type {{ sha256: string }} */ { sha256 }) => void named.add(sha256);
  root.manifest.parts.forEach(add);
  for (const ref of root.accounts.pages) {
    add(ref);
    const page = await fetchObject(store.read, ref);
    for (let at = 0; at < shardCount(page); at++) add(shardAt(page, at));
  }
  for (const ref of root.services.pages) {
    add(ref);
    for (const { document } of readServicePage(await fetchObject(store.read, ref))) {
      add(document);
      for (const template of readDocument(await fetchObject(store.read, document)).templates.values()) add(template);
    }
  }
}
