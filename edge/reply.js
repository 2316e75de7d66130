/** An answer while it is made: plain, so that the platform's `Response` is made once, at the end. */

/**
 * @typedef {object} Reply
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {Uint8Array | ReadableStream<Uint8Array> | string | null} body
 */

/**
 * @param {unknown} value
 * @param {Record<string, string>} headers
 * @returns {Reply}
 */
export const json = (value, headers) => ({ status: 200, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) });

/** @param {Reply} reply @returns {Response} */
export const toResponse = ({ status, headers, body }) => new Response(/** @type {BodyInit | null} */ (body), { status, headers });
