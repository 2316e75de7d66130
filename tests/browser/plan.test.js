// The distribution plan of <ecs-image-artifact> in headless Chromium: what is to be done by the manifest alone and by what was seen, how
// far it is, what is taken in and what is not, what becomes of the manifest, and the commands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { Resolver } from "../../js/node.js";
import { eventually } from "../../scripts/browser.mjs";
import { axe, drop, onElement, start, stop } from "./elements.js";

/** @import { Page } from "playwright-core" */
/** @import { ObservedImage } from "../../js/index.js" */

before(start);
after(stop);

const HOME = "cn-hangzhou";
const SOURCE = "m-bp1aaaaaaaaaaaaaaaa1";
const UIDS = Array.from({ length: 12 }, (_, at) => String(1_000_000_000_000_100 + at));
const VERSION = { version: "1", versionName: "v1_0", status: "Delivering", source: { type: "custom", imageId: SOURCE, regionId: HOME }, supportRegionIds: [HOME, "cn-beijing", "us-west-1"] };

/** @param {object} [version] @param {{ uids?: string[], shareType?: string, versions?: object[] }} [more] */
const manifestOf = (version, { uids = UIDS, shareType = "Restricted", versions = [] } = {}) => ({
  manifestVersion: 1,
  provider: "1000000000000001",
  artifacts: [{ artifactId: "artifact-web", name: "web_server", versions: [{ ...VERSION, ...version }, ...versions] }],
  services: [{ serviceId: "service-web", status: "Online", shareType, sharedAccounts: uids.map((uid) => ({ uid, permission: "Deployable" })), relations: { web: { artifactId: "artifact-web", version: "1" } } }],
});
const MANIFEST = manifestOf();

/** What the source region holds. @type {{ images: ObservedImage[] }} */
const SHARED = { images: [{ imageId: SOURCE, status: "Available", accounts: UIDS }] };
const EMPTY = { images: [] };
/** What a copy is called and tagged. */
const [COPY] = new Resolver(MANIFEST).plan({ observed: { regions: { [HOME]: SHARED, "cn-beijing": EMPTY, "us-west-1": EMPTY } } }).actions;
/** @param {string} imageId @param {Partial<ObservedImage>} more @returns {ObservedImage} */
const copyOf = (imageId, more) => ({ imageId, imageName: COPY.imageName, tags: COPY.tags, status: "Creating", progress: 0, ...more });

/** @param {Record<string, { images: ObservedImage[] }>} regions */
const observed = (regions) => [{ name: "observed.json", text: JSON.stringify({ regions: { [HOME]: SHARED, ...regions } }) }];

/** A journal of a run that copies: Beijing is there and shared with ten of twelve, California is on its way. */
const AT = Date.parse("2026-09-01T08:00:00Z");
const JOURNAL = [
  { at: AT, event: "start" },
  { at: AT + 10, event: "seen", region: HOME, image: SHARED.images[0] },
  { at: AT + 11, event: "looked", region: HOME },
  { at: AT + 12, event: "looked", region: "cn-beijing" },
  { at: AT + 13, event: "looked", region: "us-west-1" },
  { at: AT + 60_000, event: "seen", region: "cn-beijing", image: copyOf("m-2zeaaaaaaaaaaaaaaaa1", { status: "Available", progress: 100, accounts: UIDS.slice(0, 10) }) },
  { at: AT + 60_000, event: "seen", region: "us-west-1", image: copyOf("m-rj9aaaaaaaaaaaaaaaa1", { progress: 10 }) },
  { at: AT + 360_000, event: "seen", region: "us-west-1", image: copyOf("m-rj9aaaaaaaaaaaaaaaa1", { progress: 60 }) },
];
const journal = [{ name: "manifest.json.journal", text: `${JOURNAL.map((line) => JSON.stringify(line)).join("\n")}\n` }];

const LISTEN = ["manifest-change", "observation-change"];

/** @typedef {Parameters<Parameters<typeof onElement>[2]>[1]} Tools */

/** The element with an owner that sets each new manifest. @param {Record<string, unknown>} properties @param {(page: Page, tools: Tools) => Promise<void>} work @param {Parameters<typeof onElement>[3]} [options] */
const onPlan = (properties, work, options) =>
  onElement(
    "ecs-image-artifact",
    { manifest: JSON.stringify(MANIFEST, null, 2), artifact: "artifact-web", version: "1", ...properties },
    async (page, tools) => {
      await page.evaluate(() => {
        const element = /** @type {any} */ (document.querySelector("ecs-image-artifact"));
        element.addEventListener("manifest-change", (/** @type {CustomEvent} */ event) => (element.manifest = event.detail.manifest));
      });
      await page.locator("section.plan .plan-body").first().waitFor();
      await work(page, tools);
    },
    { listen: LISTEN, ...options },
  );

const plan = (/** @type {Page} */ page) => page.locator("section.plan");
const dialog = (/** @type {Page} */ page) => page.getByRole("dialog");
const button = (/** @type {Page} */ page, /** @type {string | RegExp} */ name) => page.getByRole("button", { name });

/** Texts of the plan's rows, without what is between them. @param {Page} page */
const rows = async (page) => (await page.getByRole("table", { name: "Steps" }).getByRole("row").allInnerTexts()).slice(1).map((text) => text.replace(/\s+/g, " ").trim());

/** Opens what is closed. @param {Page} page @param {string} name */
const unfold = (page, name) => plan(page).locator("summary", { hasText: name }).first().click();

/** @param {Page} page @param {string} text */
async function paste(page, text) {
  await button(page, "Take in what was seen").click();
  await dialog(page).getByLabel("Or paste it").fill(text);
}

describe("by the manifest alone", () => {
  test("a plan says that nobody looked, and what is to be expected region by region", () =>
    onPlan({}, async (page) => {
      await plan(page).getByText("Nobody has looked at the cloud yet.").waitFor();
      assert.deepEqual(await rows(page), [
        "China (Hangzhou) cn-hangzhou Not started what there is in cn-hangzhou is not known yet",
        "Share with 12 accounts in 2 calls accounts that may deploy artifact artifact-web cannot use the image of version 1 in cn-hangzhou yet: 12 after a look",
        "China (Beijing) cn-beijing Not started what there is in cn-hangzhou is not known yet",
        `Copy ${SOURCE} here cn-beijing has no copy of version 1 of artifact artifact-web after a look`,
        "Share with 12 accounts in 2 calls accounts that may deploy artifact artifact-web cannot use the image of version 1 in cn-beijing yet: 12 then",
        "Mark as available the manifest does not say yet that version 1 of artifact artifact-web is Available in cn-beijing then",
        "US (Silicon Valley) us-west-1 Not started what there is in cn-hangzhou is not known yet",
        `Copy ${SOURCE} here us-west-1 has no copy of version 1 of artifact artifact-web after a look`,
        "Share with 12 accounts in 2 calls accounts that may deploy artifact artifact-web cannot use the image of version 1 in us-west-1 yet: 12 then",
        "Mark as available the manifest does not say yet that version 1 of artifact artifact-web is Available in us-west-1 then",
      ]);
      assert.match(await plan(page).innerText(), /0 of 3 regions done[^]*2 copies to make[^]*36 shares to give/);
      await page.getByLabel("Only what can be done now").check();
      await plan(page).getByText("Nothing can be done now").waitFor();
      assert.equal(await button(page, /^Write /).count(), 0);
    }));

  test("of images on their way nobody knows that they run, and what the manifest says of them is not to be said again", () =>
    onPlan({ manifest: manifestOf({ images: { "cn-beijing": { status: "Delivering", progress: 35 }, "us-west-1": { status: "Delivering", progress: 8 } } }) }, async (page) => {
      await plan(page).getByText("No copy is known to run.").waitFor();
      const all = await rows(page);
      assert.deepEqual(all.filter((text) => /^Wait|Running/.test(text)), [], "what the manifest says is no copy that was seen");
      assert.ok(all.includes("China (Beijing) cn-beijing Not started what there is in cn-hangzhou is not known yet"), all.join("\n"));
      assert.ok(!all.some((text) => text.startsWith("Mark as distributing")), all.join("\n"));
    }));

  test("a version that is there has nothing to be done, and a draft has no plan", () => {
    const there = { status: "Available", images: { "cn-beijing": { imageId: "m-2zeaaaaaaaaaaaaaaaa1", status: "Available" }, "us-west-1": { imageId: "m-rj9aaaaaaaaaaaaaaaa1", status: "Available" } } };
    const draft = { ...VERSION, version: "draft", versionName: "v2_0", status: "Created" };
    return onPlan({ manifest: manifestOf(there, { versions: [draft] }) }, async (page, { set }) => {
      await plan(page).getByText("By the manifest nothing is to be done.").waitFor();
      await unfold(page, "Nothing is left to be done in 2 regions");
      assert.ok(await plan(page).getByText("US (Silicon Valley)").isVisible());
      await set({ version: "draft" });
      await plan(page).waitFor({ state: "detached" });
      await set({ version: "1" });
      await plan(page).getByText("By the manifest nothing is to be done.").waitFor();
    });
  });

  test("of a marketplace product nothing is planned, and it says why", () =>
    onPlan({ manifest: manifestOf({ source: { type: "marketplace", commodityCode: "c", commodityVersion: "V1" } }) }, async (page) => {
      await plan(page).getByText(/is the marketplace product c, whose images cannot be copied to cn-beijing/).waitFor();
      assert.equal((await rows(page)).filter((text) => /^(Copy|Share)/.test(text)).length, 0);
      await unfold(page, "What to do");
    }));

  test("all regions are those that are known, until DescribeRegions says it", () =>
    onPlan({ manifest: manifestOf({ supportRegionIds: "all" }) }, async (page, { set }) => {
      await plan(page).getByText(/All regions are taken to be the \d+ that are known here/).waitFor();
      await set({ observation: [{ name: "regions.json", text: JSON.stringify({ RequestId: "R", Regions: { Region: [{ RegionId: HOME }, { RegionId: "cn-new" }] } }) }] });
      await plan(page).getByText("0 of 2 regions done").waitFor();
      assert.equal(await plan(page).getByText("All regions are taken to be").count(), 0);
    }));
});

describe("by what was seen", () => {
  test("a journal gives the progress, the rate and the time left of each region", () =>
    onPlan({ observation: journal }, async (page) => {
      await plan(page).getByText("shared with 10 of 12 accounts").waitFor();
      assert.deepEqual(await rows(page), [
        "China (Beijing) cn-beijing Waiting 100 % shared with 10 of 12 accounts",
        "Share with 2 accounts accounts that may deploy artifact artifact-web cannot use the image of version 1 in cn-beijing yet: 2 now",
        "Mark as available the manifest does not say yet that version 1 of artifact artifact-web is Available in cn-beijing then",
        "US (Silicon Valley) us-west-1 Running 60 % 10 % a minute, about 4 min left",
        "Mark as distributing, 60 % the manifest does not say yet that version 1 of artifact artifact-web is Delivering (60 percent) in us-west-1 now",
        "Wait for m-rj9aaaaaaaaaaaaaaaa1 the image m-rj9aaaaaaaaaaaaaaaa1 in us-west-1 is Creating, at 60 percent under way",
        "Share with 12 accounts in 2 calls accounts that may deploy artifact artifact-web cannot use the image of version 1 in us-west-1 yet: 12 then",
        "Mark as available the manifest does not say yet that version 1 of artifact artifact-web is Available in us-west-1 then",
      ]);
      const text = await plan(page).innerText();
      assert.match(text, /Seen\s+manifest\.json\.journal\s+as of Sep 1, 2026/);
      assert.match(text, /86 %\s+1 of 3 regions done\s+1 copy running\s+14 shares to give\s+about 4 min left/);
      assert.equal(await page.getByRole("progressbar", { name: "Copy to US (Silicon Valley)" }).evaluate((bar) => /** @type {HTMLProgressElement} */ (bar).value), 60);
      await page.getByLabel("Only what can be done now").check();
      await eventually(async () => assert.deepEqual((await rows(page)).map((row) => row.split(" ").slice(0, 2).join(" ")), ["China (Beijing)", "Share with", "US (Silicon", "Mark as", "Wait for"]));
      await button(page, "Forget it").click();
      await plan(page).getByText("Nobody has looked at the cloud yet.").waitFor();
    }));

  test("what nobody looked at is said, and without the source nothing can be done", () =>
    onPlan({ observation: observed({ "cn-beijing": EMPTY }) }, async (page, { set }) => {
      await plan(page).getByText("2 of 3 regions were looked at.").waitFor();
      const all = await rows(page);
      assert.ok(all.includes("US (Silicon Valley) us-west-1 Not started what there is in us-west-1 is not known yet not looked at"), all.join("\n"));
      assert.match(all.find((row) => row.startsWith("Copy") && row.includes("cn-beijing")) ?? "", / now$/);
      assert.match(all.find((row) => row.startsWith("Copy") && row.includes("us-west-1")) ?? "", / after a look$/);
      await set({ observation: [{ name: "o.json", text: JSON.stringify({ regions: { "cn-beijing": EMPTY } }) }] });
      await plan(page).getByText("The source region China (Hangzhou) was not looked at.").waitFor();
      await unfold(page, "Commands");
      await plan(page).getByText("What is to be called only a look tells.").waitFor();
    }));

  test("everything done is said so", () => {
    const there = { status: "Available", images: { "cn-beijing": { imageId: "m-2zeaaaaaaaaaaaaaaaa1", status: "Available" } }, supportRegionIds: [HOME, "cn-beijing"] };
    return onPlan({ manifest: manifestOf(there), observation: observed({ "cn-beijing": { images: [copyOf("m-2zeaaaaaaaaaaaaaaaa1", { status: "Available", accounts: UIDS })] } }) }, async (page) => {
      await plan(page).getByText("Nothing is to be done: every region has its image").waitFor();
      assert.equal(await page.getByRole("table", { name: "Steps" }).count(), 0);
    });
  });

  test("what is stuck says why and what to do; what waits for it is held up", () => {
    const failed = Array.from({ length: 3 }, (_, at) => copyOf(`m-2zeaaaaaaaaaaaaaaaa${at}`, { imageName: `${COPY.imageName}${at === 0 ? "" : `-${at + 1}`}`, status: "CreateFailed" }));
    return onPlan({ observation: observed({ "cn-beijing": { images: failed }, "us-west-1": EMPTY }) }, async (page, { set }) => {
      await plan(page).getByText("1 region is stuck").waitFor();
      assert.ok((await rows(page)).includes("China (Beijing) cn-beijing Stuck"));
      await plan(page).getByText("copy-failed").waitFor();
      await unfold(page, "What to do");
      await plan(page).getByText("ECS took the copies and ended each of them").waitFor();
      await set({ observation: [{ name: "o.json", text: JSON.stringify({ regions: { [HOME]: EMPTY, "cn-beijing": EMPTY, "us-west-1": EMPTY } }) }] });
      await plan(page).getByText("image-lost").first().waitFor();
      const all = await rows(page);
      assert.ok(all.includes("China (Hangzhou) cn-hangzhou Stuck") && all.some((row) => /^China \(Beijing\) cn-beijing Waiting the manifest has .* in cn-hangzhou, where there is no such image$/.test(row)), all.join("\n"));
    });
  });

  test("more accounts than the quota: the first of the manifest get the image; an option raises it", () =>
    onPlan({ manifest: manifestOf({}, { uids: Array.from({ length: 60 }, (_, at) => String(1_000_000_000_000_100 + at)) }) }, async (page) => {
      await plan(page).getByText("too-many-accounts").first().waitFor();
      assert.match(await plan(page).innerText(), /without it: 1000000000000150, [^]*Share with 50 accounts in 5 calls/);
      await unfold(page, "Options");
      await page.getByLabel("Accounts an image can be shared with").fill("100");
      await page.keyboard.press("Tab");
      await plan(page).getByText("Options (1 set)").waitFor();
      await eventually(async () => assert.equal(await plan(page).getByText("too-many-accounts").count(), 0));
      await page.getByLabel("Accounts an image can be shared with").fill("-3");
      await page.keyboard.press("Tab");
      await plan(page).getByText("too-many-accounts").first().waitFor();
      assert.equal(await page.getByLabel("Accounts an image can be shared with").inputValue(), "50");
    }));

  test("it speaks English, Japanese and Chinese, and says findings in each", () =>
    onPlan({ observation: journal }, async (page, { set }) => {
      await page.getByRole("heading", { name: "Distribution plan" }).waitFor();
      await set({ language: "ja" });
      await page.getByRole("heading", { name: "配布計画" }).waitFor();
      await plan(page).getByText(/^2 個のアカウントはデプロイメントパッケージ/).waitFor();
      await plan(page).getByText("毎分 10 %、残り約 4 分").waitFor();
      await set({ language: "zh" });
      await page.getByRole("heading", { name: "分发计划" }).waitFor();
      await plan(page).getByText("每分钟 10 %，约剩 4分钟").waitFor();
    }));
});

describe("what is taken in", () => {
  const answer = (/** @type {string} */ RegionId, /** @type {object[]} */ images) => ({ RequestId: "R", RegionId, TotalCount: images.length, PageNumber: 1, PageSize: 100, Images: { Image: images } });
  const answers = [
    answer(HOME, [{ ImageId: SOURCE, ImageName: "web", Status: "Available", Progress: "100%" }]),
    answer("cn-beijing", [{ ImageId: "m-2zeaaaaaaaaaaaaaaaa1", ImageName: COPY.imageName, Status: "Creating", Progress: "40%", Tags: { Tag: Object.entries(COPY.tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) } }]),
    answer("us-west-1", []),
    { RequestId: "R", RegionId: HOME, ImageId: SOURCE, TotalCount: 12, PageNumber: 1, PageSize: 100, Accounts: { Account: UIDS.map((AliyunId) => ({ AliyunId })) } },
  ].map((one) => JSON.stringify(one, null, 2)).join("\n");

  test("answers are pasted, shown, and used as a whole", () =>
    onPlan({}, async (page, { events }) => {
      await paste(page, answers);
      await dialog(page).getByText("3 regions with 2 images").waitFor();
      assert.match(await dialog(page).locator(".read").innerText(), /pasted text\s+DescribeImages\s+DescribeImageSharePermission/);
      assert.equal(await plan(page).getByText("Nobody has looked at the cloud yet.").count(), 1, "nothing is used before it is said so");
      await button(page, "Use it").click();
      await plan(page).getByText("1 copy running").waitFor();
      assert.ok((await rows(page)).includes("China (Beijing) cn-beijing Running 40 %"));
      const [[name, { observation }]] = await events();
      assert.deepEqual([name, observation.length, observation[0].name], ["observation-change", 1, "pasted"]);
      await button(page, "Take in what was seen").click();
      assert.equal(await dialog(page).getByLabel("Or paste it").inputValue(), answers);
      await dialog(page).getByLabel("Or paste it").fill("");
      await button(page, "Use nothing").click();
      await plan(page).getByText("Nobody has looked at the cloud yet.").waitFor();
    }));

  test("other files are told apart, named, and not used", () =>
    onPlan({}, async (page, { events }) => {
      /** @type {[string, string][]} */
      const files = [
        ["manifest.json", JSON.stringify(MANIFEST)],
        ["template.json", JSON.stringify({ ROSTemplateFormatVersion: "2015-09-01" })],
        ["refused.txt", "ERROR: SDK.ServerError\nErrorCode: Forbidden.RAM\n"],
        ["merged.json", JSON.stringify({ Images: { Image: [] } })],
        ["broken.json", '{"RegionId": "cn-'],
        ["empty.json", ""],
        ["pages.json", JSON.stringify({ ...answer("cn-beijing", [{ ImageId: "m-1" }]), TotalCount: 101 })],
        ["other.json", JSON.stringify({ RequestId: "R", ImageId: "m-1" })],
      ];
      await button(page, "Take in what was seen").click();
      await dialog(page).locator("input[type=file]").setInputFiles([
        ...files.map(([name, text]) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) })),
        { name: "picture.png", mimeType: "image/png", buffer: Buffer.from([0x89, 0x50, 0xff, 0xfe]) },
      ]);
      await dialog(page).getByText("picture.png").waitFor();
      const text = (await dialog(page).locator(".read").innerText()).replace(/\s+/g, " ");
      for (const part of [
        "manifest.json not used It is a manifest.",
        "template.json not used It is a template",
        "refused.txt not used It is the answer to a call that was refused: Forbidden.RAM.",
        "merged.json not used The answer at line 1 does not say its region",
        "broken.json not used The document at line 1 is no JSON, or it ends too early.",
        "empty.json not used There is nothing in it.",
        "pages.json DescribeImages Of cn-beijing there are 1 of 101: pages are missing",
        "other.json not used The document at line 1 is the answer to another call.",
        "picture.png not used It is no text in UTF-8.",
      ]) {
        assert.ok(text.includes(part), `${part}\n\n${text}`);
      }
      await button(page, "Remove pages.json").click();
      await dialog(page).getByText("There is nothing to be used in this.").waitFor();
      assert.equal(await button(page, "Use it").isDisabled(), true);
      await page.keyboard.press("Escape");
      await eventually(async () => assert.equal(await dialog(page).count(), 0));
      assert.deepEqual(await events(), []);
    }));

  test("pages that are missing are said where the plan is, and their region counts as not looked at", () =>
    onPlan({ observation: [...observed({ "us-west-1": EMPTY }), { name: "pages.json", text: JSON.stringify({ ...answer("cn-beijing", [{ ImageId: "m-1" }]), TotalCount: 101 }) }] }, async (page) => {
      await plan(page).getByText("Of cn-beijing there are 1 of 101: pages are missing").waitFor();
      await plan(page).getByText("2 of 3 regions were looked at.").waitFor();
    }));

  test("files are dropped onto the plan; of those that are used only the useful ones are kept", () =>
    onPlan({}, async (page, { events }) => {
      await drop(page, [{ name: "a.journal", text: journal[0].text }, { name: "b.json", text: "{}" }], "section.plan");
      await dialog(page).getByText("3 regions with 3 images").waitFor();
      await button(page, "Use it").click();
      await plan(page).getByText("shared with 10 of 12 accounts").waitFor();
      const [[, { observation }]] = await events();
      assert.deepEqual(observation.map((/** @type {any} */ { name }) => name), ["a.journal"]);
    }));
});

describe("a journal that grows", () => {
  const lines = journal[0].text.split("\n");
  /** Where a dropped file lies, with a file that the test writes. @param {Page} page @param {string} text */
  const write = (page, text) =>
    page.evaluate((text) => {
      const file = new File([text], "run.journal", { lastModified: text.length });
      Object.assign(window, { lies: file });
      Object.assign(DataTransferItem.prototype, {
        getAsFileSystemHandle: () => Promise.resolve({ kind: "file", getFile: () => Promise.resolve(/** @type {any} */ (window).lies ?? Promise.reject(new Error("gone"))) }),
      });
    }, text);

  test("is read again as it changes, and what it said last stays when it is gone", () =>
    onPlan({}, async (page, { events }) => {
      const beginning = lines.slice(0, 6).join("\n");
      await write(page, beginning);
      await drop(page, [{ name: "run.journal", text: beginning }], "section.plan");
      await button(page, "Use it").click();
      await plan(page).getByText("read again as it changes", { exact: true }).waitFor();
      await eventually(async () => assert.match((await rows(page)).join("\n"), /us-west-1 Not started/));
      await plan(page).locator("summary", { hasText: "Options" }).click();
      // In the middle of a line, as it may be found.
      await write(page, lines.slice(0, 7).join("\n") + lines[7].slice(0, 30));
      await plan(page).getByText("shared with 10 of 12 accounts").waitFor();
      await write(page, lines.join("\n"));
      await plan(page).getByText("10 % a minute, about 4 min left").waitFor();
      assert.ok(await page.getByLabel("Copies at once").isVisible(), "what was opened stays open");
      await page.evaluate("window.lies = undefined");
      await eventually(async () => assert.equal(await plan(page).getByText("read again as it changes", { exact: true }).count(), 0));
      assert.equal(await plan(page).getByText("10 % a minute, about 4 min left").count(), 1);
      assert.ok((await events()).length >= 3);
    }));
});

describe("what becomes of it", () => {
  test("what was seen is written into the manifest as one change", () =>
    onPlan({ observation: observed({ "cn-beijing": { images: [copyOf("m-2zeaaaaaaaaaaaaaaaa1", { status: "Available", accounts: UIDS })] }, "us-west-1": { images: [copyOf("m-rj9aaaaaaaaaaaaaaaa1", { status: "Available", accounts: UIDS })] } }) }, async (page, { events }) => {
      await button(page, "Write 2 changes into the manifest").click();
      await plan(page).getByText("Nothing is to be done: every region has its image").waitFor();
      const changes = (await events()).filter(([name]) => name === "manifest-change");
      assert.equal(changes.length, 1);
      const [[, { change, manifest, label }]] = changes;
      assert.deepEqual(change.map((/** @type {any} */ { change, regionId, status }) => [change, regionId, status]), [["mark-delivery", "cn-beijing", "Available"], ["mark-delivery", "us-west-1", "Available"]]);
      assert.equal(label, "Progress of web_server 1 written down");
      const { status, images } = JSON.parse(manifest).artifacts[0].versions[0];
      assert.equal(status, "Available");
      assert.deepEqual(images["us-west-1"], { imageId: "m-rj9aaaaaaaaaaaaaaaa1", status: "Available", progress: 100 });
    }));

  test("options change the plan and the command line, and nothing is taken back unasked", () => {
    const stranger = "1000000000000999";
    const shared = { images: [copyOf("m-2zeaaaaaaaaaaaaaaaa1", { status: "Available", accounts: [...UIDS, stranger].sort() })] };
    return onPlan({ manifest: manifestOf({}, { shareType: "Public" }), filename: "my release.json", observation: observed({ "cn-beijing": shared, "us-west-1": EMPTY }) }, async (page) => {
      await plan(page).getByText("public-needs-community").waitFor();
      await plan(page).getByText("shared-unasked").waitFor();
      assert.ok(!(await rows(page)).some((row) => /^(Take the image|Open the image)/.test(row)));
      await unfold(page, "Options");
      await page.getByLabel("Publish", { exact: true }).check();
      await page.getByLabel("Shares", { exact: true }).check();
      await page.getByLabel("Copies at once").fill("2");
      await page.keyboard.press("Tab");
      await plan(page).getByText("Options (3 set)").waitFor();
      await eventually(async () => {
        const all = await rows(page);
        assert.equal(all.filter((row) => row.startsWith("Open the image to everyone")).length, 3);
        assert.equal(all.filter((row) => row.startsWith("Take the image from 1 account")).length, 1);
      });
      await unfold(page, "Commands");
      await plan(page).getByText("npx ecs-image-resolver distribute --manifest 'my release.json' --artifact artifact-web --version 1 --undo accounts --publish --copies 2", { exact: true }).waitFor();
      await page.getByLabel("Publish", { exact: true }).uncheck();
      await eventually(async () => assert.ok(!(await rows(page)).some((row) => row.startsWith("Open the image"))));
    });
  });

  test("commands are copied line by line and together, and downloaded", () =>
    onPlan({ observation: observed({ "cn-beijing": EMPTY, "us-west-1": EMPTY }) }, async (page) => {
      await plan(page).getByText("2 copies to make").waitFor();
      await unfold(page, "Commands");
      const pasted = () => page.evaluate("navigator.clipboard.readText()");
      await button(page, /^Copy: npx ecs-image-resolver distribute/).click();
      assert.equal(await pasted(), "npx ecs-image-resolver distribute --manifest manifest.json --artifact artifact-web --version 1");
      const looks = page.getByRole("region", { name: /^Look, with aliyun/ });
      assert.deepEqual((await looks.locator("li code").allInnerTexts()).map((line) => line.replace(/ --Status \S+/, "")), [
        ...[HOME, "cn-beijing", "us-west-1"].map((region) => `aliyun ecs DescribeImages --RegionId ${region} --ImageOwnerAlias self --PageSize 100 --PageNumber 1 >> observation.json`),
        `aliyun ecs DescribeImageSharePermission --RegionId ${HOME} --ImageId ${SOURCE} --PageSize 100 --PageNumber 1 >> observation.json`,
      ]);
      const calls = page.getByRole("region", { name: /^Do it, with aliyun/ });
      const lines = await calls.locator("li code").allInnerTexts();
      assert.match(lines[0], /^image1=\$\(aliyun ecs CopyImage --RegionId cn-hangzhou .* --DestinationRegionId cn-beijing /);
      assert.match(lines[2], /^aliyun ecs ModifyImageSharePermission --RegionId cn-beijing --ImageId "\$image1" --AddAccount\.1 /);
      await calls.getByRole("button", { name: /^Copy: image1=/ }).click();
      assert.equal(await pasted(), lines[0]);
      await button(page, "Copy all: Do it, with aliyun").click();
      assert.equal(await pasted(), lines.join("\n"));
      await page.getByText(`Copied ${lines.length} lines`).waitFor({ state: "attached" });
      const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Download: Do it, with aliyun").click()]);
      assert.equal(download.suggestedFilename(), "call.sh");
      const script = readFileSync(await download.path(), "utf8");
      assert.ok(script.startsWith("#!/bin/sh\n# ") && script.includes("\nset -eu\n") && script.endsWith(`${lines.join("\n")}\n`), script);
    }));
});

describe("for everyone", () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`axe finds nothing, and it fits, ${colorScheme}`, () =>
      onPlan(
        { observation: journal },
        async (page) => {
          const fits = async (/** @type {string} */ what) => {
            assert.deepEqual(await axe(page), [], what);
            for (const width of [360, 768, 1280, 2560]) {
              await page.setViewportSize({ width, height: 800 });
              assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${what} at ${width}`);
            }
          };
          await plan(page).getByText("shared with 10 of 12 accounts").waitFor();
          for (const name of ["Nothing is left", "Options", "Commands"]) await unfold(page, name);
          await fits("the plan");
          await paste(page, "{}");
          await dialog(page).locator("summary").click();
          await dialog(page).getByText("The document at line 1 says nothing of images").waitFor();
          await fits("what is taken in");
        },
        { context: { colorScheme, viewport: { width: 1280, height: 800 } } },
      ));
  }

  test("the keyboard reaches and does everything", () =>
    onPlan({ observation: journal }, async (page) => {
      await plan(page).getByText("shared with 10 of 12 accounts").waitFor();
      await button(page, "Take in what was seen").focus();
      await page.keyboard.press("Enter");
      await dialog(page).waitFor();
      await page.keyboard.press("Escape");
      await eventually(async () => assert.equal(await dialog(page).count(), 0));
      await eventually(async () => assert.equal(await page.evaluate("document.querySelector('ecs-image-artifact').shadowRoot.activeElement?.textContent.trim()"), "Take in what was seen"));
      await plan(page).locator("summary", { hasText: "Options" }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await eventually(async () => assert.equal(await page.evaluate("document.querySelector('ecs-image-artifact').shadowRoot.activeElement?.id"), "plan-copies"));
    }));

  test("a plan that cannot be loaded is said in words, and the rest is there", () =>
    onElement(
      "ecs-image-artifact",
      { manifest: JSON.stringify(MANIFEST), artifact: "artifact-web", version: "1" },
      async (page) => {
        await page.getByText("The distribution plan could not be loaded.").waitFor();
        await page.getByText("2 regions have no image yet").waitFor();
      },
      { prepare: (page) => page.route("**/plan.js", (route) => route.abort()), complaints: /plan\.js|ERR_FAILED/ },
    ));
});
