/**
 * What is shown of a manifest's services: as far as it has the right type, with the place that it stands at. Nothing is judged
 * here; what is wrong with a service the core says.
 */

/** @import { AccountType, Permission, ShareType } from "../../../js/index.js" */

/** @typedef {{ uid: string, permission?: string, type?: string }} Account */
/** @typedef {{ name: string, path?: string, allowedRegions: string[] }} Entry a template, as the manifest lists it */
/** @typedef {{ literal: string, artifactId: string, version?: string }} Relation */
/**
 * @typedef {object} Service
 * @property {string} id
 * @property {string} [name]
 * @property {string} title its name, or its id where it has none
 * @property {string} [status]
 * @property {string} [shareType]
 * @property {Account[]} accounts
 * @property {Entry[]} templates
 * @property {Relation[]} relations
 */

/** The steps of a service's life that this console takes, in their order. */
export const STATUSES = /** @type {const} */ (["Draft", "Beta", "Submitted", "Approved", "Launching", "Online", "Offline"]);

/** @typedef {typeof STATUSES[number]} Status */

/** @type {ShareType[]} */
export const SHARE_TYPES = ["Public", "Restricted", "OnlyFormalRestricted", "OnlyTrialRestricted", "Hidden"];

/** @type {Permission[]} */
export const CUSTOMER_PERMISSIONS = ["Deployable", "DeployableIncludeBeta", "Accessible", "AccessibleIncludeBeta"];

/** @type {Permission[]} */
export const RESELLER_PERMISSIONS = ["Authorized", "Unauthorized"];

/** @param {string | undefined} type @returns {AccountType} */
export const capacityOf = (type) => (type === "Reseller" ? "Reseller" : "SharedAccount");

/** @type {WeakMap<object, Service[]>} */
const known = new WeakMap();

/**
 * @param {any} document the manifest, read
 * @returns {Service[]} of several with one id the first, as the core has it
 */
export function servicesOf(document) {
  const found = known.get(document);
  if (found) return found;
  /** @type {Map<string, Service>} */
  const services = new Map();
  for (const entry of objects(document?.services)) {
    const id = text(entry.serviceId);
    if (id !== undefined && !services.has(id)) services.set(id, serviceOf(id, entry));
  }
  known.set(document, [...services.values()]);
  return [...services.values()];
}

/** @param {any} document @param {string} id */
export const serviceIn = (document, id) => servicesOf(document).find((service) => service.id === id);

/** @param {string} id @param {any} entry @returns {Service} */
function serviceOf(id, entry) {
  const name = text(entry.name);
  return {
    id,
    name,
    title: name || id,
    status: text(entry.status),
    shareType: text(entry.shareType),
    accounts: objects(entry.sharedAccounts).flatMap(({ uid, permission, type }) => (text(uid) === undefined ? [] : [{ uid, permission: text(permission), type: text(type) }])),
    templates: objects(entry.templates).flatMap(({ name, path, allowedRegions }) =>
      text(name) === undefined ? [] : [{ name, path: text(path), allowedRegions: list(allowedRegions).filter((region) => typeof region === "string") }],
    ),
    relations: Object.entries(object(entry.relations)).flatMap(([literal, to]) => {
      const { artifactId, version } = object(to);
      return text(artifactId) === undefined ? [] : [{ literal, artifactId, version: text(version) }];
    }),
  };
}

/** @param {unknown} value @returns {any[]} */
const list = (value) => (Array.isArray(value) ? value : []);

/** @param {unknown} value @returns {any} */
const object = (value) => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {});

/** @param {unknown} value */
const objects = (value) => list(value).filter((item) => typeof item === "object" && item !== null && !Array.isArray(item));

/** @param {unknown} value @returns {string | undefined} */
const text = (value) => (typeof value === "string" ? value : undefined);
