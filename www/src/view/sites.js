/** Every place where a resource takes an image. */

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
export function sites(answer, artifacts, send) {
  if (answer === null) return null;
  if (answer.sites.length === 0) return el("p", { class: "none" }, words.noSites);
  const { columns } = words;
  const more = answer.sites.length - ROWS;
  const table = el(
    "table",
    { class: "sites", role: "table" },
    el(
      "thead",
      { role: "rowgroup" },
      el("tr", { role: "row" }, Object.values(columns).map((head) => el("th", { scope: "col", role: "columnheader" }, head))),
    ),
    el(
      "tbody",
      { role: "rowgroup" },
      answer.sites.slice(0, ROWS).map((site, row) => {
        const cell = (/** @type {keyof typeof columns} */ column, /** @type {Child[]} */ ...content) =>
          el("td", { role: "cell", "data-head": columns[column] }, ...content);
        return el(
          "tr",
          { role: "row" },
          cell("resource", placeButton(`site-${row}`, placeOf(site), breakable(site.resource), send), notes(site)),
          cell("type", el("code", {}, breakable(site.type))),
          cell("path", el("code", {}, breakable(pathOf(site)))),
          cell("line", String(site.line)),
          cell("value", valueOf(site)),
          cell("outcome", outcomeOf(site, artifacts)),
        );
      }),
    ),
  );
  return [table, more > 0 && el("p", { class: "none" }, words.moreSites(more))];
}

/** @param {Site} site */
function notes({ condition, count }) {
  const texts = [condition !== undefined && words.condition(condition), count !== undefined && words.count(count)].filter(Boolean);
  return texts.length > 0 && el("span", { class: "quiet" }, ` ${texts.join(", ")}`);
}

/** @param {Site} site */
function pathOf({ path, workspace }) {
  const steps = path.map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`)).join("");
  return workspace === undefined ? steps : `${workspace}: ${steps}`;
}

/** @param {Site} site @returns {Child} */
function valueOf({ value, valueKind, reference }) {
  const kind = words.kinds[valueKind];
  const written = value ?? reference?.name;
  const ends = reference?.ends ?? [];
  return [
    kind !== "" && el("span", { class: "quiet" }, `${kind} `),
    written !== undefined && el("code", {}, breakable(written)),
    ends.length > 0 && [` ${words.ends} `, ends.flatMap((end, index) => [index > 0 && ", ", el("code", {}, breakable(end.value))])],
  ];
}

/**
 * @param {Site} site
 * @param {Choices["artifacts"]} artifacts
 * @returns {Child}
 */
function outcomeOf({ outcome, replacement, elsewhere, tier }, artifacts) {
  if (outcome === undefined) return words.undecided;
  if (outcome === "replaced" && replacement) {
    const artifact = artifacts.get(replacement.artifactId) || replacement.artifactId;
    return [words.outcomes.replaced, " ", el("code", { class: "added" }, replacement.imageId), el("span", { class: "quiet" }, ` ${words.version(artifact, replacement.version)}`)];
  }
  if (outcome === "left-alone" && elsewhere) return words.leftAlone.elsewhere;
  if (outcome === "left-alone" && tier === "source") return words.leftAlone.source;
  return words.outcomes[outcome];
}
