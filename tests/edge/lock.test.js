// The folder of Node's platform: one process writes at a time, whatever becomes of the one before, and nothing is left behind.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { files, locked, sweep } from "../../edge/files.js";
import { at } from "../../scripts/commands.mjs";

const folders = /** @type {string[]} */ ([]);
const folder = () => {
  folders.push(mkdtempSync(join(tmpdir(), "ecs-image-resolver-lock-")));
  return folders[folders.length - 1];
};
after(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

/** A process that runs a piece of program with `locked` in it. @param {string} program @param {string} path */
function run(program, path) {
  const source = `import { locked } from ${JSON.stringify(at("edge/lock.js"))};\nimport fs from "node:fs";\nconst folder = ${JSON.stringify(path)};\nconst wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));\n${program}`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const said = async (/** @type {string} */ word) => {
    while (!text.includes(word)) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { child, ended, said };
}

/** Takes the lock again and again, and counts in a file, as nobody should who is not alone. */
const COUNTING = `
for (let round = 0; round < Number(process.env.ROUNDS ?? 25); round++) {
  await locked(folder, async () => {
    fs.writeFileSync(folder + "/inside", "", { flag: "wx" });
    const number = Number(fs.readFileSync(folder + "/count", "utf8"));
    await wait(Math.random() * 3);
    fs.writeFileSync(folder + "/count", String(number + 1));
    fs.rmSync(folder + "/inside");
  });
}`;

describe("the lock", () => {
  test("of many processes one holds it at a time, and nothing is lost", async () => {
    const path = folder();
    writeFileSync(join(path, "count"), "0");
    const all = Array.from({ length: 5 }, () => run(COUNTING, path));
    assert.deepEqual(await Promise.all(all.map(({ ended }) => ended)), [0, 0, 0, 0, 0]);
    assert.equal(readFileSync(join(path, "count"), "utf8"), "125");
    assert.equal(readdirSync(path).filter((name) => name.startsWith("lock.")).length, 1, "old numbers are taken away");
  });

  test("a lock whose process was killed is taken over by one, at once, 60 times", async () => {
    const path = folder();
    writeFileSync(join(path, "count"), "0");
    // A process that is not there, on this machine: what a kill leaves behind.
    const killed = run(`await locked(folder, async () => { console.log("held"); await wait(60_000); });`, path);
    await killed.said("held");
    killed.child.kill("SIGKILL");
    await killed.ended;
    const [name] = readdirSync(path).filter((name) => /^lock\.\d+$/.test(name));
    const left = readFileSync(join(path, name), "utf8");
    const contend = `
      for (let round = 0; round < 60; round++) {
        fs.writeFileSync(folder + "/ready" + process.argv[1] + "." + round, "");
        while (!fs.existsSync(folder + "/go" + round)) await wait(1);
        await locked(folder, async () => {
          fs.writeFileSync(folder + "/inside", "", { flag: "wx" });
          fs.writeFileSync(folder + "/count", String(Number(fs.readFileSync(folder + "/count", "utf8")) + 1));
          fs.rmSync(folder + "/inside");
        });
        fs.writeFileSync(folder + "/done" + process.argv[1] + "." + round, "");
      }`;
    const all = [1, 2, 3].map((who) => run(contend.replaceAll("process.argv[1]", JSON.stringify(String(who))), path));
    const failed = Promise.all(all.map(({ ended }) => ended));
    for (let round = 0; round < 60; round++) {
      for (const who of [1, 2, 3]) while (!existsSync(join(path, `ready${who}.${round}`))) await new Promise((resolve) => setTimeout(resolve, 1));
      const last = Math.max(...readdirSync(path).flatMap((name) => Number(/^lock\.(\d+)$/.exec(name)?.[1] ?? 0)));
      writeFileSync(join(path, `lock.${last + 1}`), left);
      writeFileSync(join(path, `go${round}`), "");
      for (const who of [1, 2, 3]) while (!existsSync(join(path, `done${who}.${round}`))) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.deepEqual(await failed, [0, 0, 0]);
    assert.equal(readFileSync(join(path, "count"), "utf8"), "180");
  });

  test("a process that stands still keeps it, however long nobody touched it: its update is not lost", async () => {
    const path = folder();
    writeFileSync(join(path, "count"), "0");
    const stopped = run(`await locked(folder, async () => {
      const number = Number(fs.readFileSync(folder + "/count", "utf8"));
      console.log("held");
      await wait(200);
      fs.writeFileSync(folder + "/count", String(number + 1));
    });`, path);
    await stopped.said("held");
    stopped.child.kill("SIGSTOP");
    const [name] = readdirSync(path).filter((name) => /^lock\.\d+$/.test(name));
    utimesSync(join(path, name), 0, 0);
    const other = run(COUNTING, path);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(readFileSync(join(path, "count"), "utf8"), "0", "the other one waits");
    stopped.child.kill("SIGCONT");
    assert.deepEqual(await Promise.all([stopped.ended, other.ended]), [0, 0]);
    assert.equal(readFileSync(join(path, "count"), "utf8"), "26");
  });

  test("one of another machine is taken over when nobody touched it for a while, and who comes back is told", async () => {
    const path = folder();
    let inside = 0;
    await locked(path, async (held) => {
      await held();
      const [name] = readdirSync(path).filter((name) => /^lock\.\d+$/.test(name));
      writeFileSync(join(path, name), JSON.stringify({ machine: "another", pid: 1, started: "1" }));
      utimesSync(join(path, name), 0, 0);
      await locked(path, async () => void (inside += 1));
      await assert.rejects(held(), /taken the lock over/);
    });
    assert.equal(inside, 1);
    await locked(path, async () => void (inside += 1));
    assert.equal(inside, 2);
  });
});

describe("files", () => {
  test("a write that fails leaves nothing behind", async () => {
    const path = folder();
    mkdirSync(join(path, "head"));
    await assert.rejects(files(path).put("head", new Uint8Array([1])));
    assert.deepEqual(readdirSync(path), ["head"]);
  });

  test("what a killed process was writing is swept away, and nothing else", async () => {
    const path = folder();
    mkdirSync(join(path, "sha256"));
    for (const name of ["head.1.part", "sha256/a.2.part", "sha256/b", "head"]) writeFileSync(join(path, name), "x");
    writeFileSync(join(path, "sha256/new.part"), "x");
    for (const name of ["head.1.part", "sha256/a.2.part", "sha256/b"]) utimesSync(join(path, name), 0, 0);
    await sweep(path);
    assert.deepEqual(readdirSync(path).sort(), ["head", "sha256"]);
    assert.deepEqual(readdirSync(join(path, "sha256")).sort(), ["b", "new.part"]);
  });
});
