// How far a distribution is, region by region, as it follows from a plan.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Resolver } from "../../js/node.js";
import { expectedOf, outlook } from "../../www/elements/artifact/plan/outlook.js";
import { paceOf, progressOf, summaryOf } from "../../www/elements/artifact/plan/progress.js";
import { readObservation } from "../../js/distribute/observation.js";
import { shownOf } from "../../www/elements/manifest.js";

/** @import { ObservedImage, PlanQuestion } from "../../js/index.js" */

const HOME = "cn-hangzhou";
const REGIONS = [HOME, "cn-beijing", "cn-shanghai", "us-west-1"];
const UIDS = Array.from({ length: 12 }, (_, at) => String(1_000_000_000_000_100 + at));
const SOURCE = "m-bp1aaaaaaaaaaaaaaaa1";
const manifestOf = (/** @type {object} */ version = {}, uids = UIDS) => ({
  manifestVersion: 1,
  provider: "1000000000000001",
  artifacts: [{ artifactId: "artifact-web", versions: [{ version: "1", status: "Delivering", source: { type: "custom", imageId: SOURCE, regionId: HOME }, supportRegionIds: REGIONS, ...version }] }],
  services: [{ serviceId: "service-web", status: "Online", shareType: "Restricted", sharedAccounts: uids.map((uid) => ({ uid, permission: "Deployable" })), relations: { web: { artifactId: "artifact-web", version: "1" } } }],
});
const SHARED = { imageId: SOURCE, status: "Available", accounts: UIDS };

/** What a plan is region by region. @param {Record<string, ObservedImage[]>} images @param {{ manifest?: any, sent?: string[], question?: PlanQuestion }} [more] */
function progress(images, { manifest = manifestOf(), sent = [], question } = {}) {
  const regions = Object.fromEntries(Object.entries(images).map(([region, images]) => [region, { images }]));
  const { actions, diagnostics, regions: states } = new Resolver(manifest).plan({ observed: { regions, sent }, ...question });
  const all = progressOf({ actions, diagnostics, regions: REGIONS, states, sent, points: new Map(), accounts: UIDS.length });
  return { actions, all, of: (/** @type {string} */ name) => all.find(({ region }) => region === name) ?? assert.fail(name) };
}

const [first] = new Resolver(manifestOf()).plan({ observed: { regions: Object.fromEntries(REGIONS.map((region) => [region, { images: region === HOME ? [SHARED] : [] }])) } }).actions;
/** @param {string} imageId @param {Partial<ObservedImage>} more @returns {ObservedImage} */
const copyOf = (imageId, more) => ({ imageId, imageName: first.imageName, tags: first.tags, status: "Creating", ...more });

describe("a region", () => {
  test("is as far as what it waits for first", () => {
    const { of, all } = progress({ [HOME]: [SHARED], "cn-beijing": [], "cn-shanghai": [copyOf("m-uf6aaaaaaaaaaaaaaaa1", { progress: 40 })], "us-west-1": [copyOf("m-rj9aaaaaaaaaaaaaaaa1", { status: "Available", accounts: UIDS.slice(0, 5) })] });
    assert.deepEqual(all.map(({ region, state, percent, shared }) => [region, state, percent, shared]), [
      ["cn-beijing", "not-started", 0, undefined],
      ["cn-shanghai", "running", 40, undefined],
      ["us-west-1", "waiting", 100, { have: 5, all: 12 }],
      [HOME, "done", 100, undefined],
    ]);
    assert.deepEqual(of("cn-beijing").steps.map(({ action, calls, accounts }) => [action.action, calls, accounts]), [["copy-image", 1, 0], ["share-image", 2, 12], ["mark-delivery", 1, 0]]);
  });

  test("waits for its turn, for its source, or for an answer", () => {
    const regions = { [HOME]: [SHARED], "cn-beijing": [copyOf("m-2zeaaaaaaaaaaaaaaaa1", { status: "Waiting" })], "cn-shanghai": [], "us-west-1": [] };
    const one = progress(regions, { question: { copies: 1 } });
    assert.deepEqual(["cn-beijing", "cn-shanghai"].map((name) => [one.of(name).state, one.of(name).why?.code]), [["waiting", "plan-wait"], ["waiting", "plan-queue"]]);
    const source = progress({ ...regions, [HOME]: [{ ...SHARED, status: "Creating" }] });
    assert.deepEqual([source.of("cn-shanghai").state, source.of("cn-shanghai").why?.args.image], ["waiting", SOURCE]);
    const sent = progress(regions, { sent: [`copy-image ${HOME} us-west-1 ${first.imageName}`] });
    assert.equal(sent.of("us-west-1").state, "running");
    assert.equal(sent.of("us-west-1").steps[0].isSent, true);
  });

  test("is stuck with an error of its own, and held up by one of its source's, or of all", () => {
    const lost = progress({ [HOME]: [], "cn-beijing": [], "cn-shanghai": [], "us-west-1": [] });
    assert.deepEqual(lost.all.map(({ region, state }) => [region, state]), [[HOME, "stuck"], ["cn-beijing", "waiting"], ["cn-shanghai", "waiting"], ["us-west-1", "waiting"]]);
    assert.deepEqual(lost.of("cn-beijing").why?.code, "image-lost");
    const encrypted = progress({ [HOME]: [{ ...SHARED, encrypted: true }] });
    assert.deepEqual(encrypted.all.map(({ state }) => state), ["stuck", "waiting", "waiting", "waiting"]);
  });

  test("is not started where nobody looked, whatever the manifest says is on its way", () => {
    const manifest = manifestOf({ images: Object.fromEntries(REGIONS.slice(1).map((region) => [region, { status: "Delivering", progress: 40 }])) });
    const { all } = progress({}, { manifest });
    assert.deepEqual(all.map(({ state, percent }) => [state, percent]), REGIONS.map(() => ["not-started", 0]));
  });

  test("comes after all others where it is none: what is about the whole version", () => {
    const images = Object.fromEntries(REGIONS.slice(1).map((region) => [region, { imageId: `m-${region}`, status: "Available" }]));
    const seen = Object.fromEntries(REGIONS.slice(1).map((region) => [region, [{ imageId: `m-${region}`, status: "Available", accounts: region === "us-west-1" ? [] : UIDS }]]));
    const { all } = progress({ [HOME]: [SHARED], ...seen }, { manifest: manifestOf({ images }) });
    assert.deepEqual(all.map(({ region, state }) => [region, state]), [["us-west-1", "waiting"], ["", "waiting"], [HOME, "done"], ["cn-beijing", "done"], ["cn-shanghai", "done"]]);
  });
});

describe("the pace of a copy", () => {
  const points = (/** @type {[number, number | undefined][]} */ ...all) => paceOf(all.map(([at, progress]) => ({ at, progress, status: "Creating" })));

  test("is that since it was first seen to move, and unknown before", () => {
    assert.deepEqual(points([0, 10], [60_000, 20], [120_000, 30]), { perMinute: 10, left: 420_000 });
    assert.deepEqual(points([0, undefined], [60_000, 0], [120_000, 50]), { perMinute: 50, left: 60_000 });
    for (const none of [points(), points([0, 10]), points([0, 10], [60_000, 10]), points([0, 10], [500, 20]), points([60_000, 10], [0, 20])]) assert.equal(none, undefined);
  });
});

describe("the whole", () => {
  test("counts regions and steps, and says how long it takes only where that is known", () => {
    const { all, actions } = progress({ [HOME]: [SHARED], "cn-beijing": [], "cn-shanghai": [copyOf("m-uf6aaaaaaaaaaaaaaaa1", { progress: 40 })], "us-west-1": [copyOf("m-rj9aaaaaaaaaaaaaaaa1", { status: "Available", accounts: UIDS.slice(0, 5) })] });
    assert.deepEqual(summaryOf(all, actions), { regions: 4, done: 1, percent: 60, copies: 1, running: 1, accounts: 31, stuck: 0, left: undefined });
    const paced = all.map((one) => ({ ...one, pace: one.state === "running" ? { perMinute: 1, left: 9_000 } : undefined }));
    assert.equal(summaryOf(paced, actions).left, undefined, "one is still to be begun");
    assert.equal(summaryOf(paced, actions.filter(({ action }) => action !== "copy-image")).left, 9_000);
    assert.deepEqual(summaryOf([], []), { regions: 0, done: 0, percent: 100, copies: 0, running: 0, accounts: 0, stuck: 0, left: undefined });
  });
});

describe("what is expected where nobody looked", () => {
  /** @param {any} manifest @param {any[]} [files] */
  function expected(manifest, files = []) {
    const [artifact] = shownOf(manifest).artifacts;
    const seen = readObservation(files.map((file, at) => ({ name: String(at), text: JSON.stringify(file) })));
    const observed = outlook({ version: artifact.versions[0], regions: REGIONS, accounts: UIDS, seen });
    return { observed, plan: new Resolver(manifest).plan({ observed }) };
  }

  test("is what the manifest says: the plan is empty where it says that all is there", () => {
    const images = Object.fromEntries(REGIONS.slice(1).map((region) => [region, { imageId: `m-${region}`, status: "Available" }]));
    assert.deepEqual(expected(manifestOf({ status: "Available", images })).plan.actions, []);
  });

  test("gives way to what was seen", () => {
    const { observed } = expected(manifestOf(), [{ regions: { "cn-beijing": { images: [{ imageId: "m-1", status: "Available" }] } } }]);
    assert.deepEqual(observed.regions?.["cn-beijing"].images.map(({ imageId }) => imageId), ["m-1"]);
    assert.deepEqual(observed.regions?.[HOME].images.map(({ imageId }) => imageId), [SOURCE]);
  });

  test("is not written down, and no copy is made up", () => {
    const { plan } = expected(manifestOf({ images: { "cn-beijing": { status: "Delivering", progress: 7 }, "us-west-1": { status: "Delivering", progress: 9 } } }));
    const actions = expectedOf(plan.actions, REGIONS);
    assert.deepEqual(actions.filter(({ action }) => action === "wait"), []);
    assert.deepEqual(actions.filter(({ action, ready }) => action === "mark-delivery" && ready), []);
    assert.ok(actions.some(({ action, ready }) => action === "mark-delivery" && !ready), "what comes later stays");
  });

  test("knows the copies that a journal without looks tells of", () => {
    const journal = `${JSON.stringify({ at: 1, event: "done", id: "x", operation: "CopyImage", region: "cn-beijing", imageId: "m-2zeaaaaaaaaaaaaaaaa1", imageName: first.imageName, tags: first.tags })}\n`;
    const [artifact] = shownOf(manifestOf()).artifacts;
    const observed = outlook({ version: artifact.versions[0], regions: REGIONS, accounts: UIDS, seen: readObservation([{ name: "j", text: journal }]) });
    const { actions } = new Resolver(manifestOf()).plan({ observed });
    assert.deepEqual(actions.filter(({ regionId, action }) => regionId === "cn-beijing" && action === "wait").map(({ imageId }) => imageId), ["m-2zeaaaaaaaaaaaaaaaa1"]);
  });
});
