/** `list`: the artifacts, versions and services of a manifest. */

import { counted, listOf, meantFor, readInventory, relationsOf, sourceOf, text, versionsOf } from "./inventory.js";
import { aligned } from "./matrix.js";
import { parse, Usage, word } from "./usage.js";

/** @import { Entry, Inventory } from "./inventory.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver list [artifacts | versions | services] --manifest M [OPTIONS]: lists what a manifest holds

Without a word all three are listed. \`show\` says more about one of them.

  --manifest M          the manifest, or \`-\` for standard input
  --artifact A          only the versions of this artifact
  --format F            human (the default) or json: one array, or without a word an object with the three
`;

const KINDS = /** @type {const} */ (["artifacts", "versions", "services"]);

/** @param {string[]} args @param {Context} context */
export async function run(args, context) {
  const { values, positionals } = parse(args, { manifest: { type: "string" }, artifact: { type: "string" }, format: { type: "string" } });
  if (positionals.length > 1) throw new Usage(`name one of ${KINDS.join(", ")}, not ${positionals.length}`);
  const kind = KINDS.find((one) => one === positionals[0]);
  if (positionals.length === 1 && kind === undefined) throw new Usage(`\`list\` takes ${KINDS.join(", ")}, not \`${positionals[0]}\``);
  if (values.artifact !== undefined && kind !== "versions") throw new Usage("`--artifact` goes with `list versions`");
  const format = word("format", values.format, /** @type {const} */ (["human", "json"]));
  const { inventory, ok } = await readInventory(values.manifest, "list", context);
  const listed = {
    artifacts: () => inventory.artifacts.map((artifact) => artifactRow(artifact, inventory)),
    versions: () => (values.artifact === undefined ? inventory.artifacts : [inventory.artifact(values.artifact)]).flatMap((artifact) => versionRows(artifact, inventory)),
    services: () => inventory.services.map(serviceRow),
  };
  if (format === "json") {
    const all = kind === undefined ? Object.fromEntries(KINDS.map((one) => [one, listed[one]()])) : listed[kind]();
    await context.out.write(`${JSON.stringify(all, null, 2)}\n`);
  } else {
    const tables = (kind === undefined ? KINDS : [kind]).map((one) => table(one, listed[one]()));
    await context.out.write(tables.join("\n"));
  }
  return ok ? 0 : 1;
}

/** @param {Entry} artifact @param {Inventory} inventory */
function artifactRow(artifact, inventory) {
  const { artifactId, name, artifactType } = artifact;
  return {
    artifactId,
    name,
    artifactType,
    versions: versionsOf(artifact).map(({ version, status }) => ({ version, status })),
    visibility: inventory.resolver.audience(artifactId).visibility,
    services: inventory.users(artifactId),
  };
}

/** @param {Entry} artifact @param {Inventory} inventory */
export function versionRows(artifact, inventory) {
  const images = inventory.images(artifact.artifactId);
  return versionsOf(artifact).map((entry) => {
    const { version, versionName, status, supportRegionIds } = entry;
    return { artifactId: artifact.artifactId, version, versionName, status, source: entry.source, supportRegionIds, regions: [...(images.get(version)?.keys() ?? [])] };
  });
}

/** @param {Entry} service */
function serviceRow(service) {
  const { serviceId, name, status, shareType, templates, sharedAccounts } = service;
  return { serviceId, name, status, shareType, accounts: listOf(sharedAccounts).length, templates: listOf(templates).map((template) => template?.name), relations: relationsOf(service).length };
}

/** @type {{ [K in (typeof KINDS)[number]]: [string, (row: any) => string][] }} */
const COLUMNS = {
  artifacts: [
    ["artifact", ({ artifactId }) => artifactId],
    ["name", ({ name }) => text(name)],
    ["versions", ({ versions }) => versions.map((/** @type {Entry} */ { version, status }) => `${version} ${text(status)}`).join(", ") || "-"],
    ["open to", ({ visibility }) => visibility],
    ["used by", ({ services }) => services.join(", ") || "-"],
  ],
  versions: [
    ["artifact", ({ artifactId }) => artifactId],
    ["version", ({ version }) => version],
    ["name", ({ versionName }) => text(versionName)],
    ["status", ({ status }) => text(status)],
    ["source", sourceOf],
    ["meant for", meantFor],
    ["has images in", ({ regions }) => counted(regions)],
  ],
  services: [
    ["service", ({ serviceId }) => serviceId],
    ["name", ({ name }) => text(name)],
    ["status", ({ status }) => text(status)],
    ["share type", ({ shareType }) => text(shareType)],
    ["accounts", ({ accounts }) => String(accounts)],
    ["templates", ({ templates }) => templates.map(text).join(", ") || "-"],
    ["relations", ({ relations }) => String(relations)],
  ],
};

/** @param {(typeof KINDS)[number]} kind @param {object[]} rows */
export function table(kind, rows) {
  if (rows.length === 0) return `no ${kind}\n`;
  const columns = COLUMNS[kind];
  return aligned([columns.map(([head]) => head), ...rows.map((row) => columns.map(([, cell]) => cell(row)))]);
}
