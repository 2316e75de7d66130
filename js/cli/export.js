/** `export`: a manifest again, or a table of its images. Standard output has the text, or nothing. */

import { catalogue } from "../diagnostics.js";
import { exportManifest } from "../node.js";
import { input } from "./files.js";
import { Findings } from "./findings.js";
import { writeWhole } from "./output.js";
import { parse, severities, severitiesHelp, severityOptions, Usage, word } from "./usage.js";

/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver export --manifest M --format F [--service S | --artifact A [--version V]] [OPTIONS]: writes
a manifest's images for templates that look them up themselves

  --manifest M          the manifest, or \`-\` for standard input
  --format F            ros-mappings: a \`Mappings\` section of ROS, in YAML
                        hcl-locals: a \`locals\` block of Terraform
                        manifest: the manifest again, in its one order
  --service S           the images behind all relations of a service, each by its literal
  --artifact A          the images of one artifact
  --version V           its version: draft or a number; else the newest that serves
  --table NAME          what the table is called; else Images, or images in HCL
  -o, --output OUT      write to OUT, which is replaced as a whole
${severitiesHelp}`;

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, { out, err, errStyle }) {
  const { values, positionals, tokens } = parse(args, {
    manifest: { type: "string" },
    format: { type: "string" },
    service: { type: "string" },
    artifact: { type: "string" },
    version: { type: "string" },
    table: { type: "string" },
    output: { type: "string", short: "o" },
    ...severityOptions,
  });
  if (positionals.length > 0) throw new Usage(`\`export\` takes its manifest as \`--manifest\`, not \`${positionals[0]}\``);
  if (values.manifest === undefined) throw new Usage("`export` needs `--manifest`");
  if (values.format === undefined) throw new Usage("`export` needs `--format`");
  const format = word("format", values.format, /** @type {const} */ (["manifest", "ros-mappings", "hcl-locals"]));
  const known = await catalogue();
  const manifest = { name: input(values.manifest).name, text: await input(values.manifest).read() };
  const { service, artifact, version, table } = values;
  const result = exported(manifest.text, { format, service, artifact, version, table, severities: severities(tokens, known.codes) });

  await err.write(new Findings(known, errStyle).render(result.diagnostics, { manifest }, result.dropped));
  if (result.text === undefined) return 1;
  if (values.output === undefined) await out.write(result.text);
  else writeWhole(values.output, Buffer.from(result.text));
  return 0;
}

/** @param {Parameters<typeof exportManifest>} args */
function exported(...args) {
  try {
    return exportManifest(...args);
  } catch (error) {
    if (error instanceof TypeError) throw new Usage(error.message);
    throw error;
  }
}
