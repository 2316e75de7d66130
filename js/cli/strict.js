/** `--strict` and `--max-warnings`: findings that are no errors, and yet make a command fail. */

import { plural } from "./findings.js";
import { Usage } from "./usage.js";

/** @import { Diagnostic, Site } from "../index.js" */

/**
 * What fails under `--strict`: findings with which a command ends well although somebody may get another image than the
 * provider's one for the region, or although something was not looked at.
 */
export const STRICT = new Set([
  // A region or an account that an image does not reach.
  "regions-not-covered",
  "template-unrestricted",
  "version-serves-nothing",
  "image-region-bound",
  // A literal that is almost that of a relation. `image-unassociated` counts where it names the one that is near.
  "image-unassociated",
  "image-hidden-character",
  "image-look-alike",
  "manifest-relation-near",
  // A relation that nothing uses.
  "relation-unused",
  "relation-never-used",
  // An image site that stays as it is.
  "image-not-literal",
  "site-not-replaced",
  "stack-group-site",
  // An image that its customers may not be able to use, or that is none.
  "artifact-type",
  "image-not-shared",
  // Something that holds images, or may hold them, and was not read.
  "module-not-read",
  "not-a-template",
  "resources-missing",
  "service-without-templates",
  "stack-depth",
  "template-not-checked",
  "template-not-given",
  "type-missing",
  "workspace-ignored",
  "workspace-missing",
  "wrong-type",
]);

/** @satisfies {import("node:util").ParseArgsConfig["options"]} */
export const strictOptions = { strict: { type: "boolean" }, "max-warnings": { type: "string" } };

/** A list of words in lines of 120 columns. @param {Iterable<string>} words @param {number} indent */
function listed(words, indent) {
  const lines = [""];
  for (const word of [...words].sort()) {
    const last = lines[lines.length - 1];
    if (indent + last.length + word.length + 2 > 120) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last}, ${word}`;
  }
  return lines.map((line) => " ".repeat(indent) + line).join(",\n");
}

/** The lines of a command's help about them. */
export const strictHelp = `  --strict              also fail where an image does not reach a region, a literal is almost that of a relation, a relation
                        is not used, an image site is not replaced, or something was not checked. These findings are then
                        errors; \`--warn CODE\` and \`--ignore CODE\` except one:
${listed(STRICT, 24)}
  --max-warnings N      fail with more than N warnings
`;

/**
 * @typedef {object} Found what was found in one file
 * @property {boolean} ok
 * @property {Diagnostic[]} diagnostics
 * @property {number} dropped how many findings are past the limit
 */

/** @typedef {Found & { strict: string[] }} Judged `strict` has the codes that fail under `--strict` */

/** What findings of one call make it fail beside its errors. */
export class Strictness {
  #strict;
  #limit;
  /** @type {Set<string>} */
  #excepted;
  #warnings = 0;
  #dropped = 0;
  #left = 0;
  #failed = false;
  /** @type {Map<string, number>} */
  #failing = new Map();

  /**
   * @param {{ strict?: boolean, "max-warnings"?: string }} values
   * @param {Record<string, string>} severities those that were asked for: a code that has one is what its user says
   */
  constructor({ strict = false, "max-warnings": limit }, severities) {
    if (limit !== undefined && !/^\d{1,9}$/.test(limit)) throw new Usage(`\`--max-warnings\` takes a number, not \`${limit}\``);
    this.#strict = strict;
    this.#limit = limit === undefined ? Infinity : Number(limit);
    this.#excepted = new Set(Object.keys(severities));
  }

  /**
   * Counts the findings of one file. Under `--strict` what fails is an error from here on.
   *
   * @template {Found} T
   * @param {T} found
   * @param {number} [left] how many image sites that a relation names were left alone, which no finding says
   * @returns {T & { strict: string[] }} `strict` has the codes that fail under `--strict`
   */
  judge(found, left = 0) {
    const fails = found.diagnostics.filter((diagnostic) => this.#fails(diagnostic));
    for (const { code } of fails) this.#failing.set(code, (this.#failing.get(code) ?? 0) + 1);
    const diagnostics = this.#strict && fails.length > 0 ? found.diagnostics.map((one) => (fails.includes(one) ? { ...one, severity: /** @type {const} */ ("error") } : one)) : found.diagnostics;
    // What is past the limit may be anything: it never counts as nothing.
    this.#warnings += diagnostics.filter(({ severity }) => severity === "warning").length + found.dropped;
    this.#dropped += found.dropped;
    if (!this.#excepted.has("site-not-replaced")) this.#left += left;
    const ok = found.ok && !(this.#strict && (fails.length > 0 || found.dropped > 0 || this.#left > 0));
    if (!ok) this.#failed = true;
    return { ...found, ok, diagnostics, strict: [...new Set(fails.map(({ code }) => code))].sort() };
  }

  /** Whether anything that was judged fails. */
  get failed() {
    return this.#failed || this.#warnings > this.#limit;
  }

  /** Why it fails, where no finding says it: findings that were not kept, sites that were left alone, more warnings than allowed. Else empty. */
  get exceeded() {
    if (this.#strict && this.#dropped > 0) return `${plural(this.#dropped, "finding")} past the limit, which \`--strict\` does not let pass`;
    if (this.#strict && this.#left > 0) return `${plural(this.#left, "image site")} that a relation names ${this.#left === 1 ? "is" : "are"} left alone (site-not-replaced)`;
    return this.#warnings > this.#limit ? `${plural(this.#warnings, "warning")}, and \`--max-warnings\` allows ${this.#limit}` : "";
  }

  /** One line that says what would fail under `--strict`; empty when nothing would, or when it is on. */
  get hint() {
    if (this.#strict || this.#failing.size === 0) return "";
    const codes = [...this.#failing].sort(([one], [other]) => (one < other ? -1 : 1)).map(([code, count]) => (count === 1 ? code : `${code} (${count})`));
    return `\`--strict\` would fail for: ${codes.join(", ")}\n`;
  }

  /** @param {Diagnostic} diagnostic */
  #fails({ code, severity, args }) {
    if (severity === "error" || this.#excepted.has(code) || !STRICT.has(code)) return false;
    return code !== "image-unassociated" || args.near !== undefined;
  }
}

/**
 * How many image sites that a relation of the service names were left alone: their place is never replaced, or not in this
 * profile.
 *
 * @param {{ ok: boolean, sites: Site[] }} resolution
 * @param {Uint8Array} manifest
 * @param {string} service
 */
export function leftAlone({ ok, sites }, manifest, service) {
  if (!ok) return 0;
  const left = sites.filter(({ outcome, value, elsewhere }) => outcome === "left-alone" && value !== null && elsewhere !== true);
  if (left.length === 0) return 0;
  /** @type {any} */
  const { services } = JSON.parse(new TextDecoder().decode(manifest));
  const { relations = {} } = services.find((/** @type {any} */ { serviceId }) => serviceId === service) ?? {};
  return left.filter(({ value }) => Object.hasOwn(relations, /** @type {string} */ (value))).length;
}
