// Everything that TUF says an attacker would try, tried. The store and the way to it are the attacker's; some keys, too.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, test } from "node:test";

import { base64url, FlattenedSign, importJWK } from "jose";

import { admit, Bundle, BundleError, readTrust, writeFile } from "../../edge/bundle/index.js";
import { newKey, thumbprint } from "../../edge/bundle/offline.js";
import { KEY_SET_TYPE } from "../../edge/bundle/keys.js";
import { ROOT_TYPE } from "../../edge/bundle/root.js";
import { cosign } from "../../edge/bundle/sign.js";
import { bytes, CUSTOMER, HOUR, KEYS, manifest, MemoryStore, NOW, opened, PROVIDER, publicHalf, signed, STRANGER, text } from "./bundles.js";

/** @import { JWK } from "jose" */
/** @import { Trust } from "../../edge/bundle/keys.js" */
/** @import { Jws } from "../../edge/bundle/signature.js" */
/** @import { Signed } from "../../edge/bundle/sign.js" */

const [ONE, TWO, THREE] = KEYS;
const MEMBERS = KEYS.map(publicHalf);
const QUESTION = { service: "service-shared", account: CUSTOMER };

/** @param {string | Uint8Array} head @param {Trust} trust @param {object} [options] */
const open = (head, trust, options) => Bundle.open({ head, trust, read: async () => null, now: NOW, ...options });

/** @param {Signed} made @returns {{ keys: Jws[], root: Jws }} */
const headOf = ({ head }) => JSON.parse(text(head));

/** @param {Jws} jws @returns {any} */
const payloadOf = ({ payload }) => JSON.parse(text(base64url.decode(payload)));

/**
 * Something signed as the attacker likes.
 *
 * @param {string | object} payload
 * @param {JWK[]} keys
 * @param {string} [type]
 * @param {(key: JWK) => Promise<object>} [header]
 * @returns {Promise<Jws>}
 */
async function forged(payload, keys, type = ROOT_TYPE, header = async (key) => ({ alg: "EdDSA", kid: await thumbprint(key), typ: type })) {
  const json = typeof payload === "string" ? payload : JSON.stringify(payload);
  const signatures = [];
  for (const key of keys) {
    const { protected: written, signature } = await new FlattenedSign(bytes(json)).setProtectedHeader(/** @type {any} */ (await header(key))).sign(await importJWK(key, "EdDSA"));
    signatures.push({ protected: /** @type {string} */ (written), signature });
  }
  return { payload: base64url.encode(json), signatures };
}

/** @param {Jws} root @param {Jws[]} [keys] */
const head = (root, keys = []) => JSON.stringify({ keys, root });

/** A bundle of one key, its root as an object, and who trusts it. */
const honest = await signed();
const honestTrust = await readTrust(honest.trust);
const honestRoot = payloadOf(headOf(honest).root);

/** One of two out of three. */
const strict = await signed({ keys: [ONE, TWO], members: MEMBERS, threshold: 2 });
const strictTrust = await readTrust(strict.trust);
const strictRoot = payloadOf(headOf(strict).root);

test("what is forged here would be taken if it were signed well", async () => {
  assert.equal((await open(head(await forged(honestRoot, [ONE])), honestTrust)).position.version, 1);
  assert.equal((await open(head(await forged(strictRoot, [THREE, ONE])), strictTrust)).position.version, 1);
});

describe("rollback", () => {
  test("an older bundle is refused by whoever saw a newer one, or was told of it", async () => {
    const second = await signed({ previous: { head: honest.head, trust: honestTrust } });
    const seen = (await open(second.head, honestTrust)).position;
    await assert.rejects(open(honest.head, honestTrust, { floor: seen }), { code: "rollback" });
    assert.equal((await open(second.head, honestTrust, { floor: seen })).position.version, 2);
  });

  test("an older key set is refused by whoever saw a newer one, whatever its version", async () => {
    const rotated = await signed({ previous: { head: honest.head, trust: honestTrust }, keys: [ONE, TWO], members: [publicHalf(TWO)] });
    const seen = (await open(rotated.head, honestTrust)).position;
    const late = await forged({ ...honestRoot, version: Number.MAX_SAFE_INTEGER }, [ONE]);
    await assert.rejects(open(head(late), honestTrust, { floor: seen }), { code: "rollback" });
  });

  test("stolen keys that signed the highest version are outlived: a new key set counts anew", async () => {
    const highest = head(await forged({ ...strictRoot, version: Number.MAX_SAFE_INTEGER }, [ONE, TWO]));
    const seen = (await open(highest, strictTrust)).position;
    const fresh = await newKey();
    const rotated = await signed({ previous: { head: strict.head, trust: strictTrust }, keys: [ONE, TWO, fresh], members: [publicHalf(fresh)] });
    assert.equal((await open(rotated.head, strictTrust, { floor: seen })).position.keys, 2);
    await assert.rejects(open(highest, await readTrust(rotated.trust)), { code: "untrusted" });
  });
});

describe("freeze", () => {
  test("a bundle that is held back expires", async () => {
    await assert.rejects(open(honest.head, honestTrust, { now: NOW + 24 * HOUR }), { code: "expired" });
    const { bundle } = await opened(honest);
    await bundle.look(QUESTION, NOW);
    await assert.rejects(bundle.look(QUESTION, NOW + 24 * HOUR), { code: "expired" }, "although everything is in memory");
  });

  test("it cannot be made to last: no time, one of the future, one without end", async () => {
    for (const change of [{ expires: "2999-01-01T00:00:00.000Z" }, { expires: honestRoot.created }, { expires: "never" }, { expires: 9e15 }, { expires: null }, { created: "2026-01-31" }]) {
      await assert.rejects(open(head(await forged({ ...honestRoot, ...change }, [ONE])), honestTrust), { code: "malformed" }, JSON.stringify(change));
    }
    const future = { ...honestRoot, created: new Date(NOW + HOUR).toISOString(), expires: new Date(NOW + 2 * HOUR).toISOString() };
    await assert.rejects(open(head(await forged(future, [ONE])), honestTrust), { code: "expired" });
  });
});

describe("keys that were stolen, fewer than have to sign", () => {
  test("sign nothing", async () => {
    await assert.rejects(open(head(await forged({ ...strictRoot, version: 2 }, [ONE])), strictTrust), { code: "untrusted" });
  });

  test("make no new key set", async () => {
    const mine = await newKey();
    const set = { format: 1, version: 2, threshold: 1, keys: [publicHalf(mine)] };
    const root = await forged({ ...strictRoot, keys: 2, version: 2 }, [mine]);
    await assert.rejects(open(head(root, [await forged(set, [ONE, mine], KEY_SET_TYPE)]), strictTrust), { code: "untrusted" });
  });

  test("do not count twice: not as two signatures, not under another name, not in another spelling", async () => {
    const { payload, signatures } = await forged(strictRoot, [ONE]);
    await assert.rejects(open(head({ payload, signatures: [...signatures, ...signatures] }), strictTrust), { code: "untrusted" });
    const other = await thumbprint(TWO);
    const renamed = await forged(strictRoot, [ONE, ONE], ROOT_TYPE, async () => ({ alg: "EdDSA", kid: other, typ: ROOT_TYPE }));
    await assert.rejects(open(head({ payload, signatures: [...signatures, ...renamed.signatures] }), strictTrust), { code: "untrusted" });
    const spelt = await forged(strictRoot, [ONE], ROOT_TYPE, async (key) => ({ typ: ROOT_TYPE, kid: await thumbprint(key), alg: "EdDSA" }));
    await assert.rejects(open(head({ payload, signatures: [...signatures, ...spelt.signatures] }), strictTrust), { code: "untrusted" });
    await assert.rejects(open(head(await forged(strictRoot, [ONE, ONE, ONE])), strictTrust), { code: "untrusted" });
  });

  test("do not count twice in a key set either", async () => {
    const twice = JSON.stringify({ format: 1, version: 1, threshold: 2, keys: [publicHalf(ONE), publicHalf(ONE)] });
    await assert.rejects(readTrust(twice), { code: "malformed" });
    await assert.rejects(readTrust(twice.replace('"threshold":2', '"threshold":1')), { code: "malformed" });
  });

  test("are completed by honest signatures only over the same bytes", async () => {
    const { payload } = await forged({ ...strictRoot, version: 2 }, []);
    const { signatures } = headOf(strict).root;
    const [mine] = (await forged({ ...strictRoot, version: 2 }, [ONE])).signatures;
    await assert.rejects(open(head({ payload, signatures: [mine, ...signatures] }), strictTrust), { code: "untrusted" });
    const partly = await signed({ keys: [ONE], members: MEMBERS, threshold: 2 });
    const trust = await readTrust(partly.trust);
    await assert.rejects(open(partly.head, trust), { code: "untrusted" });
    assert.ok(await open(await cosign(partly.head, [THREE]), trust));
  });
});

describe("changing hands", () => {
  const fresh = newKey();
  /** @param {JWK[]} keys @param {number} [version] @param {number} [threshold] */
  const setOf = (keys, version = 2, threshold = keys.length) => ({ format: 1, version, threshold, keys: keys.map(publicHalf) });

  test("needs the old keys and the new ones", async () => {
    const next = await fresh;
    const root = await forged({ ...strictRoot, keys: 2 }, [next]);
    for (const [signers, isGood] of /** @type {[JWK[], boolean][]} */ ([[[next], false], [[ONE, next], false], [[ONE, TWO], false], [[ONE, TWO, next], true]])) {
      const opening = open(head(root, [await forged(setOf([next]), signers, KEY_SET_TYPE)]), strictTrust);
      if (isGood) assert.equal((await opening).position.keys, 2);
      else await assert.rejects(opening, { code: "untrusted" });
    }
  });

  test("goes step by step, and leaves the old keys nothing", async () => {
    const next = await fresh;
    const second = await forged(setOf([next]), [ONE, TWO, next], KEY_SET_TYPE);
    const third = await forged(setOf([THREE], 3), [next, THREE], KEY_SET_TYPE);
    const skipping = await forged(setOf([THREE], 3), [ONE, TWO, THREE], KEY_SET_TYPE);
    const root = await forged({ ...strictRoot, keys: 3 }, [THREE]);
    assert.equal((await open(head(root, [second, third]), strictTrust)).trust.version, 3);
    for (const sets of [[third, second], [third], [skipping], [second], [second, skipping]]) {
      await assert.rejects(open(head(root, sets), strictTrust), { code: "untrusted" });
    }
    const old = await forged({ ...strictRoot, version: 99 }, [ONE, TWO]);
    await assert.rejects(open(head(old, [second]), strictTrust), { code: "untrusted" });
    await assert.rejects(open(head(await forged({ ...strictRoot, keys: 2 }, [ONE, TWO]), [second]), strictTrust), { code: "untrusted" });
    await assert.rejects(open(head(await forged({ ...strictRoot, keys: 7 }, [ONE, TWO])), strictTrust), { code: "untrusted" }, "a root is of the set that signed it");
    // Whoever is told of the third set needs no way to it.
    const { trust } = await open(head(root, [second, third]), strictTrust);
    assert.ok(await open(head(root, [second, third]), trust));
    assert.ok(await open(head(root), trust));
  });

  test("the old keys make no second successor, once there is one", async () => {
    const [next, mine] = [await fresh, await newKey()];
    const rotated = await signed({ previous: { head: strict.head, trust: strictTrust }, keys: [ONE, TWO, next], members: [publicHalf(next)] });
    const { trust, position } = await open(rotated.head, strictTrust);
    const theirs = await signed({ previous: { head: strict.head, trust: strictTrust }, keys: [ONE, TWO, mine], members: [publicHalf(mine)], now: NOW + 1 });
    const later = await signed({ previous: { head: theirs.head, trust: strictTrust }, keys: [mine], now: NOW + 2 });
    await assert.rejects(open(later.head, trust, { floor: position, now: NOW + 2 }), { code: "untrusted" });
    const store = new MemoryStore();
    for (const made of [theirs, later]) {
      const taking = admit(writeFile(made.head, made.objects()), { current: rotated.head, trust: strictTrust, store, now: NOW + 2 });
      await assert.rejects(taking, { code: "untrusted" });
    }
    assert.equal(store.objects.size, 0);
  });

  test("a key set is no root, and a root no key set", async () => {
    const next = await fresh;
    const asRoot = await forged(setOf([next]), [ONE, TWO, next], ROOT_TYPE);
    await assert.rejects(open(head(await forged({ ...strictRoot, keys: 2 }, [next]), [asRoot]), strictTrust), { code: "untrusted" });
    await assert.rejects(open(head(await forged(strictRoot, [ONE, TWO], KEY_SET_TYPE)), strictTrust), { code: "untrusted" });
  });

  test("a set that nobody can satisfy, or that everybody can, is none", async () => {
    for (const set of [setOf([ONE], 1, 2), setOf([ONE], 1, 0), setOf([], 1, 1), setOf([ONE], 1, -1), setOf([ONE], 0), { ...setOf([ONE]), threshold: "1" }, { ...setOf([ONE]), keys: [{ ...publicHalf(ONE), d: ONE.d }] }, { ...setOf([ONE]), keys: [{ kty: "oct", k: "AA" }] }]) {
      await assert.rejects(readTrust(/** @type {any} */ (set)), (error) => error instanceof BundleError, JSON.stringify(set));
    }
  });
});

describe("signatures that are none", () => {
  /** @type {[string, (payload: string, kid: string) => Promise<object> | object][]} */
  const tries = [
    ["none", (_, kid) => ({ protected: base64url.encode(JSON.stringify({ alg: "none", kid, typ: ROOT_TYPE })), signature: "AA" })],
    ["the public key as a secret", (payload, kid) => {
      const written = base64url.encode(JSON.stringify({ alg: "HS256", kid, typ: ROOT_TYPE }));
      const signature = createHmac("sha256", base64url.decode(/** @type {string} */ (ONE.x))).update(`${written}.${payload}`).digest("base64url");
      return { protected: written, signature };
    }],
    ["another name of the algorithm", async (payload) => (await forged(text(base64url.decode(payload)), [ONE], ROOT_TYPE, async (key) => ({ alg: "Ed25519", kid: await thumbprint(key), typ: ROOT_TYPE }))).signatures[0]],
    ["a key that it brings along", async (payload) => {
      const mine = await newKey();
      return (await forged(text(base64url.decode(payload)), [mine], ROOT_TYPE, async () => ({ alg: "EdDSA", kid: await thumbprint(ONE), typ: ROOT_TYPE, jwk: publicHalf(mine) }))).signatures[0];
    }],
    ["crit", async (payload) => (await forged(text(base64url.decode(payload)), [ONE], ROOT_TYPE, async (key) => ({ alg: "EdDSA", kid: await thumbprint(key), typ: ROOT_TYPE, crit: ["b64"], b64: true }))).signatures[0]],
    ["a path for a name", async (payload) => (await forged(text(base64url.decode(payload)), [ONE], ROOT_TYPE, async () => ({ alg: "EdDSA", kid: "../../keys/one", typ: ROOT_TYPE }))).signatures[0]],
    ["one bit", async (payload) => {
      const [good] = (await forged(text(base64url.decode(payload)), [ONE])).signatures;
      const broken = base64url.decode(good.signature);
      broken[5] ^= 1;
      return { ...good, signature: base64url.encode(broken) };
    }],
    ["the same signature with another S", async (payload) => {
      const [good] = (await forged(text(base64url.decode(payload)), [ONE])).signatures;
      return { ...good, signature: base64url.encode(malleated(base64url.decode(good.signature))) };
    }],
    ["nothing at all", () => ({ protected: "e30", signature: "AA" })],
  ];
  for (const [name, made] of tries) {
    test(name, async () => {
      const { payload } = headOf(honest).root;
      const signature = /** @type {any} */ (await made(payload, await thumbprint(ONE)));
      await assert.rejects(open(head({ payload, signatures: [signature] }), honestTrust), { code: "untrusted" });
    });
  }

  test("no signature, and one that says something unsigned of itself", async () => {
    const { payload, signatures } = headOf(honest).root;
    await assert.rejects(open(head({ payload, signatures: [] }), honestTrust), { code: "untrusted" });
    const loose = signatures.map((signature) => ({ ...signature, header: { alg: "none" } }));
    await assert.rejects(open(head(/** @type {any} */ ({ payload, signatures: loose })), honestTrust), { code: "malformed" });
    await assert.rejects(open(head({ payload, signatures: Array.from({ length: 33 }, () => signatures[0]) }), honestTrust), { code: "too-large" });
  });
});

/** S plus the order of the group: what a careless verifier takes for the same signature. @param {Uint8Array} signature */
function malleated(signature) {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let s = order;
  for (let at = 0; at < 32; at++) s += BigInt(signature[32 + at]) << BigInt(8 * at);
  const other = signature.slice();
  for (let at = 0; at < 32; at++) other[32 + at] = Number((s >> BigInt(8 * at)) & 255n);
  return other;
}

describe("a store that lies", () => {
  /** A manifest with one account more: what the attacker would like to be in use. */
  const wished = manifest();
  wished.services[1].sharedAccounts.push({ uid: STRANGER, permission: "Deployable" });

  test("mix-and-match: objects of one bundle do not fit into another", async () => {
    const other = await signed({ manifest: wished, previous: { head: honest.head, trust: honestTrust } });
    const { store: mine } = await opened(honest);
    const theirs = await new MemoryStore().fill(other);
    const { store, bundle } = await opened(honest);
    const [page, shard] = [0, 1].map((at) => [...theirs.objects.keys()].filter((key) => !mine.objects.has(key))[at + 1]);
    const names = [...mine.objects.keys()].filter((key) => !theirs.objects.has(key));
    for (const name of names) {
      for (const object of [page, shard]) {
        store.objects.set(name, /** @type {Uint8Array} */ (theirs.objects.get(object)));
      }
    }
    await assert.rejects(bundle.look({ service: "service-shared", account: STRANGER }, NOW), { code: "mismatch" });
    // And a root cannot be put together out of two.
    const mixed = await forged({ ...honestRoot, accounts: payloadOf(headOf(other).root).accounts }, []);
    await assert.rejects(open(head({ payload: mixed.payload, signatures: headOf(other).root.signatures }), honestTrust), { code: "untrusted" });
  });

  test("objects that are changed, cut short, made longer, swapped or gone are noticed, each of them", async () => {
    const { store: good, bundle: first } = await opened(honest);
    const { page } = await first.look(QUESTION, NOW);
    const ref = page.documents.get("service-shared");
    assert.ok(ref);
    const template = (await first.document(ref, NOW)).templates.get("single");
    assert.ok(template);
    await first.template(template, NOW);
    const read = [...good.reads];
    assert.equal(read.length, 5);
    /** @type {[string, (given: Uint8Array) => Uint8Array | null][]} */
    const spoilt = [
      ["mismatch", (given) => given.map((byte, at) => (at === given.length - 1 ? byte ^ 1 : byte))],
      ["mismatch", (given) => given.subarray(0, -1)],
      ["mismatch", (given) => new Uint8Array([...given, 10])],
      ["mismatch", () => new Uint8Array(0)],
      ["missing", () => null],
    ];
    for (const name of read) {
      for (const [code, change] of spoilt) {
        const reader = async (/** @type {{ sha256: string }} */ { sha256 }) => {
          const given = /** @type {Uint8Array} */ (good.objects.get(sha256));
          return sha256 === name ? change(given) : given;
        };
        const bundle = await Bundle.open({ head: honest.head, trust: honestTrust, now: NOW, read: reader });
        const all = async () => {
          await bundle.look(QUESTION, NOW);
          await bundle.document(ref, NOW);
          await bundle.template(template, NOW);
        };
        await assert.rejects(all(), { code }, name);
      }
    }
  });

  test("endless data: an object is read no further than it was signed for", async () => {
    const { store } = await opened(honest);
    let given = 0;
    let cancelled = 0;
    const endless = async (/** @type {{ sha256: string }} */ { sha256 }) =>
      new ReadableStream({
        start: (controller) => controller.enqueue(store.objects.get(sha256)),
        pull(controller) {
          given += 1;
          controller.enqueue(new Uint8Array(1000));
        },
        cancel: () => void (cancelled += 1),
      });
    const bundle = await Bundle.open({ head: honest.head, trust: honestTrust, now: NOW, read: /** @type {any} */ (endless) });
    await assert.rejects(bundle.look(QUESTION, NOW), { code: "too-large" });
    assert.ok(given < 10 && cancelled >= 1, `${given} chunks`);
  });

  test("endless data: neither a head nor a page, a shard or a list may be larger than allowed", async () => {
    await assert.rejects(open(" ".repeat((1 << 20) + 1), honestTrust), { code: "too-large" });
    const page = honestRoot.accounts.pages[0];
    for (const change of [
      { services: { bits: 0, pages: [[page[0], 2 ** 40]] } },
      { accounts: { bits: 0, pages: [[page[0], 36 * 1024]] } },
      { accounts: { bits: 31, pages: [page] } },
      { services: { bits: 1, pages: honestRoot.services.pages } },
      { accounts: { bits: 11, pages: [[page[0], 36 * 1024]] } },
      { services: { bits: 13, pages: Array.from({ length: 8192 }, () => page) } },
      { manifest: { ...honestRoot.manifest, length: 1 } },
    ]) {
      await assert.rejects(open(head(await forged({ ...honestRoot, ...change }, [ONE])), honestTrust), ({ code }) => code === "malformed" || code === "too-large");
    }
  });

  test("a template that no document names is refused", async () => {
    const { bundle, gate } = await opened(honest);
    const admitted = await gate.admit(bundle, QUESTION, NOW);
    for (const name of ["other", "__proto__", "constructor", "../single"]) {
      await assert.rejects(bundle.template(admitted?.templates.get(name), NOW), { code: "unlisted" });
    }
  });
});

test("equivocation: the version that was seen, with other content", async () => {
  const one = await signed();
  const other = await signed({ now: NOW + 1 });
  const { position } = await open(one.head, honestTrust);
  await assert.rejects(open(other.head, honestTrust, { floor: position, now: NOW + 1 }), { code: "equivocation" });
  assert.ok(await open(one.head, honestTrust, { floor: position }));
});

describe("uploads", () => {
  /** @param {AsyncIterable<Uint8Array>} file @param {MemoryStore} [store] */
  const taken = (file, store = new MemoryStore()) => admit(file, { current: null, trust: honestTrust, store, now: NOW });

  test("nothing is stored that nothing signed names, and nothing before the signatures are good", async () => {
    const store = new MemoryStore();
    const mine = { ref: { sha256: "0".repeat(64), length: 3 }, bytes: bytes("abc") };
    await assert.rejects(taken(writeFile(honest.head, [mine]), store), { code: "unlisted" });
    const forgedHead = bytes(head(await forged(honestRoot, [TWO])));
    await assert.rejects(taken(writeFile(forgedHead, honest.objects()), store), { code: "untrusted" });
    await assert.rejects(admit(writeFile(honest.head, honest.objects()), { current: null, trust: honestTrust, store, now: NOW + 25 * HOUR }), { code: "expired" });
    assert.equal(store.objects.size, 0);
  });

  test("no object is stored that is not the one that was signed", async () => {
    const store = new MemoryStore();
    const spoilt = async function* () {
      for await (const { ref, bytes: given } of honest.objects()) yield { ref, bytes: given.map((byte) => byte ^ 1) };
    };
    await assert.rejects(taken(writeFile(honest.head, spoilt()), store), { code: "mismatch" });
    assert.equal(store.objects.size, 0);
  });

  test("an endless upload ends where its lengths do", async () => {
    let given = 0;
    const endless = async function* () {
      yield* writeFile(honest.head, []);
      for (;;) {
        given += 1;
        yield bytes("a".repeat(1000));
      }
    };
    await assert.rejects(taken(endless()), { code: "malformed" });
    assert.ok(given < 5);
    const huge = async function* () {
      yield* writeFile(honest.head, []);
      yield bytes(`${honestRoot.manifest.sha256} 4000000000\n`);
    };
    await assert.rejects(taken(huge()), { code: "too-large" });
  });
});

describe("JSON that is no innocent JSON", () => {
  /** @type {[string, string][]} */
  const payloads = [
    ["a field more", JSON.stringify({ ...honestRoot, note: "x" })],
    ["__proto__", JSON.stringify(honestRoot).replace("{", '{"__proto__":{"version":99},')],
    ["constructor", JSON.stringify(honestRoot).replace("{", '{"constructor":1,')],
    ["a field less", JSON.stringify({ ...honestRoot, provider: undefined })],
    ["a version without end", JSON.stringify(honestRoot).replace('"version":1', '"version":1e999')],
    ["a version that a double does not hold", JSON.stringify(honestRoot).replace('"version":1', '"version":9007199254740993')],
    ["half a version", JSON.stringify({ ...honestRoot, version: 1.5 })],
    ["a version below one", JSON.stringify({ ...honestRoot, version: 0 })],
    ["a version in quotes", JSON.stringify({ ...honestRoot, version: "1" })],
    ["a list for the root", "[]"],
    ["null", "null"],
    ["no JSON", "{"],
    ["depth", "[".repeat(100_000)],
    ["large digits", JSON.stringify({ ...honestRoot, manifest: { ...honestRoot.manifest, sha256: "A".repeat(64) } })],
    ["another format", JSON.stringify({ ...honestRoot, format: 2 })],
    ["no provider", JSON.stringify({ ...honestRoot, provider: "" })],
  ];
  for (const [name, payload] of payloads) {
    test(`in a root: ${name}`, async () => {
      await assert.rejects(open(head(await forged(payload, [ONE])), honestTrust), { code: "malformed" });
      assert.equal(/** @type {any} */ ({}).version, undefined);
    });
  }

  test("in a head", async () => {
    const { root } = headOf(honest);
    const heads = ["", "{", "null", "[]", '"head"', "[".repeat(100_000), JSON.stringify({ root }), JSON.stringify({ keys: [], root, more: 1 }), JSON.stringify({ keys: {}, root }), JSON.stringify({ keys: [], root: { ...root, payload: "*" } }), `{"__proto__":{},"keys":[],"root":${JSON.stringify(root)}}`];
    for (const given of heads) await assert.rejects(open(given, honestTrust), { code: "malformed" }, given.slice(0, 60));
    await assert.rejects(open(new Uint8Array([0xff, 0xfe, 0]), honestTrust), { code: "malformed" });
    await assert.rejects(open(JSON.stringify({ keys: Array.from({ length: 65 }, () => root), root }), honestTrust), { code: "too-large" });
  });

  test("a payload that says one thing twice says what the signers' reader says, too", async () => {
    const twice = JSON.stringify(honestRoot).replace('"version":1', '"version":7,"version":1');
    assert.equal((await open(head(await forged(twice, [ONE])), honestTrust)).position.version, 1);
  });

  test("services and accounts may be called anything", async () => {
    const odd = manifest();
    odd.services.push({ ...odd.services[1], serviceId: "__proto__", sharedAccounts: [{ uid: "__proto__", permission: "Deployable" }] });
    const { bundle, gate } = await opened(await signed({ manifest: odd }));
    assert.ok(await gate.admit(bundle, { service: "__proto__", account: "__proto__" }, NOW));
    assert.equal(await gate.admit(bundle, { service: "__proto__", account: CUSTOMER }, NOW), null);
    assert.equal(await gate.admit(bundle, { service: "constructor", account: "constructor" }, NOW), null);
    assert.ok(await gate.admit(bundle, { service: "__proto__", account: PROVIDER }, NOW));
  });
});
