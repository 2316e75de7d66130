/**
 * What mends a finding with one click: a change of the manifest, a change of a template's text, or the text that is missing.
 * Only what follows from the finding itself is offered; the core decides whether it is made.
 */

import { shownOf } from "../../elements/manifest.js";
import { candidates, isNumber } from "../services/candidates.js";
import { serviceIn, servicesOf } from "../services/model.js";
import { stepsOf } from "./finding.js";

/** @import { Change, Fix, Permission } from "../../../js/index.js" */
/** @import { Words } from "../words.js" */
/** @import { Finding } from "./finding.js" */
/** @import { Report } from "./report.js" */

/**
 * @typedef {{ label: string } & ({ kind: "change", change: Change } | { kind: "edit", service: string, template: string, fix: Fix } | { kind: "text", service: string, template: string })} Remedy
 */

/** Those of each finding, in the words that they were made in: lists are drawn again at every key. @type {WeakMap<Finding, { words: Words, remedies: Remedy[] }>} */
const known = new WeakMap();

/** How many ways to mend one finding are offered. */
const OFFERED = 2;

/**
 * @param {Finding} finding
 * @param {Report} report
 * @param {Words} words
 * @returns {Remedy[]}
 */
export function remediesOf(finding, report, words) {
  const found = known.get(finding);
  if (found?.words === words) return found.remedies;
  const remedies = made(finding, report, words);
  known.set(finding, { words, remedies });
  return remedies;
}

/** @param {Finding} finding @param {Report} report @param {Words} words @returns {Remedy[]} */
function made(finding, report, words) {
  const { diagnostic, service, template } = finding;
  if (diagnostic.source === "template" && service !== undefined && template !== undefined && diagnostic.fixes.length > 0) {
    return diagnostic.fixes.slice(0, OFFERED).map((fix) => ({ kind: "edit", service, template, fix, label: words.checkFixWrite(fix.text) }));
  }
  const slip = slipOf(finding, report, words);
  if (slip !== undefined) return [slip];
  const remedy = service === undefined ? undefined : BY_CODE[diagnostic.code]?.({ finding, report, words, service });
  return remedy === undefined ? [] : [remedy];
}

/** Texts that mean the same in every language of templates, quoted or not. */
const PLAIN = /^[A-Za-z][\w.-]*$/;

/**
 * A literal that is nearly a relation's is most likely a slip of the pen: it is written as the relation has it.
 *
 * @param {Finding} finding
 * @param {Report} report
 * @param {Words} words
 * @returns {Remedy | undefined}
 */
function slipOf({ diagnostic, service, template }, report, words) {
  const { start, end, args } = diagnostic;
  const [image, near] = [text(args.image), text(args.near)];
  const bytes = report.templates[`${service}/${template}`];
  if (diagnostic.code !== "image-unassociated" || service === undefined || template === undefined || start === undefined || end === undefined) return undefined;
  if (bytes === undefined || !PLAIN.test(image) || !PLAIN.test(near)) return undefined;
  const at = new TextDecoder().decode(bytes.subarray(start, end)).indexOf(image);
  // An alias says the text elsewhere.
  if (at < 0 || at > 1) return undefined;
  return { kind: "edit", service, template, fix: { start: start + at, end: start + at + image.length, text: near }, label: words.checkFixWrite(near) };
}

/** @typedef {{ finding: Finding, report: Report, words: Words, service: string }} Case */

/** @type {Record<string, (found: Case) => Remedy | undefined>} */
const BY_CODE = {
  "image-unassociated": relate,
  "image-region-bound": relate,
  "relation-never-used": ({ finding, words, service }) => {
    const literal = text(finding.diagnostic.args.image);
    return { kind: "change", label: words.checkFixUnrelate(literal), change: { change: "unrelate", serviceId: service, literal } };
  },
  "version-unspecified": ({ finding, words, service, report }) => toVersion(finding, report, words, service, text(finding.diagnostic.args.version)),
  "manifest-draft-online": ({ finding, words, service, report }) => {
    const artifact = shownOf(report.manifest).artifacts.find(({ id }) => id === finding.diagnostic.args.artifact);
    const serving = artifact?.versions.filter(({ version, status }) => isNumber(version) && (status === "Available" || status === "Delivering")) ?? [];
    const newest = serving.sort((one, other) => (BigInt(one.version) < BigInt(other.version) ? 1 : -1))[0];
    return newest && toVersion(finding, report, words, service, newest.version);
  },
  "regions-not-covered": ({ finding, words, service, report }) => {
    const gone = text(finding.diagnostic.args.regions).split(", ");
    return allow(finding, report, service, (regions) => regions.filter((region) => !gone.includes(region)), () => words.checkFixDisallow(gone));
  },
  "template-unrestricted": ({ finding, words, service, report }) => {
    // Only where every image of the template is: each of them has its own finding.
    const lists = report.findings.filter(({ diagnostic, service: of, template }) => diagnostic.code === "template-unrestricted" && of === service && template === finding.template);
    const [first, ...others] = lists.map(({ diagnostic }) => text(diagnostic.args.regions).split(", "));
    const common = first?.filter((region) => others.every((list) => list.includes(region))) ?? [];
    return allow(finding, report, service, () => common, () => words.checkFixAllow(common));
  },
  "manifest-duplicate-region": ({ finding, words, service, report }) => allow(finding, report, service, (regions) => [...new Set(regions)], () => words.checkFixOnce(text(finding.diagnostic.args.region))),
  "manifest-zone": ({ finding, words, service, report }) => rename(finding, report, words, service, text(finding.diagnostic.args.zone), text(finding.diagnostic.args.region)),
  "manifest-region-unknown": ({ finding, words, service, report }) => rename(finding, report, words, service, text(finding.diagnostic.args.region), text(finding.diagnostic.args.nearest)),
  "manifest-duplicate-account": ({ finding, words, service, report }) => {
    const uid = text(finding.diagnostic.args.account);
    const entries = serviceIn(report.document, service)?.accounts.filter((account) => account.uid === uid) ?? [];
    const { permission, type } = entries[0] ?? {};
    if (permission === undefined) return undefined;
    const account = { uid, permission: /** @type {Permission} */ (permission), ...(type === "Reseller" && { type: /** @type {const} */ ("Reseller") }) };
    return { kind: "change", label: words.checkFixOneAccount(words.servicePermissionOf(permission)), change: { change: "share", serviceId: service, accounts: [account] } };
  },
  "template-not-given": ({ finding, words, service }) => ({ kind: "text", service, template: text(finding.diagnostic.args.template), label: words.serviceTemplateGive }),
};

/** A literal that stands for nothing gets what it most surely means, if that is sure. @param {Case} found @returns {Remedy | undefined} */
function relate({ finding, report, words, service }) {
  const literal = text(finding.diagnostic.args.image);
  const own = serviceIn(report.document, service);
  if (own === undefined || own.relations.some((relation) => relation.literal === literal)) return undefined;
  const { artifacts } = shownOf(report.manifest);
  const [likely] = candidates(literal, own, artifacts, servicesOf(report.document));
  if (likely?.reason !== "source" && likely?.reason !== "image" && likely?.reason !== "near") return undefined;
  const { artifact, proposed } = likely;
  const label = words.checkFixRelate(artifact.name ?? artifact.id, proposed === undefined ? words.serviceRelateNewest : words.version(proposed));
  return { kind: "change", label, change: { change: "relate", serviceId: service, literal, artifactId: artifact.id, ...(proposed !== undefined && { version: proposed }) } };
}

/** @param {Finding} finding @param {Report} report @param {Words} words @param {string} service @param {string} version @returns {Remedy | undefined} */
function toVersion({ literal }, report, words, service, version) {
  const relation = serviceIn(report.document, service)?.relations.find((relation) => relation.literal === literal);
  if (relation === undefined) return undefined;
  return { kind: "change", label: words.checkFixVersion(words.version(version)), change: { change: "relate", serviceId: service, literal: relation.literal, artifactId: relation.artifactId, version } };
}

/**
 * @param {Finding} finding at a template of a service
 * @param {Report} report
 * @param {string} service
 * @param {(regions: string[]) => string[]} next what the template may be deployed in then: never nothing, which would mean everywhere
 * @param {() => string} label
 * @returns {Remedy | undefined}
 */
function allow({ diagnostic, template }, report, service, next, label) {
  const [, , , position] = stepsOf(diagnostic.pointer ?? "");
  const entry = serviceIn(report.document, service)?.templates.find(({ name }) => name === template);
  if (entry === undefined || position === undefined) return undefined;
  const regions = next(entry.allowedRegions);
  if (regions.length === 0) return undefined;
  return { kind: "change", label: label(), change: { change: "update-template", serviceId: service, template: entry.name, allowedRegions: regions } };
}

/** @param {Finding} finding @param {Report} report @param {Words} words @param {string} service @param {string} before @param {string} after */
function rename(finding, report, words, service, before, after) {
  if (after === "") return undefined;
  return allow(finding, report, service, (regions) => [...new Set(regions.map((region) => (region === before ? after : region)))], () => words.checkFixWrite(after));
}

/** @param {unknown} value */
const text = (value) => String(value ?? "");

/** The bytes of a template with a fix made. @param {Uint8Array} bytes @param {Fix} fix */
export function mended(bytes, { start, end, text }) {
  const put = new TextEncoder().encode(text);
  const made = new Uint8Array(start + put.length + bytes.length - end);
  made.set(bytes.subarray(0, start));
  made.set(put, start);
  made.set(bytes.subarray(end), start + put.length);
  return made;
}
