/** A worker for local workerd: what wrangler would make of a file. */

import { readFileSync } from "node:fs";

import { build } from "esbuild";

import { at } from "./commands.mjs";

/** The day whose behaviour of the runtime is meant; that of `edge/wrangler.jsonc`. */
export const COMPATIBILITY = "2026-01-01";

/**
 * @param {string} entry relative to the project
 * @param {object} [options]
 * @param {string} [options.core] which core goes along, by its name in `pkg/`
 */
export async function workerModules(entry, { core = "core" } = {}) {
  const { outputFiles } = await build({
    entryPoints: [at(entry)],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:workers"],
    write: false,
    outdir: "out",
    plugins: [
      coreNamed(core),
      { name: "wasm modules", setup: ({ onResolve }) => onResolve({ filter: /\.wasm$/ }, () => ({ path: "./core.wasm", external: true })) },
    ],
  });
  return [
    { type: /** @type {const} */ ("ESModule"), path: "worker.mjs", contents: outputFiles[0].text },
    { type: /** @type {const} */ ("CompiledWasm"), path: "core.wasm", contents: readFileSync(at(`pkg/${core}.wasm`)) },
  ];
}

/** Another build of the core in place of the one that is shipped. @param {string} core @returns {import("esbuild").Plugin} */
export const coreNamed = (core) => ({
  name: "the core",
  setup: ({ onResolve }) => onResolve({ filter: /pkg\/core\.js$/ }, () => ({ path: at(`pkg/${core}.js`) })),
});
