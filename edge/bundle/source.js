/** Reading an object from a store that is not trusted: never more bytes than were signed, and only those. */

import { sha256 } from "./digest.js";
import { BundleError } from "./error.js";

/** @import { Read, Ref } from "./bundle.js" */

/**
 * @param {Read} read
 * @param {Ref} ref
 * @returns {Promise<Uint8Array>} exactly the bytes that were signed
 * @throws {BundleError} `missing`, `mismatch`, `too-large`, `unreadable`
 */
export async function fetchObject(read, ref) {
  let bytes;
  try {
    const found = await read(ref);
    bytes = found === null || found === undefined ? null : await collect(found, ref.length);
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError("unreadable", `the object ${ref.sha256} could not be read`, { cause: error });
  }
  if (bytes === null) throw new BundleError("missing", `the object ${ref.sha256} is not there`);
  await verifyObject(ref, bytes);
  return bytes;
}

/** @param {Ref} ref @param {Uint8Array} bytes */
export async function verifyObject(ref, bytes) {
  if (bytes.length !== ref.length) {
    throw new BundleError("mismatch", `the object ${ref.sha256} has ${bytes.length} bytes, ${ref.length} were signed`);
  }
  if ((await sha256(bytes)) !== ref.sha256) throw new BundleError("mismatch", `the object ${ref.sha256} is not the one that was signed`);
}

/**
 * The bytes of a source, of which at most `limit` are read: one more is too many.
 *
 * @param {Uint8Array | ArrayBuffer | ReadableStream<Uint8Array>} source
 * @param {number} limit
 * @returns {Promise<Uint8Array>}
 */
async function collect(source, limit) {
  if (source instanceof Uint8Array) return source;
  if (!("getReader" in source)) return new Uint8Array(source);
  const reader = source.getReader();
  const bytes = new Uint8Array(limit);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return bytes.subarray(0, length);
      if (length + value.length > limit) throw new BundleError("too-large", `an object goes on after the ${limit} bytes that were signed`);
      bytes.set(value, length);
      length += value.length;
    }
  } finally {
    // Whatever else is on its way is not waited for.
    reader.cancel().catch(() => {});
  }
}
