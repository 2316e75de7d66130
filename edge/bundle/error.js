/** Why a bundle, or a part of it, cannot be used. */

/**
 * | code | what is wrong |
 * | --- | --- |
 * | `malformed` | a text is not what it has to be |
 * | `too-large` | more bytes, or more of something, than is allowed or than was signed |
 * | `untrusted` | too few good signatures of trusted keys |
 * | `rollback` | older than what was seen before |
 * | `equivocation` | the version that was seen before, with other content |
 * | `expired` | past its `expires`, or not created yet |
 * | `wrong-provider` | another provider's |
 * | `missing` | an object is not there |
 * | `mismatch` | an object is not the one that was signed |
 * | `unlisted` | an object that nothing signed names |
 * | `unreadable` | the store failed; `cause` says how |
 * | `not-next` | the version to be stored does not follow the stored one (writers only) |
 * | `ledger` | the record of the newest bundle cannot be verified from the trusted key set (writers only) |
 * | `unsound` | the manifest has errors, so it is not signed (writers only) |
 *
 * @typedef {"malformed" | "too-large" | "untrusted" | "rollback" | "equivocation" | "expired" | "wrong-provider" | "missing"
 *   | "mismatch" | "unlisted" | "unreadable" | "not-next" | "ledger" | "unsound"} BundleErrorCode
 */

/** A bundle that cannot be used. The message is one line, and names no account. */
export class BundleError extends Error {
  /**
   * @param {BundleErrorCode} code
   * @param {string} message
   * @param {{ cause?: unknown }} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = "BundleError";
    /** @type {BundleErrorCode} */
    this.code = code;
  }
}
