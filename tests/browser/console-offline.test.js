// The console without a network, and what happens to an open page when a newer console comes.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { until } from "../../scripts/browser.mjs";
import { go, onConsole, settled, site, start, stop } from "./console.js";

/** @import { Page } from "playwright-core" */

before(start);
after(stop);

/** Waits until everything of one build lies in the browser. @param {Page} page */
const isKept = (page) => until(page, "navigator.serviceWorker.controller?.state === 'activated'");

test("after one visit it works without a network, every view of it", () =>
  onConsole(
    async (page, { close }) => {
      await isKept(page);
      await page.evaluate(() => /** @type {any} */ (document.querySelector("eir-console")).store.apply({ change: "rename-service", serviceId: JSON.parse(/** @type {any} */ (document.querySelector("eir-console")).store.manifest).services[0].serviceId, name: "Kept offline" }));
      await close();
      await page.reload();
      await settled(page);
      await go(page, "#/services");
      await page.getByText("Kept offline").first().waitFor();
      await go(page, "#/template");
      await page.locator(".cm-content").first().waitFor();
      await page.getByRole("button", { name: "Download" }).and(page.locator(":enabled")).waitFor();
      for (const hash of ["#/matrix", "#/check", "#/artifacts"]) await go(page, hash);
      await page.getByRole("button", { name: "Language and colours" }).click();
      await page.getByText("日本語").click();
      await page.getByRole("heading", { level: 1, name: "デプロイメントパッケージ" }).waitFor();
    },
    // The browser says that it could not look for a newer service worker.
    { complaints: /Failed to (?:update|register)|ERR_CONNECTION_REFUSED|net::/ },
  ));

test("an open page goes on with its own parts when a newer console comes, and takes it when asked", async () => {
  const folder = mkdtempSync(join(tmpdir(), "console-served-"));
  cpSync(site, folder, { recursive: true });
  try {
    await onConsole(
      async (page, { context, url, watch }) => {
        await isKept(page);
        // The newer console: another page, and none of the parts that the older one has not asked for yet.
        writeFileSync(join(folder, "index.html"), readFileSync(join(folder, "index.html"), "utf8").replace("<body>", '<body data-newer="yes">'));
        const worker = join(folder, "service-worker.js");
        const old = readdirSync(join(folder, "assets")).filter((name) => /^matrix-/.test(name));
        assert.ok(old.length > 0);
        for (const name of old) rmSync(join(folder, "assets", name));
        let text = readFileSync(worker, "utf8").replace(/"BUILD":"\w+"/, '"BUILD":"newer"');
        for (const name of old) text = text.replace(`"assets/${name}",`, "");
        writeFileSync(worker, text);
        await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
        await page.getByText("A newer version of this console is ready").waitFor();

        // Another tab takes it; this one still finds its own parts.
        const other = await context.newPage();
        watch(other);
        await other.goto(url);
        await settled(other);
        await other.getByRole("button", { name: "Reload" }).click();
        await other.locator("body[data-newer]").waitFor();
        await go(page, "#/matrix");
        await page.locator("ecs-image-matrix").waitFor();
        assert.equal(await page.evaluate("document.body.dataset.newer"), undefined);
        assert.ok((await page.evaluate("caches.keys()")).length > 1);

        await page.close();
        await other.reload();
        await settled(other);
        await until(other, "(async () => (await caches.keys()).join() === 'ecs-image-resolver-newer')()");
      },
      { server: { folders: { "/": folder } } },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
