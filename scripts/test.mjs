/**
 * `npm test`: sets up, then runs every check there is, each to its end, and says what failed. `npm test -- rust docs` runs
 * only the groups that are named. The last line counts the tests; the exit code is 1 when any check failed.
 */

import { readdirSync, writeFileSync } from "node:fs";

import { browser, FLAGS } from "./browser.mjs";
import { at, run, script, Stop } from "./commands.mjs";
import { setup } from "./setup.mjs";

/**
 * @typedef {object} Check
 * @property {string} group what `npm test -- GROUP` names it by
 * @property {string} name
 * @property {string[]} command
 * @property {Record<string, string | undefined>} [env]
 * @property {boolean} [tests] whether it has tests of its own, which it counts in its output
 * @property {boolean} [figures] whether its output is shown although nothing failed
 */

/** @typedef {{ chromium: string, driver: string }} Browser */

const WASM = ["--target", "wasm32-unknown-unknown"];

/** @param {Browser} browser @returns {Check[]} */
function checks({ driver }) {
  return [
    { group: "rust", name: "rustfmt", command: ["cargo", "fmt", "--all", "--check"] },
    { group: "rust", name: "clippy", command: ["cargo", "clippy", "--workspace", "--all-targets", "--", "-D", "warnings"] },
    { group: "rust", name: "clippy, wasm", command: ["cargo", "clippy", "--workspace", "--lib", ...WASM, "--", "-D", "warnings"] },
    { group: "rust", name: "cargo test", command: ["cargo", "test", "--workspace", "--no-fail-fast", "--", "--show-output"], tests: true },
    { group: "mutants", name: "a sample of mutants", command: [process.execPath, at("scripts/mutants.mjs"), "--sample"], figures: true },
    { group: "docs", name: "cargo doc", command: ["cargo", "doc", "--workspace", "--no-deps", "--document-private-items"], env: { RUSTDOCFLAGS: "-D warnings" } },
    wasmTests(driver),
    { group: "twice", name: "the core built twice", command: [process.execPath, at("scripts/twice.mjs")], figures: true },
    { group: "size", name: "size of the core", command: [process.execPath, at("scripts/size.mjs")] },
    { group: "js", name: "types", command: [process.execPath, at("node_modules/typescript/bin/tsc"), "--project", "."] },
    nodeTests("js"),
    nodeTests("oracle"),
    // Runs are killed and start again: that takes its time where a machine is busy.
    nodeTests("distribute", 600_000),
    nodeTests("package"),
    nodeTests("workerd"),
    nodeTests("edge"),
    nodeTests("browser"),
    { group: "native", name: "WebAssembly answers as the native build", command: [process.execPath, at("scripts/native.mjs"), "1000"], figures: true },
    { group: "fuzz", name: "rustfmt, fuzz targets", command: ["cargo", "fmt", "--manifest-path", at("fuzz/Cargo.toml"), "--check"] },
    // The same inputs each time; `npm run fuzz -- 600` tries others.
    { group: "fuzz", name: "fuzz targets, for a minute", command: [process.execPath, at("scripts/fuzz.mjs"), "60", "--short"], figures: true },
  ];
}

/**
 * The fixtures again, in the browser, against what the native build finds.
 *
 * @param {string} driver
 * @returns {Check}
 */
function wasmTests(driver) {
  const command = ["cargo", "test", ...WASM, "--test", "browser"];
  // A RUSTFLAGS in the environment would replace the flags of .cargo/config.toml.
  const env = { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined, CHROMEDRIVER: driver, WASM_BINDGEN_TEST_TIMEOUT: "300" };
  return { group: "wasm", name: "wasm in Chromium", command, env, tests: true };
}

/** @param {string} folder of `tests/` @param {number} [timeout] of one test, in milliseconds @returns {Check} */
function nodeTests(folder, timeout = 300_000) {
  const files = readdirSync(at(`tests/${folder}`)).filter((file) => file.endsWith(".test.js"));
  if (files.length === 0) throw new Stop(`tests/${folder} has no *.test.js`);
  const paths = files.map((file) => `tests/${folder}/${file}`);
  return { group: folder, name: `tests/${folder}`, command: [process.execPath, "--test", "--test-reporter=spec", `--test-timeout=${timeout}`, ...paths], tests: true };
}

/** What is counted in the output of cargo test, wasm-bindgen's runner and Node's. @param {string} output */
function count(output) {
  let passed = 0;
  let failed = 0;
  for (const [, ok, bad] of output.matchAll(/test result: \w+\. (\d+) passed; (\d+) failed/g)) {
    passed += Number(ok);
    failed += Number(bad);
  }
  for (const [, ok] of output.matchAll(/^ℹ pass (\d+)$/gm)) passed += Number(ok);
  for (const [, bad] of output.matchAll(/^ℹ (?:fail|cancelled) (\d+)$/gm)) failed += Number(bad);
  return { passed, failed };
}

/** @param {Check} check */
async function perform({ name, command: [program, ...args], env, tests, figures }) {
  console.log(`\n▶ ${name}`);
  const started = Date.now();
  const { code, output } = await run(program, args, { env });
  const counted = tests ? count(output) : { passed: 0, failed: 0 };
  const ran = counted.passed + counted.failed;
  // A runner that finds nothing to run must not look like one that found nothing wrong.
  const ok = code === 0 && counted.failed === 0 && (!tests || ran > 0);
  if (!ok || figures) console.log(output.trimEnd());
  if (ok && tests) for (const line of told(output)) console.log(`  ${line}`);
  const time = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  console.log(`${ok ? "✔" : "✘"} ${name}${tests ? `: ${counted.passed} passed, ${counted.failed} failed` : ""} (${time})`);
  if (tests && ran > 0) return { name, ok, passed: counted.passed, failed: Math.max(counted.failed, ok ? 0 : 1) };
  return { name, ok, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/** What tests say that they did not look at, and how much they did. @param {string} output */
const told = (output) => output.split("\n").filter((line) => /left out|\b\d[\d,]* (?:cases|manifests|traps|ids at|compared|threats|mutants|crates|packages|commands)\b/.test(line) && !/^\s*(?:test |✔|▶|\/\/)/.test(line));

/** What chromedriver starts, for wasm-bindgen's runner. @param {Browser} browser */
function describeBrowser({ chromium }) {
  const options = { binary: chromium, args: FLAGS };
  writeFileSync(at("webdriver.json"), `${JSON.stringify({ "goog:chromeOptions": options }, null, 2)}\n`);
}

await script(async () => {
  const groups = process.argv.slice(2);
  await setup({ tests: true });
  const found = await browser();
  describeBrowser(found);
  const all = checks(found);
  const unknown = groups.find((group) => !all.some((check) => check.group === group));
  if (unknown) throw new Stop(`there is no group \`${unknown}\`: ${[...new Set(all.map(({ group }) => group))].join(", ")}`);

  /** @type {Awaited<ReturnType<typeof perform>>[]} */
  const results = [];
  for (const check of all) {
    if (groups.length === 0 || groups.includes(check.group)) results.push(await perform(check));
  }
  const bad = results.filter(({ ok }) => !ok);
  console.log(bad.length === 0 ? "\nall checks passed" : `\nfailed: ${bad.map(({ name }) => name).join(", ")}`);
  const sum = (/** @type {"passed" | "failed"} */ key) => results.reduce((total, result) => total + result[key], 0);
  if (bad.length > 0) process.exitCode = 1;
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
});
