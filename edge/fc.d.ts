/** Alibaba Cloud's Function Compute 3.0, with an HTTP trigger. */

import type { Handler } from "./index.js";

/** The handler of a function: `export const handler = handlerOf(createEdge({ … }))`, with `createEdge` of `./node`. */
export function handlerOf(edge: Handler): (event: Uint8Array | string | object) => Promise<{ statusCode: number; headers: Record<string, string>; body: string; isBase64Encoded: boolean }>;
