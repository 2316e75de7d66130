/**
 * Splitting a manifest: what a request for one service can depend on, cut out of the whole.
 *
 * Nothing is decided here. A document has the service as it stands, without its accounts and without what no answer depends on
 * (descriptions, tags, fields that are not known), and of the artifacts that its relations name the versions that they can
 * mean. By law 10 the core answers with it as it would with the whole; a property test holds that.
 */

import { BundleError } from "./error.js";

/** @import { Entry } from "./shard.js" */

/**
 * A service, cut out.
 *
 * @typedef {object} Cut
 * @property {string} id
 * @property {string} [status]
 * @property {string} [shareType]
 * @property {object} manifest
 * @property {{ name: string, path?: string }[]} templates
 */

/**
 * @typedef {object} Split
 * @property {string} provider
 * @property {Cut[]} services in the order of the manifest
 * @property {() => Generator<[uid: string, entry: Entry]>} entries of all services, in the order of the manifest
 */

/**
 * @param {any} manifest one that the core reads without an error, as an object
 * @returns {Split}
 */
export function split({ provider, artifacts = [], services = [] }) {
  if (provider === undefined) throw new BundleError("unsound", "the manifest names no `provider`: nobody could sign for it");
  const known = new Map(artifacts.map((/** @type {any} */ artifact) => [artifact.artifactId, artifact]));
  return {
    provider,
    services: services.map((/** @type {any} */ service) => cut(service, known, provider)),
    *entries() {
      for (const { serviceId, sharedAccounts = [] } of services) {
        for (const { uid, permission, type } of sharedAccounts) yield [uid, entry(serviceId, permission, type)];
      }
    },
  };
}

/**
 * @param {string} service
 * @param {string} [permission]
 * @param {string} [type]
 * @returns {Entry}
 */
export function entry(service, permission, type) {
  return type === undefined ? [service, permission ?? null] : [service, permission ?? null, type];
}

/**
 * @param {any} service
 * @param {Map<string, any>} artifacts
 * @param {string} provider
 * @returns {Cut}
 */
function cut({ serviceId, name, status, shareType, templates = [], relations = {} }, artifacts, provider) {
  const related = Object.values(relations);
  const used = new Map();
  for (const { artifactId, version } of related) {
    const versions = used.get(artifactId) ?? new Set();
    // Without a version the newest is meant, and the choice looks at all of them.
    used.set(artifactId, versions.add(version));
  }
  const manifest = {
    manifestVersion: 1,
    provider,
    artifacts: Array.from(used, ([artifactId, versions]) => artifact(artifacts.get(artifactId), versions)),
    services: [{ serviceId, name, status, shareType, templates: templates.map(template), relations: Object.fromEntries(Object.entries(relations).map(relation)) }],
  };
  const listed = templates.map((/** @type {any} */ { name, path }) => ({ name, path }));
  return { id: serviceId, status, shareType, manifest, templates: listed };
}

/** @param {any} artifact @param {Set<string | undefined>} versions */
function artifact({ artifactId, artifactType, versions: all = [] }, versions) {
  const kept = versions.has(undefined) ? all : all.filter((/** @type {any} */ { version }) => versions.has(version));
  return { artifactId, artifactType, versions: kept.map(version) };
}

/** @param {any} version */
function version({ version, status, source, supportRegionIds, images }) {
  return { version, status, source: source && pick(source, SOURCE), supportRegionIds, images: images && Object.fromEntries(Object.entries(images).map(image)) };
}

/** @param {[string, any]} image @returns {[string, object]} */
const image = ([region, { imageId, status, progress, shared }]) => [region, { imageId, status, progress, shared }];

const SOURCE = ["type", "imageId", "regionId", "commodityCode", "commodityVersion", "shared"];

/** @param {any} template */
const template = ({ name, path, allowedRegions }) => ({ name, path, allowedRegions });

/** @param {[string, any]} relation @returns {[string, object]} */
const relation = ([literal, { artifactId, version }]) => [literal, { artifactId, version }];

/** @param {Record<string, unknown>} from @param {string[]} fields */
function pick(from, fields) {
  return Object.fromEntries(fields.filter((field) => Object.hasOwn(from, field)).map((field) => [field, from[field]]));
}
