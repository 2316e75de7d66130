// Several providers in one deployment, and Function Compute's events: the same answers as of one function asked directly.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { handlerOf } from "../../edge/fc.js";
import { createEdge } from "../../edge/node.js";
import { createProviders } from "../../edge/providers.js";
import { AUDIENCE, changed, CUSTOMER, expected, Issuer, ISSUER, PROVIDER, Publisher, RECEIPT_KEY, REGION, RESTRICTED, TEMPLATE } from "./world.js";

/** @type {{ edge: import("../../edge/index.js").Handler, issuer: Issuer, folder: string }[]} */
let places = [];

/** A function with a manifest of its own in which the region has another image. @param {string} [image] */
async function place(image) {
  const [issuer, publisher] = await Promise.all([Issuer.make(), Publisher.make()]);
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-providers-"));
  const edge = createEdge({ folder, trust: publisher.trust, token: { issuer: ISSUER, audience: AUDIENCE, keys: issuer.jwks }, receipt: { key: RECEIPT_KEY }, log: () => {} });
  const { file } = await publisher.bundle(image === undefined ? undefined : changed(({ artifacts }) => (artifacts[0].versions[0].images[REGION].imageId = image)));
  const headers = { authorization: `Bearer ${await issuer.token(PROVIDER, { scope: "provider" })}`, "content-type": "application/vnd.ecs-image-resolver.bundle", "if-none-match": "*" };
  assert.equal((await edge(new Request("https://edge/v1/manifest", { method: "PUT", headers, body: /** @type {any} */ (file) }))).status, 200);
  return { edge, issuer, folder };
}

before(async () => void (places = await Promise.all([place(), place("m-2zeother000000000000")])));
after(() => places.forEach(({ folder }) => rmSync(folder, { recursive: true })));

const query = String(new URLSearchParams({ service: RESTRICTED, region: REGION }));

describe("several providers", () => {
  /** @param {string} path @param {number} who whose token */
  const ask = async (path, who) => {
    const all = createProviders({ one: places[0].edge, other: places[1].edge });
    const headers = { authorization: `Bearer ${await places[who].issuer.token(CUSTOMER)}`, "content-type": "application/yaml" };
    return await all(new Request(`https://edge${path}`, { method: "POST", headers, body: TEMPLATE }));
  };

  test("each has its own manifest, keys and tokens", async () => {
    assert.equal(await (await ask(`/providers/one/v1/resolve?${query}`, 0)).text(), expected());
    assert.match(await (await ask(`/providers/other/v1/resolve?${query}`, 1)).text(), /m-2zeother000000000000/);
    assert.equal((await ask(`/providers/other/v1/resolve?${query}`, 0)).status, 401);
  });

  test("without a name, or with one that nobody has, a path leads nowhere", async () => {
    for (const path of [`/v1/resolve?${query}`, `/providers/nobody/v1/resolve?${query}`, "/providers/", "/providers/one", "/providers/__proto__/v1/resolve", "/providers/one/providers/one/v1/resolve"]) {
      const response = await ask(path, 0);
      assert.deepEqual([response.status, (await response.json()).code], [404, "route-unknown"], path);
    }
  });

  test("healthz is for all; readyz is ready when all are", async () => {
    const down = async () => new Response("{}", { status: 503 });
    const all = createProviders({ one: places[0].edge, other: places[1].edge });
    for (const path of ["/healthz", "/readyz", "/openapi.json", "/problems/route-unknown", "/providers/other/readyz"]) assert.equal((await all(new Request(`https://edge${path}`))).status, 200, path);
    assert.equal((await createProviders({ one: places[0].edge, down })(new Request("https://edge/readyz"))).status, 503);
    assert.throws(() => createProviders({}), TypeError);
    assert.throws(() => createProviders({ "a/b": down }), TypeError);
  });
});

describe("Function Compute", () => {
  /** An event of an HTTP trigger. @param {string} path @param {object} [more] */
  const event = async (path, more = {}) => ({
    version: "v1",
    rawPath: path,
    headers: { Authorization: `Bearer ${await places[0].issuer.token(CUSTOMER)}`, "Content-Type": "application/yaml" },
    queryParameters: { service: RESTRICTED, region: REGION },
    body: Buffer.from(TEMPLATE).toString("base64"),
    isBase64Encoded: true,
    requestContext: { http: { method: "POST", path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "" } },
    ...more,
  });

  test("an event is answered as a request is, as bytes, text or an object", async () => {
    const handler = handlerOf(places[0].edge);
    const given = await event("/v1/resolve");
    for (const form of [given, JSON.stringify(given), Buffer.from(JSON.stringify(given)), { ...given, body: TEMPLATE, isBase64Encoded: false }]) {
      const { statusCode, headers, body, isBase64Encoded } = await handler(form);
      assert.deepEqual([statusCode, headers["content-type"], isBase64Encoded], [200, "application/yaml", true]);
      assert.equal(Buffer.from(body, "base64").toString(), expected());
    }
  });

  test("its paths, and the address that asks, are those that were sent", async () => {
    /** @type {any[]} */
    const seen = [];
    const handler = handlerOf(async (request, about) => (seen.push([request.method, request.url, about]), places[0].edge(request, about)));
    assert.equal((await handler(await event("/x/../healthz"))).statusCode, 404);
    const get = await event("/healthz", { body: "", queryParameters: {}, requestContext: { http: { method: "GET", path: "/healthz", sourceIp: "192.0.2.1" } } });
    assert.equal((await handler(get)).statusCode, 200);
    assert.deepEqual(seen[1], ["GET", "http://edge/healthz", { address: "192.0.2.1" }]);
  });
});
