/** What a check of a manifest and its templates finds. */

import { Findings } from "./report.js";

/** @import { CheckedTemplate } from "./index.js" */

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The findings of the manifest, and those of each template. */
export class Check extends Findings {
  /** @param {Uint8Array} json */
  constructor(json) {
    /** @type {{ ok: boolean }} */
    const { ok } = JSON.parse(decoder.decode(json));
    super(ok, () => json);
  }

  /** @returns {CheckedTemplate[]} */
  get templates() {
    return /** @type {any} */ (this.decoded()).templates ?? [];
  }

  toJSON() {
    return { ...super.toJSON(), templates: this.templates };
  }
}
