/** What is said beside the lists: what stands in the way, how the text is written, what comes of it. */

import { html, nothing } from "lit";

import { failure } from "../icons.js";
import { prose } from "./findings.js";

/** @import { Request } from "../../../js/index.js" */
/** @import { AnalysisAnswer, ResolutionAnswer } from "../core.js" */
/** @import { Speech } from "./findings.js" */
/** @import { Say } from "./template.js" */
/** @import { LineEnd } from "./written.js" */

/** @typedef {AnalysisAnswer | ResolutionAnswer<string | Uint8Array>} Answer */

const BREAKS = { "\n": "LF", "\r\n": "CRLF", "\r": "CR" };

/**
 * What stands in the way of everything, and a way on.
 *
 * @param {Error | null} error
 * @param {boolean} hasNoEditor
 * @param {Say} say
 * @param {() => void} again
 */
export function problem(error, hasNoEditor, say, again) {
  const text = error !== null ? errorText(error, say) : hasNoEditor ? say.noEditor : undefined;
  if (text === undefined) return nothing;
  return html`<div class="note bad" role="alert">
    ${failure}
    <p>${prose(text)}</p>
    <button type="button" @click=${again}>${say.again}</button>
  </div>`;
}

/** @param {Error} error @param {Say} say */
function errorText(error, say) {
  const { code } = /** @type {Error & { code?: string }} */ (error);
  return code === "wasm-blocked" || code === "wasm-unsupported" || code === "wasm-unavailable" ? say[code] : error.message;
}

/** Why a file is not shown: the catalogue has words for most reasons. @param {string | undefined} reason @param {Speech} speech */
export function unreadable(reason, { say, catalogue }) {
  const entry = reason === undefined ? undefined : catalogue?.codes[reason];
  const text = entry === undefined ? html`<p>${reason === "lone-surrogate" ? say[reason] : say.loading}</p>` : html`<h2>${entry.title}</h2><p>${prose(entry.means)}</p><p>${prose(entry.todo)}</p>`;
  return html`<div class="note bad" role="alert">${failure}<div>${text}</div></div>`;
}

/** @param {Answer | null} answer @param {{ bom: boolean, breaks: LineEnd | "mixed" } | undefined} writing @param {boolean} isComparing @param {Say} say */
export function status(answer, writing, isComparing, say) {
  const format = answer === null || answer.format === null ? [] : [say[answer.format]];
  const written = answer === null || writing === undefined ? [] : [writing.breaks === "mixed" ? say.mixed : BREAKS[writing.breaks], ...(writing.bom ? [say.bom] : [])];
  const sites = answer === null ? [] : [say.sites(answer.sites.length)];
  return html`<p class="status small muted" part="status">
    ${[...format, ...written, ...sites].map((fact) => html`<span>${fact}</span>`)} ${isComparing ? nothing : html`<span class="keys">${say.keys}</span>`}
  </p>`;
}

/**
 * What there is to say of the template after, before it is seen.
 *
 * @param {Answer | null} answer
 * @param {ResolutionAnswer<string | Uint8Array> | null} resolution
 * @param {Request | null} request
 * @param {Say} say
 */
export function verdict(answer, resolution, request, say) {
  if (answer === null) return nothing;
  if (resolution === null || request === null) return html`<p class="note">${say.incomplete}</p>`;
  const errors = resolution.diagnostics.filter(({ severity }) => severity === "error").length;
  if (!resolution.ok) return html`<p class="note bad">${failure}${say.stopped(request.region, errors)}</p>`;
  return resolution.edits.length === 0 ? html`<p class="note">${say.unchanged(request.region)}</p>` : nothing;
}
