/** What is said of a finding in the language of its view: its one line, what it means, what to do. */

import { html } from "lit";

import { message } from "../../../js/diagnostics.js";
import { catalogueOf } from "../../elements/words.js";

/** @import { LitElement } from "lit" */
/** @import { Catalogue, CodeEntry } from "../../../js/diagnostics.js" */
/** @import { Diagnostic } from "../../../js/index.js" */
/** @import { Language } from "../words.js" */

export class Said {
  #host;
  /** @type {Catalogue | undefined} */
  #catalogue;
  /** @type {Language | undefined} */
  #language;

  /** @param {LitElement & { language: Language }} host */
  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate() {
    const { language } = this.#host;
    if (language === this.#language) return;
    this.#language = language;
    // Until it is there, or if it never comes, the findings' own English has to do.
    catalogueOf(language).then((catalogue) => {
      if (language !== this.#language) return;
      this.#catalogue = catalogue;
      this.#host.requestUpdate();
    }, () => (this.#language = undefined));
  }

  /** All texts; `undefined` while they are loaded. */
  get catalogue() {
    return this.#catalogue;
  }

  /** The one line of a finding. @param {Pick<Diagnostic, "code" | "message" | "args">} diagnostic */
  line(diagnostic) {
    return message(diagnostic, this.#catalogue);
  }

  /** The same, with what it quotes as code. @param {Pick<Diagnostic, "code" | "message" | "args">} diagnostic */
  shown(diagnostic) {
    return quoted(this.line(diagnostic));
  }

  /** What a code means and what to do. @param {string} code @returns {CodeEntry | undefined} */
  entry(code) {
    return this.#catalogue?.codes[code];
  }
}

/** Text whose parts between backticks are code. @param {string} text */
export function quoted(text) {
  return text.split("`").map((part, at) => (at % 2 === 0 ? part : html`<code>${part}</code>`));
}
