// Signed bundles that were changed at random: what is taken means what was signed, and whatever is wrong is a `BundleError`.
// The same draws each time, of keys that are new; `ROUNDS=60000 SEED=7` tries more, or others.
import assert from "node:assert/strict";
import { test } from "node:test";

import { base64url, FlattenedSign, importJWK } from "jose";

import { admit, Bundle, BundleError, Gate, readTrust, sha256, writeFile } from "../../edge/bundle/index.js";
import { thumbprint } from "../../edge/bundle/offline.js";
import { ROOT_TYPE } from "../../edge/bundle/root.js";
import { Resolver } from "../../js/node.js";
import { random } from "../oracle/cases.js";
import { bytes, CUSTOMER, KEYS, MemoryStore, NOW, publicHalf, signed, STRANGER, text } from "./bundles.js";

/** @import { Random } from "../oracle/cases.js" */

const ROUNDS = Number(process.env.ROUNDS ?? 1_500);
const SEED = Number(process.env.SEED ?? 1);

/** One of two keys signs; and one of two out of three, after a change of keys. */
const first = await signed();
const second = await signed({ previous: { head: first.head, trust: await readTrust(first.trust) }, keys: [KEYS[0], KEYS[1]], members: KEYS.map(publicHalf), threshold: 2 });
const stranger = await signed({ keys: [KEYS[2]] });
const HONEST = [first, second];
const trust = await readTrust(first.trust);

/** Counts what was taken, and what was refused by its code; anything else that is thrown fails the test. */
class Tally {
  taken = 0;
  /** @type {Map<string, number>} */
  refused = new Map();

  /** @template T @param {() => Promise<T>} work @returns {Promise<T | null>} */
  async of(work) {
    try {
      const result = await work();
      this.taken += 1;
      return result;
    } catch (error) {
      assert.ok(error instanceof BundleError, `${error instanceof Error ? error.stack : error}`);
      assert.ok(!error.message.includes("\n"), error.message);
      this.refused.set(error.code, (this.refused.get(error.code) ?? 0) + 1);
      return null;
    }
  }

  /** @param {string} what */
  print(what) {
    const refused = [...this.refused].sort().map(([code, count]) => `${count} ${code}`);
    console.log(`${what}: ${this.taken} taken, refused: ${refused.join(", ")}`);
  }
}

/** @type {unknown[]} */
const ODD = [null, true, 0, -1, 1.5, 2 ** 53, 1e21, "", "a", "\u0000", "é", [], {}, [[]], { toString: 1 }, "__proto__", "2999-01-01T00:00:00.000Z"];

/** Changes one place of a JSON value. @param {any} value @param {Random} draw @returns {any} */
function changed(value, draw) {
  if (value === null || typeof value !== "object" || draw.chance(0.1)) {
    if (typeof value !== "string" || draw.chance(0.4)) return draw.pick(ODD);
    return text(spoilt(bytes(value), draw));
  }
  if (Array.isArray(value)) {
    const list = [...value];
    const at = draw.below(list.length + 1);
    const action = draw.below(4);
    if (action === 0) list.splice(at, 1);
    else if (action === 1) list.splice(at, 0, list.length > 0 ? draw.pick(list) : draw.pick(ODD));
    else if (at < list.length) list[at] = changed(list[at], draw);
    return list;
  }
  const entries = Object.entries(value);
  const at = draw.below(entries.length + 1);
  if (at === entries.length) return { ...value, [draw.pick(["extra", "d", "b64", "crit", "keys"])]: draw.pick(ODD) };
  const [name, old] = entries[at];
  if (draw.chance(0.2)) return Object.fromEntries(entries.filter((entry) => entry[0] !== name));
  return { ...value, [name]: draw.chance(0.15) ? draw.pick(entries)[1] : changed(old, draw) };
}

/** Changes, adds, takes away or repeats some bytes. @param {Uint8Array} given @param {Random} draw @returns {Uint8Array} */
function spoilt(given, draw) {
  const list = [...given];
  for (let left = 1 + draw.below(3); left > 0; left -= 1) {
    const at = draw.below(list.length + 1);
    const action = draw.below(5);
    if (action === 0) list.splice(at, 1 + draw.below(4));
    else if (action === 1) list.splice(at, 0, draw.below(256));
    else if (action === 2) list.splice(at, 0, ...list.slice(at, at + draw.below(40)));
    else if (at < list.length) list[at] = action === 3 ? list[at] ^ (1 << draw.below(8)) : draw.below(256);
  }
  return Uint8Array.from(list);
}

/** A head, changed as bytes, as JSON, or put together of several. @param {Uint8Array} head @param {Random} draw */
function changedHead(head, draw) {
  if (draw.chance(0.3)) return spoilt(head, draw);
  let value = JSON.parse(text(head));
  const other = JSON.parse(text(draw.pick([...HONEST, stranger]).head));
  if (draw.chance(0.3)) value = { ...value, [draw.pick(["keys", "root"])]: other[draw.pick(["keys", "root"])] };
  else if (draw.chance(0.2)) value.root = { ...value.root, [draw.pick(["payload", "signatures"])]: other.root[draw.pick(["payload", "signatures"])] };
  else value = changed(value, draw);
  const json = JSON.stringify(value, null, draw.pick([undefined, 2]));
  return bytes(draw.chance(0.1) ? json.replace('"root":', '"root":{},"root":') : json);
}

/** @param {Uint8Array} head */
const payloads = (head) => {
  const { keys, root } = JSON.parse(text(head));
  return [...keys, root].map(({ payload }) => text(base64url.decode(payload)));
};
const SIGNED = new Set(HONEST.flatMap(({ head }) => payloads(head)));

test("a head that was changed is refused, or says what was signed", async () => {
  const tally = new Tally();
  const draw = random(SEED);
  for (let round = 0; round < ROUNDS; round += 1) {
    const head = changedHead(draw.pick(HONEST).head, draw);
    const bundle = await tally.of(() => Bundle.open({ head, trust, read: async () => null, now: NOW }));
    if (bundle === null) continue;
    for (const payload of payloads(head)) assert.ok(SIGNED.has(payload), payload);
    assert.equal(bundle.position.sha256, await sha256(bytes(/** @type {string} */ (payloads(head).at(-1)))));
  }
  tally.print(`heads: ${ROUNDS}`);
  assert.ok(tally.taken > 0 && tally.refused.size > 1);
});

test("a root that its own keys signed may say anything: it is understood, or refused", async () => {
  const tally = new Tally();
  const draw = random(SEED + 1);
  const key = await importJWK(KEYS[0], "EdDSA");
  const kid = await thumbprint(KEYS[0]);
  const honest = JSON.parse(payloads(first.head)[0]);
  const store = await new MemoryStore().fill(first);
  for (let round = 0; round < ROUNDS / 3; round += 1) {
    const json = draw.chance(0.2) ? text(spoilt(bytes(JSON.stringify(honest)), draw)) : JSON.stringify(changed(honest, draw));
    const jws = await new FlattenedSign(bytes(json)).setProtectedHeader({ alg: "EdDSA", kid, typ: ROOT_TYPE }).sign(key);
    const root = { payload: jws.payload, signatures: [{ protected: jws.protected, signature: jws.signature }] };
    await tally.of(async () => {
      const bundle = await Bundle.open({ head: JSON.stringify({ keys: [], root }), trust, read: store.read, now: NOW });
      return new Gate({ Resolver }).admit(bundle, { service: "service-shared", account: CUSTOMER }, NOW);
    });
  }
  tally.print(`roots that were signed: ${Math.ceil(ROUNDS / 3)}`);
  assert.ok(tally.taken > 0 && tally.refused.size > 1);
});

test("objects that were changed, mixed up or cut off let nobody in, and give nobody other templates", async () => {
  const tally = new Tally();
  const draw = random(SEED + 2);
  const honest = await new MemoryStore().fill(first);
  const questions = ["service-open", "service-shared", "service-draft", "service-none"].flatMap((service) => [CUSTOMER, STRANGER].map((account) => ({ service, account })));
  /** @param {MemoryStore} store @param {{ service: string, account: string }} question */
  const ask = async (store, question) => {
    const bundle = await Bundle.open({ head: first.head, trust, read: store.read, now: NOW });
    const admitted = await new Gate({ Resolver }).admit(bundle, question, NOW);
    const ref = admitted?.templates.get("single");
    if (admitted === null || ref === undefined) return "nothing";
    const given = await bundle.template(ref, NOW);
    const { service, account } = question;
    const answer = admitted.resolver.resolve(given, { service, account, region: "cn-beijing", permissions: admitted.permissions });
    return `${text(given)} ${JSON.stringify(answer.edits)}`;
  };
  const expected = new Map();
  for (const question of questions) expected.set(question, await ask(honest, question));
  assert.ok([...expected.values()].filter((answer) => answer !== "nothing").length === 3);
  for (let round = 0; round < ROUNDS; round += 1) {
    const store = new MemoryStore();
    store.objects = new Map(honest.objects);
    for (const name of draw.some([...honest.objects.keys()], 0.25)) {
      const given = /** @type {Uint8Array} */ (honest.objects.get(name));
      if (draw.chance(0.1)) store.objects.delete(name);
      else store.objects.set(name, draw.chance(0.2) ? draw.pick([...honest.objects.values()]) : spoilt(given, draw));
    }
    const question = draw.pick(questions);
    const answer = await tally.of(() => ask(store, question));
    if (answer !== null) assert.equal(answer, expected.get(question));
  }
  tally.print(`stores: ${ROUNDS}`);
  assert.ok(tally.taken > 0 && tally.refused.size > 0);
});

test("a file that was changed is refused, and whatever was stored of it before is what was signed", async () => {
  const tally = new Tally();
  const draw = random(SEED + 3);
  /** @type {Uint8Array[]} */
  const chunks = [];
  for await (const chunk of writeFile(first.head, first.objects())) chunks.push(chunk);
  const honest = await new MemoryStore().fill(first);
  for (let round = 0; round < ROUNDS; round += 1) {
    const whole = Buffer.concat(draw.chance(0.2) ? chunks.filter(() => draw.chance(0.95)) : chunks);
    const file = draw.chance(0.1) ? whole : spoilt(draw.chance(0.2) ? whole.subarray(0, draw.below(whole.length)) : whole, draw);
    const middle = draw.below(file.length + 1);
    const store = new MemoryStore();
    const parts = (async function* () {
      yield file.subarray(0, middle);
      yield file.subarray(middle);
    })();
    const taken = await tally.of(() => admit(parts, { current: null, trust, store, now: NOW, thorough: true }));
    for (const [name, given] of store.objects) assert.equal(text(given), text(honest.objects.get(name)));
    if (taken?.head) assert.deepEqual([payloads(taken.head), store.objects.size], [payloads(first.head), honest.objects.size]);
  }
  tally.print(`files: ${ROUNDS}`);
  assert.ok(tally.taken > 0 && tally.refused.size > 1);
});

test("a key set that is trusted is one, or refused", async () => {
  const tally = new Tally();
  const draw = random(SEED + 4);
  const honest = JSON.parse(typeof first.trust === "string" ? first.trust : JSON.stringify(first.trust));
  for (let round = 0; round < ROUNDS / 3; round += 1) {
    const value = draw.chance(0.3) ? spoilt(bytes(JSON.stringify(honest)), draw) : changed(honest, draw);
    const read = await tally.of(() => readTrust(value));
    if (read !== null) assert.ok(read.threshold >= 1 && read.threshold <= read.keys.size);
  }
  tally.print(`key sets: ${Math.ceil(ROUNDS / 3)}`);
  assert.ok(tally.refused.size > 0);
});
