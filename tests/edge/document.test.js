// The OpenAPI document, and the words of problems: complete, and what is published.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import document from "../../edge/openapi.js";
import { explanation, LANGUAGES, languageOf, Problem, reply, STATUS } from "../../edge/problem.js";
import { at } from "../../scripts/commands.mjs";

const codes = /** @type {(keyof typeof STATUS)[]} */ (Object.keys(STATUS));

describe("the document", () => {
  // `npm run docs` writes it.
  test("is the one that is published", () => {
    assert.deepEqual(JSON.parse(readFileSync(at("edge/openapi.json"), "utf8")), JSON.parse(JSON.stringify(document)));
  });

  test("has every problem in some answer, and every reference leads somewhere", () => {
    const text = JSON.stringify(document.paths);
    for (const code of codes) assert.ok(text.includes(`\`${code}\``), code);
    for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)"/g)) assert.ok(name in document.components.schemas, name);
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe("problems", () => {
  const args = { parameter: "p", fault: "missing", reason: "expired", what: "w", limit: 7, seconds: 8, encoding: "e", type: "t", known: "k", codes: "c", template: "x", scope: "s", allowed: "a", count: 9, missing: "content-type" };

  for (const language of LANGUAGES) {
    test(`all have their words in ${language}`, async () => {
      for (const code of codes) {
        const told = JSON.parse(String((await reply(new Problem(code, { args }), language)).body));
        assert.deepEqual([told.status, told.code, told.type], [STATUS[code], code, `/problems/${code}`]);
        for (const text of [told.title, told.detail, (await explanation(code, language))?.todo]) {
          assert.ok(typeof text === "string" && text.length > 3, code);
          assert.doesNotMatch(text, /[{}]|\[\[|\]\]|undefined/, code);
          assert.doesNotMatch(text, /\.$/m.test(text) && text === told.detail ? /\.$/ : /^$/, code);
          if (language === "ja") assert.match(text, /[ぁ-ん]/, code);
          if (language === "zh") assert.match(text, /\p{Script=Han}/u, code);
        }
      }
    });

    test(`have the same words for arguments in ${language} as in English`, async () => {
      const [words, english] = await Promise.all([language, "en"].map(async (name) => (await import(`../../edge/problem/${name}.js`)).default));
      assert.deepEqual(Object.keys(words.problems), codes);
      const shape = (/** @type {any} */ of) => Object.entries(of.words).map(([name, values]) => [name, Object.keys(/** @type {object} */ (values))]);
      assert.deepEqual(shape(words), shape(english));
    });
  }

  test("a language is found however it is asked for", () => {
    for (const [accepted, language] of /** @type {const} */ ([
      [null, "en"],
      ["", "en"],
      ["*", "en"],
      ["zh-TW", "zh"],
      ["JA", "ja"],
      ["en;q=0, ja;q=0.001", "ja"],
      ["de-DE,de;q=0.9,ja;q=0.8,en;q=0.7", "ja"],
      [`${"x,".repeat(10_000)}ja`, "en"],
    ])) {
      assert.equal(languageOf(accepted), language);
    }
  });
});
