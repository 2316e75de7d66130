// `npm run edge`, as a user has it: it prints commands, and they work.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ask, at, root } from "../../scripts/commands.mjs";

const skip = ask("curl", "--version") === undefined && process.env.CI === undefined && "left out: there is no curl";

for (const options of [[], ["--node"]]) {
  test(`npm run edge ${options.join(" ")}: what it prints works`, { skip }, async () => {
    const child = spawn(process.execPath, [at("scripts/edge.mjs"), "--port", "0", ...options], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    try {
      const printed = await new Promise((resolve, reject) => {
        let text = "";
        child.stdout.on("data", (chunk) => {
          text += chunk;
          if (/v1\/manifest' -H .*\n/.test(text)) resolve(text);
        });
        child.once("close", () => reject(new Error(`it ended: ${text}`)));
      });
      const commands = printed.split("\n").filter((/** @type {string} */ line) => line.startsWith("curl "));
      const [resolved, carried, regions, denied, manifest] = commands.map((/** @type {string} */ command) => {
        const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: root, encoding: "utf8" });
        assert.equal(status, 0, stderr);
        return stdout;
      });
      assert.match(resolved, /^ +ImageId: "?m-2ze/m);
      const template = readFileSync(at("www/sample/template.yaml"), "utf8");
      assert.equal(resolved.split("\n").length, template.split("\n").length);
      assert.match(carried, /^HTTP\/1.1 200/);
      assert.ok(carried.endsWith(resolved));
      assert.ok(JSON.parse(regions).regions.some((/** @type {any} */ { deployable }) => deployable));
      assert.match(denied, /^HTTP\/1.1 404/);
      assert.match(denied, /service-unavailable/);
      assert.equal(manifest, readFileSync(at("www/sample/manifest.json"), "utf8"));
    } finally {
      child.kill();
      await new Promise((resolve) => child.once("close", resolve));
    }
  });
}
