// It keeps answering: a store, a key set, a writer or another provider that hangs, fails or breaks off holds nobody up.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { createHandler, Store, queue, Writer, readTrust } from "../../edge/index.js";
import { keyed } from "./kv.js";
import { analyze, Resolver } from "../../js/node.js";
import { version, wasm } from "../../pkg/identity.js";
import { PLATFORMS } from "./platform.js";
import { raw } from "./raw.js";
import { AUDIENCE, changed, CUSTOMER, expected, Issuer, ISSUER, PROVIDER, Publisher, RECEIPT_KEY, REGION, RESTRICTED, STRANGER, TEMPLATE } from "./world.js";

/** @import { Place } from "./platform.js" */

const asked = { service: RESTRICTED, region: REGION };
const shared = (/** @type {string} */ uid) => changed(({ services }) => services[0].sharedAccounts.push({ uid, permission: "Deployable" }));

/** @param {number[]} times @param {number} share */
const percentile = (times, share) => [...times].sort((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * share))];

for (const [platform, start] of Object.entries(PLATFORMS)) {
  describe(platform, () => {
    /** @type {Place} */
    let place;
    before(async () => void (place = await start({ settings: { limits: { storeMs: 800, bundleMs: 3000 } } })));
    after(() => place?.stop());
    afterEach(() => place.set({}));

    /** @param {number} count */
    async function times(count) {
      const token = await place.issuer.token(CUSTOMER);
      const times = [];
      for (let at = 0; at < count; at++) {
        const began = performance.now();
        const { status, text } = await place.resolve(asked, { token, body: TEMPLATE, check: false });
        times.push(performance.now() - began);
        assert.deepEqual([status, text], [200, expected()]);
      }
      return times;
    }

    test("a store that hangs delays nobody who is answered from memory", async () => {
      await times(100);
      const healthy = percentile(await times(300), 0.99);
      await place.set({ hang: "." });
      const hanging = await times(300);
      assert.ok(percentile(hanging, 0.99) <= Math.max(2 * healthy, healthy + 20), `${percentile(hanging, 0.99)} ms, healthy ${healthy} ms`);
      assert.ok(Math.max(...hanging) < 500, `${Math.max(...hanging)} ms`);
    });

    test("a new manifest is taken up beside the answers", async () => {
      const { file } = await place.publisher.bundle(shared(STRANGER));
      assert.equal((await place.publish(file)).status, 200);
      assert.equal((await place.resolve(asked, { account: STRANGER, body: TEMPLATE })).status, 200);
      const gone = await place.publisher.bundle();
      await place.set({ stale: "^head" });
      assert.equal((await place.publish(gone.file)).status, 200);
      await place.set({});
      for (let round = 0; round < 20 && (await place.resolve(asked, { account: STRANGER, body: TEMPLATE })).status === 200; round++);
      assert.equal((await place.resolve(asked, { account: STRANGER, body: TEMPLATE })).status, 404);
    });

    test("with nothing in memory a store that hangs is given up soon, and for those who come next at once", async () => {
      for (const hang of ["^head", "sha256"]) {
        await place.set({ hang, cold: true });
        const began = performance.now();
        const answers = await Promise.all(Array.from({ length: 5 }, () => place.resolve(asked, { body: TEMPLATE })));
        assert.deepEqual(answers.map(({ json }) => json.code), Array.from({ length: 5 }, () => "manifest-unavailable"));
        assert.ok(performance.now() - began < 2500, `${performance.now() - began} ms`);
      }
    });

    test("a provider whose bundle never comes to its end keeps nobody from publishing", async () => {
      const { file } = await place.publisher.bundle(shared(STRANGER));
      const match = await place.match();
      const token = await place.issuer.token(PROVIDER, { scope: "provider" });
      const head = ["PUT /v1/manifest HTTP/1.1", "Host: edge", `Authorization: Bearer ${token}`, "Content-Type: application/vnd.ecs-image-resolver.bundle"];
      const [[name, value]] = Object.entries(match);
      const hung = Array.from({ length: 3 }, () => raw(place.url, [[...head, `${name}: ${value}`, `Content-Length: ${file.length}`, "", ""].join("\r\n"), file.subarray(0, 200)], { ms: 6000, isDone: (text) => text.includes("body-slow") }));
      await new Promise((resolve) => setTimeout(resolve, 200));
      const began = performance.now();
      assert.equal((await place.publish(file, match)).status, 200);
      assert.ok(performance.now() - began < 2000, `${performance.now() - began} ms`);
      for (const { status } of await Promise.all(hung)) assert.equal(status, 408);
    });

    test("412 says which manifest is there, to its provider alone", async () => {
      const { file } = await place.publisher.bundle(undefined, { isNext: false });
      const match = { "if-match": `"${"0".repeat(64)}"` };
      const { status, headers } = await place.publish(file, match);
      const current = (await place.match())["if-match"];
      assert.deepEqual([status, headers.get("etag")], [412, current]);
      const other = await place.publish(file, match, { token: await place.issuer.token("1000000000000009", { scope: "provider" }) });
      assert.deepEqual([other.status, other.headers.get("etag")], [412, null]);
    });

    test("readyz reads an object: a store that lost them is not ready, unless memory can answer", async () => {
      await place.set({ lose: "sha256", cold: true });
      assert.equal((await place.ask("/readyz")).status, 503);
      await place.set({});
      assert.equal((await place.ask("/readyz")).json.status, "ready");
      assert.equal((await place.resolve(asked, { body: TEMPLATE })).status, 200);
      await place.set({ lose: "sha256" });
      const { status, json } = await place.ask("/readyz");
      assert.deepEqual([status, json.status], [200, "degraded"]);
    });

    test("each 503 has an alarm that says why", async () => {
      for (const [fault, code, what] of /** @type {const} */ ([
        [{ failGet: "^head", cold: true }, "manifest-unavailable", "unreadable"],
        [{ hang: "^head", cold: true }, "manifest-unavailable", "unreadable"],
        [{ lose: "sha256", cold: true }, "manifest-unavailable", "missing"],
        [{ garble: "sha256", cold: true }, "manifest-unavailable", "mismatch"],
        [{ offset: 100 * 3_600_000, cold: true }, "manifest-expired", "expired"],
      ])) {
        await place.set(fault);
        await place.take();
        const { status, json } = await place.resolve(asked, { body: TEMPLATE, token: await place.issuer.token(CUSTOMER, { claims: { exp: Math.floor(Date.now() / 1000) + 1_000_000 } }) });
        assert.deepEqual([status, json.code], [503, code]);
        const { log } = await place.take();
        assert.ok(log.some((line) => line.event === "alarm" && line.problem === code && line.code === what), JSON.stringify(log));
      }
      for (const failPut of ["sha256", "^head"]) {
        const { file } = await place.publisher.bundle(shared("1000000000000007"), { isNext: false });
        await place.set({});
        const match = await place.match();
        await place.set({ failPut });
        await place.take();
        assert.equal((await place.publish(file, match)).json.code, "manifest-unavailable");
        const { log } = await place.take();
        assert.ok(log.some((line) => line.event === "alarm" && line.problem === "manifest-unavailable"), JSON.stringify(log));
      }
    });
  });
}

describe("a key set that cannot be had", () => {
  /** @param {(url: any, init: any) => Promise<Response>} fetched */
  async function world(fetched, now = Date.now) {
    const [issuer, publisher] = await Promise.all([Issuer.make(), Publisher.make()]);
    const { head, objects } = await publisher.bundle();
    const kept = new Map([["head", head]]);
    for await (const { ref, bytes } of objects()) kept.set(`sha256/${ref.sha256}`, bytes);
    const store = new Store({ get: async (key) => kept.get(key) ?? null, put: async (key, bytes) => void kept.set(key, bytes) });
    /** @type {any[]} */
    const log = [];
    const trust = readTrust(publisher.trust);
    /** @type {{ latest: any }} */
    const ledger = { latest: null };
    const writer = new Writer({ store, ledger: { get: async () => ledger.latest, set: async (latest) => void (ledger.latest = latest) }, trust, now, exclusive: queue() });
    const settings = {
      core: { Resolver, analyze: /** @type {any} */ (analyze), version, wasm },
      store,
      writer,
      trust: publisher.trust,
      token: { issuer: ISSUER, audience: AUDIENCE, keys: "https://keys.example.com/" },
      receipt: { key: RECEIPT_KEY },
      fetch: /** @type {any} */ (fetched),
      now,
      log: (/** @type {any} */ line) => log.push(line),
    };
    const ask = async (edge = createHandler(settings), kid = "key-EdDSA", path = `/v1/resolve?${new URLSearchParams(asked)}`) =>
      await edge(new Request(`https://edge.example.com${path}`, { method: "POST", headers: { authorization: `Bearer ${await issuer.token(CUSTOMER, { header: { kid }, claims: { exp: 9_999_999_999 } })}`, "content-type": "application/yaml" }, body: TEMPLATE }));
    return { issuer, publisher, settings, log, ask, kept, ledger, writer };
  }

  test("that hangs: the keys in memory answer at once, and are refreshed beside it", async () => {
    let isHung = false;
    let offset = 0;
    /** @type {any} */
    let jwks;
    const { issuer, settings, ask } = await world(
      (_, { signal }) => (isHung ? new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))) : Promise.resolve(Response.json(jwks))),
      () => Date.now() + offset,
    );
    jwks = issuer.jwks;
    const edge = createHandler(settings);
    assert.equal((await ask(edge)).status, 200);
    isHung = true;
    offset = 3_600_000;
    for (let round = 0; round < 5; round++) {
      const began = performance.now();
      assert.equal((await ask(edge)).status, 200);
      assert.ok(performance.now() - began < 500);
    }
  });

  test("that is down, is no JWKS, or is endless: 503 with an alarm, and no more is read than a key set may have", async () => {
    let sent = 0;
    const endless = () =>
      new ReadableStream({
        pull(controller) {
          sent += 65_536;
          controller.enqueue(new Uint8Array(65_536).fill(32));
        },
      });
    for (const answer of [() => Promise.reject(new TypeError("fetch failed")), async () => new Response("no", { status: 500 }), async () => new Response("<html>"), async () => new Response(endless())]) {
      const { ask, log } = await world(/** @type {any} */ (answer));
      const response = await ask();
      assert.deepEqual([response.status, (await response.json()).code], [503, "keys-unavailable"]);
      assert.ok(log.some(({ event, what }) => event === "alarm" && what === "keys"), JSON.stringify(log));
    }
    assert.ok(sent <= 524_288, `${sent} bytes were read`);
  });

  test("readyz is not ready without one", async () => {
    const { settings } = await world(async () => new Response("no", { status: 500 }));
    const response = await createHandler(settings)(new Request("https://edge.example.com/readyz"));
    assert.deepEqual([response.status, (await response.json()).code], [503, "keys-unavailable"]);
  });

  test("a writer that is away does not keep an isolate from starting", async () => {
    /** @type {any} */
    let jwks;
    for (const latest of [() => Promise.reject(new Error("away")), () => new Promise(() => {})]) {
      const { issuer, settings, ask, log } = await world(async () => Response.json(jwks));
      jwks = issuer.jwks;
      const began = performance.now();
      const response = await ask(createHandler({ ...settings, writer: { replace: () => Promise.reject(new Error("away")), latest: /** @type {any} */ (latest) } }));
      assert.equal(response.status, 200);
      assert.ok(performance.now() - began < 2000);
      assert.ok(log.some(({ event, what }) => event === "alarm" && what === "writer"));
    }
  });

  test("a crash between head and ledger is caught up with by the same bundle, with the tag that a reader was given", async () => {
    const { publisher, writer, kept, ledger } = await world(async () => Response.json({}));
    const stream = (/** @type {Uint8Array} */ bytes) => /** @type {ReadableStream<Uint8Array>} */ (new Response(/** @type {any} */ (bytes)).body);
    const first = await publisher.bundle();
    await writer.replace(stream(first.file), { match: (await writer.latest())?.position?.sha256 ?? "", provider: PROVIDER });
    const known = structuredClone(ledger.latest);
    const second = await publisher.bundle(shared(STRANGER));
    await writer.replace(stream(second.file), { match: first.position.sha256, provider: PROVIDER });
    ledger.latest = known;
    assert.deepEqual(kept.get("head"), new Uint8Array(second.head));
    const again = await writer.replace(stream(second.file), { match: second.position.sha256, provider: PROVIDER });
    assert.equal(again.position.version, second.position.version);
    assert.equal(ledger.latest.position.sha256, second.position.sha256);
    const third = await publisher.bundle();
    assert.equal((await writer.replace(stream(third.file), { match: second.position.sha256, provider: PROVIDER })).position.version, third.position.version);
  });

  test("a full disk is told as one, and has an alarm", async () => {
    const { settings, publisher, issuer, log, kept, ledger } = await world(async () => new Response("no", { status: 500 }));
    for (const failing of ["sha256/", "head", "ledger"]) {
      const full = () => Promise.reject(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }));
      const store = new Store({ get: async (key) => kept.get(key) ?? null, put: async (key) => (key.startsWith(failing) ? full() : undefined) });
      const writer = new Writer({ store, ledger: { get: async () => ledger.latest, set: full }, trust: readTrust(publisher.trust), now: Date.now, exclusive: queue() });
      const edge = createHandler({ ...settings, writer, token: { ...settings.token, keys: issuer.jwks } });
      const { file } = await publisher.bundle(shared(STRANGER), { isNext: false });
      const match = (await writer.latest())?.position?.sha256;
      const headers = { authorization: `Bearer ${await issuer.token(PROVIDER, { scope: "provider" })}`, "content-type": "application/vnd.ecs-image-resolver.bundle", "if-match": `"${match}"` };
      const response = await edge(new Request("https://edge.example.com/v1/manifest", { method: "PUT", headers, body: /** @type {any} */ (file) }));
      assert.deepEqual([response.status, (await response.json()).code], [507, "storage-full"]);
      assert.ok(log.some((line) => line.event === "alarm" && line.problem === "storage-full" && line.code === "ENOSPC"));
      log.length = 0;
    }
  });

  test("a head that is broken is replaced by the writer's, whose bundle answers meanwhile", async () => {
    for (const broken of [new Uint8Array([1, 2, 3]), undefined]) {
      /** @type {any} */
      let jwks;
      const { issuer, settings, ask, log, kept, ledger, publisher, writer } = await world(async () => Response.json(jwks));
      jwks = issuer.jwks;
      const head = /** @type {Uint8Array} */ (kept.get("head"));
      const latest = await writer.latest();
      ledger.latest = latest;
      kept.set("head", broken ?? (await (await Publisher.make()).bundle()).head);
      assert.equal((await ask(createHandler(settings))).status, 200);
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.deepEqual(Buffer.from(kept.get("head") ?? []), Buffer.from(head));
      assert.ok(log.some(({ event, what }) => event === "alarm" && what === "head"));
      assert.ok(publisher);
    }
  });
});

describe("KV", () => {
  test("what was looked for before it was there is found within half a minute", async () => {
    const { reader, writer, advance } = keyed();
    assert.equal(await reader.get("sha256/a", { bytes: 1, isFixed: true }), null);
    assert.equal(await writer.get("sha256/b", { bytes: 1, isFixed: true }), null);
    await writer.put("sha256/a", new Uint8Array([1]));
    await writer.put("sha256/b", new Uint8Array([2]));
    advance(31);
    assert.ok(await reader.get("sha256/a", { bytes: 1, isFixed: true }));
    assert.ok(await reader.get("sha256/b", { bytes: 1, isFixed: true }));
  });

  test("a head is at most half a minute old", async () => {
    const { reader, writer, advance } = keyed();
    await writer.put("head", new Uint8Array([1]));
    await reader.get("head", { bytes: 1, isFixed: false });
    await writer.put("head", new Uint8Array([2]));
    advance(31);
    assert.deepEqual(await reader.get("head", { bytes: 1, isFixed: false }), new Uint8Array([2]));
  });
});
