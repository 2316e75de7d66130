/**
 * Names that mean something to JavaScript, wherever a name crosses its boundary: they are names like any other, and nothing
 * of the language changes.
 */

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";

import { catalogue, message } from "../../js/diagnostics.js";
import { analyze, exportManifest, importManifest, observedRegion, Resolver, transition } from "../../js/node.js";

const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "toJSON", "then", "__defineGetter__"];

/** What every object has, before anything was done. */
const inherited = Object.getOwnPropertyNames(Object.prototype).sort();
afterEach(() => assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), inherited));

/** An object that has `name` as a field of its own. @param {string} name @param {unknown} value @returns {Record<string, any>} */
const having = (name, value) => Object.fromEntries([[name, value]]);

/** A manifest in which everything that can be called something is called `name`. @param {string} name */
const manifestOf = (name) => ({
  manifestVersion: 1,
  provider: "1000000000000001",
  artifacts: [
    {
      artifactId: name,
      artifactType: "EcsImage",
      name: "an_artifact",
      description: "an artifact with a name",
      tags: having(name, name),
      versions: [{ version: "1", versionName: "v_1", status: "Available", source: { type: "custom", imageId: "m-bp1source", regionId: "cn-hangzhou" }, supportRegionIds: [name], images: { ...having(name, { imageId: "m-copy", status: "Available" }), "cn-hangzhou": { imageId: "m-home", status: "Available" } } }],
    },
  ],
  services: [
    {
      serviceId: name,
      name,
      status: "Online",
      shareType: "Restricted",
      sharedAccounts: [{ uid: name, permission: "Deployable" }],
      templates: [{ name, allowedRegions: [name] }],
      relations: having(name, { artifactId: name, version: "1" }),
    },
  ],
});

/** @param {string} name */
const templateOf = (name) => `ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  "${name}": {Type: ALIYUN::ECS::Instance, Properties: {ImageId: "${name}"}}\n`;

for (const name of NAMES) {
  describe(name, () => {
    const made = manifestOf(name);
    // A spread and `Object.fromEntries` keep `__proto__` a field; the test would prove nothing if they did not.
    assert.ok(JSON.stringify(made).split(JSON.stringify(name)).length > 10);
    const forms = { "as an object": made, "as a string": JSON.stringify(made), "as bytes": new TextEncoder().encode(JSON.stringify(made)) };

    for (const [form, manifest] of Object.entries(forms)) {
      test(`in a manifest ${form}, a template and a request`, () => {
        const resolver = new Resolver(manifest);
        assert.equal(resolver.ok, true, JSON.stringify(resolver.diagnostics));
        const answer = resolver.resolve(templateOf(name), { service: name, region: name, account: name, template: name });
        assert.equal(answer.ok, true, JSON.stringify(answer.diagnostics));
        assert.equal(answer.template, templateOf(name).replace(`ImageId: "${name}"`, 'ImageId: "m-copy"'));
        const [site] = answer.toJSON().sites;
        assert.deepEqual([site.resource, site.value, site.replacement?.artifactId], [name, name, name]);
        // Whoever is only called like something that every object has is not let in.
        for (const other of NAMES.filter((other) => other !== name)) {
          const denied = resolver.resolve(templateOf(name), { service: name, region: name, account: other });
          assert.deepEqual([denied.ok, denied.template], [false, undefined]);
          assert.equal(resolver.resolve(templateOf(name), { service: other, region: name, account: name }).diagnostics[0].code, "service-unknown");
          const stays = resolver.resolve(templateOf(other), { service: name, region: name, account: name });
          assert.deepEqual([stays.ok, stays.template], [true, templateOf(other)]);
        }
        resolver.free();
      });
    }

    test("in every other question", () => {
      const resolver = new Resolver(made);
      const matrix = resolver.matrix({ service: name, accounts: [name, "x"], regions: [name], text: templateOf(name) });
      assert.equal(matrix.cell(0, 0).imageId, "m-copy");
      assert.deepEqual([matrix.access(0).granted, matrix.access(1).granted], ["shared", null]);
      assert.equal(resolver.decide({ service: name, account: name }).because, "shared");
      assert.equal(resolver.decide({ artifact: name, account: name }).through, name);
      assert.deepEqual(resolver.audience(name, { accounts: true }).accounts, [{ uid: name, services: [name] }]);
      const check = resolver.check({ templates: having(`${name}/${name}`, templateOf(name)), previous: made });
      assert.deepEqual(check.templates.map(({ service, name }) => [service, name]), [[name, name]]);
      const observed = { regions: having(name, { images: [{ imageId: "m-copy", status: "Available", tags: having(name, name), accounts: [name] }] }) };
      const plan = resolver.plan({ observed, now: 0, allRegions: [name], regions: [name], artifacts: [name] });
      assert.ok(plan.actions.every(({ tags }) => tags === undefined || Object.getPrototypeOf(tags) === Object.prototype));
      JSON.stringify([matrix, check, plan, resolver]);
      resolver.free();
    });

    test("in a change, in files, in what the cloud says", () => {
      const changed = transition(made, [{ change: "share", serviceId: name, accounts: [{ uid: "1000000000000002", permission: "Deployable" }] }, { change: "relate", serviceId: name, literal: "web", artifactId: name, version: "1" }]);
      assert.equal(changed.ok, true, JSON.stringify(changed.diagnostics));
      const after = /** @type {any} */ (changed.manifest);
      assert.deepEqual(Object.keys(after.services[0].relations).sort(), [name, "web"].sort());
      assert.deepEqual(Object.keys(after.artifacts[0].tags), [name]);
      assert.equal(Object.getPrototypeOf(after.services[0].relations), Object.prototype);

      const imported = importManifest([{ name, text: made, kind: "manifest" }], { bind: having(`${name}#Artifact.${name}`, name), explain: true });
      assert.equal(imported.ok, true, JSON.stringify(imported.diagnostics));
      assert.deepEqual(JSON.parse(imported.manifest ?? "{}").services[0].relations, made.services[0].relations);
      for (const format of /** @type {const} */ (["ros-mappings", "hcl-locals"])) {
        assert.equal(exportManifest(made, { format, service: name }).diagnostics.some(({ code }) => code === "internal-error"), false);
      }

      const { images } = observedRegion([{ ImageId: name, Tags: { Tag: [{ TagKey: name, TagValue: "x" }] } }], { images: [{ imageId: name, status: "Available", accounts: [name] }] });
      assert.deepEqual([Object.entries(images[0].tags ?? {}), images[0].accounts], [[[name, "x"]], [name]]);
    });

    test("in options they are refused, and a field that is inherited is none", () => {
      assert.throws(() => analyze("", having(name, 1)), TypeError);
      assert.throws(() => analyze("", { severities: having(name, "error") }), TypeError);
      assert.throws(() => analyze("", { limits: having(name, 1) }), TypeError);
      assert.throws(() => new Resolver(made, having(name, 1)), TypeError);
      assert.throws(() => new Resolver(made).resolve("", /** @type {any} */ ({ ...having(name, "x"), service: name, region: name, account: name })), TypeError);
    });

    test("in a finding, and in its words in every language", async () => {
      const unused = new Resolver(made).resolve("Resources: {}", { service: name, region: name, account: name });
      const [finding] = unused.diagnostics.filter(({ code }) => code === "relation-unused");
      assert.equal(finding.args.image, name);
      for (const language of ["en", "ja", "zh"]) {
        const words = await catalogue(language);
        assert.ok(message(finding, words).includes(name));
        // A value that a catalogue has words for is looked up among its own words only.
        for (const arg of Object.keys(words.words)) {
          const text = message({ code: finding.code, message: "", args: { [arg]: name, image: name } }, words);
          assert.equal(typeof text, "string");
          assert.ok(!text.includes("[native code]"));
        }
        assert.ok(!message({ code: name, message: "as it is", args: {} }, words).includes("[native code]"));
      }
    });
  });
}

test("numbers at the edges", () => {
  const manifest = manifestOf("web");
  const asked = { service: "web", region: "web", account: "web" };
  for (const limit of [-1, -0.5, 0.5, 2 ** 32, 2 ** 53, Infinity, -Infinity, NaN]) {
    assert.throws(() => analyze("", { limits: { sites: limit } }), TypeError, String(limit));
  }
  for (const limit of [-0, 0, 1, 2 ** 31, 2 ** 32 - 1]) {
    const limits = { templateBytes: limit, manifestBytes: limit, nesting: limit, aliases: limit, sites: limit, diagnostics: limit };
    const resolver = new Resolver(manifest, { limits });
    const answer = resolver.resolve(templateOf("web"), asked);
    assert.equal(answer.ok, limit > 1, String(limit));
    assert.equal(answer.template === undefined, !answer.ok);
    assert.ok(answer.diagnostics.length <= limit && !answer.diagnostics.some(({ code }) => code === "internal-error"));
    resolver.free();
  }
  for (const now of [-1, 0.5, 2 ** 53, NaN, Infinity]) assert.throws(() => new Resolver(manifest).plan({ now }), TypeError, String(now));
  assert.equal(new Resolver(manifest).plan({ now: Number.MAX_SAFE_INTEGER, copies: Number.MAX_SAFE_INTEGER, retryAfter: Number.MAX_SAFE_INTEGER, attempts: 0 }).toJSON().dropped, 0);
  // A manifest's numbers: wrong ones are findings, and versions are texts of digits of any length.
  for (const version of [-1, 0, 1.5, 1e21, 2 ** 53, null]) {
    assert.equal(new Resolver({ ...manifest, manifestVersion: version }).ok, false, String(version));
  }
  for (const progress of [-1, 101, 1e308, 0.5]) {
    const odd = structuredClone(manifest);
    /** @type {any} */ (odd.artifacts[0].versions[0].images)["cn-hangzhou"].progress = progress;
    assert.ok(new Resolver(odd).diagnostics.length > 0, String(progress));
  }
  const long = structuredClone(manifest);
  const [version] = long.artifacts[0].versions;
  long.artifacts[0].versions = [{ ...version, version: "9" }, { ...version, version: "99999999999999999999999999999999999999" }, { ...version, version: "10000000000000000000000000000000000000" }];
  /** @type {any} */ (long.services[0].relations).web = { artifactId: "web" };
  const newest = new Resolver(long).resolve(templateOf("web"), asked);
  assert.equal(newest.sites[0]?.replacement?.version, "99999999999999999999999999999999999999", JSON.stringify(newest.diagnostics));
});
