/** Reading and analysing every template that a command was given, one after the other. */

import { catalogue } from "../diagnostics.js";
import { analyze } from "../node.js";
import { inputsOf } from "./files.js";
import { Progress } from "./output.js";
import { inputFormat, severities, Usage } from "./usage.js";

/** @import { Catalogue } from "../diagnostics.js" */
/** @import { Analysis, AnalyzeOptions } from "../index.js" */
/** @import { Context, fileOptions } from "./usage.js" */

/** @typedef {{ name: string, text: Uint8Array, analysis: Analysis }} Template */
/** @typedef {{ [K in Exclude<keyof typeof fileOptions, "error" | "warn" | "ignore">]?: string }} Values */

/** From so many files on it is worth saying how far it is. */
const MANY = 50;

/**
 * @param {{ values: Values, positionals: string[], tokens: any[] }} call
 * @param {AnalyzeOptions} options
 * @param {Context} context
 * @param {(catalogue: Catalogue, severities: Record<string, string>) => (template: Template) => Promise<boolean | void>} each what is
 *   done with each template; `false` where it fails although it has no error
 * @returns {Promise<number>} the exit code
 */
export async function forEachTemplate({ values, positionals, tokens }, options, { err }, each) {
  const known = await catalogue();
  const asked = severities(tokens, known.codes);
  const settings = { ...options, severities: asked, format: inputFormat(values["input-format"]) };
  const { inputs, missing } = await inputsOf(positionals, values["files-from"]);
  const progress = new Progress(err, inputs.length < MANY ? 0 : inputs.length);
  const visit = each(known, asked);
  let code = 0;
  for (const [done, { name, read }] of inputs.entries()) {
    if (inputs.length >= MANY) await progress.step(done, name);
    const text = await readOr(read, (message) => missing.push(message));
    if (text === undefined) continue;
    const analysis = analyze(text, { ...settings, filename: name });
    const passed = await visit({ name, text, analysis });
    if (!analysis.ok || passed === false) code = 1;
  }
  await progress.end();
  for (const message of missing) await err.write(`ecs-image-resolver: ${message}\n`);
  return missing.length > 0 ? 2 : code;
}

/**
 * @param {() => Promise<Uint8Array>} read
 * @param {(message: string) => void} failed
 */
async function readOr(read, failed) {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    failed(error.message);
    return undefined;
  }
}
