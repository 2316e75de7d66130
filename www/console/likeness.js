/**
 * How much two names are alike: 1 for the same, 0 where they share no two letters in a row. Capitals and separators do not
 * count.
 *
 * @param {string} one
 * @param {string} other
 */
export function likeness(one, other) {
  if (one === other) return 1;
  const [a, b] = [pairs(one), pairs(other)];
  const total = a.length + b.length;
  const room = new Map();
  for (const pair of a) room.set(pair, (room.get(pair) ?? 0) + 1);
  let shared = 0;
  for (const pair of b) {
    const left = room.get(pair) ?? 0;
    if (left > 0) shared += 1;
    room.set(pair, left - 1);
  }
  // Less than the same, whatever was left aside.
  return total === 0 ? 0 : (0.99 * 2 * shared) / total;
}

/** @param {string} name */
function pairs(name) {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  return Array.from({ length: Math.max(0, plain.length - 1) }, (_, at) => plain.slice(at, at + 2));
}
