/** What stands behind each literal of a service's templates, and what stands behind none. */

import "./relate.js";

import { css, html, nothing } from "lit";

import { bin } from "../../elements/icons.js";
import { shownOf } from "../../elements/manifest.js";
import { Reporter } from "../check/report.js";
import * as icons from "../icons.js";
import { address } from "../router.js";
import { Analyses } from "./analysis.js";
import { folded } from "./candidates.js";
import { Section, sectionStyle } from "./section.js";

/** @import { Literal, Use } from "./analysis.js" */
/** @import { Relation } from "./model.js" */
/** @import { Relate } from "./relate.js" */

/** How many places of one literal are listed. */
const PLACES = 6;

class Relations extends Section {
  static styles = [
    ...sectionStyle,
    css`
      ul.list { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) max-content; }
      ul.list > li { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; gap: calc(var(--_space) * 2) calc(var(--_space) * 5); align-items: start; padding: calc(var(--_space) * 3) calc(var(--_space) * 4); border-block-end: 1px solid var(--_line); scroll-margin-block-start: 6rem; }
      ul.list > li:last-child { border: 0; }
      li.meant { background: var(--_accent-soft); }
      h2 { padding: calc(var(--_space) * 3) calc(var(--_space) * 4); border-block-end: 1px solid var(--_line); }
      h2 .muted { font-weight: 400; font-size: var(--_small); }
      .from, .to { display: grid; gap: var(--_space); min-inline-size: 0; justify-items: start; }
      .from > code { font-weight: 600; }
      .places { display: flex; flex-wrap: wrap; gap: 0 calc(var(--_space) * 2.5); color: var(--_muted); font-size: var(--_small); }
      .to > .what { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 calc(var(--_space) * 2); }
      .problem { display: flex; gap: calc(var(--_space) * 1.5); font-size: var(--_small); overflow-wrap: anywhere; color: var(--_muted); }
      .problem svg { margin-block-start: 0.25em; }
      .problem.error { color: var(--_bad); }
      .problem.warning { color: var(--_wait); }
      .actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--_space); }
      button.icon { border-color: transparent; background: none; color: var(--_muted); }
      button.icon:hover { color: var(--_bad); background: var(--_bad-soft); }
      @media (width < 52rem) {
        ul.list { grid-template-columns: minmax(0, 1fr); }
        .actions { justify-content: flex-start; }
      }
    `,
  ];

  constructor() {
    super();
    this.analyses = new Analyses(this);
    this.reporter = new Reporter(this);
  }

  render() {
    const { words, service } = this;
    const { literals, nonLiterals } = this.analyses.literals(service);
    const isDone = this.analyses.isDone(service);
    const missing = service.templates.filter(({ name }) => this.analyses.stored(service, name) === undefined);
    const found = new Set(literals.map(({ text }) => text));
    const ended = new Set(nonLiterals.flatMap(({ site }) => site.reference?.ends.map(({ value }) => value) ?? []));
    const others = isDone ? service.relations.filter(({ literal }) => !found.has(literal)) : [];
    const open = literals.filter(({ text }) => !service.relations.some(({ literal }) => literal === text)).length;
    return html`
      ${this.refused()}
      ${missing.length > 0 ? html`<p class="note wait">${icons.warning}<span>${words.serviceRelationsMissing(missing.map(({ name }) => name))} <a href=${address(["services", service.id], { section: "templates" })}>${words.serviceToTemplates}</a></span></p>` : nothing}
      ${service.templates.length === 0 ? html`<p class="note">${icons.note}<span>${words.serviceRelationsNoTemplates} <a href=${address(["services", service.id], { section: "templates" })}>${words.serviceToTemplates}</a></span></p>` : nothing}
      ${literals.length === 0 ? nothing : html`
        <section class="card flush" aria-labelledby="literals">
          <h2 id="literals">${words.serviceLiterals} <span class="muted" role="status">${words.serviceLiteralsCount(literals.length, open)}</span></h2>
          <ul class="list">${literals.map((literal) => this.#literal(literal))}</ul>
        </section>
      `}
      ${!isDone && literals.length === 0 ? html`<p class="card quiet">${words.serviceLooking}</p>` : nothing}
      ${isDone && literals.length === 0 && service.templates.length > missing.length ? html`<p class="card quiet">${words.serviceLiteralsNone}</p>` : nothing}
      ${others.length === 0 ? nothing : html`
        <section class="card flush" aria-labelledby="unused">
          <h2 id="unused">${words.serviceRelationsUnused} <span class="muted">${words.serviceRelationsUnusedText}</span></h2>
          <ul class="list">${others.map((relation) => this.#other(relation, ended, missing.length > 0 || service.templates.length === 0))}</ul>
        </section>
      `}
      ${nonLiterals.length === 0 ? nothing : html`
        <section class="card flush" aria-labelledby="others">
          <h2 id="others">${words.serviceNonLiterals} <span class="muted">${words.serviceNonLiteralsText}</span></h2>
          <ul class="list">${nonLiterals.map((use) => this.#nonLiteral(use))}</ul>
        </section>
      `}
      <eir-service-relate .store=${this.store} .service=${service} .language=${this.language} .words=${words}></eir-service-relate>
    `;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has("at") && this.at) this.renderRoot.querySelector(".meant")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Literal} literal */
  #literal({ text, uses, others }) {
    const { words, service } = this;
    const relation = service.relations.find(({ literal }) => literal === text);
    const near = relation ? undefined : service.relations.find(({ literal }) => folded(literal) === folded(text));
    return html`
      <li class=${text === this.at ? "meant" : ""} data-literal=${text}>
        <div class="from">
          <code>${text}</code>
          ${this.#places(uses)}
          ${others.length > 0 ? html`<span class="places">${words.serviceNeverReplaced}</span>${this.#places(others)}` : nothing}
        </div>
        <div class="to">
          ${relation ? this.#target(relation) : html`
            <span class="badge">${words.serviceStays}</span>
            ${near ? html`<span class="problem warning">${icons.warning}<span>${words.serviceNear(near.literal)}</span></span>` : nothing}
          `}
          ${this.#problems(text)}
        </div>
        <div class="actions">
          <button class="small ${relation ? "" : "main"}" aria-label=${relation ? words.serviceRelateChangeOf(text) : words.serviceRelateOf(text)} @click=${() => this.#open(text)}>${relation ? words.serviceRelationChange : html`${icons.link}${words.serviceRelateDo}`}</button>
          ${relation ? this.#unrelate(text) : nothing}
        </div>
      </li>
    `;
  }

  /** A relation that no literal uses. @param {Relation} relation @param {Set<string>} ended @param {boolean} isUnsure */
  #other(relation, ended, isUnsure) {
    const { words } = this;
    const { literal } = relation;
    return html`
      <li class=${literal === this.at ? "meant" : ""} data-literal=${literal}>
        <div class="from"><code>${literal}</code><span class="places">${ended.has(literal) ? words.serviceOnlyReferred : isUnsure ? words.serviceMaybeUnused : words.serviceUnused}</span></div>
        <div class="to">${this.#target(relation)}${this.#problems(literal)}</div>
        <div class="actions">
          <button class="small" aria-label=${words.serviceRelateChangeOf(literal)} @click=${() => this.#open(literal)}>${words.serviceRelationChange}</button>
          ${this.#unrelate(literal)}
        </div>
      </li>
    `;
  }

  /** @param {Use} use */
  #nonLiteral(use) {
    const { words } = this;
    const { name = "", ends = [] } = use.site.reference ?? {};
    const meant = ends.some(({ value }) => this.service.relations.some(({ literal }) => literal === value));
    return html`
      <li>
        <div class="from"><code>${name || use.site.value || words.serviceValueKindOf(use.site.valueKind)}</code>${this.#places([use])}</div>
        <div class="to">${ends.length === 0 ? html`<span class="muted small">${words.serviceValueKindOf(use.site.valueKind)}</span>` : html`<span class="small muted">${words.serviceEndsIn}</span>${ends.slice(0, PLACES).map(({ value }) => html`<code class="small">${value}</code>`)}`}${meant ? html`<span class="problem error">${icons.failure}<span>${words.serviceMeantNotReplaced}</span></span>` : nothing}</div>
        <div class="actions"><a class="button small" href=${this.#href(use)}>${words.serviceToTemplate}</a></div>
      </li>
    `;
  }

  /** @param {Use[]} uses */
  #places(uses) {
    const { words } = this;
    const more = uses.length - PLACES;
    return html`
      <span class="places">
        ${uses.slice(0, PLACES).map((use) => html`<a href=${this.#href(use)} title="${use.site.resource} · ${use.site.type}">${words.servicePlace(use.template, use.site.line)}</a>`)}
        ${more > 0 ? html`<span>${words.servicePlacesMore(more)}</span>` : nothing}
      </span>
    `;
  }

  /** @param {Use} use */
  #href({ template, site }) {
    return address(["template"], { service: this.service.id, template, at: String(site.start), to: String(site.end) });
  }

  /** @param {Relation} relation */
  #target({ artifactId, version }) {
    const { words } = this;
    const artifact = shownOf(this.store.manifest).artifacts.find(({ id }) => id === artifactId);
    const found = artifact?.versions.find((one) => one.version === version);
    const href = found ? address(["artifacts", artifactId, "versions", found.version]) : address(["artifacts", artifactId]);
    return html`
      <span class="what">${artifact ? html`<a href=${href}>${artifact.name ?? artifactId}</a>` : html`<code>${artifactId}</code>`}<span>${version === undefined ? words.serviceRelateNewest : words.version(version)}</span></span>
      ${found ? html`<span class="badge ${found.status === "Available" ? "good" : found.status === "Delivering" ? "wait" : ""}">${words.statusOf(found.status ?? "")}</span>` : nothing}
    `;
  }

  /** What the check found at a relation. @param {string} literal */
  #problems(literal) {
    const { report } = this.reporter;
    const findings = report?.findings.filter((finding) => finding.service === this.service.id && finding.literal === literal && finding.template === undefined && finding.diagnostic.code !== "relation-never-used") ?? [];
    return findings.map(({ diagnostic }) => html`<span class="problem ${diagnostic.severity}">${diagnostic.severity === "info" ? icons.note : icons.warning}<span>${this.said.shown(diagnostic)}</span></span>`);
  }

  /** @param {string} literal */
  #unrelate(literal) {
    const { words } = this;
    const label = words.serviceUnrelateOf(literal);
    return html`<button class="icon" aria-label=${label} title=${label} @click=${() => void this.#takeBack(literal)}>${bin}</button>`;
  }

  /** @param {string} literal */
  #open(literal) {
    /** @type {Relate} */ (this.renderRoot.querySelector("eir-service-relate")).open(literal);
  }

  /** @param {string} literal */
  async #takeBack(literal) {
    const { words, service } = this;
    if (!(await this.apply({ change: "unrelate", serviceId: service.id, literal }, words.serviceUnrelated(literal)))) return;
    await this.updateComplete;
    const row = [...this.renderRoot.querySelectorAll("li")].find((row) => row.dataset.literal === literal);
    /** @type {HTMLElement | null} */ ((row ?? this.renderRoot).querySelector("button"))?.focus();
  }
}

customElements.define("eir-service-relations", Relations);
