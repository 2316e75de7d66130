/** A store in a folder of this machine: a file for each key, replaced as a whole or not at all. */

import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import { BundleError } from "./bundle/index.js";

/** @import { Ledger, Listed } from "./index.js" */

export { locked } from "./lock.js";

/** @param {string} folder @returns {Listed} */
export function files(folder) {
  return {
    get: (key, { bytes }) => beginning(join(folder, key), bytes + 1),
    put: (key, bytes) => replace(join(folder, key), bytes),
    async *list(prefix) {
      for (const name of await names(join(folder, prefix))) yield `${prefix}${name}`;
    },
    delete: (key) => rm(join(folder, key), { force: true }),
  };
}

/**
 * The newest manifest: the head as it is stored, and its position in a file of its own, so that a head that somebody put back
 * to an older one is noticed.
 *
 * @param {string} folder
 * @returns {Ledger}
 */
export function ledger(folder) {
  const path = join(folder, "latest.json");
  return {
    async get() {
      const text = await beginning(path, 16 << 20);
      if (text === null) return null;
      try {
        const { head, ...more } = JSON.parse(text.toString());
        return { ...more, head: head === null ? null : new Uint8Array(Buffer.from(head, "base64")) };
      } catch (cause) {
        throw new BundleError("ledger", "latest.json is not what a ledger is", { cause });
      }
    },
    async set({ head, ...more }) {
      await replace(path, Buffer.from(JSON.stringify({ ...more, head: head && Buffer.from(head).toString("base64") })));
    },
  };
}

/**
 * @param {string} path
 * @param {number} limit in bytes
 */
async function beginning(path, limit) {
  try {
    const { size } = await stat(path);
    if (size <= limit) return await readFile(path);
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(limit), 0, limit, 0);
      return buffer;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

/**
 * @param {string} path
 * @param {Uint8Array} bytes
 */
async function replace(path, bytes) {
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${randomUUID()}${ASIDE}`;
  try {
    const file = await open(aside, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    // The error counts, not whether the file could be taken away.
    await rm(aside, { force: true }).catch(() => {});
    throw error;
  }
}

/**
 * Takes away what processes left that were killed in the middle of a write.
 *
 * @param {string} folder
 * @param {number} [age] how long ago it was begun at least, in milliseconds
 */
export async function sweep(folder, age = 3_600_000) {
  for (const name of [...(await names(folder)), ...(await names(join(folder, "sha256"))).map((name) => join("sha256", name))]) {
    if (!name.endsWith(ASIDE)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs >= age) await rm(path, { force: true });
  }
}

/** The names in a folder; none where there is no such folder. @param {string} folder */
async function names(folder) {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isCode(error, "ENOENT")) return [];
    throw error;
  }
}

/** How the name of a file ends that is still being written. */
const ASIDE = ".part";

/** @param {unknown} error @param {string} code */
export const isCode = (error, code) => error instanceof Error && "code" in error && error.code === code;
