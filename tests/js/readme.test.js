// The walk of the README, done as it is written.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";

import { at } from "../../scripts/commands.mjs";

test("from nothing to a resolved template", () => {
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
  try {
    const [, walk] = /^## From nothing to a resolved template$(.*?)^## |^## From nothing to a resolved template$(.*)/ms.exec(readFileSync(at("README.md"), "utf8"))?.filter((part) => part !== undefined) ?? [];
    const blocks = [...walk.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({ language, text }));
    assert.deepEqual(blocks.map(({ language }) => language), ["yaml", "json", "json", "sh"]);
    for (const [at, name] of ["template.yaml", "create.json", "release.json"].entries()) writeFileSync(join(folder, name), blocks[at].text);
    // What `npx ecs-image-resolver` runs.
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/npx"), `#!/bin/sh\nshift\nexec "${process.execPath}" "${at("js/cli.js")}" "$@"\n`);
    chmodSync(join(folder, "bin/npx"), 0o755);
    const env = { ...process.env, PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}` };
    const run = spawnSync("sh", ["-e", "-c", blocks[3].text], { cwd: folder, env, encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
    assert.doesNotMatch(run.stderr, /error|warning/);
    const resolved = (/** @type {string} */ image) => blocks[0].text.replace("web_server_image", image);
    assert.ok(run.stdout.startsWith(resolved("m-bp1a7e0ws5r3c9d1f2g4")), run.stdout);
    assert.ok(run.stdout.endsWith(resolved("m-2zeb8f1xt6s4d0e2g3h5")), run.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
