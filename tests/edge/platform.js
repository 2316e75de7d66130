/** The two platforms, started the same way: real workerd, and Node's `http`. A test that runs on both is written once. */

import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";
import { Miniflare } from "miniflare";

import { at } from "../../scripts/commands.mjs";
import { COMPATIBILITY, coreNamed, workerModules } from "../../scripts/worker.mjs";
import { assertDocumented } from "./document.js";
import { AUDIENCE, CUSTOMER, Issuer, ISSUER, PROVIDER, Publisher, RECEIPT_KEY } from "./world.js";

/** @import { State } from "./faults.js" */

/** What is known of an answer. @typedef {{ status: number, headers: Headers, bytes: Uint8Array, text: string, json: any }} Answer */

/** @typedef {{ method?: string, token?: string, headers?: Record<string, string>, body?: string | Uint8Array, check?: boolean }} Asked */

/** A running edge function. */
export class Place {
  #platform;

  /**
   * @param {{ url: string, set(state: any): Promise<void>, take(): Promise<{ counts: string[], log: any[] }>, stop(): Promise<void>, printed?: () => string }} platform
   * @param {Issuer} issuer
   * @param {Publisher} publisher
   */
  constructor(platform, issuer, publisher) {
    this.#platform = platform;
    this.url = platform.url;
    this.issuer = issuer;
    this.publisher = publisher;
  }

  /** Sets what is wrong; `cold` also starts with a new isolate. @param {Partial<State> & { cold?: boolean }} state */
  set(state) {
    return this.#platform.set(state);
  }

  take() {
    return this.#platform.take();
  }

  /** What it printed, where that is known. */
  printed() {
    return this.#platform.printed?.() ?? "";
  }

  stop() {
    return this.#platform.stop();
  }

  /** @param {string} path @param {Asked} [asked] @returns {Promise<Answer>} */
  async ask(path, { method = "GET", token, headers = {}, body, check = true } = {}) {
    const answer = await send(this.url + path, method, { ...(token && { authorization: `Bearer ${token}` }), ...headers }, body);
    if (check) assertDocumented(method, path, answer);
    return answer;
  }

  /** A template in the body, or none. @param {Record<string, string>} query @param {Asked & { account?: string }} [asked] */
  async resolve(query, { account = CUSTOMER, token, headers, body, method = "POST", ...more } = {}) {
    const asked = new URLSearchParams(query);
    return await this.ask(`/v1/resolve?${asked}`, {
      method,
      token: token ?? (await this.issuer.token(account)),
      headers: { ...(body !== undefined && { "content-type": "application/yaml" }), ...headers },
      body,
      ...more,
    });
  }

  /** Publishes a bundle's file. @param {Uint8Array} file @param {Record<string, string>} [match] @param {Asked} [more] */
  async publish(file, match, more = {}) {
    return await this.ask("/v1/manifest", {
      method: "PUT",
      token: await this.issuer.token(PROVIDER, { scope: "provider" }),
      body: file,
      ...more,
      headers: { "content-type": "application/vnd.ecs-image-resolver.bundle", ...(match ?? (await this.match())), ...more.headers },
    });
  }

  /** The header that replaces what is there. @returns {Promise<Record<string, string>>} */
  async match() {
    const { status, headers } = await this.ask("/v1/manifest", { method: "HEAD", token: await this.issuer.token(PROVIDER, { scope: "provider" }) });
    return status === 200 ? { "if-match": headers.get("etag") ?? "" } : { "if-none-match": "*" };
  }
}

/**
 * One request on a connection of its own.
 *
 * @param {string} url
 * @param {string} method
 * @param {Record<string, string>} headers
 * @param {string | Uint8Array} [body]
 * @returns {Promise<Answer>}
 */
function send(url, method, headers, body) {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent: false, headers: { ...headers, ...(bytes && { "content-length": String(bytes.length) }) } }, (incoming) => {
      /** @type {Buffer[]} */
      const chunks = [];
      incoming.on("data", (chunk) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const received = new Headers();
        for (let at = 0; at < incoming.rawHeaders.length; at += 2) received.append(incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
        for (const name of ["connection", "keep-alive", "transfer-encoding"]) received.delete(name);
        const all = new Uint8Array(Buffer.concat(chunks));
        const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(all);
        const isJson = /json/.test(received.get("content-type") ?? "");
        resolve({ status: incoming.statusCode ?? 0, headers: received, bytes: all, text, json: isJson && text !== "" ? JSON.parse(text) : undefined });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(bytes);
  });
}

/**
 * @typedef {object} Options
 * @property {boolean} [trapping] with the core that can be made to trap
 * @property {boolean} [empty] without a manifest
 * @property {object} [settings] of the handler
 * @property {any} [keys] in place of the issuer's JWKS
 * @property {string[]} [without] bindings to leave out
 * @property {string} [recovery] a key set that the worker's writer starts anew from
 */

/** @type {Record<string, (options?: Options) => Promise<Place>>} */
export const PLATFORMS = { workerd: onWorkerd, Node: onNode };

/** @param {Options} [options] */
async function onWorkerd({ trapping, settings = {}, keys, without = [], recovery, ...options } = {}) {
  const { issuer, publisher } = await world();
  const core = trapping ? "trapping" : "core";
  const modules = await workerModules("tests/edge/worker.js", { core });
  const { origins, ...more } = /** @type {any} */ (settings);
  const bindings = {
    TRUST: publisher.trust,
    TOKEN_ISSUER: ISSUER,
    TOKEN_AUDIENCE: AUDIENCE,
    TOKEN_KEYS: typeof keys === "string" ? keys : JSON.stringify(keys ?? issuer.jwks),
    RECEIPT_KEY,
    ...(origins && { ORIGINS: origins.join(" ") }),
    ...(recovery && { RECOVERY: recovery }),
    SETTINGS: { lifetime: 0, ...more },
  };
  /** @type {string[]} */
  const printed = [];
  const worker = new Miniflare({
    compatibilityDate: COMPATIBILITY,
    modules,
    bindings: Object.fromEntries(Object.entries(bindings).filter(([name]) => !without.includes(name))),
    ...(!without.includes("MANIFEST") && { kvNamespaces: ["MANIFEST"] }),
    durableObjects: { WRITER: { className: "ManifestWriter", useSQLite: true } },
    handleRuntimeStdio(/** @type {any[]} */ ...streams) {
      for (const stream of streams) stream.on("data", (/** @type {Buffer} */ chunk) => printed.push(String(chunk)));
    },
  });
  const url = String(await worker.ready).replace(/\/$/, "");
  const platform = {
    url,
    /** @param {any} state */
    async set(state) {
      await send(`${url}/test/set`, "POST", {}, JSON.stringify(state));
    },
    async take() {
      return (await send(`${url}/test/take`, "GET", {})).json;
    },
    printed: () => printed.join(""),
    stop: () => worker.dispose(),
  };
  return await ready(platform, issuer, publisher, options);
}

/** @param {Options} [options] */
async function onNode({ trapping, settings = {}, keys, ...options } = {}) {
  const { issuer, publisher } = await world();
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-edge-"));
  const core = trapping ? "trapping" : "core";
  // The core is found beside the program: `js/` and `pkg/`, as in the package.
  const outfile = join(folder, "js/server.mjs");
  await build({ entryPoints: [at("tests/edge/server.js")], bundle: true, format: "esm", platform: "node", outfile, plugins: [coreNamed(core)] });
  mkdirSync(join(folder, "pkg"));
  cpSync(at(`pkg/${core}.wasm`), join(folder, "pkg/core.wasm"));
  const { start } = await import(pathToFileURL(outfile).href);
  const platform = await start({
    folder: join(folder, "manifest"),
    trust: publisher.trust,
    token: { issuer: ISSUER, audience: AUDIENCE, keys: keys ?? issuer.jwks },
    receipt: { key: RECEIPT_KEY },
    lifetime: 0,
    ...settings,
  });
  const stop = async () => {
    await platform.stop();
    rmSync(folder, { recursive: true });
  };
  return await ready({ ...platform, stop }, issuer, publisher, options);
}

/** @param {any} platform @param {Issuer} issuer @param {Publisher} publisher @param {{ empty?: boolean }} options */
async function ready(platform, issuer, publisher, { empty = false }) {
  const place = new Place(platform, issuer, publisher);
  try {
    if (!empty) {
      const { file } = await publisher.bundle();
      const { status, text } = await place.publish(file, { "if-none-match": "*" });
      if (status !== 200) throw new Error(`the sample was not published: ${text} ${JSON.stringify((await place.take()).log)}`);
      await place.take();
    }
    return place;
  } catch (error) {
    await place.stop();
    throw error;
  }
}

async function world() {
  const [issuer, publisher] = await Promise.all([Issuer.make(), Publisher.make()]);
  return { issuer, publisher };
}
