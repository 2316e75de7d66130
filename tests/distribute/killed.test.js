// Runs that are killed with SIGKILL: at every call, and at random.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { killed, killedAndFailing } from "./killed.js";
import { accounts, manifestOf, Scene } from "./scene.js";

test("killed at every call that changes something, before it does and after", async (context) => {
  const manifest = manifestOf({ regions: ["cn-beijing"], uids: accounts(12) });
  for (let at = 1, more = true; more; at += 1) {
    for (const when of ["before", "after"]) {
      const scene = await Scene.start(manifest);
      try {
        const { child, ended } = scene.start();
        let count = 0;
        scene.cloud.fail(({ action }) => {
          if (action.startsWith("Describe")) return undefined;
          count += 1;
          if (count !== at) return undefined;
          child.kill("SIGKILL");
          return { reset: /** @type {"before" | "after"} */ (when) };
        });
        const { signal, code } = await ended;
        more = signal === "SIGKILL";
        if (!more) assert.equal(code, 0);
        scene.cloud.fail(undefined);
        const lines = readFileSync(scene.journal, "utf8").trimEnd().split("\n");
        const { id } = JSON.parse(lines.findLast((line) => JSON.parse(line).event === "call") ?? "{}");
        if (more) assert.ok(id, "the call was written down before it was made");
        const again = await scene.command();
        assert.equal(again.code, 0, again.err);
        if (more) assert.match(again.err, /going on after \d+ calls? that nobody knows the end of/);
        assert.deepEqual(scene.wrong(accounts(12)), [], `killed ${when} call ${at}`);
      } finally {
        await scene.end();
      }
      if (!more) break;
    }
    if (!more) context.diagnostic(`${at - 1} calls`);
  }
});

test("a journal that ends in the middle of a line", async () => {
  const scene = await Scene.start();
  try {
    appendFileSync(scene.journal, '{"at":1,"event":"call","id":"x');
    await scene.run();
    assert.deepEqual(scene.wrong(), []);
    const lines = readFileSync(scene.journal, "utf8").trimEnd().split("\n");
    assert.equal(lines.slice(1).every((line) => JSON.parse(line).event !== undefined), true);
  } finally {
    await scene.end();
  }
});

// `npm run kill` does it 200 times.
test("forty regions, three versions, 120 accounts, killed at random", async (context) => {
  assert.equal(await killed(20, Number(process.env.SEED ?? 20_261_123), (line) => context.diagnostic(line)), 20);
});

test("24 random kills, 27 % of all calls refused and one copy that always fails: what is said is what the cloud holds", async () => {
  await killedAndFailing(24, Number(process.env.SEED ?? 20_261_128));
});
