/** How often somebody may ask, for a platform that has no limit of its own: a bucket for each name, in bounded memory. */

/** How many names are remembered; the one that asked longest ago is forgotten first. */
const NAMES = 100_000;

/**
 * A limit of so many requests in so many seconds, all of which may come at once.
 *
 * @param {{ requests: number, seconds: number, now?: () => number }} options
 * @returns {(name: string) => number | undefined} the seconds to wait, where somebody asked too often
 */
export function rate({ requests, seconds, now = Date.now }) {
  /** @type {Map<string, { left: number, at: number }>} */
  const buckets = new Map();
  return (name) => {
    const time = now() / 1000;
    const { left, at } = buckets.get(name) ?? { left: requests, at: time };
    const filled = Math.min(requests, left + (Math.max(0, time - at) * requests) / seconds);
    buckets.delete(name);
    buckets.set(name, { left: filled >= 1 ? filled - 1 : filled, at: time });
    if (buckets.size > NAMES) buckets.delete(/** @type {string} */ (buckets.keys().next().value));
    return filled >= 1 ? undefined : Math.ceil(((1 - filled) * seconds) / requests);
  };
}
