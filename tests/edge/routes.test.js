// Every route on every platform, as customers and the provider use it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { PLATFORMS } from "./platform.js";
import { CUSTOMER, expected, PROVIDER, REGION, RESTRICTED, TEMPLATE } from "./world.js";

/** @import { Place } from "./platform.js" */

for (const [platform, start] of Object.entries(PLATFORMS)) {
  describe(platform, () => {
    /** @type {Place} */
    let place;
    before(async () => void (place = await start()));
    after(() => place?.stop());

    const asked = { service: RESTRICTED, region: REGION };

    test("a template in the body comes back resolved", async () => {
      const { status, headers, text } = await place.resolve(asked, { body: TEMPLATE });
      assert.equal(text, expected());
      assert.equal(status, 200);
      assert.equal(headers.get("content-type"), "application/yaml");
      void CUSTOMER, PROVIDER;
    });
  });
}
