/** The dialog of one template: its name, its file, its regions. */

import "./regions.js";

import { css, html } from "lit";

import * as core from "../../elements/core.js";
import { keyOf } from "../templates.js";
import { dialogStyle, Section } from "./section.js";

/** @import { Entry } from "./model.js" */

export class EntryForm extends Section {
  static properties = { ...Section.properties, entry: { state: true }, covered: { state: true } };

  static styles = [
    ...dialogStyle,
    css`
      fieldset.outer { display: grid; gap: calc(var(--_space) * 2); }
      legend { margin-block-end: calc(var(--_space) * 2); }
    `,
  ];

  constructor() {
    super();
    /** What is being written. @type {{ name: string, path: string, regions: string[] }} */
    this.entry = { name: "", path: "", regions: [] };
    /** @type {string[] | undefined} */
    this.covered = undefined;
  }

  /** What is being changed. @type {Entry | undefined} */
  #before;

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector("dialog"));
  }

  /** @param {string} name of the template */
  open(name) {
    this.#before = this.service.templates.find((entry) => entry.name === name);
    if (this.#before === undefined) return;
    this.entry = { name, path: this.#before.path ?? "", regions: this.#before.allowedRegions };
    this.refusal = [];
    this.base = this.store.manifest;
    this.covered = undefined;
    void this.#cover(name);
    this.#dialog.showModal();
  }

  render() {
    const { words, entry } = this;
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${(/** @type {Event} */ event) => { event.preventDefault(); void this.#save(); }}>
          <h2 id="title">${words.serviceTemplateEdit}</h2>
          <div class="two">
            <div class="field"><label for="name">${words.serviceTemplateName}</label><input id="name" autocomplete="off" spellcheck="false" .value=${entry.name} @input=${(/** @type {any} */ event) => (this.entry = { ...this.entry, name: event.target.value })}></div>
            <div class="field"><label for="path">${words.serviceTemplatePath}</label><input id="path" autocomplete="off" spellcheck="false" .value=${entry.path} @input=${(/** @type {any} */ event) => (this.entry = { ...this.entry, path: event.target.value })}><span class="hint">${words.serviceTemplatePathHint}</span></div>
          </div>
          <fieldset class="outer">
            <legend>${words.serviceTemplateRegions}</legend>
            <eir-service-regions .chosen=${entry.regions} .covered=${this.covered} .language=${this.language} .words=${words} @regions-change=${(/** @type {CustomEvent} */ event) => (this.entry = { ...this.entry, regions: event.detail.regions })}></eir-service-regions>
          </fieldset>
          ${this.refused()}
          <div class="actions">
            <button type="button" @click=${() => this.#dialog.close()}>${words.cancel}</button>
            <button class="main">${words.saveChange}</button>
          </div>
        </form>
      </dialog>
    `;
  }

  /** The regions that every image of the template has reached, as the core's matrix has them. @param {string} name */
  async #cover(name) {
    const { store, service } = this;
    const text = store.templates.get(keyOf(service.id, name))?.bytes;
    const question = { service: service.id, accounts: [], ...(text && { text }) };
    const matrix = await core.matrix(store.manifest, question, {}, { lane: this }).catch(() => undefined);
    if (!matrix?.ok || matrix.rows.length === 0 || this.#before?.name !== name) return;
    const { regions, rows, images } = matrix;
    this.covered = regions.filter((_, at) => rows.every((_, row) => images[row * regions.length + at] !== 0));
  }

  async #save() {
    const { words, service, store, entry } = this;
    const before = this.#before;
    if (before === undefined) return;
    const { name, path, regions } = entry;
    const isRenamed = name !== before.name;
    const haveMoved = JSON.stringify(regions) !== JSON.stringify(before.allowedRegions);
    const changed = { ...(isRenamed && { name }), ...(path !== (before.path ?? "") && { path }), ...(haveMoved && { allowedRegions: regions }) };
    if (Object.keys(changed).length === 0) return this.#dialog.close();
    const stored = store.templates.get(keyOf(service.id, before.name));
    if (!(await this.apply({ change: "update-template", serviceId: service.id, template: before.name, ...changed }, words.serviceTemplateSaved(name)))) return;
    // The text is there under both names, so that undo finds it.
    if (isRenamed && stored) await store.templates.set(keyOf(service.id, name), stored.bytes, stored.filename);
    this.dispatchEvent(new CustomEvent("renamed", { detail: { name } }));
    this.#dialog.close();
  }
}

customElements.define("eir-service-entry", EntryForm);
