// How long it takes from a key to the findings of the new text on the page. Measured and printed; what is asserted is that each
// key had its own answer, and that the largest template there may be can be typed in.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { until } from "../../scripts/browser.mjs";
import { at } from "../../scripts/commands.mjs";
import { onElement, start, stop } from "./elements.js";

/** @import { Page } from "playwright-core" */

before(start);
after(stop);

const TEMPLATE = readFileSync(at("tests/fixtures/page/template.yaml"), "utf8");
const MANIFEST = readFileSync(at("tests/fixtures/page/manifest.json"), "utf8");
const { services } = JSON.parse(MANIFEST);
const WHOLE = { manifest: MANIFEST, service: services[0].serviceId, region: "cn-beijing", account: "1000000000000002", filename: "template.yaml" };

/** What a template is made of beside images, over and over. */
const BULK = `  Script{}:
    Type: ALIYUN::OOS::Template
    Properties:
      TemplateName: script-{}
      Content:
        Fn::Sub: |
          FormatVersion: OOS-2019-06-01
          Tasks: [{Name: "{}", Action: "ACS::ECS::RunCommand", Properties: {commandContent: "echo ready"}}]
`;

/** A template of about so many bytes, with the images of the sample. @param {number} bytes */
function template(bytes) {
  const [head, tail] = TEMPLATE.split("\nOutputs:");
  let text = `${head}\n`;
  for (let at = 0; text.length + BULK.length * 2 < bytes; at += 1) text += BULK.replaceAll("{}", String(at));
  return `${text}\nOutputs:${tail}`;
}

/**
 * Presses keys that break and mend the text, each once the findings of the one before are on the page.
 *
 * @param {Page} page
 * @param {number} offset
 * @param {number} times
 */
async function typed(page, offset, times) {
  await page.evaluate((offset) => {
    const { element } = /** @type {any} */ (window);
    const keys = /** @type {{ at: number, handled?: number, shown?: number, errors?: number }[]} */ ((/** @type {any} */ (window).keys = []));
    addEventListener("keydown", () => keys.push({ at: performance.now() }), { capture: true });
    const last = () => keys.at(-1) ?? { at: 0 };
    element.addEventListener("template-change", () => (last().handled = performance.now()));
    element.addEventListener("resolution-change", (/** @type {CustomEvent} */ { detail }) => {
      last().shown = performance.now();
      last().errors = detail.resolution.diagnostics.filter((/** @type {{ severity: string }} */ { severity }) => severity === "error").length;
    });
    const tasks = /** @type {number[]} */ ((/** @type {any} */ (window).tasks = []));
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
    return element.reveal(offset);
  }, offset);
  await page.waitForTimeout(500);
  await page.evaluate("window.tasks.length = 0");
  for (let at = 0; at < times; at += 1) {
    await page.keyboard.press(at % 2 === 0 ? "}" : "Backspace");
    await until(page, `window.keys.length === ${at + 1} && window.keys.at(-1).shown !== undefined`);
  }
  const keys = /** @type {{ at: number, handled: number, shown: number, errors: number }[]} */ (await page.evaluate("window.keys"));
  return { keys, tasks: /** @type {number[]} */ (await page.evaluate("window.tasks")) };
}

/** @param {number[]} times */
function spread(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`;
}

for (const [size, times] of /** @type {const} */ ([[20_000, 200], [512_000, 40]])) {
  test(`a key in ${size / 1000} KB has its own findings`, (context) =>
    onElement("ecs-image-template", { ...WHOLE, source: template(size) }, async (page) => {
      const text = template(size);
      assert.ok(Math.abs(text.length - size) < 1500);
      await page.evaluate("window.element = document.querySelector('ecs-image-template')");
      await page.locator(".cm-content").waitFor();
      await until(page, "element.analysis !== null");
      const { keys, tasks } = await typed(page, text.indexOf("web-[1,2]"), times);
      assert.equal(keys.length, times);
      // A stray bracket in front of the value is an error, and its removal is none.
      assert.deepEqual(keys.map(({ errors }) => errors > 0), keys.map((_, at) => at % 2 === 0));
      context.diagnostic(`${size / 1000} KB: key to findings on the page: ${spread(keys.map(({ at, shown }) => shown - at))}`);
      context.diagnostic(`${size / 1000} KB: key to text on the page: ${spread(keys.map(({ at, handled }) => handled - at))}`);
      context.diagnostic(`${size / 1000} KB: ${tasks.length} tasks of over 50 ms on the page's thread in ${times} keys, the longest ${Math.max(0, ...tasks).toFixed(0)} ms`);
    }));
}
