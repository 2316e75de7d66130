// The diff, applied by another program, gives the resolution.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { unifiedDiff } from "../../js/cli/diff.js";

const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
after(() => rmSync(folder, { recursive: true }));

/**
 * Replaces each `from` by `to`, and applies the diff of that.
 *
 * @param {string} text
 * @param {[from: string, to: string][]} replacements in the order of the text
 */
function check(text, replacements) {
  /** @type {any[]} */
  const edits = [];
  let [result, at] = ["", 0];
  for (const [from, to] of replacements) {
    const start = text.indexOf(from, at);
    assert.ok(start >= 0);
    const bytes = (/** @type {number} */ end) => Buffer.byteLength(text.slice(0, end));
    edits.push({ start: bytes(start), end: bytes(start + from.length), old: from, new: to, sites: [] });
    result += text.slice(at, start) + to;
    at = start + from.length;
  }
  result += text.slice(at);
  const diff = unifiedDiff("t.yaml", Buffer.from(text), Buffer.from(result), edits);
  writeFileSync(join(folder, "t.yaml"), text);
  const run = spawnSync("git", ["apply", "--whitespace=nowarn", "-p1", "-"], { cwd: folder, input: diff });
  assert.equal(run.stderr.toString(), "", Buffer.from(diff).toString());
  assert.equal(readFileSync(join(folder, "t.yaml"), "utf8"), result, Buffer.from(diff).toString());
  return Buffer.from(diff).toString();
}

const lines = (/** @type {number} */ from, /** @type {number} */ to) => Array.from({ length: to - from }, (_, n) => `line ${from + n}\n`).join("");

test("one change has three lines around it", () => {
  assert.equal(
    check(`${lines(1, 6)}image: a\n${lines(7, 12)}`, [["a\n", "b\n"]]),
    `--- a/t.yaml
+++ b/t.yaml
@@ -3,7 +3,7 @@
 line 3
 line 4
 line 5
-image: a
+image: b
 line 7
 line 8
 line 9
`,
  );
});

test("changes near each other are one hunk, far ones two", () => {
  const text = `${lines(0, 5)}A\n${lines(6, 12)}B\n${lines(13, 30)}C\n${lines(31, 40)}`;
  const diff = check(text, [["A", "x"], ["B", "y"], ["C", "z"]]);
  assert.equal(diff.match(/^@@/gm)?.length, 2);
});

test("two changes of one line are one", () => {
  assert.equal(check("a: A, b: B\n", [["A", "x"], ["B", "y"]]).match(/^-/gm)?.length, 2);
});

test("a file that does not end in a line break", () => {
  check("a\nimage: A", [["A", "x"]]);
  check("a\nimage: A\nb", [["A", "x"]]);
  assert.match(check("A", [["A", "x"]]), /\\ No newline at end of file/);
});

test("CRLF, CR and characters of several bytes", () => {
  check("一\r\nimage: 日本\r\n二\r\n", [["日本", "é"]]);
  check("a\rimage: A\rb\r", [["A", "x"]]);
});

test("a change that takes or gives lines", () => {
  check(`a\nimage: |\n  A\n  B\n${lines(0, 9)}C\nd\n`, [["|\n  A\n  B", "m-1"], ["C", "|\n  x\n  y"]]);
});

test("a line that is put before another is all that is shown", () => {
  const diff = check(`${lines(0, 5)}  <<: *base\n${lines(6, 9)}`, [["<<", "ImageId: m-1\n  <<"]]);
  assert.deepEqual(diff.match(/^[-+](?![-+]).*/gm), ["+  ImageId: m-1"]);
  const crlf = check("a:\r\n  <<: *base\r\n", [["<<", "ImageId: m-1\r\n  <<"]]);
  assert.deepEqual(crlf.match(/^[-+](?![-+]).*/gm), ["+  ImageId: m-1\r"].map((line) => line.trimEnd()));
});

test("an anchor that moves with its lines", () => {
  check("ImageId: &i |-\n    web\nName: *i\nHost: *i\n", [["&i |-\n    web", "m-1"], ["*i", "&i |-\n    web"]]);
});

test("nothing changed: nothing", () => assert.equal(unifiedDiff("t", Buffer.from("a"), Buffer.from("a"), []).length, 0));
