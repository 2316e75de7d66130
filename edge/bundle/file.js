/**
 * A bundle as one file, which is also the body of `PUT /v1/manifest`:
 *
 * ```
 * ecs-image-resolver bundle 1\n
 * head LENGTH\n       bytes\n
 * SHA-256 LENGTH\n    bytes\n        … and so on; each is named by the root or by an object before it
 * ```
 *
 * Objects that the other side has already may be left out. It is read as it comes: no line and no object is longer than what is
 * allowed before it is read.
 */

import { BundleError } from "./error.js";
import { HEAD_BYTES, OBJECT_BYTES } from "./limits.js";
import { encode } from "./shape.js";

/** @import { Ref } from "./bundle.js" */

/** The media type of a bundle's file. */
export const MEDIA_TYPE = "application/vnd.ecs-image-resolver.bundle";

const FIRST_LINE = "ecs-image-resolver bundle 1";
const NEWLINE = 0x0a;
const LINE_BYTES = 100;

/**
 * @param {Uint8Array} head
 * @param {AsyncIterable<{ ref: Ref, bytes: Uint8Array }> | Iterable<{ ref: Ref, bytes: Uint8Array }>} objects
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* writeFile(head, objects) {
  yield encode(`${FIRST_LINE}\nhead ${head.length}\n`);
  yield head;
  yield encode("\n");
  for await (const { ref, bytes } of objects) {
    yield encode(`${ref.sha256} ${ref.length}\n`);
    yield bytes;
    yield encode("\n");
  }
}

/**
 * Reads a file: its head, then its objects as they come. Nothing is verified here but lengths.
 *
 * @param {AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>} file
 * @returns {Promise<{ head: Uint8Array, objects: AsyncGenerator<{ ref: Ref, bytes: Uint8Array }> }>}
 * @throws {BundleError} `malformed`, `too-large`
 */
export async function readFile(file) {
  const input = new Input(file);
  if ((await input.line()) !== FIRST_LINE) throw new BundleError("malformed", "the file is no bundle, or one of another version");
  const found = /^head (0|[1-9][0-9]{0,9})$/.exec((await input.line()) ?? "");
  if (found === null) throw new BundleError("malformed", "the bundle does not start with its head");
  const head = await input.block(Number(found[1]), HEAD_BYTES);
  return { head, objects: objectsOf(input) };
}

/** @param {Input} input @returns {AsyncGenerator<{ ref: Ref, bytes: Uint8Array }>} */
async function* objectsOf(input) {
  for (let line = await input.line(); line !== null; line = await input.line()) {
    const found = /^([0-9a-f]{64}) (0|[1-9][0-9]{0,9})$/.exec(line);
    if (found === null) throw new BundleError("malformed", "a line of the bundle names no object");
    const length = Number(found[2]);
    yield { ref: { sha256: found[1], length }, bytes: await input.block(length, OBJECT_BYTES) };
  }
}

/** Lines and blocks out of chunks of any length. */
class Input {
  #chunks;
  /** @type {Uint8Array} */
  #rest = new Uint8Array(0);

  /** @param {AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>} file */
  constructor(file) {
    this.#chunks = "getReader" in file ? chunksOf(file) : file[Symbol.asyncIterator]();
  }

  /** A line without its end; `null` at the end of the file. */
  async line() {
    for (;;) {
      const end = this.#rest.indexOf(NEWLINE);
      if (end >= 0 && end <= LINE_BYTES) return String.fromCharCode(...this.#take(end + 1).subarray(0, end));
      if (this.#rest.length > LINE_BYTES) throw new BundleError("malformed", "a line of the bundle is too long");
      if (await this.#more()) continue;
      if (this.#rest.length === 0) return null;
      throw new BundleError("malformed", "the bundle ends in the middle of a line");
    }
  }

  /** So many bytes, and the line end behind them. @param {number} length @param {number} limit */
  async block(length, limit) {
    if (length > limit) throw new BundleError("too-large", `a part of the bundle has ${length} bytes, ${limit} are allowed`);
    const block = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#rest.length === 0 && !(await this.#more())) throw new BundleError("malformed", "the bundle ends in the middle of an object");
      const piece = this.#take(Math.min(this.#rest.length, length - filled));
      block.set(piece, filled);
      filled += piece.length;
    }
    while (this.#rest.length === 0) {
      if (!(await this.#more())) throw new BundleError("malformed", "the bundle ends in the middle of an object");
    }
    if (this.#take(1)[0] !== NEWLINE) throw new BundleError("malformed", "an object of the bundle is longer than its line says");
    return block;
  }

  /** @param {number} length */
  #take(length) {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  async #more() {
    const { done, value } = await this.#chunks.next();
    if (done) return false;
    if (this.#rest.length === 0) {
      this.#rest = value;
      return true;
    }
    const joined = new Uint8Array(this.#rest.length + value.length);
    joined.set(this.#rest);
    joined.set(value, this.#rest.length);
    this.#rest = joined;
    return true;
  }
}

/** A stream's chunks; not every runtime can iterate over one. @param {ReadableStream<Uint8Array>} stream @returns {AsyncGenerator<Uint8Array>} */
async function* chunksOf(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
