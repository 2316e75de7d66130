/**
 * Which artifact versions can stand behind a literal, the likeliest first. It is a proposal only: the person chooses, and the
 * core decides what each region gets.
 */

/** @import { Artifact, Version } from "../../elements/manifest.js" */
/** @import { Service } from "./model.js" */

/**
 * Why an artifact is likely: its source image is the literal, or an image of a region is; a relation of this service whose literal
 * is nearly the same leads to it; another service relates the very literal to it; the names are alike.
 *
 * @typedef {"source" | "image" | "near" | "elsewhere" | "name"} Reason
 */
/**
 * @typedef {object} Candidate
 * @property {Artifact} artifact
 * @property {Version[]} versions what can be chosen: the highest number first, the draft last
 * @property {Reason} [reason]
 * @property {string} [because] the image's region, the near literal, the other service's name
 * @property {string} [proposed] the version that is meant most likely; `undefined` for the newest that serves
 * @property {number} weight
 */

/** @type {Record<Reason, number>} */
const WEIGHTS = { source: 5, image: 4, near: 3, elsewhere: 2, name: 1 };

/**
 * @param {string} literal
 * @param {Service} service
 * @param {Artifact[]} artifacts
 * @param {Service[]} services all of them
 * @returns {Candidate[]} each artifact once
 */
export function candidates(literal, service, artifacts, services) {
  const found = artifacts.map((artifact) => weigh(literal, artifact, service, services));
  return found.sort((one, other) => other.weight - one.weight);
}

/** @param {string} literal @param {Artifact} artifact @param {Service} service @param {Service[]} services @returns {Candidate} */
function weigh(literal, artifact, service, services) {
  const versions = [...artifact.versions].sort(compare);
  const newest = versions.find(({ version, status }) => isNumber(version) && (status === "Available" || status === "Delivering"));
  const base = { artifact, versions, proposed: newest?.version ?? versions[0]?.version };
  const as = (/** @type {Reason} */ reason, because = "", proposed = base.proposed, extra = 0) => ({ ...base, reason, because, proposed, weight: WEIGHTS[reason] + extra });

  const source = versions.find(({ source }) => source.imageId === literal);
  if (source) return as("source", source.source.regionId, source.version);
  for (const { images, version } of versions) {
    for (const [region, { imageId }] of images) if (imageId === literal) return as("image", region, version);
  }
  const near = service.relations.find((relation) => relation.artifactId === artifact.id && folded(relation.literal) === folded(literal));
  if (near) return as("near", near.literal, near.version);
  for (const other of services) {
    const relation = other.id === service.id ? undefined : other.relations.find((relation) => relation.literal === literal && relation.artifactId === artifact.id);
    if (relation) return as("elsewhere", other.title, relation.version);
  }
  const alike = likeness(literal, artifact.name ?? "");
  return alike >= 0.5 ? as("name", "", base.proposed, alike / 2) : { ...base, weight: alike / 2 };
}

/** Numbers from the highest, then the draft. @param {Version} one @param {Version} other */
function compare(one, other) {
  if (!isNumber(one.version) || !isNumber(other.version)) return Number(isNumber(other.version)) - Number(isNumber(one.version));
  return BigInt(one.version) < BigInt(other.version) ? 1 : -1;
}

/** @param {string} version */
export const isNumber = (version) => /^\d+$/.test(version);

/** A literal without what people get wrong: case, blanks, and what joins its words. @param {string} text */
export const folded = (text) => text.toLowerCase().replace(/[\s_-]+/g, "");

/** How many of the pairs of letters of two names are the same, from 0 to 1. @param {string} one @param {string} other */
export function likeness(one, other) {
  const [left, right] = [pairs(folded(one)), pairs(folded(other))];
  const all = left.length + right.length;
  if (all === 0) return 0;
  let same = 0;
  for (const pair of left) {
    const at = right.indexOf(pair);
    if (at >= 0) same += right.splice(at, 1).length;
  }
  return (2 * same) / all;
}

/** @param {string} text */
const pairs = (text) => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
