/** The manifest in its file: changed by marks alone, written as a whole, and never over what somebody else wrote meanwhile. */

import { readFileSync } from "node:fs";

import { writeWhole } from "../cli/output.js";
import { Resolver, transition } from "../node.js";

/** @import { Change, Diagnostic, ObservedImage, PlanQuestion } from "../index.js" */

/** What the tags and the names of copies begin with. */
const OURS = { tag: "ecs-image-resolver:", name: "eir-" };

export class ManifestFile {
  #path;
  /** What the file held when it was last read or written. @type {Buffer} */
  #known;
  /** @type {Uint8Array} */
  #text;
  /** @type {Resolver | undefined} */
  #resolver;
  /** The ids of all images that it names; those that marks add are known by their tags. @type {Set<string> | undefined} */
  #images;
  /** Records of shares that the file has, by what they are about. @type {Map<string, string>} */
  #recorded = new Map();
  /** Every mark that was made, to be made again on what somebody else wrote. @type {Change[]} */
  #marks = [];
  #dirty = false;

  /** @param {string} path @throws where it cannot be read */
  constructor(path) {
    this.#path = path;
    this.#known = readFileSync(path);
    this.#text = this.#known;
  }

  get path() {
    return this.#path;
  }

  get text() {
    return this.#text;
  }

  /** Reads it again. Gives whether it is another one. */
  reread() {
    const text = readFileSync(this.#path);
    if (text.equals(this.#known)) return false;
    this.#known = text;
    this.#images = undefined;
    this.#recorded.clear();
    this.#use(text);
    return true;
  }

  /** @param {PlanQuestion} question */
  plan(question) {
    this.#resolver ??= new Resolver(this.#text);
    return this.#resolver.plan(question);
  }

  /** Whether an image has to do with it: it is named here, or is a copy, or is in the place of one. @param {ObservedImage} image */
  concerns({ imageId, imageName = "", tags = {} }) {
    this.#images ??= imagesOf(this.#text);
    return this.#images.has(imageId) || imageName.startsWith(OURS.name) || Object.keys(tags).some((key) => key.startsWith(OURS.tag));
  }

  /**
   * Makes marks. Gives why they cannot be made; nothing where they were.
   *
   * @param {Change[]} marks
   * @returns {Diagnostic[]}
   */
  mark(marks) {
    const { manifest, diagnostics } = transition(this.#text, marks);
    if (manifest === undefined) return diagnostics;
    this.#marks.push(...marks);
    this.#use(manifest);
    this.#dirty = true;
    return [];
  }

  /**
   * Writes down whom images are shared with, where it does not say so yet.
   *
   * @param {Change[]} records
   */
  record(records) {
    const keyed = records.map((record) => ({ record, ...keyOf(record) }));
    const fresh = keyed.filter(({ key, said }) => this.#recorded.get(key) !== said);
    if (fresh.length === 0) return;
    const known = sharesOf(this.#text);
    const changed = fresh.filter(({ record, said }) => !known(record).every((one) => one === said)).map(({ record }) => record);
    const refused = changed.length === 0 ? [] : this.mark(changed);
    if (refused.length > 0) throw new Error(`the manifest cannot be marked: ${refused[0].message}`);
    for (const { key, said } of fresh) this.#recorded.set(key, said);
    this.save();
  }

  /** Writes what was marked, if anything was. */
  save() {
    if (!this.#dirty) return;
    const text = readFileSync(this.#path);
    if (!text.equals(this.#known)) {
      this.#images = undefined;
      this.#use(this.#again(text));
    }
    writeWhole(this.#path, this.#text);
    this.#known = Buffer.from(this.#text);
    this.#dirty = false;
  }

  /** The marks on a manifest that somebody else wrote: those that it still takes. @param {Uint8Array} text */
  #again(text) {
    return this.#marks.reduce((marked, mark) => transition(marked, mark).manifest ?? marked, text);
  }

  /** @param {Uint8Array} text */
  #use(text) {
    this.#resolver?.free();
    this.#resolver = undefined;
    this.#text = text;
  }
}

/** @param {Uint8Array} text */
function imagesOf(text) {
  const ids = new Set();
  JSON.parse(new TextDecoder().decode(text), (key, value) => {
    if (key === "imageId") ids.add(value);
    return value;
  });
  return ids;
}

/** @typedef {{ artifactId?: string, version?: string, regionId?: string, imageId?: string, shared?: unknown }} Record */

/** @param {Change} record */
function keyOf(record) {
  const { artifactId, version, regionId, imageId, shared } = /** @type {Record} */ (record);
  return { key: JSON.stringify([artifactId, version, regionId, imageId]), said: JSON.stringify(shared) };
}

/** What a manifest says of whom an image is shared with, as JSON: it may stand there twice. @param {Uint8Array} text @returns {(record: Change) => (string | undefined)[]} */
function sharesOf(text) {
  const { artifacts = [] } = JSON.parse(new TextDecoder().decode(text));
  return (record) => {
    const { artifactId, version, regionId, imageId } = /** @type {Record} */ (record);
    const versions = artifacts.find((/** @type {any} */ artifact) => artifact.artifactId === artifactId)?.versions ?? [];
    const { source, images = {} } = versions.find((/** @type {any} */ one) => one.version === version) ?? {};
    const entries = [...(source?.regionId === regionId ? [source] : []), images[regionId ?? ""]];
    return entries.flatMap((entry) => (entry?.imageId === imageId ? [entry.shared === undefined ? undefined : JSON.stringify(entry.shared)] : []));
  };
}
