/**
 * What a signed bundle costs at size: `npm run bench:scale [-- --accounts 1e6,1e7] [--services 10000]`.
 *
 * Makes a manifest of so many services, each with an artifact in 30 regions and a template of 20 KB, and so many shared accounts
 * (one in ten in two services), signs it as the command line does, and reads it in a process of its own as an isolate would:
 * time to sign, bytes written, bytes and time per request cold and warm, memory. Times are those of the processor, which other
 * work on the machine does not lengthen, and behind them those of the clock. What is printed is what was measured; nothing is
 * extrapolated.
 */

import { fork } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { Bundle, Gate, readTrust, verifyHead } from "../../edge/bundle/index.js";
import { newKey } from "../../edge/bundle/offline.js";
import { sign } from "../../edge/bundle/sign.js";
import { Spool } from "../../js/cli/accounts.js";
import { Resolver } from "../../js/node.js";

const PROVIDER = "1000000000000001";
const REGIONS = (
  "ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-3 ap-southeast-5 ap-southeast-6 ap-southeast-7 cn-beijing cn-chengdu " +
  "cn-fuzhou cn-guangzhou cn-hangzhou cn-heyuan cn-hongkong cn-huhehaote cn-nanjing cn-qingdao cn-shanghai cn-shenzhen cn-wulanchabu " +
  "cn-zhangjiakou eu-central-1 eu-west-1 me-central-1 me-east-1 na-south-1 us-east-1 us-west-1 cn-wuhan-lr cn-zhengzhou-jva"
).split(" ");
const TEMPLATE_BYTES = 20_000;
const REQUESTS = 5_000;

/** Spread over 16 digits, each once: the step and the range have no common factor. @param {number} at */
const uidOf = (at) => String(2_000_000_000_000_000 + ((at * 7_919_993) % 999_999_937));

/** @param {number} at @param {number} services */
const serviceOf = (at, services) => `service-${String((at * 31) % services).padStart(20, "0")}`;

/** @param {number} count */
function manifestOf(count) {
  const ids = Array.from({ length: count }, (_, at) => String(at).padStart(20, "0"));
  const images = (/** @type {string} */ id) => Object.fromEntries(REGIONS.map((region, at) => [region, { imageId: `m-${id.slice(4)}${String(at).padStart(4, "0")}`, status: "Available", progress: 100 }]));
  return {
    manifestVersion: 1,
    provider: PROVIDER,
    artifacts: ids.map((id) => ({ artifactId: `artifact-${id}`, artifactType: "EcsImage", name: `web_${id}`, versions: [{ version: "1", versionName: "v1_0", status: "Available", source: { type: "custom", imageId: `m-${id}`, regionId: REGIONS[0] }, supportRegionIds: REGIONS, images: images(id) }] })),
    services: ids.map((id) => ({ serviceId: `service-${id}`, name: `web_${id}`, status: "Online", shareType: "Restricted", templates: [{ name: "single", path: `${id}.yaml` }], relations: { web_image: { artifactId: `artifact-${id}`, version: "1" } } })),
  };
}

/** @param {string} id */
function templateOf(id) {
  const start = `ROSTemplateFormatVersion: '2015-09-01'\nDescription: ${id}\nResources:\n  Web:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: web_image\n`;
  let text = start;
  for (let at = 0; text.length < TEMPLATE_BYTES; at++) text += `  Vpc${at}:\n    Type: ALIYUN::ECS::VPC\n    Properties:\n      VpcName: network-${at}\n      CidrBlock: 192.168.${at % 256}.0/24\n`;
  return Buffer.from(text);
}

/** @param {number} accounts @param {number} services @param {string} folder */
async function write(accounts, services, folder) {
  const manifest = Buffer.from(JSON.stringify(manifestOf(services)));
  const templates = new Map(Array.from({ length: services }, (_, at) => [serviceOf(at, services), templateOf(String(at))]).map(([id, text]) => [`${id}/single`, /** @type {Buffer} */ (text)]));
  const spool = new Spool();
  let since = start();
  for (let at = 0; at < accounts; at++) {
    const uid = uidOf(at);
    spool.add(uid, [serviceOf(at, services), "Deployable"]);
    if (at % 10 === 0) spool.add(uid, [serviceOf(at + 1, services), "Accessible"]);
  }
  const spooling = since();
  const key = await newKey();
  since = start();
  const signed = await sign({ Resolver, manifest, templates, accounts: spool, keys: [key], now: Date.now(), lifetime: 7 * 24 * 3_600_000 });
  const signing = since();

  since = start();
  const file = openSync(join(folder, "objects"), "w");
  /** @type {Map<string, [number, number]>} */
  const places = new Map();
  let written = 0;
  let shards = 0;
  for await (const { ref, bytes } of signed.objects()) {
    if (places.has(ref.sha256)) continue;
    places.set(ref.sha256, [written, bytes.length]);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    written += bytes.length;
    shards += 1;
  }
  closeSync(file);
  const writing = since();
  spool.remove();
  writeFileSync(join(folder, "places.json"), JSON.stringify([...places]));
  writeFileSync(join(folder, "head"), signed.head);
  writeFileSync(join(folder, "trust"), signed.trust);
  const { root } = await verifyHead(signed.head, await readTrust(signed.trust));
  return { manifest: manifest.length, spooling, signing, writing, written, objects: shards, head: signed.head.length, root };
}

/** Runs in its own process, as an isolate: reads, decides, resolves. @param {string} folder @param {number} accounts @param {number} services */
async function isolate(folder, accounts, services) {
  const file = openSync(join(folder, "objects"), "r");
  const places = new Map(JSON.parse(readFileSync(join(folder, "places.json"), "utf8")));
  const head = readFileSync(join(folder, "head"));
  const trust = await readTrust(readFileSync(join(folder, "trust"), "utf8"));
  let read = 0;
  let reads = 0;
  const store = async (/** @type {{ sha256: string }} */ { sha256 }) => {
    const place = places.get(sha256);
    if (place === undefined) return null;
    const bytes = new Uint8Array(place[1]);
    readSync(file, bytes, 0, bytes.length, place[0]);
    read += bytes.length;
    reads += 1;
    return bytes;
  };
  new Resolver({ manifestVersion: 1 }).free();
  const now = Date.now();
  const before = memory();
  let bundle = await Bundle.open({ head, trust, read: store, now });
  let gate = new Gate({ Resolver });
  /** @type {{ of: any, template: any } | undefined} */
  let compiled;
  /** @param {number} at */
  const request = async (at) => {
    const account = uidOf(at);
    const service = serviceOf(at, services);
    const admitted = await gate.admit(bundle, { service, account }, now);
    if (admitted === null) throw new Error(`${account} was denied ${service}`);
    const ref = admitted.templates.get("single");
    const text = await bundle.template(ref, now);
    const { resolver, permissions } = admitted;
    // As the edge does: a template that is in use was analysed once.
    if (compiled?.of !== resolver) {
      compiled?.template.free();
      compiled = { of: resolver, template: resolver.compile(text, { format: "ros-yaml" }) };
    }
    const resolution = compiled.template.resolve({ service, region: "cn-beijing", account, permissions });
    if (resolution.template === undefined) throw new Error(resolution.diagnostics[0]?.message);
  };
  const measured = async (/** @type {(n: number) => Promise<void>} */ work, /** @type {number} */ times) => {
    read = reads = 0;
    const since = start();
    for (let n = 0; n < times; n++) await work(n);
    const { cpu, clock } = since();
    return { bytes: read / times, reads: reads / times, cpu: cpu / times, clock: clock / times };
  };
  const some = (/** @type {number} */ n) => Math.floor((n * 0.6180339887 * accounts) % accounts);
  await measured((n) => request(some(n)), 200);
  const cold = await measured(async (n) => {
    bundle = await Bundle.open({ head, trust, read: store, now });
    gate = new Gate({ Resolver });
    await request(some(n + 300));
  }, 300);
  bundle = await Bundle.open({ head, trust, read: store, now });
  gate = new Gate({ Resolver });
  const mixed = await measured((n) => request(some(n + 1000)), REQUESTS);
  globalThis.gc?.();
  const after = memory();
  const [known] = [some(1000 + REQUESTS - 1)];
  const warm = await measured(() => request(known), 2000);
  const denied = await measured(async (n) => {
    if ((await gate.admit(bundle, { service: serviceOf(n, services), account: "1" }, now)) !== null) throw new Error("a stranger was let in");
  }, 1000);
  closeSync(file);
  process.send?.({ cold, mixed, warm, denied, kept: bundle.cache.bytes, before, after });
}

/** Milliseconds from here on. */
function start() {
  const before = process.cpuUsage();
  const clock = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { cpu: (user + system) / 1000, clock: performance.now() - clock };
  };
}

function memory() {
  globalThis.gc?.();
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { rss, heapUsed, external, arrayBuffers };
}

/** @param {string} folder @param {number} accounts @param {number} services @returns {Promise<any>} */
function isolated(folder, accounts, services) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ["--isolate", folder, "--accounts", String(accounts), "--services", String(services)], { execArgv: ["--expose-gc"] });
    child.on("message", resolve);
    child.on("error", reject);
    child.on("exit", (code) => code !== 0 && reject(new Error(`the isolate ended with ${code}`)));
  });
}

const mib = (/** @type {number} */ bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
const kib = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
const seconds = (/** @type {{ cpu: number, clock: number }} */ { cpu, clock }) => `${(cpu / 1000).toFixed(1)} s (${(clock / 1000).toFixed(1)} s)`;
const count = (/** @type {number} */ number) => number.toLocaleString("en");

/** @param {string} name @param {string} value */
const say = (name, value) => console.log(`  ${name.padEnd(34)} ${value}`);

const { values } = parseArgs({ options: { accounts: { type: "string", default: "1e6,1e7" }, services: { type: "string", default: "10000" }, isolate: { type: "string" } } });
const services = Number(values.services);
if (values.isolate !== undefined) await isolate(values.isolate, Number(values.accounts), services);
else {
  for (const accounts of values.accounts.split(",").map(Number)) {
    const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-scale-"));
    try {
      console.log(`\n${count(services)} services, ${count(accounts)} accounts`);
      const made = await write(accounts, services, folder);
      say("manifest, without accounts", mib(made.manifest));
      say("accounts sorted into files", seconds(made.spooling));
      say("signed", seconds(made.signing));
      say("written", `${seconds(made.writing)}, ${mib(made.written)} in ${count(made.objects)} objects`);
      say("head", kib(made.head));
      say("account shards, pages", `${count(2 ** made.root.accounts.bits)}, ${made.root.accounts.pages.length}`);
      say("service pages", String(made.root.services.pages.length));
      const { cold, mixed, warm, denied, kept, before, after } = await isolated(folder, accounts, services);
      const told = (/** @type {any} */ { bytes, reads, cpu, clock }) => `${kib(bytes)} in ${reads.toFixed(2)} reads, ${cpu.toFixed(3)} ms (${clock.toFixed(3)} ms)`;
      say("a request, nothing in memory", told(cold));
      say(`a request, ${count(REQUESTS)} of different accounts`, told(mixed));
      say("a request, everything in memory", told(warm));
      say("a request that is denied", told(denied));
      say("kept in memory, by count", mib(kept));
      say("memory of the isolate", `${mib(after.heapUsed + after.external)} (before the first request ${mib(before.heapUsed + before.external)}); rss ${mib(after.rss)} (${mib(before.rss)})`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
