/** `<ecs-image-matrix>`: which image each account gets in each region, and why not. */

import { html, LitElement, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";

import { message } from "../../../js/catalogue/message.js";
import * as core from "../core.js";
import { barred, check, clock, copy, download, failure, swap } from "../icons.js";
import { shownOf } from "../manifest.js";
import { place } from "../place.js";
import { answersTo, inOrder, regionName } from "../regions.js";
import { theme } from "../theme.js";
import { catalogueOf, Words } from "../words.js";
import en from "../words/en/matrix.js";
import { accountsOf, otherAccount } from "./accounts.js";
import { Cells, states } from "./cells.js";
import { csv } from "./csv.js";
import { style } from "./style.js";
import { offsetFor, positionsOf, windowOf } from "./window.js";

/** @import { Catalogue } from "../../../js/diagnostics.js" */
/** @import { Diagnostic, MatrixQuestion } from "../../../js/index.js" */
/** @import { Selection, State } from "./cells.js" */

/**
 * A line of cells across the table: an account, or a region where rows and columns are swapped; for one of the images.
 *
 * @typedef {{ item: number, line: number, isFirst: boolean }} RowEntry `item`: position of the account or region; `isFirst`: of its images
 */

const ICONS = { ready: check, waiting: clock, denied: barred };

/** What can be set that changes the answer. */
const QUESTION = ["manifest", "service", "artifact", "text", "filename", "templateName", "regions", "accounts", "versions"];

/**
 * A table of regions and accounts.
 *
 * @fires cell-activate - `{ row, region, account, imageId, code, site }`: a person chose a cell. `row` is that of the core's matrix;
 *   `site` the first place of `text` that reads it, or `null`
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
    active: { state: true },
    view: { state: true },
    isAsking: { state: true },
    catalogue: { state: true },
    said: { state: true },
  };

  #words = new Words(this, { en, ja: () => import("../words/ja/matrix.js"), zh: () => import("../words/zh/matrix.js") });
  #observer = new ResizeObserver(() => this.#look());
  /** The cell that the tip is about. @type {string | undefined} */
  #tipFor;
  #tipWait = 0;
  #moves = false;

  constructor() {
    super();
    /** @type {"en" | "ja" | "zh" | undefined} */
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
    /** @type {{ diagnostics: Diagnostic[], error?: string } | undefined} */
    this.problems = undefined;
    /** What is looked for. @type {{ account: string, region: string, line: number, states: Set<State> }} */
    this.wanted = { account: "", region: "", line: -1, states: new Set(states) };
    this.isSwapped = false;
    /** The cell that the keyboard is at, by row and column of what is shown. */
    this.active = { row: 0, column: 0 };
    /** What of the table can be seen, in pixels. */
    this.view = { top: 0, left: 0, height: 600, width: 900, host: 1000 };
    this.isAsking = false;
    /** @type {Catalogue | undefined} */
    this.catalogue = undefined;
    this.said = "";
  }

  /**
   * All cells, whatever is filtered, as RFC 4180 has it, with a line of headings. What a spreadsheet would run as a formula starts
   * with `'`. Empty before there is a table.
   */
  csv() {
    const { cells } = this;
    const say = this.#words.say ?? { .../** @type {any} */ ({}), ...en };
    if (cells === undefined) return "";
    const { columns } = say;
    const { literal, artifact, version, region, regionName: name, account, state, imageId, code, reason } = columns;
    /** @type {(string | null)[][]} */
    const records = [[literal, artifact, version, region, name, account, state, imageId, code, reason]];
    const names = cells.regions.map((id) => regionName(id, this.#words.language));
    cells.lines.forEach((line, at) => {
      cells.accounts.forEach((uid, account) => {
        cells.regions.forEach((id, region) => {
          const cell = cells.cell(at, region, account);
          const image = cell.state === "ready" ? cell.imageId : null;
          records.push([line.literal, line.artifactId, line.serving ?? line.asked, id, names[region], uid, say[cell.state], image, cell.code, cell.code && this.#title(cell.code)]);
        });
      });
    });
    return csv(records);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer.disconnect();
    clearTimeout(this.#tipWait);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (QUESTION.some((name) => changed.has(name))) void this.#ask();
    const { language } = this.#words;
    if (this.#words.say !== undefined && this.catalogue?.language !== language) void this.#speak(language);
    if (changed.has("wanted") || changed.has("cells") || changed.has("isSwapped")) {
      const { rows, columns } = this.#shape();
      this.active = { row: Math.min(this.active.row, Math.max(0, rows.length - 1)), column: Math.min(this.active.column, Math.max(0, columns.length - 1)) };
      this.#hideTip();
    }
  }

  updated() {
    if (!this.#moves) return;
    this.#moves = false;
    const cell = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".cell[tabindex='0']"));
    cell?.focus({ preventScroll: true });
  }

  async #ask() {
    const { manifest, service, artifact } = this;
    if (manifest === null || (!service && !artifact)) {
      this.cells = this.problems = undefined;
      this.isAsking = false;
      return;
    }
    this.isAsking = true;
    try {
      const answer = await core.matrix(manifest, this.#question(), this.filename ? { filename: this.filename } : undefined, { lane: this });
      if (answer === undefined) return;
      this.cells = answer.ok ? new Cells(answer) : undefined;
      this.problems = answer.ok ? undefined : { diagnostics: answer.diagnostics };
      if (this.cells && this.wanted.line >= this.cells.lines.length) this.wanted = { ...this.wanted, line: -1 };
    } catch (error) {
      this.cells = undefined;
      this.problems = { diagnostics: [], error: error instanceof core.CoreError ? error.code : "wasm-unavailable" };
    }
    this.isAsking = false;
  }

  /** @returns {MatrixQuestion} */
  #question() {
    const { service, artifact, text, templateName, regions, versions } = this;
    const accounts = this.accounts ?? accountsOf(shownOf(this.manifest), service, artifact);
    const about = service ? { service } : { artifact: artifact ?? "" };
    return {
      ...about,
      accounts: [...new Set(accounts)],
      ...(service && text !== null && { text }),
      ...(service && templateName && { template: templateName }),
      ...(regions && { regions }),
      ...(versions && { versions }),
    };
  }

  /** @param {"en" | "ja" | "zh"} language */
  async #speak(language) {
    const catalogue = await catalogueOf(language);
    if (this.#words.language === language) this.catalogue = catalogue;
  }

  /** A code in a few words. @param {string} code */
  #title(code) {
    return this.catalogue?.codes[code]?.title ?? code;
  }

  // What is shown.

  /** @returns {Selection} */
  #selection() {
    const { account, region, line, states } = this.wanted;
    const uid = account.trim();
    return /** @type {Cells} */ (this.cells).select({
      line: line < 0 ? undefined : line,
      isAccount: (id) => id.includes(uid),
      isRegion: (id) => answersTo(id, region),
      states,
    });
  }

  /** The table as it lies: rows are accounts and columns regions, or the other way round. */
  #shape() {
    if (this.cells === undefined) return { rows: [], columns: [], isStacked: false, counts: { ready: 0, waiting: 0, denied: 0 } };
    const { cells } = this;
    const { lines, regions, accounts, counts } = this.#selection();
    const order = new Map(inOrder(cells.regions).map((id, at) => [id, at]));
    const ordered = regions.toSorted((one, other) => (order.get(cells.regions[one]) ?? 0) - (order.get(cells.regions[other]) ?? 0));
    const items = this.isSwapped ? ordered : accounts;
    /** @type {RowEntry[]} */
    const rows = items.flatMap((item) => lines.map((line, at) => ({ item, line, isFirst: at === 0 })));
    return { rows, columns: this.isSwapped ? accounts : ordered, isStacked: cells.lines.length > 1 && this.wanted.line < 0, counts };
  }

  #sizes() {
    const isNarrow = this.view.host < 560;
    const isStacked = this.cells !== undefined && this.cells.lines.length > 1 && this.wanted.line < 0;
    return { head: isNarrow ? 144 : 216, column: isNarrow ? 116 : 132, row: isStacked || this.isSwapped ? 44 : 36, top: 48 };
  }

  render() {
    const { say } = this.#words;
    if (say === undefined) return nothing;
    const body = this.#body(say);
    return html`<div class="all" lang=${this.#words.language} part="base">
      ${body}
      <p class="unseen" role="status">${this.said}</p>
    </div>`;
  }

  /** @param {typeof en & import("../words.js").Shared} say */
  #body(say) {
    const { cells, problems } = this;
    if (problems?.error) {
      const text = /** @type {any} */ (say)[problems.error];
      return html`<p class="note bad" role="alert">${failure}<span>${text}</span></p>
        <div><button @click=${this.#ask}>${say.again}</button></div>`;
    }
    if (problems) {
      return html`<div class="note bad" role="alert">${failure}<div><p>${say.failed}</p><ul>${problems.diagnostics.map((diagnostic) => html`<li>${this.#message(diagnostic)}</li>`)}</ul></div></div>`;
    }
    if (cells === undefined) return html`<p class="card empty" part="empty">${this.isAsking ? say.loading : say.nothingAsked}</p>`;
    if (cells.matrix.rows.length === 0) return html`<p class="card empty" part="empty">${say.noLines}</p>`;
    if (cells.lines.length === 0) return html`<p class="card empty" part="empty">${say.noVersions}</p>`;
    if (cells.accounts.length === 0) return html`<p class="card empty" part="empty">${say.noAccounts}</p>`;
    const shape = this.#shape();
    const isEmpty = shape.rows.length === 0 || shape.columns.length === 0;
    return html`${this.#tools(say)}${this.#legend(say, shape)}
      <div class="card frame ${this.isAsking ? "is-asking" : ""}" part="frame">
        ${isEmpty ? html`<div class="empty"><p>${say.noMatch}</p><button @click=${this.#clear}>${say.clear}</button></div>` : this.#grid(say, shape)}
      </div>
      <div id="tip" popover="manual" @pointerenter=${() => clearTimeout(this.#tipWait)} @pointerleave=${this.#leave}>${this.#tip(say)}</div>`;
  }

  /** @param {typeof en} say */
  #tools(say) {
    const { cells, wanted } = this;
    const lines = cells?.lines ?? [];
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
              ${lines.map((_, at) => html`<option value=${at} ?selected=${wanted.line === at}>${this.#lineName(at)}</option>`)}
            </select>
          </div>`}
      ${input("account", say.findAccount)}${input("region", say.findRegion)}
    </div>`;
  }

  /** @param {typeof en} say @param {{ counts: Record<State, number>, rows: RowEntry[], columns: number[] }} shape */
  #legend(say, { counts }) {
    const { wanted } = this;
    const isProblems = !wanted.states.has("ready") && wanted.states.size === 2;
    const toggle = (/** @type {State} */ state) => {
      const next = new Set(wanted.states);
      if (!next.delete(state)) next.add(state);
      this.#want({ states: next });
    };
    return html`<div class="legend" part="legend" role="group" aria-label=${say.legend}>
      ${states.map(
        (state) => html`<label class=${state} part="state ${state}">
          <input type="checkbox" .checked=${live(wanted.states.has(state))} @change=${() => toggle(state)} />
          ${ICONS[state]} ${say[state]} <b>${counts[state].toLocaleString(this.#words.language)}</b>
        </label>`,
      )}
      <button aria-pressed=${isProblems} @click=${() => this.#want({ states: new Set(isProblems ? states : ["waiting", "denied"]) })}>${say.onlyProblems}</button>
      <div class="end">
        <button class="plain" aria-pressed=${this.isSwapped} @click=${() => (this.isSwapped = !this.isSwapped)}>${swap} ${say.swap}</button>
        <button part="export" @click=${this.#export}>${download} ${say.csv}</button>
      </div>
    </div>`;
  }

  /** @param {typeof en} say @param {{ rows: RowEntry[], columns: number[], isStacked: boolean }} shape */
  #grid(say, { rows, columns, isStacked }) {
    const { view, active } = this;
    const size = this.#sizes();
    const height = Math.max(0, view.height - size.top);
    const shownRows = positionsOf(windowOf({ offset: view.top, view: height, size: size.row, count: rows.length, spare: 4 }), active.row, rows.length);
    const shownColumns = positionsOf(windowOf({ offset: view.left, view: view.width - size.head, size: size.column, count: columns.length, spare: 1 }), active.column, columns.length);
    const width = size.head + columns.length * size.column;
    const all = size.top + rows.length * size.row;
    return html`<div
      class="scroll-box"
      role="grid"
      part="grid"
      aria-label=${say.grid}
      aria-rowcount=${rows.length + 1}
      aria-colcount=${columns.length + 1}
      aria-busy=${this.isAsking}
      ${place({ "block-size": `${all + 16}px` })}
      @scroll=${this.#look}
      @keydown=${this.#key}
      @click=${this.#click}
      @focusin=${this.#focusIn}
      @focusout=${this.#focusOut}
      @pointerover=${this.#over}
      @pointerleave=${this.#leave}
      @copy=${this.#copyEvent}
    >
      <div class="canvas" role="presentation" ${place({ "inline-size": `${width}px`, "block-size": `${all}px` })}>
        <div class="head" role="row" aria-rowindex="1" ${place({ "block-size": `${size.top}px` })}>
          <div class="corner" role="columnheader" aria-colindex="1" ${place({ "inline-size": `${size.head}px` })}>${this.isSwapped ? say.region : say.account}</div>
          ${repeat(
            shownColumns,
            (column) => columns[column],
            (column) => html`<div class="column-head" role="columnheader" aria-colindex=${column + 2} ${place({ "inset-inline-start": `${size.head + column * size.column}px`, "inline-size": `${size.column}px` })}>
              ${this.isSwapped ? this.#accountHead(say, columns[column]) : this.#regionHead(columns[column])}
            </div>`,
          )}
        </div>
        ${repeat(
          shownRows,
          (row) => `${rows[row].item}/${rows[row].line}`,
          (row) => this.#row(say, rows[row], row, columns, shownColumns, size, isStacked),
        )}
      </div>
    </div>`;
  }

  /**
   * @param {typeof en} say
   * @param {RowEntry} entry
   * @param {number} row
   * @param {number[]} columns
   * @param {number[]} shown
   * @param {{ head: number, column: number, row: number, top: number }} size
   * @param {boolean} isStacked
   */
  #row(say, entry, row, columns, shown, size, isStacked) {
    const head = this.isSwapped ? this.#regionHead(entry.item, isStacked ? entry.line : undefined) : this.#accountHead(say, entry.item, isStacked ? entry.line : undefined);
    return html`<div class="line-of-cells ${entry.isFirst ? "" : "is-next"}" role="row" aria-rowindex=${row + 2} ${place({ "inset-block-start": `${size.top + row * size.row}px`, "block-size": `${size.row}px` })}>
      <div class="row-head" role="rowheader" aria-colindex="1" ${place({ "inline-size": `${size.head}px` })}>${head}</div>
      ${repeat(
        shown,
        (column) => columns[column],
        (column) => this.#cell(say, entry, row, column, columns[column], size),
      )}
    </div>`;
  }

  /**
   * @param {typeof en} say
   * @param {RowEntry} entry
   * @param {number} row
   * @param {number} column
   * @param {number} other the position of the column's region or account
   * @param {{ head: number, column: number }} size
   */
  #cell(say, entry, row, column, other, size) {
    const { line, region, account } = this.#where(entry, other);
    const { state, imageId, code } = /** @type {Cells} */ (this.cells).cell(line, region, account);
    const isActive = this.active.row === row && this.active.column === column;
    const isFaint = !this.wanted.states.has(state);
    const words = state === "ready" ? (imageId ?? "") : this.#brief(say, state, line, region);
    return html`<div
      class="cell ${state} ${isFaint ? "is-faint" : ""}"
      part="cell ${state}"
      role="gridcell"
      aria-colindex=${column + 2}
      aria-label=${state === "ready" ? nothing : `${words}: ${code === null ? say[state] : this.#title(code)}`}
      tabindex=${isActive ? 0 : -1}
      data-row=${row}
      data-column=${column}
      ${place({ "inset-inline-start": `${size.head + column * size.column}px`, "inline-size": `${size.column}px` })}
    >
      ${ICONS[state]}<span class=${state === "ready" ? "mono" : ""}>${words}</span>
    </div>`;
  }

  /** A cell without an image, in a word. @param {typeof en} say @param {State} state @param {number} line @param {number} region */
  #brief(say, state, line, region) {
    if (state === "denied") return say.deniedShort;
    const percent = this.#progress(line, region);
    return percent === undefined ? say.waitingShort : `${percent} %`;
  }

  /** How far the image of a region has come, in percent. @param {number} line @param {number} region */
  #progress(line, region) {
    const { lines, regions } = /** @type {Cells} */ (this.cells);
    const { artifactId, serving, asked } = lines[line];
    const artifact = shownOf(this.manifest).artifacts.find(({ id }) => id === artifactId);
    const image = artifact?.versions.find(({ version }) => version === (serving ?? asked))?.images.get(regions[region]);
    return image?.status === "Delivering" ? image.progress : undefined;
  }

  /** @param {number} region @param {number} [line] */
  #regionHead(region, line) {
    const id = /** @type {Cells} */ (this.cells).regions[region];
    const name = regionName(id, this.#words.language);
    return html`<span title=${id}>${name}</span><span class="second mono">${line === undefined ? id : this.#lineName(line)}</span>`;
  }

  /** @param {typeof en} say @param {number} account @param {number} [line] */
  #accountHead(say, account, line) {
    const cells = /** @type {Cells} */ (this.cells);
    const uid = cells.accounts[account];
    const granted = cells.granted(account);
    const isOther = this.accounts === null && uid === otherAccount(shownOf(this.manifest));
    const grant = granted === null ? say.deniedShort : /** @type {any} */ (say)[granted];
    const second = line === undefined ? grant : this.#lineName(line);
    return html`<span class=${isOther ? "" : "mono"} title=${uid}>${isOther ? say.other : uid}</span
      >${this.#sizes().row < 40 && !this.isSwapped ? nothing : html`<span class="second" title=${second}>${second}</span>`}`;
  }

  /** @param {number} at */
  #lineName(at) {
    const say = this.#words.say ?? en;
    const { literal, artifactId, asked } = /** @type {Cells} */ (this.cells).lines[at];
    const artifact = shownOf(this.manifest).artifacts.find(({ id }) => id === artifactId);
    return say.lineOf(literal, artifact?.name ?? artifactId, asked === null ? say.newest : say.version(asked));
  }

  /** @param {RowEntry} entry @param {number} other */
  #where({ item, line }, other) {
    return this.isSwapped ? { line, region: item, account: other } : { line, region: other, account: item };
  }

  /** What a diagnostic says. @param {Diagnostic} diagnostic */
  #message(diagnostic) {
    return html`${message(diagnostic, this.catalogue)} <code>${diagnostic.code}</code>`;
  }

  // The tip: all about one cell.

  /** @param {typeof en & import("../words.js").Shared} say */
  #tip(say) {
    const found = this.#tipFor === undefined ? undefined : this.#at(this.#tipFor);
    if (found === undefined) return nothing;
    const cells = /** @type {Cells} */ (this.cells);
    const { line, region, account } = found;
    const { state, imageId, codes } = cells.cell(line, region, account);
    const id = cells.regions[region];
    const percent = this.#progress(line, region);
    const served = inOrder(cells.servedIn(line)).map((id) => regionName(id, this.#words.language));
    const names = new Intl.ListFormat(this.#words.language, { type: "unit" }).format(served.slice(0, 8)) + (served.length > 8 ? " …" : "");
    return html`<p class="where">${regionName(id, this.#words.language)} <span class="mono">${id}</span> · <span class="mono">${cells.accounts[account]}</span></p>
      <p class="where">${this.#lineName(line)}</p>
      <p><span class="badge ${{ ready: "good", waiting: "wait", denied: "bad" }[state]}">${ICONS[state]} ${state === "ready" ? say.ready : codes.length > 0 ? this.#title(codes[0]) : say[state]}</span></p>
      ${state === "ready"
        ? html`<p class="id"><code>${imageId}</code><button tabindex="-1" @click=${() => this.#copy(imageId)}>${copy} ${say.copy}</button></p><p>${say.readyMeans}</p>`
        : html`<p>${this.catalogue?.codes[codes[0]]?.means ?? codes[0]}</p>
            ${codes.slice(1).map((code) => html`<p>${say.besides} ${this.#title(code)} <code>${code}</code></p>`)}
            ${percent === undefined ? nothing : html`<p>${say.progress(percent)}</p>`}
            ${state === "waiting" ? html`<p>${served.length > 0 ? say.servedIn(names) : say.servedNowhere}</p>` : nothing}
            <p><code>${codes[0]}</code></p>`}
      <p class="where">${state === "ready" ? `${say.copyHint} · ` : ""}${say.openHint}</p>`;
  }

  /** The cell of a `row/column`. @param {string} key */
  #at(key) {
    const [row, column] = key.split("/").map(Number);
    const { rows, columns } = this.#shape();
    if (!(row in rows) || !(column in columns)) return undefined;
    return this.#where(rows[row], columns[column]);
  }

  /** @param {HTMLElement} cell */
  async #showTip(cell) {
    const key = `${cell.dataset.row}/${cell.dataset.column}`;
    const tip = this.#tipElement();
    if (tip === null || (this.#tipFor === key && tip.matches(":popover-open"))) return;
    this.#tipFor = key;
    this.requestUpdate();
    await this.updateComplete;
    if (!cell.isConnected || this.#tipFor !== key) return;
    for (const described of this.renderRoot.querySelectorAll("[aria-describedby]")) described.removeAttribute("aria-describedby");
    cell.setAttribute("aria-describedby", "tip");
    tip.showPopover();
    const at = cell.getBoundingClientRect();
    const box = tip.getBoundingClientRect();
    const isBelow = at.bottom + box.height + 12 < innerHeight || at.top < box.height + 12;
    tip.style.setProperty("top", `${isBelow ? Math.min(at.bottom + 6, innerHeight - box.height - 8) : at.top - box.height - 6}px`);
    tip.style.setProperty("left", `${Math.max(8, Math.min(at.left, innerWidth - box.width - 8))}px`);
  }

  #hideTip() {
    clearTimeout(this.#tipWait);
    this.#tipFor = undefined;
    const tip = this.#tipElement();
    if (tip?.matches(":popover-open")) tip.hidePopover();
  }

  /** @returns {HTMLElement | null} */
  #tipElement() {
    return this.renderRoot instanceof ShadowRoot ? this.renderRoot.querySelector("#tip") : null;
  }

  // What people do.

  /** @param {Partial<EcsImageMatrix["wanted"]>} change */
  #want(change) {
    this.wanted = { ...this.wanted, ...change };
    const say = this.#words.say;
    if (say === undefined || this.cells === undefined) return;
    const { ready, waiting, denied } = this.#shape().counts;
    this.said = say.status(ready, waiting, denied);
    this.renderRoot.querySelector(".scroll-box")?.scrollTo(0, 0);
  }

  #clear() {
    this.#want({ account: "", region: "", line: -1, states: new Set(states) });
  }

  #look() {
    const box = this.renderRoot?.querySelector?.(".scroll-box");
    const { view } = this;
    const next = { top: box?.scrollTop ?? 0, left: box?.scrollLeft ?? 0, height: box?.clientHeight ?? view.height, width: box?.clientWidth ?? view.width, host: this.clientWidth };
    if (view.top !== next.top || view.left !== next.left) this.#hideTip();
    this.view = next;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { rows, columns } = this.#shape();
    const { row, column } = this.active;
    const page = Math.max(1, Math.floor((this.view.height - this.#sizes().top) / this.#sizes().row) - 1);
    const isFar = event.ctrlKey || event.metaKey;
    /** @type {Record<string, () => [number, number]>} */
    const moves = {
      ArrowUp: () => [isFar ? 0 : row - 1, column],
      ArrowDown: () => [isFar ? rows.length - 1 : row + 1, column],
      ArrowLeft: () => [row, isFar ? 0 : column - 1],
      ArrowRight: () => [row, isFar ? columns.length - 1 : column + 1],
      Home: () => [isFar ? 0 : row, 0],
      End: () => [isFar ? rows.length - 1 : row, columns.length - 1],
      PageUp: () => [row - page, column],
      PageDown: () => [row + page, column],
    };
    if (event.key in moves) {
      const [nextRow, nextColumn] = moves[event.key]();
      event.preventDefault();
      return this.#go(nextRow, nextColumn);
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.#activate(row, column);
    }
    if (event.key === "Escape" && this.#tipFor !== undefined) {
      event.stopPropagation();
      this.#hideTip();
    }
    if (isFar && event.key.toLowerCase() === "c" && getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      void this.#copy(this.#imageAt(row, column));
    }
  }

  /** @param {ClipboardEvent} event */
  #copyEvent(event) {
    const image = this.#imageAt(this.active.row, this.active.column);
    if (image === null || getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    event.clipboardData?.setData("text/plain", image);
  }

  /** @param {number} row @param {number} column @returns {string | null} */
  #imageAt(row, column) {
    const found = this.#at(`${row}/${column}`);
    if (found === undefined || this.cells === undefined) return null;
    const cell = this.cells.cell(found.line, found.region, found.account);
    return cell.state === "ready" ? cell.imageId : null;
  }

  /** Goes to a cell, as near as there is one. @param {number} row @param {number} column */
  #go(row, column) {
    const { rows, columns } = this.#shape();
    const at = { row: Math.max(0, Math.min(rows.length - 1, row)), column: Math.max(0, Math.min(columns.length - 1, column)) };
    const box = this.renderRoot.querySelector(".scroll-box");
    const size = this.#sizes();
    if (box) {
      const top = offsetFor({ offset: box.scrollTop, view: box.clientHeight - size.top, size: size.row, at: at.row });
      const left = offsetFor({ offset: box.scrollLeft, view: box.clientWidth - size.head, size: size.column, at: at.column });
      box.scrollTo(left, top);
      this.#look();
    }
    this.active = at;
    this.#moves = true;
  }

  /** @param {number} row @param {number} column */
  #activate(row, column) {
    const found = this.#at(`${row}/${column}`);
    const { cells } = this;
    if (found === undefined || cells === undefined) return;
    const { line, region, account } = found;
    const { state, imageId, code } = cells.cell(line, region, account);
    const detail = {
      row: cells.matrix.rows[cells.lines[line].row],
      region: cells.regions[region],
      account: cells.accounts[account],
      imageId: state === "ready" ? imageId : null,
      code,
      site: cells.site(line),
    };
    this.#hideTip();
    this.dispatchEvent(new CustomEvent("cell-activate", { detail, bubbles: true, composed: true }));
  }

  /** @param {PointerEvent} event */
  #click(event) {
    const cell = cellOf(event);
    if (cell === null) return;
    const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
    const isRead = event.pointerType !== "touch" || this.#read === `${row}/${column}`;
    this.active = { row, column };
    // A finger cannot hover: the first touch tells, the second one goes there.
    if (isRead) return this.#activate(row, column);
    this.#read = `${row}/${column}`;
  }

  /** The cell that was read by touch. @type {string | undefined} */
  #read;

  /** @param {FocusEvent} event */
  #focusIn(event) {
    const cell = cellOf(event);
    if (cell === null) return;
    const at = { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
    if (at.row !== this.active.row || at.column !== this.active.column) this.active = at;
    void this.#showTip(cell);
  }

  /** @param {FocusEvent} event */
  #focusOut(event) {
    if (!(event.relatedTarget instanceof Node) || !this.#tipElement()?.contains(event.relatedTarget)) this.#hideTip();
  }

  /** @param {PointerEvent} event */
  #over(event) {
    const cell = cellOf(event);
    clearTimeout(this.#tipWait);
    if (cell === null || event.pointerType === "touch") return;
    this.#tipWait = window.setTimeout(() => void this.#showTip(cell), 120);
  }

  #leave() {
    clearTimeout(this.#tipWait);
    const focused = /** @type {ShadowRoot} */ (this.renderRoot).activeElement;
    this.#tipWait = window.setTimeout(() => {
      if (focused instanceof HTMLElement && focused.classList.contains("cell") && focused.isConnected) void this.#showTip(focused);
      else this.#hideTip();
    }, 200);
  }

  /** @param {string | null} image */
  async #copy(image) {
    const say = this.#words.say ?? en;
    if (image === null) return;
    try {
      await navigator.clipboard.writeText(image);
      this.said = say.copied(image);
    } catch {
      this.said = say.copyFailed;
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

/** @param {Event} event @returns {HTMLElement | null} */
function cellOf(event) {
  return event.target instanceof Element ? event.target.closest(".cell") : null;
}

/** @param {Event} event */
function valueOf(event) {
  return /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value;
}
