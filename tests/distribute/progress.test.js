// How far a distribution is, as it is shown.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Bars, duration, line, Progress } from "../../js/distribute/progress.js";

/** @import { PlanAction } from "../../js/index.js" */

/** @param {string} action @param {string} regionId @param {Partial<PlanAction>} [more] */
const step = (action, regionId, more = {}) => /** @type {PlanAction} */ ({ action, regionId, artifactId: "artifact-web", version: "1", id: "", ready: true, code: "", args: {}, why: "", ...more });

const copying = (/** @type {string} */ region, /** @type {number} */ progress) => [step("wait", region, { args: { progress } }), step("share-image", region), step("mark-delivery", region)];

test("a region is as far as what is left of it, with the rate and the time that it takes", () => {
  let now = 0;
  const progress = new Progress(() => now);
  progress.update([step("copy-image", "cn-beijing"), ...copying("cn-beijing", 0), ...copying("cn-shanghai", 0)]);
  assert.deepEqual([progress.done, progress.rate], [0, undefined]);
  now = 60_000;
  progress.update([...copying("cn-beijing", 50)]);
  const [beijing, shanghai] = progress.regions;
  assert.deepEqual([Math.round(beijing.done * 100), shanghai.done], [48, 1]);
  assert.equal(Math.round(progress.rate?.perMinute ?? 0), 74);
  assert.equal(Math.round((progress.rate?.left ?? 0) / 1_000), 21);
  progress.update([]);
  assert.equal(progress.done, 1);
});

test("bars are drawn over themselves, and as many as there is room for", async () => {
  /** @type {string[]} */
  const written = [];
  const out = /** @type {any} */ ({ write: (/** @type {string} */ text) => written.push(text) });
  const progress = new Progress(() => 0);
  progress.update(["cn-beijing", "cn-shanghai", "us-west-1", "eu-west-1"].flatMap((region) => copying(region, region === "cn-beijing" ? 100 : 0)));
  const bars = new Bars(out, 5);
  await bars.draw(progress, ["a note"]);
  assert.deepEqual(written[0].split("\n"), [
    "a note",
    "  cn-beijing   ░░░░░░░░░░░░░░░░░░░░   0 %",
    "  cn-shanghai  ░░░░░░░░░░░░░░░░░░░░   0 %",
    "  us-west-1    ░░░░░░░░░░░░░░░░░░░░   0 %",
    "  … 1 more",
    "  0 of 4 regions  ░░░░░░░░░░░░░░░░░░░░   0 %",
    "",
  ]);
  progress.update(copying("us-west-1", 50));
  await bars.draw(progress);
  assert.ok(written[1].startsWith("\x1b[5A\r\x1b[J  us-west-1  █████████░"));
  await bars.end();
  assert.equal(written[2], "\x1b[2A\r\x1b[J");
});

test("a line for what happens, and none for what happens too often", () => {
  assert.equal(line({ type: "done", action: step("copy-image", "cn-beijing") }), "cn-beijing: artifact-web 1 is being copied");
  assert.equal(line({ type: "marked", action: step("mark-delivery", "cn-beijing", { status: "Available", imageId: "m-1" }) }), "cn-beijing: artifact-web 1 is there: m-1");
  assert.equal(line({ type: "marked", action: step("mark-delivery", "", { status: "Available" }) }), "all regions: artifact-web 1 is there");
  assert.equal(line({ type: "failed", action: step("copy-image", "cn-beijing"), code: "Throttling" }), "cn-beijing: copy-image failed: Throttling");
  assert.equal(line({ type: "done", action: step("share-image", "cn-beijing") }), undefined);
  assert.deepEqual([900, 99_000, 100_000, 7_200_000].map(duration), ["1 s", "99 s", "2 min", "2 h 0 min"]);
});
