// <ecs-image-matrix> in headless Chromium, as it is published: what cells say, keys, filters, CSV, languages, how fast it is.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { eventually } from "../../scripts/browser.mjs";
import { Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";
import { POLICY } from "../../scripts/serve.mjs";
import { Cells } from "../../www/elements/matrix/cells.js";
import { csv } from "../../www/elements/matrix/csv.js";
import { offsetFor, positionsOf, windowOf } from "../../www/elements/matrix/window.js";
import { axe, onElement, start, stop } from "./elements.js";

/** @import { Page } from "playwright-core" */

before(start);
after(stop);

const REGIONS = ["cn-hangzhou", "cn-beijing", "us-west-1", "eu-central-1"];
const ACCOUNTS = ["1000000000000001", "1000000000000002", "1000000000000003", "1000000000000009"];
const TEMPLATE = "Resources:\n  A:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: web_image\n";

const MANIFEST = {
  manifestVersion: 1,
  provider: ACCOUNTS[0],
  artifacts: [
    {
      artifactId: "artifact-web",
      artifactType: "EcsImage",
      name: "web_server",
      description: "The web server of the shop",
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
        { version: "draft", versionName: "v2_0", status: "Created", source: { type: "custom", imageId: "m-bp1aaaaaaaaaaaaaaaa2", regionId: "cn-hangzhou" }, supportRegionIds: "all" },
      ],
    },
  ],
  services: [
    {
      serviceId: "service-web",
      name: "Web shop",
      status: "Online",
      shareType: "Restricted",
      sharedAccounts: [{ uid: ACCOUNTS[1], permission: "Deployable" }, { uid: ACCOUNTS[2], permission: "Accessible" }],
      templates: [{ name: "single", allowedRegions: ["cn-hangzhou", "cn-beijing", "us-west-1"] }],
      relations: { web_image: { artifactId: "artifact-web", version: "1" }, "=web_next": { artifactId: "artifact-web", version: "draft" } },
    },
    { serviceId: "service-empty", status: "Online", shareType: "Public" },
  ],
};
const SERVICE = { manifest: MANIFEST, service: "service-web", regions: REGIONS, accounts: ACCOUNTS };

/** @param {Record<string, unknown>} properties @param {Parameters<typeof onElement>[2]} work @param {Parameters<typeof onElement>[3]} [options] */
const onMatrix = (properties, work, options) => onElement("ecs-image-matrix", properties, work, { listen: ["cell-activate"], ...options });

/** The cells as lines of words. @param {Page} page */
const cells = async (page) => {
  await page.locator(".cell").first().waitFor();
  const lines = await page.locator(".line-of-cells").evaluateAll((rows) => rows.map((row) => Array.from(row.querySelectorAll(".cell"), (cell) => /** @type {HTMLElement} */ (cell).innerText.trim())));
  return lines;
};

const focused = (/** @type {Page} */ page) =>
  page.evaluate(() => {
    const cell = /** @type {HTMLElement | null | undefined} */ (document.querySelector("ecs-image-matrix")?.shadowRoot?.activeElement);
    return cell?.dataset.row === undefined ? null : [Number(cell.dataset.row), Number(cell.dataset.column)];
  });

const tip = (/** @type {Page} */ page) => page.locator("#tip");

describe("cells", () => {
  test("say which image each account gets in each region, or that it gets none", () =>
    onMatrix({ ...SERVICE, text: TEMPLATE }, async (page) => {
      const images = ["m-bp1aaaaaaaaaaaaaaaa1", "m-2zeaaaaaaaaaaaaaaaa1", "Not yet", "35 %"];
      const denied = Array(4).fill("Denied");
      assert.deepEqual(await cells(page), [images, images, denied, denied]);
      await eventually(async () => assert.deepEqual(await page.getByRole("columnheader").allInnerTexts(), ["Account", "China (Hangzhou)\ncn-hangzhou", "China (Beijing)\ncn-beijing", "Germany (Frankfurt)\neu-central-1", "US (Silicon Valley)\nus-west-1"]));
      assert.deepEqual(await page.getByRole("checkbox").evaluateAll((boxes) => boxes.map((box) => box.parentElement?.innerText.trim().replaceAll("\n", " "))), ["✓ Image ready 4", "… Not distributed 4", "✕ Denied 8"]);
      await eventually(async () => assert.equal(await page.getByRole("gridcell", { name: "Denied: " }).count(), 8));
      await eventually(async () => assert.equal(await page.getByRole("gridcell", { name: "35 %: Distribution to this region not finished" }).count(), 2));
    }));

  test("agree with the core's own answers", () => {
    const resolver = new Resolver(MANIFEST);
    const matrix = resolver.matrix({ service: "service-web", text: TEMPLATE, template: "single", regions: REGIONS, accounts: ACCOUNTS });
    const made = new Cells(matrix);
    ACCOUNTS.forEach((account, who) => {
      REGIONS.forEach((region, where) => {
        const resolved = resolver.resolve(TEMPLATE, { service: "service-web", region, account, template: "single" });
        const { state, code, imageId } = made.cell(0, where, who);
        assert.equal(state === "ready", resolved.ok, `${account} ${region}`);
        if (resolved.ok) assert.equal(imageId, resolved.edits[0].new);
        else assert.ok(resolved.diagnostics.some((one) => one.code === code), `${account} ${region}: ${code}`);
      });
    });
    assert.deepEqual(REGIONS.map((_, where) => made.state(0, where, 0)), ["ready", "ready", "waiting", "denied"], "a region that the template forbids is denied");
  });

  test("give the reason to the pointer and to the keyboard, in the language", () =>
    onMatrix({ ...SERVICE, text: TEMPLATE, language: "ja" }, async (page) => {
      await cells(page);
      await eventually(async () => assert.ok(!(await tip(page).isVisible())));
      await page.locator(".cell", { hasText: "35 %" }).first().hover();
      await tip(page).waitFor();
      await eventually(async () => assert.match(await tip(page).innerText(), /このリージョンへの配布が完了していない[^]*35%[^]*中国 \(杭州\)[^]*region-not-ready/));
      await page.mouse.move(0, 0);
      await tip(page).waitFor({ state: "hidden" });
      await page.locator("#region").focus();
      await page.keyboard.press("Tab"); // past the legend's controls, into the grid
      for (let at = 0; at < 8 && (await focused(page)) === null; at += 1) await page.keyboard.press("Tab");
      await eventually(async () => assert.deepEqual(await focused(page), [0, 0]));
      await eventually(async () => assert.match(await tip(page).innerText(), /m-bp1aaaaaaaaaaaaaaaa1/));
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.locator("#tip:has-text('account-cannot-deploy')").waitFor();
      await eventually(async () => assert.equal(await page.locator(".cell[aria-describedby=tip]").count(), 1));
      await page.keyboard.press("Escape");
      await eventually(async () => assert.ok(!(await tip(page).isVisible())));
    }));

  test("are copied whole", () =>
    onMatrix({ ...SERVICE, text: TEMPLATE }, async (page) => {
      await cells(page);
      await page.locator(".cell").nth(1).focus();
      await page.keyboard.press("Control+c");
      await page.getByText("Copied m-2zeaaaaaaaaaaaaaaaa1").waitFor();
      assert.equal(await page.evaluate("navigator.clipboard.readText()"), "m-2zeaaaaaaaaaaaaaaaa1");
      await page.locator(".cell").nth(0).hover();
      await page.locator("#tip:has-text('m-bp1')").waitFor();
      await tip(page).getByRole("button", { name: "Copy" }).click();
      await page.getByText("Copied m-bp1aaaaaaaaaaaaaaaa1").waitFor();
    }));

  test("are chosen by click, by key and by a second touch", () =>
    onMatrix({ ...SERVICE, text: TEMPLATE }, async (page, { events }) => {
      await cells(page);
      await page.locator(".cell").nth(1).click();
      const [[name, detail]] = await events();
      assert.equal(name, "cell-activate");
      assert.deepEqual({ ...detail, site: detail.site?.value }, {
        row: { literal: "web_image", artifactId: "artifact-web", version: "1" },
        region: "cn-beijing",
        account: ACCOUNTS[0],
        imageId: "m-2zeaaaaaaaaaaaaaaaa1",
        code: null,
        site: "web_image",
      });
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      const second = (await events())[1][1];
      assert.deepEqual([second.region, second.imageId, second.code], ["eu-central-1", null, "region-not-served"]);
      assert.equal((await events()).length, 2);
    }));

  test("tell at the first touch and are chosen at the second", () =>
    onMatrix(
      { ...SERVICE, text: TEMPLATE },
      async (page, { events }) => {
        await cells(page);
        await page.locator(".cell.denied").first().tap();
        await tip(page).waitFor();
        assert.deepEqual(await events(), []);
        await page.locator(".cell.denied").first().tap();
        assert.equal((await events()).length, 1);
      },
      { context: { hasTouch: true } },
    ));
});

test("the keys of a grid", () =>
  onMatrix({ ...SERVICE, accounts: Array.from({ length: 200 }, (_, at) => `1${String(at).padStart(15, "0")}`), regions: null, text: TEMPLATE }, async (page) => {
    await cells(page);
    await page.locator(".cell").first().focus();
    for (const [key, expected] of /** @type {[string, number[]][]} */ ([
      ["ArrowRight", [0, 1]],
      ["ArrowLeft", [0, 0]],
      ["ArrowLeft", [0, 0]],
      ["ArrowUp", [0, 0]],
      ["ArrowDown", [1, 0]],
      ["End", [1, 43]],
      ["Home", [1, 0]],
      ["Control+End", [199, 43]],
      ["ArrowDown", [199, 43]],
      ["Control+Home", [0, 0]],
    ])) {
      await page.keyboard.press(key);
      await page.waitForTimeout(30);
      await eventually(async () => assert.deepEqual(await focused(page), expected, key));
      await eventually(async () => assert.equal(await page.locator(".cell[tabindex='0']").count(), 1));
    }
    await page.keyboard.press("PageDown");
    const [row] = /** @type {number[]} */ (await focused(page));
    assert.ok(row > 8, `a page is ${row} rows`);
    await page.keyboard.press("PageUp");
    await eventually(async () => assert.deepEqual(await focused(page), [0, 0]));
    const grid = page.getByRole("grid");
    await eventually(async () => assert.deepEqual([await grid.getAttribute("aria-rowcount"), await grid.getAttribute("aria-colcount")], ["201", "45"]));
    await grid.evaluate((box) => box.scrollTo(0, 3000));
    await page.waitForTimeout(50);
    await eventually(async () => assert.deepEqual(await focused(page), [0, 0], "what has the focus stays, however far it is scrolled"));
  }));

describe("filters", () => {
  test("find accounts and regions, by name in any language, and count", () =>
    onMatrix({ ...SERVICE, text: TEMPLATE }, async (page) => {
      await cells(page);
      await page.getByLabel("Find accounts").fill("0002");
      assert.equal((await cells(page)).length, 1);
      await page.getByLabel("Find regions").fill("北京");
      assert.deepEqual(await cells(page), [["m-2zeaaaaaaaaaaaaaaaa1"]]);
      await page.getByText("1 ready, 0 not distributed, 0 denied").waitFor({ state: "attached" });
      await page.getByLabel("Find regions").fill("nowhere");
      await page.getByText("Nothing matches the filters.").waitFor();
      await page.getByRole("button", { name: "Clear the filters" }).click();
      assert.equal((await cells(page)).length, 4);
      await eventually(async () => assert.equal(await page.getByLabel("Find accounts").inputValue(), ""));
    }));

  test("show only problems, or only some states", () =>
    onMatrix({ ...SERVICE, text: TEMPLATE, accounts: ACCOUNTS.slice(0, 2) }, async (page) => {
      await cells(page);
      await page.getByRole("button", { name: "Only problems" }).click();
      assert.deepEqual(new Set((await cells(page)).flat()), new Set(["35 %", "Not yet"]), "regions without a problem are gone");
      await page.getByRole("button", { name: "Only problems" }).click();
      await page.getByRole("checkbox", { name: /Image ready/ }).uncheck();
      await page.getByRole("checkbox", { name: /Not distributed/ }).uncheck();
      await page.getByText("Nothing matches the filters.").waitFor();
      await page.getByRole("checkbox", { name: /Image ready/ }).check();
      assert.deepEqual((await cells(page)).map((row) => row.length), [2, 2]);
    }));

  test("images are stacked, or one of them is chosen; rows and columns are swapped", () =>
    onMatrix(SERVICE, async (page) => {
      assert.equal((await cells(page)).length, 8, "two images for each of four accounts");
      await eventually(async () => assert.match((await page.getByRole("rowheader").allInnerTexts())[1], /1000000000000001\n=web_next → web_server, draft/));
      await page.getByLabel("Image", { exact: true }).selectOption({ label: "=web_next → web_server, draft" });
      assert.deepEqual((await cells(page))[0], ["m-bp1aaaaaaaaaaaaaaaa2", "Not yet", "Not yet", "Not yet"]);
      await page.getByRole("button", { name: "Swap rows and columns" }).click();
      const lines = await cells(page);
      assert.deepEqual([lines.length, lines[0].length], [4, 4]);
      assert.deepEqual(lines[0], ["m-bp1aaaaaaaaaaaaaaaa2", "m-bp1aaaaaaaaaaaaaaaa2", "Denied", "Denied"]);
      await eventually(async () => assert.match((await page.getByRole("columnheader").allInnerTexts())[1], /1000000000000001\s+Provider/));
    }));
});

describe("what is asked", () => {
  test("an artifact: all its versions, and who may use them", () =>
    onMatrix({ manifest: MANIFEST, artifact: "artifact-web", regions: REGIONS }, async (page, { set }) => {
      const lines = await cells(page);
      assert.equal(lines.length, 8, "the provider, two that it is shared with and any other, for each of two versions");
      await eventually(async () => assert.match((await page.getByRole("rowheader").allInnerTexts()).join("|"), /Any other account/));
      await set({ versions: ["draft"] });
      await page.locator(".line-of-cells").nth(3).waitFor();
      await page.waitForTimeout(100);
      assert.equal((await cells(page)).length, 4);
    }));

  test("a template's regions, and what is wrong with the template", () =>
    onMatrix({ ...SERVICE, regions: null, templateName: "single", text: `${TEMPLATE}  B:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: !Ref web_image\nParameters:\n  web_image: {Type: String, Default: web_image}\n` }, async (page) => {
      const [first] = await cells(page);
      assert.equal(first.length, 3);
      assert.ok(first.every((words) => words === "Not yet" || words.endsWith("%")), String(first));
      await page.locator(".cell").first().focus();
      await page.locator("#tip:has-text('image-not-literal')").waitFor();
      await eventually(async () => assert.match(await tip(page).innerText(), /something else in the template is in the way/));
    }));

  test("nothing, nothing related, and what does not exist", () =>
    onMatrix({}, async (page, { set }) => {
      await page.getByText("Choose a service or an artifact").waitFor();
      await set({ manifest: MANIFEST, service: "service-empty" });
      await page.getByText("relates no literal").waitFor();
      await set({ service: "service-x" });
      await page.getByRole("alert").filter({ hasText: "service-unknown" }).waitFor();
      await set({ service: "service-web", accounts: [] });
      await page.getByText("No account is asked about").waitFor();
      await set({ accounts: null, manifest: '{"artifacts": [' });
      await page.getByRole("alert").filter({ hasText: "json-" }).waitFor();
      await set({ manifest: JSON.stringify(MANIFEST) });
      await page.locator(".cell").first().waitFor();
      await set({ service: null, artifact: "artifact-web", text: null });
      await page.locator(".cell").first().waitFor();
    }));

  test("a core that the page's policy bars says what to allow", () =>
    onMatrix(SERVICE, async (page) => void (await page.getByRole("alert").filter({ hasText: "wasm-unsafe-eval" }).waitFor()), {
      server: { policy: POLICY.replace(" 'wasm-unsafe-eval'", "") },
      complaints: /WebAssembly|wasm/i,
    }));
});

describe("CSV", () => {
  test("is RFC 4180, and no cell is a formula", () => {
    assert.equal(csv([["a", null, undefined, ""], ['x"y', "a,b", "a\nb", "a\r\nb"]]), 'a,,,\r\n"x""y","a,b","a\nb","a\r\nb"\r\n');
    for (const formula of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"]) assert.match(csv([[formula]]), /^"?'/, formula);
    assert.equal(csv([["a=b", "1000000000000001", "m-2ze"]]), "a=b,1000000000000001,m-2ze\r\n");
  });

  test("has all cells with their reasons, and is downloaded", () =>
    onMatrix(SERVICE, async (page) => {
      await cells(page);
      await page.getByLabel("Find accounts").fill("0002");
      const text = String(await page.evaluate("document.querySelector('ecs-image-matrix').csv()"));
      const lines = text.split("\r\n");
      assert.equal(lines.length, 1 + 2 * 4 * 4 + 1, "filters leave nothing out");
      assert.equal(lines[0], "Literal,Artifact,Version,Region,Region name,Account,State,Image ID,Code,Reason");
      assert.ok(lines.includes("web_image,artifact-web,1,cn-beijing,China (Beijing),1000000000000002,Image ready,m-2zeaaaaaaaaaaaaaaaa1,,"));
      assert.ok(lines.includes("web_image,artifact-web,1,us-west-1,US (Silicon Valley),1000000000000002,Not distributed,,region-not-ready,Distribution to this region not finished"));
      assert.ok(lines.some((line) => line.startsWith("'=web_next,")));
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export CSV" }).click()]);
      assert.equal(download.suggestedFilename(), "service-web.csv");
      assert.equal(readFileSync(await download.path(), "utf8"), `\uFEFF${text}`);
    }));
});

test("it speaks the language of the page, and changes with it", () =>
  onMatrix(SERVICE, async (page, { set }) => {
    await cells(page);
    for (const [lang, words] of [["ja", "CSV をエクスポート"], ["zh-CN", "导出 CSV"], ["fr", "Export CSV"]]) {
      await page.evaluate((lang) => { document.documentElement.lang = lang; }, lang);
      await page.getByRole("button", { name: words }).waitFor();
    }
    await set({ language: "zh" });
    await page.locator(".cell", { hasText: "拒绝" }).first().waitFor();
    await eventually(async () => assert.ok((await page.getByRole("columnheader").allInnerTexts()).some((text) => text.startsWith("华北2（北京）"))));
  }));

test("a page gives it colours from anywhere above it, and reaches its parts", () =>
  onMatrix(SERVICE, async (page) => {
    await cells(page);
    await page.evaluate(() => {
      document.documentElement.style.setProperty("--eir-good", "rgb(1, 2, 3)");
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("ecs-image-matrix::part(export) { text-transform: uppercase }");
      document.adoptedStyleSheets.push(sheet);
    });
    assert.equal(await page.locator(".cell.ready").first().evaluate((cell) => getComputedStyle(cell).color), "rgb(1, 2, 3)");
    assert.equal(await page.getByRole("button", { name: "Export CSV" }).evaluate((button) => getComputedStyle(button).textTransform), "uppercase");
  }));

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [360, 1280, 2560]) {
    test(`axe finds nothing, ${colorScheme}, ${width} pixels wide, and nothing is wider than the page`, () =>
      onMatrix(
        { ...SERVICE, regions: null },
        async (page) => {
          await cells(page);
          await page.locator(".cell").first().focus();
          await tip(page).waitFor();
          assert.deepEqual(await axe(page), []);
          assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
        },
        { context: { colorScheme, viewport: { width, height: 800 } } },
      ));
  }
}

test("44 regions and 1,000 accounts: few cells are made, and scrolling is measured", (t) =>
  onMatrix({}, async (page, { set }) => {
    const manifest = JSON.parse(readFileSync(at("www/sample/manifest.json"), "utf8"));
    const accounts = Array.from({ length: 1000 }, (_, at) => `2${String(at).padStart(15, "0")}`);
    manifest.services[0].sharedAccounts.push(...accounts.map((uid, at) => ({ uid, permission: at % 9 === 0 ? "Accessible" : "Deployable" })));
    const began = Date.now();
    await set({ manifest: JSON.stringify(manifest), service: manifest.services[0].serviceId, accounts });
    await page.locator(".cell").first().waitFor();
    const first = Date.now() - began;
    await eventually(async () => assert.equal(await page.getByRole("grid").getAttribute("aria-rowcount"), "4001", "four images stacked"));
    const made = await page.locator(".cell").count();
    assert.ok(made < 600, `${made} cells are made of 176,000`);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const busy = async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN;
    const before = await busy();
    const frames = /** @type {number[]} */ (
      await page.evaluate(async () => {
        const box = /** @type {Element} */ (document.querySelector("ecs-image-matrix")?.shadowRoot?.querySelector(".scroll-box"));
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        /** @type {number[]} */
        const frames = [];
        await frame();
        for (let at = 0; at < 120; at += 1) {
          const began = performance.now();
          box.scrollBy(at % 3 === 0 ? 60 : 0, 180);
          await frame();
          frames.push(performance.now() - began);
        }
        return frames;
      })
    );
    const work = (((await busy()) - before) * 1000) / frames.length;
    const median = frames.toSorted((one, other) => one - other)[60];
    await eventually(async () => assert.ok((await page.locator(".cell").count()) < 600));
    const csvTook = await page.evaluate(() => {
      const before = performance.now();
      const { length } = /** @type {any} */ (document.querySelector("ecs-image-matrix")).csv();
      return `${Math.round(performance.now() - before)} ms for ${Math.round(length / 1024)} KiB`;
    });
    t.diagnostic(`first cells after ${first} ms; ${made} cells made; at 180 pixels a frame the page's thread works ${work.toFixed(1)} ms a frame, one comes every ${median.toFixed(1)} ms; CSV in ${csvTook}`);
  }));

test("only what is seen is made", () => {
  assert.deepEqual(windowOf({ offset: 0, view: 100, size: 10, count: 1000, spare: 2 }), { first: 0, last: 12 });
  assert.deepEqual(windowOf({ offset: 9_995, view: 100, size: 10, count: 1000, spare: 2 }), { first: 997, last: 1000 });
  assert.deepEqual(windowOf({ offset: 500, view: 100, size: 10, count: 3, spare: 2 }), { first: 3, last: 3 });
  assert.deepEqual(positionsOf({ first: 5, last: 8 }, 0, 20), [0, 5, 6, 7]);
  assert.deepEqual(positionsOf({ first: 5, last: 8 }, 6, 20), [5, 6, 7]);
  assert.deepEqual(positionsOf({ first: 5, last: 8 }, 19, 20), [5, 6, 7, 19]);
  assert.deepEqual([offsetFor({ offset: 50, view: 100, size: 10, at: 2 }), offsetFor({ offset: 50, view: 100, size: 10, at: 14 }), offsetFor({ offset: 50, view: 100, size: 10, at: 15 })], [20, 50, 60]);
});
