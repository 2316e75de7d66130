import { chromium } from "playwright-core";
import { serve, POLICY } from "/work/wt-services/scripts/serve.mjs";
import { FLAGS } from "/work/wt-services/scripts/browser.mjs";
const [,, hashes, width = "1280", scheme = "light", locale = "en", prefix = "s", height = "900"] = process.argv;
const served = await serve({ policy: `${POLICY}; require-trusted-types-for 'script'; trusted-types lit-html` });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
const context = await browser.newContext({ locale, colorScheme: scheme, viewport: { width: +width, height: +height } });
const page = await context.newPage();
page.on("console", (m) => ["error", "warning"].includes(m.type()) && console.log("CONSOLE", m.text()));
page.on("pageerror", (e) => console.log("PAGEERROR", e.stack ?? e));
await page.goto(served.url);
await page.locator("h1").first().waitFor();
await page.waitForTimeout(600);
let n = 0;
for (const hash of hashes.split(",")) {
  const [h, ...acts] = hash.split("|");
  await page.evaluate((h) => { location.hash = h; }, h);
  await page.waitForTimeout(900);
  for (const act of acts) { try { if (act.startsWith("fill:")) { const [, sel, ...v] = act.split(":"); await page.locator(sel).first().fill(v.join(":").replaceAll("\\n", "\n")); } else await page.locator(act).first().click({ timeout: 3000 }); } catch (e) { console.log(act, String(e).slice(0, 300)); } await page.waitForTimeout(500); }
  const file = `/tmp/services/${prefix}${n++}.png`;
  await page.screenshot({ path: file, fullPage: true });
  console.log(file, h, await page.evaluate(() => document.documentElement.scrollWidth));
}
await browser.close(); await served.close();
