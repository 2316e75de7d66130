/** What is built with Vite: the console's page, in `www/dist`. */

import { build } from "vite";

import { at, isMain, script } from "./commands.mjs";

/** Builds the page: every file but `index.html` has a name that says what is in it. */
export async function buildSite() {
  await build({
    configFile: false,
    root: at("www"),
    base: "./",
    logLevel: "warn",
    build: {
      outDir: at("www/dist"),
      emptyOutDir: true,
      target: "es2023",
      // No inline data: the page's policy would not have it.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
    worker: { format: "es" },
  });
}

if (isMain(import.meta.url)) await script(buildSite);
