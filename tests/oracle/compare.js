/** One answer of the core against the oracle's: the verdict, the errors, each site, the bytes, and what the output means. */

import assert from "node:assert/strict";

import { resolve } from "./resolve.js";
import { inWorkspace, readHcl, readJson, readYaml, templateInJson } from "./tree.js";

/** @import { Resolution } from "../../js/index.js" */
/** @import { Language, Request, Verdict } from "./resolve.js" */
/** @import { Text } from "./tree.js" */

/**
 * @param {string} text @param {Language} format @param {any} world @param {Request} asked @param {"documented" | "extended"} profile
 * @param {Resolution<string>} answer
 * @returns {boolean} whether anything was replaced
 */
export function compare(text, format, world, asked, profile, answer) {
  const expected = resolve(text, format, world, asked, profile);
  const errors = new Set(answer.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code));
  assert.deepEqual([...errors].sort(), [...expected.errors].sort(), "the errors");
  assert.equal(answer.ok, expected.errors.size === 0, "the verdict");
  if (!answer.ok) {
    assert.equal(answer.template, undefined, "whole or nothing");
    return false;
  }
  compareSites(expected, answer);
  compareBytes(text, expected, answer);
  assert.deepEqual(meaning(/** @type {string} */ (answer.template), format), meaning(text, format, expected.replaced), "the output's meaning");
  return answer.edits.length > 0;
}

/** @param {Verdict} expected @param {Resolution<string>} answer */
function compareSites(expected, answer) {
  const said = answer.sites.map(({ resource, path, outcome, replacement }) => ({
    resource,
    path: path.join("."),
    outcome,
    ...(outcome === "replaced" ? { imageId: replacement?.imageId } : {}),
  }));
  const order = (/** @type {object[]} */ sites) => sites.map((site) => JSON.stringify(site)).sort();
  assert.deepEqual(order(said), order(expected.sites), "the sites");
}

/** Only tokens that are replaced change, by nothing but the reported edits. @param {string} text @param {Verdict} expected @param {Resolution<string>} answer */
function compareBytes(text, expected, answer) {
  const tokens = [...expected.replaced.keys()].map((token) => token.within ?? token);
  let output = "";
  let at = 0;
  for (const edit of answer.edits) {
    assert.ok(tokens.some(({ start, end }) => start <= edit.start && edit.end <= end), `an edit at ${edit.start} where nothing is replaced`);
    assert.equal(text.slice(edit.start, edit.end), edit.old);
    output += text.slice(at, edit.start) + edit.new;
    at = edit.end;
  }
  output += text.slice(at);
  assert.equal(answer.template, output, "the output is the input with the edits");
}

/**
 * A template without its positions, with some of its texts replaced.
 *
 * @param {string} text @param {Language} format @param {Map<Text, string>} [replaced]
 * @returns {unknown}
 */
export function meaning(text, format, replaced = new Map()) {
  // The same text is read again here: a place tells it from others, an object does not.
  const place = (/** @type {Text} */ { start, within }) => `${within?.start ?? ""}:${start}`;
  const byPlace = new Map([...replaced].map(([node, id]) => [place(node), id]));

  /** @param {any} node @returns {unknown} */
  const bare = (node) => {
    if (Array.isArray(node)) return node.map(bare);
    if (node === null || typeof node !== "object") return typeof node === "symbol" ? String(node) : node;
    if (node.kind !== "text") return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, bare(value)]));
    return { text: byPlace.get(place(node)) ?? (format === "terraform-json" ? templateInJson(node.value) : node.value) };
  };
  if (format === "terraform") return bare(readHcl(text));
  const documents = format === "ros-yaml" ? readYaml(text) : [readJson(text)];
  return documents.map((document) => {
    const files = inWorkspace(document);
    if (files.length === 0) return bare(document);
    // What carries Terraform is compared as what that says; an anchor's text may stand outside of `Workspace`, too.
    const carriers = new Set(files.map(([, , carrier]) => carrier));
    const rest = document.kind === "map" ? document.entries.map(([key, node]) => [key, key === "Workspace" || (node.kind === "text" && carriers.has(node)) ? "Terraform" : bare(node)]) : [];
    return { rest, files: files.map(([name, block]) => [name, bare(block)]), texts: carriers.size };
  });
}
