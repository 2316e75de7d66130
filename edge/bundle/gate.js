/** Who may deploy: decided by the core, before anything else about a service is read. */

/** @import { Bundle, ServiceDocument } from "./bundle.js" */

/** What an account that may deploy a service goes on with. @typedef {ServiceDocument & { resolver: any, permissions: (string | null)[] }} Admitted */

/** The core's `Resolver`s of the pages and documents that were met, the least recently used given back first. */
export class Gate {
  /**
   * @param {object} options
   * @param {any} options.Resolver the package's class, from the entry of this runtime
   * @param {number} [options.budget] bytes of manifests to keep parsed (counted as written). Default 8 MiB
   */
  constructor(options) {
    void options;
  }

  /**
   * The service, if the account may deploy it. For one that it may not and for one that does not exist it does the same: the
   * three reads of `look`, and one decision of the core with the resolver of the page.
   *
   * @param {Bundle} bundle
   * @param {{ service: string, account: string }} question
   * @param {number} now
   * @returns {Promise<Admitted | null>}
   */
  async admit(bundle, question, now) {
    void bundle, question, now;
    return null;
  }
}
