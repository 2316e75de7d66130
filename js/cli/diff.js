/** A unified diff of a template and its resolution, in bytes. Where they differ is known: nothing is searched for. */

/** @import { Edit } from "../index.js" */

/** How many lines around a change are shown. */
const CONTEXT = 3;

const encoder = new TextEncoder();

/**
 * @param {string} name
 * @param {Uint8Array} before
 * @param {Uint8Array} after
 * @param {Edit[]} edits sorted and disjoint, in bytes of `before`
 * @returns {Uint8Array} empty when nothing changed
 */
export function unifiedDiff(name, before, after, edits) {
  if (edits.length === 0) return new Uint8Array();
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const changes = changedLines(old, fresh, edits);
  /** @type {Uint8Array[]} */
  const out = [encoder.encode(`--- a/${name}\n+++ b/${name}\n`)];
  for (let first = 0; first < changes.length; ) {
    let last = first;
    while (last + 1 < changes.length && changes[last + 1].from - changes[last].to <= 2 * CONTEXT) last += 1;
    out.push(...hunk(old, fresh, changes.slice(first, last + 1)));
    first = last + 1;
  }
  return Buffer.concat(out);
}

/** @typedef {{ from: number, to: number, freshFrom: number, freshTo: number }} Change lines, half-open, from 0 */

/**
 * Each run of lines that an edit touches, in both texts.
 *
 * @param {Uint8Array[]} old
 * @param {Uint8Array[]} fresh
 * @param {Edit[]} edits
 */
function changedLines(old, fresh, edits) {
  const [oldAt, freshAt] = [new LineFinder(old), new LineFinder(fresh)];
  /** @type {Change[]} */
  const changes = [];
  let shift = 0;
  for (const { start, end, new: text } of edits) {
    const length = encoder.encode(text).length;
    const change = {
      from: oldAt.find(start),
      to: oldAt.find(Math.max(start, end - 1)) + 1,
      freshFrom: freshAt.find(start + shift),
      freshTo: freshAt.find(Math.max(start + shift, start + shift + length - 1)) + 1,
    };
    shift += length - (end - start);
    const previous = changes.at(-1);
    if (previous !== undefined && change.from < previous.to) Object.assign(previous, { to: change.to, freshTo: change.freshTo });
    else changes.push(change);
  }
  for (const change of changes) trim(old, fresh, change);
  return changes;
}

/**
 * Leaves out the lines at both ends that are the same: a line that is put before another touches that one, too.
 *
 * @param {Uint8Array[]} old
 * @param {Uint8Array[]} fresh
 * @param {Change} change
 */
function trim(old, fresh, change) {
  const same = (/** @type {number} */ one, /** @type {number} */ other) => change.from < change.to && change.freshFrom < change.freshTo && Buffer.compare(old[one], fresh[other]) === 0;
  while (same(change.to - 1, change.freshTo - 1)) {
    change.to -= 1;
    change.freshTo -= 1;
  }
  while (same(change.from, change.freshFrom)) {
    change.from += 1;
    change.freshFrom += 1;
  }
}

/** Finds the lines of ascending offsets. */
class LineFinder {
  #lines;
  #line = 0;
  #start = 0;

  /** @param {Uint8Array[]} lines */
  constructor(lines) {
    this.#lines = lines;
  }

  /** @param {number} at */
  find(at) {
    while (this.#line + 1 < this.#lines.length && at >= this.#start + this.#lines[this.#line].length) {
      this.#start += this.#lines[this.#line++].length;
    }
    return this.#line;
  }
}

/**
 * @param {Uint8Array[]} old
 * @param {Uint8Array[]} fresh
 * @param {Change[]} changes
 */
function* hunk(old, fresh, changes) {
  const [first, last] = [changes[0], changes[changes.length - 1]];
  const lead = Math.min(CONTEXT, first.from);
  const tail = Math.min(CONTEXT, old.length - last.to);
  const range = (/** @type {number} */ from, /** @type {number} */ to) => `${from - lead + 1},${to + tail - (from - lead)}`;
  yield encoder.encode(`@@ -${range(first.from, last.to)} +${range(first.freshFrom, last.freshTo)} @@\n`);
  let at = first.from - lead;
  for (const { from, to, freshFrom, freshTo } of changes) {
    yield* marked(" ", old.slice(at, from));
    yield* marked("-", old.slice(from, to));
    yield* marked("+", fresh.slice(freshFrom, freshTo));
    at = to;
  }
  yield* marked(" ", old.slice(at, at + tail));
}

/**
 * @param {string} mark
 * @param {Uint8Array[]} lines
 */
function* marked(mark, lines) {
  for (const line of lines) {
    yield encoder.encode(mark);
    yield line;
    if (line.at(-1) !== 10) yield encoder.encode("\n\\ No newline at end of file\n");
  }
}

/** The lines of a text, each with its LF. @param {Uint8Array} text */
function linesOf(text) {
  const lines = [];
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf(10, from);
    const to = end === -1 ? text.length : end + 1;
    lines.push(text.subarray(from, to));
    from = to;
  }
  return lines;
}
