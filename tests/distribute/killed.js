/**
 * Forty regions, three versions, 120 accounts, and a run that is killed at random, again and again: at the end nothing is
 * missing and nothing is there twice. `node tests/distribute/killed.js 200 [SEED]` does it 200 times.
 *
 * 120 accounts are more than the 50 that ECS allows an image at first, so the quota is a raised one, on both sides. (With the
 * one of 50 the plan refuses: `run.test.js`.)
 */

import assert from "node:assert/strict";

import { REGIONS } from "../../js/testing/ecs.js";
import { isMain } from "../../scripts/commands.mjs";
import { accounts, HOME, manifestOf, Scene } from "./scene.js";

const UIDS = accounts(120);
const QUOTA = 150;

/**
 * @param {number} times how often it is killed
 * @param {number} seed
 * @param {(line: string) => void} say
 */
export async function killed(times, seed, say) {
  const random = dice(seed);
  const manifest = manifestOf({ regions: REGIONS, versions: 3, uids: UIDS });
  const scene = await Scene.start(manifest, { copyTime: 100, shareLimit: QUOTA });
  // 117 copies, and 1,440 calls for shares: so few of them for each life that there is work left for the last one. What is
  // under way when a run is killed still arrives, so of many lives each has little under way.
  const most = Math.max(2, Math.ceil((0.7 * 1_557) / times));
  const quota = ["--accounts", String(QUOTA)];
  const pace = times > 50 ? ["--concurrency", "6"] : [];
  let killed = 0;
  /** How many were killed when all was done. */
  let early = 0;
  try {
    const started = Date.now();
    while (killed < times) {
      const { child, ended } = scene.start(...quota, ...pace);
      // Half of them while they look, or whatever they do then; the others, while there is something to change, by that.
      const whenever = early > 0 || random() < 0.5;
      let left = 1 + Math.floor(random() * (whenever ? 200 : most));
      let dead = false;
      const kill = () => {
        if (dead) return;
        dead = true;
        child.kill("SIGKILL");
      };
      scene.cloud.fail(({ action }) => {
        const chance = random();
        if (whenever || !action.startsWith("Describe")) {
          left -= 1;
          // Before the call does anything, after it did, or a little later.
          if (left === 0 && chance < 0.35) return void kill();
          if (left === 0 && chance < 0.7) return void setImmediate(kill);
          if (left === 0) return void setTimeout(kill, random() * 40);
        }
        if (chance < 0.01) return { code: "Throttling.User", status: 400 };
        if (chance < 0.015) return { reset: "after" };
        if (chance < 0.02) return { reset: "before" };
        return undefined;
      });
      const { signal, code, err } = await ended;
      if (signal === "SIGKILL") {
        killed += 1;
        if (killed % 20 === 0) say(`killed ${killed} times, ${((Date.now() - started) / 1_000).toFixed(0)} s`);
      } else {
        // It was done before its turn to be killed came: what is left is to find nothing to do.
        assert.equal(code, 0, err);
        early = killed;
      }
    }
    scene.cloud.fail(undefined);
    const { code, out, err } = await scene.command(...quota);
    assert.equal(code, 0, `${out}${err}`);
    assert.deepEqual(scene.wrong(UIDS), []);
    const copies = REGIONS.flatMap((region) => scene.cloud.images(region)).length - 3;
    assert.equal(copies, 3 * (REGIONS.length - 1));
    assert.ok(scene.cloud.mostRunning <= 5);
    assert.equal(scene.cloud.requests.filter(({ action }) => /^(Delete|Cancel)/.test(action)).length, 0);
    const calls = scene.cloud.requests.filter(({ action }) => !action.startsWith("Describe")).length;
    say(`seed ${seed}: killed ${killed} times${early > 0 ? `, ${killed - early} of them with nothing left to change` : ""}; ${copies} copies, ${calls} calls that change something, ${scene.cloud.requests.length} in all, ${((Date.now() - started) / 1_000).toFixed(0)} s`);
    return killed;
  } finally {
    await scene.end();
  }
}

/**
 * A run that is killed at random, with calls that are refused for their number and one copy that always fails: what it says at the
 * end is what the stand-in holds.
 *
 * @param {number} times
 * @param {number} seed
 */
export async function killedAndFailing(times, seed) {
  const random = dice(seed);
  const uids = accounts(23);
  const regions = REGIONS.slice(0, 12);
  const failing = "cn-shanghai";
  const scene = await Scene.start(manifestOf({ regions, uids }), { copyTime: 60, regions, failingCopies: { [failing]: Infinity } });
  try {
    const throttled = () => (random() < 0.27 ? { code: "Throttling.User", status: 400 } : undefined);
    for (let killed = 0, lives = 0; killed < times; lives += 1) {
      assert.ok(lives < 4 * times, "it ends before it can be killed");
      const { child, ended } = scene.start("--concurrency", "4");
      let left = 1 + Math.floor(random() * (killed < times / 2 ? 12 : 60));
      scene.cloud.fail(() => {
        left -= 1;
        if (left === 0) (random() < 0.5 ? (/** @type {() => void} */ work) => work() : setImmediate)(() => void child.kill("SIGKILL"));
        return throttled();
      });
      killed += (await ended).signal === "SIGKILL" ? 1 : 0;
    }
    scene.cloud.fail(throttled);
    const { code, out, err } = await scene.command("--format", "json");
    const { status, done, unfinished, regions: states } = JSON.parse(out);
    assert.deepEqual([code, status], [3, "some"], `seed ${seed}: ${out}${err}`);
    // By the stand-in alone: where an image is that everyone has who may.
    const serves = (/** @type {string} */ region) =>
      scene.cloud.images(region).some(({ status, tags, imageId, accounts }) => {
        const isIts = imageId === "m-source1" || tags["ecs-image-resolver:artifact"] === "artifact-web";
        return isIts && status === "Available" && JSON.stringify(accounts) === JSON.stringify(uids);
      });
    assert.deepEqual([[...done].sort(), unfinished], [regions.filter(serves).sort(), [failing]], `seed ${seed}`);
    assert.deepEqual(done.length, regions.length - 1);
    for (const { regionId, state, imageId } of states) {
      assert.equal(state, regionId === failing ? "stuck" : "done");
      const shared = scene.image(regionId)?.shared ?? (regionId === HOME ? scene.manifest.artifacts[0].versions[0].source.shared : undefined);
      if (state === "done") assert.deepEqual(shared, scene.cloud.images(regionId).find((image) => image.imageId === imageId)?.accounts);
    }
    assert.deepEqual(scene.cloud.violations, []);
  } finally {
    await scene.end();
  }
}

/** Marsaglia's xorshift: the same run for the same seed, as far as time allows. @param {number} seed */
function dice(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

if (isMain(import.meta.url)) {
  const [times = "200", seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
  await killed(Number(times), Number(seed), console.log);
}
