/** Who may deploy: decided by the core, before anything else about a service is read. */

import { Cache } from "./cache.js";
import { BundleError } from "./error.js";

/** @import { CompiledTemplate, Resolver as CoreResolver, TemplateOptions } from "../../js/index.js" */
/** @import { Bundle, ServiceDocument } from "./bundle.js" */

/**
 * What an account that may deploy a service goes on with.
 *
 * @typedef {object} Admitted
 * @property {ServiceDocument} document
 * @property {(string | null)[]} permissions goes into each request to a resolver of the document
 */

const MIB = 1024 * 1024;

/** A template that was analysed takes about so many times its bytes, in the core and here. */
const COMPILED = 6;

/**
 * What the core keeps parsed and analysed, within budgets: resolvers of the pages and documents that were met, and templates. The
 * least recently used goes first, and is freed. So whatever comes from here is used before the next `await`, and asked for again
 * after it.
 */
export class Gate {
  #Resolver;
  /** @type {Cache<CoreResolver>} */
  #resolvers;
  /** @type {Cache<{ compiled: CompiledTemplate<Uint8Array>, resolver: CoreResolver }>} */
  #templates;

  /**
   * @param {object} options
   * @param {typeof CoreResolver} options.Resolver the package's class, from the entry of this runtime
   * @param {number} [options.manifests] bytes of manifests to keep parsed, counted as they are written. Default 8 MiB
   * @param {number} [options.templates] bytes of memory for analysed templates. Default 16 MiB
   */
  constructor({ Resolver, manifests = 8 * MIB, templates = 16 * MIB }) {
    this.#Resolver = Resolver;
    this.#resolvers = new Cache(manifests, (resolver) => resolver.free());
    this.#templates = new Cache(templates, ({ compiled }) => compiled.free());
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
   */
  async admit(bundle, { service, account }, now) {
    const { permissions, page } = await bundle.look({ service, account }, now);
    const decision = this.resolver({ manifest: page.manifest, sha256: `${page.sha256} of ${bundle.provider}` }).decide({ service, account, permissions });
    if (!decision.ok) return null;
    const ref = page.documents.get(service);
    if (ref === undefined) throw new BundleError("malformed", "a service page has no document for one of its services");
    return { document: await bundle.document(ref, now), permissions };
  }

  /**
   * The resolver of a document, which takes permissions from its requests.
   *
   * @param {{ manifest: string, sha256: string }} document
   * @returns {CoreResolver}
   */
  resolver({ manifest, sha256 }) {
    const kept = this.#resolvers.get(sha256);
    if (kept !== undefined) return kept;
    // UTF-8 is at most three times as long; what was signed is bounded already.
    const limits = { manifestBytes: 3 * manifest.length };
    const resolver = new this.#Resolver(JSON.parse(manifest), { permissionsFrom: "request", limits });
    this.#resolvers.set(sha256, resolver, manifest.length);
    return resolver;
  }

  /**
   * A template, analysed for a document: once, while it is in use.
   *
   * @param {{ manifest: string, sha256: string }} document
   * @param {{ text: Uint8Array, sha256: string }} template
   * @param {TemplateOptions} [options] how it is read
   * @returns {CompiledTemplate<Uint8Array>}
   */
  compile(document, { text, sha256 }, { format = undefined, filename = undefined } = {}) {
    const resolver = this.resolver(document);
    const key = JSON.stringify([document.sha256, sha256, format, filename]);
    const kept = this.#templates.get(key);
    // A resolver that was freed and made again is another one, and its templates are of no use any more.
    if (kept?.resolver === resolver) return kept.compiled;
    const compiled = resolver.compile(text, { ...(format && { format }), ...(filename !== undefined && { filename }) });
    this.#templates.set(key, { compiled, resolver }, text.length * COMPILED);
    return compiled;
  }
}
