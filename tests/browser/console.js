/** The console, built and served as `npm start` serves it, for the tests of it. What the browser complains of fails a test. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { browser, FLAGS, until } from "../../scripts/browser.mjs";
import { at } from "../../scripts/commands.mjs";
import { POLICY, serve } from "../../scripts/serve.mjs";
import { buildSite } from "../../scripts/site.mjs";

/** @import { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core" */

/** The page's policy, and no text that becomes markup anywhere. The browser takes no worker then: what they do is done in the page. */
export const STRICTEST = `${POLICY}; require-trusted-types-for 'script'; trusted-types lit-html`;

/** Where the page is built for the tests of one file: files of tests run beside each other. */
export const site = mkdtempSync(join(tmpdir(), "console-"));

/** @type {Browser | undefined} */
let launched;

export async function start() {
  await buildSite(site);
  launched = await chromium.launch({ executablePath: (await browser()).chromium, args: [...FLAGS, "--disable-lcd-text"] });
}

export async function stop() {
  await launched?.close();
  rmSync(site, { recursive: true });
}

/**
 * Opens the console, calls `work` with it, and closes everything.
 *
 * @param {(page: Page, opened: { context: BrowserContext, url: string, watch(page: Page): void, close(): Promise<void> }) => Promise<void>} work
 * @param {{ server?: Parameters<typeof serve>[0], context?: BrowserContextOptions, prepare?: (page: Page, context: BrowserContext) => Promise<unknown>, complaints?: RegExp, path?: string, waitFor?: string }} [options]
 *   `complaints` are those that the test is about
 */
export async function onConsole(work, { server, context, prepare, complaints, path = "", waitFor } = {}) {
  const served = await serve({ folders: { "/": site }, ...server });
  const opened = await /** @type {Browser} */ (launched).newContext({ locale: "en", viewport: { width: 1280, height: 800 }, ...context });
  /** @type {string[]} */
  const complained = [];
  const watch = (/** @type {Page} */ page) => {
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complained.push(message.text()));
    page.on("pageerror", (error) => complained.push(String(error)));
  };
  opened.setDefaultTimeout(10_000);
  const page = await opened.newPage();
  watch(page);
  try {
    await prepare?.(page, opened);
    await page.goto(`${served.url}${path}`);
    if (waitFor) await page.locator(waitFor).first().waitFor();
    else await settled(page);
    await work(page, { context: opened, url: served.url, watch, close: served.close });
    assert.deepEqual(complained.filter((text) => !complaints?.test(text)), []);
  } finally {
    await opened.close();
    await served.close();
  }
}

/** Adds up, as `shift`, how far the page jumps by itself, from before it loads. @param {Page} page */
export const watchShift = (page) =>
  page.addInitScript(() => {
    Object.assign(globalThis, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of /** @type {any[]} */ (list.getEntries())) if (!entry.hadRecentInput) /** @type {any} */ (globalThis).shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });

/** Asserts that nothing jumped since the page loaded. @param {Page} page @param {string} hash of the view, to name it by */
export async function assertStill(page, hash) {
  const shift = Number(await page.evaluate("shift"));
  console.log(`layout shift of ${hash}: ${shift.toFixed(4)}`);
  assert.ok(shift < 0.05, `${hash}: ${shift}`);
}

/** Goes to an address of the console, and waits for its view. @param {Page} page @param {string} hash */
export async function go(page, hash) {
  await page.evaluate((hash) => { location.hash = hash; }, hash);
  await settled(page);
}

/** Waits until the view of the address is drawn and the core has answered what it asked. @param {Page} page */
export async function settled(page) {
  await until(page, `(async () => {
    const shell = document.querySelector("eir-console");
    if (!shell?.view || shell.route.path !== (location.hash.slice(1).split("?")[0] || "/artifacts")) return false;
    await shell.view.updateComplete;
    return shell.view.renderRoot.querySelector("h1") !== null && !document.querySelector("[aria-busy=true]");
  })()`);
}

/** The sample's ids. */
export const SAMPLE = JSON.parse(readFileSync(at("www/sample/manifest.json"), "utf8"));

/** Every view of the console, with the sample in it. @type {[name: string, hash: string][]} */
export const ROUTES = [
  ["artifacts", "#/artifacts"],
  ["artifact-new", "#/artifacts/new"],
  ["artifact", `#/artifacts/${SAMPLE.artifacts[0].artifactId}`],
  ["artifact-version", `#/artifacts/${SAMPLE.artifacts[1].artifactId}/versions/2`],
  ["services", "#/services"],
  ["service-new", "#/services/new"],
  ["service", `#/services/${SAMPLE.services[0].serviceId}`],
  ["template", "#/template"],
  ["template-compare", "#/template?view=compare&region=cn-beijing"],
  ["matrix", "#/matrix"],
  ["check", "#/check"],
  ["missing", "#/nowhere"],
];

/**
 * Walks through every view in every language and both colour schemes.
 *
 * @param {(page: Page, at: { name: string, hash: string, language: string, scheme: "light" | "dark" }) => Promise<void>} work
 * @param {{ languages?: string[], context?: BrowserContextOptions, routes?: typeof ROUTES }} [options]
 */
export async function walk(work, { languages = ["en", "ja", "zh"], context, routes = ROUTES } = {}) {
  for (const language of languages) {
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      await onConsole(async (page) => {
        for (const [name, hash] of routes) {
          await go(page, hash);
          await page.waitForTimeout(300);
          await work(page, { name, hash, language, scheme });
        }
      }, { context: { ...context, locale: language, colorScheme: scheme } });
    }
  }
}

/**
 * Drops files onto a place of the page.
 *
 * @param {Page} page
 * @param {{ name: string, bytes: Uint8Array }[]} files
 * @param {string} [target]
 */
export async function drop(page, files, target = "main") {
  const given = files.map(({ name, bytes }) => ({ name, bytes: [...bytes] }));
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of files) transfer.items.add(new File([new Uint8Array(bytes)], name));
    return transfer;
  }, given);
  for (const event of ["dragenter", "dragover", "drop"]) await page.locator(target).first().dispatchEvent(event, { dataTransfer: transfer });
}
