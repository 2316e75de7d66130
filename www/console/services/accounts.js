/** The accounts that a service is shared with: all of them, found, changed, removed; and the way to more. */

import "./share.js";

import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { bin } from "../../elements/icons.js";
import * as icons from "../icons.js";
import { capacityOf, CUSTOMER_PERMISSIONS, RESELLER_PERMISSIONS } from "./model.js";
import { Rows } from "./rows.js";
import { Section, sectionStyle } from "./section.js";

/** @import { Permission } from "../../../js/index.js" */
/** @import { Account } from "./model.js" */
/** @import { Share } from "./share.js" */

/** The height of a row, in pixels. */
const ROW = 44;

/** @typedef {{ account: Account, key: string }} Entry */

class Accounts extends Section {
  static properties = { ...Section.properties, sought: { state: true }, permission: { state: true }, picked: { state: true } };

  static styles = [
    ...sectionStyle,
    css`
      .counts { display: flex; flex-wrap: wrap; gap: calc(var(--_space) * 1.5); }
      .filters { display: flex; flex-wrap: wrap; align-items: center; gap: calc(var(--_space) * 2); padding: calc(var(--_space) * 3) calc(var(--_space) * 4); border-block-end: 1px solid var(--_line); }
      .filters input { flex: 1 1 12rem; max-inline-size: 20rem; inline-size: auto; }
      .filters select { inline-size: auto; flex: 0 1 auto; min-inline-size: 0; }
      .filters .spring { flex: 1; }
      .table { font-variant-numeric: tabular-nums; }
      .rows { max-block-size: min(60vb, 40rem); overflow-y: auto; overscroll-behavior: contain; scrollbar-gutter: stable; }
      .rows:focus-visible { outline-offset: -2px; }
      .all { position: relative; }
      .tr { display: grid; grid-template-columns: 2rem minmax(10rem, 14rem) minmax(11rem, 16rem) 7rem minmax(0, 1fr) 2.5rem; align-items: center; gap: calc(var(--_space) * 2); padding-inline: calc(var(--_space) * 4); border-block-end: 1px solid var(--_line); }
      .rows .tr { position: absolute; inset-inline: 0; }
      .rows .tr:hover { background: color-mix(in oklab, var(--_accent-soft), transparent 50%); }
      .rows .tr:has(> .pick input:checked) { background: var(--_accent-soft); }
      .th { min-block-size: calc(var(--_space) * 9); color: var(--_muted); font-size: var(--_small); font-weight: 500; overflow-y: scroll; scrollbar-gutter: stable; scrollbar-width: none; }
      .tr > * { min-inline-size: 0; }
      .pick { display: grid; place-items: center start; }
      .uid { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .means { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--_muted); }
      .tr select { min-block-size: calc(var(--_space) * 7); padding-block: 0; }
      .gone { justify-self: end; }
      button.icon.gone { border-color: transparent; background: none; color: var(--_muted); }
      button.icon.gone:hover { color: var(--_bad); background: var(--_bad-soft); }
      @media (width < 64rem) {
        .tr { grid-template-columns: 1.5rem minmax(0, 1fr) minmax(8.5rem, 12rem) 2.5rem; padding-inline: calc(var(--_space) * 3); }
        .kind, .means { display: none; }
      }
      @media (width < 28rem) {
        .tr { grid-template-columns: 1.25rem minmax(0, 1fr) 7.25rem 2rem; gap: var(--_space); padding-inline: calc(var(--_space) * 2); }
        .uid { font-size: 0.8125rem; }
      }
    `,
  ];

  constructor() {
    super();
    this.sought = "";
    /** @type {string} */
    this.permission = "";
    /** The keys of the accounts that are picked. @type {Set<string>} */
    this.picked = new Set();
    this.rows = new Rows(this, { size: ROW });
  }

  /** What `entries` was made of. @type {Account[] | undefined} */
  #of;
  /** @type {Entry[]} */
  #entries = [];

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("at") && this.at) this.sought = this.at;
    const { accounts } = this.service;
    if (this.#of === accounts) return;
    this.#of = accounts;
    this.#entries = accounts.map((account) => ({ account, key: `${capacityOf(account.type)} ${account.uid}` }));
    const keys = new Set(this.#entries.map(({ key }) => key));
    const kept = [...this.picked].filter((key) => keys.has(key));
    if (kept.length < this.picked.size) this.picked = new Set(kept);
  }

  render() {
    const { words, service } = this;
    const found = this.#found();
    const { accounts } = service;
    const deploying = accounts.filter(({ permission }) => permission === "Deployable" || permission === "DeployableIncludeBeta").length;
    const beta = accounts.filter(({ permission }) => permission?.endsWith("IncludeBeta")).length;
    const resellers = accounts.filter(({ type }) => type === "Reseller").length;
    return html`
      <div class="bar">
        <p class="counts" aria-label=${words.serviceAccounts}>
          <span class="badge">${icons.people}${words.serviceAccountsCount(accounts.length)}</span>
          ${deploying > 0 ? html`<span class="badge good">${words.serviceAccountsDeploy(deploying)}</span>` : nothing}
          ${beta > 0 ? html`<span class="badge">${words.serviceAccountsBeta(beta)}</span>` : nothing}
          ${resellers > 0 ? html`<span class="badge">${words.serviceAccountsResellers(resellers)}</span>` : nothing}
        </p>
        <button class="main" @click=${() => this.#share.open()}>${icons.plus}${words.serviceAccountsAdd}</button>
      </div>
      ${this.#counts()}
      ${this.refused()}
      ${accounts.length === 0 ? html`<div class="card quiet"><p>${words.serviceAccountsNone}</p><p class="small">${words.serviceAccountsNoneText}</p></div>` : html`
        <div class="card flush">
          ${this.#filters(found)}
          ${found.length === 0 ? html`<p class="quiet">${words.serviceAccountsNotFound}</p>` : this.rows.render(found, {
            label: words.serviceAccounts,
            head: html`
              <span role="columnheader" class="pick"><input type="checkbox" aria-label=${words.serviceAccountsPickAll} .checked=${live(this.picked.size > 0 && found.every(({ key }) => this.picked.has(key)))} .indeterminate=${this.picked.size > 0 && !found.every(({ key }) => this.picked.has(key))} @change=${(/** @type {any} */ event) => this.#pickAll(found, event.target.checked)}></span>
              <span role="columnheader">${words.serviceAccount}</span>
              <span role="columnheader">${words.servicePermission}</span>
              <span role="columnheader" class="kind">${words.serviceAccountType}</span>
              <span role="columnheader" class="means">${words.servicePermissionNow}</span>
              <span role="columnheader"><span class="unseen">${words.serviceAccountRemove("")}</span></span>
            `,
            key: ({ key }) => key,
            row: (entry) => this.#row(entry),
          })}
        </div>
      `}
      <eir-service-share .store=${this.store} .service=${service} .language=${this.language} .words=${words}></eir-service-share>
    `;
  }

  get #share() {
    return /** @type {Share} */ (this.renderRoot.querySelector("eir-service-share"));
  }

  /** What the list means for this service, where that is less than it seems. */
  #counts() {
    const { words, service } = this;
    const note = service.shareType === "Public" ? words.serviceAccountsPublic : service.status === "Beta" ? words.serviceAccountsInBeta : service.status === "Online" ? "" : words.serviceAccountsLater;
    return note && service.accounts.length > 0 ? html`<p class="note">${icons.note}<span>${note}</span></p>` : nothing;
  }

  /** @param {Entry[]} found */
  #filters(found) {
    const { words } = this;
    const { size } = this.picked;
    return html`
      <div class="filters">
        <input type="search" aria-label=${words.serviceAccountsSearch} placeholder=${words.serviceAccountsSearch} .value=${live(this.sought)} @input=${(/** @type {any} */ event) => (this.sought = event.target.value)}>
        <select aria-label=${words.servicePermission} @change=${(/** @type {any} */ event) => (this.permission = event.target.value)}>
          <option value="">${words.servicePermissionAny}</option>
          ${[...CUSTOMER_PERMISSIONS, ...RESELLER_PERMISSIONS].map((permission) => html`<option value=${permission} .selected=${permission === this.permission}>${words.servicePermissionOf(permission)}</option>`)}
        </select>
        <span class="muted" role="status">${size > 0 ? words.serviceAccountsPicked(size) : this.sought || this.permission ? words.found(found.length, this.service.accounts.length) : nothing}</span>
        <span class="spring"></span>
        ${size === 0 ? nothing : html`
          <select aria-label=${words.serviceAccountsSetPermission} .value=${live("")} @change=${(/** @type {any} */ event) => void this.#setPicked(event.target.value)}>
            <option value="">${words.serviceAccountsSetPermission}</option>
            ${[...CUSTOMER_PERMISSIONS, ...RESELLER_PERMISSIONS].map((permission) => html`<option value=${permission}>${words.servicePermissionOf(permission)}</option>`)}
          </select>
          <button class="danger" @click=${() => void this.#remove([...this.#pickedEntries()])}>${bin}${words.serviceAccountsRemovePicked(size)}</button>
        `}
      </div>
    `;
  }

  /** @param {Entry} entry */
  #row(entry) {
    const { words } = this;
    const { account, key } = entry;
    const { uid, permission, type } = account;
    const all = [...CUSTOMER_PERMISSIONS, ...RESELLER_PERMISSIONS];
    const isKnown = all.some((one) => one === permission);
    return html`
      <span role="cell" class="pick"><input type="checkbox" aria-label=${words.serviceAccountPick(uid)} .checked=${live(this.picked.has(key))} @change=${(/** @type {any} */ event) => this.#pick(key, event.target.checked)}></span>
      <code role="cell" class="uid" title=${uid}>${uid}</code>
      <span role="cell"><select aria-label=${words.servicePermissionFor(uid)} @change=${(/** @type {any} */ event) => void this.#set([entry], event.target.value)}>
        ${isKnown ? nothing : html`<option value="" selected disabled>${permission || words.servicePermissionNone}</option>`}
        ${all.map((one) => html`<option value=${one} .selected=${live(one === permission)}>${words.servicePermissionOf(one)}</option>`)}
      </select></span>
      <span role="cell" class="kind">${words.serviceAccountTypeOf(capacityOf(type))}</span>
      <span role="cell" class="means" title=${words.servicePermissionMeans(permission ?? "")}>${words.servicePermissionMeans(permission ?? "")}</span>
      <span role="cell" class="gone"><button class="icon gone" aria-label=${words.serviceAccountRemove(uid)} title=${words.serviceAccountRemove(uid)} @click=${() => void this.#remove([entry])}>${bin}</button></span>
    `;
  }

  #found() {
    const wanted = this.sought.trim();
    if (wanted === "" && this.permission === "") return this.#entries;
    return this.#entries.filter(({ account }) => account.uid.includes(wanted) && (this.permission === "" || account.permission === this.permission));
  }

  *#pickedEntries() {
    for (const entry of this.#entries) if (this.picked.has(entry.key)) yield entry;
  }

  /** @param {string} key @param {boolean} isPicked */
  #pick(key, isPicked) {
    const picked = new Set(this.picked);
    if (isPicked) picked.add(key);
    else picked.delete(key);
    this.picked = picked;
  }

  /** @param {Entry[]} found @param {boolean} isPicked */
  #pickAll(found, isPicked) {
    this.picked = isPicked ? new Set(found.map(({ key }) => key)) : new Set();
  }

  /** @param {string} permission */
  async #setPicked(permission) {
    if (permission !== "") await this.#set([...this.#pickedEntries()], permission);
  }

  /** @param {Entry[]} entries @param {string} permission */
  async #set(entries, permission) {
    const { words, service } = this;
    const accounts = entries.map(({ account: { uid, type } }) => ({ uid, permission: /** @type {Permission} */ (permission), ...(type === "Reseller" && { type: /** @type {const} */ ("Reseller") }) }));
    await this.apply({ change: "share", serviceId: service.id, accounts }, words.serviceShared(accounts.length, words.servicePermissionOf(permission)));
    this.requestUpdate();
  }

  /** @param {Entry[]} entries */
  async #remove(entries) {
    const { words, service } = this;
    const changes = /** @type {const} */ (["SharedAccount", "Reseller"]).flatMap((type) => {
      const uids = [...new Set(entries.filter(({ account }) => capacityOf(account.type) === type).map(({ account }) => account.uid))];
      return uids.length === 0 ? [] : [{ change: /** @type {const} */ ("unshare"), serviceId: service.id, uids, type }];
    });
    const place = this.#found().findIndex(({ key }) => key === entries[0]?.key);
    if (!(await this.apply(changes, words.serviceUnshared(entries.length, entries[0]?.account.uid ?? "")))) return;
    this.picked = new Set();
    await this.updateComplete;
    // The focus goes to the row that took the place of the one that is gone.
    const rows = [...this.renderRoot.querySelectorAll(".rows .tr")];
    const next = rows.find((row) => Number(/** @type {HTMLElement} */ (row).dataset.at) >= place) ?? rows.at(-1);
    /** @type {HTMLElement | null | undefined} */ (next?.querySelector("button.gone") ?? this.renderRoot.querySelector("button.main"))?.focus();
  }
}

customElements.define("eir-service-accounts", Accounts);
