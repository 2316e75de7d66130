/** The frame around every view: where one can go, what can be undone, the file, the language, the colours. */

import { css, html, LitElement } from "lit";

import { theme } from "../elements/theme.js";
import { routeOf } from "./router.js";
import { THEMES } from "./settings.js";
import { VIEWS } from "./views/registry.js";
import { LANGUAGES, NAMES } from "./words.js";

/** @import { Settings, Theme } from "./settings.js" */
/** @import { Store } from "./store.js" */
/** @import { View } from "./view.js" */
/** @import { Language } from "./words.js" */

/** The places of the navigation, and the views that belong to each. */
const PLACES = /** @type {const} */ ([
  ["artifacts", "navArtifacts", ["artifacts", "artifact"]],
  ["services", "navServices", ["services", "service"]],
  ["template", "navTemplate", ["template"]],
  ["matrix", "navMatrix", ["matrix"]],
  ["check", "navCheck", ["check"]],
]);

class Console extends LitElement {
  static properties = { store: { attribute: false }, settings: { attribute: false } };

  static styles = [
    ...theme,
    css`
      header { display: flex; flex-wrap: wrap; gap: calc(var(--_space) * 3); align-items: center; padding: calc(var(--_space) * 2) calc(var(--_space) * 4); background: var(--_surface); border-block-end: 1px solid var(--_line); }
      nav { display: flex; gap: calc(var(--_space) * 3); flex: 1; }
      nav a[aria-current] { font-weight: 600; }
      header select { inline-size: auto; }
      main { padding: calc(var(--_space) * 5); }
    `,
  ];

  constructor() {
    super();
    /** @type {Store} */
    this.store = /** @type {any} */ (undefined);
    /** @type {Settings} */
    this.settings = /** @type {any} */ (undefined);
    this.route = routeOf(location.hash);
    /** @type {View | undefined} */
    this.view = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.store.subscribe(() => this.requestUpdate());
    this.settings.subscribe(() => this.#hand());
    addEventListener("hashchange", () => this.#navigate());
    addEventListener("keydown", (event) => this.#key(event));
    void this.#navigate();
  }

  render() {
    const { words, language, theme } = this.settings;
    const { undoable, redoable } = this.store;
    return html`
      <header>
        <strong>${words.product}</strong>
        <nav aria-label=${words.navigation}>
          ${PLACES.map(([place, name, views]) => html`<a href="#/${place}" aria-current=${views.some((view) => view === this.route.view) ? "page" : "false"}>${words[name]}</a>`)}
        </nav>
        <button ?disabled=${!undoable} @click=${() => this.store.undo()}>${words.undo}</button>
        <button ?disabled=${!redoable} @click=${() => this.store.redo()}>${words.redo}</button>
        <select aria-label=${words.language} @change=${(/** @type {any} */ event) => this.settings.setLanguage(/** @type {Language} */ (event.target.value))}>
          ${LANGUAGES.map((one) => html`<option value=${one} ?selected=${one === language}>${NAMES[one]}</option>`)}
        </select>
        <select aria-label=${words.theme} @change=${(/** @type {any} */ event) => this.settings.setTheme(/** @type {Theme} */ (event.target.value))}>
          ${THEMES.map((one) => html`<option value=${one} ?selected=${one === theme}>${{ system: words.themeSystem, light: words.themeLight, dark: words.themeDark }[one]}</option>`)}
        </select>
      </header>
      <main>${this.view}</main>
    `;
  }

  async #navigate() {
    const route = routeOf(location.hash);
    const { element, load } = VIEWS[route.view];
    await load();
    const moved = this.route.path !== route.path && this.view !== undefined;
    this.route = route;
    if (this.view?.localName !== element) this.view = /** @type {View} */ (document.createElement(element));
    this.#hand();
    await this.updateComplete;
    await this.view.updateComplete;
    if (moved) this.view.focusHeading();
  }

  /** Hands the view what it shows. */
  #hand() {
    const { language, words } = this.settings;
    if (this.view) Object.assign(this.view, { store: this.store, route: this.route, language, words });
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    const target = event.composedPath()[0];
    // In a field the browser's own undo is meant.
    if (target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"))) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      void (key === "y" || event.shiftKey ? this.store.redo() : this.store.undo());
    }
  }
}

customElements.define("eir-console", Console);
