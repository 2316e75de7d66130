/** `matrix`: which image each region gets, and which account may deploy. */

import { printable } from "../excerpt.js";
import { catalogue } from "../diagnostics.js";
import { Resolver } from "../node.js";
import { input } from "./files.js";
import { Findings } from "./findings.js";
import { inputFormat, parse, sharing, sharingHelp, sharingOptions, Usage, word } from "./usage.js";

/** @import { Matrix } from "../index.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver matrix [TEMPLATE] --manifest M --service S [OPTIONS]: shows which image each region gets

Each literal of the service has a column, or with a TEMPLATE each that it uses; where there is no image the code says why.
One of TEMPLATE and M may be \`-\` for standard input.

  --manifest M          the manifest
  --service S           the service's id; or
  --artifact A          the artifact's id: each of its versions
  --template NAME       the service's template by name: only its allowed regions
  --region R            only this region                  (each of the three may be given more than once)
  --account A           also say whether this account may deploy
  --version V           as if every relation named version V
  --profile P           extended (the default); documented leaves sites alone that the brief does not name
${sharingHelp}  --format F            human (the default: regions without any image are counted, not listed), json or csv
  --input-format F      take the template as ros-yaml, ros-json, terraform or terraform-json; else the content decides
`;

/** Names that name nothing. */
const UNKNOWN = ["artifact-unknown", "version-unknown", "region-unknown"];

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, { out, err, errStyle }) {
  const { values, positionals } = parse(args, {
    manifest: { type: "string" },
    service: { type: "string" },
    artifact: { type: "string" },
    template: { type: "string" },
    region: { type: "string", multiple: true },
    account: { type: "string", multiple: true },
    version: { type: "string", multiple: true },
    profile: { type: "string" },
    ...sharingOptions,
    format: { type: "string" },
    "input-format": { type: "string" },
  });
  const { service, artifact, template, region: regions, account: accounts = [], version: versions } = values;
  if (values.manifest === undefined) throw new Usage("`matrix` needs `--manifest`");
  if ((service === undefined) === (artifact === undefined)) throw new Usage("`matrix` needs `--service` or `--artifact`, and not both");
  if (artifact !== undefined && (template !== undefined || positionals.length > 0)) throw new Usage("a template goes with `--service`, not with `--artifact`");
  if (positionals.length > 1) throw new Usage(`name one template, not ${positionals.length}`);
  const [name] = positionals;
  if (name === "-" && values.manifest === "-") throw new Usage("standard input can be read only once");
  const format = word("format", values.format, /** @type {const} */ (["human", "json", "csv"]));
  const profile = word("profile", values.profile, /** @type {const} */ (["extended", "documented"]));
  const options = { format: inputFormat(values["input-format"]), filename: name === "-" ? undefined : name };

  const manifest = { name: input(values.manifest).name, text: await input(values.manifest).read() };
  const text = name === undefined ? undefined : await input(name).read();
  const resolver = new Resolver(manifest.text, { profile, ...sharing(values) });
  // A plan looks at the same names, and asks nothing of the cloud.
  const named = resolver.plan({ artifacts: artifact === undefined ? [] : [artifact], versions: versions ?? [], regions: regions ?? [], ahead: false });
  const unknown = named.diagnostics.filter(({ code }) => UNKNOWN.includes(code));
  if (unknown.length > 0) {
    await err.write(new Findings(await catalogue(), errStyle).render(unknown, { manifest }, 0));
    return 1;
  }
  const matrix = resolver.matrix({ service, artifact, template, text, regions, accounts, versions }, options);
  if (!matrix.ok) {
    await err.write(new Findings(await catalogue(), errStyle).render(matrix.diagnostics, { manifest }, matrix.dropped));
    return 1;
  }
  if (format === "human") await out.write(tables(matrix, regions !== undefined));
  else if (format === "json") await out.write(`${JSON.stringify(plain(matrix), null, 2)}\n`);
  else for (const line of lines(matrix)) await out.add(`${line.map(quoted).join(",")}\r\n`);
  await out.flush();
  return 0;
}

/**
 * @param {Matrix} matrix
 * @param {boolean} all whether regions without an image are listed, too
 */
function tables(matrix, all) {
  const { rows, regions, versions, accounts } = matrix;
  let text = "";
  for (const [v, version] of versions.entries()) {
    if (version !== null) text += `version ${printable(version)}\n`;
    const cells = regions.map((_, g) => rows.map((_, r) => matrix.cell(r, g, v)));
    const head = rows.map(({ literal, artifactId }) => literal ?? artifactId);
    const served = rows.map((_, r) => (regions.length === 0 ? null : matrix.cell(r, 0, v).version));
    const listed = regions.map((_, g) => g).filter((g) => all || rows.length === 0 || cells[g].some(({ imageId }) => imageId !== null));
    const body = listed.map((g) => {
      const blocked = matrix.blocked[v * regions.length + g];
      const reason = blocked === 0 || cells[g].some(({ code }) => code === matrix.strings[blocked]) ? "" : matrix.strings[blocked];
      return [regions[g], ...cells[g].map(({ imageId, code }) => imageId ?? code ?? ""), reason];
    });
    text += aligned([["region", ...head], ["", ...served.map((version) => (version === null ? "" : `version ${version}`))], ...body]);
    if (listed.length < regions.length) text += `  no image in ${regions.length - listed.length} more\n`;
    text += "\n";
  }
  if (accounts.length === 0) return text.replace(/\n\n$/, "\n");
  return text + aligned([["account"], ...accounts.map((account, at) => [account, ...described(matrix, at), ...unshared(matrix, at)])]);
}

/** The regions in which an image is not known to be shared with an account, in words. @param {Matrix} matrix @param {number} at */
function unshared(matrix, at) {
  if (matrix.denied[at] !== 0) return [];
  const { rows, regions, versions } = matrix;
  const found = { error: new Set(), warning: new Set() };
  for (const v of versions.keys()) {
    for (const r of rows.keys()) {
      for (const [g, region] of regions.entries()) {
        const how = matrix.unsharedWith(at, r, g, v);
        if (how !== null) found[how].add(region);
      }
    }
  }
  return Object.entries(found).flatMap(([how, where]) => (where.size === 0 ? [] : `image-not-shared (${how}) in ${[...where].join(", ")}`));
}

/** @param {Matrix} matrix @param {number} at */
function described(matrix, at) {
  const { granted, denied } = matrix.access(at);
  return denied === null ? ["may deploy", granted ?? ""] : ["may not deploy", denied];
}

/** @param {string[][]} table */
export function aligned(table) {
  const shown = table.map((cells) => cells.map(printable));
  const widths = shown.reduce((widest, cells) => cells.map((cell, n) => Math.max(cell.length, widest[n] ?? 0)).concat(widest.slice(cells.length)), /** @type {number[]} */ ([]));
  return shown.map((cells) => `  ${cells.map((cell, n) => cell.padEnd(widths[n])).join("  ")}`.trimEnd()).filter(Boolean).map((line) => `${line}\n`).join("");
}

/** @param {Matrix} matrix */
function plain(matrix) {
  const { rows, regions, versions, sites, accounts } = matrix;
  const cells = versions.flatMap((asked, v) => rows.flatMap(({ literal, artifactId }, r) => {
    return regions.map((region, g) => ({ literal, artifactId, asked, region, ...matrix.cell(r, g, v) }));
  }));
  const unshared = (/** @type {number} */ at) => (matrix.denied[at] !== 0 ? [] : versions.flatMap((asked, v) => rows.flatMap(({ literal, artifactId }, r) => {
    return regions.flatMap((region, g) => {
      const severity = matrix.unsharedWith(at, r, g, v);
      return severity === null ? [] : { literal, artifactId, asked, region, severity };
    });
  })));
  return { rows, regions, versions, sites, cells, accounts: accounts.map((account, at) => ({ account, ...matrix.access(at), ...(unshared(at).length > 0 && { unshared: unshared(at) }) })) };
}

/** @param {Matrix} matrix @returns {Generator<(string | null)[]>} */
function* lines(matrix) {
  const { rows, regions, versions, accounts } = matrix;
  yield ["account", "granted", "denied", "literal", "artifactId", "version", "region", "imageId", "code", "blocked"];
  for (const [a, account] of accounts.length === 0 ? [[0, null]] : accounts.entries()) {
    const { granted, denied } = account === null ? { granted: null, denied: null } : matrix.access(/** @type {number} */ (a));
    for (const v of versions.keys()) {
      for (const [r, { literal, artifactId }] of rows.entries()) {
        for (const [g, region] of regions.entries()) {
          const { imageId, code, version, blocked } = matrix.cell(r, g, v);
          const unshared = account === null || denied !== null ? null : matrix.unsharedWith(/** @type {number} */ (a), r, g, v);
          const given = unshared === "error" ? null : imageId;
          const reason = unshared === null ? code : "image-not-shared";
          yield [/** @type {string | null} */ (account), granted, denied, literal, artifactId, version, region, given, reason, blocked];
        }
      }
    }
  }
}

/** RFC 4180. @param {string | null} field */
const quoted = (field) => (field === null ? "" : /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
