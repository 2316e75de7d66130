/** What is asked for: a route, by path and method. */

import { analyze } from "./analyze.js";
import { explain, health, openapi, ready } from "./health.js";
import { publish, read } from "./publication.js";
import { regions } from "./regions.js";
import { resolve } from "./resolve.js";

/** @import { Scope } from "./token.js" */
/** @import { Call } from "./call.js" */
/** @import { Reply } from "./reply.js" */

/** @typedef {(call: Call) => Promise<Reply> | Reply} Answer */

/**
 * @typedef {object} Route
 * @property {string} name
 * @property {RegExp} path
 * @property {Scope | null} scope what the token has to allow; `null` is open to anyone
 * @property {Record<string, Answer | undefined>} methods HEAD goes with GET, OPTIONS with every one
 */

/** What is not in it is in no object. @param {Record<string, Answer>} methods @returns {Record<string, Answer | undefined>} */
const only = (methods) => Object.assign(Object.create(null), methods);

/** @type {Route[]} */
const ROUTES = [
  { name: "resolve", path: /^\/v1\/resolve$/, scope: "customer", methods: only({ GET: resolve, POST: resolve }) },
  { name: "regions", path: /^\/v1\/services\/([^/]+)\/regions$/, scope: "customer", methods: only({ GET: regions }) },
  { name: "analyze", path: /^\/v1\/analyze$/, scope: "provider", methods: only({ POST: analyze }) },
  { name: "manifest", path: /^\/v1\/manifest$/, scope: "provider", methods: only({ GET: read, PUT: publish }) },
  { name: "healthz", path: /^\/healthz$/, scope: null, methods: only({ GET: health }) },
  { name: "readyz", path: /^\/readyz$/, scope: null, methods: only({ GET: ready }) },
  { name: "openapi", path: /^\/openapi\.json$/, scope: null, methods: only({ GET: openapi }) },
  { name: "problem", path: /^\/problems\/([a-z-]{1,64})$/, scope: null, methods: only({ GET: explain }) },
];

/**
 * The route of a path, and what stands in its variable part, as it was sent.
 *
 * @param {string} path
 * @returns {{ route: Route, part: string } | undefined}
 */
export function routeOf(path) {
  for (const route of ROUTES) {
    const found = route.path.exec(path);
    if (found) return { route, part: found[1] ?? "" };
  }
  return undefined;
}

/** @param {Route} route */
export function allowed({ methods }) {
  return [...Object.keys(methods), ...("GET" in methods ? ["HEAD"] : []), "OPTIONS"];
}
