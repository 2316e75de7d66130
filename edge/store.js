/**
 * Where a manifest lies: one text that changes, the head, and objects under their digest that never do. Any store of keys and
 * bytes will do; nothing that comes out of it is believed (see `bundle/`).
 */

/** @import { Ref } from "./bundle/bundle.js" */
/** @import { Keyed } from "./index.js" */

const HEAD = "head";

/** The longest head, in bytes. */
const LONGEST_HEAD = 4 << 20;

export class Store {
  #keyed;

  /** @param {Keyed} keyed */
  constructor(keyed) {
    this.#keyed = keyed;
  }

  /** @returns {Promise<Uint8Array | null>} */
  async head() {
    const bytes = await this.#keyed.get(HEAD, { bytes: LONGEST_HEAD, isFixed: false });
    return bytes === null ? null : new Uint8Array(bytes);
  }

  /** @param {Uint8Array} bytes */
  async putHead(bytes) {
    await this.#keyed.put(HEAD, bytes);
  }

  /** Good without its object, too: readers are handed it alone. @param {Ref} ref */
  read = ({ sha256, length }) => this.#keyed.get(keyOf(sha256), { bytes: length, isFixed: true });

  /** @param {Ref} ref @returns {Promise<boolean>} */
  async has(ref) {
    const bytes = await this.read(ref);
    return bytes !== null && bytes.byteLength === ref.length;
  }

  /**
   * @param {Ref} ref
   * @param {Uint8Array} bytes
   */
  async put({ sha256 }, bytes) {
    await this.#keyed.put(keyOf(sha256), bytes);
  }
}

/** @param {string} sha256 */
const keyOf = (sha256) => `sha256/${sha256}`;
