/**
 * The whole of `resolve` against an oracle that shares no code with it: a verdict, the codes of the errors, what became of
 * each site, and an output that other people's parsers read as the input with exactly those texts replaced.
 *
 * `SEED=7 CASES=100000 node --test tests/oracle` makes other cases, or more.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Resolver } from "../../js/node.js";
import { manifest, random, request, rosDocument, writeHcl, writeJson, writeYaml } from "./cases.js";
import { compare } from "./compare.js";

/** @import { Language } from "./resolve.js" */

const SEED = Number(process.env.SEED ?? 20261123);
const CASES = Number(process.env.CASES ?? 2000);

for (const format of /** @type {Language[]} */ (["ros-yaml", "ros-json", "terraform"])) {
  test(`${CASES} made-up requests, ${format}`, () => {
    let changed = 0;
    let denied = 0;
    for (let seed = SEED; seed < SEED + CASES; seed += 1) {
      const draw = random(seed);
      const world = manifest(draw);
      const asked = request(draw);
      const profile = draw.pick(/** @type {const} */ (["extended", "extended", "documented"]));
      const text = format === "terraform" ? writeHcl(draw) : format === "ros-json" ? writeJson(rosDocument(draw), draw) : writeYaml(rosDocument(draw), draw);
      const resolver = new Resolver(world, { profile });
      assert.deepEqual(resolver.diagnostics.filter(({ severity }) => severity === "error"), [], `seed ${seed}: the made-up manifest has errors`);
      const answer = resolver.resolve(text, asked, { format });
      try {
        if (compare(text, format, world, asked, profile, answer)) changed += 1;
        if (!answer.ok) denied += 1;
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        throw new Error(`SEED=${seed} CASES=1: ${message}\n${JSON.stringify(asked)} ${profile}\n${JSON.stringify(answer)}\n${text}`, { cause: error });
      } finally {
        resolver.free();
      }
    }
    // Cases that only ever say no, or never change a text, would prove little.
    assert.ok(changed > CASES / 20 && denied > CASES / 10, `of ${CASES} cases ${changed} changed a template and ${denied} were refused`);
    console.log(`${format}: ${CASES} cases from seed ${SEED}: ${changed} changed a template, ${denied} were refused`);
  });
}
