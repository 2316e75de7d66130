/** The dialog that shares a service with many accounts: what was pasted is shown, id by id, before anything is changed. */

import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import * as icons from "../icons.js";
import { CUSTOMER_PERMISSIONS, RESELLER_PERMISSIONS } from "./model.js";
import { countFates, readPasted } from "./pasted.js";
import { Rows } from "./rows.js";
import { dialogStyle, Section } from "./section.js";

/** @import { AccountType, Permission } from "../../../js/index.js" */
/** @import { Fate, Pasted } from "./pasted.js" */

/** The height of a row, in pixels. */
const ROW = 32;

/** From so many characters on, text is put into the field at once: browsers type it in, line by line. */
const LARGE = 20_000;

/** What is of interest first. @type {Fate[]} */
const FATES = ["bad", "overruled", "again", "changed", "new", "same"];

/** @type {Record<Fate, string>} */
const KINDS = { bad: "bad", overruled: "wait", again: "wait", changed: "", new: "good", same: "" };

export class Share extends Section {
  static properties = { ...Section.properties, text: { state: true }, permission: { state: true }, type: { state: true } };

  static styles = [
    ...dialogStyle,
    css`
      textarea { font-family: var(--_mono); font-size: 0.8125rem; block-size: 7rem; field-sizing: fixed; white-space: pre; }
      .counts { display: flex; flex-wrap: wrap; gap: calc(var(--_space) * 1.5); min-block-size: 1.75rem; }
      .table { border: 1px solid var(--_line); border-radius: var(--_radius); overflow: hidden; font-size: var(--_small); }
      .rows { block-size: 12rem; overflow-y: auto; scrollbar-gutter: stable; }
      .all { position: relative; }
      .tr { display: grid; grid-template-columns: 3.5rem minmax(9rem, 13rem) minmax(0, 1fr); gap: calc(var(--_space) * 2); align-items: center; padding-inline: calc(var(--_space) * 3); }
      .rows .tr { position: absolute; inset-inline: 0; border-block-end: 1px solid var(--_line); }
      .tr > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .th { min-block-size: calc(var(--_space) * 8); color: var(--_muted); background: var(--_sunken); }
      .line { color: var(--_muted); }
      .fate.bad { color: var(--_bad); }
      .fate.wait { color: var(--_wait); }
      .fate.good { color: var(--_good); }
      .empty { display: grid; place-content: center; block-size: calc(12rem + var(--_space) * 8 + 2px); border: 1px dashed var(--_line); border-radius: var(--_radius); color: var(--_muted); text-align: center; }
    `,
  ];

  constructor() {
    super();
    this.text = "";
    /** @type {Permission} */
    this.permission = "Deployable";
    /** @type {AccountType} */
    this.type = "SharedAccount";
    this.rows = new Rows(this, { size: ROW });
  }

  /** @type {Pasted[]} */
  #pasted = [];
  /** What `#pasted` was read from. @type {unknown[]} */
  #of = [];

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector("dialog"));
  }

  open() {
    this.text = "";
    this.refusal = [];
    this.base = this.store.manifest;
    this.#dialog.showModal();
  }

  willUpdate() {
    const of = [this.text, this.permission, this.type, this.service.accounts];
    if (of.every((part, at) => part === this.#of[at])) return;
    this.#of = of;
    const pasted = readPasted(this.text, { permission: this.permission, type: this.type }, this.service.accounts);
    this.#pasted = pasted.sort((one, other) => FATES.indexOf(one.fate) - FATES.indexOf(other.fate));
  }

  render() {
    const { words } = this;
    const counts = countFates(this.#pasted);
    const made = counts.new + counts.changed;
    const permissions = this.type === "Reseller" ? [...RESELLER_PERMISSIONS, ...CUSTOMER_PERMISSIONS] : CUSTOMER_PERMISSIONS;
    return html`
      <dialog aria-labelledby="title" @close=${() => (this.text = "")}>
        <form @submit=${(/** @type {Event} */ event) => { event.preventDefault(); void this.#share(); }}>
          <h2 id="title">${words.serviceAccountsAdd}</h2>
          <div class="field">
            <label for="uids">${words.serviceAccountsIds}</label>
            <textarea id="uids" autofocus spellcheck="false" autocomplete="off" aria-describedby="hint" .value=${live(this.text)} @paste=${this.#paste} @input=${(/** @type {any} */ event) => (this.text = event.target.value)}></textarea>
            <span class="hint" id="hint">${words.serviceAccountsIdsHint}</span>
          </div>
          <div class="two">
            <div class="field">
              <label for="type">${words.serviceAccountType}</label>
              <select id="type" @change=${(/** @type {any} */ event) => this.#setType(event.target.value)}>
                ${/** @type {const} */ (["SharedAccount", "Reseller"]).map((type) => html`<option value=${type} .selected=${type === this.type}>${words.serviceAccountTypeOf(type)}</option>`)}
              </select>
            </div>
            <div class="field">
              <label for="permission">${words.servicePermission}</label>
              <select id="permission" @change=${(/** @type {any} */ event) => (this.permission = event.target.value)}>
                ${permissions.map((permission) => html`<option value=${permission} .selected=${permission === this.permission}>${words.servicePermissionOf(permission)}</option>`)}
              </select>
              <span class="hint">${words.servicePermissionMeans(this.permission)}</span>
            </div>
          </div>
          <p class="counts" role="status">${FATES.filter((fate) => counts[fate] > 0).map((fate) => html`<span class="badge ${KINDS[fate]}">${fate === "bad" ? icons.failure : nothing}${words.servicePastedCount(fate, counts[fate])}</span>`)}</p>
          ${this.#pasted.length === 0 ? html`<p class="empty">${words.servicePastedNothing}</p>` : this.rows.render(this.#pasted, {
            label: words.servicePasted,
            head: html`<span role="columnheader">${words.servicePastedLine}</span><span role="columnheader">${words.serviceAccount}</span><span role="columnheader">${words.servicePastedFate}</span>`,
            key: (pasted) => pasted,
            row: (pasted) => this.#row(pasted),
          })}
          ${this.refused()}
          <div class="actions">
            <button type="button" @click=${() => this.#dialog.close()}>${words.cancel}</button>
            <button class="main" ?disabled=${made === 0}>${counts.bad > 0 ? words.serviceShareGood(made) : words.serviceShareWith(made)}</button>
          </div>
        </form>
      </dialog>
    `;
  }

  /** @param {Pasted} pasted */
  #row({ uid, line, fate, permission, before, reason, type }) {
    const { words } = this;
    const said = {
      bad: () => words.servicePastedBad(reason ?? "shape"),
      overruled: () => words.servicePastedOverruled,
      again: () => words.servicePastedAgain,
      same: () => words.servicePastedSame(words.servicePermissionOf(permission)),
      changed: () => words.servicePastedChanged(words.servicePermissionOf(before ?? ""), words.servicePermissionOf(permission)),
      new: () => words.servicePastedNew(words.servicePermissionOf(permission)),
    }[fate]();
    return html`
      <span role="cell" class="line">${line}</span>
      <code role="cell" title=${uid}>${uid}</code>
      <span role="cell" class="fate ${KINDS[fate]}" title=${said}>${said}${type === "Reseller" && fate !== "bad" ? html` · ${words.serviceAccountTypeOf(type)}` : nothing}</span>
    `;
  }

  /** @param {AccountType} type */
  #setType(type) {
    this.type = type;
    if (type === "Reseller") this.permission = "Authorized";
    else if (RESELLER_PERMISSIONS.includes(this.permission)) this.permission = "Deployable";
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length < LARGE) return;
    event.preventDefault();
    const field = /** @type {HTMLTextAreaElement} */ (event.target);
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    this.text = field.value;
  }

  async #share() {
    const { words, service } = this;
    const accounts = this.#pasted
      .filter(({ fate }) => fate === "new" || fate === "changed")
      .map(({ uid, permission, type }) => ({ uid, permission, ...(type === "Reseller" && { type }) }));
    if (accounts.length === 0) return;
    if (await this.apply({ change: "share", serviceId: service.id, accounts }, words.serviceSharedWith(accounts.length))) this.#dialog.close();
  }
}

customElements.define("eir-service-share", Share);
