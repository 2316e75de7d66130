/**
 * What files say of the cloud, as a plan takes it: journals of `distribute`, answers of `DescribeImages`, of
 * `DescribeImageSharePermission` and of `DescribeRegions`, and observations that are written already. A file is taken as a whole or
 * not at all, and so is a region.
 */

import { field, observedRegion } from "../distribution.js";
import { Listings } from "./answers.js";
import { courseOf } from "./course.js";
import { documentsOf, NotJson } from "./documents.js";
import { entriesOf } from "./entries.js";

/** @import { Observed, ObservedImage } from "../index.js" */
/** @import { Page } from "./answers.js" */
/** @import { Point } from "./course.js" */
/** @import { Document } from "./documents.js" */

/** @typedef {{ name: string, text: string | Uint8Array }} Given */
/** @typedef {"journal" | "describe-images" | "describe-image-share-permission" | "describe-regions" | "observation"} Kind */

/**
 * Why a file, or a part of it, is not used. `manifest`, `template`, `refusal` and `other-answer` say what it is instead; `pages`
 * that those of a region's or an image's list are missing.
 *
 * @typedef {{ problem: "empty" | "large" | "no-text" | "no-json" | "no-region" | "wrong" | "unknown" | "manifest" | "template" | "refusal" | "other-answer" | "pages" | "no-image", line?: number, of?: string, have?: number, total?: number }} Problem
 */

/**
 * @typedef {object} Read what became of a file
 * @property {string} name
 * @property {Kind[]} kinds none where it is not used
 * @property {Problem[]} problems
 * @property {number} [at] of a journal: when its last line was written
 */

/**
 * @typedef {object} Seen
 * @property {Observed & { regions: Record<string, { images: ObservedImage[] }> }} observed
 * @property {Map<string, ObservedImage[]>} copies images in regions of which not everything is known
 * @property {Map<string, Point[]>} points how far images were when
 * @property {string[] | undefined} allRegions
 * @property {number | undefined} at when a journal was last written to
 * @property {boolean} isOver whether the run has ended that wrote it last
 * @property {Read[]} files
 */

/** What the core takes as a manifest, and more than any of these files has. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * Reads files; of the same region the later file counts.
 *
 * @param {readonly Given[]} files
 * @returns {Seen}
 */
export function readObservation(files) {
  const seen = new Collected();
  for (const file of files) seen.take(file);
  return seen.all();
}

class Collected {
  /** @type {Read[]} */
  #files = [];
  /** Each with the number of the file that says it. @type {Map<string, { images: ObservedImage[], file: number }>} */
  #regions = new Map();
  /** @type {Map<string, ObservedImage[]>} */
  #copies = new Map();
  /** @type {Map<string, Point[]>} */
  #points = new Map();
  /** @type {Pick<Observed, "sent" | "failures" | "shareQuota">} */
  #calls = {};
  /** @type {string[] | undefined} */
  #allRegions;
  /** @type {number | undefined} */
  #at;
  #isOver = false;
  #images = new Listings();
  #shares = new Listings();
  /** The number of the file that a listing came with last. @type {Map<string, number>} */
  #from = new Map();

  /** @param {Given} file */
  take({ name, text }) {
    const whole = textOf(text);
    if (typeof whole !== "string") this.#files.push({ name, kinds: [], problems: [whole] });
    else if (isJournal(whole)) this.#journal(name, whole);
    else this.#documents(name, whole);
  }

  /** @param {string} name @param {string} text */
  #journal(name, text) {
    const { regions, copies, failures, sent, points, at = 0, isOver } = courseOf(entriesOf(text));
    for (const [region, images] of regions) this.#regions.set(region, { images, file: this.#files.length });
    for (const [region, images] of copies) this.#copies.set(region, images);
    for (const [image, course] of points) this.#points.set(image, course);
    this.#calls = { failures, sent };
    if (at >= (this.#at ?? 0)) [this.#at, this.#isOver] = [at, isOver];
    this.#files.push({ name, kinds: ["journal"], problems: [], at });
  }

  /** Of a file with something wrong in it nothing is used. @param {string} name @param {string} text */
  #documents(name, text) {
    /** @type {(Part | Problem)[]} */
    let parts;
    try {
      parts = documentsOf(text).map((document) => partOf(document, name));
      if (parts.length === 0) parts = [{ problem: "empty" }];
    } catch (error) {
      if (!(error instanceof NotJson)) throw error;
      parts = [isRefusal(text) ? { problem: "refusal", of: codeOf(text) } : { problem: "no-json", line: error.line }];
    }
    const problem = parts.find((part) => "problem" in part);
    const used = problem === undefined ? parts.flatMap((part) => ("problem" in part ? [] : [part])) : [];
    for (const part of used) this.#part(part);
    this.#files.push({ name, kinds: [...new Set(used.map(({ kind }) => kind))], problems: problem === undefined ? [] : [problem] });
  }

  /** @param {Part} part */
  #part(part) {
    const file = this.#files.length;
    if (part.kind === "describe-regions") {
      this.#allRegions = part.regions;
    } else if (part.kind === "observation") {
      const { regions = {}, sent, failures, shareQuota } = part.observed;
      for (const [region, { images }] of Object.entries(regions)) this.#regions.set(region, { images, file });
      this.#calls = { sent, failures, ...(shareQuota === undefined ? {} : { shareQuota }) };
    } else if (part.kind === "describe-images") {
      this.#images.add(part.region, part.page);
      this.#from.set(part.region, file);
    } else {
      const key = `${part.region} ${part.image}`;
      this.#shares.add(key, part.page);
      this.#from.set(key, file);
    }
  }

  /** Everything together. What is missing from lists is said at the files that they come from. @returns {Seen} */
  all() {
    for (const [region, listing] of this.#images) {
      const file = this.#from.get(region) ?? 0;
      const known = this.#regions.get(region);
      if (!listing.isWhole) this.#say(file, { problem: "pages", of: region, have: listing.items.length, total: listing.total });
      else if (known === undefined || known.file < file) this.#regions.set(region, { ...observedRegion(listing.items, known), file });
    }
    for (const [key, listing] of this.#shares) {
      const file = this.#from.get(key) ?? 0;
      const [region, id] = key.split(" ");
      const found = [...this.#regions].flatMap(([at, { images }]) => (region === "" || region === at ? images.filter(({ imageId }) => imageId === id) : []));
      if (!listing.isWhole) this.#say(file, { problem: "pages", of: id, have: listing.items.length, total: listing.total });
      else if (found.length === 0) this.#say(file, { problem: "no-image", of: id });
      for (const image of listing.isWhole ? found : []) image.accounts = listing.items.map((account) => String(field(account, "AliyunId")));
    }
    const regions = Object.fromEntries([...this.#regions].map(([region, { images }]) => [region, { images }]));
    const copies = new Map([...this.#copies].filter(([region]) => !this.#regions.has(region)));
    return { observed: { regions, ...this.#calls }, copies, points: this.#points, allRegions: this.#allRegions, at: this.#at, isOver: this.#isOver, files: this.#files };
  }

  /** @param {number} file @param {Problem} problem */
  #say(file, problem) {
    this.#files[file].problems.push(problem);
  }
}

/**
 * @typedef {{ kind: "describe-images", region: string, page: Page }
 *   | { kind: "describe-image-share-permission", region: string, image: string, page: Page }
 *   | { kind: "describe-regions", regions: string[] }
 *   | { kind: "observation", observed: Observed }} Part
 */

/** @param {Document} document @param {string} name of the file @returns {Part | Problem} */
function partOf({ value, line }, name) {
  const body = bodyOf(value);
  if (body === undefined) return { problem: "unknown", line };
  const images = field(field(body, "Images"), "Image");
  const accounts = field(field(body, "Accounts"), "Account");
  const regions = field(field(body, "Regions"), "Region");
  const region = text(field(body, "RegionId")) ?? "";
  if (Array.isArray(images)) return imagesOf(images, region || (regionIn(name) ?? ""), body, line);
  const image = text(field(body, "ImageId"));
  if (Array.isArray(accounts) && image !== undefined) return { kind: "describe-image-share-permission", region, image, page: pageOf(body, accounts) };
  if (Array.isArray(regions)) return { kind: "describe-regions", regions: regions.flatMap((one) => text(field(one, "RegionId")) ?? []) };
  const observed = object(body.observed) ?? body;
  if (object(observed.regions) !== undefined) return observationOf(observed, line);
  return otherwise(body, line);
}

/** @param {any[]} images @param {string} region @param {Record<string, unknown>} body @param {number} line @returns {Part | Problem} */
function imagesOf(images, region, body, line) {
  if (region === "") return { problem: "no-region", line };
  if (!images.every((image) => text(field(image, "ImageId")) !== undefined)) return { problem: "wrong", line, of: "Images.Image.ImageId" };
  return { kind: "describe-images", region, page: pageOf(body, images) };
}

/** @param {Record<string, any>} observed @param {number} line @returns {Part | Problem} */
function observationOf(observed, line) {
  for (const [region, of] of Object.entries(observed.regions)) {
    if (!Array.isArray(of?.images)) return { problem: "wrong", line, of: `regions.${region}.images` };
    const at = of.images.findIndex((/** @type {any} */ image) => text(image?.imageId) === undefined || text(image.status) === undefined);
    if (at >= 0) return { problem: "wrong", line, of: `regions.${region}.images.${at}` };
  }
  const { regions, sent, failures, shareQuota } = observed;
  return { kind: "observation", observed: { regions, sent, failures, shareQuota } };
}

/** What a document is that says nothing of images. @param {Record<string, unknown>} body @param {number} line @returns {Problem} */
function otherwise(body, line) {
  const has = (/** @type {string[]} */ ...names) => names.some((name) => Object.hasOwn(body, name));
  if (has("manifestVersion", "artifacts", "services")) return { problem: "manifest", line };
  if (has("ROSTemplateFormatVersion", "Resources", "resource")) return { problem: "template", line };
  if (has("Code", "code") && has("Message", "message")) return { problem: "refusal", line, of: text(field(body, "Code")) };
  if (has("RequestId", "requestId")) return { problem: "other-answer", line };
  return { problem: "unknown", line };
}

/** @param {Record<string, unknown>} body @param {any[]} items @returns {Page} */
function pageOf(body, items) {
  const [number, total] = ["PageNumber", "TotalCount"].map((name) => field(body, name));
  return { number: typeof number === "number" ? number : 1, total: typeof total === "number" ? total : undefined, items };
}

/** The answer itself, of what the SDK gives, too. @param {unknown} value */
function bodyOf(value) {
  const whole = object(value);
  return object(whole?.body) ?? whole;
}

/** @param {unknown} value @returns {Record<string, any> | undefined} */
function object(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

/** @param {unknown} value @returns {string | undefined} */
function text(value) {
  return typeof value === "string" ? value : undefined;
}

/** A region that a file is called by: an answer whose pages were put together by `aliyun` does not say it. @param {string} name */
function regionIn(name) {
  return /(?:^|[^a-z0-9])((?:cn|ap|eu|us|me|na|sa|af)-[a-z]+(?:-[a-z]+)*(?:-\d+)?)(?![a-z0-9-])/.exec(name)?.[1];
}

/** @param {string | Uint8Array} given @returns {string | Problem} */
function textOf(given) {
  if (given.length > MOST_BYTES) return { problem: "large", total: given.length };
  if (typeof given === "string") return given;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(given);
  } catch {
    return { problem: "no-text" };
  }
}

/** Whether its first line is one of a journal. @param {string} text */
function isJournal(text) {
  return entriesOf(text.slice(0, (text.indexOf("\n") + 1) || undefined)).length === 1;
}

/** What `aliyun` prints where a call was refused. @param {string} text */
const isRefusal = (text) => /^\s*ERROR:|^ErrorCode:/m.test(text);

/** @param {string} text */
const codeOf = (text) => /ErrorCode:\s*(\S+)/.exec(text)?.[1];
