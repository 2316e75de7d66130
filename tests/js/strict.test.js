// What makes the command line fail beside errors: `--strict` and `--max-warnings`. And one file for each region.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";

import { STRICT } from "../../js/cli/strict.js";
import { catalogue } from "../../js/diagnostics.js";
import { at } from "../../scripts/commands.mjs";
import { MANIFEST } from "./samples.js";

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {string[]} args */
function cli(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at("js/cli.js"), ...args], { cwd: folder, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

/** A template with instances of these images. @param {string[]} images */
const template = (...images) =>
  `ROSTemplateFormatVersion: '2015-09-01'\nResources:\n${images.map((image, n) => `  Web${n}:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: ${image}\n`).join("")}`;

/** Writes the manifest with one template, and the template. @param {string} text @param {(manifest: any) => void} [change] */
function write(text, change = () => {}) {
  const manifest = /** @type {any} */ (structuredClone(MANIFEST));
  manifest.services[0].templates = [{ name: "single", path: "t.yaml", allowedRegions: ["cn-hangzhou", "cn-beijing"] }];
  change(manifest);
  writeFileSync(join(folder, "m.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "t.yaml"), text);
}

const RESOLVE = ["resolve", "t.yaml", "--manifest", "m.json", "--service", "service-web", "--account", "1000000000000009"];
const BEIJING = [...RESOLVE, "--region", "cn-beijing"];

describe("--strict", () => {
  /** @type {[string, string, (manifest: any) => void, boolean][]} each with its code, and whether `resolve` sees it, too */
  const cases = [
    ["relation-never-used", template("web_image"), ({ services: [{ relations }] }) => (relations.other = relations.web_image), false],
    ["image-unassociated", template("web_image", "web-image"), () => {}, true],
    ["regions-not-covered", template("web_image"), ({ services: [{ templates }] }) => templates[0].allowedRegions.push("cn-shanghai"), false],
    ["template-unrestricted", template("web_image"), ({ services: [{ templates }] }) => delete templates[0].allowedRegions, false],
    ["image-region-bound", template("web_image", "m-bp1a7e0ws5r3c9d1f2g4"), () => {}, false],
    ["service-without-templates", template("web_image"), ({ services: [service] }) => delete service.templates, false],
    ["template-not-given", template("web_image"), ({ services: [{ templates }] }) => templates.push({ name: "other", allowedRegions: ["cn-beijing"] }), false],
    ["version-serves-nothing", template("web_image"), ({ artifacts: [{ versions }] }) => (versions[0].status = "Deleted"), false],
  ];
  for (const [code, text, change, seen] of cases) {
    test(`check: ${code} fails, and is named without it`, () => {
      write(text, change);
      const loose = cli("check", "--manifest", "m.json");
      assert.equal(loose.code, 0, loose.out);
      const last = loose.out.trimEnd().split("\n").at(-1) ?? "";
      assert.match(last, new RegExp(`^\`--strict\` would fail for: .*${code}`));
      const strict = cli("check", "--manifest", "m.json", "--strict");
      assert.equal(strict.code, 1);
      assert.match(strict.out, new RegExp(`^error\\[${code}\\]`, "m"));
      assert.doesNotMatch(strict.out, /would fail/);
      if (seen) assert.equal(cli(...BEIJING, "--strict").code, 1);
    });
  }

  test("passes what is whole, and then the last line is the summary", () => {
    write(template("web_image", "aliyun_3_x64_20G_alibase_20240819.vhd"));
    for (const args of [["check", "--manifest", "m.json"], BEIJING, ["validate", "t.yaml"]]) assert.equal(cli(...args, "--strict").code, 0, args.join(" "));
    assert.match(cli("check", "--manifest", "m.json").out, / in 2 files\n$/);
  });

  test("resolve writes nothing where it fails, on standard output or to a file", () => {
    write(template("web_image"), ({ services: [{ relations }] }) => (relations.other = relations.web_image));
    for (const format of ["human", "json", "sarif"]) {
      const { code, out, err } = cli(...BEIJING, "--strict", "--format", format, "-o", "never");
      assert.deepEqual([code, out, existsSync(join(folder, "never"))], [1, "", false]);
      if (format === "human") assert.match(err, /t\.yaml: not resolved: 1 error\n$/);
      if (format === "json") {
        const { ok, edits, sites, diagnostics, strict } = JSON.parse(err);
        assert.deepEqual([ok, edits, sites[0].outcome, sites[0].replacement, strict], [false, [], "blocked", undefined, ["relation-unused"]]);
        assert.equal(diagnostics[0].severity, "error");
      }
      if (format === "sarif") {
        const [{ results, invocations }] = JSON.parse(err).runs;
        assert.equal(results[0].level, "error");
        assert.deepEqual(invocations, [{ executionSuccessful: true, exitCode: 1 }]);
      }
    }
    assert.equal(cli(...BEIJING).code, 0);
    assert.equal(cli(...BEIJING, "--strict", "--warn", "relation-unused").code, 0);
    assert.equal(cli(...BEIJING, "--strict", "--ignore", "relation-unused").code, 0);
  });

  test("resolve: a site that a relation names and that is left alone, for its place or for the profile", () => {
    const copy = "  Copy:\n    Type: ALIYUN::ECS::CopyImage\n    Properties:\n      ImageId: web_image\n";
    write(template("web_image") + copy);
    const { code, out, err } = cli(...BEIJING, "--strict");
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /not resolved: 1 image site that a relation names is left alone \(site-not-replaced\)\n$/);
    assert.equal(cli(...BEIJING, "--strict", "--warn", "site-not-replaced").code, 0);
    assert.equal(cli(...BEIJING).code, 0);
    write(template("web_image").replace("ECS::Instance", "EHPC::AutoScaleConfig"));
    assert.equal(cli(...BEIJING, "--strict").code, 0);
    assert.equal(cli(...BEIJING, "--strict", "--profile", "documented").code, 1);
  });

  test("validate: a child stack that is not read fails", () => {
    write(`ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Child:\n    Type: ALIYUN::ROS::Stack\n    Properties:\n      TemplateURL: https://example.com/t.yaml\n`);
    assert.equal(cli("validate", "t.yaml").code, 0);
    assert.equal(cli("validate", "t.yaml", "--strict").code, 1);
    const [row] = JSON.parse(cli("validate", "t.yaml", "--strict", "--format", "json").out);
    assert.deepEqual([row.ok, row.strict], [false, ["template-not-checked"]]);
    assert.deepEqual(JSON.parse(cli("validate", "t.yaml", "--format", "jsonl").out).strict, ["template-not-checked"]);
  });

  test("findings past the limit never count as nothing", () => {
    write(template("web_image", ...Array.from({ length: 1100 }, () => "m-bp1a7e0ws5r3c9d1f2g4")));
    const { code, err } = cli(...BEIJING, "--strict", "--ignore", "image-region-bound");
    assert.equal(code, 1, err);
    assert.match(err, /findings past the limit, which `--strict` does not let pass\n$/);
  });

  test("its codes are codes, and the help lists them", async () => {
    const { codes } = await catalogue();
    assert.deepEqual([...STRICT].filter((code) => !Object.hasOwn(codes, code)), []);
    for (const command of ["validate", "resolve", "check"]) for (const code of STRICT) assert.match(cli(command, "--help").out, new RegExp(`\\b${code}\\b`));
  });
});

describe("--max-warnings", () => {
  test("fails with more warnings than that, and says so", () => {
    write(template("web_image"), ({ services: [{ relations }] }) => delete relations.web_image.version);
    assert.equal(cli(...BEIJING, "--max-warnings", "1").code, 0);
    const { code, out, err } = cli(...BEIJING, "--max-warnings", "0");
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /not resolved: 1 warning, and `--max-warnings` allows 0\n$/);
    const json = JSON.parse(cli(...BEIJING, "--max-warnings", "0", "--format", "json").err);
    assert.deepEqual([json.ok, json.edits, json.reason], [false, [], "1 warning, and `--max-warnings` allows 0"]);
    const check = cli("check", "--manifest", "m.json", "--max-warnings", "0");
    assert.deepEqual([check.code, check.err], [1, "ecs-image-resolver: 3 warnings, and `--max-warnings` allows 0\n"]);
    const [{ invocations }] = JSON.parse(cli("check", "--manifest", "m.json", "--max-warnings", "0", "--format", "sarif").out).runs;
    assert.deepEqual(invocations, [{ executionSuccessful: true, exitCode: 1, exitCodeDescription: "3 warnings, and `--max-warnings` allows 0" }]);
    writeFileSync(join(folder, "w.yaml"), "Resources: {}\n");
    assert.deepEqual(["0", "1"].map((limit) => cli("validate", "w.yaml", "--max-warnings", limit).code), [1, 0]);
    assert.equal(cli("validate", "w.yaml", "--max-warnings", "-1").code, 2);
    assert.equal(cli("validate", "w.yaml", "--max-warnings", "few").code, 2);
  });
});

describe("--all-regions", () => {
  const EVERYWHERE = [...RESOLVE, "--all-regions", "-o", "out"];

  test("writes a file for each region that has the image", () => {
    write(template("web_image"));
    const { code, out } = cli(...EVERYWHERE, "--template", "single");
    assert.equal(code, 0, out);
    assert.deepEqual(readdirSync(join(folder, "out")), ["cn-beijing.yaml", "cn-hangzhou.yaml"]);
    assert.equal(readFileSync(join(folder, "out/cn-beijing.yaml"), "utf8"), template("m-2ze0001"));
    assert.equal(readFileSync(join(folder, "out/cn-hangzhou.yaml"), "utf8"), template("m-bp10001"));
    assert.match(out, /^cn-beijing {3}out\/cn-beijing\.yaml \(1 edit\)$/m);
    assert.match(out, /2 regions written to out, 0 not\n$/);
    assert.equal(cli(...EVERYWHERE).code, 0, "nobody asked for the others");
  });

  test("a region that the template allows, or the version is meant for, and that has no image: exit code 3", () => {
    write(template("web_image"), ({ services: [{ templates }] }) => templates[0].allowedRegions.push("cn-shanghai"));
    const { code, out, err } = cli(...EVERYWHERE, "--template", "single");
    assert.equal(code, 3);
    assert.match(out, /^cn-shanghai {2}not resolved: region-not-served$/m);
    assert.match(err, /error\[region-not-served\]/);
    assert.ok(!existsSync(join(folder, "out/cn-shanghai.yaml")));
    const { ok, regions } = JSON.parse(cli(...EVERYWHERE, "--template", "single", "--format", "json").out);
    assert.equal(ok, false);
    assert.deepEqual(regions.map((/** @type {any} */ one) => [one.region, one.ok, one.output, one.edits]), [["cn-hangzhou", true, "out/cn-hangzhou.yaml", 1], ["cn-beijing", true, "out/cn-beijing.yaml", 1], ["cn-shanghai", false, null, 0]].sort((a, b) => regions.findIndex((/** @type {any} */ one) => one.region === a[0]) - regions.findIndex((/** @type {any} */ one) => one.region === b[0])));
    write(template("web_image"), ({ artifacts: [{ versions }] }) => versions[0].supportRegionIds.push("cn-shanghai"));
    assert.equal(cli(...EVERYWHERE).code, 3);
  });

  test("nothing at all: exit code 1, told once, and no folder", () => {
    write(template("web_image"), ({ services: [service] }) => (service.status = "Draft"));
    const { code, err } = cli(...EVERYWHERE);
    assert.equal(code, 1);
    assert.equal(err.match(/error\[service-not-online\]/g)?.length, 1);
    assert.ok(!existsSync(join(folder, "out")));
    assert.equal(cli(...EVERYWHERE.with(5, "service-none")).code, 1);
    assert.match(cli(...EVERYWHERE.with(5, "service-none")).err, /service-unknown/);
  });

  test("a file of an earlier run that was not written again is told", () => {
    write(template("web_image"));
    assert.equal(cli(...EVERYWHERE).code, 0);
    write(template("web_image"), ({ artifacts: [{ versions }] }) => (versions[0].images["cn-beijing"].status = "CreateFailed"));
    const { code, out } = cli(...EVERYWHERE);
    assert.equal(code, 3);
    assert.match(out, /^out\/cn-beijing\.yaml is from an earlier run/m);
  });

  test("fails as a whole under --strict where each region does", () => {
    write(template("web_image", "web-image"));
    assert.equal(cli(...EVERYWHERE, "--strict").code, 1);
    assert.ok(!existsSync(join(folder, "out")));
  });

  test("a region's name never leads out of the folder", () => {
    write(template("web_image"), ({ artifacts: [{ versions }] }) => (versions[0].images["../x"] = { imageId: "m-2ze0001", status: "Available" }));
    assert.equal(cli(...EVERYWHERE).code, 2);
    assert.ok(!existsSync(join(folder, "x.yaml")));
  });

  /** @type {[string[], RegExp][]} */
  const wrong = [
    [[...RESOLVE, "--all-regions"], /needs a folder/],
    [[...EVERYWHERE, "--region", "cn-beijing"], /do not go together/],
    [[...EVERYWHERE, "--diff"], /one region/],
    [[...EVERYWHERE, "--format", "sarif"], /one region/],
    [[...EVERYWHERE.with(-1, "t.yaml")], /cannot make t\.yaml: it is a file/],
  ];
  for (const [args, message] of wrong) {
    test(`${args.slice(8).join(" ")}: exit code 2`, () => {
      write(template("web_image"));
      const { code, err } = cli(...args);
      assert.equal(code, 2, err);
      assert.match(err, message);
    });
  }
});
