/** Templates that are made to hurt: what each gets, that it gives its bytes back, and that it takes time in line with its length. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { analyze, Resolver } from "../../js/node.js";
import { bytesOf } from "../fixtures/adversarial/case.mjs";
import { assertLinear } from "./pace.js";

/** @import { Case } from "../fixtures/adversarial/case.mjs" */

/** @type {Case[]} */
const cases = JSON.parse(readFileSync(new URL("../fixtures/adversarial/cases.json", import.meta.url), "utf8"));

const relations = { web: { artifactId: "artifact-web", version: "1" } };
const resolver = new Resolver({
  manifestVersion: 1,
  provider: "1000000000000001",
  artifacts: [{ artifactId: "artifact-web", artifactType: "EcsImage", name: "web", versions: [{ version: "1", status: "Available", source: { type: "custom", imageId: "m-bp1aaaaaaaaaaaaaaaaa", regionId: "cn-hangzhou" } }] }],
  services: [{ serviceId: "service-web", relations }],
});

assert.ok(cases.length > 50);
for (const { name, file, parts, ok, sites, findings } of cases) {
  test(name, () => {
    const bytes = bytesOf(parts);
    const report = analyze(bytes, { filename: file });
    const found = new Set(report.diagnostics.map(({ severity, code }) => `${severity} ${code}`));
    assert.deepEqual({ ok: report.ok, sites: report.sites.length, findings: [...found].sort() }, { ok, sites, findings });
    assert.ok(report.diagnostics.length <= 1000);

    const answer = resolver.resolve(bytes, { service: "service-web", region: "cn-hangzhou", account: "1000000000000001" }, { filename: file });
    if (answer.ok && answer.edits.length === 0) assert.deepEqual(answer.template, bytes, "nothing is replaced, and yet the bytes differ");
    if (!answer.ok) assert.equal(answer.template, undefined);
  });
}

test("what is nested as deep as any limit allows fits the stack", () => {
  const deep = cases.filter(({ findings }) => findings.includes("error nesting-limit"));
  assert.ok(deep.length > 5);
  for (const { name, file, parts } of deep) {
    const report = analyze(bytesOf(parts), { filename: file, limits: { nesting: 1_000_000 } });
    assert.ok(report.diagnostics.some(({ code, args }) => code === "nesting-limit" && args.limit === 1_000), `${name}: ${report.diagnostics[0]?.message}`);
  }
});

test("four times the text takes at most six times as long", () => {
  let worst = 0;
  const growing = cases.filter(({ grows }) => grows);
  for (const { name, file, parts } of growing) {
    worst = Math.max(worst, assertLinear(name, bytesOf(parts, 0.25), bytesOf(parts), (bytes) => void analyze(bytes, { filename: file }).ok));
  }
  console.log(`${growing.length} traps: four times the text costs at most ${worst.toFixed(1)} times as much`);
});
