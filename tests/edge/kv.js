/** A location of KV as its documentation has it: what was read is given again for its `cacheTtl`, be it nothing; asked with less, for less. */

import { keyed as reading, remembering } from "../../edge/kv.js";

/** The edge's reader and its writer over one location, and a clock in seconds. */
export function keyed() {
  /** @type {Map<string, Uint8Array>} */
  const values = new Map();
  /** @type {Map<string, { value: any, read: number, until: number }>} */
  const cached = new Map();
  let time = 0;
  const kv = {
    /** @param {string} key @param {{ type: "arrayBuffer", cacheTtl: number }} options */
    async get(key, { cacheTtl }) {
      const found = cached.get(key);
      if (found !== undefined && time < found.until) {
        found.until = Math.min(found.until, found.read + cacheTtl);
        if (time < found.until) return found.value;
      }
      if (cacheTtl < 30) throw new Error("KV takes no less than 30 s");
      const value = /** @type {any} */ (values.get(key) ?? null);
      cached.set(key, { value, read: time, until: time + cacheTtl });
      return value;
    },
    /** @param {string} key @param {Uint8Array} value */
    async put(key, value) {
      values.set(key, value);
    },
    /** Two keys a page. @param {{ prefix: string, cursor?: string }} options */
    async list({ prefix, cursor = "0" }) {
      const all = [...values.keys()].filter((name) => name.startsWith(prefix)).sort();
      const end = Number(cursor) + 2;
      return { keys: all.slice(Number(cursor), end).map((name) => ({ name })), list_complete: end >= all.length, ...(end < all.length && { cursor: String(end) }) };
    },
    /** @param {string} key */
    async delete(key) {
      values.delete(key);
    },
  };
  return { reader: reading(kv), writer: remembering(kv), advance: (/** @type {number} */ seconds) => void (time += seconds) };
}
