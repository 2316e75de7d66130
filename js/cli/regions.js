/** `resolve --all-regions`: one template with the images of each region that has them, a file a region. */

import { mkdirSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";

import { Findings, plural } from "./findings.js";
import { reason, writeWhole } from "./output.js";
import { leftAlone } from "./strict.js";
import { Usage } from "./usage.js";

/** @import { Catalogue } from "../diagnostics.js" */
/** @import { Diagnostic, TemplateOptions } from "../index.js" */
/** @import { Resolver } from "../node.js" */
/** @import { Strictness } from "./strict.js" */
/** @import { Context } from "./usage.js" */

/** @typedef {{ name: string, text: Uint8Array }} File */

/**
 * @typedef {object} Region what became of one region
 * @property {string} region
 * @property {boolean} ok
 * @property {boolean} asked whether somebody may deploy there: the template allows it, or the version is meant for it
 * @property {string | null} output the file that was written
 * @property {number} edits
 * @property {Diagnostic[]} diagnostics
 * @property {number} dropped
 * @property {string[]} strict the codes that fail under `--strict`
 * @property {string} [reason] why there is no file, where no finding says it
 */

/** The codes of a region that nobody ever made an image for. */
const NEVER_MEANT = new Set(["region-not-served", "draft-outside-source-region"]);

/**
 * @param {object} call
 * @param {Resolver} call.resolver
 * @param {{ template: File, manifest: File }} call.sources
 * @param {{ service: string, account: string, template?: string }} call.request
 * @param {TemplateOptions} call.options
 * @param {string} call.folder
 * @param {"human" | "json"} call.format
 * @param {() => Strictness} call.strictness one for each region: what is past a limit is so region by region
 * @param {Catalogue} call.known
 * @param {Context} context
 * @returns {Promise<number>} 0 when every region that was asked for has its file, 3 when some have, 1 when none has
 */
export async function allRegions({ resolver, sources, request, options, folder, format, strictness, known }, context) {
  const { service, account, template } = request;
  const { text } = sources.template;
  const matrix = resolver.matrix({ service, template, text, accounts: [account] }, options);
  const denied = matrix.ok && matrix.access(0).denied !== null;
  const { listed, meant } = matrix.ok ? asRead(sources.manifest.text, service, template) : { listed: [], meant: new Set() };
  const compiled = resolver.compile(text, options);
  /** @type {Region[]} */
  const regions = [];
  /** @type {Map<string, Uint8Array>} */
  const texts = new Map();
  // Whoever is denied is denied in each region, and told once.
  for (const [at, region] of (denied ? matrix.regions.slice(0, 1) : matrix.regions).entries()) {
    const resolution = compiled.resolve({ ...request, region });
    const judge = strictness();
    const { diagnostics, dropped, strict } = judge.judge(resolution, leftAlone(resolution, sources.manifest.text, service));
    const cells = matrix.rows.map((_, row) => matrix.cell(row, at));
    const asked = denied || listed.length > 0 || cells.length === 0 || meant.has(region) || cells.some(({ imageId, code }) => imageId !== null || !NEVER_MEANT.has(code ?? ""));
    const ok = resolution.template !== undefined && !judge.failed;
    const told = asked ? diagnostics : diagnostics.filter(({ severity }) => severity === "error");
    regions.push({ region, ok, asked, output: null, edits: ok ? resolution.edits.length : 0, diagnostics: told, dropped, strict, ...(judge.exceeded !== "" && { reason: judge.exceeded }) });
    if (ok && resolution.template !== undefined) texts.set(region, resolution.template);
  }
  const served = regions.filter(({ ok }) => ok);
  if (served.length > 0) makeFolder(folder);
  for (const found of served) {
    found.output = fileOf(found.region, folder, sources.template.name, compiled.format);
    writeWhole(found.output, /** @type {Uint8Array} */ (texts.get(found.region)));
  }
  const left = regions.filter(({ asked, ok }) => asked && !ok);
  const code = served.length === 0 ? 1 : left.length > 0 ? 3 : 0;

  if (format === "json") {
    const findings = matrix.ok ? {} : { diagnostics: matrix.diagnostics, dropped: matrix.dropped };
    const plain = { file: sources.template.name, ok: code === 0, service, account, ...(template !== undefined && { template }), ...findings, regions };
    await context.out.write(`${JSON.stringify(plain, null, 2)}\n`);
    return code;
  }
  const findings = new Findings(known, context.errStyle);
  if (!matrix.ok) await context.err.write(findings.render(matrix.diagnostics, sources, matrix.dropped));
  await context.err.write(findingsOf(regions.filter(({ asked, output }) => asked || output !== null), findings, sources));
  const stale = matrix.ok && !denied ? regions.filter((found) => found.output === null && exists(fileOf(found.region, folder, sources.template.name, compiled.format))) : [];
  await context.out.write(lines(regions, folder) + stale.map(({ region }) => `${fileOf(region, folder, sources.template.name, compiled.format)} is from an earlier run: nothing was written for ${region} this time\n`).join(""));
  return code;
}

/** The findings, each once however many regions have it. @param {Region[]} regions @param {Findings} findings @param {{ template: File, manifest: File }} sources */
function findingsOf(regions, findings, sources) {
  const seen = new Set();
  let text = "";
  for (const { diagnostics, dropped } of regions) {
    const fresh = diagnostics.filter(({ code, severity, message, source, start }) => {
      const key = JSON.stringify([code, severity, message, source, start]);
      return !seen.has(key) && seen.add(key);
    });
    text += findings.render(fresh, sources, fresh.length > 0 ? dropped : 0);
  }
  return text;
}

/** @param {Region[]} regions @param {string} folder */
function lines(regions, folder) {
  const width = Math.max(0, ...regions.map(({ region }) => region.length));
  const shown = regions.filter(({ asked, output }) => asked || output !== null);
  let text = shown
    .map(({ region, output, edits, diagnostics, reason }) => {
      const error = diagnostics.find(({ severity }) => severity === "error");
      const what = output !== null ? `${output} (${plural(edits, "edit")})` : `not resolved: ${error?.code ?? reason ?? "see the findings"}`;
      return `${region.padEnd(width)}  ${what}\n`;
    })
    .join("");
  const never = regions.filter((found) => !shown.includes(found)).map(({ region }) => region);
  if (never.length > 0) text += `no image in ${plural(never.length, "more region")}: ${never.join(", ")}\n`;
  const written = regions.filter(({ output }) => output !== null).length;
  return `${text}${plural(written, "region")} written to ${folder}, ${shown.length - written} not\n`;
}

/**
 * What the manifest says of regions: those that the template allows, where an empty list stands for all, and those that a
 * related version is meant for.
 *
 * @param {Uint8Array} manifest one without errors at its top
 * @param {string} service
 * @param {string | undefined} template
 * @returns {{ listed: string[], meant: Set<string> }}
 */
function asRead(manifest, service, template) {
  /** @type {any} */
  const { artifacts = [], services = [] } = JSON.parse(new TextDecoder().decode(manifest));
  const { templates = [], relations = {} } = services.find((/** @type {any} */ { serviceId }) => serviceId === service) ?? {};
  const listed = template === undefined ? [] : (templates.find((/** @type {any} */ { name }) => name === template)?.allowedRegions ?? []);
  const versions = Object.values(relations).flatMap((/** @type {any} */ { artifactId, version }) => {
    const of = artifacts.find((/** @type {any} */ one) => one.artifactId === artifactId)?.versions ?? [];
    return of.filter((/** @type {any} */ one) => one.version === version);
  });
  return { listed, meant: new Set(versions.flatMap(({ supportRegionIds }) => (Array.isArray(supportRegionIds) ? supportRegionIds : []))) };
}

/** @type {Record<string, string>} */
const EXTENSIONS = { "ros-yaml": ".yaml", "ros-json": ".json", terraform: ".tf", "terraform-json": ".tf.json" };

/**
 * `FOLDER/REGION.EXTENSION`; the extension is that of the template's own name.
 *
 * @param {string} region
 * @param {string} folder
 * @param {string} name
 * @param {string | null} format
 */
function fileOf(region, folder, name, format) {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(region)) throw new Usage(`\`${region}\` cannot be the name of a file: give it with \`--region\``, { hint: false });
  const own = /\.tf\.json$/i.exec(basename(name))?.[0] ?? extname(name);
  return join(folder, `${region}${own || EXTENSIONS[format ?? ""] || ""}`);
}

/** @param {string} path */
const exists = (path) => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** @param {string} folder */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Usage(`cannot make ${folder}: ${/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST" ? "it is a file" : reason(error)}`, { hint: false });
  }
}
