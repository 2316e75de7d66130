/** A store in Cloudflare's KV. */

/** @import { Keyed, Listed } from "./index.js" */

/**
 * What is used of KV (`KVNamespace`).
 *
 * @typedef {object} Kv
 * @property {(key: string, options: { type: "arrayBuffer", cacheTtl: number }) => Promise<ArrayBuffer | null>} get
 * @property {(key: string, value: Uint8Array) => Promise<void>} put
 * @property {(options: { prefix: string, cursor?: string }) => Promise<{ keys: { name: string }[], list_complete: boolean, cursor?: string }>} list
 * @property {(key: string) => Promise<void>} delete
 */

/** Seconds that a location of KV goes on giving what it read before, be it nothing. KV takes no less than the first. */
const HEAD_SECONDS = 30;
const OBJECT_SECONDS = 3600;

/** @param {Kv} kv @returns {Keyed} */
export function keyed(kv) {
  const read = (/** @type {string} */ key, /** @type {number} */ cacheTtl) => kv.get(key, { type: "arrayBuffer", cacheTtl });
  return {
    async get(key, { isFixed }) {
      if (!isFixed) return await read(key, HEAD_SECONDS);
      // That a key has no value is remembered as long as a value is; asked again with less, KV remembers it for less.
      return (await read(key, OBJECT_SECONDS)) ?? (await read(key, HEAD_SECONDS));
    },
    put: (key, bytes) => kv.put(key, bytes),
  };
}

/**
 * The same for the one who writes: what it put a moment ago it does not put again. A request may make only so many calls, so a
 * large bundle is sent more than once, and each time more of it is there. What it looks for before it puts it there is not
 * remembered for long to be missing.
 *
 * @param {Kv} kv
 * @returns {Listed}
 */
export function remembering(kv) {
  const { put } = keyed(kv);
  const stored = new Set();
  return {
    get: (key) => kv.get(key, { type: "arrayBuffer", cacheTtl: HEAD_SECONDS }),
    async put(key, bytes) {
      if (stored.has(key)) return;
      await put(key, bytes);
      if (key.startsWith("sha256/")) stored.add(key);
    },
    async *list(prefix) {
      /** @type {string | undefined} */
      let cursor;
      do {
        /** @type {Awaited<ReturnType<Kv["list"]>>} */
        const page = await kv.list({ prefix, ...(cursor !== undefined && { cursor }) });
        for (const { name } of page.keys) yield name;
        cursor = page.list_complete ? undefined : page.cursor;
      } while (cursor !== undefined);
    },
    async delete(key) {
      stored.delete(key);
      await kv.delete(key);
    },
  };
}
