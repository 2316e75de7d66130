/** What stands after the `?`, and in a path. */

import { Problem } from "./problem.js";

/** The longest value, in UTF-16 units. */
const LONGEST = 256;

/**
 * The parameters of a route. One that the route does not know is refused, so that nobody believes that it was heard.
 *
 * @template {string} Name
 * @template {string} Other
 * @param {URLSearchParams} query
 * @param {readonly Name[]} required
 * @param {readonly Other[]} [optional]
 * @returns {Record<Name, string> & Partial<Record<Other, string>>}
 * @throws {Problem} 400
 */
export function parameters(query, required, optional = []) {
  const known = [...required, ...optional];
  for (const name of query.keys()) {
    if (!known.includes(/** @type {any} */ (name))) throw invalid(name.slice(0, 64), "unknown");
  }
  /** @type {Record<string, string>} */
  const values = {};
  for (const name of known) {
    const given = query.getAll(name);
    if (given.length > 1) throw invalid(name, "twice");
    if (given.length === 1) values[name] = checked(name, given[0]);
    else if (required.includes(/** @type {any} */ (name))) throw invalid(name, "missing");
  }
  return /** @type {any} */ (values);
}

/**
 * The variable part of a path.
 *
 * @param {string} name
 * @param {string} part as it was sent
 * @throws {Problem} 400
 */
export function segment(name, part) {
  try {
    return checked(name, decodeURIComponent(part));
  } catch (error) {
    throw error instanceof Problem ? error : invalid(name, "form");
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function checked(name, value) {
  if (value === "") throw invalid(name, "empty");
  if (value.length > LONGEST) throw invalid(name, "long");
  return value;
}

/**
 * @param {string} parameter
 * @param {string} fault
 */
const invalid = (parameter, fault) => new Problem("request-invalid", { args: { parameter, fault } });
