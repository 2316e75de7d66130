/** The table itself: a grid of which only what is seen is made, with the keys of ARIA's grid pattern. */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { place } from "../place.js";
import { regionName } from "../regions.js";
import { whereOf } from "./shape.js";
import { offsetFor, positionsOf, windowOf } from "./window.js";

/** @import { Cells, State } from "./cells.js" */
/** @import { EcsImageMatrix } from "./matrix.js" */
/** @import { RowEntry } from "./shape.js" */

/** What stands before the words of each state, so that it is told by more than a colour. The style sheet puts them into the cells. */
export const SIGNS = { ready: "✓", waiting: "…", denied: "✕" };

/** Pixels. @typedef {{ head: number, column: number, row: number, top: number }} Sizes `head` and `top`: of the headings of rows and columns */

export class Table {
  #host;
  /** The cell that the keyboard is at. */
  #active = { row: 0, column: 0 };
  /** Whether the focus is to follow it. */
  #moves = false;
  /** What can be seen, in pixels. */
  #view = { top: 0, left: 0, height: 600, width: 900, host: 1000 };
  /** The cell that was read by touch. @type {string | undefined} */
  #read;

  /** @param {EcsImageMatrix} host */
  constructor(host) {
    this.#host = host;
  }

  /** Another table, or another part of it: the keyboard's cell stays as near as there is one. */
  fit() {
    const { rows, columns } = this.#host.shape;
    const { row, column } = this.#active;
    this.#active = { row: Math.max(0, Math.min(row, rows.length - 1)), column: Math.max(0, Math.min(column, columns.length - 1)) };
  }

  /** After each rendering. */
  rendered() {
    if (!this.#moves) return;
    this.#moves = false;
    this.#cellAt(this.#active.row, this.#active.column)?.focus({ preventScroll: true });
  }

  /** Sees what of the table is seen. */
  look = () => {
    const box = this.#box();
    const { top, left, height, width } = this.#view;
    const view = { top: box?.scrollTop ?? 0, left: box?.scrollLeft ?? 0, height: box?.clientHeight ?? height, width: box?.clientWidth ?? width, host: this.#host.clientWidth };
    if (view.top !== top || view.left !== left) this.#host.tip.hide();
    this.#view = view;
    this.#host.requestUpdate();
  };

  toStart() {
    this.#box()?.scrollTo(0, 0);
  }

  /** @returns {Sizes} */
  #sizes() {
    const { isStacked, isSwapped } = this.#host.shape;
    const { host } = this.#view;
    return { head: host < 560 ? 144 : host < 1600 ? 216 : 336, column: host < 560 ? 116 : 132, row: isStacked || isSwapped ? 44 : 36, top: 48 };
  }

  render() {
    const { say, shape, isAsking } = this.#host;
    const { rows, columns } = shape;
    const view = this.#view;
    const active = this.#active;
    const sizes = this.#sizes();
    const height = Math.max(0, view.height - sizes.top);
    const shownRows = positionsOf(windowOf({ offset: view.top, view: height, size: sizes.row, count: rows.length, spare: 4 }), active.row, rows.length);
    const shownColumns = positionsOf(windowOf({ offset: view.left, view: view.width - sizes.head, size: sizes.column, count: columns.length, spare: 1 }), active.column, columns.length);
    const width = sizes.head + columns.length * sizes.column;
    const all = sizes.top + rows.length * sizes.row;
    return html`<div
      class="scroll-box"
      role="grid"
      part="grid"
      aria-label=${say.grid}
      aria-rowcount=${rows.length + 1}
      aria-colcount=${columns.length + 1}
      aria-busy=${isAsking}
      ${place({ "block-size": `${all + 16}px` })}
      @scroll=${this.look}
      @keydown=${this.#key}
      @click=${this.#click}
      @focusin=${this.#focusIn}
      @focusout=${this.#focusOut}
      @pointerover=${this.#over}
      @pointerleave=${this.#leave}
    >
      <div class="canvas" role="presentation" ${place({ "inline-size": `${width}px`, "block-size": `${all}px`, "--row": `${sizes.row}px` })}>
        <div class="head" role="row" aria-rowindex="1" ${place({ "block-size": `${sizes.top}px` })}>
          <div class="corner" role="columnheader" aria-colindex="1" ${place({ "inline-size": `${sizes.head}px` })}>${shape.isSwapped ? say.region : say.account}</div>
          ${repeat(
            shownColumns,
            (column) => columns[column],
            (column) => html`<div class="column-head" role="columnheader" aria-colindex=${column + 2} ${place({ "inset-inline-start": `${sizes.head + column * sizes.column}px`, "inline-size": `${sizes.column}px` })}>
              ${shape.isSwapped ? this.#account(columns[column]) : this.#region(columns[column])}
            </div>`,
          )}
        </div>
        ${repeat(
          shownRows,
          (row) => `${rows[row].item}/${rows[row].line}`,
          (row) => this.#row(rows[row], row, shownColumns, sizes),
        )}
      </div>
    </div>`;
  }

  /** @param {RowEntry} entry @param {number} row @param {number[]} shown @param {Sizes} sizes */
  #row({ item, line, isFirst }, row, shown, sizes) {
    const { shape } = this.#host;
    const named = shape.isStacked ? line : undefined;
    return html`<div
      class="line-of-cells ${shape.isStacked ? (isFirst ? "is-first" : "is-next") : ""}"
      role="row"
      aria-rowindex=${row + 2}
      ${place({ "inset-block-start": `${sizes.top + row * sizes.row}px`, "block-size": `${sizes.row}px` })}
    >
      <div class="row-head" role="rowheader" aria-colindex="1" ${place({ "inline-size": `${sizes.head}px` })}>${shape.isSwapped ? this.#region(item, named) : this.#account(item, named)}</div>
      ${repeat(
        shown,
        (column) => shape.columns[column],
        (column) => this.#cell(row, column, sizes),
      )}
    </div>`;
  }

  /** @param {number} row @param {number} column @param {Sizes} sizes */
  #cell(row, column, sizes) {
    const { say, shape, wanted } = this.#host;
    const { line, region, account } = /** @type {import("./shape.js").Where} */ (whereOf(shape, row, column));
    const { state, imageId, code } = this.#cells.cell(line, region, account);
    const isActive = this.#active.row === row && this.#active.column === column;
    const words = state === "ready" ? (imageId ?? "") : this.#brief(state, line, region);
    return html`<div
      class="cell ${state} ${state === "ready" ? "mono" : ""} ${wanted.states.has(state) ? "" : "is-faint"}"
      part="cell ${state}"
      role="gridcell"
      aria-colindex=${column + 2}
      aria-label=${state === "ready" ? nothing : `${words}: ${code === null ? say[state] : this.#host.reason(code)}`}
      tabindex=${isActive ? 0 : -1}
      data-row=${row}
      data-column=${column}
      ${place({ "inset-inline-start": `${sizes.head + column * sizes.column}px`, "inline-size": `${sizes.column}px` })}
      >${words}</div
    >`;
  }

  /** A cell without an image, in a word. @param {State} state @param {number} line @param {number} region */
  #brief(state, line, region) {
    const { say } = this.#host;
    if (state === "denied") return say.deniedShort;
    const percent = this.#host.progress(line, region);
    return percent === undefined ? say.waitingShort : `${percent} %`;
  }

  /** @param {number} region @param {number} [line] */
  #region(region, line) {
    const id = this.#cells.regions[region];
    const second = line === undefined ? id : this.#host.lineName(line);
    return html`<span title=${id}>${regionName(id, this.#host.spoken)}</span><span class="second ${line === undefined ? "mono" : ""}" title=${second}>${second}</span>`;
  }

  /** @param {number} account @param {number} [line] */
  #account(account, line) {
    const { say, shape } = this.#host;
    const uid = this.#cells.accounts[account];
    const isOther = this.#host.isOther(uid);
    const granted = this.#cells.granted(account);
    const second = line === undefined ? (granted === null ? say.deniedShort : say.granted(granted)) : this.#host.lineName(line);
    const name = html`<span class=${isOther ? "" : "mono"} title=${uid}>${isOther ? say.other : uid}</span>`;
    return shape.isSwapped || line !== undefined ? html`${name}<span class="second" title=${second}>${second}</span>` : name;
  }

  get #cells() {
    return /** @type {Cells} */ (this.#host.cells);
  }

  /** @returns {HTMLElement | null} */
  #box() {
    return this.#host.renderRoot?.querySelector(".scroll-box") ?? null;
  }

  /** @param {number} row @param {number} column @returns {HTMLElement | null} */
  #cellAt(row, column) {
    return this.#box()?.querySelector(`.cell[data-row="${row}"][data-column="${column}"]`) ?? null;
  }

  #key = (/** @type {KeyboardEvent} */ event) => {
    const { rows, columns } = this.#host.shape;
    const { row, column } = this.#active;
    const page = Math.max(1, Math.floor((this.#view.height - this.#sizes().top) / this.#sizes().row) - 1);
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
    if (Object.hasOwn(moves, event.key)) {
      event.preventDefault();
      this.#go(...moves[event.key]());
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#activate();
    } else if (event.key === "Escape" && this.#host.tip.isOpen) {
      event.stopPropagation();
      this.#host.tip.hide();
    } else if (isFar && event.key.toLowerCase() === "c" && getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      void this.#copy();
    }
  };

  /** Goes to a cell, or as near to it as there is one. @param {number} row @param {number} column */
  #go(row, column) {
    this.#active = { row, column };
    this.fit();
    const box = this.#box();
    const sizes = this.#sizes();
    if (box !== null) {
      const top = offsetFor({ offset: box.scrollTop, view: box.clientHeight - sizes.top, size: sizes.row, at: this.#active.row });
      const left = offsetFor({ offset: box.scrollLeft, view: box.clientWidth - sizes.head, size: sizes.column, at: this.#active.column });
      box.scrollTo(left, top);
    }
    this.#moves = true;
    this.look();
  }

  #activate() {
    const where = whereOf(this.#host.shape, this.#active.row, this.#active.column);
    if (where !== undefined) this.#host.activate(where);
  }

  async #copy() {
    const where = whereOf(this.#host.shape, this.#active.row, this.#active.column);
    if (where === undefined) return;
    const { state, imageId } = this.#cells.cell(where.line, where.region, where.account);
    if (state === "ready") await this.#host.copy(imageId);
  }

  #click = (/** @type {PointerEvent} */ event) => {
    const cell = cellOf(event);
    if (cell === null) return;
    const [row, column] = placeOf(cell);
    this.#active = { row, column };
    const key = `${row}/${column}`;
    // A finger cannot hover: the first touch tells, the second one goes there.
    if (event.pointerType !== "touch" || this.#read === key) return this.#activate();
    this.#read = key;
    this.#host.requestUpdate();
  };

  #focusIn = (/** @type {FocusEvent} */ event) => {
    const cell = cellOf(event);
    if (cell === null) return;
    const [row, column] = placeOf(cell);
    if (row !== this.#active.row || column !== this.#active.column) {
      this.#active = { row, column };
      this.#host.requestUpdate();
    }
    const where = whereOf(this.#host.shape, row, column);
    if (where !== undefined) void this.#host.tip.show(cell, where);
  };

  #focusOut = (/** @type {FocusEvent} */ event) => {
    if (!this.#host.tip.contains(event.relatedTarget)) this.#host.tip.hide();
  };

  #over = (/** @type {PointerEvent} */ event) => {
    const cell = cellOf(event);
    if (cell === null || event.pointerType === "touch") return;
    const where = whereOf(this.#host.shape, ...placeOf(cell));
    if (where !== undefined) this.#host.tip.follow(cell, where);
  };

  #leave = () => this.#host.tip.leave();
}

/** @param {Event} event @returns {HTMLElement | null} */
function cellOf(event) {
  return event.target instanceof Element ? event.target.closest(".cell") : null;
}

/** @param {HTMLElement} cell @returns {[number, number]} its row and column */
function placeOf({ dataset }) {
  return [Number(dataset.row), Number(dataset.column)];
}
