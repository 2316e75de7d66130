/**
 * Makes a clone ready to run: `npm run setup`, and the first step of `npm start` and `npm test`.
 *
 * Every step looks first whether its work is done, so a second run takes a second or two. It needs Node ≥ 20.19, npm,
 * cargo with rustup, and a C compiler; it runs before `npm ci`, so it imports nothing from `node_modules`.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ask, at, isMain, must, root, run, script, Stop } from "./commands.mjs";

const TARGET = "wasm32-unknown-unknown";

/** What the core's wasm may use: what rustc turns on by itself, and SIMD. Every current runtime has all of it. */
const FEATURES = ["simd", "bulk-memory", "bulk-memory-opt", "sign-ext", "mutable-globals", "nontrapping-float-to-int", "reference-types", "multivalue"];

/** The flags of .cargo/config.toml, which these replace, and a panic that is a trap at once. */
const FLAGS = ["-C", "target-feature=+simd128", "-C", "link-arg=-zstack-size=786432", "-Z", "unstable-options", "-C", "panic=immediate-abort"];

/** The shipped core as it is before its names are taken away, for the report of its size. */
export const NAMED = "target/glue/core/core.named.wasm";

/** Each entry that `require` gets a CommonJS build of. */
const COMMONJS = ["node", "slim", "diagnostics"];

/** Each declaration file that TypeScript looks for beside them, under a name that says CommonJS. */
const TYPES = ["index", "slim", "diagnostics", "core.wasm"];

/**
 * @param {{ tests?: boolean }} [options] `tests` also prepares what only `npm test` needs: a core that can be made to trap
 */
export async function setup({ tests = false } = {}) {
  const started = Date.now();
  say("setup", "");
  checkNode();
  checkRust();
  await addTarget();
  await addSource();
  await installBindgen();
  await installPackages();
  await buildCore("pkg/core", []);
  writeIdentity();
  if (tests) await buildCore("pkg/trapping", ["--cfg", "force_trap"]);
  await buildCommonJs();
  await buildBundle();
  await buildElements();
  await buildEdge();
  say("ready", `after ${seconds(started)}`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Stop(`Node ${process.versions.node} is too old: install Node 20.19 or newer`);
  }
  say("node", process.versions.node);
}

function checkRust() {
  const cargo = ask("cargo", "--version");
  if (!cargo) throw new Stop("cargo is missing: install Rust with rustup (https://rustup.rs)");
  say("rust", cargo.split(" ")[1]);
}

/** The core is compiled for this target. */
async function addTarget() {
  const libraries = ask("rustc", "--print", "target-libdir", "--target", TARGET);
  if (libraries && existsSync(libraries)) return say("target", TARGET);
  say("target", `adding ${TARGET}`);
  await must("rustup", ["target", "add", TARGET], {
    show: true,
    otherwise: `install rustup (https://rustup.rs), or your system's package of the standard library for ${TARGET}`,
  });
}

/**
 * The source of the standard library, which is then compiled with the core: for size, and without the texts of its panics. That is
 * some 14 KB less with Brotli (243,161 against 229,361 bytes when it was tried); a panic is a trap either way. Where it cannot be
 * had, the core is built with the compiled library of the toolchain, and is larger.
 */
async function addSource() {
  if (compilesLibrary()) return say("library", "is compiled with the core");
  if (ask("rustup", "--version")) await run("rustup", ["component", "add", "rust-src"]);
  say("library", compilesLibrary() ? "is compiled with the core" : "is the toolchain's: the core will be larger (`rustup component add rust-src` needs Rust 1.92)");
}

/** Whether the standard library can be compiled with the core: its source is there, and rustc knows panics that trap at once. */
function compilesLibrary() {
  const [, minor] = /^rustc 1\.(\d+)/.exec(ask("rustc", "--version") ?? "") ?? [];
  return Number(minor) >= 92 && existsSync(join(ask("rustc", "--print", "sysroot") ?? "", "lib/rustlib/src/rust/library/std/Cargo.toml"));
}

/** The glue's generator and the library that is linked in must be of one version. */
async function installBindgen() {
  const version = lockedVersion("wasm-bindgen");
  if (ask(at(".tools/bin/wasm-bindgen"), "--version") === `wasm-bindgen ${version}`) return say("bindgen", version);
  say("bindgen", `installing wasm-bindgen-cli ${version} into .tools (some minutes, once)`);
  // Without --locked: the lock file in that package names versions that not every registry still serves.
  await must("cargo", ["install", "wasm-bindgen-cli", "--version", version, "--root", ".tools", "--force"], {
    show: true,
    // It runs for a second per build: compiling it fast is worth more than having it fast.
    env: { CARGO_PROFILE_RELEASE_OPT_LEVEL: "1", CARGO_PROFILE_RELEASE_LTO: "off" },
    otherwise: "it needs crates.io (or a mirror that cargo is set up for) and a C compiler",
  });
}

/** @param {string} name of a crate in Cargo.lock */
function lockedVersion(name) {
  const lock = readFileSync(at("Cargo.lock"), "utf8");
  const found = new RegExp(`name = "${name}"\\r?\\nversion = "([^"]+)"`).exec(lock);
  if (!found) throw new Stop(`Cargo.lock names no ${name}`);
  return found[1];
}

async function installPackages() {
  const digest = digestOf(["package-lock.json", ".npmrc"], [process.platform, process.arch]);
  if (isStamped("node_modules", digest)) return say("npm", "packages are those of package-lock.json");
  say("npm", "npm ci");
  await must("npm", ["ci", "--no-audit", "--no-fund"], {
    show: true,
    otherwise: "it needs the npm registry (or a mirror that npm is set up for)",
  });
  stamp("node_modules", digest);
}

/**
 * Compiles the core, makes its glue and optimises it: `<out>.js` and `<out>.wasm`.
 *
 * @param {string} out where, without the ending
 * @param {string[]} flags for rustc, of this crate only
 */
async function buildCore(out, flags) {
  const name = out.slice("pkg/".length);
  const digest = digestOf(
    ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "scripts/setup.mjs", ...filesIn("src")],
    [ask("rustc", "--version") ?? "", String(compilesLibrary()), packageVersion("binaryen"), ...flags],
  );
  const built = [`${out}.js`, `${out}.wasm`, `${out}.d.ts`];
  if (built.every((file) => existsSync(at(file))) && isStamped("pkg", digest, name)) return say(name, sizeOf(`${out}.wasm`));
  say(name, "building (release)");

  const work = await compileCore(name, flags);
  mkdirSync(at("pkg"), { recursive: true });
  for (const file of [`${name}.js`, `${name}.wasm`, `${name}.d.ts`]) renameSync(at(`${work}/${file}`), at(`pkg/${file}`));
  stamp("pkg", digest, name);
  say(name, sizeOf(`${out}.wasm`));
}

/**
 * @param {string} name
 * @param {string[]} flags for rustc, of this crate only
 * @param {string} [target] the folder that cargo builds in
 * @returns {Promise<string>} the folder of `<name>.js`, `<name>.wasm` and `<name>.d.ts`
 */
export async function compileCore(name, flags, target = "target") {
  const small = compilesLibrary();
  // Options that rustc keeps from its stable builds, unless it is asked in the environment.
  const options = small ? ["-Z", "build-std=std,panic_abort", "-Z", "build-std-features=optimize_for_size"] : [];
  await must("cargo", ["rustc", ...options, "--release", "--lib", "--crate-type", "cdylib", "--target", TARGET, "--target-dir", target, "--", ...flags], {
    env: small
      ? { RUSTC_BOOTSTRAP: "1", RUSTFLAGS: FLAGS.join(" "), CARGO_ENCODED_RUSTFLAGS: undefined }
      : // Set in the environment it would replace the flags of .cargo/config.toml.
        { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined },
  });

  const work = `${target}/glue/${name}`;
  rmSync(at(work), { recursive: true, force: true });
  await must(at(".tools/bin/wasm-bindgen"), [
    ...["--target", "web", "--out-name", name, "--out-dir", work],
    ...["--omit-default-module-path", "--experimental-reset-state-function"],
    "--remove-producers-section",
    `${target}/${TARGET}/release/ecs_image_resolver.wasm`,
  ]);
  const [bound, named] = [`${work}/${name}_bg.wasm`, `${work}/${name}.named.wasm`];
  await optimise([bound, "--output", named, "--debuginfo", ...["-Oz", "--converge"]]);
  await optimise([named, "--output", `${work}/${name}.wasm`, ...["--strip-debug", "--strip-producers", "--strip-target-features"]]);
  return work;
}

/** What the package is, as receipts name it. Where it runs a module cannot be asked for its bytes. */
function writeIdentity() {
  const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const wasm = createHash("sha256").update(readFileSync(at("pkg/core.wasm"))).digest("hex");
  const text = `export const version = "${version}";\nexport const wasm = "${wasm}";\n`;
  if (!existsSync(at("pkg/identity.js")) || readFileSync(at("pkg/identity.js"), "utf8") !== text) writeFileSync(at("pkg/identity.js"), text);
  say("identity", `${version}, ${wasm.slice(0, 12)}`);
}

/** @param {string[]} args of wasm-opt */
async function optimise(args) {
  await must(process.execPath, [at("node_modules/binaryen/bin/wasm-opt"), ...args, ...FEATURES.map((feature) => `--enable-${feature}`)]);
}

/** What `require` gets: each entry in one file, and its types. */
async function buildCommonJs() {
  const digest = digestOf(["pkg/core.js", "scripts/setup.mjs", ...filesIn("js")], [packageVersion("esbuild")]);
  if (isStamped("pkg", digest, "commonjs")) return say("commonjs", "is that of js/");
  const { build } = await import("esbuild");
  for (const entry of COMMONJS) {
    const built = build({
      absWorkingDir: root,
      entryPoints: [`js/${entry}.js`],
      outfile: `pkg/${entry}.cjs`,
      bundle: true,
      platform: "node",
      target: "node20.19",
      format: "cjs",
      charset: "utf8",
      minifyWhitespace: true,
      logLevel: "warning",
      define: { "import.meta.url": "url" },
      banner: { js: 'const url = require("node:url").pathToFileURL(__filename).href;' },
    });
    await built.catch((error) => {
      throw new Stop(error.message);
    });
  }
  for (const types of TYPES) {
    const text = readFileSync(at(`js/${types}.d.ts`), "utf8");
    writeFileSync(at(`pkg/${types}.d.cts`), text.replaceAll('"./index.js"', '"./index.cjs"'));
  }
  stamp("pkg", digest, "commonjs");
  say("commonjs", COMMONJS.map((entry) => `pkg/${entry}.cjs`).join(", "));
}

/** What others embed: each element with all that it needs. */
async function buildElements() {
  const digest = digestOf(["pkg/core.js", "package-lock.json", "scripts/setup.mjs", "scripts/site.mjs", ...filesIn("js"), ...filesIn("www/elements")]);
  if (existsSync(at("pkg/elements/index.js")) && isStamped("pkg", digest, "elements")) return say("elements", "are those of www/elements");
  // Not at the top: before `npm ci` there is nothing to build with.
  const { buildElements: build } = await import("./site.mjs");
  await build().catch((error) => {
    throw new Stop(error.message);
  });
  stamp("pkg", digest, "elements");
  say("elements", "pkg/elements");
}

/** The entries of the edge function: what is portable, in one file, and the platforms, which import it. */
const EDGE = ["index", "cloudflare", "fc", "node", "thread"];

/** What a platform brings along itself. */
const PLATFORM_ONLY = new Set(["bundle/cache", "files", "kv", "lock", "pool", "room"].map((name) => `edge/${name}.js`));

/** The edge function as others import it: with what it needs of jose, and on the package's own files for the rest. */
async function buildEdge() {
  const digest = digestOf(["scripts/setup.mjs", ...filesIn("edge").filter((file) => file.endsWith(".js"))], [packageVersion("esbuild"), packageVersion("jose")]);
  if (EDGE.every((entry) => existsSync(at(`pkg/edge/${entry}.js`))) && isStamped("pkg", digest, "edge")) return say("edge", "is that of edge/");
  const { build } = await import("esbuild");
  rmSync(at("pkg/edge"), { recursive: true, force: true });
  for (const entry of EDGE) {
    const built = build({
      absWorkingDir: root,
      entryPoints: [`edge/${entry}.js`],
      outdir: "pkg/edge",
      bundle: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      target: "node20.19",
      charset: "utf8",
      minifySyntax: true,
      minifyWhitespace: true,
      logLevel: "warning",
      external: ["cloudflare:workers", "node:*"],
      ...(entry === "index" && { banner: { js: `/* Holds parts of jose ${packageVersion("jose")}.\n\n${readFileSync(at("node_modules/jose/LICENSE.md"), "utf8").trim()}\n*/` } }),
      plugins: [{ name: "what stands elsewhere", setup: ({ onResolve }) => onResolve({ filter: /^\./ }, elsewhere(entry)) }],
    });
    await built.catch((error) => {
      throw new Stop(error.message);
    });
  }
  stamp("pkg", digest, "edge");
  say("edge", EDGE.map((entry) => `pkg/edge/${entry}.js`).join(", "));
}

/**
 * Where an entry of the edge function finds what is not in it: the package's own files, and for a platform what is portable.
 *
 * @param {string} entry
 */
function elsewhere(entry) {
  return (/** @type {{ path: string, resolveDir: string }} */ { path, resolveDir }) => {
    const file = new URL(path, pathToFileURL(`${resolveDir}/`)).href.slice(pathToFileURL(root).href.length);
    if (/^(js|pkg)\//.test(file)) return { path: `../../${file}`.replace("../../pkg/", "../"), external: true };
    return entry === "index" || PLATFORM_ONLY.has(file) || file === `edge/${entry}.js` ? undefined : { path: "./index.js", external: true };
  };
}

/** What the command line knows of signed bundles, in one file: the package needs no other at run time. */
async function buildBundle() {
  const digest = digestOf(["scripts/setup.mjs", ...filesIn("edge/bundle")], [packageVersion("esbuild"), packageVersion("jose")]);
  if (existsSync(at("pkg/bundle.js")) && isStamped("pkg", digest, "bundle")) return say("bundle", sizeOf("pkg/bundle.js"));
  const { build } = await import("esbuild");
  const built = build({
    absWorkingDir: root,
    entryPoints: ["edge/bundle/offline.js"],
    outfile: "pkg/bundle.js",
    bundle: true,
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "node20.19",
    charset: "utf8",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "warning",
    banner: { js: `/* Holds parts of jose ${packageVersion("jose")}.\n\n${readFileSync(at("node_modules/jose/LICENSE.md"), "utf8").trim()}\n*/` },
  });
  await built.catch((error) => {
    throw new Stop(error.message);
  });
  writeFileSync(at("pkg/bundle.d.ts"), 'export * from "../edge/bundle/offline.js";\n');
  stamp("pkg", digest, "bundle");
  say("bundle", sizeOf("pkg/bundle.js"));
}

/** @param {string} name of an installed package @returns {string} */
const packageVersion = (name) => JSON.parse(readFileSync(at(`node_modules/${name}/package.json`), "utf8")).version;

/** @param {string} folder @returns {string[]} every file in it, sorted */
function filesIn(folder) {
  const entries = readdirSync(at(folder), { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`);
  return files.map((file) => file.slice(root.length)).sort();
}

/** @param {string[]} files @param {string[]} [facts] */
function digestOf(files, facts = []) {
  const hash = createHash("sha256").update(facts.join("\0"));
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(at(file)));
  return hash.digest("hex");
}

/** @param {string} folder @param {string} digest @param {string} [name] */
function isStamped(folder, digest, name = "setup") {
  const file = at(`${folder}/.${name}-stamp`);
  return existsSync(file) && readFileSync(file, "utf8") === digest;
}

/** @param {string} folder @param {string} digest @param {string} [name] */
function stamp(folder, digest, name = "setup") {
  writeFileSync(at(`${folder}/.${name}-stamp`), digest);
}

/** @param {string} file */
const sizeOf = (file) => `${file}, ${statSync(at(file)).size.toLocaleString("en")} bytes`;

/** @param {number} since */
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** @param {string} step @param {string} text */
function say(step, text) {
  console.error(`${step.padEnd(10)} ${text}`.trimEnd());
}

if (isMain(import.meta.url)) await script(() => setup({ tests: true }));
