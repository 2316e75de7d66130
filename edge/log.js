/**
 * One line of JSON for each request, and one for each thing that the operator should look at.
 *
 * What it may hold is listed here: no token, no account as it is, no template, no text that a caller made up. Accounts and the services
 * that were asked for in vain stand in it as HMACs under the receipts' key: who has the key and an id finds its lines.
 */

/** @import { BundleError } from "./bundle/index.js" */
/** @import { Problem } from "./problem.js" */

/**
 * A request that was answered.
 *
 * @typedef {object} Entry
 * @property {"request"} event
 * @property {string} id of the request, as in the header Request-Id
 * @property {string} time ISO 8601
 * @property {string} method
 * @property {string} route its name, not the path that was asked for
 * @property {number} status
 * @property {string} [code] of the problem
 * @property {string} [reason] that the problem gives
 * @property {number} ms
 * @property {number} [bytes] of the template, unpacked
 * @property {boolean} [cached] whether the template was analysed before
 * @property {string} [service] only for an account that may deploy it
 * @property {string} [region] the same
 * @property {string} [account] who asked, as in receipts: HMAC-SHA-256 under their key
 * @property {string} [asked] the service that was asked for and refused, in the same way
 * @property {number} [version] of the bundle
 * @property {number} [keys] the version of the key set, which with `version` is the manifest's position
 * @property {string} [output] the SHA-256 of the template that was answered, as in its receipt
 */

/**
 * Something to look at.
 *
 * @typedef {object} Alarm
 * @property {"alarm"} event
 * @property {string} time ISO 8601
 * @property {string} what
 * @property {string} [problem] that a caller was answered
 * @property {string} [code]
 * @property {string} [message] only of errors whose messages name nobody
 * @property {string[]} [at] where in the program
 */

/** @typedef {(line: (Entry | Alarm | { event: "collected", time: string }) & Record<string, unknown>) => void} Log */

/** @type {Log} */
export const toConsole = (line) => console.log(JSON.stringify(line));

/**
 * An alarm for an error. A message is left out unless it is known to name nobody; where it happened is enough to find out.
 *
 * @param {string} what
 * @param {unknown} error
 * @param {number} now
 * @returns {Alarm}
 */
export function alarm(what, error, now) {
  const time = new Date(now).toISOString();
  if (isBundleError(error)) return { event: "alarm", time, what, code: error.code, message: error.message };
  if (isProblem(error)) return { ...(error.cause === undefined ? { event: "alarm", time, what } : alarm(what, error.cause, now)), problem: error.code };
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
  const at = stack?.split("\n").filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim());
  // The system's own word, such as ENOSPC for a full disk.
  const code = error instanceof Error && "code" in error && /^E[A-Z0-9_]+$/.test(String(error.code)) ? String(error.code) : name;
  return { event: "alarm", time, what, code, ...(at && { at }) };
}

/** @param {unknown} error @returns {error is Problem} */
const isProblem = (error) => error instanceof Error && error.name === "Problem";

/** @param {unknown} error @returns {error is BundleError} */
const isBundleError = (error) => error instanceof Error && error.name === "BundleError";
