// examples/embed: a foreign page with a style sheet that means every element, in headless Chromium under the policy that it states.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

import { FOLDERS, POLICY } from "../../examples/embed/start.mjs";
import { browser, FLAGS, until } from "../../scripts/browser.mjs";
import { serve } from "../../scripts/serve.mjs";
import { axe } from "./elements.js";

/** @import { Page } from "playwright-core" */

/** @type {import("playwright-core").Browser} */
let launched;
before(async () => {
  launched = await chromium.launch({ executablePath: (await browser()).chromium, args: FLAGS });
});
after(() => launched.close());

const ELEMENTS = ["ecs-image-template", "ecs-image-matrix", "ecs-image-artifact"];

/**
 * Opens the page, calls `work` with it, and closes everything. What the browser complains of, and what its policy barred, fails the
 * test unless it is expected.
 *
 * @param {(page: Page) => Promise<void>} work
 * @param {{ policy?: string, sheet?: string, barred?: string[], complaints?: RegExp, prepare?: (page: Page) => Promise<unknown> }} [options] `sheet` in place of the page's own
 */
async function onPage(work, { policy = POLICY, sheet, barred = [], complaints, prepare } = {}) {
  const { url, close } = await serve({ folders: FOLDERS, policy });
  const context = await launched.newContext({ locale: "en", viewport: { width: 1300, height: 900 } });
  const page = await context.newPage();
  /** @type {string[]} */
  const complained = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complained.push(message.text()));
  page.on("pageerror", (error) => complained.push(String(error)));
  await page.addInitScript(() => {
    const violations = /** @type {string[]} */ ((/** @type {any} */ (window).violations = []));
    addEventListener("securitypolicyviolation", ({ effectiveDirective }) => violations.push(effectiveDirective));
  });
  if (sheet !== undefined) await page.route("**/page.css", (route) => route.fulfill({ contentType: "text/css", body: sheet }));
  try {
    await prepare?.(page);
    await page.goto(url);
    await shown(page);
    await work(page);
    assert.deepEqual([...new Set(/** @type {string[]} */ (await page.evaluate("violations")))], barred);
    assert.deepEqual(complained.filter((text) => !complaints?.test(text)), []);
  } finally {
    await context.close();
    await close();
  }
}

/** Until each element shows what it was given. @param {Page} page */
async function shown(page) {
  await page.locator("ecs-image-template .cm-content").waitFor();
  await page.locator("ecs-image-template .finding-item").first().waitFor();
  await page.locator("ecs-image-matrix td, ecs-image-matrix [role=gridcell]").first().waitFor();
  await page.locator("ecs-image-artifact table").first().waitFor();
}

/** What is inherited, and what style sheets like to set. */
const PROPERTIES = [
  ...["color", "fontFamily", "fontSize", "fontStyle", "fontVariant", "fontWeight", "lineHeight", "letterSpacing", "wordSpacing", "textAlign"],
  ...["textTransform", "textShadow", "textIndent", "whiteSpace", "cursor", "boxSizing", "backgroundColor", "borderTopStyle", "borderTopWidth"],
  ...["marginTop", "paddingTop", "paddingLeft", "display", "listStyleType"],
];

/** How everything inside the elements looks. @param {Page} page */
const insides = (page) =>
  page.evaluate(
    ([elements, properties]) =>
      elements.flatMap((name) => {
        const root = /** @type {ShadowRoot} */ (document.querySelector(name)?.shadowRoot);
        return [...root.querySelectorAll("*")]
          // Where the cursor blinks, and what is measured, is a matter of the moment.
          .filter((inner) => !inner.closest("svg, .cm-cursorLayer, .cm-announced"))
          .map((inner) => {
            const style = /** @type {any} */ (getComputedStyle(inner));
            return `${name} ${inner.localName}.${inner.getAttribute("class") ?? ""}: ${properties.map((property) => `${property} ${style[property]}`).join("; ")}`;
          });
      }),
    /** @type {const} */ ([ELEMENTS, PROPERTIES]),
  );

/** How everything of the page itself looks. @param {Page} page */
const outsides = (page) =>
  page.evaluate(
    ([elements, properties]) =>
      [...document.querySelectorAll("*")]
        .filter((outer) => !elements.includes(outer.localName) && !outer.closest("head"))
        .map((outer) => `${outer.localName}: ${properties.map((property) => `${property} ${/** @type {any} */ (getComputedStyle(outer))[property]}`).join("; ")}`),
    /** @type {const} */ ([ELEMENTS, PROPERTIES]),
  );

test("the elements work together under the policy that the page states", () =>
  onPage(async (page) => {
    assert.equal(page.workers().length, 1);
    const template = page.locator("ecs-image-template");
    await page.selectOption("select", "ap-northeast-1");
    await template.locator(".image-item .after", { hasText: "m-6wed0h3zv8u6f2g4j5k7" }).first().waitFor();
    await page.getByRole("button", { name: "Before and after" }).click();
    await template.locator(".cm-merge-b", { hasText: "m-6wed0h3zv8u6f2g4j5k7" }).waitFor();
    assert.equal(await page.evaluate("document.querySelector('ecs-image-template').shadowRoot.querySelector('[part=editor]').hidden"), true);
    await page.getByRole("button", { name: "Before and after" }).click();
    await template.locator(".cm-content").click();
    await page.keyboard.type("# ");
    await until(page, "document.querySelector('ecs-image-matrix').text.length === document.querySelector('ecs-image-template').bytes.length");
  }));

test("nothing of the page's style sheet gets in: inside, all looks as on a page that says nothing", async () => {
  const own = ":root { color-scheme: dark } body { margin: 0 } main { max-width: 1200px; margin: 0 auto } section { padding: 20px }";
  const chosen = "ecs-image-template, ecs-image-matrix, ecs-image-artifact { --eir-accent: #ffb866; --eir-accent-ink: #1b1206; --eir-accent-soft: #3d2a12; --eir-radius: 2px }";
  const part = "ecs-image-template::part(editor) { block-size: 400px }";
  /** @type {string[][]} */
  const seen = [];
  await onPage(async (page) => void seen.push(await insides(page)));
  await onPage(async (page) => void seen.push(await insides(page)), { sheet: `${own} ${chosen} ${part}` });
  const [foreign, neutral] = seen;
  assert.ok(foreign.length > 200);
  // A page whose rem is 10 pixels is a page of that size; only what is given in rem may follow it, and it is not looked at here.
  assert.deepEqual(foreign.filter((look) => !neutral.includes(look)), []);
});

test("nothing of the elements gets out: the page looks as it does without them, and has nothing more in it", async () => {
  /** @type {unknown[][]} */
  const seen = [];
  // Lit marks a page with its versions, so that two of them can warn of each other.
  const facts = (/** @type {Page} */ page) =>
    page.evaluate("[document.styleSheets.length, document.adoptedStyleSheets.length, document.head.children.length, document.body.children.length, Object.keys(window).filter((name) => name !== 'violations' && !/^lit[A-Z]|^reactiveElement/.test(name))]");
  await onPage(async (page) => void seen.push([await outsides(page), await facts(page)]));
  const { url, close } = await serve({ folders: FOLDERS, policy: POLICY });
  const page = await launched.newPage({ locale: "en", viewport: { width: 1300, height: 900 } });
  try {
    await page.route("**/pkg/elements/**", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    // Without the elements the page's own program has nobody to talk to.
    await page.goto(url);
    await until(page, "document.querySelectorAll('option').length > 0");
    seen.push([await outsides(page), await facts(page)]);
  } finally {
    await page.close();
    await close();
  }
  assert.deepEqual(seen[0], seen[1]);
});

test("where workers are forbidden all is done on the page's thread, and nothing else is barred", () =>
  onPage(
    async (page) => {
      assert.equal(page.workers().length, 0);
      await page.selectOption("select", "ap-northeast-1");
      await page.locator("ecs-image-template .image-item .after", { hasText: "m-6wed0h3zv8u6f2g4j5k7" }).first().waitFor();
      await page.locator("ecs-image-template .cm-content").click();
      await page.keyboard.type("'");
      await page.locator("ecs-image-template .badge.bad").first().waitFor();
    },
    { policy: POLICY.replace("worker-src 'self'", "worker-src 'none'"), barred: ["worker-src"], complaints: /worker-src|Content Security Policy/ },
  ));

test("where the worker does not load the page's thread does its work", () =>
  onPage(async (page) => assert.equal(page.workers().length, 0), { prepare: (page) => page.route("**/worker.js", (route) => route.abort()), complaints: /Failed to load resource|ERR_FAILED/ }));

test("where text may not become code or markup they work, too", () =>
  onPage(async () => {}, { policy: `${POLICY}; require-trusted-types-for 'script'`, barred: ["require-trusted-types-for"], complaints: /TrustedScriptURL|Trusted/ }));

test("axe finds nothing inside the elements", () =>
  onPage(async (page) => {
    const found = await axe(page);
    assert.deepEqual(found.filter((finding) => ELEMENTS.some((name) => finding.includes(name))), []);
  }));
