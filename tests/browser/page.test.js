// The page in headless Chromium, served as `npm start` serves it: the sample, a denied account, dropped files, what is
// downloaded, both colour schemes, and what it says when it cannot run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

import { Resolver } from "../../js/node.js";
import { browser, FLAGS } from "../../scripts/browser.mjs";
import { at } from "../../scripts/commands.mjs";
import { PAGE, POLICY, serve } from "../../scripts/serve.mjs";

/** @import { Page } from "playwright-core" */

/** The same policy, and no text that becomes markup anywhere. */
const STRICTEST = `${POLICY}; require-trusted-types-for 'script'`;

const SAMPLE = { template: readFileSync(at("tests/fixtures/page/template.yaml")), manifest: readFileSync(at("tests/fixtures/page/manifest.json")) };
const MANIFEST = JSON.parse(SAMPLE.manifest.toString());
const [INVITED, PUBLIC, BETA] = MANIFEST.services.map((/** @type {{ serviceId: string }} */ { serviceId }) => serviceId);
const CUSTOMER = "1000000000000002";

/** @type {import("playwright-core").Browser} */
let tested;
before(async () => {
  tested = await chromium.launch({ executablePath: (await browser()).chromium, args: FLAGS });
});
after(() => tested.close());

/**
 * Opens the page, calls `work` with it, and closes everything. What the browser complains of fails the test.
 *
 * @param {(page: Page) => Promise<void>} work
 * @param {{ server?: Parameters<typeof serve>[0], context?: import("playwright-core").BrowserContextOptions, prepare?: (page: Page) => Promise<unknown>, complaints?: RegExp, path?: string }} [options]
 *   `complaints` are those that the test is about
 */
async function onPage(work, { server, context, prepare, complaints, path = "" } = {}) {
  const sample = at("tests/fixtures/page");
  const folders = { "/sample/": sample, "/www/sample/": sample, ...(server?.folders ?? PAGE) };
  const { url, close } = await serve({ policy: STRICTEST, ...server, folders });
  const opened = await tested.newContext(context);
  const page = await opened.newPage();
  /** @type {string[]} */
  const complained = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complained.push(message.text()));
  page.on("pageerror", (error) => complained.push(String(error)));
  try {
    await prepare?.(page);
    await page.goto(`${url}${path}`);
    await page.locator("#verdict h2").waitFor();
    await work(page);
    assert.deepEqual(complained.filter((text) => !complaints?.test(text)), []);
  } finally {
    await opened.close();
    await close();
  }
}

/** @param {Page} page @param {{ service?: string, region?: string, account?: string }} request */
async function choose(page, { service, region, account }) {
  if (service) await page.selectOption("#service", service);
  if (region) await page.selectOption("#region", region);
  if (account) await page.selectOption("#account", account);
}

/** The cells of a table. @param {Page} page @param {string} table */
const rows = (page, table) =>
  page.locator(`${table} tbody tr`).evaluateAll((found) => found.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.innerText.trim())));

/** @param {Page} page @param {string} pane */
const textOf = (page, pane) => page.locator(`${pane} code`).evaluate((code) => code.textContent);

/** @param {Page} page @param {string} selector */
const texts = (page, selector) => page.locator(selector).allInnerTexts();

/**
 * @param {Page} page
 * @param {string} target where the files are dropped
 * @param {{ name: string, bytes: Uint8Array }[]} files
 */
async function drop(page, target, files) {
  const given = files.map(({ name, bytes }) => ({ name, bytes: [...bytes] }));
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of files) transfer.items.add(new File([new Uint8Array(bytes)], name));
    return transfer;
  }, given);
  await page.dispatchEvent(target, "dragover", { dataTransfer: transfer });
  await page.dispatchEvent(target, "drop", { dataTransfer: transfer });
}

/** @param {Page} page */
async function downloaded(page) {
  const waiting = page.waitForEvent("download");
  await page.click("#download");
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("the sample in two regions: images, sites, both texts, and the download to the byte", () =>
  onPage(async (page) => {
    for (const [region, image] of [["cn-beijing", "m-2zeb8f1xt6s4d0e2g3h5"], ["ap-northeast-1", "m-6wed0h3zv8u6f2g4j5k7"]]) {
      await choose(page, { service: INVITED, region, account: CUSTOMER });
      const request = { service: INVITED, region, account: CUSTOMER };
      const expected = new Resolver(SAMPLE.manifest).resolve(SAMPLE.template, request, { filename: "template.yaml" });
      assert.ok(expected.template);

      assert.equal(await page.innerText("#verdict h2"), `Resolved for ${region}`);
      assert.match(await page.innerText("#verdict"), /2 image sites get this region’s image\. 1 other stays as written\./);
      assert.deepEqual(await rows(page, ".images"), [
        ["web_server_image", image, "web_server, version 1", "53"],
        ["centos_7_9_x64_20G_alibase_20240403.vhd", image, "web_server, version 1", "65"],
      ]);
      const sites = await rows(page, ".sites");
      assert.deepEqual(sites.map(([resource, type, path, line]) => [resource, type, path, line]), [
        ["WebServer", "ALIYUN::ECS::InstanceGroup", "Properties.ImageId", "53"],
        ["Database", "ALIYUN::ECS::Instance", "Properties.ImageId", "65"],
        ["JumpHost", "ALIYUN::ECS::Instance", "Properties.ImageId", "76"],
      ]);
      assert.match(sites[0][5], new RegExp(`Replaced by ${image}`));
      assert.match(sites[2][4], /parameter .*JumpImageId which can be aliyun_3_x64/);
      assert.equal(sites[2][5], "Stays: only a string can be replaced");

      assert.equal(await textOf(page, "#before"), `${SAMPLE.template}\n`);
      assert.equal(await textOf(page, "#after"), `${Buffer.from(expected.template)}\n`);
      assert.deepEqual(await texts(page, "#before del"), ["web_server_image", "centos_7_9_x64_20G_alibase_20240403.vhd"]);
      assert.deepEqual(await texts(page, "#after ins"), [image, image]);

      const file = await downloaded(page);
      assert.equal(file.name, `template.${region}.yaml`);
      assert.ok(file.bytes.equals(expected.template));
    }
  }));

test("a denied account and a region without an image give no template, and say why", () =>
  onPage(async (page) => {
    const stranger = await page.locator("#account option", { hasText: "Any other account" }).getAttribute("value");
    await choose(page, { service: INVITED, region: "cn-beijing", account: String(stranger) });
    assert.equal(await page.innerText("#verdict h2"), "No template for cn-beijing");
    assert.match(await page.innerText("#verdict"), /1 error stands in the way: service .* is not shared with account/);
    assert.match(await page.innerText("#after"), /There is no template after/);
    assert.equal(await page.locator("#download").count(), 0);
    assert.equal(await page.innerText("#findings li:first-child .tag"), "Error");
    assert.match(await page.innerText("#findings li:first-child .facts"), /^account-denied\s+Deployment, Account$/);

    await choose(page, { service: PUBLIC });
    assert.equal(await page.innerText("#verdict h2"), "Resolved for cn-beijing", "the public service takes any account");
    assert.deepEqual((await rows(page, ".images"))[1].slice(0, 2), ["centos_7_9_x64_20G_alibase_20240403.vhd", "unchanged"]);

    await choose(page, { region: "us-west-1" });
    assert.match(await page.innerText("#verdict"), /us-west-1.*Delivering/s);
    await choose(page, { service: BETA, region: "cn-beijing", account: CUSTOMER });
    assert.match(await page.innerText("#verdict"), /the draft of artifact .* cn-hangzhou/);
  }));

test("accounts and regions are the manifest's, or typed", () =>
  onPage(async (page) => {
    const regions = await texts(page, "#region option");
    assert.deepEqual(regions, ["ap-northeast-1", "cn-beijing", "cn-hangzhou", "cn-shanghai", "us-west-1", "Another region…"]);
    const accounts = ["1000000000000001, the provider", `${CUSTOMER}, shared`, "1000000000000003, shared", "Any other account", "Type an account…"];
    assert.deepEqual(await texts(page, "#account option"), accounts);
    await page.selectOption("#region", { label: "Another region…" });
    await page.getByLabel("Region id").fill("cn-hangzhou");
    await page.selectOption("#account", { label: "Type an account…" });
    await page.getByLabel("Account id").pressSequentially("1000000000000001");
    assert.equal(await page.getByLabel("Account id").inputValue(), "1000000000000001", "typing is not disturbed");
    assert.equal(await page.innerText("#verdict h2"), "Resolved for cn-hangzhou");
  }));

test("a click on a site or a finding shows its place in both texts", () =>
  onPage(async (page) => {
    const selected = (/** @type {string} */ pane) => page.locator(`${pane} .line.selected`).evaluateAll((lines) => lines.map((line) => line.getAttribute("data-line")));
    const isSeen = (/** @type {string} */ pane) =>
      page.locator(pane).evaluate((pane) => {
        const line = /** @type {HTMLElement} */ (pane.querySelector(".line.selected")).getBoundingClientRect();
        const frame = pane.getBoundingClientRect();
        return line.top >= frame.top && line.bottom <= frame.bottom && frame.top >= 0;
      });
    await page.getByRole("button", { name: "Database" }).click();
    assert.deepEqual([await selected("#before"), await selected("#after")], [["65"], ["65"]]);
    assert.ok((await isSeen("#before")) && (await isSeen("#after")));
    assert.equal(await page.locator(":focus").innerText(), "Database", "the focus stays where the reader is");

    await page.getByRole("button", { name: "Template, line 27, column 14" }).click();
    assert.deepEqual(await selected("#before"), ["27"]);
    assert.equal(await page.innerText("#before span.selected:not(.line)"), "aliyun_3_x64_20G_alibase_20240819.vhd");
    assert.ok(await isSeen("#before"));
    assert.equal(await page.innerText("#announcement"), "Line 27 is shown.");

    await choose(page, { region: "us-west-1" });
    await page.getByRole("button", { name: /^Manifest, line/ }).first().click();
    assert.equal((await selected("#manifest-text")).length, 1, "a place in the manifest opens its text");
    assert.ok(await isSeen("#manifest-text"));
  }));

test("a finding has a fix, and its help when it is opened", () =>
  onPage(async (page) => {
    assert.match(await page.innerText(".fixes"), /put aliyun_3_x64_20G_alibase_20240819\.vhd in place of !Ref JumpImageId/);
    assert.equal(await page.locator(".help").count(), 0);
    await page.getByText("What it means, and what to do").click();
    await page.locator(".help").waitFor();
    assert.ok((await page.innerText(".help")).length > 80);
    await page.getByText("What it means, and what to do").click();
    await page.locator(".help").waitFor({ state: "detached" });
  }));

test("dropped files keep their bytes: BOM, CRLF, no final line break, 日本語", () =>
  onPage(async (page) => {
    const text = "\uFEFFROSTemplateFormatVersion: '2015-09-01'\r\nResources:\r\n  ウェブ:\r\n    Type: ALIYUN::ECS::Instance\r\n    Properties: {ImageId: 'web_server_image'} # 终";
    const template = Buffer.from(text);
    await drop(page, "#result", [{ name: "ウェブ.yml", bytes: template }]);
    await page.getByText("ウェブ.yml").waitFor();
    await choose(page, { service: INVITED, region: "cn-shanghai", account: CUSTOMER });
    assert.match(await page.innerText("#template"), /ROS YAML · \d+ bytes · byte order mark · CRLF/);
    const request = { service: INVITED, region: "cn-shanghai", account: CUSTOMER };
    const expected = new Resolver(SAMPLE.manifest).resolve(template, request, { filename: "ウェブ.yml" });
    const file = await downloaded(page);
    assert.equal(file.name, "ウェブ.cn-shanghai.yml");
    assert.equal(file.bytes.toString(), text.replace("web_server_image", "m-uf6c9g2yu7t5e1f3h4j6"));
    assert.ok(expected.template && file.bytes.equals(expected.template));

    const manifest = { manifestVersion: 1, provider: "42", artifacts: [], services: [{ serviceId: "service-own", name: "<b>Own</b>", status: "Online", shareType: "Public" }] };
    await drop(page, "#result", [{ name: "own.json", bytes: Buffer.from(JSON.stringify(manifest)) }]);
    await page.getByText("own.json").waitFor();
    assert.deepEqual(await texts(page, "#service option"), ["<b>Own</b>"], "a manifest says itself that it is one, and text stays text");
    await page.click("#sample-template");
    await page.click("#sample-manifest");
    assert.match(await page.innerText("#template"), /template\.yaml\s+sample/);
  }));

test("input that cannot be read is a finding, not a failure", () =>
  onPage(async (page) => {
    await page.setInputFiles("#open-manifest", { name: "broken.json", mimeType: "application/json", buffer: Buffer.from('{"manifestVersion": 1,\n  "services": [}') });
    await page.getByText("broken.json").waitFor();
    assert.equal(await page.locator("#service").isDisabled(), true);
    assert.match(await page.innerText("#verdict h2"), /^No template/);
    await page.click("#sample-manifest");
    for (const [name, bytes] of /** @type {const} */ ([["empty.yaml", []], ["binary.yaml", [0, 255, 1, 254, 10, 13, 0]], ["open.json", [0x7b]], ["deep.json", Array(100_000).fill(0x5b)]])) {
      await page.setInputFiles("#open-template", { name, mimeType: "text/plain", buffer: Buffer.from(bytes) });
      await page.getByText(name).waitFor();
      assert.match(await page.innerText("#verdict h2"), /^No template/, name);
      assert.ok((await texts(page, "#findings .tag.error")).length > 0, name);
    }
  }));

test("it fits from 360 to 2560 pixels, in both colour schemes", async () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    await onPage(
      async (page) => {
        const colours = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
        const [ground, text] = colours.map((colour) => Number(/\d+/.exec(colour)?.[0]));
        assert.equal(ground > text, colorScheme === "light");
        for (const width of [360, 768, 1280, 1920, 2560]) {
          await page.setViewportSize({ width, height: 900 });
          assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${width} pixels, ${colorScheme}`);
        }
      },
      { context: { colorScheme } },
    );
  }
});

test("every control has a name, and the keyboard reaches the result", () =>
  onPage(async (page) => {
    const unnamed = await page.locator("button, select, input, summary, [role=region]").evaluateAll((controls) =>
      controls.flatMap((control) => {
        const labels = /** @type {HTMLInputElement} */ (control).labels;
        return control.getAttribute("aria-label") || labels?.length || control.textContent?.trim() ? [] : [control.outerHTML];
      }),
    );
    assert.deepEqual(unnamed, []);
    assert.deepEqual(await page.locator("[style]").count(), 0);
    const ids = await page.locator("[id]").evaluateAll((elements) => elements.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(":focus").innerText(), "Skip to the result");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(":focus").getAttribute("id"), "result");
  }));

test("a policy that bars WebAssembly is said in words", () =>
  onPage(
    async (page) => {
      assert.equal(await page.innerText("#verdict h2"), "The resolver could not be loaded");
      assert.match(await page.innerText("#verdict"), /WebAssembly is blocked on this page.*'wasm-unsafe-eval'/s);
    },
    { server: { policy: POLICY.replace(" 'wasm-unsafe-eval'", "") }, complaints: /wasm-unsafe-eval|Content Security Policy|WebAssembly/ },
  ));

test("a core that cannot be fetched is said in words, and can be tried again", () =>
  onPage(
    async (page) => {
      assert.match(await page.innerText("#verdict"), /WebAssembly file could not be loaded.*503/s);
      await page.unroute("**/core.wasm");
      await page.click("#retry");
      await page.getByText("Resolved for").waitFor();
    },
    { prepare: (page) => page.route("**/core.wasm", (route) => route.fulfill({ status: 503 })), complaints: /503/ },
  ));

test("scripts that were never built are said in words", () =>
  onPage(
    async (page) => {
      assert.match(await page.innerText("#verdict"), /npm run setup/);
    },
    { prepare: (page) => page.route("**/pkg/core.js", (route) => route.fulfill({ status: 404 })), complaints: /404/ },
  ));

test("it also works one folder down", () =>
  onPage(
    async (page) => {
      assert.match(await page.innerText("#verdict h2"), /^Resolved/);
    },
    { server: { folders: { "/www/": at("www"), "/js/": PAGE["/js/"], "/pkg/": PAGE["/pkg/"] } }, path: "www/" },
  ));
