/**
 * A template as a tree, read by other people's parsers (`yaml`, `jsonc-parser`) and, for HCL, by a small reader of the part
 * of the language that the generated templates use. Slow and plain on purpose: it is what the core is held against.
 *
 * Offsets are UTF-16 units, half open. A text that several places share through an alias is one object.
 */

import { parseTree } from "jsonc-parser";
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from "yaml";

/**
 * @typedef {{ kind: "text", value: string, start: number, end: number, within?: Text }} Text `within` is the text that it was read in,
 *   and its offsets are in that one's value
 * @typedef {{ kind: "call", name: string, argument: Node }} Call a function of ROS, short or long
 * @typedef {{ kind: "map", entries: [string, Node][] }} Mapping each key once
 * @typedef {{ kind: "list", items: Node[] }} List
 * @typedef {{ kind: "other", value: unknown }} Other a number, a boolean, null
 * @typedef {Text | Call | Mapping | List | Other} Node
 */

/** @param {Node | undefined} node @param {string} key */
export const get = (node, key) => (node?.kind === "map" ? node.entries.find(([name]) => name === key)?.[1] : undefined);

/** @param {string} text @returns {Node[]} a node for each document */
export function readYaml(text) {
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  // A CR alone ends a line as well, which this reader does not know.
  const documents = parseAllDocuments(text.slice(start).replace(/\r(?!\n)/g, "\n"), {
    version: "1.1",
    merge: true,
    uniqueKeys: false,
    logLevel: "silent",
    // ROS leaves dates as they are written.
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:timestamp"),
  });
  const [error] = [...documents].flatMap(({ errors }) => errors);
  if (error) throw error;
  return [...documents].map((document) => readDocument(document, start));
}

/** @param {import("yaml").Document} document @param {number} start what its offsets count from @returns {Node} */
function readDocument(document, start) {
  /** @type {Map<object, Node>} */
  const known = new Map();

  /** @param {unknown} node @returns {Node} */
  function visit(node) {
    if (isAlias(node)) return visit(node.resolve(document) ?? fail(`no anchor \`${node.source}\``));
    if (node === null || node === undefined) return { kind: "other", value: null };
    const seen = known.get(/** @type {object} */ (node));
    if (seen) return seen;
    const made = tagged(node, plain(node));
    known.set(/** @type {object} */ (node), made);
    return made;
  }

  /** @param {string} message @returns {never} */
  function fail(message) {
    throw new Error(message);
  }

  /** @param {any} node @param {Node} made @returns {Node} */
  function tagged(node, made) {
    if (!node.tag?.startsWith("!") || node.tag.startsWith("!!") || node.tag === "!") return made;
    return { kind: "call", name: node.tag.slice(1), argument: made };
  }

  /** @param {any} node @returns {Node} */
  function plain(node) {
    if (isScalar(node)) {
      const range = /** @type {[number, number, number]} */ (node.range);
      if (typeof node.value !== "string") return { kind: "other", value: node.value };
      return { kind: "text", value: node.value, start: range[0] + start, end: range[1] + start };
    }
    if (isSeq(node)) return { kind: "list", items: node.items.map(visit) };
    if (!isMap(node)) throw new Error("a node of no kind");
    /** @type {Map<string, Node>} */
    const own = new Map();
    /** @type {Node[]} */
    const merged = [];
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      // A key is a name as it is written: `Null:` is called `Null`.
      const named = isAlias(pair.key) ? pair.key.resolve(document) : pair.key;
      const key = isScalar(named) ? (typeof named.value === "string" ? named.value : (named.source ?? "")) : "?";
      if (key === "<<" || (isScalar(pair.key) && typeof pair.key.value === "symbol")) merged.push(visit(pair.value));
      else own.set(key, visit(pair.value));
    }
    // The mapping's own keys win, then the merged mappings in their order.
    for (const source of merged.flatMap((node) => (node.kind === "list" ? node.items : [node]))) {
      if (source.kind === "map") for (const [key, value] of source.entries) if (!own.has(key)) own.set(key, value);
    }
    return longCall([...own]);
  }

  return visit(document.contents);
}

/** @param {string} text @returns {Node} */
export function readJson(text) {
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  const root = parseTree(text.slice(start), [], { disallowComments: true });
  if (!root) throw new Error("not JSON");
  /** @param {import("jsonc-parser").Node} node @returns {Node} */
  const visit = (node) => {
    if (node.type === "array") return { kind: "list", items: (node.children ?? []).map(visit) };
    if (node.type === "string") return { kind: "text", value: node.value, start: node.offset + start, end: node.offset + node.length + start };
    if (node.type !== "object") return { kind: "other", value: node.value };
    const own = new Map((node.children ?? []).map((property) => {
      const [key, value] = /** @type {import("jsonc-parser").Node[]} */ (property.children);
      return [key.value, visit(value)];
    }));
    return longCall([...own]);
  };
  return visit(root);
}

/**
 * The Terraform files that a ROS template carries, by their names. A text that two entries share is read once.
 *
 * @param {Node} template
 * @returns {[name: string, file: Block, carrier: Text][]}
 */
export function inWorkspace(template) {
  const transform = get(template, "Transform");
  const names = (transform?.kind === "list" ? transform.items : [transform]).map((node) => (node?.kind === "text" ? node.value : ""));
  const workspace = get(template, "Workspace");
  if (workspace?.kind !== "map" || !names.some((name) => /^Aliyun::(?:Terraform|OpenTofu)-/.test(name))) return [];
  /** @type {Map<Node, Block>} */
  const read = new Map();
  return workspace.entries.flatMap(([name, node]) => {
    if (!/\.(?:tf|tofu)$/.test(name) || node.kind !== "text") return [];
    const block = read.get(node) ?? readHcl(node.value, node);
    read.set(node, block);
    return [/** @type {[string, Block, Text]} */ ([name, block, node])];
  });
}

/** What a string of Terraform's JSON says: `$${` is `${`, and `${` or `%{` is no plain text. @param {string} value */
export const templateInJson = (value) => (/(?<![$%])[$%]\{/.test(value) ? undefined : value.replace(/([$%])\1\{/g, "$1{"));

/** `{Ref: x}` and `{"Fn::Name": x}` are functions. @param {[string, Node][]} entries @returns {Node} */
function longCall(entries) {
  const [key, argument] = entries.length === 1 ? entries[0] : ["", undefined];
  if (argument && key === "Ref") return { kind: "call", name: "Ref", argument };
  if (argument && key.startsWith("Fn::")) return { kind: "call", name: key.slice(4), argument };
  return { kind: "map", entries };
}

/**
 * @typedef {{ type: string, labels: string[], attributes: [string, Expression][], blocks: Block[] }} Block
 * @typedef {Text | { kind: "other", value: string }} Expression the text of an expression that is no plain string
 */

/** @param {string} text @param {Text} [within] the text that it was read in @returns {Block} the whole file as one block */
export function readHcl(text, within) {
  let at = text.startsWith("\uFEFF") ? 1 : 0;

  /** @param {RegExp} pattern a sticky one */
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const blank = () => take(/(?:[ \t\r\n]|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y);
  const space = () => take(/(?:[ \t]|\/\*[^]*?\*\/)*/y);

  /** A string in quotes: its value, or undefined where `${` or `%{` stands in it. */
  function string() {
    const start = at++;
    let value = "";
    let plain = true;
    for (;;) {
      const rest = text.slice(at);
      if (rest.startsWith('"')) break;
      if (rest === "" || rest.startsWith("\n")) throw new Error("a string is not closed");
      if (rest.startsWith("$${") || rest.startsWith("%%{")) {
        value += rest.slice(1, 3);
        at += 3;
      } else if (rest.startsWith("${") || rest.startsWith("%{")) {
        plain = false;
        at += 2;
        nested("}");
      } else if (rest.startsWith("\\")) {
        const escape = /** @type {RegExpExecArray} */ (/^\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|["nrt\\])/.exec(rest))[0];
        const letter = escape[1];
        value += /[uU]/.test(letter) ? String.fromCodePoint(Number.parseInt(escape.slice(2), 16)) : { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" }[letter];
        at += escape.length;
      } else {
        value += rest[0];
        at += 1;
      }
    }
    at += 1;
    return { plain, value, start, end: at };
  }

  /** @param {string} close */
  function nested(close) {
    for (;;) {
      if (blank() === undefined || at >= text.length) throw new Error(`no ${close}`);
      const letter = text[at];
      if (letter === close) return void (at += 1);
      if (letter === '"') string();
      else if (text.startsWith("<<", at)) heredoc();
      else {
        at += 1;
        const inner = { "(": ")", "[": "]", "{": "}" }[letter];
        if (inner) nested(inner);
      }
    }
  }

  /** A heredoc, as `string` gives one; those whose margin is taken off are never images here. */
  function heredoc() {
    const start = at;
    const [first, name] = /** @type {RegExpExecArray} */ (/^<<-?([A-Za-z_]\w*)[^\n]*\n/.exec(text.slice(at)));
    const end = new RegExp(`^[ \\t]*${name}[ \\t]*(?=\\r?$)`, "m").exec(text.slice(at + 1));
    if (!end) throw new Error("a heredoc is not closed");
    const value = text.slice(start + first.length, start + 1 + end.index);
    at += 1 + end.index + end[0].length;
    return { plain: !/[$%]\{|^<<-/.test(first + value), value, start, end: at };
  }

  /** @returns {Expression} */
  function expression() {
    const from = at;
    /** @type {ReturnType<typeof string> | undefined} */
    let only;
    let parts = 0;
    for (;;) {
      space();
      const letter = text[at];
      if (letter === undefined || "\r\n}#".includes(letter) || text.startsWith("//", at)) break;
      parts += 1;
      if (letter === '"') only = string();
      else if (text.startsWith("<<", at)) only = heredoc();
      else {
        at += 1;
        const inner = { "(": ")", "[": "]", "{": "}" }[letter];
        if (inner) nested(inner);
      }
    }
    if (parts === 1 && only?.plain) return { kind: "text", value: only.value, start: only.start, end: only.end, ...(within && { within }) };
    return { kind: "other", value: text.slice(from, at).trim() };
  }

  /** @param {Block} block @param {boolean} outer @returns {Block} */
  function body(block, outer) {
    for (;;) {
      blank();
      if (at >= text.length) {
        if (!outer) throw new Error("a block is not closed");
        return block;
      }
      if (!outer && text[at] === "}") {
        at += 1;
        return block;
      }
      const name = take(/[\p{L}_][\p{L}\p{N}_-]*/uy);
      if (!name) throw new Error(`no name at ${at}`);
      space();
      if (text[at] === "=") {
        at += 1;
        block.attributes.push([name, expression()]);
        continue;
      }
      const labels = [];
      while (text[at] !== "{") {
        if (text[at] === '"') labels.push(string().value);
        else labels.push(take(/[\p{L}_][\p{L}\p{N}_-]*/uy) ?? fail());
        space();
      }
      at += 1;
      block.blocks.push(body({ type: name, labels, attributes: [], blocks: [] }, false));
    }
  }

  /** @returns {never} */
  const fail = () => {
    throw new Error(`no label at ${at}`);
  };

  return body({ type: "", labels: [], attributes: [], blocks: [] }, true);
}
