/** What an isolate keeps in memory: within a budget of bytes, the least recently used thing goes first. */

/** What an entry takes beside its value and the UTF-16 units of its key, in bytes. */
const ENTRY = 128;

/**
 * @template T
 */
export class Cache {
  /** A Map keeps the order in which keys were set. @type {Map<string, { value: T, bytes: number }>} */
  #kept = new Map();
  #bytes = 0;
  #budget;
  #dropped;

  /**
   * @param {number} budget in bytes
   * @param {(value: T) => void} [dropped] is handed what goes
   */
  constructor(budget, dropped = () => {}) {
    this.#budget = budget;
    this.#dropped = dropped;
  }

  /** How many bytes are kept. */
  get bytes() {
    return this.#bytes;
  }

  /** @param {string} key @returns {T | undefined} */
  get(key) {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.value;
  }

  /**
   * Keeps a value, and whatever else there is room for. One that is larger than the whole budget is kept alone, until the next.
   *
   * @param {string} key
   * @param {T} value
   * @param {number} bytes
   */
  set(key, value, bytes) {
    this.#drop(key);
    const all = bytes + ENTRY + 2 * key.length;
    this.#kept.set(key, { value, bytes: all });
    this.#bytes += all;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#budget || oldest === key) break;
      this.#drop(oldest);
    }
  }

  /** @param {string} key */
  #drop(key) {
    const found = this.#kept.get(key);
    if (found === undefined) return;
    this.#kept.delete(key);
    this.#bytes -= found.bytes;
    this.#dropped(found.value);
  }
}
