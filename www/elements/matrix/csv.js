/** Comma-separated values as RFC 4180 has them. */

/**
 * @param {Iterable<readonly (string | null | undefined)[]>} records
 * @returns {string} each record on a line that ends in CRLF
 */
export function csv(records) {
  /** @type {string[]} */
  const lines = [];
  for (const record of records) lines.push(record.map(field).join(","));
  return lines.map((line) => `${line}\r\n`).join("");
}

/**
 * A field. One that a spreadsheet would take for a formula starts with an apostrophe, so that it is read as text.
 *
 * @param {string | null | undefined} value
 */
function field(value) {
  const text = value ?? "";
  const safe = /^[\s\0]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
