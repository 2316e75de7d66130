/** `analyze`: where resources take images. */

import { printable } from "../excerpt.js";
import { Findings } from "./findings.js";
import { forEachTemplate } from "./templates.js";
import { fileOptions, filesHelp, parse, severitiesHelp, word } from "./usage.js";

/** @import { Diagnostic, Site } from "../index.js" */
/** @import { Template } from "./templates.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver analyze [OPTIONS] FILE…: lists the image sites of templates, and what is wrong with them

A FILE may be a folder (its .yaml, .yml, .json, .tf and .template files are read), or \`-\` for standard input.

  --format F            human (the default); json: one array with all there is to know of each file; jsonl: one object
                        a file, with offsets in bytes of the file
  --any-type            also list \`ImageId\` of every ROS type and \`image_id\` of every \`alicloud_*\` resource
${filesHelp}${severitiesHelp}`;

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, context) {
  const call = parse(args, { ...fileOptions, "any-type": { type: "boolean" } });
  const format = word("format", call.values.format, /** @type {const} */ (["human", "json", "jsonl"]));
  const options = { anyType: call.values["any-type"] === true };
  const { out, style } = context;

  if (format === "human") {
    /** @type {Findings | undefined} */
    let findings;
    const code = await forEachTemplate(call, options, context, (catalogue) => {
      const all = (findings = new Findings(catalogue, style));
      return async ({ name, text, analysis: { format, sites, diagnostics, dropped } }) => {
        all.count(diagnostics);
        const listed = `${printable(name)}: ${format ?? "unknown format"}, ${sites.length} image site${sites.length === 1 ? "" : "s"}\n`;
        await out.add(`${listed}${table(sites)}\n${all.render(diagnostics, { template: { name, text } }, dropped)}`);
      };
    });
    await out.write(findings?.summary() ?? "");
    return code;
  }

  let separator = "[\n";
  const code = await forEachTemplate(call, options, context, () => async (template) => {
    if (format === "jsonl") return out.add(`${JSON.stringify(row(template))}\n`);
    await out.add(`${separator}${JSON.stringify({ file: template.name, ...template.analysis.toJSON() })}`);
    separator = ",\n";
  });
  await out.write(format === "jsonl" ? "" : separator === "[\n" ? "[]\n" : "\n]\n");
  return code;
}

/**
 * One line of `jsonl`. Its fields are fixed: other programs read them.
 *
 * @param {Template} template
 */
function row({ name, analysis: { format, sites, diagnostics } }) {
  return { file: name, format, sites: sites.map(siteRow), diagnostics: diagnostics.map(diagnosticRow) };
}

/** @param {Site} site */
function siteRow({ resource, type, path, tier, valueKind, value, start, end, innerStart, innerEnd, workspace }) {
  // What is `undefined` is left out of the JSON.
  return { resource, type, path, tier, valueKind, value, start, end, innerStart, innerEnd, workspace };
}

/** @param {Diagnostic} diagnostic */
function diagnosticRow({ code, severity, message, start, end }) {
  return { code, severity, message, start, end };
}

/** @param {Site[]} sites */
function table(sites) {
  const rows = sites.map(({ line, column, resource, type, path, valueKind, value, tier }) => {
    const shown = value === null ? valueKind : JSON.stringify(value);
    const notes = [valueKind === "literal" || value === null ? "" : valueKind, tier === "documented" ? "" : tier].filter(Boolean);
    return [`${line}:${column}`, resource, type, path.join("."), notes.length > 0 ? `${shown} (${notes.join(", ")})` : shown].map(printable);
  });
  const widths = [0, 1, 2, 3].map((n) => Math.max(0, ...rows.map((cells) => cells[n].length)));
  return rows.map((cells) => `  ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join("  ").trimEnd()}\n`).join("");
}
