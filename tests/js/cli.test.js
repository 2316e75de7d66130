// The command line, as a shell sees it: what it prints where, and its exit code.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { analyze } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";
import { ALLOWED, MANIFEST, TEMPLATE } from "./samples.js";

const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
const BROKEN = TEMPLATE.replace('"web_image"', "!Ref Image");
const RESOLVED = TEMPLATE.replace("web_image", "m-2ze0001");

before(() => {
  writeFileSync(join(folder, "good.yaml"), TEMPLATE);
  writeFileSync(join(folder, "bad.yaml"), BROKEN);
  writeFileSync(join(folder, "crlf.yaml"), `\ufeff${TEMPLATE.replaceAll("\n", "\r\n").trimEnd()}`);
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(MANIFEST, null, 2));
  writeFileSync(join(folder, "wrong.json"), "{");
});

after(() => rmSync(folder, { recursive: true }));

/**
 * @param {string[]} args
 * @param {{ input?: string | Uint8Array, env?: Record<string, string> }} [options]
 */
function cli(args, { input = "", env } = {}) {
  const run = spawnSync(process.execPath, [at("js/cli.js"), ...args], { cwd: folder, input, env: { ...process.env, ...env }, maxBuffer: 1 << 28 });
  return { code: run.status, out: run.stdout.toString(), err: run.stderr.toString(), bytes: run.stdout };
}

const RESOLVE = ["resolve", "--manifest", "manifest.json", "--service", ALLOWED.service, "--region", ALLOWED.region, "--account", ALLOWED.account];

describe("usage", () => {
  for (const args of [["--help"], ["help"], ["analyze", "--help"], ["resolve", "-h"], ["help", "validate"], ["--version"]]) {
    test(`${args.join(" ")} is printed, with exit code 0`, () => {
      const { code, out, err } = cli(args);
      assert.deepEqual([code, err], [0, ""]);
      assert.match(out, /^ecs-image-resolver/);
    });
  }

  /** @type {[string[], RegExp][]} */
  const wrong = [
    [[], /say what to do/],
    [["solve"], /no command `solve`/],
    [["analyze"], /name a file/],
    [["analyze", "--fromat", "json", "good.yaml"], /--fromat/],
    [["analyze", "--format", "sarif", "good.yaml"], /`--format` takes human, json, jsonl, not `sarif`/],
    [["analyze", "--input-format", "hcl", "good.yaml"], /`--input-format` takes/],
    [["analyze", "-", "-"], /only once/],
    [["validate", "--ignore", "no-such-code", "good.yaml"], /no-such-code/],
    [["validate", "--ignore", "template-too-large", "good.yaml"], /template-too-large/],
    [["resolve", "good.yaml"], /needs `--manifest`/],
    [["resolve", "--manifest", "manifest.json"], /name one template/],
    [[...RESOLVE, "good.yaml", "bad.yaml"], /name one template/],
    [["explain", "internal-eror"], /did you mean `internal-error`/],
    [["validate", "missing.yaml"], /missing.yaml: no such file/],
    [[...RESOLVE, "missing.yaml"], /missing.yaml: no such file/],
    [[...RESOLVE.with(2, "missing.json"), "good.yaml"], /missing.json: no such file/],
    [[...RESOLVE, "."], /it is a folder/],
    [[...RESOLVE, "good.yaml", "-o", "no/such/folder"], /cannot write no\/such\/folder/],
  ];
  for (const [args, message] of wrong) {
    test(`${args.join(" ")}: exit code 2, and nothing on standard output`, () => {
      const { code, out, err } = cli(args);
      assert.equal(code, 2);
      if (args[0] !== "validate" || !args.includes("missing.yaml")) assert.equal(out, "");
      assert.match(err, message);
      assert.doesNotMatch(err, /\n\s+at /, "no stack trace");
    });
  }
});

describe("analyze", () => {
  test("prints one object a file as jsonl, with offsets in bytes of the file", () => {
    const { code, out } = cli(["analyze", "--format", "jsonl", "good.yaml", "crlf.yaml"]);
    assert.equal(code, 0);
    const rows = out.trimEnd().split("\n").map((row) => JSON.parse(row));
    assert.deepEqual(rows.map(({ file }) => file), ["good.yaml", "crlf.yaml"]);
    for (const { file, format, sites, diagnostics } of rows) {
      const bytes = readFileSync(join(folder, file));
      assert.equal(format, "ros-yaml");
      assert.deepEqual(diagnostics, []);
      const [{ start, end, innerStart, innerEnd, ...site }] = sites;
      assert.equal(bytes.subarray(start, end).toString(), '"web_image"');
      assert.equal(bytes.subarray(innerStart, innerEnd).toString(), "web_image");
      assert.deepEqual(site, {
        resource: "サーバー😀",
        type: "ALIYUN::ECS::Instance",
        path: ["Properties", "ImageId"],
        tier: "documented",
        valueKind: "literal",
        value: "web_image",
      });
    }
  });

  test("keeps to the fields that were promised for jsonl", () => {
    const { code, out } = cli(["analyze", "--format", "jsonl", "bad.yaml"]);
    assert.equal(code, 1);
    const row = JSON.parse(out);
    assert.deepEqual(Object.keys(row), ["file", "format", "sites", "diagnostics"]);
    assert.deepEqual(Object.keys(row.sites[0]), ["resource", "type", "path", "tier", "valueKind", "value", "start", "end", "innerStart", "innerEnd"]);
    assert.deepEqual(Object.keys(row.diagnostics[0]), ["code", "severity", "message", "start", "end"]);
  });

  test("prints all there is as json", () => {
    const { code, out } = cli(["analyze", "--format", "json", "good.yaml", "bad.yaml"]);
    assert.equal(code, 1);
    const all = JSON.parse(out);
    assert.deepEqual(all[1], { file: "bad.yaml", ...analyze(Buffer.from(BROKEN), { filename: "bad.yaml" }).toJSON() });
  });

  test("prints a table for people", () => {
    const { code, out } = cli(["analyze", "good.yaml"]);
    assert.equal(code, 0);
    assert.match(out, /^good.yaml: ros-yaml, 1 image site$/m);
    assert.match(out, /7:16 +サーバー😀 +ALIYUN::ECS::Instance +Properties.ImageId +"web_image"$/m);
    assert.match(out, /^nothing to report in 1 file$/m);
  });

  test("reads standard input", () => {
    const { code, out } = cli(["analyze", "--format", "jsonl", "-"], { input: TEMPLATE });
    assert.equal(code, 0);
    assert.equal(JSON.parse(out).file, "<stdin>");
  });

  test("walks folders in order, past other people's files, and reads lists", () => {
    const tree = join(folder, "tree");
    for (const name of ["node_modules", ".git", ".terraform", "b", "a"]) mkdirSync(join(tree, name), { recursive: true });
    for (const name of ["node_modules/x.yaml", ".git/x.yaml", ".terraform/x.tf", "b/x.YML", "b/x.txt", "a/x.tf", "a/x.json", "a/x.template", "z.yaml"]) {
      writeFileSync(join(tree, name), name.endsWith("tf") ? "" : name.endsWith("json") ? "{}" : TEMPLATE);
    }
    symlinkSync("..", join(tree, "b", "loop"));
    symlinkSync("../z.yaml", join(tree, "b", "link.yaml"));
    const files = (/** @type {string} */ out) => out.trimEnd().split("\n").map((row) => JSON.parse(row).file);
    const walked = ["tree/a/x.json", "tree/a/x.template", "tree/a/x.tf", "tree/b/link.yaml", "tree/b/x.YML", "tree/z.yaml"];
    assert.deepEqual(files(cli(["analyze", "--format", "jsonl", "tree"]).out), walked);
    const list = "tree/b/x.txt\ngood.yaml\r\n\n";
    assert.deepEqual(files(cli(["analyze", "--format", "jsonl", "--files-from", "-"], { input: list }).out), ["tree/b/x.txt", "good.yaml"]);
    writeFileSync(join(folder, "list"), "good.yaml\0bad.yaml\0");
    assert.deepEqual(files(cli(["analyze", "--format", "jsonl", "--files-from", "list", "crlf.yaml"]).out), ["crlf.yaml", "good.yaml", "bad.yaml"]);
    mkdirSync(join(tree, "empty"));
    assert.equal(cli(["analyze", "tree/empty"]).code, 2);
  });

  test("goes on past a file that is missing, and says so with exit code 2", () => {
    const { code, out, err } = cli(["analyze", "--format", "jsonl", "missing.yaml", "good.yaml"]);
    assert.equal(code, 2);
    assert.equal(JSON.parse(out).file, "good.yaml");
    assert.equal(err, "ecs-image-resolver: missing.yaml: no such file\n");
  });

  test("reads thousands of files in one call", () => {
    const many = join(folder, "many");
    mkdirSync(many);
    for (let n = 0; n < 3000; n++) writeFileSync(join(many, `${n}.yaml`), TEMPLATE);
    const { code, out, err } = cli(["analyze", "--format", "jsonl", "many"]);
    assert.deepEqual([code, err], [0, ""]);
    assert.equal(out.trimEnd().split("\n").length, 3000);
    assert.equal(JSON.parse(cli(["analyze", "--format", "json", "many"]).out).length, 3000);
  });
});

describe("validate", () => {
  test("prints findings with their lines, and counts them", () => {
    const { code, out } = cli(["validate", "good.yaml", "bad.yaml"]);
    assert.equal(code, 1);
    assert.match(out, /^error\[image-not-literal\]: /m);
    assert.match(out, /^ --> bad.yaml:7:16$/m);
    assert.match(out, /^7 \| +ImageId: !Ref Image # 😀\n +\| +\^{10}$/m);
    assert.match(out, /^1 error in 2 files$/m);
  });

  test("takes severities, of which the last for a code wins", () => {
    assert.equal(cli(["validate", "--warn", "image-not-literal", "bad.yaml"]).code, 0);
    assert.equal(cli(["validate", "--warn", "image-not-literal", "--error", "image-not-literal", "bad.yaml"]).code, 1);
    const ignored = cli(["validate", "--ignore", "image-not-literal", "bad.yaml"]);
    assert.deepEqual([ignored.code, ignored.out], [0, "nothing to report in 1 file\n"]);
  });

  test("prints json and jsonl", () => {
    const [row] = JSON.parse(cli(["validate", "--format", "json", "bad.yaml"]).out);
    assert.equal(row.diagnostics[0].code, "image-not-literal");
    assert.deepEqual(JSON.parse(cli(["validate", "--format", "jsonl", "bad.yaml"]).out), row);
    assert.equal(cli(["validate", "--format", "jsonl", "bad.yaml", "good.yaml"]).out.trimEnd().split("\n").length, 2);
  });

  /** @type {[string, Uint8Array | string][]} */
  const refused = [
    ["empty", ""],
    ["binary", new Uint8Array([0, 1, 2, 3, 0, 255])],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x61, 0])],
    ["not UTF-8", new Uint8Array([...Buffer.from(TEMPLATE), 0xff])],
    ["600 KB", "#".repeat(600_000)],
    ["100,000 brackets", "[".repeat(100_000)],
    ["truncated", TEMPLATE.slice(0, TEMPLATE.indexOf("web_image") + 3)],
  ];
  for (const [name, bytes] of refused) {
    test(`${name}: a finding with a place, exit code 1`, () => {
      const { code, out } = cli(["validate", "--format", "json", "-"], { input: bytes });
      assert.equal(code, 1);
      const [{ diagnostics }] = JSON.parse(out);
      assert.equal(typeof diagnostics[0].start, "number");
      assert.equal(typeof diagnostics[0].line, "number");
      assert.equal(cli(["validate", "-"], { input: bytes }).code, 1);
    });
  }
});

describe("resolve", () => {
  test("prints the template, byte for byte", () => {
    const { code, out, err } = cli([...RESOLVE, "good.yaml"]);
    assert.deepEqual([code, out, err], [0, RESOLVED, ""]);
    const crlf = cli([...RESOLVE, "crlf.yaml"]);
    assert.equal(crlf.out, `\ufeff${RESOLVED.replaceAll("\n", "\r\n").trimEnd()}`);
    assert.equal(cli([...RESOLVE, "-"], { input: TEMPLATE }).out, RESOLVED);
    assert.equal(cli([...RESOLVE.with(2, "-"), "good.yaml"], { input: JSON.stringify(MANIFEST) }).out, RESOLVED);
  });

  test("prints nothing on standard output when there is an error", () => {
    for (const args of [
      [...RESOLVE.with(6, "cn-shanghai"), "good.yaml"],
      [...RESOLVE.with(4, "service-nobody"), "good.yaml"],
      [...RESOLVE.with(8, ""), "good.yaml"],
      [...RESOLVE.with(2, "wrong.json"), "good.yaml"],
      [...RESOLVE, "wrong.json"],
    ]) {
      for (const format of ["human", "json", "sarif"]) {
        const { code, out, err } = cli([...args, "--format", format, "-o", "never"]);
        assert.deepEqual([code, out], [1, ""], args.join(" "));
        assert.ok(err.length > 0);
        if (format !== "human") JSON.parse(err);
      }
    }
    assert.ok(!readdirSync(folder).includes("never"));
  });

  test("writes a file as a whole, with the permissions it had, through a link", () => {
    const target = join(folder, "out.yaml");
    writeFileSync(target, "before");
    chmodSync(target, 0o640);
    symlinkSync("out.yaml", join(folder, "out-link.yaml"));
    const { code, out, err } = cli([...RESOLVE, "good.yaml", "-o", "out-link.yaml"]);
    assert.deepEqual([code, out, err], [0, "", "out-link.yaml: 1 edit for cn-beijing\n"]);
    assert.equal(readFileSync(target, "utf8"), RESOLVED);
    assert.equal(statSync(target).mode & 0o777, 0o640);
    assert.equal(cli([...RESOLVE, "good.yaml", "-o", "good.yaml.new"]).code, 0);
    assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith(".tmp")), []);
    const piped = `"${process.execPath}" "${at("js/cli.js")}" ${RESOLVE.join(" ")} good.yaml -o /dev/stdout | cat`;
    assert.equal(spawnSync("sh", ["-c", piped], { cwd: folder }).stdout.toString(), RESOLVED, "a pipe is written to, not replaced");
  });

  test("prints its report as json on standard error", () => {
    const { out, err } = cli([...RESOLVE, "good.yaml", "--format", "json"]);
    assert.equal(out, RESOLVED);
    const { ok, edits } = JSON.parse(err);
    assert.ok(ok);
    assert.equal(Buffer.from(TEMPLATE).subarray(edits[0].start, edits[0].end).toString(), edits[0].old);
  });
});

describe("explain", () => {
  test("says what a code means and what to do", () => {
    const { code, out } = cli(["explain", "internal-error"]);
    assert.equal(code, 0);
    assert.match(out, /^internal-error: .+\n\n.+\n\nWhat to do\n\n.+\n$/s);
    assert.match(cli(["explain"]).out, /^internal-error +\S/m);
  });
});

describe("streams", () => {
  test("the exit code is right when the reader of standard output has gone", async () => {
    for (const [file, expected] of [["good.yaml", 0], ["bad.yaml", 1]]) {
      const files = Array.from({ length: 2000 }, () => String(file));
      const child = spawn(process.execPath, [at("js/cli.js"), "analyze", "--format", "json", ...files], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
      let err = "";
      child.stderr.on("data", (chunk) => (err += chunk));
      child.stdout.destroy();
      const code = await new Promise((resolve) => child.on("close", resolve));
      assert.deepEqual([code, err], [expected, ""]);
    }
  });

  test("standard output that cannot be written to is exit code 2", { skip: process.platform !== "linux" }, () => {
    const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${at("js/cli.js")}" ${RESOLVE.join(" ")} good.yaml > /dev/full`], { cwd: folder });
    assert.equal(status, 2);
    assert.match(stderr.toString(), /cannot write to standard output/);
  });

  test("colours are for terminals, and never with NO_COLOR", () => {
    assert.doesNotMatch(cli(["validate", "bad.yaml"]).out, /\x1b/);
    const onTerminal = (/** @type {Record<string, string>} */ env) => {
      const command = `"${process.execPath}" "${at("js/cli.js")}" validate bad.yaml`;
      const run = spawnSync("script", ["-qec", command, "/dev/null"], { cwd: folder, env: { ...process.env, TERM: "xterm", ...env } });
      return run.status === 1 ? run.stdout.toString() : undefined;
    };
    const coloured = onTerminal({ NO_COLOR: "" });
    if (coloured === undefined) return console.log("left out: colours on a terminal (there is no script(1))");
    assert.match(coloured, /\x1b\[1;31m/);
    assert.doesNotMatch(onTerminal({ NO_COLOR: "1" }) ?? "", /\x1b\[/);
  });
});
