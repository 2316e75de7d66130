// Whom images are shared with, at the edge: an account that is let in and not in an image's record gets no template with it, also
// where another account was answered before.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { PLATFORMS } from "./platform.js";
import { changed, CUSTOMER, DENIED, expected, PROVIDER, PUBLIC, REGION, RESTRICTED, STRANGER, TEMPLATE } from "./world.js";

/** @import { Place } from "./platform.js" */

/** A second customer, whom ECS has confirmed nowhere; in cn-beijing only the first one. */
const recorded = () =>
  changed(({ artifacts, services }) => {
    services[0].sharedAccounts = [CUSTOMER, DENIED].map((uid) => ({ uid, permission: "Deployable" }));
    artifacts[0].versions[0].images[REGION].shared = [CUSTOMER];
  });

for (const [platform, start] of Object.entries(PLATFORMS)) {
  describe(platform, () => {
    /** @type {Record<"enforce" | "audit", Place>} */
    let places;
    before(async () => {
      places = { enforce: await start(), audit: await start({ settings: { sharing: "audit" } }) };
      for (const place of Object.values(places)) assert.equal((await place.publish((await place.publisher.bundle(recorded())).file)).status, 200);
    });
    after(async () => {
      for (const place of Object.values(places ?? {})) await place.stop();
    });

    test("each account is answered by the record, whoever was answered before", async () => {
      const asked = { service: RESTRICTED, region: REGION };
      for (const account of [CUSTOMER, DENIED, CUSTOMER, PROVIDER, DENIED]) {
        const { status, text, json } = await places.enforce.resolve(asked, { account, body: TEMPLATE });
        assert.equal(status, account === DENIED ? 422 : 200, account);
        if (account === DENIED) assert.match(json.detail, /image-not-shared/);
        else assert.equal(text, expected());
      }
    });

    test("audited, everyone who may deploy gets the template", async () => {
      for (const account of [CUSTOMER, DENIED]) {
        const { status } = await places.audit.resolve({ service: RESTRICTED, region: REGION }, { account, body: TEMPLATE });
        assert.equal(status, 200, account);
      }
    });

    test("a public service is no exception", async () => {
      const { status, json } = await places.enforce.resolve({ service: PUBLIC, region: REGION }, { account: STRANGER, body: TEMPLATE });
      assert.equal(status, 422);
      assert.match(json.detail, /image-not-shared/);
    });

    test("the regions of a service are those of the account", async () => {
      const of = async (/** @type {Place} */ place, /** @type {string} */ account) => {
        const { json } = await place.ask(`/v1/services/${RESTRICTED}/regions`, { token: await place.issuer.token(account) });
        return json.regions.find((/** @type {any} */ { region }) => region === REGION);
      };
      assert.deepEqual(await of(places.enforce, CUSTOMER), { region: REGION, deployable: true });
      const refused = await of(places.enforce, DENIED);
      assert.equal(refused.deployable, false);
      assert.ok(refused.reasons.every((/** @type {any} */ { code }) => code === "image-not-shared"));
      assert.equal((await of(places.audit, DENIED)).deployable, true);
    });
  });
}
