// Reading and taking in bundles: what is read and how often, what is kept, what is missing.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { admit, Bundle, Cache, Gate, readFile, readTrust, writeFile } from "../../edge/bundle/index.js";
import { placeOf } from "../../edge/bundle/digest.js";
import { entriesOf, writeShard } from "../../edge/bundle/shard.js";
import { Resolver } from "../../js/node.js";
import { bytes, CUSTOMER, HOUR, KEYS, manifest, MemoryStore, NOW, opened, PROVIDER, publicHalf, service, signed, STRANGER, TEMPLATE, text } from "./bundles.js";

/** @import { Signed } from "../../edge/bundle/sign.js" */

/** @param {Signed} made @param {number} [size] of a chunk */
async function* fileOf(made, size = 1 << 16) {
  for await (const piece of writeFile(made.head, made.objects())) {
    for (let at = 0; at < piece.length; at += size) yield piece.subarray(at, at + size);
  }
}

/** @param {AsyncIterable<Uint8Array>} stream */
async function whole(stream) {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

/** @param {Uint8Array} given */
async function* once(given) {
  yield given;
}

/** @param {Signed} made */
const filled = (made) => new MemoryStore().fill(made);

describe("reading", () => {
  test("gives what a request needs: page, document, template, manifest", async () => {
    const { bundle, gate } = await opened(await signed());
    assert.deepEqual([bundle.provider, bundle.position.version, bundle.position.keys], [PROVIDER, 1, 1]);
    const admitted = await gate.admit(bundle, { service: "service-shared", account: CUSTOMER }, NOW);
    assert.ok(admitted);
    const ref = admitted.templates.get("single");
    assert.deepEqual([ref?.path, ref?.length], ["single.yaml", TEMPLATE.length]);
    const { resolver, permissions } = admitted;
    const compiled = resolver.compile(await bundle.template(ref, NOW), { filename: ref?.path });
    const resolution = compiled.resolve({ service: "service-shared", region: "cn-beijing", account: CUSTOMER, permissions });
    assert.equal(text(resolution.template), TEMPLATE.replace("web_image", "m-2zeaaaaaaaaaaaaaaaaa1"));
    const { length, parts } = bundle.manifest(NOW);
    const back = await whole(parts);
    assert.deepEqual([back.length, JSON.parse(text(back))], [length, manifest()]);
  });

  test("costs the same for a service that is denied and for one that does not exist", async () => {
    // Enough of both that there are many pages and shards.
    const accounts = Array.from({ length: 6000 }, (_, at) => ({ uid: String(2_000_000_000_000_000 + at), permission: "Deployable" }));
    const services = Array.from({ length: 900 }, (_, at) => service(`service-${at}`, "Restricted", at === 0 ? accounts : []));
    const made = await signed({ manifest: { ...manifest(), services }, templates: new Map() });
    const asked = [["service-7", STRANGER], ["service-none", STRANGER], ["service-8", accounts[5].uid], ["service-nil", accounts[5].uid], ["__proto__", STRANGER], ["service-9", ""], ["service-none", ""]];
    for (const [id, account] of asked) {
      const { store, bundle } = await opened(made);
      let decisions = 0;
      let made_ = 0;
      class Counting extends Resolver {
        /** @param {object} model @param {object} options */
        constructor(model, options) {
          super(model, options);
          made_ += 1;
        }
        /** @param {any} question */
        decide(question) {
          decisions += 1;
          return super.decide(question);
        }
      }
      const gate = new Gate({ Resolver: Counting });
      assert.equal(await gate.admit(bundle, { service: id, account }, NOW), null);
      assert.deepEqual([store.reads.length, made_, decisions], [3, 1, 1], `${id}, ${account}`);
      assert.equal(await gate.admit(bundle, { service: id, account }, NOW), null);
      assert.deepEqual([store.reads.length, made_, decisions], [3, 1, 2], `${id}, ${account}: again`);
    }
  });

  test("finds each account and each service, however many pages there are", async () => {
    const accounts = Array.from({ length: 5000 }, (_, at) => ({ uid: String(2_000_000_000_000_000 + at * 7919), permission: at % 2 ? "Deployable" : "Accessible" }));
    const services = Array.from({ length: 700 }, (_, at) => service(`service-${at}`, "Restricted", at === 0 ? accounts : accounts.slice(at, at + 3)));
    const made = await signed({ manifest: { ...manifest(), services }, templates: new Map() });
    const { bundle, gate } = await opened(made);
    assert.ok(bundle.position.version === 1 && JSON.parse(atob(JSON.parse(text(made.head)).root.payload)).accounts.bits >= 3);
    for (const [at, { uid, permission }] of accounts.entries()) {
      const { permissions } = await bundle.look({ service: "service-0", account: uid }, NOW);
      assert.deepEqual(permissions, [permission]);
      if (at % 50 === 0) assert.equal((await gate.admit(bundle, { service: "service-0", account: uid }, NOW)) !== null, permission === "Deployable");
    }
    for (const { serviceId } of services) assert.ok((await bundle.look({ service: serviceId, account: "1" }, NOW)).page.documents.has(serviceId));
    assert.deepEqual((await bundle.look({ service: "service-0", account: "3000000000000000" }, NOW)).permissions, []);
  });

  test("does not read again what is in memory, keeps to its budget, and hands it to the next bundle", async () => {
    const { store, bundle } = await opened(await signed());
    const question = { service: "service-open", account: CUSTOMER };
    const { page } = await bundle.look(question, NOW);
    await bundle.look(question, NOW);
    assert.equal(store.reads.length, 3);
    const next = await signed({ previous: { head: (await signed()).head, trust: bundle.trust }, now: NOW + HOUR });
    const later = await Bundle.open({ head: next.head, trust: bundle.trust, read: store.read, now: NOW + HOUR, cache: bundle.cache, floor: bundle.position });
    await later.look(question, NOW + HOUR);
    assert.equal(store.reads.length, 3, "nothing changed but the root");

    const small = await opened(await signed(), { budget: 1 });
    await small.bundle.look(question, NOW);
    await small.bundle.look(question, NOW);
    await small.bundle.document(/** @type {any} */ (page.documents.get("service-open")), NOW);
    assert.ok(small.store.reads.length > 4);
  });

  test("a gate frees what it has no room for, and makes it again", async () => {
    const { bundle } = await opened(await signed());
    let living = 0;
    class Counting extends Resolver {
      /** @param {object} model @param {object} options */
      constructor(model, options) {
        super(model, options);
        living += 1;
      }
      free() {
        living -= 1;
        super.free();
      }
    }
    const gate = new Gate({ Resolver: Counting, budget: 1 });
    for (let round = 0; round < 3; round++) {
      const admitted = await gate.admit(bundle, { service: "service-open", account: STRANGER }, NOW);
      assert.ok(admitted?.resolver.decide({ service: "service-open", account: STRANGER, permissions: [] }).ok);
      assert.equal(living, 1);
    }
  });

  test("that the core failed is no denial", async () => {
    const { bundle } = await opened(await signed());
    class Failing extends Resolver {
      decide() {
        return /** @type {any} */ ({ ok: false, diagnostics: [{ code: "internal-error" }] });
      }
    }
    await assert.rejects(new Gate({ Resolver: Failing }).admit(bundle, { service: "service-open", account: STRANGER }, NOW), { message: "the core failed while it decided" });
  });

  test("says when it ages, and ends when it expires, also while it is held", async () => {
    const { bundle } = await opened(await signed({ lifetime: 10 * HOUR }));
    assert.equal(bundle.isAging(NOW + 5 * HOUR), false);
    assert.equal(bundle.isAging(NOW + 5 * HOUR + 1), true);
    const question = { service: "service-open", account: CUSTOMER };
    await bundle.look(question, NOW + 10 * HOUR - 1);
    await assert.rejects(bundle.look(question, NOW + 10 * HOUR), { code: "expired" });
    await assert.rejects(bundle.document({ sha256: "0".repeat(64), length: 1 }, NOW + 10 * HOUR), { code: "expired" });
    await assert.rejects(bundle.template({ sha256: "0".repeat(64), length: 1 }, NOW + 10 * HOUR), { code: "expired" });
    assert.throws(() => bundle.manifest(NOW + 10 * HOUR), { code: "expired" });
    await assert.rejects(bundle.look(question, NaN), { code: "expired" }, "a clock that says nothing proves nothing");
  });

  test("takes one provider's bundles, if it is told whose", async () => {
    const made = await signed();
    assert.equal((await opened(made, { provider: PROVIDER })).bundle.provider, PROVIDER);
    await assert.rejects(opened(made, { provider: STRANGER }), { code: "wrong-provider" });
  });

  test("says what failed when the store does", async () => {
    const made = await signed();
    const trust = await readTrust(made.trust);
    const cause = new Error("connection reset");
    const failing = await Bundle.open({ head: made.head, trust, now: NOW, read: () => Promise.reject(cause) });
    await assert.rejects(failing.look({ service: "s", account: "1" }, NOW), { code: "unreadable", cause });
    const empty = await Bundle.open({ head: made.head, trust, now: NOW, read: async () => null });
    await assert.rejects(empty.look({ service: "s", account: "1" }, NOW), { code: "missing" });
    const good = await filled(made);
    const streaming = await Bundle.open({ head: made.head, trust, now: NOW, read: async (ref) => new Blob([/** @type {any} */ (await good.read(ref))]).stream() });
    assert.deepEqual((await streaming.look({ service: "service-shared", account: CUSTOMER }, NOW)).permissions, ["Deployable"]);
  });
});

test("a cache keeps what was used last, and hands back what goes", () => {
  // Beside its value an entry takes 128 bytes and two for each UTF-16 unit of its key.
  const entry = 130;
  /** @type {string[]} */
  const gone = [];
  const cache = new Cache(2 * entry + 10, (/** @type {string} */ value) => gone.push(value));
  cache.set("a", "a", 4);
  cache.set("b", "b", 4);
  assert.equal(cache.get("a"), "a");
  cache.set("c", "c", 4);
  assert.deepEqual([gone, cache.bytes], [["b"], 2 * entry + 8]);
  cache.set("d", "d", 1000);
  assert.deepEqual([gone, cache.bytes, cache.get("d")], [["b", "a", "c"], entry + 1000, "d"]);
  cache.set("d", "e", 1);
  assert.deepEqual([gone.at(-1), cache.bytes], ["d", entry + 1]);
});

test("a shard is searched in the order of its bytes, whatever ids are made of", () => {
  const uids = ["2", "1", "10", "", "é", "\ue000", "😀", "\n", '"', "\\", "\ud800", "__proto__", "a,b", "]", "a".repeat(3000)];
  for (let size = 0; size <= uids.length; size++) {
    const some = uids.slice(0, size);
    const shard = writeShard(some.map((uid, at) => [uid, [[`service-${at}`, at % 2 ? null : "Deployable"], ["service-x", "Odd", "Reseller"]]]));
    for (const [at, uid] of uids.entries()) {
      const expected = at < size ? [[`service-${at}`, at % 2 ? null : "Deployable"], ["service-x", "Odd", "Reseller"]] : [];
      assert.deepEqual(entriesOf(shard, uid), expected, JSON.stringify(uid));
    }
  }
  for (const broken of ["", "ecs-image-resolver accounts 2\n", 'ecs-image-resolver accounts 1\n["1",\n', 'ecs-image-resolver accounts 1\n["1",1]\n', 'ecs-image-resolver accounts 1\n["1",["s",2]]\n']) {
    assert.throws(() => entriesOf(bytes(broken), "1"), { code: "malformed" }, broken);
  }
});

test("places are spread evenly, and are the same for ever", () => {
  assert.deepEqual(["", "a", "1000000000000001", "イメージ"].map((id) => placeOf(id, 16)), PLACES);
  const counts = new Array(64).fill(0);
  for (let at = 0; at < 64_000; at++) counts[placeOf(String(1_000_000_000_000_000 + at), 6)] += 1;
  assert.ok(Math.min(...counts) > 850 && Math.max(...counts) < 1150, `${Math.min(...counts)} to ${Math.max(...counts)}`);
  for (let bits = 0; bits <= 30; bits++) assert.equal(placeOf("1000000000000001", bits), Math.floor(placeOf("1000000000000001", 30) / 2 ** (30 - bits)), "more places divide those before");
});

const PLACES = [43838, 6784, 30999, 31199];

describe("taking in", () => {
  /** @param {Signed} made @param {Partial<Parameters<typeof admit>[1]>} options */
  const taken = async (made, options) => admit(fileOf(made), { current: null, trust: await readTrust(made.trust), store: new MemoryStore(), now: NOW, ...options });

  test("stores everything, in chunks of any size, and gives the head last", async () => {
    const made = await signed();
    for (const size of [1, 7, 100, 1 << 20]) {
      const store = new MemoryStore();
      const { head, missingCount, stored } = await admit(fileOf(made, size), { current: null, trust: await readTrust(made.trust), store, now: NOW });
      assert.deepEqual([head, missingCount, stored], [made.head, 0, store.objects.size + 2], "the template of three services is one object");
    }
    const streamed = new MemoryStore();
    const stream = new Blob([/** @type {any} */ (await whole(fileOf(made)))]).stream();
    assert.ok((await admit(stream, { current: null, trust: await readTrust(made.trust), store: streamed, now: NOW })).head);
  });

  test("takes only what changed, and says what is missing", async () => {
    const first = await signed();
    const store = await filled(first);
    const model = manifest();
    model.services[1].sharedAccounts.push({ uid: STRANGER, permission: "Deployable" });
    const trust = await readTrust(first.trust);
    const second = await signed({ manifest: model, previous: { head: first.head, trust } });
    /** @type {string[]} */
    const fresh = [];
    const changed = async function* () {
      for await (const object of second.objects()) {
        if (store.objects.has(object.ref.sha256)) continue;
        fresh.push(object.ref.sha256);
        yield object;
      }
    };
    const options = { current: first.head, trust, store, now: NOW };
    const nothing = await admit(writeFile(second.head, []), options);
    assert.deepEqual([nothing.head, nothing.stored], [null, 0]);
    const { head, stored } = await admit(writeFile(second.head, changed()), options);
    assert.deepEqual([head, stored], [second.head, 3], "the manifest, an account page, an account shard");
    // Not known before their page is there.
    assert.deepEqual(nothing.missing.map(({ sha256 }) => sha256).sort(), fresh.slice(0, 2).sort());
  });

  test("goes on where it was broken off", async () => {
    const made = await signed();
    const trust = await readTrust(made.trust);
    const file = await whole(fileOf(made));
    const store = new MemoryStore();
    const options = { current: null, trust, store, now: NOW };
    await assert.rejects(admit(once(file.subarray(0, file.length - 200)), options), { code: "malformed" });
    assert.ok(store.objects.size > 2);
    const rest = async function* () {
      for await (const object of made.objects()) if (!store.objects.has(object.ref.sha256)) yield object;
    };
    assert.ok((await admit(writeFile(made.head, rest()), options)).head);
  });

  test("the same bundle again is no error; one of yesterday, the next but one and another of the same version are", async () => {
    const first = await signed();
    const trust = await readTrust(first.trust);
    const second = await signed({ previous: { head: first.head, trust } });
    const third = await signed({ previous: { head: second.head, trust } });
    const other = await signed({ previous: { head: first.head, trust }, now: NOW + 1 });
    const store = await filled(second);
    assert.ok((await taken(second, { current: second.head, store })).head);
    await assert.rejects(taken(first, { current: second.head, store }), { code: "rollback" });
    await assert.rejects(taken(other, { current: second.head, store }), { code: "equivocation" });
    await assert.rejects(taken(third, { current: first.head, store }), { code: "not-next" });
    assert.ok((await taken(third, { current: second.head, store })).head);
  });

  test("another provider's is refused, whether it is named or stored", async () => {
    const theirs = await signed({ manifest: { ...manifest(), provider: STRANGER } });
    await assert.rejects(taken(theirs, { provider: PROVIDER }), { code: "wrong-provider" });
    const previous = await signed();
    await assert.rejects(taken(theirs, { current: previous.head }), { code: "wrong-provider" });
    await assert.rejects(signed({ manifest: { ...manifest(), provider: STRANGER }, previous: { head: previous.head, trust: await readTrust(previous.trust) } }), { code: "wrong-provider" });
  });

  test("looks for everything if it is told to", async () => {
    const first = await signed();
    const trust = await readTrust(first.trust);
    const store = await filled(first);
    const second = await signed({ previous: { head: first.head, trust } });
    const { bundle } = await opened(first);
    const lost = bundle.revision;
    store.objects.delete(lost);
    const options = { current: first.head, trust, store, now: NOW };
    assert.ok((await admit(writeFile(second.head, []), options)).head);
    const { head, missing } = await admit(writeFile(second.head, []), { ...options, thorough: true });
    assert.deepEqual([head, missing.map(({ sha256 }) => sha256)], [null, [lost]]);
  });

  test("after the key set that is trusted was replaced by hand, nothing follows the stored bundle until an operator recovers", async () => {
    const old = await signed();
    const made = await signed({ keys: [KEYS[1]], members: [publicHalf(KEYS[1])] });
    const trust = { ...(await readTrust(made.trust)) };
    await assert.rejects(taken(made, { current: old.head, trust }), { code: "ledger" });
    assert.ok((await taken(made, { current: null, trust })).head);
  });
});

test("a file can be read back, and nothing else can", async () => {
  const made = await signed();
  const { head, objects } = await readFile(fileOf(made, 3));
  assert.deepEqual(head, made.head);
  let count = 0;
  for await (const { ref, bytes: given } of objects) {
    assert.equal(given.length, ref.length);
    count += 1;
  }
  assert.ok(count > 5);
  for (const broken of ["", "ecs-image-resolver bundle 2\nhead 0\n\n", "ecs-image-resolver bundle 1\nhead 00\n\n", "ecs-image-resolver bundle 1\nhead 5\n{}", "ecs-image-resolver bundle 1\nhead 2\n{}x\n", "x".repeat(1000), "ecs-image-resolver bundle 1\nhead -1\n"]) {
    await assert.rejects(readFile(once(bytes(broken))), { code: "malformed" }, broken);
  }
  await assert.rejects(readFile(once(bytes("ecs-image-resolver bundle 1\nhead 9999999999\n"))), { code: "too-large" });
});
