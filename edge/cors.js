/** Which pages of other origins may ask: none, unless the configuration lists them. */

/** Seconds that a browser need not ask again. */
const REMEMBERED = "600";

/**
 * The headers that let a page read an answer; `undefined` when its origin is not listed.
 *
 * @param {Headers} headers of the request
 * @param {readonly string[]} origins
 */
export function permission(headers, origins) {
  if (origins.length === 0) return undefined;
  const origin = headers.get("origin");
  if (origin === null || !origins.includes(origin)) return undefined;
  return { "access-control-allow-origin": origin, "access-control-expose-headers": "ETag, Request-Id, Resolver-Receipt, Retry-After, Server-Timing" };
}

/**
 * Whether a browser asks what it may ask. It does that without a token.
 *
 * @param {Request} request
 */
export const isPreflight = ({ method, headers }) => method === "OPTIONS" && headers.has("origin") && headers.has("access-control-request-method");

/** @param {readonly string[]} methods */
export const preflight = (methods) => ({
  "access-control-allow-methods": methods.join(", "),
  "access-control-allow-headers": "Accept-Language, Authorization, Content-Type, Content-Encoding, If-Match, If-None-Match",
  "access-control-max-age": REMEMBERED,
});
