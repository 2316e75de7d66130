/** One line of a text around a place, safe and aligned on a terminal, whatever is in it and however long it is. */

/** How far a line is followed each way, in units of the text. What is shown never needs more; a line can be megabytes. */
const REACH = 2000;

/** Columns that a tab takes. */
const TAB = "    ";

/**
 * @typedef {object} Line a line in three parts, as it can be printed
 * @property {string} before
 * @property {string} marked
 * @property {string} after
 * @property {boolean} more whether the place goes on past the line
 */

/**
 * The line that holds `start`, up to `REACH` units each way.
 *
 * @param {string | Uint8Array} text
 * @param {number} start in units of the text
 * @param {number} end in units of the text
 * @returns {Line}
 */
export function line(text, start, end) {
  const unit = typeof text === "string" ? (/** @type {number} */ at) => text.charCodeAt(at) : (/** @type {number} */ at) => text[at];
  const isBreak = (/** @type {number} */ at) => unit(at) === 10 || unit(at) === 13;
  // A place at the LF of a CRLF is at the end of that line, not on an empty one between the two.
  if (start > 0 && unit(start) === 10 && unit(start - 1) === 13) start -= 1;
  let from = start;
  while (from > 0 && start - from < REACH && !isBreak(from - 1)) from -= 1;
  let to = start;
  while (to < text.length && to - start < REACH && !isBreak(to)) to += 1;
  // Never in the middle of a character.
  while (from < start && isInner(text, from)) from += 1;
  while (to > start && to < text.length && isInner(text, to)) to -= 1;
  const stop = Math.max(start, Math.min(end, to));
  const part = (/** @type {number} */ a, /** @type {number} */ b) => printable(slice(text, a, b));
  return { before: part(from, start), marked: part(start, stop), after: part(stop, to), more: end > to && to < text.length };
}

/**
 * Cuts a line to what fits: the marked part first, then what is before it, then what is after.
 *
 * @param {Line} line
 * @param {number} room in columns
 * @returns {Line}
 */
export function clip({ before, marked, after, more }, room) {
  if (width(before) + width(marked) + width(after) <= room) return { before, marked, after, more };
  const shown = start(marked, Math.max(8, room - 20));
  const left = Math.max(8, room - width(shown));
  const lead = end(before, Math.max(8, left - Math.min(width(after), Math.floor(left / 3))));
  return { before: lead, marked: shown, after: start(after, Math.max(2, left - width(lead))), more };
}

/**
 * Text without anything that moves a terminal's cursor, changes its colours or its direction.
 *
 * @param {string} text
 */
export function printable(text) {
  return text
    .replaceAll("\t", TAB)
    .replaceAll("\uFEFF", "")
    .replace(/[\0-\x1f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu, "\uFFFD");
}

/**
 * How many columns a text takes on a terminal.
 *
 * @param {string} text
 */
export function width(text) {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += columnsOf(segment);
  return columns;
}

/**
 * Breaks each line of a text at its blanks, into lines of at most `room` columns. A longer word has a line of its own.
 *
 * @param {string} text
 * @param {number} room
 * @returns {string[]}
 */
export function wrap(text, room) {
  return text.split("\n").flatMap((line) => {
    const lines = [""];
    for (const word of line.split(" ")) {
      const longer = lines[0] === "" ? word : `${lines[0]} ${word}`;
      if (lines[0] === "" || width(longer) <= room) lines[0] = longer;
      else lines.unshift(word);
    }
    return lines.reverse();
  });
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** East Asian wide and fullwidth characters. Source: Unicode's EastAsianWidth.txt, classes W and F. */
const WIDE =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u;

/** @param {string} grapheme */
function columnsOf(grapheme) {
  if (/^[\p{Mark}\p{Format}]+$/u.test(grapheme)) return 0;
  return WIDE.test(grapheme) || /^\p{Emoji_Presentation}|\uFE0F/u.test(grapheme) ? 2 : 1;
}

/**
 * The start of a text, in at most `room` columns.
 *
 * @param {string} text
 * @param {number} room
 */
export function start(text, room) {
  if (width(text) <= room) return text;
  let kept = "";
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) {
    columns += columnsOf(segment);
    if (columns > room - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/**
 * The end of a text, in at most `room` columns.
 *
 * @param {string} text
 * @param {number} room
 */
function end(text, room) {
  if (width(text) <= room) return text;
  const segments = [...graphemes.segment(text)].map(({ segment }) => segment);
  let from = segments.length;
  let columns = 1;
  while (from > 0 && columns + columnsOf(segments[from - 1]) <= room) columns += columnsOf(segments[--from]);
  return `…${segments.slice(from).join("")}`;
}

/**
 * @param {string | Uint8Array} text
 * @param {number} at
 */
function isInner(text, at) {
  if (typeof text === "string") return text.charCodeAt(at) >> 10 === 0x37;
  return text[at] >> 6 === 2;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * @param {string | Uint8Array} text
 * @param {number} from
 * @param {number} to
 */
function slice(text, from, to) {
  return typeof text === "string" ? text.slice(from, to) : decoder.decode(text.subarray(from, to));
}
