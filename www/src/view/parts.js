/** Small parts that several views share. */

/** @import { Diagnostic, Site } from "../../../js/index.js" */
/** @import { Child } from "../dom.js" */
/** @import { Selection } from "../state.js" */
/** @import { Send } from "./inputs.js" */

import { el } from "../dom.js";
import { words } from "../words.js";

/**
 * A line of text in which `backticks` are code.
 *
 * @param {string} text
 * @returns {Child}
 */
export function withCode(text) {
  const parts = text.split("`");
  if (parts.length % 2 === 0) {
    const last = parts.pop();
    parts.push(`${parts.pop()}\`${last}`);
  }
  return parts.map((part, index) => (index % 2 === 1 ? el("code", {}, part) : part));
}

/**
 * A button that shows a place.
 *
 * @param {string} id
 * @param {Selection} place
 * @param {Child} label
 * @param {Send} send
 */
export function placeButton(id, { source, start, end, line }, label, send) {
  const onclick = () => send({ type: "selected", place: { source, start, end, line } });
  return el("button", { type: "button", class: "place", id, onclick }, label);
}

/**
 * A long name that may break after its separators.
 *
 * @param {string} name
 * @returns {Child}
 */
export const breakable = (name) => name.split(/(?<=::|[.:_/])(?!:)/).flatMap((part, index) => (index === 0 ? [part] : [el("wbr"), part]));

/** @param {Diagnostic["severity"]} severity */
export const severity = (severity) => el("span", { class: `tag ${severity}` }, words.severities[severity]);

/** How many rows of a list are worth building: nobody reads more. */
export const ROWS = 500;

/** @param {Site} site @returns {Selection} */
export const placeOf = ({ start, end, line }) => ({ source: "template", start, end, line });
