/** Who may, and how far an artifact is open: what the core answers, decoded when first read. */

import { Findings } from "./report.js";

/** @import { Contribution, Member, Needs } from "./index.js" */

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Whether an answer is a good one: what the core writes first. @param {Uint8Array} json */
const isOk = (json) => decoder.decode(json.subarray(0, 11)) === '{"ok":true,';

/** Whether an account may. `ok` says so. */
export class Decision extends Findings {
  /** @returns {"provider" | "public" | "shared" | "beta" | undefined} */
  get because() {
    return this.#decoded().because;
  }

  /** @returns {string | undefined} */
  get through() {
    return this.#decoded().through;
  }

  /** @returns {Needs[]} */
  get needs() {
    return this.#decoded().needs ?? [];
  }

  #decoded() {
    return /** @type {any} */ (this.decoded());
  }

  toJSON() {
    const { ok, because, through, needs, diagnostics, dropped } = this;
    return { ok, ...(because && { because }), ...(through && { through }), needs, diagnostics, dropped };
  }
}

/** Whom an artifact is open to beside its provider. */
export class Audience extends Findings {
  /** @param {Uint8Array} json */
  constructor(json) {
    super(isOk(json), () => json);
  }

  /** @returns {"private" | "shared" | "public"} */
  get visibility() {
    return this.#decoded().visibility ?? "private";
  }

  /** @returns {Contribution[]} */
  get services() {
    return this.#decoded().services ?? [];
  }

  /** @returns {number} */
  get accountCount() {
    return this.#decoded().accountCount ?? 0;
  }

  /** @returns {Member[] | undefined} */
  get accounts() {
    return this.#decoded().accounts;
  }

  #decoded() {
    return /** @type {any} */ (this.decoded());
  }

  toJSON() {
    const { ok, visibility, services, accountCount, accounts, diagnostics, dropped } = this;
    return { ok, visibility, services, accountCount, ...(accounts && { accounts }), diagnostics, dropped };
  }
}
