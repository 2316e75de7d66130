// Who may, and whom an artifact is open to, through wasm.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";

import { Resolver } from "../../js/node.js";

const relations = { web: { artifactId: "artifact-1" } };
const MANIFEST = {
  manifestVersion: 1,
  provider: "1",
  artifacts: [{ artifactId: "artifact-1" }, { artifactId: "artifact-2" }],
  services: [
    {
      serviceId: "service-1",
      status: "Online",
      shareType: "Restricted",
      sharedAccounts: [
        { uid: "2", permission: "Deployable" },
        { uid: "3", permission: "Accessible" },
        { uid: "4", permission: "Authorized", type: "Reseller" },
      ],
      relations,
    },
    { serviceId: "service-2", status: "Beta", shareType: "Hidden", sharedAccounts: [{ uid: "2", permission: "DeployableIncludeBeta" }], relations },
    { serviceId: "service-3", status: "Draft", shareType: "Public", relations },
  ],
};

describe("decide", () => {
  const resolver = new Resolver(MANIFEST);
  /** @type {[object, string][]} */
  const cases = [
    [{ service: "service-1", account: "1" }, "provider"],
    [{ service: "service-1", account: "2" }, "shared"],
    [{ service: "service-1", account: "3", action: "view" }, "shared"],
    [{ service: "service-1", account: "4", action: "view" }, "shared"],
    [{ service: "service-1", account: "3" }, "account-cannot-deploy: service-1 needs Deployable"],
    [{ service: "service-2", account: "2", action: "deploy" }, "beta"],
    [{ service: "service-2", account: "3" }, "account-denied: service-2 needs DeployableIncludeBeta"],
    [{ service: "service-3", account: "3" }, "service-not-online: service-3 needs Online"],
    [{ service: "service-3", account: "3", action: "view" }, "service-not-shown: service-3 needs Online"],
    [{ service: "service-9", account: "3" }, "service-unknown: "],
    [{ service: "service-1", account: "" }, "account-empty: "],
    [{ artifact: "artifact-1", account: "2" }, "shared through service-1"],
    [{ artifact: "artifact-2", account: "2" }, "artifact-private: "],
    [
      { artifact: "artifact-1", account: "9" },
      "artifact-closed account-denied account-denied service-not-online: service-1 needs Deployable, service-2 needs DeployableIncludeBeta, service-3 needs Online",
    ],
  ];
  for (const [question, expected] of cases) {
    test(`${JSON.stringify(question)}: ${expected}`, () => {
      const decision = resolver.decide(/** @type {any} */ (question));
      const needs = decision.needs.map(({ service, status, permission }) => `${service} needs ${[status, permission].filter(Boolean).join(" and ")}`);
      const denied = `${decision.diagnostics.map(({ code }) => code).join(" ")}: ${needs.join(", ")}`;
      const allowed = `${decision.because}${decision.through === undefined ? "" : ` through ${decision.through}`}`;
      assert.equal(decision.ok ? allowed : denied, expected);
      assert.equal(decision.because === undefined, !decision.ok);
      assert.deepEqual(JSON.parse(JSON.stringify(decision)), decision.toJSON());
      if (!decision.ok) assert.match(inspect(decision), /diagnostics/);
    });
  }

  test("an unreadable manifest lets nobody in", () => {
    const decision = new Resolver("{").decide({ service: "service-1", account: "1" });
    assert.equal(decision.ok, false);
    assert.equal(decision.diagnostics[0].source, "manifest");
  });

  test("what is wrong with a service keeps everyone from deploying it", () => {
    const broken = structuredClone(MANIFEST);
    /** @type {any} */ (broken.services[0]).templates = 7;
    const resolver = new Resolver(broken);
    assert.equal(resolver.decide({ service: "service-1", account: "2" }).ok, false);
    assert.equal(resolver.decide({ artifact: "artifact-1", account: "2" }).through, "service-2");
  });
});

describe("audience", () => {
  test("counts, and names accounts only when asked to", () => {
    const resolver = new Resolver(MANIFEST);
    const audience = resolver.audience("artifact-1");
    assert.deepEqual(audience.toJSON(), {
      ok: true,
      visibility: "shared",
      services: [
        { service: "service-1", status: "Online", shareType: "Restricted", everyone: false, accounts: 1 },
        { service: "service-2", status: "Beta", shareType: "Hidden", everyone: false, accounts: 1 },
        { service: "service-3", status: "Draft", shareType: "Public", everyone: false, accounts: 0 },
      ],
      accountCount: 1,
      diagnostics: [],
      dropped: 0,
    });
    assert.equal(audience.accounts, undefined);
    assert.doesNotMatch(JSON.stringify(audience), /uid/);
    assert.deepEqual(resolver.audience("artifact-1", { accounts: true }).accounts, [{ uid: "2", services: ["service-1", "service-2"] }]);
    assert.equal(resolver.audience("artifact-2").visibility, "private");
  });

  test("is public as soon as one online service is", () => {
    const open = structuredClone(MANIFEST);
    open.services[2].status = "Online";
    const audience = new Resolver(open).audience("artifact-1");
    assert.equal(audience.visibility, "public");
    assert.deepEqual(audience.services.map(({ everyone }) => everyone), [false, false, true]);
  });

  test("of an unknown artifact is an error, and nobody", () => {
    for (const audience of [new Resolver(MANIFEST).audience("artifact-9"), new Resolver("[").audience("artifact-1")]) {
      assert.equal(audience.ok, false);
      assert.deepEqual([audience.visibility, audience.accountCount, audience.services], ["private", 0, []]);
    }
  });

  test("of a hundred thousand accounts stays in the core", () => {
    const many = structuredClone(MANIFEST);
    many.services[0].sharedAccounts = Array.from({ length: 100_000 }, (_, at) => ({ uid: String(1e15 + at), permission: "Deployable" }));
    const resolver = new Resolver(many);
    for (let at = 0; at < 1_000; at++) {
      assert.ok(resolver.decide({ artifact: "artifact-1", account: String(1e15 + at * 7) }).ok);
    }
    assert.equal(resolver.audience("artifact-1").accountCount, 100_001);
    assert.ok(JSON.stringify(resolver.audience("artifact-1")).length < 2_000);
  });
});

test("wrong arguments throw a TypeError", () => {
  /** @type {any} */
  const resolver = new Resolver(MANIFEST);
  assert.throws(() => resolver.decide(), { name: "TypeError", message: /`question` must be an object/ });
  assert.throws(() => resolver.decide({ account: "1" }), { name: "TypeError", message: /`service` or `artifact`, and not both/ });
  assert.throws(() => resolver.decide({ service: "s", artifact: "a", account: "1" }), { name: "TypeError", message: /not both/ });
  assert.throws(() => resolver.decide({ service: "s", account: 1 }), { name: "TypeError", message: /`question.account` must be a string/ });
  assert.throws(() => resolver.decide({ service: "s", account: "1", action: "see" }), { name: "TypeError", message: /one of "deploy", "view"/ });
  assert.throws(() => resolver.audience(), { name: "TypeError", message: /`artifact` must be a string/ });
  assert.throws(() => resolver.audience("a", { accounts: 1 }), { name: "TypeError", message: /`options.accounts` must be a boolean/ });
  resolver.free();
  assert.throws(() => resolver.decide({ service: "s", account: "1" }), { name: "TypeError", message: "this Resolver was freed" });
  assert.throws(() => resolver.audience("a"), { name: "TypeError", message: "this Resolver was freed" });
});

describe("permissions out of the request", () => {
  const bare = { ...MANIFEST, services: MANIFEST.services.map(({ sharedAccounts, ...service }) => service) };
  const told = new Resolver(bare, { permissionsFrom: "request" });
  const whole = new Resolver(MANIFEST);
  const template = '{"ROSTemplateFormatVersion":"2015-09-01","Resources":{"Web":{"Type":"ALIYUN::ECS::Instance","Properties":{"ImageId":"x"}}}}';

  test("answer as the whole list does", () => {
    for (const { serviceId, sharedAccounts = [] } of MANIFEST.services) {
      for (const account of ["1", "2", "3", "4", "5", ""]) {
        const permissions = sharedAccounts.filter(({ uid }) => uid === account).map(({ permission }) => permission);
        const question = { service: serviceId, account };
        assert.deepEqual(told.decide({ ...question, permissions }).toJSON(), whole.decide(question).toJSON());
        const request = { ...question, region: "cn-hangzhou" };
        assert.deepEqual(told.resolve(template, { ...request, permissions }).toJSON(), whole.resolve(template, request).toJSON());
        assert.deepEqual(told.compile(template).resolve({ ...request, permissions }).toJSON(), whole.compile(template).resolve(request).toJSON());
      }
    }
  });

  test("hold for that request alone, and without them there are none", () => {
    const question = { service: "service-1", account: "2" };
    assert.ok(told.decide({ ...question, permissions: [null, "Deployable"] }).ok);
    assert.deepEqual(told.decide(question).diagnostics.map(({ code }) => code), ["account-denied"]);
    assert.deepEqual(told.decide({ ...question, permissions: [null] }).diagnostics.map(({ code }) => code), ["account-cannot-deploy"]);
    assert.equal(told.audience("artifact-1", { accounts: true }).accountCount, 0);
    const listed = new Resolver(MANIFEST, { permissionsFrom: "request" });
    assert.equal(listed.decide(question).ok, false, "what the manifest lists does not count");
    assert.equal(listed.decide({ ...question, permissions: ["Accessible"] }).ok, false);
  });

  test("a late report is about the request that was made, whatever was asked meanwhile", () => {
    const request = { service: "service-1", account: "2", region: "cn-hangzhou" };
    const first = told.resolve(template, { ...request, permissions: ["Deployable"] });
    const second = told.resolve(template, request);
    assert.deepEqual([first.ok, first.diagnostics.map(({ code }) => code)], [true, ["relation-unused", "image-unassociated"]]);
    assert.deepEqual([second.ok, second.diagnostics.map(({ code }) => code)], [false, ["account-denied"]]);
  });

  test("are refused where nobody asked for them, and where they are no list of texts", () => {
    const question = { service: "service-1", account: "5", permissions: ["Deployable"] };
    const wrong = { name: "TypeError", message: /goes with a Resolver whose `permissionsFrom` is `request`/ };
    assert.throws(() => whole.decide(question), wrong);
    assert.throws(() => whole.resolve(template, { ...question, region: "cn-hangzhou" }), wrong);
    assert.throws(() => whole.compile(template).resolve({ ...question, region: "cn-hangzhou" }), wrong);
    assert.throws(() => new Resolver(MANIFEST, { permissionsFrom: "manifest" }).decide(question), wrong);
    assert.throws(() => new Resolver(MANIFEST, { permissionsFrom: /** @type {any} */ ("anywhere") }), TypeError);
    for (const permissions of ["Deployable", [1], [undefined], { 0: "Deployable" }, null]) {
      assert.throws(() => told.decide({ ...question, permissions: /** @type {any} */ (permissions) }), TypeError);
    }
    assert.throws(() => told.decide({ artifact: "artifact-1", account: "2", permissions: [] }), TypeError);
  });
});
