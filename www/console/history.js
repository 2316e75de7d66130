/** The steps that a manifest went, and which of them is shown. Never changed in place: each move makes a new one. */

/** @import { Change } from "../../js/index.js" */

/** The file that a manifest came from, or goes to; `modified` is when it was, as far as the console knows. @typedef {{ name: string, handle?: FileSystemFileHandle, modified?: number }} File */

/** What a step is called: changes that were made (the first of them, and how many more), or words of the moment. @typedef {{ change: Change["change"], subject: string, more: number } | { text: string }} Label */

/**
 * @typedef {object} Step
 * @property {string} id of this step alone, in any tab
 * @property {string} text the manifest
 * @property {Label | null} label how it came to be; `null` for the first
 * @property {File} file
 * @property {boolean} saved whether the file holds exactly this
 */

/** How many steps are kept, and how many UTF-16 units of text in all of them. */
const MOST_STEPS = 200;
const MOST_UNITS = 2 ** 25;

export class History {
  /** @param {Step[]} steps @param {number} position */
  constructor(steps, position) {
    this.steps = steps;
    this.position = position;
  }

  get step() {
    return this.steps[this.position];
  }

  /** What undo would take back. */
  get undoable() {
    return this.position > 0 ? (this.step.label ?? undefined) : undefined;
  }

  /** What redo would do again. */
  get redoable() {
    return this.steps[this.position + 1]?.label ?? undefined;
  }

  /**
   * A step more. What was undone is gone, and so is what lies too far back.
   *
   * @param {Omit<Step, "id">} step
   */
  and(step) {
    return new History([...this.steps.slice(0, this.position + 1), { id: crypto.randomUUID(), ...step }], this.position + 1).#within(MOST_STEPS, MOST_UNITS);
  }

  /** @param {number} by @returns {History | undefined} `undefined` where there is no such step */
  moved(by) {
    return this.steps[this.position + by] && new History(this.steps, this.position + by);
  }

  /** The shown step as it is in a file; no other step is what that file holds. @param {File} file */
  saved(file) {
    const { id } = this.step;
    const steps = this.steps.map((step) => {
      if (step.id === id) return { ...step, file, saved: true };
      return step.file.name === file.name ? { ...step, saved: false } : step;
    });
    return new History(steps, this.position);
  }

  /** Half of what lies back, for a browser that has no more room. */
  shorter() {
    return this.#within(Math.ceil((this.position + 1) / 2), MOST_UNITS);
  }

  /** @param {number} most @param {number} units */
  #within(most, units) {
    let first = Math.max(0, this.position + 1 - most);
    let room = units;
    for (let at = this.position; at >= first; at -= 1) {
      room -= this.steps[at].text.length;
      if (room < 0 && at < this.position) first = at + 1;
    }
    return new History(this.steps.slice(first), this.position - first);
  }
}
