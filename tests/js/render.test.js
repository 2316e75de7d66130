// Findings as people read them: what is underlined, whatever stands in the line.
import assert from "node:assert/strict";
import { test } from "node:test";

import { render } from "../../js/diagnostics.js";
import { width } from "../../js/excerpt.js";

/**
 * A finding at the first place of `marked` in `text`, rendered.
 *
 * @param {string} text
 * @param {string} marked
 * @param {object} [more] fields of the finding
 * @param {object} [options]
 */
function show(text, marked, more = {}, options = {}) {
  const start = text.indexOf(marked);
  const before = text.slice(0, start).split(/\r\n|\r|\n/);
  const [line, column] = [before.length, (before.at(-1) ?? "").length + 1];
  const place = { source: "template", start, end: start + marked.length, line, column };
  const diagnostic = { code: "a-code", severity: "error", message: "a message", args: {}, related: [], fixes: [], ...place, ...more };
  const shown = (/** @type {string | Uint8Array} */ text, /** @type {object} */ diagnostic) =>
    render(/** @type {any} */ (diagnostic), { sources: { template: { name: "a.yaml", text } }, ...options });
  const bytes = { start: Buffer.byteLength(text.slice(0, start)), end: Buffer.byteLength(text.slice(0, start + marked.length)) };
  const rendered = shown(text, diagnostic);
  if (diagnostic.start === start) assert.equal(shown(Buffer.from(text), { ...diagnostic, ...bytes }), rendered, "bytes and strings look the same");
  return rendered;
}

/** The columns that are underlined, and what stands above them. @param {string} rendered */
function underlined(rendered) {
  const rows = rendered.split("\n");
  const carets = rows.findIndex((row) => /^ *\| *\^+/.test(row));
  const from = rows[carets].indexOf("^");
  return { from: width(rows[carets].slice(0, from)), columns: /\^+/.exec(rows[carets])?.[0].length, above: rows[carets - 1] };
}

test("a finding has its line, underlined", () => {
  const text = "Resources:\n  ImageId: !Ref Image # x\n";
  assert.equal(
    show(text, "!Ref Image"),
    `error[a-code]: a message
 --> a.yaml:2:12
  |
2 |   ImageId: !Ref Image # x
  |            ^^^^^^^^^^
`,
  );
});

for (const [name, text, marked] of [
  ["tabs", "\tImageId:\t!Ref Image\n", "!Ref Image"],
  ["wide characters", "画像サーバー: 日本語\n", "日本語"],
  ["emoji and joined emoji", "👨‍👩‍👧 😀 é ñ: xyz\n", "xyz"],
  ["combining characters", "e\u0301a\u0308: xyz\n", "xyz"],
  ["a BOM", "\ufeffImageId: xyz\n", "ImageId"],
]) {
  test(`the underline stands right after ${name}`, () => {
    const rendered = show(text, marked);
    const { from, columns, above } = underlined(rendered);
    const at = width(above.slice(0, above.indexOf(marked)));
    assert.equal(from, at, rendered);
    assert.equal(columns, width(marked));
  });
}

test("every kind of line break ends a line", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const rendered = show(["first", "second xyz", "third"].join(end), "xyz");
    assert.match(rendered, /^2 \| second xyz$/m);
    assert.match(rendered, /:2:8$/m);
  }
});

test("a very long line is cut around the place, at characters", () => {
  for (const filler of ["x", "日", "😀", "é"]) {
    const text = `${filler.repeat(5000)}xyz${filler.repeat(5000)}`;
    const rendered = show(text, "xyz");
    for (const row of rendered.split("\n")) assert.ok(width(row) <= 106, String(width(row)));
    assert.doesNotMatch(rendered, /\ufffd/);
    assert.match(underlined(rendered).above, /….*xyz.*…/);
  }
  const { columns } = underlined(show("x".repeat(100_000), "x".repeat(90_000)));
  assert.ok(columns && columns <= 100);
});

test("nothing in a template moves the cursor", () => {
  const rendered = show("a: \x1b[31m\x07\x7f\u202e\u0085\0xyz", "xyz", { message: "bad `\x1b]0;x\x07`" });
  assert.doesNotMatch(rendered, /[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
});

test("a place of several lines shows its first, and says where it ends", () => {
  assert.match(show("a: [1,\n2,\n3]\n", "[1,\n2,\n3]", { endLine: 3, endColumn: 3 }), /\^\^\^ to line 3$/m);
});

test("a place at the end, and an empty one, have one caret", () => {
  assert.equal(underlined(show("a: b", "", { start: 4, end: 4, line: 1, column: 5 })).columns, 1);
  assert.equal(underlined(show("", "", { start: 0, end: 0, line: 1, column: 1 })).columns, 1);
});

test("related places, fixes and help follow", () => {
  const related = [{ source: "template", role: "first", start: 0, end: 1, line: 1, column: 1, endLine: 1, endColumn: 2 }];
  const fixes = [{ start: 3, end: 6, text: '"m-1"' }];
  const catalogue = { codes: { "a-code": { title: "", means: "", example: "", todo: "do this\nthen that" } }, roles: { first: "the first is here" }, severities: {}, words: {} };
  assert.equal(
    show("a: xyz\n", "xyz", { related, fixes }, { catalogue }),
    `error[a-code]: a message
 --> a.yaml:1:4
  |
1 | a: xyz
  |    ^^^
note: the first is here
 --> a.yaml:1:1
  |
1 | a: xyz
  | -
  = fix: replace \`xyz\` by \`"m-1"\`
  = help: do this
          then that
`,
  );
});

test("advice is wrapped to the width", () => {
  const entry = { title: "", means: "", example: "", todo: "word ".repeat(60).trim() };
  const rendered = show("a: xyz\n", "xyz", {}, { catalogue: { codes: { "a-code": entry }, roles: {}, severities: {}, words: {} }, width: 60 });
  for (const row of rendered.split("\n")) assert.ok(width(row) <= 60, row);
});

test("a finding without a place in a text names the place that it has", () => {
  const request = show("", "", { source: "request", field: "region", start: undefined, line: undefined });
  assert.match(request, /--> the request's region$/m);
  const pointer = show("", "", { source: "manifest", pointer: "/services/0", start: undefined, line: undefined });
  assert.match(pointer, /--> manifest \(\/services\/0\)$/m);
});

test("colours are there only when asked for", () => {
  assert.doesNotMatch(show("a: xyz", "xyz"), /\x1b/);
  assert.match(show("a: xyz", "xyz", {}, { color: true }), /\x1b\[1;31m\^\^\^\x1b\[0m/);
});
