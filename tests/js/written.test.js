// A text in the editor keeps its bytes: any edits of any text give the bytes that a plain model of lines gives, undo gives
// back what was there, and places in either unit are found.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { history, redo, undo } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import fc from "fast-check";

import { readable } from "../../www/elements/template/readable.js";
import { positions, textOf, written, writingOf } from "../../www/elements/template/written.js";

/** @typedef {"\n" | "\r\n" | "\r"} LineEnd */
/** @typedef {string | { end: LineEnd }} Unit a character, or the end of a line */

/** @param {string} text */
function open(text) {
  const { doc, extension } = written(text);
  return EditorState.create({ doc, extensions: [history(), extension] });
}

/** The model: one unit for each position of the editor. @param {string} text @returns {Unit[]} */
const unitsOf = (text) => (text.match(/\r\n|[^]/g) ?? []).map((piece) => (/[\r\n]/.test(piece) ? { end: /** @type {LineEnd} */ (piece) } : piece));

/** @param {Unit[]} units */
function write(units) {
  let text = "";
  units.forEach((unit, at) => {
    const next = units[at + 1];
    const swallowed = typeof unit !== "string" && unit.end === "\r" && typeof next === "object" && next.end === "\n";
    text += typeof unit === "string" ? unit : swallowed ? "\r\n" : unit.end;
  });
  return text;
}

/** @param {string} text @returns {LineEnd} the commonest, LF and then CRLF before others */
function usualEnd(text) {
  const ends = text.match(/\r\n|\r|\n/g) ?? [];
  const count = (/** @type {string} */ end) => ends.filter((one) => one === end).length;
  return /** @type {LineEnd[]} */ (["\n", "\r\n", "\r"]).reduce((most, end) => (count(end) > count(most) ? end : most));
}

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("\n", "\r\n", "\r") },
  { weight: 3, arbitrary: fc.constantFrom("a", "b: ", "é", "画像", "😀", "\uFEFF", "\u2028", "\t") },
);
const body = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
const text = fc.tuple(fc.boolean(), body).map(([bom, body]) => (bom ? `\uFEFF${body}` : body));
const edit = fc.record({ from: fc.nat(), length: fc.nat({ max: 6 }), insert: body, more: fc.option(fc.record({ gap: fc.nat({ max: 5 }), length: fc.nat({ max: 4 }), insert: body })), joins: fc.boolean() });

/** @typedef {{ from: number, length: number, insert: string, more: { gap: number, length: number, insert: string } | null, joins: boolean }} Edit */

/** An edit as changes that fit a text of so many positions. @param {Edit} edit @param {number} room */
function changesOf({ from, length, insert, more }, room) {
  const start = from % (room + 1);
  const end = Math.min(start + length, room);
  const changes = [{ from: start, to: end, insert }];
  if (more !== null && end + more.gap <= room) {
    changes.push({ from: end + more.gap, to: Math.min(end + more.gap + more.length, room), insert: more.insert });
  }
  return changes;
}

describe("a text in the editor", () => {
  test("comes out as it went in", () => {
    fc.assert(fc.property(text, (text) => assert.equal(textOf(open(text)), text)));
  });

  test("after any edits has the bytes of what was not touched, and new lines like the others", () => {
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 12 }), (text, edits) => {
        const bom = text.startsWith("\uFEFF");
        const start = bom ? text.slice(1) : text;
        const usual = usualEnd(start);
        let units = unitsOf(start);
        let state = open(text);
        for (const edit of edits) {
          const changes = changesOf(edit, units.length);
          state = state.update({ changes }).state;
          for (const { from, to, insert } of changes.toReversed()) {
            const given = unitsOf(insert).map((unit) => (typeof unit === "string" ? unit : { end: usual }));
            units.splice(from, to - from, ...given);
          }
          assert.equal(textOf(state), (bom ? "\uFEFF" : "") + write(units));
          // What is read back has the lines that are shown. (A mark that is typed at the very start is one when it is read.)
          if (!state.doc.line(1).text.startsWith("\uFEFF")) assert.deepEqual(open(textOf(state)).doc.toJSON(), state.doc.toJSON());
        }
      }),
      { numRuns: 500 },
    );
  });

  test("is what it was, step by step, when edits are undone, and again when they are redone", () => {
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 10 }), (text, edits) => {
        let state = open(text);
        const dispatch = (/** @type {import("@codemirror/state").Transaction} */ transaction) => (state = transaction.state);
        const seen = new Set([text]);
        for (const edit of edits) {
          state = state.update({ changes: changesOf(edit, state.doc.length), userEvent: edit.joins ? "input.type" : "delete" }).state;
          seen.add(textOf(state));
        }
        const last = textOf(state);
        while (undo({ state, dispatch })) assert.ok(seen.has(textOf(state)), "an undo led to what never was");
        assert.equal(textOf(state), text);
        while (redo({ state, dispatch }));
        assert.equal(textOf(state), last);
        while (undo({ state, dispatch }));
        assert.equal(textOf(state), text);
      }),
      { numRuns: 500 },
    );
  });

  test("says how it is written", () => {
    const breaks = (/** @type {string} */ text) => writingOf(open(text)).breaks;
    assert.deepEqual([breaks("a\nb\n"), breaks("a\r\nb"), breaks("a\rb"), breaks("a\r\nb\nc"), breaks("a")], ["\n", "\r\n", "\r", "mixed", "\n"]);
    assert.deepEqual([writingOf(open("\uFEFFa")).bom, writingOf(open("a")).bom], [true, false]);
  });
});

describe("places", () => {
  test("in bytes and in UTF-16 units are the same places in the editor", () => {
    fc.assert(
      fc.property(text, fc.nat(), (text, at) => {
        const { doc } = open(text);
        const bytes = Buffer.from(text);
        const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
        const units = unitsOf(body);
        const position = at % (units.length + 1);
        // A place between the two units of a pair is none.
        if (typeof units[position] === "string" && /[\udc00-\udfff]/.test(String(units[position]))) return;
        const before = (text.startsWith("\uFEFF") ? "\uFEFF" : "") + units.slice(0, position).map((unit) => (typeof unit === "string" ? unit : unit.end)).join("");
        assert.equal(positions(text, text, doc)(before.length), position);
        assert.equal(positions(new Uint8Array(bytes), text, doc)(Buffer.byteLength(before)), position);
      }),
      { numRuns: 500 },
    );
  });
});

describe("what can be shown", () => {
  const unreadable = (/** @type {string | number[]} */ source) => {
    const read = readable(typeof source === "string" ? source : new Uint8Array(source));
    return "text" in read ? read.text : read.unreadable;
  };

  test("is UTF-8 text, with or without a mark", () => {
    fc.assert(fc.property(text, (text) => assert.equal(unreadable([...Buffer.from(text)]), text)));
  });

  test("is nothing else", () => {
    assert.equal(unreadable([0xff, 0xfe, 0x41, 0]), "utf-16");
    assert.equal(unreadable([...Buffer.from("Resources:", "utf16le")]), "utf-16");
    assert.equal(unreadable([0x50, 0x4b, 3, 4, 0, 0, 1, 2, 3]), "binary");
    assert.equal(unreadable([0x61, 0x3a, 0xb2, 0xe2]), "invalid-utf8");
    assert.equal(unreadable("a\0"), "binary");
    assert.equal(unreadable("a\ud800"), "lone-surrogate");
    assert.equal(unreadable("a".repeat((1 << 21) + 1)), "template-too-large");
  });
});
