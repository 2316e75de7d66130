// A split manifest answers as the whole one does: law 10, for every service, account, region and template.
import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { Resolver } from "../../js/node.js";
import { bytes, NOW, opened, PROVIDER, signed } from "./bundles.js";

/** @import { Resolution } from "../../js/index.js" */

const RUNS = Number(process.env.RUNS ?? 1000);

const REGIONS = ["cn-hangzhou", "cn-beijing", "us-west-1"];
/** Region, and template by name. @type {[string, string | undefined][]} */
const ASKED = [["cn-hangzhou", undefined], ["cn-beijing", "single"], ["us-west-1", "none"], ["cn-nowhere", "__proto__"]];
const ACCOUNTS = [PROVIDER, "2", "3", "4", "", "__proto__"];
const LITERALS = ["web", "Web ", "123", "7", "__proto__", "centos_7_9", "イメージ", "m-bp1aaaaaaaaaaaaaaaaa1"];
const NAMES = ["single", "double", "__proto__"];

/** Mostly one of the usual words, so that requests come through. @param {string[]} usual @param {string[]} odd */
const word = (usual, odd) => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(undefined, ...odd) });

const versionStatus = word(["Available", "Delivering", "Created"], ["Scanning", "Deleted", "Odd"]);
const imageId = fc.constantFrom("m-bp1aaaaaaaaaaaaaaaaa1", "m-2zeaaaaaaaaaaaaaaaaa2", "m-odd", "web");

/** What nobody asks for: an answer does not depend on it. */
const noise = fc.option(fc.record({ note: fc.constantFrom("x", 1, null) }), { nil: {} });

/** The record of an image's shares: most manifests have none. */
const shared = fc.option(fc.oneof(fc.constantFrom("unknown", "everyone"), fc.subarray(["2", "3", "__proto__"])), { nil: undefined, freq: 2 });

const source = fc.oneof(
  fc.record({ type: fc.constant("custom"), imageId, regionId: fc.constantFrom(...REGIONS), shared }, { requiredKeys: ["type"] }),
  fc.record({ type: fc.constant("marketplace"), commodityCode: fc.constant("cmjj"), commodityVersion: fc.constant("V1") }, { requiredKeys: ["type"] }),
);

const image = fc.record({ imageId, status: versionStatus, progress: fc.constant(50), shared }, { requiredKeys: [] });

const version = fc
  .record({
    version: fc.constantFrom("draft", "1", "2", "10", "010", "v3"),
    versionName: fc.constant("v1_0"),
    status: versionStatus,
    source: fc.option(source, { nil: undefined }),
    supportRegionIds: fc.option(fc.oneof(fc.constant("all"), fc.subarray(REGIONS, { minLength: 1 })), { nil: undefined }),
    images: fc.dictionary(fc.constantFrom(...REGIONS, "cn-hangzhou-b"), image),
    noise,
  })
  .map(({ noise: more, ...rest }) => ({ ...rest, ...more }));

const artifacts = fc
  .uniqueArray(fc.constantFrom("artifact-1", "artifact-2", "artifact-3"), { minLength: 1 })
  .chain((ids) => fc.tuple(...ids.map((artifactId) => fc.record({ artifactId: fc.constant(artifactId), artifactType: fc.constantFrom("EcsImage", "EcsImage", "EcsImage", undefined, "File"), name: fc.constant("web_server"), tags: fc.constant({ a: "b" }), versions: fc.uniqueArray(version, { selector: ({ version: name }) => name, minLength: 1 }) }))));

const account = fc.record(
  {
    uid: fc.constantFrom("2", "2", "3", "__proto__"),
    permission: fc.constantFrom("Deployable", "Deployable", "DeployableIncludeBeta", "Accessible", "Unauthorized", "Odd", ""),
    type: fc.constantFrom("SharedAccount", "Reseller"),
  },
  { requiredKeys: ["uid"] },
);

/** Now and then one that leads nowhere: such a manifest is not signed. @param {{ artifactId: string, versions: { version: string }[] }[]} known */
const relation = (known) => fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...known).chain(related) }, { weight: 1, arbitrary: fc.constant({ artifactId: "artifact-none" }) });

/** @param {{ artifactId: string, versions: { version: string }[] }} artifact */
const related = ({ artifactId, versions }) =>
  fc.record({ artifactId: fc.constant(artifactId), version: fc.constantFrom(...versions.map(({ version: name }) => name)) }, { requiredKeys: ["artifactId"] });

/** @param {string} serviceId @param {any} known */
const service = (serviceId, known) =>
  fc.record(
    {
      serviceId: fc.constant(serviceId),
      name: fc.constant("a service"),
      status: word(["Online", "Online", "Beta"], ["Draft", "Offline", "Odd"]),
      shareType: word(["Public", "Restricted", "Restricted"], ["Hidden", "OnlyTrialRestricted", "Odd"]),
      sharedAccounts: fc.array(account, { maxLength: 6 }),
      templates: fc.uniqueArray(fc.record({ name: fc.constantFrom(...NAMES), allowedRegions: fc.subarray(REGIONS) }, { requiredKeys: ["name"] }), { selector: ({ name }) => name }),
      relations: fc.array(fc.tuple(fc.constantFrom(...LITERALS), relation(known)), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    },
    { requiredKeys: ["serviceId"] },
  );

const manifest = artifacts.chain((known) =>
  fc.uniqueArray(fc.constantFrom("service-1", "service-2", "service-3", "__proto__"), { minLength: 1 }).chain((ids) =>
    fc.record({
      manifestVersion: fc.constant(1),
      provider: fc.constant(PROVIDER),
      artifacts: fc.constant(known),
      services: fc.tuple(...ids.map((id) => service(id, known))),
    }),
  ),
);

const literals = fc.subarray([...LITERALS, "web ", "unrelated"], { minLength: 1, maxLength: 4 });

/** @param {string[]} images */
function template(images) {
  const resources = images.map((ImageId, at) => [`Web${at}`, { Type: "ALIYUN::ECS::Instance", Properties: { ImageId } }]);
  return JSON.stringify({ ROSTemplateFormatVersion: "2015-09-01", Resources: Object.fromEntries(resources) });
}

/**
 * All of an answer. Where something stands in a manifest is said by its id, for its position is another one in a document.
 *
 * @param {Resolution<string>} resolution
 * @param {any} model
 */
function told(resolution, model) {
  const { diagnostics, ...rest } = resolution.toJSON();
  const named = (/** @type {any} */ place) => (place.pointer === undefined ? place : { ...place, pointer: byName(place.pointer, model) });
  const places = diagnostics.map((diagnostic) => ({ ...named(diagnostic), related: diagnostic.related.map(named) }));
  return { ...rest, template: resolution.template, diagnostics: places };
}

/** @param {string} pointer @param {any} model */
function byName(pointer, model) {
  const [, list, at, ...way] = pointer.split("/");
  const item = model[list][Number(at)];
  if (list === "artifacts" && way[0] === "versions" && way.length > 1) way[1] = item.versions[Number(way[1])].version;
  return [list, item.serviceId ?? item.artifactId, ...way].join("/");
}

/** Compares texts first: nearly all of them are the same. @param {object} one @param {object} other */
function same(one, other) {
  if (JSON.stringify(one) !== JSON.stringify(other)) assert.deepEqual(one, other);
}

test(`split = whole, for ${RUNS} manifests`, async () => {
  const count = { allowed: 0, denied: 0, resolved: 0, unsound: 0 };
  await fc.assert(fc.asyncProperty(manifest, literals, (model, images) => compare(model, template(images), count)), { numRuns: RUNS });
  console.log(JSON.stringify(count));
  // A property over nothing but refusals would prove nothing.
  for (const reached of Object.values(count)) assert.ok(reached > RUNS / 20);
});

/**
 * @param {any} model
 * @param {string} sample
 * @param {{ allowed: number, denied: number, resolved: number, unsound: number }} count
 */
async function compare(model, sample, count) {
  const whole = new Resolver(model);
  if (!whole.ok) {
    count.unsound += 1;
    return assert.rejects(signed({ manifest: model, templates: new Map() }), { code: "unsound" });
  }
  const { bundle, gate } = await opened(await signed({ manifest: model, templates: new Map() }));
  const compiled = whole.compile(sample);
  for (const service of [...model.services.map((/** @type {any} */ { serviceId }) => serviceId), "service-none", ""]) {
    const { page } = await bundle.look({ service, account: "" }, NOW);
    const ref = page.documents.get(service);
    const part = ref && JSON.parse((await bundle.document(ref, NOW)).manifest);
    const own = part && new Resolver(part, { permissionsFrom: "request" });
    const ownCompiled = own?.compile(sample);
    for (const account of ACCOUNTS) {
      const isAllowed = whole.decide({ service, account }).ok;
      count[isAllowed ? "allowed" : "denied"] += 1;
      assert.equal((await gate.admit(bundle, { service, account }, NOW)) !== null, isAllowed);
      if (own === undefined) continue;
      const { permissions } = await bundle.look({ service, account }, NOW);
      same(own.decide({ service, account, permissions }).toJSON(), whole.decide({ service, account }).toJSON());
      // Whoever is denied never gets here; the answer would be the same all the same.
      for (const [region, name] of ASKED) {
        const request = { service, region, account, ...(name !== undefined && { template: name }) };
        const expected = compiled.resolve(request);
        same(told(ownCompiled.resolve({ ...request, permissions }), part), told(expected, model));
        if (expected.ok) count.resolved += 1;
      }
    }
    own?.free();
  }
  whole.free();
}

test("a document holds one service, none of its accounts, and only the versions that it can mean", async () => {
  const model = {
    manifestVersion: 1,
    provider: PROVIDER,
    artifacts: [
      { artifactId: "artifact-1", description: "secret plans", versions: [{ version: "1", status: "Available" }, { version: "2", status: "Available" }] },
      { artifactId: "artifact-2", versions: [{ version: "1" }, { version: "2" }] },
      { artifactId: "artifact-3", versions: [{ version: "1" }] },
    ],
    services: [
      { serviceId: "service-1", sharedAccounts: [{ uid: "2", permission: "Deployable" }], relations: { a: { artifactId: "artifact-1", version: "2" }, b: { artifactId: "artifact-2" } } },
      { serviceId: "service-2", sharedAccounts: [{ uid: "3" }] },
    ],
  };
  const { bundle } = await opened(await signed({ manifest: model, templates: new Map() }));
  const { page } = await bundle.look({ service: "service-1", account: "2" }, NOW);
  const ref = page.documents.get("service-1");
  assert.ok(ref);
  const { manifest: json } = await bundle.document(ref, NOW);
  assert.doesNotMatch(json, /sharedAccounts|secret|artifact-3|service-2/);
  const part = JSON.parse(json);
  assert.deepEqual(part.artifacts.map((/** @type {any} */ { artifactId, versions }) => [artifactId, versions.map((/** @type {any} */ { version: name }) => name)]), [["artifact-1", ["2"]], ["artifact-2", ["1", "2"]]]);
  assert.doesNotMatch(page.manifest, /sharedAccounts|relations|artifact/);
  assert.equal(bytes(json).length, json.length);
});
