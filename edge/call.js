/** One request, with all that its answer is made of. */

/** @import { Cache, Gate } from "./bundle/index.js" */
/** @import { CompiledTemplate } from "../js/index.js" */
/** @import { Current } from "./current.js" */
/** @import { Language } from "./problem.js" */
/** @import { Receipts } from "./receipt.js" */
/** @import { Settings } from "./settings.js" */
/** @import { Timing } from "./timing.js" */
/** @import { Caller } from "./token.js" */

/**
 * What an isolate keeps from request to request.
 *
 * @typedef {object} Edge
 * @property {Settings} settings
 * @property {Current} current
 * @property {Gate} gate
 * @property {Cache<Compiled>} templates by the digests of the service's document and of the template
 * @property {Receipts} receipts
 */

/** A template that was analysed, for one `Resolver`. @typedef {{ resolver: object, template: CompiledTemplate<Uint8Array> }} Compiled */

/**
 * @typedef {object} Call
 * @property {Request} request
 * @property {URL} url
 * @property {string} part the variable part of the path, as it was sent
 * @property {Language} language
 * @property {Edge} edge
 * @property {Timing} timing
 * @property {Partial<import("./log.js").Entry>} entry what the log says of it
 * @property {Caller} caller on a route that is not open
 * @property {boolean} passed whether the account was let in: only then is anything but the answer itself said
 */

export {};
