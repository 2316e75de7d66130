/** What anyone may know: whether it is alive and ready, what it can be asked, and what its problems mean. */

import document from "./openapi.js";
import { explanation, Problem } from "./problem.js";
import { json } from "./reply.js";

/** @import { Call } from "./call.js" */

/** Alive, whatever else is the matter. */
export const health = () => json({ status: "alive" }, { "cache-control": "no-store" });

/**
 * Ready to answer: which manifest, and how old it is; an object of it is read, and the keys are there that tokens are checked
 * with. Past half of its time it should have been signed again.
 *
 * @param {Call} call
 * @throws {Problem} 503
 */
export async function ready({ edge }) {
  const { now, token } = edge.settings;
  const [bundle, hasKeys] = await Promise.all([edge.current.bundle(), token.keys.ready()]);
  if (!hasKeys) throw new Problem("keys-unavailable", { headers: { "retry-after": "10" } });
  const isRead = await edge.current.probe(bundle);
  const time = now();
  const seconds = (/** @type {number} */ ms) => Math.round(ms / 1000);
  const isAging = bundle.isAging(time);
  return json(
    {
      status: !isRead ? "degraded" : isAging ? "aging" : "ready",
      version: bundle.position.version,
      revision: bundle.revision,
      age: seconds(time - bundle.created),
      expiresIn: seconds(bundle.expires - time),
      read: seconds(edge.current.age),
      ...(isAging && { warning: "more than half of the manifest's time is over: sign and publish it again" }),
      ...(!isRead && { warning: "the store cannot be read: only what is in memory is answered" }),
    },
    { "cache-control": "no-store" },
  );
}

/** The routes, as an OpenAPI document. */
export const openapi = () => json(document, { "cache-control": "public, max-age=3600" });

/**
 * What a problem means, and what to do about it.
 *
 * @param {Call} call
 */
export async function explain({ part, language }) {
  const told = await explanation(part, language);
  if (told === undefined) throw new Problem("route-unknown");
  return json(told, { "cache-control": "public, max-age=3600", "content-language": language, vary: "Accept-Language" });
}
