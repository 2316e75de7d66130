/**
 * What a plan is made of: what was seen of the cloud, and, for regions that nobody looked at, that they are as the manifest says. The
 * first can be acted on; the second only says what is to be expected.
 */

/** @import { Observed, ObservedImage, PlanAction } from "../../../../js/index.js" */
/** @import { Seen } from "../../../../js/distribute/observation.js" */
/** @import { Artifact, Version } from "../../manifest.js" */

/** Stands for the id of an image that is being made, and that no manifest names yet. Its region follows: none is like another. */
const UNNAMED = "\u2026";

/**
 * @param {object} given
 * @param {Artifact} given.artifact
 * @param {Version} given.version
 * @param {string[]} given.regions that it is meant for, its source's among them
 * @param {string[]} given.accounts that may deploy, without the provider
 * @param {Seen} given.seen
 * @returns {Observed} what was seen, and of the rest of the regions what the manifest says
 */
export function outlook({ artifact, version, regions, accounts, seen }) {
  const { observed, copies } = seen;
  /** @type {Record<string, { images: ObservedImage[] }>} */
  const expected = {};
  for (const region of regions) {
    expected[region] = { images: [...(copies.get(region) ?? []), ...saidOf(artifact, version, region, accounts)] };
  }
  return { ...observed, regions: { ...expected, ...observed.regions } };
}

/**
 * The images that a region has by the manifest. What serves is shared with everyone who may deploy: before, nothing is marked so.
 *
 * @param {Artifact} artifact
 * @param {Version} version
 * @param {string} region
 * @param {string[]} accounts
 * @returns {ObservedImage[]}
 */
function saidOf(artifact, { version, status: whole, source, images }, region, accounts) {
  const own = region === source.regionId && source.imageId !== undefined ? [{ imageId: source.imageId, status: "Available", accounts: whole === "Available" ? accounts : [] }] : [];
  const { imageId, status, progress = 0 } = images.get(region) ?? {};
  if (status === "Available" && imageId !== undefined) return [...own, { imageId, status, progress: 100, accounts }];
  if (status !== "Delivering") return own;
  return [...own, { imageId: imageId ?? `${UNNAMED}${region}`, status: "Creating", progress, tags: tagsOf(artifact.id, version, source) }];
}

/**
 * A plan's actions as they are shown: an image without an id has none, and of a region that nobody looked at nothing is written down.
 *
 * @param {PlanAction[]} actions
 * @param {string[]} unseen
 * @returns {PlanAction[]}
 */
export function expectedOf(actions, unseen) {
  const kept = actions.filter(({ action, regionId, ready }) => action !== "mark-delivery" || !ready || !unseen.includes(regionId));
  return kept.map((action) => {
    if (!action.imageId?.startsWith(UNNAMED)) return action;
    const { imageId, ...rest } = action;
    return { ...rest, args: { ...action.args, image: UNNAMED }, why: action.why.replaceAll(imageId, UNNAMED) };
  });
}

/** The tags that a copy has. @param {string} artifact @param {string} version @param {Version["source"]} source */
function tagsOf(artifact, version, { regionId = "", imageId = "" }) {
  return { "ecs-image-resolver:artifact": artifact, "ecs-image-resolver:version": version, "ecs-image-resolver:source": `${regionId}/${imageId}` };
}
