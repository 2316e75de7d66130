// The manifest is replaced as a whole or not at all, by one writer at a time; and what was taken away stops working in a bounded time.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { sha256, writeFile } from "../../edge/bundle/index.js";
import { readReceipt } from "../../edge/bundle/receipt.js";
import { PLATFORMS } from "./platform.js";
import { raw } from "./raw.js";
import { changed, CUSTOMER, expected, Publisher, PROVIDER, REGION, RESTRICTED, STRANGER, TEMPLATE } from "./world.js";

/** @import { Answer, Place } from "./platform.js" */

const asked = { service: RESTRICTED, region: REGION };
const HOUR = 3_600_000;

/** The manifest with one more account on the whitelist. @param {string} uid */
const shared = (uid) => changed(({ services }) => services[0].sharedAccounts.push({ uid, permission: "Deployable" }));

/** The manifest with another image in the region. @param {string} imageId */
const imaged = (imageId) => changed(({ artifacts }) => (artifacts[0].versions[0].images[REGION].imageId = imageId));

for (const [platform, start] of Object.entries(PLATFORMS)) {
  describe(platform, () => {
    /** @type {Place} */
    let place;
    /** @type {string} */
    let provider;
    beforeEach(async () => {
      place = await start();
      provider = await place.issuer.token(PROVIDER, { scope: "provider" });
    });
    afterEach(() => place.stop());

    /** @param {string} account */
    const status = async (account) => (await place.resolve(asked, { account, body: TEMPLATE })).status;

    test("a bundle replaces the manifest at once, here", async () => {
      assert.equal(await status(STRANGER), 404);
      const { file, position } = await place.publisher.bundle(shared(STRANGER));
      const published = await place.publish(file);
      assert.equal(published.status, 200);
      assert.deepEqual([published.json.version, published.json.sha256, published.headers.get("etag")], [2, position.sha256, `"${position.sha256}"`]);
      assert.equal(await status(STRANGER), 200);
      assert.equal((await place.ask("/readyz")).json.version, 2);
      assert.equal((await place.ask("/v1/manifest", { token: provider })).json.services[0].sharedAccounts.length, 3);
    });

    test("objects come first, the head last, and what is there already need not come", async () => {
      const { objects, file } = await place.publisher.bundle(shared(STRANGER));
      await place.take();
      await place.publish(file);
      const puts = (await place.take()).counts.filter((count) => count.startsWith("put"));
      assert.ok(puts.length > 3);
      assert.equal(puts.at(-1), "put head");
      assert.equal(puts.filter((count) => count === "put head").length, 1);

      const next = await place.publisher.bundle(shared("1000000000000005"));
      const old = new Set();
      for await (const { ref } of objects()) old.add(ref.sha256);
      const fresh = [];
      for await (const object of next.objects()) if (!old.has(object.ref.sha256)) fresh.push(object);
      assert.ok(fresh.length > 0 && fresh.length < old.size);
      const part = await collected(writeFile(next.head, fresh));
      assert.deepEqual((await place.publish(part)).json.stored, fresh.length);
      assert.equal(await status("1000000000000005"), 200);
    });

    test("a bundle that lacks objects changes nothing, and is gone on with", async () => {
      const { head, objects } = await place.publisher.bundle(shared(STRANGER));
      const all = [];
      for await (const object of objects()) all.push(object);
      const match = await place.match();
      const none = await place.publish(await collected(writeFile(head, [])), match);
      assert.deepEqual([none.status, none.json.code], [422, "manifest-incomplete"]);
      const half = await place.publish(await collected(writeFile(head, all.slice(0, 3))), match);
      assert.deepEqual([half.status, half.json.code], [422, "manifest-incomplete"]);
      assert.equal(await status(STRANGER), 404);
      assert.equal(await status(CUSTOMER), 200);
      assert.equal((await place.publish(await collected(writeFile(head, all)), match)).status, 200);
      assert.equal(await status(STRANGER), 200);
    });

    test("it is said which manifest is replaced", async () => {
      const { file } = await place.publisher.bundle(shared(STRANGER));
      const stale = { "if-match": `"${"0".repeat(64)}"` };
      for (const [match, code, wanted] of /** @type {const} */ ([
        [{}, "if-match-missing", 428],
        [stale, "manifest-changed", 412],
        [{ "if-none-match": "*" }, "manifest-changed", 412],
        [{ "if-match": "*" }, "request-invalid", 400],
        [{ "if-match": 'W/"abc"' }, "request-invalid", 400],
      ])) {
        const answer = await place.publish(file, match);
        assert.deepEqual([answer.status, answer.json.code], [wanted, code]);
      }
      assert.equal(await status(STRANGER), 404, "nothing was written");
      assert.equal((await place.publish(file)).status, 200);
    });

    test("of two writers at once one wins, and the other one's change is not lost: it is told", async () => {
      const match = await place.match();
      const one = await place.publisher.bundle(shared(STRANGER), { isNext: false });
      const other = await place.publisher.bundle(shared("1000000000000005"), { isNext: false });
      const answers = await Promise.all([one, other, one, other].map(({ file }) => place.publish(file, match)));
      const codes = answers.map(({ status, json }) => [status, json.code ?? "ok"].join(" "));
      assert.deepEqual([...codes].sort(), ["200 ok", "412 manifest-changed", "412 manifest-changed", "412 manifest-changed"]);
      const [winner, loser] = codes.indexOf("200 ok") % 2 === 0 ? [STRANGER, "1000000000000005"] : ["1000000000000005", STRANGER];
      assert.deepEqual([await status(winner), await status(loser)], [200, 404]);
    });

    test("what breaks off in the middle leaves the old manifest, and the same request succeeds later", async () => {
      const { file } = await place.publisher.bundle(shared(STRANGER));
      const match = await place.match();
      for (const failPut of ["sha256", "^head"]) {
        await place.set({ failPut, cold: true });
        const answer = await place.publish(file, match);
        assert.deepEqual([answer.status, answer.json.code], [503, "manifest-unavailable"]);
        assert.equal(await status(STRANGER), 404);
        assert.equal(await status(CUSTOMER), 200);
      }
      await place.set({});
      // The sender goes away in the middle.
      const { pathname } = new URL("/v1/manifest", place.url);
      const head = [`PUT ${pathname} HTTP/1.1`, "Host: edge", `Authorization: Bearer ${provider}`, "Content-Type: application/vnd.ecs-image-resolver.bundle"];
      const [[name, value]] = Object.entries(match);
      await raw(place.url, [[...head, `${name}: ${value}`, `Content-Length: ${file.length}`, "", ""].join("\r\n"), file.subarray(0, file.length - 100)], { ms: 300 });
      assert.equal(await status(STRANGER), 404);
      assert.equal((await place.publish(file, match)).status, 200);
      assert.equal(await status(STRANGER), 200);
    });

    test("what was stored before a write broke off need not be stored again", { skip: platform === "Node" && "a folder has no limit of calls" }, async () => {
      const { file } = await place.publisher.bundle(shared(STRANGER));
      const match = await place.match();
      await place.set({ failPut: "^head" });
      await place.take();
      assert.equal((await place.publish(file, match)).status, 503);
      assert.ok((await place.take()).counts.filter((count) => count.startsWith("put")).length > 3);
      await place.set({});
      assert.equal((await place.publish(file, match)).status, 200);
      assert.deepEqual((await place.take()).counts.filter((count) => count.startsWith("put")), ["put head"]);
      assert.equal(await status(STRANGER), 200);
    });

    test("what is not signed, not next, expired, another's or no bundle is refused", async () => {
      const stranger = await Publisher.make();
      const bundle = await place.publisher.bundle(shared(STRANGER), { isNext: false });
      const tampered = Buffer.from(bundle.file);
      tampered[tampered.length - 20] ^= 1;
      const newer = Buffer.from(bundle.file.toString("latin1").replace("bundle 1\n", "bundle 2\n"), "latin1");
      const match = await place.match();
      for (const [what, file, reason] of /** @type {const} */ ([
        ["signed by a stranger", (await stranger.bundle()).file, "too few good signatures"],
        ["with a byte changed", tampered, "a part is missing, or is not what the root lists"],
        ["of the next major format", newer, "another version"],
        ["that expired", (await place.publisher.bundle(shared(STRANGER), { isNext: false, now: Date.now() - 48 * HOUR })).file, "expired"],
        ["that is text", Buffer.from("hello\n"), "no bundle"],
        ["that is empty", Buffer.from("\n"), "no bundle"],
      ])) {
        const { status, json } = await place.publish(file, match);
        assert.deepEqual([status, json.code], [422, "manifest-refused"], what);
        assert.ok(json.detail.includes(reason), `${what}: ${json.detail}`);
        for (const account of [PROVIDER, CUSTOMER, STRANGER]) assert.ok(!json.detail.includes(account));
      }
      assert.equal(await status(STRANGER), 404);
      assert.equal(await status(CUSTOMER), 200);
      const unsupported = await place.publish(bundle.file, match, { headers: { "content-type": "application/json" } });
      assert.deepEqual([unsupported.status, unsupported.json.code], [415, "media-type-unsupported"]);
    });

    test("only the provider may", async () => {
      const { file } = await place.publisher.bundle(shared(STRANGER));
      const match = await place.match();
      assert.equal((await place.publish(file, match, { token: await place.issuer.token(PROVIDER) })).status, 403);
      const other = await place.publish(file, match, { token: await place.issuer.token("1000000000000009", { scope: "provider" }) });
      assert.deepEqual([other.status, other.json.code], [422, "manifest-refused"]);
      assert.match(other.json.detail, /its provider is not the account of the token/);
      assert.equal(await status(STRANGER), 404);
    });

    test("a request goes on with the manifest that it started with", async () => {
      const token = await place.issuer.token(CUSTOMER);
      const { port, hostname } = new URL(place.url);
      const body = Buffer.from(TEMPLATE);
      const query = new URLSearchParams(asked);
      const head = [`POST /v1/resolve?${query} HTTP/1.1`, `Host: ${hostname}:${port}`, `Authorization: Bearer ${token}`, "Content-Type: text/yaml", `Content-Length: ${body.length}`, "Connection: close", "", ""];
      const slow = raw(place.url, [head.join("\r\n"), body.subarray(0, 100), "", "", body.subarray(100)], { pause: 150 });
      await new Promise((resolve) => setTimeout(resolve, 150));
      const { file } = await place.publisher.bundle(imaged("m-2zenew00000000000000"));
      assert.equal((await place.publish(file)).status, 200);
      const { status, text } = await slow;
      assert.equal(status, 200);
      assert.ok(text.endsWith(String(expected())), "all of it is of the old manifest");
      const receipt = readReceipt(Buffer.from(/resolver-receipt: (\S+)/i.exec(text)?.[1] ?? "", "base64url"));
      assert.equal(receipt.bundle, 1);
      const next = await place.resolve(asked, { body: TEMPLATE });
      assert.match(next.text, /m-2zenew00000000000000/);
      assert.equal(readReceipt(Buffer.from(next.headers.get("resolver-receipt") ?? "", "base64url")).bundle, 2);
    });
  });

  describe(`${platform}: time`, () => {
    /** @type {Place} */
    let place;
    before(async () => void (place = await start({ settings: { lifetime: 30_000 } })));
    after(() => place?.stop());

    /** @param {string} account @returns {Promise<Answer>} */
    const ask = async (account) => {
      const token = await place.issuer.token(account, { claims: { exp: Math.floor(Date.now() / 1000) + 1_000_000 } });
      return await place.resolve(asked, { token, body: TEMPLATE });
    };

    test("an account that was taken off the whitelist stops working within the isolate's time and the store's", async () => {
      await place.publish((await place.publisher.bundle(shared(STRANGER))).file);
      assert.equal((await ask(STRANGER)).status, 200);
      // From here the store gives what it gave before, as KV does for a minute; another isolate does the writing.
      await place.set({ stale: "^head" });
      const { file } = await place.publisher.bundle();
      const match = { "if-match": (await place.ask("/v1/manifest", { method: "HEAD", token: await place.issuer.token(PROVIDER, { scope: "provider" }) })).headers.get("etag") ?? "" };
      assert.equal((await place.publish(file, match)).status, 200);
      // This isolate was told to look again, and the store still says what it said: nobody can know yet.
      assert.equal((await ask(STRANGER)).status, 200);
      assert.equal((await ask(STRANGER)).status, 200, "the isolate's 30 s are not over");
      await place.set({ stale: "^head", offset: 60_000 });
      assert.equal((await ask(STRANGER)).status, 200, "the store's time is not over");
      // The store's time is over; at the latest 30 s later every isolate looks again.
      await place.set({ offset: 90_001 });
      assert.equal((await ask(STRANGER)).status, 404);
      assert.equal((await ask(CUSTOMER)).status, 200);
      // What the store says now and then said before is never gone back to.
      await place.set({ stale: "^head", offset: 200_000 });
      assert.equal((await ask(STRANGER)).status, 404);
    });

    test("an isolate that starts while the store is behind asks the writer", async () => {
      await place.set({});
      await place.publish((await place.publisher.bundle(shared(STRANGER))).file);
      assert.equal((await ask(STRANGER)).status, 200);
      await place.set({ stale: "^head" });
      await place.publish((await place.publisher.bundle()).file);
      await place.set({ stale: "^head", cold: true });
      assert.equal((await ask(STRANGER)).status, 404, "it never saw the newer manifest, but the writer did");
      await place.set({ lose: "^head", cold: true });
      assert.equal((await ask(CUSTOMER)).status, 200);
    });

    test("a manifest past half of its time is warned of, one past all of it is not used", async () => {
      await place.set({ cold: true });
      assert.equal((await place.ask("/readyz")).json.status, "ready");
      await place.set({ offset: 13 * HOUR, cold: true });
      const aging = await place.ask("/readyz");
      assert.deepEqual([aging.status, aging.json.status], [200, "aging"]);
      assert.match(aging.json.warning, /sign and publish it again/);
      assert.equal((await ask(CUSTOMER)).status, 200);
      await place.set({ offset: 25 * HOUR });
      for (const cold of [false, true]) {
        await place.set({ offset: 25 * HOUR, cold });
        const answer = await ask(CUSTOMER);
        assert.deepEqual([answer.status, answer.json.code], [503, "manifest-expired"]);
        assert.equal((await place.ask("/readyz")).status, 503);
      }
      // The provider can still replace it: with the tag that it knows.
      const { file, position } = await place.publisher.bundle(shared(STRANGER), { now: Date.now() + 25 * HOUR });
      const old = JSON.parse((await place.ask("/readyz")).text);
      assert.equal(old.code, "manifest-expired");
      await place.set({ offset: 1000 });
      const match = await place.match();
      await place.set({ offset: 25 * HOUR });
      const token = await place.issuer.token(PROVIDER, { scope: "provider", claims: { exp: Math.floor(Date.now() / 1000) + 1_000_000 } });
      const published = await place.publish(file, match, { token });
      assert.deepEqual([published.status, published.json.sha256], [200, position.sha256]);
      assert.equal((await ask(STRANGER)).status, 200);
    });
  });

  describe(`${platform}, without a manifest`, () => {
    /** @type {Place} */
    let place;
    before(async () => void (place = await start({ empty: true })));
    after(() => place?.stop());

    test("everyone is told so, until the provider publishes the first", async () => {
      const answer = await place.resolve(asked, { body: TEMPLATE });
      assert.deepEqual([answer.status, answer.json.code], [503, "manifest-missing"]);
      assert.deepEqual((await place.ask("/readyz")).json.code, "manifest-missing");
      assert.equal((await place.ask("/healthz")).status, 200);
      const { file } = await place.publisher.bundle();
      const early = await place.publish(file, { "if-match": `"${await sha256(new Uint8Array())}"` });
      assert.deepEqual([early.status, early.json.code], [412, "manifest-changed"]);
      assert.equal((await place.publish(file, { "if-none-match": "*" })).status, 200);
      assert.equal((await place.resolve(asked, { body: TEMPLATE })).text, expected());
    });
  });
}

/** @param {AsyncIterable<Uint8Array>} parts */
async function collected(parts) {
  const chunks = [];
  for await (const part of parts) chunks.push(part);
  return Buffer.concat(chunks);
}
