/** All regions, accounts and versions at once. The numbers are the core's own lists; the rest is decoded when first read. */

import { Findings } from "./report.js";

/** @import { MatrixRow, MatrixSite } from "./index.js" */

/** @typedef {{ strings: string[], regions: string[], versions: (string | null)[], rows: MatrixRow[], sites: MatrixSite[], unshared: number[] }} Decoded */

/** Which image each region gets, and who may deploy. */
export class Matrix extends Findings {
  #counts;
  /** By cell and account. @type {Map<number, "error" | "warning"> | undefined} */
  #unshared;

  /**
   * @param {boolean} ok
   * @param {() => Uint8Array} source
   * @param {string[]} accounts
   * @param {number[]} [counts] of versions, rows, regions and accounts
   * @param {(length: number) => Uint32Array} [list] the next list of the core's answer
   */
  constructor(ok, source, accounts, counts = [0, 0, 0, 0], list = (length) => new Uint32Array(length)) {
    super(ok, source);
    const [versions, rows, regions, asked] = counts;
    this.#counts = { versions, rows, regions };
    this.accounts = ok ? accounts : [];
    this.images = list(versions * rows * regions);
    this.codes = list(versions * rows * regions);
    this.blocked = list(versions * regions);
    this.serving = list(versions * rows);
    this.granted = list(asked);
    this.denied = list(asked);
  }

  get strings() {
    return this.#decoded().strings ?? [];
  }

  get regions() {
    return this.#decoded().regions ?? [];
  }

  get versions() {
    return this.#decoded().versions ?? [];
  }

  get rows() {
    return this.#decoded().rows ?? [];
  }

  get sites() {
    return this.#decoded().sites ?? [];
  }

  get unshared() {
    return this.#decoded().unshared ?? [];
  }

  #decoded() {
    return /** @type {Partial<Decoded>} */ (/** @type {unknown} */ (this.decoded()));
  }

  /**
   * @param {number} row
   * @param {number} region
   * @param {number} [version]
   */
  cell(row, region, version = 0) {
    const { rows, regions } = this.#counts;
    const at = this.#at(row, region, version);
    return {
      imageId: this.#text(this.images[at]),
      code: this.#text(this.codes[at]),
      version: this.#text(this.serving[version * rows + row]),
      blocked: this.#text(this.blocked[version * regions + region]),
    };
  }

  /**
   * @param {number} account
   * @param {number} row
   * @param {number} region
   * @param {number} [version]
   */
  unsharedWith(account, row, region, version = 0) {
    position("account", account, this.accounts.length);
    const key = this.#at(row, region, version) * this.accounts.length + account;
    if (this.#unshared === undefined) {
      this.#unshared = new Map();
      for (let at = 0; at < this.unshared.length; at += 3) {
        const [cell, of, error] = this.unshared.slice(at, at + 3);
        this.#unshared.set(cell * this.accounts.length + of, error === 1 ? "error" : "warning");
      }
    }
    return this.#unshared.get(key) ?? null;
  }

  /** @param {number} row @param {number} region @param {number} version */
  #at(row, region, version) {
    const { versions, rows, regions } = this.#counts;
    position("row", row, rows);
    position("region", region, regions);
    position("version", version, versions);
    return (version * rows + row) * regions + region;
  }

  /** @param {number} account */
  access(account) {
    position("account", account, this.accounts.length);
    return { granted: this.#text(this.granted[account]), denied: this.#text(this.denied[account]) };
  }

  /** @param {number} at */
  #text(at) {
    return at === 0 ? null : this.strings[at];
  }

  toJSON() {
    const { ok, strings, regions, versions, accounts, rows, sites, unshared, diagnostics, dropped } = this;
    const lists = [this.images, this.codes, this.blocked, this.serving, this.granted, this.denied];
    const [images, codes, blocked, serving, granted, denied] = lists.map((list) => Array.from(list));
    return { ok, regions, versions, accounts, rows, sites, strings, images, codes, blocked, serving, granted, denied, unshared, diagnostics, dropped };
  }

  /**
   * Reads the core's answer: 32-bit little-endian words `ok` and the four counts, the lists, then JSON to the end.
   *
   * @param {Uint8Array} packed
   * @param {string[]} accounts
   */
  static unpack(packed, accounts) {
    const words = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    const counts = [4, 8, 12, 16].map((at) => words.getUint32(at, true));
    let at = 20;
    const list = (/** @type {number} */ length) => {
      // A copy of its own: no list keeps the whole answer, and each starts where its numbers may.
      const bytes = packed.slice(at, (at += 4 * length));
      return new Uint32Array(bytes.buffer, bytes.byteOffset, length);
    };
    /** @type {Uint8Array} */
    let json;
    return new Matrix(words.getUint32(0, true) === 1, () => json, accounts, counts, (length) => {
      const next = list(length);
      json = packed.subarray(at);
      return next;
    });
  }
}

/** @param {string} name @param {number} at @param {number} count */
function position(name, at, count) {
  if (!Number.isInteger(at) || at < 0 || at >= count) throw new TypeError(`\`${name}\` must be a position below ${count}, not ${at}`);
}
