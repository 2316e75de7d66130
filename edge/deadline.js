/** Work that must not take for ever. */

/** The time is over. */
export class Overdue extends Error {}

/**
 * What `work` comes to, unless that takes longer than `ms` milliseconds.
 *
 * @template T
 * @param {number} ms
 * @param {Promise<T> | T} work it is not stopped, only waited for no longer
 * @returns {Promise<T>}
 * @throws {Overdue}
 */
export function within(ms, work) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const end = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Overdue(`not done within ${ms} ms`)), ms);
  });
  return Promise.race([work, end]).finally(() => clearTimeout(timer));
}
