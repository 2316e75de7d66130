/** `/v1/services/{id}/regions`: where an account can deploy a service, and why not elsewhere. */

import { segment, parameters } from "./parameter.js";
import { catalogueOf, Problem } from "./problem.js";
import { json } from "./reply.js";
import { admit } from "./resolve.js";

/** @import { Matrix } from "../js/index.js" */
/** @import { Call } from "./call.js" */

/** Why a service cannot be deployed in a region: for one literal of its templates, or for all. @typedef {{ code: string, title: string, literal?: string }} Reason */

/** @param {Call} call */
export async function regions(call) {
  const service = segment("service", call.part);
  const { template } = parameters(call.query, [], ["template"]);
  const { admitted } = await admit(call, service);
  call.timing.mark("manifest");
  call.entry.service = service;
  /** @type {Matrix} */
  const matrix = admitted.resolver.matrix({ service, accounts: [call.caller.account], ...(template !== undefined && { template }) });
  call.timing.mark("matrix");
  if (!matrix.ok) throw failed(matrix, template);
  const { codes } = await catalogueOf(call.language);
  const title = (/** @type {string} */ code) => codes[code]?.title ?? code;
  const listed = matrix.regions.map((region, at) => {
    const reasons = reasonsOf(matrix, at, title);
    return { region, deployable: reasons.length === 0, ...(reasons.length > 0 && { reasons }) };
  });
  return json(
    { service, ...(template !== undefined && { template }), regions: listed },
    { "cache-control": "private, no-cache", "content-language": call.language, vary: "Authorization, Accept-Language" },
  );
}

/**
 * @param {Matrix} matrix
 * @param {number} region
 * @param {(code: string) => string} title
 * @returns {Reason[]}
 */
function reasonsOf(matrix, region, title) {
  /** @type {Map<string, Reason>} */
  const reasons = new Map();
  const add = (/** @type {string | null} */ code, /** @type {string | null} */ literal) => {
    if (code !== null) reasons.set(`${code} ${literal}`, { code, title: title(code), ...(literal !== null && { literal }) });
  };
  matrix.rows.forEach(({ literal }, row) => {
    const isUnshared = matrix.unsharedWith(0, row, region) === "error";
    add(matrix.cell(row, region).code ?? (isUnshared ? "image-not-shared" : null), literal);
  });
  if (reasons.size === 0) add(blockedBy(matrix, region), null);
  return [...reasons.values()];
}

/** @param {Matrix} matrix @param {number} region */
function blockedBy(matrix, region) {
  const code = matrix.blocked[region];
  return code === 0 ? null : matrix.strings[code];
}

/** @param {Matrix} matrix @param {string | undefined} template */
function failed({ diagnostics, dropped }, template) {
  const codes = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
  if (codes.includes("internal-error")) return new Problem("internal-error");
  if (codes.includes("template-unknown")) return new Problem("template-unknown", { args: { template: template ?? "" } });
  return new Problem("not-resolved", { args: { codes: codes.join(", ") }, findings: { diagnostics, dropped } });
}
