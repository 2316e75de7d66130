/** The browser that tests run in: the Chromium of this machine, or Debian's, installed when it can be. */

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

import { run, Stop } from "./commands.mjs";

/**
 * What Chromium is started with in tests: no window, no sandbox (root has none to give), and nothing that looks for the
 * network.
 */
export const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVER = ["chromedriver", "chromium.chromedriver"];

/**
 * Where Chromium and its driver are; installed with apt-get when they are not there and that works.
 *
 * @returns {Promise<{ chromium: string, driver: string }>}
 */
export async function browser() {
  const found = find();
  if (found) return found;
  console.error("browser    installing Debian's chromium and chromium-driver");
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" }, show: true };
  await run("apt-get", ["update"], options);
  await run("apt-get", ["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"], options);
  const installed = find();
  if (installed) return installed;
  throw new Stop("the browser tests need Chromium and its chromedriver on the PATH (or in CHROMIUM and CHROMEDRIVER): install them");
}

/**
 * Waits until an expression is true in a page. Playwright's own `waitForFunction` polls with `eval`, which the page's policy
 * bars.
 *
 * @param {{ evaluate(expression: string): Promise<unknown> }} page
 * @param {string} expression
 */
export async function until(page, expression) {
  for (const end = Date.now() + 20_000; !(await page.evaluate(expression)); ) {
    if (Date.now() > end) throw new Error(`after 20 seconds this is not true in the page: ${expression}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Checks again and again until what the page shows is as it should be: it shows some things only when the core has answered.
 *
 * @param {() => Promise<void>} check rejects while it is not so
 */
export async function eventually(check) {
  for (const end = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

function find() {
  const chromium = process.env.CHROMIUM ?? onPath(CHROMIUM);
  const driver = process.env.CHROMEDRIVER ?? onPath(DRIVER);
  return chromium && driver ? { chromium, driver } : undefined;
}

/** @param {string[]} names */
function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
