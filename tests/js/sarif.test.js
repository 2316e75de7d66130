// SARIF against its own JSON Schema, which an npm package brings along.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import Ajv from "ajv";

import { Lines } from "../../js/lines.js";
import { SarifLog } from "../../js/cli/sarif.js";
import { catalogue } from "../../js/diagnostics.js";
import { at } from "../../scripts/commands.mjs";
import { TEMPLATE } from "./samples.js";

const schema = JSON.parse(readFileSync(at("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
const ajv = new Ajv({ schemaId: "id", unknownFormats: ["uri", "uri-reference", "date-time"], allErrors: true });
ajv.addMetaSchema(JSON.parse(readFileSync(at("node_modules/ajv/lib/refs/json-schema-draft-04.json"), "utf8")));
const isSarif = ajv.compile(schema);

/** @param {string} text */
function read(text) {
  const log = JSON.parse(text);
  assert.ok(isSarif(log), JSON.stringify(isSarif.errors, null, 2));
  return log.runs[0];
}

test("a run of validate is valid SARIF that points at the place", () => {
  const text = TEMPLATE.replace('"web_image"', "!Ref Image").replace("Resources:", "Parameters:\n  Image:\n    Type: String\n    Default: m-1\nResources:");
  const { status, stdout } = spawnSync(process.execPath, [at("js/cli.js"), "validate", "--format", "sarif", "-"], { input: text });
  assert.equal(status, 1);
  const { tool, results, columnKind } = read(stdout.toString());
  assert.equal(columnKind, "utf16CodeUnits");
  const result = results.find((/** @type {any} */ { ruleId }) => ruleId === "image-not-literal");
  assert.equal(result.level, "error");
  assert.equal(tool.driver.rules[result.ruleIndex].id, "image-not-literal");
  const { region } = result.locations[0].physicalLocation;
  const bytes = Buffer.from(text);
  assert.equal(bytes.subarray(region.byteOffset, region.byteOffset + region.byteLength).toString(), "!Ref Image");
  assert.equal(text.split("\n")[region.startLine - 1].slice(region.startColumn - 1, region.endColumn - 1), "!Ref Image");
  const [replacement] = result.fixes[0].artifactChanges[0].replacements;
  assert.deepEqual([replacement.deletedRegion.startLine, replacement.deletedRegion.startColumn], [region.startLine, region.startColumn]);
  assert.match(replacement.insertedContent.text, /m-1/);
});

test("places of every kind are valid SARIF", async () => {
  const log = new SarifLog(await catalogue());
  const place = { start: 0, end: 3, line: 1, column: 1, endLine: 1, endColumn: 4 };
  const finding = { code: "internal-error", severity: "error", message: "m", args: {}, related: [], fixes: [] };
  /** @type {any[]} */
  const diagnostics = [
    { ...finding, source: "template", ...place, related: [{ source: "manifest", role: "declared", pointer: "/services/0" }] },
    { ...finding, source: "manifest", pointer: "/services", severity: "warning" },
    { ...finding, source: "manifest", pointer: "", ...place, severity: "info" },
    { ...finding, source: "request", field: "region", code: "a-code-without-an-entry" },
    { ...finding, source: "template", ...place, fixes: [{ start: 1, end: 1, text: "" }] },
  ];
  log.add(diagnostics, { template: { name: "a b/日本.yaml", text: Buffer.from("abc") }, manifest: { name: "/tmp/m.json", text: Buffer.from("{}") } });
  const { results } = read(log.toString());
  assert.deepEqual(results.map((/** @type {any} */ { level }) => level), ["error", "warning", "note", "error", "error"]);
  assert.equal(results[0].locations[0].physicalLocation.artifactLocation.uri, "a%20b/%E6%97%A5%E6%9C%AC.yaml");
  assert.equal(results[1].locations[0].physicalLocation.artifactLocation.uri, "file:///tmp/m.json");
  assert.equal(results[3].locations[0].logicalLocations[0].fullyQualifiedName, "region");
});

test("a run without findings is valid SARIF", async () => {
  assert.deepEqual(read(new SarifLog(await catalogue()).toString()).results, []);
});

test("lines and columns are counted as people do", () => {
  const lines = new Lines(Buffer.from("a\r\né😀x\rb\n"));
  assert.deepEqual([0, 1, 3, 5, 9, 10, 11, 12].map((at) => Object.values(lines.position(at)).join(":")), ["1:1", "1:2", "2:1", "2:2", "2:4", "2:5", "3:1", "3:2"]);
});
