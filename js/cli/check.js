/** `check`: what will happen to a manifest with all of its templates. */

import { realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

import { catalogue } from "../diagnostics.js";
import { Resolver } from "../node.js";
import { input } from "./files.js";
import { Findings } from "./findings.js";
import { reason } from "./output.js";
import { SarifLog } from "./sarif.js";
import { Strictness, strictHelp, strictOptions } from "./strict.js";
import { parse, severities, severitiesHelp, severityOptions, sharing, sharingHelp, sharingOptions, Usage, word } from "./usage.js";

/** @import { RenderOptions } from "../diagnostics.js" */
/** @import { Check, Diagnostic } from "../index.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver check --manifest M [OPTIONS]: checks a manifest with all of its services and templates

Reports regions that a template allows and an image does not reach, relations that no template uses, images that no relation
names, images that cannot be replaced, and versions that are not there yet; the last line says what \`--strict\` would fail for. The templates are the files that the manifest's
\`path\`s name, relative to the manifest. A file outside of the manifest's folder is read only if \`--template\` names it.

  --manifest M          the manifest (\`-\`: standard input; paths are then relative to the working folder)
  --previous OLD        the manifest that was in use before: reports images that change, for an update of a running stack
                        replaces the system disk where its image is another one
  --template S/NAME=FILE  take FILE as the text of template NAME of service S    (may be given more than once)
  --profile P           extended (the default); documented leaves sites alone that the brief does not name
${sharingHelp}  --format F            human (the default), json, jsonl (one object a file, the manifest first) or sarif (SARIF 2.1.0)
${strictHelp}${severitiesHelp}`;

/** @typedef {NonNullable<RenderOptions["sources"]["template"]>} File */

/**
 * @typedef {object} Part what was found in one file
 * @property {RenderOptions["sources"]} sources
 * @property {{ service: string, template: string } | undefined} named
 * @property {boolean} ok
 * @property {Diagnostic[]} diagnostics
 * @property {number} dropped
 */

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, { out, err, style }) {
  const { values, positionals, tokens } = parse(args, {
    manifest: { type: "string" },
    previous: { type: "string" },
    template: { type: "string", multiple: true },
    profile: { type: "string" },
    ...sharingOptions,
    format: { type: "string" },
    ...strictOptions,
    ...severityOptions,
  });
  if (positionals.length > 0) throw new Usage(`\`check\` takes templates as \`--template SERVICE/NAME=FILE\`, not \`${positionals[0]}\``);
  if (values.manifest === undefined) throw new Usage("`check` needs `--manifest`");
  const named = (values.template ?? []).map(split);
  const inputs = [values.manifest, values.previous, ...named.map(([, name]) => name)];
  if (inputs.filter((name) => name === "-").length > 1) throw new Usage("standard input can be read only once");
  const format = word("format", values.format, /** @type {const} */ (["human", "json", "jsonl", "sarif"]));
  const profile = word("profile", values.profile, /** @type {const} */ (["extended", "documented"]));
  const known = await catalogue();
  const options = { profile, ...sharing(values), severities: severities(tokens, known.codes) };
  const strictness = new Strictness(values, options.severities);

  const manifest = await read(values.manifest);
  const previous = values.previous === undefined ? undefined : (await read(values.previous)).text;
  /** @type {Map<string, File>} */
  const files = new Map();
  for (const [key, name] of named) files.set(key, await read(name));
  /** @type {string[]} */
  const missing = [];
  for (const [key, path] of paths(manifest.text)) {
    if (files.has(key)) continue;
    try {
      files.set(key, await read(inside(path, values.manifest)));
    } catch (error) {
      if (!(error instanceof Usage)) throw error;
      missing.push(`${key}: ${error.message}`);
    }
  }
  const resolver = new Resolver(manifest.text, options);
  const check = resolver.check({ templates: Object.fromEntries([...files].map(([key, { text }]) => [key, text])), previous });

  const parts = partsOf(check, manifest, files).map((part) => strictness.judge(part));
  const { failed, exceeded, hint } = strictness;
  const exit = missing.length > 0 ? 2 : failed || !check.ok ? 1 : 0;
  if (format === "human") {
    const findings = new Findings(known, style);
    for (const { diagnostics, sources, dropped } of parts) {
      findings.count(diagnostics);
      await out.add(findings.render(diagnostics, sources, dropped));
    }
    await out.write(findings.summary() + hint);
  } else if (format === "sarif") {
    const log = new SarifLog(known);
    for (const { diagnostics, sources } of parts) log.add(diagnostics, sources);
    log.exit(exit, exceeded);
    await out.write(log.toString());
  } else {
    const rows = parts.map(({ sources: { template, manifest }, named, ok, diagnostics, dropped, strict }) => {
      return JSON.stringify({ file: (template ?? manifest)?.name, ...named, ok, diagnostics, dropped, strict });
    });
    await out.write(format === "jsonl" ? `${rows.join("\n")}\n` : `[\n${rows.join(",\n")}\n]\n`);
  }
  for (const message of missing) await err.write(`ecs-image-resolver: ${message}\n`);
  if (exceeded !== "") await err.write(`ecs-image-resolver: ${exceeded}\n`);
  return exit;
}

/** `SERVICE/NAME=FILE`: the first `=` ends the name. @param {string} value @returns {[string, string]} */
export function split(value) {
  const at = value.indexOf("=");
  const [key, file] = [value.slice(0, at), value.slice(at + 1)];
  if (at < 0 || file === "" || !key.includes("/")) throw new Usage(`\`--template\` takes SERVICE/NAME=FILE, not \`${value}\``);
  return [key, file];
}

/** @param {string} name @returns {Promise<{ name: string, text: Uint8Array }>} */
async function read(name) {
  const file = input(name);
  return { name: file.name, text: await file.read() };
}

/**
 * The templates that the manifest names a file for. What is wrong with it is the core's to say.
 *
 * @param {Uint8Array} manifest
 * @returns {[string, string][]}
 */
export function paths(manifest) {
  /** @type {any} */
  let model;
  try {
    model = JSON.parse(new TextDecoder().decode(manifest));
  } catch {
    return [];
  }
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { serviceId, templates } of objects(model?.services)) {
    for (const { name, path } of objects(templates)) {
      // Of two with one name the first counts, as in the core.
      const key = `${serviceId}/${name}`;
      if ([serviceId, name, path].every((part) => typeof part === "string") && !found.has(key)) found.set(key, path);
    }
  }
  return [...found];
}

/** @param {unknown} list @returns {any[]} */
const objects = (list) => (Array.isArray(list) ? list.filter((item) => typeof item === "object" && item !== null) : []);

/**
 * A path of the manifest as one of this process; only a file in the manifest's folder, wherever links lead.
 *
 * @param {string} path
 * @param {string} manifest
 */
export function inside(path, manifest) {
  const folder = manifest === "-" ? "." : dirname(manifest);
  const name = join(folder, path);
  const leaves = (/** @type {string} */ from, /** @type {string} */ to) => {
    const way = relative(from, to);
    return way === "" || way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  };
  const refused = new Usage(`${path} is not in the folder of the manifest: name it with \`--template\``, { hint: false });
  if (isAbsolute(path) || leaves(folder, name)) throw refused;
  try {
    if (leaves(realpathSync(folder), realpathSync(name))) throw refused;
  } catch (error) {
    if (error === refused) throw error;
    throw new Usage(`${name}: ${reason(error)}`, { hint: false });
  }
  return name;
}

/**
 * The findings file by file: the manifest's, then each template's.
 *
 * @param {Check} check
 * @param {File} manifest
 * @param {Map<string, File>} files
 * @returns {Part[]}
 */
function partsOf(check, manifest, files) {
  const templates = check.templates.map(({ service, name, ok, diagnostics, dropped }) => {
    const template = files.get(`${service}/${name}`);
    return { sources: { template, manifest }, named: { service, template: name }, ok, diagnostics, dropped };
  });
  const { diagnostics, dropped } = check;
  const ok = dropped === 0 ? diagnostics.every(({ severity }) => severity !== "error") : check.ok;
  return [{ sources: { manifest }, named: undefined, ok, diagnostics, dropped }, ...templates];
}
