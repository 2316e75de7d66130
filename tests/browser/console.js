/** The console, built and served as `npm start` serves it, for the tests of it. What the browser complains of fails a test. */

import assert from "node:assert/strict";

import { chromium } from "playwright-core";

import { browser, FLAGS } from "../../scripts/browser.mjs";
import { POLICY, serve } from "../../scripts/serve.mjs";
import { buildSite } from "../../scripts/site.mjs";

/** @import { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core" */

/** The page's policy, and no text that becomes markup anywhere. */
export const STRICTEST = `${POLICY}; require-trusted-types-for 'script'; trusted-types lit-html`;

/** @type {Promise<void> | undefined} */
let built;

/** Builds the page, once for all tests of a file. */
export const build = () => (built ??= buildSite());

/** @type {Browser | undefined} */
let launched;

export async function start() {
  await build();
  launched = await chromium.launch({ executablePath: (await browser()).chromium, args: FLAGS });
}

export const stop = () => launched?.close();

/**
 * Opens the console, calls `work` with it, and closes everything.
 *
 * @param {(page: Page, opened: { context: BrowserContext, url: string, watch(page: Page): void, close(): Promise<void> }) => Promise<void>} work
 * @param {{ server?: Parameters<typeof serve>[0], context?: BrowserContextOptions, prepare?: (page: Page, context: BrowserContext) => Promise<unknown>, complaints?: RegExp, path?: string, waitFor?: string }} [options]
 *   `complaints` are those that the test is about
 */
export async function onConsole(work, { server, context, prepare, complaints, path = "", waitFor = "h1" } = {}) {
  await build();
  const served = await serve({ policy: STRICTEST, ...server });
  const opened = await /** @type {Browser} */ (launched).newContext({ locale: "en", viewport: { width: 1280, height: 800 }, ...context });
  /** @type {string[]} */
  const complained = [];
  const watch = (/** @type {Page} */ page) => {
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complained.push(message.text()));
    page.on("pageerror", (error) => complained.push(String(error)));
  };
  const page = await opened.newPage();
  watch(page);
  try {
    await prepare?.(page, opened);
    await page.goto(`${served.url}${path}`);
    await page.locator(waitFor).first().waitFor();
    await work(page, { context: opened, url: served.url, watch, close: served.close });
    assert.deepEqual(complained.filter((text) => !complaints?.test(text)), []);
  } finally {
    await opened.close();
    await served.close();
  }
}
