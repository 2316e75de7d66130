/** `resolve`: one template with the images of one region. Standard output has the template or its diff, or nothing. */

import { catalogue } from "../diagnostics.js";
import { Resolver } from "../node.js";
import { unifiedDiff } from "./diff.js";
import { input } from "./files.js";
import { Findings, plural } from "./findings.js";
import { writeWhole } from "./output.js";
import { allRegions } from "./regions.js";
import { SarifLog } from "./sarif.js";
import { leftAlone, Strictness, strictHelp, strictOptions } from "./strict.js";
import { inputFormat, parse, severities, severitiesHelp, severityOptions, sharing, sharingHelp, sharingOptions, Usage, word } from "./usage.js";

/** @import { Catalogue, RenderOptions } from "../diagnostics.js" */
/** @import { Resolution, Site } from "../index.js" */
/** @import { Style } from "./output.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver resolve TEMPLATE --manifest M --service S --region R --account A [OPTIONS]: prints the
template with the images of one region, byte for byte
ecs-image-resolver resolve TEMPLATE --manifest M --service S --all-regions --account A -o DIR [OPTIONS]: writes a file for
each region that has the images

TEMPLATE and M are files; one of them may be \`-\` for standard input. When there is an error nothing is printed on
standard output, and no file is written; what was found goes to standard error.

  --manifest M          the manifest that holds the service
  --service S           the service's id
  --region R            the region to deploy in; or
  --all-regions         each region that the template allows, else each that has images: \`--output\` is a folder then, and a
                        file in it is called REGION with the ending of TEMPLATE. What each region got, or why it got nothing,
                        goes to standard output. Exit code: 0 when each of them has its file, 3 when some have, 1 when none has
  --account A           the id of the account that deploys
  --template NAME       the service's template by name; its allowed regions are then enforced
  -o, --output OUT      write the template to OUT, which is replaced as a whole
  --diff                print a unified diff instead of the template
  --profile P           extended (the default); documented leaves sites alone that the brief does not name
${sharingHelp}  --format F            how findings are written to standard error: human (the default), json or sarif
  --input-format F      take the template as ros-yaml, ros-json, terraform or terraform-json; else the content decides
${strictHelp}${severitiesHelp}`;

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, context) {
  const { out, err, errStyle } = context;
  const { values, positionals, tokens } = parse(args, {
    manifest: { type: "string" },
    service: { type: "string" },
    region: { type: "string" },
    "all-regions": { type: "boolean" },
    account: { type: "string" },
    template: { type: "string" },
    output: { type: "string", short: "o" },
    diff: { type: "boolean" },
    profile: { type: "string" },
    ...sharingOptions,
    format: { type: "string" },
    "input-format": { type: "string" },
    ...strictOptions,
    ...severityOptions,
  });
  if (positionals.length !== 1) throw new Usage(`name one template, not ${positionals.length}`);
  const [name] = positionals;
  const manifest = needed("manifest", values.manifest);
  const everywhere = values["all-regions"] === true;
  if (everywhere && values.region !== undefined) throw new Usage("`--region` and `--all-regions` do not go together");
  const request = {
    service: needed("service", values.service),
    region: everywhere ? "" : needed("region", values.region),
    account: needed("account", values.account),
    template: values.template,
  };
  if (everywhere && values.output === undefined) throw new Usage("`--all-regions` needs a folder: `--output DIR`");
  if (everywhere && values.diff) throw new Usage("`--diff` goes with one region");
  if (name === "-" && manifest === "-") throw new Usage("standard input can be read only once");
  const format = word("format", values.format, /** @type {const} */ (["human", "json", "sarif"]));
  if (everywhere && format === "sarif") throw new Usage("`--format sarif` goes with one region");
  const profile = word("profile", values.profile, /** @type {const} */ (["extended", "documented"]));
  const inputOptions = { format: inputFormat(values["input-format"]), filename: name === "-" ? undefined : name };
  const known = await catalogue();

  const source = await input(name).read();
  const sources = {
    template: { name: input(name).name, text: source },
    manifest: { name: input(manifest).name, text: await input(manifest).read() },
  };
  const asked = severities(tokens, known.codes);
  const strictness = new Strictness(values, asked);
  const resolver = new Resolver(sources.manifest.text, { profile, ...sharing(values), severities: asked });
  if (everywhere && format !== "sarif") {
    const { region, ...rest } = request;
    return await allRegions({ resolver, sources, request: rest, options: inputOptions, folder: values.output ?? ".", format, strictness: () => new Strictness(values, asked), known }, context);
  }
  const resolution = resolver.resolve(source, request, inputOptions);
  const judged = strictness.judge(resolution.toJSON(), leftAlone(resolution, sources.manifest.text, request.service));
  const failed = resolution.template === undefined || strictness.failed;

  await err.write(report(format, { ...judged, ok: !failed, why: strictness.exceeded }, sources, known, errStyle));
  if (failed || resolution.template === undefined) return 1;
  if (values.output !== undefined) {
    writeWhole(values.output, resolution.template);
    if (format === "human") await err.write(`${values.output}: ${plural(resolution.edits.length, "edit")} for ${request.region}\n`);
  }
  if (values.diff) await out.write(unifiedDiff(name, source, resolution.template, resolution.edits));
  else if (values.output === undefined) await out.write(resolution.template);
  return 0;
}

/** @typedef {ReturnType<Resolution["toJSON"]> & { strict: string[], why: string }} Outcome of one region */

/** @param {string} option @param {string | undefined} value */
function needed(option, value) {
  if (value === undefined) throw new Usage(`\`resolve\` needs \`--${option}\``);
  return value;
}

/**
 * @param {"human" | "json" | "sarif"} format
 * @param {Outcome} outcome
 * @param {Required<Pick<RenderOptions["sources"], "template" | "manifest">>} sources
 * @param {Catalogue} known
 * @param {Style} style
 */
function report(format, { why, ...outcome }, sources, known, style) {
  if (format === "json") return `${JSON.stringify({ file: sources.template.name, ...outcome, ...(!outcome.ok && { sites: outcome.sites.map(kept), edits: [] }), ...(why !== "" && { reason: why }) })}\n`;
  if (format === "sarif") {
    const log = new SarifLog(known);
    log.add(outcome.diagnostics, sources);
    log.exit(outcome.ok ? 0 : 1, why);
    return log.toString();
  }
  const findings = new Findings(known, style);
  findings.count(outcome.diagnostics);
  const last = outcome.ok ? "" : `${sources.template.name}: not resolved: ${why === "" ? findings.total() : why}\n`;
  return findings.render(outcome.diagnostics, sources, outcome.dropped) + last;
}

/** A site of a template that is not resolved. @param {Site} site @returns {Site} */
function kept({ replacement, ...site }) {
  return replacement === undefined ? site : { ...site, outcome: "blocked" };
}
