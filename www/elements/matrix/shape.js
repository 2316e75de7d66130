/** How the cells lie in the table: what is a row and what a column, and what of it is wanted. */

import { answersTo, inOrder } from "../regions.js";
import { states } from "./cells.js";

/** @import { Cells, State } from "./cells.js" */

/**
 * A line of cells across the table: an account, or a region where rows and columns are swapped; for one of the images.
 *
 * @typedef {{ item: number, line: number, isFirst: boolean }} RowEntry `item`: position of the account or region; `isFirst`: of its images
 */

/** What is looked for. @typedef {{ account: string, region: string, line: number, states: Set<State> }} Wanted */

/** @typedef {{ line: number, region: number, account: number }} Where positions of one cell */

/**
 * @typedef {object} Shape
 * @property {RowEntry[]} rows
 * @property {number[]} columns positions of regions, or of accounts where rows and columns are swapped
 * @property {boolean} isStacked whether several images lie under each other
 * @property {boolean} isSwapped
 * @property {Record<State, number>} counts of cells, in every state
 */

/** @type {Shape} */
export const NOTHING = { rows: [], columns: [], isStacked: false, isSwapped: false, counts: { ready: 0, waiting: 0, denied: 0 } };

/** @returns {Wanted} */
export const everything = () => ({ account: "", region: "", line: -1, states: new Set(states) });

/**
 * @param {Cells} cells
 * @param {Wanted} wanted
 * @param {boolean} isSwapped
 * @returns {Shape}
 */
export function shapeOf(cells, wanted, isSwapped) {
  const uid = wanted.account.trim();
  const { lines, regions, accounts, counts } = cells.select({
    line: wanted.line < 0 ? undefined : wanted.line,
    isAccount: (id) => id.includes(uid),
    isRegion: (id) => answersTo(id, wanted.region),
    states: wanted.states,
  });
  const order = new Map(inOrder(cells.regions).map((id, at) => [id, at]));
  const place = (/** @type {number} */ region) => order.get(cells.regions[region]) ?? 0;
  const ordered = regions.toSorted((one, other) => place(one) - place(other));
  const items = isSwapped ? ordered : accounts;
  /** @type {RowEntry[]} */
  const rows = items.flatMap((item) => lines.map((line, at) => ({ item, line, isFirst: at === 0 })));
  return { rows, columns: isSwapped ? accounts : ordered, isStacked: cells.lines.length > 1 && wanted.line < 0, isSwapped, counts };
}

/**
 * The cell of a row and a column; `undefined` where there is none.
 *
 * @param {Shape} shape
 * @param {number} row
 * @param {number} column
 * @returns {Where | undefined}
 */
export function whereOf({ rows, columns, isSwapped }, row, column) {
  if (!(row in rows) || !(column in columns)) return undefined;
  const { item, line } = rows[row];
  return isSwapped ? { line, region: item, account: columns[column] } : { line, region: columns[column], account: item };
}
