// The published JSON Schema against the reader: what the reader calls wrong by its structure the schema rejects, and what it
// takes the schema takes.
//
// Out of the schema's reach, and so valid for it, are what a text says before it is JSON (`json-…`, `nesting-limit`,
// `manifest-too-large`, `invalid-utf8`, `utf-16`, `duplicate-key`), what its fields say of one another (`manifest-duplicate-…`,
// `manifest-artifact-unknown`, `manifest-version-unknown`) and every code that is a warning.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";

import { Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";

/** The draft that the schema is in is read by ajv 8; version 6, which SARIF's needs, is there under the plain name. */
const { Ajv2020 } = createRequire(import.meta.url)("ajv-2020/dist/2020.js");

const schema = JSON.parse(readFileSync(at("js/manifest.schema.json"), "utf8"));
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

const STRUCTURE = ["manifest-wrong-type", "manifest-number-for-id", "manifest-missing-field", "manifest-empty-id", "manifest-version"];

/** The places that both call wrong, or neither. @param {unknown} manifest @param {string} what */
function agree(manifest, what) {
  const { diagnostics } = new Resolver(JSON.stringify(manifest));
  const wrong = diagnostics.filter(({ code }) => STRUCTURE.includes(code));
  assert.equal(validate(manifest), wrong.length === 0, `${what}: ${JSON.stringify(wrong[0] ?? validate.errors, null, 2)}`);
  return wrong.length === 0;
}

/**
 * Every place in a value: how to put something else there, and how to take it away.
 *
 * @param {any} value
 * @param {string} [pointer]
 * @returns {Generator<{ pointer: string, of: any, key: string | number }>}
 */
function* places(value, pointer = "") {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    const at = Array.isArray(value) ? Number(key) : key;
    yield { pointer: `${pointer}/${key}`, of: value, key: at };
    yield* places(value[key], `${pointer}/${key}`);
  }
}

const folder = at("tests/fixtures/manifest");
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".json"));
const design = readFileSync(`${folder}/design.json`, "utf8");

describe("the schema and the reader agree", () => {
  for (const name of fixtures) {
    test(`on ${name}`, (context) => {
      let manifest;
      try {
        manifest = JSON.parse(readFileSync(`${folder}/${name}`, "utf8").replace(/^\ufeff/, ""));
      } catch {
        return context.skip("it is no JSON");
      }
      agree(manifest, name);
    });
  }

  test("on the other manifests of the project", () => {
    for (const file of ["tests/fixtures/resolve/manifest.json", "www/sample/manifest.json"]) agree(JSON.parse(readFileSync(at(file), "utf8")), file);
  });

  test("on every value of a full manifest replaced by every other", () => {
    let [valid, invalid] = [0, 0];
    const count = [...places(JSON.parse(design))].length;
    assert.ok(count > 50);
    for (let place = 0; place < count; place++) {
      for (const other of [null, true, 0, 1, 1.5, -7, "", "text", "all", [], [1], [""], {}, { a: 1 }, { a: {} }, undefined]) {
        const manifest = JSON.parse(design);
        const { pointer, of, key } = [...places(manifest)][place];
        if (other === undefined && Array.isArray(of)) of.splice(Number(key), 1);
        else if (other === undefined) delete of[key];
        else of[key] = other;
        if (agree(manifest, `${JSON.stringify(other)} at ${pointer}`)) valid++;
        else invalid++;
      }
    }
    assert.ok(valid > 100 && invalid > 400, `${valid} valid, ${invalid} not`);
  });

  test("on values at the top", () => {
    for (const other of [null, true, 1, "text", [], {}, { manifestVersion: 1 }, { manifestVersion: "1" }, { manifestVersion: 2 }]) {
      agree(other, JSON.stringify(other));
    }
  });
});

test("every object of the format is described, field by field", () => {
  for (const { of, key } of places(schema)) {
    if (key !== "properties") continue;
    for (const [name, field] of Object.entries(of.properties)) assert.match(field.description ?? "", /\.$/, name);
  }
});

test("the words are those of the core", () => {
  const source = readFileSync(at("src/manifest/word.rs"), "utf8");
  const words = [...source.matchAll(/= "(\w+)",/g)].map(([, word]) => word);
  const listed = [...places(schema)].filter(({ key }) => key === "enum").flatMap(({ of }) => of.enum);
  assert.deepEqual([...new Set(listed)].toSorted(), [...new Set(words)].toSorted());
});

test("it is found under its name in the package", () => {
  const { exports } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  assert.equal(exports["./manifest.schema.json"], "./js/manifest.schema.json");
});
