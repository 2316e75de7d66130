// A port that another program has: said in one line, with what to do.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { after, before, test } from "node:test";

import { EcsStandIn } from "../../js/testing/ecs.js";
import { at } from "../../scripts/commands.mjs";
import { serve } from "../../scripts/serve.mjs";

const other = createServer();
let port = 0;
before(async () => {
  await new Promise((resolve) => other.listen(0, "127.0.0.1", () => resolve(undefined)));
  port = /** @type {import("node:net").AddressInfo} */ (other.address()).port;
});
after(() => other.close());

for (const options of [[], ["--node"]]) {
  test(`npm run edge ${options.join(" ")}`, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [at("scripts/edge.mjs"), "--port", String(port), ...options], { encoding: "utf8" });
    assert.deepEqual([status, stdout], [1, ""]);
    assert.equal(stderr, `\nport ${port} is in use: end the program that uses it, or take another one with \`npm run edge -- --port N\` (0: any free one)\n`);
  });
}

test("npm start takes another port, and knows that it did", async () => {
  const first = await serve();
  const second = await serve({ port: first.port });
  assert.notEqual(second.port, first.port);
  assert.equal(second.url, `http://localhost:${second.port}/`);
  await Promise.all([first.close(), second.close()]);
});

test("the stand-in for ECS", async () => {
  await assert.rejects(new EcsStandIn({ port }).start(), { message: `port ${port} is in use: end the program that uses it, or give another \`port\` (0: any free one)` });
});
