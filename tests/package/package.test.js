// The package from its tarball: what is in it, what linters say, and that it can be imported everywhere.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { build as bundle } from "esbuild";
import { chromium } from "playwright-core";
import { publint } from "publint";
import { build } from "vite";

import { browser, FLAGS, until } from "../../scripts/browser.mjs";
import { at } from "../../scripts/commands.mjs";
import { serve } from "../../scripts/serve.mjs";
import { BUDGET, compressed } from "../../scripts/size.mjs";
import { ALLOWED, MANIFEST, TEMPLATE } from "../js/samples.js";
import { pack, run, tool } from "./packed.js";

/** @type {ReturnType<typeof pack>} */
let packed;
before(() => {
  packed = pack();
});
after(() => packed.remove());

const RESOLVED = TEMPLATE.replace("web_image", "m-2ze0001");

/** A program that imports the package somehow, and prints the sample resolved. @param {string} importing */
const program = (importing) => `${importing}
const resolver = new Resolver(${JSON.stringify(MANIFEST)});
console.log(JSON.stringify(resolver.resolve(${JSON.stringify(TEMPLATE)}, ${JSON.stringify(ALLOWED)}).template));
`;

/**
 * @param {string} name
 * @param {string} text
 */
function execute(name, text) {
  const file = join(packed.project, name);
  writeFileSync(file, text);
  const { code, out, err } = run(process.execPath, [file], packed.project);
  assert.deepEqual([code, err], [0, ""]);
  return out;
}

describe("what is in it", () => {
  // `UPDATE=1 npm test -- package` writes it.
  test("is the list of files.txt", () => {
    const files = readdirSync(packed.installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(packed.installed.length + 1));
    const list = `${files.sort().join("\n")}\n`;
    if (process.env.UPDATE) writeFileSync(at("tests/package/files.txt"), list);
    assert.equal(list, readFileSync(at("tests/package/files.txt"), "utf8"));
  });

  test("needs nothing else, and runs nothing when it is installed", () => {
    const manifest = JSON.parse(readFileSync(join(packed.installed, "package.json"), "utf8"));
    assert.deepEqual(manifest.dependencies ?? {}, {});
    for (const script of ["preinstall", "install", "postinstall", "prepare"]) assert.equal(manifest.scripts[script], undefined);
  });

  test("has the version of Cargo.toml", () => {
    const { version } = JSON.parse(readFileSync(join(packed.installed, "package.json"), "utf8"));
    assert.equal(version, /^version = "(.*)"$/m.exec(readFileSync(at("Cargo.toml"), "utf8"))?.[1]);
  });

  test("is one wasm file, without names or tools' marks, of a bounded size", (context) => {
    const bytes = readFileSync(join(packed.installed, "pkg/core.wasm"));
    const module = new WebAssembly.Module(bytes);
    for (const section of ["name", "producers", ".debug_info", "sourceMappingURL"]) {
      assert.equal(WebAssembly.Module.customSections(module, section).length, 0, section);
    }
    const core = compressed(bytes);
    context.diagnostic(`core.wasm: ${bytes.length} bytes, ${core} with brotli`);
    assert.ok(core <= BUDGET);
    // The words of every code in three languages are the most of it (for `import`, for `require` and for the elements), then
    // the elements with their editor.
    const { size } = statSync(packed.tarball);
    context.diagnostic(`tarball: ${size} bytes`);
    assert.ok(size < 1_200_000);
  });

  test("names no registry, and no path of this machine", () => {
    assert.doesNotMatch(readFileSync(at("package-lock.json"), "utf8"), /"resolved"/);
    const built = readdirSync(join(packed.installed, "pkg"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, path, name } of built) {
      assert.ok(!readFileSync(join(parentPath ?? path, name)).includes(at("")), name);
    }
  });
});

describe("linters", () => {
  const EDGE = ["./edge", "./edge/cloudflare", "./edge/fc", "./edge/node"];

  test("publint has nothing to say", async () => {
    const { messages } = await publint({ pkgDir: packed.installed, strict: true });
    assert.deepEqual(messages, []);
  });

  /** @param {string[]} options */
  function attw(options) {
    const { code, out } = run(process.execPath, [tool("@arethetypeswrong/cli/dist/index.js"), packed.tarball, "--format", "json", ...options], packed.project);
    const { analysis } = JSON.parse(out);
    return { code, problems: analysis.problems };
  }

  test("attw has nothing to say", () => {
    assert.deepEqual(attw(["--exclude-entrypoints", "./elements", "./testing/ecs", ...EDGE]), { code: 0, problems: [] });
  });

  test("attw has nothing to say of the edge function but that it is for `import` alone", () => {
    const { code, problems } = attw(["--entrypoints", ...EDGE, "--profile", "esm-only"]);
    assert.equal(code, 0);
    assert.deepEqual([...new Set(problems.map((/** @type {{ kind: string }} */ { kind }) => kind))], ["CJSResolvesToESM"]);
  });

  test("attw has nothing to say of the elements but that `require` cannot have them: they are for browsers", () => {
    const { code, problems } = attw(["--entrypoints", "./elements", "--profile", "esm-only"]);
    assert.equal(code, 0);
    assert.deepEqual(problems.map((/** @type {{ kind: string }} */ { kind }) => kind), ["CJSResolvesToESM"]);
  });

  test("attw has nothing to say of the stand-in for ECS but that `require` cannot have it: it is for Node's test runner", () => {
    const { code, problems } = attw(["--entrypoints", "./testing/ecs", "--profile", "esm-only"]);
    assert.equal(code, 0);
    assert.deepEqual(problems.map((/** @type {{ kind: string }} */ { kind }) => kind), ["CJSResolvesToESM"]);
  });
});

describe("Node", () => {
  test("import", () => {
    assert.equal(JSON.parse(execute("esm.mjs", program('import { Resolver } from "ecs-image-resolver";'))), RESOLVED);
  });

  test("require", () => {
    assert.equal(JSON.parse(execute("cjs.cjs", program('const { Resolver } = require("ecs-image-resolver");'))), RESOLVED);
  });

  test("slim, with import and require", () => {
    const load = 'await init(new WebAssembly.Module(readFileSync(fileURLToPath(import.meta.resolve("ecs-image-resolver/core.wasm")))));';
    const imports = 'import { readFileSync } from "node:fs";\nimport { fileURLToPath } from "node:url";\nimport { init, Resolver } from "ecs-image-resolver/slim";';
    assert.equal(JSON.parse(execute("slim.mjs", program(`${imports}\n${load}`))), RESOLVED);
    const required = `const { init, Resolver } = require("ecs-image-resolver/slim");
      init(new WebAssembly.Module(require("node:fs").readFileSync(require.resolve("ecs-image-resolver/core.wasm"))));`;
    assert.equal(JSON.parse(execute("slim.cjs", program(required))), RESOLVED);
  });

  test("slim before init, and with what is no core", () => {
    const out = execute(
      "early.mjs",
      `import { analyze, init, ready } from "ecs-image-resolver/slim";
      const says = [];
      try { analyze("") } catch ({ name, code }) { says.push(name, code) }
      await init(7).catch(({ name }) => says.push(name));
      await init(new Uint8Array(8)).catch(({ name, code }) => says.push(name, code));
      await init(new Response("", { status: 404 })).catch(({ code }) => says.push(code));
      console.log(JSON.stringify(says));`,
    );
    assert.deepEqual(JSON.parse(out), ["LoadError", "not-ready", "TypeError", "LoadError", "wasm-unavailable", "wasm-unavailable"]);
  });

  test("diagnostics, with import and require", () => {
    const use = "catalogue().then(({ codes }) => console.log(JSON.stringify(codes['internal-error'].title + typeof render)));";
    for (const [name, importing] of [
      ["diagnostics.mjs", 'import { catalogue, render } from "ecs-image-resolver/diagnostics";'],
      ["diagnostics.cjs", 'const { catalogue, render } = require("ecs-image-resolver/diagnostics");'],
    ]) {
      assert.match(JSON.parse(execute(name, `${importing}\n${use}`)), /function$/);
    }
  });

  test("the stand-in for ECS", () => {
    const use = "const ecs = new EcsStandIn(); const url = await ecs.start(); console.log(JSON.stringify([new URL(url).hostname, REGIONS.length])); await ecs.stop();";
    assert.deepEqual(JSON.parse(execute("ecs.mjs", `import { EcsStandIn, REGIONS } from "ecs-image-resolver/testing/ecs";\n${use}`)), ["127.0.0.1", 40]);
  });

  test("the command line asks for the SDK by name where it is not installed", () => {
    writeFileSync(join(packed.project, "manifest.json"), JSON.stringify(MANIFEST));
    const { code, err } = run(join(packed.project, "node_modules/.bin/ecs-image-resolver"), ["distribute", "--manifest", "manifest.json"], packed.project);
    assert.equal(code, 2);
    assert.match(err, /`npm install @alicloud\/ecs20140526 @alicloud\/credentials`/);
  });

  test("the command line", () => {
    const { code, out } = run(join(packed.project, "node_modules/.bin/ecs-image-resolver"), ["--version"], packed.project);
    assert.deepEqual([code, out], [0, `ecs-image-resolver ${JSON.parse(readFileSync(at("package.json"), "utf8")).version}\n`]);
  });
});

describe("the edge function", () => {
  test("starts on Node from the tarball, and says that there is no manifest yet", () => {
    const out = execute(
      "edge-node.mjs",
      `import { mkdtempSync } from "node:fs";
      import { createEdge, server } from "ecs-image-resolver/edge/node";
      import { createHandler, Store } from "ecs-image-resolver/edge";
      const key = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
      const edge = createEdge({
        folder: "no such folder",
        trust: { format: 1, version: 1, threshold: 1, keys: [key] },
        token: { issuer: "i", audience: "a", keys: { keys: [{ ...key, kid: "k", alg: "EdDSA" }] } },
        receipt: { key: "0123456789abcdef" },
        log() {},
      });
      const listening = server(edge).listen(0, "127.0.0.1", async () => {
        const ready = await fetch(\`http://127.0.0.1:\${listening.address().port}/readyz\`);
        console.log(JSON.stringify([(await ready.json()).code, typeof createHandler, typeof Store]));
        listening.closeAllConnections();
        listening.close();
      });`,
    );
    assert.deepEqual(JSON.parse(out), ["manifest-missing", "function", "function"]);
  });

  test("is bundled for workerd from the tarball, with the core as a module of its own", async () => {
    writeFileSync(join(packed.project, "edge-worker.js"), 'export { default, ManifestWriter } from "ecs-image-resolver/edge/cloudflare";');
    const { metafile } = await bundle({
      absWorkingDir: packed.project,
      entryPoints: ["edge-worker.js"],
      bundle: true,
      format: "esm",
      conditions: ["workerd", "worker"],
      external: ["cloudflare:workers", "*.wasm"],
      write: false,
      metafile: true,
    });
    const [{ exports, imports }] = Object.values(metafile.outputs);
    assert.deepEqual(exports.sort(), ["ManifestWriter", "default"]);
    assert.deepEqual(imports.map(({ path }) => path.replace(/.*\//, "")).sort(), ["cloudflare:workers", "core.wasm"]);
  });
});

describe("bundlers", () => {
  const page = '<!doctype html><script type="module" src="./main.js"></script>';
  const main = program('import { ready, Resolver } from "ecs-image-resolver";\nawait ready();').replace("console.log(", "window.answer = (");

  /** What the page in a folder says, in Chromium under the policy of the page. @param {string} folder @param {number} [workers] that it has then */
  async function answerOf(folder, workers = 0) {
    const tested = await chromium.launch({ executablePath: (await browser()).chromium, args: FLAGS });
    const server = await serve({ folders: { "/": folder } });
    try {
      const tab = await tested.newPage();
      await tab.goto(server.url);
      await until(tab, "window.answer !== undefined");
      assert.equal(tab.workers().length, workers);
      return JSON.parse(await tab.evaluate("window.answer"));
    } finally {
      await tested.close();
      await server.close();
    }
  }

  test("Vite's build runs in a browser, with the core as a file of its own", async () => {
    writeFileSync(join(packed.project, "index.html"), page);
    writeFileSync(join(packed.project, "main.js"), main);
    const outDir = join(packed.project, "dist");
    await build({ root: packed.project, logLevel: "error", build: { outDir, target: "esnext", assetsInlineLimit: 0 } });
    assert.equal(readdirSync(join(outDir, "assets")).filter((name) => name.endsWith(".wasm")).length, 1);
    assert.equal(await answerOf(outDir), RESOLVED);
  });

  test("Vite's build of the elements runs in a browser, in a worker, with one core", async () => {
    const root = join(packed.project, "elements");
    const outDir = join(root, "dist");
    mkdirSync(root);
    writeFileSync(join(root, "index.html"), page);
    const use = 'const element = document.createElement("ecs-image-template");\nelement.addEventListener("resolution-change", ({ detail }) => { window.answer = JSON.stringify(detail.resolution.template); });';
    const given = JSON.stringify({ manifest: MANIFEST, ...ALLOWED, source: TEMPLATE });
    writeFileSync(join(root, "main.js"), `import "ecs-image-resolver/elements";\n${use}\nObject.assign(element, ${given});\ndocument.body.append(element);\n`);
    await build({ root, logLevel: "error", build: { outDir, target: "esnext", assetsInlineLimit: 0 } });
    const assets = readdirSync(join(outDir, "assets"));
    assert.equal(assets.filter((name) => name.endsWith(".wasm")).length, 1);
    assert.equal(assets.filter((name) => name.startsWith("worker")).length, 1);
    assert.equal(await answerOf(outDir, 1), RESOLVED);
  });

  test("esbuild's bundle of slim holds no path of the core", async () => {
    writeFileSync(join(packed.project, "slim.js"), 'export * from "ecs-image-resolver/slim";');
    const { outputFiles } = await bundle({ absWorkingDir: packed.project, entryPoints: ["slim.js"], bundle: true, format: "esm", platform: "browser", write: false });
    assert.doesNotMatch(outputFiles[0].text, /core\.wasm/);
    assert.doesNotMatch(outputFiles[0].text, /import\.meta/);
  });

  test("edge-light's entry runs on the module that its bundler makes of ?module", async () => {
    writeFileSync(join(packed.project, "edge.js"), program('import { Resolver } from "ecs-image-resolver";'));
    const path = join(packed.installed, "pkg/core.wasm");
    const outfile = join(packed.project, "edge.mjs");
    await bundle({
      absWorkingDir: packed.project,
      entryPoints: ["edge.js"],
      bundle: true,
      format: "esm",
      conditions: ["edge-light"],
      outfile,
      plugins: [
        {
          name: "?module",
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /core\.wasm\?module$/ }, () => ({ path, namespace: "module" }));
            onLoad({ filter: /./, namespace: "module" }, () => ({
              contents: `export default new WebAssembly.Module(process.getBuiltinModule("fs").readFileSync(${JSON.stringify(path)}));`,
            }));
          },
        },
      ],
    });
    const { code, out, err } = run(process.execPath, [outfile], packed.project);
    assert.deepEqual([code, JSON.parse(out), err], [0, RESOLVED, ""]);
  });

  test("a bundle that imports one name keeps what loads the core", async () => {
    writeFileSync(join(packed.project, "shaken.js"), 'import { analyze } from "ecs-image-resolver";\nconsole.log(analyze("").ok);');
    const outfile = join(packed.project, "node_modules/ecs-image-resolver/js/shaken.mjs");
    await bundle({ absWorkingDir: packed.project, entryPoints: ["shaken.js"], bundle: true, format: "esm", platform: "node", outfile, treeShaking: true });
    const { code, out, err } = run(process.execPath, [outfile], packed.project);
    assert.deepEqual([code, out, err], [0, "false\n", ""]);
    assert.ok(existsSync(outfile));
  });
});
