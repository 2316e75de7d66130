/**
 * What a plan is made of: what was seen of the cloud, and, for regions that nobody looked at, that they are as the manifest says. The
 * first can be acted on; the second only says what is to be expected.
 */

/** @import { Observed, ObservedImage, PlanAction } from "../../../../js/index.js" */
/** @import { Seen } from "../../../../js/distribute/observation.js" */
/** @import { Version } from "../../manifest.js" */

/**
 * @param {object} given
 * @param {Version} given.version
 * @param {string[]} given.regions that it is meant for, its source's among them
 * @param {string[]} given.accounts that may deploy, without the provider
 * @param {Seen} given.seen
 * @returns {Observed} what was seen, and of the rest of the regions what the manifest says
 */
export function outlook({ version, regions, accounts, seen }) {
  const { observed, copies } = seen;
  /** @type {Record<string, { images: ObservedImage[] }>} */
  const expected = {};
  for (const region of regions) {
    expected[region] = { images: [...(copies.get(region) ?? []), ...saidOf(version, region, accounts)] };
  }
  return { ...observed, regions: { ...expected, ...observed.regions } };
}

/**
 * The images that a region has by the manifest. What serves is shared with everyone who may deploy: before, nothing is marked so.
 * Of a region that the manifest says is on its way nobody knows whether a copy runs.
 *
 * @param {Version} version
 * @param {string} region
 * @param {string[]} accounts
 * @returns {ObservedImage[]}
 */
function saidOf({ status: whole, source, images }, region, accounts) {
  const own = region === source.regionId && source.imageId !== undefined ? [{ imageId: source.imageId, status: "Available", accounts: whole === "Available" ? accounts : [] }] : [];
  const { imageId, status } = images.get(region) ?? {};
  return status === "Available" && imageId !== undefined ? [...own, { imageId, status, progress: 100, accounts }] : own;
}

/**
 * A plan's actions as they are shown: of a region that nobody looked at nothing is written down.
 *
 * @param {PlanAction[]} actions
 * @param {string[]} unseen
 * @returns {PlanAction[]}
 */
export function expectedOf(actions, unseen) {
  return actions.filter(({ action, regionId, ready }) => action !== "mark-delivery" || !ready || !unseen.includes(regionId));
}
