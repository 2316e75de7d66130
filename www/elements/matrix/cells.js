/** The core's matrix as cells: what each account gets in each region, for each literal, and how many there are of each kind. */

/** @import { MatrixAnswer } from "../core.js" */
/** @import { MatrixSite } from "../../../js/index.js" */

/** @typedef {"ready" | "waiting" | "denied"} State */

/** What a cell can be: there is an image; there is none (yet); it is not allowed. @type {readonly State[]} */
export const states = ["ready", "waiting", "denied"];

/** Codes that say of a region that it is not allowed, whoever asks. */
const FORBIDS = new Set(["region-not-allowed"]);

/**
 * A line of images: a literal of a service, or a version of an artifact.
 *
 * @typedef {object} Line
 * @property {number} row its position in `rows`
 * @property {number} version its position in `versions`
 * @property {string | null} literal
 * @property {string} artifactId
 * @property {string | null} asked the version asked for, or named by the relation
 * @property {string | null} serving the version that serves
 */

/**
 * @typedef {object} Cell
 * @property {State} state
 * @property {string | null} imageId the image that is there, whether the account may have it or not
 * @property {string | null} code why the account gets none
 * @property {string[]} codes all that is in the way, the account's reason first
 */

/** @typedef {{ lines: number[], regions: number[], accounts: number[], counts: Record<State, number> }} Selection positions of what is shown */

export class Cells {
  /** What an account that may deploy is refused by ECS: cells and accounts. @type {Set<number>} */
  #unshared = new Set();

  /** @param {MatrixAnswer} matrix */
  constructor(matrix) {
    this.matrix = matrix;
    this.regions = matrix.regions;
    this.accounts = matrix.accounts;
    for (let at = 0; at < (matrix.unshared?.length ?? 0); at += 3) {
      const [cell, account, isError] = matrix.unshared.slice(at, at + 3);
      if (isError === 1) this.#unshared.add(cell * this.accounts.length + account);
    }
    /** @type {Line[]} */
    this.lines = matrix.rows.flatMap(({ literal, artifactId, version }, row) =>
      matrix.versions.map((asked, at) => ({
        row,
        version: at,
        literal,
        artifactId,
        asked: asked ?? version,
        serving: this.#text(matrix.serving[at * matrix.rows.length + row]),
      })),
    );
    /** What each region is for those who may: `line * regions + region`, as positions in {@link states}. */
    this.open = new Uint8Array(this.lines.length * this.regions.length);
    this.lines.forEach((line, at) => {
      this.regions.forEach((_, region) => {
        this.open[at * this.regions.length + region] = states.indexOf(this.#openState(line, region));
      });
    });
  }

  /** Whether ECS refuses the image of a line to an account that may deploy: it is not shared with it. @param {number} line @param {number} region @param {number} account */
  isUnshared(line, region, account) {
    return !this.isDenied(account) && this.#unshared.has(this.#key(line, region, account));
  }

  /** @param {number} line @param {number} region @param {number} account */
  #key(line, region, account) {
    const { row, version } = this.lines[line];
    return ((version * this.matrix.rows.length + row) * this.regions.length + region) * this.accounts.length + account;
  }

  /** @param {number} account */
  isDenied(account) {
    return this.matrix.denied[account] !== 0;
  }

  /** Why an account may: `provider`, `public`, `shared` or `beta`; `null` where it may not. @param {number} account */
  granted(account) {
    return this.#text(this.matrix.granted[account]);
  }

  /** @param {number} line @param {number} region @param {number} account @returns {State} */
  state(line, region, account) {
    if (this.isDenied(account)) return "denied";
    const open = states[this.open[line * this.regions.length + region]];
    return open === "ready" && this.isUnshared(line, region, account) ? "waiting" : open;
  }

  /** @param {number} line @param {number} region @param {number} account @returns {Cell} */
  cell(line, region, account) {
    const { image, code, blocked } = this.#places(this.lines[line], region);
    const denied = this.#text(this.matrix.denied[account]);
    const unshared = this.isUnshared(line, region, account) ? "image-not-shared" : null;
    const reasons = [denied, unshared, this.#text(code), this.#text(blocked)].filter((reason) => reason !== null);
    const codes = [...new Set(reasons)];
    return { state: this.state(line, region, account), imageId: this.#text(image), code: codes[0] ?? null, codes };
  }

  /** The first place of the template that reads a line; `null` without a template. @param {number} line @returns {MatrixSite | null} */
  site(line) {
    return this.matrix.sites.find(({ row }) => row === this.lines[line].row) ?? null;
  }

  /** Where a line has an image that nothing but the account can stand in the way of. @param {number} line @returns {string[]} */
  servedIn(line) {
    return this.regions.filter((_, region) => this.open[line * this.regions.length + region] === 0);
  }

  /**
   * What is left when only some lines, regions, accounts and states are wanted. Counts are of all states; a region, an account or
   * a line stays while one of its cells has a wanted state.
   *
   * @param {{ line?: number, isRegion?: (id: string) => boolean, isAccount?: (id: string) => boolean, states?: Set<State> }} wanted
   * @returns {Selection}
   */
  select({ line, isRegion = () => true, isAccount = () => true, states: kinds = new Set(states) }) {
    const lines = positions(this.lines, (_, at) => line === undefined || at === line);
    const regions = positions(this.regions, isRegion);
    const accounts = positions(this.accounts, isAccount);
    const denied = accounts.filter((account) => this.isDenied(account)).length;
    const allowed = accounts.length - denied;
    /** @type {Record<State, number>} */
    const counts = { ready: 0, waiting: 0, denied: denied * lines.length * regions.length };
    const may = accounts.filter((account) => !this.isDenied(account));
    const isOpen = (/** @type {number} */ line, /** @type {number} */ region, /** @type {number[]} */ of = may) => {
      return this.#unshared.size === 0 ? kinds.has(states[this.open[line * this.regions.length + region]]) : of.some((account) => kinds.has(this.state(line, region, account)));
    };
    for (const line of lines) {
      for (const region of regions) {
        counts[states[this.open[line * this.regions.length + region]]] += allowed;
        if (this.#unshared.size === 0) continue;
        const held = may.filter((account) => this.isUnshared(line, region, account)).length;
        if (this.open[line * this.regions.length + region] === 0) {
          counts.ready -= held;
          counts.waiting += held;
        }
      }
    }
    if (kinds.size === states.length) return { lines, regions, accounts, counts };
    const isWhole = kinds.has("denied") && denied > 0;
    const hasOpen = (/** @type {number} */ account) => lines.some((line) => regions.some((region) => isOpen(line, region, [account])));
    const same = this.#unshared.size === 0 && allowed > 0 && hasOpen(may[0]);
    return {
      lines: lines.filter((line) => isWhole || (allowed > 0 && regions.some((region) => isOpen(line, region)))),
      regions: regions.filter((region) => isWhole || (allowed > 0 && lines.some((line) => isOpen(line, region)))),
      accounts: accounts.filter((account) => (this.isDenied(account) ? kinds.has("denied") : same || (this.#unshared.size > 0 && hasOpen(account)))),
      counts,
    };
  }

  /** @param {Line} line @param {number} region @returns {State} */
  #openState(line, region) {
    const { image, code, blocked } = this.#places(line, region);
    const isForbidden = [code, blocked].some((at) => FORBIDS.has(this.matrix.strings[at]));
    if (isForbidden) return "denied";
    return image !== 0 && code === 0 && blocked === 0 ? "ready" : "waiting";
  }

  /** @param {Line} line @param {number} region */
  #places({ row, version }, region) {
    const { rows, regions, images, codes, blocked } = this.matrix;
    const at = (version * rows.length + row) * regions.length + region;
    return { image: images[at], code: codes[at], blocked: blocked[version * regions.length + region] };
  }

  /** @param {number} at */
  #text(at) {
    return at === 0 ? null : this.matrix.strings[at];
  }
}

/** @template T @param {T[]} list @param {(value: T, at: number) => boolean} isWanted */
function positions(list, isWanted) {
  return list.flatMap((value, at) => (isWanted(value, at) ? at : []));
}
