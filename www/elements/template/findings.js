/** What the core found, as it is shown: in words, with its fixes, and with places to go to. */

import { html, nothing } from "lit";

import { message } from "../../../js/catalogue/message.js";
import { failure, note, warning } from "../icons.js";

/** @import { TemplateResult } from "lit" */
/** @import { Catalogue } from "../../../js/diagnostics.js" */
/** @import { Diagnostic, Fix, Place, Severity } from "../../../js/index.js" */
/** @import { AnalysisAnswer, ResolutionAnswer } from "../core.js" */
/** @import { Listed } from "./listed.js" */
/** @import { Say } from "./template.js" */

/** @typedef {AnalysisAnswer | ResolutionAnswer<string | Uint8Array>} Answer */

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
 * @property {boolean} readonly whether no fix can be made
 * @property {string | Uint8Array | object | null} manifest
 * @property {boolean} canRelate whether there is a service to relate a literal in
 */

const RANK = { error: 0, warning: 1, info: 2 };

/**
 * All findings, the worst first.
 *
 * @param {Answer | null} answer
 * @param {Speech} speech
 * @param {Acts} acts
 * @param {Listed} listed
 */
export function findingList(answer, speech, acts, listed) {
  if (answer === null) return nothing;
  const { say } = speech;
  const { diagnostics, dropped } = answer;
  const sorted = diagnostics.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
  return html`<section class="findings" part="findings" aria-labelledby="findings">
    <h2 id="findings">${say.findings} <span class="counts muted small" role="status">${counts(diagnostics, say)}</span></h2>
    ${sorted.length === 0 ? html`<p class="muted">${say.clean}</p>` : listed.render(sorted, (diagnostic) => findingItem(diagnostic, speech, acts), say)}
    ${dropped > 0 ? html`<p class="muted">${say.dropped(dropped)}</p>` : nothing}
  </section>`;
}

/** @param {Diagnostic[]} diagnostics @param {Say} say */
function counts(diagnostics, say) {
  const count = (/** @type {Severity} */ severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const [errors, warnings, notes] = [count("error"), count("warning"), count("info")];
  return [errors > 0 ? say.errors(errors) : "", warnings > 0 ? say.warnings(warnings) : "", notes > 0 ? say.notes(notes) : ""].filter(Boolean).join(" · ");
}

/** A finding where it stands, with what can be done. @param {Diagnostic} diagnostic @param {Speech} speech @param {Acts} acts */
export function findingCard(diagnostic, speech, acts) {
  return html`${badge(diagnostic.severity, speech.say)}
    <p>${prose(wordsOf(diagnostic, speech))}</p>
    ${fixButtons(diagnostic, speech, acts)} ${relatedPlaces(diagnostic, speech, acts)}`;
}

/** The same beside what the editor itself shows: severity and fixes. @param {Diagnostic} diagnostic @param {Speech} speech @param {Acts} acts */
export function findingTip(diagnostic, speech, acts) {
  return html`<p>${prose(wordsOf(diagnostic, speech))} <code class="muted">${diagnostic.code}</code></p>
    ${relatedPlaces(diagnostic, speech, acts)}`;
}

const ICONS = { error: failure, warning, info: note };
const TONES = { error: "bad", warning: "wait", info: "" };

/** A severity as an icon and a word. @param {Severity} severity @param {Say} say */
function badge(severity, say) {
  return html`<span class="badge ${TONES[severity]}">${ICONS[severity]}${say[severity]}</span>`;
}

/** The text of a finding, in the person's language. @param {Diagnostic} diagnostic @param {Speech} speech */
const wordsOf = (diagnostic, { catalogue }) => capital(message(diagnostic, catalogue));

/** @param {Diagnostic} diagnostic @param {Speech} speech @param {Acts} acts */
function findingItem(diagnostic, speech, acts) {
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
function fixButtons({ fixes }, speech, acts) {
  if (fixes.length === 0 || speech.readonly) return nothing;
  return html`<p class="row">${fixes.map((fix) => html`<button type="button" class="small" @click=${() => acts.fix(fix)}>${fixName(fix, speech)}</button>`)}</p>`;
}

/** @param {Diagnostic} diagnostic @param {Speech} speech @param {Acts} acts */
function relatedPlaces(diagnostic, speech, acts) {
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
function placeName({ source, line = 1, column = 1, pointer, field }, say) {
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
