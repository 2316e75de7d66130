// The frame of the console: addresses, titles, focus, languages, colours.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { eventually } from "../../scripts/browser.mjs";
import { onConsole, settled, start, stop } from "./console.js";

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
      await eventually(async () => assert.deepEqual(await page.locator("nav a[aria-current=page]").allInnerTexts(), place ? [place] : []));
      await eventually(async () => assert.equal(await page.locator("h1:focus").innerText(), heading));
    }
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Check" }).waitFor();
    await page.goForward();
    await page.getByRole("heading", { level: 1, name: "There is nothing" }).waitFor();
  }));

test("the keyboard goes past the frame, opens its menus and closes them", () =>
  onConsole(async (page) => {
    await page.keyboard.press("Tab");
    const focused = () => page.evaluate(() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.textContent?.trim(); });
    await eventually(async () => assert.equal(await focused(), "Skip to the content"));
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await focused(), "Artifacts"));
    await page.getByRole("button", { name: "Language and colours" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("radio", { name: "Dark" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("radio", { name: "Dark" }).waitFor({ state: "hidden" });
    assert.equal(await page.getByRole("button", { name: "Language and colours" }).evaluate((button) => button.matches(":focus")), true);
  }));

test("language and colours are the browser's, then the person's, in every tab and on a later visit", () =>
  onConsole(
    async (page, { context, url }) => {
      await page.getByRole("heading", { level: 1, name: "部署物" }).waitFor();
      assert.equal(await page.evaluate("document.documentElement.lang"), "zh");
      const ground = () => page.evaluate(() => Number(/\d+/.exec(getComputedStyle(/** @type {Element} */ (document.querySelector("eir-console"))).backgroundColor)?.[0]));
      assert.ok((await ground()) < 100, "dark, as the system is");
      const other = await context.newPage();
      await other.goto(url);
      await settled(other);
      await page.getByRole("button", { name: "语言与配色" }).click();
      await page.getByText("日本語").click();
      await page.getByText("ライト").click();
      await page.getByRole("heading", { level: 1, name: "デプロイメントパッケージ" }).waitFor();
      await other.getByRole("heading", { level: 1, name: "デプロイメントパッケージ" }).waitFor();
      assert.equal(await page.title(), "デプロイメントパッケージ · ECS image resolver");
      assert.ok((await ground()) > 200);
      await page.reload();
      await settled(page);
      await page.getByRole("heading", { level: 1, name: "デプロイメントパッケージ" }).waitFor();
      assert.ok((await ground()) > 200);
    },
    { context: { locale: "zh-TW", colorScheme: "dark" } },
  ));

test("a language has every word that the others have, and of the same kind", async () => {
  const languages = await Promise.all(["en", "ja", "zh"].map(async (language) => (await import(`../../www/console/words/${language}.js`)).default));
  const shapes = languages.map((words) => Object.entries(words).map(([key, word]) => `${key}: ${typeof word}`).sort());
  assert.ok(shapes[0].length > 200);
  assert.deepEqual(shapes[1], shapes[0]);
  assert.deepEqual(shapes[2], shapes[0]);
});

test("an artifact is made, found by its name, and taken back", () =>
  onConsole(async (page) => {
    await page.getByRole("link", { name: "Create artifact" }).click();
    await page.getByRole("heading", { level: 1, name: "Create artifact" }).waitFor();
    await page.getByLabel("Artifact name").fill("made_here");
    await page.getByLabel("Version name").fill("v1_0");
    await page.getByLabel("Description").fill("Made by a test of the console");
    await page.getByLabel("Image ID").fill("m-bp1madehere00000001");
    await page.getByLabel("Source region").selectOption("cn-hangzhou");
    await page.getByRole("button", { name: "Save as draft" }).click();
    await page.getByRole("heading", { level: 1, name: "made_here" }).waitFor();
    assert.match(page.url(), /#\/artifacts\/artifact-\w+$/);
    await page.getByRole("link", { name: "Artifacts", exact: true }).first().click();
    await page.getByRole("searchbox").fill("m-bp1made");
    await page.getByText("1 of 7").waitFor();
    await page.getByRole("link", { name: "made_here" }).waitFor();
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("Control+z");
    await page.getByText("Undone: create artifact made_here").waitFor();
    await page.getByText("No artifact has that in it.").waitFor();
    await page.getByRole("button", { name: "Clear the search" }).click();
    await eventually(async () => assert.equal(await page.locator("tbody tr").count(), 6));
  }));
