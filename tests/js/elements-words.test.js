// What the elements say: the same in every language, and all of it said.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { at } from "../../scripts/commands.mjs";

const FOLDER = at("www/elements/words");
const SECTIONS = ["", ...readdirSync(`${FOLDER}/en`).map((file) => `/${file.replace(/\.js$/, "")}`)];

/** @param {string} language @param {string} section @returns {Promise<Record<string, unknown>>} */
const words = async (language, section) => (await import(`${FOLDER}/${language}${section}.js`)).default;

test("each section is there in each language, with the same words of the same kind", async () => {
  assert.ok(SECTIONS.length >= 4);
  for (const section of SECTIONS) {
    const en = await words("en", section);
    for (const language of ["ja", "zh"]) {
      const others = await words(language, section);
      assert.deepEqual(Object.keys(others).sort(), Object.keys(en).sort(), `${language}${section}`);
      for (const [name, word] of Object.entries(en)) assert.equal(typeof others[name], typeof word, `${language}${section}: ${name}`);
    }
  }
});

test("no text is empty", async () => {
  for (const section of SECTIONS) {
    for (const language of ["en", "ja", "zh"]) {
      for (const [name, word] of Object.entries(await words(language, section))) {
        if (typeof word === "string") assert.notEqual(word.trim(), "", `${language}${section}: ${name}`);
      }
    }
  }
});
