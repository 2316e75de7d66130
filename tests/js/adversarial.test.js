/** Templates that are made to hurt: what each gets, that it gives its bytes back, and that it takes time in line with its length. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { analyze, Resolver } from "../../js/node.js";
import { bytesOf } from "../fixtures/adversarial/case.mjs";

/** @import { Case } from "../fixtures/adversarial/case.mjs" */

/** @type {Case[]} */
const cases = JSON.parse(readFileSync(new URL("../fixtures/adversarial/cases.json", import.meta.url), "utf8"));

/** The longest that four times the text may take, as a multiple. */
const MOST = 6;

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

test("four times the text takes at most six times as long", () => {
  /** @param {Uint8Array} bytes @param {string} filename */
  const time = (bytes, filename) => {
    const started = performance.now();
    analyze(bytes, { filename }).ok;
    return performance.now() - started;
  };
  for (const { name, file, parts } of cases.filter(({ grows }) => grows)) {
    const [short, long] = [bytesOf(parts, 0.5), bytesOf(parts, 2)];
    // The fastest of some runs is what the text costs; on a busy machine more of them are needed to see it.
    const best = [Infinity, Infinity];
    for (let round = 0; round < 60 && (round < 5 || best[1] / best[0] > MOST); round += 1) {
      best[0] = Math.min(best[0], time(short, file));
      best[1] = Math.min(best[1], time(long, file));
    }
    const ratio = best[1] / best[0];
    console.log(`${name.padEnd(30)} ${String(short.length).padStart(7)} bytes ${best[0].toFixed(2).padStart(7)} ms, ${String(long.length).padStart(7)} bytes ${best[1].toFixed(2).padStart(7)} ms: ${ratio.toFixed(1)}`);
    assert.ok(ratio <= MOST, `${name}: ${ratio.toFixed(1)}`);
  }
});
