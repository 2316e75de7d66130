// The project's fixtures through wasm in Node: the bytes that the native build gave, for bytes and for strings.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { analyze, Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";

/** @import { Site } from "../../js/index.js" */

const decode = (/** @type {Uint8Array} */ bytes) => new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(bytes);

describe("resolutions", () => {
  const root = at("tests/fixtures/resolve");
  const manifest = readFileSync(`${root}/manifest.json`);
  const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.ok(cases.length > 0);
  for (const { name } of cases) {
    test(name, () => {
      const file = readdirSync(`${root}/${name}`).find((file) => file.startsWith("template.")) ?? "";
      const template = readFileSync(`${root}/${name}/${file}`);
      const { profile, ...request } = JSON.parse(readFileSync(`${root}/${name}/request.json`, "utf8"));
      const resolver = new Resolver(manifest, { profile });
      const resolution = resolver.resolve(template, request, { filename: file });
      const output = `${root}/${name}/output`;
      const expected = existsSync(output) ? readFileSync(output) : undefined;
      assert.deepEqual(resolution.template && Buffer.from(resolution.template), expected);
      assert.equal(resolution.ok, expected !== undefined);
      const { template: text, sites } = resolver.resolve(decode(template), request, { filename: file });
      assert.equal(text, expected && decode(expected));
      assert.deepEqual(sites.map(placeless), resolution.sites.map(placeless));
      const compiled = resolver.compile(template, { filename: file }).resolve(request);
      assert.deepEqual(compiled.toJSON(), resolution.toJSON());
    });
  }
});

describe("sites", () => {
  const root = at("tests/fixtures/sites");
  const files = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith(".expected"));
  assert.ok(files.length > 0);
  for (const { name } of files) {
    test(name, () => {
      const bytes = readFileSync(`${root}/${name}`);
      const options = { filename: name, anyType: name.includes("any-type") };
      const report = analyze(bytes, options);
      for (const { start, end, innerStart, innerEnd } of report.sites) {
        for (const offset of [start, end, innerStart, innerEnd]) assert.ok(offset >= 0 && offset <= bytes.length);
      }
      let text;
      try {
        text = decode(bytes);
      } catch {
        return assert.equal(report.ok, false, "what is not UTF-8 is no template");
      }
      const inString = analyze(text, options);
      assert.deepEqual(inString.sites.map(placeless), report.sites.map(placeless));
      assert.deepEqual(inString.diagnostics.map(({ code, line, column }) => [code, line, column]), report.diagnostics.map(({ code, line, column }) => [code, line, column]));
      for (const [n, { start, end }] of inString.sites.entries()) {
        assert.equal(text.slice(start, end), decode(bytes.subarray(report.sites[n].start, report.sites[n].end)));
      }
    });
  }
});

/** A site without its offsets, whose unit differs. @param {Site} site */
function placeless({ start, end, innerStart, innerEnd, reference, ...site }) {
  return { ...site, reference: reference && { name: reference.name, ends: reference.ends.map(({ value }) => value) } };
}
