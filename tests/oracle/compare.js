/** One answer of the core against the oracle's: the verdict, the errors, each site, the bytes, and what the output means. */

import assert from "node:assert/strict";

import { resolve, SECTIONS } from "./resolve.js";
import { get, inWorkspace, readHcl, readJson, readYaml, templateInJson } from "./tree.js";

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
  // Which edits there are for a text that others read, too, is the core's to know; whether others do is not.
  if (expected.shared) errors.delete("edit-conflict");
  if (expected.shared && !answer.ok && errors.size === 0) {
    assert.equal(answer.template, undefined, "whole or nothing");
    return false;
  }
  assert.deepEqual([...errors].sort(), [...expected.errors].sort(), "the errors");
  assert.equal(answer.ok, expected.errors.size === 0, "the verdict");
  if (!answer.ok) {
    assert.equal(answer.template, undefined, "whole or nothing");
    return false;
  }
  compareSites(expected, answer);
  compareBytes(text, expected, answer);
  const { replaced, placed } = expected;
  assert.deepEqual(meaning(/** @type {string} */ (answer.template), format, new Map(), []), meaning(text, format, replaced, placed), "the output's meaning");
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
    const known = tokens.some(({ start, end }) => start <= edit.start && edit.end <= end);
    // Of a text that others read, too, one place is changed: by its alias, a key of its own, or with the anchor moved away.
    const apart = expected.shared && (edit.kind === "anchor" ? edit.old.startsWith("*") && text.includes(edit.new) : /^(?:[*&!]|$)/.test(edit.old));
    assert.ok(known || apart, `an edit at ${edit.start} where nothing is replaced`);
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
 * @param {Verdict["placed"]} [placed] the places in a ROS template where ids stand, and nowhere else but in `Workspace`; only what ROS
 *   reads counts then
 * @returns {unknown}
 */
export function meaning(text, format, replaced = new Map(), placed) {
  // The same text is read again here: a place tells it from others, an object does not.
  const place = (/** @type {Text} */ { start, within }) => `${within?.start ?? ""}:${start}`;
  const isRos = format === "ros-yaml" || format === "ros-json";
  const texts = placed && isRos ? [...replaced].filter(([node]) => node.within) : [...replaced];
  const byPlace = new Map(texts.map(([node, id]) => [place(node), id]));

  /** @param {any} node @returns {unknown} */
  const bare = (node) => {
    if (Array.isArray(node)) return node.map(bare);
    if (node === null || typeof node !== "object") return typeof node === "symbol" ? String(node) : node;
    // A key of its own may stand elsewhere than the one that was merged: order says nothing.
    if (placed && node.kind === "map") node = { ...node, entries: [...node.entries].sort((one, other) => (one[0] < other[0] ? -1 : 1)) };
    if (node.kind !== "text") return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, bare(value)]));
    return { text: byPlace.get(place(node)) ?? (format === "terraform-json" ? templateInJson(node.value) : node.value) };
  };
  if (format === "terraform") return bare(readHcl(text));
  const documents = format === "ros-yaml" ? readYaml(text) : [readJson(text)];
  return documents.map((document) => {
    const files = inWorkspace(document);
    if (placed && document.kind === "map") {
      document.entries = document.entries.filter(([key]) => SECTIONS.has(key));
      for (const { at, id } of placed) if (holds(document, at)) put(document, at, id);
    }
    if (files.length === 0) return bare(document);
    // What carries Terraform is compared as what that says; an anchor's text may stand outside of `Workspace`, too.
    const carriers = new Set(files.map(([, , carrier]) => carrier));
    const rest = document.kind === "map" ? document.entries.map(([key, node]) => [key, key === "Workspace" || (node.kind === "text" && carriers.has(node)) ? "Terraform" : bare(node)]) : [];
    return { rest, files: files.map(([name, block]) => [name, bare(block)]), texts: carriers.size };
  });
}

/** Whether a document, one of several maybe, has the resource that a place is in. @param {any} document @param {string[]} at */
const holds = (document, at) => get(get(document, at[0]), at[1]) !== undefined;

/** Puts an id at one place: what is on the way to it, which others may share, is written anew. @param {any} node @param {string[]} at @param {string} id */
function put(node, [step, ...rest], id) {
  const list = node.kind === "list" ? [...node.items] : undefined;
  const entries = list === undefined ? node.entries.map((/** @type {[string, any]} */ entry) => [...entry]) : undefined;
  const entry = entries?.find((/** @type {[string, any]} */ [key]) => key === step);
  const old = list === undefined ? entry?.[1] : list[Number(step)];
  assert.ok(old !== undefined, `no ${step}`);
  const made = rest.length === 0 ? { kind: "text", value: id, start: -1, end: -1 } : { ...old };
  if (rest.length > 0) put(made, rest, id);
  if (list === undefined) {
    entry[1] = made;
    node.entries = entries;
  } else {
    list[Number(step)] = made;
    node.items = list;
  }
}
