// The sample that the console opens with: it is read without an error, each of its templates belongs to a service, and it
// has something of every kind to show.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { readObservation } from "../../js/distribute/observation.js";
import { analyze, Resolver } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";

/** @typedef {{ status?: string, source: { type: string }, images?: Record<string, { status: string }> }} Version */
/** @typedef {{ serviceId: string, status?: string, shareType?: string, templates?: { name: string, path?: string }[], sharedAccounts?: { permission: string, type?: string }[] }} Service */
/** @typedef {{ artifacts: { artifactId: string, versions: Version[] }[], services: Service[] }} Manifest */

const FOLDER = at("www/sample");
const text = readFileSync(`${FOLDER}/manifest.json`, "utf8");
/** @type {Manifest} */
const manifest = JSON.parse(text);

/** The templates that the manifest has a file for, by `SERVICE/NAME`. @type {Record<string, Uint8Array>} */
const templates = Object.fromEntries(
  manifest.services.flatMap(({ serviceId, templates = [] }) =>
    templates.flatMap(({ name, path }) => (path ? [[`${serviceId}/${name}`, readFileSync(`${FOLDER}/${path}`)]] : [])),
  ),
);

/** All words of one kind, sorted. @param {(string | undefined)[]} words */
const kinds = (words) => [...new Set(words)].filter((word) => word !== undefined).sort();

test("each file is the manifest, a template that it names, or the journal of its distribution", () => {
  const named = manifest.services.flatMap(({ templates = [] }) => templates.map(({ path }) => path));
  assert.deepEqual(readdirSync(FOLDER).sort(), ["manifest.json", "manifest.json.journal", ...named.filter(Boolean)].sort());
});

test("the manifest is read without an error, and check finds something of every kind", () => {
  const resolver = new Resolver(text);
  assert.ok(resolver.ok);
  const check = resolver.check({ templates });
  const found = [...check.diagnostics, ...check.templates.flatMap(({ diagnostics }) => diagnostics)];
  assert.deepEqual(kinds(found.map(({ severity }) => severity)), ["error", "info", "warning"]);
  assert.deepEqual(found.filter(({ severity }) => severity === "error").map(({ code }) => code), ["image-not-literal"]);
  const codes = kinds(found.map(({ code }) => code));
  for (const code of [
    "image-not-literal",
    "image-region-bound",
    "image-unassociated",
    "manifest-draft-online",
    "manifest-image-region",
    "regions-not-covered",
    "relation-never-used",
    "service-without-templates",
    "site-not-documented",
    "site-not-replaced",
    "template-not-given",
    "template-unrestricted",
    "version-delivering",
    "version-unspecified",
  ]) {
    assert.ok(codes.includes(code), code);
  }
  assert.ok(found.some(({ code, args }) => code === "image-unassociated" && args.near), "a literal that is nearly a relation");
  assert.ok(found.some(({ fixes }) => fixes.length > 0), "something with a fix");
});

test("artifacts, services and accounts of every kind", () => {
  const versions = manifest.artifacts.flatMap(({ versions }) => versions);
  assert.ok(manifest.artifacts.length >= 6);
  assert.deepEqual(kinds(versions.map(({ status }) => status)), ["Available", "Created", "Delivering"]);
  assert.deepEqual(kinds(versions.map(({ source }) => source.type)), ["custom", "marketplace"]);
  const images = versions.flatMap(({ images = {} }) => Object.values(images));
  assert.deepEqual(kinds(images.map(({ status }) => status)), ["Available", "CreateFailed", "Delivering"]);
  assert.ok(versions.some(({ images = {} }) => Object.keys(images).length > 20));

  assert.deepEqual(kinds(manifest.services.map(({ status }) => status)), ["Beta", "Draft", "Offline", "Online"]);
  assert.deepEqual(kinds(manifest.services.map(({ shareType }) => shareType)), ["Hidden", "Public", "Restricted"]);
  const accounts = manifest.services.flatMap(({ sharedAccounts = [] }) => sharedAccounts);
  assert.ok(accounts.length >= 60);
  assert.equal(kinds(accounts.map(({ permission }) => permission)).length, 6);
  assert.deepEqual(kinds(accounts.map(({ type }) => type)), ["Reseller"]);

  const resolver = new Resolver(text);
  const visibilities = manifest.artifacts.map(({ artifactId }) => resolver.audience(artifactId).visibility);
  assert.deepEqual(kinds(visibilities), ["private", "public", "shared"]);
  const formats = Object.entries(templates).map(([key, bytes]) => analyze(bytes, { filename: key }).format);
  assert.deepEqual(kinds(formats.map((format) => format ?? undefined)), ["ros-json", "ros-yaml", "terraform"]);
  assert.ok(Object.values(templates).some((bytes) => analyze(bytes).sites.some(({ workspace }) => workspace)), "a workspace");
});

test("ids look like the cloud's own", () => {
  for (const { artifactId } of manifest.artifacts) assert.match(artifactId, /^artifact-[0-9a-f]{20}$/);
  for (const { serviceId } of manifest.services) assert.match(serviceId, /^service-[0-9a-f]{20}$/);
  for (const [image] of text.matchAll(/"m-[^"]*"/g)) assert.match(image, /^"m-[0-9a-z]{20}"$/);
});

test("the journal is of a run that is under way: copies are made, shared and made again, and nothing is lost", () => {
  const { observed, points, files } = readObservation([{ name: "journal", text: readFileSync(`${FOLDER}/manifest.json.journal`) }]);
  assert.deepEqual(files[0].problems, []);
  const { actions, diagnostics } = new Resolver(text).plan({ observed, artifacts: [manifest.artifacts[1].artifactId], versions: ["2"] });
  assert.deepEqual(kinds(actions.map(({ action }) => action)), ["mark-delivery", "share-image", "wait"]);
  assert.deepEqual(diagnostics.map(({ code }) => code), ["public-needs-community"]);
  for (const { action, imageId = "" } of actions) if (action === "wait") assert.ok((points.get(imageId)?.length ?? 0) > 2, imageId);
  assert.ok((observed.sent?.length ?? 0) > 0 && (observed.failures?.length ?? 0) > 0);
});
