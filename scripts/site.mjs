/** What is built with Vite: the console's page, in `www/dist`, and the elements that the package publishes, in `pkg/elements`. */

import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";

import { build } from "vite";

import { at, isMain, script } from "./commands.mjs";

/**
 * Builds the page: every file but `index.html` and the service worker has a name that says what is in it.
 *
 * @param {string} [folder] where to
 */
export async function buildSite(folder = at("www/dist")) {
  await build({
    configFile: false,
    root: at("www"),
    base: "./",
    logLevel: "warn",
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      // No inline data: the page's policy would not have it.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { checks: { bundlerTimings: false } },
    },
    worker: { format: "es" },
    plugins: [offline()],
  });
}

/**
 * Writes `service-worker.js` beside the page, with the names of all files of this build.
 *
 * @returns {import("vite").Plugin}
 */
function offline() {
  return {
    name: "offline",
    enforce: "post",
    generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter((name) => name !== "index.html").sort();
      const page = /** @type {{ source: string }} */ (bundle["index.html"]).source;
      const worker = readFileSync(at("www/service-worker.js"), "utf8");
      const build = createHash("sha256").update([...files, page, worker].join("\0")).digest("hex").slice(0, 16);
      const told = JSON.stringify({ BUILD: build, FILES: ["./", ...files] });
      this.emitFile({ type: "asset", fileName: "service-worker.js", source: `globalThis.OFFLINE = ${told};\n{\n${worker}}\n` });
    },
  };
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
    plugins: [plainAddresses],
    build: {
      lib: { entry: { index: at("www/elements/index.js") }, formats: ["es"] },
      outDir: at("pkg"),
      emptyOutDir: false,
      target: "es2023",
      minify: true,
      reportCompressedSize: false,
      // What others' work asks of whoever passes it on.
      license: { fileName: "elements/licenses.md" },
      rolldownOptions: {
        // On a busy machine it would warn of itself.
        checks: { bundlerTimings: false },
        output: {
          // A library is built with its blanks otherwise.
          minify: true,
          entryFileNames: "elements/[name].js",
          chunkFileNames: ({ name, facadeModuleId }) => `elements/${nameOf(facadeModuleId) ?? name}.js`,
          // The wasm is written over itself: it is in `pkg` already.
          assetFileNames: "[name][extname]",
          codeSplitting: {
            groups: [
              { name: "codemirror", test: /node_modules.(@codemirror.(state|view|language|commands|autocomplete)|@lezer.(common|highlight|lr)|style-mod|w3c-keyname|crelt|@marijn)/ },
              // What is loaded at once, in one file, also where the editor uses it too.
              { name: "elements", test: /node_modules.(lit|@lit)|www.elements.(core|core.place|icons|manifest|regions|theme|artifact.status|template.(findings|images|modes))\.js$|catalogue.message\.js$/ },
            ],
          },
        },
      },
    },
    worker: { format: "es", rolldownOptions: { output: { entryFileNames: "elements/worker.js" } } },
  });
}

/**
 * What a file is called that is loaded by itself: no name of it says what is in it, so that the package's list of files
 * stays as it is.
 *
 * @param {string | null | undefined} path of the module that it is loaded for
 */
function nameOf(path) {
  const [, section, language, words] = /\/(words|catalogue)\/(\w+)(?:\/(\w+))?\.js$/.exec(path ?? "") ?? [];
  if (section !== undefined) return [section, language, words].filter(Boolean).join("-");
  return /(lang-\w+)\/dist\/index\.js$/.exec(path ?? "")?.[1];
}

/** Addresses of files written as a bundler of an embedder's looks for them. @type {import("vite").Plugin} */
const plainAddresses = {
  name: "plain-addresses",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === "chunk") file.code = file.code.replace(ADDRESS, 'new URL("$1",import.meta.url)');
    }
  },
};

const ADDRESS = /new URL\(\s*(?:\/\*.*?\*\/\s*)?new URL\(\s*["`]([^"`]+)["`],\s*import\.meta\.url\)\.href,\s*(?:""|``)\s*\+\s*import\.meta\.url\)/g;

if (isMain(import.meta.url)) {
  await script(async () => {
    await buildElements();
    await buildSite();
  });
}
