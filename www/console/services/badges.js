/** What is said of a service in a word or two, wherever it is. */

import { html, nothing } from "lit";

import * as icons from "../icons.js";

/** @import { Finding } from "../check/finding.js" */
/** @import { Words } from "../words.js" */

/** How a status looks. @param {string | undefined} status */
export const kindOfStatus = (status) => (status === "Online" ? "good" : status === "Offline" || status === undefined || status === "Draft" ? "" : "wait");

/** How many errors and warnings there are, as a link to them. @param {Finding[]} findings @param {Words} words @param {string} href */
export function problems(findings, words, href) {
  const count = (/** @type {string} */ severity) => findings.filter(({ diagnostic }) => diagnostic.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  if (errors + warnings === 0) return html`<span class="badge good">${icons.good}${words.serviceNoProblems}</span>`;
  return html`
    <a href=${href}>
      ${errors > 0 ? html`<span class="badge bad">${icons.failure}${words.checkErrors(errors)}</span>` : nothing}
      ${warnings > 0 ? html`<span class="badge wait">${icons.warning}${words.checkWarnings(warnings)}</span>` : nothing}
    </a>
  `;
}
