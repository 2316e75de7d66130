/** The form of a new service. What is wrong with it the core says while it is written. */

import { css, html, nothing } from "lit";

import * as core from "../../elements/core.js";
import { choose, dropped } from "../files.js";
import * as icons from "../icons.js";
import { address } from "../router.js";
import { ACCEPTED, additions, asTemplates, keepTexts } from "./intake.js";
import { Section, sectionStyle } from "./section.js";
import { shareTypes, shareTypeStyle } from "./sharing.js";

/** @import { Change, Diagnostic, ShareType } from "../../../js/index.js" */
/** @import { Given } from "../files.js" */
/** @import { Added } from "./intake.js" */
/** @import { Service } from "./model.js" */

/** An id as the cloud gives them: twenty hexadecimal digits. */
const newId = () => `service-${Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;

class Create extends Section {
  static properties = { ...Section.properties, name: { state: true }, serviceId: { state: true }, shareType: { state: true }, templates: { state: true }, found: { state: true }, isOver: { state: true } };

  static styles = [
    ...sectionStyle,
    shareTypeStyle,
    css`
      form { display: grid; gap: calc(var(--_space) * 4); max-inline-size: 64rem; }
      .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: calc(var(--_space) * 4); }
      .drop { display: flex; flex-wrap: wrap; align-items: center; gap: calc(var(--_space) * 2) calc(var(--_space) * 4); padding: calc(var(--_space) * 4); border: 1.5px dashed var(--_edge); border-radius: var(--_radius); }
      .drop.over { border-color: var(--_accent); background: var(--_accent-soft); }
      ul.added { display: grid; gap: var(--_space); }
      ul.added li { display: flex; align-items: center; gap: calc(var(--_space) * 2); }
      .room { min-block-size: 1.4em; }
      .actions { display: flex; flex-wrap: wrap; gap: calc(var(--_space) * 2); }
    `,
  ];

  constructor() {
    super();
    this.name = "";
    this.serviceId = newId();
    /** @type {ShareType} */
    this.shareType = "Restricted";
    /** @type {Added[]} */
    this.templates = [];
    /** What the core has against it as it is. @type {Diagnostic[]} */
    this.found = [];
    this.isOver = false;
  }

  /** @returns {Change[]} */
  get #changes() {
    const name = this.name.trim();
    return [{ change: "create-service", serviceId: this.serviceId, ...(name && { name }), shareType: this.shareType }, ...additions(this.serviceId, this.templates)];
  }

  #asked = "";

  willUpdate() {
    const asked = JSON.stringify(this.#changes);
    if (asked === this.#asked) return;
    this.#asked = asked;
    core.transition(this.store.manifest, this.#changes, {}, { lane: this }).then(
      (answer) => { if (answer && asked === this.#asked) this.found = answer.diagnostics.filter(({ severity }) => severity === "error"); },
      () => (this.#asked = ""),
    );
  }

  render() {
    const { words } = this;
    const ofId = this.found.filter(({ pointer }) => pointer === "/0/serviceId");
    return html`
      <form @submit=${(/** @type {Event} */ event) => { event.preventDefault(); void this.#create(); }}>
        <section class="card">
          <h2>${words.serviceBasics}</h2>
          <div class="two">
            <div class="field">
              <label for="name">${words.serviceName}</label>
              <input id="name" autocomplete="off" .value=${this.name} @input=${(/** @type {any} */ event) => (this.name = event.target.value)}>
              <span class="hint">${words.serviceNameHint}</span>
            </div>
            <div class="field">
              <label for="id">${words.serviceId}</label>
              <input id="id" autocomplete="off" spellcheck="false" aria-invalid=${ofId.length > 0 ? "true" : "false"} aria-describedby="id-said" .value=${this.serviceId} @input=${(/** @type {any} */ event) => (this.serviceId = event.target.value.trim())}>
              <span id="id-said" class="room">${ofId.length > 0 ? html`<span class="finding" role="alert">${icons.failure}<span>${this.said.shown(ofId[0])}</span></span>` : html`<span class="hint">${words.serviceIdHint}</span>`}</span>
            </div>
          </div>
        </section>
        <section class="card">
          <h2>${words.serviceShareType}</h2>
          <p class="muted">${words.serviceShareTypeLead}</p>
          ${shareTypes(words, this.shareType, (shareType) => (this.shareType = shareType))}
        </section>
        <section class="card">
          <h2>${words.serviceTemplates}</h2>
          <div class="drop ${this.isOver ? "over" : ""}" @dragover=${(/** @type {DragEvent} */ event) => { event.preventDefault(); this.isOver = true; }} @dragleave=${() => (this.isOver = false)} @drop=${(/** @type {DragEvent} */ event) => void this.#drop(event)}>
            <button type="button" @click=${() => void this.#choose()}>${icons.upload}${words.serviceTemplatesChoose}</button>
            <span class="muted">${words.serviceTemplatesOptional}</span>
          </div>
          ${this.templates.length === 0 ? nothing : html`
            <ul class="added">${this.templates.map((template) => html`
              <li>${icons.template}<strong>${template.name}</strong><code class="muted">${template.path}</code><button type="button" class="icon plain" aria-label=${words.serviceTemplateLeave(template.name)} @click=${() => (this.templates = this.templates.filter((other) => other !== template))}>${icons.cross}</button></li>
            `)}</ul>
          `}
        </section>
        ${this.refused()}
        <p class="actions"><button class="main" ?disabled=${ofId.length > 0}>${words.serviceCreate}</button><a class="button" href="#/services">${words.cancel}</a></p>
      </form>
    `;
  }

  /** @param {Given[]} files */
  #add(files) {
    // A service that is not there yet, with the templates that it will have.
    /** @type {Service} */
    const service = { id: this.serviceId, title: this.name, accounts: [], relations: [], templates: this.templates.map(({ name }) => ({ name, allowedRegions: [] })) };
    const { added } = asTemplates(files, service, this.store);
    this.templates = [...this.templates, ...added];
  }

  async #choose() {
    this.#add(await choose({ accept: ACCEPTED, multiple: true }));
  }

  /** @param {DragEvent} event */
  async #drop(event) {
    event.preventDefault();
    this.isOver = false;
    if (event.dataTransfer) this.#add((await dropped(event.dataTransfer)).files);
  }

  async #create() {
    const { serviceId, templates, words, store } = this;
    const name = this.name.trim() || serviceId;
    if (!(await this.apply(this.#changes, words.serviceCreated(name)))) return;
    await keepTexts(store, serviceId, templates);
    location.hash = address(["services", serviceId]);
  }
}

customElements.define("eir-service-create", Create);
