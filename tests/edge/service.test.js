// In service: what the log answers, what is counted, how often anyone may ask, which tokens and paths are taken, and how it stops.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { formOf, imagesOf, Receipts } from "../../edge/receipt.js";
import { readReceipt } from "../../edge/bundle/receipt.js";
import { sha256 } from "../../edge/bundle/index.js";
import { dataPoint, Metrics } from "../../edge/metrics.js";
import { metricsServer, server, stop } from "../../edge/node.js";
import { rate } from "../../edge/rate.js";
import { PLATFORMS } from "./platform.js";
import { raw } from "./raw.js";
import { AUDIENCE, CUSTOMER, DENIED, Issuer, ISSUER, RECEIPT_KEY, REGION, RESTRICTED, STRANGER, TEMPLATE } from "./world.js";

/** @import { Place } from "./platform.js" */

const asked = { service: RESTRICTED, region: REGION };

/** As the provider does it, who has the key: what an id is called in the log. @param {string} id */
const hidden = (id) => createHmac("sha256", RECEIPT_KEY).update(id).digest("hex");

for (const [platform, start] of Object.entries(PLATFORMS)) {
  describe(platform, () => {
    /** @type {Place} */
    let place;
    before(async () => void (place = await start()));
    after(() => place?.stop());

    test("the provider finds out who got what, and who was refused, from the log and the receipt", async () => {
      await place.take();
      const got = await place.resolve(asked, { body: TEMPLATE });
      const denied = await place.resolve(asked, { account: DENIED, body: TEMPLATE });
      const stranger = await place.resolve({ service: "service-nowhere", region: REGION }, { account: STRANGER, body: TEMPLATE });
      assert.deepEqual([got.status, denied.status, stranger.status], [200, 404, 404]);
      const { log } = await place.take();
      const receipt = readReceipt(Buffer.from(got.headers.get("resolver-receipt") ?? "", "base64url"));
      const [first, second, third] = log;
      assert.equal(first.id, got.headers.get("request-id"));
      assert.deepEqual([first.account, first.service, first.region, first.keys, first.version, first.output], [hidden(CUSTOMER), RESTRICTED, REGION, 1, 1, await sha256(got.bytes)]);
      assert.deepEqual([receipt.account, receipt.output, receipt.bundle], [first.account, first.output, first.version]);
      assert.deepEqual([second.account, second.asked, second.service, second.code, second.version], [hidden(DENIED), hidden(RESTRICTED), undefined, "service-unavailable", 1]);
      assert.deepEqual([third.account, third.asked], [hidden(STRANGER), hidden("service-nowhere")]);
      assert.equal(new Set(log.map(({ id }) => id)).size, 3);
      assert.equal(denied.headers.get("request-id"), null, "the same bytes each time");
    });

    test("a refused token has a line without an account, and an answer with its id", async () => {
      await place.take();
      const { headers } = await place.resolve(asked, { token: "x.y.z", body: TEMPLATE });
      const { log } = await place.take();
      assert.deepEqual([log[0].account, log[0].id], [undefined, headers.get("request-id")]);
    });

    test("a path with an empty or a dotted step leads nowhere, whoever asks", async () => {
      const paths = ["//x", "//healthz", "/v1//resolve", "//", ...(platform === "Node" ? ["/x/..", "/x/../healthz", "/./healthz", "/x/%2e%2E/healthz", "/healthz/."] : [])];
      for (const path of paths) {
        const { status, text } = await raw(place.url, [`GET ${path} HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n\r\n`]);
        assert.equal(status, 404, path);
        assert.match(text, /route-unknown/, path);
      }
    });
  });

  describe(`${platform}, strict about tokens`, () => {
    /** @type {Place} */
    let place;
    /** @type {Issuer} */
    let issuer;
    before(async () => {
      issuer = await Issuer.make();
      place = await start({ settings: { token: { issuer: ISSUER, audience: AUDIENCE, keys: issuer.jwks, typ: "at+jwt", longest: 7200 } }, empty: true });
    });
    after(() => place?.stop());

    test("one of another type, or that lives for too long, is refused", async () => {
      const time = Math.floor(Date.now() / 1000);
      for (const [more, wanted] of /** @type {const} */ ([
        [{ header: { typ: "at+jwt" } }, undefined],
        [{}, "type"],
        [{ header: { typ: undefined } }, "type"],
        [{ header: { typ: "at+jwt" }, claims: { exp: time + 7300 } }, "lifetime"],
        [{ header: { typ: "at+jwt" }, claims: { iat: undefined } }, "lifetime"],
        [{ header: { typ: "at+jwt" }, claims: { iat: time + 5000, exp: time + 12_000 } }, "lifetime"],
      ])) {
        await place.take();
        const { json } = await place.resolve(asked, { token: await issuer.token(CUSTOMER, more), body: TEMPLATE });
        const { log } = await place.take();
        const line = log.find(({ event }) => event === "request");
        assert.deepEqual([json.code, line.reason], wanted === undefined ? ["manifest-missing", undefined] : ["token-invalid", wanted]);
      }
    });
  });
}

describe("the rate", () => {
  test("is one for each name, fills again, and waits as long as it says", () => {
    let time = 0;
    const limit = rate({ requests: 3, seconds: 6, now: () => time });
    assert.deepEqual([limit("a"), limit("a"), limit("a"), limit("a"), limit("b")], [undefined, undefined, undefined, 2, undefined]);
    time = 2000;
    assert.deepEqual([limit("a"), limit("a")], [undefined, 2]);
    for (let at = 0; at < 200_000; at++) limit(String(at));
    assert.equal(limit("a"), undefined, "whoever asked longest ago is forgotten");
  });

  test("is asked before the token is looked at, and not for healthz", async () => {
    const limit = rate({ requests: 2, seconds: 60 });
    const place = await PLATFORMS.Node({ empty: true, settings: { limitAddress: (/** @type {{ address: string }} */ { address }) => limit(address) } });
    try {
      const codes = [];
      for (let round = 0; round < 4; round++) codes.push((await place.resolve(asked, { token: "no.token.at-all", body: TEMPLATE })).json.code);
      assert.deepEqual(codes, ["token-invalid", "token-invalid", "rate-limited", "rate-limited"]);
      assert.equal((await place.ask("/healthz")).status, 200);
    } finally {
      await place.stop();
    }
  });
});

test("a receipt with many images fits into a header, and says their digest", async () => {
  const images = Array.from({ length: 10_000 }, (_, at) => `m-${"x".repeat(60)}${at}`);
  const facts = { core: "1.0.0", wasm: "0".repeat(64), template: "0".repeat(64), revision: "0".repeat(64), bundle: 1, document: "0".repeat(64), service: "s".repeat(256), region: REGION, output: "0".repeat(64) };
  const header = await new Receipts({ key: RECEIPT_KEY }).make(formOf({ ...facts, ...(await imagesOf(images)) }), { account: CUSTOMER, scopes: new Set() });
  assert.ok(header.length < 4096, `${header.length}`);
  const receipt = readReceipt(Buffer.from(header, "base64url"));
  assert.deepEqual([receipt.images, receipt.imagesSha256], [undefined, await sha256(new TextEncoder().encode(JSON.stringify(images)))]);
  assert.deepEqual(await imagesOf(["m-1"]), { images: ["m-1"] });
});

describe("metrics", () => {
  const lines = [
    { event: /** @type {const} */ ("request"), time: "", route: "resolve", status: 200, ms: 3, bytes: 100, cached: true, version: 7 },
    { event: /** @type {const} */ ("request"), time: "", route: "resolve", status: 404, code: "service-unavailable", ms: 30 },
    { event: /** @type {const} */ ("alarm"), time: "", what: "keys", code: "a\"b\nc" },
  ];

  test("are Prometheus' text, served on a port of their own", async () => {
    const metrics = new Metrics();
    lines.forEach((line) => metrics.record(line));
    const listening = metricsServer(metrics);
    await new Promise((resolve) => listening.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (listening.address());
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    const text = await response.text();
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 404);
    await stop(listening, 100);
    assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
    for (const line of text.trim().split("\n")) assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="(\\.|[^"\\\n])*",?)+\})? [\d.e+-]+)$/);
    for (const line of ['requests_total{route="resolve",status="200",code=""} 1', 'request_seconds_bucket{route="resolve",le="0.005"} 1', 'request_seconds_bucket{route="resolve",le="+Inf"} 2', 'alarms_total{what="keys",code="a\\"b\\nc"} 1', "manifest_version 7", "template_bytes_total 100"]) {
      assert.ok(text.includes(`ecs_image_resolver_${line}\n`), `${line}\n${text}`);
    }
  });

  test("are data points of Analytics Engine", () => {
    assert.deepEqual(dataPoint(lines[0]), { indexes: ["resolve"], blobs: ["request", "resolve", "200", ""], doubles: [3, 100, 1, 7] });
    assert.deepEqual(dataPoint(lines[2]), { indexes: ["keys"], blobs: ["alarm", "keys", "", "a\"b\nc"], doubles: [0, 0, 0, 0] });
  });
});

test("a server that stops answers what was begun, takes nothing new, and waits no longer than it may", async () => {
  /** @type {() => void} */
  let go = () => {};
  const listening = server(async () => {
    await new Promise((resolve) => (go = () => resolve(undefined)));
    return new Response("done");
  });
  await new Promise((resolve) => listening.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (listening.address());
  const begun = fetch(`http://127.0.0.1:${port}/`).then((response) => response.text());
  await new Promise((resolve) => setTimeout(resolve, 100));
  const stopped = stop(listening, 5000);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
  go();
  assert.equal(await begun, "done");
  const began = Date.now();
  await stopped;
  assert.ok(Date.now() - began < 2000);
  const hung = createServer(() => {});
  await new Promise((resolve) => hung.listen(0, "127.0.0.1", () => resolve(undefined)));
  const broken = fetch(`http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (hung.address()).port}/`);
  broken.catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 100));
  await stop(hung, 100);
  await assert.rejects(broken);
});
