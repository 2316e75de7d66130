/** What the core says of a text: its sites and findings, and what becomes of it where somebody asked. The last text counts. */

import * as core from "../core.js";

/** @import { Request, TemplateOptions } from "../../../js/index.js" */
/** @import { AnalysisAnswer, ResolutionAnswer } from "../core.js" */

/**
 * @typedef {object} Question
 * @property {string | Uint8Array} source
 * @property {TemplateOptions} options
 * @property {string | Uint8Array | object | null} manifest
 * @property {Request | null} request whole, or none
 */

/** @typedef {"analysis" | "resolution" | "failure"} News */

export class Study {
  /** Of the text and the request that were asked about last; `null` until then. @type {AnalysisAnswer | null} */
  analysis = null;
  /** @type {ResolutionAnswer<string | Uint8Array> | null} */
  resolution = null;
  /** What the answers are of, and in whose unit their offsets are. @type {string | Uint8Array | null} */
  source = null;
  /** Why there are no answers. @type {Error | null} */
  failure = null;
  /** Whether an answer is on its way. */
  isBusy = false;

  #heard;

  /** @param {(news: News) => void} heard */
  constructor(heard) {
    this.#heard = heard;
  }

  /** Forgets everything, for a text that there is nothing to say of. */
  clear() {
    const had = { analysis: this.analysis, resolution: this.resolution };
    Object.assign(this, { analysis: null, resolution: null, source: null, failure: null, isBusy: false });
    this.#asked = undefined;
    if (had.analysis !== null) this.#heard("analysis");
    if (had.resolution !== null) this.#heard("resolution");
  }

  /** @type {Question | undefined} */
  #asked;

  /** @param {Question} question */
  async ask(question) {
    this.#asked = question;
    this.isBusy = true;
    const { source, options, manifest, request } = question;
    const lane = { lane: this };
    try {
      // The one that is shown comes first.
      const resolving = request === null || manifest === null ? null : core.resolve(manifest, source, request, options, lane);
      const analysing = core.analyze(source, options, lane);
      // Both may fail together; one is said.
      analysing.catch(() => {});
      const resolution = await resolving;
      if (this.#asked !== question || resolution === undefined) return;
      if (resolution !== null) this.#take(question, "resolution", resolution);
      const analysis = await analysing;
      if (this.#asked !== question || analysis === undefined) return;
      this.isBusy = false;
      if (resolution === null && this.resolution !== null) this.#take(question, "resolution", null);
      this.#take(question, "analysis", analysis);
    } catch (error) {
      if (this.#asked !== question) return;
      this.isBusy = false;
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.#heard("failure");
    }
  }

  /** @param {Question} question @param {"analysis" | "resolution"} kind @param {any} answer */
  #take({ source }, kind, answer) {
    this[kind] = answer;
    this.source = source;
    this.failure = null;
    this.#heard(kind);
  }
}
