/**
 * A manifest's own text after a change: only what changed is written, and as its neighbours are written.
 *
 * The manifest before and after the change is printed by the core, and what differs between the two is carried over into the
 * text that was given. So its layout, order, spellings, unknown fields and duplicate keys stay, and `git diff` shows the change
 * alone.
 */

import { Json } from "./json.js";

/** @import { Node } from "./json.js" */

/** What becomes of the children of a collection: which go, and which come behind how many. @typedef {{ gone: boolean[], come: [number, Node][] }} Plan */

/**
 * The text with what differs between `before` and `after` carried over. `before` must be what the manifest of the text is
 * printed as.
 *
 * @param {string} text
 * @param {string} before
 * @param {string} after
 */
export function amended(text, before, after) {
  const [old, was, now] = [text, before, after].map((each) => new Json(each));
  const grows = isSeed(old) && now.root.children.some(({ kind }) => kind !== "scalar");
  return new Amendment(grows ? new Json(laidOut(old)) : old, was, now).text();
}

/** Whether a manifest holds nothing yet, on one line: it is where one starts, and says nothing of a layout. @param {Json} json */
function isSeed({ root, text }) {
  return root.children.every(({ kind }) => kind === "scalar") && !/[\r\n]/.test(text.slice(root.start, root.end));
}

/** The same, with a line for each field. @param {Json} json */
function laidOut(json) {
  const fields = json.root.children.map((child) => `\n  ${json.text.slice(child.keyStart, child.keyEnd)}: ${json.token(child)}`);
  return `${json.text.slice(0, json.root.start)}{${fields.join(",")}\n}${json.text.slice(json.root.end)}`;
}

/** The last line break of a text, with what stands behind it. @param {string} text */
const line = (text) => /(?:\r\n|\n|\r)[^\r\n]*$/.exec(text)?.[0];

class Amendment {
  /** Start, end, and what comes in between. @type {[number, number, string][]} */
  #edits = [];
  /** The first collection of each name, which others of that name are written like. @type {Map<string, Node>} */
  #models = new Map();
  #unit = "  ";
  #colon = ": ";
  #old;
  #was;
  #now;

  /** @param {Json} old @param {Json} was @param {Json} now */
  constructor(old, was, now) {
    this.#old = old;
    this.#was = was;
    this.#now = now;
    const [first] = old.root.children;
    if (first !== undefined) {
      this.#unit = line(old.lead(old.root))?.replace(/^[\r\n]+/, "") ?? "  ";
      this.#colon = old.colon(first);
    }
    this.#look(old.root, "");
  }

  text() {
    const { text } = this.#old;
    this.#value(this.#old.root, this.#was.root, this.#now.root, /\r\n|\n|\r/.exec(text)?.[0] ?? "\n");
    this.#edits.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    let [output, copied] = ["", 0];
    for (const [start, end, put] of this.#edits) {
      output += text.slice(copied, start) + put;
      copied = end;
    }
    return output + text.slice(copied);
  }

  /** @param {Node} node @param {string} parent */
  #look(node, parent) {
    for (const child of node.children) {
      if (child.children.length === 0) continue;
      // Of a table the keys are regions and literals.
      const isField = child.name !== undefined && parent !== "images" && parent !== "relations";
      if (isField && !this.#models.has(child.name ?? "")) this.#models.set(child.name ?? "", child);
      this.#look(child, child.name ?? parent);
    }
  }

  /**
   * Carries over what differs in a value. `around` is the line break and the indentation of the line that its collection's
   * children begin on; nothing where they stand on one line.
   *
   * @param {Node} old
   * @param {Node} was
   * @param {Node} now
   * @param {string | undefined} around
   */
  #value(old, was, now, around) {
    // Printed alike: the two stand equally deep.
    if (this.#was.token(was) === this.#now.token(now)) return;
    const alike = now.kind === was.kind && now.kind === old.kind;
    if (now.kind === "scalar" || !alike || old.children.length === 0) return this.#replace(old, now, around);
    const inner = line(this.#old.lead(old)) ?? (/[\r\n]/.test(this.#old.token(old)) ? around : undefined);
    const mark = this.#edits.length;
    const plan = now.kind === "object" ? this.#entries(old, was, now, inner) : this.#items(old, was, now, inner);
    if (plan === undefined || plan.gone.every(Boolean)) {
      // What was changed in children went with them.
      this.#edits.length = mark;
      return this.#replace(old, now, around);
    }
    this.#punctuate(old, plan, inner);
  }

  /** @param {Node} old @param {Node} now @param {string | undefined} around */
  #replace(old, now, around) {
    this.#edits.push([old.start, old.end, this.#print(now, old, around)]);
  }

  /**
   * @param {Node} old
   * @param {Node} was
   * @param {Node} now
   * @param {string | undefined} inner
   * @returns {Plan}
   */
  #entries(old, was, now, inner) {
    // Of equal keys the last counts.
    const places = new Map(old.children.map((child, at) => [child.name, at]));
    const [wases, nows] = [was, now].map((node) => new Map(node.children.map((child) => [child.name, child])));
    /** @type {Plan} */
    const plan = { gone: old.children.map(({ name }) => wases.has(name) && !nows.has(name)), come: [] };
    let behind = 0;
    for (const [name, child] of nows) {
      const place = places.get(name);
      const before = wases.get(name);
      if (place === undefined) {
        plan.come.push([behind, child]);
        continue;
      }
      // An empty list says nothing, and so is not printed.
      if (before === undefined) this.#replace(old.children[place], child, inner);
      else this.#value(old.children[place], before, child, inner);
      behind = place + 1;
    }
    return plan;
  }

  /**
   * Nothing where the text's items are others than those that were printed.
   *
   * @param {Node} old
   * @param {Node} was
   * @param {Node} now
   * @param {string | undefined} inner
   * @returns {Plan | undefined}
   */
  #items(old, was, now, inner) {
    if (was.children.length !== old.children.length) return undefined;
    /** @type {Map<string, number[]>} */
    const places = new Map();
    const ids = was.children.map((item, at) => {
      const id = this.#was.id(item);
      const known = places.get(id);
      if (known === undefined) places.set(id, [at]);
      else known.push(at);
      return id;
    });
    const kept = new Set(now.children.map((item) => this.#now.id(item)));
    const unchanged = new Set(now.children.map((item) => this.#now.token(item)));
    /** @type {Plan} */
    const plan = { gone: old.children.map(() => true), come: [] };
    let next = 0;
    for (const item of now.children) {
      const id = this.#now.id(item);
      const same = places.get(id)?.filter((at) => at >= next) ?? [];
      // An account may stand there in more than one capacity.
      const token = (/** @type {number} */ at) => this.#was.token(was.children[at]);
      let place = same.find((at) => token(at) === this.#now.token(item)) ?? same.find((at) => !unchanged.has(token(at)));
      // One that is called otherwise from now on.
      if (!places.has(id) && next < ids.length && !kept.has(ids[next])) place = next;
      if (place === undefined) {
        plan.come.push([next, item]);
        continue;
      }
      plan.gone[place] = false;
      this.#value(old.children[place], was.children[place], item, inner);
      next = place + 1;
    }
    return plan;
  }

  /**
   * Takes children out and puts new ones in, with their commas and lines. One child of the text stays at least.
   *
   * @param {Node} old
   * @param {Plan} plan
   * @param {string | undefined} inner
   */
  #punctuate(old, { gone, come }, inner) {
    const { children } = old;
    const first = gone.indexOf(false);
    if (first > 0) this.#edits.push([children[0].keyStart, children[first].keyStart, ""]);
    for (let at = first + 1; at < children.length; at += 1) {
      if (gone[at]) this.#edits.push([children[at - 1].end, children[at].end, ""]);
    }
    for (const [behind, child] of come) {
      const near = Math.max(behind - 1, 0);
      const gap = this.#gap(old, near);
      const put = this.#child(child, old, children[near], inner);
      if (behind > first) this.#edits.push([children[near].end, children[near].end, gap + put]);
      else this.#edits.push([children[first].keyStart, children[first].keyStart, put + gap]);
    }
  }

  /** What stands between the children of a collection, near one of them. @param {Node} node @param {number} near */
  #gap(node, near) {
    const { children } = node;
    if (children.length > 1) {
      const after = Math.max(near, 1);
      return this.#old.text.slice(children[after - 1].end, children[after].keyStart);
    }
    const lead = this.#old.lead(node);
    return `,${line(lead) === undefined ? this.#space : lead}`;
  }

  /** What stands behind a comma on one line. */
  get #space() {
    return this.#colon.endsWith(":") ? "" : " ";
  }

  /**
   * A child of a collection that is new; `like` is the one that it is written like.
   *
   * @param {Node} child
   * @param {Node | undefined} parent
   * @param {Node | undefined} like
   * @param {string | undefined} inner
   */
  #child(child, parent, like, inner) {
    const value = this.#print(child, like, inner);
    if (child.name === undefined) return value;
    const sibling = parent?.children[0];
    const colon = sibling?.name === undefined ? this.#colon : this.#old.colon(sibling);
    return this.#now.text.slice(child.keyStart, child.keyEnd) + colon + value;
  }

  /**
   * A value, written as another one of the text where that is of its kind.
   *
   * @param {Node} now
   * @param {Node | undefined} like
   * @param {string | undefined} around
   * @returns {string}
   */
  #print(now, like, around) {
    const token = this.#now.token(now);
    if (now.children.length === 0) return token;
    /** @param {Node | undefined} node */
    const hasLines = (node) => node !== undefined && /[\r\n]/.test(this.#old.token(node));
    const models = [like, this.#models.get(now.name ?? "")];
    const model = models.find((node) => node?.kind === now.kind && node.children.length > 0 && (around !== undefined || !hasLines(node)));
    let [lead, gap, tail] = ["", `,${this.#space}`, ""];
    if (model !== undefined) [lead, gap, tail] = [this.#old.lead(model), this.#gap(model, 1), this.#old.tail(model)];
    else if (around !== undefined) [lead, gap, tail] = [`${around}${this.#unit}`, `,${around}${this.#unit}`, around];
    const inner = line(lead) ?? (hasLines(model) ? around : undefined);
    // Entries of a table, such as images by region, look like one another.
    const isTable = now.children.every((child) => child.kind === "object");
    const children = now.children.map((child) => {
      const others = model?.children ?? [];
      const same = others.find((other) => other.name === child.name) ?? (isTable ? others.at(-1) : undefined);
      return this.#child(child, model, same, inner);
    });
    return token[0] + lead + children.join(gap) + tail + token.at(-1);
  }
}
