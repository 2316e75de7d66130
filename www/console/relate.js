/** A dialog that relates a literal of a template to an artifact: what is likely meant first. */

import { css, html, LitElement, nothing } from "lit";

import { message } from "../../js/diagnostics.js";
import { shownOf } from "../elements/manifest.js";
import { theme } from "../elements/theme.js";
import { catalogueOf } from "../elements/words.js";
import { failure } from "./icons.js";
import { likeness } from "./likeness.js";

/** @import { Diagnostic } from "../../js/index.js" */
/** @import { Artifact } from "../elements/manifest.js" */
/** @import { Store } from "./store.js" */
/** @import { Language, Words } from "./words.js" */

/** An artifact, how near it comes to the literal, and by what. @typedef {{ artifact: Artifact, score: number, by: string | undefined }} Candidate */

/** From here on an artifact is likely meant. */
const LIKELY = 0.45;

/** @fires related - `{ serviceId, literal }`: the manifest has the relation now, or has it no more */
export class Relate extends LitElement {
  static properties = {
    store: { attribute: false },
    words: { attribute: false },
    language: {},
    asked: { state: true },
    sought: { state: true },
    chosen: { state: true },
    refused: { state: true },
  };

  static styles = [
    ...theme,
    css`
      :host { display: contents; }
      form { min-inline-size: 0; }
      .literal { display: block; padding: calc(var(--_space) * 2) calc(var(--_space) * 3); border-radius: var(--_radius); background: var(--_sunken); border: 1px solid var(--_line); }
      .list { display: grid; gap: 2px; max-block-size: 40vb; overflow: auto; padding: 3px; }
      .option { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 calc(var(--_space) * 2.5); align-items: start; padding: calc(var(--_space) * 2); border: 1px solid transparent; border-radius: var(--_radius); cursor: pointer; }
      .option:hover { background: var(--_accent-soft); }
      .option:has(:checked) { border-color: var(--_accent); background: var(--_accent-soft); }
      .option input { margin-block-start: 0.2em; }
      .option small { display: block; overflow-wrap: anywhere; }
      legend { padding-block: calc(var(--_space) * 2) var(--_space); color: var(--_muted); font-size: var(--_small); }
    `,
  ];

  constructor() {
    super();
    /** @type {Store} */
    this.store = /** @type {any} */ (undefined);
    /** @type {Words} */
    this.words = /** @type {any} */ ({});
    /** @type {Language} */
    this.language = "en";
    /** @type {{ serviceId: string, literal: string } | undefined} */
    this.asked = undefined;
    this.sought = "";
    /** What is chosen: the artifact, and its version; no version is the newest that serves. */
    this.chosen = { artifactId: "", version: "" };
    /** Why the core did not do it. @type {string[]} */
    this.refused = [];
  }

  /** @param {string} serviceId @param {string} literal */
  async open(serviceId, literal) {
    const related = this.#relation(serviceId, literal);
    const [first] = this.#candidates(literal);
    this.asked = { serviceId, literal };
    this.sought = "";
    this.refused = [];
    this.chosen = related ? { artifactId: related.artifactId ?? "", version: related.version ?? "" } : { artifactId: first?.score >= LIKELY ? first.artifact.id : "", version: "" };
    await this.updateComplete;
    this.#dialog?.showModal();
  }

  get #dialog() {
    return this.renderRoot.querySelector("dialog");
  }

  render() {
    if (this.asked === undefined) return nothing;
    const { words } = this;
    const { serviceId, literal } = this.asked;
    const service = shownOf(this.store.manifest).services.find(({ id }) => id === serviceId);
    const related = this.#relation(serviceId, literal);
    const found = this.#candidates(literal).filter(({ artifact }) => `${artifact.name} ${artifact.id} ${artifact.description}`.toLowerCase().includes(this.sought.trim().toLowerCase()));
    const likely = found.filter(({ score }) => score >= LIKELY);
    const others = found.filter(({ score }) => score < LIKELY);
    return html`
      <dialog aria-labelledby="title" @close=${() => (this.asked = undefined)}>
        <form method="dialog" @submit=${this.#submit}>
          <h2 id="title">${words.relateTitle}</h2>
          <p class="muted">${words.relateText(service?.name ?? serviceId)}</p>
          <code class="literal">${literal}</code>
          <label class="field"><span class="unseen">${words.searchArtifacts}</span><input type="search" placeholder=${words.searchArtifacts} .value=${this.sought} @input=${(/** @type {any} */ event) => (this.sought = event.target.value)}></label>
          <div class="list" role="radiogroup" aria-label=${words.artifacts}>
            ${likely.length > 0 ? html`<fieldset><legend>${words.relateLikely}</legend>${likely.map((one) => this.#option(one))}</fieldset>` : nothing}
            ${others.length > 0 ? html`<fieldset><legend>${likely.length > 0 ? words.relateOthers : words.artifacts}</legend>${others.map((one) => this.#option(one))}</fieldset>` : nothing}
            ${found.length === 0 ? html`<p class="muted">${words.noneFound}</p>` : nothing}
          </div>
          ${this.#versions()}
          ${this.refused.map((text) => html`<p class="finding" role="alert">${failure}${text}</p>`)}
          <div class="actions">
            ${related ? html`<button type="button" class="danger" @click=${() => this.#make({ change: "unrelate", serviceId, literal })}>${words.unrelate}</button>` : nothing}
            <button type="button" @click=${() => this.#dialog?.close()}>${words.cancel}</button>
            <button class="main" ?disabled=${this.chosen.artifactId === ""}>${words.relate}</button>
          </div>
        </form>
      </dialog>
    `;
  }

  /** @param {Candidate} candidate */
  #option({ artifact, by }) {
    const { words } = this;
    return html`
      <label class="option">
        <input type="radio" name="artifact" .checked=${this.chosen.artifactId === artifact.id} @change=${() => (this.chosen = { artifactId: artifact.id, version: "" })}>
        <span><strong>${artifact.name ?? artifact.id}</strong><small class="muted">${by === undefined ? artifact.id : words.relateBy(by)}</small></span>
      </label>
    `;
  }

  #versions() {
    const { words } = this;
    const artifact = shownOf(this.store.manifest).artifacts.find(({ id }) => id === this.chosen.artifactId);
    return html`
      <label class="field"><span class="label">${words.relateVersion}</span>
        <select ?disabled=${artifact === undefined} @change=${(/** @type {any} */ event) => (this.chosen = { ...this.chosen, version: event.target.value })}>
          <option value="" ?selected=${this.chosen.version === ""}>${words.relateNewest}</option>
          ${artifact?.versions.map(({ version, versionName, status }) => html`<option value=${version} ?selected=${this.chosen.version === version}>${words.version(version)}${versionName ? ` · ${versionName}` : ""} · ${words.statusOf(status ?? "")}</option>`)}
        </select>
      </label>
    `;
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    if (this.asked === undefined || this.chosen.artifactId === "") return;
    const { artifactId, version } = this.chosen;
    void this.#make({ change: "relate", ...this.asked, artifactId, ...(version ? { version } : {}) });
  }

  /** @param {import("../../js/index.js").Change} change */
  async #make(change) {
    const { asked } = this;
    const made = await this.store.apply(change).catch((error) => ({ ok: false, diagnostics: [], error }));
    if (!made.ok) {
      const catalogue = await catalogueOf(this.language).catch(() => undefined);
      const said = made.diagnostics.filter(({ severity }) => severity === "error").map((/** @type {Diagnostic} */ found) => message(found, catalogue));
      this.refused = said.length > 0 ? said : [this.words.notMade];
      return;
    }
    this.#dialog?.close();
    this.dispatchEvent(new CustomEvent("related", { bubbles: true, composed: true, detail: asked }));
  }

  /** @param {string} serviceId @param {string} literal */
  #relation(serviceId, literal) {
    const service = shownOf(this.store.manifest).services.find(({ id }) => id === serviceId);
    return service?.relations.find((relation) => relation.literal === literal);
  }

  /** All artifacts, the likeliest first: by the literals that lead to them already, their names and their images. @param {string} literal @returns {Candidate[]} */
  #candidates(literal) {
    const { artifacts, services } = shownOf(this.store.manifest);
    const leading = services.flatMap(({ relations }) => relations);
    const judged = artifacts.map((artifact) => {
      const texts = [
        ...leading.flatMap((relation) => (relation.artifactId === artifact.id ? [relation.literal] : [])),
        ...(artifact.name ? [artifact.name] : []),
        ...artifact.versions.flatMap(({ source, images }) => [source.imageId, ...[...images.values()].map(({ imageId }) => imageId)].flatMap((id) => id ?? [])),
      ];
      const [best] = texts.map((text) => ({ text, score: likeness(literal, text) })).sort((a, b) => b.score - a.score);
      return { artifact, score: best?.score ?? 0, by: best && best.score >= LIKELY ? best.text : undefined };
    });
    return judged.sort((a, b) => b.score - a.score || ((a.artifact.name ?? "") < (b.artifact.name ?? "") ? -1 : 1));
  }
}

customElements.define("eir-relate", Relate);
