/** What is built with Vite: the console's page, in `www/dist`, and the elements that the package publishes, in `pkg/elements`. */

import { rmSync } from "node:fs";

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

/**
 * Builds the elements as ES modules with everything in them but the core's wasm, which stays the package's one file. The
 * editor, the comparison and each language are files of their own, loaded when they are first needed.
 */
export async function buildElements() {
  rmSync(at("pkg/elements"), { recursive: true, force: true });
  await build({
    configFile: false,
    root: at("www"),
    base: "./",
    logLevel: "warn",
    publicDir: false,
    build: {
      outDir: at("pkg"),
      emptyOutDir: false,
      target: "es2023",
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { index: at("www/elements/index.js") },
        preserveEntrySignatures: "strict",
        output: {
          entryFileNames: "elements/[name].js",
          chunkFileNames: "elements/[name]-[hash].js",
          // The wasm is written over itself: it is in `pkg` already.
          assetFileNames: "[name][extname]",
        },
      },
    },
    worker: { format: "es", rolldownOptions: { output: { entryFileNames: "elements/worker.js" } } },
  });
}

if (isMain(import.meta.url)) {
  await script(async () => {
    await buildElements();
    await buildSite();
  });
}
