// The package in workerd: the `workerd` entry from the tarball, the core imported as a module, ready at once.
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { build } from "esbuild";
import { Miniflare } from "miniflare";

import { analyze } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";
import { ALLOWED, MANIFEST, TEMPLATE } from "../js/samples.js";
import { pack } from "../package/packed.js";

/** @type {ReturnType<typeof pack>} */
let packed;
/** @type {Miniflare} */
let worker;

before(async () => {
  packed = pack();
  cpSync(at("tests/workerd/worker.js"), join(packed.project, "worker.js"));
  const { outputFiles } = await build({
    absWorkingDir: packed.project,
    entryPoints: ["worker.js"],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker"],
    write: false,
    plugins: [
      {
        // What wrangler does with a `.wasm` import: it stays, and the file goes along.
        name: "wasm modules",
        setup: ({ onResolve }) => onResolve({ filter: /\.wasm$/ }, () => ({ path: "./core.wasm", external: true })),
      },
    ],
  });
  worker = new Miniflare({
    compatibilityDate: "2026-01-01",
    modules: [
      { type: "ESModule", path: "worker.mjs", contents: outputFiles[0].text },
      { type: "CompiledWasm", path: "core.wasm", contents: readFileSync(join(packed.installed, "pkg/core.wasm")) },
    ],
  });
});

after(async () => {
  await worker?.dispose();
  packed?.remove();
});

test("a worker resolves a template as Node does", async () => {
  const body = JSON.stringify({ template: TEMPLATE, manifest: MANIFEST, asked: ALLOWED });
  const response = await worker.dispatchFetch("http://localhost/", { method: "POST", body });
  assert.deepEqual(await response.json(), {
    ok: true,
    resolved: TEMPLATE.replace("web_image", "m-2ze0001"),
    same: true,
    sites: analyze(TEMPLATE).sites,
  });
});
