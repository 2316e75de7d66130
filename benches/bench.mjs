/**
 * `npm run bench`: the core against its peers, on the same templates, in one process and in turns.
 *
 * Absolute times are of this machine at this minute; ratios of one run hold. `-- --json` prints the record for programs,
 * `-- --sizes S,M` takes fewer sizes, `-- --rounds 15` more rounds, `-- --record` writes `benches/record/DATE.md` and `.json`,
 * `-- --write` only the templates that the native benches read.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { performance } from "node:perf_hooks";

import { at, isMain, must, script, Stop } from "../scripts/commands.mjs";
import { setup } from "../scripts/setup.mjs";
import { compressed } from "../scripts/size.mjs";
import { deciders, hclPeers, jsonPeers, yamlPeers, yamlReader } from "./peers.mjs";
import { corpus, writeTemplates } from "./instructions.mjs";
import { hcl, IMAGE, MANIFEST, REGIONS, REQUEST, SIZES, yaml } from "./templates.mjs";

/** @import { Peer } from "./peers.mjs" */
/** @import { Size } from "./templates.mjs" */

/**
 * @typedef {object} Figure
 * @property {string} task
 * @property {string} name
 * @property {number} bytes
 * @property {number} median microseconds
 * @property {[number, number]} quartiles microseconds
 * @property {string} [wrong] why its answer does not count
 */

/** How long one peer runs before it is the next one's turn, in milliseconds. */
const TURN = 20;

/** How long each is run before it is measured, in milliseconds. */
const WARM = 300;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * @param {string} task
 * @param {number} bytes of the input
 * @param {{ name: string, run: () => unknown, wrong?: string }[]} candidates
 * @param {number} rounds
 * @returns {Promise<Figure[]>}
 */
async function measure(task, bytes, candidates, rounds) {
  const runs = [];
  for (const candidate of candidates) {
    let count = 0;
    const started = performance.now();
    do {
      await candidate.run();
      count += 1;
    } while (performance.now() - started < WARM);
    /** @type {number[]} */
    const times = [];
    runs.push({ ...candidate, calls: Math.max(1, Math.round((TURN * count) / (performance.now() - started))), times });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < runs.length; turn += 1) {
      const { run, calls, times } = runs[(turn + round) % runs.length];
      const started = performance.now();
      for (let call = 0; call < calls; call += 1) {
        const answer = run();
        if (answer instanceof Promise) await answer;
      }
      times.push(((performance.now() - started) * 1000) / calls);
    }
  }
  return runs.map(({ name, times, wrong }) => {
    times.sort((one, other) => one - other);
    const quantile = (/** @type {number} */ part) => times[Math.round((times.length - 1) * part)];
    return { task, name, bytes, median: quantile(0.5), quartiles: [quantile(0.25), quantile(0.75)], wrong };
  });
}

/**
 * Whether an answer is the template with the new image, byte for byte or, of a printer, in what it means.
 *
 * @param {Peer} peer @param {unknown} answer @param {string} expected @param {(text: string) => unknown} parse
 */
function fault(peer, answer, expected, parse) {
  if (peer.reads) return undefined;
  const text = answer instanceof Uint8Array ? decoder.decode(answer) : answer;
  if (text === expected) return undefined;
  if (peer.prints && typeof text === "string" && JSON.stringify(parse(text)) === JSON.stringify(parse(expected))) return "other bytes";
  return "wrong";
}

/** @param {Size[]} sizes @param {number} rounds */
async function templates(sizes, rounds) {
  const { Resolver } = await import("../js/node.js");
  const parse = await yamlReader();
  const resolver = new Resolver(MANIFEST, { limits: { templateBytes: 8_000_000, sites: 100_000 } });
  const languages = [
    { language: "ROS YAML", make: yaml, peers: await yamlPeers(), parse },
    { language: "ROS JSON", make: (/** @type {Size} */ size, /** @type {string} */ image) => JSON.stringify(parse(yaml(size, image)), null, 2), peers: await jsonPeers(), parse: JSON.parse },
    { language: "Terraform HCL", make: hcl, peers: await hclPeers(), parse: JSON.parse },
  ];
  const figures = [];
  for (const { language, make, peers, parse } of languages) {
    for (const size of sizes) {
      const text = make(size, IMAGE.old);
      const expected = make(size, IMAGE.new);
      const bytes = Buffer.from(text);
      const same = language === "ROS YAML" ? JSON.stringify(parse(text), null, 2) : language === "ROS JSON" ? text : equalJson(bytes.length);
      const compiled = resolver.compile(bytes);
      /** @type {Peer[]} */
      const all = [
        { name: "this: bytes", run: () => resolver.resolve(bytes, REQUEST).template },
        { name: "this: string", run: () => resolver.resolve(text, REQUEST).template },
        { name: "this: compiled, bytes", run: () => compiled.resolve(REQUEST).template },
        { name: "this: compiled, edits", run: () => compiled.resolve(REQUEST).ok, reads: true },
        { name: "this: compiled, edits of 40 regions", run: () => REGIONS.every((region) => compiled.resolve({ ...REQUEST, region }).ok), reads: true },
        ...peers.filter(({ upTo = Infinity }) => bytes.length <= upTo),
      ];
      const candidates = [];
      for (const peer of all) {
        const answer = await peer.run(text, bytes);
        candidates.push({ name: peer.name, run: () => peer.run(text, bytes), wrong: fault(peer, answer, expected, parse) });
      }
      candidates.push({ name: "JSON.parse of as much", run: () => JSON.parse(same), wrong: undefined });
      const copy = Buffer.alloc(bytes.length);
      candidates.push({ name: "memcpy", run: () => bytes.copy(copy), wrong: undefined });
      figures.push(...(await measure(`${language} ${size}`, bytes.length, candidates, rounds)));
      compiled.free();
    }
  }
  resolver.free();
  return figures;
}

/** A template in JSON of about so many bytes, to be parsed where the template at hand is none. @param {number} length */
function equalJson(length) {
  const resource = { Type: "ALIYUN::ECS::Instance", Properties: { ImageId: IMAGE.old, InstanceType: { Ref: "InstanceType" }, SystemDiskSize: 40, Tags: [{ Key: "role", Value: "web" }] } };
  const one = JSON.stringify({ Resources: { Server0: resource } }, null, 2).length;
  return JSON.stringify({ Resources: Object.fromEntries(Array.from({ length: Math.max(1, Math.round(length / one)) }, (_, at) => [`Server${at}`, resource])) }, null, 2);
}

/** @param {number} rounds */
async function decisions(rounds) {
  const { Resolver } = await import("../js/node.js");
  const accounts = Array.from({ length: 100_000 }, (_, at) => String(1_000_000_000_000_000 + at * 7));
  const service = { ...MANIFEST.services[0], shareType: "Restricted", sharedAccounts: accounts.map((uid) => ({ uid, permission: "Deployable" })) };
  const resolver = new Resolver({ ...MANIFEST, services: [service] });
  const asked = [accounts[99_990], "1000000000000003"];
  const all = [{ name: "this: one decision", run: (/** @type {string} */ account) => resolver.decide({ service: "service-1", account }).ok }, ...(await deciders(accounts))];
  const candidates = [];
  for (const { name, run } of all) {
    const right = (await run(asked[0])) === true && (await run(asked[1])) === false;
    let turn = 0;
    candidates.push({ name, run: () => run(asked[(turn ^= 1)]), wrong: right ? undefined : "wrong" });
  }
  const figures = await measure("one decision", 0, candidates, rounds);
  resolver.free();
  return figures;
}

/** The real templates beside the project, one after the other: microseconds a file. @param {number} rounds */
async function corpusFigures(rounds) {
  const files = corpus(/\.ya?ml$/).map((file) => readFileSync(file));
  if (files.length === 0) {
    console.error("the corpus is left out, for ../shared/corpus is not there");
    return [];
  }
  const { Resolver } = await import("../js/node.js");
  const resolver = new Resolver(MANIFEST);
  const texts = files.map((file) => file.toString());
  const { name, run } = /** @type {Peer} */ ((await yamlPeers()).find((peer) => peer.name.startsWith("JavaScript scanner")));
  const parse = await yamlReader();
  const tolerant = (/** @type {string} */ text) => {
    try {
      parse(text);
    } catch {
      // What is no YAML takes its time, too.
    }
  };
  const candidates = [
    { name: "this: bytes", run: () => files.forEach((file) => resolver.resolve(file, REQUEST).template) },
    { name, run: () => files.forEach((file, at) => run(texts[at], file)) },
    { name: "yaml: parse alone", run: () => texts.forEach(tolerant) },
    { name: "memcpy", run: () => files.forEach((file) => Buffer.from(file)) },
  ];
  const figures = await measure(`${files.length} real YAML templates, a file`, 0, candidates, rounds);
  resolver.free();
  return figures.map((figure) => ({ ...figure, median: figure.median / files.length, quartiles: /** @type {[number, number]} */ (figure.quartiles.map((time) => time / files.length)) }));
}

/** How much memory the core has after it resolved a template of each size, in bytes. @param {Size[]} sizes */
async function memory(sizes) {
  const core = await import("../pkg/core.js");
  const module = new WebAssembly.Module(readFileSync(at("pkg/core.wasm")));
  const measured = [];
  for (const size of sizes) {
    const text = Buffer.from(yaml(size, IMAGE.old));
    core.__wbg_reset_state();
    const { memory } = core.initSync({ module });
    const before = memory.buffer.byteLength;
    const input = core.input(text.length);
    // The memory may have grown in between.
    new Uint8Array(memory.buffer, input, text.length).set(text);
    const template = new core.Template(text.length, false, { limits: { templateBytes: 8_000_000, sites: 100_000 } });
    template.free();
    measured.push({ size, template: text.length, before, after: memory.buffer.byteLength });
  }
  return measured;
}

/** Import and the first answer in a process of its own, in milliseconds. @param {number} rounds */
function starts(rounds) {
  const read = `import { readFileSync } from "node:fs"; const text = readFileSync(${JSON.stringify(at("target/bench/M.yaml"))}); const begun = performance.now();`;
  const programs = [
    { name: "this: import, first resolve", program: `${read} const { Resolver } = await import(${JSON.stringify(at("js/node.js"))}); new Resolver(readFileSync(${JSON.stringify(at("target/bench/manifest.json"))})).resolve(text, ${JSON.stringify(REQUEST)}).template;` },
    { name: "yaml: import, first parse and print", program: `${read} const { parseDocument } = await import(${JSON.stringify(at("benches/peers/node_modules/yaml/dist/index.js"))}); parseDocument(text.toString(), { logLevel: "silent" }).toString();` },
    { name: "js-yaml: import, first events", program: `${read} const { parseEvents } = await import(${JSON.stringify(at("benches/peers/node_modules/js-yaml/dist/js-yaml.mjs"))}); parseEvents(text.toString(), {});` },
  ];
  const times = programs.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < rounds; round += 1) {
    programs.forEach(({ program }, which) => {
      const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", `${program} console.log(performance.now() - begun);`], { encoding: "utf8" });
      times[which].push(Number(stdout) * 1000);
    });
  }
  return programs.map(({ name }, which) => {
    const sorted = times[which].sort((one, other) => one - other);
    const quantile = (/** @type {number} */ part) => sorted[Math.round((sorted.length - 1) * part)];
    return { task: "start", name, bytes: 0, median: quantile(0.5), quartiles: /** @type {[number, number]} */ ([quantile(0.25), quantile(0.75)]) };
  });
}

/** @param {number} microseconds */
const time = (microseconds) => microseconds.toLocaleString("en", { maximumSignificantDigits: 3 });

/** @param {Figure[]} figures @returns {string} Markdown */
function table(figures) {
  const lines = [];
  for (const task of new Set(figures.map((figure) => figure.task))) {
    const rows = figures.filter((figure) => figure.task === task);
    const of = (/** @type {RegExp} */ name) => rows.find((row) => name.test(row.name))?.median ?? NaN;
    const [ours, json, memcpy] = [of(/^this/), of(/^JSON.parse/), of(/^memcpy/)];
    const best = Math.min(...rows.filter(({ name, wrong }) => !wrong && !/^(this|JSON.parse|memcpy)/.test(name)).map(({ median }) => median));
    const times = (/** @type {number} */ ratio) => (Number.isFinite(ratio) ? `${time(ratio)} ×` : "");
    lines.push(`### ${task}${rows[0].bytes ? `, ${rows[0].bytes.toLocaleString("en")} bytes` : ""}`, "", "| | µs | quartiles | MB/s | of this | of JSON.parse | of the best peer | of memcpy |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (const { name, bytes, median, quartiles, wrong } of rows) {
      const speed = bytes ? time(bytes / median) : "";
      const ratios = [ours, json, best, memcpy].map((other) => times(median / other));
      lines.push(`| ${[wrong ? `${name} (${wrong})` : name, time(median), `${time(quartiles[0])}–${time(quartiles[1])}`, speed, ...ratios].join(" | ")} |`);
    }
    lines.push("");
  }
  return lines.join("\n");
}

/** @param {string} name @param {string} otherwise */
function option(name, otherwise) {
  const found = process.argv.indexOf(`--${name}`);
  return found < 0 ? otherwise : (process.argv[found + 1] ?? "");
}

async function installPeers() {
  if (existsSync(at("benches/peers/node_modules/yaml"))) return;
  await must("npm", ["ci", "--no-audit", "--no-fund"], { cwd: at("benches/peers"), show: true, otherwise: "the peers come from the npm registry (or a mirror that npm is set up for)" });
}

if (isMain(import.meta.url)) {
  await script(async () => {
    await setup();
    await installPeers();
    writeTemplates(await yamlReader());
    if (process.argv.includes("--write")) return;
    const sizes = /** @type {Size[]} */ (option("sizes", Object.keys(SIZES).join(",")).split(","));
    const unknown = sizes.find((size) => !(size in SIZES));
    if (unknown !== undefined) throw new Stop(`there is no size \`${unknown}\`: ${Object.keys(SIZES).join(", ")}`);
    const rounds = Number(option("rounds", "9"));
    const figures = [...(await templates(sizes, rounds)), ...(await corpusFigures(rounds)), ...(await decisions(rounds)), ...starts(rounds)];
    const memories = await memory(sizes);
    const wasm = readFileSync(at("pkg/core.wasm"));
    const record = {
      date: new Date().toISOString().slice(0, 10),
      machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`,
      rounds,
      core: { bytes: wasm.length, brotli: compressed(wasm) },
      memory: memories,
      figures,
    };
    const text = `# Measured on ${record.date}\n\n${record.machine}; ${rounds} rounds in turns, medians. core.wasm: ${wasm.length.toLocaleString("en")} bytes, ${record.core.brotli.toLocaleString("en")} with Brotli.\nTimes are of this machine at that minute; ratios of one run are what counts.\n\n${table(figures)}\n### memory of the wasm, ROS YAML\n\n| | template | at the start | after it |\n| --- | ---: | ---: | ---: |\n${memories.map(({ size, ...bytes }) => `| ${[size, ...Object.values(bytes).map((value) => value.toLocaleString("en"))].join(" | ")} |`).join("\n")}\n`;
    console.log(process.argv.includes("--json") ? JSON.stringify(record, null, 2) : text);
    if (process.argv.includes("--record")) {
      writeFileSync(at(`benches/record/${record.date}.md`), text);
      writeFileSync(at(`benches/record/${record.date}.json`), `${JSON.stringify(record, null, 1)}\n`);
    }
  });
}
