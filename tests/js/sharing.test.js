// Whom images are shared with: the options, the command line, and SARIF.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Resolver, transition } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";

const PROVIDER = "1000000000000001";
const [CUSTOMER, OTHER] = ["1000000000000002", "1000000000000003"];
const TEMPLATE = `ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::Instance
    Properties:
      ImageId: web_image
`;
const MANIFEST = {
  manifestVersion: 1,
  provider: PROVIDER,
  artifacts: [{
    artifactId: "artifact-web",
    artifactType: "EcsImage",
    versions: [{ version: "1", status: "Available", images: { "cn-beijing": { imageId: "m-2ze0123456789abcdefg", status: "Available", shared: [CUSTOMER] } } }],
  }],
  services: [{
    serviceId: "service-web",
    status: "Online",
    shareType: "Restricted",
    sharedAccounts: [CUSTOMER, OTHER].map((uid) => ({ uid, permission: "Deployable" })),
    templates: [{ name: "single", path: "template.yaml", allowedRegions: ["cn-beijing"] }],
    relations: { web_image: { artifactId: "artifact-web", version: "1" } },
  }],
};
const asked = { service: "service-web", region: "cn-beijing" };

test("`sharing` says whether it is an error or a warning", () => {
  for (const [sharing, severity] of /** @type {const} */ ([[undefined, "error"], ["enforce", "error"], ["audit", "warning"]])) {
    const resolver = new Resolver(MANIFEST, { sharing });
    const { ok, template, diagnostics } = resolver.resolve(TEMPLATE, { ...asked, account: OTHER });
    assert.deepEqual(diagnostics.map(({ code, severity }) => [code, severity]), [["image-not-shared", severity]]);
    assert.deepEqual([ok, template !== undefined], [severity === "warning", severity === "warning"]);
    assert.equal(diagnostics[0].args.accounts, OTHER);
    for (const account of [CUSTOMER, PROVIDER]) assert.ok(resolver.resolve(TEMPLATE, { ...asked, account }).ok);
    const compiled = resolver.compile(TEMPLATE);
    assert.deepEqual([OTHER, CUSTOMER, OTHER].map((account) => compiled.resolve({ ...asked, account }).ok), [ok, true, ok]);
    const matrix = resolver.matrix({ service: asked.service, regions: ["cn-beijing"], accounts: [PROVIDER, OTHER, CUSTOMER] });
    assert.deepEqual([0, 1, 2].map((account) => matrix.unsharedWith(account, 0, 0)), [null, severity, null]);
    assert.throws(() => matrix.unsharedWith(3, 0, 0), TypeError);
    resolver.free();
  }
  assert.throws(() => new Resolver(MANIFEST, /** @type {any} */ ({ sharing: "off" })), TypeError);
  assert.throws(() => new Resolver(MANIFEST, { severities: { "image-not-shared": "ignore" } }), TypeError);
});

test("an account whose permissions come with the request needs its share, too", () => {
  const resolver = new Resolver(MANIFEST, { permissionsFrom: "request" });
  for (const [account, ok] of /** @type {const} */ ([[CUSTOMER, true], ["1000000000000009", false]])) {
    assert.equal(resolver.resolve(TEMPLATE, { ...asked, account, permissions: ["Deployable"] }).ok, ok);
  }
});

test("`regions` extends the table everywhere", () => {
  const unknown = (/** @type {string[] | undefined} */ regions) => {
    const manifest = structuredClone(MANIFEST);
    manifest.services[0].templates[0].allowedRegions = ["zz-new-1"];
    const resolver = new Resolver(manifest, { regions });
    const found = [...resolver.diagnostics, ...resolver.resolve(TEMPLATE, { ...asked, region: "zz-new-1", account: PROVIDER }).diagnostics];
    const { regions: listed } = resolver.matrix({ service: "service-web", accounts: [] });
    return { codes: found.map(({ code }) => code).filter((code) => code.endsWith("region-unknown")), listed: listed.includes("zz-new-1") };
  };
  assert.deepEqual(unknown(undefined), { codes: ["manifest-region-unknown", "region-unknown"], listed: false });
  assert.deepEqual(unknown(["zz-new-1"]), { codes: [], listed: true });
  const create = { change: "create-artifact", artifactId: "a", name: "web_server", versionName: "v1_0", source: { type: "custom", imageId: "m-bp10123456789abcdefg", regionId: "cn-hangzhou" }, supportRegionIds: ["zz-new-1"] };
  const warned = (/** @type {object} */ options) => transition({ manifestVersion: 1 }, /** @type {any} */ (create), options).diagnostics.map(({ code }) => code);
  assert.deepEqual(warned({}), ["manifest-region-unknown"]);
  assert.deepEqual(warned({ regions: ["zz-new-1"] }), []);
  assert.throws(() => warned({ regions: "zz-new-1" }), TypeError);
});

describe("on the command line", () => {
  /** @type {string} */
  let folder;
  const cli = (/** @type {string[]} */ ...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [at("js/cli.js"), ...args], { cwd: folder, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
    return { status, stdout, stderr };
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "sharing-"));
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(MANIFEST, null, 2));
    writeFileSync(join(folder, "template.yaml"), TEMPLATE);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test("resolve", () => {
    const resolve = (/** @type {string[]} */ ...more) => cli("resolve", "template.yaml", "--manifest", "manifest.json", "--service", "service-web", "--region", "cn-beijing", ...more);
    const refused = resolve("--account", OTHER);
    assert.deepEqual([refused.status, refused.stdout], [1, ""]);
    assert.match(refused.stderr, /error\[image-not-shared\]/);
    const audited = resolve("--account", OTHER, "--sharing", "audit");
    assert.deepEqual([audited.status, audited.stdout.includes("m-2ze0123456789abcdefg")], [0, true]);
    assert.match(audited.stderr, /warning\[image-not-shared\]/);
    assert.equal(resolve("--account", CUSTOMER).status, 0);
    assert.equal(resolve("--account", OTHER, "--sharing", "off").status, 2);
    const sarif = JSON.parse(resolve("--account", OTHER, "--format", "sarif").stderr);
    assert.deepEqual(sarif.runs[0].results.map((/** @type {any} */ { ruleId, level }) => [ruleId, level]), [["image-not-shared", "error"]]);
  });

  test("check", () => {
    const found = cli("check", "--manifest", "manifest.json");
    assert.equal(found.status, 1);
    assert.match(found.stdout + found.stderr, /error\[image-not-shared\].*shared with 1000000000000003/);
    const audited = cli("check", "--manifest", "manifest.json", "--sharing", "audit");
    assert.equal(audited.status, 0);
    assert.match(audited.stdout + audited.stderr, /warning\[image-not-shared\]/);
  });

  test("matrix", () => {
    const matrix = (/** @type {string[]} */ ...more) => cli("matrix", "--manifest", "manifest.json", "--service", "service-web", "--region", "cn-beijing", "--account", CUSTOMER, "--account", OTHER, ...more);
    assert.match(matrix().stdout, /1000000000000003 +may deploy +shared +image-not-shared \(error\) in cn-beijing/);
    assert.match(matrix("--sharing", "audit").stdout, /image-not-shared \(warning\) in cn-beijing/);
    const { accounts } = JSON.parse(matrix("--format", "json").stdout);
    assert.equal(accounts[0].unshared, undefined);
    assert.deepEqual(accounts[1].unshared, [{ literal: "web_image", artifactId: "artifact-web", asked: null, region: "cn-beijing", severity: "error" }]);
    assert.match(matrix("--format", "csv").stdout, /\r\n1000000000000003,shared,,web_image,artifact-web,1,cn-beijing,,image-not-shared,\r\n/);
  });

  test("apply knows the regions that it is told", () => {
    writeFileSync(join(folder, "change.json"), JSON.stringify({ change: "update-template", serviceId: "service-web", template: "single", allowedRegions: ["zz-new-1"] }));
    assert.match(cli("apply", "change.json", "--manifest", "manifest.json").stderr, /manifest-region-unknown/);
    assert.doesNotMatch(cli("apply", "change.json", "--manifest", "manifest.json", "--known-region", "zz-new-1").stderr, /manifest-region-unknown/);
  });
});
