/**
 * The project's own fixtures against the oracle: every case of `resolve/`, the templates of `sites/` and `adversarial/` with
 * a manifest that names what stands in them. What the oracle does not judge is listed by name, with the reason.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, test } from "node:test";

import { Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";
import { bytesOf } from "../fixtures/adversarial/case.mjs";
import { compare } from "./compare.js";
import { placesOf } from "./resolve.js";

/** @import { Language, Request } from "./resolve.js" */
/** @import { Case } from "../fixtures/adversarial/case.mjs" */

/**
 * @typedef {{ name: string, file: string, bytes: Uint8Array, world: any, asked: Request, profile?: "documented" | "extended" }} Asked
 * @typedef {{ compared: number, changed: number, refused: number, unjudged: string[] }} Count
 */

/** @param {string} name in `tests/fixtures/` */
const read = (name) => readFileSync(at(`tests/fixtures/${name}`));

/** @param {string} file @param {string} text @returns {Language} */
function languageOf(file, text) {
  if (file.endsWith(".tf")) return "terraform";
  if (file.endsWith(".tf.json")) return "terraform-json";
  return file.endsWith(".json") || /^\uFEFF?\s*\{\s*"/.test(text) ? "ros-json" : "ros-yaml";
}

/** A manifest whose one service, open to all, replaces `literals`. @param {string[]} literals */
const worldFor = (literals) => ({
  manifestVersion: 1,
  provider: "1000000000000001",
  artifacts: [{ artifactId: "artifact-one", artifactType: "EcsImage", name: "one", description: "an artifact that was made up", versions: [{ version: "1", versionName: "v_1", status: "Available", source: { type: "custom", imageId: "m-bp1source", regionId: "cn-hangzhou" }, images: { "cn-beijing": { imageId: "m-2zecopy", status: "Available" } } }] }],
  services: [{ serviceId: "service-one", name: "one", status: "Online", shareType: "Public", relations: Object.fromEntries(literals.map((literal) => [literal, { artifactId: "artifact-one", version: "1" }])) }],
});

const asked = { service: "service-one", region: "cn-beijing", account: "1000000000000009" };

/**
 * What the oracle leaves to the core: rules about a document as a whole, and what a reader of a language says to what is none.
 * There is no output then, and that is all that is compared.
 */
const UNJUDGED = /^(?:yaml|json|hcl)-|^(?:binary|utf-16|invalid-utf8|empty-template|foreign-template|nesting-limit|alias-limit|duplicate-site-key)$/;

/** Where the two differ, and why. */
const EXCEPTIONS = new Map(Object.entries({
  "number-edges": "`1e999` is text for ROS, whose reader is of the PyYAML family (a float has a point); this YAML reader takes it for a number",
  "yaml-alias-of-itself": "the oracle has no bound for a text that holds itself",
  "workspace-plain-weird": "a plain scalar cannot hold this id, and the oracle does not know how styles are written: it is refused (law 4)",
}));

/** @type {Set<string>} */
const met = new Set();
after(() => assert.deepEqual([...met].sort(), [...EXCEPTIONS.keys()].sort(), "an exception that is no fixture's"));

/** @param {Asked} one @param {Count} count */
function ask({ name, file, bytes, world, asked, profile = "extended" }, count) {
  const resolver = new Resolver(world, { profile });
  try {
    const answer = resolver.resolve(bytes, asked, { filename: file });
    const errors = answer.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
    if (errors.some((code) => UNJUDGED.test(code))) {
      assert.equal(answer.template, undefined, "whole or nothing");
      count.unjudged.push(name);
      return;
    }
    const text = decode(bytes);
    const inText = resolver.resolve(text, asked, { filename: file });
    const same = () => compare(text, languageOf(file, text), world, asked, profile, inText);
    if (EXCEPTIONS.has(name)) {
      assert.throws(same, "what is listed as an exception is none");
      met.add(name);
      return;
    }
    if (same()) count.changed += 1;
    else if (!answer.ok) count.refused += 1;
    count.compared += 1;
  } catch (error) {
    throw new Error(`${name}: ${/** @type {Error} */ (error).message}`, { cause: error });
  } finally {
    resolver.free();
  }
}

const decode = (/** @type {Uint8Array} */ bytes) => new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(bytes);

test("resolve/", () => {
  const count = counting();
  const world = JSON.parse(read("resolve/manifest.json").toString());
  for (const { name } of readdirSync(at("tests/fixtures/resolve"), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const file = readdirSync(at(`tests/fixtures/resolve/${name}`)).find((file) => file.startsWith("template.")) ?? "";
    const { profile, ...request } = JSON.parse(read(`resolve/${name}/request.json`).toString());
    ask({ name, file, bytes: read(`resolve/${name}/${file}`), world, asked: request, profile }, count);
  }
  say("resolve/", count);
});

test("sites/, with all literals replaced, and with those that nothing else leads to", () => {
  const count = counting();
  for (const name of readdirSync(at("tests/fixtures/sites")).filter((name) => !name.endsWith(".expected"))) {
    const bytes = read(`sites/${name}`);
    for (const literals of literalsOf(name, bytes)) ask({ name, file: name, bytes, world: worldFor(literals), asked }, count);
  }
  say("sites/", count);
});

test("adversarial/", () => {
  const count = counting();
  /** @type {Case[]} */
  const cases = JSON.parse(read("adversarial/cases.json").toString());
  for (const { name, file, parts, grows } of cases) {
    // A tenth of the length is as much to judge, and the oracle is slow.
    ask({ name, file, bytes: bytesOf(parts, grows ? 0.1 : 1), world: worldFor(["web"]), asked }, count);
  }
  say("adversarial/", count);
});

/** @returns {Count} */
const counting = () => ({ compared: 0, changed: 0, refused: 0, unjudged: [] });

/** @param {string} folder @param {Count} count */
function say(folder, { compared, changed, refused, unjudged }) {
  assert.ok(compared > 30 && changed > 4);
  console.log(`${folder}: ${compared} compared, ${changed} of them changed a template and ${refused} were refused; the core alone judges ${unjudged.length} (${[...new Set(unjudged)].join(", ")})`);
}

/** All texts at its places, and those alone that nothing else leads to. @param {string} file @param {Uint8Array} bytes @returns {string[][]} */
function literalsOf(file, bytes) {
  try {
    const text = decode(bytes);
    const places = placesOf(text, languageOf(file, text));
    const all = places.flatMap(({ value }) => (value.kind === "text" ? [value.value] : value.ends));
    const ends = new Set(places.flatMap(({ value }) => (value.kind === "text" ? [] : value.ends)));
    return [all, all.filter((literal) => !ends.has(literal))];
  } catch {
    return [["m-1"]];
  }
}
