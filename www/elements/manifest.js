/**
 * What is shown of a manifest: its names, texts and tables, as far as they have the right type. Nothing is judged here; what is
 * wrong with a manifest the core says.
 */

/** @typedef {{ imageId?: string, status?: string, progress?: number }} Image */
/** @typedef {{ type?: string, imageId?: string, regionId?: string, commodityCode?: string, commodityVersion?: string }} VersionSource */
/**
 * @typedef {object} Version
 * @property {string} version `draft` or a number
 * @property {string} [versionName]
 * @property {string} [status]
 * @property {VersionSource} source
 * @property {"all" | string[] | undefined} supportRegionIds
 * @property {Map<string, Image>} images by region
 */
/**
 * @typedef {object} Artifact
 * @property {string} id
 * @property {number} position in the manifest
 * @property {string} [name]
 * @property {string} [type]
 * @property {string} [description]
 * @property {string} [resourceGroupId]
 * @property {[string, string][]} tags
 * @property {Version[]} versions
 */
/** @typedef {{ literal: string, artifactId?: string, version?: string }} Relation */
/** @typedef {{ id: string, name?: string, status?: string, shareType?: string, accounts: string[], relations: Relation[] }} Service */
/** @typedef {{ provider?: string, artifacts: Artifact[], services: Service[] }} Shown */

/** @type {{ manifest: unknown, shown: Shown } | undefined} */
let last;

/**
 * @param {string | Uint8Array | object | null | undefined} manifest
 * @returns {Shown}
 */
export function shownOf(manifest) {
  if (last === undefined || last.manifest !== manifest) last = { manifest, shown: show(rootOf(manifest)) };
  return last.shown;
}

/** @param {unknown} manifest @returns {Record<string, unknown>} */
function rootOf(manifest) {
  try {
    if (typeof manifest === "string") return object(JSON.parse(manifest.replace(/^\uFEFF/, "")));
    if (ArrayBuffer.isView(manifest)) return object(JSON.parse(new TextDecoder().decode(manifest)));
  } catch {
    return {};
  }
  return object(manifest);
}

/** @param {Record<string, unknown>} root @returns {Shown} */
function show(root) {
  return {
    provider: text(root.provider),
    artifacts: list(root.artifacts).flatMap((entry, position) => artifact(object(entry), position)),
    services: list(root.services).flatMap((entry) => service(object(entry))),
  };
}

/** @param {Record<string, unknown>} entry @param {number} position @returns {Artifact[]} */
function artifact(entry, position) {
  const id = text(entry.artifactId);
  if (id === undefined) return [];
  return [
    {
      id,
      position,
      name: text(entry.name),
      type: text(entry.artifactType),
      description: text(entry.description),
      resourceGroupId: text(entry.resourceGroupId),
      tags: Object.entries(object(entry.tags)).map(([key, value]) => [key, text(value) ?? ""]),
      versions: list(entry.versions).flatMap((entry) => version(object(entry))),
    },
  ];
}

/** @param {Record<string, unknown>} entry @returns {Version[]} */
function version(entry) {
  const name = text(entry.version);
  if (name === undefined) return [];
  const source = object(entry.source);
  const regions = entry.supportRegionIds;
  return [
    {
      version: name,
      versionName: text(entry.versionName),
      status: text(entry.status),
      source: {
        type: text(source.type),
        imageId: text(source.imageId),
        regionId: text(source.regionId),
        commodityCode: text(source.commodityCode),
        commodityVersion: text(source.commodityVersion),
      },
      supportRegionIds: regions === "all" ? "all" : Array.isArray(regions) ? regions.filter((region) => typeof region === "string") : undefined,
      images: new Map(Object.entries(object(entry.images)).map(([region, image]) => [region, imageOf(object(image))])),
    },
  ];
}

/** @param {Record<string, unknown>} entry @returns {Image} */
function imageOf(entry) {
  const { progress } = entry;
  return { imageId: text(entry.imageId), status: text(entry.status), progress: typeof progress === "number" ? progress : undefined };
}

/** @param {Record<string, unknown>} entry @returns {Service[]} */
function service(entry) {
  const id = text(entry.serviceId);
  if (id === undefined) return [];
  const accounts = list(entry.sharedAccounts).flatMap((account) => text(object(account).uid) ?? []);
  const relations = Object.entries(object(entry.relations)).map(([literal, to]) => {
    const { artifactId, version } = object(to);
    return { literal, artifactId: text(artifactId), version: text(version) };
  });
  return [{ id, name: text(entry.name), status: text(entry.status), shareType: text(entry.shareType), accounts, relations }];
}

/** @param {unknown} value @returns {Record<string, unknown>} */
function object(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? /** @type {Record<string, unknown>} */ (value) : {};
}

/** @param {unknown} value @returns {unknown[]} */
function list(value) {
  return Array.isArray(value) ? value : [];
}

/** @param {unknown} value @returns {string | undefined} */
function text(value) {
  return typeof value === "string" ? value : undefined;
}
