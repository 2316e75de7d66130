// After a trap the next call has a new instance, and what was kept in the old one is made again.
//
// The core here is the one with an export that traps (`pkg/trapping.wasm`), bundled with an entry of its own: the shipped
// core has no such export.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";

import { at } from "../../scripts/commands.mjs";
import { ALLOWED, MANIFEST, TEMPLATE } from "./samples.js";

/** @type {any} */
let library;
const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));

before(async () => {
  const outfile = join(folder, "trapping.mjs");
  await build({
    stdin: {
      contents: `export * from "./js/slim.js";
        export { trap, Template as CoreTemplate, Resolver as CoreResolver } from "./pkg/core.js";`,
      resolveDir: at("."),
    },
    bundle: true,
    format: "esm",
    outfile,
    plugins: [
      {
        name: "the core that traps",
        setup: ({ onResolve }) => onResolve({ filter: /pkg\/core\.js$/ }, () => ({ path: at("pkg/trapping.js") })),
      },
    ],
  });
  library = await import(pathToFileURL(outfile).href);
  await library.init(new WebAssembly.Module(readFileSync(at("pkg/trapping.wasm"))));
});

after(() => rmSync(folder, { recursive: true }));

/**
 * Runs `work` while a method of the core fails.
 *
 * @param {"CoreTemplate" | "CoreResolver"} kind
 * @param {string} method
 * @param {() => unknown} failure
 * @param {() => any} work
 */
function whileFailing(kind, method, failure, work) {
  const { prototype } = library[kind];
  const kept = prototype[method];
  prototype[method] = failure;
  try {
    return work();
  } finally {
    prototype[method] = kept;
  }
}

/** @returns {number} */
const exhaust = () => 1 + exhaust();
const expected = TEMPLATE.replace("web_image", "m-2ze0001");

/** @param {any} answer @param {RegExp} reason */
function assertInternalError(answer, reason) {
  assert.equal(answer.ok, false);
  assert.deepEqual(answer.diagnostics.map((/** @type {any} */ { code }) => code), ["internal-error"]);
  assert.equal(answer.diagnostics[0].severity, "error");
  assert.match(answer.diagnostics[0].args.reason, reason);
}

describe("a trap", () => {
  test("is what the test core's export makes", () => {
    assert.throws(() => library.trap(), WebAssembly.RuntimeError);
  });

  test("in analyze is an internal-error, and the next call is well", () => {
    const answer = whileFailing("CoreTemplate", "report", library.trap, () => library.analyze(TEMPLATE));
    assertInternalError(answer, /unreachable/);
    assert.deepEqual(answer.sites, []);
    assert.equal(library.analyze(TEMPLATE).sites.length, 1);
  });

  test("in resolve leaves the resolver and its compiled templates usable", () => {
    const resolver = new library.Resolver(JSON.stringify(MANIFEST));
    const fromString = resolver.compile(TEMPLATE);
    const fromBytes = resolver.compile(new TextEncoder().encode(TEMPLATE));
    for (let round = 0; round < 3; round++) {
      const answer = whileFailing("CoreResolver", "resolve", library.trap, () => fromString.resolve(ALLOWED));
      assertInternalError(answer, /unreachable/);
      assert.equal(answer.template, undefined);
      assert.deepEqual(answer.edits, []);
      assert.equal(fromString.resolve(ALLOWED).template, expected);
      assert.equal(new TextDecoder().decode(fromBytes.resolve(ALLOWED).template), expected);
      assert.equal(resolver.resolve(TEMPLATE, ALLOWED).template, expected);
    }
  });

  test("that exhausts the stack is one too", () => {
    const resolver = new library.Resolver(MANIFEST);
    assertInternalError(whileFailing("CoreTemplate", "ok", exhaust, () => library.analyze(TEMPLATE)), /call stack/);
    assert.equal(resolver.resolve(TEMPLATE, ALLOWED).template, expected);
  });

  test("in a constructor is a finding of what was made", () => {
    const resolver = whileFailing("CoreResolver", "report", library.trap, () => new library.Resolver(MANIFEST));
    assertInternalError(resolver, /unreachable/);
    const compiled = whileFailing("CoreTemplate", "report", library.trap, () => new library.Resolver(MANIFEST).compile(TEMPLATE));
    assertInternalError(compiled, /unreachable/);
  });

  test("does not make free() touch the new instance's memory", () => {
    const resolver = new library.Resolver(MANIFEST);
    const compiled = resolver.compile(TEMPLATE);
    const other = resolver.compile(TEMPLATE);
    whileFailing("CoreTemplate", "report", library.trap, () => library.analyze(TEMPLATE));
    const made = new library.Resolver(MANIFEST).compile(TEMPLATE);
    compiled.free();
    assert.equal(made.resolve(ALLOWED).template, expected);
    assert.equal(other.resolve(ALLOWED).template, expected);
    resolver.free();
  });

  test("is not what a refused option is", () => {
    assert.throws(() => library.analyze("", { severities: { nothing: "error" } }), TypeError);
    assert.equal(library.analyze(TEMPLATE).sites.length, 1);
  });
});

test("the shipped core has no export that traps", async () => {
  const { exports } = { exports: WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(at("pkg/core.wasm")))) };
  assert.deepEqual(exports.filter(({ name }) => name === "trap"), []);
});
