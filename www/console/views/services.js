/** All services: how far each has come, whom it is open to, what stands behind its templates, what is wrong. */

import { css, html, nothing } from "lit";

import { shownOf } from "../../elements/manifest.js";
import { Reporter } from "../check/report.js";
import * as icons from "../icons.js";
import { address } from "../router.js";
import { SAMPLE } from "../sample.js";
import { kindOfStatus, problems } from "../services/badges.js";
import { servicesOf } from "../services/model.js";
import { keyOf } from "../templates.js";
import { listStyle, View } from "../view.js";

/** @import { Service } from "../services/model.js" */

/** How many are shown at once. */
const PAGE = 100;

/** How many names are listed in one cell. */
const NAMES = 3;

export class Services extends View {
  static properties = { sought: { state: true }, shown: { state: true } };

  static styles = [
    ...listStyle,
    css`
      .name { min-inline-size: 14rem; }
      .id, .why { display: block; color: var(--_muted); font-size: var(--_small); }
      .why { margin-block-start: 2px; }
      .listed { display: grid; gap: 2px; justify-items: start; }
      .missing { color: var(--_wait); display: inline-flex; gap: var(--_space); align-items: center; font-size: var(--_small); }
      .problems { white-space: nowrap; }
      .problems a { display: inline-flex; flex-wrap: wrap; gap: var(--_space); text-decoration: none; }
      @media (width < 56rem) {
        thead { display: none; }
        table, tbody, tr, td { display: block; }
        tr { padding: calc(var(--_space) * 3); border-block-end: 1px solid var(--_line); }
        tr:last-child { border: 0; }
        td { padding: var(--_space) 0; border: 0; }
        td[data-label]::before { content: attr(data-label); display: block; color: var(--_muted); font-size: var(--_small); }
      }
    `,
  ];

  constructor() {
    super();
    this.sought = "";
    this.shown = PAGE;
    this.reporter = new Reporter(this);
  }

  get heading() {
    return this.words.navServices;
  }

  render() {
    const { words } = this;
    const all = servicesOf(this.store.document);
    const found = all.filter((service) => this.#isSought(service));
    return html`
      <div class="head">
        <div class="row"><h1 tabindex="-1">${this.heading}</h1><span class="count">${all.length}</span></div>
        <a class="button main" href="#/services/new">${icons.plus}${words.serviceCreate}</a>
      </div>
      ${this.store.file.name === SAMPLE ? html`<p class="note">${icons.note}<span>${words.sampleNote}</span></p>` : nothing}
      <p class="muted lead">${words.servicesLead}</p>
      ${all.length === 0 ? html`
        <div class="card none"><p><strong>${words.servicesNone}</strong></p><p class="muted">${words.servicesNoneText}</p><p><a class="button main" href="#/services/new">${icons.plus}${words.serviceCreate}</a></p></div>
      ` : html`
        <div class="row">
          <label class="search"><span class="unseen">${words.servicesSearch}</span>${icons.search}<input type="search" .value=${this.sought} placeholder=${words.servicesSearch} @input=${(/** @type {any} */ event) => { this.sought = event.target.value; this.shown = PAGE; }}></label>
          <span class="muted" role="status">${this.sought ? words.found(found.length, all.length) : nothing}</span>
        </div>
        ${found.length === 0 ? html`<p class="card none">${words.servicesNotFound} <button class="plain" @click=${() => (this.sought = "")}>${words.clearSearch}</button></p>` : this.#table(found)}
      `}
    `;
  }

  /** @param {Service[]} found */
  #table(found) {
    const { words } = this;
    return html`
      <div class="card">
        <table>
          <thead><tr><th scope="col">${words.name}</th><th scope="col">${words.status}</th><th scope="col">${words.serviceShareType}</th><th scope="col">${words.serviceTemplates}</th><th scope="col">${words.artifacts}</th><th scope="col">${words.serviceProblems}</th></tr></thead>
          <tbody>
            ${found.slice(0, this.shown).map((service) => html`
              <tr>
                <td class="name"><a href=${address(["services", service.id])}>${service.title}</a><code class="id">${service.id}</code></td>
                <td data-label=${words.status}><span class="badge ${kindOfStatus(service.status)}">${words.serviceStatusOf(service.status ?? "")}</span></td>
                <td data-label=${words.serviceShareType}>${words.serviceShareTypeOf(service.shareType ?? "")}${service.accounts.length === 0 ? nothing : html`<a class="why" href=${address(["services", service.id], { section: "accounts" })}>${words.serviceAccountsCount(service.accounts.length)}</a>`}</td>
                <td data-label=${words.serviceTemplates}>${this.#templates(service)}</td>
                <td data-label=${words.artifacts}>${this.#artifacts(service)}</td>
                <td data-label=${words.serviceProblems} class="problems">${this.#problems(service)}</td>
              </tr>
            `)}
          </tbody>
        </table>
        ${found.length > this.shown ? html`<p class="more"><button @click=${() => (this.shown += PAGE)}>${words.showMore(found.length - this.shown)}</button></p>` : nothing}
      </div>
    `;
  }

  /** @param {Service} service */
  #templates({ id, templates }) {
    const { words } = this;
    if (templates.length === 0) return html`<a class="muted" href=${address(["services", id], { section: "templates" })}>${words.serviceNoTemplates}</a>`;
    const missing = templates.filter(({ name }) => this.store.templates.get(keyOf(id, name)) === undefined).length;
    return html`
      <span class="listed">
        ${templates.slice(0, NAMES).map(({ name }) => html`<a href=${address(["template"], { service: id, template: name })}>${name}</a>`)}
        ${templates.length > NAMES ? html`<a class="why" href=${address(["services", id], { section: "templates" })}>${words.serviceMore(templates.length - NAMES)}</a>` : nothing}
        ${missing > 0 ? html`<a class="missing" href=${address(["services", id], { section: "templates" })}>${icons.warning}${words.serviceTextsMissing(missing)}</a>` : nothing}
      </span>
    `;
  }

  /** @param {Service} service */
  #artifacts({ id, relations }) {
    const { words } = this;
    const { artifacts } = shownOf(this.store.manifest);
    const used = [...new Set(relations.map(({ artifactId }) => artifactId))];
    if (used.length === 0) return html`<span class="muted">${words.serviceNoRelations}</span>`;
    return html`
      <span class="listed">
        ${used.slice(0, NAMES).map((artifactId) => html`<a href=${address(["artifacts", artifactId])}>${artifacts.find((artifact) => artifact.id === artifactId)?.name ?? artifactId}</a>`)}
        ${used.length > NAMES ? html`<a class="why" href=${address(["services", id], { section: "relations" })}>${words.serviceMore(used.length - NAMES)}</a>` : nothing}
      </span>
    `;
  }

  /** @param {Service} service */
  #problems({ id }) {
    const { words } = this;
    const { report } = this.reporter;
    if (report === undefined) return html`<span class="muted">…</span>`;
    return problems(report.findings.filter(({ service }) => service === id), words, address(["check"], { service: id }));
  }

  /** @param {Service} service */
  #isSought({ id, name, status, accounts, templates, relations }) {
    const wanted = this.sought.trim().toLowerCase();
    if (wanted === "") return true;
    const { artifacts } = shownOf(this.store.manifest);
    const names = relations.flatMap(({ literal, artifactId }) => [literal, artifactId, artifacts.find((artifact) => artifact.id === artifactId)?.name]);
    const texts = [id, name, status, ...templates.flatMap((template) => [template.name, template.path]), ...names];
    return texts.some((text) => text?.toLowerCase().includes(wanted)) || accounts.some(({ uid }) => uid === wanted);
  }
}

customElements.define("eir-services", Services);
