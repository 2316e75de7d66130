/** Things that cost room in the core, the least recently used given back first. */

/**
 * @template {{ free(): void }} T
 */
export class Cache {
  #budget;
  #bytes = 0;
  /** In the order of use. @type {Map<string, { value: T, bytes: number }>} */
  #entries = new Map();

  /** @param {number} budget in bytes */
  constructor(budget) {
    this.#budget = budget;
  }

  /** Bytes that its entries take. */
  get bytes() {
    return this.#bytes;
  }

  get size() {
    return this.#entries.size;
  }

  /** @param {string} key */
  get(key) {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /**
   * Keeps a value, and frees what it has no room for any more. One that is larger than the whole budget is not kept: whoever
   * made it frees it.
   *
   * @param {string} key
   * @param {T} value
   * @param {number} bytes
   * @returns {boolean} whether it is kept
   */
  set(key, value, bytes) {
    this.delete(key);
    if (bytes > this.#budget) return false;
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#budget) break;
      this.delete(oldest);
    }
    return true;
  }

  /** @param {string} key */
  delete(key) {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    entry.value.free();
  }
}
