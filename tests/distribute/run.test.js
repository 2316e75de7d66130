// Distribution with the real SDK, over HTTP, against the stand-in for ECS.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { REGIONS } from "../../js/testing/ecs.js";
import { accounts, HOME, manifestOf, Scene } from "./scene.js";

/** @import { EcsOptions } from "../../js/testing/ecs.d.ts" */

/** @param {any} [manifest] @param {EcsOptions} [options] @param {(scene: Scene) => Promise<void>} [work] */
async function prepared(manifest, options, work) {
  const scene = await Scene.start(manifest, options);
  try {
    await work?.(scene);
  } finally {
    await scene.end();
  }
}

/** @param {string} name @param {{ manifest?: any, options?: EcsOptions }} given @param {(scene: Scene) => Promise<void>} work */
const scene = (name, { manifest, options }, work) => test(name, () => prepared(manifest, options, work));

describe("a run", () => {
  scene("copies, shares and marks, and a second one does nothing", { manifest: manifestOf({ uids: accounts(23) }) }, async (scene) => {
    const { plan } = await scene.run();
    assert.deepEqual([plan.actions, plan.diagnostics], [[], []]);
    assert.deepEqual(scene.wrong(accounts(23)), []);
    assert.equal(scene.count("CopyImage"), 2);
    assert.equal(scene.count("ModifyImageSharePermission"), 9, "three images, and three calls for 23 accounts");
    await scene.run();
    assert.equal(scene.count("CopyImage"), 2);
    assert.equal(scene.count("ModifyImageSharePermission"), 9);
  });

  scene("takes a copy that is there, and makes no other", {}, async (scene) => {
    await scene.run();
    scene.write(manifestOf());
    await scene.run();
    assert.deepEqual(scene.wrong(), []);
    assert.equal(scene.count("CopyImage"), 2);
  });

  scene("leaves an image alone that has the name and not the tags", {}, async (scene) => {
    await scene.run();
    const [copy] = scene.cloud.images("cn-beijing");
    copy.tags = {};
    scene.write(manifestOf());
    const { codes } = await scene.run();
    assert.deepEqual(codes, ["image-name-taken"]);
    assert.equal(scene.cloud.images("cn-beijing").length, 1);
    assert.equal(scene.image("cn-shanghai").status, "Available", "the other region goes on");
  });

  scene("reaches forty regions with five copies at a time", { manifest: manifestOf({ regions: REGIONS }), options: { copyTime: 250 } }, async (scene) => {
    const { plan } = await scene.run();
    assert.deepEqual(plan.actions, []);
    assert.deepEqual(scene.wrong(), []);
    assert.equal(scene.cloud.mostRunning, 5);
  });

  scene("writes no more copies at once than it is told", { manifest: manifestOf({ regions: REGIONS.slice(0, 8) }), options: { copyTime: 250 } }, async (scene) => {
    await scene.run({ copies: 2 });
    assert.deepEqual(scene.wrong(), []);
    assert.equal(scene.cloud.mostRunning, 2);
  });

  scene("asks which regions are all", { manifest: manifestOf({ version: { supportRegionIds: "all" } }), options: { regions: REGIONS.slice(0, 7) } }, async (scene) => {
    const { code, out, err } = await scene.command();
    assert.equal(code, 0, err);
    assert.match(out, /all done: 7 regions/);
    assert.equal(scene.count("CopyImage"), 6);
    assert.equal(scene.manifest.artifacts[0].versions[0].status, "Available");
  });

  scene("copies nothing of a draft", { manifest: manifestOf({ version: { version: "draft", status: "Created" } }) }, async (scene) => {
    const { plan } = await scene.run();
    assert.deepEqual(plan.diagnostics.map(({ code }) => code), ["version-not-distributed"]);
    assert.equal(scene.cloud.requests.length, 0);
  });

  scene("keeps what somebody else wrote into the manifest meanwhile", {}, async (scene) => {
    const report = (/** @type {{ type: string }} */ { type }) => {
      if (type !== "marked" || scene.manifest.artifacts[0].description !== undefined) return;
      const manifest = scene.manifest;
      manifest.artifacts[0].description = "written meanwhile";
      scene.write(manifest);
    };
    await scene.run({}, { report: /** @type {any} */ (report) });
    assert.equal(scene.manifest.artifacts[0].description, "written meanwhile");
    assert.deepEqual(scene.wrong(), []);
  });
});

describe("what fails", () => {
  /** @type {[string, (count: number) => import("../../js/testing/ecs.d.ts").EcsFault | undefined][]} */
  const faults = [
    ["throttling", (count) => (count % 3 === 0 ? { code: "Throttling.User", status: 400 } : undefined)],
    ["errors of the server", (count) => (count % 4 === 0 ? { code: "InternalError", status: 500 } : undefined)],
    ["errors after the work was done", (count) => (count % 4 === 0 ? { code: "ServiceUnavailable", status: 503, after: true } : undefined)],
    ["connections that are cut before", (count) => (count % 4 === 0 ? { reset: "before" } : undefined)],
    ["connections that are cut after", (count) => (count % 4 === 0 ? { reset: "after" } : undefined)],
    ["answers that do not come in time", (count) => (count % 7 === 0 ? { delay: 400, reset: "after" } : undefined)],
  ];
  for (const [name, fault] of faults) {
    let count = 0;
    scene(`is done again after ${name}`, { manifest: manifestOf({ regions: REGIONS.slice(0, 6), uids: accounts(12) }), options: { fault: () => fault((count += 1)) } }, async (scene) => {
      const { plan, codes } = await scene.run({}, { timeout: 150 });
      assert.deepEqual([plan.actions, codes], [[], []]);
      assert.deepEqual(scene.wrong(accounts(12)), []);
      assert.equal(scene.cloud.requests.filter(({ action, code }) => action === "CopyImage" && code === undefined).length >= 5, true);
    });
  }

  scene("makes a copy again under another name, and keeps the failed one", { options: { failingCopies: { "cn-beijing": 2 } } }, async (scene) => {
    const { codes } = await scene.run();
    assert.deepEqual(codes, []);
    assert.deepEqual(scene.wrong(), []);
    assert.deepEqual(scene.cloud.images("cn-beijing").map(({ status }) => status), ["CreateFailed", "CreateFailed", "Available"]);
    await scene.run({ undo: ["failed"] });
    assert.deepEqual(scene.cloud.images("cn-beijing").map(({ status }) => status), ["Available"]);
  });

  scene("gives a copy up that fails three times, and marks it", { options: { failingCopies: { "cn-beijing": 9 } } }, async (scene) => {
    const { codes } = await scene.run();
    assert.deepEqual(codes, ["copy-failed"]);
    assert.equal(scene.image("cn-beijing").status, "CreateFailed");
    assert.equal(scene.image("cn-shanghai").status, "Available");
  });

  scene("is said by region, while the others go on", { options: { fault: ({ regionId }) => (regionId === "cn-beijing" ? { code: "Forbidden.RAM", status: 403 } : undefined) } }, async (scene) => {
    const { code, out, err } = await scene.command();
    assert.equal(code, 3);
    assert.match(out, /done in part: 2 regions; not done: cn-beijing/);
    assert.match(err, /call-failed.*`observe-region` in `cn-beijing` failed with `Forbidden.RAM`/);
    assert.equal(scene.image("cn-shanghai").status, "Available");
  });

  scene("takes one wrong account out, and shares with the others", { manifest: manifestOf({ uids: accounts(14) }), options: { unknownAccounts: [accounts(14)[6]] } }, async (scene) => {
    const { plan } = await scene.run();
    const said = plan.diagnostics.map(({ code, args }) => [code, args.accounts]);
    assert.deepEqual(new Set(said.map(String)), new Set([`call-failed,${accounts(14)[6]}`]));
    for (const region of [HOME, "cn-beijing", "cn-shanghai"]) assert.equal(scene.cloud.images(region)[0].accounts.length, 13);
  });

  scene("is slow in one region, and holds up no other", { manifest: manifestOf({ regions: REGIONS.slice(0, 5) }), options: { slow: { "cn-beijing": 1_500 } } }, async (scene) => {
    /** @type {string[]} */
    const marked = [];
    await scene.run({}, { report: ({ type, action }) => void (type === "marked" && marked.push(action.regionId)) });
    assert.deepEqual(scene.wrong(), []);
    assert.equal(marked.at(-1), "cn-beijing");
  });

  for (const jump of [-86_400_000, 86_400_000]) {
    let count = 0;
    scene(`survives a clock that jumps by ${jump / 3_600_000} hours`, { options: { fault: () => ((count += 1) % 3 === 0 ? { code: "Throttling.User", status: 400 } : undefined) } }, async (scene) => {
      const start = performance.now();
      let looks = 0;
      const clock = () => 1_790_000_000_000 + Math.round(performance.now() - start) + ((looks += 1) > 20 ? jump : 0);
      const { codes } = await scene.run({}, { clock });
      assert.deepEqual(codes, []);
      assert.deepEqual(scene.wrong(), []);
    });
  }
});

describe("what is refused", () => {
  scene("an encrypted image, before any copy", {}, async (scene) => {
    scene.cloud.images(HOME)[0].encrypted = true;
    const { codes } = await scene.run();
    assert.deepEqual(codes, ["image-encrypted"]);
    assert.equal(scene.count("CopyImage"), 0);
    scene.cloud.images(HOME)[0].customerKey = true;
    assert.deepEqual((await scene.run({ customerKey: true })).codes, []);
    assert.deepEqual(scene.wrong(), []);
  });

  scene("more than fifty accounts: the manifest's first have it, and everyone once the quota is higher", { manifest: manifestOf({ uids: accounts(51) }), options: { shareLimit: 60 } }, async (scene) => {
    const { plan } = await scene.run();
    assert.deepEqual(plan.diagnostics.map(({ code }) => code), ["too-many-accounts", "too-many-accounts", "too-many-accounts"]);
    assert.match(plan.diagnostics[0].message, /51 accounts, and the limit is 50; without it: 1000000000000150$/);
    assert.deepEqual(scene.cloud.images("cn-beijing")[0].accounts, accounts(50));
    assert.deepEqual((await scene.run({ accounts: 60 })).codes, []);
    assert.deepEqual(scene.wrong(accounts(51)), []);
  });

  scene("publishing, unless it is asked for: then it comes last", { manifest: manifestOf({ shareType: "Public" }) }, async (scene) => {
    const { plan } = await scene.run();
    assert.deepEqual(plan.diagnostics.map(({ code }) => code), ["public-needs-community"]);
    assert.ok(scene.cloud.images("cn-beijing").every(({ isPublic }) => !isPublic));
    const before = scene.cloud.requests.length;
    const { plan: after } = await scene.run({ publish: true });
    assert.deepEqual([after.actions, after.diagnostics], [[], []]);
    for (const region of [HOME, "cn-beijing", "cn-shanghai"]) assert.ok(scene.cloud.images(region)[0].isPublic);
    const changes = scene.cloud.requests.slice(before).filter(({ action }) => action === "ModifyImageSharePermission");
    assert.ok(changes.every(({ parameters }) => parameters.IsPublic === "true"));
  });

  scene("taking anything back, unless it is asked for", { manifest: manifestOf({ uids: accounts(12) }) }, async (scene) => {
    await scene.run();
    const fewer = manifestOf({ regions: ["cn-beijing"], uids: accounts(1) });
    fewer.artifacts[0].versions[0].images = { "cn-beijing": scene.image("cn-beijing") };
    scene.write(fewer);
    const { plan } = await scene.run();
    assert.deepEqual([...new Set(plan.diagnostics.map(({ code, severity }) => `${severity} ${code}`))].sort(), ["warning shared-unasked"]);
    assert.equal(scene.cloud.images("cn-shanghai").length, 1);
    await scene.run({ undo: ["accounts", "copies"], allRegions: REGIONS });
    assert.deepEqual(scene.cloud.images(HOME)[0].accounts, accounts(1));
    assert.deepEqual(scene.cloud.images("cn-beijing")[0].accounts, accounts(1));
    assert.deepEqual(scene.cloud.images("cn-shanghai"), []);
  });
});

describe("two machines", () => {
  scene("at once make nothing twice", { manifest: manifestOf({ regions: REGIONS.slice(0, 10), uids: accounts(12) }) }, async (scene) => {
    await Promise.all([scene.run(), scene.run()]);
    assert.deepEqual(scene.wrong(accounts(12)), []);
  });
});

describe("the command", () => {
  scene("prints the plan and does nothing with --dry-run, and gives commands", {}, async (scene) => {
    const before = readFileSync(scene.path, "utf8");
    const { code, out } = await scene.command("--dry-run");
    assert.equal(code, 0);
    assert.match(out, /^region +action +of +what +when +why\n/);
    assert.match(out, /^cn-beijing +copy-image +artifact-web 1 /m);
    assert.match(out, /^cn-beijing +share-image +artifact-web 1 +3 accounts in 1 call +then/m);
    const commands = await scene.command("--commands");
    assert.match(commands.out, /^# npx ecs-image-resolver distribute --manifest /);
    assert.match(commands.out, /^image1=\$\(aliyun ecs CopyImage --RegionId cn-hangzhou .* \| jq -r \.ImageId\)$/m);
    assert.ok(scene.cloud.requests.every(({ action }) => action.startsWith("Describe")));
    assert.equal(readFileSync(scene.path, "utf8"), before);
  });

  scene("says none, and why, when nothing could be done", { options: { fault: () => ({ code: "Forbidden.RAM", status: 403 }) } }, async (scene) => {
    const { code, out, err } = await scene.command();
    assert.equal(code, 1);
    assert.match(out, /^not done/);
    assert.match(err, /Forbidden\.RAM/);
    assert.equal((await scene.command("--format", "json")).code, 1);
  });

  scene("ends on Ctrl-C, and goes on afterwards", { manifest: manifestOf({ regions: REGIONS.slice(0, 8) }), options: { copyTime: 400 } }, async (scene) => {
    const { child, ended } = scene.start();
    await until(() => scene.count("CopyImage") >= 3);
    child.kill("SIGINT");
    const { code, err } = await ended;
    assert.equal(code, 130);
    assert.match(err, /interrupted: run it again to go on/);
    const { code: again, out } = await scene.command();
    assert.equal(again, 0, out);
    assert.deepEqual(scene.wrong(), []);
  });

  scene("goes on after a network that was lost", { manifest: manifestOf({ regions: REGIONS.slice(0, 8) }) }, async (scene) => {
    scene.cloud.fail(({ action }) => (action === "CopyImage" && scene.count("CopyImage") >= 3 ? { reset: "before" } : undefined));
    assert.equal((await scene.command("--attempts", "2")).code, 3);
    scene.cloud.fail(undefined);
    assert.equal((await scene.command()).code, 0);
    assert.deepEqual(scene.wrong(), []);
  });

  scene("keeps watch", {}, async (scene) => {
    const { child, ended } = scene.start("--watch", "--every", "0.1");
    await until(() => scene.image("cn-beijing")?.status === "Available" && scene.image("cn-shanghai")?.status === "Available");
    scene.cloud.images("cn-beijing")[0].accounts = [];
    await until(() => scene.cloud.images("cn-beijing")[0].accounts.length === 3);
    child.kill("SIGINT");
    assert.equal((await ended).code, 130);
    assert.deepEqual(scene.wrong(), []);
  });
});

/** @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
