/** JSON with its places: what stands where in a text that is JSON, each value with its bytes. */

/**
 * A value. Offsets are in UTF-16 units, `end` is behind its last one; an item of a list has no key, and its key's offsets are its
 * own.
 *
 * @typedef {object} Node
 * @property {"object" | "list" | "scalar"} kind
 * @property {number} start
 * @property {number} end
 * @property {string} [name] its key
 * @property {number} keyStart
 * @property {number} keyEnd
 * @property {Node[]} children
 */

/** A string, a bracket, or anything else but white space, `:` and `,`. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]|[^\s:,[\]{}"]+/g;

export class Json {
  /** @param {string} text which the core has read as JSON */
  constructor(text) {
    this.text = text;
    /** @type {Node} */
    const top = { kind: "list", start: 0, end: text.length, keyStart: 0, keyEnd: 0, children: [] };
    const open = [top];
    /** @type {{ name: string, start: number, end: number } | undefined} */
    let key;
    for (const { 0: token, index } of text.matchAll(TOKEN)) {
      const parent = open[open.length - 1];
      const end = index + token.length;
      if (token === "}" || token === "]") {
        parent.end = end;
        open.pop();
      } else if (parent.kind === "object" && key === undefined) {
        key = { name: JSON.parse(token), start: index, end };
      } else {
        const kind = token === "{" ? "object" : token === "[" ? "list" : "scalar";
        /** @type {Node} */
        const node = { kind, start: index, end, name: key?.name, keyStart: key?.start ?? index, keyEnd: key?.end ?? index, children: [] };
        key = undefined;
        parent.children.push(node);
        if (kind !== "scalar") open.push(node);
      }
    }
    this.root = top.children[0];
  }

  /** @param {Node} node */
  token(node) {
    return this.text.slice(node.start, node.end);
  }

  /** What stands between a collection's bracket and its first child. @param {Node} node */
  lead(node) {
    return this.text.slice(node.start + 1, node.children[0].keyStart);
  }

  /** What stands between a collection's last child and its bracket. @param {Node} node */
  tail(node) {
    return this.text.slice(node.children[node.children.length - 1].end, node.end - 1);
  }

  /** What stands between a key and its value. @param {Node} node */
  colon(node) {
    return this.text.slice(node.keyEnd, node.start);
  }

  /** What a list's item is known by: its first field, which is its id where the core prints it; a text by itself. @param {Node} node */
  id(node) {
    return this.token(node.children[0] ?? node);
  }
}
