/**
 * The console's memory. The manifest is a JSON text, and that text is the single truth: every change makes a new one, which
 * can be undone. Views read `manifest` or `document`, and subscribe.
 */

/** @import { Change, Diagnostic } from "../../js/index.js" */

/**
 * What came of a change: as the core's `Transition`, as a plain object.
 *
 * @typedef {{ ok: boolean, manifest?: string, diagnostics: Diagnostic[], dropped: number }} Transition
 */

/** What a step is called: a change that was made, or words of the moment. @typedef {{ changes: Change[] } | { text: string }} Label */

/** @typedef {{ transition(manifest: string, change: Change | Change[]): Promise<Transition> }} Core */

/** A template of a service: its bytes, and the name of the file that they came from. @typedef {{ bytes: Uint8Array, filename: string }} StoredTemplate */

const EMPTY = '{\n  "manifestVersion": 1,\n  "artifacts": [],\n  "services": []\n}\n';

export class Store {
  /** The texts of the services' templates, by `SERVICE/NAME`. */
  templates;
  #core;
  /** @type {{ text: string, label: Label | null }[]} */
  #steps = [{ text: EMPTY, label: null }];
  #position = 0;
  /** @type {{ text: string, document: any } | undefined} */
  #parsed;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** One change after the other: the next starts from what the one before made. @type {Promise<unknown>} */
  #queue = Promise.resolve();

  /** @param {Core} core */
  constructor(core) {
    this.#core = core;
    this.templates = new Templates(() => this.#tell());
  }

  /** The manifest, as JSON. */
  get manifest() {
    return this.#steps[this.#position].text;
  }

  /** The manifest as an object, to be read only; an empty one where the text is no JSON object. @returns {any} */
  get document() {
    const text = this.manifest;
    if (this.#parsed?.text !== text) this.#parsed = { text, document: parse(text) };
    return this.#parsed.document;
  }

  /** What `undo()` would take back; `undefined` where there is nothing. */
  get undoable() {
    return this.#steps[this.#position].label ?? undefined;
  }

  /** What `redo()` would do again; `undefined` where there is nothing. */
  get redoable() {
    return this.#steps[this.#position + 1]?.label ?? undefined;
  }

  /**
   * Makes a change, or a list of them as a whole. It can be undone.
   *
   * @param {Change | Change[]} change
   * @returns {Promise<Transition>} what the core said; the manifest stays as it is unless `ok`
   */
  apply(change) {
    return this.#inTurn(async () => {
      const made = await this.#core.transition(this.manifest, change);
      if (made.ok && made.manifest !== undefined && made.manifest !== this.manifest) {
        this.#push(made.manifest, { changes: Array.isArray(change) ? change : [change] });
      }
      return made;
    });
  }

  /**
   * Puts another text in place of the manifest, whatever it holds. It can be undone.
   *
   * @param {string} text
   * @param {string} label what was done, in words
   */
  replace(text, label) {
    return this.#inTurn(async () => {
      if (text !== this.manifest) this.#push(text, { text: label });
    });
  }

  undo() {
    return this.#inTurn(async () => this.#go(this.#position - 1));
  }

  redo() {
    return this.#inTurn(async () => this.#go(this.#position + 1));
  }

  /** @param {() => void} listener called after each change @returns {() => void} what ends it */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {string} text @param {Label} label */
  #push(text, label) {
    this.#steps = [...this.#steps.slice(0, this.#position + 1), { text, label }];
    this.#go(this.#steps.length - 1);
  }

  /** @param {number} position */
  #go(position) {
    if (this.#steps[position] === undefined) return;
    this.#position = position;
    this.#tell();
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  #inTurn(work) {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

/** The templates' bytes, as they were given. */
class Templates {
  /** @type {Map<string, StoredTemplate>} */
  #byKey = new Map();
  #tell;

  /** @param {() => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @param {string} key `SERVICE/NAME` */
  get(key) {
    return this.#byKey.get(key);
  }

  /** @param {string} key `SERVICE/NAME` @param {Uint8Array} bytes @param {string} filename */
  async set(key, bytes, filename) {
    this.#byKey.set(key, { bytes, filename });
    this.#tell();
  }

  /** @param {string} key `SERVICE/NAME` */
  async delete(key) {
    this.#byKey.delete(key);
    this.#tell();
  }

  /** All of them, by `SERVICE/NAME`. */
  entries() {
    return [...this.#byKey];
  }

  /** As `check` takes them. @returns {Record<string, Uint8Array>} */
  texts() {
    return Object.fromEntries(this.entries().map(([key, { bytes }]) => [key, bytes]));
  }
}

/** @param {string} text */
function parse(text) {
  try {
    const document = JSON.parse(text.replace(/^\uFEFF/, ""));
    return typeof document === "object" && document !== null && !Array.isArray(document) ? document : {};
  } catch {
    return {};
  }
}
