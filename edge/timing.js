/** How long the parts of an answer took: for the log, and for whoever may hear it (Server-Timing). */

export class Timing {
  #now;
  #started;
  /** @type {Map<string, number>} in milliseconds */
  #parts = new Map();

  /** @param {() => number} now milliseconds */
  constructor(now) {
    this.#now = now;
    this.#started = now();
  }

  /**
   * @template T
   * @param {string} part
   * @param {() => T | Promise<T>} work
   */
  async measure(part, work) {
    const started = this.#now();
    try {
      return await work();
    } finally {
      this.#parts.set(part, (this.#parts.get(part) ?? 0) + this.#now() - started);
    }
  }

  /** Milliseconds since the request came. */
  get total() {
    return this.#now() - this.#started;
  }

  /** The value of a header Server-Timing. */
  toString() {
    const parts = [...this.#parts, /** @type {const} */ (["total", this.total])];
    return parts.map(([part, ms]) => `${part};dur=${Number(ms.toFixed(2))}`).join(", ");
  }
}
