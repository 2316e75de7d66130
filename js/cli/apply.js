/** `apply`: changes a manifest, in the ways that Compute Nest itself allows. */

import { catalogue } from "../diagnostics.js";
import { transition } from "../node.js";
import { input } from "./files.js";
import { Findings, plural } from "./findings.js";
import { writeWhole } from "./output.js";
import { SarifLog } from "./sarif.js";
import { parse, regionsHelp, Usage, word } from "./usage.js";

/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver apply CHANGE --manifest M [-o OUT] [OPTIONS]: changes a manifest

CHANGE is a file with one change, or a list of them that is made as a whole or not at all:

  {"change": "create-artifact", "artifactId": A, "name": …, "versionName": …, "source": {…}, "supportRegionIds": […]}
  {"change": "update-draft", "artifactId": A, …}
  {"change": "release", "artifactId": A}
  {"change": "mark-delivery", "artifactId": A, "version": V, "regionId": R, "status": "Available", "imageId": …}
  {"change": "open-draft", "artifactId": A, "versionName": …}
  {"change": "delete-version", "artifactId": A, "version": V}
  {"change": "delete-artifact", "artifactId": A}
  {"change": "create-service", "serviceId": S, "shareType": …, "templates": [{"name": …, "path": …}]}
  {"change": "relate", "serviceId": S, "literal": …, "artifactId": A, "version": V}
  {"change": "unrelate", "serviceId": S, "literal": …}
  {"change": "share", "serviceId": S, "accounts": [{"uid": …, "permission": "Deployable"}]}
  {"change": "unshare", "serviceId": S, "uids": […]}
  {"change": "set-share-type", "serviceId": S, "shareType": …}
  {"change": "rename-service", "serviceId": S, "name": …}
  {"change": "add-template", "serviceId": S, "name": …, "path": …, "allowedRegions": […]}
  {"change": "update-template", "serviceId": S, "template": …, "allowedRegions": […]}
  {"change": "remove-template", "serviceId": S, "template": …}
  {"change": "delete-service", "serviceId": S}
  {"change": "set-status", "serviceId": S, "status": …}

The changed manifest is printed on standard output. Only what changes is written, and as what stands beside it is written: the
layout, the order and everything else of M stay, so that a diff shows the change alone. When there is an error nothing is printed there, and no file is written;
what was found goes to standard error. CHANGE or M may be \`-\` for standard input.

  --manifest M          the manifest to change
  -o, --output OUT      write the changed manifest to OUT, which is replaced as a whole; it may be M itself
${regionsHelp}  --format F            how findings are written to standard error: human (the default), json or sarif
`;

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, { out, err, errStyle }) {
  const { values, positionals } = parse(args, {
    manifest: { type: "string" },
    output: { type: "string", short: "o" },
    format: { type: "string" },
    "known-region": { type: "string", multiple: true },
  });
  if (positionals.length !== 1) throw new Usage(`name one file with changes, not ${positionals.length}`);
  if (values.manifest === undefined) throw new Usage("`apply` needs `--manifest`");
  const [name] = positionals;
  if (name === "-" && values.manifest === "-") throw new Usage("standard input can be read only once");
  const format = word("format", values.format, /** @type {const} */ (["human", "json", "sarif"]));
  const known = await catalogue();

  const sources = {
    change: { name: input(name).name, text: await input(name).read() },
    manifest: { name: input(values.manifest).name, text: await input(values.manifest).read() },
  };
  const changed = transition(sources.manifest.text, sources.change.text, { regions: values["known-region"] });
  if (format === "json") await err.write(`${JSON.stringify({ file: sources.manifest.name, ...changed.toJSON() })}\n`);
  else if (format === "sarif") {
    const log = new SarifLog(known);
    log.add(changed.diagnostics, sources);
    await err.write(log.toString());
  } else {
    await err.write(new Findings(known, errStyle).render(changed.diagnostics, sources, changed.dropped));
  }
  if (changed.manifest === undefined) return 1;
  if (values.output === undefined) await out.write(changed.manifest);
  else {
    writeWhole(values.output, changed.manifest);
    if (format === "human") await err.write(`${values.output}: ${plural(changed.manifest.length, "byte")}\n`);
  }
  return 0;
}
