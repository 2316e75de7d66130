/**
 * The journal: what a run is about to do and what came of it, one JSON a line. A line is on the disk before the call that it
 * is about is made, so that after any end, however sudden, the next run knows what may have been under way.
 */

import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

/**
 * @typedef {object} Entry
 * @property {"start" | "call" | "done" | "failed" | "mark" | "end"} event
 * @property {number} at milliseconds since 1970
 * @property {string} [id] the action's
 * @property {string} [region]
 * @property {string} [imageId]
 * @property {string} [imageName]
 * @property {Record<string, string>} [tags]
 * @property {string} [code]
 * @property {string} [operation]
 * @property {string} [status]
 */

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
    this.before = entries(text);
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
    /** @type {Map<string, Entry>} */
    const open = new Map();
    for (const entry of this.before) {
      if (entry.event === "call" && entry.id !== undefined) open.set(entry.id, entry);
      if (entry.event === "done" || entry.event === "failed") open.delete(entry.id ?? "");
    }
    return [...open.values()];
  }

  /** The copies that were begun lately: the cloud may take a while to list them. @returns {Entry[]} */
  get copies() {
    /** @type {Map<string, Entry>} */
    const copies = new Map();
    for (const entry of this.before) {
      const { event, operation, imageId, at } = entry;
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

/** The lines that are whole. @param {string} text @returns {Entry[]} */
function entries(text) {
  return text.split("\n").flatMap((line) => {
    try {
      const entry = JSON.parse(line);
      return typeof entry?.event === "string" ? [entry] : [];
    } catch {
      return [];
    }
  });
}
