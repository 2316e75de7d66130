/** What was found, where it is, what it means and what would mend it. */

/** @import { Diagnostic, Fix } from "../../../js/index.js" */
/** @import { Catalogue } from "../../../js/diagnostics.js" */
/** @import { Answer } from "../answer.js" */
/** @import { Child } from "../dom.js" */
/** @import { Input } from "../files.js" */
/** @import { Send } from "./inputs.js" */

import { el } from "../dom.js";
import { words } from "../words.js";
import { placeButton, ROWS, severity, withCode } from "./parts.js";

/**
 * @param {Answer | null} answer
 * @param {Input | null} template what fixes are of
 * @param {Catalogue | null} catalogue
 * @param {ReadonlySet<string>} opened
 * @param {Send} send
 * @returns {Child}
 */
export function findings(answer, template, catalogue, opened, send) {
  if (answer === null) return null;
  const { diagnostics } = answer;
  const left = answer.dropped + Math.max(0, diagnostics.length - ROWS);
  if (diagnostics.length === 0) return el("p", { class: "none" }, words.noFindings);
  return [
    el(
      "ol",
      { class: "findings" },
      diagnostics.slice(0, ROWS).map((diagnostic, index) => finding(diagnostic, index, template, catalogue, opened, send)),
    ),
    left > 0 && el("p", { class: "none" }, words.dropped(left)),
  ];
}

/**
 * @param {Diagnostic} diagnostic
 * @param {number} index
 * @param {Input | null} template
 * @param {Catalogue | null} catalogue
 * @param {ReadonlySet<string>} opened
 * @param {Send} send
 */
function finding(diagnostic, index, template, catalogue, opened, send) {
  const { code, message, fixes, related } = diagnostic;
  const key = `${index} ${code}`;
  const ontoggle = (/** @type {globalThis.Event} */ event) => {
    send({ type: "help", code: key, open: /** @type {HTMLDetailsElement} */ (event.target).open });
  };
  return el(
    "li",
    { class: "finding" },
    el("p", { class: "message" }, severity(diagnostic.severity), " ", withCode(message)),
    el("p", { class: "facts" }, el("code", {}, code), " ", place(diagnostic, `finding-${index}`, send)),
    related.length > 0 &&
      el(
        "ul",
        { class: "related" },
        related.map((other, at) => el("li", {}, catalogue?.roles[other.role] ?? other.role, ": ", place(other, `finding-${index}-${at}`, send))),
      ),
    fixes.length > 0 && template && fixesOf(fixes, template),
    el(
      "details",
      { open: opened.has(key), ontoggle },
      el("summary", { id: `help-${index}` }, words.help),
      catalogue && opened.has(key) && help(catalogue, code),
    ),
  );
}

/** A question's fields that the page has no word for keep their name. @param {NonNullable<Diagnostic["field"]>} field @returns {string} */
const fieldName = (field) => (field === "service" || field === "region" || field === "account" || field === "template" ? words[field] : field);

/**
 * @param {Diagnostic | Diagnostic["related"][number]} place
 * @param {string} id
 * @param {Send} send
 * @returns {Child}
 */
function place(place, id, send) {
  const source = words.sources[place.source];
  if (place.line === undefined) {
    const where = place.field === undefined ? place.pointer : fieldName(place.field);
    return [source, where && [", ", place.field === undefined ? el("code", {}, where) : where]];
  }
  return placeButton(id, place, `${source}, ${words.at(place.line, place.column)}`, send);
}

/**
 * @param {Fix[]} fixes
 * @param {Input} template
 */
function fixesOf(fixes, { bytes }) {
  return el(
    "div",
    { class: "fixes" },
    el("p", { class: "quiet" }, fixes.length === 1 ? words.fix : words.fixes),
    el(
      "ul",
      {},
      fixes.map(({ start, end, text }) => {
        const old = new TextDecoder().decode(bytes.subarray(start, end));
        const added = el("ins", {}, el("code", { class: "added" }, text));
        const removed = el("del", {}, el("code", { class: "removed" }, old));
        if (old === "") return el("li", {}, words.fixAdd, " ", added);
        if (text === "") return el("li", {}, words.fixRemove, " ", removed);
        return el("li", {}, words.fixPut, " ", added, ` ${words.fixFor} `, removed);
      }),
    ),
  );
}

/**
 * @param {Catalogue} catalogue
 * @param {string} code
 */
function help(catalogue, code) {
  const entry = catalogue.codes[code];
  if (entry === undefined) return el("p", {}, words.noHelp);
  return el(
    "div",
    { class: "help" },
    el("p", {}, el("strong", {}, withCode(entry.title))),
    el("p", {}, withCode(entry.means)),
    el("p", {}, withCode(entry.todo)),
    examplesOf(entry.example).map(({ name, text }) => [
      el("p", { class: "quiet" }, words.example(name)),
      el("pre", { tabindex: 0, role: "region", "aria-label": words.example(name) }, el("code", {}, text)),
    ]),
  );
}

/**
 * The blocks of an example, which is Markdown: what follows the language of a fence says what it holds.
 *
 * @param {string} markdown
 */
function examplesOf(markdown) {
  return [...markdown.matchAll(/^```\S*(.*)\n([^]*?)\n```$/gm)].map(([, name, text]) => ({ name: name.trim(), text }));
}
