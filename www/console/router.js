/** Which view an address is. Addresses are in the hash, so that a page from any folder, or from no server, has them. */

import UniversalRouter from "universal-router/sync";

/**
 * @typedef {object} Route
 * @property {string} view which view it is: a key of `views/registry.js`
 * @property {Record<string, string>} params what stands in its path
 * @property {URLSearchParams} query what stands behind its `?`
 * @property {string} path its path, without the query
 */

/** The view that is shown where an address names none. */
const FIRST = "/artifacts";

const router = new UniversalRouter(
  [
    ["/artifacts", "artifacts"],
    ["/artifacts/new", "artifact"],
    ["/artifacts/:artifact", "artifact"],
    ["/artifacts/:artifact/versions/:version", "artifact"],
    ["/services", "services"],
    ["/services/new", "service"],
    ["/services/:service", "service"],
    ["/template", "template"],
    ["/matrix", "matrix"],
    ["/check", "check"],
  ].map(([path, view]) => ({ path, action: ({ params }) => ({ view, params: /** @type {Record<string, string>} */ ({ ...params }) }) })),
  { errorHandler: () => ({ view: "missing", params: {} }) },
);

/** @param {string} hash as in `location.hash` @returns {Route} */
export function routeOf(hash) {
  const [path, query = ""] = split(hash.replace(/^#/, "") || FIRST);
  const found = /** @type {{ view: string, params: Record<string, string> }} */ (router.resolve(path));
  return { ...found, path, query: new URLSearchParams(query) };
}

/**
 * The address of a path and a query; what is empty in the query is left out.
 *
 * @param {string[]} steps each is escaped
 * @param {Record<string, string | null | undefined>} [query]
 */
export function address(steps, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value);
  const search = new URLSearchParams(/** @type {[string, string][]} */ (given)).toString();
  return `#/${steps.map(encodeURIComponent).join("/")}${search && `?${search}`}`;
}

/** At the first question mark: an id may not hold one unescaped. @param {string} address */
function split(address) {
  const at = address.indexOf("?");
  return at < 0 ? [address] : [address.slice(0, at), address.slice(at + 1)];
}
