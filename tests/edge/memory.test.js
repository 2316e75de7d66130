// Nobody who may deploy one service can fill or hang the edge: what is kept is counted, the core's memory is given back, and large
// templates are read beside the thread that answers.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Cache } from "../../edge/bundle/index.js";
import { createEdge, server } from "../../edge/node.js";
import { Room } from "../../edge/room.js";
import { occupied, replace } from "../../js/instance.js";
import * as library from "../../js/node.js";
import { AUDIENCE, CUSTOMER, expected, Issuer, ISSUER, MANIFEST, PROVIDER, Publisher, RECEIPT_KEY, REGION, RESTRICTED, TEMPLATE } from "./world.js";

const { Resolver } = /** @type {typeof import("../../js/index.js")} */ (/** @type {unknown} */ (library));

const MIB = 1 << 20;
const asked = { service: RESTRICTED, region: REGION };

/** Many sites that share one long text, as an alias. @param {number} sites @param {number} mark */
function shared(sites, mark) {
  const head = `ROSTemplateFormatVersion: '2015-09-01'\nMetadata: {Long: &a ${"m".repeat(4096)}${mark}}\nResources:\n`;
  const each = Array.from({ length: sites }, (_, at) => `  W${at}: {Type: ALIYUN::ECS::Instance, Properties: {ImageId: *a}}\n`);
  return new TextEncoder().encode(head + each.join(""));
}

describe("what a compiled template says that it keeps", () => {
  const dense = `ROSTemplateFormatVersion: '2015-09-01'\nMetadata: [${"a,".repeat(200_000)}a]\n`;
  const sites = `ROSTemplateFormatVersion: '2015-09-01'\nResources:\n${Array.from({ length: 6000 }, (_, at) => `  W${at}:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: a\n`).join("")}`;
  for (const [what, text] of /** @type {const} */ ([
    ["a small one", TEMPLATE],
    ["one of many values", dense],
    ["one of many sites", sites],
    ["one whose sites share a long text", new TextDecoder().decode(shared(2000, 1))],
  ])) {
    test(`${what}: no less than the core's memory grows by`, () => {
      const bytes = new TextEncoder().encode(text);
      const resolver = new Resolver(MANIFEST);
      resolver.compile(bytes).resolve({ ...asked, account: CUSTOMER });
      replace();
      resolver.decide({ service: RESTRICTED, account: CUSTOMER });
      const before = occupied();
      const kept = Array.from({ length: Math.max(4, Math.ceil((2 * MIB) / bytes.length / 4)) }, () => resolver.compile(bytes));
      const grown = occupied() - before;
      const counted = kept.reduce((sum, template) => sum + template.bytes, 0);
      // One is read beside those that are kept.
      assert.ok(counted >= grown * 0.6, `${counted} counted, ${grown} taken`);
      for (const template of kept) template.free();
    });
  }
});

test("a cache counts its keys, too", () => {
  /** @type {Cache<number>} */
  const cache = new Cache(10_000);
  for (let at = 0; at < 1000; at++) cache.set(`${at}${"k".repeat(1000)}`, at, 0);
  assert.ok(cache.bytes <= 10_000);
  assert.equal(cache.get(`0${"k".repeat(1000)}`), undefined);
});

describe("the core's memory", () => {
  test("an instance is replaced when it has more than 64 MiB and twice what is kept, once a minute at most", () => {
    let bytes = 64 * MIB;
    let kept = 0;
    let replaced = 0;
    const room = new Room({ bytes: () => bytes, replace: () => void (replaced += 1) }, () => kept);
    assert.equal(room.look(0), false, "64 MiB are always there");
    bytes += 1;
    kept = 40 * MIB;
    assert.equal(room.look(0), false, "less than twice of what is kept");
    kept = 32 * MIB;
    assert.equal(room.look(0), true);
    assert.equal(room.look(59_999), false, "not twice in a minute");
    assert.equal(room.look(60_000), true);
    assert.equal(replaced, 2);
  });

  test("what lived in it is made again", () => {
    const resolver = new Resolver(MANIFEST);
    const template = resolver.compile(TEMPLATE);
    replace();
    assert.equal(template.resolve({ ...asked, account: CUSTOMER }).template, expected());
    assert.equal(template.sites.length > 0, true);
    template.free();
    resolver.free();
  });
});

describe("Node", () => {
  /** @type {{ edge: (request: Request) => Promise<Response>, url: string, stop(): Promise<void>, issuer: Issuer }} */
  let place;
  before(async () => {
    const [issuer, publisher] = await Promise.all([Issuer.make(), Publisher.make()]);
    const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-memory-"));
    const edge = createEdge({ folder, trust: publisher.trust, token: { issuer: ISSUER, audience: AUDIENCE, keys: issuer.jwks }, receipt: { key: RECEIPT_KEY }, log: () => {} });
    const listening = server(edge);
    await new Promise((resolve) => listening.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (listening.address());
    const stop = async () => {
      listening.closeAllConnections();
      await new Promise((resolve) => listening.close(resolve));
      rmSync(folder, { recursive: true });
    };
    place = { edge, url: `http://127.0.0.1:${port}`, stop, issuer };
    const { file } = await publisher.bundle();
    const headers = { authorization: `Bearer ${await issuer.token(PROVIDER, { scope: "provider" })}`, "content-type": "application/vnd.ecs-image-resolver.bundle", "if-none-match": "*" };
    const { status } = await fetch(`${place.url}/v1/manifest`, { method: "PUT", headers, body: /** @type {any} */ (file) });
    assert.equal(status, 200);
  });
  after(() => place?.stop());

  /** @param {Uint8Array | string} body @param {string} [path] @param {string} [account] @param {string} [scope] */
  const post = async (body, path = `/v1/resolve?${new URLSearchParams(asked)}`, account = CUSTOMER, scope = "customer") =>
    await fetch(place.url + path, { method: "POST", headers: { authorization: `Bearer ${await place.issuer.token(account, { scope })}`, "content-type": "application/yaml" }, body: /** @type {any} */ (body) });

  test("a large template is resolved as a small one is, and what is wrong in one is told", async () => {
    const large = `${TEMPLATE}${"# a comment\n".repeat(2000)}`;
    const response = await post(large);
    assert.deepEqual([response.status, await response.text()], [200, expected(large)]);
    assert.ok(response.headers.get("resolver-receipt"));
    const again = await post(large);
    assert.equal(await again.text(), expected(large));
    const broken = await post(`${large}\n: [`);
    assert.deepEqual([broken.status, (await broken.json()).code], [422, "not-resolved"]);
    const analysis = await (await post(large, "/v1/analyze", PROVIDER, "provider")).json();
    const { sites } = library.analyze(new TextEncoder().encode(large));
    assert.deepEqual(analysis.sites.length, sites.length);
  });

  test("while templates work, healthz answers", async () => {
    await post(shared(100, 0));
    let isDone = false;
    const began = performance.now();
    const working = Promise.all(Array.from({ length: 6 }, (_, at) => post(shared(6500, at)).then((response) => response.arrayBuffer()))).then(() => (isDone = true));
    let worst = 0;
    while (!isDone) {
      const asked = performance.now();
      assert.equal((await fetch(`${place.url}/healthz`)).status, 200);
      worst = Math.max(worst, performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await working;
    assert.ok(worst < 1000, `${worst} ms of ${performance.now() - began} ms`);
  });
});

test("many templates whose sites share a long text do not fill the memory of the process", async () => {
  const [issuer, publisher] = await Promise.all([Issuer.make(), Publisher.make()]);
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-memory-"));
  try {
    let offset = 0;
    const core = { Resolver: library.Resolver, analyze: /** @type {any} */ (library.analyze), version: "0", wasm: "0".repeat(64), memory: { bytes: occupied, replace } };
    const edge = createEdge({ folder, core, now: () => Date.now() + offset, trust: publisher.trust, token: { issuer: ISSUER, audience: AUDIENCE, keys: issuer.jwks }, receipt: { key: RECEIPT_KEY }, log: () => {} });
    const { file } = await publisher.bundle();
    const provider = { authorization: `Bearer ${await issuer.token(PROVIDER, { scope: "provider" })}`, "content-type": "application/vnd.ecs-image-resolver.bundle", "if-none-match": "*" };
    assert.equal((await edge(new Request("https://edge/v1/manifest", { method: "PUT", headers: provider, body: /** @type {any} */ (file) }))).status, 200);
    const token = await issuer.token(CUSTOMER);
    const ask = async (/** @type {Uint8Array | string} */ body) =>
      await edge(new Request(`https://edge/v1/resolve?${new URLSearchParams(asked)}`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/yaml" }, body: /** @type {any} */ (body) }));
    for (let at = 0; at < 12; at++) await ask(shared(6000, at));
    offset = 61_000;
    assert.equal((await ask(TEMPLATE)).status, 200);
    assert.ok(occupied() <= 160 * MIB, `${occupied() / MIB} MiB`);
    assert.equal(await (await ask(TEMPLATE)).text(), expected());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
