/**
 * A table of very many rows of one height: only those in sight are made. The row that has the focus stays, wherever it is
 * scrolled to; the arrow keys go from row to row.
 */

import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { positionsOf, windowOf } from "../../elements/matrix/window.js";
import { place } from "../../elements/place.js";

/** @import { LitElement, TemplateResult } from "lit" */

export class Rows {
  #host;
  #size;
  #offset = 0;
  #view = 480;
  #focused = -1;

  /** @param {LitElement} host @param {{ size: number }} options `size`: the height of a row, in pixels */
  constructor(host, { size }) {
    this.#host = host;
    this.#size = size;
    host.addController(this);
  }

  hostUpdated() {
    const box = this.#box;
    if (!box || box.clientHeight === this.#view || box.clientHeight === 0) return;
    this.#view = box.clientHeight;
    this.#host.requestUpdate();
  }

  get #box() {
    return /** @type {HTMLElement | null} */ (this.#host.renderRoot?.querySelector(".rows"));
  }

  /** Scrolls to a row. @param {number} at */
  reveal(at) {
    const box = this.#box;
    if (box && at >= 0) box.scrollTop = Math.max(0, at * this.#size - this.#view / 2);
  }

  /**
   * @template T
   * @param {T[]} items
   * @param {{ label: string, head: TemplateResult, key: (item: T) => unknown, row: (item: T, at: number) => TemplateResult }} of
   *   `head` and each `row` hold `role="columnheader"` and `role="cell"`
   */
  render(items, { label, head, key, row }) {
    const count = items.length;
    const positions = positionsOf(windowOf({ offset: this.#offset, view: this.#view, size: this.#size, count, spare: 6 }), Math.min(this.#focused, count - 1), count);
    return html`
      <div class="table" role="table" aria-label=${label} aria-rowcount=${count + 1}>
        <div role="rowgroup"><div class="tr th" role="row" aria-rowindex="1">${head}</div></div>
        <div class="rows" role="rowgroup" tabindex="0" aria-label=${label} @scroll=${(/** @type {Event} */ event) => this.#scrolled(/** @type {HTMLElement} */ (event.target))}
          @focusin=${(/** @type {FocusEvent} */ event) => (this.#focused = rowOf(event))} @focusout=${() => (this.#focused = -1)}>
          <div class="all" role="presentation" ${place({ "block-size": `${count * this.#size}px` })}>
            ${repeat(positions, (at) => key(items[at]), (at) => html`
              <div class="tr" role="row" aria-rowindex=${at + 2} data-at=${at} ${place({ "inset-block-start": `${at * this.#size}px`, "block-size": `${this.#size}px` })}>${row(items[at], at)}</div>
            `)}
          </div>
        </div>
      </div>
    `;
  }

  /** @param {HTMLElement} box */
  #scrolled(box) {
    this.#offset = box.scrollTop;
    this.#view = box.clientHeight;
    this.#host.requestUpdate();
  }
}

/** @param {Event} event */
function rowOf(event) {
  const row = /** @type {HTMLElement | undefined} */ (event.composedPath().find((at) => at instanceof HTMLElement && at.dataset.at !== undefined));
  return row === undefined ? -1 : Number(row.dataset.at);
}
