/**
 * What the browser keeps of the console: the steps of the manifest and the templates' bytes, in IndexedDB. Whatever is
 * written is written whole or not at all, and never over what another tab has written meanwhile.
 */

import { openDB } from "idb";

/** @import { DBSchema, IDBPDatabase } from "idb" */
/** @import { Step } from "./history.js" */
/** @import { StoredTemplate } from "./templates.js" */

/** A step without its text, which lies apart: it never changes, and is written once. @typedef {Omit<Step, "text">} Entry */

/**
 * @typedef {object} State
 * @property {number} revision one more after each write, of any tab
 * @property {Entry[]} steps
 * @property {number} position which of them is shown
 */

/** @typedef {{ revision: number, steps: Step[], position: number, templates: Map<string, StoredTemplate> }} Loaded */

/**
 * @typedef {DBSchema & {
 *   state: { key: string, value: State },
 *   texts: { key: string, value: string },
 *   templates: { key: string, value: StoredTemplate },
 * }} Schema
 */

/** How long a database may take to open before the console goes on without it. */
const PATIENCE = 4000;

export class Storage {
  #database;

  /** @param {IDBPDatabase<Schema>} database */
  constructor(database) {
    this.#database = database;
  }

  /**
   * @param {() => void} lost called when the browser takes the database away
   * @returns {Promise<Storage>}
   * @throws whatever the browser says, where it has none for this page
   */
  static async open(lost) {
    if (typeof indexedDB === "undefined") throw new Error("this browser has no IndexedDB");
    /** @type {IDBPDatabase<Schema> | undefined} */
    let database;
    const opening = /** @type {typeof openDB<Schema>} */ (openDB)("ecs-image-resolver", 1, {
      upgrade(fresh) {
        for (const name of /** @type {const} */ (["state", "texts", "templates"])) fresh.createObjectStore(name);
      },
      // A newer console wants to change it: this page lets go, and keeps what it has in memory.
      blocking() {
        database?.close();
        lost();
      },
      terminated: lost,
    });
    const opened = await inTime(opening);
    database = opened;
    return new Storage(opened);
  }

  /** @returns {Promise<Loaded | undefined>} `undefined` where nothing was kept yet; without steps where nothing of it is whole */
  async load() {
    const reading = this.#database.transaction(["state", "texts", "templates"]);
    const [state, texts, textKeys, templates, templateKeys] = await Promise.all([
      reading.objectStore("state").get("state"),
      reading.objectStore("texts").getAll(),
      reading.objectStore("texts").getAllKeys(),
      reading.objectStore("templates").getAll(),
      reading.objectStore("templates").getAllKeys(),
    ]);
    if (state === undefined) return undefined;
    const textOf = new Map(textKeys.map((key, index) => [key, texts[index]]));
    // A browser that was ended while it wrote may have left less than was there: what is whole is taken.
    const entries = Array.isArray(state.steps) ? state.steps : [];
    const shown = entries[state.position]?.id;
    const steps = entries.flatMap((entry) => {
      const text = textOf.get(entry.id);
      return text === undefined ? [] : [{ ...entry, text }];
    });
    const found = steps.findIndex(({ id }) => id === shown);
    const position = found < 0 ? steps.length - 1 : found;
    return { revision: state.revision, steps, position, templates: new Map(templateKeys.map((key, index) => [key, templates[index]])) };
  }

  /** The revision that lies there now. */
  async revision() {
    return (await this.#database.get("state", "state"))?.revision ?? 0;
  }

  /**
   * Writes the steps, if nobody wrote since `revision`.
   *
   * @param {{ revision: number, steps: Step[], position: number }} next with the revision that they were made from
   * @returns {Promise<boolean>} whether they were written
   */
  async write({ revision, steps, position }) {
    const writing = this.#database.transaction(["state", "texts"], "readwrite");
    const texts = writing.objectStore("texts");
    const state = writing.objectStore("state");
    // Left alone, a transaction that fails would also be a rejection that nobody handles.
    writing.done.catch(() => {});
    if (((await state.get("state"))?.revision ?? 0) !== revision) {
      writing.abort();
      return false;
    }
    const kept = new Set(steps.map(({ id }) => id));
    const there = await texts.getAllKeys();
    for (const id of there) if (!kept.has(id)) void texts.delete(id).catch(() => {});
    for (const { id, text } of steps) if (!there.includes(id)) void texts.put(text, id).catch(() => {});
    const entries = steps.map(({ text: _, ...entry }) => entry);
    void state.put({ revision: revision + 1, steps: entries, position }, "state").catch(() => {});
    await writing.done;
    return true;
  }

  /** @param {string} key @param {StoredTemplate | undefined} template `undefined` takes it away */
  async writeTemplate(key, template) {
    if (template === undefined) await this.#database.delete("templates", key);
    else await this.#database.put("templates", template, key);
  }

  close() {
    this.#database.close();
  }
}

/** @template T @param {Promise<T>} work @returns {Promise<T>} */
function inTime(work) {
  const late = new Promise((/** @type {(value: never) => void} */ _, reject) => {
    setTimeout(() => reject(new Error("the browser’s storage does not answer")), PATIENCE);
  });
  return Promise.race([work, late]);
}
