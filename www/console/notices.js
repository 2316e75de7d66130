/** What is said at the edge and goes away by itself. It stays while someone points at it or is in it. */

import { css, html, LitElement } from "lit";

import { theme } from "../elements/theme.js";
import { cross } from "./icons.js";

/** @typedef {{ text: string, kind?: "info" | "good" | "wait" | "bad", action?: { label: string, run(): void } }} Notice */

/** How long a notice stays, in milliseconds; an error twice that. */
const STAYS = 7000;

/** How many there are at once. */
const MOST = 3;

export class Notices extends LitElement {
  static properties = { notices: { state: true }, closeLabel: {} };

  static styles = [
    ...theme,
    css`
      :host { position: fixed; inset-block-end: calc(var(--_space) * 4); inset-inline-end: calc(var(--_space) * 4); z-index: 30; inline-size: min(26rem, calc(100vi - var(--_space) * 8)); }
      ul { display: grid; gap: calc(var(--_space) * 2); }
      .note { align-items: center; border: 1px solid currentColor; box-shadow: var(--_shadow); }
      .note span { flex: 1; }
      button { flex: none; color: inherit; border-color: transparent; background: none; }
    `,
  ];

  constructor() {
    super();
    /** @type {(Notice & { id: number })[]} */
    this.notices = [];
    this.closeLabel = "";
  }

  #count = 0;

  /** @param {Notice} notice */
  show(notice) {
    const id = (this.#count += 1);
    this.notices = [...this.notices.filter(({ text }) => text !== notice.text), { ...notice, id }].slice(-MOST);
    this.#leave(id, notice.kind === "bad" || notice.action ? STAYS * 2 : STAYS);
  }

  render() {
    return html`
      <div role="status" aria-live="polite">
        <ul>
          ${this.notices.map(({ id, text, kind = "info", action }) => html`
            <li class="note ${kind}">
              <span>${text}</span>
              ${action ? html`<button @click=${() => { action.run(); this.#close(id); }}>${action.label}</button>` : ""}
              <button class="icon" aria-label=${this.closeLabel} @click=${() => this.#close(id)}>${cross}</button>
            </li>
          `)}
        </ul>
      </div>
    `;
  }

  /** @param {number} id @param {number} after */
  #leave(id, after) {
    setTimeout(() => {
      if (this.matches(":hover, :focus-within")) this.#leave(id, STAYS);
      else this.#close(id);
    }, after);
  }

  /** @param {number} id */
  #close(id) {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }
}

customElements.define("eir-notices", Notices);
