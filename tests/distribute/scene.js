/** What the tests of `distribute` share: a manifest in a folder, a cloud, and ways to run one against the other. */

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Cloud } from "../../js/distribute/cloud.js";
import { Journal } from "../../js/distribute/journal.js";
import { ManifestFile } from "../../js/distribute/manifest-file.js";
import { Runner } from "../../js/distribute/runner.js";
import { EcsStandIn, KEYS } from "../../js/testing/ecs.js";
import { at } from "../../scripts/commands.mjs";

/** @import { EcsOptions } from "../../js/testing/ecs.d.ts" */
/** @import { Event, Settings } from "../../js/distribute/runner.js" */

process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = KEYS.accessKeyId;
process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = KEYS.accessKeySecret;

export const HOME = "cn-hangzhou";
export const PROVIDER = "1000000000000001";

/** The tags of the copies of version 1. */
export const EXAMPLE_TAGS = { "ecs-image-resolver:artifact": "artifact-web", "ecs-image-resolver:version": "1", "ecs-image-resolver:source": `${HOME}/m-source1` };

/** @param {number} count */
export const accounts = (count) => Array.from({ length: count }, (_, at) => String(1_000_000_000_000_100 + at));

/**
 * @param {object} [said]
 * @param {string[]} [said.regions]
 * @param {number} [said.versions]
 * @param {string[]} [said.uids]
 * @param {string} [said.shareType]
 * @param {Record<string, unknown>} [said.version] what else is said of each version
 * @returns {any}
 */
export function manifestOf({ regions = ["cn-beijing", "cn-shanghai"], versions = 1, uids = accounts(3), shareType = "Restricted", version = {} } = {}) {
  const sources = Array.from({ length: versions }, (_, at) => ({
    version: String(at + 1),
    status: "Delivering",
    source: { type: "custom", imageId: `m-source${at + 1}`, regionId: HOME },
    supportRegionIds: [HOME, ...regions.filter((region) => region !== HOME)],
    ...version,
  }));
  return {
    manifestVersion: 1,
    provider: PROVIDER,
    artifacts: [{ artifactId: "artifact-web", name: "web_server", versions: sources }],
    services: [
      {
        serviceId: "service-web",
        status: "Online",
        shareType,
        sharedAccounts: uids.map((uid) => ({ uid, permission: "Deployable" })),
        relations: { web_server_image: { artifactId: "artifact-web" } },
      },
    ],
  };
}

/** A manifest in a file, and a cloud that has its sources. */
export class Scene {
  #folder = mkdtempSync(join(tmpdir(), "distribute-"));
  path = join(this.#folder, "manifest.json");
  journal = `${this.path}.journal`;
  url = "";

  /** @param {any} manifest @param {EcsOptions} options */
  constructor(manifest, options) {
    this.cloud = new EcsStandIn({ copyTime: 30, ...options });
    this.write(manifest);
  }

  /** @param {any} [manifest] @param {EcsOptions} [options] */
  static async start(manifest = manifestOf(), options = {}) {
    const scene = new Scene(manifest, options);
    for (const { versions } of manifest.artifacts) {
      for (const { source } of versions) scene.cloud.add(source.regionId, { imageId: source.imageId });
    }
    scene.url = await scene.cloud.start();
    return scene;
  }

  async end() {
    await this.cloud.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @param {any} manifest */
  write(manifest) {
    writeFileSync(this.path, `${JSON.stringify(manifest, null, 2)}\n`);
  }

  /** @returns {any} */
  get manifest() {
    return JSON.parse(readFileSync(this.path, "utf8"));
  }

  /** What a version has in a region, by the manifest. @param {string} region @param {number} [version] */
  image(region, version = 0) {
    return this.manifest.artifacts[0].versions[version].images?.[region];
  }

  /** Runs in this process. @param {Partial<Settings["question"]>} [question] @param {{ clock?: () => number, timeout?: number, report?: (event: Event) => void }} [parts] */
  async run(question = {}, { clock, timeout = 2_000, report } = {}) {
    const cloud = await Cloud.open({ endpoint: this.url, timeout });
    const journal = new Journal(this.journal);
    const settings = { question: { retryAfter: 5, ...question }, concurrency: 48, perRegion: 3, poll: 20 };
    const runner = new Runner({ manifest: new ManifestFile(this.path), cloud, journal, settings, clock, report });
    await runner.run();
    journal.close();
    const plan = runner.plan();
    return { runner, plan, codes: plan.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code) };
  }

  /** Runs as a process of its own. @param {string[]} args */
  start(...args) {
    const quick = ["--endpoint", this.url, "--poll", "0.05", "--retry-after", "0.01"];
    const child = spawn(process.execPath, [at("js/cli.js"), "distribute", "--manifest", this.path, ...quick, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => (out += chunk));
    child.stderr.on("data", (chunk) => (err += chunk));
    /** @type {Promise<{ code: number | null, signal: string | null, out: string, err: string }>} */
    const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, out, err })));
    return { child, ended };
  }

  /** @param {string[]} args */
  command(...args) {
    return this.start(...args).ended;
  }

  /** Everything that is not as it should be once all is done: nothing missing, nothing double. @param {string[]} [uids] */
  wrong(uids = accounts(3)) {
    const found = [...this.cloud.violations];
    const { provider, artifacts } = this.manifest;
    for (const { artifactId, versions } of artifacts) {
      for (const { version, status, source, supportRegionIds, images = {} } of versions) {
        const name = `${artifactId} ${version}`;
        if (status !== "Available") found.push(`${name} is ${status}`);
        for (const region of supportRegionIds) {
          const id = region === source.regionId ? source.imageId : images[region]?.imageId;
          const copies = this.cloud.images(region).filter(({ tags, status }) => status !== "CreateFailed" && tags["ecs-image-resolver:artifact"] === artifactId && tags["ecs-image-resolver:version"] === version);
          if (region !== source.regionId && (copies.length !== 1 || copies[0].imageId !== id)) found.push(`${name} in ${region}: ${copies.length} copies, and the manifest has ${id}`);
          const image = this.cloud.images(region).find(({ imageId }) => imageId === id);
          if (image?.status !== "Available") found.push(`${name} in ${region}: ${image?.status}`);
          if (JSON.stringify(image?.accounts) !== JSON.stringify(uids.filter((uid) => uid !== provider))) found.push(`${name} in ${region}: shared with ${image?.accounts.length}`);
          if (region !== source.regionId && images[region]?.status !== "Available") found.push(`${name} in ${region} is marked ${images[region]?.status}`);
        }
      }
    }
    return found;
  }

  /** How many calls of a kind came through, and were not refused. @param {string} action */
  count(action) {
    return this.cloud.requests.filter((request) => request.action === action && request.code === undefined).length;
  }
}
