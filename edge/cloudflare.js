/**
 * Cloudflare's platform: the manifest in KV, which every location reads, and one Durable Object that writes it.
 *
 * `wrangler.jsonc` beside this file names what `Environment` lists.
 */

import { DurableObject, waitUntil } from "cloudflare:workers";

import { occupied, replace } from "../js/instance.js";
import { analyze, Resolver } from "../js/workerd.js";
import { version, wasm } from "../pkg/identity.js";
import { BundleError, readTrust } from "./bundle/index.js";
import { createHandler, misconfigured } from "./handler.js";
import { keyed, remembering } from "./kv.js";
import { alarm, toConsole } from "./log.js";
import { dataPoint } from "./metrics.js";
import { Problem } from "./problem.js";
import { Store } from "./store.js";
import { queue, Writer } from "./writer.js";

/** @import { Code } from "./problem.js" */
/** @import { Kv } from "./kv.js" */
/** @import { Collected, Latest, Ledger, Replacement, Settings } from "./index.js" */

/**
 * @typedef {object} Environment
 * @property {Kv} MANIFEST
 * @property {{ idFromName(name: string): unknown, get(id: any): any }} WRITER the namespace of `ManifestWriter`
 * @property {string} TRUST the key set that manifests are signed with, in JSON
 * @property {string} [RECOVERY] a key set that the writer starts anew from, once
 * @property {string} TOKEN_ISSUER
 * @property {string} TOKEN_AUDIENCE
 * @property {string} TOKEN_KEYS a JWKS in JSON, or its URL
 * @property {string} RECEIPT_KEY a secret
 * @property {string} [RECEIPT_SIGNER] a secret: a private key as a JWK
 * @property {string} [PROVIDER]
 * @property {string} [SHARING] `audit` gives an account images that are not known to be shared with it, too
 * @property {string} [ORIGINS] of pages that may ask, with blanks between
 * @property {{ limit(asked: { key: string }): Promise<{ success: boolean }> }} [LIMITER] a rate limiting binding, by account
 * @property {{ limit(asked: { key: string }): Promise<{ success: boolean }> }} [ADDRESS_LIMITER] another one, by address, before the token
 * @property {{ writeDataPoint(point: object): void }} [METRICS] a binding of Analytics Engine
 * @property {string} [TOKEN_TYP] the only type of tokens that is taken
 * @property {string} [TOKEN_LONGEST] the longest lifetime of a token, in seconds
 */

/** How long an object is unnamed before it goes, in milliseconds: longer than a manifest is good for that names it. */
const WEEK = 604_800_000;

/** Seconds until an account that asks too often may ask again: the period of a rate limiting binding. */
const PERIOD = 60;

/**
 * The edge function of an environment. `more` replaces or adds settings.
 *
 * @param {Environment} env
 * @param {Partial<Settings>} [more]
 */
export function createEdge(env, more) {
  const { MANIFEST, WRITER, TRUST, TOKEN_ISSUER, TOKEN_AUDIENCE, TOKEN_KEYS, RECEIPT_KEY, RECEIPT_SIGNER, PROVIDER, SHARING, ORIGINS, LIMITER, ADDRESS_LIMITER, METRICS, TOKEN_TYP, TOKEN_LONGEST } = env;
  for (const name of /** @type {const} */ (["MANIFEST", "WRITER"])) {
    if (env[name] === undefined) throw new TypeError(`the binding \`${name}\` is missing`);
  }
  return createHandler({
    core: { Resolver, analyze, version, wasm, memory: { bytes: occupied, replace } },
    store: new Store(keyed(MANIFEST)),
    writer: remote(() => WRITER.get(WRITER.idFromName("manifest"))),
    trust: TRUST,
    token: { issuer: TOKEN_ISSUER, audience: TOKEN_AUDIENCE, keys: TOKEN_KEYS, ...(TOKEN_TYP && { typ: TOKEN_TYP }), ...(TOKEN_LONGEST && { longest: Number(TOKEN_LONGEST) }) },
    receipt: { key: RECEIPT_KEY, ...(RECEIPT_SIGNER && { signer: JSON.parse(RECEIPT_SIGNER) }) },
    background: waitUntil,
    ...(PROVIDER && { provider: PROVIDER }),
    ...(SHARING && { sharing: /** @type {Settings["sharing"]} */ (SHARING) }),
    ...(ORIGINS && { origins: ORIGINS.split(/\s+/) }),
    ...(LIMITER && { limit: async ({ account }) => ((await LIMITER.limit({ key: account })).success ? undefined : PERIOD) }),
    ...(ADDRESS_LIMITER && { limitAddress: async ({ address }) => ((await ADDRESS_LIMITER.limit({ key: address })).success ? undefined : PERIOD) }),
    ...(METRICS && {
      log: (/** @type {any} */ line) => {
        METRICS.writeDataPoint(dataPoint(line));
        toConsole(line);
      },
    }),
    ...more,
  });
}

/** @type {WeakMap<Environment, import("./index.js").Handler>} */
const made = new WeakMap();

export default {
  /**
   * @param {Request} request
   * @param {Environment} env
   */
  async fetch(request, env) {
    try {
      const edge = made.get(env) ?? createEdge(env);
      made.set(env, edge);
      return await edge(request, { address: request.headers.get("cf-connecting-ip") ?? undefined });
    } catch (error) {
      return await misconfigured(error, request);
    }
  },

  /**
   * By a cron trigger: objects go that no head has named for a week.
   *
   * @param {unknown} _
   * @param {Environment} env
   */
  async scheduled(_, { WRITER }) {
    try {
      toConsole({ event: "collected", time: new Date().toISOString(), ...(await WRITER.get(WRITER.idFromName("manifest")).collect(WEEK)) });
    } catch (error) {
      toConsole(alarm("garbage", error, Date.now()));
    }
  },
};

/** What crosses from the Durable Object: errors would lose their fields on the way. @typedef {Replacement | { problem: Code, args: Record<string, string | number>, headers: Record<string, string> }} Outcome */

/** The Durable Object as the handler sees it. @param {() => any} stub @returns {Settings["writer"]} */
function remote(stub) {
  return {
    latest: () => stub().latest(),
    async replace(file, asked) {
      /** @type {Outcome} */
      const outcome = await stub().replace(file, asked);
      if ("problem" in outcome) throw new Problem(outcome.problem, { args: outcome.args, headers: outcome.headers });
      return outcome;
    },
    repair: () => stub().repair(),
  };
}

/** The one writer. It remembers the newest manifest, which is also the floor of every isolate that starts. */
export class ManifestWriter extends DurableObject {
  #writer;
  #keyed;

  /**
   * @param {any} state
   * @param {Environment} env
   * @param {{ now?: () => number }} [more]
   */
  constructor(state, env, { now = Date.now } = {}) {
    super(state, env);
    this.#keyed = remembering(env.MANIFEST);
    this.#writer = new Writer({ store: new Store(this.#keyed), ledger: ledger(state.storage), trust: readTrust(env.TRUST), now, exclusive: queue() });
    const { RECOVERY } = env;
    if (RECOVERY) state.blockConcurrencyWhile(() => this.#recover(RECOVERY, state.storage, now));
  }

  /**
   * Starts anew from a key set, once for each that is given. It is logged.
   *
   * @param {string} root
   * @param {any} storage
   * @param {() => number} now
   */
  async #recover(root, storage, now) {
    try {
      if ((await storage.get("recovery")) === root) return;
      toConsole({ event: "alarm", time: new Date(now()).toISOString(), what: "recovery", ...(await this.#writer.recover(root)) });
      await storage.put("recovery", root);
    } catch (error) {
      // Reading goes on, and writing stays as it was.
      toConsole(alarm("recovery", error, now()));
    }
  }

  /** @returns {Promise<Latest | null>} */
  async latest() {
    try {
      return await this.#writer.latest();
    } catch (error) {
      // What is wrong does not cross.
      toConsole(alarm("ledger", error, Date.now()));
      throw error;
    }
  }

  /**
   * @param {ReadableStream<Uint8Array>} file
   * @param {{ match: string, provider: string }} asked
   * @returns {Promise<Outcome>}
   */
  async replace(file, asked) {
    try {
      return await this.#writer.replace(file, asked);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Its cause does not cross.
      if (error.status >= 500) toConsole(alarm("writer", error, Date.now()));
      return { problem: error.code, args: error.args, headers: error.headers };
    }
  }

  async repair() {
    await this.#writer.repair();
  }

  /** @param {number} age in milliseconds @returns {Promise<Collected>} */
  async collect(age) {
    return await this.#writer.collect(this.#keyed, age);
  }
}

/** Larger values have to be cut, in bytes. */
const PIECE = 120_000;

/** The newest manifest in the Durable Object's storage. @param {any} storage @returns {Ledger} */
function ledger(storage) {
  return {
    async get() {
      const entry = await storage.get("latest");
      if (entry === undefined) return null;
      const { name, length, ...more } = entry;
      if (length === 0) return { ...more, head: null };
      const head = new Uint8Array(length);
      for (let at = 0; at < length; at += PIECE) {
        const piece = await storage.get(`${name}/${at}`);
        if (piece === undefined) throw new BundleError("ledger", "a piece of the ledger's bundle is not there");
        head.set(piece, at);
      }
      return { ...more, head };
    },
    async set({ head, ...more }) {
      const bytes = head ?? new Uint8Array(0);
      await storage.transaction(async (/** @type {any} */ within) => {
        const before = await within.get("latest");
        if (before !== undefined) for (let at = 0; at < before.length; at += PIECE) await within.delete(`${before.name}/${at}`);
        for (let at = 0; at < bytes.length; at += PIECE) await within.put(`head/${at}`, bytes.slice(at, at + PIECE));
        await within.put("latest", { ...more, name: "head", length: bytes.length });
      });
    },
  };
}
