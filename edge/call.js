/** One request, with all that its answer is made of. */

/** @import { Cache, Gate } from "./bundle/index.js" */
/** @import { Admitted } from "./bundle/gate.js" */
/** @import { CompiledTemplate } from "../js/index.js" */
/** @import { Current } from "./current.js" */
/** @import { Language } from "./problem.js" */
/** @import { Form, Receipts } from "./receipt.js" */
/** @import { Room } from "./room.js" */
/** @import { Settings } from "./settings.js" */
/** @import { Timing } from "./timing.js" */
/** @import { Caller, Callers } from "./token.js" */

/**
 * What an isolate keeps from request to request.
 *
 * @typedef {object} Edge
 * @property {Settings} settings
 * @property {Callers} callers
 * @property {Current} current
 * @property {Gate} gate
 * @property {Cache<{ admitted: Admitted | null }>} admissions what was decided of an account and a service, by manifest
 * @property {Cache<Compiled>} templates by the digests of the service's document and of the template
 * @property {Cache<Outcome>} outcomes by the same, and by manifest, region and name
 * @property {Receipts} receipts
 * @property {Room | undefined} room
 */

/**
 * A template that was analysed, for one `Resolver`.
 *
 * @typedef {object} Compiled
 * @property {object} resolver
 * @property {CompiledTemplate<Uint8Array>} template
 */

/**
 * What is the same whenever a template is resolved for a region, whoever asks.
 *
 * @typedef {object} Outcome
 * @property {Uint8Array} output
 * @property {string} type the media type of its language
 * @property {string} digest the SHA-256 of what came out
 * @property {Form} receipt
 */

/**
 * @typedef {object} Call
 * @property {Request} request
 * @property {URLSearchParams} query
 * @property {string} part the variable part of the path, as it was sent
 * @property {Language} language
 * @property {Edge} edge
 * @property {Timing} timing
 * @property {Partial<import("./log.js").Entry>} entry what the log says of it
 * @property {Caller} caller on a route that is not open
 * @property {boolean} passed whether the account was let in: only then is anything but the answer itself said
 */

export {};
