// Plans of distribution: what is asked, what is answered, and what it is in words and commands.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";

import { observedRegion, planCall, planCommands, planRows, Resolver, transition } from "../../js/node.js";

/** @import { Observed } from "../../js/index.js" */

const MANIFEST = {
  manifestVersion: 1,
  provider: "1000000000000001",
  artifacts: [
    {
      artifactId: "artifact-web",
      versions: [
        {
          version: "1",
          status: "Delivering",
          source: { type: "custom", imageId: "m-bp1aaaaaaaaaaaaaaaaa", regionId: "cn-hangzhou" },
          supportRegionIds: ["cn-hangzhou", "cn-beijing"],
        },
      ],
    },
  ],
  services: [
    {
      serviceId: "service-web",
      status: "Online",
      shareType: "Restricted",
      sharedAccounts: Array.from({ length: 12 }, (_, at) => ({ uid: String(1_000_000_000_000_100 + at), permission: "Deployable" })),
      relations: { web: { artifactId: "artifact-web", version: "1" } },
    },
  ],
};

const uids = MANIFEST.services[0].sharedAccounts.map(({ uid }) => uid);

/** What the API says of an image. @param {string} ImageId @param {object} [more] */
const described = (ImageId, more) => ({ ImageId, ImageName: "web", Status: "Available", Progress: "100%", IsPublic: false, Tags: { Tag: [] }, ...more });

/** @type {Observed} */
const OBSERVED = {
  regions: {
    "cn-hangzhou": { images: [{ imageId: "m-bp1aaaaaaaaaaaaaaaaa", status: "Available", accounts: uids }] },
    "cn-beijing": { images: [] },
  },
};

describe("a plan", () => {
  const resolver = new Resolver(MANIFEST);

  test("says what is to be done, in order, and why", () => {
    const { ok, actions, diagnostics, changes } = resolver.plan({ observed: OBSERVED });
    assert.deepEqual([ok, diagnostics, changes], [true, [], []]);
    assert.deepEqual(actions.map(({ action, ready, accounts }) => [action, ready, accounts?.length]), [
      ["copy-image", true, undefined],
      ["share-image", false, 10],
      ["share-image", false, 2],
      ["mark-delivery", false, undefined],
    ]);
    assert.equal(actions[0].why, "`cn-beijing` has no copy of version `1` of artifact `artifact-web`");
    assert.deepEqual(resolver.plan({ observed: OBSERVED, ahead: false }).actions, [actions[0]]);
    assert.deepEqual(JSON.parse(JSON.stringify(resolver.plan({ observed: OBSERVED }))).actions, actions);
  });

  test("gives the manifest after what was observed", () => {
    const [{ imageName, tags }] = resolver.plan({ observed: OBSERVED }).actions;
    const copy = { imageId: "m-2zeaaaaaaaaaaaaaaaaa", imageName, tags, status: "Creating", progress: 30 };
    const seen = (/** @type {object} */ more) => ({ regions: { ...OBSERVED.regions, "cn-beijing": { images: [{ ...copy, ...more }] } } });
    const { changes } = resolver.plan({ observed: seen({}) });
    const under = transition(MANIFEST, changes).manifest;
    const images = /** @type {any} */ (under)?.artifacts[0].versions[0].images;
    assert.deepEqual(images, { "cn-beijing": { imageId: copy.imageId, status: "Delivering", progress: 30 } });
    const there = seen({ status: "Available", accounts: uids });
    const done = transition(MANIFEST, resolver.plan({ observed: there }).changes).manifest ?? assert.fail();
    assert.equal(/** @type {any} */ (done).artifacts[0].versions[0].status, "Available");
    assert.deepEqual(new Resolver(done).plan({ observed: there }).actions, []);
  });

  test("takes what the API says, and what its SDK makes of it", () => {
    const tags = { Tag: [{ TagKey: "a", TagValue: "b" }] };
    const disks = { DiskDeviceMapping: [{ Encrypted: true }] };
    const [image] = observedRegion([described("m-1", { Progress: "40%", Tags: tags, DiskDeviceMappings: disks, IsPublic: true })]).images;
    const expected = { imageId: "m-1", imageName: "web", status: "Available", progress: 40, tags: { a: "b" }, isPublic: true, encrypted: true, accounts: undefined };
    assert.deepEqual(image, expected);
    const sdk = { imageId: "m-1", imageName: "web", status: "Available", progress: "40%", tags: { tag: [{ tagKey: "a", tagValue: "b" }] }, isPublic: true, diskDeviceMappings: { diskDeviceMapping: [{ encrypted: true }] } };
    assert.deepEqual(observedRegion([sdk]).images, [expected]);
    const before = { images: [{ imageId: "m-1", status: "Available", accounts: uids }] };
    assert.deepEqual(observedRegion([described("m-1")], before).images[0].accounts, uids);
  });

  test("is not made of a manifest with an error, or of what is not what the cloud says", () => {
    const broken = new Resolver({ manifestVersion: 1, artifacts: [{ artifactId: 7 }] }).plan();
    assert.deepEqual([broken.ok, broken.actions], [false, []]);
    const odd = resolver.plan({ observed: /** @type {any} */ ({ regions: { "cn-beijing": { images: [{ imageId: 7 }] } } }) });
    assert.equal(odd.ok, false);
    assert.deepEqual(odd.diagnostics.map(({ code, source, pointer }) => [code, source, pointer])[0], ["manifest-wrong-type", "file", "/observed/regions/cn-beijing/images/0/imageId"]);
    assert.throws(() => resolver.plan(/** @type {any} */ ({ publish: "yes" })), TypeError);
    assert.throws(() => resolver.plan(/** @type {any} */ ({ undo: ["everything"] })), TypeError);
    assert.throws(() => resolver.plan({ copies: -1 }), TypeError);
    assert.throws(() => resolver.plan(/** @type {any} */ ({ dryRun: true })), TypeError);
  });

  test("is a table, calls, and commands to copy", () => {
    const plan = resolver.plan({ observed: OBSERVED });
    assert.deepEqual(planRows(plan).map(({ regionId, action, subject }) => `${regionId} ${action} ${subject}`).slice(1), [
      "cn-beijing share-image 10 accounts",
      "cn-beijing share-image 2 accounts",
      "cn-beijing mark-delivery Available",
    ]);
    const call = planCall(plan.actions[0]);
    assert.equal(call?.operation, "CopyImage");
    assert.equal(String(call?.parameters.ClientToken).length <= 64, true);
    assert.equal(planCall(plan.actions[3]), undefined);
    const { distribute, aliyun } = planCommands(plan, { manifest: "it's.json" });
    assert.equal(distribute, "npx ecs-image-resolver distribute --manifest 'it'\\''s.json'");
    assert.equal(aliyun.length, 4);
    const question = { artifacts: ["artifact-web"], versions: ["1"], undo: /** @type {const} */ (["failed", "copies"]), publish: true, customerKey: false, copies: 3, retryAfter: 500 };
    assert.equal(planCommands(plan, { question: { ...question, undo: [...question.undo] } }).distribute, "npx ecs-image-resolver distribute --manifest manifest.json --artifact artifact-web --version 1 --undo failed --undo copies --publish --copies 3 --retry-after 0.5");
    // A shell reads them as they are meant.
    const shell = `aliyun() { if [ "$2" = CopyImage ]; then echo '{"ImageId":"m-new"}'; else echo "$@"; fi; }\njq() { echo m-new; }\n`;
    const { status, stdout } = spawnSync("sh", ["-e", "-c", shell + aliyun.join("\n")], { encoding: "utf8" });
    assert.equal(status, 0);
    const lines = stdout.trim().split("\n");
    assert.match(lines[0], /^ecs DescribeImages --RegionId cn-beijing --ImageId m-new --Status .* --waiter expr=Images\.Image\[0\]\.Status to=Available/);
    assert.match(lines[2], new RegExp(`^ecs ModifyImageSharePermission --RegionId cn-beijing --ImageId m-new --AddAccount.1 ${uids[10]} --AddAccount.2 ${uids[11]}$`));
  });
});
