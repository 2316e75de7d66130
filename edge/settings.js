/** What an edge function is told when it is made. What is wrong in it is found then, not by the first customer. */

import { keys } from "./keys.js";
import { readTrust } from "./bundle/index.js";
import { alarm, toConsole } from "./log.js";

/** @import { JSONWebKeySet, JWK } from "jose" */
/** @import { Trust } from "./bundle/keys.js" */
/** @import { Core, Limits, ManifestWriter, Memory, Settings as Given, Store } from "./index.js" */
/** @import { Keys } from "./keys.js" */
/** @import { Log } from "./log.js" */

/**
 * The same, with nothing left open.
 *
 * @typedef {object} Settings
 * @property {Core} core
 * @property {Store} store
 * @property {ManifestWriter} writer
 * @property {Promise<Trust>} trust
 * @property {{ issuer: string, audience: string, keys: Keys, typ: string | undefined, longest: number | undefined }} token
 * @property {{ key: string, signer?: JWK }} receipt
 * @property {string | undefined} provider
 * @property {"enforce" | "audit"} sharing
 * @property {number} lifetime
 * @property {Limits} limits
 * @property {Memory} memory
 * @property {string[]} origins
 * @property {Given["limit"]} limit
 * @property {Given["limitAddress"]} limitAddress
 * @property {Log} log
 * @property {() => number} now
 * @property {(work: Promise<unknown>) => void} background
 */

const MIB = 1 << 20;

/** @type {Limits} */
const LIMITS = {
  templateBytes: 524_288,
  bundleBytes: 32 * MIB,
  bodyMs: 10_000,
  bundleMs: 60_000,
  storeMs: 3_000,
};

/** @type {Memory} */
const MEMORY = { objects: 16 * MIB, manifests: 16 * MIB, templates: 24 * MIB, outputs: 8 * MIB };

/** The shortest secret that accounts are hidden with, in UTF-16 units. */
const SECRET = 16;

/**
 * @param {Given} given
 * @returns {Settings}
 * @throws {TypeError} saying which setting is wrong
 */
export function settings(given) {
  const { core, store, writer, trust, token, receipt, provider, sharing = "enforce", lifetime = 30_000, limits, memory, origins = [], limit, limitAddress } = given;
  const { now = Date.now, log = toConsole, background = () => {} } = given;
  for (const name of /** @type {const} */ (["core", "store", "writer", "trust", "token", "receipt"])) need(given[name], name);
  need(token.keys, "token.keys");
  for (const name of /** @type {const} */ (["issuer", "audience"])) text(token[name], `token.${name}`, 1);
  if (token.typ !== undefined) text(token.typ, "token.typ", 1);
  if (token.longest !== undefined && !(token.longest > 0)) throw new TypeError("the setting `token.longest` must be a number of seconds");
  text(receipt.key, "receipt.key", SECRET);
  if (!["enforce", "audit"].includes(sharing)) throw new TypeError("the setting `sharing` must be `enforce` or `audit`");
  const read = readTrust(trust);
  // It is awaited where it is needed; until then its failure is nobody's.
  read.catch(() => {});
  const failed = (/** @type {unknown} */ error) => log(alarm("keys", error, now()));
  const surroundings = { now, fetch: given.fetch, background, failed };
  return {
    core,
    store,
    writer,
    trust: read,
    token: { issuer: token.issuer, audience: token.audience, typ: token.typ, longest: token.longest, keys: keys(source(/** @type {string | JSONWebKeySet} */ (token.keys)), surroundings) },
    receipt: /** @type {Settings["receipt"]} */ (receipt),
    provider,
    sharing,
    lifetime,
    limits: { ...LIMITS, ...limits },
    memory: { ...MEMORY, ...memory },
    origins,
    limit,
    limitAddress,
    log,
    now,
    background,
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
