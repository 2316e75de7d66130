/**
 * Bytes as lines to look at, cut where a mark starts or ends.
 *
 * Offsets are bytes, as everywhere on this page: the text is only ever decoded to be shown, a piece at a time.
 */

/** @import { Edit } from "../../js/index.js" */

/** @typedef {{ start: number, end: number, kind: string }} Mark a half-open range of bytes */
/** @typedef {{ text: string, kinds: string[] }} Piece */
/** @typedef {{ number: number, kinds: string[], pieces: Piece[] }} Line `kinds` are those of marks that start in it */

/** How much of a text is shown: more than a template may have. */
const SHOWN_BYTES = 1 << 20;
const SHOWN_LINES = 20_000;

const LF = 10;
const CR = 13;

/**
 * @param {Uint8Array} bytes
 * @param {Mark[]} marks in any order; they may overlap
 * @returns {{ lines: Line[], left: number }} and how many bytes at the end are left out
 */
export function linesOf(bytes, marks) {
  const size = Math.min(bytes.length, SHOWN_BYTES);
  const sorted = marks.toSorted((a, b) => a.start - b.start);
  /** @type {Mark[]} */
  let open = [];
  let next = 0;
  /** @type {Line[]} */
  const lines = [];
  let from = 0;
  while (from <= size && lines.length < SHOWN_LINES) {
    const { to, after } = lineEnd(bytes, from, size);
    const first = next;
    while (next < sorted.length && sorted[next].start < after) next += 1;
    const started = sorted.slice(first, next);
    open = [...open, ...started].filter(({ end }) => end > from);
    lines.push({ number: lines.length + 1, kinds: kindsOf(started), pieces: piecesOf(bytes, from, to, open) });
    from = after;
  }
  return { lines, left: Math.max(0, bytes.length - Math.min(from, size)) };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} size
 * @returns {{ to: number, after: number }} where the line's text ends, and where the next line starts
 */
function lineEnd(bytes, from, size) {
  let to = from;
  while (to < size && bytes[to] !== LF && bytes[to] !== CR) to += 1;
  const crlf = bytes[to] === CR && bytes[to + 1] === LF;
  return { to, after: to + (crlf ? 2 : 1) };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 * @param {Mark[]} marks sorted by where they start
 * @returns {Piece[]}
 */
function piecesOf(bytes, from, to, marks) {
  const inside = marks.flatMap(({ start, end }) => [start, end]).filter((at) => at > from && at < to);
  const cuts = [from, ...new Set(inside.sort((a, b) => a - b)), to];
  /** @type {Mark[]} */
  let open = [];
  let next = 0;
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index];
    while (next < marks.length && marks[next].start <= start) open.push(marks[next++]);
    open = open.filter((mark) => mark.end > start);
    return { text: visible(decoder.decode(bytes.subarray(start, end))), kinds: kindsOf(open) };
  });
}

/** @param {Mark[]} marks */
const kindsOf = (marks) => [...new Set(marks.map(({ kind }) => kind))];

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * A text in which every character can be seen, and none changes the direction of the others.
 *
 * @param {string} text
 */
function visible(text) {
  return text
    .replace(/[\0-\x08\x0b-\x1f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "\uFFFD");
}

/**
 * Where the texts that edits put in stand in the edited text.
 *
 * @param {Edit[]} edits sorted and disjoint, in bytes
 * @returns {{ start: number, end: number }[]}
 */
export function editedPlaces(edits) {
  let shift = 0;
  return edits.map((edit) => {
    const start = edit.start + shift;
    const end = start + encoder.encode(edit.new).length;
    shift = end - edit.end;
    return { start, end };
  });
}

/**
 * A place of the text, in the edited text. What touches an edit takes the whole of it.
 *
 * @param {{ start: number, end: number }} place
 * @param {Edit[]} edits sorted and disjoint, in bytes
 */
export function placeAfter({ start, end }, edits) {
  const places = editedPlaces(edits);
  let after = { start, end };
  edits.forEach((edit, index) => {
    const shift = places[index].end - edit.end;
    if (edit.end <= start) after.start = start + shift;
    else if (edit.start <= start) after.start = places[index].start;
    if (edit.end <= end) after.end = end + shift;
    else if (edit.start < end) after.end = places[index].end;
  });
  return after;
}

const encoder = new TextEncoder();

/**
 * How a text is written, which resolving never changes.
 *
 * @param {Uint8Array} bytes
 * @returns {{ size: number, bom: boolean, breaks: "none" | "LF" | "CRLF" | "CR" | "mixed" }}
 */
export function writingOf(bytes) {
  const breaks = new Set();
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === LF) breaks.add(bytes[at - 1] === CR ? "CRLF" : "LF");
    else if (bytes[at] === CR && bytes[at + 1] !== LF) breaks.add("CR");
  }
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { size: bytes.length, bom, breaks: breaks.size > 1 ? "mixed" : ([...breaks][0] ?? "none") };
}
