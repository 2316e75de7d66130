/**
 * `npm run bench:edge`: how many requests local workerd answers in a second, with a 20 KB template that was analysed before; and
 * beside it a worker that does nothing but read and send as many bytes.
 *
 * Prints requests a second, latencies, the memory of workerd over the run and the CPU time that a million requests take.
 * `--requests N` instead of 200,000, `--connections N` instead of 16, `--json` for programs.
 */

import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";

// @ts-expect-error it has no types
import autocannon from "autocannon";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { Miniflare } from "miniflare";

import { writeFile } from "../../edge/bundle/index.js";
import { sign } from "../../edge/bundle/sign.js";
import * as library from "../../js/node.js";
import { at, isMain } from "../../scripts/commands.mjs";
import { COMPATIBILITY, workerModules } from "../../scripts/worker.mjs";

const ISSUER = "https://issuer.invalid";
const AUDIENCE = "https://edge.invalid";

/** Bytes of the template. */
const SIZE = 20_000;

/** How often the memory is looked at, in milliseconds. */
const LOOK = 250;

/** How much of the requests go ahead of what is measured. */
const WARM_UP = 0.02;

/** How many clock ticks Linux counts in a second. */
const TICKS = 100;

/**
 * @typedef {object} Run
 * @property {string} name
 * @property {number} requests
 * @property {number} failed
 * @property {number} rate in requests a second
 * @property {number} p50 in milliseconds
 * @property {number} p99 in milliseconds
 * @property {number[]} memory resident bytes: the mean of each tenth of the run
 * @property {number} cpu seconds of processor time for a million requests
 */

/** @param {{ requests: number, connections: number }} load @returns {Promise<{ template: number, runs: Run[] }>} */
export async function measure({ requests, connections }) {
  const template = templateOf(SIZE);
  const edge = await startEdge(template);
  const nothing = await start({ modules: await workerModules("benches/edge/nothing.js") });
  try {
    const runs = [];
    for (const [name, { url, pid }, headers] of /** @type {const} */ ([
      ["nothing", nothing, {}],
      ["edge", edge, edge.headers],
    ])) {
      runs.push(await loaded(name, url, pid, { requests, connections, headers, body: template, expected: name === "edge" ? edge.expected : template }));
    }
    return { template: template.length, runs };
  } finally {
    await edge.stop();
    await nothing.stop();
  }
}

/** A template of so many bytes, with four images in it. @param {number} size */
function templateOf(size) {
  const start = readFileSync(at("tests/edge/sample/template.yaml"), "utf8").split("\nOutputs:")[0];
  let text = start;
  for (let number = 1; Buffer.byteLength(text) < size - 700; number++) {
    const image = number % 20 === 0 ? "web_server_image" : "!Ref JumpImageId";
    text += `\n  Worker${number}:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      HostName: worker-${number}\n      ImageId: ${image}\n`;
    text += "      InstanceType: !Ref InstanceType\n      Password: !Ref Password\n      ZoneId: !Ref ZoneId\n      VpcId: !Ref Vpc\n      VSwitchId: !Ref VSwitch\n      SecurityGroupId: !Ref SecurityGroup\n";
  }
  return Buffer.from(text + "#".repeat(size - Buffer.byteLength(text)));
}

/** @param {Buffer} template */
async function startEdge(template) {
  const manifest = readFileSync(at("tests/edge/sample/manifest.json"));
  const { provider, services } = JSON.parse(manifest.toString());
  const pair = () => generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const Resolver = /** @type {any} */ (library.Resolver);
  const signed = await sign({ Resolver, manifest, keys: [await exportJWK((await pair()).privateKey)], now: Date.now() });
  const { publicKey, privateKey } = await pair();
  /** @param {string} account @param {string} scope */
  const token = (account, scope) =>
    new SignJWT({ scope }).setProtectedHeader({ alg: "EdDSA", kid: "bench" }).setIssuer(ISSUER).setAudience(AUDIENCE).setSubject(account).setExpirationTime("12h").sign(privateKey);
  const started = await start({
    modules: await workerModules("edge/cloudflare.js"),
    kvNamespaces: ["MANIFEST"],
    durableObjects: { WRITER: { className: "ManifestWriter", useSQLite: true } },
    bindings: {
      TRUST: signed.trust,
      TOKEN_ISSUER: ISSUER,
      TOKEN_AUDIENCE: AUDIENCE,
      TOKEN_KEYS: JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "bench", alg: "EdDSA" }] }),
      RECEIPT_KEY: crypto.randomUUID(),
    },
  });
  const chunks = [];
  for await (const chunk of writeFile(signed.head, signed.objects())) chunks.push(chunk);
  const published = await fetch(`${started.url}/v1/manifest`, {
    method: "PUT",
    headers: { authorization: `Bearer ${await token(provider, "provider")}`, "content-type": "application/vnd.ecs-image-resolver.bundle", "if-none-match": "*" },
    body: Buffer.concat(chunks),
  });
  if (!published.ok) throw new Error(await published.text());
  const [{ serviceId: service, sharedAccounts }] = services;
  const asked = { service, region: "cn-beijing", account: sharedAccounts[0].uid };
  return {
    ...started,
    url: `${started.url}/v1/resolve?service=${service}&region=${asked.region}`,
    headers: { authorization: `Bearer ${await token(asked.account, "customer")}` },
    expected: /** @type {Buffer} */ (new library.Resolver(manifest).resolve(template, asked).template),
  };
}

/** Workerd with one worker, asked directly. @param {any} options */
async function start(options) {
  const before = new Set(children());
  const printed = () => {};
  const worker = new Miniflare({
    compatibilityDate: COMPATIBILITY,
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    handleRuntimeStdio: (/** @type {any[]} */ ...streams) => streams.forEach((stream) => stream.on("data", printed)),
    ...options,
  });
  const url = String(await worker.unsafeGetDirectURL()).replace(/\/$/, "");
  const [pid] = children().filter((child) => !before.has(child));
  return { url, pid, stop: () => worker.dispose() };
}

/** The processes of workerd that this one started. */
function children() {
  return readdirSync("/proc").filter((entry) => /^\d+$/.test(entry) && isWorkerd(entry)).map(Number);
}

/** @param {string} pid */
function isWorkerd(pid) {
  try {
    const [, name, , parent] = /^\d+ \((.*)\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return name === "workerd" && Number(parent) === process.pid;
  } catch {
    return false;
  }
}

/**
 * @param {string} name
 * @param {string} url
 * @param {number} pid
 * @param {{ requests: number, connections: number, headers: Record<string, string>, body: Buffer, expected: Uint8Array }} load
 * @returns {Promise<Run>}
 */
async function loaded(name, url, pid, { requests, connections, headers, body, expected }) {
  const sent = { method: /** @type {const} */ ("POST"), headers: { ...headers, "content-type": "application/yaml" }, body };
  const answer = await fetch(url, { ...sent, body: /** @type {BodyInit} */ (/** @type {unknown} */ (body)) });
  if (!Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(expected))) throw new Error(`${name} answers ${answer.status}, and not what it should`);
  await autocannon({ url, connections, amount: Math.ceil(requests * WARM_UP), ...sent });
  /** @type {number[]} */
  const memory = [resident(pid)];
  const looking = setInterval(() => memory.push(resident(pid)), LOOK);
  const before = processor(pid);
  const started = performance.now();
  const result = await autocannon({ url, connections, amount: requests, ...sent });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(looking);
  memory.push(resident(pid));
  const answered = result["2xx"];
  return {
    name,
    requests: answered,
    failed: requests - answered,
    rate: Math.round(answered / seconds),
    p50: result.latency.p50,
    p99: result.latency.p99,
    memory: tenths(memory),
    cpu: ((processor(pid) - before) / answered) * 1e6,
  };
}

/** @param {number} pid @returns {number} in bytes */
function resident(pid) {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
}

/** @param {number} pid @returns {number} in seconds */
function processor(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** @param {number[]} values */
function tenths(values) {
  const size = Math.max(1, values.length / 10);
  return Array.from({ length: Math.min(10, values.length) }, (_, at) => {
    const part = values.slice(Math.floor(at * size), Math.max(Math.floor(at * size) + 1, Math.floor((at + 1) * size)));
    return Math.round(part.reduce((sum, value) => sum + value, 0) / part.length);
  });
}

/** @param {{ template: number, runs: Run[] }} measured */
function show({ template, runs }) {
  const mebibytes = (/** @type {number} */ bytes) => Math.round(bytes / (1 << 20));
  console.log(`\na template of ${template} bytes, resolved from the cache, on local workerd\n`);
  for (const { name, requests, failed, rate, p50, p99, memory, cpu } of runs) {
    console.log(`${name.padEnd(8)} ${String(rate).padStart(6)} requests/s   p50 ${p50} ms   p99 ${p99} ms   ${requests} answered, ${failed} failed   ${cpu.toFixed(0)} s of CPU for a million`);
    console.log(`${"".padEnd(8)} memory, MiB: ${memory.map(mebibytes).join(" ")}`);
  }
  const [nothing, edge] = runs;
  console.log(`\nthe edge function answers ${((edge.rate / nothing.rate) * 100).toFixed(0)} % of the requests of a worker that does nothing`);
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({ options: { requests: { type: "string", default: "200000" }, connections: { type: "string", default: "16" }, json: { type: "boolean" } } });
  const measured = await measure({ requests: Number(values.requests), connections: Number(values.connections) });
  if (values.json) console.log(JSON.stringify(measured));
  else show(measured);
}
