/**
 * How a text is written: its byte order mark and the end of each of its lines. The editor shows lines and knows nothing of
 * either; here they are kept beside its state, through every edit and back through every undo, so that the bytes of whatever
 * was not touched are the bytes that came in.
 *
 * A new line ends as most lines of the file do. Only a lone CR that an edit brings right before an LF is written CRLF, for the
 * two would be read as one.
 */

import { invertedEffects } from "@codemirror/commands";
import { EditorState, MapMode, RangeSet, RangeSetBuilder, RangeValue, StateEffect, StateField } from "@codemirror/state";

/** @import { ChangeDesc, Extension, Range, Text } from "@codemirror/state" */

/** @typedef {"\n" | "\r\n" | "\r"} LineEnd */

const BOM = "\uFEFF";
const BREAK = /\r\n?|\n/g;

/**
 * The end of one line where it is another one than most lines have. It covers the break in the editor's text, stays between
 * what is typed before and after it, and goes with the break.
 */
class End extends RangeValue {
  /** @param {LineEnd} end */
  constructor(end) {
    super();
    this.end = end;
    this.startSide = 1;
    this.endSide = -1;
  }

  /** @param {RangeValue} other */
  eq(other) {
    return other instanceof End && other.end === this.end;
  }
}

/** @type {Record<LineEnd, End>} */
const ENDS = { "\n": new End("\n"), "\r\n": new End("\r\n"), "\r": new End("\r") };

/**
 * @typedef {object} Written
 * @property {boolean} bom whether the text starts with a byte order mark
 * @property {LineEnd} usual how most lines end, and new ones
 * @property {RangeSet<End>} others the ends of the lines that end otherwise
 */

/** Puts line ends back, with a text that is put back. @type {import("@codemirror/state").StateEffectType<Range<End>[]>} */
const restore = StateEffect.define({
  map: (ends, changes) => ends.flatMap((end) => moved(end, changes)),
});

/** @param {Range<End>} end @param {ChangeDesc} changes @returns {Range<End>[]} */
function moved({ from, value }, changes) {
  const at = changes.mapPos(from, 1, MapMode.TrackAfter);
  return at === null ? [] : [value.range(at, at + 1)];
}

/** @type {StateField<Written>} */
const field = StateField.define({
  // Only for a state that was made without `written`.
  create: () => ({ bom: false, usual: "\n", others: RangeSet.empty }),
  update(written, transaction) {
    if (!transaction.docChanged) return written;
    let { others } = written;
    if (others.size > 0) {
      transaction.changes.iterChangedRanges((fromA, toA) => {
        if (toA > fromA) others = others.update({ filterFrom: fromA, filterTo: toA, filter: (from, to) => from < fromA || to > toA });
      }, true);
      others = others.map(transaction.changes);
    }
    for (const effect of transaction.effects) {
      if (effect.is(restore)) others = others.update({ add: effect.value, sort: true });
    }
    return others === written.others ? written : { ...written, others };
  },
});

/** What an undo of a transaction has to put back beside its text. Every change of the text is one that can be undone. */
const undone = invertedEffects.of(({ startState, changes }) => {
  const { others } = startState.field(field);
  if (others.size === 0 || changes.empty) return [];
  /** @type {Range<End>[]} */
  const lost = [];
  changes.iterChangedRanges((fromA, toA) => {
    if (toA > fromA) others.between(fromA, toA, (from, to, end) => void (from >= fromA && to <= toA && lost.push(end.range(from, to))));
  }, true);
  return lost.length === 0 ? [] : [restore.of(lost)];
});

/**
 * Takes a text in: the lines for the editor, and the extension that keeps how they were written.
 *
 * @param {string} text
 * @returns {{ doc: string, extension: Extension }}
 */
export function written(text) {
  const bom = text.startsWith(BOM);
  const doc = bom ? text.slice(1) : text;
  return { doc, extension: [field.init(() => ({ bom, ...endsOf(doc) })), undone] };
}

/** @param {string} doc @returns {{ usual: LineEnd, others: RangeSet<End> }} */
function endsOf(doc) {
  const counts = { "\n": 0, "\r\n": 0, "\r": 0 };
  if (doc.includes("\r")) for (const [end] of doc.matchAll(BREAK)) counts[/** @type {LineEnd} */ (end)] += 1;
  const usual = /** @type {LineEnd[]} */ (["\n", "\r\n", "\r"]).reduce((most, end) => (counts[end] > counts[most] ? end : most));
  const kinds = Object.values(counts).filter((count) => count > 0).length;
  if (kinds < 2) return { usual, others: RangeSet.empty };
  /** @type {RangeSetBuilder<End>} */
  const others = new RangeSetBuilder();
  // A CRLF is one position in the editor.
  let shorter = 0;
  for (const { 0: end, index } of doc.matchAll(BREAK)) {
    const at = index - shorter;
    if (end !== usual) others.add(at, at + 1, ENDS[/** @type {LineEnd} */ (end)]);
    shorter += end.length - 1;
  }
  return { usual, others: others.finish() };
}

/**
 * The text of a state as it is written.
 *
 * @param {EditorState} state
 */
export function textOf(state) {
  const { bom, usual, others } = state.field(field);
  const { doc } = state;
  let text = bom ? BOM : "";
  let from = 0;
  for (const cursor = others.iter(); cursor.value !== null; cursor.next()) {
    text = joined(text, doc.sliceString(from, cursor.from, usual));
    text = joined(text, cursor.value.end);
    from = cursor.to;
  }
  return joined(text, doc.sliceString(from, doc.length, usual));
}

/** Two pieces of a text, of which none may become one line end where there were two. @param {string} text @param {string} next */
function joined(text, next) {
  return text.endsWith("\r") && next.startsWith("\n") ? `${text}\n${next}` : text + next;
}

/** @param {EditorState} state how it is written @returns {{ bom: boolean, breaks: LineEnd | "mixed" }} */
export function writingOf(state) {
  const { bom, usual, others } = state.field(field);
  return { bom, breaks: others.size === 0 ? usual : "mixed" };
}

/**
 * Where offsets of a written text are in the editor's text.
 *
 * @param {string | Uint8Array} source what the offsets are of: UTF-16 units of a string, bytes of an array
 * @param {string} text the same as a string
 * @param {Text} doc the same as the editor's lines
 * @returns {(offset: number) => number}
 */
export function positions(source, text, doc) {
  const inBytes = typeof source !== "string";
  // Neither a mark nor a CRLF nor (in bytes) a character of more than one byte: both count the same.
  if (source.length === doc.length) return (offset) => Math.min(Math.max(offset, 0), doc.length);
  const { starts, units } = linesOf(text, inBytes);
  return (offset) => {
    const index = lineAt(starts, offset);
    const line = doc.line(Math.min(index + 1, doc.lines));
    const within = Math.max(0, offset - starts[index]);
    return Math.min(line.from + (inBytes ? unitsIn(text, units[index], within) : within), line.to);
  };
}

/**
 * Where each line starts: in the unit of the source, and in UTF-16 units of the text. One pass, for it is made for each key.
 *
 * @param {string} text @param {boolean} inBytes
 */
function linesOf(text, inBytes) {
  const starts = [];
  const units = [];
  let bytes = 0;
  let isStart = true;
  for (let at = 0; at < text.length; at += 1) {
    // The mark comes before the first line.
    if (isStart && !(at === 0 && text.startsWith(BOM))) {
      starts.push(inBytes ? bytes : at);
      units.push(at);
      isStart = false;
    }
    const unit = text.charCodeAt(at);
    bytes += width(unit);
    if (unit === LF || (unit === CR && text.charCodeAt(at + 1) !== LF)) isStart = true;
  }
  if (isStart) {
    starts.push(inBytes ? bytes : text.length);
    units.push(text.length);
  }
  return { starts, units };
}

const LF = 10;
const CR = 13;

/** How many bytes of UTF-8 a UTF-16 unit adds: four for the first of a pair, none for the second. @param {number} unit */
function width(unit) {
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  if (unit >= 0xd800 && unit < 0xdc00) return 4;
  return unit >= 0xdc00 && unit < 0xe000 ? 0 : 3;
}

/** How many UTF-16 units of a text hold so many bytes. @param {string} text @param {number} from @param {number} bytes */
function unitsIn(text, from, bytes) {
  let at = from;
  for (let left = bytes; left > 0 && at < text.length; at += 1) left -= width(text.charCodeAt(at));
  // Not between the two units of a pair.
  if (at < text.length && width(text.charCodeAt(at)) === 0) at += 1;
  return at - from;
}

/** The last line that starts at or before an offset. @param {number[]} starts @param {number} offset */
function lineAt(starts, offset) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
