/** The JSON documents of a text: one, a list of them, one a line, or several after each other, as `aliyun … >> FILE` leaves them. */

/** @typedef {{ value: unknown, line: number }} Document `line` counts from 1: where it begins */

/**
 * @param {string} text
 * @returns {Document[]}
 * @throws {NotJson}
 */
export function documentsOf(text) {
  /** @type {Document[]} */
  const documents = [];
  for (let at = 0, line = 1; ; ) {
    const begin = beginOf(text, at);
    line += lines(text, at, begin);
    if (begin === text.length) return documents;
    at = endOf(text, begin);
    const value = parsed(text.slice(begin, at), line);
    // `jq -s` puts many into one list.
    for (const one of Array.isArray(value) ? value : [value]) documents.push({ value: one, line });
    line += lines(text, begin, at);
  }
}

/** A text that is no JSON. */
export class NotJson extends Error {
  /** @param {number} line where the document begins that is none, from 1 */
  constructor(line) {
    super(`the document at line ${line} is no JSON`);
    this.line = line;
  }
}

/** @param {string} part @param {number} line @returns {unknown} */
function parsed(part, line) {
  try {
    return JSON.parse(part);
  } catch {
    throw new NotJson(line);
  }
}

/** Where the next document begins. @param {string} text @param {number} at */
function beginOf(text, at) {
  const blank = /[\s\uFEFF]*/y;
  blank.lastIndex = at;
  blank.test(text);
  return blank.lastIndex;
}

/** Where the document ends that begins at `begin`: with the bracket that closes its first one. @param {string} text @param {number} begin */
function endOf(text, begin) {
  let depth = 0;
  let isString = false;
  for (let at = begin; at < text.length; at += 1) {
    const sign = text[at];
    if (isString) {
      if (sign === "\\") at += 1;
      else if (sign === '"') isString = false;
    } else if (sign === '"') {
      isString = true;
    } else if (sign === "{" || sign === "[") {
      depth += 1;
    } else if (sign === "}" || sign === "]") {
      depth -= 1;
      if (depth <= 0) return at + 1;
    }
  }
  return text.length;
}

/** How many lines end in a part of a text. @param {string} text @param {number} from @param {number} to */
function lines(text, from, to) {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
