// What a run says is what the cloud holds: exit statuses, summaries and JSON, held against the stand-in.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { EXAMPLE_TAGS, accounts, HOME, manifestOf, Scene } from "./scene.js";

/** @import { EcsOptions } from "../../js/testing/ecs.d.ts" */

/** @param {string} name @param {{ manifest?: any, options?: EcsOptions }} given @param {(scene: Scene) => Promise<void>} work */
const scene = (name, { manifest, options }, work) =>
  test(name, async () => {
    const scene = await Scene.start(manifest, options);
    try {
      await work(scene);
    } finally {
      await scene.end();
    }
  });

const TARGETS = ["cn-beijing", "cn-shanghai", "us-west-1"];
const FEW = [HOME, ...TARGETS, "cn-shenzhen"];

/** A run as JSON. @param {Scene} scene @param {string[]} args */
async function told(scene, ...args) {
  const { code, out, err } = await scene.command("--format", "json", ...args);
  const answer = JSON.parse(out || "null");
  return { code, err, ...answer, states: Object.fromEntries((answer?.regions ?? []).map((/** @type {any} */ one) => [one.regionId, one.state])) };
}

describe("behind something stuck nothing is done", () => {
  /** @type {[string, (scene: Scene) => void][]} */
  const sources = [
    ["missing", (scene) => scene.cloud.remove(HOME, "m-source1")],
    ["deprecated", (scene) => void (scene.cloud.images(HOME)[0].status = "Deprecated")],
    ["encrypted", (scene) => void (scene.cloud.images(HOME)[0].encrypted = true)],
  ];
  for (const [what, change] of sources) {
    scene(`a source that is ${what}`, { manifest: manifestOf({ regions: TARGETS }), options: { regions: FEW } }, async (scene) => {
      change(scene);
      const { code, done, status, states } = await told(scene);
      assert.deepEqual([code, done, status], [1, [], "none"]);
      assert.deepEqual(states, { [HOME]: "stuck", ...Object.fromEntries(TARGETS.map((region) => [region, "waiting"])) });
      const { code: again, out } = await scene.command();
      assert.equal(again, 1);
      assert.match(out, /^not done: 0 regions; not done: cn-hangzhou, cn-beijing, cn-shanghai, us-west-1\n {2}cn-hangzhou +artifact-web 1 +stuck: /);
      assert.equal(scene.count("CopyImage"), 0);
    });
  }

  scene("copies that were given up", { options: { regions: FEW, failingCopies: { "cn-beijing": 9, "cn-shanghai": 9 } } }, async (scene) => {
    const { code, done, states, regions } = await told(scene);
    assert.deepEqual([code, done], [3, [HOME]]);
    assert.deepEqual(states, { [HOME]: "done", "cn-beijing": "stuck", "cn-shanghai": "stuck" });
    assert.deepEqual(regions.map((/** @type {any} */ one) => one.code), [undefined, "copy-failed", "copy-failed"]);
  });

  scene("a public artifact whose images are closed", { manifest: manifestOf({ shareType: "Public" }), options: { regions: FEW } }, async (scene) => {
    const { code, done, states } = await told(scene);
    assert.deepEqual([code, done, new Set(Object.values(states))], [1, [], new Set(["waiting"])]);
    assert.equal((await told(scene, "--publish")).code, 0);
    assert.equal(scene.manifest.artifacts[0].versions[0].images["cn-beijing"].shared, "everyone");
  });
});

describe("a summary counts what was asked for", () => {
  scene("one region of three", { options: { regions: FEW } }, async (scene) => {
    const { code, out, err } = await scene.command("--region", "cn-beijing");
    assert.equal(code, 0, err);
    assert.equal(out, "all done: 1 region; not asked for: 2 regions\n");
    const { done, states } = await told(scene, "--region", "cn-beijing");
    assert.deepEqual([done, states], [["cn-beijing"], { [HOME]: "not-asked-for", "cn-beijing": "done", "cn-shanghai": "not-asked-for" }]);
  });

  scene("of a draft there is nothing", { manifest: manifestOf({ version: { version: "draft", status: "Created" } }), options: { regions: FEW } }, async (scene) => {
    const { code, out } = await scene.command();
    assert.deepEqual([code, out], [0, "nothing to distribute: of what was asked for no version is released\n"]);
    assert.equal((await scene.command("--version", "draft")).code, 1);
    assert.equal((await told(scene)).status, "nothing");
  });

  scene("names that name nothing are errors before any call", { options: { regions: FEW } }, async (scene) => {
    for (const [args, expected] of /** @type {[string[], RegExp][]} */ ([
      [["--artifact", "artifact-wbe"], /artifact-unknown.*no artifact `artifact-wbe`; it has `artifact-web`/],
      [["--version", "2"], /version-unknown.*no version `2`; it has `1`/],
      [["--region", "cn-bejing"], /region-unknown.*`cn-bejing` is not a known region; `cn-beijing` is/],
      [["--region", "cn-shenzhen"], /region-not-meant.*not meant for `cn-shenzhen`, only for: cn-hangzhou, cn-beijing, cn-shanghai/],
    ])) {
      const { code, out, err } = await scene.command(...args);
      assert.deepEqual([code, out], [1, ""], args.join(" "));
      assert.match(err, expected);
    }
    assert.equal(scene.cloud.requests.length, 0);
  });
});

describe("accounts that do not get the image", () => {
  const unknown = accounts(14)[6];

  scene("are set aside with their code, and the others have it", { manifest: manifestOf({ uids: accounts(14) }), options: { regions: FEW, unknownAccounts: [unknown] } }, async (scene) => {
    const { code, done, regions } = await told(scene);
    assert.equal(code, 3);
    assert.deepEqual(done, [HOME, "cn-beijing", "cn-shanghai"]);
    for (const one of regions) assert.deepEqual([one.state, one.without], ["done", [{ account: unknown, code: "InvalidAccount.NotFound" }]]);
    const others = accounts(14).filter((uid) => uid !== unknown);
    for (const region of done) assert.deepEqual(scene.cloud.images(region)[0].accounts, others);
    assert.equal(scene.image("cn-beijing").status, "Available");
    assert.deepEqual(scene.image("cn-beijing").shared, others);
    assert.deepEqual(scene.manifest.artifacts[0].versions[0].source.shared, others, "of the source, too");
    const { code: again, out } = await scene.command();
    assert.equal(again, 3);
    assert.match(out, new RegExp(`^done in part: 3 regions\\n {2}cn-hangzhou +artifact-web 1 +done, without 1 account: ${unknown} \\(InvalidAccount.NotFound\\)\\n`));
  });

  scene("all of them: nobody is served", { manifest: manifestOf({ uids: [unknown] }), options: { regions: FEW, unknownAccounts: [unknown] } }, async (scene) => {
    const { code, done, states } = await told(scene);
    assert.deepEqual([code, done, new Set(Object.values(states))], [1, [], new Set(["stuck"])]);
  });

  for (const [name, shareLimit, args] of /** @type {[string, number, string[]][]} */ ([["50", 50, []], ["a number that only the cloud knows", 47, []], ["a number that was said", 8, ["--accounts", "8"]]])) {
    const uids = [...accounts(55)].reverse();
    scene(`over a quota of ${name} the manifest's first have it`, { manifest: manifestOf({ uids }), options: { regions: FEW, shareLimit } }, async (scene) => {
      const { code, done, regions } = await told(scene, ...args);
      assert.deepEqual([code, done], [3, [HOME, "cn-beijing", "cn-shanghai"]]);
      for (const region of done) assert.deepEqual(scene.cloud.images(region)[0].accounts, uids.slice(0, shareLimit).sort());
      for (const one of regions) assert.deepEqual(one.without.map((/** @type {any} */ aside) => aside.account), uids.slice(shareLimit));
      assert.ok(scene.cloud.requests.length < 200, `${scene.cloud.requests.length} calls`);
    });
  }
});

describe("what is lost or left over", () => {
  scene("a copy that is gone is made again without a release", { options: { regions: FEW } }, async (scene) => {
    await scene.run();
    const { imageId } = scene.image("cn-beijing");
    scene.cloud.remove("cn-beijing", imageId);
    const lost = await told(scene);
    assert.deepEqual([lost.code, lost.states["cn-beijing"], lost.done], [3, "stuck", [HOME, "cn-shanghai"]]);
    assert.equal(scene.image("cn-beijing").imageId, imageId, "nothing is changed unasked");
    const again = await told(scene, "--replace-lost");
    assert.equal(again.code, 0, again.err);
    assert.notEqual(scene.image("cn-beijing").imageId, imageId);
    assert.deepEqual(scene.wrong(), []);
  });

  scene("copies of what was deleted are told and, where that is asked for, deleted", { options: { regions: FEW } }, async (scene) => {
    await scene.run();
    const copy = scene.cloud.images("cn-beijing")[0];
    copy.createdAt = new Date(Date.now() - 90 * 86_400_000 - 1_000).toISOString();
    scene.cloud.add("cn-beijing", { imageId: "m-mine", tags: { team: "web" } });
    scene.cloud.add("cn-beijing", { imageId: "m-half", tags: { ...EXAMPLE_TAGS, "ecs-image-resolver:source": "" } });
    scene.write({ manifestVersion: 1, artifacts: [], services: [] });
    const { code, out, err } = await scene.command();
    assert.deepEqual([code, out], [0, "nothing to distribute: of what was asked for no version is released\n"]);
    assert.match(err, new RegExp(`copy-unasked.*\`${copy.imageId}\` \\(\`Available\`, 40 GiB, made 90 days ago\\) in \`cn-beijing\``));
    assert.equal(scene.cloud.images("cn-beijing").length, 3);
    const slip = await scene.command("--undo", "copies", "--artifact", "artifact-wbe");
    assert.deepEqual([slip.code, slip.out], [1, ""]);
    assert.match(slip.err, /artifact-unknown.*`artifact-wbe`/);
    const undone = await scene.command("--undo", "copies", "--artifact", "artifact-web");
    assert.equal(undone.code, 0, undone.err);
    assert.deepEqual(["cn-beijing", "cn-shanghai"].map((region) => scene.cloud.images(region).map(({ imageId }) => imageId)), [["m-mine", "m-half"], []]);
    assert.equal(scene.cloud.images(HOME).length, 1, "the source is no copy");
  });

  scene("a region that cannot be looked at for them holds nothing up", { options: { regions: FEW, fault: ({ regionId }) => (regionId === "us-west-1" ? { code: "Forbidden.RAM", status: 403 } : undefined) } }, async (scene) => {
    const { code, err, diagnostics } = await told(scene);
    assert.equal(code, 0, err);
    assert.deepEqual(diagnostics.map((/** @type {any} */ one) => [one.code, one.severity, one.args.region]), [["call-failed", "warning", "us-west-1"]]);
  });
});

const market = (/** @type {any} */ images) =>
  manifestOf({ version: { source: { type: "marketplace", commodityCode: "cmjj00012345", commodityVersion: "V1.0" }, supportRegionIds: ["cn-beijing", "cn-shanghai"], images } });

test("a marketplace version says what is to be done, and images put in by hand are shared as others", async () => {
  const scene = await Scene.start(manifestOf(), { regions: FEW });
  try {
    scene.write(market({}));
    const none = await told(scene);
    assert.deepEqual([none.code, none.done, none.states], [1, [], { "cn-beijing": "stuck", "cn-shanghai": "stuck" }]);
    scene.cloud.add("cn-beijing", { imageId: "m-byhand" });
    scene.write(market({ "cn-beijing": { imageId: "m-byhand", status: "Available" } }));
    const { code, out, err } = await scene.command();
    assert.equal(code, 3);
    assert.match(out, /^done in part: 1 region; not done: cn-shanghai\n/);
    assert.match(err, /marketplace-image.*`cmjj00012345`/);
    assert.deepEqual(scene.cloud.images("cn-beijing")[0].accounts, accounts(3));
  } finally {
    await scene.end();
  }
});
