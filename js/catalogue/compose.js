/** Puts one language's words and the examples, which all languages share, together. */

import change from "./examples/change.js";
import check from "./examples/check.js";
import distribution from "./examples/distribution.js";
import hcl from "./examples/hcl.js";
import imports from "./examples/import.js";
import input from "./examples/input.js";
import json from "./examples/json.js";
import manifest from "./examples/manifest.js";
import template from "./examples/template.js";
import yaml from "./examples/yaml.js";

/** @import { CodeEntry } from "../diagnostics.js" */

/** @type {Record<string, string>} */
const examples = { ...input, ...yaml, ...json, ...hcl, ...template, ...manifest, ...change, ...check, ...imports, ...distribution };

/**
 * @param {Record<string, Omit<CodeEntry, "example">>[]} sections
 * @returns {Record<string, CodeEntry>}
 */
export function compose(...sections) {
  const codes = sections.flatMap((section) => Object.entries(section));
  return Object.fromEntries(codes.map(([code, words]) => [code, { ...words, example: examples[code] ?? "" }]));
}
