/** Node's platform: for a server of one's own, and for serverless functions that speak Node's `http`. */

import type { IncomingMessage, Server, ServerResponse } from "node:http";

import type { Collected, Core, Handler, Keyed, LogLine, Recovery, Settings } from "./index.js";

/** The edge function with its manifest in a folder. `keyed` stands in for the folder's files. */
export function createEdge(given: Omit<Settings, "core" | "store" | "writer"> & { folder: string; keyed?: Keyed; core?: Core }): Handler;

/** Takes objects out of a folder that no head has named for `age` milliseconds, by default a week. */
export function collectGarbage(options: { folder: string; trust: string | object; age?: number; now?: () => number }): Promise<Collected>;
/**
 * Starts anew from a key set, where the ledger of a folder cannot be verified or keys were stolen. The processes that serve from the
 * folder go on, and follow. It is logged.
 */
export function recover(given: { folder: string; root: Uint8Array | string | object; log?: (line: LogLine) => void; now?: () => number }): Promise<Recovery>;

/** A server of it, which does not listen yet. */
export function server(edge: Handler, options?: ListenerOptions): Server;

/** `address` says who asks: default the connection's other end; behind a proxy a header that only the proxy sets. */
export interface ListenerOptions {
  address?: (incoming: IncomingMessage) => string | undefined;
}

/** Stops a server: what was begun is answered, and what is not done within `ms` milliseconds (default 10,000) is broken off. */
export function stop(server: Server, ms?: number): Promise<void>;

/** A server of what `Metrics` counted, as `/metrics`: on a port that only Prometheus reaches. */
export function metricsServer(metrics: { text(): string }): Server;

/** What Node's `http` calls, and serverless functions that speak it. */
export function listener(edge: Handler, options?: ListenerOptions): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;
