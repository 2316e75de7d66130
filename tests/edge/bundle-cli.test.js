// `sign`, `verify` and `replay`, as a shell sees them; and receipts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { CompactSign, importJWK } from "jose";

import { Bundle, Gate, readFile, readTrust, sha256, verifyHead } from "../../edge/bundle/index.js";
import { canonical, makeReceipt, readReceipt } from "../../edge/bundle/receipt.js";
import { Spool } from "../../js/cli/accounts.js";
import { Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";
import { bytes, CUSTOMER, manifest, MemoryStore, STRANGER, TEMPLATE, text } from "./bundles.js";

const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
before(() => {
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest()));
  writeFileSync(join(folder, "single.yaml"), TEMPLATE);
  for (const key of ["one", "two", "three"]) assert.equal(cli("sign", "--new-key", key).code, 0);
});
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} args */
function cli(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at("js/cli.js"), ...args], { cwd: folder });
  return { code: status, out: stdout.toString(), err: stderr.toString() };
}

/** @param {string} name */
const file = (name) => readFileSync(join(folder, name));

/** @param {string} name */
async function* pieces(name) {
  yield file(name);
}

/** @param {string} name @param {string} trust */
async function opened(name, trust) {
  const { head, objects } = await readFile(pieces(name));
  const store = new MemoryStore();
  for await (const { ref, bytes: given } of objects) await store.put(ref, given);
  return Bundle.open({ head, trust: await readTrust(file(trust).toString()), read: store.read, now: Date.now() });
}

const FIRST = ["sign", "manifest.json", "--key", "one", "--key", "two", "--member", "one.pub", "--member", "two.pub", "--member", "three.pub", "--threshold", "2", "--trust-out", "trust", "-o", "first"];

describe("keys", () => {
  test("are made for their owner's eyes, and never written over", () => {
    assert.equal(statSync(join(folder, "one")).mode & 0o777, 0o600);
    assert.deepEqual(Object.keys(JSON.parse(file("one.pub").toString())), ["kty", "crv", "x"]);
    const { code, err } = cli("sign", "--new-key", "one");
    assert.deepEqual([code, err], [2, "ecs-image-resolver: one is there already, and a key is never written over\n"]);
  });
});

describe("sign and verify", () => {
  test("a bundle by two of three, the next by one and another, and new keys", async () => {
    const first = cli(...FIRST);
    assert.deepEqual([first.code, first.out], [0, ""]);
    assert.match(first.err, /^first: version 1, \d+ bytes, signed by 2 of 2\n$/);
    const verified = cli("verify", "first", "--trust", "trust");
    assert.deepEqual([verified.code, verified.err], [0, ""]);
    assert.match(verified.out, /^version 1, signed by key set 1\nprovider {2}1000000000000001\n/);

    const second = cli("sign", "manifest.json", "--key", "one", "--previous", "first", "--trust", "trust", "--expires", "90m", "-o", "second");
    assert.match(second.err, /signed by 1 of 2\n.*1 signature missing/);
    assert.equal(cli("verify", "second", "--trust", "trust").code, 1);
    assert.equal(cli("sign", "--cosign", "second", "--key", "three", "-o", "second").code, 0);
    const { code, out } = cli("verify", "second", "--trust", "trust", "--format", "json");
    const found = JSON.parse(out);
    assert.deepEqual([code, found.ok, found.version, found.missing, Date.parse(found.expires) - Date.parse(found.created)], [0, true, 2, 0, 90 * 60_000]);

    const third = ["sign", "manifest.json", "--previous", "second", "--trust", "trust", "--member", "three.pub", "-o", "third", "--trust-out", "new-trust"];
    cli(...third, "--key", "three");
    assert.equal(cli("verify", "third", "--trust", "trust").code, 1, "the old keys did not agree");
    cli(...third, "--key", "three", "--key", "one");
    assert.equal(cli("verify", "third", "--trust", "trust").code, 0);
    assert.equal(cli("verify", "third", "--trust", "new-trust").code, 0);
    assert.equal(cli("verify", "first", "--trust", "new-trust").code, 1);
    assert.deepEqual(readdirSync(folder).filter((name) => name.includes("tmp")), []);
  });

  test("a bundle is not replaced by a first one: readers would refuse it", () => {
    rmSync(join(folder, "first"), { force: true });
    assert.equal(cli(...FIRST).code, 0);
    const before = file("first");
    const { code, err } = cli(...FIRST);
    assert.equal(code, 2);
    assert.match(err, /first is a bundle already.*`--previous first --trust T`/);
    assert.deepEqual(file("first"), before);
    assert.match(cli("sign", "manifest.json", "--key", "one", "--key", "two", "--previous", "first", "--trust", "trust", "-o", "first").err, /^first: version 2/);
    writeFileSync(join(folder, "other"), "no bundle");
    assert.match(cli("sign", "manifest.json", "--key", "one", "-o", "other").err, /^other: version 1/);
  });

  test("what is spoilt, cut short or left out is said", () => {
    rmSync(join(folder, "first"), { force: true });
    cli(...FIRST);
    const given = file("first");
    writeFileSync(join(folder, "spoilt"), Buffer.from(given).fill("x", given.length - 20, given.length - 10));
    writeFileSync(join(folder, "short"), given.subarray(0, given.length - 20));
    const { length } = "ecs-image-resolver bundle 1\nhead ";
    const headEnd = given.indexOf("\n", length) + 1 + Number(given.subarray(length, given.indexOf("\n", length)).toString()) + 1;
    writeFileSync(join(folder, "bare"), given.subarray(0, headEnd));
    assert.deepEqual([cli("verify", "spoilt", "--trust", "trust").code, cli("verify", "short", "--trust", "trust").code], [1, 1]);
    assert.match(cli("verify", "bare", "--trust", "trust").err, /3 objects of the bundle are not in the file/);
    assert.equal(cli("verify", "bare", "--trust", "trust", "--partial").code, 0);
    assert.deepEqual(JSON.parse(cli("verify", "manifest.json", "--trust", "trust", "--format", "json").out).code, "malformed");
  });

  test("a manifest with errors is not signed, and says so as every command does", () => {
    const broken = manifest();
    broken.services[0].relations.web_image.artifactId = "artifact-none";
    writeFileSync(join(folder, "broken.json"), JSON.stringify(broken));
    const { code, err } = cli("sign", "broken.json", "--key", "one", "-o", "never");
    assert.equal(code, 1);
    assert.match(err, /artifact-none[^]*the manifest has errors, so it is not signed\n$/);
    assert.ok(!readdirSync(folder).includes("never"));
  });

  /** @type {[string[], RegExp][]} */
  const wrong = [
    [["sign"], /needs `--key`/],
    [["sign", "--key", "one", "-o", "x"], /name one manifest/],
    [["sign", "manifest.json", "--key", "one"], /needs `--output`/],
    [["sign", "manifest.json", "--key", "manifest.json", "-o", "x"], /manifest.json is no Ed25519 key/],
    [["sign", "manifest.json", "--key", "none", "-o", "x"], /none: no such file/],
    [["sign", "manifest.json", "--key", "one", "-o", "x", "--previous", "first"], /`--previous` and `--trust` go together/],
    [["sign", "manifest.json", "--key", "one", "-o", "x", "--expires", "soon"], /takes a time such as/],
    [["sign", "manifest.json", "--key", "one", "-o", "x", "--threshold", "0"], /takes a number/],
    [["sign", "manifest.json", "--key", "one", "-o", "x", "--templates", "nowhere"], /nowhere/],
    [["sign", "manifest.json", "--key", "one", "-o", "no/where"], /cannot write no\/where: no such file/],
    [["verify", "first"], /needs `--trust`/],
    [["verify", "none", "--trust", "trust"], /none: no such file/],
    [["verify", "first", "--trust", "manifest.json"], /manifest.json: the key set/],
    [["replay", "receipt"], /needs `--bundle`/],
    [["replay", "receipt", "--bundle", "first", "--account", "1"], /go together/],
  ];
  for (const [args, message] of wrong) {
    test(`${args.join(" ")} is wrong usage`, () => {
      const { code, out, err } = cli(...args);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, message);
    });
  }

  test("a private key that is none, and a public one, sign nothing", () => {
    const { code, err } = cli("sign", "manifest.json", "--key", "one.pub", "-o", "x");
    assert.deepEqual([code, err], [1, "ecs-image-resolver: a key that signs has to be a private Ed25519 key\n"]);
  });
});

describe("accounts in a file of their own", () => {
  test("are found beside those of the manifest", async () => {
    const lines = Array.from({ length: 3000 }, (_, line) => JSON.stringify({ service: "service-shared", uid: String(3e15 + line), permission: line % 2 ? "Accessible" : "Deployable" }));
    lines.push("", JSON.stringify({ service: "service-shared", uid: CUSTOMER, type: "Reseller" }));
    writeFileSync(join(folder, "accounts"), lines.join("\r\n"));
    assert.equal(cli("sign", "manifest.json", "--key", "one", "--accounts", "accounts", "-o", "many", "--trust-out", "many-trust").code, 0);
    const bundle = await opened("many", "many-trust");
    const permissions = async (/** @type {string} */ account) => (await bundle.look({ service: "service-shared", account }, Date.now())).permissions;
    assert.deepEqual(await permissions(CUSTOMER), ["Deployable", null]);
    assert.deepEqual(await permissions(String(3e15 + 4)), ["Deployable"]);
    assert.deepEqual(await permissions(String(3e15 + 5)), ["Accessible"]);
    assert.deepEqual(await permissions(STRANGER), []);
  });

  test("name a service that there is, or nothing is written", () => {
    for (const [line, message] of [["{", /is not JSON/], ['{"service":"service-none","uid":"1"}', /none of the manifest's/], ['{"service":"service-open","uid":1}', /`uid`/], ['{"service":"service-open","uid":"1","more":1}', /no field `more`/], ["null", /`uid`/]]) {
      writeFileSync(join(folder, "accounts"), `\n${line}\n`);
      const { code, err } = cli("sign", "manifest.json", "--key", "one", "--accounts", "accounts", "-o", "never");
      assert.equal(code, 2);
      assert.match(err, /^ecs-image-resolver: accounts:2: /);
      assert.match(err, /** @type {RegExp} */ (message));
    }
  });

  test("are the same shards, in memory and in files, both times", () => {
    const inMemory = new Spool();
    const inFiles = new Spool(1000);
    for (let line = 0; line < 20_000; line++) {
      for (const spool of [inMemory, inFiles]) spool.add(String((line * 7919) % 9000), [`service-${line % 7}`, line % 3 ? "Deployable" : null]);
    }
    assert.deepEqual([inFiles.bytes, inFiles.count], [inMemory.bytes, inMemory.count]);
    for (const bits of [10, 12]) {
      const expected = [...inMemory.shards(bits)];
      assert.equal(expected.length, 2 ** bits);
      assert.deepEqual([...inFiles.shards(bits)], expected);
      assert.deepEqual([...inFiles.shards(bits)], expected);
    }
    inFiles.remove();
  });
});

describe("receipts", () => {
  const SECRET = "a secret of the edge";

  /** A receipt, made as the edge makes it. @param {object} [change] */
  async function receipt(change) {
    const bundle = await opened("first", "trust");
    const now = Date.now();
    const admitted = await new Gate({ Resolver }).admit(bundle, { service: "service-shared", account: CUSTOMER }, now);
    assert.ok(admitted);
    const { resolver, permissions } = admitted;
    const request = { service: "service-shared", region: "cn-beijing" };
    const resolution = resolver.resolve(bytes(TEMPLATE), { ...request, account: CUSTOMER, permissions });
    assert.ok(resolution.template);
    const key = await crypto.subtle.importKey("raw", bytes(SECRET), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const wasm = await sha256(readFileSync(at("pkg/core.wasm")));
    const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
    const facts = { core: version, wasm, revision: bundle.revision, bundle: bundle.position.version, document: admitted.sha256, ...request, images: ["m-2zeaaaaaaaaaaaaaaaaa1"], account: CUSTOMER, template: bytes(TEMPLATE), output: resolution.template };
    return { ...(await makeReceipt(facts, key)), ...change };
  }

  before(() => {
    cli(...FIRST);
    writeFileSync(join(folder, "secret"), `${SECRET}\n`);
  });

  test("hold no account, and are read as they were written", async () => {
    const made = await receipt();
    assert.deepEqual(readReceipt(canonical(made)), made);
    assert.doesNotMatch(text(canonical(made)), new RegExp(CUSTOMER));
    assert.deepEqual(Object.keys(JSON.parse(text(canonical({ ...made, filename: "x", name: "single" })))), ["receipt", "core", "wasm", "template", "revision", "bundle", "document", "service", "region", "name", "account", "filename", "images", "output"]);
    assert.deepEqual(canonical(/** @type {any} */ (Object.fromEntries(Object.entries(made).reverse()))), canonical(made));
    for (const broken of ["", "{}", "[]", JSON.stringify({ ...made, receipt: 2 }), JSON.stringify({ ...made, more: 1 }), JSON.stringify({ ...made, output: "x" })]) {
      assert.throws(() => readReceipt(broken), { code: "malformed" });
    }
  });

  test("can be replayed: the same comes out, from the bundle alone or with the template that was sent", async () => {
    writeFileSync(join(folder, "receipt"), canonical(await receipt()));
    const { code, out } = cli("replay", "receipt", "--bundle", "first", "--trust", "trust", "--account", CUSTOMER, "--account-key", "secret");
    assert.deepEqual([code, out.split("\n").map((line) => line.split(/ +/).join(" ")).slice(0, -1)], [0, ["revision same", "bundle same", "document same", "template same", "core same", "account same", "images same", "output same", "same"]]);
    writeFileSync(join(folder, "receipt"), Buffer.from(canonical(await receipt())).toString("base64url"));
    assert.equal(JSON.parse(cli("replay", "receipt", "--bundle", "first", "--template", "single.yaml", "--format", "json").out).same, true);
  });

  test("say what is different", async () => {
    /** @type {[object, string[], string][]} */
    const cases = [
      [{ output: "0".repeat(64) }, [], "output"],
      [{ images: ["m-other"] }, [], "images"],
      [{ document: "0".repeat(64) }, [], "document"],
      [{ template: "0".repeat(64) }, ["--template", "single.yaml"], "template"],
      [{ template: "0".repeat(64) }, [], "template"],
      [{ revision: "0".repeat(64) }, ["--trust", "trust"], "revision"],
      [{ region: "us-west-1" }, [], "output"],
      [{}, ["--account", STRANGER, "--account-key", "secret"], "account"],
      [{}, ["--signer", "one.pub"], "signature"],
    ];
    for (const [change, args, name] of cases) {
      writeFileSync(join(folder, "receipt"), canonical(await receipt(change)));
      const { code, out } = cli("replay", "receipt", "--bundle", "first", ...args);
      assert.equal(code, 1, name);
      assert.match(out, new RegExp(`^${name} +different`, "m"));
      assert.match(out, /\ndifferent\n$/);
    }
    writeFileSync(join(folder, "receipt"), canonical(await receipt({ core: "0.0.1" })));
    const { code, out } = cli("replay", "receipt", "--bundle", "first");
    assert.equal(code, 0, "another core that gives the same is no difference");
    assert.match(out, /^core +not compared: it was 0\.0\.1/m);
  });

  test("can be signed", async () => {
    const key = await importJWK(JSON.parse(file("one").toString()), "EdDSA");
    const jws = await new CompactSign(canonical(await receipt())).setProtectedHeader({ alg: "EdDSA" }).sign(key);
    writeFileSync(join(folder, "receipt"), jws);
    assert.match(cli("replay", "receipt", "--bundle", "first", "--signer", "one.pub").out, /^signature +same[^]*\nsame\n$/);
    const { code, out } = cli("replay", "receipt", "--bundle", "first", "--signer", "two.pub");
    assert.equal(code, 1);
    assert.match(out, /^signature +different: it is not that key's/m);
  });

  test("a receipt that is none is said", () => {
    writeFileSync(join(folder, "receipt"), "{}");
    const { code, err } = cli("replay", "receipt", "--bundle", "first");
    assert.deepEqual([code, err], [1, "ecs-image-resolver: the receipt has no `receipt`\n"]);
  });
});

test("what the bundle holds is what was given in", async () => {
  const { head } = await readFile(pieces("first"));
  const { root } = await verifyHead(head, await readTrust(file("trust").toString()));
  assert.equal(root.manifest.sha256, await sha256(file("manifest.json")));
});
