/** Findings, put together by what they are about. */

import { shownOf } from "../../elements/manifest.js";
import { address } from "../router.js";
import { servicesOf } from "../services/model.js";

/** @import { Words } from "../words.js" */
/** @import { Finding } from "./finding.js" */
/** @import { Report } from "./report.js" */

/** @typedef {"service" | "artifact" | "code"} By */
/** @typedef {{ key: string, title: string, href: string, findings: Finding[] }} Group */

/** @type {By[]} */
export const WAYS = ["service", "artifact", "code"];

/**
 * @param {Finding[]} findings
 * @param {By} by
 * @param {Report} report
 * @param {Words} words
 * @param {(code: string) => string} titleOf a code's
 * @returns {Group[]} the worst first; what is about none of them comes last
 */
export function grouped(findings, by, report, words, titleOf) {
  /** @type {Map<string, Finding[]>} */
  const groups = new Map();
  for (const finding of findings) {
    const key = (by === "code" ? finding.diagnostic.code : finding[by]) ?? "";
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const services = servicesOf(report.document);
  const { artifacts } = shownOf(report.manifest);
  const made = [...groups].map(([key, findings]) => {
    if (key === "") return { key, title: by === "service" ? words.checkNoService : words.checkNoArtifact, href: "", findings };
    if (by === "code") return { key, title: titleOf(key), href: "", findings };
    if (by === "service") return { key, title: services.find(({ id }) => id === key)?.title ?? key, href: address(["services", key]), findings };
    return { key, title: artifacts.find(({ id }) => id === key)?.name ?? key, href: address(["artifacts", key]), findings };
  });
  // Findings come sorted by severity: the first of a group is its worst.
  return made.sort((one, other) => Number(one.key === "") - Number(other.key === ""));
}
