/** `<ecs-image-matrix>`: which image each account gets in each region, and why not. */

import { html, LitElement, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { message } from "../../../js/catalogue/message.js";
import * as core from "../core.js";
import { download, failure, swap } from "../icons.js";
import { shownOf } from "../manifest.js";
import { marked } from "../marked.js";
import { regionName } from "../regions.js";
import { theme } from "../theme.js";
import { catalogueOf, Words } from "../words.js";
import en from "../words/en/matrix.js";
import { accountsOf, otherAccount } from "./accounts.js";
import { Cells, states } from "./cells.js";
import { csv } from "./csv.js";
import { everything, NOTHING, shapeOf } from "./shape.js";
import { style } from "./style.js";
import { SIGNS, Table } from "./table.js";
import { Tip } from "./tip.js";

/** @import { TemplateResult } from "lit" */
/** @import { Catalogue } from "../../../js/diagnostics.js" */
/** @import { Diagnostic, MatrixQuestion } from "../../../js/index.js" */
/** @import { Language, Shared } from "../words.js" */
/** @import { State } from "./cells.js" */
/** @import { Shape, Wanted, Where } from "./shape.js" */

/** @typedef {typeof en & Shared} Say */

/** What can be set that changes the answer. */
const QUESTION = ["manifest", "service", "artifact", "text", "filename", "templateName", "regions", "accounts", "versions"];

/**
 * A table of regions and accounts.
 *
 * @csspart base, tools, legend, state, frame, grid, cell, tip, empty, export; `state` and `cell` each also with `ready`, `waiting` or `denied`
 * @cssproperty --eir-matrix-height - how high the table may become; and those of `theme.js`
 * @fires cell-activate - `{ row, region, account, imageId, code, site }`: a person chose a cell. `row` is that of the core's matrix;
 *   `imageId` what the account gets there, or `null` and `code` why not; `site` the first place of `text` that reads it, or `null`
 */
export class EcsImageMatrix extends LitElement {
  static styles = [...theme, style];

  static properties = {
    language: {},
    manifest: { attribute: false },
    service: {},
    artifact: {},
    text: { attribute: false },
    filename: {},
    templateName: { attribute: "template-name" },
    regions: { attribute: false },
    accounts: { attribute: false },
    versions: { attribute: false },
    cells: { state: true },
    problems: { state: true },
    wanted: { state: true },
    isSwapped: { state: true },
    isAsking: { state: true },
    catalogue: { state: true },
    said: { state: true },
  };

  /** @type {Words<typeof en>} */
  #words = new Words(this, { en, ja: () => import("../words/ja/matrix.js"), zh: () => import("../words/zh/matrix.js") });
  #table = new Table(this);
  #observer = new ResizeObserver(this.#table.look);
  /** The account that stands for all that nobody named. @type {string | undefined} */
  #other;
  tip = new Tip(this);
  /** @type {Shape} */
  shape = NOTHING;

  constructor() {
    super();
    /** @type {Language | undefined} */
    this.language = undefined;
    /** @type {string | Uint8Array | object | null} */
    this.manifest = null;
    /** The id of the service that it is about; else `artifact`. @type {string | null} */
    this.service = null;
    /** @type {string | null} */
    this.artifact = null;
    /** A template of the service: only what it uses is shown, and what is wrong with it counts. @type {string | Uint8Array | null} */
    this.text = null;
    /** @type {string | null} */
    this.filename = null;
    /** Its name in the service; its allowed regions then count. @type {string | null} */
    this.templateName = null;
    /** Without them those of the template, else all. @type {string[] | null} */
    this.regions = null;
    /** Without them the provider, all that the service is shared with, and one that it is not. @type {string[] | null} */
    this.accounts = null;
    /** @type {string[] | null} */
    this.versions = null;

    /** @type {Cells | undefined} */
    this.cells = undefined;
    /** Why there is no table. @type {{ diagnostics: Diagnostic[], error?: core.CoreError["code"] } | undefined} */
    this.problems = undefined;
    this.wanted = everything();
    this.isSwapped = false;
    this.isAsking = false;
    /** @type {Catalogue | undefined} */
    this.catalogue = undefined;
    /** What is said to those who do not see it. */
    this.said = "";
  }

  /**
   * All cells, whatever is filtered, as RFC 4180 has it, with a line of headings. What a spreadsheet would run as a formula starts
   * with `'`. Empty before there is a table.
   */
  csv() {
    const { cells, say } = this;
    if (cells === undefined) return "";
    const { literal, artifact, version, region, regionName: name, account, state, imageId, code, reason } = say.columns;
    /** @type {(string | null)[][]} */
    const records = [[literal, artifact, version, region, name, account, state, imageId, code, reason]];
    const names = cells.regions.map((id) => regionName(id, this.spoken));
    cells.lines.forEach((line, at) => {
      cells.accounts.forEach((uid, account) => {
        cells.regions.forEach((id, region) => {
          const cell = cells.cell(at, region, account);
          const image = cell.state === "ready" ? cell.imageId : null;
          records.push([line.literal, line.artifactId, line.serving ?? line.asked, id, names[region], uid, say[cell.state], image, cell.code, cell.code && this.reason(cell.code)]);
        });
      });
    });
    return csv(records);
  }

  /** @returns {Say} */
  get say() {
    return /** @type {Say} */ (this.#words.say ?? en);
  }

  /** @returns {Language} */
  get spoken() {
    return this.#words.language;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.tip.hide();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (QUESTION.some((name) => changed.has(name))) void this.#ask();
    if (this.#words.say !== undefined && this.catalogue?.language !== this.spoken) void this.#speak();
    if (!["cells", "wanted", "isSwapped"].some((name) => changed.has(name))) return;
    this.shape = this.cells === undefined ? NOTHING : shapeOf(this.cells, this.wanted, this.isSwapped);
    this.#table.fit();
    this.tip.hide();
  }

  updated() {
    this.#table.rendered();
  }

  async #speak() {
    const language = this.spoken;
    const catalogue = await catalogueOf(language);
    if (language === this.spoken) this.catalogue = catalogue;
  }

  async #ask() {
    const { manifest, service, artifact, filename } = this;
    if (manifest === null || (!service && !artifact)) {
      this.cells = this.problems = undefined;
      this.isAsking = false;
      return;
    }
    this.isAsking = true;
    try {
      const answer = await core.matrix(manifest, this.#question(), filename ? { filename } : undefined, { lane: this });
      if (answer === undefined) return;
      this.cells = answer.ok ? new Cells(answer) : undefined;
      this.problems = answer.ok ? undefined : { diagnostics: answer.diagnostics };
      if (this.cells && this.wanted.line >= this.cells.lines.length) this.wanted = { ...this.wanted, line: -1 };
    } catch (error) {
      this.cells = undefined;
      this.isAsking = false;
      if (!(error instanceof core.CoreError)) throw error;
      this.problems = { diagnostics: [], error: error.code };
    }
    this.isAsking = false;
  }

  /** @returns {MatrixQuestion} */
  #question() {
    const { service, artifact, text, templateName, regions, versions } = this;
    const shown = shownOf(this.manifest);
    this.#other = this.accounts === null ? otherAccount(shown) : undefined;
    const accounts = this.accounts ?? accountsOf(shown, service, artifact);
    return {
      ...(service ? { service } : { artifact: artifact ?? "" }),
      accounts: [...new Set(accounts)],
      ...(service && text !== null && { text }),
      ...(service && templateName && { template: templateName }),
      ...(regions && { regions }),
      ...(versions && { versions }),
    };
  }

  /** @returns {TemplateResult | typeof nothing} */
  render() {
    if (this.#words.say === undefined) return nothing;
    return html`<div class="all" lang=${this.spoken} part="base">
      ${this.#body()}
      <p class="unseen" role="status">${this.said}</p>
    </div>`;
  }

  #body() {
    const { cells, problems, say } = this;
    if (problems !== undefined) return this.#problem(problems);
    const empty = (/** @type {string} */ words) => html`<p class="card empty" part="empty">${words}</p>`;
    if (cells === undefined) return empty(this.isAsking ? say.loading : say.nothingAsked);
    if (cells.matrix.rows.length === 0) return empty(this.text === null ? say.noLines : say.noSites);
    if (cells.lines.length === 0) return empty(say.noVersions);
    if (cells.accounts.length === 0) return empty(say.noAccounts);
    const isEmpty = this.shape.rows.length === 0 || this.shape.columns.length === 0;
    return html`${this.#tools(cells)}${this.#legend()}
      <div class="card frame ${this.isAsking ? "is-asking" : ""}" part="frame">
        ${isEmpty ? html`<div class="empty"><p>${say.noMatch}</p><button @click=${() => this.#want(everything())}>${say.clear}</button></div>` : this.#table.render()}
      </div>
      ${this.tip.render()}`;
  }

  /** @param {NonNullable<EcsImageMatrix["problems"]>} problems */
  #problem({ diagnostics, error }) {
    const { say } = this;
    if (error !== undefined) {
      return html`<div class="note bad" role="alert">${failure}<div><p>${say[error]}</p><button @click=${() => this.#ask()}>${say.again}</button></div></div>`;
    }
    const found = diagnostics.filter(({ severity }) => severity === "error");
    return html`<div class="note bad" role="alert">${failure}<div><p>${say.failed}</p><ul>${found.map((one) => html`<li>${marked(message(one, this.catalogue))} <code>${one.code}</code></li>`)}</ul></div></div>`;
  }

  /** @param {Cells} cells */
  #tools({ lines }) {
    const { wanted, say } = this;
    const input = (/** @type {"account" | "region"} */ field, /** @type {string} */ label) => html`<div class="field">
      <label for=${field}>${label}</label>
      <input id=${field} type="search" autocomplete="off" spellcheck="false" .value=${live(wanted[field])} @input=${(/** @type {Event} */ event) => this.#want({ [field]: valueOf(event) })} />
    </div>`;
    return html`<div class="tools" part="tools">
      ${lines.length < 2
        ? nothing
        : html`<div class="field line">
            <label for="line">${say.line}</label>
            <select id="line" @change=${(/** @type {Event} */ event) => this.#want({ line: Number(valueOf(event)) })}>
              <option value="-1" ?selected=${wanted.line < 0}>${say.allLines(lines.length)}</option>
              ${lines.map((_, at) => html`<option value=${at} ?selected=${wanted.line === at}>${this.lineName(at)}</option>`)}
            </select>
          </div>`}
      ${input("account", say.findAccount)}${input("region", say.findRegion)}
    </div>`;
  }

  /** What the colours mean, how many there are, and which are shown. */
  #legend() {
    const { wanted, say } = this;
    const { counts } = this.shape;
    const isProblems = !wanted.states.has("ready") && wanted.states.size === 2;
    const toggle = (/** @type {State} */ state) => {
      const next = new Set(wanted.states);
      if (!next.delete(state)) next.add(state);
      this.#want({ states: next });
    };
    return html`<div class="legend" part="legend" role="group" aria-label=${say.legend}>
      ${states.map(
        (state) => html`<label class="${state} ${wanted.states.has(state) ? "" : "is-off"}" part="state ${state}">
          <input type="checkbox" .checked=${live(wanted.states.has(state))} @change=${() => toggle(state)} />
          <span class="sign" aria-hidden="true">${SIGNS[state]}</span> ${say[state]} <b>${counts[state].toLocaleString(this.spoken)}</b>
        </label>`,
      )}
      <button aria-pressed=${isProblems} @click=${() => this.#want({ states: new Set(isProblems ? states : ["waiting", "denied"]) })}>${say.onlyProblems}</button>
      <div class="end">
        <button class="plain" aria-pressed=${this.isSwapped} @click=${() => (this.isSwapped = !this.isSwapped)}>${swap} ${say.swap}</button>
        <button part="export" @click=${this.#export}>${download} ${say.csv}</button>
      </div>
    </div>`;
  }

  /** @param {Partial<Wanted>} change */
  async #want(change) {
    this.wanted = { ...this.wanted, ...change };
    this.#table.toStart();
    await this.updateComplete;
    const { ready, waiting, denied } = this.shape.counts;
    this.said = this.say.status(ready, waiting, denied);
  }

  /** A code in a few words. @param {string} code */
  reason(code) {
    return this.catalogue?.codes[code]?.title ?? code;
  }

  /** What a line is called: its literal, and where that leads. @param {number} at */
  lineName(at) {
    const { literal, artifactId, asked } = /** @type {Cells} */ (this.cells).lines[at];
    const artifact = shownOf(this.manifest).artifacts.find(({ id }) => id === artifactId);
    return this.say.lineOf(literal, artifact?.name ?? artifactId, asked === null ? this.say.newest : this.say.version(asked));
  }

  /** How far the image of a region has come, in percent, while it is on its way. @param {number} line @param {number} region */
  progress(line, region) {
    const { lines, regions } = /** @type {Cells} */ (this.cells);
    const { artifactId, serving, asked } = lines[line];
    const artifact = shownOf(this.manifest).artifacts.find(({ id }) => id === artifactId);
    const image = artifact?.versions.find(({ version }) => version === (serving ?? asked))?.images.get(regions[region]);
    return image?.status === "Delivering" ? image.progress : undefined;
  }

  /** Whether an account stands for all that nobody named. @param {string} uid */
  isOther(uid) {
    return uid === this.#other;
  }

  /** @param {Where} where */
  activate({ line, region, account }) {
    const cells = /** @type {Cells} */ (this.cells);
    const { state, imageId, code } = cells.cell(line, region, account);
    const detail = {
      row: cells.matrix.rows[cells.lines[line].row],
      region: cells.regions[region],
      account: cells.accounts[account],
      imageId: state === "ready" ? imageId : null,
      code,
      site: cells.site(line),
    };
    this.tip.hide();
    this.dispatchEvent(new CustomEvent("cell-activate", { detail, bubbles: true, composed: true }));
  }

  /** @param {string | null} image */
  async copy(image) {
    if (image === null) return;
    try {
      await navigator.clipboard.writeText(image);
      this.said = this.say.copied(image);
    } catch {
      this.said = this.say.copyFailed;
    }
  }

  #export() {
    // The mark tells spreadsheets that the text is UTF-8.
    const address = URL.createObjectURL(new Blob([`\uFEFF${this.csv()}`], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${this.service || this.artifact || "images"}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

/** @param {Event} event */
function valueOf(event) {
  return /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value;
}
