/** What a manifest holds, for the commands that list and show it. */

import { catalogue } from "../diagnostics.js";
import { Resolver } from "../node.js";
import { input } from "./files.js";
import { Findings } from "./findings.js";
import { nearest, Usage } from "./usage.js";

/** @import { Context } from "./usage.js" */

/**
 * An entry of the manifest as it is written, whatever that is.
 *
 * @typedef {Record<string, any>} Entry
 */

/** A manifest that was read. What is wrong with it was told; what can be read of it is there. */
export class Inventory {
  /** @param {Resolver} resolver @param {Entry} model */
  constructor(resolver, model) {
    this.resolver = resolver;
    /** @type {string | undefined} */
    this.provider = typeof model.provider === "string" ? model.provider : undefined;
    this.artifacts = entries(model.artifacts, "artifactId");
    this.services = entries(model.services, "serviceId");
  }

  /** @param {string} id @returns {Entry} throws {@link Usage} */
  artifact(id) {
    return named("artifact", id, this.artifacts, "artifactId", "the manifest");
  }

  /** @param {string} id @returns {Entry} throws {@link Usage} */
  service(id) {
    return named("service", id, this.services, "serviceId", "the manifest");
  }

  /** @param {Entry} artifact @param {string} version @returns {Entry} throws {@link Usage} */
  version(artifact, version) {
    return named("version", version, versionsOf(artifact), "version", `artifact \`${artifact.artifactId}\``);
  }

  /** The services with a relation to an artifact, and to a version of it if one is given. @param {string} artifact @param {string} [version] */
  users(artifact, version) {
    const uses = (/** @type {Entry} */ { artifactId, version: related }) => artifactId === artifact && (version === undefined || related === version);
    return this.services.filter((service) => relationsOf(service).some(([, relation]) => uses(relation))).map(({ serviceId }) => serviceId);
  }

  /** The image of each region that each version of an artifact serves. @param {string} artifact @returns {Map<string, Map<string, string>>} */
  images(artifact) {
    const matrix = this.resolver.matrix({ artifact, accounts: [] });
    return new Map(
      matrix.versions.map((version, v) => {
        const cells = matrix.regions.map((region, g) => /** @type {const} */ ([region, matrix.rows.length === 0 ? null : matrix.cell(0, g, v).imageId]));
        return [version ?? "", new Map(cells.flatMap(([region, imageId]) => (imageId === null ? [] : [[region, imageId]])))];
      }),
    );
  }
}

/**
 * Reads a manifest, and tells its errors.
 *
 * @param {string | undefined} name
 * @param {string} command
 * @param {Context} context
 * @returns {Promise<{ inventory: Inventory, ok: boolean }>} throws {@link Usage}
 */
export async function readInventory(name, command, { err, errStyle }) {
  if (name === undefined) throw new Usage(`\`${command}\` needs \`--manifest\``);
  const manifest = { name: input(name).name, text: await input(name).read() };
  const resolver = new Resolver(manifest.text);
  const errors = resolver.diagnostics.filter(({ severity }) => severity === "error");
  await err.write(new Findings(await catalogue(), errStyle).render(errors, { manifest }, resolver.dropped));
  /** @type {unknown} */
  let model;
  try {
    model = JSON.parse(new TextDecoder().decode(manifest.text));
  } catch {
    // The finding says what is wrong with it.
  }
  return { inventory: new Inventory(resolver, typeof model === "object" && model !== null ? model : {}), ok: resolver.ok };
}

/** @param {unknown} list @param {string} id @returns {Entry[]} */
const entries = (list, id) => (Array.isArray(list) ? list.filter((item) => typeof item === "object" && item !== null && typeof item[id] === "string") : []);

/** @param {Entry} artifact */
export const versionsOf = ({ versions }) => entries(versions, "version");

/** @param {Entry} service @returns {[string, Entry][]} */
export const relationsOf = ({ relations }) => Object.entries(typeof relations === "object" && relations !== null ? relations : {}).filter(([, relation]) => typeof relation === "object" && relation !== null);

/** @param {unknown} list @returns {any[]} */
export const listOf = (list) => (Array.isArray(list) ? list : []);

/** @param {unknown} value */
export const text = (value) => (typeof value === "string" ? value : value === undefined || value === null ? "-" : JSON.stringify(value));

/** A few regions by name, many by their number. @param {string[]} regions */
export const counted = (regions) => (regions.length > 6 ? `${regions.length} regions` : regions.join(", ") || "-");

/** @param {Entry} version */
export const meantFor = ({ supportRegionIds }) => (Array.isArray(supportRegionIds) ? counted(supportRegionIds) : text(supportRegionIds));

/** @param {Entry} version */
export function sourceOf({ source }) {
  if (typeof source !== "object" || source === null) return "-";
  return source.type === "marketplace" ? `marketplace ${text(source.commodityCode)} ${text(source.commodityVersion)}` : `${text(source.imageId)} in ${text(source.regionId)}`;
}

/**
 * @param {string} kind
 * @param {string} id
 * @param {Entry[]} entries
 * @param {string} field
 * @param {string} where
 */
function named(kind, id, entries, field, where) {
  const found = entries.find((entry) => entry[field] === id);
  if (found !== undefined) return found;
  const near = nearest(id, entries.map((entry) => entry[field])) ?? entries.find(({ name }) => name === id)?.[field];
  throw new Usage(`${where} has no ${kind} \`${id}\`${near === undefined ? "" : `: did you mean \`${near}\`?`}`, { hint: false });
}
