/** How far each region is, while it happens: a bar for each on a terminal, a line for each step elsewhere. */

import { printable } from "../excerpt.js";

/** @import { PlanAction, PlanRegion } from "../index.js" */
/** @import { Output } from "../cli/output.js" */
/** @import { Event } from "./runner.js" */

/** What a step is worth, in percent of a copy. */
const WORTH = { "copy-image": 100, "share-image": 3, "unshare-image": 3, "publish-image": 2, "mark-delivery": 1 };

/** How far the regions are, by what is still to be done in each. */
export class Progress {
  /** @type {Map<string, { most: number, left: number }>} */
  #regions = new Map();
  #clock;
  /** @type {{ at: number, done: number } | undefined} */
  #first;

  /** @param {() => number} [clock] milliseconds */
  constructor(clock = () => performance.now()) {
    this.#clock = clock;
  }

  /**
   * Takes in a plan of all that is to be done. With `states` only what was asked for counts, and only what is done is.
   *
   * @param {readonly PlanAction[]} actions
   * @param {readonly PlanRegion[]} [states]
   */
  update(actions, states) {
    const asked = states?.filter(({ state }) => state !== "not-asked-for");
    const open = new Set(asked?.filter(({ state }) => state !== "done").map(({ regionId }) => regionId));
    const counted = asked && new Set(asked.map(({ regionId }) => regionId));
    /** @type {Map<string, number>} */
    const left = new Map([...(counted ?? this.#regions.keys())].map((region) => [region, 0]));
    const copied = new Set(actions.filter(({ action }) => action === "copy-image").map(of));
    for (const action of actions) {
      const { regionId } = action;
      if (regionId === "" || counted?.has(regionId) === false) continue;
      const running = action.action === "wait" && !copied.has(of(action)) ? 100 - Number(action.args.progress ?? 0) : 0;
      const worth = WORTH[/** @type {keyof typeof WORTH} */ (action.action)] ?? running;
      left.set(regionId, (left.get(regionId) ?? 0) + worth);
    }
    for (const [region, planned] of left) {
      const { most = 0, left: before = WORTH["copy-image"] } = this.#regions.get(region) ?? {};
      // What is stuck has nothing left that could be done, and is not done.
      const now = planned === 0 && open.has(region) ? before || 1 : planned;
      this.#regions.set(region, { most: Math.max(most, now), left: now });
    }
    this.#first ??= { at: this.#clock(), done: this.done };
  }

  /** All regions, each with how much of it is done: 0 to 1. @returns {{ region: string, done: number }[]} */
  get regions() {
    return [...this.#regions].map(([region, { most, left }]) => ({ region, done: most === 0 ? 1 : 1 - left / most }));
  }

  /** How much of everything is done: 0 to 1. */
  get done() {
    let most = 0;
    let left = 0;
    for (const region of this.#regions.values()) {
      most += region.most;
      left += region.left;
    }
    return most === 0 ? 1 : 1 - left / most;
  }

  /** Percent a minute, and the milliseconds left at that rate; `undefined` where nothing is known yet. */
  get rate() {
    if (this.#first === undefined) return undefined;
    const passed = this.#clock() - this.#first.at;
    const gained = this.done - this.#first.done;
    if (passed < 500 || gained <= 0) return undefined;
    return { perMinute: (gained * 100 * 60_000) / passed, left: ((1 - this.done) * passed) / gained };
  }
}

/** @param {PlanAction} action */
const of = ({ artifactId, version, regionId }) => `${artifactId} ${version} ${regionId}`;

/** Bars on a terminal, drawn over themselves. */
export class Bars {
  #out;
  #rows;
  #drawn = 0;

  /** @param {Output} out @param {number} rows that the terminal has */
  constructor(out, rows) {
    this.#out = out;
    this.#rows = Math.max(4, rows - 2);
  }

  /** @param {Progress} progress @param {string[]} notes lines that stay above the bars */
  async draw(progress, notes = []) {
    const { regions, rate } = progress;
    const open = regions.filter(({ done }) => done < 1);
    const shown = open.slice(0, this.#rows - 1);
    const width = Math.max(...shown.map(({ region }) => region.length), 0);
    const rows = shown.map(({ region, done }) => `  ${printable(region).padEnd(width)}  ${bar(done)}`);
    if (open.length > shown.length) rows.push(`  … ${open.length - shown.length} more`);
    rows.push(`  ${regions.length - open.length} of ${regions.length} regions  ${bar(progress.done)}${rate === undefined ? "" : `  ${rate.perMinute.toFixed(0)} %/min, ${duration(rate.left)} left`}`);
    const up = this.#drawn === 0 ? "" : `\x1b[${this.#drawn}A\r\x1b[J`;
    await this.#out.write(`${up}${notes.map((note) => `${note}\n`).join("")}${rows.join("\n")}\n`);
    this.#drawn = rows.length;
  }

  /** Takes the bars away. */
  async end() {
    if (this.#drawn > 0) await this.#out.write(`\x1b[${this.#drawn}A\r\x1b[J`);
    this.#drawn = 0;
  }
}

/** @param {number} done */
function bar(done) {
  const full = Math.floor(done * 20);
  return `${"█".repeat(full)}${"░".repeat(20 - full)} ${String(Math.floor(done * 100)).padStart(3)} %`;
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One event as a line; `undefined` for those that are too many to be shown. @param {Event} event */
export function line({ type, action, code }) {
  const { regionId, artifactId, version, imageId, status } = action;
  const what = `${artifactId} ${version}`;
  const where = printable(regionId === "" ? "all regions" : regionId);
  if (type === "failed") return `${where}: ${action.action} failed: ${printable(code ?? "")}`;
  if (type === "marked") return `${where}: ${printable(what)} is ${status === "Available" ? `there${imageId === undefined ? "" : `: ${imageId}`}` : printable(status ?? "")}`;
  if (type !== "done") return undefined;
  if (action.action === "copy-image") return `${where}: ${printable(what)} is being copied`;
  if (action.action === "share-image" || action.action === "unshare-image") return undefined;
  return `${where}: ${action.action} ${printable(imageId ?? "")}`;
}
