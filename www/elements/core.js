/**
 * The core for elements: every call answers later with plain data, and the work is done in a worker (on the page's thread
 * where none can be had). There is one core for the page, loaded by the first call.
 *
 * Bad input never rejects: it is in the answer's `diagnostics`. A promise rejects with a {@link CoreError} where the core cannot
 * be loaded (the next call tries again), and with a `TypeError` for wrong arguments.
 *
 * The last argument of each call may name a `lane`, any object or string. A newer request of the same lane and method takes
 * the place of the older one, whose promise then gives `undefined`: whoever types wants the last answer only.
 *
 *     const answer = await analyze(text, { filename }, { lane: this });
 *     if (answer === undefined) return; // a newer request is on its way
 *
 * Manifests are read once and kept: give the same string or the same object again, and nothing is copied. An object or an
 * array of bytes that was changed in place is not read again; a new one is.
 */

import { Lost, onPage, place } from "./core/place.js";

export { CoreError } from "./core/place.js";

/**
 * @import { AccessQuestion, Analysis, AnalyzeOptions, Audience, AudienceOptions, Change, Check, CheckQuestion, Decision, Diagnostic,
 *   ExportOptions, Import, ImportFile, ImportOptions, Matrix, MatrixQuestion, Plan, PlanQuestion, Request, Resolution,
 *   ResolverOptions, TemplateOptions, TransitionOptions } from "../../js/index.js"
 */
/** @import { Job, Manifest } from "./core/engine.js" */
/** @import { Place } from "./core/place.js" */

/** @typedef {{ lane?: object | string }} Turn */
/** @typedef {Turn & { reading?: ResolverOptions }} ManifestTurn `reading`: how the manifest is read, and what is judged with it */
/** @typedef {{ ok: boolean, diagnostics: Diagnostic[], dropped: number }} Read */
/** @typedef {ReturnType<Analysis["toJSON"]>} AnalysisAnswer */
/** @template {string | Uint8Array} T @typedef {ReturnType<Resolution["toJSON"]> & { template: T | undefined }} ResolutionAnswer */
/** @typedef {Omit<Matrix, "cell" | "access" | "unsharedWith" | "toJSON">} MatrixAnswer the lists and strings, without the methods */
/** @template T @typedef {Read & { manifest: T | undefined }} TransitionAnswer */
/** @typedef {ReturnType<Plan["toJSON"]> & { changes: Change[] }} PlanAnswer */

/**
 * The image sites of a template.
 *
 * @param {string | Uint8Array} template
 * @param {AnalyzeOptions} [options]
 * @param {Turn} [turn]
 * @returns {Promise<AnalysisAnswer | undefined>}
 */
export function analyze(template, options, turn) {
  return ask("analyze", [template, options], turn);
}

/**
 * What is found in a manifest.
 *
 * @param {Manifest} manifest
 * @param {ManifestTurn} [turn]
 * @returns {Promise<Read | undefined>}
 */
export function read(manifest, turn) {
  return askOf(manifest, "read", [], turn);
}

/**
 * A template resolved for one region and account. A template that is given again is not analysed again.
 *
 * @template {string | Uint8Array} T
 * @param {Manifest} manifest
 * @param {T} template
 * @param {Request} request
 * @param {TemplateOptions} [options]
 * @param {ManifestTurn} [turn]
 * @returns {Promise<ResolutionAnswer<T> | undefined>}
 */
export function resolve(manifest, template, request, options, turn) {
  return askOf(manifest, "resolve", [template, request, options], turn);
}

/**
 * @param {Manifest} manifest
 * @param {CheckQuestion} [question]
 * @param {ManifestTurn} [turn]
 * @returns {Promise<ReturnType<Check["toJSON"]> | undefined>}
 */
export function check(manifest, question, turn) {
  return askOf(manifest, "check", [question], turn);
}

/**
 * @param {Manifest} manifest
 * @param {MatrixQuestion} question
 * @param {TemplateOptions} [options] how `question.text` is read
 * @param {ManifestTurn} [turn]
 * @returns {Promise<MatrixAnswer | undefined>}
 */
export function matrix(manifest, question, options, turn) {
  return askOf(manifest, "matrix", [question, options], turn);
}

/**
 * @param {Manifest} manifest
 * @param {AccessQuestion} question
 * @param {ManifestTurn} [turn]
 * @returns {Promise<ReturnType<Decision["toJSON"]> | undefined>}
 */
export function decide(manifest, question, turn) {
  return askOf(manifest, "decide", [question], turn);
}

/**
 * @param {Manifest} manifest
 * @param {string} artifact its id
 * @param {AudienceOptions} [options]
 * @param {ManifestTurn} [turn]
 * @returns {Promise<ReturnType<Audience["toJSON"]> | undefined>}
 */
export function audience(manifest, artifact, options, turn) {
  return askOf(manifest, "audience", [artifact, options], turn);
}

/**
 * @param {Manifest} manifest
 * @param {PlanQuestion} [question]
 * @param {ManifestTurn} [turn]
 * @returns {Promise<PlanAnswer | undefined>}
 */
export function plan(manifest, question, turn) {
  return askOf(manifest, "plan", [question], turn);
}

/**
 * The manifest after a change, of the type given.
 *
 * @template {Manifest} T
 * @param {T} manifest
 * @param {Change | Change[] | string | Uint8Array} change
 * @param {TransitionOptions} [options]
 * @param {Turn} [turn]
 * @returns {Promise<TransitionAnswer<T> | undefined>}
 */
export function transition(manifest, change, options, turn) {
  return ask("transition", [manifest, change, options], turn);
}

/**
 * @param {ImportFile[]} files
 * @param {ImportOptions} [options]
 * @param {Turn} [turn]
 * @returns {Promise<(ReturnType<Import["toJSON"]> & { manifest: string | undefined }) | undefined>}
 */
export function importManifest(files, options, turn) {
  return ask("importManifest", [files, options], turn);
}

/**
 * @param {Manifest} manifest
 * @param {ExportOptions} options
 * @param {Turn} [turn]
 * @returns {Promise<(Read & { text: string | undefined }) | undefined>}
 */
export function exportManifest(manifest, options, turn) {
  return ask("exportManifest", [manifest, options], turn);
}

/**
 * Loads the core, if that was not done: for who wants to know early, and where it runs.
 *
 * @returns {Promise<"worker" | "page">}
 */
export async function ready() {
  return (await where()).kind;
}

/** The core itself: its one address, for the page and for the worker. In no build does it stand in the script. */
const WASM = new URL("../../pkg/core.wasm?no-inline", import.meta.url).href;

/** How many manifests are kept, each indexed: the console's own, the one before, and a few of other elements. */
const KEPT = 4;

/** @type {Promise<Place> | undefined} */
let core;

/** @returns {Promise<Place>} */
function where() {
  core ??= place(WASM).catch((error) => {
    core = undefined;
    throw error;
  });
  return core;
}

/**
 * @typedef {object} Asked
 * @property {string} method
 * @property {any[]} args
 * @property {Manifest} [manifest]
 * @property {ResolverOptions} [reading]
 * @property {object | string | undefined} lane
 * @property {(answer: any) => void} answer
 * @property {(error: unknown) => void} refuse
 * @property {boolean} [superseded]
 */

/** What was asked and not yet given to the core, in the order that it was asked in. @type {Asked[]} */
const queue = [];

/** What the core is at. @type {Asked | undefined} */
let current;

/** @param {string} method @param {any[]} args @param {Turn} [turn] @returns {Promise<any>} */
function ask(method, args, { lane } = {}) {
  return enter({ method, args, lane });
}

/** @param {Manifest} manifest @param {string} method @param {any[]} args @param {ManifestTurn} [turn] @returns {Promise<any>} */
function askOf(manifest, method, args, { lane, reading } = {}) {
  return enter({ method, args, lane, manifest, reading });
}

/** @param {Omit<Asked, "answer" | "refuse">} asked @returns {Promise<any>} */
function enter(asked) {
  return new Promise((answer, refuse) => {
    const isOlder = (/** @type {Asked} */ { lane, method }) => asked.lane !== undefined && lane === asked.lane && method === asked.method;
    for (let at = queue.length - 1; at >= 0; at -= 1) {
      if (isOlder(queue[at])) queue.splice(at, 1)[0].answer(undefined);
    }
    if (current !== undefined && isOlder(current)) supersede(current);
    queue.push({ ...asked, answer, refuse });
    void work();
  });
}

/** @param {Asked} asked */
function supersede(asked) {
  asked.superseded = true;
  asked.answer(undefined);
}

/** Gives the core one request after the other, so that what waits can still be superseded. */
async function work() {
  if (current !== undefined) return;
  while ((current = queue.shift()) !== undefined) {
    try {
      current.answer(await perform(current));
    } catch (error) {
      current.refuse(error);
    }
  }
}

/** @param {Asked} asked */
async function perform(asked) {
  try {
    return await performAt(await where(), asked);
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
  }
  // The worker is gone (the browser may end one for its memory). What follows is done here.
  kept.length = 0;
  core = onPage(WASM);
  core.catch(() => (core = undefined));
  return performAt(await core, asked);
}

/** @param {Place} at @param {Asked} asked */
async function performAt(at, asked) {
  const job = jobOf(asked);
  try {
    return await at.perform(job);
  } catch (error) {
    // Whether the manifest arrived is not known.
    const forgotten = kept.findIndex(({ number }) => number === job.held);
    if (forgotten >= 0) kept.splice(forgotten, 1);
    throw error;
  }
}

/** @typedef {{ number: number, manifest: Manifest, reading: string }} Kept */

/** The manifests that the core has, the last used at the end. @type {Kept[]} */
const kept = [];
let numbers = 0;

/** @param {Asked} asked @returns {Job} */
function jobOf({ method, args, manifest, reading }) {
  if (manifest === undefined) return { method, args };
  const how = JSON.stringify(reading ?? {});
  const at = kept.findIndex((one) => one.manifest === manifest && one.reading === how);
  if (at >= 0) {
    const [found] = kept.splice(at, 1);
    kept.push(found);
    return { method, args, held: found.number };
  }
  const held = (numbers += 1);
  kept.push({ number: held, manifest, reading: how });
  const forget = kept.splice(0, Math.max(0, kept.length - KEPT)).map(({ number }) => number);
  return { method, args, held, holds: { manifest, options: reading }, forget };
}
