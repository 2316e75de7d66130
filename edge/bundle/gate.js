/** Who may deploy: decided by the core, before anything else about a service is read. */

import { Cache } from "./cache.js";
import { BundleError } from "./error.js";

/** @import { Resolver, ResolverOptions } from "../../js/index.js" */
/** @import { Bundle, ServiceDocument } from "./bundle.js" */

/**
 * What an account that may deploy a service goes on with.
 *
 * @typedef {ServiceDocument & { permissions: (string | null)[], readonly resolver: Resolver }} Admitted `permissions` goes into
 *   each request to `resolver`. Take `resolver` anew after an `await`: the one before may have been freed, and templates that
 *   it compiled with it
 */

const MIB = 1024 * 1024;

/** A manifest that is parsed takes about so many times its text, in the core and here. */
const PARSED = 5;

/** The core's resolvers of the pages and documents that were met; the least recently used is freed first. */
export class Gate {
  #Resolver;
  #sharing;
  /** @type {Cache<Resolver>} */
  #resolvers;

  /**
   * @param {object} options
   * @param {new (manifest: object, options: ResolverOptions) => Pick<Resolver, "decide" | "free">} options.Resolver the package's class,
   *   from the entry of this runtime
   * @param {number} [options.budget] bytes of memory, about, for what is kept parsed. Default 16 MiB
   * @param {"enforce" | "audit"} [options.sharing] what it is that an image is not known to be shared with the account
   */
  constructor({ Resolver, budget = 16 * MIB, sharing }) {
    this.#Resolver = Resolver;
    this.#sharing = sharing;
    this.#resolvers = new Cache(budget, (resolver) => resolver.free());
  }

  /** How many bytes its resolvers take, about. */
  get bytes() {
    return this.#resolvers.bytes;
  }

  /**
   * The service, if the account may deploy it. For one that it may not and for one that does not exist it does the same: the
   * three reads of `look`, and one decision of the core with the resolver of the page.
   *
   * @param {Bundle} bundle
   * @param {{ service: string, account: string }} question
   * @param {number} now milliseconds since 1970
   * @returns {Promise<Admitted | null>}
   * @throws {BundleError}
   * @throws {Error} when the core failed
   */
  async admit(bundle, { service, account }, now) {
    const { permissions, page } = await bundle.look({ service, account }, now);
    const listed = { manifest: page.manifest, sha256: `${page.sha256} of ${bundle.provider}` };
    const decision = this.#resolver(listed).decide({ service, account, permissions });
    if (!decision.ok) {
      // That the core failed is no denial.
      if (decision.diagnostics.some(({ code }) => code === "internal-error")) throw new Error("the core failed while it decided");
      return null;
    }
    const ref = page.documents.get(service);
    if (ref === undefined) throw new BundleError("malformed", "a service page has no document for one of its services");
    const document = await bundle.document(ref, now);
    const resolver = () => this.#resolver(document);
    return {
      ...document,
      permissions,
      get resolver() {
        return resolver();
      },
    };
  }

  /** @param {{ manifest: string, sha256: string }} document @returns {Resolver} */
  #resolver({ manifest, sha256 }) {
    const kept = this.#resolvers.get(sha256);
    if (kept !== undefined) return kept;
    // UTF-8 is at most three times as long; what was signed is bounded already.
    const limits = { manifestBytes: 3 * manifest.length };
    // As an object: places in a document mean nothing to anybody.
    const resolver = /** @type {Resolver} */ (new this.#Resolver(JSON.parse(manifest), { permissionsFrom: "request", limits, ...(this.#sharing && { sharing: this.#sharing }) }));
    this.#resolvers.set(sha256, resolver, manifest.length * PARSED);
    return resolver;
  }
}
