/** A question that has to be answered before it goes on: one dialog, asked by `ask()`, closed by Escape as by its last choice. */

import { css, html, LitElement, nothing } from "lit";

import { theme } from "../elements/theme.js";

/**
 * @typedef {object} Asked
 * @property {string} title
 * @property {unknown} body what lit can render
 * @property {{ value: string, label: string, kind?: "main" | "danger" }[]} choices the last one is what Escape means
 */

export class Question extends LitElement {
  static properties = { asked: { state: true } };

  static styles = [
    ...theme,
    css`
      dialog { inline-size: min(44rem, calc(100vi - var(--_space) * 6)); }
      .body { min-inline-size: 0; }
      .text { display: grid; gap: calc(var(--_space) * 3); min-inline-size: 0; }
      pre {
        margin: 0;
        max-block-size: 14rem;
        overflow: auto;
        padding: calc(var(--_space) * 2);
        border: 1px solid var(--_line);
        border-radius: var(--_radius);
        background: var(--_sunken);
        font: var(--_small) / 1.5 var(--_mono);
        tab-size: 4;
      }
      pre mark { border-radius: 2px; background: var(--_bad-soft); color: var(--_bad); outline: 1px solid currentColor; }
      ol.findings { display: grid; gap: calc(var(--_space) * 3); max-block-size: 50vb; overflow: auto; }
      ol.findings li { display: grid; gap: var(--_space); min-inline-size: 0; }
    `,
  ];

  constructor() {
    super();
    /** @type {Asked | undefined} */
    this.asked = undefined;
    /** @type {(value: string) => void} */
    this.answer = () => {};
  }

  /** @param {Asked} asked @returns {Promise<string>} the value of the choice that was made */
  async ask(asked) {
    this.answer(this.asked?.choices.at(-1)?.value ?? "");
    this.asked = asked;
    await this.updateComplete;
    this.renderRoot.querySelector("dialog")?.showModal();
    return new Promise((resolve) => {
      this.answer = resolve;
    });
  }

  render() {
    if (this.asked === undefined) return nothing;
    const { title, body, choices } = this.asked;
    return html`
      <dialog aria-labelledby="title" @close=${(/** @type {Event} */ event) => this.#closed(/** @type {HTMLDialogElement} */ (event.target).returnValue)} @cancel=${(/** @type {Event} */ event) => { /** @type {HTMLDialogElement} */ (event.target).returnValue = ""; }}>
        <div class="body">
          <h2 id="title">${title}</h2>
          <div class="text">${body}</div>
          <div class="actions">
            ${[...choices].reverse().map(({ value, label, kind }) => html`<button class=${kind ?? ""} ?autofocus=${kind === "main"} @click=${() => this.renderRoot.querySelector("dialog")?.close(value)}>${label}</button>`)}
          </div>
        </div>
      </dialog>
    `;
  }

  /** @param {string} value */
  #closed(value) {
    const last = this.asked?.choices.at(-1)?.value ?? "";
    this.asked = undefined;
    const { answer } = this;
    this.answer = () => {};
    answer(value || last);
  }
}

customElements.define("eir-question", Question);
