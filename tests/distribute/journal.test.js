// What a run writes into its journal: enough to see from it alone how far everything is.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readObservation } from "../../js/distribute/observation.js";
import { Resolver } from "../../js/node.js";
import { accounts, manifestOf, Scene } from "./scene.js";

/** @param {any} manifest @param {(scene: Scene) => Promise<void>} work */
async function onScene(manifest, work) {
  const scene = await Scene.start(manifest, { copyTime: 200 });
  try {
    await work(scene);
  } finally {
    await scene.end();
  }
}

/** @param {Scene} scene */
const seenIn = (scene) => readObservation([{ name: "journal", text: readFileSync(scene.journal) }]);

/** What of an image can be seen in the cloud, for comparison. @param {any} image */
const state = ({ imageId, status, accounts = [] }) => ({ imageId, status, accounts });

test("a run's journal says what the cloud holds, and what was on the way there", () =>
  onScene(manifestOf({ uids: accounts(23) }), async (scene) => {
    scene.cloud.add("cn-beijing", { imageName: "somebody-elses" });
    await scene.run();
    const { observed, points } = seenIn(scene);
    for (const region of ["cn-hangzhou", "cn-beijing", "cn-shanghai"]) {
      const ours = scene.cloud.images(region).filter(({ imageName }) => imageName !== "somebody-elses");
      assert.deepEqual(observed.regions[region].images.map(state), ours.map(state), region);
    }
    const { actions, diagnostics } = new Resolver(scene.manifest).plan({ observed });
    assert.deepEqual([actions, diagnostics], [[], []]);
    const [copy] = observed.regions["cn-beijing"].images;
    const course = points.get(copy.imageId) ?? [];
    assert.ok(course.length > 2, JSON.stringify(course));
    assert.deepEqual(course.map(({ at }) => at), course.map(({ at }) => at).sort((one, other) => one - other));
    assert.equal(course.at(-1)?.progress, 100);
    await scene.run();
    assert.deepEqual(seenIn(scene).observed.regions, observed.regions, "a second run sees the same");
  }));

test("an image that is deleted between two runs is gone from the journal, too", () =>
  onScene(manifestOf(), async (scene) => {
    await scene.run();
    scene.cloud.images("cn-beijing").length = 0;
    await scene.run();
    assert.deepEqual(seenIn(scene).observed.regions["cn-beijing"].images, []);
  }));

test("--dry-run writes what it saw where it is told to, and nothing without", () =>
  onScene(manifestOf(), async (scene) => {
    await scene.command("--dry-run");
    assert.throws(() => readFileSync(scene.journal), /ENOENT/);
    const { code, err } = await scene.command("--dry-run", "--journal", scene.journal);
    assert.equal(code, 0, err);
    const { observed } = seenIn(scene);
    assert.deepEqual(Object.keys(observed.regions).sort(), ["cn-beijing", "cn-hangzhou", "cn-shanghai"]);
    assert.equal(new Resolver(scene.manifest).plan({ observed }).actions.filter(({ action }) => action === "copy-image").length, 2);
    assert.equal(scene.count("CopyImage"), 0);
  }));
