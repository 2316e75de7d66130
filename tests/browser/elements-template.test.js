// `<ecs-image-template>` alone on a page, in headless Chromium: the text and its bytes, what is marked in it, findings and
// their fixes, before and after, what it says when it cannot, and what it leaves behind.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { Resolver } from "../../js/node.js";
import { eventually, until } from "../../scripts/browser.mjs";
import { at } from "../../scripts/commands.mjs";
import { POLICY } from "../../scripts/serve.mjs";
import { axe, onElement, start, stop } from "./elements.js";

/** @import { Page } from "playwright-core" */

before(start);
after(stop);

const TEMPLATE = readFileSync(at("tests/fixtures/page/template.yaml"), "utf8");
const MANIFEST = readFileSync(at("tests/fixtures/page/manifest.json"), "utf8");
const { services } = JSON.parse(MANIFEST);
const [INVITED] = services.map((/** @type {{ serviceId: string }} */ { serviceId }) => serviceId);
const REQUEST = { service: INVITED, region: "cn-beijing", account: "1000000000000002" };
const WHOLE = { manifest: MANIFEST, ...REQUEST };
const IMAGE = "m-2zeb8f1xt6s4d0e2g3h5";
const EVENTS = ["template-change", "analysis-change", "resolution-change", "literal-activate", "diagnostic-activate"];

/**
 * @param {string | Uint8Array} source
 * @param {Record<string, unknown>} properties
 * @param {(page: Page, tools: Parameters<Parameters<typeof onElement>[2]>[1]) => Promise<void>} work
 * @param {Parameters<typeof onElement>[3]} [options]
 */
function onTemplate(source, properties, work, options) {
  return onElement("ecs-image-template", properties, async (page, tools) => {
    await page.evaluate(
      ([source, isText]) => {
        const element = /** @type {any} */ (document.querySelector("ecs-image-template"));
        /** @type {any} */ (window).element = element;
        element.source = isText ? source : Uint8Array.from(atob(String(source)), (character) => character.charCodeAt(0));
      },
      /** @type {const} */ ([typeof source === "string" ? source : Buffer.from(source).toString("base64"), typeof source === "string"]),
    );
    await work(page, tools);
  }, { listen: EVENTS, ...options });
}

/** Until the core has said everything of the text that is there. @param {Page} page */
async function settled(page) {
  await page.locator(".cm-content").waitFor();
  await until(page, "element.analysis !== null && element.shadowRoot.querySelector('.findings') !== null");
  await page.evaluate("element.updateComplete");
}

/** @param {Page} page @param {"bytes" | "resolvedBytes"} name @returns {Promise<Buffer | undefined>} */
async function bytesOf(page, name = "bytes") {
  const bytes = await page.evaluate(`element.${name} && Array.from(element.${name})`);
  return bytes === undefined ? undefined : Buffer.from(/** @type {number[]} */ (bytes));
}

/** Puts the cursor at a place of the text. @param {Page} page @param {number} offset in the unit of `source` */
const go = (page, offset) => page.evaluate(`element.reveal(${offset})`);

/** Until an expression gives this. @param {Page} page @param {string} expression @param {unknown} value */
const becomes = (page, expression, value) => until(page, `JSON.stringify(${expression}) === ${JSON.stringify(JSON.stringify(value))}`);

const codes = (/** @type {"analysis" | "resolution"} */ of) => `element.${of}?.diagnostics.map(({ code }) => code)`;

/** @param {Page} page @param {string} selector */
const texts = async (page, selector) => (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());

describe("the text", () => {
  test("is shown with its sites by what became of them, and everything is said to whoever listens", () =>
    onTemplate(TEMPLATE, { ...WHOLE, filename: "template.yaml" }, async (page, { events }) => {
      await settled(page);
      assert.equal(page.workers().length, 1, "the core is in a worker");
      const expected = new Resolver(MANIFEST).resolve(TEMPLATE, REQUEST, { filename: "template.yaml" });
      assert.deepEqual(await page.evaluate("element.resolution"), { ...expected.toJSON(), template: expected.template });
      assert.equal(await page.evaluate("element.analysis.sites.length"), 3);
      assert.deepEqual((await events()).map(([name]) => name), ["resolution-change", "analysis-change"]);

      await go(page, TEMPLATE.indexOf("web_server_image"));
      assert.deepEqual(await texts(page, ".eir-replaced"), ["web_server_image", '"centos_7_9_x64_20G_alibase_20240403.vhd"']);
      assert.deepEqual(await texts(page, ".eir-after"), [`→ ${IMAGE}`, `→ ${IMAGE}`]);
      await go(page, TEMPLATE.indexOf("!Ref JumpImageId"));
      assert.deepEqual(await texts(page, ".eir-not-literal"), ["!Ref JumpImageId"]);
      assert.deepEqual(await texts(page, ".image-item"), [
        `WebServer Properties.ImageId · line 53, column 16 Before web_server_image → After ${IMAGE} web_server, version 1 Replaced`,
        `Database Properties.ImageId · line 65, column 16 Before centos_7_9_x64_20G_alibase_20240403.vhd → After ${IMAGE} web_server, version 1 Replaced`,
        "JumpHost Properties.ImageId · line 76, column 16 Before Ref: JumpImageId Not a string",
      ]);
      assert.match((await texts(page, ".status"))[0], /^ROS YAML LF 3 image sites/);
    }));

  test("has the facts of an image on hover", () =>
    onTemplate(TEMPLATE, WHOLE, async (page) => {
      await settled(page);
      await go(page, TEMPLATE.indexOf("web_server_image"));
      await page.locator(".eir-replaced").first().hover();
      const tip = page.locator(".cm-tooltip .eir-tip");
      await tip.waitFor();
      assert.match((await texts(page, ".cm-tooltip .eir-tip"))[0], /Replaced web_server_image ?→ ?m-2zeb8f1xt6s4d0e2g3h5 Resource WebServer ALIYUN::ECS::InstanceGroup Property Properties\.ImageId Artifact web_server, version 1/);
    }));

  for (const [kind, text] of /** @type {const} */ ([
    ["CRLF and a BOM", `\uFEFF${TEMPLATE.replaceAll("\n", "\r\n")}`],
    ["lone CR", TEMPLATE.replaceAll("\n", "\r")],
    ["mixed line ends", TEMPLATE.split("\n").map((line, at) => line + ["\n", "\r\n", "\r", "\r\n"][at % 4]).join("")],
  ])) {
    test(`keeps ${kind}: typed, fixed, resolved and undone to the byte`, () =>
      onTemplate(Buffer.from(text), WHOLE, async (page, { events }) => {
        await settled(page);
        const original = Buffer.from(text);
        assert.ok((await bytesOf(page))?.equals(original));
        const resolved = new Resolver(MANIFEST).resolve(new Uint8Array(original), REQUEST).template;
        assert.ok(resolved);
        assert.ok((await bytesOf(page, "resolvedBytes"))?.equals(resolved));

        await go(page, original.indexOf("MaxAmount"));
        await page.keyboard.type("Amount: 1");
        await page.keyboard.press("Enter");
        const usual = kind === "lone CR" ? "\r" : "\r\n";
        // The new line is indented like the one that it was made in.
        const typed = text.replace("MaxAmount", `Amount: 1${usual}      MaxAmount`);
        assert.equal((await bytesOf(page))?.toString(), typed);
        const last = (await events()).filter(([name]) => name === "template-change").at(-1)?.[1];
        assert.equal(Buffer.from(Object.values(last.bytes)).toString(), typed);

        await page.locator(".findings button", { hasText: "Replace !Ref JumpImageId" }).click();
        const fixed = typed.replace("!Ref JumpImageId", "aliyun_3_x64_20G_alibase_20240819.vhd");
        assert.equal((await bytesOf(page))?.toString(), fixed);
        const after = new Resolver(MANIFEST).resolve(new Uint8Array(Buffer.from(fixed)), REQUEST).template;
        await until(page, `element.resolvedBytes?.length === ${after?.length}`);
        assert.ok(after && (await bytesOf(page, "resolvedBytes"))?.equals(after));

        for (let steps = 0; steps < 20 && !(await bytesOf(page))?.equals(original); steps += 1) await page.keyboard.press("Control+z");
        assert.ok((await bytesOf(page))?.equals(original));
      }));
  }

  test("that is set again as it is keeps the cursor and what can be undone; another one replaces it", () =>
    onTemplate(TEMPLATE, {}, async (page) => {
      await settled(page);
      await go(page, 2);
      await page.keyboard.type("x");
      await page.evaluate("element.source = new TextDecoder().decode(element.bytes)");
      await page.keyboard.type("y");
      await page.keyboard.press("Control+z");
      assert.equal((await bytesOf(page))?.toString(), TEMPLATE);
      await page.keyboard.press("Control+y");
      await page.evaluate("element.source = 'a: 1'");
      await page.keyboard.press("Control+z");
      assert.equal((await bytesOf(page))?.toString(), "a: 1");
      await page.evaluate("element.source = null");
      assert.equal((await bytesOf(page))?.length, 0);
      await until(page, "element.analysis === null");
    }));

  test("is shown at a place that was asked for before there was an editor", () =>
    onTemplate(TEMPLATE, { language: "ja" }, async (page) => {
      const seen = await page.evaluate(async ([text, start]) => {
        const element = /** @type {any} */ (document.createElement("ecs-image-template"));
        Object.assign(element, { source: text, language: "zh" });
        document.querySelector("main")?.append(element);
        await element.reveal(start, Number(start) + 16);
        return element.shadowRoot.querySelector(".cm-activeLine")?.textContent;
      }, /** @type {const} */ ([TEMPLATE, TEMPLATE.indexOf("web_server_image")]));
      assert.match(String(seen), /ImageId: web_server_image/);
    }));

  test("is coloured in each language, by what the core read", () =>
    onTemplate(TEMPLATE, {}, async (page) => {
      for (const source of [TEMPLATE, '{"ROSTemplateFormatVersion": "2015-09-01", "Resources": {}}', 'resource "alicloud_vpc" "v" {\n  vpc_name = "v"\n}\n']) {
        await page.evaluate((source) => void (/** @type {any} */ (window).element.source = source), source);
        await page.locator(".cm-line .tok-string, .cm-line .tok-propertyName").first().waitFor();
      }
    }));

  test("can be read and not written when it is readonly", () =>
    onTemplate(TEMPLATE, { ...WHOLE, readonly: true }, async (page) => {
      await settled(page);
      await page.locator(".cm-content").click();
      await page.keyboard.type("x");
      assert.equal((await bytesOf(page))?.toString(), TEMPLATE);
      await eventually(async () => assert.equal(await page.locator(".cm-content").getAttribute("aria-readonly"), "true"));
      await eventually(async () => assert.equal(await page.locator(".findings button", { hasText: "Replace" }).count(), 0));
    }));
});

describe("findings", () => {
  test("come while typing, at their place and in the list, and lead to it and to what is related", () =>
    onTemplate(TEMPLATE, {}, async (page, { events }) => {
      await settled(page);
      await becomes(page, codes("analysis"), ["image-not-literal"]);
      await page.locator(".finding-item .link", { hasText: "line 76, column 16" }).click();
      assert.equal(await page.evaluate("getSelection().toString() || element.shadowRoot.getSelection().toString()"), "!Ref JumpImageId");
      await page.locator(".finding-item .link", { hasText: "line 27, column 14" }).click();
      assert.equal(await page.evaluate("getSelection().toString() || element.shadowRoot.getSelection().toString()"), "aliyun_3_x64_20G_alibase_20240819.vhd");
      const chosen = (await events()).filter(([name]) => name === "diagnostic-activate").map(([, detail]) => [detail.diagnostic.code, detail.place.line]);
      assert.deepEqual(chosen, [["image-not-literal", 76], ["image-not-literal", 27]]);

      await go(page, TEMPLATE.indexOf("centos_7_9"));
      await page.keyboard.press("Backspace");
      await becomes(page, codes("analysis"), await analysed(TEMPLATE.replace('"centos', "centos")));
      await page.locator(".cm-lintRange-error").first().waitFor();
      await page.locator(".cm-lint-marker-error").first().hover();
      await page.locator(".cm-tooltip-lint").waitFor();
    }));

  test("are mended by keyboard alone", () =>
    onTemplate(TEMPLATE, {}, async (page) => {
      await settled(page);
      await page.locator(".cm-content").focus();
      await page.keyboard.press("F8");
      await page.keyboard.press("Alt+Enter");
      const focused = "element.shadowRoot.activeElement?.textContent.trim()";
      await becomes(page, focused, "Replace !Ref JumpImageId by aliyun_3_x64_20G_alibase_20240819.vhd");
      await page.keyboard.press("Escape");
      assert.equal(await page.evaluate("element.shadowRoot.activeElement?.className.includes('cm-content')"), true);
      await page.keyboard.press("Alt+Enter");
      await becomes(page, focused, "Replace !Ref JumpImageId by aliyun_3_x64_20G_alibase_20240819.vhd");
      await page.keyboard.press("Enter");
      await becomes(page, codes("analysis"), []);
      assert.equal((await bytesOf(page))?.toString(), TEMPLATE.replace("!Ref JumpImageId", "aliyun_3_x64_20G_alibase_20240819.vhd"));
      assert.equal(await page.evaluate("element.shadowRoot.activeElement?.className.includes('cm-content')"), true);
    }));

  test("of the manifest and the request are listed with their place", () =>
    onTemplate(TEMPLATE, { ...WHOLE, account: "1000000000000099" }, async (page) => {
      await settled(page);
      await until(page, `${codes("resolution")}?.includes("account-denied")`);
      assert.match((await texts(page, ".finding-item"))[0], /^Error .*request, account/);
      assert.equal(await page.evaluate("element.resolvedBytes === undefined"), true);
    }));

  test("that are many are listed when asked for", () => {
    const many = Array.from({ length: 300 }, (_, at) => `  R${at}:\n    Type: ALIYUN::ECS::Instance\n    Properties: {ImageId: {Ref: P${at}}}\n`).join("");
    return onTemplate(`ROSTemplateFormatVersion: '2015-09-01'\nResources:\n${many}`, {}, async (page) => {
      await settled(page);
      await eventually(async () => assert.equal(await page.locator(".finding-item").count(), 50));
      await page.locator(".findings > button").click();
      await eventually(async () => assert.ok((await page.locator(".finding-item").count()) >= 300));
    });
  });
});

/** @param {string} text */
async function analysed(text) {
  const { analyze } = await import("../../js/node.js");
  return analyze(text).diagnostics.map(({ code }) => code);
}

describe("a literal without a relation", () => {
  const unrelated = TEMPLATE.replace("web_server_image", "web-server-image");
  const last = (/** @type {[string, any][]} */ events) => events.filter(([name]) => name === "literal-activate").at(-1)?.[1];

  test("is not offered to be related where there is no service to do it in", () =>
    onTemplate(unrelated, { manifest: MANIFEST }, async (page) => {
      await settled(page);
      await eventually(async () => assert.equal(await page.locator(".image-item").count(), 3));
      await eventually(async () => assert.equal(await page.locator(".relate").count(), 0));
    }));

  test("is offered to be related: in the list, on hover and by keyboard", () =>
    onTemplate(unrelated, WHOLE, async (page, { events }) => {
      await settled(page);
      await page.getByRole("button", { name: "Relate web-server-image to an artifact" }).click();
      assert.deepEqual([last(await events()).literal, last(await events()).site.resource], ["web-server-image", "WebServer"]);

      const start = unrelated.indexOf("web-server-image");
      await go(page, start);
      await page.keyboard.press("Alt+Enter");
      await page.locator(".eir-card .relate").focus();
      await page.keyboard.press("Enter");
      await until(page, "fired.filter(([name]) => name === 'literal-activate').length === 2");
      await page.keyboard.press("Escape");

      await page.locator(".eir-unassociated").hover();
      await page.locator(".cm-tooltip-hover .relate").click();
      await until(page, "fired.filter(([name]) => name === 'literal-activate').length === 3");
    }));
});

describe("before and after", () => {
  test("stand side by side below what becomes of each image, and follow the region", () =>
    onTemplate(TEMPLATE, { ...WHOLE, view: "compare" }, async (page, { set }) => {
      await page.locator(".cm-merge-b .cm-changedText").first().waitFor();
      assert.deepEqual(await texts(page, ".cm-merge-a .cm-changedText"), ["web_server_image", "centos_7_9_x64_20G_alibase_20240403.vhd"]);
      assert.deepEqual(await texts(page, ".cm-merge-b .cm-changedText"), [IMAGE, IMAGE]);
      const order = await page.evaluate("[...element.shadowRoot.querySelectorAll('.images, .comparison, .findings')].map(({ className }) => className)");
      assert.deepEqual(order, ["images", "comparison", "findings"]);
      assert.equal((await texts(page, ".image-item .after"))[0], IMAGE);

      await set({ region: "ap-northeast-1" });
      await page.locator(".cm-merge-b", { hasText: "m-6wed0h3zv8u6f2g4j5k7" }).waitFor();
      assert.equal((await texts(page, ".image-item .after"))[0], "m-6wed0h3zv8u6f2g4j5k7");
      await eventually(async () => assert.equal(await page.getByRole("textbox", { name: "After, in ap-northeast-1" }).count(), 1));

      await set({ region: "us-west-1" });
      await page.locator(".note.bad").waitFor();
      assert.match((await texts(page, ".note.bad"))[0], /^There is no template for us-west-1/);
      await eventually(async () => assert.equal(await page.locator(".comparison").isVisible(), false));
      await set({ region: null });
      await page.locator(".note", { hasText: "Choose a manifest" }).waitFor();
      assert.equal(await page.evaluate("element.resolution"), null);

      await page.locator(".image-item .link").first().click();
      await until(page, "element.view === 'edit' && element.shadowRoot.activeElement?.className.includes('cm-content')");
    }));

  test("stand one in the other where there is no room", () =>
    onTemplate(TEMPLATE, { ...WHOLE, view: "compare" }, async (page) => {
      await page.locator(".cm-deletedChunk").first().waitFor();
      await eventually(async () => assert.equal(await page.locator(".cm-mergeView").count(), 0));
      assert.match((await texts(page, ".cm-deletedChunk"))[0], /web_server_image/);
      await page.setViewportSize({ width: 1000, height: 700 });
      await page.locator(".cm-mergeView").waitFor();
      await eventually(async () => assert.equal(await page.locator(".cm-deletedChunk").count(), 0));
    }, { context: { viewport: { width: 400, height: 700 } } }));
});

describe("what is no template", () => {
  for (const [kind, bytes, title] of /** @type {const} */ ([
    ["binary", [0x50, 0x4b, 3, 4, 0, 0, 0, 8, 1, 2], "Not a text file"],
    ["UTF-16", [...Buffer.from("\uFEFFResources:", "utf16le")], "Saved as UTF-16"],
    ["another encoding", [...Buffer.from("Description: "), 0xb2, 0xe2, 0xca, 0xd4], "Not UTF-8"],
  ])) {
    test(`is said to be so and never half shown: ${kind}`, () =>
      onTemplate(TEMPLATE, {}, async (page) => {
        await settled(page);
        await page.evaluate((text) => void (/** @type {any} */ (window).element.source = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))), Buffer.from(bytes).toString("base64"));
        await page.locator(".note.bad h2", { hasText: title }).waitFor();
        await eventually(async () => assert.equal(await page.locator(".editor").isVisible(), false));
        assert.ok((await bytesOf(page))?.equals(Buffer.from(bytes)), "its bytes are still there");
        assert.deepEqual(await axe(page), []);
        await page.evaluate((text) => void (/** @type {any} */ (window).element.source = text), TEMPLATE);
        await page.locator(".cm-content", { hasText: "ROSTemplateFormatVersion" }).waitFor();
        await eventually(async () => assert.equal(await page.locator(".note.bad").count(), 0));
      }));
  }
});

test("what is much too large is said to be so, and kept", () =>
  onTemplate(TEMPLATE, {}, async (page) => {
    await settled(page);
    await page.evaluate("element.source = new Uint8Array(30_000_000).fill(97)");
    await page.locator(".note.bad h2", { hasText: "Template too large" }).waitFor();
    assert.equal(await page.evaluate("element.bytes.length"), 30_000_000);
    await eventually(async () => assert.equal(await page.locator(".editor").isVisible(), false));
  }));

describe("a core that cannot be had", () => {
  test("because the policy bars WebAssembly is said in words", () =>
    onTemplate(TEMPLATE, {}, async (page) => {
      await page.locator(".note.bad", { hasText: "does not allow WebAssembly" }).waitFor();
      await page.locator(".cm-content", { hasText: "ROSTemplateFormatVersion" }).waitFor();
    }, { server: { policy: POLICY.replace(" 'wasm-unsafe-eval'", "") }, complaints: /WebAssembly|unsafe-eval/ }));

  test("because it does not load is said, and can be tried again", () =>
    onElement("ecs-image-template", { source: TEMPLATE }, async (page) => {
      await page.evaluate("window.element = document.querySelector('ecs-image-template')");
      await page.locator(".note.bad", { hasText: "could not be loaded" }).waitFor();
      await page.context().unroute("**/core.wasm*");
      await page.getByRole("button", { name: "Try again" }).click();
      await until(page, "element.analysis !== null");
      await eventually(async () => assert.equal(await page.locator(".note.bad").count(), 0));
    }, { complaints: /core\.wasm|Failed to load resource/, prepare: (page) => page.context().route("**/core.wasm*", (route) => route.abort()) }));
});

describe("answers", () => {
  test("of another region, text or manifest are never given for this one", () =>
    onTemplate(TEMPLATE, WHOLE, async (page) => {
      await settled(page);
      const seen = await page.evaluate(async (hangzhou) => {
        const { element } = /** @type {any} */ (window);
        const before = element.resolvedBytes !== undefined;
        element.region = hangzhou;
        const changed = [element.resolution, element.resolvedBytes];
        await new Promise((resolve) => element.addEventListener("resolution-change", resolve, { once: true }));
        const after = element.resolution.edits[0].new;
        element.source = "Resources: {}";
        return { before, changed, after, text: [element.resolution, element.analysis] };
      }, "cn-hangzhou");
      assert.deepEqual(seen, { before: true, changed: [null, undefined], after: "m-bp1a7e0ws5r3c9d1f2g4", text: [null, null] });
    }));

  test("come for the last of many texts, and most others are never asked about", () =>
    onTemplate("", {}, async (page, { events }) => {
      await until(page, "window.posted !== undefined");
      await page.evaluate(async (text) => {
        for (let at = 0; at < 100; at += 1) {
          /** @type {any} */ (window).element.source = `${text}# ${at}\n`;
          await Promise.resolve().then(() => /** @type {any} */ (window).element.updateComplete);
        }
      }, TEMPLATE);
      await until(page, "element.analysis !== null");
      assert.match(String(await bytesOf(page)), /# 99\n$/);
      assert.equal((await events()).filter(([name]) => name === "analysis-change").length, 1);
      assert.ok(Number(await page.evaluate("window.posted")) < 10);
    }, { prepare: counting }));

  test("come from the page's thread when the worker is lost", () =>
    onTemplate(TEMPLATE, WHOLE, async (page) => {
      await settled(page);
      await page.evaluate("window.made.dispatchEvent(new Event('error', { cancelable: true }))");
      await go(page, 2);
      await page.keyboard.type("x");
      await until(page, "element.resolution !== null");
      await page.locator(".eir-site, .cm-line").first().waitFor();
      assert.equal(page.workers().length, 0);
    }, { prepare: counting }));

  test("come for what was set before the element was defined", () =>
    onTemplate(TEMPLATE, {}, async (page) => {
      const early = await page.evaluate(async (whole) => {
        const element = /** @type {any} */ (document.implementation.createHTMLDocument().createElement("ecs-image-template"));
        const isPlain = element.updateComplete === undefined;
        Object.assign(element, whole);
        document.querySelector("main")?.append(element);
        await new Promise((resolve) => element.addEventListener("resolution-change", resolve, { once: true }));
        return { isPlain, id: element.resolution.edits[0].new, bytes: element.bytes.length };
      }, { ...WHOLE, source: TEMPLATE });
      assert.deepEqual(early, { isPlain: true, id: IMAGE, bytes: Buffer.byteLength(TEMPLATE) });
    }));
});

/** Counts what a worker is asked, and keeps hold of it. @param {Page} page */
const counting = (page) =>
  page.addInitScript(() => {
    const seen = /** @type {any} */ (window);
    seen.posted = 0;
    seen.Worker = class extends Worker {
      /** @param {string | URL} address @param {WorkerOptions} options */
      constructor(address, options) {
        super(address, options);
        seen.made = this;
      }

      /** @param {any} message */
      postMessage(message) {
        seen.posted += 1;
        super.postMessage(message);
      }
    };
  });

describe("languages", () => {
  test("are that of the page around it, or the one that is set", () =>
    onTemplate(TEMPLATE, {}, async (page, { set }) => {
      await settled(page);
      await page.evaluate("document.documentElement.lang = 'ja-JP'");
      await page.getByRole("textbox", { name: "テンプレート" }).waitFor();
      await page.locator(".finding-item", { hasText: "JumpHost" }).waitFor();
      await until(page, "/[ぁ-ん]/.test(element.shadowRoot.querySelector('.finding-item .told').textContent)");
      await set({ language: "zh" });
      await page.getByRole("textbox", { name: "模板" }).waitFor();
      await page.locator(".findings h2", { hasText: "问题" }).waitFor();
      await set({ language: "en" });
      await page.getByRole("textbox", { name: "Template" }).waitFor();
    }));
});

describe("for everybody", () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`axe finds nothing, ${colorScheme}`, () =>
      onTemplate(TEMPLATE.replace("web_server_image", "web-server"), WHOLE, async (page, { set }) => {
        await settled(page);
        for (const place of ["web-server", "centos_7", "!Ref JumpImageId"]) {
          await go(page, TEMPLATE.replace("web_server_image", "web-server").indexOf(place));
          assert.deepEqual(await axe(page), [], place);
        }
        await page.keyboard.press("Alt+Enter");
        await page.locator(".eir-card").waitFor();
        assert.deepEqual(await axe(page), [], "card");
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+f");
        await page.locator(".cm-search").waitFor();
        assert.deepEqual(await axe(page), [], "search");
        await page.keyboard.press("Escape");
        await set({ view: "compare" });
        await page.locator(".cm-merge-b").waitFor();
        assert.deepEqual(await axe(page), [], "side by side");
        await page.setViewportSize({ width: 360, height: 700 });
        await page.locator(".cm-deletedChunk").first().waitFor();
        assert.deepEqual(await axe(page), [], "narrow");
        assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true, "nothing is wider than the page");
      }, { context: { colorScheme, reducedMotion: "reduce" } }));
  }

  test("Tab goes through the editor and on", () =>
    onTemplate(TEMPLATE, WHOLE, async (page) => {
      await settled(page);
      await page.locator(".cm-content").focus();
      await page.keyboard.press("Tab");
      await becomes(page, "element.shadowRoot.activeElement?.textContent.trim()", "line 76, column 16");
      await page.keyboard.press("Shift+Tab");
      assert.equal(await page.evaluate("element.shadowRoot.activeElement?.className.includes('cm-content')"), true);
      assert.equal((await bytesOf(page))?.toString(), TEMPLATE);
    }));
});

describe("taken away and put back", () => {
  test("it has its text, and what can be undone", () =>
    onTemplate(TEMPLATE, WHOLE, async (page) => {
      await settled(page);
      await go(page, 2);
      await page.keyboard.type("x");
      await page.evaluate("element.remove()");
      assert.equal(await page.evaluate("element.bytes[2]"), "x".charCodeAt(0));
      await page.evaluate("document.querySelector('main').append(element)");
      await page.locator(".cm-content").focus();
      await page.locator(".eir-replaced, .cm-line").first().waitFor();
      await page.keyboard.press("Control+z");
      assert.equal((await bytesOf(page))?.toString(), TEMPLATE);
      await settled(page);
    }));

  test("it leaves nothing behind", () =>
    onTemplate(TEMPLATE, WHOLE, async (page) => {
      await settled(page);
      await page.evaluate(
        async ([template, properties]) => {
          for (let at = 0; at < 20; at += 1) {
            const element = /** @type {any} */ (document.createElement("ecs-image-template"));
            Object.assign(element, properties, { source: template, view: at % 2 === 0 ? "edit" : "compare" });
            document.querySelector("main")?.append(element);
            await new Promise((resolve) => element.addEventListener("analysis-change", resolve, { once: true }));
            await new Promise((resolve) => setTimeout(resolve, 60));
            element.remove();
          }
        },
        /** @type {const} */ ([TEMPLATE, WHOLE]),
      );
      const count = async () => {
        const session = await page.context().newCDPSession(page);
        await session.send("HeapProfiler.enable");
        for (let times = 0; times < 3; times += 1) await session.send("HeapProfiler.collectGarbage");
        const { result } = await session.send("Runtime.evaluate", { expression: "customElements.get('ecs-image-template').prototype" });
        const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: String(result.objectId) });
        const { result: length } = await session.send("Runtime.callFunctionOn", { functionDeclaration: "function () { return this.length }", objectId: String(objects.objectId), returnByValue: true });
        return length.value;
      };
      await eventually(async () => assert.equal(await count(), 1, "only the element of the page is left"));
      assert.equal(page.workers().length, 1);
    }));
});
