/**
 * `npm run fuzz -- 600`: every fuzz target of `fuzz/`, for so many seconds in all. `npm run fuzz -- 60 yaml resolve` runs only those
 * that are named; `npm run fuzz -- 60 --short` does the same each time, as `npm test` does. What is found is kept in `fuzz/artifacts/`, with the command that shows it again; the exit code is then 1.
 *
 * It needs the nightly toolchain and a C++ compiler. Without them nothing runs, and that is said; with `CI` set that is a failure.
 * The targets are built as cargo-fuzz builds them, without a sanitizer: the code has no `unsafe`.
 */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { ask, at, isMain, run, script, Stop } from "./commands.mjs";
import { writeSeeds } from "./seeds.mjs";

/** What a build for coverage is: the passes that cargo-fuzz asks for. */
const COVERAGE = [
  "-Cpasses=sancov-module",
  "-Cllvm-args=-sanitizer-coverage-level=4",
  "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
  "-Cllvm-args=-sanitizer-coverage-pc-table",
  "-Cllvm-args=-sanitizer-coverage-trace-compares",
  "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
  "-Ccodegen-units=1",
  "--cfg=fuzzing",
];

/** How long one input may take, in seconds, and how long it may be, in bytes. */
const LIMITS = ["-timeout=20", "-rss_limit_mb=2048", "-max_len=8192"];

/** How many inputs the short form tries, where there is time: always the same ones, from the seeds alone. */
const SHORT = { yaml: 30_000, json: 60_000, hcl: 10_000, analyze: 10_000, resolve: 6_000, laws: 700, anchors: 3_000, import: 15_000, manifest: 1_500, splice: 300_000 };

/** @typedef {{ target: string, ok: boolean, executions: number, before: number, after: number, inputs: number, kept: string[], output: string }} Outcome */

/** The names of the targets, as `fuzz/Cargo.toml` has them. */
function targets() {
  const manifest = readFileSync(at("fuzz/Cargo.toml"), "utf8");
  return [...manifest.matchAll(/^path = "fuzz_targets\/(\w+)\.rs"$/gm)].map(([, name]) => name);
}

/** Why nothing can be built here; `undefined` where it can. */
function obstacle() {
  if (!ask("cargo", "+nightly", "--version")) return "the nightly toolchain is missing: `rustup toolchain install nightly`";
  if (!["c++", "g++", "clang++"].some((compiler) => ask(compiler, "--version"))) return "a C++ compiler is missing";
  return undefined;
}

/** @returns {Promise<string>} the folder of the programs */
async function build() {
  const host = ask("rustc", "+nightly", "-vV")?.match(/^host: (.+)$/m)?.[1];
  if (!host) throw new Stop("`rustc +nightly -vV` names no host");
  // Flags for the target alone: what runs while it is built has no use for coverage.
  const env = { [`CARGO_TARGET_${host.toUpperCase().replaceAll("-", "_")}_RUSTFLAGS`]: COVERAGE.join(" "), RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined };
  const started = Date.now();
  const { code, output } = await run("cargo", ["+nightly", "build", "--release", "--locked", "--target", host], { cwd: at("fuzz"), env });
  if (code !== 0) throw new Stop(`${output.trimEnd().slice(-4_000)}\nthe fuzz targets could not be built`);
  console.log(`built in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return at(`fuzz/target/${host}/release`);
}

/** Where a target starts, and for how long it goes on. @param {string} target @param {string[]} seeds @param {boolean} short */
function start(target, seeds, short) {
  if (!short) return [at(`fuzz/corpus/${target}`)];
  const list = at(`fuzz/corpus/${target}.txt`);
  writeFileSync(list, seeds.join(","));
  const runs = /** @type {Record<string, number>} */ (SHORT)[target] ?? 1_000;
  return ["-seed=1", `-runs=${runs + seeds.length}`, `-seed_inputs=@${list}`];
}

/** Runs one target. @param {string} programs @param {string} target @param {number} seconds @param {string[]} words @returns {Promise<Outcome>} */
async function fuzz(programs, target, seconds, words) {
  const artifacts = at(`fuzz/artifacts/${target}/`);
  mkdirSync(artifacts, { recursive: true });
  const before = new Set(readdirSync(artifacts));
  const options = [`-max_total_time=${seconds}`, `-artifact_prefix=${artifacts}`, "-print_final_stats=1", ...LIMITS];
  const { code, output } = await run(join(programs, target), [...options, ...words], { env: { RUST_BACKTRACE: "0" } });
  const coverage = [...output.matchAll(/\bcov: (\d+)/g)].map(([, count]) => Number(count));
  return {
    target,
    ok: code === 0,
    executions: Number(output.match(/number_of_executed_units: +(\d+)/)?.[1] ?? 0),
    before: Number(output.match(/INITED cov: (\d+)/)?.[1] ?? coverage[0] ?? 0),
    after: coverage.at(-1) ?? 0,
    inputs: Number(output.match(/new_units_added: +(\d+)/)?.[1] ?? 0),
    kept: readdirSync(artifacts).filter((file) => !before.has(file)),
    output,
  };
}

/** Runs all of them, as many at a time as there are processors. @param {string} programs @param {string[]} names @param {number} seconds @param {boolean} short */
async function all(programs, names, seconds, short) {
  const seeds = writeSeeds();
  const waiting = [...names];
  const lanes = Math.min(availableParallelism(), names.length);
  const each = Math.max(1, Math.floor((seconds * lanes) / names.length));
  /** @type {Outcome[]} */
  const outcomes = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = await fuzz(programs, next, each, start(next, seeds[next] ?? [], short));
      outcomes.push(outcome);
      report(outcome, programs);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomes;
}

/** @param {Outcome} outcome @param {string} programs */
function report({ target, ok, executions, before, after, inputs, kept, output }, programs) {
  const figures = `${executions} executions, coverage ${before} → ${after}, ${inputs} new inputs`;
  console.log(`${ok ? "✔" : "✘"} ${target.padEnd(9)} ${figures}, ${kept.length} kept`);
  if (ok) return;
  const said = output.split("\n").filter((line) => /panicked|SUMMARY|ERROR|law \d|==\d+==/.test(line) || line.startsWith("nodes"));
  const panic = output.indexOf("panicked at");
  console.log(panic < 0 ? said.slice(0, 5).join("\n") : output.slice(panic, panic + 1_500));
  for (const file of kept) {
    const path = `fuzz/artifacts/${target}/${file}`;
    console.log(`kept as ${path}; again: ${join(programs, target).replace(at("."), "")} ${path}; smaller: … -minimize_crash=1 -max_total_time=60 ${path}`);
  }
}

/**
 * @param {number} seconds
 * @param {{ names?: string[], short?: boolean }} [options] `short` tries the same inputs each time
 * @returns {Promise<boolean>} whether nothing was found
 */
export async function fuzzAll(seconds, { names = targets(), short = false } = {}) {
  const unknown = names.find((name) => !targets().includes(name));
  if (unknown) throw new Stop(`there is no target \`${unknown}\`: ${targets().join(", ")}`);
  const why = obstacle();
  if (why !== undefined) {
    if (process.env.CI) throw new Stop(why);
    console.log(`left out: fuzzing, because ${why}`);
    return true;
  }
  const programs = await build();
  const outcomes = await all(programs, names, seconds, short);
  const executions = outcomes.reduce((sum, outcome) => sum + outcome.executions, 0);
  const failed = outcomes.filter((outcome) => !outcome.ok);
  console.log(`${outcomes.length} targets, ${executions} executions, ${failed.length} failed`);
  return failed.length === 0;
}

if (isMain(import.meta.url)) {
  await script(async () => {
    const [seconds, ...rest] = process.argv.slice(2);
    const short = rest.includes("--short");
    const names = rest.filter((word) => !word.startsWith("--"));
    if (!(Number(seconds) > 0)) throw new Stop("say for how many seconds in all: `npm run fuzz -- 600`");
    const clean = await fuzzAll(Number(seconds), { names: names.length === 0 ? undefined : names, short });
    if (!clean) process.exitCode = 1;
  });
}
