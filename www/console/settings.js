/** What a person set for themselves: language and colours. Kept in this browser, where it lets us. */

import { LANGUAGES, load } from "./words.js";

/** @import { Language, Words } from "./words.js" */

/** @typedef {"system" | "light" | "dark"} Theme */

/** @type {Theme[]} */
export const THEMES = ["system", "light", "dark"];

/** Where they are kept. */
const KEY = "ecs-image-resolver";

export class Settings {
  /** The language of the console. @type {Language} */
  language = "en";
  /** @type {Theme} */
  theme = "system";
  /** The words in that language; there from `start()` on. @type {Words} */
  words = /** @type {any} */ ({});
  /** @type {Set<() => void>} */
  #listeners = new Set();

  constructor() {
    const { language, theme } = kept();
    this.language = LANGUAGES.find((one) => one === language) ?? preferred(navigator.languages);
    this.theme = THEMES.find((one) => one === theme) ?? "system";
  }

  /** Shows the colours and loads the words. */
  async start() {
    this.#paint();
    await this.#speak(this.language);
    // Another tab's choice is this person's choice, too.
    addEventListener("storage", (event) => {
      if (event.key !== KEY) return;
      const { language, theme } = kept();
      if (THEMES.some((one) => one === theme)) this.theme = theme;
      this.#paint();
      void this.#speak(LANGUAGES.find((one) => one === language) ?? this.language);
    });
  }

  /** @param {Language} language */
  async setLanguage(language) {
    await this.#speak(language);
    this.#keep();
  }

  /** @param {Theme} theme */
  setTheme(theme) {
    this.theme = theme;
    this.#paint();
    this.#keep();
    this.#tell();
  }

  /** @param {() => void} listener @returns {() => void} what ends it */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {Language} language */
  async #speak(language) {
    this.words = await load(language);
    this.language = language;
    document.documentElement.lang = language;
    this.#tell();
  }

  #paint() {
    document.documentElement.style.colorScheme = this.theme === "system" ? "" : this.theme;
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }

  #keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ language: this.language, theme: this.theme }));
    } catch {
      // A browser that keeps nothing still shows what was chosen.
    }
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/** The first of a browser's languages that there are words in. @param {readonly string[]} wanted @returns {Language} */
export function preferred(wanted) {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split("-")[0] === language);
    if (found) return found;
  }
  return "en";
}
