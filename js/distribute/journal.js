/**
 * The journal: what a run is about to do and what came of it, one JSON a line. A line is on the disk before the call that it
 * is about is made, so that after any end, however sudden, the next run knows what may have been under way.
 */

import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

import { entriesOf, interrupted } from "./entries.js";

/** @import { Entry } from "./entries.js" */

/** Milliseconds after which whatever is there is listed. */
const LATELY = 600_000;

/** An open journal. */
export class Journal {
  #file;
  /** What earlier runs wrote. @type {Entry[]} */
  before;

  /** @param {string} path */
  constructor(path) {
    const text = readText(path);
    this.before = entriesOf(text);
    this.#file = openSync(path, "a");
    // A run that was killed in the middle of a line left it so: it must not swallow the next one.
    if (text !== "" && !text.endsWith("\n")) writeSync(this.#file, "\n");
  }

  /** Writes a line; with `flush` it is on the disk when this returns. @param {Omit<Entry, "at">} entry @param {boolean} [flush] */
  write(entry, flush = false) {
    writeSync(this.#file, `${JSON.stringify({ at: Date.now(), ...entry })}\n`);
    if (flush) fsyncSync(this.#file);
  }

  close() {
    fsyncSync(this.#file);
    closeSync(this.#file);
  }

  /** The calls of which nobody knows what came. @returns {Entry[]} */
  get interrupted() {
    return interrupted(this.before);
  }

  /** The images of a region that earlier runs saw there last. @param {string} region @returns {string[]} */
  there(region) {
    const there = new Set();
    for (const { event, region: at, image, imageId } of this.before) {
      if (at !== region) continue;
      if (event === "seen" && image !== undefined) there.add(image.imageId);
      if (event === "gone") there.delete(imageId);
    }
    return [...there];
  }

  /** The copies that were begun lately and were never listed: the cloud may take a while to do so. @returns {Entry[]} */
  get copies() {
    /** @type {Map<string, Entry>} */
    const copies = new Map();
    for (const entry of this.before) {
      const { event, operation, imageId, at, image, isUnlisted } = entry;
      // What was listed once and is not any more is gone.
      if (event === "seen" && image !== undefined && isUnlisted !== true) copies.delete(image.imageId);
      if (event !== "done" || imageId === undefined) continue;
      if (operation === "CopyImage" && at > Date.now() - LATELY) copies.set(imageId, entry);
      if (operation === "DeleteImage" || operation === "CancelCopyImage") copies.delete(imageId);
    }
    return [...copies.values()];
  }
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return "";
    throw error;
  }
}
