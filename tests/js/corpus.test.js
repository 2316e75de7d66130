// The command line over every real template, against the independent oracle of where their image ids stand.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const corpus = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));
const cli = fileURLToPath(new URL("../../js/cli.js", import.meta.url));

/** Files in which the oracle's own parser failed, so that it knows less than there is. */
const ORACLE_FAILED = new Set([
  "alicloud-autoscale/alicloud_terraform/main.tf",
  "alibabacloud-ros-tool-transformer/tests/e2e/ros/resources/ecs_runcommand/main.tf",
  "terraform-aliyun-template/modules/ecs/main.tf",
]);

/** By the oracle's definition: `ImageId` directly under `Properties`, `image_id` at any depth. @param {any} site */
const byDefinition = ({ path }) => (path[0] === "Properties" ? path.length === 2 && path[1] === "ImageId" : path.at(-1) === "image_id");

test("analyze --any-type finds what the oracle found, in every file", (context) => {
  if (!existsSync(`${corpus}oracle.jsonl`)) {
    assert.ok(!process.env.CI, "the corpus of real templates is missing in CI");
    return context.diagnostic("left out: there is no ../shared/corpus here");
  }
  const rows = readFileSync(`${corpus}oracle.jsonl`, "utf8").trimEnd().split("\n").map((row) => JSON.parse(row));
  const input = rows.map(({ file }) => `${corpus}templates/${file}\n`).join("");
  const args = [cli, "analyze", "--any-type", "--format", "jsonl", "--files-from", "-"];
  const { stdout, status } = spawnSync(process.execPath, args, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  // Some of the files have errors, which is what exit code 1 says.
  assert.equal(status, 1);
  const found = stdout.trimEnd().split("\n").map((row) => JSON.parse(row));
  assert.equal(found.length, rows.length);
  let sites = 0;
  for (const [index, row] of rows.entries()) {
    const expected = row.sites
      .map((/** @type {any} */ { resource, start, end, value_kind, value, inner }) => ({ resource, start, end, literal: value_kind === "literal" ? value : null, inner: inner ?? null }))
      .sort((/** @type {any} */ a, /** @type {any} */ b) => a.start - b.start);
    const actual = found[index].sites.filter(byDefinition).map((/** @type {any} */ { resource, start, end, valueKind, value, innerStart, innerEnd }, /** @type {number} */ at) => ({
      resource,
      start,
      end,
      literal: valueKind === "literal" || valueKind === "fuzzy-name" ? value : null,
      // The oracle says where a text in a token is only for quoted ones.
      inner: expected[at]?.inner ? [innerStart, innerEnd] : null,
    }));
    if (!ORACLE_FAILED.has(row.file)) assert.deepEqual(actual, expected, row.file);
    sites += expected.length;
  }
  context.diagnostic(`${rows.length} files, ${sites} sites`);
});
