/** The templates of a service: their texts, their names, where they may be deployed. */

import "./entry.js";

import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { bin, pencil } from "../../elements/icons.js";
import { byArea, areaNames, regionName } from "../../elements/regions.js";
import { choose, dropped } from "../files.js";
import * as icons from "../icons.js";
import { address } from "../router.js";
import { keyOf } from "../templates.js";
import { Analyses } from "./analysis.js";
import { ACCEPTED, additions, asTemplates, keepTexts } from "./intake.js";
import { Section, sectionStyle } from "./section.js";

/** @import { Given } from "../files.js" */
/** @import { EntryForm } from "./entry.js" */
/** @import { Entry } from "./model.js" */

class Templates extends Section {
  static properties = { ...Section.properties, isOver: { state: true }, pasted: { state: true } };

  static styles = [
    ...sectionStyle,
    css`
      .template { scroll-margin-block-start: 6rem; }
      .template.meant { border-color: var(--_accent); box-shadow: 0 0 0 1px var(--_accent); }
      .titled { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--_space) calc(var(--_space) * 3); min-inline-size: 0; }
      .facts { display: flex; flex-wrap: wrap; gap: var(--_space) calc(var(--_space) * 4); color: var(--_muted); font-size: var(--_small); }
      .chips { display: grid; gap: calc(var(--_space) * 1.5); }
      .chips > div { display: flex; flex-wrap: wrap; align-items: center; gap: calc(var(--_space) * 1.5); }
      .chips dt, .area { color: var(--_muted); font-size: var(--_small); }
      .chip { display: inline-flex; align-items: center; gap: calc(var(--_space) * 1.5); padding: 0 calc(var(--_space) * 2); border: 1px solid var(--_line); border-radius: 99px; background: var(--_sunken); font-size: var(--_small); line-height: calc(var(--_space) * 5.5); }
      .chip code { color: var(--_muted); }
      .drop { display: grid; justify-items: center; gap: calc(var(--_space) * 2); padding: calc(var(--_space) * 6) calc(var(--_space) * 4); border: 1.5px dashed var(--_edge); border-radius: calc(var(--_radius) + 2px); text-align: center; }
      .drop.over { border-color: var(--_accent); background: var(--_accent-soft); }
      .drop .row { justify-content: center; }
      .drop.slim { padding: calc(var(--_space) * 3); }
      textarea { font-family: var(--_mono); font-size: 0.8125rem; min-block-size: 14rem; white-space: pre; overflow: auto; }
      dialog { inline-size: min(48rem, calc(100vi - var(--_space) * 6)); }
    `,
  ];

  constructor() {
    super();
    this.isOver = false;
    /** What is pasted as a template, while it is. */
    this.pasted = "";
    this.analyses = new Analyses(this);
  }

  render() {
    const { words, service } = this;
    return html`
      ${this.refused()}
      ${service.templates.length === 0 ? html`<p class="muted">${words.serviceTemplatesNone}</p>` : nothing}
      ${repeat(service.templates, ({ name }) => name, (entry) => this.#template(entry))}
      <div class="drop ${this.isOver ? "over" : ""}" @dragover=${this.#over} @dragleave=${() => (this.isOver = false)} @drop=${(/** @type {DragEvent} */ event) => void this.#drop(event)}>
        <strong>${words.serviceTemplatesAdd}</strong>
        <span class="muted">${words.serviceTemplatesAddText}</span>
        <span class="row">
          <button class="main" @click=${() => void this.#choose()}>${icons.upload}${words.serviceTemplatesChoose}</button>
          <button @click=${() => this.#openPaste()}>${icons.template}${words.serviceTemplatesPaste}</button>
        </span>
      </div>
      <dialog aria-labelledby="paste-title" @close=${() => (this.pasted = "")}>
        <form @submit=${(/** @type {Event} */ event) => { event.preventDefault(); void this.#paste(); }}>
          <h2 id="paste-title">${words.serviceTemplatesPaste}</h2>
          <div class="field">
            <label for="paste">${words.serviceTemplateText}</label>
            <textarea id="paste" autofocus spellcheck="false" .value=${this.pasted} @input=${(/** @type {any} */ event) => (this.pasted = event.target.value)}></textarea>
            <span class="hint">${words.serviceTemplatesFormats}</span>
          </div>
          <div class="actions">
            <button type="button" @click=${() => this.renderRoot.querySelector("dialog")?.close()}>${words.cancel}</button>
            <button class="main" ?disabled=${this.pasted.trim() === ""}>${words.serviceTemplatesAdd}</button>
          </div>
        </form>
      </dialog>
      <eir-service-entry .store=${this.store} .service=${service} .language=${this.language} .words=${words} @renamed=${(/** @type {CustomEvent} */ event) => (this.at = event.detail.name)}></eir-service-entry>
    `;
  }

  /** @param {Entry} entry */
  #template(entry) {
    const { words, service } = this;
    const { name, path, allowedRegions } = entry;
    const stored = this.analyses.stored(service, name);
    const analysis = this.analyses.of(stored);
    const errors = analysis?.diagnostics.filter(({ severity, code }) => severity === "error" && code !== "image-not-literal").length ?? 0;
    return html`
      <section class="card template ${name === this.at ? "meant" : ""}" data-name=${name} aria-label=${name}>
        <div class="bar">
          <div class="titled">
            <h2>${stored ? html`<a href=${address(["template"], { service: service.id, template: name })}>${name}</a>` : name}</h2>
            ${path === undefined ? nothing : html`<code class="muted">${path}</code>`}
          </div>
          <span class="row">
            <button class="small" aria-label=${`${words.serviceTemplateEdit}: ${name}`} @click=${() => this.#form.open(name)}>${pencil}${words.serviceTemplateEdit}</button>
            ${stored ? html`<button class="small" aria-label=${`${words.serviceTemplateReplace}: ${name}`} @click=${() => void this.#replace(entry)}>${icons.upload}${words.serviceTemplateReplace}</button>` : nothing}
            <button class="small danger" aria-label=${`${words.serviceTemplateRemove}: ${name}`} @click=${() => void this.#remove(entry)}>${bin}${words.serviceTemplateRemove}</button>
          </span>
        </div>
        ${stored === undefined ? html`
          <div class="note wait"><span>${icons.warning}</span><span>${words.serviceTemplateMissing}</span><span class="row"><button class="small" @click=${() => void this.#replace(entry)}>${icons.upload}${words.serviceTemplateGive}</button></span></div>
        ` : html`
          <p class="facts">
            <span>${analysis?.format ? words.serviceFormatOf(analysis.format) : analysis ? words.serviceFormatUnknown : "…"}</span>
            <span>${words.serviceBytes(stored.bytes.length)}</span>
            <span>${analysis ? words.serviceSites(analysis.sites.length) : "…"}</span>
            ${errors > 0 ? html`<a href=${address(["check"], { service: service.id })}><span class="badge bad">${icons.failure}${words.serviceErrors(errors)}</span></a>` : nothing}
          </p>
        `}
        <div class="chips">
          ${allowedRegions.length === 0 ? html`<div><span class="chip">${icons.globe}${words.serviceRegionsNone}</span></div>` : byArea(allowedRegions).map(({ area, ids }) => html`
            <div><span class="area">${areaNames[area][this.language]}</span>${ids.map((id) => html`<span class="chip">${regionName(id, this.language)}${regionName(id, this.language) === id ? nothing : html`<code>${id}</code>`}</span>`)}</div>
          `)}
        </div>
      </section>
    `;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has("at") && this.at) this.renderRoot.querySelector(".meant")?.scrollIntoView({ block: "nearest" });
  }

  get #form() {
    return /** @type {EntryForm} */ (this.renderRoot.querySelector("eir-service-entry"));
  }

  /** @param {DragEvent} event */
  #over(event) {
    if (!event.dataTransfer?.types.some((type) => type === "Files" || type === "text/plain")) return;
    event.preventDefault();
    this.isOver = true;
  }

  /** @param {DragEvent} event */
  async #drop(event) {
    this.isOver = false;
    if (event.dataTransfer === null) return;
    event.preventDefault();
    const text = event.dataTransfer.getData("text/plain");
    const { files, left } = await dropped(event.dataTransfer);
    if (files.length === 0 && text) files.push(given(text));
    await this.#add(files);
    if (left > 0) this.notify(this.words.leftOut(left), "wait");
  }

  async #choose() {
    await this.#add(await choose({ accept: ACCEPTED, multiple: true }));
  }

  #openPaste() {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  async #paste() {
    await this.#add([given(this.pasted)]);
    this.renderRoot.querySelector("dialog")?.close();
  }

  /** @param {Given[]} files */
  async #add(files) {
    if (files.length === 0) return;
    const { store, service, words } = this;
    const { added, given } = asTemplates(files, service, store);
    // The texts first: whoever sees the template sees its text.
    await keepTexts(store, service.id, [...added, ...given]);
    if (added.length > 0 && !(await this.apply(additions(service.id, added)))) {
      for (const { name } of added) await store.templates.delete(keyOf(service.id, name));
      return;
    }
    this.notify(words.serviceTemplatesAdded(added.length + given.length), "good");
    this.at = added[0]?.name ?? given[0]?.name ?? "";
  }

  /** @param {Entry} entry */
  async #replace({ name }) {
    const { store, service, words } = this;
    const [file] = await choose({ accept: ACCEPTED, multiple: true });
    if (file === undefined) return;
    const before = this.analyses.stored(service, name);
    const key = keyOf(service.id, name);
    await store.templates.set(key, file.bytes, file.path.split("/").at(-1) ?? file.path);
    const action = before && { label: words.undo, run: () => void store.templates.set(key, before.bytes, before.filename) };
    this.notify(words.serviceTemplateReplaced(name), "good", action);
  }

  /** Its text stays in the browser, so that undo has it again. @param {Entry} entry */
  async #remove({ name }) {
    const { service, words } = this;
    if (!(await this.apply({ change: "remove-template", serviceId: service.id, template: name }, words.serviceTemplateRemoved(name)))) return;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".template button, .drop button"))?.focus();
  }
}

/** Text as a file. @param {string} text @returns {Given} */
function given(text) {
  const isJson = /^\s*\{/.test(text);
  const isTerraform = /^\s*(?:resource|variable|provider|terraform|data|module|locals|output)\b[^:]*[{"]/m.test(text) && !/ROSTemplateFormatVersion/.test(text);
  return { path: `template.${isJson ? "json" : isTerraform ? "tf" : "yaml"}`, bytes: new TextEncoder().encode(text) };
}

customElements.define("eir-service-templates", Templates);
