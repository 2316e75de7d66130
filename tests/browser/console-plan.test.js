// The distribution plan in the console: the sample's journal, what is kept from view to view, one change that can be undone, strict policies.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { eventually } from "../../scripts/browser.mjs";
import { assertStill, drop, go, onConsole, SAMPLE, start, stop, STRICTEST, watchShift } from "./console.js";

/** @import { Page } from "playwright-core" */

before(start);
after(stop);

const ARTIFACT = SAMPLE.artifacts[1].artifactId;
const PLAN = `#/artifacts/${ARTIFACT}/versions/2`;

const plan = (/** @type {Page} */ page) => page.locator("section.plan");
const button = (/** @type {Page} */ page, /** @type {string | RegExp} */ name) => page.getByRole("button", { name });

/** The manifest as the console has it. @param {Page} page @returns {Promise<any>} */
const manifest = (page) => page.evaluate("JSON.parse(document.querySelector('eir-console').view.store.manifest)");

test("the sample shows a distribution that is under way, and it becomes one change that can be undone", () =>
  onConsole(async (page) => {
    await go(page, PLAN);
    await plan(page).getByText("shared with 20 of 42 accounts").waitFor();
    assert.match(await plan(page).innerText(), /Seen\s+sample\.json\.journal\s+as of [^]*0 of 8 regions done\s+3 copies running/);
    const before = await manifest(page);
    await button(page, "Write 3 changes into the manifest").click();
    await eventually(async () => assert.equal((await manifest(page)).artifacts[1].versions[1].images["ap-southeast-1"].progress, 71));
    await eventually(async () => assert.equal(await button(page, /^Write \d/).count(), 0));
    await button(page, /^Undo/).first().click();
    await eventually(async () => assert.deepEqual(await manifest(page), before));
    await button(page, "Write 3 changes into the manifest").waitFor();
  }));

test("what was taken in stays while the page is open, and is not taken for another manifest's", () =>
  onConsole(async (page) => {
    await go(page, PLAN);
    await plan(page).getByText("shared with 20 of 42 accounts").waitFor();
    await button(page, "Forget it").click();
    await plan(page).getByText("Nobody has looked at the cloud yet.").waitFor();
    await go(page, "#/services");
    await go(page, PLAN);
    await plan(page).getByText("Nobody has looked at the cloud yet.").waitFor();
    await go(page, `#/artifacts/${SAMPLE.artifacts[0].artifactId}/versions/1`);
    await plan(page).getByText("By the manifest nothing is to be done.").waitFor();
    await plan(page).locator("summary", { hasText: "Commands" }).click();
    await plan(page).getByText(`npx ecs-image-resolver distribute --manifest sample.json --artifact ${SAMPLE.artifacts[0].artifactId} --version 1`, { exact: true }).first().waitFor();
  }));

test("files that are dropped onto the plan are its own, and not opened as a manifest", () =>
  onConsole(async (page) => {
    await go(page, PLAN);
    await plan(page).getByText("shared with 20 of 42 accounts").waitFor();
    const transfer = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['{"manifestVersion": 1}'], "other.json"));
      return transfer;
    });
    for (const event of ["dragenter", "dragover", "drop"]) await plan(page).dispatchEvent(event, { dataTransfer: transfer });
    await page.getByRole("dialog").getByText("It is a manifest.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Drop it anywhere").waitFor({ state: "detached" });
    assert.equal((await manifest(page)).artifacts.length, SAMPLE.artifacts.length);
  }));

test("what was seen can be dropped anywhere, and the plans go by it", () =>
  onConsole(async (page) => {
    await go(page, PLAN);
    await button(page, "Forget it").click();
    await go(page, "#/services");
    const images = { RequestId: "R", RegionId: "cn-beijing", TotalCount: 0, PageNumber: 1, PageSize: 100, Images: { Image: [] } };
    await drop(page, [{ name: "observation.json", bytes: new TextEncoder().encode(JSON.stringify(images)) }]);
    await page.getByText("A file says what was seen of the cloud").waitFor();
    await go(page, PLAN);
    await plan(page).getByText("image-lost").first().waitFor();
    await plan(page).getByText("1 of 8 regions were looked at.").waitFor();
    await drop(page, [{ name: "observation.json", bytes: new TextEncoder().encode(JSON.stringify({ regions: {} })) }]);
    await eventually(async () => assert.equal(await plan(page).getByText("image-lost").count(), 0));
  }));

test("it works where no text may become markup and no worker may run", () =>
  onConsole(async (page) => {
    await go(page, PLAN);
    await plan(page).getByText("shared with 20 of 42 accounts").waitFor();
    await button(page, "Take in what was seen").click();
    await page.getByRole("dialog").getByText("8 regions with 35 images").waitFor();
  }, { server: { policy: STRICTEST }, complaints: /TrustedScriptURL/ }));

test("nothing jumps while it comes up", () =>
  onConsole(async (page, { url }) => {
    for (const hash of [PLAN, `#/artifacts/${SAMPLE.artifacts[0].artifactId}/versions/2`]) {
      await page.goto("about:blank");
      await page.goto(url + hash);
      await plan(page).locator(".overall, .note.good").first().waitFor();
      await page.waitForTimeout(1000);
      await assertStill(page, hash);
    }
  }, { prepare: watchShift }));
