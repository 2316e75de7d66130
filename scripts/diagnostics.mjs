/**
 * `npm run docs`: writes `docs/diagnostics.md` from `src/diagnostic/code.rs` and the English catalogue, and `edge/openapi.json`
 * from `edge/openapi.js`.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

import openapi from "../edge/openapi.js";
import english from "../js/catalogue/en.js";
import { at, isMain } from "./commands.mjs";

/**
 * @typedef {object} Row
 * @property {string} section
 * @property {string} name
 * @property {string} severity `Error`, `Warning` or `Info`
 * @property {boolean} fixed whether callers cannot change the severity
 * @property {string} message
 */

/**
 * The rows of `src/diagnostic/code.rs`, in its order.
 *
 * @returns {Row[]}
 */
export function codes() {
  const lines = readFileSync(at("src/diagnostic/code.rs"), "utf8").split("\n");
  const rows = [];
  let section = "";
  for (const line of lines) {
    section = /^ {4}\/\/ ── (.+?) ─+$/.exec(line)?.[1] ?? section;
    const row = /^ {4}\w+ = "([^"]+)", (\w+), (\w+), ("(?:[^"\\]|\\.)*");$/.exec(line);
    if (row === null) continue;
    const [, name, severity, fixed, message] = row;
    rows.push({ section, name, severity, fixed: fixed === "fixed", message: JSON.parse(message) });
  }
  return rows;
}

/** Codes of the JavaScript around the core. @type {Row[]} */
export const outside = [
  {
    section: "The tool itself",
    name: "internal-error",
    severity: "Error",
    fixed: true,
    message: english.codes["internal-error"].message ?? "",
  },
];

/** The page. */
export function page() {
  /** @type {Map<string, Row[]>} */
  const sections = new Map();
  for (const row of [...codes(), ...outside]) sections.set(row.section, [...(sections.get(row.section) ?? []), row]);
  const contents = [...sections].map(([section, rows]) => {
    return `**${section}**\n\n${rows.map(({ name }) => `- [${name}](#${name}): ${english.codes[name].title}`).join("\n")}\n`;
  });
  const entries = [...sections].map(([section, rows]) => `## ${section}\n\n${rows.map(entry).join("\n")}`);
  return `${introduction}\n${contents.join("\n")}\n${entries.join("\n")}`;
}

const introduction = `# Diagnostics

Every finding has a code, and a code never changes its meaning. \`ecs-image-resolver explain CODE\` prints what is said
here; the same texts are in the package in English, Japanese and Chinese (\`ecs-image-resolver/diagnostics\`).

Only an **error** takes the output away. Where the severity can be changed, \`--error CODE\`, \`--warn CODE\` and
\`--ignore CODE\` do it on the command line, and \`severities\` in the API. In a message, \`{name}\` stands for a value of
your input, and what is in \`[[…]]\` is left out where there is none.

Examples are templates unless they say otherwise; one in \`sh\` prints the input. Where a manifest is asked with a request
and no template is shown, one with \`ImageId: web-image\` is meant. In the section Check a template is the one that the
manifest lists.

\`npm run docs\` writes this page: edit \`src/diagnostic/code.rs\` and \`js/catalogue/\`, not the page.
`;

/** @param {Row} row */
function entry({ name, severity, fixed, message }) {
  const { title, means, example, todo } = english.codes[name];
  const change = fixed ? "cannot be changed" : "can be changed";
  return [
    `### ${name}`,
    `**${title}** · ${severity.toLowerCase()}, ${change}`,
    `> ${message}`,
    means,
    headed(example),
    `**What to do.** ${todo}`,
    "",
  ].join("\n\n");
}

/** Says above each block of an example what it is, where it is no template. @param {string} example */
function headed(example) {
  return example.replace(/^```(\w+) (\w+)$/gm, (_, language, /** @type {string} */ kind) => `${{ manifest: "Manifest", previous: "Previous manifest", change: "Change" }[kind] ?? "Request"}:\n\n\`\`\`${language}`);
}

if (isMain(import.meta.url)) {
  mkdirSync(at("docs"), { recursive: true });
  writeFileSync(at("docs/diagnostics.md"), page());
  writeFileSync(at("edge/openapi.json"), `${JSON.stringify(openapi, null, 2)}\n`);
}
