/** A list that may be long: its first entries, and all of them when somebody asks. */

import { html, nothing } from "lit";

/** @import { LitElement } from "lit" */
/** @import { Say } from "./template.js" */

const FIRST = 50;

export class Listed {
  #host;
  #isWhole = false;

  /** @param {LitElement} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * @template T
   * @param {T[]} entries
   * @param {(entry: T) => unknown} item
   * @param {Say} say
   */
  render(entries, item, say) {
    const shown = this.#isWhole ? entries : entries.slice(0, FIRST);
    const all = () => {
      this.#isWhole = true;
      this.#host.requestUpdate();
    };
    return html`<ul>${shown.map(item)}</ul>
      ${shown.length < entries.length ? html`<button type="button" class="plain" @click=${all}>${say.all(entries.length)}</button>` : nothing}`;
  }
}
