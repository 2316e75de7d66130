// The browser entry in headless Chromium, under the page's own policy: how it loads, how it fails, and that it answers the
// fixtures exactly as Node does.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

import { analyze, Resolver } from "../../js/node.js";
import { browser, FLAGS, until } from "../../scripts/browser.mjs";
import { at } from "../../scripts/commands.mjs";
import { POLICY, serve } from "../../scripts/serve.mjs";

const FOLDERS = { "/": at("tests/browser"), "/js/": at("js"), "/pkg/": at("pkg") };

/** @type {import("playwright-core").Browser} */
let tested;
before(async () => {
  tested = await chromium.launch({ executablePath: (await browser()).chromium, args: FLAGS });
});
after(() => tested.close());

/**
 * Opens the tests' page, calls `work` with it, and closes everything.
 *
 * @param {Parameters<typeof serve>[0]} server
 * @param {(call: (name: string, ...args: unknown[]) => Promise<any>, page: import("playwright-core").Page) => Promise<void>} work
 */
async function onPage(server, work) {
  const { url, close } = await serve({ folders: FOLDERS, ...server });
  const page = await tested.newPage();
  try {
    await page.goto(`${url}entry.html`);
    await until(page, "window.isLoaded");
    await work((name, ...args) => page.evaluate(([name, args]) => /** @type {any} */ (window)[name](...args), /** @type {[string, any[]]} */ ([name, args])), page);
  } finally {
    await page.close();
    await close();
  }
}

test("before ready() it throws, after it works", () =>
  onPage({}, async (call) => {
    assert.match(await call("early"), /^LoadError not-ready: /);
    assert.equal(await call("load"), "ready");
    assert.equal(await call("early"), "it worked");
    assert.equal(await call("load"), "ready", "a second time changes nothing");
  }));

test("a server that does not know the type of wasm does", () =>
  onPage({ types: { ".wasm": "application/octet-stream" } }, async (call) => {
    assert.equal(await call("load"), "ready");
  }));

test("a policy that bars WebAssembly is a LoadError that says what to allow", () =>
  onPage({ policy: POLICY.replace(" 'wasm-unsafe-eval'", "") }, async (call) => {
    assert.match(await call("load"), /^LoadError wasm-blocked: .*'wasm-unsafe-eval'/);
    assert.match(await call("early"), /^LoadError not-ready: /);
  }));

test("a core that cannot be fetched is a LoadError, and can be tried again", () =>
  onPage({}, async (call, page) => {
    await page.route("**/core.wasm", (route) => route.fulfill({ status: 503 }));
    assert.match(await call("load"), /^LoadError wasm-unavailable: .*503/);
    await page.unroute("**/core.wasm");
    assert.equal(await call("load"), "ready");
  }));

test("every fixture has Node's answer, byte for byte", () =>
  onPage({}, async (call) => {
    await call("load");
    let compared = 0;
    const sites = at("tests/fixtures/sites");
    for (const { name } of readdirSync(sites, { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith(".expected"))) {
      const template = readFileSync(`${sites}/${name}`);
      const options = { filename: name, anyType: true };
      assert.deepEqual(await call("analyze", template.toString("base64"), options), analyze(template, options).toJSON(), name);
      compared += 1;
    }
    const cases = at("tests/fixtures/resolve");
    const manifest = readFileSync(`${cases}/manifest.json`);
    for (const { name } of readdirSync(cases, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
      const filename = readdirSync(`${cases}/${name}`).find((file) => file.startsWith("template.")) ?? "";
      const template = readFileSync(`${cases}/${name}/${filename}`);
      const { profile, ...request } = JSON.parse(readFileSync(`${cases}/${name}/request.json`, "utf8"));
      const terms = profile === undefined ? {} : { profile };
      const inNode = new Resolver(manifest, terms).resolve(template, request, { filename });
      const expected = { ...inNode.toJSON(), template: inNode.template && Buffer.from(inNode.template).toString("base64") };
      const found = await call("resolve", manifest.toString("base64"), template.toString("base64"), request, { filename }, terms);
      assert.deepEqual({ ...found }, { ...expected }, name);
      compared += 1;
    }
    assert.ok(compared > 50);
  }));
