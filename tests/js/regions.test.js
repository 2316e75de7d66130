// The regions that people choose from are those that the core knows, each with a name in every language.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { answersTo, areaNames, byArea, inOrder, regionName, regions } from "../../www/elements/regions.js";

test("the ids are the core's", () => {
  const core = readFileSync(new URL("../../src/manifest/region.rs", import.meta.url), "utf8");
  const table = core.slice(core.indexOf("KNOWN: &[Region]"), core.indexOf("];"));
  const known = Array.from(table.matchAll(/(?:region|prefixed)\("([^"]+)"/g), ([, id]) => id);
  assert.ok(known.length > 40);
  assert.deepEqual(regions.map(({ id }) => id).sort(), known.sort());
});

test("names are there in every language, and no two are the same", () => {
  for (const language of /** @type {const} */ (["en", "ja", "zh"])) {
    const names = regions.map(({ id }) => regionName(id, language));
    assert.equal(new Set(names).size, regions.length);
    assert.ok(names.every((name) => name.trim() === name && name.length > 1));
  }
  for (const { area } of regions) assert.ok(areaNames[area]);
  assert.equal(regionName("zz-new-1", "ja"), "zz-new-1");
});

test("regions come in order and by area, unknown ones last", () => {
  assert.deepEqual(inOrder(["zz-b", "us-west-1", "cn-beijing", "zz-a", "cn-hangzhou", "us-west-1"]), ["cn-hangzhou", "cn-beijing", "us-west-1", "zz-a", "zz-b"]);
  assert.deepEqual(byArea(["zz-a", "eu-west-1", "cn-beijing", "eu-central-1"]), [
    { area: "mainland", ids: ["cn-beijing"] },
    { area: "europe", ids: ["eu-central-1", "eu-west-1"] },
    { area: "other", ids: ["zz-a"] },
  ]);
});

test("a region is found by its id and by its name in any language", () => {
  assert.ok(["ap-north", "tokyo", "東京", "东京", ""].every((typed) => answersTo("ap-northeast-1", typed)));
  assert.ok(!answersTo("ap-northeast-1", "osaka"));
});
