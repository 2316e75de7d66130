// Templates in the console: choose who and where, see before and after, take the exact bytes; the matrix leads to the place.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { eventually } from "../../scripts/browser.mjs";
import { Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";
import { drop, go, onConsole, SAMPLE, settled, start, stop } from "./console.js";

/** @import { Page } from "playwright-core" */

before(start);
after(stop);

const MANIFEST = readFileSync(at("www/sample/manifest.json"));
const TEMPLATE = readFileSync(at("www/sample/template.yaml"));
const [{ serviceId: SHOP }] = SAMPLE.services;
const CUSTOMER = "1000000000000002";

/** @param {Page} page */
async function downloaded(page) {
  const button = page.getByRole("button", { name: "Download" }).and(page.locator(":enabled"));
  await button.waitFor();
  const waiting = page.waitForEvent("download");
  await button.click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** @param {Uint8Array} template @param {string} region @param {string} filename @param {string} [name] */
function expected(template, region, filename, name) {
  const { template: bytes } = new Resolver(MANIFEST).resolve(template, { service: SHOP, region, account: CUSTOMER, ...(name && { template: name }) }, { filename });
  assert.ok(bytes);
  return Buffer.from(bytes);
}

test("the sample in two regions: before and after of each image, and the download to the byte", () =>
  onConsole(async (page) => {
    await go(page, "#/template");
    for (const region of ["cn-hangzhou", "cn-beijing"]) {
      await page.getByLabel("Region").selectOption(region);
      if (region === "cn-beijing") await page.waitForURL(/region=cn-beijing/);
      const file = await downloaded(page);
      assert.equal(file.name, `template.${region}.yaml`);
      assert.ok(file.bytes.equals(expected(TEMPLATE, region, "template.yaml", "single")), region);
    }
    await page.getByRole("button", { name: "Before and after" }).click();
    const resolution = new Resolver(MANIFEST).resolve(TEMPLATE, { service: SHOP, region: "cn-beijing", account: CUSTOMER, template: "single" });
    for (const { value, replacement } of resolution.sites.filter(({ outcome }) => outcome === "replaced")) {
      await page.getByText(String(value)).first().waitFor();
      await page.getByText(String(replacement?.imageId)).first().waitFor();
    }
    assert.match(page.url(), /#\/template\?service=.*&template=single&region=cn-beijing&account=1000000000000002&view=compare$/);
    await page.reload();
    await settled(page);
    await eventually(async () => assert.equal(await page.getByLabel("Region").inputValue(), "cn-beijing", "the address says it all"));
    await eventually(async () => assert.equal(await page.getByRole("button", { name: "Before and after" }).getAttribute("aria-pressed"), "true"));
  }));

test("an account that may not deploy gets nothing to download", () =>
  onConsole(async (page) => {
    await go(page, "#/template");
    await downloaded(page);
    await page.getByLabel("Account").fill("1999999999999999");
    await page.getByLabel("Account").press("Enter");
    await page.getByRole("button", { name: "Download" }).and(page.locator(":disabled")).waitFor();
    await page.getByText("account-denied").first().waitFor();
    await eventually(async () => assert.equal(await page.getByRole("button", { name: "Copy as command" }).isDisabled(), true));
  }));

test("a dropped file keeps its bytes: mark, CRLF, no final line break, 日本語", () =>
  onConsole(async (page) => {
    const text = "\uFEFFROSTemplateFormatVersion: '2015-09-01'\r\nResources:\r\n  ウェブ:\r\n    Type: ALIYUN::ECS::Instance\r\n    Properties: {ImageId: 'web_server_image'} # 终";
    await go(page, "#/template");
    await drop(page, [{ name: "ウェブ.yml", bytes: Buffer.from(text) }]);
    await page.getByRole("heading", { name: "ウェブ.yml" }).waitFor();
    await page.getByLabel("Account").fill(CUSTOMER);
    await page.getByLabel("Account").press("Enter");
    await page.getByLabel("Region").selectOption("cn-shanghai");
    const file = await downloaded(page);
    assert.equal(file.name, "ウェブ.cn-shanghai.yml");
    assert.ok(file.bytes.equals(expected(Buffer.from(text), "cn-shanghai", "ウェブ.yml")));
    await page.reload();
    await settled(page);
    assert.ok((await downloaded(page)).bytes.equals(file.bytes), "after a later visit, too");
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByText("ウェブ.yml was removed").waitFor();
    await page.locator("eir-notices").getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { name: "ウェブ.yml" }).waitFor();
    assert.ok((await downloaded(page)).bytes.equals(file.bytes));
  }));

test("a folder that is dropped brings its manifest and the templates that this names", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dropped-"));
  const inner = join(folder, "shop");
  mkdirSync(join(inner, ".git"), { recursive: true });
  mkdirSync(join(inner, "deploy"));
  const manifest = { ...SAMPLE, services: [{ ...SAMPLE.services[0], name: "From a folder", templates: [{ name: "own", path: "deploy/main.yaml" }] }] };
  writeFileSync(join(inner, "manifest.json"), JSON.stringify(manifest));
  writeFileSync(join(inner, "deploy/main.yaml"), TEMPLATE);
  writeFileSync(join(inner, ".git/config.yaml"), "no: template");
  writeFileSync(join(inner, "README.md"), "# Nothing to take");
  try {
    await onConsole(async (page) => {
      const session = await page.context().newCDPSession(page);
      const data = { items: [], files: [inner], dragOperationsMask: 1 };
      for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) {
        if (type === "drop") await page.getByText("Drop it anywhere").waitFor();
        await session.send("Input.dispatchDragEvent", { type, x: 600, y: 400, data });
      }
      await page.getByText("manifest.json is open").waitFor();
      await page.getByText("One template was taken in").waitFor();
      await go(page, "#/template");
      await eventually(async () => assert.equal(await page.getByLabel("Service").locator("option:checked").innerText(), "From a folder"));
      await page.getByRole("heading", { name: "main.yaml" }).waitFor();
      const file = await downloaded(page);
      assert.equal(file.name, "main.cn-hangzhou.yaml");
      assert.ok(file.bytes.equals(expected(TEMPLATE, "cn-hangzhou", "main.yaml")));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("text that is pasted is a template, and what is typed into it is kept", () =>
  onConsole(async (page) => {
    await go(page, "#/template");
    const text = 'resource "alicloud_instance" "web" {\n  image_id = "web_server_image"\n}\n';
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, composed: true, cancelable: true }));
    }, text);
    await page.getByRole("heading", { name: "pasted.tf" }).waitFor();
    const editor = page.locator(".cm-content").first();
    await editor.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("# typed");
    await page.waitForTimeout(800);
    await page.reload();
    await settled(page);
    await page.getByText("# typed").first().waitFor();
    const kept = await page.evaluate(() => new TextDecoder().decode(/** @type {any} */ (document.querySelector("eir-console")).store.templates.get("/pasted.tf").bytes));
    assert.equal(kept, `${text}# typed`);
  }));

test("a literal is related from its place in the template", () =>
  onConsole(async (page) => {
    const text = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Web:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: web_server_imagee\n";
    await go(page, "#/template");
    await drop(page, [{ name: "near.yaml", bytes: Buffer.from(text) }]);
    await page.getByRole("heading", { name: "near.yaml" }).waitFor();
    await page.getByLabel("Account").fill(CUSTOMER);
    await page.getByLabel("Account").press("Enter");
    await page.getByRole("button", { name: /Relate/ }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("web_server_imagee").waitFor();
    await eventually(async () => assert.match(await dialog.locator("fieldset").first().innerText(), /^web_server\n/, "the likeliest is first"));
    await dialog.getByRole("button", { name: "Relate" }).click();
    await page.getByRole("button", { name: "Undo: relate web_server_imagee" }).waitFor();
    const { bytes } = await downloaded(page);
    assert.match(bytes.toString(), /ImageId: m-\w+\n$/);
  }));

test("the command that does the same is copied", () =>
  onConsole(
    async (page) => {
      await go(page, "#/template?region=cn-beijing");
      await downloaded(page);
      await page.getByRole("button", { name: "Copy as command" }).click();
      await page.getByText("The command that does the same is copied.").waitFor();
      assert.equal(
        await page.evaluate(() => navigator.clipboard.readText()),
        `npx ecs-image-resolver resolve template.yaml --manifest manifest.json --service ${SHOP} --region cn-beijing --account ${CUSTOMER} --template single --output template.cn-beijing.yaml`,
      );
    },
    { context: { permissions: ["clipboard-read", "clipboard-write"] } },
  ));

test("a cell of the matrix leads to the template as that account gets it there", () =>
  onConsole(async (page) => {
    await go(page, `#/matrix?service=${SHOP}&template=single`);
    const cell = page.locator("ecs-image-matrix [role=gridcell]").first();
    await cell.waitFor();
    await cell.click();
    await page.waitForURL(/#\/template\?/);
    await settled(page);
    assert.match(page.url(), /template=single&region=[a-z0-9-]+&account=\d+&at=\d+/);
    const at = Number(new URLSearchParams(page.url().split("?")[1]).get("at"));
    const line = TEMPLATE.subarray(0, at).toString().split("\n").length;
    await page.locator(".cm-activeLineGutter", { hasText: String(line) }).first().waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Matrix" }).waitFor();
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export CSV" }).click();
    const csv = readFileSync(await (await waiting).path(), "utf8");
    assert.match(csv, /^\uFEFF?Literal,Artifact,Version,Region/);
    assert.ok(csv.split("\n").length > 10);
  }));

test("binary, empty and huge files are said to be what they are", () =>
  onConsole(async (page) => {
    await go(page, "#/template");
    for (const [name, bytes] of /** @type {const} */ ([["empty.yaml", Buffer.alloc(0)], ["binary.yaml", Buffer.from([0, 255, 1, 254, 10, 13, 0])], ["deep.json", Buffer.alloc(100_000, "[")], ["huge.yaml", Buffer.alloc(600_000, "# a line of a template\n")]])) {
      await drop(page, [{ name, bytes }]);
      await page.getByRole("heading", { name }).waitFor();
      await page.getByRole("button", { name: "Download" }).and(page.locator(":disabled")).waitFor();
    }
    await go(page, "#/artifacts");
  }));
