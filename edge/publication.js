/** `/v1/manifest`: the provider reads the manifest, and replaces it by a signed bundle. */

import { body } from "./body.js";
import { MEDIA_TYPE } from "./bundle/file.js";
import { unavailable } from "./current.js";
import { etag, names } from "./etag.js";
import { mediaType } from "./media.js";
import { parameters } from "./parameter.js";
import { Problem } from "./problem.js";
import { json } from "./reply.js";

/** @import { Bundle } from "./bundle/index.js" */
/** @import { Call } from "./call.js" */
/** @import { Reply } from "./reply.js" */

/** A manifest up to this size is checked as a whole before the first byte of it is sent; a larger one breaks off where it fails. */
const WHOLE = 16 << 20;

/**
 * The manifest, byte for byte as it was signed.
 *
 * @param {Call} call
 * @returns {Promise<Reply>}
 */
export async function read(call) {
  const { request, query, edge, timing, entry } = call;
  parameters(query, []);
  const bundle = await provided(call);
  timing.mark("manifest");
  entry.version = bundle.position.version;
  entry.keys = bundle.position.keys;
  const { length, parts } = bundle.manifest(edge.settings.now());
  const tag = tagOf(bundle.position);
  const headers = {
    etag: tag,
    "cache-control": "private, no-cache",
    vary: "Authorization",
    "content-type": "application/json",
    "content-length": String(length),
    "manifest-version": String(bundle.position.version),
    expires: new Date(bundle.expires).toUTCString(),
  };
  if (names(request.headers.get("if-none-match"), tag)) {
    return { status: 304, headers: { etag: tag, "cache-control": headers["cache-control"], vary: headers.vary }, body: null };
  }
  if (request.method === "HEAD") return { status: 200, headers, body: null };
  const whole = length <= WHOLE ? await collected(parts, length) : stream(parts);
  timing.mark("read");
  return { status: 200, headers, body: whole };
}

/**
 * Replaces it. The one who writes checks everything; here it is seen to that the provider asks.
 *
 * @param {Call} call
 */
export async function publish(call) {
  const { request, query, caller, edge, timing, entry } = call;
  const { limits } = edge.settings;
  parameters(query, []);
  mediaType(request.headers, [MEDIA_TYPE]);
  const match = matchOf(request.headers);
  if (request.body === null) throw new Problem("body-missing");
  const coding = request.headers.get("content-encoding");
  if (coding !== null) throw new Problem("encoding-unsupported", { args: { encoding: coding.slice(0, 64) } });
  const bytes = await body(request, { bytes: limits.bundleBytes, ms: limits.bundleMs });
  timing.mark("body");
  const file = /** @type {ReadableStream<Uint8Array>} */ (new Response(/** @type {BodyInit} */ (bytes)).body);
  const { position, stored } = await edge.settings.writer.replace(file, { match, provider: caller.account });
  timing.mark("write");
  edge.current.forget();
  entry.version = position.version;
  entry.keys = position.keys;
  const tag = tagOf(position);
  return json({ version: position.version, keys: position.keys, sha256: position.sha256, stored }, { etag: tag, "cache-control": "no-store", vary: "Authorization" });
}

/**
 * The bundle, for its provider alone.
 *
 * @param {Call} call
 * @returns {Promise<Bundle>}
 */
export async function provided(call) {
  const bundle = await call.edge.current.bundle();
  if (call.caller.account !== bundle.provider) throw new Problem("provider-mismatch");
  call.passed = true;
  return bundle;
}

/** What names a manifest in ETag and If-Match. @param {{ sha256: string }} position */
const tagOf = ({ sha256 }) => etag(sha256);

/**
 * Which manifest the provider means to replace: the SHA-256 of its root, or nothing where there is to be none yet.
 *
 * @param {Headers} headers
 */
function matchOf(headers) {
  if (headers.get("if-none-match")?.trim() === "*") return "";
  const match = /^\s*"([0-9a-f]{64})"\s*$/.exec(headers.get("if-match") ?? "")?.[1];
  if (match !== undefined) return match;
  // `*` and a list of tags would say that whatever is there may be lost.
  if (headers.has("if-match")) throw new Problem("request-invalid", { args: { parameter: "If-Match", fault: "form" } });
  throw new Problem("if-match-missing");
}

/**
 * @param {AsyncIterable<Uint8Array>} parts
 * @param {number} length
 */
async function collected(parts, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  try {
    for await (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
  } catch (error) {
    throw unavailable(error);
  }
  return bytes;
}

/** @param {AsyncGenerator<Uint8Array>} parts */
function stream(parts) {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
