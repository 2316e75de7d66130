/**
 * What is said of the checks is held against them: every test that SECURITY.md names is there, every command of
 * docs/assurance.md runs something, and what lived of the mutants has its reason.
 */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { at } from "../../scripts/commands.mjs";

const read = (/** @type {string} */ file) => readFileSync(at(file), "utf8");

/** The cells of each row of the tables in a text of Markdown, without their heads. @param {string} text */
function rows(text) {
  const lines = text.split("\n");
  return lines.filter((line, at) => line.startsWith("|") && !lines[at + 1]?.startsWith("| ---") && !line.startsWith("| ---")).map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
}

/** Whether a file has a test of this name: a title in quotes, or a function. @param {string} file @param {string} name */
function hasTest(file, name) {
  const text = read(file);
  if (file.endsWith(".rs")) return new RegExp(`^\\s*#\\[test\\]\\n(?:\\s*#.*\\n)*\\s*fn ${name}\\(`, "m").test(text);
  // A title may be made of parts: what is named is its end, or all of it.
  return ['"', "`"].some((quote) => [...text.matchAll(new RegExp(`\\b(?:test|it)\\(\\s*${quote}((?:[^${quote}\\\\]|\\\\.)*)${quote}`, "g"))].some(([, title]) => title === name || title.endsWith(`: ${name}`))) || (/^\$\{\w+\}$/.test(name) && new RegExp(`\\btest\\(${name.slice(2, -1)},`).test(text));
}

test("every test that SECURITY.md names is there", () => {
  const table = rows(read("SECURITY.md"));
  assert.ok(table.length > 20);
  let named = 0;
  for (const [, tries, , shown] of table) {
    const tests = [...shown.matchAll(/`(tests\/[^`]+)` (.+?)(?=; `tests\/|$)/g)];
    assert.ok(tests.length > 0, `no test shows what stops whoever tries ${tries}`);
    for (const [, file, name] of tests) {
      assert.ok(existsSync(at(file)), `${file}: ${tries}`);
      assert.ok(hasTest(file, name), `${file} has no test \`${name}\``);
      named += 1;
    }
  }
  console.log(`SECURITY.md: ${table.length} threats, ${named} tests that show what stops them`);
});

test("every command of docs/assurance.md runs something", () => {
  const text = read("docs/assurance.md");
  const { scripts } = JSON.parse(read("package.json"));
  const groups = [...read("scripts/test.mjs").matchAll(/group: "(\w+)"|nodeTests\("(\w+)"/g)].map(([, one, other]) => one ?? other);
  const modules = readdirSync(at("tests/it"), { recursive: true }).map(String).filter((file) => file.endsWith(".rs"));
  const natively = modules.map((file) => `mod ${file.replace(/\.rs$/, "")}\n${read(`tests/it/${file}`)}`).join("\n");
  const commands = [...text.matchAll(/`((?:[A-Z]+=\S+ )*(?:npm|node|cargo) [^`]+)`/g)].map(([, command]) => command.replace(/^(?:[A-Z]+=\S+ )+/, ""));
  assert.ok(commands.length > 10);
  for (const command of commands) {
    const [, script] = /^npm run (\S+)/.exec(command) ?? [];
    const [, group] = /^npm test -- (\S+)$/.exec(command) ?? [];
    const [, files] = /^node --test (.+)$/.exec(command) ?? [];
    const [, name] = /^cargo test --test it (?:-- )?(\S+)/.exec(command) ?? [];
    if (script) assert.ok(Object.hasOwn(scripts, script), command);
    else if (group) assert.ok(groups.includes(group), command);
    else if (files) files.split(" ").forEach((file) => assert.ok(existsSync(at(file)), command));
    else if (name) assert.ok(natively.includes(name.replace(/::$/, "").split("::").at(-1) ?? ""), command);
    else assert.match(command, /^(?:npm test|cargo test --lib|cargo test)$/);
  }
  for (let law = 1; law <= 10; law += 1) assert.ok(rows(text).some(([first]) => first === String(law)), `law ${law} has no row`);
  console.log(`docs/assurance.md: ${new Set(commands).size} commands`);
});

test("what lived of the mutants has its reason, and the record is whole", () => {
  /** @type {{ files: Record<string, { mutants: number, caught: number, timeout: number, unviable: number, survivors: string[] }> }} */
  const { files } = JSON.parse(read("tests/mutants/record.json"));
  /** @type {{ mutant: string, reason: string }[]} */
  const known = JSON.parse(read("tests/mutants/survivors.json"));
  const total = { mutants: 0, caught: 0, timeout: 0, unviable: 0, lived: 0 };
  for (const [file, { mutants, caught, timeout, unviable, survivors }] of Object.entries(files)) {
    assert.ok(existsSync(at(file)), `${file} is recorded, and not there`);
    assert.equal(caught + timeout + unviable + survivors.length, mutants, file);
    for (const survivor of survivors) assert.ok(known.some(({ mutant, reason }) => mutant === survivor && reason.length > 20), `no reason for \`${survivor}\``);
    total.mutants += mutants;
    total.caught += caught;
    total.timeout += timeout;
    total.unviable += unviable;
    total.lived += survivors.length;
  }
  const lived = Object.values(files).flatMap(({ survivors }) => survivors);
  for (const { mutant } of known) assert.ok(lived.includes(mutant), `\`${mutant}\` has a reason, and did not live`);
  const said = `${total.mutants.toLocaleString("en")} mutants: ${total.caught} caught, ${total.timeout} ran too long, ${total.unviable} did not compile, ${total.lived} lived`;
  assert.ok(read("docs/assurance.md").includes(said), `docs/assurance.md does not say: ${said}`);
  console.log(said);
});
