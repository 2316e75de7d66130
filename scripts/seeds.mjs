/**
 * What the fuzz targets start from: the project's fixtures and the corpus of real templates, where it is there, each in the form
 * that the target reads. Written to `fuzz/corpus/`, which git ignores; what a fuzzer added there stays.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";

import { at } from "./commands.mjs";

/** A seed longer than this makes every run slower, and a shorter one shows the same. */
const LONGEST = 6_000;

/** How many seeds of one kind the corpus of real templates gives. */
const MOST = 400;

/** @typedef {{ name: string, bytes: Buffer }} Seed */

/** @param {string} folder @param {(name: string) => boolean} wanted @returns {Seed[]} */
function files(folder, wanted) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort().filter(wanted);
  const paths = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile() && statSync(path).size <= LONGEST);
  return paths.map((name) => ({ name, bytes: readFileSync(name) }));
}

/** Every n-th, so that no more than so many are left. @param {Seed[]} seeds */
const some = (seeds) => seeds.filter((_, index) => index % Math.ceil(seeds.length / MOST) === 0);

/** @param {...string} endings */
const ending = (...endings) => (/** @type {string} */ name) => endings.includes(extname(name));

/** A length in front of its bytes, as targets with two parts read it. @param {Buffer} first @param {Buffer} second */
function parts(first, second) {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(first.length);
  return Buffer.concat([length, first, second]);
}

/** Bytes that decide what is made, the same every time. @param {number} seed */
function decisions(seed) {
  const blocks = Array.from({ length: 20 }, (_, block) => createHash("sha256").update(`${seed} ${block}`).digest());
  return Buffer.concat(blocks).subarray(0, 64 + ((seed * 37) % 560));
}

/** The seeds of every target. @returns {Record<string, Buffer[]>} */
function seeds() {
  const fixtures = (/** @type {string} */ extension) => files(at("tests/fixtures"), ending(extension));
  const corpus = (/** @type {string} */ folder, /** @type {string[]} */ ...endings) => some(files(at(`../shared/corpus/${folder}`), ending(...endings)));
  const yaml = [...fixtures(".yaml"), ...corpus("templates", ".yaml", ".yml"), ...files(at("../shared/corpus/conformance/yaml-test-suite"), (name) => name.endsWith("in.yaml"))];
  const json = [...fixtures(".json"), ...corpus("templates", ".json"), ...corpus("conformance/hcl", ".json")];
  const hcl = [...fixtures(".tf"), ...corpus("templates", ".tf"), ...corpus("conformance/hcl", ".hcl", ".t")];
  const templates = [...yaml, ...json, ...hcl];
  const adversarial = adversaries();
  const made = Array.from({ length: 140 }, (_, seed) => decisions(seed));
  const bytes = (/** @type {Seed[]} */ list) => list.map((seed) => seed.bytes);
  /** The format that a name says: none, YAML, JSON, HCL, Terraform's JSON. @param {string} name */
  const format = (name) => (name.endsWith(".tf.json") ? 4 : name.endsWith(".json") ? 2 : [".yaml", ".yml"].includes(extname(name)) ? 1 : 3);
  return {
    yaml: [...bytes(yaml), ...adversarial],
    json: [...bytes(json), ...adversarial],
    hcl: [...bytes(hcl), ...adversarial],
    analyze: [...templates.map(({ name, bytes }) => Buffer.concat([Buffer.of(format(name)), bytes])), ...adversarial.map((text) => Buffer.concat([Buffer.of(0), text]))],
    resolve: [...bytes(templates), ...adversarial].map((text, seed) => parts(seed % 2 === 0 ? Buffer.of(0) : decisions(seed), text)),
    laws: made.map((decision, seed) => Buffer.concat([Buffer.of(seed % 7), decision])),
    anchors: made,
    import: [...json, ...yaml].map(({ bytes }, seed) => Buffer.concat([Buffer.of(seed % 3 === 0 ? seed % 12 : 11), bytes])),
    manifest: [
      ...files(at("tests/fixtures"), (name) => name.endsWith("manifest.json") || /manifest\/.*\.json$/.test(name)).map(({ bytes }) => Buffer.concat([Buffer.of(0), parts(bytes, Buffer.from("{}"))])),
      ...CHANGES.map((change, seed) => Buffer.concat([Buffer.of(1), parts(decisions(seed), Buffer.from(JSON.stringify(change)))])),
    ],
    splice: made.slice(0, 40).map((decision) => parts(decision, Buffer.from("image_id = \"web\"\nImageId: 'größe'\r\n"))),
  };
}

/** The texts of `tests/fixtures/adversarial/`. @returns {Buffer[]} */
function adversaries() {
  const cases = JSON.parse(readFileSync(at("tests/fixtures/adversarial/cases.json"), "utf8"));
  /** @type {Buffer[]} */
  const found = [];
  const look = (/** @type {unknown} */ value) => {
    if (typeof value === "string" && value.length > 8 && value.length <= LONGEST) found.push(Buffer.from(value));
    else if (value !== null && typeof value === "object") Object.values(value).forEach(look);
  };
  look(cases);
  return found;
}

/** One change of each kind, of what a made-up manifest holds. */
const CHANGES = [
  { change: "create-artifact", artifactId: "artifact-9", name: "web_9", description: "ten letters or more", versionName: "v_1", source: { type: "custom", imageId: "m-bp1aaaaaaaaaaaaaaaaa", regionId: "cn-hangzhou" }, supportRegionIds: ["cn-beijing"] },
  { change: "update-draft", artifactId: "artifact-0", description: "ten letters or more", supportRegionIds: "all" },
  { change: "open-draft", artifactId: "artifact-0", versionName: "v_2", from: "1" },
  [{ change: "release", artifactId: "artifact-0" }, { change: "release", artifactId: "artifact-1" }],
  { change: "mark-delivery", artifactId: "artifact-0", version: "1", regionId: "cn-beijing", status: "Available", imageId: "m-2zeaaaaaaaaaaaaaaaaa", progress: 100 },
  { change: "delete-version", artifactId: "artifact-0", version: "2" },
  { change: "delete-artifact", artifactId: "artifact-1" },
  { change: "create-service", serviceId: "service-9", name: "shop", shareType: "Restricted", templates: [{ name: "a", allowedRegions: ["cn-beijing"] }] },
  { change: "relate", serviceId: "service-0", literal: "web", artifactId: "artifact-0", version: "draft" },
  { change: "unrelate", serviceId: "service-0", literal: "web" },
  { change: "share", serviceId: "service-0", accounts: [{ uid: "1000000000000002", permission: "Deployable", type: "Reseller" }] },
  { change: "unshare", serviceId: "service-0", uids: ["1000000000000002"] },
  { change: "set-share-type", serviceId: "service-0", shareType: "Hidden" },
  { change: "rename-service", serviceId: "service-0", name: "shop" },
  { change: "add-template", serviceId: "service-0", name: "b", path: "b.yaml" },
  { change: "update-template", serviceId: "service-0", template: "any", allowedRegions: [] },
  { change: "remove-template", serviceId: "service-0", template: "some" },
  { change: "set-status", serviceId: "service-0", status: "Offline" },
  { change: "delete-service", serviceId: "service-0" },
  { now: 1_700_000_000_000, observed: { images: {} }, options: {} },
];

/** Writes every seed that is not there. @returns {Record<string, string[]>} the files of each target, in the same order every time */
export function writeSeeds() {
  /** @type {Record<string, string[]>} */
  const paths = {};
  for (const [target, list] of Object.entries(seeds())) {
    const folder = at(`fuzz/corpus/${target}`);
    mkdirSync(folder, { recursive: true });
    const names = new Set(list.map((bytes) => createHash("sha1").update(bytes).digest("hex")));
    for (const bytes of list) {
      const path = join(folder, createHash("sha1").update(bytes).digest("hex"));
      if (!existsSync(path)) writeFileSync(path, bytes);
    }
    paths[target] = [...names].sort().map((name) => join(folder, name));
  }
  return paths;
}
