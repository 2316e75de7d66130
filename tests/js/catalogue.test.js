// The words of the findings: every code, in every language, with examples that do bring it about.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { fill } from "../../js/catalogue/message.js";
import { catalogue, languages, message } from "../../js/diagnostics.js";
import { analyze, exportManifest, importManifest, Resolver, transition } from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";
import { codes, outside, page } from "../../scripts/diagnostics.mjs";

/** @import { Diagnostic, ImportFile, PlanQuestion } from "../../js/index.js" */

const rows = codes();
const known = [...rows, ...outside];
const catalogues = await Promise.all(languages.map((language) => catalogue(language)));
const [english, ...translations] = catalogues;

/** Codes that no input brings about, with the reason. One that is seen after all fails the test. */
const unseen = {
  "internal-error": "a fault of the core; tests/js/trap.test.js forces one",
  "check-limit": "a manifest of a page does not multiply to so much; tests/it/check.rs makes one",
  "matrix-limit": "a large question, not a large input; tests/js/matrix.test.js asks it",
  "change-limit": "a list too long for a page; tests/it/artifact.rs makes one",
};

/** What an example needs turned off because it would be refused before. */
const severities = {
  "artifact-unknown": { "manifest-artifact-unknown": "ignore" },
  "version-unknown": { "manifest-version-unknown": "ignore" },
};

/** For examples that show a manifest and a request only. */
const template = `ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::Instance
    Properties:
      ImageId: web-image
`;

/** Codes that only a check finds: their examples are a manifest, often with its template and the manifest before it. */
const checked = new Set(rows.filter(({ section }) => section === "Check").map(({ name }) => name));

test("code.rs is read whole", () => {
  const text = readFileSync(at("src/diagnostic/code.rs"), "utf8");
  assert.equal(rows.length, [...text.matchAll(/^ {4}[A-Z]\w* = "/gm)].length);
  assert.equal(new Set(known.map(({ name }) => name)).size, known.length);
  for (const { section, severity } of rows) {
    assert.notEqual(section, "");
    assert.ok(["Error", "Warning", "Info"].includes(severity));
  }
});

test("English messages: lowercase, one line, no final stop", () => {
  for (const { name, message } of known) {
    assert.match(message, /^(?:[a-z`[{]|\{|[A-Z]{2,4}\b)/, name);
    assert.doesNotMatch(message, /[.\s]$|\n/, name);
    balanced(message, name);
  }
});

for (const words of catalogues) {
  test(`${words.language}: every code with all of its parts, and no other`, () => {
    assert.deepEqual(Object.keys(words.codes).toSorted(), known.map(({ name }) => name).toSorted());
    for (const [code, entry] of Object.entries(words.codes)) {
      for (const part of ["title", "means", "example", "todo"]) {
        const text = entry[/** @type {"title"} */ (part)];
        assert.ok(typeof text === "string" && text.trim() !== "", `${code}: ${part}`);
        assert.equal(text, text.trim(), `${code}: ${part} has blanks around it`);
        if (part !== "example") balanced(text, `${code}: ${part}`);
      }
      assert.doesNotMatch(entry.title, /[.。!！\n]$/, `${code}: a title is no sentence`);
      assert.match(entry.means, /[.。]$/, `${code}: means is sentences`);
      assert.match(entry.todo, /[.。]$/, `${code}: todo is sentences`);
      assert.doesNotMatch(`${entry.title}${entry.means}${entry.todo}`, /\n| {2}/, `${code}: one line each`);
      assert.deepEqual(Object.keys(entry).filter((part) => !["message", "title", "means", "example", "todo"].includes(part)), [], code);
    }
  });

  test(`${words.language}: roles and severities`, () => {
    const text = readFileSync(at("src/diagnostic/mod.rs"), "utf8");
    const roles = [...text.matchAll(/Role::\w+ => "([^"]+)"/g)].map(([, name]) => name);
    assert.ok(roles.length >= 7);
    assert.deepEqual(Object.keys(words.roles).toSorted(), roles.toSorted());
    assert.deepEqual(Object.keys(words.severities).toSorted(), ["error", "info", "warning"]);
    for (const text of [...Object.values(words.roles), ...Object.values(words.severities)]) assert.match(text, /\S/);
  });
}

test("English stands in code.rs only", () => {
  const again = Object.entries(english.codes).filter(([, { message }]) => message !== undefined);
  assert.deepEqual(again.map(([code]) => code), outside.map(({ name }) => name));
  assert.deepEqual(english.words, {});
});

for (const words of translations) {
  test(`${words.language}: messages say the same values`, () => {
    for (const { name, message: original } of known) {
      const translated = words.codes[name]?.message ?? assert.fail(`${name} has no message`);
      assert.deepEqual(values(translated), values(original), name);
      assert.doesNotMatch(translated, /[.。．\s]$|\n/, name);
      balanced(translated, name);
    }
  });

  test(`${words.language}: is in that language`, () => {
    const script = words.language === "ja" ? /[ぁ-ヿ]/ : /[一-鿿]/;
    const foreign = words.language === "ja" ? /[，；：（）“”！？～]/ : /[ぁ-ヿ]/;
    for (const [code, { message = "", title, means, todo }] of Object.entries(words.codes)) {
      for (const text of [message, means, todo]) assert.match(text, script, code);
      for (const text of [message, title, means, todo]) assert.doesNotMatch(text, foreign, code);
    }
    const all = Object.entries(words.codes).map(([, { means }]) => means);
    assert.equal(new Set(all).size, all.length, "no two codes mean the same");
  });

  test(`${words.language}: the words that the core puts into messages`, () => {
    const folders = readdirSync(at("src"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".rs"));
    const source = folders.map((file) => readFileSync(at(`src/${file}`), "utf8")).join("\n");
    for (const [arg, values] of Object.entries(words.words)) {
      for (const value of Object.keys(values)) assert.ok(source.includes(`"${value}"`), `the core never says ${value}`);
      for (const [, value] of source.matchAll(new RegExp(`\\.arg\\("${arg}", "([^"]+)"\\)`, "g"))) {
        assert.ok(Object.hasOwn(values, value), `${arg}: ${value}`);
      }
    }
    for (const [, value] of source.matchAll(/wrong_type\([^)]*"([a-z][^"]*)"\)/g)) {
      assert.ok(Object.hasOwn(words.words.expected, value), value);
    }
  });
}

test("every example brings its code about", () => {
  for (const { name } of known) {
    const found = example(name);
    const seen = found.some(({ code }) => code === name);
    if (Object.hasOwn(unseen, name)) assert.ok(!seen, `${name} is seen: take it off the list`);
    else assert.ok(seen, `${name} is not among ${found.map(({ code }) => code).join(", ")}`);
  }
});

test("a message is filled like the core's, in every language", () => {
  const originals = new Map(known.map(({ name, message }) => [name, message]));
  for (const { name } of known.filter(({ name }) => !Object.hasOwn(unseen, name))) {
    for (const finding of example(name)) {
      const { args } = finding;
      const filled = fill(originals.get(finding.code) ?? "", (arg) => (Object.hasOwn(args, arg) ? String(args[arg]) : undefined));
      assert.equal(filled, finding.message);
      assert.equal(message(finding), finding.message);
      assert.equal(message(finding, english), finding.message);
      for (const words of translations) {
        const translated = message(finding, words);
        assert.notEqual(translated, finding.message);
        assert.doesNotMatch(translated, /\[\[|\]\]|\s$/);
        assert.doesNotMatch(translated, /(?<!`)\b(?:a|an|the|none|object|list|string|number)\b(?!`)/, `${finding.code}: ${translated}`);
        for (const [, value] of finding.message.matchAll(/`([^`]+)`/g)) {
          if (Object.values(args).includes(value) && !Object.hasOwn(words.words.expected, value)) {
            assert.ok(translated.includes(`\`${value}\``), `${finding.code}: ${translated}`);
          }
        }
      }
    }
  }
});

test("fill leaves out what is not known", () => {
  const args = (/** @type {string} */ name) => ({ image: "{near} [[x]] $&" })[name];
  assert.equal(fill("`{image}` is unknown[[, `{near}` is not]] here", args), "`{near} [[x]] $&` is unknown here");
  assert.equal(fill("[[{image}]][[{near}]] `{` and `${`", args), "{near} [[x]] $& `{` and `${`");
});

test("docs/diagnostics.md is fresh", () => {
  assert.equal(readFileSync(at("docs/diagnostics.md"), "utf8"), page(), "run `npm run docs`");
});

/**
 * What the package finds in a code's example.
 *
 * @param {string} code
 * @returns {Diagnostic[]}
 */
function example(code) {
  /** @type {Record<string, string | Buffer>} */
  const parts = {};
  let filename;
  const text = english.codes[code].example;
  const blocks = [...text.matchAll(/^```(\w+)(?: (manifest|previous|request|change|question|import [^\n]+))?\n(.*?)\n```$/gms)];
  assert.equal(text, blocks.map(([block]) => block).join("\n\n"), `${code}: an example is fenced code`);
  for (const [, language, kind = "template", content] of blocks) {
    assert.ok(!Object.hasOwn(parts, kind), `${code} has two of ${kind}`);
    parts[kind] = language === "sh" ? output(content) : `${content}\n`;
    if (kind === "template") filename = { yaml: "template.yaml", json: "template.json", hcl: "main.tf" }[language];
  }
  const files = Object.entries(parts).filter(([kind]) => kind.startsWith("import "));
  if (files.length > 0) return importManifest(files.map(([kind, text]) => imported(kind, text))).diagnostics;
  if (parts.manifest === undefined) return analyze(parts.template, { filename }).diagnostics;
  const options = /** @type {Record<string, object>} */ (severities)[code];
  const resolver = new Resolver(parts.manifest, options && { severities: /** @type {any} */ (options) });
  if (parts.manifest !== undefined && checked.has(code)) {
    const { diagnostics, templates } = resolver.check({ templates: parts.template === undefined ? {} : { "service-shop/single": parts.template }, previous: parts.previous });
    return [...diagnostics, ...templates.flatMap(({ diagnostics }) => diagnostics)];
  }
  if (parts.question !== undefined) return planned(resolver, JSON.parse(String(parts.question)));
  if (parts.change !== undefined) return transition(parts.manifest, parts.change).diagnostics;
  if (code.startsWith("export-")) return exportManifest(parts.manifest, { format: "ros-mappings", artifact: "artifact-web" }).diagnostics;
  if (parts.request === undefined) return resolver.diagnostics;
  const asked = JSON.parse(String(parts.request));
  if (asked.action !== undefined) return resolver.decide(asked).diagnostics;
  return resolver.resolve(parts.template ?? template, asked, { filename }).diagnostics;
}

/**
 * What is found in a plan, and why each of its steps is there.
 *
 * @param {Resolver} resolver
 * @param {PlanQuestion} question
 * @returns {Diagnostic[]}
 */
function planned(resolver, question) {
  const { actions, diagnostics } = resolver.plan(question);
  const reasons = actions.map(({ code, args, why }) => /** @type {Diagnostic} */ ({ code, args, message: why }));
  return [...reasons, ...diagnostics];
}

/**
 * A file to import, as its block's first line describes it: `import NAME FIELD=VALUE…`.
 *
 * @param {string} kind
 * @param {string | Buffer} text
 * @returns {ImportFile}
 */
function imported(kind, text) {
  const [, name, ...told] = kind.split(" ");
  return { name, text, ...Object.fromEntries(told.map((pair) => pair.split("="))) };
}

/** @param {string} command */
function output(command) {
  const { status, stdout } = spawnSync("sh", ["-c", command], { maxBuffer: 1 << 26 });
  assert.equal(status, 0, command);
  return stdout;
}

/** The values that a message names, each with whether it is in backticks, and those of each optional part. @param {string} text */
function values(text) {
  const named = (/** @type {string} */ part) => [...part.matchAll(/`?\{([a-z]+)\}`?/g)].map(([whole]) => whole).toSorted();
  const optional = [...text.matchAll(/\[\[(.*?)\]\]/g)].map(([, part]) => named(part).join(" ")).toSorted();
  return { always: named(text.replace(/\[\[.*?\]\]/g, "")), optional };
}

/** @param {string} text @param {string} where */
function balanced(text, where) {
  assert.equal((text.match(/`+/g) ?? []).length % 2, 0, `${where}: a backtick without its second`);
}
