/**
 * Alibaba Cloud's Function Compute 3.0: an event of an HTTP trigger becomes a `Request`, a `Response` what the trigger takes.
 *
 * The manifest lies where `createEdge` of `node.js` puts it: in a folder, such as one of NAS that is mounted into every instance.
 */

/** @import { Handler } from "./index.js" */

/**
 * What is used of an event of an HTTP trigger.
 *
 * @typedef {object} HttpEvent
 * @property {string} [rawPath]
 * @property {Record<string, string | string[]>} [headers]
 * @property {Record<string, string | string[]>} [queryParameters]
 * @property {string} [body]
 * @property {boolean} [isBase64Encoded]
 * @property {{ http?: { method?: string, path?: string, sourceIp?: string } }} [requestContext]
 */

/** @typedef {{ statusCode: number, headers: Record<string, string>, body: string, isBase64Encoded: boolean }} HttpResult */

/**
 * The handler of a function, as `export const handler = handlerOf(createEdge({ … }))`.
 *
 * @param {Handler} edge
 * @returns {(event: Uint8Array | string | HttpEvent) => Promise<HttpResult>}
 */
export function handlerOf(edge) {
  return async (event) => {
    const given = typeof event === "string" || event instanceof Uint8Array ? /** @type {HttpEvent} */ (JSON.parse(typeof event === "string" ? event : new TextDecoder().decode(event))) : event;
    const { http = {} } = given.requestContext ?? {};
    const response = await edge(requestOf(given), http.sourceIp === undefined ? {} : { address: http.sourceIp });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: bytes.toString("base64"), isBase64Encoded: true };
  };
}

/** @param {HttpEvent} event */
function requestOf({ rawPath, headers = {}, queryParameters = {}, body = "", isBase64Encoded = false, requestContext }) {
  const { method = "GET", path = "/" } = requestContext?.http ?? {};
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(queryParameters)) for (const each of [value].flat()) query.append(name, each);
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) for (const each of [value].flat()) sent.append(name, each);
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  // The trigger has put the body together: it is as long as it is.
  sent.delete("transfer-encoding");
  sent.set("content-length", String(bytes.length));
  const step = rawPath ?? path;
  const isDotted = /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(step);
  const hasBody = method !== "GET" && method !== "HEAD" && bytes.length > 0;
  return new Request(`http://edge${isDotted ? "//" : step}${query.size > 0 ? `?${query}` : ""}`, { method, headers: sent, ...(hasBody && { body: bytes }) });
}
