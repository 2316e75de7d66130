// Importing and exporting through wasm, and on the command line: what is written, where, and what is left alone.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { exportManifest, importManifest, Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";
import { MANIFEST } from "./samples.js";

const CONFIG = `Service:
  DeployMetadata:
    SupplierDeployMetadata:
      ArtifactRelation:
        サーバー😀: {ArtifactId: "\${Artifact.Web.ArtifactId}", ArtifactVersion: draft}
    TemplateConfigs: [{Name: one, Url: ros/a.yaml, AllowedRegions: [cn-beijing]}]
Artifact:
  Web: {ArtifactType: EcsImage, ArtifactName: web}
`;

const VERSIONS = {
  statusCode: 200,
  body: {
    Artifacts: [
      {
        ArtifactId: "artifact-1",
        ArtifactVersion: "draft",
        Status: "Created",
        ArtifactProperty: '{"ImageId":"m-2zeaaaaaaaaaaaaaaaaa","RegionId":"cn-beijing"}',
      },
    ],
  },
};

describe("paths of templates", () => {
  const folder = mkdtempSync(join(tmpdir(), "import-paths-"));
  after(() => rmSync(folder, { recursive: true }));
  for (const way of ["shop/.computenest/ros", "shop/out", "elsewhere"]) mkdirSync(join(folder, way), { recursive: true });
  writeFileSync(join(folder, "shop/.computenest/config.yaml"), CONFIG);
  writeFileSync(join(folder, "shop/.computenest/ros/a.yaml"), "ROSTemplateFormatVersion: '2015-09-01'\nResources: {}\n");
  const absolute = (/** @type {string} */ way) => join(folder, way);

  // From which folder, of which file, to which manifest.
  const layouts = [
    ["shop", ".computenest/config.yaml", "m.json", ".computenest/ros/a.yaml"],
    ["shop", "./.computenest/config.yaml", "./out/m.json", "../.computenest/ros/a.yaml"],
    ["shop", ".computenest/config.yaml", "../m.json", "shop/.computenest/ros/a.yaml"],
    ["shop", ".computenest/config.yaml", "../elsewhere/m.json", "../shop/.computenest/ros/a.yaml"],
    ["shop/.computenest", "config.yaml", "../../m.json", "shop/.computenest/ros/a.yaml"],
    ["shop/out", "../.computenest/config.yaml", "m.json", "../.computenest/ros/a.yaml"],
    ["shop/out", "../.computenest/config.yaml", "../.computenest/m.json", "ros/a.yaml"],
    ["elsewhere", absolute("shop/.computenest/config.yaml"), "m.json", "../shop/.computenest/ros/a.yaml"],
    ["elsewhere", absolute("shop/.computenest/config.yaml"), absolute("shop/m.json"), ".computenest/ros/a.yaml"],
    ["shop", ".computenest/config.yaml", absolute("elsewhere/m.json"), "../shop/.computenest/ros/a.yaml"],
  ];
  for (const [from, file, to, path] of layouts) {
    test(`${from}: ${file} -o ${to}`.replaceAll(folder, "…"), () => {
      const cwd = join(folder, from);
      const args = ["import", file, "-o", to, "--service-status", "Online", "--ignore", "import-placeholder"];
      const { status, stderr } = spawnSync(process.execPath, [at("js/cli.js"), ...args], { cwd, encoding: "utf8" });
      assert.equal(status, 0, stderr);
      const target = to.startsWith("/") ? to : join(cwd, to);
      const { services } = JSON.parse(readFileSync(target, "utf8"));
      assert.deepEqual([services[0].templates[0].path, services[0].status], [path, "Online"]);
      assert.ok(existsSync(join(target, "..", path)));
      rmSync(target);
    });
  }

  test("standard output: from the working folder", () => {
    const { stdout } = spawnSync(process.execPath, [at("js/cli.js"), "import", "../.computenest/config.yaml"], { cwd: join(folder, "shop/out"), encoding: "utf8" });
    assert.equal(JSON.parse(stdout).services[0].templates[0].path, "../.computenest/ros/a.yaml");
  });
});

describe("importManifest", () => {
  test("gives a manifest that resolves, from texts, bytes and objects", () => {
    const bytes = new TextEncoder().encode(CONFIG);
    for (const text of [CONFIG, bytes]) {
      const result = importManifest([{ name: "config.yaml", text }, { name: "v.json", text: VERSIONS }], { provider: "1" });
      assert.ok(result.ok, JSON.stringify(result.diagnostics));
      assert.deepEqual(result.sources, [
        { name: "config.yaml", kind: "computenest", evidence: "content" },
        { name: "v.json", kind: "list-artifact-versions", evidence: "content" },
      ]);
      const resolver = new Resolver(/** @type {string} */ (result.manifest));
      const template = "Resources:\n  A:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: サーバー😀\n";
      const resolved = resolver.resolve(template, { service: "config.yaml#Service", region: "cn-beijing", account: "1" });
      assert.ok(resolved.template?.endsWith("ImageId: m-2zeaaaaaaaaaaaaaaaaa\n"), JSON.stringify(resolved.diagnostics));
    }
  });

  test("gives places in the unit of the text that they are in", () => {
    const bytes = new TextEncoder().encode(CONFIG);
    const find = (/** @type {string | Uint8Array} */ text) => {
      const { diagnostics } = importManifest([{ name: "c.yaml", text }]);
      return diagnostics.find(({ code, args }) => code === "import-placeholder" && String(args.meaning).includes("Web"));
    };
    const inString = find(CONFIG);
    const inBytes = find(bytes);
    assert.equal(CONFIG.slice(inString?.start, inString?.end), '"${Artifact.Web.ArtifactId}"');
    assert.equal(new TextDecoder().decode(bytes.subarray(inBytes?.start, inBytes?.end)), '"${Artifact.Web.ArtifactId}"');
    assert.deepEqual([inString?.source, inString?.file, inString?.line], ["file", "c.yaml", 5]);
    const { facts } = importManifest([{ name: "v.json", text: VERSIONS }], { explain: true });
    const image = facts.find(({ fact }) => fact.endsWith("/source/imageId"));
    assert.equal(image?.pointer, "/body/Artifacts/0/ArtifactProperty/ImageId");
    assert.equal(image?.start, undefined, "an object has no offsets");
  });

  test("takes a 16-digit id that is a JSON number, digit for digit", () => {
    const text = '{"ServiceId": "s", "SharedAccounts": [{"UserAliUid": 9007199254740993, "Permission": "Deployable"}]}';
    const { manifest } = importManifest([{ name: "a.json", text }]);
    assert.equal(JSON.parse(/** @type {string} */ (manifest)).services[0].sharedAccounts[0].uid, "9007199254740993");
  });

  test("has no manifest where there is an error", () => {
    const result = importManifest([{ name: "x.json", text: '{"ServiceId": [1]}' }]);
    assert.deepEqual([result.ok, result.manifest], [false, undefined]);
    assert.ok(result.diagnostics.some(({ code, pointer }) => code === "import-wrong-type" && pointer === "/ServiceId"));
    assert.equal(importManifest([{ name: "x", text: "x".repeat(20) }], { limits: { manifestBytes: 10 } }).diagnostics[0].code, "import-file-too-large");
  });

  test("throws for wrong arguments", () => {
    const call = (/** @type {any[]} */ ...args) => () => /** @type {any} */ (importManifest)(...args);
    const file = { name: "a", text: "" };
    for (const bad of [call(), call([]), call([{ text: "" }]), call([{ name: "a" }]), call([{ ...file, kind: "x" }]), call([{ ...file, foo: 1 }]), call([file], { explain: 1 }), call([file], { bind: { a: 1 } }), call([file], { severities: { x: "error" } })]) {
      assert.throws(bad, TypeError);
    }
  });
});

describe("exportManifest", () => {
  test("writes tables, and the manifest again", () => {
    const mappings = exportManifest(MANIFEST, { format: "ros-mappings", service: "service-web" });
    assert.equal(mappings.text, "Mappings:\n  Images:\n    cn-beijing:\n      web_image: m-2ze0001\n    cn-hangzhou:\n      web_image: m-bp10001\n");
    const locals = exportManifest(JSON.stringify(MANIFEST), { format: "hcl-locals", artifact: "artifact-web", version: "1", table: "web" });
    assert.match(locals.text ?? "", /^locals \{\n {2}web = \{\n {4}"cn-beijing" {2}= "m-2ze0001"\n/);
    const again = exportManifest(MANIFEST, { format: "manifest" });
    assert.deepEqual(JSON.parse(again.text ?? ""), MANIFEST);
    assert.equal(again.text, exportManifest(again.text ?? "", { format: "manifest" }).text);
  });

  test("says what there is not", () => {
    for (const [options, code] of /** @type {const} */ ([
      [{ format: "ros-mappings", service: "x" }, "service-unknown"],
      [{ format: "hcl-locals", artifact: "x" }, "artifact-unknown"],
      [{ format: "hcl-locals", artifact: "artifact-web", version: "7" }, "version-unknown"],
    ])) {
      const result = exportManifest(MANIFEST, options);
      assert.deepEqual([result.ok, result.text, result.diagnostics.at(-1)?.code], [false, undefined, code]);
    }
    assert.equal(exportManifest('{"manifestVersion": 1, "provider": 1}', { format: "manifest" }).text, undefined);
    for (const options of [undefined, {}, { format: "x" }, { format: "manifest", service: "s" }, { format: "ros-mappings" }, { format: "hcl-locals", service: "a", artifact: "b" }, { format: "hcl-locals", service: "service-web", table: "a b" }]) {
      assert.throws(() => exportManifest(MANIFEST, /** @type {any} */ (options)), TypeError, JSON.stringify(options));
    }
  });
});

describe("the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "import-"));
  after(() => rmSync(folder, { recursive: true }));
  const run = (/** @type {string[]} */ ...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [at("js/cli.js"), ...args], { cwd: folder, encoding: "utf8" });
    return { status, stdout, stderr };
  };
  const put = (/** @type {string} */ name, /** @type {unknown} */ content) => {
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
    return name;
  };
  mkdirSync(join(folder, "out"));
  put("config.yaml", CONFIG);
  put("versions.json", VERSIONS);

  test("writes a manifest, and says where it is from", () => {
    const { status, stdout, stderr } = run("import", "./config.yaml", "versions.json", "--provider", "1000000000000001", "-o", "out/manifest.json", "--explain");
    assert.deepEqual([status, stdout], [0, ""], stderr);
    const manifest = JSON.parse(readFileSync(join(folder, "out/manifest.json"), "utf8"));
    assert.equal(manifest.provider, "1000000000000001");
    assert.equal(manifest.services[0].serviceId, "config.yaml#Service");
    assert.equal(manifest.services[0].templates[0].path, "../ros/a.yaml");
    assert.match(stderr, /^\/artifacts\/0\/versions\/0\/source\/imageId {2}versions\.json:1:\d+ \(\/body\/Artifacts\/0\/ArtifactProperty\/ImageId\)$/m);
    assert.match(stderr, /warning\[import-missing\].*\n.*config\.yaml:2:3/);
    assert.match(stderr, /out\/manifest\.json: 1 artifact, 1 service\n$/);
    assert.equal(run("import", "config.yaml", "versions.json").stdout.length > 100, true, "without -o it is printed");
  });

  test("merges into the manifest that was there", () => {
    const before = put("before.json", { manifestVersion: 1, provider: "1", services: [{ serviceId: "service-9", status: "Beta", "x-note": [1] }] });
    put("service.json", { ServiceId: "service-9", Status: "Online" });
    const { status, stderr } = run("import", "service.json", "--merge", before, "-o", before);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /info\[import-replaced\]: `status` of service `service-9` was `Beta` and is `Online` now/);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, before), "utf8")).services[0], { serviceId: "service-9", status: "Online", "x-note": [1] });
  });

  test("writes nothing where there is an error", () => {
    put("kept.json", "what was there");
    put("bad.json", '{"ServiceId": "s", "Status": ["Online"]}');
    put("cut.yaml", CONFIG.slice(0, 120));
    put("one.json", { ServiceId: "s", ShareType: "Public" });
    put("other.json", { ServiceId: "s", ShareType: "Hidden" });
    for (const [files, code] of /** @type {const} */ ([
      [["bad.json"], "import-wrong-type"],
      [["config.yaml", "bad.json"], "import-wrong-type"],
      [["cut.yaml"], "yaml-"],
      [["one.json", "other.json"], "import-conflict"],
      [["config.yaml", "--kind", "config.yaml=packer"], "import-other-source"],
    ])) {
      const { status, stdout, stderr } = run("import", ...files, "-o", "kept.json");
      assert.deepEqual([status, stdout], [1, ""], stderr);
      assert.ok(stderr.includes(`error[${code}`), stderr);
      assert.equal(readFileSync(join(folder, "kept.json"), "utf8"), "what was there");
    }
    const { stderr } = run("import", "one.json", "other.json");
    assert.match(stderr, /other\.json:1:\d+ \(\/ShareType\)[^]*note: first written here\n.*one\.json:1:\d+ \(\/ShareType\)/);
    assert.equal(run("import", "one.json", "other.json", "--warn", "import-conflict", "-o", "new.json").status, 0);
    assert.ok(existsSync(join(folder, "new.json")));
    assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith(".tmp")), []);
  });

  test("tells findings to programs", () => {
    const json = JSON.parse(run("import", "config.yaml", "--format", "json").stderr);
    assert.equal(json.sources[0].kind, "computenest");
    const sarif = JSON.parse(run("import", "bad.json", "--format", "sarif").stderr);
    assert.equal(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri, "bad.json");
  });

  test("knows wrong usage", () => {
    for (const args of [["import"], ["import", "nowhere.json"], ["import", "config.yaml", "--kind", "x=packer"], ["import", "config.yaml", "--kind", "config.yaml"], ["import", "config.yaml", "--kind", "config.yaml=x"], ["import", "-", "--merge", "-"], ["export", "--manifest", "out/manifest.json"], ["export", "--manifest", "out/manifest.json", "--format", "hcl-locals"]]) {
      const { status, stderr } = run(...args);
      assert.equal(status, 2, `${args}: ${stderr}`);
    }
  });

  test("exports", () => {
    put("m.json", MANIFEST);
    const table = run("export", "--manifest", "m.json", "--format", "hcl-locals", "--service", "service-web");
    assert.equal(table.stdout, 'locals {\n  images = {\n    "cn-beijing" = {\n      "web_image" = "m-2ze0001"\n    }\n    "cn-hangzhou" = {\n      "web_image" = "m-bp10001"\n    }\n  }\n}\n');
    assert.equal(run("export", "--manifest", "m.json", "--format", "ros-mappings", "--service", "none").status, 1);
    assert.equal(run("export", "--manifest", "m.json", "--format", "manifest", "-o", "again.json").status, 0);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, "again.json"), "utf8")), MANIFEST);
  });
});

test("every real config.yaml is imported", (t) => {
  const corpus = at("../shared/corpus");
  if (!existsSync(corpus)) {
    if (process.env.CI) assert.fail("the corpus is missing");
    return t.skip("left out: there is no ../shared/corpus here");
  }
  const rows = readFileSync(join(corpus, "oracle.jsonl"), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const configs = rows.filter(({ kind }) => kind === "computenest-config");
  assert.equal(configs.length, 17);
  for (const { file, relations } of configs) {
    const result = importManifest([{ name: file, text: readFileSync(join(corpus, "templates", file)) }]);
    assert.ok(result.ok, file);
    const [service] = JSON.parse(result.manifest ?? "").services;
    for (const { placeholder } of relations) assert.ok(Object.hasOwn(service.relations, placeholder), `${file}: ${placeholder}`);
  }
});
