/** How long the parts of an answer took: for the log, and for whoever may hear it (Server-Timing). */

export class Timing {
  #now;
  #started;
  #last;
  #parts = "";

  /** @param {() => number} now milliseconds */
  constructor(now) {
    this.#now = now;
    this.#started = now();
    this.#last = this.#started;
  }

  /** Says what the time since the last mark went into. @param {string} part */
  mark(part) {
    const time = this.#now();
    this.#parts += `${part};dur=${time - this.#last}, `;
    this.#last = time;
  }

  /** Milliseconds since the request came. */
  get total() {
    return this.#now() - this.#started;
  }

  /** The value of a header Server-Timing. */
  toString() {
    return `${this.#parts}total;dur=${this.total}`;
  }
}
