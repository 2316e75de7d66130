/** Vite's builds: the elements that the package publishes, to `pkg/elements`. */

import { readdirSync, rmSync } from "node:fs";

import { at, isMain, script } from "./commands.mjs";

/**
 * Builds `www/elements` as ES modules with everything in them but the core's wasm, which stays the package's one file.
 * The editor, the comparison and each language are files of their own, loaded when they are first needed.
 */
export async function buildElements() {
  const { build } = await import("vite");
  rmSync(at("pkg/elements"), { recursive: true, force: true });
  await build({
    root: at("www"),
    configFile: false,
    logLevel: "warn",
    base: "./",
    publicDir: false,
    worker: { format: "es", rollupOptions: { output: { entryFileNames: "elements/worker.js" } } },
    build: {
      outDir: at("pkg"),
      emptyOutDir: false,
      target: "es2023",
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: {
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
  });
  return readdirSync(at("pkg/elements"));
}

if (isMain(import.meta.url)) await script(async () => console.error((await buildElements()).join("\n")));
