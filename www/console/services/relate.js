/** The dialog in which a literal gets its artifact and version. */

import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { shownOf } from "../../elements/manifest.js";
import * as icons from "../icons.js";
import { candidates, isNumber } from "./candidates.js";
import { servicesOf } from "./model.js";
import { Section, sectionStyle } from "./section.js";

/** @import { Version } from "../../elements/manifest.js" */
/** @import { Candidate } from "./candidates.js" */

/** How many artifacts are shown at once. */
const SHOWN = 60;

/** The newest version that serves, whichever that is when someone deploys. */
const NEWEST = "";

export class Relate extends Section {
  static properties = { ...Section.properties, literal: { state: true }, sought: { state: true }, chosen: { state: true } };

  static styles = [
    ...sectionStyle,
    css`
      :host { display: contents; }
      dialog { inline-size: min(50rem, calc(100vi - var(--_space) * 6)); }
      .literal { padding: calc(var(--_space) * 2) calc(var(--_space) * 3); border-radius: var(--_radius); background: var(--_sunken); }
      .list { display: grid; gap: calc(var(--_space) * 2); max-block-size: min(26rem, 50vb); overflow-y: auto; padding: 2px; }
      .artifact { display: grid; gap: calc(var(--_space) * 2); padding: calc(var(--_space) * 3); border: 1px solid var(--_line); border-radius: var(--_radius); }
      .artifact:has(:checked) { border-color: var(--_accent); }
      .artifact > legend { float: inline-start; inline-size: 100%; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 calc(var(--_space) * 2); }
      .artifact > legend code { color: var(--_muted); font-weight: 400; }
      .artifact > * { clear: both; }
      .version { display: grid; grid-template-columns: auto minmax(6rem, 9rem) minmax(0, 1fr) auto; align-items: center; gap: calc(var(--_space) * 2); min-block-size: calc(var(--_space) * 8); padding-inline: calc(var(--_space) * 2); border-radius: var(--_radius); cursor: pointer; }
      .version:hover { background: var(--_sunken); }
      .version:has(:checked) { background: var(--_accent-soft); }
      .version .muted { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .why { font-size: var(--_small); }
      @media (width < 34rem) { .version { grid-template-columns: auto minmax(0, 1fr) auto; } .version .name { display: none; } }
    `,
  ];

  constructor() {
    super();
    this.literal = "";
    this.sought = "";
    /** @type {{ artifact: string, version: string } | undefined} */
    this.chosen = undefined;
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector("dialog"));
  }

  /** @param {string} literal */
  open(literal) {
    this.literal = literal;
    this.sought = "";
    this.refusal = [];
    this.base = this.store.manifest;
    const now = this.service.relations.find((relation) => relation.literal === literal);
    const [first] = this.#candidates();
    if (now) this.chosen = { artifact: now.artifactId, version: now.version ?? NEWEST };
    else this.chosen = first?.reason ? { artifact: first.artifact.id, version: first.proposed ?? NEWEST } : undefined;
    this.#dialog.showModal();
    void this.updateComplete.then(() => this.renderRoot.querySelector("input:checked")?.scrollIntoView({ block: "nearest" }));
  }

  #candidates() {
    const { document, manifest } = this.store;
    return candidates(this.literal, this.service, shownOf(manifest).artifacts, servicesOf(document));
  }

  render() {
    const { words, service } = this;
    const all = this.literal === "" ? [] : this.#candidates();
    const wanted = this.sought.trim().toLowerCase();
    const found = all.filter(({ artifact }) => [artifact.name, artifact.id, artifact.description].some((text) => text?.toLowerCase().includes(wanted)));
    const isRelated = service.relations.some(({ literal }) => literal === this.literal);
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${(/** @type {Event} */ event) => { event.preventDefault(); void this.#relate(); }}>
          <h2 id="title">${isRelated ? words.serviceRelateChange : words.serviceRelate}</h2>
          <p class="literal"><code>${this.literal}</code></p>
          <input type="search" aria-label=${words.serviceRelateSearch} placeholder=${words.serviceRelateSearch} .value=${live(this.sought)} @input=${(/** @type {any} */ event) => (this.sought = event.target.value)}>
          <div class="list" role="radiogroup" aria-label=${words.serviceRelateChoices}>
            ${found.slice(0, SHOWN).map((candidate) => this.#artifact(candidate))}
            ${found.length === 0 ? html`<p class="quiet">${all.length === 0 ? words.noArtifacts : words.noneFound}</p>` : nothing}
            ${found.length > SHOWN ? html`<p class="quiet">${words.serviceRelateMore(found.length - SHOWN)}</p>` : nothing}
          </div>
          ${this.#note(all)}
          ${this.refused()}
          <div class="actions">
            <button type="button" @click=${() => this.#dialog.close()}>${words.cancel}</button>
            <button class="main" ?disabled=${this.chosen === undefined}>${isRelated ? words.saveChange : words.serviceRelateDo}</button>
          </div>
        </form>
      </dialog>
    `;
  }

  /** @param {Candidate} candidate */
  #artifact({ artifact, versions, reason, because }) {
    const { words } = this;
    const serves = versions.some(({ version, status }) => isNumber(version) && (status === "Available" || status === "Delivering"));
    return html`
      <fieldset class="artifact">
        <legend>${artifact.name ?? artifact.id} <code class="small">${artifact.id}</code></legend>
        ${reason ? html`<p class="why"><span class="badge good">${icons.good}${words.serviceRelateReason(reason, because ?? "")}</span></p>` : nothing}
        <div>
          ${versions.map((version) => this.#version(artifact.id, version))}
          ${serves ? html`
            <label class="version">
              <input type="radio" name="version" .checked=${live(this.chosen?.artifact === artifact.id && this.chosen.version === NEWEST)} @change=${() => (this.chosen = { artifact: artifact.id, version: NEWEST })}>
              <span>${words.serviceRelateNewest}</span><span class="muted name">${words.serviceRelateNewestText}</span>
            </label>
          ` : nothing}
        </div>
      </fieldset>
    `;
  }

  /** @param {string} artifact @param {Version} version */
  #version(artifact, { version, versionName, status, images, source }) {
    const { words } = this;
    const ready = [...images].filter(([region, { status }]) => status === "Available" && region !== source.regionId).length + (source.regionId ? 1 : 0);
    const isDraft = version === "draft";
    return html`
      <label class="version">
        <input type="radio" name="version" .checked=${live(this.chosen?.artifact === artifact && this.chosen.version === version)} @change=${() => (this.chosen = { artifact, version })}>
        <span>${words.version(version)}</span>
        <span class="muted name">${versionName}${versionName ? " · " : ""}${isDraft ? words.serviceRelateDraftRegions(source.regionId ?? "") : words.someRegions(ready)}</span>
        <span class="badge ${status === "Available" ? "good" : status === "CreateFailed" || status === "ScanFailed" ? "bad" : isDraft ? "" : "wait"}">${words.statusOf(status ?? "")}</span>
      </label>
    `;
  }

  /** What choosing a draft, or no version, means. @param {Candidate[]} all */
  #note(all) {
    const { words, chosen, service } = this;
    if (chosen === undefined) return nothing;
    if (chosen.version === "draft") {
      const draft = all.find(({ artifact }) => artifact.id === chosen.artifact)?.versions.find(({ version }) => version === "draft");
      const isOnline = service.status === "Online";
      return html`<p class="note ${isOnline ? "wait" : ""}">${isOnline ? icons.warning : icons.note}<span>${words.serviceRelateDraft(draft?.source.regionId ?? "")}</span></p>`;
    }
    return chosen.version === NEWEST ? html`<p class="note">${icons.note}<span>${words.serviceRelateNewestNote}</span></p>` : nothing;
  }

  async #relate() {
    const { words, service, literal, chosen } = this;
    if (chosen === undefined) return;
    const { artifact: artifactId, version } = chosen;
    const name = shownOf(this.store.manifest).artifacts.find(({ id }) => id === artifactId)?.name ?? artifactId;
    const change = { change: /** @type {const} */ ("relate"), serviceId: service.id, literal, artifactId, ...(version !== NEWEST && { version }) };
    if (await this.apply(change, words.serviceRelated(literal, name))) this.#dialog.close();
  }
}

customElements.define("eir-service-relate", Relate);
