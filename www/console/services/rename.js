/** The dialog of a service's name. */

import { css, html } from "lit";

import { Section, sectionStyle } from "./section.js";

export class Rename extends Section {
  static properties = { ...Section.properties, name: { state: true } };

  static styles = [...sectionStyle, css`:host { display: contents; } dialog { inline-size: min(30rem, calc(100vi - var(--_space) * 6)); }`];

  constructor() {
    super();
    this.name = "";
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector("dialog"));
  }

  open() {
    this.name = this.service.name ?? "";
    this.refusal = [];
    this.base = this.store.manifest;
    this.#dialog.showModal();
  }

  render() {
    const { words } = this;
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${(/** @type {Event} */ event) => { event.preventDefault(); void this.#rename(); }}>
          <h2 id="title">${words.serviceRename}</h2>
          <div class="field"><label for="name">${words.serviceName}</label><input id="name" autofocus autocomplete="off" .value=${this.name} @input=${(/** @type {any} */ event) => (this.name = event.target.value)}><span class="hint">${words.serviceNameHint}</span></div>
          ${this.refused()}
          <div class="actions"><button type="button" @click=${() => this.#dialog.close()}>${words.cancel}</button><button class="main">${words.saveChange}</button></div>
        </form>
      </dialog>
    `;
  }

  async #rename() {
    const { words, service, name } = this;
    if (name.trim() === (service.name ?? "")) return this.#dialog.close();
    if (await this.apply({ change: "rename-service", serviceId: service.id, name: name.trim() }, words.serviceRenamed(name.trim()))) this.#dialog.close();
  }
}

customElements.define("eir-service-rename", Rename);
