/**
 * What each code means, an example, and what to do. A test holds the keys against `src/diagnostic/code.rs`.
 *
 * The English line of a code stands there, and comes with each finding.
 */

import { compose } from "./compose.js";
import change from "./en/change.js";
import check from "./en/check.js";
import distribution from "./en/distribution.js";
import hcl from "./en/hcl.js";
import imports from "./en/import.js";
import input from "./en/input.js";
import json from "./en/json.js";
import manifest from "./en/manifest.js";
import template from "./en/template.js";
import yaml from "./en/yaml.js";

export default {
  language: "en",
  codes: compose(input, yaml, json, hcl, template, manifest, change, check, imports, distribution),
  roles: {
    first: "first written here",
    "opened-here": "opened here",
    anchor: "its anchor is here",
    through: "the reference goes on here",
    "ends-here": "it can end in this literal",
    declared: "declared here",
    "shared-with": "this site reads the same text",
  },
  severities: { error: "error", warning: "warning", info: "info" },
  words: {},
};
