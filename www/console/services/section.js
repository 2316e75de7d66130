/** One part of a service's page. It makes its changes through the store, and shows what the core has against one. */

import { css, html, LitElement, nothing } from "lit";

import { theme } from "../../elements/theme.js";
import { Said } from "../check/said.js";
import * as icons from "../icons.js";

/** @import { Change, Diagnostic } from "../../../js/index.js" */
/** @import { Store } from "../store.js" */
/** @import { Language, Words } from "../words.js" */
/** @import { Service } from "./model.js" */

/** The look of all sections. */
export const sectionStyle = [
  ...theme,
  css`
    :host {
      display: grid;
      gap: calc(var(--_space) * 4);
    }
    .card {
      display: grid;
      gap: calc(var(--_space) * 3);
      min-inline-size: 0;
      padding: calc(var(--_space) * 4);
    }
    .card.flush {
      gap: 0;
      padding: 0;
      overflow: clip;
    }
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
    }
    .bar > :first-child {
      min-inline-size: 0;
    }
    .quiet {
      padding: calc(var(--_space) * 8) calc(var(--_space) * 4);
      color: var(--_muted);
      text-align: center;
    }
    button.small,
    .button.small {
      min-block-size: calc(var(--_space) * 7);
      padding-inline: calc(var(--_space) * 2);
      font-size: var(--_small);
    }
    .refused {
      align-items: flex-start;
    }
    .refused ul {
      flex: 1;
      display: grid;
      gap: var(--_space);
      min-inline-size: 0;
    }
    dialog > form,
    dialog > .body {
      min-inline-size: 0;
    }
  `,
];

/** The look of a section that is a dialog alone, with fields side by side. */
export const dialogStyle = [
  ...sectionStyle,
  css`
    :host { display: contents; }
    dialog { inline-size: min(52rem, calc(100vi - var(--_space) * 6)); }
    .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: calc(var(--_space) * 4); }
  `,
];

export class Section extends LitElement {
  /** @type {import("lit").PropertyDeclarations} */
  static properties = {
    store: { attribute: false },
    service: { attribute: false },
    at: { attribute: false },
    language: { attribute: false },
    words: { attribute: false },
    refusal: { state: true },
  };

  static styles = sectionStyle;

  constructor() {
    super();
    /** @type {Store} */
    this.store = /** @type {any} */ (undefined);
    /** @type {Service} */
    this.service = /** @type {any} */ (undefined);
    /** What of it is meant: a literal, an account, a template. */
    this.at = "";
    /** @type {Language} */
    this.language = "en";
    /** @type {Words} */
    this.words = /** @type {any} */ ({});
    /** Why the last change was not made. @type {Diagnostic[]} */
    this.refusal = [];
    /** The manifest that the person saw when they began to decide; whatever is there now, where they decide at once. @type {string | undefined} */
    this.base = undefined;
    this.said = new Said(this);
  }

  /** @type {() => void} */
  #unsubscribe = () => {};

  connectedCallback() {
    super.connectedCallback();
    this.#unsubscribe = this.store?.subscribe(() => this.requestUpdate()) ?? (() => {});
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#unsubscribe();
  }

  /**
   * Makes a change, or says why not.
   *
   * @param {Change | Change[]} change
   * @param {string} [done] said when it is made
   * @returns {Promise<boolean>} whether it was made
   */
  async apply(change, done) {
    const made = await this.store.apply(change, { base: this.base }).catch(() => undefined);
    if (made === undefined) {
      this.notify(this.words.notMade, "bad");
      return false;
    }
    this.refusal = made.ok ? [] : made.diagnostics.filter(({ severity }) => severity === "error");
    if (made.ok && done) this.notify(done, "good");
    return made.ok;
  }

  /**
   * @param {string} text
   * @param {"info" | "good" | "wait" | "bad"} [kind]
   * @param {{ label: string, run(): void }} [action]
   */
  notify(text, kind = "info", action) {
    this.dispatchEvent(new CustomEvent("notice", { bubbles: true, composed: true, detail: { text, kind, action } }));
  }

  /** What the core has against the last change. */
  refused() {
    if (this.refusal.length === 0) return nothing;
    return html`
      <div class="note bad refused" role="alert">
        ${icons.failure}
        <ul>${this.refusal.slice(0, 20).map((diagnostic) => html`<li>${this.said.shown(diagnostic)} <code class="small">${diagnostic.code}</code></li>`)}</ul>
        <button type="button" class="icon plain" aria-label=${this.words.close} @click=${() => (this.refusal = [])}>${icons.cross}</button>
      </div>
    `;
  }
}
