/** A store in a folder of this machine: a file for each key, replaced as a whole or not at all. */

import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";

/** @import { Keyed, Ledger } from "./index.js" */

/** How long a lock is good that nobody touches, in milliseconds. */
const ABANDONED = 30_000;

/** How often who holds it touches it, and how soon one who waits looks again. */
const TOUCH = 5_000;
const LOOK = 50;

/** @param {string} folder @returns {Keyed} */
export function files(folder) {
  return {
    get: (key, { bytes }) => beginning(join(folder, key), bytes + 1),
    put: (key, bytes) => replace(join(folder, key), bytes),
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
      const { head, position } = JSON.parse(text.toString());
      return { head: Buffer.from(head, "base64"), position };
    },
    async set({ head, position }) {
      await replace(path, Buffer.from(JSON.stringify({ position, head: Buffer.from(head).toString("base64") })));
    },
  };
}

/**
 * Work that only one process does at a time: whoever made the lock file.
 *
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function locked(folder, work) {
  const path = join(folder, "lock");
  await mkdir(folder, { recursive: true });
  while (!(await make(path))) {
    await dropAbandoned(path);
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  const touching = setInterval(() => utimes(path, new Date(), new Date()).catch(() => {}), TOUCH);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    await rm(path, { force: true });
  }
}

/** @param {string} path */
async function make(path) {
  try {
    await (await open(path, "wx")).close();
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** Takes away a lock whose owner is gone. Of two who notice it, one succeeds. @param {string} path */
async function dropAbandoned(path) {
  try {
    if (Date.now() - (await stat(path)).mtimeMs < ABANDONED) return;
    const aside = `${path}.${randomUUID()}`;
    await rename(path, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
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
  const aside = `${path}.${randomUUID()}`;
  const file = await open(aside, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
}

/** @param {unknown} error @param {string} code */
const isCode = (error, code) => error instanceof Error && "code" in error && error.code === code;
