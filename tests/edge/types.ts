// The declarations say what the source does.
import type * as cloudflare from "../../edge/cloudflare.js";
import { createHandler as handler } from "../../edge/handler.js";
import type * as edge from "../../edge/index.js";
import { Store as SourceStore } from "../../edge/store.js";
import { queue as sourceQueue, Writer as SourceWriter } from "../../edge/writer.js";

export const createHandler: typeof edge.createHandler = handler;
export const store: edge.Store = new SourceStore({ get: async () => null, put: async () => {} });
export const queue: typeof edge.queue = sourceQueue;
export const writer: edge.ManifestWriter = null as unknown as SourceWriter;
export const worker: { fetch(request: Request, env: cloudflare.Environment): Promise<Response> } = null as unknown as typeof cloudflare.default;
