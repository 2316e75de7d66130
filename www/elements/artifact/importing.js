/** What the cloud answers, taken into the manifest: read, shown before anything is changed, then applied as a whole. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import * as core from "../core.js";
import { cross, failure, note, upload, warning } from "../icons.js";
import { areaNames, byArea, regionName, regions } from "../regions.js";
import { differences } from "./changes.js";
import { versionTitle } from "./status.js";

/** @import { Diagnostic, ImportFile, ImportSource } from "../../../js/index.js" */
/** @import { EcsImageArtifact, Manifest, Say } from "./artifact.js" */
/** @import { Difference } from "./changes.js" */

/** What is read, and what would become of it. @typedef {{ sources: ImportSource[], diagnostics: Diagnostic[], manifest: string | undefined, differences: Difference[] }} Preview */

/** What the manifest is called among the files. */
const BEFORE = "the manifest";
/** More are not listed one by one. */
const LISTED = 200;

export class Importing {
  #host;
  #text = "";
  /** @type {{ name: string, text: Uint8Array }[]} */
  #files = [];
  #region = "";
  /** @type {Preview | undefined} */
  #preview;
  /** The manifest that the preview is about. @type {Manifest | null} */
  #before = null;
  #isOver = false;
  /** The last question to the core: an answer to one before it is late. */
  #asked = {};

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
  }

  async open() {
    this.#text = "";
    this.#files = [];
    this.#region = "";
    this.#preview = undefined;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    /** @type {HTMLDialogElement} */ (this.#host.renderRoot.querySelector("#import")).showModal();
  }

  /** @param {Say} say */
  render(say) {
    const preview = this.#preview;
    const canApply = preview?.manifest !== undefined && preview.differences.length > 0;
    const needsRegion = this.#region !== "" || preview?.diagnostics.some(({ code }) => code === "import-region-missing");
    const groups = byArea(regions.map(({ id }) => id));
    return html`<dialog id="import" class="wide" part="dialog" aria-labelledby="import-title" @dragover=${this.#over} @dragleave=${this.#leave} @drop=${this.#drop}>
      <form method="dialog" class=${this.#isOver ? "is-over" : ""} @submit=${this.#submit}>
        <h3 id="import-title">${say.importTitle}</h3>
        <p class="hint">${say.importHint}</p>
        <div class="field">
          <label for="import-text">${say.importText}</label>
          <textarea id="import-text" class="mono" rows="6" spellcheck="false" placeholder='{"RequestId": …}' .value=${live(this.#text)} @input=${this.#typed}></textarea>
        </div>
        <div class="row">
          <label class="button" for="import-files">${upload} ${say.importFiles}</label>
          <input id="import-files" class="unseen" type="file" multiple accept=".json,.yaml,.yml,.txt,application/json" @change=${this.#chosen} />
          <span class="muted">${say.importDrop}</span>
        </div>
        ${this.#files.length === 0
          ? nothing
          : html`<ul class="files">${this.#files.map(({ name }, at) => html`<li><code>${name}</code><button type="button" class="plain icon" aria-label="${say.removeFile(name)}" @click=${() => this.#put(() => (this.#files = this.#files.toSpliced(at, 1)))}>${cross}</button></li>`)}</ul>`}
        ${needsRegion
          ? html`<div class="field">
              <label for="import-region">${say.importRegion}</label>
              <select id="import-region" @change=${(/** @type {Event} */ event) => this.#put(() => (this.#region = /** @type {HTMLSelectElement} */ (event.target).value))}>
                <option value="">${say.chooseRegion}</option>
                ${groups.map(({ area, ids }) => html`<optgroup label=${areaNames[area][this.#host.spoken]}>${ids.map((id) => html`<option value=${id} ?selected=${id === this.#region}>${regionName(id, this.#host.spoken)} ${id}</option>`)}</optgroup>`)}
              </select>
            </div>`
          : nothing}
        <div class="preview" aria-live="polite">${preview === undefined ? nothing : this.#shown(say, preview)}</div>
        <div class="actions">
          <button value="">${say.cancel}</button>
          <button value="do" class="main" ?disabled=${!canApply}>${canApply ? say.importApply(preview.differences.length) : say.importApplyNone}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** @param {Say} say @param {Preview} preview */
  #shown(say, { sources, diagnostics, manifest, differences }) {
    // What is replaced is in the table, and what the manifest lacks it lacked before.
    const found = diagnostics.filter(({ code, severity, file }) => severity === "error" || (code !== "import-replaced" && file !== BEFORE));
    const own = differences.filter(({ path }) => path.includes(this.#host.artifact ?? ""));
    return html`
      <ul class="sources">${sources.filter(({ name }) => name !== BEFORE).map(({ name, kind }) => html`<li><code>${name === PASTED ? say.pasted : name}</code> <span class="badge ${kind === null ? "bad" : ""}">${kind === null ? say.unknownKind : say.kind(kind)}</span></li>`)}</ul>
      ${found.map((one) => html`<p class="note ${{ error: "bad", warning: "wait", info: "" }[one.severity]}">${{ error: failure, warning, info: note }[one.severity]}<span>${this.#host.message(one)} <code>${one.code}</code></span></p>`)}
      ${manifest === undefined
        ? nothing
        : differences.length === 0
          ? html`<p class="note">${note}<span>${say.importSame}</span></p>`
          : html`<p>${say.importChanges(differences.length)}${own.length < differences.length ? ` ${say.importElsewhere(differences.length - own.length)}` : ""}</p>
              <div class="scroll" tabindex="0" role="region" aria-label=${say.importChanges(differences.length)}>
                <table class="compare">
                  <thead><tr><th scope="col">${say.field}</th><th scope="col">${say.before}</th><th scope="col">${say.after}</th></tr></thead>
                  <tbody>${[...own, ...differences.filter((one) => !own.includes(one))].slice(0, LISTED).map(({ path, before, after }) => html`<tr><th scope="row"><code>${this.#nameOf(path)}</code></th><td class="mono">${before ?? html`<span class="muted">${say.none}</span>`}</td><td class="mono">${after ?? html`<span class="muted">${say.none}</span>`}</td></tr>`)}</tbody>
                </table>
                ${differences.length > LISTED ? html`<p class="muted">${say.more(differences.length - LISTED)}</p>` : nothing}
              </div>`}`;
  }

  /** A path without what goes without saying. @param {string[]} path */
  #nameOf(path) {
    const [kind, id, ...rest] = path;
    const isOwn = kind === "artifacts" && id === this.#host.artifact;
    const steps = isOwn ? rest : kind === "artifacts" || kind === "services" ? [id, ...rest] : path;
    const at = steps.indexOf("versions");
    return (at < 0 ? steps : [...steps.slice(0, at), versionTitle(this.#host.say, { version: steps[at + 1] }), ...steps.slice(at + 2)]).join(" › ");
  }

  #typed = (/** @type {Event} */ event) => this.#put(() => (this.#text = /** @type {HTMLTextAreaElement} */ (event.target).value));

  #chosen = async (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    await this.#add(input.files ?? []);
    input.value = "";
  };

  #over = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    this.#isOver = true;
    this.#host.requestUpdate();
  };

  #leave = () => {
    this.#isOver = false;
    this.#host.requestUpdate();
  };

  #drop = async (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    this.#isOver = false;
    await this.#add(event.dataTransfer?.files ?? []);
  };

  /** @param {Iterable<File>} files */
  async #add(files) {
    const read = await Promise.all(Array.from(files, async (file) => ({ name: file.name, text: new Uint8Array(await file.arrayBuffer()) })));
    this.#put(() => {
      const names = new Set(read.map(({ name }) => name));
      this.#files = [...this.#files.filter(({ name }) => !names.has(name)), ...read];
    });
  }

  /** @param {() => void} change */
  #put(change) {
    change();
    this.#host.requestUpdate();
    void this.#look();
  }

  /** Reads what is there, merged onto the manifest; nothing is changed. */
  async #look() {
    const { manifest } = this.#host;
    const region = this.#region === "" ? {} : { region: this.#region };
    /** @type {ImportFile[]} */
    const files = this.#files.map((file) => ({ ...file, ...region }));
    if (this.#text.trim() !== "") files.push({ name: PASTED, text: this.#text, ...region });
    const asked = (this.#asked = {});
    if (files.length === 0 || manifest === null) {
      this.#preview = undefined;
      return this.#host.requestUpdate();
    }
    try {
      const answer = await core.importManifest([{ name: BEFORE, text: manifest, kind: "manifest" }, ...files], {}, { lane: this });
      if (answer === undefined || asked !== this.#asked) return;
      this.#preview = { ...answer, differences: answer.manifest === undefined ? [] : differences(objectOf(manifest), objectOf(answer.manifest)) };
      this.#before = manifest;
      this.#host.requestUpdate();
    } catch (error) {
      this.#host.fail(error);
    }
  }

  #submit = (/** @type {SubmitEvent} */ event) => {
    const isWanted = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value === "do";
    const { manifest } = this.#preview ?? {};
    if (!isWanted || manifest === undefined) return;
    if (this.#before !== this.#host.manifest) {
      // The manifest was replaced meanwhile: what was shown is not what would happen.
      event.preventDefault();
      this.#host.tell(this.#host.say.replaced);
      return void this.#look();
    }
    this.#host.give(null, as(manifest, this.#before), this.#host.say.importedLabel(this.#host.found?.name ?? ""));
  };
}

/** What pasted text is called. */
const PASTED = "pasted";

/** @param {Manifest} manifest */
function objectOf(manifest) {
  if (typeof manifest === "string") return JSON.parse(manifest.replace(/^\uFEFF/, ""));
  return ArrayBuffer.isView(manifest) ? JSON.parse(new TextDecoder().decode(manifest)) : manifest;
}

/** A manifest's text, as the type of the one that was given. @param {string} text @param {Manifest | null} given @returns {Manifest} */
function as(text, given) {
  if (typeof given === "string") return text;
  return ArrayBuffer.isView(given) ? new TextEncoder().encode(text) : JSON.parse(text);
}
