/** What a journal says was seen: the same that the run knew, and how far each copy was when. */

import { interrupted } from "./entries.js";

/** @import { Observed, ObservedImage } from "../index.js" */
/** @import { Entry } from "./entries.js" */

/** How far an image was, and when, in milliseconds since 1970. @typedef {{ at: number, status: string, progress: number | undefined }} Point */

/**
 * @typedef {object} Course
 * @property {Map<string, ObservedImage[]>} regions those that were looked at: what is the project's there
 * @property {Map<string, ObservedImage[]>} copies what is known of the others: the copies that were begun there
 * @property {NonNullable<Observed["failures"]>} failures
 * @property {string[]} sent
 * @property {Map<string, Point[]>} points by image
 * @property {number | undefined} at when the last line was written
 * @property {boolean} isOver whether the run has ended
 */

/**
 * @param {readonly Entry[]} entries
 * @returns {Course}
 */
export function courseOf(entries) {
  const known = new Images();
  /** @type {Map<string, Required<NonNullable<Observed["failures"]>[number]>>} */
  const failures = new Map();
  let begin = 0;
  let isOver = false;
  for (const [position, entry] of entries.entries()) {
    const { event, at, id = "", code = "" } = entry;
    known.take(entry);
    if (event === "start") {
      begin = position;
      failures.clear();
    }
    if (event === "start" || event === "end") isOver = event === "end";
    if (event === "done") failures.delete(id);
    if (event === "failed") failures.set(id, { id, code, at, count: (failures.get(id)?.count ?? 0) + 1 });
  }
  const sent = isOver ? [] : interrupted(entries.slice(begin)).map(({ id }) => id ?? "");
  return { ...known.told, failures: [...failures.values()], sent, at: entries.at(-1)?.at, isOver };
}

/** The images that a journal tells of. */
class Images {
  /** By region, then by id. @type {Map<string, Map<string, ObservedImage>>} */
  #regions = new Map();
  #looked = new Set();
  /** What was told since the run began, of regions that it was not through with. @type {Map<string, Set<string>>} */
  #fresh = new Map();
  /** @type {Map<string, Point[]>} */
  #points = new Map();

  /** @param {Entry} entry */
  take(entry) {
    const { event, region = "", imageId = "", image, status, operation } = entry;
    if (event === "start") this.#fresh.clear();
    else if (event === "seen" && typeof image?.imageId === "string" && typeof image.status === "string") this.#put(entry, image);
    else if (event === "gone") this.#of(region).delete(imageId);
    else if (event === "looked") this.#through(region);
    else if (event === "done" && operation === "CopyImage") this.#put(entry, { imageId, imageName: entry.imageName ?? "", status: "Waiting", tags: entry.tags ?? {} });
    else if (event === "done" && (operation === "DeleteImage" || operation === "CancelCopyImage")) this.#of(region).delete(imageId);
    else if (event === "mark") this.#mark(entry, this.#of(region).get(imageId), status);
  }

  /** @param {Entry} entry @param {ObservedImage} image */
  #put({ at, region = "" }, image) {
    this.#of(region).set(image.imageId, image);
    this.#fresh.set(region, (this.#fresh.get(region) ?? new Set()).add(image.imageId));
    this.#point(image.imageId, { at, status: image.status, progress: image.progress });
  }

  /** The journals of earlier releases do not say what was seen, only what was marked. @param {Entry} entry @param {ObservedImage | undefined} image @param {string | undefined} status */
  #mark({ at, region = "" }, image, status) {
    if (image === undefined || status !== "Available" || image.status === status) return;
    this.#of(region).set(image.imageId, { ...image, status });
    this.#point(image.imageId, { at, status, progress: 100 });
  }

  /** @param {string} imageId @param {Point} point */
  #point(imageId, point) {
    const points = this.#points.get(imageId) ?? [];
    const last = points.at(-1);
    if (last?.status !== point.status || last.progress !== point.progress) points.push(point);
    this.#points.set(imageId, points);
  }

  /** What was there before and was not seen again is gone. @param {string} region */
  #through(region) {
    const images = this.#of(region);
    for (const imageId of [...images.keys()]) if (!this.#fresh.get(region)?.has(imageId)) images.delete(imageId);
    this.#looked.add(region);
  }

  /** @param {string} region */
  #of(region) {
    const images = this.#regions.get(region) ?? new Map();
    this.#regions.set(region, images);
    return images;
  }

  get told() {
    /** @type {Map<string, ObservedImage[]>} */
    const regions = new Map();
    /** @type {Map<string, ObservedImage[]>} */
    const copies = new Map();
    for (const [region, images] of this.#regions) (this.#looked.has(region) ? regions : copies).set(region, [...images.values()]);
    return { regions, copies, points: this.#points };
  }
}
