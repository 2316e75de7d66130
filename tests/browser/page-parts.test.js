// The page's parts that need no browser: lines and marks, places after edits, what a manifest offers, names of files.
import assert from "node:assert/strict";
import { test } from "node:test";

import { choicesOf } from "../../www/src/choices.js";
import { isManifest, resolvedName } from "../../www/src/files.js";
import { editedPlaces, linesOf, placeAfter, writingOf } from "../../www/src/lines.js";
import { initial, update } from "../../www/src/state.js";

const bytes = (/** @type {string} */ text) => new Uint8Array(Buffer.from(text));

/** Lines as their pieces, `text` or `kind,kind:text`. @param {string} text @param {[number, number, string][]} marks */
const lines = (text, marks = []) =>
  linesOf(bytes(text), marks.map(([start, end, kind]) => ({ start, end, kind }))).lines.map(({ pieces }) =>
    pieces.map(({ text, kinds }) => (kinds.length > 0 ? `${kinds}:${text}` : text)),
  );

/** @param {number} start @param {number} end @param {string} text */
const edit = (start, end, text) => ({ start, end, old: "", new: text, sites: [] });

test("lines end at LF, CRLF and CR, and a last line break has a line behind it", () => {
  assert.deepEqual(lines("a\nb\r\nc\rd"), [["a"], ["b"], ["c"], ["d"]]);
  assert.deepEqual(lines("a\n\n"), [["a"], [""], [""]]);
  assert.deepEqual(lines(""), [[""]]);
});

test("pieces are cut where marks start and end, over lines and over each other", () => {
  assert.deepEqual(lines("漢字x", [[3, 6, "a"]]), [["漢", "a:字", "x"]]);
  assert.deepEqual(lines("ab\ncd", [[1, 4, "a"]]), [["a", "a:b"], ["a:c", "d"]]);
  assert.deepEqual(lines("abcd", [[1, 4, "a"], [0, 2, "b"]]), [["b:a", "b,a:b", "a:cd"]]);
  assert.deepEqual(lines("ab", [[1, 1, "a"]]), [["a", "b"]], "a mark of nothing marks no piece");
  assert.deepEqual(linesOf(bytes("a\nb"), [{ start: 2, end: 2, kind: "x" }]).lines.map(({ kinds }) => kinds), [[], ["x"]], "but its line");
});

test("what cannot be seen is shown, and cannot turn the text around", () => {
  assert.deepEqual(lines("a\0\u202Eb\tc"), [["a␀\uFFFDb\tc"]]);
  assert.deepEqual(linesOf(new Uint8Array([0x61, 0xff, 0x62]), []).lines[0].pieces[0].text, "a\uFFFDb");
});

test("a text that is too long to look at is cut, and says how much is left", () => {
  assert.equal(linesOf(bytes("a\n".repeat(30_000)), []).lines.length, 20_000);
  assert.equal(linesOf(bytes("a\n".repeat(30_000)), []).left, 20_000);
  assert.equal(linesOf(new Uint8Array(2 ** 21), []).left, 2 ** 20);
  assert.equal(linesOf(bytes("a\nb"), []).left, 0);
});

test("ten thousand marks in one line take no longer than they are many", () => {
  const marks = Array.from({ length: 10_000 }, (_, index) => ({ start: index * 4 + 1, end: index * 4 + 3, kind: "a" }));
  const started = performance.now();
  assert.equal(linesOf(new Uint8Array(40_000).fill(97), marks).lines[0].pieces.length, 20_001);
  assert.ok(performance.now() - started < 2000);
});

test("places follow the edits before them, and take the whole of an edit that they touch", () => {
  const edits = [edit(2, 4, "漢字"), edit(6, 10, "x")];
  assert.deepEqual(editedPlaces(edits), [{ start: 2, end: 8 }, { start: 10, end: 11 }]);
  for (const [start, end, expected] of /** @type {const} */ ([
    [0, 1, [0, 1]],
    [2, 4, [2, 8]],
    [3, 5, [2, 9]],
    [4, 6, [8, 10]],
    [5, 11, [9, 12]],
    [7, 8, [10, 11]],
    [10, 12, [11, 13]],
  ])) {
    const after = placeAfter({ start, end }, edits);
    assert.deepEqual([after.start, after.end], expected, `${start}..${end}`);
  }
});

test("how a text is written", () => {
  assert.deepEqual(writingOf(bytes("\uFEFFa\r\nb")), { size: 7, bom: true, breaks: "CRLF" });
  assert.equal(writingOf(bytes("a\nb\r")).breaks, "mixed");
  assert.equal(writingOf(bytes("a\rb\r")).breaks, "CR");
  assert.equal(writingOf(bytes("a")).breaks, "none");
});

test("whatever a manifest is, there are choices", () => {
  const wrong = ["", "[", "null", "[]", '"x"', '{"services": 1, "artifacts": {"a": 1}}', '{"services": [null, 1, {"serviceId": 5}, {"serviceId": "s", "sharedAccounts": [{"uid": 1}], "templates": "x"}]}'];
  for (const text of wrong) assert.deepEqual(choicesOf(bytes(text)).regions, [], text);
  assert.deepEqual(choicesOf(bytes(`\uFEFF${wrong[6]}`)).services.map(({ id, accounts }) => [id, accounts]), [["s", []]]);
  const named = choicesOf(bytes('{"provider": "9000000000000000", "artifacts": [{"versions": [{"source": {"regionId": "c"}, "supportRegionIds": "all", "images": {"b": {}}}]}], "services": [{"serviceId": "s", "templates": [{"allowedRegions": ["a", "b"]}]}]}'));
  assert.deepEqual(named.regions, ["a", "b", "c"]);
  assert.equal(named.stranger, "9000000000000001", "any other account is another one");
});

test("a new manifest keeps what it still has", () => {
  const manifest = (/** @type {string} */ text) => ({ type: /** @type {const} */ ("opened"), role: /** @type {const} */ ("manifest"), input: { name: "m.json", bytes: bytes(text), sample: false } });
  const one = '{"provider": "1", "services": [{"serviceId": "a", "sharedAccounts": [{"uid": "2"}], "templates": [{"allowedRegions": ["r", "q"]}]}, {"serviceId": "b"}]}';
  let state = update(initial, manifest(one));
  assert.deepEqual(state.request, { service: "a", region: "q", account: "2" });
  state = update(state, { type: "asked", field: "service", value: "b" });
  assert.equal(state.request.account, state.choices.stranger, "an account of another service is any other account");
  state = update(state, { type: "asked", field: "region", value: "elsewhere", typed: true });
  assert.deepEqual(update(state, manifest(one)).request, state.request);
  assert.equal(update(state, manifest('{"services": [{"serviceId": "c"}]}')).request.service, "c");
});

test("files say what they are, and are named after their region", () => {
  const file = (/** @type {string} */ text) => ({ name: "x", bytes: bytes(text), sample: false });
  assert.ok(isManifest(file('\uFEFF {"manifestVersion": 1}')));
  assert.ok(!isManifest(file('{"ROSTemplateFormatVersion": "2015-09-01"}')));
  assert.ok(!isManifest(file('a: "manifestVersion"')));
  for (const [name, expected] of [["a.yaml", "a.r.yaml"], ["main.tf.json", "main.r.tf.json"], ["main.tf", "main.r.tf"], ["a.b.yml", "a.b.r.yml"], ["template", "template.r"], [".yaml", ".yaml.r"]]) {
    assert.equal(resolvedName(name, "r"), expected);
  }
});
