// The frame of the console: addresses, titles, focus, languages, colours.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { onConsole, start, stop } from "./console.js";

before(start);
after(stop);

test("every address has its view, its title and its place in the navigation", () =>
  onConsole(async (page) => {
    for (const [hash, heading, place] of [
      ["#/services", "Services", "Services"],
      ["#/artifacts", "Artifacts", "Artifacts"],
      ["#/template", "Template", "Template"],
      ["#/matrix", "Matrix", "Matrix"],
      ["#/check", "Check", "Check"],
      ["#/nowhere", "There is nothing at this address", ""],
    ]) {
      await page.evaluate((hash) => { location.hash = hash; }, hash);
      await page.getByRole("heading", { level: 1, name: heading }).waitFor();
      assert.equal(await page.title(), `${heading} · ECS image resolver`);
      assert.deepEqual(await page.locator("nav a[aria-current=page]").allInnerTexts(), place ? [place] : []);
      assert.equal(await page.locator("h1:focus").innerText(), heading);
    }
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Check" }).waitFor();
    await page.goForward();
    await page.getByRole("heading", { level: 1, name: "There is nothing" }).waitFor();
  }));
