// The matrix through wasm: each cell against `resolve`, its lists, its speed; and the command line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";
import { assertLinear } from "./pace.js";
import { MANIFEST, TEMPLATE } from "./samples.js";

const REGIONS = Array.from({ length: 40 }, (_, at) => `xx-region-${at}`);
const ACCOUNTS = Array.from({ length: 1000 }, (_, at) => String(1_000_000_000_000_000 + at));

/** Ten sites, ten relations, forty regions; the first three do not reach some. */
const large = () => {
  const literals = Array.from({ length: 10 }, (_, at) => `image_${at}`);
  const images = (/** @type {number} */ n) => Object.fromEntries(REGIONS.slice(n).map((region, at) => [region, { imageId: `m-${n}${String(at).padStart(18, "0")}`, status: at % 7 === 6 && n === 1 ? "Delivering" : "Available" }]));
  const manifest = {
    manifestVersion: 1,
    provider: "1",
    artifacts: literals.map((_, n) => ({ artifactId: `artifact-${n}`, versions: [{ version: "1", status: "Available", source: { type: "marketplace" }, images: images(n < 3 ? n : 0) }] })),
    services: [
      {
        serviceId: "service-large",
        status: "Online",
        shareType: "Restricted",
        sharedAccounts: ACCOUNTS.filter((_, at) => at % 3 > 0).map((uid, at) => ({ uid, permission: at % 2 ? "Deployable" : "Accessible" })),
        templates: [{ name: "main", allowedRegions: REGIONS.slice(0, 30) }],
        relations: Object.fromEntries(literals.map((literal, n) => [literal, { artifactId: `artifact-${n}`, version: "1" }])),
      },
    ],
  };
  const resources = literals.map((literal, n) => `  R${n}:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: ${literal}\n      InstanceType: ecs.g7.large\n`);
  return { manifest, template: `ROSTemplateFormatVersion: '2015-09-01'\nResources:\n${resources.join("")}` };
};

test("every cell agrees with resolve", () => {
  const { manifest, template } = large();
  const resolver = new Resolver(manifest);
  const compiled = resolver.compile(template);
  const accounts = [...ACCOUNTS.slice(0, 9), "1", ""];
  for (const name of [undefined, "main"]) {
    const matrix = resolver.matrix({ service: "service-large", template: name, text: template, regions: REGIONS, accounts });
    assert.ok(matrix.ok);
    assert.deepEqual([matrix.rows.length, matrix.sites.length, matrix.images.length], [10, 10, 400]);
    let outputs = 0;
    for (const [a, account] of accounts.entries()) {
      const { granted, denied } = matrix.access(a);
      assert.equal(granted === null, denied !== null);
      for (const [g, region] of REGIONS.entries()) {
        const { ok, sites, diagnostics } = compiled.resolve({ service: "service-large", region, account, template: name });
        const blocked = matrix.cell(0, g).blocked;
        assert.equal(ok, denied === null && blocked === null);
        const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
        if (denied !== null) assert.deepEqual(errors, [denied]);
        else if (blocked !== null) assert.ok(errors.includes(blocked));
        if (!ok) continue;
        outputs += 1;
        for (const [s, { row, reads }] of matrix.sites.entries()) {
          assert.equal(reads, "image");
          const { imageId, version, code } = matrix.cell(row ?? -1, g);
          assert.deepEqual([imageId, version, code], [sites[s].replacement?.imageId, "1", null]);
        }
      }
    }
    assert.ok(outputs > 50);
  }
});

test("10 sites, 40 regions and 1,000 accounts: the time is printed, four times the accounts take at most six times as long", (t) => {
  const { manifest, template } = large();
  const resolver = new Resolver(manifest);
  const question = { service: "service-large", text: template, regions: REGIONS, accounts: ACCOUNTS };
  const times = [];
  for (let n = 0; n < 15; n++) {
    const started = performance.now();
    const matrix = resolver.matrix(question);
    assert.ok(matrix.images.length === 400 && matrix.denied.length === 1000);
    const asked = performance.now() - started;
    assert.equal(matrix.strings[0], "");
    times.push({ asked, read: performance.now() - started });
  }
  const [first] = times;
  const best = times.toSorted((a, b) => a.read - b.read)[0];
  const median = times.toSorted((a, b) => a.read - b.read)[7];
  const shown = (/** @type {typeof first} */ { asked, read }) => `${asked.toFixed(1)} ms (${read.toFixed(1)} ms with the strings read)`;
  t.diagnostic(`10 sites × 40 regions × 1,000 accounts: best ${shown(best)}, median ${shown(median)}, first ${shown(first)}`);
  const accounts = (/** @type {number} */ count) => Array.from({ length: count }, (_, at) => String(2e15 + at));
  assertLinear("matrix of accounts", accounts(5_000), accounts(20_000), (accounts) => {
    assert.equal(resolver.matrix({ ...question, accounts }).denied.length, accounts.length);
  });
});

test("lists are typed arrays of their own, and what they mean is read when asked for", () => {
  const resolver = new Resolver(MANIFEST);
  const matrix = resolver.matrix({ service: "service-web", accounts: ["1000000000000001", "x", ""], regions: ["cn-beijing", "cn-shanghai", "cn-beijing"] });
  resolver.free();
  const lists = [matrix.images, matrix.codes, matrix.blocked, matrix.serving, matrix.granted, matrix.denied];
  assert.deepEqual(lists.map((list) => [list.constructor.name, list.length]), [2, 2, 2, 1, 3, 3].map((length) => ["Uint32Array", length]));
  assert.ok(lists.every(({ byteOffset, byteLength, buffer }) => byteOffset === 0 && buffer.byteLength === byteLength));
  assert.deepEqual(matrix.regions, ["cn-beijing", "cn-shanghai"]);
  assert.deepEqual(matrix.versions, [null]);
  assert.deepEqual(matrix.rows, [{ literal: "web_image", artifactId: "artifact-web", version: "1" }]);
  assert.deepEqual(matrix.cell(0, 0), { imageId: "m-2ze0001", code: null, version: "1", blocked: null });
  assert.deepEqual(matrix.cell(0, 1), { imageId: null, code: "region-not-served", version: "1", blocked: null });
  assert.deepEqual([0, 1, 2].map((account) => matrix.access(account)), [
    { granted: "provider", denied: null },
    { granted: "public", denied: null },
    { granted: null, denied: "account-empty" },
  ]);
  for (const [row, region, version] of [[1, 0, 0], [0, 2, 0], [0, 0, 1], [-1, 0, 0], [0.5, 0, 0]]) assert.throws(() => matrix.cell(row, region, version), TypeError);
  assert.throws(() => matrix.access(3), TypeError);
  const json = JSON.parse(JSON.stringify(matrix));
  assert.deepEqual(json.images, Array.from(matrix.images));
  assert.deepEqual(json.accounts, ["1000000000000001", "x", ""]);
});

test("sites stand in the unit of the text", () => {
  const resolver = new Resolver(MANIFEST);
  for (const [text, cut] of /** @type {[string | Uint8Array, (start: number, end: number) => string][]} */ ([
    [TEMPLATE, (start, end) => TEMPLATE.slice(start, end)],
    [Buffer.from(TEMPLATE), (start, end) => Buffer.from(TEMPLATE).subarray(start, end).toString()],
  ])) {
    const [{ start, end, row, reads }] = resolver.matrix({ service: "service-web", text, accounts: [] }).sites;
    assert.deepEqual([cut(start, end), row, reads], ['"web_image"', 0, "image"]);
  }
});

test("an artifact, and versions as if every relation named them", () => {
  const resolver = new Resolver(MANIFEST);
  const artifact = resolver.matrix({ artifact: "artifact-web", accounts: ["x"], regions: ["cn-hangzhou"] });
  assert.deepEqual([artifact.versions, artifact.rows], [["1"], [{ literal: null, artifactId: "artifact-web", version: null }]]);
  assert.equal(artifact.cell(0, 0).imageId, "m-bp10001");
  const versions = resolver.matrix({ service: "service-web", accounts: [], regions: ["cn-hangzhou"], versions: ["1", "draft"] });
  assert.deepEqual([versions.cell(0, 0, 0).imageId, versions.cell(0, 0, 1).code], ["m-bp10001", "version-unknown"]);
  const all = resolver.matrix({ service: "service-web", accounts: [] }).regions;
  assert.ok(all.length > 40 && all.includes("cn-hangzhou"));
});

test("what cannot be answered is a finding; wrong arguments throw", () => {
  const resolver = new Resolver(MANIFEST);
  const codes = (/** @type {any} */ question) => {
    const matrix = resolver.matrix(question);
    assert.deepEqual([matrix.ok, matrix.rows, matrix.regions, matrix.accounts, matrix.images.length], [false, [], [], [], 0]);
    return matrix.diagnostics.map(({ code }) => code);
  };
  assert.deepEqual(codes({ service: "x", accounts: ["1"] }), ["service-unknown"]);
  assert.deepEqual(codes({ artifact: "x", accounts: [] }), ["artifact-unknown"]);
  assert.deepEqual(codes({ service: "service-web", template: "x", accounts: [] }), ["template-unknown"]);
  assert.deepEqual(codes({ service: "service-web", accounts: [], regions: Array.from({ length: 1_000_001 }, (_, at) => `xx-${at}`) }), ["matrix-limit"]);
  assert.equal(new Resolver("{").matrix({ service: "x", accounts: [] }).ok, false);
  const wrong = [
    undefined, {}, { accounts: [] }, { service: "s" }, { service: "s", artifact: "a", accounts: [] }, { service: 1, accounts: [] }, { service: "s", accounts: "1" },
    { service: "s", accounts: [1] }, { service: "s", accounts: [], regions: "x" }, { service: "s", accounts: [], region: [] }, { artifact: "a", text: "", accounts: [] },
    { service: "s", accounts: [], text: 1 },
  ];
  for (const question of wrong) assert.throws(() => resolver.matrix(/** @type {any} */ (question)), TypeError, JSON.stringify(question));
  resolver.free();
  assert.throws(() => resolver.matrix({ service: "s", accounts: [] }), /freed/);
});

describe("on the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-matrix-"));
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(MANIFEST));
  writeFileSync(join(folder, "web.yaml"), TEMPLATE);
  after(() => rmSync(folder, { recursive: true }));

  /** @param {string[]} args */
  function cli(...args) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [at("js/cli.js"), "matrix", ...args], { cwd: folder, input: TEMPLATE });
    return { code: status, out: stdout.toString(), err: stderr.toString() };
  }
  const service = ["--manifest", "manifest.json", "--service", "service-web"];

  test("a table for people", () => {
    const { code, out, err } = cli(...service, "web.yaml", "--account", "7");
    assert.deepEqual([code, err], [0, ""]);
    assert.equal(out, `  region       web_image
               version 1
  cn-beijing   m-2ze0001
  cn-hangzhou  m-bp10001
  no image in 42 more

  account
  7        may deploy  public
`);
    assert.equal(cli(...service, "--region", "cn-shanghai").out, "  region       web_image\n               version 1\n  cn-shanghai  region-not-served\n");
    assert.match(cli("--manifest", "manifest.json", "--artifact", "artifact-web").out, /^version 1\n {2}region {7}artifact-web\n/);
  });

  test("json and csv", () => {
    const json = JSON.parse(cli(...service, "-", "--region", "cn-beijing", "--format", "json", "--account", "").out);
    assert.deepEqual(json.cells, [{ literal: "web_image", artifactId: "artifact-web", asked: null, region: "cn-beijing", imageId: "m-2ze0001", code: null, version: "1", blocked: null }]);
    assert.deepEqual(json.accounts, [{ account: "", granted: null, denied: "account-empty" }]);
    assert.equal(json.sites.length, 1);
    const csv = cli(...service, "--region", "cn-beijing", "--region", "cn-shanghai", "--format", "csv", "--account", 'x,"y', "--account", "").out;
    assert.equal(csv.split("\r\n").length, 6);
    assert.ok(csv.includes('\r\n"x,""y",public,,web_image,artifact-web,1,cn-shanghai,,region-not-served,\r\n'), csv);
  });

  test("exit codes", () => {
    assert.equal(cli("--manifest", "manifest.json", "--service", "x").code, 1);
    assert.match(cli("--manifest", "manifest.json", "--service", "x").err, /error\[service-unknown\]/);
    for (const args of [[], ["--service", "x"], ["--manifest", "manifest.json"], [...service, "--artifact", "a"], [...service, "a", "b"], [...service, "gone.yaml"], ["--manifest", "-", "--service", "x", "-"]]) {
      const { code, out } = cli(...args);
      assert.deepEqual([code, out], [2, ""], args.join(" "));
    }
  });
});
