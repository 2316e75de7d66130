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
/** @import { Core, Keyed, Settings } from "./index.js" */

/** For how long what is still sent is taken in after it was answered, in milliseconds: a reset would lose the answer. */
const LINGER = 1_000;

/**
 * The edge function with its manifest in a folder.
 *
 * @param {Omit<Settings, "core" | "store" | "writer"> & { folder: string, keyed?: Keyed, core?: Core }} given `keyed` stands in for the folder's files
 */
export function createEdge({ folder, keyed = files(folder), ...given }) {
  const store = new Store(keyed);
  const inTurn = queue();
  let held = async () => {};
  const written = new Store({
    get: keyed.get,
    async put(key, bytes) {
      await held();
      await keyed.put(key, bytes);
    },
  });
  const { get, set } = ledger(folder);
  const writer = new Writer({
    store: written,
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
  const threads = given.core === undefined ? pool(given.log ?? toConsole) : undefined;
  return createHandler({ core: { Resolver, analyze, version, wasm, memory: { bytes: occupied, replace }, ...(threads && { threads }) }, store, writer, ...given });
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
 * @param {(request: Request) => Promise<Response>} edge
 * @returns {Server}
 */
export function server(edge) {
  return createServer({ headersTimeout: 10_000, requestTimeout: 120_000, keepAliveTimeout: 30_000, maxHeaderSize: 16_384 }, listener(edge));
}

/**
 * What Node's `http` calls, and serverless functions that speak it.
 *
 * @param {(request: Request) => Promise<Response>} edge
 * @returns {(incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>}
 */
export function listener(edge) {
  return async (incoming, outgoing) => {
    try {
      const request = requestOf(incoming);
      await send(request === undefined ? new Response(null, { status: 400 }) : await edge(request), incoming, outgoing);
    } catch {
      // The answer broke off: so does the connection, and nobody takes the half for the whole.
      outgoing.destroy();
    }
  };
}

/** @param {IncomingMessage} incoming */
function requestOf(incoming) {
  const { method = "GET", url = "/", headers } = incoming;
  // The host is the caller's word, and nothing here depends on it.
  const address = URL.parse ? URL.parse(url, "http://edge") : new URL(url, "http://edge");
  if (address === null) return undefined;
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
