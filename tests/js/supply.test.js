/**
 * What others made: the lock files name each thing with its checksum, what is shipped is licensed as it may be, and the bill
 * of materials says all of it. `npm run supply` asks the tools that know more, and `npm run twice` builds the core again.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { at } from "../../scripts/commands.mjs";
import { billOfMaterials, bundled } from "../../scripts/sbom.mjs";

const read = (/** @type {string} */ file) => readFileSync(at(file), "utf8");

/** What deny.toml allows. */
const allowed = new Set([.../** @type {string} */ (/^allow = \[(.*)\]$/m.exec(read("deny.toml"))?.[1]).matchAll(/"([^"]+)"/g)].map(([, name]) => name));

/** Whether an expression of SPDX can be met with what is allowed. @param {string} expression @returns {boolean} */
function permits(expression) {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  const either = () => {
    let met = both();
    while (tokens[0] === "OR") met = (tokens.shift(), both()) || met;
    return met;
  };
  /** @returns {boolean} */
  const both = () => {
    let met = one();
    while (tokens[0] === "AND") met = (tokens.shift(), one()) && met;
    return met;
  };
  const one = () => {
    const token = tokens.shift() ?? "";
    if (token !== "(") return allowed.has(token);
    const met = either();
    assert.equal(tokens.shift(), ")");
    return met;
  };
  const met = either();
  assert.deepEqual(tokens, [], expression);
  return met;
}

test("an expression of licenses is read right", () => {
  for (const [expression, met] of /** @type {const} */ ([["MIT", true], ["GPL-3.0-only", false], ["Unlicense OR MIT", true], ["(MIT OR Apache-2.0) AND Unicode-3.0", true], ["MIT AND GPL-3.0-only", false], ["MIT AND (GPL-3.0-only OR Apache-2.0)", true]])) {
    assert.equal(permits(expression), met, expression);
  }
});

for (const folder of ["", "fuzz/"]) {
  test(`${folder}Cargo.lock names every crate with its checksum, from crates.io`, () => {
    const crates = read(`${folder}Cargo.lock`).split("[[package]]").slice(1);
    const own = crates.filter((text) => !text.includes("\nsource = "));
    for (const text of own) assert.match(text, /name = "ecs-image-[a-z-]+"/);
    for (const text of crates.filter((text) => !own.includes(text))) {
      assert.match(text, /\nsource = "registry\+https:\/\/github\.com\/rust-lang\/crates\.io-index"\r?\n/);
      assert.match(text, /\nchecksum = "[0-9a-f]{64}"/);
    }
    const args = ["metadata", "--locked", "--format-version", "1", "--manifest-path", at(`${folder}Cargo.toml`)];
    const { status, stderr } = spawnSync("cargo", args, { encoding: "utf8", maxBuffer: 1 << 28 });
    assert.equal(status, 0, `${folder}Cargo.lock is not that of ${folder}Cargo.toml: ${stderr}`);
    console.log(`${folder}Cargo.lock: ${crates.length - own.length} crates, each with its checksum`);
  });
}

test("package-lock.json names every package with its checksum, and package.json each in one version", () => {
  const { packages, lockfileVersion } = JSON.parse(read("package-lock.json"));
  assert.equal(lockfileVersion, 3);
  const installed = Object.entries(packages).filter(([path]) => path !== "");
  for (const [path, { integrity, resolved, link }] of installed) {
    assert.ok(link === undefined && resolved === undefined, path);
    assert.match(integrity, /^sha512-[A-Za-z0-9+/]{86}==$/, path);
  }
  const { dependencies, devDependencies } = JSON.parse(read("package.json"));
  assert.equal(dependencies, undefined);
  for (const [name, version] of Object.entries(devDependencies)) assert.match(version, /^(npm:[\w-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/, name);
  assert.match(read(".npmrc"), /^ignore-scripts=true$/m);
  console.log(`package-lock.json: ${installed.length} packages, each with its checksum`);
});

test("the bill of materials is whole, and the same each time", () => {
  const bill = billOfMaterials();
  assert.deepEqual(billOfMaterials(), bill);
  // What CycloneDX 1.5 asks of every bill.
  assert.deepEqual([bill.bomFormat, bill.specVersion, bill.version], ["CycloneDX", "1.5", 1]);
  assert.match(bill.serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  /** @type {any[]} */
  const components = bill.components;
  const refs = [bill.metadata.component["bom-ref"], ...components.map((component) => component["bom-ref"])];
  assert.equal(new Set(refs).size, refs.length, "each component once");
  for (const component of components) {
    assert.ok(component.type === "library" && component.name !== "" && component.version !== "", JSON.stringify(component));
    for (const { alg, content } of component.hashes ?? []) assert.equal(content.length, { "SHA-256": 64, "SHA-512": 128 }[/** @type {string} */ (alg)]);
    for (const { expression, license } of component.licenses ?? []) assert.ok(permits(expression ?? license.id), `${component.name}: ${expression ?? license.id}`);
    if (component.purl) assert.match(component.purl, /^pkg:(cargo|npm)\/(%40[\w.-]+\/)?[\w.-]+@[\w.+-]+$/);
  }
  for (const { ref, dependsOn } of bill.dependencies) for (const one of [ref, ...dependsOn]) assert.ok(refs.includes(one), `${one} is no component`);

  // What it has to name: the crates that the project's own use, and what the bundlers say of themselves.
  const crates = components.filter(({ purl }) => purl?.startsWith("pkg:cargo/"));
  for (const name of ["js-sys", "memchr", "serde", "serde-wasm-bindgen", "serde_json", "wasm-bindgen"]) assert.ok(crates.some((crate) => crate.name === name), name);
  const packages = components.filter(({ purl }) => purl?.startsWith("pkg:npm/"));
  assert.equal(packages.length, bundled().length);
  for (const name of ["lit", "jose", "@codemirror/state", "codemirror-lang-hcl"]) assert.ok(packages.some((one) => one.name === name), name);
  console.log(`bill of materials: ${crates.length} crates, ${packages.length} npm packages`);
});
