/** What the core found, as it is shown: in words, with its fixes, and with places to go to. */

import { html, nothing } from "lit";

import { message } from "../../../js/catalogue/message.js";
import { failure, note, warning } from "../icons.js";

/** @import { TemplateResult } from "lit" */
/** @import { Catalogue } from "../../../js/diagnostics.js" */
/** @import { Diagnostic, Fix, Place, Severity } from "../../../js/index.js" */
/** @import { Say } from "./template.js" */

/**
 * What a person does with a finding.
 *
 * @typedef {object} Acts
 * @property {(diagnostic: Diagnostic, place: Place) => void} go to a place of it
 * @property {(fix: Fix) => void} fix
 */

/**
 * @typedef {object} Speech
 * @property {Say} say
 * @property {Catalogue | undefined} catalogue
 * @property {(start: number, end: number) => string} written the text at a place
 * @property {boolean} readonly whether fixes can be made
 */

const ICONS = { error: failure, warning, info: note };
const TONES = { error: "bad", warning: "wait", info: "" };

/** A severity as an icon and a word. @param {Severity} severity @param {Say} say */
export function badge(severity, say) {
  return html`<span class="badge ${TONES[severity]}">${ICONS[severity]}${say[severity]}</span>`;
}

/** The text of a finding, in the person's language. @param {Diagnostic} diagnostic @param {Speech} speech */
export const wordsOf = (diagnostic, { catalogue }) => capital(message(diagnostic, catalogue));

/** @param {Diagnostic} diagnostic @param {Speech} speech @param {Acts} acts */
export function findingItem(diagnostic, speech, acts) {
  const { say, catalogue } = speech;
  const { severity, code } = diagnostic;
  const entry = catalogue?.codes[code];
  return html`<li class="finding-item ${severity}" part="finding">
    ${badge(severity, say)}
    <div class="told">
      <p>${prose(wordsOf(diagnostic, speech))}</p>
      <p class="row small">
        ${placeLink(diagnostic, diagnostic, speech, acts)}
        <code class="muted">${code}</code>
      </p>
      ${relatedPlaces(diagnostic, speech, acts)} ${fixButtons(diagnostic, speech, acts)}
      ${entry === undefined
        ? nothing
        : html`<details class="small">
            <summary>${entry.title}</summary>
            <p>${prose(entry.means)}</p>
            <p>${prose(entry.todo)}</p>
          </details>`}
    </div>
  </li>`;
}

/** @param {Diagnostic} diagnostic @param {Speech} speech @param {Acts} acts */
export function fixButtons({ fixes }, speech, acts) {
  if (fixes.length === 0 || speech.readonly) return nothing;
  return html`<p class="row">${fixes.map((fix) => html`<button type="button" class="small" @click=${() => acts.fix(fix)}>${fixName(fix, speech)}</button>`)}</p>`;
}

/** @param {Diagnostic} diagnostic @param {Speech} speech @param {Acts} acts */
export function relatedPlaces(diagnostic, speech, acts) {
  const { related } = diagnostic;
  if (related.length === 0) return nothing;
  const roles = speech.catalogue?.roles ?? {};
  return html`<ul class="small related" aria-label=${speech.say.related}>
    ${related.map((place) => html`<li>${placeLink(diagnostic, place, speech, acts)} <span class="muted">${roles[place.role] ?? place.role}</span></li>`)}
  </ul>`;
}

/** @param {Diagnostic} diagnostic @param {Place} place @param {Speech} speech @param {Acts} acts @returns {TemplateResult} */
function placeLink(diagnostic, place, { say }, acts) {
  return html`<button type="button" class="link" @click=${() => acts.go(diagnostic, place)}>${placeName(place, say)}</button>`;
}

/** @param {Place} place @param {Say} say */
export function placeName({ source, line = 1, column = 1, pointer, field }, say) {
  if (source === "template") return say.place(line, column);
  if (source === "manifest") return say.inManifest(pointer ?? "");
  return field === undefined ? say.inRequest : `${say.inRequest}, ${field}`;
}

/** @param {Fix} fix @param {Speech} speech */
export function fixName({ start, end, text }, { say, written }) {
  const old = brief(written(start, end));
  if (old === "") return say.insert(brief(text));
  return text === "" ? say.remove(old) : say.replaceBy(old, brief(text));
}

/** A text short enough for a button. @param {string} text */
function brief(text) {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 48 ? `${line.slice(0, 47)}…` : line;
}

/** A sentence in which what is in backticks is code. @param {string} text */
export function prose(text) {
  return text.split("`").map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));
}

/** @param {string} text */
const capital = (text) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
