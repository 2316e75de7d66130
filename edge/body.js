/**
 * The bytes of a request's body: never more than a limit in memory, never waited for longer than a limit, and what is
 * packed with gzip unpacked in small pieces, so that a bomb is noticed before it goes off.
 */

import { Overdue, within } from "./deadline.js";
import { Problem } from "./problem.js";

/** How much packed data is unpacked at a time, in bytes: no more than 1,032 times as much can come out of it. */
const PIECE = 1024;

/**
 * Reads a body to its end.
 *
 * @param {Request} request
 * @param {{ bytes: number, ms: number }} limit
 * @returns {Promise<Uint8Array>}
 * @throws {Problem} 400, 408, 413 or 415
 */
export async function body(request, limit) {
  const unpack = isPacked(request.headers);
  const length = request.headers.get("content-length");
  if (length !== null && !(Number(length) <= limit.bytes)) throw tooLarge(limit.bytes);
  if (request.body === null) return new Uint8Array();
  // HTTP gives no more than was announced, and a platform is faster at collecting it.
  if (length !== null && !unpack) return await inTime(limit, request.arrayBuffer().then((bytes) => new Uint8Array(bytes)));
  const reader = request.body.getReader();
  try {
    return await inTime(limit, unpack ? unpacked(reader, limit.bytes) : collected(reader, limit.bytes));
  } catch (error) {
    // Not waited for: a sender that is slow to send is slow to stop, too.
    reader.cancel().catch(() => {});
    throw error;
  }
}

/**
 * @param {{ ms: number }} limit
 * @param {Promise<Uint8Array>} work
 */
async function inTime({ ms }, work) {
  try {
    return await within(ms, work);
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof Overdue) throw new Problem("body-slow", { args: { seconds: ms / 1000 } });
    throw new Problem("body-broken");
  }
}

/** A body up to this size is taken in although nobody wants it, in bytes; and for so long, in milliseconds. */
const RUDE = 65_536;
const PATIENCE = 1_000;

/**
 * Takes in a small body that was not read: to answer over it would cost its sender the connection.
 *
 * @param {Request} request
 */
export async function drain(request) {
  if (request.body === null || request.bodyUsed || Number(request.headers.get("content-length") ?? Infinity) > RUDE) return;
  await body(new Request(request, { headers: {} }), { bytes: RUDE, ms: PATIENCE }).catch(() => {});
}

/** @param {Headers} headers */
function isPacked(headers) {
  const coding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (coding === "gzip" || coding === "x-gzip") return true;
  if (coding === "identity" || coding === "") return false;
  throw new Problem("encoding-unsupported", { args: { encoding: coding }, headers: { "accept-encoding": "gzip, identity" } });
}

/** @typedef {ReadableStreamDefaultReader<Uint8Array>} Reader */

/**
 * @param {Reader} reader
 * @param {number} limit
 */
async function collected(reader, limit) {
  const collection = new Collection(limit);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return collection.bytes();
    collection.add(value);
  }
}

/**
 * @param {Reader} packed
 * @param {number} limit of what comes out, and of what goes in
 */
async function unpacked(packed, limit) {
  const pieces = new ReadableStream(new Pieces(packed, limit), { highWaterMark: 0 });
  // The types of Node and of the web differ in what a chunk may lie in.
  const gunzip = /** @type {ReadableWritablePair<Uint8Array, Uint8Array>} */ (new DecompressionStream("gzip"));
  const reader = pieces.pipeThrough(gunzip).getReader();
  try {
    return await collected(reader, limit);
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
}

/** A body again, in small pieces, each given when the one before was taken. @implements {UnderlyingDefaultSource<Uint8Array>} */
class Pieces {
  #reader;
  #limit;
  #length = 0;
  /** @type {Uint8Array} */
  #rest = new Uint8Array();

  /**
   * @param {Reader} reader
   * @param {number} limit
   */
  constructor(reader, limit) {
    this.#reader = reader;
    this.#limit = limit;
  }

  /** @param {ReadableStreamDefaultController<Uint8Array>} controller */
  async pull(controller) {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#reader.read();
      if (done) return controller.close();
      this.#rest = value;
      this.#length += value.length;
      if (this.#length > this.#limit) throw tooLarge(this.#limit);
    }
    controller.enqueue(this.#rest.slice(0, PIECE));
    this.#rest = this.#rest.subarray(PIECE);
  }
}

/** Chunks, up to a limit. */
class Collection {
  #limit;
  #length = 0;
  /** @type {Uint8Array[]} */
  #chunks = [];

  /** @param {number} limit */
  constructor(limit) {
    this.#limit = limit;
  }

  /** @param {Uint8Array} chunk */
  add(chunk) {
    this.#length += chunk.length;
    if (this.#length > this.#limit) throw tooLarge(this.#limit);
    this.#chunks.push(chunk);
  }

  bytes() {
    if (this.#chunks.length === 1) return this.#chunks[0];
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}

/** @param {number} limit */
const tooLarge = (limit) => new Problem("body-too-large", { args: { limit } });
