// The README's run from a source image to a resolved template in another region, done as it is written.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";

import { at } from "../../scripts/commands.mjs";

/** The blocks of code in a section. @param {string} title */
function blocks(title) {
  const section = readFileSync(at("README.md"), "utf8").split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? "";
  return [...section.matchAll(/^```\w+[^\n]*\n(.*?)^```$/gms)].map(([, text]) => text);
}

// `UPDATE=1` writes the recorded output.
test("into every region", () => {
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
  try {
    const [template, create, release] = blocks("From nothing to a resolved template");
    const [server, commands, recorded] = blocks("Into every region");
    for (const [name, text] of Object.entries({ "template.yaml": template, "create.json": create, "release.json": release, "ecs.mjs": server })) writeFileSync(join(folder, name), text);
    mkdirSync(join(folder, "bin"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(at("."), join(folder, "node_modules/ecs-image-resolver"));
    // What `npx ecs-image-resolver` runs, and what it prints after the command that was typed.
    const echo = 'echo "\\$ npx $*"';
    writeFileSync(join(folder, "bin/npx"), `#!/bin/sh\ncase "$2" in distribute|resolve) ${echo};; esac\nshift\nexec "${process.execPath}" "${at("js/cli.js")}" "$@" 2>&1\n`);
    chmodSync(join(folder, "bin/npx"), 0o755);
    const env = { ...process.env, PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}` };
    const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", "trap 'test -z \"$!\" || kill $! 2>/dev/null || :' EXIT\n" + commands.replace(/^npm install .*\n/, "").replace("sleep 1", "sleep 5")], { cwd: folder, env, encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
    const shown = stdout.replace(/^.*manifest\.json: \d+ bytes\n/gm, "");
    if (process.env.UPDATE) writeFileSync(at("README.md"), readFileSync(at("README.md"), "utf8").replace(`\`\`\`text\n${recorded}`, `\`\`\`text\n${shown}`));
    else assert.equal(shown, recorded);
    assert.ok(shown.endsWith(template.replace("web_server_image", "m-cnbeijing00000000001")), shown);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
