/**
 * Law 7: WebAssembly answers what the native build answers, byte for byte. `npm run native -- 4000` compares so many made-up
 * questions, and one for each input that the fuzz targets start from or found.
 */

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

import "../js/node.js";
import { call, write } from "../js/instance.js";
import { Resolver, Template } from "../pkg/core.js";
import { at, isMain, must, script, Stop } from "./commands.mjs";
import { writeSeeds } from "./seeds.mjs";

/** The targets whose inputs are templates as they are. */
const TEMPLATES = ["yaml", "json", "hcl"];

/** So many files are given to one run of the program: a command line has an end. */
const BATCH = 2_000;

/** @typedef {{ service: string, region: string, account: string, template: string | null, format: string | null }} Request */

/** Frames one after another. @param {Buffer} bytes */
function* frames(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    yield bytes.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
}

/**
 * What the WebAssembly build answers, in the order of the native one.
 *
 * @param {Buffer} text @param {Buffer} manifest @param {Request} request
 * @returns {Uint8Array[]}
 */
function answers(text, manifest, request) {
  const { service, region, account } = request;
  const options = request.format === null ? {} : { format: request.format };
  const name = request.template ?? undefined;
  return [false, true].flatMap((utf16) => {
    if (utf16 && !isText(text)) return [EMPTY, EMPTY, EMPTY];
    const template = call(() => new Template(write(text), utf16, options));
    const resolver = call(() => new Resolver(write(manifest), utf16, true, options));
    const all = [
      call(() => template.report()),
      call(() => resolver.resolve(template, service, region, account, name)),
      call(() => resolver.explain(template, service, region, account, name)),
    ];
    template.free();
    resolver.free();
    return all;
  });
}

const EMPTY = new Uint8Array();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** @param {Uint8Array} bytes */
function isText(bytes) {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Compares what a run of the native program says. @param {string} program @param {string[]} words */
function compare(program, words) {
  const { status, stdout, stderr } = spawnSync(program, words, { maxBuffer: 2 ** 31 - 1 });
  if (status !== 0) throw new Stop(`the native program failed: ${stderr}`);
  const list = frames(stdout);
  const counts = { questions: 0, answers: 0, outputs: 0, bytes: 0 };
  for (let text = list.next(); !text.done; text = list.next()) {
    const [manifest, asked] = [list.next().value, list.next().value];
    const request = /** @type {Request} */ (JSON.parse(String(asked)));
    const found = answers(text.value, /** @type {Buffer} */ (manifest), request);
    for (const [index, answer] of found.entries()) {
      const expected = /** @type {Buffer} */ (list.next().value);
      counts.answers += 1;
      counts.bytes += expected.length;
      if (Buffer.compare(expected, answer) !== 0) throw new Stop(difference(text.value, request, index, expected, answer));
    }
    counts.questions += 1;
    counts.outputs += found[1][0];
  }
  return counts;
}

/** @param {Uint8Array} text @param {Request} request @param {number} index @param {Uint8Array} native @param {Uint8Array} wasm */
function difference(text, request, index, native, wasm) {
  const show = (/** @type {Uint8Array} */ bytes) => JSON.stringify(Buffer.from(bytes).toString());
  return `law 7: answer ${index} to ${JSON.stringify(request)} differs for the template\n${show(text)}\nnative ${show(native)}\nwasm   ${show(wasm)}`;
}

/** @param {number} made how many questions are made up */
export async function compareAll(made) {
  await must("cargo", ["build", "--locked", "--no-default-features", "--features", "native", "--bin", "answers"], { cwd: at("fuzz") });
  const program = at("fuzz/target/debug/answers");
  writeSeeds();
  const files = TEMPLATES.flatMap((target) => readdirSync(at(`fuzz/corpus/${target}`)).sort().map((file) => at(`fuzz/corpus/${target}/${file}`)));
  const runs = [compare(program, [String(made)])];
  for (let from = 0; from < files.length; from += BATCH) runs.push(compare(program, ["0", ...files.slice(from, from + BATCH)]));
  const sum = (/** @type {keyof typeof runs[0]} */ key) => runs.reduce((total, run) => total + run[key], 0);
  console.log(`native = wasm: ${sum("questions")} questions (${made} made up, ${files.length} inputs of fuzz targets), ${sum("outputs")} with an output, ${sum("answers")} answers of ${sum("bytes")} bytes, all the same`);
}

if (isMain(import.meta.url)) await script(() => compareAll(Number(process.argv[2] ?? 1_000)));
