// Changes of a manifest, through wasm and on the command line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Resolver, transition } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";

/** @import { Change } from "../../js/index.js" */

/** @type {Change} */
const CREATE = {
  change: "create-artifact",
  artifactId: "artifact-1",
  name: "web_server",
  versionName: "v1_0",
  source: { type: "custom", imageId: "m-bp1aaaaaaaaaaaaaaaaa", regionId: "cn-hangzhou" },
  supportRegionIds: ["cn-hangzhou", "cn-beijing"],
};
/** From nothing to a service that customers deploy. @type {Change[]} */
const STEPS = [
  CREATE,
  { change: "create-service", serviceId: "service-1", shareType: "Restricted", templates: [{ name: "single", path: "template.yaml" }] },
  { change: "relate", serviceId: "service-1", literal: "web_image", artifactId: "artifact-1", version: "draft" },
  { change: "release", artifactId: "artifact-1" },
  { change: "mark-delivery", artifactId: "artifact-1", version: "1", regionId: "cn-beijing", status: "Available", imageId: "m-2zeaaaaaaaaaaaaaaaaa" },
  { change: "share", serviceId: "service-1", accounts: [{ uid: "1000000000000002", permission: "Deployable" }] },
  { change: "set-status", serviceId: "service-1", status: "Submitted" },
  { change: "set-status", serviceId: "service-1", status: "Approved" },
  { change: "set-status", serviceId: "service-1", status: "Online" },
];
const EMPTY = { manifestVersion: 1 };
const TEMPLATE = `ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::Instance
    Properties:
      ImageId: web_image
`;

describe("transition", () => {
  test("gives the manifest in the type that it was given in", () => {
    const text = `${JSON.stringify(EMPTY)}\n`;
    const fromString = transition(text, CREATE).manifest ?? "";
    assert.equal(typeof fromString, "string");
    const fromBytes = transition(new TextEncoder().encode(text), CREATE).manifest;
    assert.equal(Object.getPrototypeOf(fromBytes), Uint8Array.prototype);
    assert.equal(new TextDecoder().decode(fromBytes), fromString);
    const fromObject = transition(EMPTY, CREATE).manifest;
    assert.deepEqual(fromObject, JSON.parse(fromString));
    // Where nothing was there to be written like.
    assert.equal(fromString, `${JSON.stringify(fromObject, null, 2)}\n`);
    for (const change of [JSON.stringify(CREATE), new TextEncoder().encode(JSON.stringify(CREATE)), [CREATE]]) {
      assert.equal(transition(text, change).manifest, fromString);
    }
  });

  test("leads from nothing to a template that resolves", () => {
    const whole = transition(EMPTY, STEPS);
    assert.ok(whole.ok, JSON.stringify(whole));
    assert.deepEqual(STEPS.reduce((manifest, change) => transition(manifest, change).manifest ?? assert.fail(), EMPTY), whole.manifest);
    const resolver = new Resolver(whole.manifest ?? {});
    assert.deepEqual(resolver.toJSON(), { ok: true, diagnostics: [], dropped: 0 });
    const request = { service: "service-1", region: "cn-beijing", account: "1000000000000002", template: "single" };
    assert.equal(resolver.resolve(TEMPLATE, request).template, TEMPLATE.replace("web_image", "m-2zeaaaaaaaaaaaaaaaaa"));
  });

  test("of a list is made as a whole or not at all", () => {
    const changes = /** @type {Change[]} */ ([CREATE, { change: "release", artifactId: "artifact-9" }]);
    const { ok, manifest, diagnostics } = transition(EMPTY, changes);
    assert.deepEqual([ok, manifest], [false, undefined]);
    assert.deepEqual(diagnostics.map(({ code, source, pointer }) => [code, source, pointer]), [["artifact-unknown", "change", "/1/artifactId"]]);
    assert.deepEqual(EMPTY, { manifestVersion: 1 });
  });

  test("says where in the change, in the unit of what was given", () => {
    const change = '{"change": "release", "artifactId": "日本😀"}';
    const [inString] = transition(EMPTY, change).diagnostics;
    assert.equal(change.slice(inString.start, inString.end), '"日本😀"');
    const bytes = Buffer.from(change);
    const [inBytes] = transition(EMPTY, bytes).diagnostics;
    assert.equal(bytes.subarray(inBytes.start, inBytes.end).toString(), '"日本😀"');
    const [inObject] = transition(EMPTY, JSON.parse(change)).diagnostics;
    assert.deepEqual([inObject.pointer, inObject.start], ["/artifactId", undefined]);
  });

  test("never throws for what is in a change or a manifest", () => {
    for (const change of ["", "{", "[", "7", "[7]", "{}", '{"change": 7}', '{"change": "nothing"}', '{"change": "release"}', "\0", new Uint8Array([0xff])]) {
      const { ok, diagnostics } = transition(EMPTY, /** @type {string | Uint8Array} */ (change));
      assert.equal(ok, false);
      assert.ok(diagnostics.every(({ source, severity }) => source === "change" && severity === "error"), JSON.stringify(diagnostics));
    }
    for (const text of ["", "[]", "{", '{"manifestVersion": 2}', '{"manifestVersion": 1, "services": [{"serviceId": 7}]}']) {
      /** @type {import("../../js/index.js").Findings} */
      const { ok, diagnostics } = transition(text, CREATE);
      assert.equal(ok, false);
      assert.equal(diagnostics[0].source, "manifest");
      assert.equal(typeof diagnostics[0].start, "number");
    }
    assert.ok(transition(EMPTY, []).ok);
  });

  test("tells the warnings that it brings about", () => {
    const online = { manifestVersion: 1, services: [{ serviceId: "service-1", status: "Online" }] };
    const { ok, diagnostics } = transition(online, [CREATE, STEPS[2]]);
    assert.ok(ok);
    const [{ code, severity, pointer, start }] = diagnostics;
    assert.deepEqual([code, severity, pointer, start], ["manifest-draft-online", "warning", "/services/0/relations/web_image/version", undefined]);
  });

  test("keeps what it does not know", () => {
    const manifest = '{"note": {"a":  [1.0]}, "manifestVersion": 1, "$schema": "x"}';
    assert.equal(transition(manifest, []).manifest, manifest);
  });

  test("with wrong arguments is a TypeError", () => {
    const any = /** @type {any} */ (transition);
    assert.throws(() => any(), { name: "TypeError", message: /`manifest` must be/ });
    assert.throws(() => any(EMPTY), { name: "TypeError", message: /`change` must be .* not undefined/ });
    assert.throws(() => any(EMPTY, CREATE, { profile: "documented" }), { name: "TypeError", message: /no field `profile`/ });
    assert.equal(transition(EMPTY, CREATE, { limits: { manifestBytes: 5 } }).diagnostics[0].code, "manifest-too-large");
  });
});

describe("apply", () => {
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
  const file = (/** @type {string} */ name) => join(folder, name);
  const cli = (/** @type {string[]} */ args, input = "") => {
    const run = spawnSync(process.execPath, [at("js/cli.js"), "apply", ...args], { cwd: folder, input });
    return { code: run.status, out: run.stdout.toString(), err: run.stderr.toString() };
  };
  before(() => {
    writeFileSync(file("manifest.json"), '{"manifestVersion": 1}');
    writeFileSync(file("steps.json"), JSON.stringify(STEPS));
    writeFileSync(file("bad.json"), '[{"change": "release",\n  "artifactId": "artifact-9"}]');
  });
  after(() => rmSync(folder, { recursive: true }));

  test("prints the changed manifest", () => {
    const { code, out, err } = cli(["steps.json", "--manifest", "manifest.json"]);
    assert.deepEqual([code, err], [0, ""]);
    assert.equal(out, transition('{"manifestVersion": 1}', STEPS).manifest);
    assert.deepEqual(cli(["-", "--manifest", "manifest.json"], JSON.stringify(STEPS)).out, out);
    assert.deepEqual(cli(["steps.json", "--manifest", "-"], '{"manifestVersion": 1}').out, out);
  });

  test("with an error prints nothing, writes nothing, and shows the place", () => {
    const { code, out, err } = cli(["bad.json", "--manifest", "manifest.json", "-o", "new.json"]);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /error\[artifact-unknown\]/);
    assert.match(err, /--> bad\.json:2:17 \(\/0\/artifactId\)/);
    assert.ok(!existsSync(file("new.json")));
    const sarif = JSON.parse(cli(["bad.json", "--manifest", "manifest.json", "--format", "sarif"]).err);
    assert.equal(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri, "bad.json");
    assert.equal(JSON.parse(cli(["bad.json", "--manifest", "manifest.json", "--format", "json"]).err).ok, false);
  });

  test("replaces the manifest itself as a whole", () => {
    writeFileSync(file("own.json"), '{"manifestVersion": 1}');
    const { code, out } = cli(["steps.json", "--manifest", "own.json", "-o", "own.json"]);
    assert.deepEqual([code, out], [0, ""]);
    assert.equal(readFileSync(file("own.json"), "utf8"), transition('{"manifestVersion": 1}', STEPS).manifest);
    assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith(".tmp")), []);
  });

  test("is told what is missing", () => {
    assert.equal(cli([]).code, 2);
    assert.match(cli(["steps.json"]).err, /needs `--manifest`/);
    assert.match(cli(["-", "--manifest", "-"]).err, /only once/);
    assert.match(cli(["none.json", "--manifest", "manifest.json"]).err, /none\.json: no such file/);
  });
});
