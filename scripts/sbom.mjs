/**
 * `npm run sbom`: what the package is made of, as a CycloneDX 1.5 bill of materials on standard output, or in the file that is
 * named. Crates are those that Cargo resolves for the core's target, npm packages those whose code a bundler put into `pkg/`;
 * npm's own bill describes them. The same sources give the same bytes: it bears no time.
 */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

import { ask, at, isMain, script, Stop } from "./commands.mjs";

const TARGET = "wasm32-unknown-unknown";

/**
 * @typedef {object} Component
 * @property {"library"} type
 * @property {string} bom-ref
 * @property {string} name
 * @property {string} version
 * @property {"required" | "excluded"} scope `excluded` is what made code and is not in it: macros and their own needs
 * @property {string} purl
 * @property {({ expression: string } | { license: { id: string } })[]} licenses
 * @property {{ alg: string, content: string }[]} hashes of what the registry serves
 */

/** @returns the bill, as CycloneDX writes it in JSON */
export function billOfMaterials() {
  const { name, version, license, description } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const crates = cratesOf();
  const packages = packagesOf();
  const components = [...crates.components, ...packages].sort((a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1));
  const self = `pkg:npm/${name}@${version}`;
  const core = {
    type: "library",
    "bom-ref": "core.wasm",
    name: "core.wasm",
    version,
    hashes: [{ alg: "SHA-256", content: createHash("sha256").update(readFileSync(at("pkg/core.wasm"))).digest("hex") }],
  };
  const compiler = /^rustc (\S+)/.exec(ask("rustc", "--version") ?? "")?.[1];
  if (compiler === undefined) throw new Stop("rustc is missing: install Rust with rustup (https://rustup.rs)");
  const std = { type: "library", "bom-ref": "rust-std", name: "std", version: compiler, description: "Rust's standard library", licenses: [{ expression: "MIT OR Apache-2.0" }] };
  const body = {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: { component: { type: "library", "bom-ref": self, name, version, description, purl: self, licenses: [{ license: { id: license } }] } },
    components: [core, std, ...components],
    dependencies: [{ ref: self, dependsOn: ["core.wasm", ...packages.map((one) => one["bom-ref"])] }, { ref: "core.wasm", dependsOn: [...crates.direct, "rust-std"] }, ...crates.dependencies],
  };
  // A serial number is a UUID: this one is made of the content (RFC 9562, version 8).
  const digest = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  const serial = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join("-");
  return { ...body, serialNumber: `urn:uuid:${serial}` };
}

function cratesOf() {
  const told = ask("cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET);
  if (told === undefined) throw new Stop("`cargo metadata --locked` failed: is Cargo.lock that of Cargo.toml?");
  /** @type {{ packages: any[], resolve: { root: string, nodes: any[] } }} */
  const { packages, resolve } = JSON.parse(told);
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const isMacro = (/** @type {string} */ id) => byId.get(id).targets.some((/** @type {any} */ { kind }) => kind.includes("proc-macro"));
  /** What is compiled for the target, from one crate on; macros run where it is built. @param {string} id @param {boolean} all @param {Set<string>} seen */
  const reach = (id, all, seen) => {
    if (seen.has(id) || (!all && isMacro(id))) return seen;
    seen.add(id);
    for (const next of normal(nodes.get(id))) reach(next, all, seen);
    return seen;
  };
  const [everything, linked] = [reach(resolve.root, true, new Set()), reach(resolve.root, false, new Set())];
  // The project's own crates are the core; only what comes from a registry is named.
  const isOwn = (/** @type {string} */ id) => byId.get(id).source === null;
  const refOf = (/** @type {string} */ id) => `pkg:cargo/${byId.get(id).name}@${byId.get(id).version}`;
  const used = [...everything].filter((id) => !isOwn(id));
  const direct = [...everything].filter(isOwn).flatMap((id) => normal(nodes.get(id)).filter((next) => !isOwn(next)));
  return {
    direct: [...new Set(direct.map(refOf))].sort(),
    dependencies: used.map((id) => ({ ref: refOf(id), dependsOn: normal(nodes.get(id)).map(refOf).sort() })).sort((a, b) => (a.ref < b.ref ? -1 : 1)),
    components: used.map((id) => crate(byId.get(id), linked.has(id))),
  };
}

/** What a crate needs to run; not what only its tests or its build script do. @param {any} node @returns {string[]} */
const normal = (node) => node.deps.filter((/** @type {any} */ { dep_kinds }) => dep_kinds.some((/** @type {any} */ { kind }) => kind === null)).map((/** @type {any} */ { pkg }) => pkg);

/** @param {any} one @param {boolean} linked @returns {Component} */
function crate({ name, version, license }, linked) {
  const lock = readFileSync(at("Cargo.lock"), "utf8");
  const checksum = new RegExp(`name = "${name}"\\r?\\nversion = "${version.replaceAll(".", "\\.").replaceAll("+", "\\+")}"\\r?\\nsource = .*\\r?\\nchecksum = "([0-9a-f]{64})"`).exec(lock)?.[1];
  if (checksum === undefined) throw new Stop(`Cargo.lock has no checksum of ${name} ${version}`);
  const ref = `pkg:cargo/${name}@${version}`;
  // `MIT/Apache-2.0` is how crates once wrote `OR`.
  const licenses = [{ expression: license.replaceAll("/", " OR ") }];
  return { type: "library", "bom-ref": ref, name, version, scope: linked ? "required" : "excluded", purl: ref, licenses, hashes: [{ alg: "SHA-256", content: checksum }] };
}

/** The npm packages that bundlers put into `pkg/`, as the files there say themselves. */
export function bundled() {
  const elements = [...readFileSync(at("pkg/elements/licenses.md"), "utf8").matchAll(/^## (\S+) - (\S+) \(/gm)].map(([, name, version]) => ({ name, version }));
  const banners = ["pkg/edge/index.js", "pkg/bundle.js"].flatMap((file) => [...readFileSync(at(file), "utf8").matchAll(/^\/\* Holds parts of (\S+) (\S+)\.$/gm)].map(([, name, version]) => ({ name, version })));
  return [...new Map([...elements, ...banners].map((one) => [`${one.name}@${one.version}`, one])).values()];
}

/** @returns {Component[]} */
function packagesOf() {
  // Vite sets NODE_ENV to `production` for whatever is started after it, where npm would leave all of them out.
  const told = ask("npm", "sbom", "--package-lock-only", "--include=dev", "--sbom-format", "cyclonedx");
  if (told === undefined) throw new Stop("`npm sbom` failed: it needs npm 10 or newer, and package-lock.json");
  /** @type {any[]} */
  const known = JSON.parse(told).components;
  return bundled().map(({ name, version }) => {
    const found = known.find((one) => one.purl === `pkg:npm/${name.replace("@", "%40")}@${version}`);
    if (found === undefined) throw new Stop(`package-lock.json has no ${name} ${version}, which is in pkg/: run \`npm run setup\``);
    const { purl, licenses, hashes } = found;
    return { type: "library", "bom-ref": purl, name, version, scope: "required", purl, licenses, hashes };
  });
}

if (isMain(import.meta.url)) {
  await script(async () => {
    const text = `${JSON.stringify(billOfMaterials(), null, 2)}\n`;
    const [file] = process.argv.slice(2);
    if (file === undefined) process.stdout.write(text);
    else writeFileSync(file, text);
  });
}
