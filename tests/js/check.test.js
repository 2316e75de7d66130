// Check through wasm: every fixture of tests/fixtures/check/ as natively, in both units; and the command line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import Ajv from "ajv";

import { Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";
import { MANIFEST, TEMPLATE } from "./samples.js";

/** @import { CheckQuestion, Diagnostic } from "../../js/index.js" */

const root = at("tests/fixtures/check");
const cases = readdirSync(root).sort();

/**
 * The files of a case, and what to ask about them.
 *
 * @template {string | Uint8Array} T
 * @param {string} name
 * @param {(bytes: Buffer) => T} as
 */
function fixture(name, as) {
  const file = (/** @type {string} */ path) => as(readFileSync(join(root, name, path)));
  const manifest = file("manifest.json");
  /** @type {Record<string, T>} */
  const templates = {};
  /** @type {any} */
  let model = {};
  try {
    model = JSON.parse(readFileSync(join(root, name, "manifest.json"), "utf8"));
  } catch {
    // The core says so.
  }
  for (const { serviceId, templates: listed } of model.services ?? []) {
    for (const { name, path } of listed ?? []) if (path) templates[`${serviceId}/${name}`] ??= file(path);
  }
  const previous = existsSync(join(root, name, "previous.json")) ? file("previous.json") : undefined;
  return { manifest, question: { templates, previous } };
}

/** The lines of a report that head a finding, without its place. @param {Diagnostic} diagnostic */
const headline = ({ severity, code, message }) => ({ severity, code, message });

for (const name of cases) {
  test(`${name}: as natively, for bytes and for strings`, () => {
    const bytes = fixture(name, (buffer) => new Uint8Array(buffer));
    const strings = fixture(name, String);
    const check = new Resolver(bytes.manifest).check(bytes.question);
    const report = readFileSync(join(root, name, "report.txt"), "utf8");
    assert.equal(check.ok, report.startsWith("ok\n"));
    const found = [check.diagnostics, ...check.templates.map(({ diagnostics }) => diagnostics)].flat();
    const lines = report.split("\n").filter((line) => /^(error|warning|info) /.test(line));
    assert.equal(found.length, lines.length);
    for (const [n, { severity, code, message }] of found.entries()) {
      assert.ok(lines[n].startsWith(`${severity} ${code} `) && lines[n].endsWith(`: ${message}`), lines[n]);
    }
    const headers = check.templates.map(({ service, name, path, format }) => `template ${name} of ${service}: ${path}, ${format}`);
    assert.deepEqual(headers, report.split("\n").filter((line) => line.startsWith("template ")));
    const again = new Resolver(strings.manifest).check(strings.question);
    assert.deepEqual([again.ok, again.diagnostics.map(headline)], [check.ok, check.diagnostics.map(headline)]);
    assert.deepEqual(again.templates.map(({ diagnostics }) => diagnostics.map(headline)), check.templates.map(({ diagnostics }) => diagnostics.map(headline)));
  });
}

test("each place is in the text that it was found in, in that text's unit", () => {
  const manifest = structuredClone(MANIFEST);
  Object.assign(manifest.services[0], { templates: [{ name: "漢", path: "a.yaml", allowedRegions: ["cn-beijing", "cn-shanghai"] }] });
  const written = JSON.stringify(manifest);
  const text = TEMPLATE.replace('"web_image"', "!Ref X");
  for (const [given, cut] of /** @type {[string | Uint8Array, (start?: number, end?: number) => string][]} */ ([
    [text, (start, end) => text.slice(start, end)],
    [Buffer.from(text), (start, end) => Buffer.from(text).subarray(start, end).toString()],
  ])) {
    const check = new Resolver(written).check({ templates: { "service-web/漢": given } });
    const [{ diagnostics }] = check.templates;
    assert.deepEqual(diagnostics.map(({ code, start, end }) => [code, cut(start, end)]), [["image-not-literal", "!Ref X"]]);
    const unused = check.diagnostics.find(({ code }) => code === "relation-never-used") ?? assert.fail();
    assert.equal(written.slice(unused.start, unused.end), '{"artifactId":"artifact-web","version":"1"}');
    assert.equal(unused.pointer, "/services/0/relations/web_image");
  }
  const covered = new Resolver(manifest).check({ templates: { "service-web/漢": TEMPLATE } });
  const missing = covered.diagnostics.find(({ code }) => code === "regions-not-covered") ?? assert.fail();
  assert.deepEqual([missing.code, missing.pointer, missing.start], ["regions-not-covered", "/services/0/templates/0/allowedRegions/1", undefined]);
  assert.deepEqual(Object.keys(covered.toJSON()), ["ok", "diagnostics", "dropped", "templates"]);
});

test("a manifest that is an object, a previous one of any kind, and nothing at all", () => {
  const resolver = new Resolver(MANIFEST);
  const codes = (/** @type {CheckQuestion} */ question) => resolver.check(question).diagnostics.map(({ code }) => code);
  const alone = resolver.check().diagnostics.map(({ code }) => code);
  assert.ok(alone.includes("service-without-templates"));
  const before = structuredClone(MANIFEST);
  before.artifacts[0].versions[0].images["cn-beijing"].imageId = "m-2ze0000";
  for (const previous of [before, JSON.stringify(before), Buffer.from(JSON.stringify(before))]) {
    assert.ok(codes({ previous }).includes("image-changed"));
  }
  assert.ok(!codes({ previous: MANIFEST }).includes("image-changed"));
  assert.ok(codes({ previous: "{" }).includes("previous-unreadable"));
  assert.ok(codes({ templates: { "service-web/x": "" } }).includes("template-unknown"));
});

test("wrong arguments throw a TypeError, and nothing else does", () => {
  const resolver = new Resolver(MANIFEST);
  for (const question of [null, [], "x", { template: {} }, { templates: [] }, { templates: { "a/b": 1 } }, { previous: 1 }]) {
    assert.throws(() => resolver.check(/** @type {any} */ (question)), TypeError);
  }
  resolver.free();
  assert.throws(() => resolver.check(), /freed/);
  assert.equal(new Resolver("{").check({ templates: { "": "\0" } }).ok, false);
});

describe("on the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-check-"));
  after(() => rmSync(folder, { recursive: true }));
  before(() => {
    cpSync(root, join(folder, "cases"), { recursive: true });
    const manifest = structuredClone(MANIFEST);
    const templates = ["../outside.yaml", "/etc/hostname", "link.yaml", "gone.yaml", "deep/../deep/good.yaml"].map((path, n) => ({ name: `t${n}`, path, allowedRegions: ["cn-beijing"] }));
    Object.assign(manifest.services[0], { templates });
    mkdirSync(join(folder, "in/deep"), { recursive: true });
    writeFileSync(join(folder, "in/manifest.json"), JSON.stringify(manifest));
    for (const name of ["outside.yaml", "in/deep/good.yaml"]) writeFileSync(join(folder, name), TEMPLATE);
    symlinkSync("../outside.yaml", join(folder, "in/link.yaml"));
  });

  /** @param {string[]} args @param {string} [input] */
  function cli(args, input = "") {
    const { status, stdout, stderr } = spawnSync(process.execPath, [at("js/cli.js"), "check", ...args], { cwd: folder, input });
    return { code: status, out: stdout.toString(), err: stderr.toString() };
  }

  test("every case, with the exit code that its errors ask for", () => {
    for (const name of ["clean", "regions-artifact-by-artifact", "find-in-map", "broken-manifest", "images-that-change"]) {
      const report = readFileSync(join(root, name, "report.txt"), "utf8");
      const previous = existsSync(join(root, name, "previous.json")) ? ["--previous", `cases/${name}/previous.json`] : [];
      const { code, out, err } = cli(["--manifest", `cases/${name}/manifest.json`, ...previous]);
      assert.deepEqual([code, err], [report.startsWith("ok\n") ? 0 : 1, ""], name);
      for (const [, finding] of report.matchAll(/^(?:error|warning|info) ([a-z-]+) /gm)) assert.ok(out.includes(`[${finding}]`), `${name}: ${finding}`);
    }
  });

  test("findings are shown file by file, each with its line", () => {
    const { out } = cli(["--manifest", "cases/images-that-change/manifest.json", "--previous", "cases/images-that-change/previous.json"]);
    assert.match(out, /--> cases\/images-that-change\/manifest\.json:\d+:\d+ \(\/services\/0\/templates\/0\/allowedRegions\/2\)/);
    assert.match(out, /--> cases\/images-that-change\/single\.yaml:6:16\n/);
    assert.match(out, / in 4 files\n`--strict` would fail for: .*regions-not-covered.*\n$/);
    assert.ok(out.indexOf("regions-not-covered") < out.indexOf("single.yaml:6:16"));
  });

  test("severities are the caller's", () => {
    const args = ["--manifest", "cases/regions-artifact-by-artifact/manifest.json"];
    assert.equal(cli(args).code, 0);
    const strict = cli([...args, "--error", "regions-not-covered"]);
    assert.equal(strict.code, 1);
    assert.match(strict.out, /error\[regions-not-covered\]/);
    assert.doesNotMatch(cli([...args, "--ignore", "regions-not-covered"]).out, /regions-not-covered/);
  });

  test("json is an array of files, jsonl a line a file, the manifest first", () => {
    const args = ["--manifest", "cases/find-in-map/manifest.json", "--format"];
    const [manifest, template, ...others] = JSON.parse(cli([...args, "json"]).out);
    assert.deepEqual(others, []);
    assert.deepEqual([manifest.file, manifest.ok], ["cases/find-in-map/manifest.json", true]);
    assert.deepEqual([template.file, template.ok, template.service, template.template], ["cases/find-in-map/map.yaml", false, "service-shop", "map"]);
    const rows = cli([...args, "jsonl"]).out.trimEnd().split("\n").map((row) => JSON.parse(row));
    assert.deepEqual(rows, [manifest, template]);
  });

  test("SARIF names each file as an artifact of its own, and is valid", () => {
    const schema = JSON.parse(readFileSync(at("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
    const ajv = new Ajv({ schemaId: "id", unknownFormats: ["uri", "uri-reference", "date-time"], allErrors: true });
    ajv.addMetaSchema(JSON.parse(readFileSync(at("node_modules/ajv/lib/refs/json-schema-draft-04.json"), "utf8")));
    const isSarif = ajv.compile(schema);
    for (const name of cases) {
      const previous = existsSync(join(root, name, "previous.json")) ? ["--previous", `cases/${name}/previous.json`] : [];
      const { out } = cli(["--manifest", `cases/${name}/manifest.json`, ...previous, "--format", "sarif"]);
      const log = JSON.parse(out);
      assert.ok(isSarif(log), `${name}: ${JSON.stringify(isSarif.errors, null, 2)}`);
      /** @type {any[]} */
      const results = log.runs[0].results;
      for (const { locations } of results) {
        const { artifactLocation, region } = locations[0].physicalLocation;
        const bytes = readFileSync(join(folder, artifactLocation.uri));
        assert.ok(region.byteOffset === undefined || region.byteOffset + region.byteLength <= bytes.length);
      }
    }
    const { out } = cli(["--manifest", "cases/images-that-change/manifest.json", "--previous", "cases/images-that-change/previous.json", "--format", "sarif"]);
    const uris = JSON.parse(out).runs[0].results.map((/** @type {any} */ { locations }) => locations[0].physicalLocation.artifactLocation.uri);
    assert.deepEqual([...new Set(uris)].sort(), ["cases/images-that-change/manifest.json", "cases/images-that-change/single.yaml"]);
  });

  test("a path that leaves the manifest's folder is not followed, also by a link; `--template` may name it", () => {
    const args = ["--manifest", "in/manifest.json"];
    const { code, out, err } = cli(args);
    assert.equal(code, 2);
    for (const [n, path] of ["../outside.yaml", "/etc/hostname", "link.yaml"].entries()) assert.ok(err.includes(`service-web/t${n}: ${path} is not in the folder of the manifest`), err);
    assert.match(err, /service-web\/t3: in\/gone\.yaml: no such file/);
    assert.equal((out.match(/\[template-not-given\]/g) ?? []).length, 4);
    const named = [0, 1, 2, 3].flatMap((n) => ["--template", `service-web/t${n}=outside.yaml`]);
    const all = cli([...args, ...named]);
    assert.deepEqual([all.code, all.err], [0, ""]);
    assert.doesNotMatch(all.out, /template-not-given/);
    assert.equal(cli(["--manifest", "-", ...named, "--template", "service-web/t4=in/deep/good.yaml"], readFileSync(join(folder, "in/manifest.json"), "utf8")).code, 0);
  });

  test("wrong usage: exit code 2, and nothing on standard output", () => {
    /** @type {[string[], RegExp][]} */
    const wrong = [
      [[], /needs `--manifest`/],
      [["--manifest", "gone.json"], /gone.json: no such file/],
      [["--manifest", "in/manifest.json", "x.yaml"], /SERVICE\/NAME=FILE/],
      [["--manifest", "in/manifest.json", "--template", "x.yaml"], /SERVICE\/NAME=FILE/],
      [["--manifest", "in/manifest.json", "--template", "a/b="], /SERVICE\/NAME=FILE/],
      [["--manifest", "in/manifest.json", "--template", "a/b=gone.yaml"], /gone.yaml: no such file/],
      [["--manifest", "-", "--previous", "-"], /only once/],
      [["--manifest", "in/manifest.json", "--format", "xml"], /`--format` takes human/],
      [["--manifest", "in/manifest.json", "--error", "check-limit"], /check-limit/],
    ];
    for (const [args, message] of wrong) {
      const { code, out, err } = cli(args);
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(err, message);
    }
  });
});
