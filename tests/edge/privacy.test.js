// What a customer who is denied can learn: nothing. The answer, and what it costs, are those for a service that is not there.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { PLATFORMS } from "./platform.js";
import { BETA, changed, CUSTOMER, DENIED, MANIFEST, PROVIDER, REGION, RESTRICTED, STRANGER, TEMPLATE } from "./world.js";

/** @import { Answer, Place } from "./platform.js" */

/** No service. */
const NOWHERE = "service-0000000000000000";

/** An answer without the time of day. @param {Answer} answer */
const told = ({ status, headers, text }) => ({ status, text, headers: [...headers].filter(([name]) => name !== "date") });

for (const [platform, start] of Object.entries(PLATFORMS)) {
  describe(platform, () => {
    /** @type {Place} */
    let place;
    before(async () => void (place = await start()));
    after(() => place?.stop());

    /** Every way to ask about a service. @type {Record<string, (service: string, account: string) => Promise<Answer>>} */
    const ways = {
      "resolve, with a template": (service, account) => place.resolve({ service, region: REGION }, { account, body: TEMPLATE }),
      "resolve, with a broken template": (service, account) => place.resolve({ service, region: "nowhere" }, { account, body: "{" }),
      "resolve, by name": (service, account) => place.resolve({ service, region: REGION, template: "single" }, { account }),
      "resolve, by a name that is not there": (service, account) => place.resolve({ service, region: REGION, template: "other" }, { account }),
      "resolve, with GET": (service, account) => place.resolve({ service, region: REGION, template: "single" }, { account, method: "GET" }),
      regions: async (service, account) => place.ask(`/v1/services/${service}/regions`, { token: await place.issuer.token(account) }),
      "regions of a template": async (service, account) => place.ask(`/v1/services/${service}/regions?template=x`, { token: await place.issuer.token(account) }),
    };

    for (const [way, ask] of Object.entries(ways)) {
      for (const cold of [true, false]) {
        test(`${way}, ${cold ? "cold" : "warm"}: denied is as nonexistent, in what is said and in what is done`, async () => {
          /** @type {Record<string, { told: object, counts: string[] }>} */
          const seen = {};
          for (const service of [RESTRICTED, NOWHERE, BETA]) {
            await place.set({ cold });
            if (!cold) await ask(service, DENIED);
            await place.take();
            const answer = await ask(service, DENIED);
            seen[service] = { told: told(answer), counts: (await place.take()).counts };
            assert.deepEqual([answer.status, answer.json.code], [404, "service-unavailable"]);
            for (const header of ["server-timing", "resolver-receipt", "etag"]) assert.equal(answer.headers.get(header), null);
          }
          assert.deepEqual(seen[RESTRICTED], seen[NOWHERE]);
          assert.deepEqual(seen[BETA], seen[NOWHERE]);
          assert.deepEqual(
            seen[NOWHERE].counts.map((count) => count.replace(/[0-9a-f]{64}/, "…")),
            cold ? ["get head", "get sha256/…", "get sha256/…", "get sha256/…", "Resolver", "decide"] : ["get head"],
          );
        });
      }
    }

    test("an account that nobody shares anything with is as one that may only see", async () => {
      const asked = { service: RESTRICTED, region: REGION };
      assert.deepEqual(told(await place.resolve(asked, { account: STRANGER, body: TEMPLATE })), told(await place.resolve(asked, { account: DENIED, body: TEMPLATE })));
    });

    test("a body is not read for who is denied", async () => {
      for (const service of [RESTRICTED, NOWHERE]) {
        const { status } = await place.resolve({ service, region: REGION }, { account: DENIED, body: "not gzip", headers: { "content-encoding": "gzip" } });
        assert.equal(status, 404);
      }
    });

    test("no answer but the provider's names an account of the whitelist", async () => {
      const answers = await Promise.all([
        ...[CUSTOMER, DENIED, STRANGER].flatMap((account) => Object.values(ways).map((ask) => ask(RESTRICTED, account))),
        place.ask("/readyz"),
        place.ask("/openapi.json"),
        place.ask("/v1/analyze", { method: "POST", token: await place.issuer.token(PROVIDER, { scope: "provider" }), body: TEMPLATE, headers: { "content-type": "text/yaml" } }),
      ]);
      for (const { text, headers } of answers) {
        const receipt = Buffer.from(headers.get("resolver-receipt") ?? "", "base64url").toString();
        const all = `${text} ${JSON.stringify([...headers])} ${receipt}`;
        for (const account of [PROVIDER, CUSTOMER, DENIED]) assert.ok(!all.includes(account));
      }
    });

    test("a service that is added changes no answer to who may not deploy it", async () => {
      const before = told(await place.resolve({ service: "service-new", region: REGION }, { account: STRANGER, body: TEMPLATE }));
      const manifest = changed((copy) => copy.services.push({ ...MANIFEST.services[0], serviceId: "service-new" }));
      assert.equal((await place.publish((await place.publisher.bundle(manifest)).file)).status, 200);
      assert.deepEqual(told(await place.resolve({ service: "service-new", region: REGION }, { account: STRANGER, body: TEMPLATE })), before);
      assert.equal((await place.resolve({ service: "service-new", region: REGION }, { body: TEMPLATE })).status, 200);
    });
  });
}
