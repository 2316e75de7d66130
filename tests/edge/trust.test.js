// Keys that were replaced, bundles that are old: nothing brings them back, whatever the store holds and whoever may publish.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { Bundle, readTrust, writeFile } from "../../edge/bundle/index.js";
import { newKey } from "../../edge/bundle/offline.js";
import { Current } from "../../edge/current.js";
import { files, ledger as ledgerOf } from "../../edge/files.js";
import { queue, Store, Writer } from "../../edge/index.js";
import { at } from "../../scripts/commands.mjs";
import { bytes, KEYS, NOW, PROVIDER, publicHalf, signed, text } from "./bundles.js";
import { PLATFORMS } from "./platform.js";
import { Publisher, REGION, RESTRICTED, TEMPLATE } from "./world.js";

/** @import { Recorded } from "../../edge/index.js" */
/** @import { Signed } from "../../edge/bundle/sign.js" */

const [ONE, TWO, THREE] = KEYS;

/** A bundle, one that follows it, and one that hands over to another key. */
const first = await signed({ keys: [ONE] });
const before = await readTrust(first.trust);
const second = await signed({ keys: [ONE], previous: { head: first.head, trust: before } });
const rotated = await signed({ keys: [ONE, TWO], members: [publicHalf(TWO)], previous: { head: second.head, trust: before } });
const next = await signed({ keys: [TWO], previous: { head: rotated.head, trust: before } });
/** What whoever stole the first key makes of it: a second successor of the first set. */
const forked = await signed({ now: NOW + 1, keys: [ONE, THREE], members: [publicHalf(THREE)], previous: { head: second.head, trust: before } });
const furtherForked = await signed({ now: NOW + 1, keys: [THREE, ONE], members: [publicHalf(ONE)], previous: { head: forked.head, trust: before } });

/** A head without the key sets that led to its own. @param {Signed} made */
const bare = ({ head, ...more }) => ({ ...more, head: bytes(JSON.stringify({ ...JSON.parse(text(head)), keys: [] })) });

/** A writer and the isolates that read, over a store and a ledger in memory. */
class World {
  /** @type {Map<string, Uint8Array>} */
  kept = new Map();
  /** @type {Recorded | null} */
  recorded = null;
  /** @type {any[]} */
  log = [];
  now = NOW + 1;
  isLedgerBroken = false;

  /** @param {string} [trust] */
  constructor(trust = first.trust) {
    this.trust = trust;
    this.store = new Store({ get: async (key) => this.kept.get(key) ?? null, put: async (key, given) => void this.kept.set(key, given) });
    const ledger = {
      get: async () => this.recorded,
      set: async (/** @type {Recorded} */ recorded) => {
        if (this.isLedgerBroken) throw new Error("the ledger failed");
        this.recorded = recorded;
      },
    };
    this.writer = new Writer({ store: this.store, ledger, trust: readTrust(trust), now: () => this.now, exclusive: queue() });
  }

  /** @param {Pick<Signed, "head" | "objects">} made @param {string} [match] */
  async publish({ head, objects }, match) {
    const file = new Response(/** @type {any} */ (await collected(writeFile(head, objects())))).body;
    const seen = match ?? (await this.writer.latest())?.position?.sha256 ?? "";
    return await this.writer.replace(/** @type {any} */ (file), { match: seen, provider: PROVIDER });
  }

  /** An isolate that starts. @param {string} [trust] */
  isolate(trust = this.trust) {
    const settings = { store: this.store, writer: this.writer, trust: readTrust(trust), now: () => this.now, lifetime: 0, log: (/** @type {any} */ line) => this.log.push(line), limits: { storeMs: 1000 }, memory: { objects: 1 << 20 }, background: () => {} };
    return new Current(/** @type {any} */ (settings));
  }

  /** What an isolate that starts, and that cannot ask the writer, reads. */
  async cold() {
    const { head } = Object.fromEntries(this.kept);
    return await Bundle.open({ head, trust: await readTrust(this.trust), read: async () => null, now: this.now });
  }
}

/** @param {Signed[]} made */
async function published(...made) {
  const world = new World();
  for (const one of made) await world.publish(one);
  return world;
}

describe("after keys were replaced", () => {
  test("a root without its key sets is not taken: an isolate that starts could not read it", async () => {
    const world = await published(first, second, rotated);
    for (const made of [bare(rotated), bare(next)]) {
      await assert.rejects(world.publish(made), (/** @type {any} */ error) => error.code === "manifest-refused" && error.args.reason === "signatures");
    }
    assert.equal((await world.cold()).position.keys, 2);
    await world.publish(next);
    assert.equal((await world.cold()).position.version, next.position.version);
  });

  test("nothing of the replaced keys is taken, whatever lies in the store", async () => {
    for (const stored of [undefined, bare(rotated).head, bytes("{"), first.head, second.head, forked.head, furtherForked.head]) {
      const world = await published(first, second, rotated);
      if (stored !== undefined) world.kept.set("head", stored);
      for (const made of [first, second, forked, furtherForked, bare(forked)]) {
        await assert.rejects(world.publish(made, rotated.position.sha256), { code: "manifest-refused" });
        await assert.rejects(world.publish(made, made.position.sha256), { code: "manifest-changed" });
      }
      assert.equal((await world.publish(next, rotated.position.sha256)).position.version, next.position.version);
    }
  });

  test("an isolate that starts with the old key set believes the replaced keys no more", async () => {
    const world = await published(first, second, rotated, next);
    for (const made of [first, second, forked, furtherForked]) {
      world.kept.set("head", made.head);
      const bundle = await world.isolate().bundle();
      assert.deepEqual(bundle.position, next.position, "the writer's own stands in");
    }
  });

  test("a head that a crash left ahead of the ledger counts, a fork does not", async () => {
    const world = await published(first, second);
    world.isLedgerBroken = true;
    await assert.rejects(world.publish(rotated));
    world.isLedgerBroken = false;
    assert.deepEqual(world.recorded?.position, second.position);
    assert.equal((await world.publish(next, rotated.position.sha256)).position.version, next.position.version);
  });

  test("a key set that replaces no key goes on counting versions, one that does starts anew", async () => {
    const world = await published(first, second);
    const added = await signed({ keys: [ONE, TWO], members: [publicHalf(ONE), publicHalf(TWO)], threshold: 1, previous: { head: first.head, trust: before } });
    await assert.rejects(world.publish(added), (/** @type {any} */ error) => error.code === "manifest-refused" && error.args.reason === "version");
    const anew = await signed({ keys: [ONE, TWO], members: [publicHalf(TWO)], previous: { head: first.head, trust: before } });
    assert.equal((await world.publish(anew)).position.version, 2);
  });
});

describe("a ledger that cannot be verified", () => {
  /** @type {[string, (recorded: Recorded) => Recorded][]} */
  const spoilt = [
    ["a head that is no head", (recorded) => ({ ...recorded, head: bytes("{") })],
    ["a root without its key sets", (recorded) => ({ ...recorded, head: bare(rotated).head })],
    ["keys of somebody else", (recorded) => ({ ...recorded, head: bytes(text(recorded.head ?? undefined).replaceAll('"signature":"', '"signature":"A')) })],
    ["a position that is not the head's", (recorded) => ({ ...recorded, position: first.position })],
    ["no head", (recorded) => ({ ...recorded, head: null })],
    ["a key set to start anew from that is none", (recorded) => ({ ...recorded, root: "{}" })],
  ];

  for (const [what, spoil] of spoilt) {
    test(`stops writing, never reading, until an operator recovers: ${what}`, async () => {
      const world = await published(first, second, rotated);
      world.recorded = spoil(/** @type {Recorded} */ (world.recorded));
      for (const made of [first, second, forked, furtherForked, rotated, next]) {
        for (const match of ["", made.position.sha256, rotated.position.sha256]) await assert.rejects(world.publish(made, match), { code: "manifest-unverified" });
      }
      assert.deepEqual((await world.isolate().bundle()).position, rotated.position);
      assert.ok(world.log.some(({ event, what: of, code }) => event === "alarm" && of === "writer" && code === "ledger"), JSON.stringify(world.log));

      const { position } = await world.writer.recover(rotated.trust);
      assert.deepEqual(position, rotated.position);
      for (const made of [first, second, forked, furtherForked]) await assert.rejects(world.publish(made), { code: "manifest-refused" });
      await world.publish(next);
      assert.deepEqual((await world.isolate().bundle()).position, next.position);
    });
  }

  test("is not replaced by what the store holds", async () => {
    const world = await published(first, second, rotated);
    world.recorded = { .../** @type {Recorded} */ (world.recorded), head: bytes("{") };
    for (const { head } of [first, forked, bare(rotated)]) {
      world.kept.set("head", head);
      await assert.rejects(world.publish(first), { code: "ledger" });
      await assert.rejects(world.publish(first, first.position.sha256), { code: "manifest-unverified" });
    }
  });
});

describe("after as many keys as have to sign were stolen", () => {
  test("an operator starts anew, and isolates that run follow without a restart", async () => {
    const world = await published(first);
    const isolates = [world.isolate(), world.isolate()];
    await world.publish(second);
    await world.publish(forked);
    for (const isolate of isolates) assert.equal((await isolate.bundle()).trust.jwks[0].x, THREE.x, "the thief's key is the one that counts");

    const fresh = await newKey();
    const anew = await signed({ keys: [fresh], keySet: 3 });
    const recovery = await world.writer.recover(anew.trust);
    assert.deepEqual([recovery.keys, recovery.position], [3, null]);
    for (const made of [forked, furtherForked, second]) await assert.rejects(world.publish(made, ""), { code: "manifest-refused" });
    for (const isolate of isolates) assert.ok(await isolate.bundle(), "reading goes on");
    await world.publish(anew, "");
    for (const isolate of [...isolates, world.isolate()]) {
      isolate.forget();
      assert.deepEqual((await isolate.bundle()).position, anew.position);
    }
    assert.ok(world.log.some(({ event, what }) => event === "alarm" && what === "recovery"));
    await assert.rejects(world.publish(furtherForked), { code: "manifest-refused" });
    const later = await signed({ keys: [fresh], previous: { head: anew.head, trust: await readTrust(anew.trust) } });
    await world.publish(later);
    for (const isolate of isolates) {
      isolate.forget();
      assert.deepEqual((await isolate.bundle()).position, later.position);
    }
  });
});

describe("recover, as a shell sees it", () => {
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-recover-"));
  after(() => rmSync(folder, { recursive: true }));
  const edge = join(folder, "manifest");
  const root = join(folder, "root.json");
  writeFileSync(root, rotated.trust);

  /** @param {string[]} args */
  const cli = (...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [at("js/cli.js"), "recover", ...args], { encoding: "utf8" });
    return { status, stdout, stderr };
  };

  /** @param {Signed} made @param {string} match */
  const publish = async (made, match) => {
    const writer = new Writer({ store: new Store(files(edge)), ledger: ledgerOf(edge), trust: readTrust(first.trust), now: () => NOW, exclusive: queue() });
    return await writer.replace(/** @type {any} */ (new Response(/** @type {any} */ (await collected(writeFile(made.head, made.objects())))).body), { match, provider: PROVIDER });
  };

  test("mends a ledger whose file is broken, and writes a line for the log", async () => {
    await publish(first, "");
    await publish(second, first.position.sha256);
    await publish(rotated, second.position.sha256);
    for (const broken of ["", "{", "null", "[]", '{"position":{}}', '{"head":"AAAA","position":null}', readFileSync(join(edge, "latest.json"), "utf8").replace(/"version":3/, '"version":2')]) {
      writeFileSync(join(edge, "latest.json"), broken);
      await assert.rejects(publish(next, rotated.position.sha256), { code: "manifest-unverified" }, broken);
    }
    const { status, stdout, stderr } = cli("--root", root, "--folder", edge);
    assert.deepEqual([status, stderr], [0, `${edge}: key set 2, and version 3 is kept\n`]);
    const line = JSON.parse(stdout);
    assert.deepEqual([line.event, line.what, line.keys, line.position.version], ["alarm", "recovery", 2, 3]);
    await publish(next, rotated.position.sha256);
    assert.equal(JSON.parse(readFileSync(join(edge, "latest.json"), "utf8")).recovered, line.recovered, "when that was stays recorded");
  });

  test("says what is wrong with how it is called", () => {
    for (const args of [[], ["--root", root], ["--folder", edge], ["--root", root, "--folder", join(folder, "none")], ["--root", join(folder, "none"), "--folder", edge], ["more", "--root", root, "--folder", edge]]) {
      assert.equal(cli(...args).status, 2, args.join(" "));
    }
    writeFileSync(join(folder, "bad.json"), "{}");
    assert.equal(cli("--root", join(folder, "bad.json"), "--folder", edge).status, 1);
  });
});

test("after a theft: the way of the documentation, from new keys to an edge that serves again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-theft-"));
  const edge = join(folder, "manifest");
  const place = (/** @type {string} */ name) => join(folder, name);
  /** @param {string[]} args */
  const cli = (...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [at("js/cli.js"), ...args], { encoding: "utf8", cwd: folder });
    assert.equal(status, 0, `${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  const writer = (/** @type {string} */ trust) => new Writer({ store: new Store(files(edge)), ledger: ledgerOf(edge), trust: readTrust(trust), now: Date.now, exclusive: queue() });
  /** @param {string} name @param {string} match @param {string} trust */
  const publish = (name, match, trust) => writer(trust).replace(/** @type {any} */ (new Response(readFileSync(place(name))).body), { match, provider: PROVIDER });
  try {
    writeFileSync(place("manifest.json"), JSON.stringify({ manifestVersion: 1, provider: PROVIDER }));
    for (const name of ["old.key", "new.key"]) cli("sign", "--new-key", name);
    cli("sign", "manifest.json", "--key", "old.key", "--trust-out", "old.json", "-o", "old");
    const old = readFileSync(place("old.json"), "utf8");
    const { position } = await publish("old", "", old);
    cli("sign", "manifest.json", "--key", "new.key", "--key-set", "9", "--trust-out", "root.json", "-o", "bundle");
    await assert.rejects(publish("bundle", position.sha256, old), { code: "manifest-refused" });
    assert.equal(JSON.parse(cli("recover", "--root", "root.json", "--folder", edge)).keys, 9);
    assert.equal((await publish("bundle", "", old)).position.keys, 9);
    const latest = await writer(old).latest();
    assert.deepEqual([latest?.position?.keys, latest?.root], [9, readFileSync(place("root.json"), "utf8").trim()]);
    const wrong = spawnSync(process.execPath, [at("js/cli.js"), "sign", "manifest.json", "--key", "new.key", "--key-set", "10", "--previous", "bundle", "--trust", "root.json", "-o", "next"], { cwd: folder });
    assert.equal(wrong.status, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("workerd's writer starts anew from RECOVERY, once, and its isolates follow", async () => {
  const other = await Publisher.make();
  const place = await PLATFORMS.workerd({ empty: true, recovery: other.trust });
  try {
    const { file } = await place.publisher.bundle();
    const refused = await place.publish(file, { "if-none-match": "*" });
    assert.deepEqual([refused.status, refused.json.code], [422, "manifest-refused"]);
    assert.equal((await place.publish((await other.bundle()).file, { "if-none-match": "*" })).status, 200);
    assert.equal((await place.resolve({ service: RESTRICTED, region: REGION }, { body: TEMPLATE })).status, 200);
    assert.match(place.printed(), /"what":"recovery","keys":1/);
  } finally {
    await place.stop();
  }
});

test("a later key set that is configured counts from then on", async () => {
  const world = await published(first, second, rotated);
  await world.writer.recover(first.trust);
  const configured = new World(rotated.trust);
  configured.kept = world.kept;
  configured.recorded = world.recorded;
  await configured.publish(next);
  assert.deepEqual((await configured.isolate().bundle()).position, next.position);
});

/** @param {AsyncIterable<Uint8Array>} parts */
async function collected(parts) {
  const chunks = [];
  for await (const part of parts) chunks.push(part);
  return Buffer.concat(chunks);
}
