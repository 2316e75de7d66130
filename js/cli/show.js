/** `show`: one artifact, version or service of a manifest. */

import { counted, listOf, meantFor, readInventory, relationsOf, sourceOf, text } from "./inventory.js";
import { table, versionRows } from "./list.js";
import { aligned } from "./matrix.js";
import { parse, Usage, word } from "./usage.js";

/** @import { Inventory } from "./inventory.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver show artifact A --manifest M [OPTIONS]: an artifact, its versions, who uses it and whom it is open to
ecs-image-resolver show version A V --manifest M [OPTIONS]: a version (draft or a number), with the image of each region
ecs-image-resolver show service S --manifest M [OPTIONS]: a service, its relations, templates and shared accounts

  --manifest M          the manifest, or \`-\` for standard input
  --format F            human (the default) or json: the entry of the manifest, and what follows from it under \`derived\`
`;

/** How many operands each takes. */
const KINDS = { artifact: 1, version: 2, service: 1 };

/** @param {string[]} args @param {Context} context */
export async function run(args, context) {
  const { values, positionals } = parse(args, { manifest: { type: "string" }, format: { type: "string" } });
  const [kind, id, version] = positionals;
  if (!Object.hasOwn(KINDS, kind ?? "")) throw new Usage(kind === undefined ? "say what to show: `artifact A`, `version A V` or `service S`" : `\`show\` takes artifact, version or service, not \`${kind}\``);
  const wanted = KINDS[/** @type {keyof typeof KINDS} */ (kind)];
  if (positionals.length !== wanted + 1) throw new Usage(`\`show ${kind}\` takes ${wanted === 1 ? "one id" : "an artifact's id and a version"}`);
  const format = word("format", values.format, /** @type {const} */ (["human", "json"]));
  const { inventory, ok } = await readInventory(values.manifest, "show", context);
  const { entry, derived, lines } = kind === "artifact" ? artifactOf(inventory, id) : kind === "version" ? versionOf(inventory, id, version) : serviceOf(inventory, id);
  await context.out.write(format === "json" ? `${JSON.stringify({ ...entry, derived }, null, 2)}\n` : lines());
  return ok ? 0 : 1;
}

/** @param {Inventory} inventory @param {string} id */
function artifactOf(inventory, id) {
  const entry = inventory.artifact(id);
  const { visibility, accountCount } = inventory.resolver.audience(id);
  const services = inventory.users(id);
  const rows = versionRows(entry, inventory);
  const derived = { visibility, accountCount, services, versions: rows.map(({ version, regions }) => ({ version, regions })) };
  const lines = () =>
    fields([
      ["artifact", id],
      ["name", text(entry.name)],
      ["type", text(entry.artifactType)],
      ["description", text(entry.description)],
      ["resource group", text(entry.resourceGroupId)],
      ["tags", Object.entries(entry.tags ?? {}).map(([key, value]) => `${key}=${value}`).join(", ") || "-"],
      ["open to", visibility === "shared" ? `${accountCount} accounts of its services, and its provider` : visibility === "public" ? "everyone" : "its provider"],
      ["used by", services.join(", ") || "-"],
    ]) + `\n${table("versions", rows)}`;
  return { entry, derived, lines };
}

/** @param {Inventory} inventory @param {string} id @param {string} version */
function versionOf(inventory, id, version) {
  const entry = inventory.version(inventory.artifact(id), version);
  const images = inventory.images(id).get(version) ?? new Map();
  const written = typeof entry.images === "object" && entry.images !== null ? entry.images : {};
  const meant = Array.isArray(entry.supportRegionIds) ? entry.supportRegionIds : [];
  const regions = [...new Set([...images.keys(), ...Object.keys(written), ...meant])].map((region) => {
    const { imageId, status, progress } = written[region] ?? {};
    return { region, imageId: images.get(region) ?? imageId, serves: images.has(region), status, progress };
  });
  const services = inventory.users(id, version);
  const lines = () =>
    fields([
      ["artifact", id],
      ["version", version],
      ["name", text(entry.versionName)],
      ["status", text(entry.status)],
      ["source", sourceOf(entry)],
      ["meant for", meantFor(entry)],
      ["used by", services.join(", ") || "-"],
    ]) +
    (regions.length === 0 ? "" : "\n") +
    aligned(regions.length === 0 ? [] : [["region", "image", "serves", "status"], ...regions.map(({ region, imageId, serves, status, progress }) => [region, text(imageId), serves ? "yes" : "no", `${text(status)}${typeof progress === "number" && progress < 100 ? ` ${progress} %` : ""}`])]);
  return { entry, derived: { artifactId: id, services, regions }, lines };
}

/** @param {Inventory} inventory @param {string} id */
function serviceOf(inventory, id) {
  const entry = inventory.service(id);
  const relations = relationsOf(entry);
  const matrix = inventory.resolver.matrix({ service: id, accounts: [] });
  const serving = new Map(matrix.rows.map(({ literal }, row) => [literal, matrix.regions.flatMap((region, g) => (matrix.cell(row, g).imageId === null ? [] : [region]))]));
  const derived = { relations: relations.map(([literal]) => ({ literal, regions: serving.get(literal) ?? [] })) };
  const accounts = listOf(entry.sharedAccounts);
  const templates = listOf(entry.templates);
  const lines = () =>
    fields([
      ["service", id],
      ["name", text(entry.name)],
      ["status", text(entry.status)],
      ["share type", text(entry.shareType)],
    ]) +
    section([["literal", "artifact", "version", "has images in"], ...relations.map(([literal, { artifactId, version }]) => [literal, text(artifactId), version === undefined ? "the newest" : text(version), counted(serving.get(literal) ?? [])])]) +
    section([["template", "file", "allowed regions"], ...templates.map((template) => [text(template?.name), text(template?.path), template?.allowedRegions?.length ? counted(listOf(template.allowedRegions)) : "all"])]) +
    section([["account", "permission", "as"], ...accounts.slice(0, SHOWN).map((account) => [text(account?.uid), text(account?.permission), text(account?.type ?? "SharedAccount")])]) +
    (accounts.length > SHOWN ? `  and ${accounts.length - SHOWN} more accounts\n` : "");
  return { entry, derived, lines };
}

/** How many accounts people are shown. */
const SHOWN = 50;

/** @param {[string, string][]} rows */
const fields = (rows) => aligned(rows);

/** A table, if it has more than its head. @param {string[][]} rows */
const section = (rows) => (rows.length === 1 ? "" : `\n${aligned(rows)}`);
