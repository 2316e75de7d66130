/**
 * Node's platform: for a server of one's own, and for serverless functions that speak Node's `http`.
 *
 * The manifest lies in a folder; whoever writes it holds a lock, and files are replaced by renaming.
 */

import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { occupied, replace } from "../js/instance.js";
import { analyze, Resolver } from "../js/node.js";
import { version, wasm } from "../pkg/identity.js";
import { readTrust } from "./bundle/index.js";
import { files, ledger, locked, sweep } from "./files.js";
import { createHandler } from "./handler.js";
import { alarm, toConsole } from "./log.js";
import { Pool } from "./pool.js";
import { Store } from "./store.js";
import { queue, Writer } from "./writer.js";

/** @import { IncomingMessage, Server, ServerResponse } from "node:http" */
/** @import { Collected, Core, Handler, Keyed, Recovery, Settings } from "./index.js" */
/** @import { Log } from "./log.js" */

/** `address` says who asks, behind a proxy by a header that only the proxy sets. @typedef {{ address?: (incoming: IncomingMessage) => string | undefined }} ListenerOptions */

/** For how long what is still sent is taken in after it was answered, in milliseconds: a reset would lose the answer. */
const LINGER = 1_000;

/**
 * The edge function with its manifest in a folder.
 *
 * @param {Omit<Settings, "core" | "store" | "writer"> & { folder: string, keyed?: Keyed, core?: Core }} given `keyed` stands in for the folder's files
 */
export function createEdge({ folder, keyed = files(folder), ...given }) {
  const { store, writer } = written(folder, keyed, given);
  const threads = given.core === undefined ? pool(given.log ?? toConsole) : undefined;
  return createHandler({ core: { Resolver, analyze, version, wasm, memory: { bytes: occupied, replace }, ...(threads && { threads }) }, store, writer, ...given });
}

/**
 * Takes objects out of a folder that no head has named for a while. Run it now and then, as by cron, beside the servers or in one.
 *
 * @param {{ folder: string, trust: string | object, age?: number, now?: () => number }} options `age` in milliseconds, by default a week:
 *   longer than a manifest is good for
 * @returns {Promise<Collected>}
 */
export async function collectGarbage({ folder, trust, age = 604_800_000, now }) {
  const keyed = files(folder);
  return await written(folder, keyed, { trust, ...(now && { now }) }).writer.collect(keyed, age);
}

/**
 * Starts anew from a key set, where the ledger of a folder cannot be verified or keys were stolen. The processes that serve from the
 * folder go on, and follow.
 *
 * @param {{ folder: string, root: Uint8Array | string | object, log?: Log, now?: () => number }} given `root`: see `readTrust`
 * @returns {Promise<Recovery>}
 * @throws {BundleError} `malformed`: it is no key set
 */
export async function recover({ folder, root, log = toConsole, now = Date.now }) {
  const done = await written(folder, files(folder), { trust: root, now }).writer.recover(root);
  log({ event: "alarm", time: done.recovered, what: "recovery", ...done });
  return done;
}

/**
 * A folder's store, and the one who writes it.
 *
 * @param {string} folder
 * @param {Keyed} keyed
 * @param {{ trust: string | object, now?: () => number }} given
 */
function written(folder, keyed, given) {
  const store = new Store(keyed);
  const inTurn = queue();
  let held = async () => {};
  const guarded = new Store({
    get: keyed.get,
    async put(key, bytes) {
      await held();
      await keyed.put(key, bytes);
    },
  });
  const { get, set } = ledger(folder);
  const writer = new Writer({
    store: guarded,
    ledger: {
      get,
      async set(latest) {
        await held();
        await set(latest);
      },
    },
    trust: readTrust(given.trust),
    now: given.now ?? Date.now,
    exclusive: (work) =>
      inTurn(() =>
        locked(folder, async (asked) => {
          held = asked;
          await sweep(folder);
          return await work();
        }),
      ),
  });
  return { store, writer };
}

/**
 * Threads for large templates. Where this file was bundled into another one, their program is not beside it.
 *
 * @param {(line: any) => void} log
 */
function pool(log) {
  const file = new URL("./thread.js", import.meta.url);
  if (existsSync(file)) return new Pool(file);
  log({ ...alarm("threads", new Error(), Date.now()), message: "thread.js is not beside the program: large templates keep others waiting" });
  return undefined;
}

/**
 * A server of it, which does not listen yet.
 *
 * @param {Handler} edge
 * @param {ListenerOptions} [options]
 * @returns {Server}
 */
export function server(edge, options) {
  return createServer({ headersTimeout: 10_000, requestTimeout: 120_000, keepAliveTimeout: 30_000, maxHeaderSize: 16_384 }, listener(edge, options));
}

/**
 * Stops a server: no new connection is taken, what was begun is answered, and what is not done in time is broken off.
 *
 * @param {Server} listening
 * @param {number} [ms] how long it is waited for
 */
export async function stop(listening, ms = 10_000) {
  const closed = new Promise((resolve) => listening.close(resolve));
  listening.closeIdleConnections();
  // A connection that becomes idle now would stay for the next request.
  const looking = setInterval(() => listening.closeIdleConnections(), 50);
  const timer = setTimeout(() => listening.closeAllConnections(), ms);
  await closed;
  clearInterval(looking);
  clearTimeout(timer);
}

/**
 * A server of what is counted, for Prometheus: on a port that only it reaches.
 *
 * @param {{ text(): string }} metrics
 * @returns {Server}
 */
export function metricsServer(metrics) {
  return createServer((incoming, outgoing) => {
    const isAsked = incoming.url === "/metrics" && (incoming.method === "GET" || incoming.method === "HEAD");
    outgoing.writeHead(isAsked ? 200 : 404, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
    outgoing.end(isAsked ? metrics.text() : "");
  });
}

/**
 * What Node's `http` calls, and serverless functions that speak it.
 *
 * @param {Handler} edge
 * @param {ListenerOptions} [options]
 * @returns {(incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>}
 */
export function listener(edge, { address = ({ socket }) => socket.remoteAddress } = {}) {
  return async (incoming, outgoing) => {
    try {
      const request = requestOf(incoming);
      const from = address(incoming);
      await send(await edge(request, from === undefined ? {} : { address: from }), incoming, outgoing);
    } catch {
      // The answer broke off: so does the connection, and nobody takes the half for the whole.
      outgoing.destroy();
    }
  };
}

/** A path with a step that is `.` or `..`. */
const DOTTED = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** @param {IncomingMessage} incoming */
function requestOf(incoming) {
  const { method = "GET", url = "/", headers } = incoming;
  // The host is the caller's word, and nothing here depends on it.
  const text = /^[^:/?#]+:\/\//.test(url) ? url : `http://edge${url.startsWith("/") ? "" : "/"}${url}`;
  // A `URL` would make another path of `/x/..`: it leads nowhere, as `//` does.
  const address = URL.canParse(text) && !DOTTED.test(text.replace(/[?#].*$/s, "")) ? text : "http://edge//";
  const hasBody = method !== "GET" && method !== "HEAD" && (Number(headers["content-length"] ?? 0) > 0 || headers["transfer-encoding"] !== undefined);
  return new Request(address, {
    method,
    headers: pairs(incoming.rawHeaders),
    ...(hasBody && { body: /** @type {BodyInit} */ (Readable.toWeb(incoming)), duplex: "half" }),
  });
}

/** A header that is there twice stays twice. @param {string[]} raw */
function pairs(raw) {
  const headers = new Headers();
  for (let at = 0; at < raw.length; at += 2) headers.append(raw[at], raw[at + 1]);
  return headers;
}

/**
 * @param {Response} response
 * @param {IncomingMessage} incoming
 * @param {ServerResponse} outgoing
 */
async function send(response, incoming, outgoing) {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  if (!incoming.complete && hasMore(incoming)) {
    outgoing.setHeader("connection", "close");
    outgoing.once("finish", () => linger(incoming));
  }
  if (response.body === null) outgoing.end();
  // What does not say its length is small and there already; what does may be as long as a manifest.
  else if (!response.headers.has("content-length")) outgoing.end(Buffer.from(await response.arrayBuffer()));
  else await pipeline(Readable.fromWeb(/** @type {any} */ (response.body)), outgoing);
}

/** @param {IncomingMessage} incoming */
const hasMore = ({ headers }) => headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;

/** @param {IncomingMessage} incoming */
function linger(incoming) {
  incoming.resume();
  setTimeout(() => incoming.destroy(), LINGER).unref();
}
