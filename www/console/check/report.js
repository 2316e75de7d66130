/**
 * What the core's check finds in the manifest and all templates that the browser keeps: one report for the whole console, made
 * anew when one of them changes, in the worker. While it is made, the one before stays.
 */

import * as core from "../../elements/core.js";
import { findingsOf } from "./finding.js";

/** @import { LitElement } from "lit" */
/** @import { Check } from "../../../js/index.js" */
/** @import { Store } from "../store.js" */
/** @import { Finding } from "./finding.js" */

/**
 * @typedef {object} Report
 * @property {string} manifest what was looked at
 * @property {any} document the same, read
 * @property {Record<string, Uint8Array>} templates by `SERVICE/NAME`
 * @property {ReturnType<Check["toJSON"]>} check what the core said
 * @property {Finding[]} findings all of them, the worst first
 * @property {number} dropped how many were past the limit
 */

/** @type {Report | undefined} */
let last;
/** What is being asked, and the answer that is waited for. @type {{ manifest: string, templates: Record<string, Uint8Array>, answer: Promise<Report | undefined> } | undefined} */
let asked;

/** @param {Store} store @returns {Promise<Report | undefined>} `undefined` where something newer was asked meanwhile */
function ask(store) {
  const { manifest, document } = store;
  const templates = store.templates.of(document);
  if (asked && asked.manifest === manifest && isSame(asked.templates, templates)) return asked.answer;
  const answer = core.check(manifest, { templates }, { lane: "report" }).then((check) => {
    if (check === undefined) return undefined;
    const dropped = check.templates.reduce((sum, { dropped }) => sum + dropped, check.dropped);
    last = { manifest, document, templates, check, findings: findingsOf(check, document), dropped };
    return last;
  });
  asked = { manifest, templates, answer };
  answer.catch(() => (asked = undefined));
  return answer;
}

/** @param {Record<string, Uint8Array>} one @param {Record<string, Uint8Array>} other */
function isSame(one, other) {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

/** Keeps a view's report up to date with its store. */
export class Reporter {
  #host;
  /** @type {Report | undefined} */
  #report = last;
  /** Whether the report is of what the store holds now. */
  isFresh = false;

  /** @param {LitElement & { store: Store }} host */
  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  /** The last report; `undefined` before the first. */
  get report() {
    return this.#report;
  }

  hostUpdate() {
    const { store } = this.#host;
    if (store) void this.#follow(store);
  }

  /** @param {Store} store */
  async #follow(store) {
    const { manifest } = store;
    this.isFresh = this.#report?.manifest === manifest && isSame(this.#report.templates, store.templates.of(store.document));
    if (this.isFresh) return;
    // Without a core the frame says so; a view that is drawn again asks again.
    const report = await ask(store).catch(() => undefined);
    if (report === undefined || report === this.#report) return;
    this.#report = report;
    this.#host.requestUpdate();
  }
}
