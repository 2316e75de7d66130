/** The tip: all about one cell, while the pointer or the keyboard is at it. */

import { html, nothing } from "lit";

import { copy } from "../icons.js";
import { marked } from "../marked.js";
import { inOrder, regionName } from "../regions.js";
import { SIGNS } from "./table.js";

/** @import { EcsImageMatrix } from "./matrix.js" */
/** @import { Where } from "./shape.js" */

const TONES = { ready: "good", waiting: "wait", denied: "bad" };

/** Milliseconds until a tip follows the pointer, and until it goes after it: long enough to get into it. */
const FOLLOW = 120;
const STAY = 200;

export class Tip {
  #host;
  /** @type {Where | undefined} */
  #about;
  /** @type {HTMLElement | undefined} */
  #cell;
  #wait = 0;

  /** @param {EcsImageMatrix} host */
  constructor(host) {
    this.#host = host;
  }

  get isOpen() {
    return this.#about !== undefined;
  }

  render() {
    return html`<div id="tip" popover="manual" part="tip" @pointerenter=${() => clearTimeout(this.#wait)} @pointerleave=${() => this.leave()}>${this.#content()}</div>`;
  }

  #content() {
    const { cells, say, spoken, catalogue } = this.#host;
    if (this.#about === undefined || cells === undefined) return nothing;
    const { line, region, account } = this.#about;
    const { state, imageId, codes } = cells.cell(line, region, account);
    const id = cells.regions[region];
    const head = html`<p class="where">${regionName(id, spoken)} <code>${id}</code> · <code>${cells.accounts[account]}</code></p>
      <p class="where">${this.#host.lineName(line)}</p>
      <p><span class="badge ${TONES[state]}"><span aria-hidden="true">${SIGNS[state]}</span> ${codes.length > 0 ? this.#host.reason(codes[0]) : say[state]}</span></p>`;
    if (state === "ready") {
      return html`${head}
        <p class="id"><code>${imageId}</code><button tabindex="-1" @click=${() => this.#host.copy(imageId)}>${copy} ${say.copy}</button></p>
        <p>${say.readyMeans}</p>
        <p class="where">${say.copyHint} · ${say.openHint}</p>`;
    }
    const percent = this.#host.progress(line, region);
    const isThere = state === "waiting" && imageId !== null;
    return html`${head} ${isThere ? html`<p>${say.blockedBy}</p>` : nothing}
      <p>${marked(catalogue?.codes[codes[0]]?.means ?? codes[0])}</p>
      ${codes.slice(1).map((code) => html`<p>${say.besides} ${this.#host.reason(code)} <code>${code}</code></p>`)}
      ${percent === undefined ? nothing : html`<p>${say.progress(percent)}</p>`}
      ${state === "waiting" && !isThere ? html`<p>${this.#served(line)}</p>` : nothing}
      <p class="where"><code>${codes[0]}</code> · ${say.openHint}</p>`;
  }

  /** Where the image is. @param {number} line */
  #served(line) {
    const { cells, say, spoken } = this.#host;
    const names = inOrder(cells?.servedIn(line) ?? []).map((id) => regionName(id, spoken));
    const shown = new Intl.ListFormat(spoken, { type: "unit" }).format(names.slice(0, 8));
    return names.length === 0 ? say.servedNowhere : say.servedIn(names.length > 8 ? `${shown} …` : shown);
  }

  /** @param {HTMLElement} cell @param {Where} where */
  async show(cell, where) {
    clearTimeout(this.#wait);
    const tip = this.#element();
    if (tip === null || (this.#cell === cell && tip.matches(":popover-open"))) return;
    this.#cell?.removeAttribute("aria-describedby");
    [this.#cell, this.#about] = [cell, where];
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    if (!cell.isConnected || this.#cell !== cell) return;
    cell.setAttribute("aria-describedby", "tip");
    tip.showPopover();
    put(tip, cell.getBoundingClientRect());
  }

  hide() {
    clearTimeout(this.#wait);
    this.#cell?.removeAttribute("aria-describedby");
    this.#cell = this.#about = undefined;
    const tip = this.#element();
    if (tip?.matches(":popover-open")) tip.hidePopover();
  }

  /** Follows the pointer to a cell. @param {HTMLElement} cell @param {Where} where */
  follow(cell, where) {
    clearTimeout(this.#wait);
    this.#wait = window.setTimeout(() => void this.show(cell, where), FOLLOW);
  }

  /** The pointer left the table or the tip. */
  leave() {
    clearTimeout(this.#wait);
    this.#wait = window.setTimeout(() => this.hide(), STAY);
  }

  /** @param {EventTarget | null} target */
  contains(target) {
    return target instanceof Node && (this.#element()?.contains(target) ?? false);
  }

  /** @returns {HTMLElement | null} */
  #element() {
    return this.#host.renderRoot?.querySelector("#tip") ?? null;
  }
}

/** Puts a tip under a cell, or over it where there is no room. @param {HTMLElement} tip @param {DOMRect} at */
function put(tip, at) {
  const { width, height } = tip.getBoundingClientRect();
  const isBelow = at.bottom + height + 12 < innerHeight || at.top < height + 12;
  tip.style.setProperty("top", `${isBelow ? Math.min(at.bottom + 6, innerHeight - height - 8) : at.top - height - 6}px`);
  tip.style.setProperty("left", `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`);
}
