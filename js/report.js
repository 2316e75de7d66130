/**
 * What the core answers. All but `ok` and the template is asked for, and decoded, when a field of it is first read: to
 * write a report takes the core several times as long as to find the edits, and most callers want the template alone.
 */

/** @import { Diagnostic, Edit, Format, Site } from "./index.js" */

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** @typedef {{ diagnostics: Diagnostic[], dropped: number, format?: Format | null, sites?: Site[], edits?: Edit[] }} Decoded */

/** @typedef {() => Uint8Array} Source gives the JSON, the same whenever it is called */

/** Whether there is an error, and what was found. */
export class Findings {
  /** @type {Source | undefined} */
  #source;
  /** @type {Decoded | undefined} */
  #decoded;
  #ok;

  /**
   * @param {boolean} ok
   * @param {Source} source
   */
  constructor(ok, source) {
    this.#ok = ok;
    this.#source = source;
  }

  get ok() {
    return this.#ok;
  }

  get diagnostics() {
    return this.decoded().diagnostics;
  }

  get dropped() {
    return this.decoded().dropped;
  }

  /** @protected */
  decoded() {
    if (this.#decoded === undefined) {
      /** @type {Decoded} */
      const decoded = JSON.parse(decoder.decode(/** @type {Source} */ (this.#source)()));
      this.#decoded = decoded;
      this.#source = undefined;
    }
    return this.#decoded;
  }

  toJSON() {
    return { ok: this.ok, diagnostics: this.diagnostics, dropped: this.dropped };
  }

  /** What `console.log` shows in Node. */
  [Symbol.for("nodejs.util.inspect.custom")]() {
    return this.toJSON();
  }
}

/** What is in a template. */
export class Report extends Findings {
  get format() {
    return this.decoded().format ?? null;
  }

  get sites() {
    return /** @type {Site[]} */ (this.decoded().sites);
  }

  toJSON() {
    return { ok: this.ok, format: this.format, sites: this.sites, diagnostics: this.diagnostics, dropped: this.dropped };
  }
}

/**
 * What became of a template for one service, region and account.
 *
 * @template {string | Uint8Array} T
 */
export class Resolution extends Report {
  /** @type {(() => T) | undefined} */
  #make;
  /** @type {T | undefined} */
  #template;

  /**
   * @param {boolean} ok
   * @param {Source} report
   * @param {() => T} [make] makes the resolved template
   */
  constructor(ok, report, make) {
    super(ok, report);
    this.#make = make;
  }

  /** The resolved template, of the kind that was given in; `undefined` unless `ok`. */
  get template() {
    if (this.#make !== undefined) {
      this.#template = this.#make();
      this.#make = undefined;
    }
    return this.#template;
  }

  get edits() {
    return /** @type {Edit[]} */ (this.decoded().edits);
  }

  toJSON() {
    const { ok, format, sites, edits, diagnostics, dropped } = this;
    return { ok, format, sites, edits, diagnostics, dropped };
  }

  /**
   * Reads the core's answer: 32-bit little-endian words `ok`, `edits`, then `start`, `end` (in the source) and
   * `textStart`, `textEnd` (in the pool) for each edit, then the pool's length and the pool.
   *
   * @template {string | Uint8Array} T
   * @param {Uint8Array} packed
   * @param {T} source what the core was given
   * @param {Source} report
   */
  static unpack(packed, source, report) {
    if (packed[0] !== 1) return new Resolution(false, report);
    return new Resolution(true, report, () => /** @type {T} */ (splice(source, unpacked(packed))));
  }
}

/** @param {Uint8Array} packed */
function unpacked(packed) {
  const words = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const pool = 12 + 16 * words.getUint32(4, true);
  /** @type {Splice[]} */
  const splices = [];
  for (let at = 8; at < pool - 4; at += 16) {
    const text = packed.subarray(pool + words.getUint32(at + 8, true), pool + words.getUint32(at + 12, true));
    splices.push({ start: words.getUint32(at, true), end: words.getUint32(at + 4, true), text });
  }
  return splices;
}

/** @typedef {{ start: number, end: number, text: Uint8Array }} Splice sorted and disjoint, in the unit of the source */

/**
 * @param {string | Uint8Array} source
 * @param {Splice[]} splices
 */
function splice(source, splices) {
  return typeof source === "string" ? spliceString(source, splices) : spliceBytes(source, splices);
}

/**
 * @param {string} source
 * @param {Splice[]} splices
 */
function spliceString(source, splices) {
  let result = "";
  let from = 0;
  for (const { start, end, text } of splices) {
    result += source.slice(from, start) + decoder.decode(text);
    from = end;
  }
  return result + source.slice(from);
}

/**
 * @param {Uint8Array} source
 * @param {Splice[]} splices
 */
function spliceBytes(source, splices) {
  const growth = splices.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
  const result = new Uint8Array(source.length + growth);
  let from = 0;
  let to = 0;
  for (const { start, end, text } of splices) {
    const kept = source.subarray(from, start);
    result.set(kept, to);
    result.set(text, to + kept.length);
    to += kept.length + text.length;
    from = end;
  }
  result.set(source.subarray(from), to);
  return result;
}

/**
 * The JSON of an answer when the core failed.
 *
 * @param {string} reason
 */
export function internalError(reason) {
  const diagnostic = {
    code: "internal-error",
    severity: "error",
    message: "the resolver failed in the middle of this call",
    args: { reason },
    source: "template",
    related: [],
    fixes: [],
  };
  const answer = { ok: false, format: null, sites: [], edits: [], diagnostics: [diagnostic], dropped: 0 };
  return new TextEncoder().encode(JSON.stringify(answer));
}
