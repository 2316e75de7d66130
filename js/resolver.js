/**
 * The surface, the same in every runtime: analyse a template, hold a manifest, resolve one with the other.
 *
 * The contract, with the unit of every number, is `index.d.ts`. The entries (`node.js`, `browser.js`, …) differ only in
 * how they load the core.
 */

import { Resolver as CoreResolver, Template as CoreTemplate, Templates as CoreTemplates } from "../pkg/core.js";
import { Audience, Decision } from "./access.js";
import * as check from "./arguments.js";
import { Check } from "./check.js";
import { Plan } from "./distribution.js";
import { call, Handle, Trap, write } from "./instance.js";
import { Matrix } from "./matrix.js";
import { Findings, internalError, Report, Resolution } from "./report.js";
import { Transition } from "./transition.js";

/** @import { AccessQuestion, AnalyzeOptions, AudienceOptions, Change, CheckQuestion, MatrixQuestion, PlanQuestion, Request, ResolverOptions, TemplateOptions, TransitionOptions } from "./index.js" */

export { observedRegion, planCall, planCommands, planRows } from "./distribution.js";
export { exportManifest, importManifest } from "./import.js";
export { LoadError } from "./instance.js";

/**
 * Finds the image sites of a template.
 *
 * @param {string | Uint8Array} template
 * @param {AnalyzeOptions} [options]
 * @returns {Report}
 */
export function analyze(template, options) {
  const text = check.template(template);
  const settings = check.analyzeOptions(options);
  return answer(failedReport, () => {
    const core = coreTemplate(text, settings);
    const json = core.report();
    const ok = core.ok();
    core.free();
    return new Report(ok, () => json);
  });
}

/**
 * The manifest after a change, or after a list of changes that is made as a whole or not at all.
 *
 * @template {string | Uint8Array | object} T
 * @param {T} manifest
 * @param {Change | Change[] | string | Uint8Array} change
 * @param {TransitionOptions} [options]
 * @returns {Transition<T>}
 */
export function transition(manifest, change, options) {
  const before = check.manifest(manifest);
  const asked = check.manifest(change, "change");
  const settings = check.transitionOptions(options);
  return answer((json) => new Transition(false, json), () => {
    const core = new CoreResolver(write(before.text), typeof before.text === "string", before.located, given(settings));
    // This gives the resolver away.
    const packed = core.transition(write(asked.text), typeof asked.text === "string", asked.located);
    return Transition.unpack(packed, manifest);
  });
}

/** A manifest, read and indexed once and kept in the core. */
export class Resolver {
  #manifest;
  #options;
  #findings;
  /** Whether a request says what the account's permissions are. */
  #told;
  #freed = false;

  /**
   * @param {string | Uint8Array | object} manifest
   * @param {ResolverOptions} [options]
   */
  constructor(manifest, options) {
    const { text, located } = check.manifest(manifest);
    const { permissionsFrom, ...settings } = check.resolverOptions(options);
    const own = owned(text);
    this.#options = settings;
    this.#told = permissionsFrom === "request";
    this.#manifest = new Handle(() => new CoreResolver(write(own), typeof own === "string", located, given(settings)));
    this.#findings = answer(failedFindings, () => {
      const core = this.#manifest.get();
      const json = core.report();
      return new Findings(core.ok(), () => json);
    });
  }

  /** Whether the manifest has no error. */
  get ok() {
    return this.#findings.ok;
  }

  /** What was found in the manifest. */
  get diagnostics() {
    return this.#findings.diagnostics;
  }

  /** How many findings were past the limit. */
  get dropped() {
    return this.#findings.dropped;
  }

  /**
   * Puts the images of one region into one template, for one account.
   *
   * @template {string | Uint8Array} T
   * @param {T} template
   * @param {Request} request
   * @param {TemplateOptions} [options]
   * @returns {Resolution<T>}
   */
  resolve(template, request, options) {
    this.#use();
    const text = check.template(template);
    const asked = check.request(request, this.#told);
    const settings = { ...this.#options, ...check.templateOptions(options) };
    const own = owned(text);
    const report = this.#later((manifest) => {
      const core = coreTemplate(own, settings);
      const json = explain(manifest, core, asked);
      core.free();
      return json;
    });
    return answer(failedResolution, () => {
      const manifest = this.#manifest.get();
      const core = coreTemplate(text, settings);
      const packed = resolve(manifest, core, asked);
      core.free();
      return Resolution.unpack(packed, own, report);
    });
  }

  /**
   * Analyses a template once, to resolve it many times.
   *
   * @template {string | Uint8Array} T
   * @param {T} template
   * @param {TemplateOptions} [options]
   * @returns {CompiledTemplate<T>}
   */
  compile(template, options) {
    this.#use();
    const text = owned(check.template(template));
    const settings = { ...this.#options, ...check.templateOptions(options) };
    return new CompiledTemplate(text, settings, () => this.#use(), this.#told);
  }

  /**
   * Checks the manifest with all of its services and templates.
   *
   * @param {CheckQuestion} [question]
   */
  check(question) {
    this.#use();
    const { templates, previous } = check.checkQuestion(question);
    return answer((json) => new Check(json), () => {
      const manifest = this.#manifest.get();
      const given = new CoreTemplates();
      for (const [key, text] of templates) given.add(key, write(text), typeof text === "string");
      if (previous !== undefined) given.previous(write(previous));
      const json = manifest.check(given);
      given.free();
      return new Check(json);
    });
  }

  /**
   * Which image each region gets, and which account may deploy, all at once.
   *
   * @param {MatrixQuestion} question
   * @param {TemplateOptions} [options] how `question.text` is read
   */
  matrix(question, options) {
    this.#use();
    const { question: asked, text } = check.matrixQuestion(question);
    const settings = { ...this.#options, ...check.templateOptions(options) };
    return answer((json) => new Matrix(false, () => json, []), () => {
      const manifest = this.#manifest.get();
      if (text === undefined) return Matrix.unpack(manifest.matrix(asked), asked.accounts);
      const core = coreTemplate(text, settings);
      const packed = manifest.templateMatrix(core, asked);
      core.free();
      return Matrix.unpack(packed, asked.accounts);
    });
  }

  /**
   * What is still to be copied, shared and marked.
   *
   * @param {PlanQuestion} [question]
   */
  plan(question) {
    this.#use();
    const asked = check.planQuestion(question);
    return answer((json) => new Plan(json), () => new Plan(this.#manifest.get().plan(write(asked))));
  }

  /**
   * Whether an account may deploy a service or use an artifact's images, or see it; why, and what would change it.
   *
   * @param {AccessQuestion} question
   */
  decide(question) {
    this.#use();
    const { id, isArtifact, account, view, permissions } = check.accessQuestion(question, this.#told);
    const report = this.#later((manifest) => manifest.decide(id, isArtifact, account, view, permissions));
    return answer(failedDecision, () => new Decision(this.#manifest.get().may(id, isArtifact, account, view, permissions), report));
  }

  /**
   * Whom an artifact is open to, and through which services.
   *
   * @param {string} artifact
   * @param {AudienceOptions} [options]
   */
  audience(artifact, options) {
    this.#use();
    const { id, accounts } = check.audienceQuestion(artifact, options);
    return answer((json) => new Audience(json), () => new Audience(this.#manifest.get().audience(id, accounts)));
  }

  toJSON() {
    return this.#findings.toJSON();
  }

  /** Gives the core's memory back. Any later `resolve` or `compile` throws a `TypeError`. */
  free() {
    this.#freed = true;
    this.#manifest.free();
  }

  /**
   * A report that may be read when this is freed already: what it needs is made again for it, and given back.
   *
   * @param {(manifest: CoreResolver) => Uint8Array} work
   */
  #later(work) {
    return later(() => {
      const json = work(this.#manifest.get());
      if (this.#freed) this.#manifest.free();
      return json;
    });
  }

  #use() {
    if (this.#freed) throw new TypeError("this Resolver was freed");
    return this.#manifest;
  }
}

/** What a compiled template keeps, as multiples of its text and of its report: as measured, and rather too much than too little. */
const TEXT = 4;
const FOUND = 2;

/**
 * A template, analysed once and kept in the core, with the resolver that it was compiled by.
 *
 * @template {string | Uint8Array} T
 */
class CompiledTemplate {
  #text;
  #template;
  #manifest;
  #told;
  #report;
  /** The length of the report, in bytes. */
  #reported = 0;
  #freed = false;

  /**
   * @param {T} text
   * @param {AnalyzeOptions} settings
   * @param {() => Handle<CoreResolver>} manifest the resolver's, or its `TypeError` once that one was freed
   * @param {boolean} told whether a request says what the account's permissions are
   */
  constructor(text, settings, manifest, told) {
    this.#text = text;
    this.#manifest = manifest;
    this.#told = told;
    this.#template = new Handle(() => coreTemplate(text, settings));
    const report = later(() => {
      const json = this.#template.get().report();
      if (this.#freed) this.#template.free();
      return json;
    });
    this.#report = answer(failedReport, () => {
      const core = this.#template.get();
      // Not kept: it has every site's text, and most templates are only resolved.
      this.#reported = core.report().length;
      return new Report(core.ok(), report);
    });
  }

  /** How much memory it keeps, in bytes, about: the text, here and in the core, and what was found in it. */
  get bytes() {
    return TEXT * this.#text.length + FOUND * this.#reported;
  }

  /** Whether the template has no error. */
  get ok() {
    return this.#report.ok;
  }

  get format() {
    return this.#report.format;
  }

  get sites() {
    return this.#report.sites;
  }

  get diagnostics() {
    return this.#report.diagnostics;
  }

  get dropped() {
    return this.#report.dropped;
  }

  /**
   * @param {Request} request
   * @returns {Resolution<T>}
   */
  resolve(request) {
    if (this.#freed) throw new TypeError("this compiled template was freed");
    const manifest = this.#manifest();
    const asked = check.request(request, this.#told);
    const report = later(() => {
      const json = explain(manifest.get(), this.#template.get(), asked);
      if (this.#freed) this.#template.free();
      return json;
    });
    return answer(failedResolution, () => {
      const packed = resolve(manifest.get(), this.#template.get(), asked);
      return Resolution.unpack(packed, this.#text, report);
    });
  }

  toJSON() {
    return this.#report.toJSON();
  }

  /** Gives the core's memory back. Any later `resolve` throws a `TypeError`. */
  free() {
    this.#freed = true;
    this.#template.free();
  }
}

// What `console.log` shows in Node; and `using`, where there is one: browsers without are left with `free()`.
for (const { prototype } of [Resolver, CompiledTemplate]) {
  const hidden = { writable: true, configurable: true };
  Object.defineProperty(prototype, Symbol.for("nodejs.util.inspect.custom"), { value: prototype.toJSON, ...hidden });
  if (Symbol.dispose) Object.defineProperty(prototype, Symbol.dispose, { value: prototype.free, ...hidden });
}

/**
 * @template T
 * @param {(json: Uint8Array) => T} failed makes what is answered when the core failed
 * @param {() => T} work
 * @returns {T}
 */
function answer(failed, work) {
  try {
    return call(work);
  } catch (error) {
    if (error instanceof Trap) return failed(internalError(error.message));
    throw error;
  }
}

const failedFindings = (/** @type {Uint8Array} */ json) => new Findings(false, () => json);
const failedDecision = (/** @type {Uint8Array} */ json) => new Decision(false, () => json);
const failedReport = (/** @type {Uint8Array} */ json) => new Report(false, () => json);
/** @param {Uint8Array} json @returns {Resolution<any>} */
const failedResolution = (json) => new Resolution(false, () => json);

/**
 * A report that the core writes when somebody first reads it. Nothing that it is made of changes, so it says what it would
 * have said at once.
 *
 * @param {() => Uint8Array} work
 * @returns {() => Uint8Array}
 */
function later(work) {
  return () => answer((json) => json, work);
}

/**
 * @param {string | Uint8Array} text
 * @param {AnalyzeOptions} settings
 */
function coreTemplate(text, settings) {
  const length = write(text);
  // Of a string that is ASCII alone bytes and units are the same.
  return new CoreTemplate(length, typeof text === "string" && length !== text.length, given(settings));
}

/**
 * @param {CoreResolver} manifest
 * @param {CoreTemplate} template
 * @param {Request} request
 */
function resolve(manifest, template, { service, region, account, template: name, permissions }) {
  return manifest.resolve(template, service, region, account, name, permissions);
}

/**
 * @param {CoreResolver} manifest
 * @param {CoreTemplate} template
 * @param {Request} request
 */
function explain(manifest, template, { service, region, account, template: name, permissions }) {
  return manifest.explain(template, service, region, account, name, permissions);
}

/**
 * Options cost a walk over them in the core; most calls have none.
 *
 * @param {object} settings
 */
function given(settings) {
  for (const _ in settings) return settings;
  return undefined;
}

/**
 * The text, safe from later writes to the caller's array.
 *
 * @template {string | Uint8Array} T
 * @param {T} text
 * @returns {T}
 */
function owned(text) {
  return typeof text === "string" ? text : /** @type {T} */ (Uint8Array.prototype.slice.call(text));
}
