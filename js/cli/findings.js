/** What was found, for people: each finding with its line, its advice once, and a last line that counts. */

import { render } from "../render.js";

/** @import { Catalogue, RenderOptions } from "../diagnostics.js" */
/** @import { Diagnostic } from "../index.js" */
/** @import { Style } from "./output.js" */

/** The findings of one run. */
export class Findings {
  #catalogue;
  #style;
  #advised = new Set();
  #count = { error: 0, warning: 0, info: 0 };
  #files = 0;

  /** @param {Catalogue} catalogue @param {Style} style */
  constructor(catalogue, style) {
    this.#catalogue = catalogue;
    this.#style = style;
  }

  /**
   * @param {Diagnostic[]} diagnostics
   * @param {RenderOptions["sources"]} sources
   * @param {number} dropped how many more there were
   */
  render(diagnostics, sources, dropped) {
    let text = "";
    for (const diagnostic of diagnostics) {
      const help = !this.#advised.has(diagnostic.code);
      this.#advised.add(diagnostic.code);
      text += `${render(diagnostic, { sources, catalogue: this.#catalogue, help, ...this.#style })}\n`;
    }
    if (dropped > 0) text += `${dropped} more findings in ${(sources.template ?? sources.manifest)?.name ?? "the files"} are not shown\n\n`;
    return text;
  }

  /** Counts the findings of one more file. @param {Diagnostic[]} diagnostics */
  count(diagnostics) {
    this.#files += 1;
    for (const { severity } of diagnostics) this.#count[severity] += 1;
  }

  /** `2 errors, 1 warning`. */
  total() {
    const { error, warning, info } = this.#count;
    const found = [plural(error, "error"), plural(warning, "warning"), plural(info, "remark")].filter((part) => !part.startsWith("0"));
    return found.length === 0 ? "nothing to report" : found.join(", ");
  }

  /** `2 errors, 1 warning in 3 files`. */
  summary() {
    return `${this.total()} in ${plural(this.#files, "file")}\n`;
  }
}

/** @param {number} count @param {string} noun */
export const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
