// What the command line says of a manifest: `list`, `show`, `decide` and `audience`.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { at } from "../../scripts/commands.mjs";
import { MANIFEST } from "./samples.js";

const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
const manifest = {
  ...MANIFEST,
  services: [
    { ...MANIFEST.services[0], shareType: "Restricted", sharedAccounts: [{ uid: "1000000000000002", permission: "Deployable" }], templates: [{ name: "single", path: "t.yaml" }] },
  ],
};

before(() => {
  writeFileSync(join(folder, "m.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "odd.json"), JSON.stringify({ manifestVersion: 1, provider: "1", artifacts: [5, { artifactId: "a", versions: 3 }], services: { x: 1 } }));
  writeFileSync(join(folder, "broken.json"), "{");
});
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} args */
function cli(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at("js/cli.js"), ...args], { cwd: folder, encoding: "utf8" });
  assert.doesNotMatch(stderr, /\n\s+at /, "no stack trace");
  return { code: status, out: stdout, err: stderr };
}
const M = ["--manifest", "m.json"];

describe("list", () => {
  test("artifacts, versions and services, as tables and as JSON", () => {
    const { code, out, err } = cli("list", ...M);
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /^ {2}artifact-web {2}web_server {2}1 Available {2}shared {3}service-web$/m);
    assert.match(out, /^ {2}artifact-web {2}1 {8}v1_0 {2}Available {2}m-bp10001 in cn-hangzhou {2}cn-hangzhou, cn-beijing {2}cn-beijing, cn-hangzhou$/m);
    assert.match(out, /^ {2}service-web {2}web {3}Online {2}Restricted {2}1 {9}single {5}1$/m);
    const all = JSON.parse(cli("list", ...M, "--format", "json").out);
    assert.deepEqual(Object.keys(all), ["artifacts", "versions", "services"]);
    assert.deepEqual(JSON.parse(cli("list", "versions", ...M, "--format", "json").out), all.versions);
    assert.deepEqual(all.versions[0].regions, ["cn-beijing", "cn-hangzhou"]);
    assert.deepEqual(all.services, [{ serviceId: "service-web", name: "web", status: "Online", shareType: "Restricted", accounts: 1, templates: ["single"], relations: 1 }]);
    assert.equal(cli("list", "versions", "--artifact", "artifact-web", ...M).code, 0);
  });

  test("what can be read of a manifest with errors is listed, with exit code 1", () => {
    const { code, out, err } = cli("list", "--manifest", "odd.json");
    assert.equal(code, 1);
    assert.match(err, /error\[manifest-wrong-type\]/);
    assert.match(out, /no services\n$/);
    assert.equal(cli("list", "--manifest", "broken.json").code, 1);
  });
});

describe("show", () => {
  test("an artifact, a version and a service", () => {
    assert.match(cli("show", "artifact", "artifact-web", ...M).out, /^ {2}open to +1 accounts? of its services, and its provider$/m);
    assert.match(cli("show", "version", "artifact-web", "1", ...M).out, /^ {2}cn-beijing +m-2ze0001 +yes +Available$/m);
    assert.match(cli("show", "service", "service-web", ...M).out, /^ {2}web_image +artifact-web +1 +cn-beijing, cn-hangzhou$/m);
    assert.match(cli("show", "service", "service-web", ...M).out, /^ {2}1000000000000002 +Deployable +SharedAccount$/m);
    const { derived, ...entry } = JSON.parse(cli("show", "service", "service-web", ...M, "--format", "json").out);
    assert.deepEqual(entry, manifest.services[0]);
    assert.deepEqual(derived, { relations: [{ literal: "web_image", regions: ["cn-beijing", "cn-hangzhou"] }] });
    const version = JSON.parse(cli("show", "version", "artifact-web", "1", ...M, "--format", "json").out);
    assert.deepEqual(version.derived.regions.map((/** @type {any} */ { region, imageId, serves }) => [region, imageId, serves]), [["cn-beijing", "m-2ze0001", true], ["cn-hangzhou", "m-bp10001", true]]);
  });
});

describe("decide", () => {
  const decide = (/** @type {string[]} */ ...args) => cli("decide", ...M, ...args);
  test("says whether and why, in its exit code, too", () => {
    const may = decide("--service", "service-web", "--account", "1000000000000002");
    assert.deepEqual([may.code, may.out], [0, "account 1000000000000002 may deploy service service-web: the service is shared with it\n"]);
    assert.match(decide("--artifact", "artifact-web", "--account", "1000000000000002").out, /may use the images of artifact artifact-web: .* \(service service-web\)/);
    const not = decide("--service", "service-web", "--account", "1000000000000003");
    assert.equal(not.code, 1);
    assert.match(not.err, /error\[account-denied\]/);
    assert.match(not.out, /may not deploy service service-web\nit would, if service service-web had the permission Deployable for this account\n$/);
    const json = JSON.parse(decide("--service", "service-web", "--account", "1000000000000003", "--format", "json").out);
    assert.deepEqual([json.ok, json.service, json.account, json.action, json.diagnostics[0].code], [false, "service-web", "1000000000000003", "deploy", "account-denied"]);
    assert.equal(decide("--service", "service-web", "--account", "", "--format", "json").code, 1);
    assert.equal(decide("--service", "service-web", "--account", "1000000000000001", "--action", "view").code, 0);
    assert.equal(cli("decide", "--manifest", "broken.json", "--service", "s", "--account", "1").code, 1);
  });
});

describe("audience", () => {
  test("says whom an artifact is open to, and lists them when asked", () => {
    const { code, out } = cli("audience", "--artifact", "artifact-web", ...M);
    assert.equal(code, 0);
    assert.match(out, /^artifact artifact-web is open to its provider and 1 account\n/);
    assert.doesNotMatch(out, /1000000000000002/);
    assert.match(cli("audience", "--artifact", "artifact-web", "--accounts", ...M).out, /^ {2}1000000000000002 {2}service-web$/m);
    const json = JSON.parse(cli("audience", "--artifact", "artifact-web", "--accounts", "--format", "json", ...M).out);
    assert.deepEqual([json.artifact, json.visibility, json.accounts], ["artifact-web", "shared", [{ uid: "1000000000000002", services: ["service-web"] }]]);
  });
});

/** @type {[string[], RegExp][]} */
const wrong = [
  [["lst"], /no command `lst`: did you mean `list`\?/],
  [["list", "images", ...M], /takes artifacts, versions, services, not `images`/],
  [["list"], /needs `--manifest`/],
  [["list", "versions", "--artifact", "artifact-wbe", ...M], /no artifact `artifact-wbe`: did you mean `artifact-web`\?/],
  [["list", "services", "--artifact", "artifact-web", ...M], /goes with `list versions`/],
  [["show", ...M], /say what to show/],
  [["show", "image", "x", ...M], /not `image`/],
  [["show", "version", "artifact-web", ...M], /an artifact's id and a version/],
  [["show", "artifact", "artifact-wbe", ...M], /did you mean `artifact-web`/],
  [["show", "artifact", "web_server", ...M], /did you mean `artifact-web`/],
  [["show", "version", "artifact-web", "2", ...M], /artifact `artifact-web` has no version `2`: did you mean `1`/],
  [["show", "service", "service-wbe", ...M], /did you mean `service-web`/],
  [["show", "service", "x", ...M], /the manifest has no service `x`\n/],
  [["decide", "--service", "service-wbe", "--account", "1", ...M], /did you mean `service-web`/],
  [["decide", "--artifact", "artifact-wbe", "--account", "1", ...M], /did you mean `artifact-web`/],
  [["decide", "--account", "1", ...M], /needs `--service` or `--artifact`/],
  [["decide", "--service", "service-web", ...M], /needs `--account`/],
  [["decide", "--service", "service-web", "--account", "1", "--action", "use", ...M], /takes deploy, view/],
  [["audience", "--artifact", "artifact-wbe", ...M], /did you mean `artifact-web`/],
  [["audience", ...M], /needs `--artifact`/],
];
for (const [args, message] of wrong) {
  test(`${args.join(" ")}: exit code 2`, () => {
    const { code, out, err } = cli(...args);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, message);
  });
}
