// The surface of design §7, in Node.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import vm from "node:vm";

import { analyze, LoadError, ready, Resolver } from "../../js/node.js";
import { ALLOWED, MANIFEST, TEMPLATE } from "./samples.js";

/** @typedef {typeof import("../../js/index.js")} Published */

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
const text = (/** @type {Uint8Array | undefined} */ bytes) => new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(bytes);

describe("analyze", () => {
  test("gives offsets in UTF-16 units for a string and in bytes for bytes", () => {
    const [inString] = analyze(TEMPLATE).sites;
    const [inBytes] = analyze(bytes(TEMPLATE)).sites;
    assert.equal(TEMPLATE.slice(inString.start, inString.end), '"web_image"');
    assert.equal(TEMPLATE.slice(inString.innerStart, inString.innerEnd), "web_image");
    assert.equal(text(bytes(TEMPLATE).subarray(inBytes.start, inBytes.end)), '"web_image"');
    assert.ok(inBytes.start > inString.start);
    assert.deepEqual([inString.line, inString.column], [inBytes.line, inBytes.column]);
    assert.equal(inString.value, "web_image");
    assert.equal(inString.resource, "サーバー😀");
  });

  test("counts a lone surrogate as one unit", () => {
    const broken = TEMPLATE.replace("😀", "\ud83d");
    const [site] = analyze(broken).sites;
    assert.equal(broken.slice(site.start, site.end), '"web_image"');
  });

  test("never throws for what is in a template", () => {
    for (const input of ["", "\0", "{", "a: [", "\ufeff", "🙂".repeat(1000), "[".repeat(100_000), new Uint8Array([0xff, 0xfe, 0, 1])]) {
      assert.equal(typeof analyze(input).ok, "boolean");
    }
    const tooLarge = analyze("x".repeat(600_000));
    assert.equal(tooLarge.ok, false);
    assert.deepEqual(tooLarge.diagnostics.map(({ code }) => code), ["template-too-large"]);
  });

  test("knows a plain object of itself", () => {
    const report = analyze(TEMPLATE);
    const plain = JSON.parse(JSON.stringify(report));
    assert.deepEqual(Object.keys(plain), ["ok", "format", "sites", "diagnostics", "dropped"]);
    assert.deepEqual(plain.sites, report.sites);
    assert.match(inspect(report), /web_image/);
    assert.equal(report.sites, report.sites, "it is decoded once");
  });

  test("does what its options say", () => {
    const terraform = 'resource "alicloud_instance" "web" {\n  image_id = "m-1"\n}\n';
    assert.equal(analyze(terraform, { format: "terraform" }).sites.length, 1);
    assert.equal(analyze(terraform, { filename: "main.tf" }).format, "terraform");
    const foreign = TEMPLATE.replace("ALIYUN::ECS::Instance", "ALIYUN::XX::Thing");
    assert.equal(analyze(foreign).sites.length, 0);
    assert.equal(analyze(foreign, { anyType: true }).sites.length, 1);
    const limited = analyze(TEMPLATE, { limits: { templateBytes: 10 } });
    assert.deepEqual(limited.diagnostics.map(({ code, args }) => [code, args.limit]), [["template-too-large", 10]]);
  });

  test("takes an array of another realm, and one that looks at a part of a buffer", () => {
    const foreign = vm.runInNewContext("Uint8Array").from(bytes(TEMPLATE));
    assert.equal(analyze(foreign).sites.length, 1);
    const part = new Uint8Array(bytes(`xx${TEMPLATE}xx`).buffer, 2, bytes(TEMPLATE).length);
    assert.equal(analyze(part).sites[0].start, analyze(bytes(TEMPLATE)).sites[0].start);
  });
});

describe("resolve", () => {
  const resolver = new Resolver(MANIFEST);
  const expected = TEMPLATE.replace("web_image", "m-2ze0001");

  test("gives a string for a string and bytes for bytes, the same text", () => {
    const fromString = resolver.resolve(TEMPLATE, ALLOWED);
    assert.ok(fromString.ok);
    assert.equal(fromString.template, expected);
    const fromBytes = resolver.resolve(bytes(TEMPLATE), ALLOWED);
    assert.ok(fromBytes.template instanceof Uint8Array);
    assert.equal(text(fromBytes.template), expected);
    assert.equal(Object.getPrototypeOf(resolver.resolve(Buffer.from(TEMPLATE), ALLOWED).template), Uint8Array.prototype);
  });

  test("keeps what it does not edit: a BOM, CRLF, lone surrogates, no final newline", () => {
    const odd = `\ufeff# \udc00 \ud83d\r\n${TEMPLATE.replaceAll("\n", "\r\n").trimEnd()}`;
    assert.equal(resolver.resolve(odd, ALLOWED).template, odd.replace("web_image", "m-2ze0001"));
  });

  test("hands out bytes of its own, edited or not", () => {
    const source = bytes(TEMPLATE.replace("web_image", "m-other"));
    const { template } = resolver.resolve(source, ALLOWED);
    assert.deepEqual(template, source);
    assert.notEqual(template?.buffer, source.buffer);
  });

  test("says what it did", () => {
    const resolution = resolver.resolve(TEMPLATE, ALLOWED);
    const [edit] = resolution.edits;
    assert.equal(TEMPLATE.slice(edit.start, edit.end), edit.old);
    assert.deepEqual(edit.sites, [0]);
    assert.equal(resolution.sites[0].outcome, "replaced");
    assert.equal(resolution.sites[0].replacement?.imageId, "m-2ze0001");
    assert.equal(resolution.format, "ros-yaml");
    assert.deepEqual(Object.keys(resolution.toJSON()), ["ok", "format", "sites", "edits", "diagnostics", "dropped"]);
  });

  test("has no template when there is an error", () => {
    for (const request of [
      { ...ALLOWED, service: "service-nobody" },
      { ...ALLOWED, region: "cn-nowhere" },
      { ...ALLOWED, account: "" },
      { ...ALLOWED, template: "nobody" },
    ]) {
      const resolution = resolver.resolve(TEMPLATE, request);
      assert.equal(resolution.ok, false);
      assert.equal(resolution.template, undefined);
      assert.deepEqual(resolution.edits, []);
      assert.ok(resolution.diagnostics.some(({ severity }) => severity === "error"));
    }
  });

  test("does as much with a compiled template", () => {
    for (const template of [TEMPLATE, bytes(TEMPLATE)]) {
      const compiled = resolver.compile(template);
      assert.ok(compiled.ok);
      assert.equal(compiled.format, "ros-yaml");
      assert.deepEqual(compiled.sites, analyze(template).sites);
      for (const region of ["cn-beijing", "cn-hangzhou"]) {
        const request = { ...ALLOWED, region };
        assert.deepEqual(compiled.resolve(request).template, resolver.resolve(template, request).template);
        assert.deepEqual(compiled.resolve(request).toJSON(), resolver.resolve(template, request).toJSON());
      }
    }
  });

  test("does not see what the caller writes into an array after compiling it", () => {
    const source = bytes(TEMPLATE);
    const compiled = resolver.compile(source);
    source.fill(0);
    assert.equal(text(compiled.resolve(ALLOWED).template), expected);
  });
});

describe("a manifest", () => {
  test("is a string, bytes or an object", () => {
    const json = JSON.stringify(MANIFEST);
    for (const manifest of [json, bytes(json), Buffer.from(json), MANIFEST]) {
      const resolver = new Resolver(manifest);
      assert.deepEqual(resolver.toJSON(), { ok: true, diagnostics: resolver.diagnostics, dropped: 0 });
      assert.ok(resolver.resolve(TEMPLATE, ALLOWED).ok);
    }
  });

  test("that cannot be read is a finding, and every later call says so", () => {
    for (const manifest of ["{", "", "[]", bytes("\xff"), []]) {
      const resolver = new Resolver(manifest);
      assert.equal(resolver.ok, false);
      assert.equal(resolver.diagnostics[0].source, "manifest");
      assert.equal(resolver.resolve(TEMPLATE, ALLOWED).ok, false);
      assert.equal(resolver.compile(TEMPLATE).resolve(ALLOWED).ok, false);
    }
  });

  test("given as text has places with offsets, given as an object with pointers only", () => {
    const wrong = { ...MANIFEST, services: 7 };
    const [located] = new Resolver(JSON.stringify(wrong)).diagnostics;
    assert.equal(typeof located.pointer, "string");
    assert.equal(typeof located.start, "number");
    const [pointed] = new Resolver(wrong).diagnostics;
    assert.equal(pointed.pointer, located.pointer);
    assert.equal(pointed.start, undefined);
    assert.equal(pointed.code, located.code);
  });
});

describe("wrong arguments", () => {
  const resolver = new Resolver(MANIFEST);
  /** @type {any} */
  const any = resolver;
  /** @type {any} */
  const wild = analyze;
  /** @type {[string, () => unknown, RegExp][]} */
  const cases = [
    ["no template", () => wild(), /`template` must be a string or a Uint8Array, not undefined/],
    ["a number", () => wild(1), /not number/],
    ["an ArrayBuffer", () => wild(new ArrayBuffer(1)), /not object/],
    ["another array", () => wild(new Uint16Array(1)), /not object/],
    ["an unknown option", () => wild("", { fromat: "terraform" }), /`options` has no field `fromat`/],
    ["an unknown format", () => wild("", { format: "hcl" }), /`options.format` must be one of .* not "hcl"/],
    ["an unknown limit", () => wild("", { limits: { bytes: 1 } }), /`options.limits` has no field `bytes`/],
    ["a limit that is no number", () => wild("", { limits: { sites: 1.5 } }), /`options.limits.sites` must be a whole number/],
    ["an unknown severity", () => wild("", { severities: { "image-not-literal": "fatal" } }), /must be one of/],
    ["an unknown code", () => wild("", { severities: { nothing: "error" } }), /nothing/],
    ["a code that is fixed", () => wild("", { severities: { "template-too-large": "ignore" } }), /template-too-large/],
    ["no manifest", () => new (/** @type {any} */ (Resolver))(), /`manifest` must be/],
    ["null", () => new (/** @type {any} */ (Resolver))(null), /`manifest` must be .* not null/],
    ["a manifest with a bigint", () => new Resolver({ a: 1n }), /BigInt/],
    ["no request", () => any.resolve(TEMPLATE), /`request` must be an object, not undefined/],
    ["a request with a number", () => any.resolve(TEMPLATE, { ...ALLOWED, account: 1 }), /`request.account` must be a string, not number/],
    ["a request without a region", () => any.resolve(TEMPLATE, { service: "", account: "" }), /`request.region` must be a string, not undefined/],
    ["an option of another call", () => any.resolve(TEMPLATE, ALLOWED, { severities: {} }), /`options` has no field `severities`/],
  ];
  for (const [name, call, message] of cases) {
    test(`${name}: a TypeError`, () => assert.throws(call, { name: "TypeError", message }));
  }

  test("do not break what comes after", () => assert.ok(resolver.resolve(TEMPLATE, ALLOWED).ok));
});

describe("memory", () => {
  test("is given back by free(), after which there is a TypeError", () => {
    const resolver = new Resolver(MANIFEST);
    const compiled = resolver.compile(TEMPLATE);
    compiled.free();
    compiled.free();
    assert.throws(() => compiled.resolve(ALLOWED), { name: "TypeError", message: "this compiled template was freed" });
    assert.equal(compiled.sites.length, 1, "what was found stays");
    const other = resolver.compile(TEMPLATE);
    resolver.free();
    resolver.free();
    assert.throws(() => resolver.resolve(TEMPLATE, ALLOWED), { name: "TypeError", message: "this Resolver was freed" });
    assert.throws(() => resolver.compile(TEMPLATE), TypeError);
    assert.throws(() => other.resolve(ALLOWED), { name: "TypeError", message: "this Resolver was freed" });
    assert.ok(resolver.ok, "what was found stays");
  });

  test("is given back by `using`", () => {
    const resolver = /** @type {Published["Resolver"]["prototype"]} */ (/** @type {unknown} */ (new Resolver(MANIFEST)));
    const compiled = resolver.compile(TEMPLATE);
    compiled[Symbol.dispose]();
    resolver[Symbol.dispose]();
    assert.throws(() => compiled.resolve(ALLOWED), TypeError);
    assert.throws(() => resolver.compile(TEMPLATE), TypeError);
  });

  test("does not grow with the number of calls", () => {
    const resolver = new Resolver(MANIFEST);
    const source = TEMPLATE + "# padding\n".repeat(10_000);
    for (let round = 0; round < 300; round++) resolver.resolve(source, ALLOWED);
    const before = process.memoryUsage().arrayBuffers;
    for (let round = 0; round < 600; round++) resolver.resolve(bytes(source), ALLOWED).edits.length;
    assert.ok(process.memoryUsage().arrayBuffers - before < 64 << 20);
  });
});

test("ready() is there, and settled", async () => {
  assert.equal(await ready(), undefined);
  assert.equal(new LoadError("not-ready", "x").code, "not-ready");
});
