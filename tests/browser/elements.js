/** One element alone on a page, built as it is published, under the policy of `npm start`. What the browser complains of fails a test. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { chromium } from "playwright-core";

import { browser, FLAGS, until } from "../../scripts/browser.mjs";
import { at } from "../../scripts/commands.mjs";
import { POLICY, serve } from "../../scripts/serve.mjs";

/** @import { Browser, BrowserContextOptions, Page } from "playwright-core" */

const FOLDERS = { "/": at("tests/browser"), "/pkg/": at("pkg"), "/www/": at("www") };
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @type {Browser} */
let launched;

export async function start() {
  launched = await chromium.launch({ executablePath: (await browser()).chromium, args: FLAGS });
}

export const stop = () => launched.close();

/**
 * Puts an element with its properties on the page, calls `work` with it, and closes everything. `events` gives the details of what the
 * element has fired of the names in `listen`, as `[name, detail]`.
 *
 * @param {string} name of the element
 * @param {Record<string, unknown>} properties
 * @param {(page: Page, tools: { events(): Promise<[string, any][]>, set(properties: Record<string, unknown>): Promise<void>, url: string }) => Promise<void>} work
 * @param {{ context?: BrowserContextOptions, listen?: string[], server?: Parameters<typeof serve>[0], complaints?: RegExp, prepare?: (page: Page) => Promise<unknown> }} [options]
 */
export async function onElement(name, properties, work, { context, listen = [], server, complaints, prepare } = {}) {
  const served = await serve({ folders: FOLDERS, policy: POLICY, ...server });
  const opened = await launched.newContext({ locale: "en", viewport: { width: 1280, height: 800 }, permissions: ["clipboard-read", "clipboard-write"], ...context });
  const page = await opened.newPage();
  /** @type {string[]} */
  const complained = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complained.push(message.text()));
  page.on("pageerror", (error) => complained.push(String(error)));
  try {
    await prepare?.(page);
    await page.goto(`${served.url}elements.html`);
    await until(page, `customElements.get("${name}") !== undefined`);
    await page.evaluate(
      ([name, properties, listen]) => {
        const element = document.createElement(name);
        const fired = /** @type {unknown[]} */ (/** @type {any} */ (window).fired = []);
        for (const event of listen) element.addEventListener(event, (happened) => fired.push([event, /** @type {CustomEvent} */ (happened).detail]));
        Object.assign(element, properties);
        document.querySelector("main")?.append(element);
      },
      /** @type {const} */ ([name, properties, listen]),
    );
    await work(page, {
      events: () => page.evaluate("window.fired"),
      set: (properties) => page.evaluate(([name, properties]) => void Object.assign(/** @type {Element} */ (document.querySelector(/** @type {string} */ (name))), properties), /** @type {const} */ ([name, properties])),
      url: served.url,
    });
    assert.deepEqual(complained.filter((text) => !complaints?.test(text)), []);
  } finally {
    await opened.close();
    await served.close();
  }
}

/** What axe finds, in few words. It is run past the page's policy, in a world of its own. @param {Page} page */
export async function axe(page) {
  // A colour on its way to another one is neither.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const session = await page.context().newCDPSession(page);
  const { frameTree } = /** @type {any} */ (await session.send("Page.getFrameTree"));
  const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "axe" });
  await session.send("Runtime.evaluate", { expression: AXE, contextId });
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression: `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 4).map(({ target, failureSummary }) => target.join(" ") + " " + failureSummary).join("; ")))`,
    contextId,
    awaitPromise: true,
    returnByValue: true,
  });
  assert.equal(exceptionDetails, undefined);
  await session.detach();
  return /** @type {string[]} */ (result.value);
}

/**
 * Drops files onto a place of the element.
 *
 * @param {Page} page
 * @param {{ name: string, text: string }[]} files
 * @param {string} target
 */
export async function drop(page, files, target) {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text } of files) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  for (const event of ["dragenter", "dragover", "drop"]) await page.locator(target).first().dispatchEvent(event, { dataTransfer: transfer });
}
