/** The core's memory, which never shrinks: when it is far larger than what is kept in it, its instance is replaced. */

/** @import { CoreMemory } from "./index.js" */

/** An instance may always have so much, in bytes. */
const ALWAYS = 64 << 20;

/** How often an instance is replaced at most, in milliseconds. */
const PAUSE = 60_000;

export class Room {
  #memory;
  #kept;
  #replacedAt = -Infinity;

  /**
   * @param {CoreMemory} memory
   * @param {() => number} kept how many bytes the live handles hold
   */
  constructor(memory, kept) {
    this.#memory = memory;
    this.#kept = kept;
  }

  /**
   * Looks between two requests. What lives in the instance is made again when it is next used.
   *
   * @param {number} now milliseconds since 1970
   * @returns {boolean} whether the instance was replaced
   */
  look(now) {
    const bytes = this.#memory.bytes();
    if (bytes <= ALWAYS || bytes <= 2 * this.#kept()) return false;
    const since = now - this.#replacedAt;
    if (since >= 0 && since < PAUSE) return false;
    this.#replacedAt = now;
    this.#memory.replace();
    return true;
  }
}
