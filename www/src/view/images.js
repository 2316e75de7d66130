/** Each image of the template, before and after. */

/** @import { Site } from "../../../js/index.js" */
/** @import { Answer } from "../answer.js" */
/** @import { Choices } from "../choices.js" */
/** @import { Child } from "../dom.js" */
/** @import { Send } from "./inputs.js" */

import { el } from "../dom.js";
import { words } from "../words.js";
import { breakable, placeButton, placeOf, ROWS } from "./parts.js";

/**
 * @param {Answer | null} answer
 * @param {Choices["artifacts"]} artifacts
 * @param {Send} send
 * @returns {Child}
 */
export function images(answer, artifacts, send) {
  if (answer === null) return null;
  const all = imagesOf(answer.sites);
  const rows = all.slice(0, ROWS);
  if (rows.length === 0) return el("p", { class: "none" }, words.noImages);
  const heads = [words.imagesBefore, words.imagesAfter, words.artifact, words.where];
  const table = el(
    "table",
    { class: "images", role: "table" },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads.map((head) => el("th", { scope: "col", role: "columnheader" }, head)))),
    el(
      "tbody",
      { role: "rowgroup" },
      rows.map(({ before, replacement, blocked, sites }, row) => {
        const cell = (/** @type {number} */ column, /** @type {Child[]} */ ...content) => el("td", { role: "cell", "data-head": heads[column] }, ...content);
        return el(
          "tr",
          { role: "row" },
          cell(0, el("code", { class: replacement ? "removed" : "kept" }, breakable(before))),
          cell(1, replacement ? el("code", { class: "added" }, replacement.imageId) : el("span", { class: "quiet" }, blocked ? words.notReplaced : words.unchanged)),
          cell(2, replacement ? words.version(artifacts.get(replacement.artifactId) || replacement.artifactId, replacement.version) : "–"),
          cell(3, el("span", { class: "places" }, lines(sites, row, send))),
        );
      }),
    ),
  );
  return [table, all.length > ROWS && el("p", { class: "none" }, words.moreImages(all.length - ROWS))];
}

/** How many lines are named in one row. */
const LINES = 12;

/**
 * @param {Site[]} sites
 * @param {number} row
 * @param {Send} send
 * @returns {Child}
 */
function lines(sites, row, send) {
  const more = sites.length - LINES;
  return [
    sites.slice(0, LINES).map((site, index) => placeButton(`image-${row}-${index}`, placeOf(site), String(site.line), send)),
    more > 0 && el("span", { class: "quiet" }, words.moreLines(more)),
  ];
}

/**
 * @param {Site[]} sites
 * @returns {{ before: string, replacement: Site["replacement"], blocked: boolean, sites: Site[] }[]} one for each literal, and each that it became
 */
function imagesOf(sites) {
  /** @type {Map<string, { before: string, replacement: Site["replacement"], blocked: boolean, sites: Site[] }>} */
  const rows = new Map();
  for (const site of sites) {
    if (site.value === null || (site.valueKind !== "literal" && site.valueKind !== "fuzzy-name")) continue;
    const key = JSON.stringify([site.value, site.outcome, site.replacement?.imageId]);
    const row = rows.get(key);
    if (row) row.sites.push(site);
    else rows.set(key, { before: site.value, replacement: site.replacement, blocked: site.outcome === "blocked", sites: [site] });
  }
  return [...rows.values()];
}
