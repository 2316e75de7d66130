/**
 * `npm run instructions`: how many instructions the main path takes per byte, native, counted by valgrind. The same code
 * gives the same number on any machine of one kind, however busy, so it is what a change of speed is judged by.
 *
 * A run over the files twice less a run over them once is one pass without start-up. `-- --functions` lists where they go.
 * `-- --record` adds a line to `benches/record/instructions.md`.
 */

import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";

import { ask, at, isMain, run, script, Stop } from "../scripts/commands.mjs";
import { hcl, IMAGE, MANIFEST, yaml } from "./templates.mjs";

const FOLDER = "target/bench";

/** Writes the templates that native programs read. @param {(text: string) => unknown} parse of YAML; without it there is no JSON */
export function writeTemplates(parse) {
  mkdirSync(at(FOLDER), { recursive: true });
  writeFileSync(at(`${FOLDER}/M.yaml`), yaml("M", IMAGE.old));
  writeFileSync(at(`${FOLDER}/M.tf`), hcl("M", IMAGE.old));
  writeFileSync(at(`${FOLDER}/M.json`), JSON.stringify(parse(yaml("M", IMAGE.old)), null, 2));
  writeFileSync(at(`${FOLDER}/manifest.json`), JSON.stringify(MANIFEST));
}

/** The real templates beside the project, where they are there. @param {RegExp} ending */
export function corpus(ending) {
  const folder = at("../shared/corpus/templates");
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && ending.test(entry.name)).map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`);
  return files.filter((file) => statSync(file).size <= 524_288).sort();
}

/** The program, compiled. @returns {Promise<string>} */
async function build() {
  const { code, output } = await run("cargo", ["bench", "--no-run", "--bench", "path", "--message-format", "json"], { env: { CARGO_PROFILE_BENCH_DEBUG: "line-tables-only" } });
  const built = output.split("\n").find((line) => line.includes('"executable":"') && line.includes('"name":"path"'));
  if (code !== 0 || built === undefined) throw new Stop(`cargo bench --bench path: ${output.slice(-2_000)}`);
  return JSON.parse(built).executable;
}

/** Instructions of one run. @param {string} program @param {number} times @param {string[]} files @param {string} [keep] */
function count(program, times, files, keep) {
  const out = at(keep ?? `${FOLDER}/callgrind.out`);
  const args = ["--tool=callgrind", `--callgrind-out-file=${out}`, program, String(times), at(`${FOLDER}/manifest.json`), ...files];
  const { status, stderr } = spawnSync("valgrind", args, { encoding: "utf8", maxBuffer: 1 << 28 });
  const [, found] = /Collected : (\d+)/.exec(stderr ?? "") ?? [];
  if (status !== 0 || found === undefined) throw new Stop(`valgrind failed: ${stderr}`);
  return Number(found);
}

if (isMain(import.meta.url)) {
  await script(async () => {
    if (ask("valgrind", "--version") === undefined) throw new Stop("valgrind is missing: install it (Debian: apt-get install valgrind)");
    if (!existsSync(at(`${FOLDER}/M.json`))) throw new Stop("`npm run bench -- --write` makes the templates; run it first");
    const program = await build();
    const sets = [
      ["ROS YAML, M", [at(`${FOLDER}/M.yaml`)]],
      ["ROS JSON, M", [at(`${FOLDER}/M.json`)]],
      ["Terraform HCL, M", [at(`${FOLDER}/M.tf`)]],
      ["YAML of the corpus", corpus(/\.ya?ml$/)],
      ["HCL of the corpus", corpus(/\.tf$/)],
    ];
    const lines = [];
    for (const [name, files] of /** @type {[string, string[]][]} */ (sets)) {
      if (files.length === 0) {
        console.log(`${name}: left out, for ../shared/corpus is not there`);
        continue;
      }
      const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0);
      const passes = files.length > 1 ? 1 : 20;
      const kept = `${FOLDER}/${name.replaceAll(/\W+/g, "-")}.callgrind`;
      const instructions = (count(program, 2 * passes, files, kept) - count(program, passes, files)) / passes;
      lines.push(`| ${name} | ${files.length} | ${bytes.toLocaleString("en")} | ${(instructions / bytes).toFixed(2)} |`);
      console.log(`${name}: ${files.length} files, ${bytes.toLocaleString("en")} bytes, ${(instructions / bytes).toFixed(2)} instructions a byte`);
      if (process.argv.includes("--functions")) {
        const found = spawnSync("callgrind_annotate", [at(kept)], { encoding: "utf8", maxBuffer: 1 << 28 }).stdout.split("\n");
        console.log(found.slice(found.findIndex((line) => line.includes("file:function"))).slice(0, 40).join("\n"));
      }
    }
    if (process.argv.includes("--record")) {
      const head = `\n## ${new Date().toISOString().slice(0, 10)}, ${ask("git", "rev-parse", "--short", "HEAD") ?? "no commit"}\n\n| | files | bytes | instructions a byte |\n| --- | ---: | ---: | ---: |\n`;
      appendFileSync(at("benches/record/instructions.md"), `${head}${lines.join("\n")}\n`);
    }
  });
}
