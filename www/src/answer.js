/** What the core says to what is on the page. Nothing is read, indexed or resolved twice. */

/** @import { Diagnostic, Edit, Format, Site } from "../../js/index.js" */
/** @import { Core, Request, State } from "./state.js" */
/** @import { Input } from "./files.js" */

/** @typedef {InstanceType<Core["Resolver"]>} Resolver */

/**
 * @typedef {object} Answer
 * @property {boolean} ok
 * @property {Format | null} format
 * @property {Site[]} sites
 * @property {Edit[]} edits
 * @property {Diagnostic[]} diagnostics errors first, then warnings, then infos
 * @property {number} dropped
 * @property {Uint8Array<ArrayBuffer> | undefined} template the resolved one
 */

/**
 * @returns {(state: State) => Answer | null} `null` while there is nothing to answer; the same object for the same question
 */
export function answering() {
  const resolverOf = once((/** @type {Core} */ core, /** @type {Input} */ manifest) => new core.Resolver(manifest.bytes));
  const templateOf = once((/** @type {Resolver} */ resolver, /** @type {Input} */ template) => {
    return resolver.compile(template.bytes, { filename: template.name });
  });
  const answerOf = once(answer);
  return ({ core, template, manifest, request }) => {
    if (core.status !== "ready" || template === null || manifest === null) return null;
    const resolver = resolverOf(core.core, manifest);
    return answerOf(resolver, templateOf(resolver, template), request);
  };
}

/**
 * @param {Resolver} resolver
 * @param {ReturnType<Resolver["compile"]>} compiled
 * @param {Request} request
 * @returns {Answer}
 */
function answer(resolver, compiled, request) {
  const resolution = compiled.resolve(request);
  return {
    ok: resolution.ok,
    format: resolution.format,
    sites: resolution.sites,
    edits: resolution.edits,
    diagnostics: sorted(merged(resolution.diagnostics, resolver.diagnostics)),
    dropped: resolution.dropped + resolver.dropped,
    template: /** @type {Uint8Array<ArrayBuffer> | undefined} */ (resolution.template),
  };
}

/**
 * A finding in the manifest that this request does not reach is still worth seeing; one that it does reach is in both lists.
 *
 * @param {Diagnostic[]} found
 * @param {Diagnostic[]} more
 */
function merged(found, more) {
  const key = (/** @type {Diagnostic} */ { code, source, pointer, start }) => JSON.stringify([code, source, pointer, start]);
  const known = new Set(found.map(key));
  return [...found, ...more.filter((diagnostic) => !known.has(key(diagnostic)))];
}

const RANK = { error: 0, warning: 1, info: 2 };

/** @param {Diagnostic[]} diagnostics */
const sorted = (diagnostics) => diagnostics.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);

/**
 * A function that remembers its last answer, and gives back what that one held in the core when there is a new one.
 *
 * @template {unknown[]} Inputs
 * @template {object} Output
 * @param {(...inputs: Inputs) => Output} make
 * @returns {(...inputs: Inputs) => Output}
 */
function once(make) {
  /** @type {Inputs | undefined} */
  let given;
  /** @type {Output | undefined} */
  let made;
  return (...inputs) => {
    const known = given;
    if (made !== undefined && known !== undefined && inputs.every((input, index) => input === known[index])) return made;
    if (made !== undefined && "free" in made && typeof made.free === "function") made.free();
    given = inputs;
    return (made = make(...inputs));
  };
}
