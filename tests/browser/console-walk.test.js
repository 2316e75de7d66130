// Every view, in both colour schemes and three languages: what axe finds, what does not fit, and what it looks like.
import assert from "node:assert/strict";
import { mkdirSync, statSync } from "node:fs";
import { after, before, test } from "node:test";

import { at } from "../../scripts/commands.mjs";
import { onConsole, ROUTES, start, stop, walk, go } from "./console.js";
import { axe } from "./elements.js";

before(start);
after(stop);

/** The views that docs/console shows, and the width of each picture. @type {[name: string, width: number][]} */
const PICTURES = [["artifacts", 1280], ["artifact", 1280], ["plan", 1280], ["artifact-new", 1280], ["services", 1280], ["service", 1280], ["template", 1280], ["template-compare", 1280], ["matrix", 1280], ["check", 1280], ["artifacts", 360], ["template-compare", 360], ["matrix", 2560]];

/** What is a part of a view: the view, and what it begins with. @type {Record<string, { route: string, from: string }>} */
const PARTS = { plan: { route: "artifact-version", from: "section.plan" } };

const fileOf = (/** @type {string} */ name, /** @type {number} */ width) => at(`docs/console/${name}${width === 1280 ? "" : `-${width}`}.png`);

/** As many as a picture may have, in bytes. */
const MOST = 150 * 1024;

test("axe finds nothing on any view, in any language, light or dark", async () => {
  /** @type {string[]} */
  const found = [];
  await walk(async (page, { name, language, scheme }) => {
    found.push(...(await axe(page)).map((text) => `${name} ${language} ${scheme}: ${text}`));
  });
  assert.deepEqual(found, []);
});

test("every view fits from 360 to 2560 pixels", async () => {
  /** @type {string[]} */
  const wide = [];
  await onConsole(async (page) => {
    for (const [name, hash] of ROUTES) {
      await go(page, hash);
      for (const width of [360, 768, 1280, 1920, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(50);
        const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
        if (scroll > width) wide.push(`${name} at ${width}: ${scroll}`);
      }
    }
  });
  assert.deepEqual(wide, []);
});

test("docs/console has a picture of each view", async () => {
  if (process.env.UPDATE) {
    mkdirSync(at("docs/console"), { recursive: true });
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      await onConsole(async (page) => {
        for (const [name, width] of PICTURES) {
          // The pages of the list and of before and after are shown in the dark, too.
          if (scheme === "dark" && (width !== 1280 || !["template-compare", "matrix"].includes(name))) continue;
          await page.setViewportSize({ width, height: width === 360 ? 780 : width === 2560 ? 740 : 700 });
          const part = PARTS[name];
          await go(page, /** @type {string} */ (ROUTES.find(([route]) => route === (part?.route ?? name))?.[1]));
          await page.evaluate(() => scrollTo(0, 0));
          await page.waitForTimeout(900);
          if (part) await page.locator(part.from).evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 64));
          await page.screenshot({ path: fileOf(scheme === "dark" ? `${name}-dark` : name, width), animations: "disabled" });
        }
      }, { context: { colorScheme: scheme } });
    }
  }
  const missing = PICTURES.flatMap(([name, width]) => {
    const size = statSync(fileOf(name, width), { throwIfNoEntry: false })?.size;
    return size !== undefined && size <= MOST ? [] : [`${fileOf(name, width)}: ${size ?? "not there, UPDATE=1 writes it"}`];
  });
  assert.deepEqual(missing, []);
});
