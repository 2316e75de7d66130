/** A finding of the check, with what it is about: a service, its template, an artifact. And where one goes to mend it. */

import { address } from "../router.js";

/** @import { Check, Diagnostic, Severity } from "../../../js/index.js" */

/**
 * @typedef {object} Finding
 * @property {string} id its own, and the same in the next report if it is found again
 * @property {Diagnostic} diagnostic
 * @property {string} [service] the service's id
 * @property {string} [template] the template's name in it
 * @property {string} [literal] of a relation
 * @property {string} [artifact] the artifact's id
 * @property {string} [version]
 * @property {string} href where it is mended; empty where no view is about it
 */

/** @type {Record<Severity, number>} */
const ORDER = { error: 0, warning: 1, info: 2 };

/**
 * @param {ReturnType<Check["toJSON"]>} check
 * @param {any} document the manifest that was checked, read
 * @returns {Finding[]} errors first; else in the order of the manifest, then of the templates
 */
export function findingsOf(check, document) {
  const ofManifest = check.diagnostics.map((diagnostic) => inManifest(diagnostic, document));
  const ofTemplates = check.templates.flatMap(({ service, name, diagnostics }) => diagnostics.map((diagnostic) => inTemplate(diagnostic, service, name, document)));
  /** @type {Map<string, number>} */
  const times = new Map();
  const named = [...ofManifest, ...ofTemplates].map((finding) => {
    const { diagnostic, service = "", template = "" } = finding;
    const name = JSON.stringify([diagnostic.code, service, template, diagnostic.pointer ?? "", diagnostic.args]);
    const count = times.get(name) ?? 0;
    times.set(name, count + 1);
    return { ...finding, id: `${name}#${count}` };
  });
  return named.sort((one, other) => ORDER[one.diagnostic.severity] - ORDER[other.diagnostic.severity]);
}

/** @param {Diagnostic} diagnostic @param {string} service @param {string} template @param {any} document @returns {Omit<Finding, "id">} */
function inTemplate(diagnostic, service, template, document) {
  // A relation stands in the manifest, whichever of its templates it is found through.
  if (diagnostic.source === "manifest") return { ...inManifest(diagnostic, document), service, template };
  const { start, end } = diagnostic;
  const place = start === undefined ? {} : { at: String(start), to: String(end ?? start) };
  return { diagnostic, service, template, href: address(["template"], { service, template, ...place }) };
}

/** @param {Diagnostic} diagnostic @param {any} document @returns {Omit<Finding, "id">} */
function inManifest(diagnostic, document) {
  const { args } = diagnostic;
  const steps = stepsOf(diagnostic.pointer ?? "");
  const [list, position, field, key] = steps;
  const entry = document?.[list]?.[Number(position)];
  if (list === "services" && typeof entry?.serviceId === "string") {
    const service = entry.serviceId;
    const template = field === "templates" ? nameOf(entry.templates?.[Number(key)]?.name) : undefined;
    const literal = field === "relations" ? key : undefined;
    const uid = field === "sharedAccounts" ? nameOf(entry.sharedAccounts?.[Number(key)]?.uid) : undefined;
    const section = { templates: "templates", relations: "relations", sharedAccounts: "accounts" }[field];
    const artifact = nameOf(args.artifact);
    return { diagnostic, service, template, literal, artifact, version: nameOf(args.version), href: address(["services", service], { section, at: template ?? literal ?? uid }) };
  }
  if (list === "artifacts" && typeof entry?.artifactId === "string") {
    const artifact = entry.artifactId;
    const version = field === "versions" ? nameOf(entry.versions?.[Number(key)]?.version) : undefined;
    return { diagnostic, artifact, version, href: address(version === undefined ? ["artifacts", artifact] : ["artifacts", artifact, "versions", version]) };
  }
  return { diagnostic, href: "" };
}

/** The names and positions in a JSON Pointer. @param {string} pointer @returns {string[]} */
export function stepsOf(pointer) {
  return pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** @param {unknown} value */
const nameOf = (value) => (typeof value === "string" ? value : undefined);
