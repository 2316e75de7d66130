// Files of the console: what is opened, dropped and saved keeps its bytes, and what cannot be read never takes the place of what can.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { eventually, until } from "../../scripts/browser.mjs";
import { at } from "../../scripts/commands.mjs";
import { drop, go, onConsole, SAMPLE, settled, start, stop } from "./console.js";

/** @import { Page } from "playwright-core" */

before(start);
after(stop);

/** The manifest as a person may have written it: a mark, CRLF, odd blanks, no line break at the end. */
const ODD = Buffer.from(`\uFEFF{ "manifestVersion" : 1,\r\n\t"provider": "42", "artifacts": [],\r\n  "services": [{"serviceId": "service-odd", "name": "<b>Odd</b> 奇", "status": "Online", "shareType": "Public", "templates": [{"name": "t", "path": "./deploy/t.yaml"}]}]\r\n}`);

/** No dialogs of the browser: files are chosen by an input, and saved as downloads. @param {Page} page */
const withoutPickers = (page) => page.addInitScript(() => Object.assign(globalThis, { showOpenFilePicker: undefined, showSaveFilePicker: undefined }));

/** @param {Page} page @param {string} item of the file menu */
async function choose(page, item) {
  await page.locator("eir-menu.file").getByRole("button").first().click();
  await page.getByRole("button", { name: item }).click();
}

/** @param {Page} page @param {{ name: string, buffer: Buffer }} file */
async function open(page, { name, buffer }) {
  const waiting = page.waitForEvent("filechooser");
  await choose(page, "Open a manifest…");
  await (await waiting).setFiles({ name, mimeType: "application/json", buffer });
}

/** @param {Page} page */
async function saved(page) {
  const waiting = page.waitForEvent("download");
  await page.keyboard.press("Control+s");
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const fileName = (/** @type {Page} */ page) => page.locator("eir-menu.file .name > span").innerText();

test("what is opened and not changed is saved byte for byte, and undo leads back to what was there", () =>
  onConsole(async (page) => {
    await open(page, { name: "odd.json", buffer: ODD });
    await page.getByText("odd.json is open").waitFor();
    await eventually(async () => assert.equal(await fileName(page), "odd.json"));
    await eventually(async () => assert.equal(await page.locator("eir-menu.file small").innerText(), "saved"));
    const file = await saved(page);
    assert.equal(file.name, "odd.json");
    assert.ok(file.bytes.equals(ODD));
    await page.reload();
    await settled(page);
    assert.ok((await saved(page)).bytes.equals(ODD), "after a later visit, too");
    await page.keyboard.press("Control+z");
    await page.getByText("Undone: open odd.json").waitFor();
    await eventually(async () => assert.equal(await fileName(page), "sample.json"));
  }, { prepare: withoutPickers }));

test("a broken manifest is shown with its errors at their lines, and replaces nothing", () =>
  onConsole(async (page) => {
    for (const [buffer, place, anyway] of /** @type {const} */ ([
      [Buffer.from('{"manifestVersion": 1,\n  "services": [}'), /^Line 2, column 16/, false],
      [Buffer.from('{"manifestVersion": 1,\n  "artifacts": 5}'), /^Line 2, column 16/, true],
      [Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), /^Line 1, column 2/, false],
      [Buffer.from([0, 1, 2, 3, 255]), /^Line 1/, false],
    ])) {
      await open(page, { name: "broken.json", buffer });
      const dialog = page.getByRole("dialog", { name: "broken.json has errors" });
      await dialog.waitFor();
      await eventually(async () => assert.match(await dialog.getByRole("listitem").first().innerText(), place));
      await eventually(async () => assert.equal(await dialog.getByRole("button", { name: "Open it all the same" }).count(), anyway ? 1 : 0));
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      await eventually(async () => assert.equal(await fileName(page), "sample.json"));
      await eventually(async () => assert.equal(await page.getByRole("button", { name: "Undo", exact: true }).isDisabled(), true));
    }
    await open(page, { name: "typed.json", buffer: Buffer.from('{"manifestVersion": 1, "artifacts": 5}') });
    await page.getByRole("button", { name: "Open it all the same" }).click();
    await page.getByText("typed.json is open").waitFor();
    await page.getByText("No artifacts yet").waitFor();
    for (const hash of ["#/services", "#/template", "#/matrix", "#/check"]) await go(page, hash);
  }, { prepare: withoutPickers }));

test("where there are real files the file itself is written, and only when asked", () =>
  onConsole(
    async (page) => {
      const content = () => page.evaluate(async () => new TextDecoder("utf-8", { ignoreBOM: true }).decode(await (await (await /** @type {any} */ (globalThis).real()).getFile()).arrayBuffer()));
      await choose(page, "Open a manifest…");
      await page.getByText("real.json is open").waitFor();
      await page.evaluate(() => /** @type {any} */ (document.querySelector("eir-console")).store.apply({ change: "rename-service", serviceId: "service-odd", name: "Other" }));
      await eventually(async () => assert.equal(await content(), ODD.toString()));
      await page.getByText("kept in this browser").waitFor();
      await page.keyboard.press("Control+s");
      await page.getByText("Saved as real.json").waitFor();
      await eventually(async () => assert.equal(JSON.parse((await content()).replace("\uFEFF", "")).services[0].name, "Other"));
      await page.locator("eir-menu.file small", { hasText: /^saved$/ }).waitFor();
      await page.evaluate(async () => {
        const writable = await (await /** @type {any} */ (globalThis).real()).createWritable();
        await writable.write("{}");
        await writable.close();
      });
      await page.keyboard.press("Control+s");
      await page.getByRole("dialog", { name: "The file real.json has changed" }).waitFor();
      await page.keyboard.press("Escape");
      await eventually(async () => assert.equal(await content(), "{}", "nothing is lost unasked"));
      await page.keyboard.press("Control+s");
      await page.getByRole("button", { name: "Save over it" }).click();
      await until(page, "real().then((handle) => handle.getFile()).then((file) => file.size > 2)");
      await page.reload();
      await settled(page);
      await page.locator("eir-menu.file small", { hasText: /^saved$/ }).waitFor();
    },
    {
      prepare: (page) =>
        page.addInitScript((text) => {
          // The browser's own folder has the same kind of files, and asks nobody.
          const real = async () => (await navigator.storage.getDirectory()).getFileHandle("real.json", { create: true });
          Object.assign(globalThis, {
            real,
            async showOpenFilePicker() {
              const handle = await real();
              const writable = await handle.createWritable();
              await writable.write(text);
              await writable.close();
              return [handle];
            },
          });
        }, ODD.toString()),
    },
  ));

test("a manifest and its templates dropped as files are opened together", () =>
  onConsole(async (page) => {
    const template = Buffer.from("\uFEFFROSTemplateFormatVersion: '2015-09-01'\r\nResources:\r\n  ウェブ:\r\n    Type: ALIYUN::ECS::Instance\r\n    Properties: {ImageId: 'x'} # 终");
    await drop(page, [{ name: "own.json", bytes: ODD }, { name: "t.yaml", bytes: template }]);
    await page.getByText("own.json is open").waitFor();
    await page.getByText("One template was taken in").waitFor();
    await eventually(async () => assert.equal(await fileName(page), "own.json"));
    const kept = await page.evaluate(() => [...(/** @type {any} */ (document.querySelector("eir-console")).store.templates.get("/t.yaml")?.bytes ?? [])]);
    assert.ok(Buffer.from(kept).equals(template));
    await go(page, "#/services");
    await page.getByText("<b>Odd</b> 奇").first().waitFor();
  }));

test("what is neither a manifest nor a template is said, and nothing changes", () =>
  onConsole(async (page) => {
    await drop(page, [{ name: "picture.png", bytes: Buffer.from([137, 80, 78, 71]) }]);
    await page.getByText("picture.png: neither a manifest nor a template. Nothing was changed.").waitFor();
    await eventually(async () => assert.equal(await fileName(page), "sample.json"));
  }));

test("empty and sample can be had at any time, and undone", () =>
  onConsole(async (page) => {
    await choose(page, "Start with an empty one");
    await page.getByText("No artifacts yet").waitFor();
    await choose(page, "Show the sample");
    await page.getByRole("link", { name: SAMPLE.artifacts[0].name }).waitFor();
    await page.getByRole("button", { name: "Undo: show the sample" }).click();
    await page.getByText("No artifacts yet").waitFor();
    await page.keyboard.press("Control+z");
    await page.getByRole("link", { name: SAMPLE.artifacts[0].name }).waitFor();
    assert.equal(await page.evaluate(() => /** @type {any} */ (document.querySelector("eir-console")).store.manifest), readFileSync(at("www/sample/manifest.json"), "utf8"));
  }));
