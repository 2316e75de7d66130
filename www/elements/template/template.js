/** `<ecs-image-template>`: a template with its image sites, its findings, and what a region makes of it. */

import { html, LitElement, nothing } from "lit";

import { Words } from "../words.js";
import en from "../words/en/template.js";

export class EcsImageTemplate extends LitElement {
  static properties = {
    language: {},
    source: { attribute: false },
  };

  #words = new Words(this, { en, ja: () => import("../words/ja/template.js"), zh: () => import("../words/zh/template.js") });

  constructor() {
    super();
    /** @type {"en" | "ja" | "zh" | undefined} */
    this.language = undefined;
    /** @type {string | Uint8Array | null} */
    this.source = null;
  }

  render() {
    const say = this.#words.say;
    if (say === undefined) return nothing;
    return html`<p>${say.editor}</p>`;
  }
}
