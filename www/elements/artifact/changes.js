/** What is different between two manifests, as a person reads it: each thing by its name, each value before and after. */

/**
 * @typedef {object} Difference
 * @property {string[]} path names of what it is in: ids of artifacts, services and versions instead of positions
 * @property {string | undefined} before `undefined` where there was nothing
 * @property {string | undefined} after
 */

/**
 * @param {unknown} before a manifest as an object
 * @param {unknown} after
 * @returns {Difference[]}
 */
export function differences(before, after) {
  /** @type {Difference[]} */
  const found = [];
  walk(before, after, [], found);
  return found;
}

/** @param {unknown} before @param {unknown} after @param {string[]} path @param {Difference[]} found */
function walk(before, after, path, found) {
  const [one, other] = [childrenOf(before), childrenOf(after)];
  if (one === undefined || other === undefined) {
    if (before === undefined && other !== undefined && other.size > 0) return walk({}, after, path, found);
    if (after === undefined && one !== undefined && one.size > 0) return walk(before, {}, path, found);
    const [was, is] = [textOf(before), textOf(after)];
    if (was !== is) found.push({ path, before: was, after: is });
    return;
  }
  for (const key of new Set([...one.keys(), ...other.keys()])) walk(one.get(key), other.get(key), [...path, key], found);
}

/** What identifies an entry of a list. */
const KEYS = ["artifactId", "serviceId", "version", "uid", "name"];

/**
 * The parts of an object, or of a list of things that have ids; other lists and values have none.
 *
 * @param {unknown} value
 * @returns {Map<string, unknown> | undefined}
 */
function childrenOf(value) {
  if (typeof value !== "object" || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const key = KEYS.find((key) => value.length > 0 && value.every((entry) => typeof entry?.[key] === "string"));
  if (key === undefined) return undefined;
  const named = new Map(value.map((entry) => [/** @type {string} */ (entry[key]), entry]));
  return named.size === value.length ? named : undefined;
}

/** @param {unknown} value */
function textOf(value) {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
