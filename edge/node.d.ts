/** Node's platform: for a server of one's own, and for serverless functions that speak Node's `http`. */

import type { IncomingMessage, Server, ServerResponse } from "node:http";

import type { Core, Handler, Keyed, Settings } from "./index.js";

/** The edge function with its manifest in a folder. `keyed` stands in for the folder's files. */
export function createEdge(given: Omit<Settings, "core" | "store" | "writer"> & { folder: string; keyed?: Keyed; core?: Core }): Handler;

/** A server of it, which does not listen yet. */
export function server(edge: Handler): Server;

/** What Node's `http` calls, and serverless functions that speak it. */
export function listener(edge: Handler): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;
