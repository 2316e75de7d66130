/**
 * What comes in from outside and what goes out: manifests that are opened, files and folders that are dropped, the manifest
 * that is saved. What cannot be read never takes the place of what can; it is shown, with what is wrong at its place.
 */

import { html } from "lit";

import { message } from "../../js/diagnostics.js";
import { line } from "../../js/excerpt.js";
import * as core from "../elements/core.js";
import { catalogueOf } from "../elements/words.js";
import { choose, dropped, modifiedOf, save, textOf } from "./files.js";
import { keep, keptOf, observationsAmong } from "./observed.js";
import { address } from "./router.js";
import { sample, SAMPLE } from "./sample.js";
import { EMPTY, listOf } from "./store.js";
import { keyOf, looseKey } from "./templates.js";

/** @import { Diagnostic } from "../../js/index.js" */
/** @import { Given } from "./files.js" */
/** @import { File } from "./history.js" */
/** @import { Notice } from "./notices.js" */
/** @import { Asked } from "./question.js" */
/** @import { Settings } from "./settings.js" */
/** @import { Store } from "./store.js" */

/** How many findings of a manifest that cannot be opened are listed. */
const LISTED = 50;

/** Files that can be templates, by their endings. */
const TEMPLATE = /\.(?:ya?ml|json|tf|template|ros)$/i;

export class Intake {
  #store;
  #settings;
  #ask;
  #tell;

  /**
   * @param {Store} store
   * @param {Settings} settings
   * @param {(asked: Asked) => Promise<string>} ask
   * @param {(notice: Notice) => void} tell
   */
  constructor(store, settings, ask, tell) {
    this.#store = store;
    this.#settings = settings;
    this.#ask = ask;
    this.#tell = tell;
  }

  get #words() {
    return this.#settings.words;
  }

  /** Lets the person choose a manifest, and opens it. */
  async open() {
    const [file] = await choose();
    if (file) await this.openManifest(file);
  }

  /** @param {boolean} [elsewhere] whether to ask where */
  async save(elsewhere = false) {
    const { manifest, file } = this.#store;
    try {
      if (!elsewhere && (await this.#isOvertaken(file))) {
        const words = this.#words;
        const choices = [{ value: "elsewhere", label: words.saveFileAs, kind: /** @type {const} */ ("main") }, { value: "over", label: words.overwrite, kind: /** @type {const} */ ("danger") }, { value: "", label: words.cancel }];
        const answer = await this.#ask({ title: words.overtakenTitle(file.name), body: words.overtakenText, choices });
        if (answer === "") return;
        elsewhere = answer === "elsewhere";
      }
      const saved = await save(new TextEncoder().encode(manifest), file.name === SAMPLE ? { name: "manifest.json" } : file, elsewhere);
      if (saved === undefined) return;
      await this.#store.markSaved(saved);
      this.#tell({ text: this.#words.savedAs(saved.name), kind: "good" });
    } catch (error) {
      this.#tell({ text: this.#words.notSaved(file.name, messageOf(error)), kind: "bad" });
    }
  }

  /** Whether another program has written the file since the console read or wrote it. @param {File} file */
  async #isOvertaken({ handle, modified }) {
    const now = await modifiedOf(handle);
    return modified !== undefined && now !== undefined && now !== modified;
  }

  /** Starts with a manifest that says nothing. */
  async empty() {
    await this.#store.replace(EMPTY, this.#words.emptyManifest, { file: { name: "manifest.json" } });
    location.hash = "#/artifacts";
  }

  /** Shows the sample. */
  async sample() {
    try {
      const { text, templates } = await sample();
      for (const { key, bytes, filename } of templates) await this.#store.templates.set(key, bytes, filename);
      await this.#store.replace(text, this.#words.sampleManifest, { file: { name: SAMPLE } });
    } catch (error) {
      this.#tell({ text: this.#words.notLoaded(messageOf(error)), kind: "bad" });
    }
  }

  /**
   * Puts the manifest of a file in place of the one that is shown, if it can be read; else asks.
   *
   * @param {Given} file
   * @returns {Promise<boolean>} whether it is shown now
   */
  async openManifest({ path, bytes, handle, modified }) {
    const name = path.split("/").at(-1) ?? path;
    const text = textOf(bytes);
    const found = await core.read(bytes);
    if (found === undefined) return false;
    if (!found.ok || text === undefined) {
      const isObject = text !== undefined && isJsonObject(text);
      const words = this.#words;
      const keep = { value: "keep", label: words.keepMine, kind: /** @type {const} */ ("main") };
      const answer = await this.#ask({
        title: words.brokenTitle(name),
        body: await this.#findings(found.diagnostics, bytes),
        choices: isObject ? [{ value: "open", label: words.openAnyway }, keep] : [keep],
      });
      if (answer !== "open" || text === undefined) return false;
    }
    const file = handle ? { name, handle, modified } : { name };
    await this.#store.replace(/** @type {string} */ (text), this.#words.opened(name), { file, saved: true });
    this.#tell({ text: this.#words.openedNotice(name), kind: "good" });
    return true;
  }

  /**
   * Takes what was dropped: a manifest is opened, templates are put where their service expects them or beside, and what was seen of the
   * cloud is kept for the distribution plans.
   *
   * @param {DataTransfer} transfer
   */
  async drop(transfer) {
    const text = transfer.getData("text/plain");
    const { files, left } = await dropped(transfer);
    if (files.length === 0 && text) files.push({ path: "pasted.yaml", bytes: new TextEncoder().encode(text) });
    await this.take(files);
    if (left > 0) this.#tell({ text: this.#words.leftOut(left), kind: "wait" });
  }

  /** @param {Given[]} files */
  async take(files) {
    const words = this.#words;
    const manifests = files.filter(isManifest);
    const manifest = manifests.find(({ path }) => /manifest/i.test(path)) ?? manifests[0];
    const seen = await observationsAmong(files.filter((file) => !manifests.includes(file)));
    const templates = files.filter((file) => !manifests.includes(file) && !seen.includes(file) && TEMPLATE.test(file.path));
    if (manifest) {
      const isOpen = await this.openManifest(manifest);
      // The templates that came along are the manifest's: without it they have no place.
      if (!isOpen && files.length > 1 && templates.length === 0) return;
    }
    const kept = await this.#keepTemplates(templates, manifest);
    if (kept.length > 0) {
      const [first] = kept;
      if (!manifest) location.hash = first.service ? address(["template"], { service: first.service, template: first.template }) : address(["template"], { file: first.file });
      this.#tell({ text: words.templatesTaken(kept.length), kind: "good" });
    }
    if (seen.length > 0) this.#keepSeen(seen);
    const others = files.filter((file) => file !== manifest && !templates.includes(file) && !seen.includes(file));
    if (others.length > 0 && kept.length + seen.length === 0 && !manifest) this.#tell({ text: words.notUnderstood(others[0].path, others.length - 1), kind: "bad" });
  }

  /** Another file of the same name takes the place of the one before. @param {Given[]} files */
  #keepSeen(files) {
    const { name } = this.#store.file;
    const names = new Set(files.map(({ path }) => path));
    keep(name, [...keptOf(name).filter(({ name }) => !names.has(name)), ...files.map(({ path, bytes }) => ({ name: path, text: bytes }))]);
    this.#tell({ text: this.#words.observationsTaken(files.length), kind: "good" });
  }

  /**
   * @param {Given[]} files
   * @param {Given | undefined} manifest the one that they came with
   * @returns {Promise<{ service?: string, template?: string, file?: string }[]>} where each is now
   */
  async #keepTemplates(files, manifest) {
    const folder = manifest?.path.includes("/") ? manifest.path.slice(0, manifest.path.lastIndexOf("/") + 1) : "";
    const places = listOf(this.#store.document.services).flatMap((service) =>
      listOf(service?.templates).flatMap((template) => (typeof template?.path === "string" ? [{ service: service.serviceId, template: template.name, path: template.path.replace(/^\.\//, "") }] : [])),
    );
    const kept = [];
    for (const { path, bytes } of files) {
      const name = path.split("/").at(-1) ?? path;
      const own = places.filter((place) => (manifest ? folder + place.path === path : place.path.split("/").at(-1) === name && !this.#store.templates.get(keyOf(place.service, place.template))));
      for (const { service, template } of own) {
        await this.#store.templates.set(keyOf(service, template), bytes, name);
        kept.push({ service, template });
      }
      if (own.length === 0) {
        await this.#store.templates.set(looseKey(name), bytes, name);
        kept.push({ file: name });
      }
    }
    return kept;
  }

  /** What is wrong with a manifest, each with its line. @param {Diagnostic[]} diagnostics @param {Uint8Array} bytes */
  async #findings(diagnostics, bytes) {
    const words = this.#words;
    const catalogue = await catalogueOf(this.#settings.language).catch(() => undefined);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    return html`
      <p>${words.brokenText(errors.length)}</p>
      <ol class="findings">
        ${errors.slice(0, LISTED).map((found) => html`
          <li>
            <span><strong>${found.line === undefined ? found.pointer : words.lineColumn(found.line, found.column ?? 1)}</strong> · ${message(found, catalogue)} <code class="muted">${found.code}</code></span>
            ${found.start === undefined ? "" : excerpt(bytes, found.start, found.end ?? found.start)}
          </li>
        `)}
      </ol>
    `;
  }
}

/** @param {Uint8Array} bytes @param {number} start @param {number} end */
function excerpt(bytes, start, end) {
  const { before, marked, after } = line(bytes, start, end);
  return html`<pre tabindex="0">${before}<mark>${marked || "\u2038"}</mark>${after}</pre>`;
}

/** Whether a file says itself that it is a manifest, whatever else is in it. @param {Given} file */
function isManifest({ path, bytes }) {
  if (!/\.json$/i.test(path)) return false;
  const start = new TextDecoder().decode(bytes.subarray(0, 65_536));
  return /^\uFEFF?\s*\{/.test(start) && /"(?:manifestVersion|artifacts|services)"\s*:/.test(start) && !/"ROSTemplateFormatVersion"\s*:/.test(start);
}

/** @param {string} text */
function isJsonObject(text) {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, ""));
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));
