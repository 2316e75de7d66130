/** What the core does with a request: the same in the worker and on the page's thread. Answers are plain data. */

import { analyze, exportManifest, importManifest, init, Resolver, transition } from "../../../js/slim.js";

/** @import { CompiledTemplate, ResolverOptions, TemplateOptions } from "../../../js/index.js" */

/** @typedef {string | Uint8Array | object} Manifest */

/**
 * @typedef {object} Job
 * @property {string} method
 * @property {any[]} args without the manifest
 * @property {number} [held] the number of the manifest that it is asked of
 * @property {{ manifest: Manifest, options?: ResolverOptions }} [holds] that manifest, when it was not given before
 * @property {number[]} [forget] the numbers of manifests that nobody asks of any more
 */

/** @typedef {{ resolver: Resolver, template?: { text: string | Uint8Array, options: string, compiled: CompiledTemplate } }} Held */

/** @type {Map<number, Held>} */
const manifests = new Map();

/**
 * @param {string} address of the wasm
 * @throws {import("../../../js/index.js").LoadError}
 */
export function load(address) {
  return init(fetch(address));
}

/**
 * @param {Job} job
 * @throws {TypeError} for wrong arguments; never for bad input
 */
export function perform({ method, args, held, holds, forget = [] }) {
  for (const number of forget) release(number);
  if (held === undefined) return withoutManifest[method](...args);
  if (holds !== undefined) manifests.set(held, { resolver: new Resolver(holds.manifest, holds.options) });
  return withManifest[method](/** @type {Held} */ (manifests.get(held)), ...args);
}

/** @type {Record<string, (...args: any[]) => object>} */
const withoutManifest = {
  analyze: (template, options) => analyze(template, options).toJSON(),
  transition(manifest, change, options) {
    const after = transition(manifest, change, options);
    return { ...after.toJSON(), manifest: after.manifest };
  },
  importManifest(files, options) {
    const imported = importManifest(files, options);
    return { ...imported.toJSON(), manifest: imported.manifest };
  },
  exportManifest(manifest, options) {
    const { ok, diagnostics, dropped, text } = exportManifest(manifest, options);
    return { ok, diagnostics, dropped, text };
  },
};

/** @type {Record<string, (held: Held, ...args: any[]) => object>} */
const withManifest = {
  read: ({ resolver }) => resolver.toJSON(),
  resolve(held, template, request, options) {
    const resolution = compile(held, template, options).resolve(request);
    return { ...resolution.toJSON(), template: resolution.template };
  },
  check: ({ resolver }, question) => resolver.check(question).toJSON(),
  matrix({ resolver }, question, options) {
    const matrix = resolver.matrix(question, options);
    const { ok, strings, regions, versions, accounts, rows, sites, images, codes, blocked, serving, granted, denied, unshared, diagnostics, dropped } = matrix;
    return { ok, strings, regions, versions, accounts, rows, sites, images, codes, blocked, serving, granted, denied, unshared, diagnostics, dropped };
  },
  decide: ({ resolver }, question) => resolver.decide(question).toJSON(),
  audience: ({ resolver }, artifact, options) => resolver.audience(artifact, options).toJSON(),
  plan({ resolver }, question) {
    const plan = resolver.plan(question);
    return { ...plan.toJSON(), changes: plan.changes };
  },
};

/**
 * The template compiled, or as it was compiled for the request before: who changes the region asks again with the same text.
 *
 * @param {Held} held
 * @param {string | Uint8Array} text
 * @param {TemplateOptions} [options]
 */
function compile(held, text, options) {
  const asked = JSON.stringify(options ?? {});
  const last = held.template;
  if (last !== undefined && last.options === asked && isSame(last.text, text)) return last.compiled;
  held.template = undefined;
  last?.compiled.free();
  const compiled = held.resolver.compile(text, options);
  held.template = { text, options: asked, compiled };
  return compiled;
}

/** @param {string | Uint8Array} one @param {string | Uint8Array} other */
function isSame(one, other) {
  if (typeof one === "string" || typeof other === "string") return one === other;
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** @param {number} number */
function release(number) {
  const held = manifests.get(number);
  manifests.delete(number);
  held?.template?.compiled.free();
  held?.resolver.free();
}
