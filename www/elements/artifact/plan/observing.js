/** What was seen of the cloud, taken in: chosen, dropped or pasted, read at once, shown before it is used. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { readObservation } from "../../../../js/distribute/observation.js";
import { planCommands } from "../../../../js/distribution.js";
import { barred, cross, eye, upload, warning } from "../../icons.js";
import { droppedFiles } from "./following.js";

/** @import { Problem, Read, Seen } from "../../../../js/distribute/observation.js" */
/** @import { EcsImageArtifact, Say as Common } from "../artifact.js" */
/** @import { Given } from "./following.js" */
/** @import { Say } from "./plan.js" */

/** What pasted text is called. */
export const PASTED = "pasted";

export class Observing {
  #host;
  #text = "";
  /** @type {Given[]} */
  #files = [];
  /** What they say. @type {Seen} */
  #seen = readObservation([]);
  #isOver = false;

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
  }

  async open() {
    const known = this.#host.observation;
    this.#files = known.filter(({ name }) => name !== PASTED);
    const pasted = known.find(({ name }) => name === PASTED)?.text;
    this.#text = typeof pasted === "string" ? pasted : "";
    this.#read();
    await this.#host.updateComplete;
    const dialog = /** @type {HTMLDialogElement | null} */ (this.#host.renderRoot.querySelector("#observe"));
    if (dialog?.open === false) dialog.showModal();
  }

  /** @param {Say} say @param {Common} common */
  render(say, common) {
    const { observed, copies, files } = this.#seen;
    const images = Object.values(observed.regions).reduce((sum, { images }) => sum + images.length, 0);
    const regions = Object.keys(observed.regions).length;
    const begun = [...copies.values()].reduce((sum, images) => sum + images.length, 0);
    const isUseful = files.some(({ kinds }) => kinds.length > 0);
    const { distribute } = planCommands({ actions: [] }, { manifest: this.#host.filename ?? undefined });
    return html`<dialog id="observe" class="wide" part="dialog" aria-labelledby="observe-title">
      <form method="dialog" class=${this.#isOver ? "is-over" : ""} @submit=${this.#submit}>
        <h3 id="observe-title">${say.observeTitle}</h3>
        <p class="hint">${say.observeHint}</p>
        <details class="how"><summary>${say.observeHow}</summary><p>${say.observeWith}</p><p><code>${distribute} --dry-run --journal look.journal</code></p><p>${say.observeCalls}</p></details>
        <div class="row">
          <label class="button" for="observe-files">${upload} ${say.observeFiles}</label>
          <input id="observe-files" class="unseen" type="file" multiple accept=".json,.jsonl,.journal,.txt,.log,application/json" @change=${this.#chosen} />
          <span class="muted">${say.observeDrop}</span>
        </div>
        <div class="field">
          <label for="observe-text">${say.observeText}</label>
          <textarea id="observe-text" class="mono" rows="5" spellcheck="false" placeholder='{"RegionId": "cn-hangzhou", "Images": …}' .value=${live(this.#text)} @input=${this.#typed}></textarea>
        </div>
        <div aria-live="polite" class="preview">
          ${files.length === 0
            ? nothing
            : html`<ul class="read">${files.map((file, at) => this.#file(say, file, at))}</ul>
                <p class="row">${isUseful ? html`${eye} ${say.found(regions, images)}${begun === 0 ? nothing : html` · ${say.foundCopies(begun)}`}` : html`${barred} ${say.foundNone}`}</p>`}
        </div>
        <div class="actions">
          <button value="">${common.cancel}</button>
          <button value="do" class="main" ?disabled=${files.length > 0 && !isUseful}>${files.length === 0 ? say.useNone : say.use}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** @param {Say} say @param {Read} file @param {number} at */
  #file(say, { name, kinds, problems }, at) {
    const isPasted = name === PASTED;
    return html`<li>
      <div class="row"><code>${isPasted ? say.pasted : name}</code>
        ${kinds.length === 0 ? html`<span class="badge bad">${barred} ${say.unused}</span>` : kinds.map((kind) => html`<span class="badge">${say.kind(kind)}</span>`)}
        ${isPasted ? nothing : html`<button type="button" class="plain icon" aria-label=${say.removeFile(name)} @click=${() => this.#put(() => (this.#files = this.#files.toSpliced(at, 1)))}>${cross}</button>`}</div>
      ${problems.map((problem) => html`<p class="finding ${kinds.length === 0 ? "" : "wait"}">${warning}<span>${worded(say, problem)}</span></p>`)}
    </li>`;
  }

  /** @returns {Given[]} */
  get #given() {
    return this.#text.trim() === "" ? this.#files : [...this.#files, { name: PASTED, text: this.#text }];
  }

  over = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    this.#isOver = true;
    this.#host.requestUpdate();
  };

  leave = () => {
    this.#isOver = false;
    this.#host.requestUpdate();
  };

  drop = async (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    this.#isOver = false;
    if (event.dataTransfer === null) return;
    const text = event.dataTransfer.getData("text/plain");
    const files = await droppedFiles(event.dataTransfer);
    if (files.length === 0 && text === "") return;
    await this.open();
    if (files.length === 0) this.#put(() => (this.#text = text));
    else this.#add(files);
  };

  #typed = (/** @type {Event} */ event) => this.#put(() => (this.#text = /** @type {HTMLTextAreaElement} */ (event.target).value));

  #chosen = async (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const files = [...(input.files ?? [])];
    input.value = "";
    this.#add(await Promise.all(files.map(async (file) => ({ name: file.name, text: new Uint8Array(await file.arrayBuffer()) }))));
  };

  /** @param {Given[]} files */
  #add(files) {
    const names = new Set(files.map(({ name }) => name));
    this.#put(() => (this.#files = [...this.#files.filter(({ name }) => !names.has(name)), ...files]));
  }

  /** @param {() => void} change */
  #put(change) {
    change();
    this.#read();
  }

  #read() {
    this.#seen = readObservation(this.#given);
    this.#host.requestUpdate();
  }

  /** What is of no use is not kept. @param {SubmitEvent} event */
  #submit = (event) => {
    if (/** @type {HTMLButtonElement | null} */ (event.submitter)?.value !== "do") return;
    const { files } = this.#seen;
    this.#host.observe(this.#given.filter((_, at) => files[at].kinds.length > 0));
  };
}

/** What is wrong with a file, in words. @param {Say} say @param {Problem} problem */
export function worded(say, { problem, line = 1, of = "", have = 0, total = 0 }) {
  switch (problem) {
    case "large":
      return say.large(total.toLocaleString());
    case "wrong":
      return say.wrong(line, of);
    case "refusal":
      return say.refusal(of === "" ? undefined : of);
    case "pages":
      return say.pages(of, have, total);
    case "no-image":
      return say["no-image"](of);
    case "no-json":
    case "no-region":
    case "unknown":
    case "other-answer":
      return say[problem](line);
    default:
      return say[problem];
  }
}
