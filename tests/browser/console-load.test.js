// The first load: what it fetches, that nothing jumps, and what is said when a part of it is missing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";

import { eventually } from "../../scripts/browser.mjs";
import { POLICY } from "../../scripts/serve.mjs";
import { assertStill, go, onConsole, settled, site, start, stop, STRICTEST, watchShift } from "./console.js";

before(start);
after(stop);

/** What the first load may be, compressed and without the core, in bytes. */
const MOST = 300_000;

test("the first load of the artifacts is small, brings no editor and asks nobody else", () => {
  /** What page and worker ask for. @type {string[]} */
  const asked = [];
  return onConsole(async (page, { url }) => {
    await page.getByText("Through the public service").first().waitFor();
    const files = [...new Set(asked)].map((address) => {
      assert.ok(address.startsWith(url), address);
      const name = address.slice(url.length) || "index.html";
      return { name, size: brotliCompressSync(readFileSync(join(site, name))).length };
    });
    const sum = (/** @type {typeof files} */ some) => some.reduce((total, { size }) => total + size, 0);
    const wasm = files.filter(({ name }) => name.endsWith(".wasm"));
    const others = files.filter(({ name }) => !name.endsWith(".wasm"));
    for (const { name, size } of [...others].sort((a, b) => b.size - a.size).slice(0, 8)) console.log(`  ${size.toLocaleString("en").padStart(8)}  ${name}`);
    console.log(`first load: ${(sum(others)).toLocaleString("en")} bytes in ${others.length} files, and the core ${sum(wasm).toLocaleString("en")}`);
    assert.ok(sum(others) < MOST);
    assert.deepEqual(files.filter(({ name }) => /editor|codemirror|compare-/i.test(name)), []);
    assert.equal(wasm.length, 1);
  }, {
    prepare: async (page, context) => {
      // What is fetched for later is no part of it.
      await page.addInitScript(() => { delete (/** @type {any} */ (Navigator.prototype).serviceWorker); });
      context.on("request", (request) => asked.push(request.url()));
    },
  });
});

test("nothing jumps while a view comes up", () =>
  onConsole(async (page, { url }) => {
    for (const hash of ["#/artifacts", "#/services", "#/template", "#/matrix", "#/check"]) {
      await page.goto("about:blank");
      await page.goto(url + hash);
      await settled(page);
      await page.waitForTimeout(1500);
      await assertStill(page, hash);
    }
  }, { prepare: watchShift }));

test("a policy that bars WebAssembly is said in words, and what needs no core still works", () =>
  onConsole(
    async (page) => {
      await page.getByText("The resolver could not be loaded.").waitFor();
      await eventually(async () => assert.match(await page.locator(".banner").first().innerText(), /WebAssembly is blocked on this page.*'wasm-unsafe-eval'/s));
      await page.getByRole("link", { name: "web_server", exact: true }).waitFor();
      for (const hash of ["#/services", "#/template", "#/matrix", "#/check"]) await go(page, hash);
    },
    { server: { policy: POLICY.replace(" 'wasm-unsafe-eval'", "") }, complaints: /wasm-unsafe-eval|Content Security Policy|WebAssembly/ },
  ));

test("a core that cannot be fetched is said in words, and can be tried again", () =>
  onConsole(
    async (page, { context }) => {
      await eventually(async () => assert.match(await page.locator(".banner").first().innerText(), /WebAssembly file could not be loaded.*503/s));
      await context.unroute("**/*.wasm");
      await page.getByRole("button", { name: "Try again" }).first().click();
      await page.locator(".banner").waitFor({ state: "detached" });
      await page.getByText("Through the public service").first().waitFor();
    },
    { prepare: (_, context) => context.route("**/*.wasm", (route) => route.fulfill({ status: 503 })), complaints: /503|service worker/ },
  ));

test("no text becomes markup: the page works where the browser watches over that", () =>
  onConsole(
    async (page) => {
      for (const hash of ["#/services", "#/template", "#/matrix", "#/check"]) await go(page, hash);
      await page.getByRole("heading", { level: 1, name: "Check" }).waitFor();
    },
    // A worker's address is such a text: what workers do is done in the page then.
    { server: { policy: STRICTEST }, complaints: /TrustedScriptURL/ },
  ));

test("it also works one folder down", () =>
  onConsole(
    async (page) => {
      await page.getByRole("link", { name: "web_server", exact: true }).waitFor();
      await page.getByText("Through the public service").first().waitFor();
    },
    { server: { folders: { "/console/": site } }, path: "console/" },
  ));
