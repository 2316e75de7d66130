/** `import`: one manifest of what people have. Standard output has the manifest, or nothing. */

import { dirname, isAbsolute, relative } from "node:path";

import { catalogue } from "../diagnostics.js";
import { importManifest } from "../node.js";
import { input } from "./files.js";
import { Findings, plural } from "./findings.js";
import { writeWhole } from "./output.js";
import { SarifLog } from "./sarif.js";
import { parse, severities, severitiesHelp, severityOptions, Usage, word } from "./usage.js";

/** @import { ImportKind } from "../index.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver import FILE… [-o MANIFEST] [OPTIONS]: makes a manifest of what there is

A FILE, or \`-\` for standard input, is one of these, in YAML or JSON. Its content says which.

  computenest                   config.yaml of Compute Nest's command line tool
  get-artifact, list-artifacts, list-artifact-versions, get-service, list-services,
  list-service-shared-accounts  answers of the supplier API, also inside of a \`body\`
  describe-images               an answer of ECS, for the region that it or its name says: images.cn-beijing.json
  ros-mappings                  a template with \`Mappings\` of regions and images, in either order
  packer                        Packer's manifest, or the text of an \`artifact_id\`

Nothing is made up: what no file says is reported and left out. An id that no file says is the file's name, \`#\`, and its
keys, such as \`config.yaml#Artifact.Web\`; name a file the same way each time. When there is an error no manifest is printed,
and no file is written.

  -o, --output MANIFEST  write the manifest to MANIFEST, which is replaced as a whole
  --merge EXISTING       start from this manifest; what the files say differently is changed, the rest stays
  --provider UID         the account id of the provider
  --bind KEY=ID          the id of what goes by KEY                          (may be given more than once)
  --status WORD          the status of versions whose files have none: ros-mappings, packer, describe-images
  --service-status WORD  the status of services whose files have none, such as Online: computenest
  --kind FILE=KIND       take FILE as one of the kinds above                 (may be given more than once)
  --region FILE=REGION   the region of the images of FILE                    (may be given more than once)
  --service FILE=ID      the service of the accounts of FILE                 (may be given more than once)
  --explain              say on standard error where each value comes from
  --format F             how findings are written to standard error: human (the default), json or sarif
${severitiesHelp}`;

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, { out, err, errStyle }) {
  const several = /** @type {const} */ ({ type: "string", multiple: true });
  const { values, positionals, tokens } = parse(args, {
    output: { type: "string", short: "o" },
    merge: { type: "string" },
    provider: { type: "string" },
    status: { type: "string" },
    "service-status": { type: "string" },
    bind: several,
    kind: several,
    region: several,
    service: several,
    explain: { type: "boolean" },
    format: { type: "string" },
    ...severityOptions,
  });
  if (positionals.length === 0) throw new Usage("name at least one file to import");
  const names = [...(values.merge === undefined ? [] : [values.merge]), ...positionals];
  if (names.filter((name) => name === "-").length > 1) throw new Usage("standard input can be read only once");
  const format = word("format", values.format, /** @type {const} */ (["human", "json", "sarif"]));
  const told = { kind: about("kind", values.kind, positionals), region: about("region", values.region, positionals), service: about("service", values.service, positionals) };
  const bind = Object.fromEntries((values.bind ?? []).map((pair) => split("bind", pair)));
  const known = await catalogue();

  const files = [];
  for (const [at, name] of names.entries()) {
    const file = input(name);
    const merged = at === 0 && values.merge !== undefined;
    files.push({
      name: name === "-" ? file.name : named(name),
      text: await file.read(),
      kind: /** @type {ImportKind | undefined} */ (merged ? "manifest" : told.kind.get(name)),
      region: told.region.get(name),
      service: told.service.get(name),
    });
  }
  const result = imported(files, {
    provider: values.provider,
    status: values.status,
    serviceStatus: values["service-status"],
    folder: values.output === undefined ? "" : named(dirname(values.output)),
    root: process.cwd().replaceAll("\\", "/"),
    bind,
    explain: values.explain === true,
    severities: severities(tokens, known.codes),
  });

  const sources = { files };
  if (format === "json") {
    await err.write(`${JSON.stringify(result.toJSON())}\n`);
  } else if (format === "sarif") {
    const log = new SarifLog(known);
    log.add(result.diagnostics, sources);
    await err.write(log.toString());
  } else {
    const findings = new Findings(known, errStyle);
    await err.write(findings.render(result.diagnostics, sources, result.dropped));
    for (const { fact, file, line, column, pointer } of result.facts) {
      await err.add(`${fact}  ${file}${line === undefined ? "" : `:${line}:${column}`}${pointer ? ` (${pointer})` : ""}\n`);
    }
    await err.flush();
  }
  if (result.manifest === undefined) return 1;
  if (values.output === undefined) {
    await out.write(result.manifest);
    return 0;
  }
  writeWhole(values.output, Buffer.from(result.manifest));
  if (format === "human") {
    const { artifacts = [], services = [] } = JSON.parse(result.manifest);
    await err.write(`${values.output}: ${plural(artifacts.length, "artifact")}, ${plural(services.length, "service")}\n`);
  }
  return 0;
}

/**
 * The core's word on options is a `TypeError`: wrong usage, here.
 *
 * @param {Parameters<typeof importManifest>} args
 */
function imported(...args) {
  try {
    return importManifest(...args);
  } catch (error) {
    if (error instanceof TypeError) throw new Usage(error.message);
    throw error;
  }
}

/** A path from the working folder, with `/`: the same wherever that folder is. @param {string} path */
function named(path) {
  const way = isAbsolute(path) ? relative(process.cwd(), path) : path;
  const name = (way.startsWith("..") && isAbsolute(path) ? path : way).replaceAll("\\", "/");
  return name.replace(/^(?:\.\/+)+/, "").replace(/^\.$/, "");
}

/**
 * What is said of files by name.
 *
 * @param {string} option
 * @param {string[] | undefined} values
 * @param {string[]} files
 */
function about(option, values, files) {
  const pairs = new Map((values ?? []).map((pair) => split(option, pair)));
  const stranger = [...pairs.keys()].find((name) => !files.includes(name));
  if (stranger !== undefined) throw new Usage(`\`--${option}\` is about \`${stranger}\`, which is not among the files`);
  return pairs;
}

/** `A=B`: the last `=` counts, for names of files may have some. @param {string} option @param {string} pair @returns {[string, string]} */
function split(option, pair) {
  const at = pair.lastIndexOf("=");
  if (at <= 0 || at === pair.length - 1) throw new Usage(`\`--${option}\` takes two words with \`=\` between them, not \`${pair}\``);
  return [pair.slice(0, at), pair.slice(at + 1)];
}
