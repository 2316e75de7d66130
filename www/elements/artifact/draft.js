/** What a person fills in of an artifact and its draft, and the change of the manifest that it stands for. */

/** @import { Diagnostic } from "../../../js/index.js" */
/** @import { Artifact, Version } from "../manifest.js" */

/** `create` a new artifact, `edit` the draft that there is, or `open` a new one. @typedef {"create" | "edit" | "open"} Purpose */

/**
 * @typedef {object} Draft
 * @property {string} artifactId
 * @property {string} name
 * @property {string} versionName
 * @property {string} description
 * @property {string} resourceGroupId
 * @property {{ key: string, value: string }[]} tags
 * @property {"custom" | "marketplace"} sourceType
 * @property {string} imageId
 * @property {string} regionId
 * @property {string} commodityCode
 * @property {string} commodityVersion
 * @property {boolean} isEverywhere
 * @property {string[]} regions
 */

/**
 * The fields of the form, in its order. `supportRegionIds` stands for both `isEverywhere` and `regions`, `tags` for all of them.
 *
 * @typedef {"artifactId" | "name" | "versionName" | "description" | "resourceGroupId" | "tags" | "imageId" | "regionId" | "commodityCode" | "commodityVersion" | "supportRegionIds"} Field
 */

/** @type {readonly Field[]} */
export const fields = ["artifactId", "name", "versionName", "description", "resourceGroupId", "tags", "imageId", "regionId", "commodityCode", "commodityVersion", "supportRegionIds"];

/** How many characters (or tags) Compute Nest takes. The core judges; these are shown beside the fields. */
export const limits = { name: [3, 128], versionName: [3, 50], description: [10, 500], tags: [0, 20] };

/** How many characters the core counts. @param {string} text */
export const lengthOf = (text) => Array.from(text).length;

/** @returns {Draft} */
export function blank() {
  return {
    artifactId: newId(),
    name: "",
    versionName: "",
    description: "",
    resourceGroupId: "",
    tags: [],
    sourceType: "custom",
    imageId: "",
    regionId: "",
    commodityCode: "",
    commodityVersion: "",
    isEverywhere: true,
    regions: [],
  };
}

/**
 * What a version holds, as a draft to change.
 *
 * @param {Artifact} artifact
 * @param {Version} version
 * @returns {Draft}
 */
export function draftOf(artifact, version) {
  const { source, supportRegionIds } = version;
  return {
    artifactId: artifact.id,
    name: artifact.name ?? "",
    versionName: version.versionName ?? "",
    description: artifact.description ?? "",
    resourceGroupId: artifact.resourceGroupId ?? "",
    tags: artifact.tags.map(([key, value]) => ({ key, value })),
    sourceType: source.type === "marketplace" ? "marketplace" : "custom",
    imageId: source.imageId ?? "",
    regionId: source.regionId ?? "",
    commodityCode: source.commodityCode ?? "",
    commodityVersion: source.commodityVersion ?? "",
    isEverywhere: supportRegionIds === "all",
    regions: Array.isArray(supportRegionIds) ? supportRegionIds : [],
  };
}

/**
 * The change, as JSON: only so can the core see a tag that is written twice. `undefined` where nothing is different.
 *
 * @param {Draft} draft
 * @param {Purpose} purpose
 * @param {Draft} base what is there already
 * @param {string} [from] the version that a new draft starts as
 * @returns {string | undefined}
 */
export function changeOf(draft, purpose, base, from) {
  const isNew = purpose === "create";
  const written = contentOf(draft);
  const before = contentOf(base);
  // What was never there and is left empty is not said.
  const said = Object.entries(written).filter(([field, json]) => (isNew ? !OPTIONAL.has(field) || !EMPTY.has(json) : json !== before[field]));
  if (purpose === "edit" && said.length === 0) return undefined;
  const isNamed = said.some(([field]) => field === "versionName");
  if (purpose === "open" && !isNamed) said.push(["versionName", written.versionName]);
  const head = { create: "create-artifact", edit: "update-draft", open: "open-draft" }[purpose];
  /** @type {[string, string][]} */
  const members = [["change", JSON.stringify(head)], ["artifactId", JSON.stringify(draft.artifactId.trim())]];
  if (purpose === "open" && from !== undefined) members.push(["from", JSON.stringify(from)]);
  return object([...members, ...said]);
}

/** Fields that a new artifact may be without. */
const OPTIONAL = new Set(["description", "resourceGroupId", "tags"]);
const EMPTY = new Set(['""', "{}"]);

/** Each field of the change as JSON. @param {Draft} draft @returns {Record<string, string>} */
function contentOf(draft) {
  const { name, versionName, description, tags, sourceType, isEverywhere, regions } = draft;
  const ids = sourceType === "custom" ? { imageId: draft.imageId, regionId: draft.regionId } : { commodityCode: draft.commodityCode, commodityVersion: draft.commodityVersion };
  const trimmed = Object.entries(ids).map(([key, id]) => [key, id.trim()]);
  return {
    name: JSON.stringify(name),
    description: JSON.stringify(description),
    resourceGroupId: JSON.stringify(draft.resourceGroupId.trim()),
    tags: object(tags.filter(({ key, value }) => key !== "" || value !== "").map(({ key, value }) => [key, JSON.stringify(value)])),
    versionName: JSON.stringify(versionName),
    source: JSON.stringify({ type: sourceType, ...Object.fromEntries(trimmed) }),
    supportRegionIds: JSON.stringify(isEverywhere ? "all" : regions),
  };
}

/** @param {[string, string][]} members each name with its value in JSON */
function object(members) {
  return `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

/**
 * The field that a finding is about, and for a tag its place in the list; no field where it is about the whole.
 *
 * @param {Diagnostic} diagnostic
 * @param {number} position of the artifact in the changed manifest, where warnings are placed
 * @returns {{ field?: Field, key?: string }}
 */
export function placeOf(diagnostic, position) {
  const steps = (diagnostic.pointer ?? "").split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (diagnostic.source === "manifest") {
    if (steps[0] !== "artifacts" || Number(steps[1]) !== position) return {};
    steps.splice(0, steps[2] === "versions" ? 4 : 2);
  } else if (/^\d+$/.test(steps[0])) {
    steps.shift();
  }
  const [first = String(diagnostic.args.field ?? ""), second] = steps;
  if (first === "tags") return { field: "tags", key: second };
  const named = first === "source" ? (second ?? String(diagnostic.args.field ?? "")) : first;
  return { field: fields.find((field) => field === named) };
}

/** An id as Compute Nest gives one. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return `artifact-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
