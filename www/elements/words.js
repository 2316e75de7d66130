/**
 * What the elements say, in English, Japanese and Chinese. The texts of diagnostics come from the package's catalogues.
 *
 * An element has one {@link Words}: it says which language, and holds the element's texts once they are loaded.
 *
 *     #words = new Words(this, { en, ja: () => import("../words/ja/matrix.js"), zh: () => import("../words/zh/matrix.js") });
 *     render() {
 *       const say = this.#words.say;            // shared words and the element's own, in one flat object
 *       if (say === undefined) return nothing;  // they are being loaded; the element renders again by itself
 *       return html`<p>${say.rows(3)}</p>`;
 *     }
 */

import shared from "./words/en.js";

/** @import { LitElement, ReactiveController } from "lit" */
/** @import { Catalogue } from "../../js/diagnostics.js" */

/** @typedef {"en" | "ja" | "zh"} Language */
/** @typedef {typeof shared} Shared */

/** The languages that there are words of. @type {readonly Language[]} */
export const languages = ["en", "ja", "zh"];

/** @template T @typedef {{ en: T, ja: () => Promise<{ default: T }>, zh: () => Promise<{ default: T }> }} Section */

/** @type {Section<Shared>} */
const SHARED = { en: shared, ja: () => import("./words/ja.js"), zh: () => import("./words/zh.js") };

/**
 * The language of an element: its `language` property, else the nearest `lang`, else the browser's.
 *
 * @param {Element & { language?: string | null }} element
 * @returns {Language}
 */
export function languageOf(element) {
  const wanted = [element.language, nearestLang(element), ...navigator.languages];
  return wanted.map(known).find((language) => language !== undefined) ?? "en";
}

/** @param {string | null | undefined} tag such as `ja-JP` @returns {Language | undefined} */
function known(tag) {
  return languages.find((language) => language === tag?.toLowerCase().split(/[-_]/)[0]);
}

/** Out of shadow trees, too. @param {Element} element @returns {string | undefined} */
function nearestLang(element) {
  /** @type {Element | null} */
  let at = element;
  while (at !== null) {
    const found = at.closest("[lang]");
    if (found !== null) return found.getAttribute("lang") ?? undefined;
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return undefined;
}

/**
 * The words of one element. Changes of the element's `language` and of any `lang` of the document are followed.
 *
 * @template T
 * @implements {ReactiveController}
 */
export class Words {
  #host;
  #section;
  /** @type {Language | undefined} */
  #language;
  /** @type {(Shared & T) | undefined} */
  #say;
  #isConnected = false;

  /**
   * @param {LitElement & { language?: string | null }} host
   * @param {Section<T>} section
   */
  constructor(host, section) {
    this.#host = host;
    this.#section = section;
    host.addController(this);
  }

  /** The language that is spoken; `en` before the element is connected. */
  get language() {
    return this.#language ?? "en";
  }

  /** The texts; `undefined` while they are loaded. */
  get say() {
    return this.#say;
  }

  hostConnected() {
    this.#isConnected = true;
    follow(this);
    this.update();
  }

  hostDisconnected() {
    this.#isConnected = false;
    unfollow(this);
  }

  hostUpdate() {
    if (this.#isConnected) this.update();
  }

  /** Looks which language it is now. */
  update() {
    const language = languageOf(this.#host);
    if (language === this.#language) return;
    this.#language = language;
    if (language === "en") return this.#use({ ...SHARED.en, ...this.#section.en });
    const loading = Promise.all([SHARED[language](), this.#section[language]()]);
    loading.then(
      ([{ default: shared }, { default: own }]) => this.#language === language && this.#use({ ...shared, ...own }),
      // Words in another language are better than none.
      () => this.#language === language && this.#use({ ...SHARED.en, ...this.#section.en }),
    );
  }

  /** @param {Shared & T} say */
  #use(say) {
    this.#say = say;
    this.#host.requestUpdate();
  }
}

/**
 * The texts of diagnostics in a language, loaded once; for `message(diagnostic, catalogue)` of `js/diagnostics.js`.
 *
 * @param {Language} language
 * @returns {Promise<Catalogue>}
 */
export async function catalogueOf(language) {
  const { catalogue } = await import("../../js/diagnostics.js");
  return catalogue(language);
}

/** @type {Set<Words<any>>} */
const followed = new Set();

/** @type {MutationObserver | undefined} */
let observer;

/** @param {Words<any>} words */
function follow(words) {
  followed.add(words);
  if (observer !== undefined) return;
  observer = new MutationObserver(() => {
    for (const words of followed) words.update();
  });
  observer.observe(document, { attributes: true, attributeFilter: ["lang"], subtree: true });
}

/** @param {Words<any>} words */
function unfollow(words) {
  followed.delete(words);
  if (followed.size > 0) return;
  observer?.disconnect();
  observer = undefined;
}
