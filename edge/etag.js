/** Entity tags (RFC 9110), always strong ones. */

/** @param {string} text letters and digits */
export const etag = (text) => `"${text}"`;

/**
 * Whether If-None-Match names a tag. Weak ones compare, too, as they do there.
 *
 * @param {string | null} header
 * @param {string} tag
 */
export function names(header, tag) {
  if (header === null) return false;
  if (header.trim() === "*") return true;
  return header.split(",").some((given) => given.trim().replace(/^W\//, "") === tag);
}
