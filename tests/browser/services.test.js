// Services in the console: their list, a new one, and every part of one. Each change is the core's, and can be undone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { eventually, until } from "../../scripts/browser.mjs";
import { go, onConsole, SAMPLE, start, stop } from "./console.js";
import { axe } from "./elements.js";

/** @import { Locator, Page } from "playwright-core" */

before(start);
after(stop);

const [SHOP, PLATFORM, INFERENCE, DESKTOP] = SAMPLE.services.map((/** @type {{ serviceId: string }} */ { serviceId }) => serviceId);
const PARTS = ["", "templates", "relations", "accounts", "access"];

/** @param {string} service @param {string} [part] */
const hashOf = (service, part) => `#/services/${service}${part ? `?section=${part}` : ""}`;

/** A service as the store has it. @param {Page} page @param {string} id @returns {Promise<any>} */
const stored = (page, id) => page.evaluate((id) => /** @type {any} */ (document.querySelector("eir-console")).store.document.services.find((/** @type {any} */ service) => service.serviceId === id), id);

/** The text of a template as the store has it. @param {Page} page @param {string} key @returns {Promise<number[] | undefined>} */
const bytesOf = (page, key) => page.evaluate((key) => {
  const found = /** @type {any} */ (document.querySelector("eir-console")).store.templates.get(key);
  return found && [...found.bytes];
}, key);

/** @param {Page} page */
const undo = (page) => page.locator("header .steps button").first().click();

/** Waits until a service has something. @param {Page} page @param {string} id @param {string} expression of `service` */
const untilService = (page, id, expression) => until(page, `(() => { const service = document.querySelector("eir-console").store.document.services.find(({ serviceId }) => serviceId === ${JSON.stringify(id)}); return ${expression}; })()`);

/** An attribute of what has the focus. @param {Page} page @param {string} attribute */
const focused = (page, attribute) => page.locator(":focus").last().getAttribute(attribute);

/** What lines of an element say. @param {Locator} locator */
const texts = async (locator) => (await locator.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());

/** @param {Page} page @param {() => Promise<unknown>} press @param {{ name: string, buffer: Buffer }[]} files */
async function chooseFiles(page, press, files) {
  const waiting = page.waitForEvent("filechooser");
  await press();
  await (await waiting).setFiles(files.map((file) => ({ mimeType: "text/plain", ...file })));
}

test("the list says how far each is, whom it is open to, what is in it and what is wrong", () =>
  onConsole(async (page) => {
    await go(page, "#/services");
    await page.getByText("1 error").waitFor();
    const rows = page.locator("eir-services tbody tr");
    const cells = await Promise.all([0, 1, 2, 3, 4].map((at) => texts(rows.nth(at).locator("td"))));
    assert.deepEqual(cells.map(([, status]) => status), ["Online", "Online", "Beta", "Draft", "Offline"]);
    assert.deepEqual(cells[0].slice(2), ["Shared accounts 61 accounts", "single cluster", "web_server database_primary", "1 error 3 warnings"]);
    assert.match(cells[3][3], /desktop pool One text is missing/);
    assert.equal(cells[4][5], "None");
    for (const [sought, count] of /** @type {const} */ ([["inference", 1], ["gateway_image", 1], ["database_primary", 3], ["1000000000000004", 2], ["nothing like it", 0]])) {
      await page.getByRole("searchbox").fill(sought);
      await eventually(async () => assert.equal(await rows.count(), count, sought));
    }
    await page.getByRole("button", { name: "Clear the search" }).click();
    await page.getByRole("link", { name: "Inference, invited testers" }).click();
    await page.getByRole("heading", { level: 1, name: "Inference, invited testers" }).waitFor();
    assert.ok(page.url().endsWith(hashOf(INFERENCE)));
  }));

test("a new service: its id is free, its templates come with it, and undo takes it back", () =>
  onConsole(async (page) => {
    await go(page, "#/services/new");
    await page.getByRole("textbox", { name: "Name" }).fill("Mail, for two");
    await page.getByLabel("Service id").fill(SHOP);
    await page.getByText("another service of the manifest has the id").waitFor();
    await eventually(async () => assert.equal(await page.getByRole("button", { name: "Create service" }).isDisabled(), true));
    await page.getByLabel("Service id").fill("service-mail");
    await page.getByText("another service").waitFor({ state: "detached" });
    await page.getByRole("radio", { name: /^Everyone/ }).check();
    const text = Buffer.from("\uFEFFROSTemplateFormatVersion: '2015-09-01'\r\nResources: {}\r\n");
    await chooseFiles(page, () => page.getByRole("button", { name: "Choose files…" }).click(), [{ name: "mail.yaml", buffer: text }, { name: "mail.ros.json", buffer: Buffer.from("{}") }]);
    await page.locator("ul.added li").nth(1).waitFor();
    assert.deepEqual(await texts(page.locator("ul.added li strong")), ["mail", "mail-2"]);
    await page.getByRole("button", { name: "Leave out mail-2" }).click();
    await page.getByRole("button", { name: "Create service" }).click();
    await page.getByRole("heading", { level: 1, name: "Mail, for two" }).waitFor();
    await eventually(async () => assert.deepEqual(await stored(page, "service-mail"), { serviceId: "service-mail", name: "Mail, for two", status: "Draft", shareType: "Public", templates: [{ name: "mail", path: "mail.yaml" }] }));
    assert.deepEqual(Buffer.from((await bytesOf(page, "service-mail/mail")) ?? []), text);
    await undo(page);
    await page.getByRole("heading", { level: 1, name: "There is no such service" }).waitFor();
    await page.locator("header .steps button").nth(1).click();
    await page.getByRole("heading", { level: 1, name: "Mail, for two" }).waitFor();
  }));

test("status: one step at a time, and a refused step says why", () =>
  onConsole(async (page) => {
    await go(page, hashOf(DESKTOP));
    const lifecycle = page.locator("eir-service-lifecycle");
    const open = lifecycle.locator("button:not([aria-disabled])");
    await open.first().waitFor();
    const names = async () => (await open.evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label")?.replace("Move here: ", ""))));
    assert.deepEqual(await names(), ["Beta", "In review"]);
    await eventually(async () => assert.equal(await lifecycle.locator("li[aria-current=step]").innerText().then((text) => text.split("\n")[0]), "Draft"));

    await lifecycle.getByRole("button", { name: "Move here: Online" }).click({ force: true });
    await eventually(async () => assert.match(await lifecycle.getByRole("status").innerText(), /has the status Draft, from which it does not become Online; it can become: Beta, Submitted/));
    await eventually(async () => assert.equal((await stored(page, DESKTOP)).status, "Draft"));

    for (const [name, status, next] of /** @type {const} */ ([
      ["Beta", "Beta", ["Draft", "In review"]],
      ["In review", "Submitted", ["Draft", "Approved"]],
    ])) {
      await lifecycle.getByRole("button", { name: `Move here: ${name}` }).click();
      await untilService(page, DESKTOP, `service.status === "${status}"`);
      // The steps that are open are asked for anew: until the answer came, those of the status before may stand there.
      for (let tries = 0; tries < 100 && String(await names()) !== String(next); tries += 1) await page.waitForTimeout(50);
      assert.deepEqual(await names(), next);
      await eventually(async () => assert.ok(await lifecycle.locator("button:focus").count(), "the focus stays in the steps"));
    }
    // What is reviewed stays as it is.
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Desktops");
    await page.getByRole("button", { name: "Save" }).click();
    await eventually(async () => assert.match(await page.getByRole("alert").innerText(), /has the status Submitted, in which it cannot be changed; it can become: Draft, Approved/));
    await page.keyboard.press("Escape");
    for (const status of ["Approved", "Online", "Offline", "Draft"]) {
      await lifecycle.getByRole("button", { name: `Move here: ${status}` }).click();
      await untilService(page, DESKTOP, `service.status === "${status}"`);
    }
    await undo(page);
    await untilService(page, DESKTOP, `service.status === "Offline"`);
  }));

test("share type, name and deletion", () =>
  onConsole(async (page) => {
    await go(page, hashOf(SHOP));
    const types = page.locator("eir-service-sharing");
    assert.equal(await types.getByRole("radio", { name: /^Shared accounts/ }).isChecked(), true);
    await types.getByRole("radio", { name: /^Hidden/ }).check();
    await untilService(page, SHOP, `service.shareType === "Hidden"`);
    await undo(page);
    await untilService(page, SHOP, `service.shareType === "Restricted"`);
    await page.waitForTimeout(50);
    assert.equal(await types.getByRole("radio", { name: /^Shared accounts/ }).isChecked(), true);

    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("");
    await page.getByRole("button", { name: "Save" }).click();
    await eventually(async () => assert.match(await page.getByRole("alert").innerText(), /name is empty/));
    await page.getByRole("textbox", { name: "Name" }).fill("Web shop");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Web shop", exact: true }).waitFor();

    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog", { name: "Web shop cannot be deleted now" }).waitFor();
    await eventually(async () => assert.match(await page.getByRole("dialog").innerText(), /has the status Online, in which it cannot be deleted; it can become: Offline/));
    await page.keyboard.press("Escape");

    await go(page, hashOf(DESKTOP));
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog", { name: "Delete Desktop, next year?" }).getByRole("button", { name: "Delete" }).click();
    await page.getByRole("heading", { level: 1, name: "Services" }).waitFor();
    await eventually(async () => assert.equal(await stored(page, DESKTOP), undefined));
    await undo(page);
    await page.getByRole("link", { name: "Desktop, next year" }).waitFor();
  }));

test("many accounts at once: what is pasted is looked at before anything is changed", () =>
  onConsole(async (page) => {
    await go(page, hashOf(SHOP, "accounts"));
    await page.getByRole("button", { name: "Share with accounts" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Account ids").fill([
      "1000000000000002", // has it
      "1000000000000003", // sees only
      "'2000000000000001', \"2000000000000002\"；2000000000000003",
      "2000000000000001",
      "2000000000000004 AccessibleIncludeBeta",
      "2000000000000005 Reseller Authorized",
      "2000000000000006 Deployable",
      "2000000000000006 Accessible",
      "2.0E+15 customer ２０００",
    ].join("\n"));
    assert.deepEqual(await texts(dialog.locator(".counts .badge")), ["3 no account id", "1 overruled", "1 pasted twice", "1 changed", "6 new", "1 unchanged"]);
    const rows = await texts(dialog.locator(".rows .tr"));
    assert.match(rows[0], /^9 2\.0E\+15 A spreadsheet rounded it/);
    assert.match(rows[1], /^9 customer No account id/);
    assert.match(rows[2], /^9 ２０００ Full-width digits/);
    assert.ok(rows.includes("2 1000000000000003 See → Deploy"));
    assert.ok(rows.includes("6 2000000000000005 New: Authorized to sell · Reseller"));
    await eventually(async () => assert.equal((await stored(page, SHOP)).sharedAccounts.length, 61, "nothing is changed yet"));
    await dialog.getByRole("button", { name: "Leave out the bad, share with 7" }).click();
    await untilService(page, SHOP, "service.sharedAccounts.length === 67");
    const { sharedAccounts } = await stored(page, SHOP);
    const of = (/** @type {string} */ wanted) => sharedAccounts.filter((/** @type {{ uid: string }} */ { uid }) => uid === wanted);
    assert.deepEqual(of("1000000000000003"), [{ uid: "1000000000000003", permission: "Deployable" }]);
    assert.deepEqual(of("2000000000000004"), [{ uid: "2000000000000004", permission: "AccessibleIncludeBeta" }]);
    assert.deepEqual(of("2000000000000005"), [{ uid: "2000000000000005", permission: "Authorized", type: "Reseller" }]);
    assert.deepEqual(of("2000000000000006"), [{ uid: "2000000000000006", permission: "Accessible" }]);
    await undo(page);
    await untilService(page, SHOP, "service.sharedAccounts.length === 61");
  }));

test("accounts are found, changed and removed, one or several", () =>
  onConsole(async (page) => {
    await go(page, hashOf(SHOP, "accounts"));
    const part = page.locator("eir-service-accounts");
    const uids = part.locator(".rows .uid");
    await part.getByRole("searchbox").fill("00000000000000");
    await eventually(async () => assert.deepEqual(await uids.allInnerTexts(), ["1000000000000002", "1000000000000003", "1000000000000004", "1000000000000005"]));
    await part.getByLabel("Permission of 1000000000000003").selectOption("DeployableIncludeBeta");
    await untilService(page, SHOP, `service.sharedAccounts[1].permission === "DeployableIncludeBeta"`);
    await part.getByRole("button", { name: "Remove 1000000000000002" }).click();
    await untilService(page, SHOP, "service.sharedAccounts.length === 60");
    await page.waitForTimeout(50);
    await eventually(async () => assert.equal(await focused(page, "aria-label"), "Remove 1000000000000003", "the focus goes to the next row"));

    await part.getByLabel("Permission", { exact: true }).first().selectOption("DeployableIncludeBeta");
    await eventually(async () => assert.deepEqual(await uids.allInnerTexts(), ["1000000000000003", "1000000000000004"]));
    await part.getByLabel("Pick all that are shown").check();
    await part.getByLabel("Set permission…").selectOption("Accessible");
    await untilService(page, SHOP, `service.sharedAccounts.filter(({ uid, permission }) => /00000000000000[34]$/.test(uid) && permission === "Accessible").length === 2`);
    await part.getByRole("button", { name: "Remove 2" }).click();
    await untilService(page, SHOP, "service.sharedAccounts.length === 58");
    await undo(page);
    await untilService(page, SHOP, "service.sharedAccounts.length === 60");
  }));

test("a hundred thousand accounts: only those in sight are drawn", () =>
  onConsole(async (page) => {
    await go(page, hashOf(SHOP, "accounts"));
    const sharedAccounts = Array.from({ length: 100_000 }, (_, at) => ({ uid: String(3_000_000_000_000_000 + at), permission: at % 2 ? "Deployable" : "Accessible" }));
    const [shop, ...others] = SAMPLE.services;
    const manifest = JSON.stringify({ ...SAMPLE, services: [{ ...shop, sharedAccounts }, ...others] });
    await page.evaluate((manifest) => /** @type {any} */ (document.querySelector("eir-console")).store.replace(manifest, "many"), manifest);
    const part = page.locator("eir-service-accounts");
    await part.getByText("100,000 accounts").waitFor();
    await eventually(async () => assert.ok((await part.locator(".rows .tr").count()) < 60));
    await part.locator(".rows").evaluate((rows) => { rows.scrollTop = rows.scrollHeight; });
    await part.getByText("3000000000099999").waitFor();
    await eventually(async () => assert.ok((await part.locator(".rows .tr").count()) < 60));
    await eventually(async () => assert.equal(await part.locator(".rows .tr").last().getAttribute("aria-rowindex"), "100001"));

    let began = performance.now();
    await part.getByRole("searchbox").fill("077777");
    await part.getByText("3000000000077777").waitFor();
    const filtered = performance.now() - began;
    began = performance.now();
    await part.getByRole("button", { name: "Remove 3000000000077777" }).click();
    await untilService(page, SHOP, "service.sharedAccounts.length === 99999");
    const removed = performance.now() - began;

    await page.getByRole("button", { name: "Share with accounts" }).click();
    const dialog = page.getByRole("dialog");
    began = performance.now();
    await dialog.getByLabel("Account ids").evaluate((field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, sharedAccounts.slice(0, 20_000).map(({ uid }) => uid).join("\n"));
    await dialog.getByText("10,000 changed").waitFor();
    const pasted = performance.now() - began;
    await eventually(async () => assert.ok((await dialog.locator(".rows .tr").count()) < 60));
    await dialog.getByRole("button", { name: "Share with 10,000 accounts" }).click();
    await untilService(page, SHOP, `service.sharedAccounts[0].permission === "Deployable"`);
    console.log(`100,000 accounts: filter ${filtered.toFixed(0)} ms, remove one ${removed.toFixed(0)} ms, look at 20,000 pasted ${pasted.toFixed(0)} ms`);
  }));

test("templates: from files, dropped and pasted, to the byte; renamed, restricted, removed", () =>
  onConsole(async (page) => {
    await go(page, hashOf(DESKTOP, "templates"));
    const part = page.locator("eir-service-templates");
    const cards = part.locator("section.template");
    const names = () => cards.evaluateAll((found) => found.map((card) => card.getAttribute("data-name")));
    const text = Buffer.from("\uFEFFROSTemplateFormatVersion: '2015-09-01'\r\nResources: {}\t# 終\r\n");
    await chooseFiles(page, () => part.getByRole("button", { name: "Choose files…" }).click(), [{ name: "desktop.yaml", buffer: text }]);
    await cards.nth(2).waitFor();
    assert.deepEqual(await names(), ["desktop", "pool", "desktop-2"]);
    assert.deepEqual(Buffer.from((await bytesOf(page, `${DESKTOP}/desktop-2`)) ?? []), text);

    const transfer = await page.evaluateHandle((bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], "main.tf"));
      return transfer;
    }, [...Buffer.from('resource "alicloud_instance" "a" {\n  image_id = "one"\n}\n')]);
    await part.locator(".drop").dispatchEvent("drop", { dataTransfer: transfer });
    await cards.nth(3).waitFor();
    assert.deepEqual((await names()).at(-1), "main");
    await eventually(async () => assert.match(await cards.nth(3).innerText(), /Terraform\s+56 bytes\s+1 image site/));
    assert.ok(page.url().includes("/services/"), "what is dropped here stays here");

    await part.getByRole("button", { name: "Paste text" }).click();
    await page.getByLabel("Text of the template").fill('{"ROSTemplateFormatVersion": "2015-09-01", "Resources": {}}');
    await page.getByRole("dialog").getByRole("button", { name: "Add templates" }).click();
    await cards.nth(4).waitFor();
    await eventually(async () => assert.match(await cards.nth(4).innerText(), /template\s+template\.json/));

    // A text for the one that has none.
    await chooseFiles(page, () => cards.nth(1).getByRole("button", { name: "Choose its file…" }).click(), [{ name: "pool.yaml", buffer: text }]);
    await cards.nth(1).getByText("ROS YAML").waitFor();

    await cards.nth(2).getByRole("button", { name: "Name and regions: desktop-2" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).fill("pool");
    await dialog.getByRole("button", { name: "Save" }).click();
    await eventually(async () => assert.match(await dialog.getByRole("alert").innerText(), /another template of this service is called pool, too/));
    await dialog.getByRole("textbox", { name: "Name" }).fill("desktop/two");
    await dialog.getByLabel("Find a region").fill("tokyo");
    await dialog.getByLabel(/Tokyo/).check();
    await dialog.getByLabel("Find a region").fill("cn-newplace");
    await dialog.getByRole("button", { name: "Add cn-newplace" }).click();
    await dialog.getByText("2 regions").waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await untilService(page, DESKTOP, `service.templates[2].name === "desktop/two"`);
    await eventually(async () => assert.deepEqual((await stored(page, DESKTOP)).templates[2], { name: "desktop/two", path: "desktop.yaml", allowedRegions: ["ap-northeast-1", "cn-newplace"] }));
    assert.deepEqual(Buffer.from((await bytesOf(page, `${DESKTOP}/desktop/two`)) ?? []), text, "the text comes along");

    await cards.nth(2).getByRole("button", { name: "Remove: desktop/two" }).click();
    await untilService(page, DESKTOP, "service.templates.length === 4");
    await undo(page);
    await untilService(page, DESKTOP, "service.templates.length === 5");
    await undo(page);
    await untilService(page, DESKTOP, `service.templates[2].name === "desktop-2"`);
    assert.deepEqual(Buffer.from((await bytesOf(page, `${DESKTOP}/desktop-2`)) ?? []), text, "and is there again after undo");
  }));

test("regions: only where every image of the template is", () =>
  onConsole(async (page) => {
    await go(page, hashOf(SHOP, "templates"));
    await page.getByRole("button", { name: "Name and regions: cluster" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Where every image is (5)" }).waitFor();
    await eventually(async () => assert.match(String(await dialog.locator("label.chip", { hasText: "eu-central-1" }).getAttribute("title")), /An image of this template is not there/));
    await dialog.getByRole("button", { name: "Where every image is (5)" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await untilService(page, SHOP, "service.templates[1].allowedRegions.length === 5");
    await eventually(async () => assert.deepEqual((await stored(page, SHOP)).templates[1].allowedRegions.toSorted(), ["ap-northeast-1", "ap-southeast-1", "cn-beijing", "cn-hangzhou", "cn-shanghai"]));
  }));

test("relations: each literal, what it most likely means first, and what no template uses", () =>
  onConsole(async (page) => {
    await go(page, hashOf(PLATFORM, "relations"));
    const part = page.locator("eir-service-relations");
    const row = (/** @type {string} */ literal) => part.locator(`li[data-literal="${literal}"]`);
    const image = "m-2zecmxwae33t1eevrgup";
    await row(image).getByRole("button", { name: `Relate ${image}` }).click();
    const dialog = page.getByRole("dialog");
    const first = dialog.locator("fieldset.artifact").first();
    await eventually(async () => assert.match(await first.innerText(), /^database_primary\s.*\s+It is this artifact’s source image in cn-beijing/));
    assert.equal(await first.getByRole("radio", { name: /^Version 1/ }).isChecked(), true, "the version whose source it is");
    await eventually(async () => assert.match(await dialog.locator("fieldset.artifact").nth(1).innerText(), /web_server|firewall_gateway/));
    await first.getByRole("radio", { name: /^Newest/ }).check();
    await eventually(async () => assert.match(await dialog.locator(".note").innerText(), /Without a version/));
    await first.getByRole("radio", { name: /^Version 2/ }).check();
    await dialog.getByRole("button", { name: "Relate", exact: true }).click();
    await untilService(page, PLATFORM, `service.relations["${image}"]?.version === "2"`);
    await eventually(async () => assert.match(await row(image).innerText(), /database_primary\s+Version 2\s+Distributing/));
    await row(image).getByRole("button", { name: `Take back the relation of ${image}` }).click();
    await untilService(page, PLATFORM, `service.relations["${image}"] === undefined`);
    await row(image).getByText("Stays as it is written").waitFor();

    await go(page, hashOf(SHOP, "relations"));
    await row("Web_Server_Image").getByText("Nearly the relation of web_server_image").waitFor();
    await row("Web_Server_Image").getByRole("button", { name: "Relate" }).click();
    await eventually(async () => assert.match(await dialog.locator("fieldset.artifact").first().innerText(), /^web_server\s.*\s+web_server_image is related to it/));
    await page.keyboard.press("Escape");
    const unused = part.getByRole("region", { name: /^Not in any template/ });
    assert.deepEqual(await unused.locator("li").evaluateAll((rows) => rows.map((row) => /** @type {HTMLElement} */ (row).dataset.literal)), ["web_server_2023"]);
    await unused.getByRole("button", { name: "Take back the relation of web_server_2023" }).click();
    await unused.waitFor({ state: "detached" });
    await eventually(async () => assert.match(await part.getByRole("region", { name: /^Not replaceable/ }).innerText(), /Ref: ReaderImageId.*database_image\s+A relation names it, yet only a plain string is replaced/s));
    await row("web_server_image").getByRole("link", { name: "cluster, line 46" }).click();
    await page.locator("eir-template").waitFor();
    assert.match(page.url(), /#\/template\?service=service-[0-9a-f]+&template=cluster&at=\d+&to=\d+/);
  }));

test("who may deploy: why, why not, and what would change it", () =>
  onConsole(async (page) => {
    await go(page, hashOf(SHOP, "access"));
    const part = page.locator("eir-service-access");
    const answer = part.locator(".answer");
    await answer.getByText("May not deploy").waitFor();
    for (const [account, expected] of /** @type {const} */ ([
      ["1000000000000001", /May deploy\s+It is the provider’s own account/],
      ["1000000000000002", /May deploy\s+The service is online and shared with it/],
      ["1000000000000003", /May not deploy\s+account 1000000000000003 has the permission Accessible/],
      ["", /May not deploy\s+the account is empty/],
    ])) {
      await part.getByRole("textbox", { name: "Account" }).fill(account);
      await until(page, `${expected}.test(document.querySelector("eir-console").view.renderRoot.querySelector("eir-service-access").renderRoot.querySelector(".answer").innerText)`);
    }
    await part.getByRole("textbox", { name: "Account" }).fill("1000000000000003");
    await part.getByRole("radio", { name: "To see the service" }).check();
    await answer.getByText("Sees the service").waitFor();
    await part.getByRole("radio", { name: "To deploy" }).check();
    await answer.getByRole("button", { name: "Share with the permission “Deploy”" }).click();
    await answer.getByText("May deploy", { exact: true }).waitFor();
    await eventually(async () => assert.deepEqual((await stored(page, SHOP)).sharedAccounts[1], { uid: "1000000000000003", permission: "Deployable" }));

    await go(page, hashOf(DESKTOP, "access"));
    await answer.getByText("May not deploy").waitFor();
    await eventually(async () => assert.match(await answer.innerText(), /What would change it:\s+Share with the permission “Deploy” and bring the service to “Online”/));
    await eventually(async () => assert.equal(await answer.getByRole("button").count(), 0, "a draft does not go online in one step"));
  }));

test("the keyboard reaches everything: a literal is related without a mouse", () =>
  onConsole(async (page) => {
    await go(page, hashOf(PLATFORM, "relations"));
    const literal = "centos_7_9_x64_20G_alibase_20240403.vhd";
    await page.getByRole("button", { name: `Relate ${literal}` }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Tab");
    await eventually(async () => assert.equal(await focused(page, "type"), "radio", "the likely one is next"));
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await untilService(page, PLATFORM, `service.relations["${literal}"] !== undefined`);
    await page.keyboard.press("Control+z");
    await untilService(page, PLATFORM, `service.relations["${literal}"] === undefined`);
  }));

test("axe finds nothing on any part, nor in a dialog, light or dark, in three languages", async () => {
  /** @type {string[]} */
  const found = [];
  for (const [locale, colorScheme] of /** @type {const} */ ([["en", "light"], ["ja", "dark"], ["zh", "light"], ["en", "dark"]])) {
    await onConsole(async (page) => {
      const look = async (/** @type {string} */ name) => found.push(...(await axe(page)).map((text) => `${name} ${locale} ${colorScheme}: ${text}`));
      for (const service of [SHOP, DESKTOP]) {
        for (const part of PARTS) {
          await go(page, hashOf(service, part));
          await page.waitForTimeout(300);
          await look(`${part} of ${service}`);
        }
      }
      for (const [part, open] of /** @type {const} */ ([["accounts", "eir-service-accounts .bar button.main"], ["templates", "eir-service-templates .template .row button"], ["relations", "eir-service-relations .actions button"], ["", ".head .row button"]])) {
        await go(page, hashOf(SHOP, part));
        await page.locator(open).first().click();
        await page.locator("dialog[open]").waitFor();
        if (part === "accounts") await page.locator("dialog[open] textarea").fill("1\nx\n1000000000000003\n1");
        await page.waitForTimeout(200);
        await look(`dialog of ${part}`);
        await page.keyboard.press("Escape");
      }
    }, { context: { locale, colorScheme } });
  }
  assert.deepEqual(found, []);
});

test("every part fits from 360 to 2560 pixels", () =>
  onConsole(async (page) => {
    /** @type {string[]} */
    const wide = [];
    for (const [service, parts] of /** @type {const} */ ([[SHOP, PARTS], [PLATFORM, ["relations", "templates"]]])) {
      for (const part of parts) {
        await go(page, hashOf(service, part));
        for (const width of [360, 768, 1280, 2560]) {
          await page.setViewportSize({ width, height: 900 });
          await page.waitForTimeout(50);
          const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
          if (scroll > width) wide.push(`${part} at ${width}: ${scroll}`);
        }
      }
    }
    assert.deepEqual(wide, []);
  }));
