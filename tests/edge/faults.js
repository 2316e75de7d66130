/** Stores that fail, lie and lag, a clock that can be set, and counts: the same for every platform. It runs where the edge runs. */

/**
 * What is wrong now. Keys are matched by patterns; an empty one matches nothing.
 *
 * @typedef {object} State
 * @property {string} failGet keys whose reading fails
 * @property {string} failPut keys whose writing fails
 * @property {string} hang keys whose reading never ends
 * @property {string} lose keys that are not there
 * @property {string} garble keys whose values have one byte changed
 * @property {string} swell keys whose values go on and on
 * @property {string} stale keys that go on giving what they gave when this was set, even nothing
 * @property {number} offset milliseconds that the clock is ahead
 * @property {number} limit seconds that the rate limit asks everyone to wait; 0 for no limit
 * @property {boolean} trap the next resolution traps
 */

/** @type {State} */
const NOTHING = { failGet: "", failPut: "", hang: "", lose: "", garble: "", swell: "", stale: "", offset: 0, limit: 0, trap: false };

export class Faults {
  /** @type {State} */
  state = { ...NOTHING };
  /** What was read and written, as `get KEY` and `put KEY`, and what was computed. @type {string[]} */
  counts = [];
  /** @type {object[]} */
  log = [];
  /** @type {Map<string, Uint8Array | null>} */
  #seen = new Map();

  now = () => Date.now() + this.state.offset;

  /** @param {Partial<State>} state what is wrong from now on, and nothing else */
  set(state) {
    this.state = { ...NOTHING, ...state };
  }

  /** What was counted and logged since the last time. */
  take() {
    const taken = { counts: this.counts, log: this.log };
    this.counts = [];
    this.log = [];
    return taken;
  }

  /**
   * Anything with `get(key, …)` and `put(key, bytes)`.
   *
   * @template {{ get(key: string, ...more: any[]): Promise<any>, put(key: string, bytes: Uint8Array): Promise<void> }} T
   * @param {T} store
   * @returns {T}
   */
  around(store) {
    const get = async (/** @type {string} */ key, /** @type {any[]} */ ...more) => {
      this.counts.push(`get ${key}`);
      const { failGet, hang, lose, garble, swell, stale } = this.state;
      if (hits(failGet, key)) throw new Error("the store failed");
      if (hits(hang, key)) return new Promise(() => {});
      if (hits(lose, key)) return null;
      if (hits(stale, key) && this.#seen.has(key)) return this.#seen.get(key);
      const found = await store.get(key, ...more);
      const bytes = found === null ? null : new Uint8Array(found);
      this.#seen.set(key, bytes);
      if (bytes === null) return null;
      if (hits(garble, key)) return bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte));
      if (hits(swell, key)) return new Uint8Array(bytes.length + 100_000);
      return bytes;
    };
    const put = async (/** @type {string} */ key, /** @type {Uint8Array} */ bytes) => {
      this.counts.push(`put ${key}`);
      if (hits(this.state.failPut, key)) throw new Error("the store failed");
      await store.put(key, bytes);
    };
    return /** @type {T} */ (/** @type {unknown} */ ({ get, put }));
  }

  /**
   * The package, counting what it is asked to do, and with an instance that traps when it is told to.
   *
   * @param {import("../../edge/index.js").Core} core
   * @param {any} [trapping] what the glue of the core that can trap exports
   */
  core(core, trapping) {
    const faults = this;
    const spring = (/** @type {() => any} */ work) => {
      if (!faults.state.trap || trapping === undefined) return work();
      faults.state.trap = false;
      const { prototype } = trapping.Resolver;
      const kept = prototype.resolve;
      prototype.resolve = trapping.trap;
      try {
        return work();
      } finally {
        prototype.resolve = kept;
      }
    };
    class Resolver extends core.Resolver {
      /** @param {[any, any]} given */
      constructor(...given) {
        super(...given);
        faults.counts.push("Resolver");
      }
      /** @param {any} question */
      decide(question) {
        faults.counts.push("decide");
        return super.decide(question);
      }
      /** @param {[any, any]} given */
      compile(...given) {
        faults.counts.push("compile");
        const compiled = super.compile(...given);
        const resolve = compiled.resolve.bind(compiled);
        compiled.resolve = (/** @type {any} */ asked) => {
          faults.counts.push("resolve");
          return spring(() => resolve(asked));
        };
        return compiled;
      }
      free() {
        faults.counts.push("free");
        super.free();
      }
    }
    return { ...core, Resolver };
  }
}

/** @param {string} pattern @param {string} key */
const hits = (pattern, key) => pattern !== "" && new RegExp(pattern).test(key);
