/** A text with line numbers, and what is worth seeing in it marked. */

/** @import { Diagnostic, Edit, Site } from "../../../js/index.js" */
/** @import { Answer } from "../answer.js" */
/** @import { Child } from "../dom.js" */
/** @import { Input } from "../files.js" */
/** @import { Line, Mark } from "../lines.js" */
/** @import { Selection } from "../state.js" */

import { el } from "../dom.js";
import { editedPlaces, linesOf, placeAfter } from "../lines.js";
import { words } from "../words.js";
import { severity, withCode } from "./parts.js";

/**
 * @param {Input | null} template
 * @param {Answer | null} answer
 * @param {Selection | null} selected
 * @returns {Child}
 */
export function before(template, answer, selected) {
  if (template === null) return null;
  const marks = [
    ...(answer?.edits ?? []).map(marked("removed")),
    ...(answer?.sites ?? []).filter(({ outcome }) => outcome !== "replaced").map(marked("kept")),
    ...findingMarks(answer?.diagnostics ?? [], "template"),
    ...selection(selected, "template"),
  ];
  return text(template.bytes, marks);
}

/**
 * @param {Answer | null} answer
 * @param {Selection | null} selected
 * @returns {Child}
 */
export function after(answer, selected) {
  if (answer === null) return null;
  if (answer.template === undefined) return refused(answer.diagnostics);
  const { edits, template } = answer;
  const marks = [...editedPlaces(edits).map(marked("added")), ...selection(selected, "template").map((mark) => ({ ...mark, ...placeAfter(mark, edits) }))];
  return text(template, marks);
}

/**
 * @param {Input | null} input
 * @param {Answer | null} answer
 * @param {Selection | null} selected
 * @returns {Child}
 */
export function manifest(input, answer, selected) {
  if (input === null) return null;
  return text(input.bytes, [...findingMarks(answer?.diagnostics ?? [], "manifest"), ...selection(selected, "manifest")]);
}

/** @param {Diagnostic[]} diagnostics */
function refused(diagnostics) {
  const errors = new Set(diagnostics.flatMap(({ severity, message }) => (severity === "error" ? [message] : [])));
  return el(
    "div",
    { class: "refused" },
    el("p", {}, words.noAfter),
    el("ul", {}, [...errors].map((message) => el("li", {}, severity("error"), " ", withCode(message)))),
  );
}

/**
 * @param {string} kind
 * @returns {(place: Edit | Site | { start: number, end: number }) => Mark}
 */
const marked = (kind) => ({ start, end }) => ({ start, end, kind });

/**
 * @param {Diagnostic[]} diagnostics
 * @param {"template" | "manifest"} source
 * @returns {Mark[]}
 */
function findingMarks(diagnostics, source) {
  return diagnostics.flatMap(({ source: own, start, end, severity }) => {
    if (own !== source || severity === "info" || start === undefined || end === undefined) return [];
    return [{ start, end, kind: severity }];
  });
}

/**
 * @param {Selection | null} selected
 * @param {"template" | "manifest"} source
 * @returns {Mark[]}
 */
function selection(selected, source) {
  if (selected?.source !== source || selected.start === undefined) return [];
  return [{ start: selected.start, end: selected.end ?? selected.start, kind: "selected" }];
}

/** How many lines are laid out together, once they come into view. `style.css` has their height. */
const CHUNK = 100;

/** @param {Line[]} lines */
const chunked = (lines) => Array.from({ length: Math.ceil(lines.length / CHUNK) }, (_, index) => lines.slice(index * CHUNK, (index + 1) * CHUNK));

/** What an element says of a piece by itself, strongest first. */
const TAGS = /** @type {const} */ ([["removed", "del"], ["added", "ins"], ["kept", "mark"]]);

/**
 * @param {Uint8Array} bytes
 * @param {Mark[]} marks
 */
function text(bytes, marks) {
  const { lines, left } = linesOf(bytes, marks);
  const width = `w${String(lines.length).length}`;
  return [
    el(
      "pre",
      { class: width },
      el(
        "code",
        {},
        chunked(lines).map((chunk) => el("span", { class: "chunk" }, chunk.map(lineOf))),
      ),
    ),
    left > 0 && el("p", { class: "none" }, words.left(left)),
  ];
}

/** @param {Line} line */
function lineOf({ number, kinds, pieces }) {
  return el("span", { class: kinds.includes("selected") ? "line selected" : "line", "data-line": number }, pieces.map(pieceOf), "\n");
}

/** @param {Line["pieces"][number]} piece */
function pieceOf({ text, kinds }) {
  if (kinds.length === 0) return text;
  const tag = TAGS.find(([kind]) => kinds.includes(kind))?.[1] ?? "span";
  return el(tag, { class: kinds.join(" ") }, text);
}
