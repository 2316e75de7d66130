/** What is in a service's templates: the core's analysis of each, and the literals of all of them. */

import * as core from "../../elements/core.js";
import { keyOf } from "../templates.js";

/** @import { LitElement } from "lit" */
/** @import { Site } from "../../../js/index.js" */
/** @import { AnalysisAnswer } from "../../elements/core.js" */
/** @import { Store } from "../store.js" */
/** @import { StoredTemplate } from "../templates.js" */
/** @import { Service } from "./model.js" */

/** @typedef {{ template: string, site: Site }} Use a site, and the name of the template that it is in */
/**
 * @typedef {object} Literal
 * @property {string} text
 * @property {Use[]} uses where it can be replaced
 * @property {Use[]} others where it stands and is never replaced
 */

/** By the bytes, which never change. @type {WeakMap<Uint8Array, AnalysisAnswer | Promise<AnalysisAnswer | undefined>>} */
const known = new WeakMap();

/** Keeps the analyses of a view's templates. */
export class Analyses {
  #host;

  /** @param {LitElement & { store: Store }} host */
  constructor(host) {
    this.#host = host;
  }

  /** A template's bytes and name of file. @param {Service} service @param {string} template */
  stored(service, template) {
    return this.#host.store.templates.get(keyOf(service.id, template));
  }

  /**
   * The analysis of a template's text; `undefined` while it is made, and where there is no text.
   *
   * @param {StoredTemplate | undefined} stored
   * @returns {AnalysisAnswer | undefined}
   */
  of(stored) {
    if (stored === undefined) return undefined;
    const found = known.get(stored.bytes);
    if (found !== undefined) return found instanceof Promise ? undefined : found;
    const answer = core.analyze(stored.bytes, { filename: stored.filename });
    known.set(stored.bytes, answer);
    answer.then(
      (analysis) => {
        if (analysis) known.set(stored.bytes, analysis);
        this.#host.requestUpdate();
      },
      () => known.delete(stored.bytes),
    );
    return undefined;
  }

  /** Whether every text that there is has been looked at. @param {Service} service */
  isDone(service) {
    return service.templates.every(({ name }) => {
      const stored = this.stored(service, name);
      return stored === undefined || this.of(stored) !== undefined;
    });
  }

  /**
   * The literals of all of a service's templates, in the order in which they come; and the sites that have none.
   *
   * @param {Service} service
   * @returns {{ literals: Literal[], nonLiterals: Use[] }}
   */
  literals(service) {
    /** @type {Map<string, Literal>} */
    const literals = new Map();
    /** @type {Use[]} */
    const nonLiterals = [];
    for (const { name } of service.templates) {
      for (const site of this.of(this.stored(service, name))?.sites ?? []) {
        const use = { template: name, site };
        const isLiteral = site.valueKind === "literal" || site.valueKind === "fuzzy-name";
        if (!isLiteral || site.value === null) {
          if (site.tier !== "source") nonLiterals.push(use);
          continue;
        }
        const literal = literals.get(site.value) ?? { text: site.value, uses: [], others: [] };
        literals.set(site.value, literal);
        (site.tier === "source" || site.elsewhere ? literal.others : literal.uses).push(use);
      }
    }
    // What is only copied or filtered by is no matter of relations, unless one names it.
    const related = new Set(service.relations.map(({ literal }) => literal));
    return { literals: [...literals.values()].filter(({ text, uses }) => uses.length > 0 || related.has(text)), nonLiterals };
  }
}
