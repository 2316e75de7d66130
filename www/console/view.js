/**
 * What every view is: it gets the store, the route, the language and its words, and is drawn again when one of them
 * changes. Its heading is also the title of the document, and where the focus goes when someone comes here.
 */

import { css, LitElement } from "lit";

import { theme } from "../elements/theme.js";

/** @import { Route } from "./router.js" */
/** @import { Store } from "./store.js" */
/** @import { Language, Words } from "./words.js" */

/** The look that all views have. Their styles begin with it. */
export const viewStyle = [
  ...theme,
  css`
    :host {
      display: grid;
      align-content: start;
      gap: calc(var(--_space) * 4);
    }
    h1:focus {
      outline: none;
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: calc(var(--_space) * 2) calc(var(--_space) * 4);
      min-block-size: calc(var(--_space) * 9);
    }
    .head .count {
      color: var(--_muted);
      font-variant-numeric: tabular-nums;
    }
    .trail {
      font-size: var(--_small);
    }
    .lead {
      max-inline-size: 90ch;
    }
    .none {
      display: grid;
      justify-items: center;
      gap: calc(var(--_space) * 3);
      padding: calc(var(--_space) * 10) calc(var(--_space) * 4);
      text-align: center;
    }
    .more {
      display: grid;
      justify-items: center;
      padding: calc(var(--_space) * 3);
    }
  `,
];

/** The look of a view that lists things by name, with a field to search them. */
export const listStyle = [
  ...viewStyle,
  css`
    .search { position: relative; flex: 1 1 16rem; max-inline-size: 28rem; }
    .search svg { position: absolute; inset-block-start: 50%; inset-inline-start: calc(var(--_space) * 2.5); translate: 0 -50%; color: var(--_muted); pointer-events: none; }
    .search input { padding-inline-start: calc(var(--_space) * 8); }
    .name > a { font-weight: 600; overflow-wrap: anywhere; }
    tbody tr:hover { background: color-mix(in oklab, var(--_accent-soft), transparent 50%); }
  `,
];

export class View extends LitElement {
  /** @type {import("lit").PropertyDeclarations} */
  static properties = {
    store: { attribute: false },
    route: { attribute: false },
    language: { attribute: false },
    words: { attribute: false },
  };

  /** @type {import("lit").CSSResultGroup} */
  static styles = viewStyle;

  /** @type {() => void} */
  #unsubscribe = () => {};

  constructor() {
    super();
    /** @type {Store} */
    this.store = /** @type {any} */ (undefined);
    /** @type {Route} */
    this.route = /** @type {any} */ (undefined);
    /** @type {Language} */
    this.language = "en";
    /** @type {Words} */
    this.words = /** @type {any} */ ({});
  }

  /** What the view is called: its `<h1 tabindex="-1">`, and the title of the document. */
  get heading() {
    return "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.#unsubscribe = this.store.subscribe(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#unsubscribe();
  }

  /**
   * Says something that the person should know and need not answer.
   *
   * @param {string} text
   * @param {"info" | "good" | "wait" | "bad"} [kind]
   */
  notify(text, kind = "info") {
    this.dispatchEvent(new CustomEvent("notice", { bubbles: true, composed: true, detail: { text, kind } }));
  }

  /** Moves the focus to the heading. */
  focusHeading() {
    /** @type {HTMLElement | null | undefined} */ (this.renderRoot?.querySelector("h1"))?.focus();
  }

  /** @protected */
  updated() {
    const title = `${this.heading} · ${this.words.product}`;
    if (this.isConnected && document.title !== title) document.title = title;
  }
}
