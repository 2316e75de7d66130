// Who gets in: tokens that are good, and all those that are not, before anything else of a request is looked at.
import assert from "node:assert/strict";
import { createHmac, createPublicKey } from "node:crypto";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { base64url, generateKeyPair, SignJWT } from "jose";

import { keys, KeysUnavailable } from "../../edge/keys.js";
import { PLATFORMS } from "./platform.js";
import { AUDIENCE, CUSTOMER, Issuer, ISSUER, PROVIDER, REGION, RESTRICTED, TEMPLATE } from "./world.js";

/** @import { Place } from "./platform.js" */

const soon = () => Math.floor(Date.now() / 1000) + 3600;
const usual = () => ({ iss: ISSUER, aud: AUDIENCE, sub: CUSTOMER, scope: "customer", exp: soon() });

/** A token put together by hand. @param {object} header @param {object} claims @param {(text: string) => Uint8Array} sign */
function forged(header, claims, sign) {
  const text = [header, claims].map((part) => base64url.encode(JSON.stringify(part))).join(".");
  return `${text}.${base64url.encode(sign(text))}`;
}

/** Every way that a token can be bad, and what is said of it. @type {Record<string, [reason: string, (issuer: Issuer) => Promise<string>]>} */
const BAD = {
  "that is no JWT": ["form", async () => "abc"],
  "that is cut off": ["form", async (issuer) => (await issuer.token(CUSTOMER)).slice(0, 60)],
  "without its signature": ["signature", async (issuer) => (await issuer.token(CUSTOMER)).replace(/[^.]+$/, "")],
  "with half of its signature": ["signature", async (issuer) => (await issuer.token(CUSTOMER)).slice(0, -40)],
  "with other claims under its signature": [
    "signature",
    async (issuer) => {
      const [header, , signature] = (await issuer.token(CUSTOMER)).split(".");
      return [header, base64url.encode(JSON.stringify({ ...usual(), sub: PROVIDER })), signature].join(".");
    },
  ],
  "of the algorithm none": ["algorithm", async () => forged({ alg: "none" }, usual(), () => new Uint8Array())],
  "of the algorithm None, with a key's name": ["algorithm", async () => forged({ alg: "None", kid: "key-EdDSA" }, usual(), () => new Uint8Array())],
  "signed with HMAC under a public key (key confusion)": [
    "algorithm",
    async (issuer) => {
      const jwk = issuer.jwks.keys.find(({ kid }) => kid === "key-RS256");
      const pem = createPublicKey({ key: /** @type {any} */ (jwk), format: "jwk" }).export({ type: "spki", format: "pem" });
      return forged({ alg: "HS256", kid: "key-RS256" }, usual(), (text) => createHmac("sha256", pem).update(text).digest());
    },
  ],
  "that says one algorithm and names a key of another": [
    "key",
    async (issuer) => {
      const [, claims, signature] = (await issuer.token(CUSTOMER, { alg: "RS256" })).split(".");
      return [base64url.encode(JSON.stringify({ alg: "ES256", kid: "key-RS256" })), claims, signature].join(".");
    },
  ],
  "that brings its own key": [
    "key",
    async () => {
      const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
      const { exportJWK } = await import("jose");
      const jwk = await exportJWK(publicKey);
      return await new SignJWT(usual()).setProtectedHeader({ alg: "ES256", jwk, kid: "mine", jku: "https://elsewhere.example.com/keys" }).sign(privateKey);
    },
  ],
  "of an issuer's key that nobody knows": ["key", async (issuer) => (await strange(issuer)).token(CUSTOMER, { kid: "new" })],
  "whose kid is a path": ["key", async (issuer) => issuer.token(CUSTOMER, { header: { kid: "../../../../dev/null" } })],
  "whose kid is a URL": ["key", async (issuer) => issuer.token(CUSTOMER, { header: { kid: "https://elsewhere.example.com/key" } })],
  "whose kid is a name that objects have": ["key", async (issuer) => issuer.token(CUSTOMER, { header: { kid: "__proto__" } })],
  "that asks for what is not understood (crit)": [
    "form",
    async (issuer) => {
      const [, claims, signature] = (await issuer.token(CUSTOMER)).split(".");
      return [base64url.encode(JSON.stringify({ alg: "EdDSA", kid: "key-EdDSA", crit: ["x"], x: 1 })), claims, signature].join(".");
    },
  ],
  "that has expired": ["expired", async (issuer) => issuer.token(CUSTOMER, { claims: { exp: soon() - 3602 } })],
  "that never expires": ["expired", async (issuer) => issuer.token(CUSTOMER, { claims: { exp: undefined } })],
  "that is not good yet": ["early", async (issuer) => issuer.token(CUSTOMER, { claims: { nbf: soon() } })],
  "for another audience": ["audience", async (issuer) => issuer.token(CUSTOMER, { claims: { aud: "https://elsewhere.example.com" } })],
  "for no audience": ["audience", async (issuer) => issuer.token(CUSTOMER, { claims: { aud: undefined } })],
  "of another issuer": ["issuer", async (issuer) => issuer.token(CUSTOMER, { claims: { iss: "https://elsewhere.example.com" } })],
  "without an account": ["subject", async (issuer) => issuer.token(CUSTOMER, { claims: { sub: undefined } })],
  "with an empty account": ["subject", async (issuer) => issuer.token("")],
  "whose account is a number": ["subject", async (issuer) => issuer.token(CUSTOMER, { claims: { sub: 1000000000000002 } })],
};

/** The issuer with one key more, which the edge was not told of. @param {Issuer} issuer */
async function strange(issuer) {
  void issuer;
  const other = await Issuer.make();
  await other.add("EdDSA", "new");
  return other;
}

for (const [platform, start] of Object.entries(PLATFORMS)) {
  describe(platform, () => {
    /** @type {Place} */
    let place;
    before(async () => void (place = await start()));
    after(() => place?.stop());

    const asked = { service: RESTRICTED, region: REGION };

    for (const alg of ["EdDSA", "ES256", "RS256"]) {
      test(`a token signed with ${alg} is good`, async () => {
        const token = await place.issuer.token(CUSTOMER, { alg });
        assert.equal((await place.resolve(asked, { token, body: TEMPLATE })).status, 200);
      });
    }

    for (const [what, [reason, make]] of Object.entries(BAD)) {
      test(`a token ${what} is refused: ${reason}`, async () => {
        await place.take();
        const { status, json, headers } = await place.resolve(asked, { token: await make(place.issuer), body: TEMPLATE });
        assert.deepEqual([status, json.code], [401, "token-invalid"]);
        assert.match(headers.get("www-authenticate") ?? "", /^Bearer error="invalid_token"$/);
        const { counts, log } = await place.take();
        assert.equal(log[0].reason, reason);
        assert.deepEqual(counts, [], "nothing was read or computed");
      });
    }

    test("without a token nothing else of a request is looked at", async () => {
      await place.take();
      for (const [path, method] of [
        ["/v1/resolve", "POST"],
        [`/v1/resolve?service=${RESTRICTED}&region=x&account=y`, "POST"],
        ["/v1/resolve", "DELETE"],
        ["/v1/services/%ff/regions", "GET"],
        ["/v1/manifest", "PUT"],
        ["/v1/nowhere", "GET"],
        ["/nowhere", "GET"],
      ]) {
        const { status, json, headers } = await place.ask(path, { method, ...(method === "PUT" && { body: "x".repeat(1000) }) });
        assert.deepEqual([status, json.code, headers.get("www-authenticate")], [401, "token-missing", "Bearer"], path);
      }
      for (const header of ["Basic YTpi", "Bearer", "bearer a b", `Bearer ${"x".repeat(9000)}`]) {
        const { status, json } = await place.ask("/v1/resolve", { method: "POST", headers: { authorization: header } });
        assert.deepEqual([status, json.code], [401, "token-invalid"], header.slice(0, 20));
      }
      assert.deepEqual((await place.take()).counts, []);
    });

    test("a token's scope says what it is for", async () => {
      for (const scope of ["", "other", "customers", "CUSTOMER"]) {
        const { status, json, headers } = await place.resolve(asked, { token: await place.issuer.token(CUSTOMER, { scope }), body: TEMPLATE });
        assert.deepEqual([status, json.code], [403, "scope-missing"]);
        assert.match(headers.get("www-authenticate") ?? "", /insufficient_scope/);
      }
      const both = await place.issuer.token(PROVIDER, { scope: "openid provider customer" });
      assert.equal((await place.resolve(asked, { token: both, body: TEMPLATE })).status, 200);
      assert.equal((await place.ask("/v1/manifest", { token: both })).status, 200);
    });

    test("what a problem says comes in the asker's language", async () => {
      for (const [accepted, language, title] of [
        ["ja", "ja", "サインインしていません"],
        ["fr, zh-Hans-CN;q=0.8, en;q=0.1", "zh", "尚未登录"],
        ["en;q=0.5, ja;q=0.2", "en", "Nobody is signed in"],
        ["fr", "en", "Nobody is signed in"],
        [";;;q=", "en", "Nobody is signed in"],
      ]) {
        const { json, headers } = await place.ask("/v1/resolve", { method: "POST", headers: { "accept-language": accepted } });
        assert.deepEqual([json.title, headers.get("content-language")], [title, language]);
      }
    });
  });

  describe(`${platform}, with keys at a URL`, () => {
    /** @type {Place} */
    let place;
    let fetched = 0;
    let fails = false;
    const server = createServer((_, response) => {
      fetched += 1;
      response.statusCode = fails ? 500 : 200;
      response.end(JSON.stringify(place.issuer.jwks));
    });
    before(async () => {
      await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      // The keys are asked for with the first token, when `place` is there.
      place = await start({ empty: true, keys: `http://127.0.0.1:${port}/keys` });
    });
    after(async () => {
      await place?.stop();
      server.close();
    });

    const status = async (/** @type {string} */ token) => (await place.ask("/v1/services/x/regions", { token })).json.code;

    test("they are fetched once, again for a new key, and no more than that", async () => {
      assert.equal(await status(await place.issuer.token(CUSTOMER)), "manifest-missing");
      assert.equal(await status(await place.issuer.token(CUSTOMER, { alg: "ES256" })), "manifest-missing");
      assert.equal(fetched, 1);
      await place.issuer.add("EdDSA", "rotated");
      const token = await place.issuer.token(CUSTOMER, { kid: "rotated" });
      assert.equal(await status(token), "token-invalid", "within the cool-down nothing is fetched");
      assert.equal(fetched, 1);
      await place.set({ offset: 31_000 });
      assert.equal(await status(token), "manifest-missing");
      assert.equal(fetched, 2);
      const unknown = await (await strange(place.issuer)).token(CUSTOMER, { kid: "new" });
      for (let round = 0; round < 20; round++) assert.equal(await status(unknown), "token-invalid");
      assert.equal(fetched, 2, "whoever makes names up does not have them fetched");
    });

    test("while the URL fails, the keys that were there go on serving, for a day", async () => {
      fails = true;
      const lasting = { claims: { exp: soon() + 200_000 } };
      await place.set({ offset: 3_600_000 });
      assert.equal(await status(await place.issuer.token(CUSTOMER, lasting)), "manifest-missing");
      await place.set({ offset: 26 * 3_600_000 });
      assert.equal(await status(await place.issuer.token(CUSTOMER, lasting)), "keys-unavailable");
      await place.set({ cold: true });
      assert.equal(await status(await place.issuer.token(CUSTOMER)), "keys-unavailable");
      fails = false;
      await place.set({ offset: 10_000 });
      assert.equal(await status(await place.issuer.token(CUSTOMER)), "manifest-missing");
    });
  });
}

describe("keys", () => {
  const now = () => 0;
  const header = { alg: "EdDSA", kid: "key-EdDSA" };

  test("a secret among public keys is never one to check with", async () => {
    const issuer = await Issuer.make();
    const oct = { kty: "oct", k: "c2VjcmV0", kid: "key-EdDSA", alg: "HS256" };
    await assert.rejects(keys({ keys: [oct] }, { now }).find({ alg: "HS256", kid: "key-EdDSA" }));
    await keys({ keys: [oct, ...issuer.jwks.keys] }, { now }).find(header);
  });

  test("what a URL gives that is no JWKS, is huge or redirects is not taken", async () => {
    for (const answer of ["{}", "[]", "null", "nothing", JSON.stringify({ keys: [], more: "x".repeat(300_000) })]) {
      const found = keys(new URL("https://keys.example.com/"), { now, fetch: async () => new Response(answer) });
      await assert.rejects(found.find(header), (error) => answer.includes("keys") || error instanceof KeysUnavailable, answer.slice(0, 20));
    }
    await assert.rejects(keys(new URL("https://keys.example.com/"), { now, fetch: async () => Promise.reject(new Error("down")) }).find(header), KeysUnavailable);
  });
});
