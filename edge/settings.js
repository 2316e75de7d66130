/** What an edge function is told when it is made. What is wrong in it is found then, not by the first customer. */

import { keys } from "./keys.js";
import { readTrust } from "./bundle/index.js";
import { toConsole } from "./log.js";

/** @import { JSONWebKeySet, JWK } from "jose" */
/** @import { Trust } from "./bundle/keys.js" */
/** @import { Keys } from "./keys.js" */
/** @import { Log } from "./log.js" */
/** @import { Store } from "./store.js" */
/** @import { Latest, Replacement } from "./writer.js" */
/** @import { Analysis, AnalyzeOptions } from "../js/index.js" */

/**
 * The package in this runtime, and what it is made of.
 *
 * @typedef {object} Core
 * @property {any} Resolver
 * @property {(template: Uint8Array, options?: AnalyzeOptions) => Analysis} analyze
 * @property {string} version of the package
 * @property {string} wasm SHA-256 of the core
 */

/**
 * @typedef {object} Given
 * @property {Core} core
 * @property {Store} store where the manifest lies
 * @property {Writer} writer the only one who writes it
 * @property {string | object} trust the key set that manifests are signed with: what `sign` wrote
 * @property {{ issuer: string, audience: string, keys: string | JSONWebKeySet }} token who signs in customers: `keys` is a JWKS, or
 *   the URL of one
 * @property {{ key: string, signer?: JWK }} receipt `key`: the secret, of 16 characters at least, that accounts are hidden with;
 *   `signer`: the private key that receipts are signed with
 * @property {string} [provider] the only provider whose manifests are taken
 * @property {number} [lifetime] milliseconds that a manifest is used before it is looked for again. Default 30,000
 * @property {Partial<Limits>} [limits]
 * @property {Partial<Memory>} [memory]
 * @property {string[]} [origins] of the pages that may ask (CORS). Default none
 * @property {Limiter} [limit]
 * @property {Log} [log]
 * @property {() => number} [now] milliseconds since 1970
 * @property {typeof fetch} [fetch] for the JWKS
 */

/**
 * Who writes: one for all isolates.
 *
 * @typedef {object} Writer
 * @property {() => Promise<Latest | null>} latest
 * @property {(file: ReadableStream<Uint8Array>, asked: { match: string, provider: string }) => Promise<Replacement>} replace
 */

/** Says after how many seconds to ask again, or nothing. `account` is hidden. @typedef {(asked: { account: string, route: string }) => Promise<number | undefined> | number | undefined} Limiter */

/**
 * @typedef {object} Limits
 * @property {number} templateBytes of one template, unpacked. Default 524,288
 * @property {number} bundleBytes of a bundle that is sent. Default 33,554,432
 * @property {number} bodyMs to send a template in. Default 10,000
 * @property {number} bundleMs to send a bundle in. Default 60,000
 * @property {number} storeMs to wait for the store. Default 5,000
 * @property {number} requestMs to answer anything but a bundle in. Default 20,000
 */

/**
 * @typedef {object} Memory all in bytes
 * @property {number} objects of the bundle, as stored. Default 16 MiB
 * @property {number} manifests that are parsed, as written. Default 4 MiB
 * @property {number} templates that are analysed, as they are estimated. Default 24 MiB
 */

/**
 * @typedef {object} Settings
 * @property {Core} core
 * @property {Store} store
 * @property {Writer} writer
 * @property {Promise<Trust>} trust
 * @property {{ issuer: string, audience: string, keys: Keys, now: () => number }} token
 * @property {{ key: string, signer?: JWK }} receipt
 * @property {string | undefined} provider
 * @property {number} lifetime
 * @property {Limits} limits
 * @property {Memory} memory
 * @property {string[]} origins
 * @property {Limiter | undefined} limit
 * @property {Log} log
 * @property {() => number} now
 */

const MIB = 1 << 20;

/** @type {Limits} */
const LIMITS = {
  templateBytes: 524_288,
  bundleBytes: 32 * MIB,
  bodyMs: 10_000,
  bundleMs: 60_000,
  storeMs: 5_000,
  requestMs: 20_000,
};

/** @type {Memory} */
const MEMORY = { objects: 16 * MIB, manifests: 4 * MIB, templates: 24 * MIB };

/** The shortest secret that accounts are hidden with, in UTF-16 units. */
const SECRET = 16;

/**
 * @param {Given} given
 * @returns {Settings}
 * @throws {TypeError} saying which setting is wrong
 */
export function settings(given) {
  const { core, store, writer, trust, token, receipt, provider, lifetime = 30_000, limits, memory, origins = [], limit } = given;
  const { now = Date.now, log = toConsole } = given;
  for (const name of /** @type {const} */ (["core", "store", "writer", "trust", "token", "receipt"])) need(given[name], name);
  need(token.keys, "token.keys");
  for (const name of /** @type {const} */ (["issuer", "audience"])) text(token[name], `token.${name}`, 1);
  text(receipt.key, "receipt.key", SECRET);
  const read = readTrust(trust);
  // It is awaited where it is needed; until then its failure is nobody's.
  read.catch(() => {});
  return {
    core,
    store,
    writer,
    trust: read,
    token: { issuer: token.issuer, audience: token.audience, keys: keys(source(token.keys), { now, fetch: given.fetch }), now },
    receipt,
    provider,
    lifetime,
    limits: { ...LIMITS, ...limits },
    memory: { ...MEMORY, ...memory },
    origins,
    limit,
    log,
    now,
  };
}

/** @param {unknown} value @param {string} name */
function need(value, name) {
  if (value === undefined || value === null) throw new TypeError(`the setting \`${name}\` is missing`);
}

/** @param {unknown} value @param {string} name @param {number} least */
function text(value, name, least) {
  if (typeof value !== "string" || value.length < least) throw new TypeError(`the setting \`${name}\` must be a text of ${least} characters at least`);
}

/** @param {string | JSONWebKeySet} given */
function source(given) {
  if (typeof given !== "string") return given;
  if (given.trim().startsWith("{")) return /** @type {JSONWebKeySet} */ (JSON.parse(given));
  const url = new URL(given);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) throw new TypeError("the setting `token.keys` must be a JWKS, or an https URL");
  return url;
}
