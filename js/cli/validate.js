/** `validate`: what is wrong with templates. */

import { Findings } from "./findings.js";
import { SarifLog } from "./sarif.js";
import { forEachTemplate } from "./templates.js";
import { fileOptions, filesHelp, parse, severitiesHelp, word } from "./usage.js";

/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver validate [OPTIONS] FILE…: reports what is wrong with templates

A FILE may be a folder (its .yaml, .yml, .json, .tf and .template files are read), or \`-\` for standard input.

  --format F            human (the default), json, jsonl (one object a file) or sarif (SARIF 2.1.0)
${filesHelp}${severitiesHelp}`;

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, context) {
  const call = parse(args, fileOptions);
  const format = word("format", call.values.format, /** @type {const} */ (["human", "json", "jsonl", "sarif"]));
  const { out, style } = context;
  switch (format) {
    case "human": {
      /** @type {Findings | undefined} */
      let findings;
      const code = await forEachTemplate(call, {}, context, (catalogue) => {
        const all = (findings = new Findings(catalogue, style));
        return async ({ name, text, analysis: { diagnostics, dropped } }) => {
          all.count(diagnostics);
          await out.add(all.render(diagnostics, { template: { name, text } }, dropped));
        };
      });
      await out.write(findings?.summary() ?? "");
      return code;
    }
    case "sarif": {
      /** @type {SarifLog | undefined} */
      let log;
      const code = await forEachTemplate(call, {}, context, (catalogue) => {
        const all = (log = new SarifLog(catalogue));
        return async ({ name, text, analysis }) => all.add(analysis.diagnostics, { template: { name, text } });
      });
      await out.write(log?.toString() ?? "");
      return code;
    }
    default: {
      let separator = format === "json" ? "[\n" : "";
      const code = await forEachTemplate(call, {}, context, () => async ({ name, analysis: { ok, format: language, diagnostics, dropped } }) => {
        await out.add(`${separator}${JSON.stringify({ file: name, ok, format: language, diagnostics, dropped })}`);
        separator = format === "json" ? ",\n" : "\n";
      });
      if (format === "json") await out.write(separator === "[\n" ? "[]\n" : "\n]\n");
      else await out.write(separator);
      return code;
    }
  }
}
