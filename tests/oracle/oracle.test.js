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
import { resolve } from "./resolve.js";
import { readHcl, readJson, readYaml } from "./tree.js";

/** @import { Resolution } from "../../js/index.js" */

const SEED = Number(process.env.SEED ?? 20261123);
const CASES = Number(process.env.CASES ?? 2000);

/** @typedef {"ros-yaml" | "ros-json" | "terraform"} Language */

/**
 * @param {string} text @param {Language} format @param {any} world @param {any} asked @param {"documented" | "extended"} profile
 * @param {Resolution<string>} answer
 */
function compare(text, format, world, asked, profile, answer) {
  const expected = resolve(text, format, world, asked, profile);
  const errors = new Set(answer.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code));
  assert.deepEqual([...errors].sort(), [...expected.errors].sort(), "the errors");
  assert.equal(answer.ok, expected.errors.size === 0, "the verdict");
  if (!answer.ok) {
    assert.equal(answer.template, undefined, "whole or nothing");
    return false;
  }
  const said = answer.sites.map(({ resource, path, outcome, replacement }) => ({
    resource,
    path: path.join("."),
    outcome,
    ...(outcome === "replaced" ? { imageId: replacement?.imageId } : {}),
  }));
  const order = (/** @type {object[]} */ sites) => sites.map((site) => JSON.stringify(site)).sort();
  assert.deepEqual(order(said), order(expected.sites), "the sites");

  // Bytes: only inside the tokens that are replaced, and nothing but the reported edits.
  let output = "";
  let at = 0;
  for (const edit of answer.edits) {
    assert.ok([...expected.replaced.keys()].some(({ start, end }) => start <= edit.start && edit.end <= end), `an edit at ${edit.start} where nothing is replaced`);
    assert.equal(text.slice(edit.start, edit.end), edit.old);
    output += text.slice(at, edit.start) + edit.new;
    at = edit.end;
  }
  output += text.slice(at);
  assert.equal(answer.template, output, "the output is the input with the edits");

  // Meaning: the output reads as the input with those texts replaced.
  assert.deepEqual(meaning(output, format, new Map()), meaning(text, format, expected.replaced), "the output's meaning");
  return answer.edits.length > 0;
}

/** A template without its positions, with some of its texts replaced. @param {string} text @param {Language} format @param {Map<object, string>} replaced */
function meaning(text, format, replaced) {
  const read = { "ros-yaml": readYaml, "ros-json": readJson, terraform: readHcl }[format];
  // Offsets tell the texts of two readings apart no better than their order does.
  const byPlace = new Map([...replaced].map(([node, id]) => [/** @type {any} */ (node).start, id]));
  return JSON.parse(JSON.stringify(read(text)), (_key, value) => {
    if (value?.kind === "text") return { text: byPlace.get(value.start) ?? value.value };
    return value;
  });
}

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
