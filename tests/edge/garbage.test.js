// Objects that no head names go after a while, and nothing else does.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { collectGarbage, createEdge } from "../../edge/node.js";
import { keyed } from "./kv.js";
import { AUDIENCE, changed, CUSTOMER, expected, Issuer, ISSUER, PROVIDER, Publisher, RECEIPT_KEY, REGION, RESTRICTED, TEMPLATE } from "./world.js";

const DAY = 86_400_000;

test("what an older manifest named goes after a week, and the edge answers as before; what cannot be known stays", async () => {
  const [issuer, publisher] = await Promise.all([Issuer.make(), Publisher.make()]);
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-garbage-"));
  try {
    const make = () => createEdge({ folder, trust: publisher.trust, token: { issuer: ISSUER, audience: AUDIENCE, keys: issuer.jwks }, receipt: { key: RECEIPT_KEY }, log: () => {} });
    const edge = make();
    let tag = { "if-none-match": "*" };
    /** @param {Uint8Array} file */
    const publish = async (file) => {
      const headers = { authorization: `Bearer ${await issuer.token(PROVIDER, { scope: "provider" })}`, "content-type": "application/vnd.ecs-image-resolver.bundle", ...tag };
      const response = await edge(new Request("https://edge/v1/manifest", { method: "PUT", headers, body: /** @type {any} */ (file) }));
      assert.equal(response.status, 200);
      tag = /** @type {any} */ ({ "if-match": response.headers.get("etag") });
    };
    const named = async (/** @type {{ objects: () => AsyncIterable<{ ref: { sha256: string } }> }} */ { objects }) => {
      const all = new Set();
      for await (const { ref } of objects()) all.add(ref.sha256);
      return all;
    };
    const stored = () => readdirSync(join(folder, "sha256")).sort();
    const collected = (/** @type {number} */ days) => collectGarbage({ folder, trust: publisher.trust, now: () => Date.now() + days * DAY });

    const first = await publisher.bundle();
    await publish(first.file);
    const second = await publisher.bundle(changed(({ services }) => services[0].sharedAccounts.push({ uid: "1000000000000009", permission: "Deployable" })));
    await publish(second.file);
    const keep = await named(second);
    const gone = [...(await named(first))].filter((digest) => !keep.has(digest));
    assert.ok(gone.length > 2);
    writeFileSync(join(folder, "sha256", "notes.txt"), "not ours");

    assert.deepEqual(await collected(0), { kept: keep.size, marked: gone.length, removed: 0 });
    assert.deepEqual(await collected(6), { kept: keep.size, marked: gone.length, removed: 0 });
    // Named again: it is no garbage any more, and later it is marked anew.
    const third = await publisher.bundle();
    await publish(third.file);
    await collected(6.5);
    const fourth = await publisher.bundle(changed(({ services }) => services[0].sharedAccounts.push({ uid: "1000000000000009", permission: "Deployable" })));
    await publish(fourth.file);

    // What a page or a document names cannot be known without it: nothing goes.
    const before = stored();
    let refused = 0;
    for (const digest of await named(fourth)) {
      const path = join(folder, "sha256", String(digest));
      const whole = readFileSync(path);
      writeFileSync(path, whole.subarray(1));
      await collectGarbage({ folder, trust: publisher.trust, age: 1e15 }).catch(() => (refused += 1));
      writeFileSync(path, whole);
      assert.deepEqual(stored(), before);
    }
    assert.ok(refused >= 3, `${refused}: account pages, service pages and documents`);

    await collected(30);
    assert.equal((await collected(40)).kept, (await named(fourth)).size);
    assert.deepEqual(stored(), [...(await named(fourth)), "notes.txt"].sort());
    const ask = new Request(`https://edge/v1/resolve?${new URLSearchParams({ service: RESTRICTED, region: REGION })}`, {
      method: "POST",
      headers: { authorization: `Bearer ${await issuer.token(CUSTOMER)}`, "content-type": "application/yaml" },
      body: TEMPLATE,
    });
    assert.equal(await (await make()(ask)).text(), expected());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the keys of KV are listed to their end, and what is taken away is put again when it comes again", async () => {
  const { writer } = keyed();
  for (let at = 0; at < 7; at++) await writer.put(`sha256/${at}`, new Uint8Array([at]));
  await writer.put("head", new Uint8Array([1]));
  const all = [];
  for await (const key of writer.list("sha256/")) all.push(key);
  assert.equal(all.length, 7);
  await writer.delete("sha256/3");
  await writer.put("sha256/3", new Uint8Array([3]));
  assert.ok(await writer.get("sha256/3", { bytes: 1, isFixed: false }));
});
