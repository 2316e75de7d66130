/**
 * The console's memory. The manifest is a JSON text, and that text is the single truth: every change makes a new one, which
 * can be undone. It is kept in the browser as it changes, shared by all tabs of the console, and never sent anywhere.
 *
 * Views read `manifest` or `document`, make changes with `apply`, and subscribe.
 */

import { History } from "./history.js";
import { Storage } from "./storage.js";
import { Templates } from "./templates.js";

/** @import { Change, Diagnostic } from "../../js/index.js" */
/** @import { File, Label } from "./history.js" */

/** What came of a change, as the core's `Transition` says it. @typedef {{ ok: boolean, manifest?: string, diagnostics: Diagnostic[], dropped: number }} Transition */

/** What makes changes. @typedef {{ transition(manifest: string, change: Change | Change[] | string): Promise<Transition> }} Core */

/**
 * Whether the browser keeps what is done: `reason` says why not, `detail` in the browser's words.
 *
 * @typedef {{ kept: true } | { kept: false, reason: "denied" | "full" | "lost", detail: string }} Keeping
 */

/**
 * A change that another tab's change is in the way of. `resolve` says whose is kept; the other's can be reached by undo or is
 * given back to whoever asked.
 *
 * @typedef {{ label: Label, resolve(kept: "mine" | "theirs"): void }} Conflict
 */

/** A manifest that says nothing yet. */
export const EMPTY = '{\n  "manifestVersion": 1,\n  "artifacts": [],\n  "services": []\n}\n';

/** What an untitled manifest is called. */
const FILE = { name: "manifest.json" };

export class Store {
  /** The templates' bytes. */
  templates;
  /** @type {Keeping} */
  keeping = { kept: true };
  /** What waits for a choice. @type {Conflict | undefined} */
  conflict;

  #core;
  #history = new History([{ id: "", text: EMPTY, label: null, file: FILE, saved: false }], 0);
  /** Of what lies in the browser, as far as this tab knows. */
  #revision = 0;
  /** @type {Storage | undefined} */
  #storage;
  /** @type {BroadcastChannel | undefined} */
  #tabs;
  /** @type {{ text: string, document: any } | undefined} */
  #parsed;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** One after the other: each starts from what the one before made. @type {Promise<unknown>} */
  #queue = Promise.resolve();

  /** @param {Core} core */
  constructor(core) {
    this.#core = core;
    this.templates = new Templates(async (key, template) => {
      await this.#keep((storage) => storage.writeTemplate(key, template));
      this.#tabs?.postMessage("changed");
      this.#tell();
    });
  }

  /**
   * Takes up what the browser kept.
   *
   * @returns {Promise<boolean>} whether there was anything
   */
  async start() {
    const found = await this.#inTurn(async () => {
      await this.#open();
      return this.#load();
    });
    if (typeof BroadcastChannel !== "undefined") {
      this.#tabs = new BroadcastChannel("ecs-image-resolver");
      this.#tabs.onmessage = () => this.#inTurn(() => this.#load());
    }
    // A tab that slept may have missed what was said.
    addEventListener("visibilitychange", () => document.visibilityState === "visible" && void this.#inTurn(() => this.#catchUp()));
    return found;
  }

  /** The manifest, as JSON. */
  get manifest() {
    return this.#history.step.text;
  }

  /** The manifest as an object, to be read only; an empty one where the text is no JSON object. @returns {any} */
  get document() {
    const text = this.manifest;
    if (this.#parsed?.text !== text) this.#parsed = { text, document: parse(text) };
    return this.#parsed.document;
  }

  /** The file that the manifest came from, or goes to. */
  get file() {
    return this.#history.step.file;
  }

  /** Whether that file holds exactly this. */
  get saved() {
    return this.#history.step.saved;
  }

  /** What `undo()` would take back; `undefined` where there is nothing. */
  get undoable() {
    return this.#history.undoable;
  }

  /** What `redo()` would do again; `undefined` where there is nothing. */
  get redoable() {
    return this.#history.redoable;
  }

  /**
   * Makes a change, or a list of them as a whole. It can be undone.
   *
   * @param {Change | Change[] | string} change a string is the JSON of one
   * @param {{ base?: string }} [options] `base`: the manifest that the person looked at while deciding. When another tab has
   *   since changed the same artifact or service, they are asked whose is to be kept.
   * @returns {Promise<Transition>} what the core said; the manifest stays as it is unless `ok`
   */
  apply(change, { base } = {}) {
    return this.#inTurn(async () => {
      const plain = /** @type {Change | Change[]} */ (typeof change === "string" ? JSON.parse(change) : change);
      const changes = Array.isArray(plain) ? plain : [plain];
      await this.#catchUp();
      /** What could be made before another tab was faster. @type {Transition | undefined} */
      let before;
      for (;;) {
        const from = this.manifest;
        let made = await this.#core.transition(from, change);
        const label = labelOf(changes, [parse(made.manifest ?? ""), this.document]);
        const isOvertaken = base !== undefined && base !== from && differ(parse(base), this.document, changes);
        if (isOvertaken || (before !== undefined && !made.ok)) {
          const mine = made.ok ? made : (before ?? (await this.#core.transition(/** @type {string} */ (base), change)));
          if (!mine.ok) return made;
          if ((await this.#choose(label)) === "theirs") return { ...made, ok: false, manifest: undefined, diagnostics: [] };
          made = mine;
        }
        if (!made.ok || made.manifest === undefined || made.manifest === from) return made;
        const { file } = this;
        if (await this.#make(this.#history.and({ text: made.manifest, label, file, saved: false }))) return made;
        before = made;
      }
    });
  }

  /**
   * Puts another text in place of the manifest, whatever it holds. It can be undone.
   *
   * @param {string} text
   * @param {string} label what was done, in words
   * @param {{ file?: File, saved?: boolean }} [options] the file that it came from, and whether that holds exactly this
   */
  replace(text, label, { file = this.file, saved = false } = {}) {
    return this.#inTurn(async () => {
      await this.#catchUp();
      if (text === this.manifest && file.name === this.file.name) return;
      const step = { text, label: { text: label }, file, saved };
      while (!(await this.#make(this.#history.and(step)))) {
        if ((await this.#choose(step.label)) === "theirs") return;
      }
    });
  }

  /** The manifest that a console starts with. It is no change: there is nothing to undo. @param {string} text @param {string} name */
  begin(text, name) {
    return this.#inTurn(() => this.#make(new History([{ id: crypto.randomUUID(), text, label: null, file: { name }, saved: false }], 0)));
  }

  /** Says that a file holds what is shown. @param {File} file */
  markSaved(file) {
    return this.#inTurn(async () => {
      const { manifest } = this;
      // Where another tab was faster, the file holds what that one replaced.
      while (!(await this.#make(this.#history.saved(file)))) if (this.manifest !== manifest) return;
    });
  }

  undo() {
    return this.#move(-1);
  }

  redo() {
    return this.#move(1);
  }

  /** @param {() => void} listener called after each change @returns {() => void} what ends it */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {number} by */
  #move(by) {
    return this.#inTurn(async () => {
      // What another tab did since is looked at before it is taken back.
      if (await this.#catchUp()) return;
      const moved = this.#history.moved(by);
      if (moved) await this.#make(moved);
    });
  }

  /**
   * @param {History} next
   * @returns {Promise<boolean>} `false` where another tab was faster, by a moment: what is shown is then that one's
   */
  async #make(next) {
    const written = await this.#write(next);
    if (written === undefined) {
      const wasAlone = !this.keeping.kept;
      this.keeping = { kept: true };
      await this.#load();
      if (!wasAlone) return false;
      // What only this tab had, while there was no room for it, goes on top of what the other wrote, or not at all.
      const { text, label, file } = next.step;
      const isTheirs = (await this.#choose(label ?? { text: file.name })) === "theirs";
      return isTheirs || this.#make(this.#history.and({ text, label: label ?? { text: file.name }, file, saved: false }));
    }
    this.#history = written;
    this.#tabs?.postMessage("changed");
    this.#tell();
    return true;
  }

  /** @param {Label} label @returns {Promise<"mine" | "theirs">} */
  async #choose(label) {
    const chosen = await new Promise((/** @type {(kept: "mine" | "theirs") => void} */ resolve) => {
      this.conflict = { label, resolve };
      this.#tell();
    });
    this.conflict = undefined;
    this.#tell();
    return chosen;
  }

  /** @param {History} next @returns {Promise<History | undefined>} what is kept now; `undefined` where another tab has written */
  async #write(next) {
    if (!this.keeping.kept && this.keeping.reason === "lost") await this.#open();
    let history = next;
    const write = (/** @type {Storage} */ storage) => storage.write({ revision: this.#revision, steps: history.steps, position: history.position });
    let written = await this.#keep(write);
    if (written === undefined && !this.keeping.kept && this.keeping.reason === "full" && history.steps.length > 1) {
      history = history.shorter();
      written = await this.#keep(write);
    }
    if (written === false) return undefined;
    // What is too much for the browser is not yet too much for this page.
    if (written === undefined) return next;
    this.#revision += 1;
    this.keeping = { kept: true };
    return history;
  }

  /** Takes what another tab has written, if it has. @returns {Promise<boolean>} whether it had */
  async #catchUp() {
    // What this tab alone has is not given up for what lies there.
    if (!this.keeping.kept) return false;
    const revision = await this.#keep((storage) => storage.revision());
    return revision !== undefined && revision !== this.#revision && this.#load();
  }

  /** @returns {Promise<boolean>} whether there was anything */
  async #load() {
    if (!this.keeping.kept) return false;
    const loaded = await this.#keep((storage) => storage.load());
    this.#revision = loaded?.revision ?? 0;
    if (loaded === undefined) return false;
    this.templates.load(loaded.templates);
    const isThere = loaded.steps.length > 0;
    if (isThere) this.#history = new History(loaded.steps, loaded.position);
    this.#tell();
    return isThere;
  }

  async #open() {
    try {
      this.#storage = await Storage.open(() => {
        this.#storage = undefined;
        this.#lose({ kept: false, reason: "lost", detail: "" });
      });
      this.keeping = { kept: true };
    } catch (error) {
      this.#lose({ kept: false, reason: "denied", detail: String(error) });
    }
  }

  /**
   * Works with the browser's storage. Where that fails the console goes on in memory, and says so.
   *
   * @template T
   * @param {(storage: Storage) => Promise<T>} work
   * @returns {Promise<T | undefined>}
   */
  async #keep(work) {
    if (this.#storage === undefined) return undefined;
    try {
      return await work(this.#storage);
    } catch (error) {
      const name = error instanceof DOMException ? error.name : "";
      this.#lose({ kept: false, reason: name === "QuotaExceededError" ? "full" : "lost", detail: String(error) });
      return undefined;
    }
  }

  /** @param {Keeping} keeping */
  #lose(keeping) {
    this.keeping = keeping;
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

/** @param {Change[]} changes @param {any[]} documents the manifest after and before: what is new or gone is in one of them @returns {Label} */
function labelOf(changes, documents) {
  const { change, artifactId, serviceId, literal } = /** @type {{ change: Change["change"], artifactId?: string, serviceId?: string, literal?: string }} */ (changes[0]);
  const names = documents.map((document) => (serviceId === undefined ? artifactOf(document, artifactId) : serviceOf(document, serviceId))?.name);
  return { change, subject: literal ?? names.find((name) => typeof name === "string") ?? serviceId ?? artifactId ?? "", more: changes.length - 1 };
}

/** Whether what changes touch differs in two manifests. @param {any} one @param {any} other @param {any[]} changes */
function differ(one, other, changes) {
  return changes.some(({ artifactId, serviceId }) => {
    const find = serviceId === undefined ? artifactOf : serviceOf;
    const id = serviceId ?? artifactId;
    return JSON.stringify(find(one, id)) !== JSON.stringify(find(other, id));
  });
}

/** @param {any} document @param {string | undefined} id */
export const artifactOf = (document, id) => listOf(document.artifacts).find((artifact) => artifact?.artifactId === id);

/** @param {any} document @param {string | undefined} id */
export const serviceOf = (document, id) => listOf(document.services).find((service) => service?.serviceId === id);

/** Whatever a manifest holds where a list belongs. @param {unknown} value @returns {any[]} */
export const listOf = (value) => (Array.isArray(value) ? value : []);

/** @param {string} text */
function parse(text) {
  try {
    const document = JSON.parse(text.replace(/^\uFEFF/, ""));
    return typeof document === "object" && document !== null && !Array.isArray(document) ? document : {};
  } catch {
    return {};
  }
}
