/** What the commands share about how they are called. */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { analyze } from "../node.js";

/** @import { Output, Style } from "./output.js" */
/** @import { Severity } from "../index.js" */

/**
 * @typedef {object} Context where a command prints
 * @property {Output} out
 * @property {Output} err
 * @property {Style} style of `out`
 * @property {Style} errStyle of `err`
 */

/** Wrong usage, or a file that cannot be opened: exit code 2. */
export class Usage extends Error {
  /**
   * @param {string} message
   * @param {{ hint?: boolean }} [options] whether `--help` would help
   */
  constructor(message, { hint = true } = {}) {
    super(message);
    this.hint = hint;
  }
}

/** What `--help` prints. */
export const overview = `ecs-image-resolver: finds the ECS image ids in ROS and Terraform templates, and puts a region's own in their place

  ecs-image-resolver analyze FILE…                   lists the image sites
  ecs-image-resolver validate FILE…                  reports what is wrong with them
  ecs-image-resolver resolve TEMPLATE --manifest M --service S --region R --account A
                                                     prints the template with the images of one region
  ecs-image-resolver import FILE… -o M               makes a manifest of what there is
  ecs-image-resolver export --manifest M --format F  writes tables of its images for ROS or Terraform
  ecs-image-resolver check --manifest M              checks a manifest with all of its services and templates
  ecs-image-resolver matrix --manifest M --service S shows which image each region gets, and who may deploy
  ecs-image-resolver list --manifest M               lists the artifacts, versions and services of a manifest
  ecs-image-resolver show service S --manifest M     says all about one: \`artifact A\`, \`version A V\` or \`service S\`
  ecs-image-resolver decide --manifest M --service S --account U
                                                     says whether an account may deploy, and why
  ecs-image-resolver audience --manifest M --artifact A
                                                     says whom an artifact is open to
  ecs-image-resolver apply CHANGE --manifest M       changes a manifest: create, release, relate, share …
  ecs-image-resolver distribute --manifest M         copies its images to every region, and shares them
  ecs-image-resolver sign MANIFEST --key K -o B      signs a manifest and its templates for the edge
  ecs-image-resolver verify B --trust T              says what a signed bundle is, and whether all of it is there
  ecs-image-resolver recover --root R --folder D     lets the edge of a folder start anew from a key set
  ecs-image-resolver replay RECEIPT --bundle B --template T
                                                     resolves once more, and says whether it comes out the same
  ecs-image-resolver explain CODE                    says what a finding means and what to do

A FILE may be a folder, or \`-\` for standard input. \`COMMAND --help\` says more.

Exit code: 0 without errors (a warning is no error, but see \`--strict\`), 1 when an error was found, 2 for wrong usage or a
file that cannot be opened, 3 when some regions are done and others are not. Colours are used on a terminal only, and never when NO_COLOR is set.
`;

/** The lines of a command's help that every command that reads templates has. */
export const filesHelp = `  --files-from LIST     also read the files named in LIST, one a line (\`-\`: standard input)
  --input-format F      take every file as ros-yaml, ros-json, terraform or terraform-json; else the content decides
`;

/** The line about regions. */
export const regionsHelp = `  --known-region R      R is a region, too, beside those that this release knows; may be given more than once
`;

/** The lines about severities. */
export const severitiesHelp = `  --error CODE          report CODE as an error    (each of the three may be given more than once)
  --warn CODE           report CODE as a warning
  --ignore CODE         do not report CODE
`;

/** The lines about shares and regions of every command that asks a manifest. */
export const sharingHelp = `  --sharing WORD        enforce (the default): it is an error where ECS has not confirmed an image for an account; audit: a
                        warning
${regionsHelp}`;

/** Options of every command that asks a manifest. @satisfies {import("node:util").ParseArgsConfig["options"]} */
export const sharingOptions = { sharing: { type: "string" }, "known-region": { type: "string", multiple: true } };

/**
 * What these options say, as a resolver takes it.
 *
 * @param {{ sharing?: string, "known-region"?: string[] }} values
 */
export function sharing(values) {
  const { "known-region": regions } = values;
  return { sharing: word("sharing", values.sharing, /** @type {const} */ (["enforce", "audit"])), ...(regions !== undefined && { regions }) };
}

/** @satisfies {import("node:util").ParseArgsConfig["options"]} */
const SEVERITIES = {
  error: { type: "string", multiple: true },
  warn: { type: "string", multiple: true },
  ignore: { type: "string", multiple: true },
};

/** Options of the commands that read many files. @satisfies {import("node:util").ParseArgsConfig["options"]} */
export const fileOptions = {
  "files-from": { type: "string" },
  "input-format": { type: "string" },
  format: { type: "string" },
  ...SEVERITIES,
};

/** Options of every command that judges something. */
export const severityOptions = SEVERITIES;

/**
 * @template {NonNullable<import("node:util").ParseArgsConfig["options"]>} O
 * @param {string[]} args
 * @param {O} options
 */
export function parse(args, options) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true, tokens: true });
  } catch (error) {
    throw new Usage(/** @type {Error} */ (error).message.split(". To specify")[0]);
  }
}

/**
 * The severities that were asked for; of two for one code the last wins. The core knows which of them can be changed.
 *
 * @param {{ kind: string, name?: string, value?: string | boolean }[]} tokens
 * @param {Record<string, unknown>} known the codes that there are
 */
export function severities(tokens, known) {
  /** @type {Record<string, Severity | "ignore">} */
  const names = { error: "error", warn: "warning", ignore: "ignore" };
  /** @type {Record<string, Severity | "ignore">} */
  const asked = {};
  for (const { kind, name, value } of tokens) {
    if (kind !== "option" || name === undefined || typeof value !== "string" || !Object.hasOwn(names, name)) continue;
    if (!Object.hasOwn(known, value)) throw unknownCode(value, known);
    asked[value] = names[name];
  }
  try {
    analyze("", { severities: asked });
  } catch (error) {
    if (error instanceof TypeError) throw new Usage(error.message, { hint: false });
    throw error;
  }
  return asked;
}

/**
 * @param {string} code
 * @param {Record<string, unknown>} known
 */
export function unknownCode(code, known) {
  const near = nearest(code, Object.keys(known));
  return new Usage(`there is no code \`${code}\`${near === undefined ? "" : `: did you mean \`${near}\`?`}`, { hint: false });
}

/**
 * The value of an option that takes one of a few words.
 *
 * @template {string} T
 * @param {string} option
 * @param {string | undefined} value
 * @param {readonly T[]} words the first is the default
 * @returns {T}
 */
export function word(option, value, words) {
  if (value === undefined) return words[0];
  const found = words.find((one) => one === value);
  if (found === undefined) throw new Usage(`\`--${option}\` takes ${words.join(", ")}, not \`${value}\``);
  return found;
}

/** @param {string | undefined} value */
export function inputFormat(value) {
  if (value === undefined) return undefined;
  return word("input-format", value, /** @type {const} */ (["ros-yaml", "ros-json", "terraform", "terraform-json"]));
}

/** The package's version. @returns {string} */
export function version() {
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
}

/**
 * The word that is at most a third of its letters away.
 *
 * @param {string} word
 * @param {string[]} words
 */
export function nearest(word, words) {
  const [best] = words.map((other) => ({ other, far: distance(word, other) })).sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.max(2, word.length / 3) ? best.other : undefined;
}

/**
 * Levenshtein's.
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
