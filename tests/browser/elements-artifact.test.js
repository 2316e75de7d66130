// <ecs-image-artifact> in headless Chromium, as it is published: the form and its limits, release, versions, comparison, removal,
// import. Each change is judged by the manifest that is handed over.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Resolver, transition } from "../../js/node.js";
import { eventually, until } from "../../scripts/browser.mjs";
import { POLICY } from "../../scripts/serve.mjs";
import { differences } from "../../www/elements/artifact/changes.js";
import { blank, changeOf, draftOf, lengthOf, limits, placeOf } from "../../www/elements/artifact/draft.js";
import { shownOf } from "../../www/elements/manifest.js";
import { axe, onElement, start, stop } from "./elements.js";

/** @import { Page } from "playwright-core" */

before(start);
after(stop);

const MANIFEST = {
  manifestVersion: 1,
  provider: "1000000000000001",
  artifacts: [
    {
      artifactId: "artifact-web",
      artifactType: "EcsImage",
      name: "web_server",
      description: "The web server of the shop",
      resourceGroupId: "rg-1",
      tags: { team: "web" },
      versions: [
        {
          version: "1",
          versionName: "v1_0",
          status: "Delivering",
          source: { type: "custom", imageId: "m-bp1aaaaaaaaaaaaaaaa1", regionId: "cn-hangzhou" },
          supportRegionIds: ["cn-hangzhou", "cn-beijing", "us-west-1"],
          images: {
            "cn-beijing": { imageId: "m-2zeaaaaaaaaaaaaaaaa1", status: "Available", progress: 100 },
            "us-west-1": { status: "Delivering", progress: 35 },
          },
        },
        { version: "draft", versionName: "v2_0", status: "Created", source: { type: "custom", imageId: "m-bp1aaaaaaaaaaaaaaaa2", regionId: "cn-hangzhou" }, supportRegionIds: ["cn-hangzhou", "cn-beijing"] },
      ],
    },
    {
      artifactId: "artifact-gateway",
      artifactType: "EcsImage",
      name: "gateway",
      versions: [
        { version: "1", versionName: "g1", status: "Available", source: { type: "marketplace", commodityCode: "cmjj001", commodityVersion: "V1.0" }, supportRegionIds: ["cn-beijing"], images: { "cn-beijing": { imageId: "m-2zebbbbbbbbbbbbbbbb1", status: "Available" } } },
        { version: "2", versionName: "g2", status: "Available", source: { type: "marketplace", commodityCode: "cmjj001", commodityVersion: "V2.0" }, supportRegionIds: ["cn-beijing"], images: { "cn-beijing": { imageId: "m-2zebbbbbbbbbbbbbbbb2", status: "Available" } } },
      ],
    },
  ],
  services: [
    {
      serviceId: "service-web",
      name: "Web shop",
      status: "Online",
      shareType: "Restricted",
      sharedAccounts: [{ uid: "1000000000000002", permission: "Deployable" }],
      relations: { web_image: { artifactId: "artifact-web", version: "1" } },
    },
    { serviceId: "service-beta", name: "Web shop, next", status: "Beta", shareType: "Restricted", relations: { web_next: { artifactId: "artifact-web", version: "draft" } } },
  ],
};
const TEXT = JSON.stringify(MANIFEST, null, 2);
const LISTEN = ["manifest-change", "version-activate", "view-change", "cancel"];

/** @typedef {Parameters<Parameters<typeof onElement>[2]>[1] & { changes(): Promise<{ change: any, manifest: any, label: string }[]> }} Tools */

/**
 * The element with an owner that sets each new manifest.
 *
 * @param {Record<string, unknown>} properties
 * @param {(page: Page, tools: Tools) => Promise<void>} work
 * @param {Parameters<typeof onElement>[3]} [options]
 */
const onArtifact = (properties, work, options) =>
  onElement(
    "ecs-image-artifact",
    { manifest: TEXT, ...properties },
    async (page, tools) => {
      await page.evaluate(() => {
        const element = /** @type {any} */ (document.querySelector("ecs-image-artifact"));
        element.addEventListener("manifest-change", (/** @type {CustomEvent} */ event) => (element.manifest = event.detail.manifest));
      });
      const changes = async () => (await tools.events()).filter(([name]) => name === "manifest-change").map(([, detail]) => detail);
      await work(page, { ...tools, changes });
    },
    { listen: LISTEN, ...options },
  );

/** @param {any} manifest @param {string} id */
const artifactIn = (manifest, id) => (typeof manifest === "string" ? JSON.parse(manifest) : manifest).artifacts.find((/** @type {any} */ one) => one.artifactId === id);

const button = (/** @type {Page} */ page, /** @type {string} */ name) => page.getByRole("button", { name, exact: true });
const dialog = (/** @type {Page} */ page) => page.getByRole("dialog");
const images = (/** @type {Page} */ page) => page.getByRole("table", { name: /^Images of/ }).getByRole("row");
/** What is said at a field. @param {Page} page @param {string} field */
const found = (page, field) => page.locator(`#found-${field}`);
const error = /** @type {const} */ ({ timeout: 5000 });

describe("an artifact", () => {
  test("says what it is, who may use it and why", () =>
    onArtifact({ artifact: "artifact-web" }, async (page, { set }) => {
      await page.getByText("The web server of the shop").waitFor();
      for (const text of ["artifact-web", "rg-1", "team: web", "ECS image"]) assert.ok(await page.getByText(text, { exact: true }).first().isVisible(), text);
      const visibility = page.getByRole("region", { name: "Visibility" });
      await visibility.getByText("Shared", { exact: true }).waitFor();
      await eventually(async () => assert.match(await visibility.innerText(), /open to the 1 account [^]*Web shop Online · restricted\s+opens it to 1 account[^]*Web shop, next Beta · restricted\s+opens it to nobody/));
      await visibility.getByText("1 account", { exact: true }).click();
      await eventually(async () => assert.ok(await visibility.getByText("1000000000000002").isVisible()));
      await set({ artifact: "artifact-gateway" });
      await visibility.getByText("No service is related to it").waitFor();
      await set({ version: "7" });
      await page.getByText("There is no version 7 of it").waitFor();
      await set({ artifact: "artifact-x" });
      await page.getByText("The manifest has no artifact artifact-x.").waitFor();
      await set({ artifact: null });
      await page.getByText("No artifact is chosen.").waitFor();
    }));

  test("shows a version: progress and image of each region, what is missing; ids are copied", () =>
    onArtifact({ artifact: "artifact-web", version: "1" }, async (page, { set, events }) => {
      await page.getByText("1 region has no image yet").waitFor();
      assert.deepEqual((await images(page).allInnerTexts()).slice(1).map((text) => text.replace(/\s+/g, " ").trim()), [
        "China (Hangzhou) cn-hangzhou Source region Ready m-bp1aaaaaaaaaaaaaaaa1",
        "China (Beijing) cn-beijing Ready m-2zeaaaaaaaaaaaaaaaa1",
        "US (Silicon Valley) us-west-1 35 % Distribution to this region not finished",
      ]);
      await eventually(async () => assert.equal(await page.getByRole("progressbar", { name: "Distribution: US (Silicon Valley)" }).getAttribute("max"), "100"));
      await eventually(async () => assert.equal(await page.getByRole("row", { name: /^Version 1/ }).getByText("2 of 3").count(), 1));
      await page.getByLabel("Only what is missing").check();
      await eventually(async () => assert.equal(await images(page).count(), 2));
      await page.getByLabel("Only what is missing").uncheck();
      await page.getByRole("button", { name: "Copy: m-2zeaaaaaaaaaaaaaaaa1" }).click();
      assert.equal(await page.evaluate("navigator.clipboard.readText()"), "m-2zeaaaaaaaaaaaaaaaa1");
      await page.getByText("Copied m-2zeaaaaaaaaaaaaaaaa1").waitFor({ state: "attached" });

      await button(page, "Draft").click();
      await page.getByText("A draft is not distributed").waitFor();
      assert.deepEqual(await events(), [["version-activate", { version: "draft" }]]);
      await eventually(async () => assert.equal(await page.locator("ecs-image-artifact").getAttribute("version"), "draft"));
      await set({ version: "1" });
      await page.getByText("1 region has no image yet").waitFor();
    }));

  test("versions are compared side by side, what is different is marked", () =>
    onArtifact({ artifact: "artifact-web" }, async (page) => {
      await button(page, "Compare versions").click();
      const rows = dialog(page).getByRole("row");
      await dialog(page).getByText("7 differences").waitFor();
      const words = (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
      assert.deepEqual(words[0], "Field Version 1 Draft");
      assert.ok(words.includes("Version name ≠ different v1_0 v2_0"));
      assert.ok(words.includes("Image type Custom image Custom image"));
      assert.ok(words.includes("China (Beijing) cn-beijing ≠ different m-2zeaaaaaaaaaaaaaaaa1 Not yet"), words.join("\n"));
      assert.ok(words.includes("US (Silicon Valley) us-west-1 ≠ different Distributing 35 % not meant for it"));
      const all = words.length;
      await dialog(page).getByLabel("Only differences").check();
      await eventually(async () => assert.ok((await rows.count()) < all));
      await dialog(page).getByRole("button", { name: "Swap the two" }).click();
      await eventually(async () => assert.equal((await rows.first().innerText()).replace(/\s+/g, " ").trim(), "Field Draft Version 1"));
      await dialog(page).getByLabel("After").selectOption("draft");
      await dialog(page).getByText("There is no difference.").waitFor();
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "hidden" });
    }));
});

describe("the form", () => {
  test("creates an artifact; the core's limits are told as they are typed", () =>
    onArtifact({ artifact: null, view: "form" }, async (page, { changes, events }) => {
      await page.getByRole("heading", { name: "Create an artifact" }).waitFor();
      await eventually(async () => assert.deepEqual(await page.locator("section h3").allInnerTexts(), ["Artifact information", "Artifact content", "Distribution"]));
      await page.getByLabel("Artifact name").fill("ab");
      await eventually(async () => assert.equal(await page.locator(".finding").count(), 0, "nothing is wrong yet with what is being typed"));
      await page.getByLabel("Artifact name").fill("ab c");
      await found(page, "name").getByText("is not 3 to 128 letters").waitFor(error);
      await eventually(async () => assert.equal(await page.getByLabel("Artifact name").getAttribute("aria-invalid"), "true"));
      await page.getByLabel("Artifact name").fill("サーバー_𠮷");
      await found(page, "name").getByText("is not").waitFor({ state: "detached" });
      await eventually(async () => assert.ok(await page.getByText("6 / 128").isVisible(), "characters are counted, not units"));
      await page.getByLabel("Description").fill("short");
      await page.getByLabel("Version name").focus();
      await found(page, "description").getByText("the description has 5 characters, not 10 to 500").waitFor(error);

      await button(page, "Save as draft").click();
      await found(page, "versionName").getByText("It needs a value").waitFor(error);
      await found(page, "imageId").getByText("It needs a value").waitFor(error);
      assert.deepEqual(await changes(), [], "nothing half-done");
      await page.getByText(/^Nothing was saved: 4 fields need a correction\.$/).waitFor({ state: "attached" });
      assert.equal(await page.evaluate("document.querySelector('ecs-image-artifact').shadowRoot.activeElement.id"), "field-versionName");

      await page.getByLabel("Version name").fill("v1_0");
      await page.getByLabel("Description").fill("A server with a name of its own");
      await page.getByLabel("Image ID").fill(" m-2zeaaaaaaaaaaaaaaaa9 ");
      await page.getByLabel("Source region").selectOption("cn-hangzhou");
      await found(page, "imageId").getByText("looks like an image of cn-beijing").waitFor(error);
      await page.getByLabel("Source region").selectOption("cn-beijing");
      await page.getByLabel("Artifact ID").fill("artifact-new");
      await button(page, "Add a tag").click();
      await page.keyboard.type("team");
      await page.keyboard.press("Tab");
      await page.keyboard.type("web");
      await button(page, "Save as draft").click();
      await page.getByText("Draft of サーバー_𠮷 saved").waitFor({ state: "attached" });
      const [{ change, manifest }] = await changes();
      assert.equal(typeof manifest, "string");
      assert.deepEqual(change, {
        change: "create-artifact",
        artifactId: "artifact-new",
        name: "サーバー_𠮷",
        description: "A server with a name of its own",
        tags: { team: "web" },
        versionName: "v1_0",
        source: { type: "custom", imageId: "m-2zeaaaaaaaaaaaaaaaa9", regionId: "cn-beijing" },
        supportRegionIds: "all",
      });
      assert.deepEqual(artifactIn(manifest, "artifact-new").versions.map((/** @type {any} */ one) => [one.version, one.status]), [["draft", "Created"]]);
      assert.equal(manifest, transition(TEXT, JSON.stringify(change)).manifest);
      assert.deepEqual((await events()).map(([name]) => name), ["manifest-change"]);
    }));

  test("chooses regions by area, by name, all of an area, and one that nobody knows", () =>
    onArtifact({ artifact: null, view: "form" }, async (page) => {
      await page.getByLabel("Chosen regions").check();
      await found(page, "supportRegionIds").getByText("the list of distribution regions is empty").waitFor(error);
      await page.getByRole("checkbox", { name: "Germany (Frankfurt)" }).check();
      await found(page, "supportRegionIds").getByText("empty").waitFor({ state: "detached" });
      const europe = page.getByRole("checkbox", { name: /^Europe/ });
      assert.ok(await europe.evaluate((/** @type {HTMLInputElement} */ box) => box.indeterminate));
      await europe.check();
      await page.getByText("3 of 44 chosen").waitFor();
      await page.getByLabel("Find a region").fill("東京");
      await eventually(async () => assert.equal(await page.locator(".chip").count(), 1));
      await page.locator(".chip input").focus();
      await page.keyboard.press("Space");
      await page.getByText("4 of 44 chosen").waitFor();
      await page.getByLabel("Find a region").fill("nowhere at all");
      await page.getByText("No region is called so.").waitFor();
      await page.getByLabel("Find a region").fill("cn-hangzhouu");
      await button(page, "Add cn-hangzhouu").click();
      await page.getByText("5 of 45 chosen").waitFor();
      await button(page, "Choose none").click();
      await found(page, "supportRegionIds").getByText("empty").waitFor(error);
    }));

  test("tags: one key twice, and more than there may be, are what the core says", () =>
    onArtifact({ artifact: "artifact-web", view: "form" }, async (page, { changes }) => {
      await button(page, "Add a tag").click();
      await page.getByLabel("Key of tag 2").fill("team");
      await page.getByLabel("Value of tag 2").fill("other");
      await found(page, "tags").getByText("team is written twice").waitFor(error);
      await button(page, "Save as draft").click();
      await page.waitForTimeout(100);
      assert.deepEqual(await changes(), []);
      await page.getByRole("button", { name: "Remove tag team" }).first().click();
      await found(page, "tags").getByText("twice").waitFor({ state: "detached" });
      for (let at = 1; at < 21; at += 1) {
        await button(page, "Add a tag").click();
        await page.keyboard.type(`key${at}`);
      }
      await found(page, "tags").getByText("21 tags are more than 20").waitFor(error);
      await eventually(async () => assert.ok(await page.getByText("21 / 20").isVisible()));
    }));

  test("edits the draft: only what is different is said; the name never changes", () =>
    onArtifact({ artifact: "artifact-web", view: "form" }, async (page, { changes, events }) => {
      await page.getByRole("heading", { name: "Edit the draft of web_server" }).waitFor();
      assert.ok(!(await page.getByLabel("Artifact name").isEditable()));
      await eventually(async () => assert.equal(await page.getByLabel("Description").inputValue(), "The web server of the shop"));
      await button(page, "Save as draft").click();
      assert.deepEqual((await events()).map(([name]) => name), ["cancel"], "nothing is different: nothing is done");
      await page.getByLabel("Version name").fill("v2_1");
      await page.getByRole("checkbox", { name: "Japan (Tokyo)" }).check();
      await button(page, "Save as draft").click();
      await page.getByText("Draft of web_server saved").waitFor({ state: "attached" });
      assert.deepEqual((await changes())[0].change, { change: "update-draft", artifactId: "artifact-web", versionName: "v2_1", supportRegionIds: ["cn-hangzhou", "cn-beijing", "ap-northeast-1"] });
    }));

  test("changes to a marketplace image", () =>
    onArtifact({ artifact: "artifact-web", view: "form" }, async (page, { changes }) => {
      await page.getByLabel("Marketplace image").check();
      await page.getByLabel("Product code").fill("cmjj009");
      await button(page, "Save as draft").click();
      await found(page, "commodityVersion").getByText("It needs a value").waitFor(error);
      await page.getByLabel("Product version").fill("V3.0");
      await button(page, "Save as draft").click();
      await page.getByText("Draft of web_server saved").waitFor({ state: "attached" });
      assert.deepEqual((await changes())[0].change.source, { type: "marketplace", commodityCode: "cmjj009", commodityVersion: "V3.0" });
    }));

  test("opens a new version from any that is released, and releases it in one step", () =>
    onArtifact({ artifact: "artifact-gateway" }, async (page, { changes, events }) => {
      await button(page, "New version").click();
      await page.getByRole("heading", { name: "New version of gateway" }).waitFor();
      assert.deepEqual(await events(), [["view-change", { view: "form" }]]);
      await page.getByLabel("Version name").fill("g3");
      await page.getByLabel("Start from").selectOption("1");
      await eventually(async () => assert.equal(await page.getByLabel("Product version").inputValue(), "V1.0"));
      await eventually(async () => assert.equal(await page.getByLabel("Version name").inputValue(), "g3"));
      await button(page, "Release").click();
      await found(page, "versionName").getByText("is not 3 to 50").waitFor(error);
      assert.deepEqual(await changes(), []);
      await page.getByLabel("Version name").fill("g3_0");
      await button(page, "Release").click();
      await dialog(page).getByText("Release gateway g3_0 as version 3?").waitFor();
      await eventually(async () => assert.match(await dialog(page).innerText(), /final[^]*becomes version 3[^]*frozen[^]*No service is related to the draft/));
      await dialog(page).getByRole("button", { name: "Cancel" }).click();
      assert.deepEqual(await changes(), []);
      await eventually(async () => assert.equal(await page.getByLabel("Version name").inputValue(), "g3_0", "what was typed is still there"));
      await button(page, "Release").click();
      await dialog(page).getByRole("button", { name: "Release for good" }).click();
      await page.getByRole("heading", { name: "Versions" }).waitFor();
      const [{ change, manifest }] = await changes();
      assert.deepEqual(change.map((/** @type {any} */ one) => one.change), ["open-draft", "release"]);
      assert.deepEqual(artifactIn(manifest, "artifact-gateway").versions.map((/** @type {any} */ one) => one.version), ["1", "2", "3"]);
    }));

  test("keeps what is typed when the manifest changes, and gives it up on Cancel", () =>
    onArtifact({ artifact: "artifact-web" }, async (page, { set, events }) => {
      await button(page, "Edit draft").click();
      await page.getByLabel("Description").fill("Something of my own, not saved yet");
      const other = structuredClone(MANIFEST);
      other.services[0].name = "Another name";
      await set({ manifest: JSON.stringify(other) });
      await page.waitForTimeout(100);
      await eventually(async () => assert.equal(await page.getByLabel("Description").inputValue(), "Something of my own, not saved yet"));
      await button(page, "Cancel").click();
      await page.getByText("The web server of the shop").waitFor();
      assert.deepEqual((await events()).map(([name]) => name), ["view-change", "cancel", "view-change"]);
      await button(page, "Edit draft").click();
      await eventually(async () => assert.equal(await page.getByLabel("Description").inputValue(), "The web server of the shop"));
    }));

  test("keeps what was saved until its owner has taken it", () =>
    onElement("ecs-image-artifact", { manifest: TEXT, artifact: "artifact-web", view: "form" }, async (page, { events, set }) => {
      await page.getByLabel("Version name").fill("v2_5");
      assert.equal(await page.evaluate("document.querySelector('ecs-image-artifact').isChanged"), true);
      await button(page, "Save as draft").click();
      await page.getByText("Draft of web_server saved").waitFor({ state: "attached" });
      await eventually(async () => assert.equal(await page.getByLabel("Version name").inputValue(), "v2_5", "an owner that could not keep it loses nothing"));
      const [[, { manifest }]] = await events();
      await set({ manifest: manifest.replace("v2_5", "v2_6") });
      await until(page, "document.querySelector('ecs-image-artifact').shadowRoot.querySelector('#field-versionName').value === 'v2_6'");
      assert.equal(await page.evaluate("document.querySelector('ecs-image-artifact').isChanged"), false);
    }, { listen: LISTEN }));

  test("keeps what is typed when the draft is released elsewhere: it is for the next draft then", () =>
    onArtifact({ artifact: "artifact-web", view: "form" }, async (page, { set, changes }) => {
      await page.getByLabel("Version name").fill("v2_7");
      await page.getByLabel("Description").fill("Something of my own, not saved yet");
      await set({ manifest: transition(TEXT, { change: "release", artifactId: "artifact-web" }).manifest });
      await page.getByRole("heading", { name: "New version of web_server" }).waitFor();
      await eventually(async () => assert.equal(await page.getByLabel("Description").inputValue(), "Something of my own, not saved yet"));
      await button(page, "Save as draft").click();
      await page.getByText("Draft of web_server saved").waitFor({ state: "attached" });
      assert.deepEqual((await changes())[0].change, { change: "open-draft", artifactId: "artifact-web", from: "2", description: "Something of my own, not saved yet", versionName: "v2_7" });
    }));

  test("an owner with addresses keeps the view in its hands", () =>
    onArtifact({ artifact: "artifact-web" }, async (page) => {
      await page.evaluate(() => document.querySelector("ecs-image-artifact")?.addEventListener("view-change", (event) => event.preventDefault()));
      await button(page, "Edit draft").click();
      await page.waitForTimeout(50);
      await eventually(async () => assert.equal(await page.locator("ecs-image-artifact").getAttribute("view"), "detail"));
    }));
});

describe("a release", () => {
  test("says that it is final and what follows, and is made when confirmed", () =>
    onArtifact({ artifact: "artifact-web" }, async (page, { changes }) => {
      await button(page, "Release").click();
      await dialog(page).getByText("Release web_server v2_0 as version 2?").waitFor();
      const words = (await dialog(page).innerText()).replace(/\s+/g, " ");
      for (const part of ["A release is final", "becomes version 2", "Distribution to 1 region starts", "frozen", "Relations to the draft follow to version 2", "Web shop, next", "web_next"]) assert.ok(words.includes(part), `${part}: ${words}`);
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "hidden" });
      assert.deepEqual(await changes(), []);
      await button(page, "Release").click();
      await dialog(page).getByRole("button", { name: "Release for good" }).click();
      await page.getByText("Version 2 of web_server released").waitFor({ state: "attached" });
      const [{ change, manifest, label }] = await changes();
      assert.deepEqual(change, { change: "release", artifactId: "artifact-web" });
      assert.equal(label, "Version 2 of web_server released");
      assert.equal(JSON.parse(manifest).services[1].relations.web_next.version, "2");
      await button(page, "New version").waitFor();
    }));

  test("of a manifest that was replaced meanwhile is not made", () =>
    onArtifact({ artifact: "artifact-web" }, async (page, { changes, set }) => {
      await button(page, "Release").click();
      await dialog(page).getByRole("button", { name: "Release for good" }).waitFor();
      await set({ manifest: `${TEXT}\n` });
      await dialog(page).getByRole("button", { name: "Release for good" }).click();
      await page.getByText("The manifest was changed meanwhile").waitFor({ state: "attached" });
      assert.deepEqual(await changes(), []);
    }));

  test("that the core refuses says why", () => {
    const broken = structuredClone(MANIFEST);
    broken.artifacts[0].versions[1].status = "CreateFailed";
    return onArtifact({ artifact: "artifact-web", manifest: broken }, async (page) => {
      await button(page, "Release").click();
      await dialog(page).getByText("draft-not-releasable").waitFor();
      await eventually(async () => assert.equal(await dialog(page).getByRole("button").count(), 1));
    });
  });
});

describe("removal", () => {
  test("of what a service uses is refused, and the services are named", () =>
    onArtifact({ artifact: "artifact-web" }, async (page, { changes }) => {
      await page.getByRole("button", { name: "Delete: Version 1 v1_0" }).click();
      await dialog(page).getByText("It cannot be deleted, because services use it:").waitFor();
      await eventually(async () => assert.match(await dialog(page).innerText(), /Web shop\s+service-web\s+·\s+web_image/));
      await eventually(async () => assert.equal(await dialog(page).getByRole("button").count(), 1));
      await dialog(page).getByRole("button", { name: "Close" }).click();
      await button(page, "Delete").click();
      await dialog(page).getByText("Web shop, next").waitFor();
      assert.deepEqual(await changes(), []);
    }));

  test("of a version, then of the last one with the artifact", () =>
    onArtifact({ artifact: "artifact-gateway" }, async (page, { changes }) => {
      await page.getByRole("button", { name: "Delete: Version 1 g1" }).click();
      await dialog(page).getByText("Delete Version 1 of gateway?").waitFor();
      await dialog(page).getByRole("button", { name: "Delete", exact: true }).click();
      await page.getByText("Version 1 of gateway deleted").waitFor({ state: "attached" });
      await page.getByRole("button", { name: "Delete: Version 2 g2" }).click();
      await dialog(page).getByText("It is the last version").waitFor();
      await dialog(page).getByRole("button", { name: "Delete", exact: true }).click();
      await page.getByText("The manifest has no artifact artifact-gateway.").waitFor();
      const made = await changes();
      assert.deepEqual(made.map(({ change }) => change.version), ["1", "2"]);
      assert.equal(artifactIn(made[1].manifest, "artifact-gateway"), undefined);
    }));
});

describe("an answer of the cloud", () => {
  const VERSIONS = {
    RequestId: "1",
    Artifacts: [{ ArtifactId: "artifact-web", ArtifactVersion: "1", Status: "Available", ArtifactProperty: '{"ImageId":"m-bp1aaaaaaaaaaaaaaaa1","RegionId":"cn-hangzhou"}', ImageDelivery: { "us-west-1": "m-rj9aaaaaaaaaaaaaaaa1" } }],
  };
  const IMAGES = { RequestId: "1", Images: { Image: [{ ImageId: "m-rj9aaaaaaaaaaaaaaaa1", ImageName: "web_server", Status: "Available", Progress: "100%" }] } };

  test("is pasted, shown as what it would change, and applied as a whole", () =>
    onArtifact({ artifact: "artifact-web", version: "1" }, async (page, { changes }) => {
      await button(page, "Import an answer").click();
      const apply = dialog(page).getByRole("button", { name: /^Apply/ });
      await eventually(async () => assert.ok(await apply.isDisabled()));
      await dialog(page).getByLabel("Answer as JSON").fill(JSON.stringify(VERSIONS));
      await dialog(page).getByText("ListArtifactVersions", { exact: true }).waitFor();
      await dialog(page).getByRole("row", { name: /1 › status Delivering Available/ }).waitFor();
      await dialog(page).getByRole("row", { name: /us-west-1 › imageId none m-rj9aaaaaaaaaaaaaaaa1/ }).waitFor();
      assert.deepEqual(await changes(), [], "nothing has changed yet");
      await apply.click();
      await page.getByText("Answer imported into web_server").waitFor({ state: "attached" });
      const [{ change, manifest }] = await changes();
      assert.equal(change, null);
      assert.equal(artifactIn(manifest, "artifact-web").versions[0].status, "Available");
      assert.ok(new Resolver(manifest).ok);
      await page.getByRole("button", { name: "Copy: m-rj9aaaaaaaaaaaaaaaa1" }).waitFor();
    }));

  test("may need a region, may be unknown, broken, or nothing new", () =>
    onArtifact({ artifact: "artifact-web" }, async (page, { changes }) => {
      await button(page, "Import an answer").click();
      const text = dialog(page).getByLabel("Answer as JSON");
      await text.fill(JSON.stringify(IMAGES));
      await dialog(page).getByText("import-region-missing").waitFor();
      await dialog(page).getByLabel("Region of these images").selectOption("us-west-1");
      await dialog(page).getByRole("button", { name: "Apply", exact: false }).waitFor();
      await dialog(page).getByText("import-region-missing").waitFor({ state: "detached" });
      await text.fill("not an answer");
      await dialog(page).getByText("import-unknown-source").waitFor();
      await text.fill('{"Artifacts": [');
      await dialog(page).getByText(/json-unclosed/).first().waitFor();
      await eventually(async () => assert.ok(await dialog(page).getByRole("button", { name: /^Apply/ }).isDisabled()));
      await text.fill(JSON.stringify({ ArtifactId: "artifact-web", ArtifactVersion: "1", Status: "Delivering" }));
      await dialog(page).getByText("The manifest says all of this already.").waitFor();
      await dialog(page).getByRole("button", { name: "Cancel" }).click();
      assert.deepEqual(await changes(), []);
    }));

  test("is a file, chosen or dropped", () =>
    onArtifact({ artifact: "artifact-web" }, async (page, { changes }) => {
      await button(page, "Import an answer").click();
      await page.locator("#import-files").setInputFiles({ name: "images.us-west-1.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ ...IMAGES, RegionId: "us-west-1" })) });
      await dialog(page).getByText("images.us-west-1.json").first().waitFor();
      await dialog(page).getByRole("button", { name: "Remove images.us-west-1.json" }).click();
      await dialog(page).getByText("images.us-west-1.json").first().waitFor({ state: "detached" });
      const data = await page.evaluateHandle((text) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], "versions.json", { type: "application/json" }));
        return transfer;
      }, JSON.stringify(VERSIONS));
      await page.locator("#import").dispatchEvent("drop", { dataTransfer: data });
      await dialog(page).getByText("ListArtifactVersions", { exact: true }).waitFor();
      await dialog(page).getByRole("button", { name: /^Apply \d/ }).click();
      await page.getByText("Answer imported").waitFor({ state: "attached" });
      assert.equal((await changes()).length, 1);
    }));
});

describe("manifests of every kind", () => {
  for (const [kind, make] of /** @type {const} */ ([["an object", () => MANIFEST], ["bytes", () => "bytes"]])) {
    test(`${kind} in, ${kind} out`, () =>
      onArtifact({ artifact: "artifact-gateway", manifest: make() === "bytes" ? null : make() }, async (page) => {
        await page.evaluate((text) => {
          const element = /** @type {any} */ (document.querySelector("ecs-image-artifact"));
          element.manifest ??= new TextEncoder().encode(text);
          element.addEventListener("manifest-change", (/** @type {CustomEvent} */ { detail }) => (/** @type {any} */ (window).kind = Object.prototype.toString.call(detail.manifest)));
        }, TEXT);
        await page.getByRole("button", { name: "Delete: Version 1 g1" }).click();
        await dialog(page).getByRole("button", { name: "Delete", exact: true }).click();
        await page.getByText("Version 1 of gateway deleted").waitFor({ state: "attached" });
        assert.equal(await page.evaluate("window.kind"), kind === "bytes" ? "[object Uint8Array]" : "[object Object]");
      }));
  }

  test("one that cannot be read says so, and nothing is lost", () =>
    onArtifact({ artifact: null, view: "form", manifest: '{"artifacts": [' }, async (page, { changes }) => {
      await page.getByLabel("Artifact name").fill("abc_def");
      await page.getByRole("alert").filter({ hasText: "json-unclosed" }).waitFor();
      await button(page, "Save as draft").click();
      assert.deepEqual(await changes(), []);
      await eventually(async () => assert.equal(await page.getByLabel("Artifact name").inputValue(), "abc_def"));
    }));

  test("a core that the page's policy bars says what to allow", () =>
    onArtifact({ artifact: "artifact-web" }, async (page) => void (await page.getByRole("alert").filter({ hasText: "wasm-unsafe-eval" }).waitFor()), {
      server: { policy: POLICY.replace(" 'wasm-unsafe-eval'", "") },
      complaints: /WebAssembly|wasm/i,
    }));
});

test("it speaks Japanese and Chinese, in the words of Compute Nest", () =>
  onArtifact({ artifact: "artifact-web", language: "ja" }, async (page, { set }) => {
    await button(page, "ドラフトを編集").click();
    await page.getByRole("heading", { name: "デプロイメントパッケージ情報" }).waitFor();
    await page.getByLabel("バージョン名").fill("あ い");
    await found(page, "versionName").getByText("文字").waitFor(error);
    for (const name of ["デプロイメントパッケージの保存", "デプロイメントパッケージの公開"]) assert.ok(await button(page, name).isVisible());
    await set({ language: "zh" });
    await page.getByRole("heading", { name: "部署物信息" }).waitFor();
    await found(page, "versionName").getByText("个").waitFor(error);
  }));

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing, ${colorScheme}, ${width} pixels wide`, () =>
      onArtifact(
        { artifact: "artifact-web", version: "1" },
        async (page) => {
          const fits = async (/** @type {string} */ what) => {
            assert.deepEqual(await axe(page), [], what);
            assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${what} is wider than the page`);
          };
          await page.getByText("1 region has no image yet").waitFor();
          await fits("the artifact");
          await button(page, "Compare versions").click();
          await dialog(page).getByText("7 differences").waitFor();
          await fits("the comparison");
          await page.keyboard.press("Escape");
          await button(page, "Release").click();
          await dialog(page).getByText("final").waitFor();
          await fits("the release");
          await page.keyboard.press("Escape");
          await button(page, "Import an answer").click();
          await dialog(page).getByLabel("Answer as JSON").fill('{"ArtifactId": "artifact-web", "ArtifactVersion": "1", "Status": "Available"}');
          await dialog(page).getByRole("row", { name: /status/ }).waitFor();
          await fits("the import");
          await page.keyboard.press("Escape");
          await button(page, "Edit draft").click();
          await page.getByLabel("Version name").fill("not a name");
          await found(page, "versionName").getByText("is not").waitFor();
          await fits("the form");
        },
        { context: { colorScheme, viewport: { width, height: 800 } } },
      ));
  }
}

describe("what a form stands for", () => {
  const shown = shownOf(MANIFEST);

  test("the limits that are shown are the core's", () => {
    const draft = { ...blank(), name: "a", versionName: "a", description: "a", tags: Array.from({ length: 21 }, (_, at) => ({ key: `k${at}`, value: "" })), imageId: "m-1", regionId: "cn-hangzhou" };
    const { diagnostics } = transition(MANIFEST, /** @type {string} */ (changeOf(draft, "create", blank())));
    for (const diagnostic of diagnostics) {
      const { field } = placeOf(diagnostic, shown.artifacts.length);
      const [min, max] = limits[/** @type {keyof typeof limits} */ (field)];
      assert.deepEqual([diagnostic.args.min ?? 0, diagnostic.args.max], [min, max], field);
    }
    assert.deepEqual(diagnostics.map((one) => placeOf(one, 0).field).sort(), ["description", "name", "tags", "versionName"]);
  });

  test("characters are counted as the core counts them", () => {
    for (const text of ["a", "漢字", "😀😀", "e\u0301", "👨‍👩‍👧"]) {
      const { diagnostics } = transition(MANIFEST, /** @type {string} */ (changeOf({ ...blank(), name: "abc", versionName: "abc", description: text, imageId: "m-1", regionId: "r-1" }, "create", blank())));
      assert.equal(diagnostics.find(({ code }) => code === "manifest-description-length")?.args.length, lengthOf(text), text);
    }
  });

  test("what is left as it is is not said", () => {
    const [artifact] = shown.artifacts;
    const base = draftOf(artifact, artifact.versions[1]);
    assert.equal(changeOf(base, "edit", base), undefined);
    assert.deepEqual(JSON.parse(changeOf({ ...base, description: "" }, "edit", base) ?? ""), { change: "update-draft", artifactId: "artifact-web", description: "" });
    assert.deepEqual(JSON.parse(changeOf({ ...base, versionName: "" }, "open", { ...base, versionName: "" }, "1") ?? ""), { change: "open-draft", artifactId: "artifact-web", from: "1", versionName: "" });
    const made = JSON.parse(changeOf(blank(), "create", blank()) ?? "");
    assert.deepEqual(Object.keys(made), ["change", "artifactId", "name", "versionName", "source", "supportRegionIds"]);
    assert.match(made.artifactId, /^artifact-[0-9a-f]{20}$/);
  });

  test("differences are found by ids, not by positions", () => {
    const before = { artifacts: [{ artifactId: "a", versions: [{ version: "1", status: "x" }] }, { artifactId: "b" }] };
    const after = { artifacts: [{ artifactId: "b" }, { artifactId: "a", versions: [{ version: "draft" }, { version: "1", status: "y", supportRegionIds: ["r", "s"] }] }] };
    assert.deepEqual(differences(before, after), [
      { path: ["artifacts", "a", "versions", "1", "status"], before: "x", after: "y" },
      { path: ["artifacts", "a", "versions", "1", "supportRegionIds"], before: undefined, after: "r, s" },
      { path: ["artifacts", "a", "versions", "draft", "version"], before: undefined, after: "draft" },
    ]);
    assert.deepEqual(differences(before, structuredClone(before)), []);
  });
});
