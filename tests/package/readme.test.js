// Every block of the README, in its order, in one empty folder, with the package from its tarball.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

import { at } from "../../scripts/commands.mjs";
import { blocksOf } from "./blocks.js";
import { pack } from "./packed.js";

/** Ends what a block started, also where it breaks off. */
const CLEAN = "trap 'test -z \"$!\" || kill $! 2>/dev/null || :' EXIT\n";

/** The port in the README, and one that no other test has. */
const PORT = /\b40526\b/g;
const port = String(42_000 + (process.pid % 8_000));

/** @type {ReturnType<typeof pack>} */
let packed;
const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
const project = join(folder, "project");
const path = `${join(folder, "bin")}${delimiter}${dirname(process.execPath)}${delimiter}${process.env.PATH}`;

before(() => {
  packed = pack();
  mkdirSync(project);
  mkdirSync(join(folder, "bin"));
  // The registry and the cloud are not asked: `npm` takes the tarball, the SDK of this clone, and everything else is refused.
  // `wrangler deploy` reads and bundles all that it would deploy; what needs an account is only looked at.
  program("npm", `case "$1 $2" in
  "install ecs-image-resolver") exec ${tool("npm")} install --offline --no-audit --no-fund ${packed.tarball} ;;
  "install @alicloud/ecs20140526") for name in @alicloud/ecs20140526 @alicloud/credentials; do mkdir -p "node_modules/$(dirname "$name")"; ln -sfn "${at("node_modules")}/$name" "node_modules/$name"; done ;;
  *) echo "npm $*: not part of this test" >&2; exit 9 ;;
esac`);
  program("npx", `case "$1" in
  ecs-image-resolver) shift; exec node_modules/.bin/ecs-image-resolver "$@" ;;
  wrangler) shift; case "$1" in
    deploy) exec "${process.execPath}" "${at("node_modules/wrangler/bin/wrangler.js")}" deploy --dry-run --outdir deployed ;;
    kv) test "$*" = "kv namespace create MANIFEST" ;;
    secret) test "$*" = "secret put RECEIPT_KEY" ;;
    *) exit 9 ;;
  esac ;;
  *) echo "npx $*: not part of this test" >&2; exit 9 ;;
esac`);
  program("curl", "test -s bundle");
});
after(() => {
  packed.remove();
  rmSync(folder, { recursive: true });
});

/** @param {string} name @param {string} script */
function program(name, script) {
  writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** Where a program of this machine is. @param {string} name */
function tool(name) {
  return spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
}

/** @param {string} text @param {string} cwd */
function shell(text, cwd) {
  const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", `${CLEAN}${text}`], { cwd, env: { ...process.env, PATH: path, WRANGLER_SEND_METRICS: "false" }, encoding: "utf8", timeout: 240_000 });
  return { status, out: stdout, err: stderr };
}

describe("README", () => {
  /** What each block of commands printed, by its first command. @type {Map<string, string>} */
  const printed = new Map();
  const blocks = blocksOf(readFileSync(at("README.md"), "utf8"));

  test("has only blocks that are files, commands or their output", () => {
    for (const { language, label, text } of blocks) {
      if (["yaml", "json", "js"].includes(language)) assert.match(label, /^[\w-]+\.\w+$/, `this block has no file's name:\n${text}`);
      else assert.ok(["sh", "sh clone", "sh cloudflare", "text"].includes(`${language} ${label}`.trim()), `${language} ${label}`);
    }
    assert.ok(blocks.length >= 14);
  });

  for (const { language, label, text } of blocks) {
    if (["yaml", "json", "js"].includes(language)) {
      test(label, () => {
        writeFileSync(join(project, label), text.replace(PORT, port));
        if (language === "json") JSON.parse(text);
      });
    } else if (language === "sh" && label === "clone") {
      test(`commands of a clone: ${text.split("\n")[0]}`, () => {
        const { scripts } = JSON.parse(readFileSync(at("package.json"), "utf8"));
        for (const line of text.trimEnd().split("\n")) {
          const [, name] = /^npm (?:run )?([\w:]+)(?: +#.*)?$/.exec(line) ?? assert.fail(line);
          assert.ok(name === "pack" || Object.hasOwn(scripts, name), name);
        }
      });
    } else if (language === "sh") {
      test(`commands: ${text.split("\n")[0]}`, () => {
        // A busy machine takes longer to start a server.
        const { status, out, err } = shell(text.replace("sleep 1\n", "sleep 5\n").replace(PORT, port), project);
        assert.equal(status, 0, `${text}\n${out}\n${err}`);
        assert.doesNotMatch(err, /^(?:error|warning)\[(?!import-derived-id\])/m);
        printed.set(text, out);
      });
    }
  }

  test("the walk ends with what it says", () => {
    const [, out] = [...printed].find(([text]) => text.includes("apply release.json")) ?? assert.fail();
    const template = readFileSync(join(project, "template.yaml"), "utf8");
    const resolved = (/** @type {string} */ image) => template.replace("web_server_image", image);
    assert.ok(out.startsWith(resolved("m-bp1a7e0ws5r3c9d1f2g4")), out);
    assert.ok(out.endsWith(resolved("m-2zeb8f1xt6s4d0e2g3h5")), out);
    for (const region of ["cn-hangzhou", "cn-beijing"]) assert.ok(existsSync(join(project, `regions/${region}.yaml`)));
  });

  test("what is said to be a manifest is one", async () => {
    const { Resolver } = await import("../../js/node.js");
    const { ok, diagnostics } = new Resolver(readFileSync(join(project, "manifest-example.json")));
    assert.ok(ok, JSON.stringify(diagnostics));
  });
});
