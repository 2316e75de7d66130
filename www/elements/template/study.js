/** What the core says of a text: its sites and findings, and what becomes of it where somebody asked. The last question counts. */

import * as core from "../core.js";

/** @import { Request, TemplateOptions } from "../../../js/index.js" */
/** @import { AnalysisAnswer, ResolutionAnswer } from "../core.js" */

/**
 * @typedef {object} Question
 * @property {string | Uint8Array} source never written to
 * @property {TemplateOptions} options
 * @property {string | Uint8Array | object | null} manifest
 * @property {Request | null} request whole, or none
 */

/** @typedef {"analysis" | "resolution" | "failure"} News */

export class Study {
  /** The last there was, perhaps of an older text: see {@link analysisOf}. @type {AnalysisAnswer | null} */
  analysis = null;
  /** The last there was: see {@link resolutionOf}. @type {ResolutionAnswer<string | Uint8Array> | null} */
  resolution = null;
  /** Why there is no newer answer. @type {Error | null} */
  failure = null;

  #heard;
  /** @type {Question | null} */
  #asked = null;
  /** @type {Question | null} */
  #analysed = null;
  /** @type {Question | null} */
  #resolved = null;

  /** @param {(news: News) => void} heard */
  constructor(heard) {
    this.#heard = heard;
  }

  /** What is shown of the text: what became of it, else what is in it. */
  get answer() {
    return this.resolution ?? this.analysis;
  }

  /** The question whose answer is shown. */
  get answered() {
    return this.resolution === null ? this.#analysed : this.#resolved;
  }

  /** @param {Question} question @returns {AnalysisAnswer | null} nothing of another text */
  analysisOf(question) {
    return isSameText(question, this.#analysed) ? this.analysis : null;
  }

  /** @param {Question} question @returns {ResolutionAnswer<string | Uint8Array> | null} nothing of another text, manifest or request */
  resolutionOf(question) {
    return isSame(question, this.#resolved) ? this.resolution : null;
  }

  /** @param {Question} question */
  async ask(question) {
    this.#asked = question;
    const { source, options, manifest, request } = question;
    const lane = { lane: this };
    try {
      // What is shown comes first.
      const resolving = request === null || manifest === null ? null : core.resolve(manifest, source, request, options, lane);
      const analysing = isSameText(question, this.#analysed) ? this.analysis : core.analyze(source, options, lane);
      // Both may fail, and one is said.
      Promise.resolve(analysing).catch(() => {});
      const resolution = await resolving;
      if (this.#asked !== question || resolution === undefined) return;
      if (resolution !== null) this.#take("resolution", resolution, question);
      const analysis = await analysing;
      if (this.#asked !== question || analysis === undefined) return;
      if (resolution === null && this.resolution !== null) this.#take("resolution", null, null);
      if (!isSameText(question, this.#analysed)) this.#take("analysis", analysis, question);
    } catch (error) {
      if (this.#asked !== question) return;
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.#heard("failure");
    }
  }

  /** Forgets everything, for a text that there is nothing to say of. */
  clear() {
    this.#asked = null;
    if (this.resolution !== null) this.#take("resolution", null, null);
    if (this.analysis !== null) this.#take("analysis", null, null);
  }

  /** @param {"analysis" | "resolution"} news @param {any} answer @param {Question | null} of */
  #take(news, answer, of) {
    this[news] = answer;
    if (news === "analysis") this.#analysed = of;
    else this.#resolved = of;
    this.failure = null;
    this.#heard(news);
  }
}

/** @param {Question} question @param {Question | null} other */
function isSameText(question, other) {
  return other !== null && question.source === other.source && isAlike(question.options, other.options);
}

/** @param {Question} question @param {Question | null} other */
function isSame(question, other) {
  return isSameText(question, other) && question.manifest === other?.manifest && isAlike(question.request, other.request);
}

/** @param {object | null} one @param {object | null} other of the same fields in the same order */
const isAlike = (one, other) => JSON.stringify(one) === JSON.stringify(other);
