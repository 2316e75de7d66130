/**
 * Services: pages that say who may deploy, found by the hash of a service's id, and a document for each service that says what
 * is deployed.
 *
 * Either holds a manifest of its own for the core to decide on, cut out of the whole one: what a request for a service can
 * depend on, and nothing else.
 */

import { OBJECT_BYTES, TEMPLATE_BYTES, TEMPLATES } from "./limits.js";
import { encode, id, list, object, read, ref, string, written } from "./shape.js";
import { BundleError } from "./error.js";

/** @import { Ref } from "./bundle.js" */

/**
 * What a page says of a service.
 *
 * @typedef {{ id: string, status?: string, shareType?: string, document: Ref }} ListedService
 */

const page = object({ services: list(object({ id, document: ref(OBJECT_BYTES) }, { status: string, shareType: string }), 1_000_000) });

/** @param {ListedService[]} services @returns {Uint8Array} */
export function writeServicePage(services) {
  const listed = [...services].sort((a, b) => (a.id < b.id ? -1 : 1));
  return encode(JSON.stringify({ services: listed.map(({ id, status, shareType, document }) => ({ id, status, shareType, document: written(document) })) }));
}

/** @param {Uint8Array} bytes @returns {ListedService[]} */
export function readServicePage(bytes) {
  return read(bytes, page, "a service page").services;
}

/**
 * The manifest of a page: its services, without anything to deploy.
 *
 * @param {string} provider
 * @param {ListedService[]} services
 */
export function gateManifest(provider, services) {
  return JSON.stringify({ manifestVersion: 1, provider, services: services.map(({ id, status, shareType }) => ({ serviceId: id, status, shareType })) });
}

/** A template as a document names it. @typedef {Ref & { path?: string }} TemplateRef */

/**
 * @typedef {object} Document
 * @property {string} service its id
 * @property {object} manifest
 * @property {Map<string, TemplateRef>} templates by the name that they have in the service
 */

/** @type {import("./shape.js").Shape<object>} */
const anyObject = (value, at) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new BundleError("malformed", `${at} is not an object`);
  return value;
};

const document = object({
  service: id,
  manifest: anyObject,
  templates: list(object({ name: id, object: ref(TEMPLATE_BYTES) }, { path: string }), TEMPLATES),
});

/** @param {Document} document @returns {Uint8Array} */
export function writeDocument({ service, manifest, templates }) {
  const listed = Array.from(templates, ([name, template]) => ({ name, path: template.path, object: written(template) }));
  return encode(JSON.stringify({ service, manifest, templates: listed }));
}

/** @param {Uint8Array} bytes @returns {Document} */
export function readDocument(bytes) {
  const { service, manifest, templates } = read(bytes, document, "a service document");
  const refs = templates.map(({ name, object: { sha256, length }, path }) => /** @type {[string, TemplateRef]} */ ([name, { sha256, length, ...(path !== undefined && { path }) }]));
  return { service, manifest, templates: new Map(refs) };
}
