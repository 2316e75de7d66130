/** `validate`: what is wrong with templates. */

import { Findings } from "./findings.js";
import { SarifLog } from "./sarif.js";
import { Strictness, strictHelp, strictOptions } from "./strict.js";
import { forEachTemplate } from "./templates.js";
import { fileOptions, filesHelp, parse, severitiesHelp, word } from "./usage.js";

/** @import { Catalogue } from "../diagnostics.js" */
/** @import { Format } from "../index.js" */
/** @import { Style } from "./output.js" */
/** @import { Judged } from "./strict.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver validate [OPTIONS] FILE…: reports what is wrong with templates

A FILE may be a folder (its .yaml, .yml, .json, .tf and .template files are read), or \`-\` for standard input.

  --format F            human (the default), json, jsonl (one object a file) or sarif (SARIF 2.1.0)
${strictHelp}${filesHelp}${severitiesHelp}`;

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, context) {
  const call = parse(args, { ...fileOptions, ...strictOptions });
  const format = word("format", call.values.format, /** @type {const} */ (["human", "json", "jsonl", "sarif"]));
  const { out, err, style } = context;
  /** @type {Writer | undefined} */
  let writer;
  /** @type {Strictness | undefined} */
  let strictness;
  const code = await forEachTemplate(call, {}, context, (catalogue, severities) => {
    const judging = (strictness = new Strictness(call.values, severities));
    const { add } = (writer = WRITERS[format](catalogue, style, format));
    return async ({ name, text, analysis: { ok, format: language, diagnostics, dropped } }) => {
      const judged = judging.judge({ ok, diagnostics, dropped });
      await out.add(add({ name, text }, language, judged));
      return judged.ok;
    };
  });
  const exceeded = strictness?.exceeded ?? "";
  const exit = Math.max(code, exceeded === "" ? 0 : 1);
  await out.write(writer?.end(exit, exceeded) ?? "");
  if (exceeded !== "") await err.write(`ecs-image-resolver: ${exceeded}\n`);
  return exit;
}

/**
 * @typedef {object} Writer
 * @property {(file: { name: string, text: Uint8Array }, language: Format | null, judged: Judged) => string} add
 * @property {(exit: number, why: string) => string} end
 */

/** @type {Record<"human" | "json" | "jsonl" | "sarif", (catalogue: Catalogue, style: Style, format: string) => Writer>} */
const WRITERS = { human: people, json: objects, jsonl: objects, sarif };

/** @param {Catalogue} catalogue @param {Style} style @returns {Writer} */
function people(catalogue, style) {
  const findings = new Findings(catalogue, style);
  return {
    add(template, _, { diagnostics, dropped }) {
      findings.count(diagnostics);
      return findings.render(diagnostics, { template }, dropped);
    },
    end: () => findings.summary(),
  };
}

/** @param {Catalogue} catalogue @returns {Writer} */
function sarif(catalogue) {
  const log = new SarifLog(catalogue);
  return {
    add(template, _, { diagnostics }) {
      log.add(diagnostics, { template });
      return "";
    },
    end(exit, why) {
      log.exit(exit, why);
      return log.toString();
    },
  };
}

/** @param {Catalogue} _catalogue @param {Style} _style @param {string} format @returns {Writer} */
function objects(_catalogue, _style, format) {
  const [start, between, none, end] = format === "json" ? ["[\n", ",\n", "[]\n", "\n]\n"] : ["", "\n", "", "\n"];
  let count = 0;
  return {
    add: ({ name }, language, { ok, diagnostics, dropped, strict }) => `${count++ === 0 ? start : between}${JSON.stringify({ file: name, ok, format: language, diagnostics, dropped, strict })}`,
    end: () => (count === 0 ? none : end),
  };
}
