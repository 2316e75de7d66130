/** Several providers in one deployment: each has an edge function of its own, under `/providers/NAME`. They share nothing but the address. */

/** @import { Handler } from "./index.js" */

/** A path under a provider: its name, and the rest. */
const UNDER = /^([^:]*:\/\/[^/?#]*)\/providers\/([A-Za-z0-9_-]{1,64})(\/[^]*)$/;

/**
 * One function of many.
 *
 * `/healthz`, `/openapi.json` and `/problems/…` are answered as by each of them, `/readyz` by the first that is not ready. A name that
 * nobody has is answered as a path that leads nowhere.
 *
 * @param {Record<string, Handler>} handlers by the names that stand in the path: 1 to 64 letters, digits, `_` and `-`
 * @returns {Handler}
 * @throws {TypeError} where there is none, or a name cannot stand in a path
 */
export function createProviders(handlers) {
  const all = new Map(Object.entries(handlers));
  const [first] = all.values();
  if (first === undefined) throw new TypeError("there is no provider");
  for (const name of all.keys()) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) throw new TypeError(`\`${name}\` cannot be the name of a provider in a path`);
  }
  return async (request, about) => {
    const [, origin = "", name = "", rest = ""] = UNDER.exec(request.url) ?? [];
    if (rest !== "") {
      const handler = all.get(name);
      return await (handler ?? first)(new Request(handler === undefined ? `${origin}/elsewhere` : origin + rest, request), about);
    }
    if (/^[^:]*:\/\/[^/?#]*\/readyz(?:[?#]|$)/.test(request.url)) return await ready(all.values(), request, about);
    // What belongs to a provider is under its name alone.
    const isShared = /^[^:]*:\/\/[^/?#]*\/(?:healthz|openapi\.json|problems\/[^/]*)(?:[?#]|$)/.test(request.url);
    return await first(isShared ? request : new Request(request.url.replace(/^([^:]*:\/\/[^/?#]*)[^]*$/, "$1/elsewhere"), request), about);
  };
}

/**
 * @param {Iterable<Handler>} handlers
 * @param {Request} request
 * @param {import("./index.js").About} [about]
 */
async function ready(handlers, request, about) {
  const answers = await Promise.all([...handlers].map((handler) => handler(new Request(request.url, { method: request.method, headers: request.headers }), about)));
  return /** @type {Response} */ (answers.find(({ status }) => status !== 200) ?? answers[0]);
}
