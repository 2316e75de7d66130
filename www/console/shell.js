/** The frame around every view: where one can go, what can be undone, the file, the language, the colours. */

import "./menu.js";
import "./notices.js";
import "./question.js";

import { html, LitElement, nothing } from "lit";

import * as core from "../elements/core.js";
import { theme } from "../elements/theme.js";
import * as icons from "./icons.js";
import { Intake } from "./intake.js";
import { reload } from "./offline.js";
import { routeOf } from "./router.js";
import { THEMES } from "./settings.js";
import { shellStyle } from "./shell-style.js";
import { VIEWS } from "./views/registry.js";
import { LANGUAGES, NAMES } from "./words.js";

/** @import { Label } from "./history.js" */
/** @import { Notice, Notices } from "./notices.js" */
/** @import { Question } from "./question.js" */
/** @import { Route } from "./router.js" */
/** @import { Settings, Theme } from "./settings.js" */
/** @import { Conflict, Store } from "./store.js" */
/** @import { View } from "./view.js" */

/** The places of the navigation, and the views that belong to each. */
const PLACES = /** @type {const} */ ([
  ["artifacts", "navArtifacts", ["artifacts", "artifact"]],
  ["services", "navServices", ["services", "service"]],
  ["template", "navTemplate", ["template"]],
  ["matrix", "navMatrix", ["matrix"]],
  ["check", "navCheck", ["check"]],
]);

/** What a shortcut begins with on this machine. */
const MODIFIER = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl ";

class Console extends LitElement {
  static properties = {
    store: { attribute: false },
    settings: { attribute: false },
    failure: { state: true },
    isDropping: { state: true },
    isUpdated: { state: true },
  };

  static styles = [...theme, shellStyle];

  constructor() {
    super();
    /** @type {Store} */
    this.store = /** @type {any} */ (undefined);
    /** @type {Settings} */
    this.settings = /** @type {any} */ (undefined);
    this.route = routeOf(location.hash);
    /** @type {View | undefined} */
    this.view = undefined;
    /** Why there is no core. @type {{ code: string, message: string } | undefined} */
    this.failure = undefined;
    /** Whether files are held over the page. */
    this.isDropping = false;
    /** Whether a newer console is there for the next load. */
    this.isUpdated = false;
  }

  /** @type {Intake} */
  #intake = /** @type {any} */ (undefined);
  /** What the question in the middle of the screen is about. @type {Conflict | undefined} */
  #asked;

  connectedCallback() {
    super.connectedCallback();
    this.#intake = new Intake(this.store, this.settings, (asked) => this.#question.ask(asked), (notice) => this.#notices.show(notice));
    this.store.subscribe(() => this.#changed());
    this.settings.subscribe(() => this.#hand());
    addEventListener("hashchange", () => void this.#navigate());
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("beforeunload", (event) => this.#leave(event));
    this.#listenToDrops();
    this.addEventListener("notice", (event) => this.#notices.show(/** @type {CustomEvent<Notice>} */ (event).detail));
    this.addEventListener("files", (event) => void this.#intake.take(/** @type {CustomEvent} */ (event).detail));
    void this.#navigate();
    void this.#load();
  }

  get #question() {
    return /** @type {Question} */ (this.renderRoot.querySelector("eir-question"));
  }

  get #notices() {
    return /** @type {Notices} */ (this.renderRoot.querySelector("eir-notices"));
  }

  render() {
    const { words } = this.settings;
    return html`
      <header>
        <a class="skip" href="#main" @click=${(/** @type {Event} */ event) => { event.preventDefault(); this.view?.focusHeading(); }}>${words.skip}</a>
        <a class="product" href="#/artifacts" aria-label=${words.product}><svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2.5 20.5 7v10L12 21.5 3.5 17V7z"/><path d="M3.5 7 12 11.7 20.5 7M12 11.7v9.8"/></svg><span>${words.product}</span></a>
        ${this.#file()}
        <span class="steps">${this.#step("undo")}${this.#step("redo")}</span>
        ${this.#preferences()}
      </header>
      <nav aria-label=${words.navigation}>
        <ul>
          ${PLACES.map(([place, name, views]) => html`
            <li><a href="#/${place}" aria-current=${views.some((view) => view === this.route.view) ? "page" : nothing}>${icons[place]}<span>${words[name]}</span></a></li>
          `)}
        </ul>
      </nav>
      <main id="main">
        ${this.#banners()}
        ${this.view}
      </main>
      ${this.isDropping ? html`<div class="drop" aria-hidden="true"><p>${icons.upload}<strong>${words.dropHere}</strong><span>${words.dropWhat}</span></p></div>` : nothing}
      <eir-notices .closeLabel=${words.close}></eir-notices>
      <eir-question></eir-question>
    `;
  }

  #file() {
    const { words } = this.settings;
    const { file, saved, keeping } = this.store;
    const state = saved ? words.fileSaved : keeping.kept ? words.fileKept : words.fileNotKept;
    return html`
      <eir-menu class="file" label=${words.file}>
        <span slot="label" class="name">${icons.file}<span>${file.name}</span><small class="muted">${state}</small></span>
        <button class="item" @click=${() => this.#intake.open()}>${icons.upload}${words.openFile}<kbd>${MODIFIER}O</kbd></button>
        <button class="item" @click=${() => this.#intake.save()}>${icons.download}${words.saveFile}<kbd>${MODIFIER}S</kbd></button>
        <button class="item" @click=${() => this.#intake.save(true)}>${icons.download}${words.saveFileAs}</button>
        <hr>
        <button class="item" @click=${() => this.#intake.empty()}>${icons.plus}${words.newFile}</button>
        <button class="item" @click=${() => this.#intake.sample()}>${icons.artifacts}${words.showSample}</button>
      </eir-menu>
    `;
  }

  /** @param {"undo" | "redo"} way */
  #step(way) {
    const { words } = this.settings;
    const label = way === "undo" ? this.store.undoable : this.store.redoable;
    const text = label === undefined ? words[way] : words[way === "undo" ? "undoThis" : "redoThis"](this.#named(label));
    return html`<button class="icon ghost" aria-label=${text} title=${text} ?disabled=${label === undefined} @click=${() => this.#go(way)}>${icons[way]}</button>`;
  }

  #preferences() {
    const { words, language, theme } = this.settings;
    const themes = { system: words.themeSystem, light: words.themeLight, dark: words.themeDark };
    return html`
      <eir-menu class="preferences" quiet label=${words.preferences}>
        <span slot="label">${icons.settings}</span>
        <fieldset>
          <legend>${words.language}</legend>
          ${LANGUAGES.map((one) => html`<label class="choice" lang=${one}><input type="radio" name="language" .checked=${one === language} @change=${() => this.settings.setLanguage(one)}>${NAMES[one]}</label>`)}
        </fieldset>
        <fieldset>
          <legend>${words.theme}</legend>
          ${THEMES.map((one) => html`<label class="choice"><input type="radio" name="theme" .checked=${one === theme} @change=${() => this.settings.setTheme(/** @type {Theme} */ (one))}>${themes[one]}</label>`)}
        </fieldset>
      </eir-menu>
    `;
  }

  /** What stands above every view until it is mended. */
  #banners() {
    const { words } = this.settings;
    const { keeping } = this.store;
    return html`
      ${this.failure ? html`<p class="note bad banner" role="alert">${icons.failure}<span><strong>${words.coreFailed}</strong> ${words.coreFailure(this.failure.code)} <span class="muted">${this.failure.message}</span></span><button @click=${() => this.#load()}>${words.tryAgain}</button></p>` : nothing}
      ${keeping.kept ? nothing : html`<p class="note wait banner" role="alert">${icons.warning}<span><strong>${words.notKept}</strong> ${words.notKeptWhy(keeping.reason)} <span class="muted">${keeping.detail}</span></span><button @click=${() => this.#intake.save()}>${words.saveFile}</button></p>`}
      ${this.isUpdated ? html`<p class="note banner" role="status">${icons.note}<span>${words.updated}</span><button @click=${reload}>${words.reload}</button></p>` : nothing}
    `;
  }

  async #load() {
    try {
      await core.ready();
      this.failure = undefined;
    } catch (error) {
      const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
      this.failure = { code: code ?? "wasm-unavailable", message };
    }
    // Whatever asked in vain asks again.
    this.view?.requestUpdate("store");
  }

  #navigations = 0;

  async #navigate() {
    const navigation = (this.#navigations += 1);
    const route = routeOf(location.hash);
    const { element, load } = VIEWS[route.view];
    try {
      await load();
    } catch (error) {
      // A page that was left open while the console was replaced, and no copy of its own parts kept.
      this.#notices?.show({ text: this.settings.words.viewFailed, kind: "bad", action: { label: this.settings.words.reload, run: reload } });
      return;
    }
    // Someone went on while it was loaded.
    if (navigation !== this.#navigations) return;
    const hasMoved = this.view !== undefined && subjectOf(this.route) !== subjectOf(route);
    this.route = route;
    if (this.view === undefined || hasMoved) this.view = /** @type {View} */ (document.createElement(element));
    this.#hand();
    await this.updateComplete;
    await this.view?.updateComplete;
    if (!hasMoved) return;
    scrollTo(0, 0);
    this.view?.focusHeading();
  }

  /** Hands the view what it shows. */
  #hand() {
    const { language, words } = this.settings;
    if (this.view) Object.assign(this.view, { store: this.store, route: this.route, language, words });
    this.requestUpdate();
  }

  #changed() {
    this.requestUpdate();
    const { conflict } = this.store;
    if (conflict !== undefined && conflict !== this.#asked) void this.#settle(conflict);
  }

  /** @param {Conflict} conflict */
  async #settle(conflict) {
    this.#asked = conflict;
    const { words } = this.settings;
    const answer = await this.#question.ask({
      title: words.conflictTitle,
      body: html`<p>${words.conflictText(this.#named(conflict.label))}</p><p class="muted">${words.conflictUndo}</p>`,
      choices: [{ value: "mine", label: words.conflictMine }, { value: "theirs", label: words.conflictTheirs, kind: "main" }],
    });
    conflict.resolve(answer === "mine" ? "mine" : "theirs");
  }

  /** @param {Label} label */
  #named(label) {
    if ("text" in label) return label.text;
    const { words } = this.settings;
    const named = words[`change-${label.change}`](label.subject);
    return label.more > 0 ? words.andMore(named, label.more) : named;
  }

  /** @param {"undo" | "redo"} way */
  async #go(way) {
    const { words } = this.settings;
    const label = way === "undo" ? this.store.undoable : this.store.redoable;
    if (label === undefined) return;
    await (way === "undo" ? this.store.undo() : this.store.redo());
    this.#notices.show({ text: words[way === "undo" ? "undone" : "redone"](this.#named(label)) });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    if (key === "s" || key === "o") {
      event.preventDefault();
      void (key === "s" ? this.#intake.save(event.shiftKey) : this.#intake.open());
      return;
    }
    const target = event.composedPath()[0];
    // In a field the browser's own undo is meant.
    const isWriting = target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])"));
    if (isWriting || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    void this.#go(key === "y" || event.shiftKey ? "redo" : "undo");
  }

  /** Whoever leaves what is kept nowhere is asked by the browser. @param {BeforeUnloadEvent} event */
  #leave(event) {
    if (!this.store.keeping.kept && this.store.undoable !== undefined && !this.store.saved) event.preventDefault();
  }

  /** Files may be dropped anywhere; an element that takes them itself comes first. */
  #listenToDrops() {
    let inside = 0;
    const isFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
    const over = (/** @type {number} */ count) => {
      inside = Math.max(0, count);
      this.isDropping = inside > 0;
    };
    addEventListener("dragenter", (event) => isFiles(event) && over(inside + 1));
    addEventListener("dragleave", (event) => isFiles(event) && over(inside - 1));
    addEventListener("dragover", (event) => isFiles(event) && event.preventDefault());
    addEventListener("drop", (event) => {
      over(0);
      if (event.defaultPrevented || !isFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      void this.#intake.drop(event.dataTransfer);
    });
  }
}

/** What a view is about. Another version of the same artifact is no other page. @param {Route} route */
const subjectOf = ({ view, params, path }) => JSON.stringify([view, params.artifact ?? params.service ?? path]);

customElements.define("eir-console", Console);
