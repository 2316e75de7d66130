/** One service, part by part; or the form of a new one. */

import "../question.js";
import "../services/access.js";
import "../services/accounts.js";
import "../services/create.js";
import "../services/lifecycle.js";
import "../services/relations.js";
import "../services/rename.js";
import "../services/sharing.js";
import "../services/templates.js";

import { css, html, nothing } from "lit";

import * as core from "../../elements/core.js";
import { bin, copy, pencil } from "../../elements/icons.js";
import { Reporter } from "../check/report.js";
import { quoted, Said } from "../check/said.js";
import * as icons from "../icons.js";
import { address } from "../router.js";
import { kindOfStatus, problems } from "../services/badges.js";
import { serviceIn } from "../services/model.js";
import { View, viewStyle } from "../view.js";

/** @import { Question } from "../question.js" */
/** @import { Rename } from "../services/rename.js" */
/** @import { Service as Shown } from "../services/model.js" */

/** The parts of a service's page: the first is shown where the address names none. */
const PARTS = /** @type {const} */ (["overview", "templates", "relations", "accounts", "access"]);

/** How many findings the first part lists. */
const LISTED = 5;

export class Service extends View {
  static styles = [
    ...viewStyle,
    css`
      .crumb { margin-block-end: calc(var(--_space) * -2); font-size: var(--_small); }
      .titled { display: flex; flex-wrap: wrap; align-items: center; gap: calc(var(--_space) * 2) calc(var(--_space) * 3); min-inline-size: 0; }
      .id { display: inline-flex; align-items: center; gap: var(--_space); color: var(--_muted); font-size: var(--_small); min-inline-size: 0; }
      button.icon.bare { border-color: transparent; background: none; color: var(--_muted); }
      button.icon.bare:hover { color: var(--_accent); background: var(--_accent-soft); }
      .parts { position: relative; display: flex; overflow-x: auto; scrollbar-width: none; border-block-end: 1px solid var(--_line); }
      .parts a { flex: none; display: inline-flex; align-items: center; gap: calc(var(--_space) * 1.5); min-block-size: calc(var(--_space) * 10); padding: 0 calc(var(--_space) * 3); border-block-end: 2px solid transparent; color: var(--_muted); font-weight: 500; text-decoration: none; white-space: nowrap; }
      .parts a:hover { color: var(--_accent); }
      .parts a[aria-current] { border-color: var(--_accent); color: var(--_accent); }
      .parts a:focus-visible { outline-offset: -2px; }
      .parts .count { font-size: var(--_small); font-weight: 400; color: var(--_muted); font-variant-numeric: tabular-nums; }
      .found { display: grid; gap: calc(var(--_space) * 2.5); padding: calc(var(--_space) * 4); }
      .found ul { display: grid; gap: calc(var(--_space) * 2); }
      .found li { display: flex; gap: calc(var(--_space) * 2); overflow-wrap: anywhere; min-inline-size: 0; }
      .found li > svg { margin-block-start: 0.25em; color: var(--_info); }
      .found li.error > svg { color: var(--_bad); }
      .found li.warning > svg { color: var(--_wait); }
      .found .bar { display: flex; flex-wrap: wrap; justify-content: space-between; gap: calc(var(--_space) * 2); align-items: center; }
      .found .bar a { text-decoration: none; }
    `,
  ];

  constructor() {
    super();
    this.reporter = new Reporter(this);
    this.said = new Said(this);
  }

  updated() {
    super.updated();
    // Where there is no room for all parts, the one that is shown is in sight.
    const parts = this.renderRoot.querySelector(".parts");
    const shown = /** @type {HTMLElement | null | undefined} */ (parts?.querySelector("[aria-current]"));
    if (parts && shown) parts.scrollLeft = Math.min(shown.offsetLeft, Math.max(parts.scrollLeft, shown.offsetLeft + shown.offsetWidth - parts.clientWidth));
  }

  get #id() {
    return this.route.params.service;
  }

  get #service() {
    return this.#id === undefined ? undefined : serviceIn(this.store.document, this.#id);
  }

  get heading() {
    if (this.#id === undefined) return this.words.serviceCreate;
    return this.#service?.title ?? this.words.serviceMissing;
  }

  render() {
    const { words } = this;
    const crumb = html`<nav class="crumb" aria-label=${words.servicePath}><a href="#/services">${words.navServices}</a></nav>`;
    if (this.#id === undefined) {
      return html`
        ${crumb}
        <div class="head"><h1 tabindex="-1">${this.heading}</h1></div>
        <eir-service-create .store=${this.store} .language=${this.language} .words=${words}></eir-service-create>
      `;
    }
    const service = this.#service;
    if (service === undefined) {
      return html`${crumb}<div class="head"><h1 tabindex="-1">${this.heading}</h1></div><div class="card none"><p>${words.serviceMissingText(this.#id)}</p><p><a class="button" href="#/services">${words.navServices}</a></p></div>`;
    }
    const part = PARTS.find((part) => part === this.route.query.get("section")) ?? "overview";
    return html`
      ${crumb}
      <div class="head">
        <div class="titled">
          <h1 tabindex="-1">${service.title}</h1>
          <span class="badge ${kindOfStatus(service.status)}">${words.serviceStatusOf(service.status ?? "")}</span>
          <span class="badge">${service.shareType === "Public" ? icons.globe : icons.lock}${words.serviceShareTypeOf(service.shareType ?? "")}</span>
          <span class="id"><code>${service.id}</code><button class="icon bare" aria-label=${words.serviceCopyId} title=${words.serviceCopyId} @click=${() => void this.#copy(service.id)}>${copy}</button></span>
        </div>
        <span class="row">
          <button @click=${() => /** @type {Rename} */ (this.renderRoot.querySelector("eir-service-rename")).open()}>${pencil}${words.serviceRename}</button>
          <button class="danger" @click=${() => void this.#delete(service)}>${bin}${words.serviceDelete}</button>
        </span>
      </div>
      <nav class="parts" aria-label=${words.serviceParts}>
        ${PARTS.map((one) => html`<a href=${address(["services", service.id], { section: one === "overview" ? "" : one })} aria-current=${one === part ? "page" : nothing}>${words.servicePartOf(one)}${this.#count(service, one)}</a>`)}
      </nav>
      ${this.#part(service, part)}
      <eir-service-rename .store=${this.store} .service=${service} .language=${this.language} .words=${words}></eir-service-rename>
      <eir-question></eir-question>
    `;
  }

  /** @param {Shown} service @param {typeof PARTS[number]} part */
  #count(service, part) {
    const counts = { templates: service.templates.length, relations: service.relations.length, accounts: service.accounts.length };
    return part in counts ? html`<span class="count">${counts[/** @type {keyof typeof counts} */ (part)].toLocaleString(this.language)}</span>` : nothing;
  }

  /** @param {Shown} service @param {typeof PARTS[number]} part */
  #part(service, part) {
    const { store, language, words } = this;
    const at = this.route.query.get("at") ?? "";
    switch (part) {
      case "templates":
        return html`<eir-service-templates .store=${store} .service=${service} .at=${at} .language=${language} .words=${words}></eir-service-templates>`;
      case "relations":
        return html`<eir-service-relations .store=${store} .service=${service} .at=${at} .language=${language} .words=${words}></eir-service-relations>`;
      case "accounts":
        return html`<eir-service-accounts .store=${store} .service=${service} .at=${at} .language=${language} .words=${words}></eir-service-accounts>`;
      case "access":
        return html`<eir-service-access .store=${store} .service=${service} .at=${at} .language=${language} .words=${words}></eir-service-access>`;
      default:
        return html`
          <eir-service-lifecycle .store=${store} .service=${service} .language=${language} .words=${words}></eir-service-lifecycle>
          <eir-service-sharing .store=${store} .service=${service} .language=${language} .words=${words}></eir-service-sharing>
          ${this.#found(service)}
        `;
    }
  }

  /** @param {Shown} service */
  #found({ id }) {
    const { words } = this;
    const { report } = this.reporter;
    const findings = report?.findings.filter(({ service }) => service === id) ?? [];
    return html`
      <section class="card found" aria-labelledby="found" aria-busy=${report === undefined ? "true" : "false"}>
        <div class="bar"><h2 id="found">${words.serviceProblems}</h2>${report ? problems(findings, words, address(["check"], { service: id })) : nothing}</div>
        ${findings.length === 0 ? html`<p class="muted">${report ? words.serviceNoProblemsText : "…"}</p>` : html`
          <ul>${findings.slice(0, LISTED).map(({ diagnostic, href }) => html`<li class=${diagnostic.severity}>${diagnostic.severity === "error" ? icons.failure : diagnostic.severity === "warning" ? icons.warning : icons.note}<span>${this.said.shown(diagnostic)} ${href ? html`<a href=${href}>${words.checkGo}</a>` : nothing}</span></li>`)}</ul>
          ${findings.length > LISTED ? html`<p><a href=${address(["check"], { service: id })}>${words.serviceMore(findings.length - LISTED)}</a></p>` : nothing}
        `}
      </section>
    `;
  }

  /** @param {string} text */
  async #copy(text) {
    await navigator.clipboard.writeText(text).then(() => this.notify(this.words.serviceCopied, "good"), () => this.notify(this.words.serviceNotCopied, "bad"));
  }

  /** Asks; or says why it cannot be. @param {Shown} service */
  async #delete({ id, title, status }) {
    const { words } = this;
    const question = /** @type {Question} */ (this.renderRoot.querySelector("eir-question"));
    const alone = { manifestVersion: 1, services: [{ serviceId: id, ...(status !== undefined && { status }) }] };
    const answer = await core.transition(alone, { change: "delete-service", serviceId: id }).catch(() => undefined);
    if (answer && !answer.ok) {
      const [reason] = answer.diagnostics;
      await question.ask({ title: words.serviceDeleteNot(title), body: html`<p>${this.said.shown(reason)}</p><p class="muted">${quoted(this.said.entry(reason.code)?.todo ?? "")}</p>`, choices: [{ value: "no", label: words.close, kind: "main" }] });
      return;
    }
    const asked = await question.ask({
      title: words.serviceDeleteAsk(title),
      body: html`<p>${words.serviceDeleteText}</p>`,
      choices: [{ value: "yes", label: words.serviceDelete, kind: "danger" }, { value: "no", label: words.cancel }],
    });
    if (asked !== "yes") return;
    const made = await this.store.apply({ change: "delete-service", serviceId: id }).catch(() => undefined);
    if (made === undefined) return this.notify(words.notMade, "bad");
    if (!made.ok) return this.notify(made.diagnostics.map((diagnostic) => this.said.line(diagnostic)).join(" "), "bad");
    this.notify(words.serviceDeleted(title), "good");
    location.hash = "#/services";
  }
}

customElements.define("eir-service", Service);
