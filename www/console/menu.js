/** A button that opens a panel below it. Escape, a click elsewhere and moving the focus on close it. */

import { css, html, LitElement, nothing } from "lit";

import { theme } from "../elements/theme.js";
import { down } from "./icons.js";

export class Menu extends LitElement {
  static properties = { label: {}, isOpen: { state: true }, isQuiet: { attribute: "quiet", type: Boolean } };

  static styles = [
    ...theme,
    css`
      :host { position: relative; min-inline-size: 0; }
      .opener { border-color: transparent; background: none; font-weight: 500; inline-size: 100%; }
      .opener:hover, .opener[aria-expanded="true"] { background: var(--_accent-soft); border-color: transparent; }
      .opener > svg:last-child { inline-size: 0.75em; block-size: 0.75em; color: var(--_muted); }
      .panel {
        position: absolute;
        inset-block-start: calc(100% + var(--_space));
        inset-inline-end: 0;
        z-index: 20;
        display: grid;
        gap: 1px;
        inline-size: max-content;
        min-inline-size: 13rem;
        max-inline-size: min(22rem, 92vi);
        padding: calc(var(--_space) * 1.5);
        border: 1px solid var(--_line);
        border-radius: calc(var(--_radius) + 2px);
        background: var(--_surface);
        box-shadow: var(--_shadow);
      }
    `,
  ];

  constructor() {
    super();
    this.label = "";
    this.isOpen = false;
    /** Whether the label is only for those who do not see the picture. */
    this.isQuiet = false;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("pointerdown", this.#elsewhere);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("focusout", this.#left);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("pointerdown", this.#elsewhere);
    this.removeEventListener("keydown", this.#key);
    this.removeEventListener("focusout", this.#left);
  }

  render() {
    return html`
      <button class="opener" part="opener" aria-expanded=${this.isOpen} aria-label=${this.isQuiet ? this.label : nothing} title=${this.isQuiet ? this.label : ""} @click=${() => (this.isOpen = !this.isOpen)}>
        ${this.isQuiet ? nothing : html`<span class="unseen">${this.label}</span>`}<slot name="label"></slot>${down}
      </button>
      <div class="panel" ?hidden=${!this.isOpen} @click=${this.#chosen}><slot></slot></div>
    `;
  }

  close() {
    this.isOpen = false;
  }

  /** @param {Event} event */
  #elsewhere = (event) => {
    if (!event.composedPath().includes(this)) this.close();
  };

  /** @param {KeyboardEvent} event */
  #key = (event) => {
    if (event.key !== "Escape" || !this.isOpen) return;
    event.stopPropagation();
    this.close();
    this.renderRoot.querySelector("button")?.focus();
  };

  /** @param {FocusEvent} event */
  #left = (event) => {
    const to = /** @type {Node | null} */ (event.relatedTarget);
    if (to !== null && !this.contains(to) && !this.renderRoot.contains(to)) this.close();
  };

  /** What was asked for is done; a choice among settings leaves it open. @param {Event} event */
  #chosen = (event) => {
    if (/** @type {Element} */ (event.target).closest("button, a")) this.close();
  };
}

customElements.define("eir-menu", Menu);
