/** The answer in one sentence, and what can be done with it. */

/** @import { Answer } from "../answer.js" */
/** @import { Child } from "../dom.js" */
/** @import { Loading, Request } from "../state.js" */

import { el } from "../dom.js";
import { plural, words } from "../words.js";
import { withCode } from "./parts.js";

/**
 * @param {Loading} core
 * @param {Answer | null} answer
 * @param {Request} request
 * @returns {Child}
 */
export function verdict(core, answer, { region }) {
  if (core.status === "failed") return failure(core);
  if (answer === null) return el("p", {}, words.loading);
  return answer.ok ? resolved(answer, region) : refused(answer, region);
}

/**
 * @param {Answer} answer
 * @param {string} region
 */
function resolved({ sites, diagnostics }, region) {
  const replaced = sites.filter(({ outcome }) => outcome === "replaced").length;
  const others = sites.length - replaced;
  return [
    el("h2", { class: "good" }, words.resolvedFor(region)),
    el(
      "p",
      {},
      [replaced === 0 ? words.nothingReplaced : words.replacedSites(replaced), replaced > 0 && others > 0 && words.otherSites(others)]
        .filter(Boolean)
        .join(" "),
    ),
    el("p", { class: "facts" }, counted(diagnostics)),
  ];
}

/**
 * @param {Answer} answer
 * @param {string} region
 */
function refused({ diagnostics }, region) {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return [
    el("h2", { class: "bad" }, words.noTemplateFor(region)),
    errors[0] && el("p", {}, words.inTheWay(errors.length), " ", withCode(errors[0].message)),
    el("p", { class: "facts" }, counted(diagnostics)),
  ];
}

/** @param {Answer["diagnostics"]} diagnostics */
function counted(diagnostics) {
  const severities = /** @type {const} */ (["error", "warning", "info"]);
  const counts = severities.map((severity) => ({ severity, count: diagnostics.filter((one) => one.severity === severity).length }));
  return counts.flatMap(({ severity, count }) => (count === 0 ? [] : [plural(count, words.counts[severity])])).join(", ");
}

/** @param {Extract<Loading, { status: "failed" }>} core */
function failure({ code, message }) {
  const known = Object.entries(words.failures).find(([known]) => known === code)?.[1];
  return [
    el("h2", { class: "bad" }, words.failed),
    el("p", {}, withCode(known ?? message)),
    known && el("p", { class: "facts" }, words.reason, " ", withCode(message)),
  ];
}

/**
 * @param {Loading} core
 * @param {Answer | null} answer
 * @param {{ download: () => void, load: () => void }} actions
 * @returns {Child}
 */
export function actions(core, answer, { download, load }) {
  if (core.status === "failed") return el("button", { type: "button", id: "retry", onclick: load }, words.retry);
  return answer?.ok && el("button", { type: "button", class: "main", id: "download", onclick: download }, words.download);
}
