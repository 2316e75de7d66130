/** A manifest's own text after a change: what changed is in it, and nothing else of it is another. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { suite, test } from "node:test";

import fc from "fast-check";

import { amended } from "../../js/amendment.js";
import { exportManifest, transition } from "../../js/node.js";

const FOLDER = new URL("../fixtures/amendment/", import.meta.url);

/** As the core prints it. @param {string | object} manifest */
function printed(manifest) {
  const { text, diagnostics } = exportManifest(manifest, { format: "manifest" });
  assert.ok(text !== undefined, JSON.stringify(diagnostics));
  return text;
}

/** @param {string} text */
const parsed = (text) => JSON.parse(text.replace(/^\uFEFF/, ""));

suite("amended manifests", () => {
  // Each file is a manifest, `---`, a change, `---`, and the manifest after it. `←` is a carriage return, `⌁` at the start a
  // byte order mark, and at the end a line that does not end.
  for (const file of readdirSync(FOLDER)) {
    test(file, () => {
      const [before, change, after] = readFileSync(new URL(file, FOLDER), "utf8").split("---\n");
      const given = before.replaceAll("←", "\r").replace(/⌁\n$/, "").replace(/^⌁/, "\uFEFF");
      const result = transition(given, change);
      assert.ok(result.manifest !== undefined, JSON.stringify(result.diagnostics));
      const shown = result.manifest.replaceAll("\r", "←").replace(/^\uFEFF/, "⌁").replace(/([^\n])$/, "$1⌁\n");
      if (process.env.UPDATE) writeFileSync(new URL(file, FOLDER), [before, change, shown].join("---\n"));
      else assert.equal(shown, after);
      const bytes = transition(Buffer.from(given), change).manifest ?? new Uint8Array();
      assert.deepEqual(Buffer.from(bytes), Buffer.from(result.manifest));
      // The one that is printed, and changed, says the same.
      const whole = transition(printed(given), change).manifest ?? "";
      assert.deepEqual(parsed(printed(result.manifest)), parsed(printed(whole)));
      assert.deepEqual(transition(parsed(given), change).manifest, parsed(printed(whole)));
    });
  }
});

const text = fc.oneof(fc.constantFrom("all", "draft", "Online", "1", "2", "cn-beijing", "日本", "a\"b", "\u2028", "\\"), fc.string({ minLength: 1, maxLength: 5 }));
const unknown = fc.option(fc.dictionary(fc.constantFrom("x-a", "x-\"", "x-日"), fc.constantFrom(null, 1.5, [], { a: [1, { b: null }] }, "x"), { maxKeys: 2 }), { nil: undefined });

/**
 * An object with `needed` fields, some of the others, and some that nobody knows, in any order.
 *
 * @param {Record<string, fc.Arbitrary<any>>} needed
 * @param {Record<string, fc.Arbitrary<any>>} others
 */
const object = (needed, others) =>
  fc.record({ needed: fc.record(needed), others: fc.record(others, { requiredKeys: [] }), unknown, turn: fc.nat(9) }).map((parts) => {
    const fields = Object.entries({ ...parts.needed, ...parts.others, ...parts.unknown });
    const turn = parts.turn % fields.length;
    return Object.fromEntries([...fields.slice(turn), ...fields.slice(0, turn)]);
  });

/** @param {fc.Arbitrary<any>} item @param {string} [id] */
const list = (item, id) => (id === undefined ? fc.array(item, { maxLength: 3 }) : fc.uniqueArray(item, { maxLength: 3, selector: (one) => one[id] }));
/** @param {fc.Arbitrary<any>} value */
const table = (value) => fc.dictionary(text.filter((key) => key !== "__proto__"), value, { maxKeys: 3 });

const source = object({ type: text }, { imageId: text, regionId: text, commodityCode: text, commodityVersion: text });
const image = object({ imageId: text }, { status: text, progress: fc.nat(100) });
const version = object({ version: text }, { versionName: text, status: text, source, supportRegionIds: fc.oneof(fc.constant("all"), list(text)), images: table(image) });
const artifact = object({ artifactId: text }, { artifactType: text, name: text, maxVersion: text, tags: table(text), versions: list(version, "version") });
const account = object({ uid: text }, { permission: text, type: text });
const template = object({ name: text }, { path: text, allowedRegions: list(text) });
const relation = object({ artifactId: text }, { version: text });
const service = object({ serviceId: text }, { name: text, status: text, sharedAccounts: list(account), templates: list(template, "name"), relations: table(relation) });
const manifest = object({ manifestVersion: fc.constant(1) }, { $schema: text, provider: text, artifacts: list(artifact, "artifactId"), services: list(service, "serviceId") });

/** Writes JSON in a style that changes from collection to collection, the same for the same seed. */
class Scribe {
  #seed;
  #end;

  /** @param {number} seed */
  constructor(seed) {
    this.#seed = seed + 1;
    this.#end = ["\n", "\r\n", "\r"][this.#dice(3)];
  }

  /** @param {number} sides */
  #dice(sides) {
    this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0;
    return (this.#seed >>> 16) % sides;
  }

  /** @param {unknown} value */
  text(value) {
    return ["", "", "\uFEFF"][this.#dice(3)] + this.#value(value, 0, true) + ["", this.#end][this.#dice(2)];
  }

  /** @param {string} text */
  #string(text) {
    const first = /^[0-9A-Za-z]/.test(text) && this.#dice(6) === 0;
    return first ? `"\\u${text.charCodeAt(0).toString(16).padStart(4, "0")}${JSON.stringify(text).slice(2)}` : JSON.stringify(text);
  }

  /** @param {unknown} value @param {number} depth @param {boolean} known @returns {string} */
  #value(value, depth, known) {
    if (typeof value === "string") return this.#string(value);
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const lines = this.#dice(3) > 0;
    /** @param {number} more */
    const space = (more) => (lines ? this.#end + "   ".repeat(depth + more) : ["", " "][this.#dice(2)]);
    const isList = Array.isArray(value);
    const parts = Object.entries(value).flatMap(([name, value]) => {
      if (isList) return [space(1) + this.#value(value, depth + 1, known)];
      const colon = [":", ": ", " : "][this.#dice(3)];
      // A key that is written again behind itself, and an unknown value, which stays as it is written.
      const twice = known && this.#dice(9) === 0 ? [`${space(1)}${this.#string(name)}:[ null,{} ]`] : [];
      const kept = known && /^(?:x-|\$)/.test(name);
      return [...twice, space(1) + this.#string(name) + colon + (kept ? JSON.stringify(value) : this.#value(value, depth + 1, known))];
    });
    const [open, close] = isList ? "[]" : "{}";
    return parts.length === 0 ? open + close : open + parts.join(",") + space(0) + close;
  }
}

/** What a text has more than another one, if all other units are the same. @param {string} long @param {string} short */
function more(long, short) {
  const grown = long.length - short.length;
  let start = 0;
  while (start < short.length && long[start] === short[start]) start += 1;
  for (let at = start; at >= 0 && at >= start - grown; at -= 1) {
    if (long.slice(at + grown) === short.slice(at)) return long.slice(at, at + grown);
  }
  return undefined;
}

/** Every place of a manifest that is no part of an unknown field: the way there. @param {any} value @param {string[]} way @returns {string[][]} */
function places(value, way = []) {
  if (typeof value !== "object" || value === null) return [];
  const names = Object.keys(value).filter((name) => !name.startsWith("x-"));
  return names.flatMap((name) => [[...way, name], ...places(value[name], [...way, name])]);
}

const LISTS = new Set(["artifacts", "services", "tags", "versions", "images", "sharedAccounts", "templates", "relations", "allowedRegions"]);

/** Without the empty lists and tables that the core does not print. @param {any} value @returns {any} */
function strip(value) {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(strip);
  const isEmpty = (/** @type {any} */ part) => typeof part === "object" && part !== null && Object.keys(part).length === 0;
  const kept = Object.entries(value).filter(([name, part]) => !(LISTS.has(name) && isEmpty(part)));
  return Object.fromEntries(kept.map(([name, part]) => [name, name.startsWith("x-") ? part : strip(part)]));
}

suite("laws of amended manifests", () => {
  const whole = manifest.filter((one) => exportManifest(one, { format: "manifest" }).text !== undefined);

  test("whatever the change, the text says what the printed manifest says", () => {
    fc.assert(
      fc.property(whole, whole, fc.nat(), (one, other, seed) => {
        const text = new Scribe(seed).text(one);
        const [before, after] = [printed(text), printed(other)];
        const result = amended(text, before, after);
        assert.deepEqual(strip(parsed(result)), parsed(after), text);
        assert.equal(result.startsWith("\uFEFF"), text.startsWith("\uFEFF"));
        // Nothing changed: not a byte.
        assert.equal(amended(text, before, before), text);
      }),
      { numRuns: 500 },
    );
  });

  test("one thing goes, or comes, and all other bytes stay", () => {
    let [gone, come] = [0, 0];
    fc.assert(
      fc.property(whole.map(strip), fc.nat(), fc.nat(), (all, seed, choice) => {
        const ways = places(all);
        const way = ways[choice % ways.length];
        const less = structuredClone(all);
        const name = way[way.length - 1];
        const parent = way.slice(0, -1).reduce((value, step) => value[step], less);
        if (Array.isArray(parent)) parent.splice(Number(name), 1);
        else delete parent[name];
        // A list that is empty is printed as none at all.
        if (JSON.stringify(strip(less)) !== JSON.stringify(less) || exportManifest(less, { format: "manifest" }).text === undefined) return;
        const [longer, shorter] = [new Scribe(seed).text(all), new Scribe(seed).text(less)];
        const [more1, less1] = [printed(longer), printed(shorter)];
        const cut = amended(longer, more1, less1);
        assert.ok(more(longer, cut) !== undefined, `${way.join("/")}\n${longer}\n${cut}`);
        gone += 1;
        const grown = amended(shorter, less1, more1);
        // What holds nothing yet says nothing of a layout.
        if (Object.values(less).every((value) => typeof value !== "object" || value === null)) return;
        assert.ok(more(grown, shorter) !== undefined, `${way.join("/")}\n${shorter}\n${grown}`);
        assert.deepEqual(strip(parsed(grown)), parsed(more1));
        come += 1;
      }),
      { numRuns: 500 },
    );
    assert.ok(gone > 150 && come > 150, `${gone} ${come}`);
  });

  test("one text is another, and all other bytes stay", () => {
    let changed = 0;
    fc.assert(
      fc.property(whole.map(strip), fc.nat(), fc.nat(), (all, seed, choice) => {
        const value = (/** @type {string[]} */ way) => way.reduce((value, step) => value[step], all);
        const ways = places(all).filter((way) => typeof value(way) === "string" && way.length > 1 && !way.includes("supportRegionIds"));
        if (ways.length === 0) return;
        const way = ways[choice % ways.length];
        const other = structuredClone(all);
        way.slice(0, -1).reduce((value, step) => value[step], other)[way[way.length - 1]] = "another text";
        const text = new Scribe(seed).text(all);
        const result = amended(text, printed(text), printed(new Scribe(seed).text(other)));
        const at = result.indexOf('"another text"');
        const behind = result.length - at - '"another text"'.length;
        assert.ok(at >= 0 && text.startsWith(result.slice(0, at)) && text.endsWith(result.slice(result.length - behind)), `${text}\n${result}`);
        assert.equal(JSON.parse(text.slice(at, text.length - behind)), value(way));
        changed += 1;
      }),
      { numRuns: 400 },
    );
    assert.ok(changed > 100, `${changed}`);
  });

  test("many changes cost what they are", () => {
    const accounts = Array.from({ length: 40_000 }, (_, at) => ({ uid: `${at}`, permission: "Deployable" }));
    const of = (/** @type {object[]} */ sharedAccounts) => ({ manifestVersion: 1, services: [{ serviceId: "s", sharedAccounts }] });
    const text = JSON.stringify(of(accounts), null, 1);
    const [before, after] = [printed(text), printed(of(accounts.slice(0, 1)))];
    const started = performance.now();
    const cut = amended(text, before, after);
    assert.equal(cut, JSON.stringify(of(accounts.slice(0, 1)), null, 1));
    assert.equal(amended(cut, after, before), text);
    assert.ok(performance.now() - started < 5000);
  });
});
