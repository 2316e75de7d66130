/** A finding as people read it: the line of source, what is wrong underlined, and what to do. */

import { message } from "./catalogue/message.js";
import { clip, line, printable, start, width as columns, wrap } from "./excerpt.js";

/** @import { RenderOptions, Source } from "./diagnostics.js" */
/** @import { Diagnostic, Fix, Place } from "./index.js" */

const SGR = { error: "1;31", warning: "1;33", info: "1;36", frame: "1;34", bold: "1" };

/** @typedef {(style: keyof typeof SGR, text: string) => string} Paint */

/**
 * @param {Diagnostic} diagnostic
 * @param {RenderOptions} options
 */
export function render(diagnostic, { sources, catalogue, help = true, color = false, width = 100 }) {
  const { severity, code, related, fixes } = diagnostic;
  const numbers = [diagnostic, ...related].map(({ line }) => String(line ?? "").length);
  const margin = Math.max(1, ...numbers);
  /** @type {Paint} */
  const paint = color ? (style, text) => `\x1b[${SGR[style]}m${text}\x1b[0m` : (_, text) => text;
  const label = `${catalogue?.severities[severity] ?? severity}[${code}]`;
  const rows = [`${paint(severity, label)}${paint("bold", `: ${start(printable(message(diagnostic, catalogue)), 400)}`)}`];
  const frame = { margin, paint, width, sources };
  rows.push(...excerpt(diagnostic, severity, "^", frame));
  for (const place of related) {
    const role = catalogue?.roles[place.role] ?? place.role;
    rows.push(`${paint("frame", "note")}${paint("bold", `: ${role}`)}`);
    rows.push(...excerpt(place, "frame", "-", frame));
  }
  const advice = help ? catalogue?.codes[code]?.todo : undefined;
  const footer = (/** @type {string} */ name, /** @type {string} */ text) => {
    const indent = " ".repeat(margin + 5 + name.length);
    return `${gutter(frame)} ${paint("frame", "=")} ${paint("bold", name)}: ${wrap(text, width - indent.length).join(`\n${indent}`)}`;
  };
  for (const fix of fixes) rows.push(footer("fix", mend(fix, sources.template)));
  if (advice) rows.push(footer("help", advice));
  return rows.map((row) => `${row}\n`).join("");
}

/** @typedef {{ margin: number, paint: Paint, width: number, sources: RenderOptions["sources"] }} Frame */

/** @param {Frame} frame */
const gutter = ({ margin }) => " ".repeat(margin);

/**
 * Where a place is, and its first line with the place underlined.
 *
 * @param {Place} place
 * @param {keyof typeof SGR} style
 * @param {string} mark
 * @param {Frame} frame
 */
function excerpt(place, style, mark, frame) {
  const { paint, margin } = frame;
  const arrow = `${gutter(frame)}${paint("frame", "-->")}`;
  if (place.source === "request") return [`${arrow} the request's ${place.field}`];
  const source = place.source === "file" ? frame.sources.files?.find(({ name }) => name === place.file) : frame.sources[place.source];
  const name = printable(source?.name ?? place.file ?? place.source);
  const pointer = place.pointer ? ` (${printable(place.pointer)})` : "";
  if (source === undefined || place.start === undefined || place.line === undefined) return [`${arrow} ${name}${pointer}`];
  const { before, marked, after, more } = clip(line(source.text, place.start, place.end ?? place.start), frame.width);
  const bar = paint("frame", "|");
  const underline = paint(style, mark.repeat(Math.max(1, columns(marked))));
  const through = more && place.endLine !== undefined ? ` to line ${place.endLine}` : "";
  return [
    `${arrow} ${name}:${place.line}:${place.column}${pointer}`,
    `${gutter(frame)} ${bar}`,
    `${paint("frame", String(place.line).padStart(margin))} ${bar} ${before}${marked}${after}`.trimEnd(),
    `${gutter(frame)} ${bar} ${" ".repeat(columns(before))}${underline}${through}`,
  ];
}

/**
 * @param {Fix} fix
 * @param {Source} [source]
 */
function mend({ start, end, text }, source) {
  const put = `\`${printable(text)}\``;
  if (source === undefined) return `put ${put} there`;
  if (start === end) return `add ${put}`;
  const { marked, more } = clip(line(source.text, start, end), 80);
  return `replace \`${marked}${more ? "…" : ""}\` by ${put}`;
}
