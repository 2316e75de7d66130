/** Which files a command reads: the ones named, those in the folders named, those in a list. */

import { createReadStream, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { reason } from "./output.js";
import { Usage } from "./usage.js";

/** A template to read. @typedef {{ name: string, read(): Promise<Uint8Array> }} Input `read` throws {@link Usage} */

/** What a folder is searched for. A file that is named is read whatever it is called. */
const TEMPLATE = /\.(ya?ml|json|tf|template)$/i;

/** Folders that hold other people's files. */
const SKIPPED = new Set(["node_modules", ".git", ".terraform"]);

/**
 * @param {string[]} operands files, folders, `-`
 * @param {string | undefined} list a file with more of them, one a line; `-` for standard input
 * @returns {Promise<{ inputs: Input[], missing: string[] }>} `missing` says what could not be found
 */
export async function inputsOf(operands, list) {
  if (operands.filter((operand) => operand === "-").length + (list === "-" ? 1 : 0) > 1) {
    throw new Usage("standard input can be read only once");
  }
  const all = [...operands, ...(list === undefined ? [] : await namesIn(list))];
  if (all.length === 0) throw new Usage(list === undefined ? "name a file, a folder, or `-`" : "the list of files is empty");
  /** @type {Input[]} */
  const inputs = [];
  /** @type {string[]} */
  const missing = [];
  for (const operand of all) {
    if (operand === "-") {
      inputs.push(standardInput);
      continue;
    }
    try {
      const found = statSync(operand).isDirectory() ? walk(operand) : [operand];
      if (found.length === 0) missing.push(`${operand}: no template in this folder (.yaml, .yml, .json, .tf, .template)`);
      for (const name of found) inputs.push(file(name));
    } catch (error) {
      missing.push(`${operand}: ${reason(error)}`);
    }
  }
  return { inputs, missing };
}

/** @param {string} name a file, or `-` @returns {Input} */
export function input(name) {
  return name === "-" ? standardInput : file(name);
}

/** @type {Input} */
const standardInput = {
  name: "<stdin>",
  async read() {
    try {
      const chunks = [];
      for await (const chunk of process.stdin) chunks.push(chunk);
      return Buffer.concat(chunks);
    } catch (error) {
      throw new Usage(`standard input: ${reason(error)}`, { hint: false });
    }
  },
};

/** @param {string} name @returns {Input} */
function file(name) {
  return {
    name,
    async read() {
      try {
        return readFileSync(name);
      } catch (error) {
        throw new Usage(`${name}: ${reason(error)}`, { hint: false });
      }
    },
  };
}

/** Names separated by line breaks, or by NUL when there is one. @param {string} list */
async function namesIn(list) {
  const text = Buffer.from(await input(list).read()).toString();
  return text.split(text.includes("\0") ? "\0" : /\r?\n/).filter((name) => name !== "");
}

/**
 * The templates in a folder, in the order of their names. Links to folders are not followed.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function walk(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(path);
    const isFile = entry.isFile() || (entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isFile());
    return isFile && TEMPLATE.test(entry.name) ? [path] : [];
  });
}

/** A file's bytes as they come. @param {string} name a file, or `-` @returns {AsyncGenerator<Uint8Array>} throws {@link Usage} */
export async function* chunks(name) {
  try {
    yield* name === "-" ? process.stdin : createReadStream(name, { highWaterMark: 1 << 20 });
  } catch (error) {
    throw new Usage(`${name}: ${reason(error)}`, { hint: false });
  }
}
