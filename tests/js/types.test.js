// The types are held against real results: every field that an answer has must be declared, with its type.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { analyze, Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";

test("every answer to the fixtures is what index.d.ts says", () => {
  const manifest = readFileSync(at("tests/fixtures/resolve/manifest.json"), "utf8");
  /** @type {[string, object][]} */
  const answers = [
    ["Findings", new Resolver(manifest).toJSON()],
    ["Findings", new Resolver("{").toJSON()],
    ["Findings", new Resolver({ services: 7 }).toJSON()],
  ];
  for (const { template, request } of resolutions()) {
    const { profile, ...asked } = JSON.parse(request);
    answers.push(["Resolution", new Resolver(manifest, { profile }).resolve(template, asked).toJSON()]);
  }
  for (const { name, template } of sites()) answers.push(["Analysis", analyze(template, { filename: name, anyType: true }).toJSON()]);
  assert.ok(answers.length > 50);

  const rows = answers.map(([type, answer]) => `check<ReturnType<${type}["toJSON"]>>(${JSON.stringify(answer)});\n`);
  const header = `import type { Analysis, Resolution, Resolver as Findings } from "../../js/index.js";
declare function check<T>(answer: T): void;\n`;
  mkdirSync(at("target/types"), { recursive: true });
  writeFileSync(at("target/types/answers.ts"), header + rows.join(""));
  const flags = ["--noEmit", "--strict", "--ignoreConfig", "--module", "nodenext", "--target", "es2023", "--lib", "es2023,esnext.disposable,dom", "--types", ""];
  // Here no flag leaves declaration files unchecked, as the project's own configuration does for those of dependencies.
  const declarations = ["index", "slim", "diagnostics", "elements"].map((name) => at(`js/${name}.d.ts`));
  const run = spawnSync(process.execPath, [at("node_modules/typescript/bin/tsc"), ...flags, ...declarations, at("target/types/answers.ts")]);
  assert.equal(run.stdout.toString(), "");
  assert.equal(run.status, 0);
});

function resolutions() {
  const root = at("tests/fixtures/resolve");
  const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return cases.map(({ name }) => {
    const template = readdirSync(`${root}/${name}`).find((file) => file.startsWith("template.")) ?? "";
    return { template: readFileSync(`${root}/${name}/${template}`, "utf8"), request: readFileSync(`${root}/${name}/request.json`, "utf8") };
  });
}

function sites() {
  const root = at("tests/fixtures/sites");
  const files = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith(".expected"));
  return files.map(({ name }) => ({ name, template: readFileSync(`${root}/${name}`) }));
}
