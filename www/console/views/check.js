/** Everything that would go wrong, before it does: by service, by artifact, by kind; each leads to its place. */

import "../menu.js";

import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";

import { shownOf } from "../../elements/manifest.js";
import { grouped, WAYS } from "../check/groups.js";
import { mended, remediesOf } from "../check/remedies.js";
import { Reporter } from "../check/report.js";
import { quoted, Said } from "../check/said.js";
import { choose, download } from "../files.js";
import * as icons from "../icons.js";
import { ACCEPTED } from "../services/intake.js";
import { servicesOf } from "../services/model.js";
import { keyOf } from "../templates.js";
import { View, viewStyle } from "../view.js";

/** @import { Severity } from "../../../js/index.js" */
/** @import { Finding } from "../check/finding.js" */
/** @import { By, Group } from "../check/groups.js" */
/** @import { Remedy } from "../check/remedies.js" */
/** @import { Report } from "../check/report.js" */

/** @type {Severity[]} */
const SEVERITIES = ["error", "warning", "info"];

/** How many findings of one group are shown at once. */
const PAGE = 50;

export class Check extends View {
  static properties = { hidden_: { state: true }, sought: { state: true }, by: { state: true }, shown: { state: true } };

  static styles = [
    ...viewStyle,
    css`
      .counts { display: flex; flex-wrap: wrap; gap: calc(var(--_space) * 2); }
      .counts button { font-variant-numeric: tabular-nums; border-radius: 99px; }
      .counts button[aria-pressed="true"].error { border-color: var(--_bad); background: var(--_bad-soft); color: var(--_bad); }
      .counts button[aria-pressed="true"].warning { border-color: var(--_wait); background: var(--_wait-soft); color: var(--_wait); }
      .counts button[aria-pressed="true"].info { border-color: var(--_info); background: var(--_info-soft); color: var(--_info); }
      .counts button[aria-pressed="false"] { color: var(--_muted); border-style: dashed; }
      .tools { display: flex; flex-wrap: wrap; align-items: center; gap: calc(var(--_space) * 2) calc(var(--_space) * 3); }
      .tools input { flex: 1 1 12rem; inline-size: auto; max-inline-size: 22rem; }
      .tools select { inline-size: auto; }
      .tools label.by { display: inline-flex; align-items: center; gap: calc(var(--_space) * 2); color: var(--_muted); white-space: nowrap; }
      .looked { display: flex; flex-wrap: wrap; gap: 0 calc(var(--_space) * 2); color: var(--_muted); font-size: var(--_small); min-block-size: 1.5em; }
      .item { justify-content: flex-start; border-color: transparent; background: none; font-weight: 400; }
      .item:hover { border-color: transparent; background: var(--_accent-soft); }
      .only { display: inline-flex; align-items: center; gap: calc(var(--_space) * 2); justify-self: start; padding-inline: calc(var(--_space) * 3) 0; border-radius: 99px; background: var(--_accent-soft); color: var(--_accent); }
      .only a { display: inline-flex; padding: calc(var(--_space) * 2); border-radius: 99px; }
      .group > header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: var(--_space) calc(var(--_space) * 3); padding: calc(var(--_space) * 3) calc(var(--_space) * 4); border-block-end: 1px solid var(--_line); }
      .group h2 { font-size: 1.0625em; }
      .group h2 code { color: var(--_muted); font-weight: 400; font-size: 0.8em; }
      .group header .row { gap: var(--_space); }
      .group ul { display: grid; }
      .finding { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--_space) calc(var(--_space) * 3); padding: calc(var(--_space) * 3) calc(var(--_space) * 4); border-block-end: 1px solid var(--_line); color: inherit; font-size: inherit; }
      .finding:last-child { border-block-end: 0; }
      .finding > svg { margin-block-start: 0.25em; color: var(--_info); }
      .finding.error > svg { color: var(--_bad); }
      .finding.warning > svg { color: var(--_wait); }
      .said { display: grid; gap: var(--_space); min-inline-size: 0; justify-items: start; }
      .place { display: flex; flex-wrap: wrap; gap: 0 calc(var(--_space) * 2.5); color: var(--_muted); font-size: var(--_small); }
      .mend { display: flex; flex-wrap: wrap; justify-content: flex-end; align-content: flex-start; gap: calc(var(--_space) * 1.5); max-inline-size: 22rem; }
      .mend button { min-block-size: calc(var(--_space) * 7); padding-inline: calc(var(--_space) * 2); font-size: var(--_small); text-align: start; overflow-wrap: anywhere; }
      details { max-inline-size: 80ch; font-size: var(--_small); }
      details > summary { color: var(--_muted); }
      details > summary:hover { color: var(--_accent); }
      details > div { display: grid; gap: calc(var(--_space) * 2); margin-block: var(--_space) calc(var(--_space) * 2); padding-inline-start: calc(var(--_space) * 3); border-inline-start: 2px solid var(--_line); }
      .none svg { inline-size: 2.25rem; block-size: 2.25rem; color: var(--_good); }
      .none .button svg { inline-size: 1em; block-size: 1em; color: inherit; }
      @media (width < 48rem) {
        .finding { grid-template-columns: auto minmax(0, 1fr); }
        .mend { grid-column: 2; justify-content: flex-start; max-inline-size: none; }
      }
    `,
  ];

  constructor() {
    super();
    /** The severities that are left out. @type {Set<Severity>} */
    this.hidden_ = new Set();
    this.sought = "";
    /** @type {By} */
    this.by = "service";
    /** How many are shown, by the group's key. @type {Map<string, number>} */
    this.shown = new Map();
    this.reporter = new Reporter(this);
    this.said = new Said(this);
  }

  get heading() {
    return this.words.navCheck;
  }

  render() {
    const { words } = this;
    const { report } = this.reporter;
    const all = report?.findings.filter((finding) => this.#isMeant(finding)) ?? [];
    const found = all.filter((finding) => !this.hidden_.has(finding.diagnostic.severity) && this.#isSought(finding));
    return html`
      <div class="head">
        <h1 tabindex="-1">${this.heading}</h1>
        <eir-menu label=${words.checkExport}>
          <span slot="label" class="row">${icons.download}${words.checkExport}</span>
          <button class="item" ?disabled=${report === undefined} @click=${() => void this.#export("sarif")}>${words.checkExportSarif}</button>
          <button class="item" ?disabled=${report === undefined} @click=${() => void this.#export("json")}>${words.checkExportJson}</button>
        </eir-menu>
      </div>
      <p class="muted lead">${words.checkLead}</p>
      ${this.#only()}
      <div class="counts" role="group" aria-label=${words.checkSeverities}>
        ${SEVERITIES.map((severity) => {
          const count = all.filter(({ diagnostic }) => diagnostic.severity === severity).length;
          return html`<button class=${severity} aria-pressed=${this.hidden_.has(severity) ? "false" : "true"} @click=${() => this.#toggle(severity)}>${{ error: icons.failure, warning: icons.warning, info: icons.note }[severity]}${words.checkCount(severity, count)}</button>`;
        })}
      </div>
      <div class="tools">
        <input type="search" aria-label=${words.checkSearch} placeholder=${words.checkSearch} .value=${live(this.sought)} @input=${(/** @type {any} */ event) => (this.sought = event.target.value)}>
        <label class="by">${words.checkBy}<select @change=${(/** @type {any} */ event) => (this.by = event.target.value)}>${WAYS.map((by) => html`<option value=${by} .selected=${by === this.by}>${words.checkByOf(by)}</option>`)}</select></label>
      </div>
      ${this.#looked(report, found.length, all.length)}
      ${report === undefined ? html`<div class="card none" aria-busy="true"><p class="muted">${words.checkRunning}</p></div>` : found.length > 0 ? this.#groups(found, report) : this.#empty(report, all.length)}
    `;
  }

  /** What is looked at only, if the address says so. */
  #only() {
    const { words } = this;
    const { query } = this.route;
    const service = query.get("service");
    const artifact = query.get("artifact");
    const code = query.get("code");
    if (!service && !artifact && !code) return nothing;
    const title = service ? servicesOf(this.store.document).find(({ id }) => id === service)?.title ?? service : artifact ? shownOf(this.store.manifest).artifacts.find(({ id }) => id === artifact)?.name ?? artifact : code;
    return html`<p class="only"><span>${words.checkOnly(title ?? "")}</span><a href="#/check" aria-label=${words.checkAll} title=${words.checkAll}>${icons.cross}</a></p>`;
  }

  /** @param {Report | undefined} report @param {number} found @param {number} all */
  #looked(report, found, all) {
    const { words } = this;
    if (report === undefined) return html`<p class="looked" role="status"></p>`;
    const services = servicesOf(report.document);
    const listed = services.reduce((sum, { templates }) => sum + templates.length, 0);
    return html`
      <p class="looked" role="status">
        <span>${found === all ? words.checkFound(all) : words.checkFoundOf(found, all)}</span>
        <span>${words.checkLooked(shownOf(report.manifest).artifacts.length, services.length, report.check.templates.length, listed)}</span>
        ${report.dropped > 0 ? html`<span>${words.checkDropped(report.dropped)}</span>` : nothing}
        <span>${this.reporter.isFresh ? nothing : words.checkRunning}</span>
      </p>
    `;
  }

  /** @param {Finding[]} found @param {Report} report */
  #groups(found, report) {
    const { words } = this;
    const groups = grouped(found, this.by, report, words, (code) => this.said.entry(code)?.title ?? code);
    return repeat(groups, ({ key }) => `${this.by} ${key}`, (group) => this.#group(group, report));
  }

  /** @param {Group} group @param {Report} report */
  #group({ key, title, href, findings }, report) {
    const { words } = this;
    const count = (/** @type {Severity} */ severity) => findings.filter(({ diagnostic }) => diagnostic.severity === severity).length;
    const shown = this.shown.get(key) ?? PAGE;
    return html`
      <section class="card group" aria-label=${title}>
        <header>
          <h2>${href ? html`<a href=${href}>${title}</a>` : title} ${this.by === "code" && title !== key ? html`<code>${key}</code>` : nothing}</h2>
          <span class="row">
            ${count("error") > 0 ? html`<span class="badge bad">${icons.failure}${words.checkErrors(count("error"))}</span>` : nothing}
            ${count("warning") > 0 ? html`<span class="badge wait">${icons.warning}${words.checkWarnings(count("warning"))}</span>` : nothing}
            ${count("info") > 0 ? html`<span class="badge">${icons.note}${words.checkNotes(count("info"))}</span>` : nothing}
          </span>
        </header>
        <ul>${repeat(findings.slice(0, shown), ({ id }) => id, (finding) => this.#finding(finding, report))}</ul>
        ${findings.length > shown ? html`<p class="more"><button @click=${() => (this.shown = new Map(this.shown).set(key, shown + PAGE))}>${words.showMore(findings.length - shown)}</button></p>` : nothing}
      </section>
    `;
  }

  /** @param {Finding} finding @param {Report} report */
  #finding(finding, report) {
    const { words } = this;
    const { diagnostic } = finding;
    const { code, severity } = diagnostic;
    const line = this.said.line(diagnostic);
    return html`
      <li class="finding ${severity}" data-code=${code}>
        ${{ error: icons.failure, warning: icons.warning, info: icons.note }[severity]}
        <div class="said">
          <span><span class="unseen">${words.checkSeverityOf(severity)}: </span>${quoted(line)}</span>
          ${this.#place(finding, line)}
          <details>
            <summary>${words.checkHelp} <code>${code}</code></summary>
            <div>${this.#help(code)}</div>
          </details>
        </div>
        <div class="mend">${remediesOf(finding, report, words).map((remedy) => html`<button @click=${(/** @type {Event} */ event) => void this.#mend(remedy, /** @type {HTMLElement} */ (event.currentTarget))}>${icons.good}${remedy.label}</button>`)}</div>
      </li>
    `;
  }

  /** @param {Finding} finding @param {string} line */
  #place({ diagnostic, service, template, literal, artifact, version, href }, line) {
    const { words } = this;
    const services = servicesOf(this.store.document);
    const parts = [
      this.by === "service" ? "" : services.find(({ id }) => id === service)?.title ?? "",
      template === undefined ? "" : words.checkTemplate(template),
      diagnostic.source === "template" && diagnostic.line !== undefined ? words.lineColumn(diagnostic.line, diagnostic.column ?? 1) : "",
      literal === undefined ? "" : words.checkRelation(literal),
      artifact === undefined || service === undefined ? "" : shownOf(this.store.manifest).artifacts.find(({ id }) => id === artifact)?.name ?? artifact,
      artifact !== undefined && service === undefined ? shownOf(this.store.manifest).artifacts.find(({ id }) => id === artifact)?.name ?? artifact : "",
      version === undefined ? "" : words.version(version),
      href === "" && diagnostic.pointer !== undefined ? diagnostic.pointer : "",
    ].filter(Boolean);
    return html`<span class="place">${parts.map((part) => html`<span>${part}</span>`)}${href ? html`<a href=${href} aria-label=${`${words.checkGo}: ${line}`}>${words.checkGo}</a>` : nothing}</span>`;
  }

  /** @param {string} code */
  #help(code) {
    const entry = this.said.entry(code);
    if (entry === undefined) return nothing;
    return html`<p>${quoted(entry.means)}</p><p><strong>${this.words.checkTodo}</strong> ${quoted(entry.todo)}</p>`;
  }

  /** @param {Finding} finding */
  #isMeant({ service, artifact, diagnostic }) {
    const { query } = this.route;
    const is = (/** @type {string} */ name, /** @type {string | undefined} */ value) => !query.get(name) || query.get(name) === value;
    return is("service", service) && is("artifact", artifact) && is("code", diagnostic.code);
  }

  /** @param {Finding} finding */
  #isSought(finding) {
    const wanted = this.sought.trim().toLowerCase();
    if (wanted === "") return true;
    const { diagnostic, service, template, artifact, literal } = finding;
    const names = [servicesOf(this.store.document).find(({ id }) => id === service)?.title, shownOf(this.store.manifest).artifacts.find(({ id }) => id === artifact)?.name];
    return [this.said.line(diagnostic), diagnostic.code, service, template, artifact, literal, ...names].some((text) => text?.toLowerCase().includes(wanted));
  }

  /** @param {Severity} severity */
  #toggle(severity) {
    const hidden = new Set(this.hidden_);
    if (!hidden.delete(severity)) hidden.add(severity);
    this.hidden_ = hidden;
  }

  /** @param {Report} report @param {number} all how many there are behind the filters */
  #empty(report, all) {
    const { words } = this;
    if (all > 0) return html`<div class="card none"><p>${words.checkFiltered(all)}</p><p><button @click=${() => { this.hidden_ = new Set(); this.sought = ""; }}>${words.checkUnfilter}</button></p></div>`;
    const services = servicesOf(report.document);
    const { artifacts } = shownOf(report.manifest);
    if (services.length + artifacts.length === 0) return html`<div class="card none"><p><strong>${words.checkNothing}</strong></p><p class="muted">${words.checkNothingText}</p><p class="row"><a class="button" href="#/artifacts">${words.artifacts}</a><a class="button" href="#/services">${words.navServices}</a></p></div>`;
    return html`<div class="card none">${icons.check}<p><strong>${words.checkClean}</strong></p><p class="muted">${words.checkCleanText}</p></div>`;
  }

  /** @param {Remedy} remedy @param {HTMLElement} button */
  async #mend(remedy, button) {
    const { words, store } = this;
    // Where the focus goes when the finding is gone: to what follows it.
    const items = [...this.renderRoot.querySelectorAll("li.finding")];
    const place = items.indexOf(/** @type {Element} */ (button.closest("li")));
    if (remedy.kind === "change") {
      const made = await store.apply(remedy.change).catch(() => undefined);
      if (made === undefined) return this.notify(words.notMade, "bad");
      if (!made.ok) return this.notify(made.diagnostics.map((diagnostic) => this.said.line(diagnostic)).join(" "), "bad");
      this.notify(words.checkMended(remedy.label), "good");
    } else if (!(await this.#mendText(remedy))) {
      return;
    }
    await this.#settled();
    const left = [...this.renderRoot.querySelectorAll("li.finding")];
    /** @type {HTMLElement | null | undefined} */ (left[Math.min(place, left.length - 1)]?.querySelector("summary") ?? this.renderRoot.querySelector("h1"))?.focus();
  }

  /** @param {Extract<Remedy, { kind: "edit" | "text" }>} remedy @returns {Promise<boolean>} */
  async #mendText(remedy) {
    const { words, store } = this;
    const { service, template } = remedy;
    const key = keyOf(service, template);
    const before = store.templates.get(key);
    const [file] = remedy.kind === "text" ? await choose({ accept: ACCEPTED, multiple: true }) : [];
    if (remedy.kind === "edit" && before) await store.templates.set(key, mended(before.bytes, remedy.fix), before.filename);
    else if (file) await store.templates.set(key, file.bytes, file.path.split("/").at(-1) ?? file.path);
    else return false;
    // Templates are no part of the manifest's history: what was done to one is taken back here.
    const run = () => void (before ? store.templates.set(key, before.bytes, before.filename) : store.templates.delete(key));
    this.dispatchEvent(new CustomEvent("notice", { bubbles: true, composed: true, detail: { text: words.checkMended(remedy.label), kind: "good", action: { label: words.undo, run } } }));
    return true;
  }

  /** Waits for the report of what is there now. */
  async #settled() {
    for (let turn = 0; turn < 50; turn += 1) {
      await this.updateComplete;
      if (this.reporter.isFresh) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** @param {"sarif" | "json"} format */
  async #export(format) {
    try {
      const { exported } = await import("../check/export.js");
      download(await exported(this.store, format), `check.${format}`);
    } catch (error) {
      this.notify(this.words.checkNotExported(error instanceof Error ? error.message : String(error)), "bad");
    }
  }
}

customElements.define("eir-check", Check);
