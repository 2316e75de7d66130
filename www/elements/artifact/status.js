/** How far versions and images have come, in words, with an icon and a tone. */

import { html } from "lit";

import { barred, check, clock, pencil } from "../icons.js";

/** @import { TemplateResult } from "lit" */
/** @import { Version } from "../manifest.js" */
/** @import { Say } from "./artifact.js" */

const LOOKS = {
  Created: { tone: "", icon: pencil },
  Scanning: { tone: "wait", icon: clock },
  Delivering: { tone: "wait", icon: clock },
  Available: { tone: "good", icon: check },
  ScanFailed: { tone: "bad", icon: barred },
  CreateFailed: { tone: "bad", icon: barred },
  Deleted: { tone: "bad", icon: barred },
};

/** @param {Say} say @param {string | undefined} status @returns {TemplateResult} */
export function statusBadge(say, status) {
  const look = Object.hasOwn(LOOKS, status ?? "") ? LOOKS[/** @type {keyof typeof LOOKS} */ (status)] : { tone: "", icon: clock };
  return html`<span class="badge ${look.tone}" part="status">${look.icon} ${say.status(status)}</span>`;
}

/** What a version is called among others. @param {Say} say @param {Pick<Version, "version">} version */
export function versionTitle(say, { version }) {
  return version === "draft" ? say.draft : say.number(version);
}

/**
 * Versions as people look for them: the draft, then the highest number first.
 *
 * @template {{ version: string }} T
 * @param {T[]} versions
 */
export function newestFirst(versions) {
  const rank = (/** @type {T} */ { version }) => (version === "draft" ? Infinity : Number(version) || 0);
  return versions.toSorted((one, other) => rank(other) - rank(one));
}

/** The regions that a version is for, its source among them. @param {Version} version @param {string[]} all */
export function regionsOf({ source, supportRegionIds, images }, all) {
  const meant = supportRegionIds === "all" ? all : (supportRegionIds ?? []);
  return [...new Set([...(source.regionId ? [source.regionId] : []), ...meant, ...images.keys()])];
}
