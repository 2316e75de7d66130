/** Which of many equal pieces can be seen: the pieces outside are not made. */

/**
 * The positions that a stretch of the view covers, and a few around it.
 *
 * @param {{ offset: number, view: number, size: number, count: number, spare: number }} of all but the last two in pixels
 * @returns {{ first: number, last: number }} half-open
 */
export function windowOf({ offset, view, size, count, spare }) {
  const first = Math.max(0, Math.min(count, Math.floor(offset / size) - spare));
  return { first, last: Math.min(count, Math.ceil((offset + view) / size) + spare) };
}

/**
 * The positions of a window, and one more that must be there although it may be out of sight.
 *
 * @param {{ first: number, last: number }} window
 * @param {number} kept
 * @param {number} count
 * @returns {number[]}
 */
export function positionsOf({ first, last }, kept, count) {
  const seen = Array.from({ length: last - first }, (_, at) => first + at);
  if (kept >= 0 && kept < first) return [kept, ...seen];
  return kept >= last && kept < count ? [...seen, kept] : seen;
}

/**
 * How far to scroll so that a piece is seen whole.
 *
 * @param {{ offset: number, view: number, size: number, at: number }} of pixels, but for `at`
 */
export function offsetFor({ offset, view, size, at }) {
  const start = at * size;
  if (start < offset) return start;
  return start + size > offset + view ? start + size - view : offset;
}
