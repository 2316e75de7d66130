/**
 * `npm run mutants`: changes the core in one place after another, and looks whether a test fails each time. `npm run mutants
 * -- visibility splice` does the named groups only; `npm run mutants -- --sample` makes the few changes of
 * `tests/mutants/sample.json`, for which nothing has to be installed: it is in `npm test`.
 *
 * It works in a copy of the tree (`target/mutants/tree`), which it keeps, so that the next run compiles little. Each mutant
 * meets the tests of its group first, which compile in seconds; what those let live meets every native test. What lives then
 * must stand in `tests/mutants/survivors.json` with the reason why that is right, or the run fails. The counts go to
 * `tests/mutants/record.json`, which `tests/js/assurance.test.js` holds against the list of survivors.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { ask, at, must, run, script, Stop } from "./commands.mjs";

const VERSION = "27.1.0";

const TREE = "target/mutants/tree";
const SAMPLE_TREE = "target/mutants/sample";
const RECORD = "tests/mutants/record.json";
const SURVIVORS = "tests/mutants/survivors.json";

/**
 * The files of each group, and the tests that know them best, which are asked first: modules of `tests/it/`, and with
 * `library` the tests in `src/`, too.
 *
 * @type {Record<string, { files: string[], modules: string[], library?: true }>}
 */
const GROUPS = {
  visibility: { files: ["src/visibility.rs", "src/visibility/audience.rs", "src/visibility/needs.rs"], modules: ["visibility", "visibility_artifact", "pace"] },
  splice: { library: true, files: ["src/splice.rs"], modules: ["resolve", "sites", "dump"] },
  rules: { library: true, files: ["src/rules/mod.rs", "src/rules/ros.rs", "src/rules/terraform.rs"], modules: ["resolve", "sites", "dump"] },
  resolve: {
    files: ["src/resolve.rs", "src/resolve/access.rs", "src/resolve/edits.rs", "src/resolve/image.rs", "src/resolve/plan.rs", "src/resolve/sharing.rs"],
    modules: ["resolve", "sites", "dump", "visibility", "visibility_artifact", "matrix", "check", "pace"],
  },
  "resolve/near": { library: true, files: ["src/resolve/near.rs"], modules: ["resolve", "sites", "dump"] },
  ...Object.fromEntries(
    ["artifact", "artifact/template", "artifact/removal", "artifact/content", "artifact/delivery", "artifact/service", "artifact/read"].map((file) => [
      file,
      { files: [`src/${file}.rs`], modules: ["artifact", "artifact_model", "artifact_walk", "pace"] },
    ]),
  ),
};

/** Tests of the first round that take seconds: what only they would catch, the second round does. */
const SLOW = ["time_grows", "does_not_walk"];

/**
 * @typedef {"caught" | "missed" | "timeout" | "unviable"} Fate
 * @typedef {Record<Fate, string[]>} Fates the names of the mutants
 * @typedef {{ digest: string, mutants: number, caught: number, timeout: number, unviable: number, survivors: string[] }} Row of one file
 */

await script(async () => {
  const names = process.argv.slice(2);
  if (names.length === 1 && names[0] === "--sample") return sample();
  const unknown = names.find((name) => !Object.hasOwn(GROUPS, name));
  if (unknown) throw new Stop(`there is no group \`${unknown}\`: ${Object.keys(GROUPS).join(", ")}`);
  await install();
  /** @type {Record<string, Row>} */
  const record = existsSync(at(RECORD)) ? JSON.parse(readFileSync(at(RECORD), "utf8")).files : {};
  for (const [name, { files, modules, library = false }] of Object.entries(GROUPS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    copyTree(modules);
    const first = await mutate(name, files, library);
    // With every module: the tree is that of the project again.
    copyTree();
    const rest = first.missed.length > 0 ? await mutate(`${name}-rest`, files, true, first.missed) : undefined;
    for (const file of files) record[file] = row(file, first, rest);
    writeFileSync(at(RECORD), `${JSON.stringify({ tool: `cargo-mutants ${VERSION}`, files: record }, null, 2)}\n`);
  }
  report(record);
});

/** The changes of the list, each of which some test has to notice. */
async function sample() {
  /** @type {{ file: string, old: string, new: string }[]} */
  const changes = JSON.parse(readFileSync(at("tests/mutants/sample.json"), "utf8"));
  copyTree(["visibility", "resolve", "sites", "dump", "artifact", "artifact_model", "pace"], SAMPLE_TREE);
  const args = ["test", "--manifest-path", at(`${SAMPLE_TREE}/Cargo.toml`), "--target-dir", at("target"), "--test", "it", "--", ...SLOW.map((test) => `--skip=${test}`)];
  const tests = () => run("cargo", args, { env: { CI: undefined } });
  const before = await tests();
  if (before.code !== 0) throw new Stop(`the tests fail before anything is changed:\n${before.output.trimEnd()}`);
  for (const { file, old, new: changed } of changes) {
    const text = readFileSync(at(file), "utf8");
    if (text.split(old).length !== 2) throw new Stop(`${file} does not hold once what tests/mutants/sample.json changes: ${old}`);
    put(file, Buffer.from(text.replace(old, () => changed)), SAMPLE_TREE);
    const { code, output } = await tests();
    put(file, Buffer.from(text), SAMPLE_TREE);
    if (!/test result: /.test(output)) throw new Stop(`what tests/mutants/sample.json changes in ${file} is no program:\n${output.trimEnd()}`);
    if (code === 0) throw new Stop(`no test notices that ${file} has \`${changed}\` for \`${old}\``);
  }
  console.log(`${changes.length} of ${changes.length} changes of the sample were noticed`);
}

async function install() {
  if (ask(at(".tools/bin/cargo-mutants"), "mutants", "--version") === `cargo-mutants ${VERSION}`) return;
  console.log(`installing cargo-mutants ${VERSION} into .tools (some minutes, once)`);
  await must("cargo", ["install", "cargo-mutants", "--version", VERSION, "--locked", "--root", ".tools"], { show: true, otherwise: "it needs crates.io (or a mirror that cargo is set up for)" });
}

/**
 * Brings the copy up to date. A file that is the same stays untouched, so that cargo need not look at it again.
 *
 * @param {string[]} [modules] of `tests/it/`; all when left out
 * @param {string} [tree]
 */
function copyTree(modules, tree = TREE) {
  const files = (ask("git", "ls-files", "--cached", "--others", "--exclude-standard") ?? "").split("\n").filter((file) => file && existsSync(at(file)));
  if (files.length === 0) throw new Stop("git names no files: run this in a clone");
  for (const file of files) {
    if (file !== "Cargo.toml" && file !== "tests/it/main.rs") put(file, readFileSync(at(file)), tree);
  }
  // What JavaScript loads takes as long to link as all else to compile, and no native test needs it.
  put("Cargo.toml", Buffer.from(readFileSync(at("Cargo.toml"), "utf8").replace(', "cdylib"]', "]")), tree);
  const main = readFileSync(at("tests/it/main.rs"), "utf8");
  put("tests/it/main.rs", Buffer.from(modules === undefined ? main : modules.map((module) => `mod ${module};\n`).join("")), tree);
}

/** @param {string} file @param {Buffer} bytes @param {string} tree */
function put(file, bytes, tree) {
  const to = at(`${tree}/${file}`);
  if (existsSync(to) && readFileSync(to).equals(bytes)) return;
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, bytes);
}

/**
 * @param {string} name of the folder for what comes of it
 * @param {string[]} files
 * @param {boolean} library whether the tests in `src/` are asked
 * @param {string[]} [only] the mutants to try
 * @returns {Promise<Fates>}
 */
async function mutate(name, files, library, only = []) {
  const out = `target/mutants/${name.replace("/", "-")}`;
  rmSync(at(out), { recursive: true, force: true });
  mkdirSync(at(out), { recursive: true });
  const chosen = only.map((mutant) => `--re=^${mutant.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`);
  const where = ["--dir", at(TREE), "--output", at(out), "--in-place", "--no-shuffle", "--colors=never"];
  const args = ["mutants", ...where, ...files.map((file) => `--file=${file}`), ...chosen, ...(library ? ["--cargo-arg=--lib"] : []), "--cargo-arg=--test=it", ...(only.length > 0 ? [] : ["--", "--", ...SLOW.map((test) => `--skip=${test}`)])];
  // Tests that need what is not in the copy say that they are left out, unless CI is set.
  const env = { CI: undefined, CARGO_TARGET_DIR: at("target/mutants/target"), CARGO_PROFILE_DEV_DEBUG: "0", CARGO_PROFILE_TEST_DEBUG: "0" };
  const { code, output } = await run(at(".tools/bin/cargo-mutants"), args, { show: true, env });
  // 2: some were missed; 3: some ran too long. Anything else is no result.
  if (![0, 2, 3].includes(code)) throw new Stop(output.trimEnd());
  const read = (/** @type {Fate} */ fate) => readFileSync(at(`${out}/mutants.out/${fate}.txt`), "utf8").split("\n").filter(Boolean);
  return { caught: read("caught"), missed: read("missed"), timeout: read("timeout"), unviable: read("unviable") };
}

/**
 * What became of the mutants of one file. Those that only the second round caught are caught.
 *
 * @param {string} file @param {Fates} first @param {Fates} [rest] @returns {Row}
 */
function row(file, first, rest) {
  const own = (/** @type {string[]} */ mutants) => mutants.filter((mutant) => mutant.startsWith(`${file}:`));
  const count = (/** @type {Fate} */ fate) => own(first[fate]).length + own(rest?.[fate] ?? []).length;
  const survivors = own(rest?.missed ?? []).map(nameless);
  const [caught, timeout, unviable] = [count("caught"), count("timeout"), count("unviable")];
  return { digest: digestOf(file), mutants: caught + timeout + unviable + survivors.length, caught, timeout, unviable, survivors };
}

/** A mutant without its line, which changes with every line above it: `src/a.rs: replace f -> bool with true`. @param {string} mutant */
function nameless(mutant) {
  return mutant.replace(/^([^:]+):\d+:\d+: /, "$1: ");
}

/** Of the file that was changed, so that a record of another text can be told. @param {string} file */
function digestOf(file) {
  return createHash("sha256").update(readFileSync(at(file))).digest("hex").slice(0, 16);
}

/** @param {Record<string, Row>} record */
function report(record) {
  /** @type {{ mutant: string, reason: string }[]} */
  const known = existsSync(at(SURVIVORS)) ? JSON.parse(readFileSync(at(SURVIVORS), "utf8")) : [];
  const rows = Object.values(record);
  const sum = (/** @type {"mutants" | "caught" | "timeout" | "unviable"} */ key) => rows.reduce((total, row) => total + row[key], 0);
  const survivors = rows.flatMap((row) => row.survivors);
  console.log(`${sum("mutants")} mutants: ${sum("caught")} caught, ${sum("timeout")} ran too long, ${sum("unviable")} did not compile, ${survivors.length} lived`);
  const unexplained = survivors.filter((survivor) => !known.some(({ mutant }) => mutant === survivor));
  if (unexplained.length > 0) throw new Stop(`without a reason in ${SURVIVORS}:\n${unexplained.join("\n")}`);
}
