// The check in the console: what would go wrong, where, and what mends it; again after every change.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { eventually, until } from "../../scripts/browser.mjs";
import { at } from "../../scripts/commands.mjs";
import { go, onConsole, SAMPLE, start, stop } from "./console.js";
import { axe } from "./elements.js";

/** @import { Page } from "playwright-core" */

before(start);
after(stop);

const [SHOP, PLATFORM, , DESKTOP] = SAMPLE.services.map((/** @type {{ serviceId: string }} */ { serviceId }) => serviceId);

/** How many findings are listed, as an expression. */
const LISTED = `document.querySelector("eir-console").view.renderRoot.querySelectorAll("li.finding").length`;

/** @param {Page} page @param {number} count */
const untilListed = (page, count) => until(page, `${LISTED} === ${count}`);

/** @param {Page} page */
const undo = (page) => page.locator("header .steps button").first().click();

/** @param {Page} page @param {string} text */
const finding = (page, text) => page.locator("li.finding", { hasText: text });

/** Puts another manifest in place of the sample. @param {Page} page @param {object} manifest */
const replace = (page, manifest) => page.evaluate((text) => /** @type {any} */ (document.querySelector("eir-console")).store.replace(text, "another"), JSON.stringify(manifest));

/** @param {Page} page @param {string} key @returns {Promise<string>} */
const textOf = (page, key) => page.evaluate((key) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(/** @type {any} */ (document.querySelector("eir-console")).store.templates.get(key).bytes), key);

test("everything the core finds in the sample, by service, by artifact and by kind, counted and filtered", () =>
  onConsole(async (page) => {
    await go(page, "#/check");
    await untilListed(page, 27);
    await eventually(async () => assert.deepEqual((await page.locator(".counts button").allInnerTexts()).map((text) => text.trim()), ["1 error", "14 warnings", "12 notes"]));
    await eventually(async () => assert.match(await page.locator(".looked").innerText(), /27 findings\.\s+Looked at 6 artifacts, 5 services and 5 of 6 templates\./));
    await eventually(async () => assert.deepEqual(await page.locator(".group h2").allInnerTexts().then((all) => all.map((text) => text.trim())), [...SAMPLE.services.map((/** @type {{ name: string }} */ { name }) => name), "Artifacts and the manifest"]));
    await eventually(async () => assert.equal(await page.locator("li.finding").first().getAttribute("data-code"), "image-not-literal", "the error comes first"));

    await page.getByRole("button", { name: "12 notes" }).click();
    await untilListed(page, 15);
    await page.getByRole("button", { name: "14 warnings" }).click();
    await untilListed(page, 1);
    await eventually(async () => assert.match(await page.locator(".looked").innerText(), /1 of 27 findings/));
    await page.getByRole("button", { name: "1 error" }).click();
    await eventually(async () => assert.match(await page.locator(".none").innerText(), /27 findings are hidden by the filters/));
    await page.getByRole("button", { name: "Show all of them" }).click();
    await page.getByRole("searchbox").fill("regions-not-covered");
    await untilListed(page, 4);
    await page.getByRole("searchbox").fill("batch_worker");
    await untilListed(page, 2);
    await page.getByRole("searchbox").fill("");

    await page.locator(".by select").selectOption("Artifact");
    await eventually(async () => assert.ok((await page.locator(".group h2").allInnerTexts()).map((text) => text.trim()).includes("database_primary")));
    await page.locator(".by select").selectOption("Kind of problem");
    await eventually(async () => assert.match(await page.locator(".group h2").first().innerText(), /image-not-literal/));
    await untilListed(page, 27);
  }));

test("each finding says what it means, and leads to its place", () =>
  onConsole(async (page) => {
    await go(page, "#/check");
    await untilListed(page, 27);
    const unused = finding(page, "web_server_2023");
    await unused.locator("summary").click();
    await eventually(async () => assert.match(await unused.locator("details").innerText(), /What to do:/));
    await unused.getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: "Web shop, invited customers" }).waitFor();
    await page.locator("li.meant[data-literal=web_server_2023]").waitFor();

    await go(page, "#/check");
    await finding(page, "description has 8 characters").getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: /batch_worker/ }).waitFor();

    await go(page, `#/check?service=${DESKTOP}`);
    await untilListed(page, 4);
    await finding(page, "pool").first().getByRole("link").click();
    await page.locator("section.template.meant[data-name=pool]").waitFor();

    await go(page, `#/check?service=${SHOP}`);
    await page.getByText("Only Web shop, invited customers").waitFor();
    await untilListed(page, 5);
    await finding(page, "ReaderImageId").getByRole("link").click();
    await until(page, `location.hash.startsWith("#/template?")`);
    const query = new URLSearchParams(page.url().split("?")[1]);
    const cluster = readFileSync(at("www/sample/cluster.json"));
    assert.equal(cluster.subarray(Number(query.get("at")), Number(query.get("to"))).toString(), '{ "Ref": "ReaderImageId" }');
    await go(page, `#/check?service=${SHOP}`);
    await page.getByRole("link", { name: "Show all" }).click();
    await untilListed(page, 27);
  }));

test("what follows from a finding is mended with one click, and checked again", () =>
  onConsole(async (page) => {
    await go(page, "#/check");
    await untilListed(page, 27);
    for (const [text, fix, left] of /** @type {const} */ ([
      ["web_server_2023", "Take back the relation of web_server_2023", 26],
      ["may be deployed in eu-central-1", "No longer allow eu-central-1", 25],
      ["Web_Server_Image", "Write web_server_image here", 24],
      ["gateway_image names no version", "Use Version 1", 23],
    ])) {
      await finding(page, text).getByRole("button", { name: fix }).click();
      await untilListed(page, left);
    }
    // A literal that is one artifact's source image: two findings, one change.
    await finding(page, "m-2zecmxwae33t1eevrgup is an image of one region").getByRole("button", { name: "Relate to database_primary, Version 1" }).click();
    await until(page, `document.querySelector("eir-console").store.document.services[1].relations["m-2zecmxwae33t1eevrgup"]?.version === "1"`);
    await undo(page);
    await undo(page);
    await finding(page, "gateway_image names no version").waitFor();
    await untilListed(page, 24);
    await eventually(async () => assert.equal(await textOf(page, `${SHOP}/cluster`), readFileSync(at("www/sample/cluster.json"), "utf8").replace("Web_Server_Image", "web_server_image")));
  }));

test("a template is mended to the byte, and a missing text is given", () =>
  onConsole(async (page) => {
    await go(page, "#/check");
    await untilListed(page, 27);
    const before = readFileSync(at("www/sample/cluster.json"), "utf8");
    await finding(page, "ReaderImageId").getByRole("button", { name: 'Write "database_image" here' }).click();
    await until(page, `!document.querySelector("eir-console").view.reporter.report.findings.some(({ diagnostic }) => diagnostic.severity === "error")`);
    await eventually(async () => assert.equal(await textOf(page, `${SHOP}/cluster`), before.replace('{ "Ref": "ReaderImageId" }', '"database_image"')));
    await eventually(async () => assert.ok(await page.locator("summary:focus, h1:focus").count(), "the focus stays in the list"));
    await page.locator("eir-notices").getByRole("button", { name: "Undo" }).click();
    await finding(page, "ReaderImageId").waitFor();
    await eventually(async () => assert.equal(await textOf(page, `${SHOP}/cluster`), before));

    const waiting = page.waitForEvent("filechooser");
    await finding(page, "pool").getByRole("button", { name: "Choose its file…" }).click();
    await (await waiting).setFiles({ name: "pool.yaml", mimeType: "text/yaml", buffer: Buffer.from("ROSTemplateFormatVersion: '2015-09-01'\nResources: {}\n") });
    await page.getByText("6 templates").waitFor();
    // The core is asked about it only now: the old list stands until it has answered.
    await finding(page, "was not given").waitFor({ state: "detached" });
  }));

test("regions and accounts that are written wrong are mended, too", () =>
  onConsole(async (page) => {
    const [shop] = SAMPLE.services;
    await replace(page, {
      manifestVersion: 1,
      artifacts: SAMPLE.artifacts,
      services: [{
        ...shop,
        sharedAccounts: [{ uid: "1", permission: "Deployable" }, { uid: "1", permission: "Accessible" }],
        templates: [{ name: "single", path: "template.yaml", allowedRegions: ["cn-hangzhou", "cn-hangzhou", "cn-beijing-a", "cn-shangai"] }],
      }],
    });
    await go(page, "#/check");
    const regions = () => page.evaluate(() => /** @type {any} */ (document.querySelector("eir-console")).store.document.services[0].templates[0].allowedRegions);
    for (const [text, fix, expected] of /** @type {const} */ ([
      ["cn-hangzhou is listed twice", "List cn-hangzhou once", ["cn-hangzhou", "cn-beijing-a", "cn-shangai"]],
      ["cn-beijing-a is a zone", "Write cn-beijing here", ["cn-hangzhou", "cn-beijing", "cn-shangai"]],
      ["cn-shangai is not a known region", "Write cn-shanghai here", ["cn-hangzhou", "cn-beijing", "cn-shanghai"]],
    ])) {
      await finding(page, text).getByRole("button", { name: fix }).click();
      await finding(page, text).waitFor({ state: "detached" });
      await eventually(async () => assert.deepEqual(await regions(), expected));
    }
    await finding(page, "account 1 is listed twice").getByRole("button", { name: "Keep only: Deploy" }).click();
    await until(page, `document.querySelector("eir-console").store.document.services[0].sharedAccounts.length === 1`);
  }));

test("nothing to check, and nothing found", () =>
  onConsole(async (page) => {
    await go(page, "#/check");
    await replace(page, { manifestVersion: 1 });
    await page.getByText("There is nothing to check yet").waitFor();
    const [web] = SAMPLE.artifacts;
    await replace(page, { manifestVersion: 1, artifacts: [web], services: [] });
    await page.getByText("Nothing would go wrong").waitFor();
    await eventually(async () => assert.match(await page.locator(".looked").innerText(), /Looked at 1 artifact, 0 services and 0 templates/));
    await replace(page, { manifestVersion: 1, services: 7 });
    await page.locator("li.finding[data-code=manifest-wrong-type]").waitFor();
  }));

test("thousands of findings are listed in portions", () =>
  onConsole(async (page) => {
    await go(page, "#/check");
    const services = Array.from({ length: 3 }, (_, at) => ({ ...SAMPLE.services[1], serviceId: `service-${at}`, templates: [], relations: Object.fromEntries(Array.from({ length: 400 }, (_, literal) => [`image ${literal}`, { artifactId: SAMPLE.artifacts[1].artifactId, version: "2" }])) }));
    const began = performance.now();
    await replace(page, { manifestVersion: 1, artifacts: SAMPLE.artifacts, services });
    await page.getByText(/are past the limit and not listed/).waitFor();
    console.log(`1,200 relations: checked and shown in ${(performance.now() - began).toFixed(0)} ms`);
    await eventually(async () => assert.ok((await page.locator("li.finding").count()) <= 200));
    const more = page.getByRole("button", { name: /^Show more/ }).first();
    const count = await page.locator("li.finding").count();
    await more.click();
    await until(page, `${LISTED} === ${count + 50}`);
  }));

test("the export is what the command line says", () =>
  onConsole(async (page) => {
    await go(page, "#/check");
    await untilListed(page, 27);
    const exported = async (/** @type {string} */ name) => {
      await page.getByRole("button", { name: "Export" }).click();
      const waiting = page.waitForEvent("download");
      await page.getByRole("button", { name, exact: true }).click();
      const download = await waiting;
      return { name: download.suggestedFilename(), value: JSON.parse(readFileSync(await download.path(), "utf8")) };
    };
    const said = (/** @type {string} */ format) => JSON.parse(spawnSync(process.execPath, [at("js/cli.js"), "check", "--manifest", "manifest.json", "--format", format], { cwd: at("www/sample"), maxBuffer: 2 ** 26 }).stdout.toString().replaceAll('"manifest.json"', '"sample.json"'));
    const json = await exported("JSON");
    assert.equal(json.name, "check.json");
    // What `--strict` would fail for is the command line's to say.
    assert.deepEqual(json.value, said("json").map((/** @type {Record<string, unknown>} */ { strict, ...row }) => row));
    const sarif = await exported("SARIF, for code scanning");
    assert.equal(sarif.name, "check.sarif");
    // How the run ended is the command line's to say.
    const log = said("sarif");
    for (const run of log.runs) delete run.invocations;
    assert.deepEqual(sarif.value, log);
  }));

test("axe finds nothing, light or dark, in three languages; and it fits from 360 to 2560 pixels", async () => {
  /** @type {string[]} */
  const found = [];
  for (const [locale, colorScheme] of /** @type {const} */ ([["en", "light"], ["ja", "dark"], ["zh", "light"], ["en", "dark"]])) {
    await onConsole(async (page) => {
      await go(page, `#/check?service=${PLATFORM}`);
      await untilListed(page, 11);
      await page.locator("summary").first().click();
      await page.waitForTimeout(300);
      found.push(...(await axe(page)).map((text) => `${locale} ${colorScheme}: ${text}`));
      for (const width of [360, 768, 1280, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(50);
        const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
        if (scroll > width) found.push(`${locale} at ${width}: ${scroll}`);
      }
      await replace(page, { manifestVersion: 1 });
      await page.locator(".none").waitFor();
      found.push(...(await axe(page)).map((text) => `empty, ${locale} ${colorScheme}: ${text}`));
    }, { context: { locale, colorScheme } });
  }
  assert.deepEqual(found, []);
});
