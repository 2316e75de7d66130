// Bad input and faults, each on every platform: a clear error, never another account's data, never half an answer; and the next
// request works.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { PLATFORMS } from "./platform.js";
import { raw } from "./raw.js";
import { CUSTOMER, expected, PROVIDER, PUBLIC, REGION, RESTRICTED, TEMPLATE } from "./world.js";

/** @import { Answer, Place } from "./platform.js" */

const LIMIT = 65_536;

for (const [platform, start] of Object.entries(PLATFORMS)) {
  describe(platform, () => {
    /** @type {Place} */
    let place;
    before(async () => {
      place = await start({ settings: { limits: { templateBytes: LIMIT, bodyMs: 400, storeMs: 400 } } });
    });
    after(() => place?.stop());
    afterEach(async () => {
      await place.set({});
      const { status, text } = await place.resolve({ service: RESTRICTED, region: REGION }, { body: TEMPLATE });
      assert.deepEqual([status, text], [200, expected()], "the next request works");
    });

    const asked = { service: RESTRICTED, region: REGION };
    const query = String(new URLSearchParams(asked));

    /** A head of a request that is sent by hand. @param {string[]} headers */
    const head = async (...headers) =>
      [`POST /v1/resolve?${query} HTTP/1.1`, "Host: edge", `Authorization: Bearer ${await place.issuer.token(CUSTOMER)}`, "Content-Type: text/yaml", ...headers, "", ""].join("\r\n");

    /** @param {Answer} answer @param {number} status @param {string} code */
    const assertProblem = (answer, status, code) => assert.deepEqual([answer.status, answer.json?.code], [status, code], answer.text);

    describe("bodies", () => {
      test("one over the limit is refused by its length, before it is read", async () => {
        const { status, text } = await raw(place.url, [await head("Content-Length: 100000000")], { isDone: (text) => text.includes("body-too-large") });
        assert.equal(status, 413);
        assert.match(text, /"code":"body-too-large"/);
      });

      test("one that does not say its length is refused where it passes the limit", async () => {
        const chunk = `2000\r\n${"#".repeat(8192)}\r\n`;
        const { status, text } = await raw(place.url, [await head("Transfer-Encoding: chunked"), ...Array.from({ length: 12 }, () => chunk)], { isDone: (text) => text.includes("body-too-large") });
        assert.equal(status, 413);
        assert.match(text, /"code":"body-too-large"/);
      });

      test("one of just the limit is not", async () => {
        const template = TEMPLATE + "#".repeat(LIMIT - Buffer.byteLength(TEMPLATE));
        assert.equal((await place.resolve(asked, { body: template })).status, 200);
        assertProblem(await place.resolve(asked, { body: `${template}#` }), 413, "body-too-large");
      });

      test("a gzip bomb is noticed before it goes off", async () => {
        const bomb = gzipSync(Buffer.alloc(50_000_000), { level: 9 });
        assert.ok(bomb.length < LIMIT, "it would pass the limit as it is");
        assertProblem(await place.resolve(asked, { body: bomb, headers: { "content-encoding": "gzip" } }), 413, "body-too-large");
        const twice = gzipSync(bomb);
        const { status } = await place.resolve(asked, { body: twice, headers: { "content-encoding": "gzip, gzip" } });
        assert.equal(status, 415);
      });

      for (const [what, bytes] of /** @type {const} */ ([
        ["is cut off", gzipSync(TEMPLATE).subarray(0, 200)],
        ["is no gzip at all", Buffer.from(TEMPLATE)],
        ["has a wrong checksum", gzipSync(TEMPLATE).map((byte, at, all) => (at === all.length - 6 ? byte ^ 1 : byte))],
        ["goes on after its end", Buffer.concat([gzipSync(TEMPLATE), Buffer.from("more")])],
      ])) {
        test(`a packed one that ${what} is refused`, async () => {
          assertProblem(await place.resolve(asked, { body: bytes, headers: { "content-encoding": "gzip" } }), 400, "body-broken");
        });
      }

      for (const encoding of ["br", "deflate", "zstd", "gzip, br", "nonsense"]) {
        test(`one packed with ${encoding} is told what is understood`, async () => {
          const answer = await place.resolve(asked, { body: TEMPLATE, headers: { "content-encoding": encoding } });
          assertProblem(answer, 415, "encoding-unsupported");
          assert.equal(answer.headers.get("accept-encoding"), "gzip, identity");
        });
      }

      for (const type of ["application/pdf", "text/html", "multipart/form-data; boundary=x", "text/yaml; charset=utf-16", "yaml", ""]) {
        test(`one of the type \`${type}\` is told which there are`, async () => {
          const answer = await place.resolve(asked, { body: new TextEncoder().encode(TEMPLATE), headers: { "content-type": type } });
          assertProblem(answer, 415, "media-type-unsupported");
          assert.match(answer.headers.get("accept-post") ?? "", /application\/yaml/);
        });
      }

      test("one without a type is told which there are", async () => {
        const { status, text } = await raw(place.url, [(await head("Content-Length: 2", "Connection: close")).replace("Content-Type: text/yaml\r\n", ""), "a:"]);
        assert.equal(status, 415);
        assert.match(text, /there is no Content-Type/);
      });

      test("a slow one is waited for no longer than the limit", async () => {
        const began = Date.now();
        const { status, text } = await raw(place.url, [await head("Content-Length: 2000"), "Resources:", " {", "}"], { pause: 300, isDone: (text) => text.includes("body-slow") });
        assert.equal(status, 408);
        assert.match(text, /"code":"body-slow"/);
        assert.ok(Date.now() - began < 3000);
      });

      test("one that breaks off gets no answer, and disturbs nobody", async () => {
        const answered = await raw(place.url, [await head("Content-Length: 2000"), "Resources: {}"], { ms: 150 });
        assert.equal(answered.status, 0);
      });

      test("one that is no UTF-8, no template, or empty is told so", async () => {
        for (const [bytes, status, code] of /** @type {const} */ ([
          [Buffer.from([0xff, 0xfe, 0x00]), 422, "not-resolved"],
          [Buffer.from("\0\0\0"), 422, "not-resolved"],
          [Buffer.from("[".repeat(60_000)), 422, "not-resolved"],
          [new Uint8Array(), 400, "body-missing"],
        ])) {
          assertProblem(await place.resolve(asked, { body: bytes }), status, code);
        }
      });
    });

    describe("the store", () => {
      test("an object that is not there: not now", async () => {
        await place.set({ lose: "sha256", cold: true });
        const answer = await place.resolve(asked, { body: TEMPLATE });
        assertProblem(answer, 503, "manifest-unavailable");
        assert.ok(answer.headers.get("retry-after"));
      });

      test("an object that is another one: not now", async () => {
        await place.set({ garble: "sha256", cold: true });
        assertProblem(await place.resolve(asked, { body: TEMPLATE }), 503, "manifest-unavailable");
        await place.set({ swell: "sha256", cold: true });
        assertProblem(await place.resolve(asked, { body: TEMPLATE }), 503, "manifest-unavailable");
      });

      test("one that fails, at any point: not now, and the same for who is denied", async () => {
        for (const account of [CUSTOMER, "1000000000000003"]) {
          await place.set({ cold: true });
          await place.take();
          await place.resolve(asked, { account, body: TEMPLATE });
          const keys = (await place.take()).counts.filter((count) => count.startsWith("get sha256")).map((count) => count.slice(4));
          assert.equal(keys.length, account === CUSTOMER ? 4 : 3);
          for (const failGet of ["head", ...keys]) {
            await place.set({ failGet, cold: true });
            assertProblem(await place.resolve(asked, { account, body: TEMPLATE }), 503, "manifest-unavailable");
          }
        }
      });

      test("one that never answers is not waited for", async () => {
        for (const hang of ["head", "sha256"]) {
          await place.set({ hang, cold: true });
          const began = Date.now();
          assertProblem(await place.resolve(asked, { body: TEMPLATE }), 503, "manifest-unavailable");
          assert.ok(Date.now() - began < 3500);
        }
      });

      test("one that fails after a while: what is in memory goes on serving, until it expires", async () => {
        await place.set({ failGet: "." });
        assert.equal((await place.resolve(asked, { body: TEMPLATE })).status, 200);
        await place.take();
        await place.set({ failGet: ".", offset: 3_600_000 });
        const late = await place.resolve(asked, { token: await place.issuer.token(CUSTOMER, { claims: { exp: Math.floor(Date.now() / 1000) + 1_000_000 } }), body: TEMPLATE });
        assert.equal(late.status, 200);
        const { log } = await place.take();
        assert.deepEqual(log.map(({ event, what }) => [event, what]), [["alarm", "manifest"], ["request", undefined]]);
      });

      test("a template that the manifest carries and the store lost", async () => {
        const named = { ...asked, template: "single" };
        await place.resolve(named);
        await place.set({ cold: true });
        await place.resolve(asked, { body: TEMPLATE });
        await place.set({ lose: "sha256" });
        assertProblem(await place.resolve(named), 503, "manifest-unavailable");
      });

      test("the provider gets the whole manifest, or none of it", async () => {
        const token = await place.issuer.token(PROVIDER, { scope: "provider" });
        await place.ask("/v1/manifest", { token });
        for (const fault of [{ garble: "sha256" }, { lose: "sha256" }, { failGet: "sha256" }, { hang: "sha256" }]) {
          await place.set(fault);
          assertProblem(await place.ask("/v1/manifest", { token }), 503, "manifest-unavailable");
        }
      });

      test("readyz says so, healthz goes on", async () => {
        await place.set({ failGet: ".", cold: true });
        assert.equal((await place.ask("/readyz")).status, 503);
        assert.equal((await place.ask("/healthz")).status, 200);
      });
    });

  });

  describe(`${platform}, at once`, () => {
    /** @type {Place} */
    let place;
    before(async () => void (place = await start()));
    after(() => place?.stop());

    test("1,000 requests at once on a cold isolate are all answered, each with its own", async () => {
      const token = await place.issuer.token(CUSTOMER);
      const provider = await place.issuer.token(PROVIDER);
      const stranger = await place.issuer.token("1000000000000004");
      await place.set({ cold: true });
      await place.take();
      const regions = ["cn-hangzhou", "cn-beijing", "ap-northeast-1"];
      const wanted = new Map(regions.map((region) => [region, expected(TEMPLATE, CUSTOMER, region)]));
      const answers = await Promise.all(
        Array.from({ length: 1000 }, async (_, at) => {
          const region = regions[at % 3];
          const who = [token, provider, stranger][at % 7 === 0 ? 2 : at % 2];
          const { status, text } = await place.resolve({ service: RESTRICTED, region }, { token: who, body: TEMPLATE });
          return who === stranger ? status === 404 && !text.includes("m-") : status === 200 && text === wanted.get(region);
        }),
      );
      assert.equal(answers.filter((good) => good).length, 1000);
      const { counts, log } = await place.take();
      assert.equal(log.filter(({ event }) => event === "alarm").length, 0);
      assert.equal(counts.filter((count) => count === "compile").length, 1, "the template is analysed once");
    });
  });

  describe(`${platform}, with a core that traps`, () => {
    /** @type {Place} */
    let place;
    before(async () => void (place = await start({ trapping: true })));
    after(() => place?.stop());

    test("it is an internal-error, the instance is replaced, and the next request works", async () => {
      const asked = { service: RESTRICTED, region: REGION };
      for (let round = 0; round < 3; round++) {
        await place.set({ trap: true });
        const { status, json, headers } = await place.resolve(asked, { body: `${TEMPLATE}# ${round}\n` });
        assert.deepEqual([status, json.code, json.diagnostics], [500, "internal-error", undefined]);
        assert.equal(headers.get("resolver-receipt"), null);
        const next = await place.resolve(asked, { body: TEMPLATE });
        assert.deepEqual([next.status, next.text], [200, expected()]);
      }
      assert.equal((await place.take()).log.filter(({ event, what }) => event === "alarm" && what === "internal-error").length, 3);
    });
  });

  describe(`${platform}, with a small memory`, () => {
    /** @type {Place} */
    let place;
    before(async () => void (place = await start({ settings: { memory: { objects: 2000, manifests: 700, templates: 60_000, outputs: 9_000 } } })));
    after(() => place?.stop());

    test("what has no room is given back and made again, and answers stay right", async () => {
      await place.take();
      for (let round = 0; round < 40; round++) {
        const template = `${TEMPLATE}# ${round % 8}\n`;
        const service = round % 2 === 0 ? RESTRICTED : PUBLIC;
        const { status, text } = await place.resolve({ service, region: REGION }, { body: template });
        assert.deepEqual([status, text], [200, expected(template, CUSTOMER, REGION, service)]);
      }
      const { counts } = await place.take();
      assert.ok(counts.filter((count) => count === "free").length > 10);
    });
  });
}

describe("a deployment that is not complete", () => {
  for (const [without, said] of Object.entries({ MANIFEST: "MANIFEST", TRUST: "trust", TOKEN_ISSUER: "token.issuer", TOKEN_KEYS: "token.keys", RECEIPT_KEY: "receipt.key" })) {
    test(`workerd without ${without} answers an error, and the log says which`, async () => {
      const place = await PLATFORMS.workerd({ empty: true, without: [without] });
      try {
        const { status, json } = await place.resolve({ service: RESTRICTED, region: REGION }, { body: TEMPLATE, check: false });
        assert.deepEqual([status, json.code], [500, "internal-error"]);
        assert.ok(!JSON.stringify(json).includes(without));
        for (let round = 0; round < 40 && !place.printed().includes("misconfigured"); round++) await new Promise((resolve) => setTimeout(resolve, 50));
        assert.match(place.printed(), new RegExp(`"what":"misconfigured".*\`${said}\``));
      } finally {
        await place.stop();
      }
    });
  }

  test("Node does not start", async () => {
    await assert.rejects(PLATFORMS.Node({ empty: true, settings: { receipt: { key: "short" } } }), /`receipt.key` must be a text of 16 characters/);
    await assert.rejects(PLATFORMS.Node({ empty: true, settings: { token: { issuer: "", audience: "x", keys: { keys: [] } } } }), /token.issuer/);
    await assert.rejects(PLATFORMS.Node({ empty: true, keys: "http://keys.example.com/" }), /https/);
  });
});
