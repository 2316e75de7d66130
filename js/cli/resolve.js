/** `resolve`: one template with the images of one region. Standard output has the template or its diff, or nothing. */

import { catalogue } from "../diagnostics.js";
import { Resolver } from "../node.js";
import { unifiedDiff } from "./diff.js";
import { input } from "./files.js";
import { Findings, plural } from "./findings.js";
import { writeWhole } from "./output.js";
import { SarifLog } from "./sarif.js";
import { inputFormat, parse, severities, severitiesHelp, severityOptions, Usage, word } from "./usage.js";

/** @import { Catalogue, RenderOptions } from "../diagnostics.js" */
/** @import { Resolution } from "../index.js" */
/** @import { Style } from "./output.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver resolve TEMPLATE --manifest M --service S --region R --account A [OPTIONS]: prints the
template with the images of one region, byte for byte

TEMPLATE and M are files; one of them may be \`-\` for standard input. When there is an error nothing is printed on
standard output, and no file is written; what was found goes to standard error.

  --manifest M          the manifest that holds the service
  --service S           the service's id
  --region R            the region to deploy in
  --account A           the id of the account that deploys
  --template NAME       the service's template by name; its allowed regions are then enforced
  -o, --output OUT      write the template to OUT, which is replaced as a whole
  --diff                print a unified diff instead of the template
  --profile P           extended (the default); documented leaves sites alone that the brief does not name
  --format F            how findings are written to standard error: human (the default), json or sarif
  --input-format F      take the template as ros-yaml, ros-json, terraform or terraform-json; else the content decides
${severitiesHelp}`;

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, { out, err, errStyle }) {
  const { values, positionals, tokens } = parse(args, {
    manifest: { type: "string" },
    service: { type: "string" },
    region: { type: "string" },
    account: { type: "string" },
    template: { type: "string" },
    output: { type: "string", short: "o" },
    diff: { type: "boolean" },
    profile: { type: "string" },
    format: { type: "string" },
    "input-format": { type: "string" },
    ...severityOptions,
  });
  if (positionals.length !== 1) throw new Usage(`name one template, not ${positionals.length}`);
  const [name] = positionals;
  const manifest = needed("manifest", values.manifest);
  const request = {
    service: needed("service", values.service),
    region: needed("region", values.region),
    account: needed("account", values.account),
    template: values.template,
  };
  if (name === "-" && manifest === "-") throw new Usage("standard input can be read only once");
  const format = word("format", values.format, /** @type {const} */ (["human", "json", "sarif"]));
  const profile = word("profile", values.profile, /** @type {const} */ (["extended", "documented"]));
  const inputOptions = { format: inputFormat(values["input-format"]), filename: name === "-" ? undefined : name };
  const known = await catalogue();

  const source = await input(name).read();
  const sources = {
    template: { name: input(name).name, text: source },
    manifest: { name: input(manifest).name, text: await input(manifest).read() },
  };
  const resolver = new Resolver(sources.manifest.text, { profile, severities: severities(tokens, known.codes) });
  const resolution = resolver.resolve(source, request, inputOptions);

  await err.write(report(format, resolution, sources, known, errStyle));
  if (resolution.template === undefined) return 1;
  if (values.output !== undefined) {
    writeWhole(values.output, resolution.template);
    if (format === "human") await err.write(`${values.output}: ${plural(resolution.edits.length, "edit")} for ${request.region}\n`);
  }
  if (values.diff) await out.write(unifiedDiff(name, source, resolution.template, resolution.edits));
  else if (values.output === undefined) await out.write(resolution.template);
  return 0;
}

/** @param {string} option @param {string | undefined} value */
function needed(option, value) {
  if (value === undefined) throw new Usage(`\`resolve\` needs \`--${option}\``);
  return value;
}

/**
 * @param {"human" | "json" | "sarif"} format
 * @param {Resolution<Uint8Array>} resolution
 * @param {Required<Pick<RenderOptions["sources"], "template" | "manifest">>} sources
 * @param {Catalogue} known
 * @param {Style} style
 */
function report(format, resolution, sources, known, style) {
  if (format === "json") return `${JSON.stringify({ file: sources.template.name, ...resolution.toJSON() })}\n`;
  if (format === "sarif") {
    const log = new SarifLog(known);
    log.add(resolution.diagnostics, sources);
    return log.toString();
  }
  const findings = new Findings(known, style);
  findings.count(resolution.diagnostics);
  const last = resolution.ok ? "" : `${sources.template.name}: not resolved: ${findings.total()}\n`;
  return findings.render(resolution.diagnostics, sources, resolution.dropped) + last;
}
