/** What the lines of a journal say: they are written by `journal.js`, and read by whoever shows how far a run has come. */

/** @import { ObservedImage } from "../index.js" */

/**
 * @typedef {object} Entry
 * @property {"start" | "call" | "done" | "failed" | "seen" | "gone" | "looked" | "mark" | "end"} event `seen`: an image as it is from
 *   now on; `gone`: it is not there any more; `looked`: whatever else there may be in the region is none of the project's
 * @property {number} at milliseconds since 1970
 * @property {string} [id] the action's
 * @property {string} [region]
 * @property {string} [imageId]
 * @property {string} [imageName]
 * @property {Record<string, string>} [tags]
 * @property {string} [code]
 * @property {string} [operation]
 * @property {string} [status]
 * @property {ObservedImage} [image]
 * @property {boolean} [isUnlisted] of an image that ECS gave the id of, and does not list yet
 */

/**
 * The lines that are whole: a run that was killed in the middle of one left it so.
 *
 * @param {string} text
 * @returns {Entry[]}
 */
export function entriesOf(text) {
  return text.split("\n").flatMap((line) => {
    try {
      const entry = JSON.parse(line);
      return typeof entry?.event === "string" && typeof entry.at === "number" ? [entry] : [];
    } catch {
      return [];
    }
  });
}

/**
 * The calls of which nobody knows what came.
 *
 * @param {readonly Entry[]} entries
 * @returns {Entry[]}
 */
export function interrupted(entries) {
  /** @type {Map<string, Entry>} */
  const open = new Map();
  for (const entry of entries) {
    if (entry.event === "call" && entry.id !== undefined) open.set(entry.id, entry);
    if (entry.event === "done" || entry.event === "failed") open.delete(entry.id ?? "");
  }
  return [...open.values()];
}
