// Every route on every platform, as customers and the provider use it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { readReceipt } from "../../edge/bundle/receipt.js";
import { analyze } from "../../js/node.js";
import { valid } from "./document.js";
import { PLATFORMS } from "./platform.js";
import { BETA, CUSTOMER, DENIED, expected, MANIFEST, PROVIDER, PUBLIC, REGION, RESTRICTED, STRANGER, TEMPLATE } from "./world.js";

/** @import { Place } from "./platform.js" */

for (const [platform, start] of Object.entries(PLATFORMS)) {
  describe(platform, () => {
    /** @type {Place} */
    let place;
    /** @type {string} */
    let provider;
    /** @type {string} */
    let customer;
    before(async () => {
      place = await start({ settings: { origins: ["https://console.example.com"] } });
      provider = await place.issuer.token(PROVIDER, { scope: "provider" });
      customer = await place.issuer.token(CUSTOMER);
    });
    after(() => place?.stop());

    const asked = { service: RESTRICTED, region: REGION };

    describe("resolve", () => {
      test("a template in the body comes back with the region's images, byte for byte", async () => {
        const { status, headers, text } = await place.resolve(asked, { body: TEMPLATE });
        assert.equal(status, 200);
        assert.equal(text, expected());
        assert.notEqual(text, TEMPLATE);
        assert.equal(headers.get("content-type"), "application/yaml");
        assert.equal(headers.get("cache-control"), "private, no-cache");
        assert.match(headers.get("vary") ?? "", /Authorization/);
        assert.match(headers.get("server-timing") ?? "", /^token;dur=[\d.]+, manifest;dur=.*total;dur=/);
      });

      test("CRLF, a BOM and what is no ASCII stay as they are", async () => {
        const template = `\ufeff${TEMPLATE.replaceAll("\n", "\r\n")}# 画像 😀`;
        const { status, text } = await place.resolve(asked, { body: template });
        assert.equal(status, 200);
        assert.equal(text, expected(template));
      });

      test("a body that is packed is unpacked", async () => {
        const { status, text } = await place.resolve(asked, { body: gzipSync(TEMPLATE), headers: { "content-encoding": "gzip" } });
        assert.equal(status, 200);
        assert.equal(text, expected());
      });

      for (const type of ["text/yaml", "application/x-yaml; charset=utf-8", "text/plain", "Application/YAML"]) {
        test(`${type} comes back as what it was`, async () => {
          const { status, headers } = await place.resolve(asked, { body: TEMPLATE, headers: { "content-type": type } });
          assert.equal(status, 200);
          assert.equal(headers.get("content-type"), type.split(";")[0].toLowerCase());
        });
      }

      test("Terraform and JSON are templates, too", async () => {
        const hcl = 'resource "alicloud_instance" "web" {\n  image_id = "web_server_image"\n}\n';
        const { text: resolved } = await place.resolve(asked, { body: hcl, headers: { "content-type": "application/hcl" } });
        assert.equal(resolved, hcl.replace("web_server_image", "m-2zeb8f1xt6s4d0e2g3h5"));
        const json = JSON.stringify({ ROSTemplateFormatVersion: "2015-09-01", Resources: { Web: { Type: "ALIYUN::ECS::Instance", Properties: { ImageId: "web_server_image" } } } });
        const { text, headers } = await place.resolve(asked, { body: json, headers: { "content-type": "application/json" } });
        assert.equal(text, json.replace("web_server_image", "m-2zeb8f1xt6s4d0e2g3h5"));
        assert.equal(headers.get("content-type"), "application/json");
      });

      test("a template that the manifest carries is resolved by its name", async () => {
        for (const method of ["POST", "GET"]) {
          const { status, headers, text } = await place.resolve({ ...asked, template: "single" }, { method });
          assert.equal(status, 200);
          assert.equal(text, expected());
          assert.equal(headers.get("content-type"), "application/yaml");
        }
        const head = await place.resolve({ ...asked, template: "single" }, { method: "HEAD" });
        assert.deepEqual([head.status, head.text], [200, ""]);
        assert.ok(head.headers.get("etag"));
      });

      test("only a name has the allowed regions enforced", async () => {
        const { status, json } = await place.resolve({ service: RESTRICTED, region: "cn-shanghai", template: "single" });
        assert.equal(status, 422);
        assert.deepEqual(json.diagnostics.filter((/** @type {any} */ { severity }) => severity === "error").map((/** @type {any} */ { code }) => code), ["region-not-allowed"]);
        assert.equal((await place.resolve({ service: RESTRICTED, region: "cn-shanghai" }, { body: TEMPLATE })).status, 200);
      });

      test("what cannot be resolved is refused as a whole, with the core's findings", async () => {
        const { status, json, headers } = await place.resolve({ service: RESTRICTED, region: "us-west-1" }, { body: TEMPLATE });
        assert.equal(status, 422);
        assert.equal(json.code, "not-resolved");
        assert.match(json.detail, /region-not-ready/);
        assert.ok(json.diagnostics.some((/** @type {any} */ { code, start, line }) => code === "region-not-ready" && start > 0 && line > 0));
        assert.equal(headers.get("resolver-receipt"), null);
        assert.equal(headers.get("cache-control"), "no-store");
      });

      test("the answer is that of the core, for every account and region", async () => {
        for (const account of [PROVIDER, CUSTOMER]) {
          for (const region of ["cn-hangzhou", "cn-beijing", "ap-northeast-1", "eu-central-1"]) {
            const { status, text } = await place.resolve({ service: RESTRICTED, region }, { account, body: TEMPLATE });
            const wanted = expected(TEMPLATE, account, region);
            assert.equal(status, wanted === undefined ? 422 : 200);
            if (wanted !== undefined) assert.equal(text, wanted);
          }
        }
      });

      test("a service for everyone is for a stranger, too; one in beta is for those who take part", async () => {
        assert.equal((await place.resolve({ service: PUBLIC, region: REGION }, { account: STRANGER, body: TEMPLATE })).status, 200);
        assert.equal((await place.resolve({ service: BETA, region: "cn-hangzhou" }, { account: CUSTOMER, body: TEMPLATE })).status, 200);
        assert.equal((await place.resolve({ service: BETA, region: "cn-hangzhou" }, { account: PROVIDER, body: TEMPLATE })).status, 200);
        assert.equal((await place.resolve({ service: BETA, region: "cn-hangzhou" }, { account: STRANGER, body: TEMPLATE })).status, 404);
      });

      test("an answer that is there already is not sent again", async () => {
        const { headers } = await place.resolve({ ...asked, template: "single" }, { method: "GET" });
        const tag = headers.get("etag") ?? "";
        const match = { "if-none-match": `"other", W/${tag}` };
        const unchanged = await place.resolve({ ...asked, template: "single" }, { method: "GET", headers: match });
        assert.deepEqual([unchanged.status, unchanged.text, unchanged.headers.get("etag")], [304, "", tag]);
        // Of a POST, RFC 9110 wants another word for it.
        const posted = await place.resolve(asked, { body: TEMPLATE, headers: match });
        assert.deepEqual([posted.status, posted.json.code, posted.headers.get("etag")], [412, "unchanged", tag]);
        const other = await place.resolve({ ...asked, region: "cn-hangzhou", template: "single" }, { method: "GET", headers: match });
        assert.equal(other.status, 200);
        // Who may not have it is told nothing of what it is.
        assert.equal((await place.resolve({ ...asked, template: "single" }, { method: "GET", account: DENIED, headers: match })).status, 404);
      });

      test("a receipt says what the answer was made of, and not for whom", async () => {
        const { headers, text } = await place.resolve(asked, { body: TEMPLATE });
        const receipt = Buffer.from(headers.get("resolver-receipt") ?? "", "base64url").toString();
        const { service, region, images, output, format, account } = readReceipt(receipt);
        valid("document#/components/schemas/Receipt", JSON.parse(receipt));
        assert.deepEqual({ service, region, images, format }, { ...asked, images: ["m-2zeb8f1xt6s4d0e2g3h5"], format: "ros-yaml" });
        const digest = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(text))).toString("hex");
        assert.equal(output, digest);
        assert.equal(headers.get("etag"), `"${digest}"`);
        assert.ok(!receipt.includes(CUSTOMER));
        const other = await place.resolve(asked, { account: PROVIDER, body: TEMPLATE });
        assert.notEqual(JSON.parse(Buffer.from(other.headers.get("resolver-receipt") ?? "", "base64url").toString()).account, account);
      });

      test("a template is analysed once", async () => {
        const template = `${TEMPLATE}# once\n`;
        await place.resolve(asked, { body: template });
        await place.take();
        const { status } = await place.resolve({ ...asked, region: "cn-hangzhou" }, { body: template });
        const { counts, log } = await place.take();
        assert.equal(status, 200);
        // The head is looked at (a lifetime of 0 in these tests), no object is read again, nothing is parsed.
        assert.deepEqual(counts, ["get head", "resolve"]);
        assert.equal(log.at(-1).cached, true);
      });

      for (const [what, query, parameter] of /** @type {const} */ ([
        ["without a service", { region: REGION }, "service"],
        ["without a region", { service: RESTRICTED }, "region"],
        ["with an empty service", { service: "", region: REGION }, "service"],
        ["with a service that is too long", { service: "s".repeat(300), region: REGION }, "service"],
        ["with an account, which the token alone says", { ...asked, account: PROVIDER }, "account"],
      ])) {
        test(`${what} it says so`, async () => {
          const { status, json } = await place.resolve(query, { body: TEMPLATE });
          assert.deepEqual([status, json.code], [400, "request-invalid"]);
          assert.match(json.detail, new RegExp(`\`${parameter}\``));
        });
      }

      test("a parameter that is there twice, two templates at once and no template are refused", async () => {
        const twice = await place.ask(`/v1/resolve?service=a&service=b&region=${REGION}`, { method: "POST", token: customer, body: TEMPLATE, headers: { "content-type": "text/yaml" } });
        assert.deepEqual([twice.status, twice.json.code], [400, "request-invalid"]);
        const both = await place.resolve({ ...asked, template: "single" }, { body: TEMPLATE });
        assert.deepEqual([both.status, both.json.code], [400, "template-twice"]);
        const none = await place.resolve(asked, { headers: { "content-type": "text/yaml" } });
        assert.deepEqual([none.status, none.json.code], [400, "body-missing"]);
        const unnamed = await place.resolve(asked, { method: "GET" });
        assert.deepEqual([unnamed.status, unnamed.json.code], [400, "request-invalid"]);
        const unknown = await place.resolve({ ...asked, template: "other" });
        assert.deepEqual([unknown.status, unknown.json.code], [404, "template-unknown"]);
      });

      test("the account is the token's, whatever a header says", async () => {
        const headers = { "x-account": CUSTOMER, "x-forwarded-user": CUSTOMER, cookie: `account=${CUSTOMER}` };
        assert.equal((await place.resolve(asked, { account: STRANGER, body: TEMPLATE, headers })).status, 404);
      });

      test("an Accept that leaves the template's type out is told so", async () => {
        const refused = await place.resolve(asked, { body: TEMPLATE, headers: { accept: "application/json, application/yaml;q=0" } });
        assert.deepEqual([refused.status, refused.json.code], [406, "not-acceptable"]);
        for (const accept of ["*/*", "application/*;q=0.5", "text/html, application/yaml"]) {
          assert.equal((await place.resolve(asked, { body: TEMPLATE, headers: { accept } })).status, 200);
        }
      });
    });

    describe("regions", () => {
      const path = `/v1/services/${RESTRICTED}/regions`;

      test("each region says whether the service can be deployed there, and why not", async () => {
        const { status, json } = await place.ask(path, { token: customer });
        assert.equal(status, 200);
        const of = (/** @type {string} */ region) => json.regions.find((/** @type {any} */ found) => found.region === region);
        assert.deepEqual(of("cn-beijing"), { region: "cn-beijing", deployable: true });
        assert.equal(of("us-west-1").deployable, false);
        assert.deepEqual(of("us-west-1").reasons[0].code, "region-not-ready");
        assert.equal(of("us-west-1").reasons.length, 2);
      });

      test("it agrees with what resolve does", async () => {
        const { json } = await place.ask(path, { token: customer });
        for (const { region, deployable } of json.regions.filter((/** @type {any} */ _, /** @type {number} */ at) => at % 5 === 0)) {
          assert.equal((await place.resolve({ service: RESTRICTED, region }, { body: TEMPLATE })).status, deployable ? 200 : 422, region);
        }
      });

      test("of a template it lists those that are allowed", async () => {
        const { json } = await place.ask(`${path}?template=single`, { token: customer });
        assert.deepEqual(json.regions, ["cn-hangzhou", "cn-beijing", "ap-northeast-1"].map((region) => ({ region, deployable: true })));
        const unknown = await place.ask(`${path}?template=other`, { token: customer });
        assert.deepEqual([unknown.status, unknown.json.code], [404, "template-unknown"]);
      });

      test("reasons are told in the asker's language", async () => {
        const { json, headers } = await place.ask(path, { token: customer, headers: { "accept-language": "ja" } });
        assert.equal(headers.get("content-language"), "ja");
        assert.match(JSON.stringify(json), /[ぁ-ん]/);
      });

      test("a path that is broken is told so", async () => {
        const { status, json } = await place.ask("/v1/services/%ff/regions", { token: customer });
        assert.deepEqual([status, json.code], [400, "request-invalid"]);
      });
    });

    describe("analyze", () => {
      const post = (/** @type {any} */ asked) => place.ask("/v1/analyze", { method: "POST", token: provider, headers: { "content-type": "text/yaml" }, ...asked });

      test("a provider sees the sites of a template", async () => {
        const { status, json } = await post({ body: TEMPLATE });
        assert.equal(status, 200);
        assert.equal(json.sites.length, 3);
        assert.deepEqual(json, JSON.parse(JSON.stringify(analyze(new TextEncoder().encode(TEMPLATE), { format: "ros-yaml" }))));
      });

      test("what is wrong in it is part of the answer, in the asker's language", async () => {
        const { status, json } = await post({ body: "Resources: {", headers: { "content-type": "text/yaml", "accept-language": "zh-CN,en;q=0.5" } });
        assert.equal(status, 200);
        assert.equal(json.ok, false);
        assert.match(json.diagnostics[0].message, /\p{Script=Han}/u);
      });

      test("a customer may not", async () => {
        const { status, json } = await post({ body: TEMPLATE, token: customer });
        assert.deepEqual([status, json.code], [403, "scope-missing"]);
      });
    });

    describe("manifest", () => {
      test("its provider reads it as it was signed", async () => {
        const { status, json, headers, text } = await place.ask("/v1/manifest", { token: provider });
        assert.equal(status, 200);
        assert.equal(text, JSON.stringify(MANIFEST, null, 2));
        assert.equal(json.services[0].sharedAccounts.length, 2);
        const unchanged = await place.ask("/v1/manifest", { token: provider, headers: { "if-none-match": headers.get("etag") ?? "" } });
        assert.deepEqual([unchanged.status, unchanged.text], [304, ""]);
      });

      test("nobody else does", async () => {
        const other = await place.issuer.token("1000000000000009", { scope: "provider" });
        const { status, json } = await place.ask("/v1/manifest", { token: other });
        assert.deepEqual([status, json.code], [403, "provider-mismatch"]);
        assert.equal((await place.ask("/v1/manifest", { token: customer })).status, 403);
        // The provider's own account, with a token for something else.
        assert.equal((await place.ask("/v1/manifest", { token: await place.issuer.token(PROVIDER) })).status, 403);
      });
    });

    describe("open routes", () => {
      test("healthz, readyz and the document ask for no token", async () => {
        assert.deepEqual((await place.ask("/healthz")).json, { status: "alive" });
        const { json } = await place.ask("/readyz");
        assert.deepEqual([json.status, json.version], ["ready", 1]);
        assert.equal((await place.ask("/openapi.json")).json.openapi, "3.1.0");
      });

      test("each problem is explained where its type points", async () => {
        const { json } = await place.ask("/v1/resolve", { method: "POST" });
        const told = await place.ask(json.type, { headers: { "accept-language": "ja" } });
        assert.equal(told.json.code, "token-missing");
        assert.match(told.json.todo, /[ぁ-ん]/);
        assert.equal((await place.ask("/problems/no-such-problem")).status, 404);
      });
    });

    describe("methods and origins", () => {
      test("a method that does not fit is told which do", async () => {
        for (const [path, method, allow] of [
          ["/v1/resolve", "DELETE", "GET, POST, HEAD, OPTIONS"],
          ["/v1/manifest", "POST", "GET, PUT, HEAD, OPTIONS"],
          ["/v1/analyze", "GET", "POST, OPTIONS"],
          ["/healthz", "PUT", "GET, HEAD, OPTIONS"],
        ]) {
          const { status, json, headers } = await place.ask(path, { method, token: provider });
          assert.deepEqual([status, json.code, headers.get("allow")], [405, "method-not-allowed", allow]);
        }
        assert.equal((await place.ask("/v1/analyze", { method: "HEAD", token: provider })).status, 405);
        const options = await place.ask("/v1/resolve", { method: "OPTIONS", token: customer });
        assert.deepEqual([options.status, options.headers.get("allow")], [204, "GET, POST, HEAD, OPTIONS"]);
      });

      test("a page of a listed origin may ask, one of another may not", async () => {
        const preflight = (/** @type {string} */ origin) =>
          place.ask("/v1/resolve", { method: "OPTIONS", headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" } });
        const listed = await preflight("https://console.example.com");
        assert.equal(listed.status, 204);
        assert.equal(listed.headers.get("access-control-allow-origin"), "https://console.example.com");
        assert.match(listed.headers.get("access-control-allow-headers") ?? "", /Authorization/);
        const other = await preflight("https://elsewhere.example.com");
        assert.equal(other.status, 401);
        assert.equal(other.headers.get("access-control-allow-origin"), null);
        const answer = await place.resolve(asked, { body: TEMPLATE, headers: { origin: "https://console.example.com" } });
        assert.equal(answer.headers.get("access-control-allow-origin"), "https://console.example.com");
        assert.match(answer.headers.get("access-control-expose-headers") ?? "", /ETag/);
        assert.match(answer.headers.get("vary") ?? "", /Origin/);
      });

      test("a path that leads nowhere asks for a token first, then says so", async () => {
        assert.equal((await place.ask("/v1/elsewhere")).status, 401);
        assert.equal((await place.ask("/v1/elsewhere", { token: customer })).json.code, "route-unknown");
        assert.equal((await place.ask("/V1/resolve", { token: customer })).status, 404);
        assert.equal((await place.ask("/v1/resolve/", { token: customer })).status, 404);
      });
    });

    describe("the log", () => {
      test("one line for each request, without accounts, tokens and templates", async () => {
        await place.take();
        await place.resolve(asked, { body: TEMPLATE });
        await place.resolve(asked, { account: DENIED, body: TEMPLATE });
        await place.ask("/v1/manifest", { token: provider });
        await place.ask("/v1/resolve?account=1000000000000002", { method: "POST", token: "1000000000000002.e30.x" });
        const { log } = await place.take();
        assert.deepEqual(
          log.map(({ event, route, method, status, code }) => [event, route, method, status, code]),
          [
            ["request", "resolve", "POST", 200, undefined],
            ["request", "resolve", "POST", 404, "service-unavailable"],
            ["request", "manifest", "GET", 200, undefined],
            ["request", "resolve", "POST", 401, "token-invalid"],
          ],
        );
        assert.deepEqual([log[0].service, log[0].region, log[0].version, log[0].bytes], [RESTRICTED, REGION, 1, Buffer.byteLength(TEMPLATE)]);
        assert.equal(log[1].service, undefined);
        const text = JSON.stringify(log);
        for (const secret of [PROVIDER, CUSTOMER, DENIED, customer, "web_server_image", "m-2ze"]) assert.ok(!text.includes(secret), secret);
      });
    });

    test("an account that asks too often is told when to come again", async () => {
      await place.set({ limit: 7 });
      const { status, json, headers } = await place.resolve(asked, { body: TEMPLATE });
      await place.set({});
      assert.deepEqual([status, json.code, headers.get("retry-after")], [429, "rate-limited", "7"]);
    });
  });
}
