/**
 * A bundle as one file, which is also the body of `PUT /v1/manifest`:
 *
 * ```
 * ecs-image-resolver bundle 1\n
 * head LENGTH\n       bytes\n
 * SHA-256 LENGTH\n    bytes\n        … and so on; each is named by the root or by an object before it
 * ```
 *
 * Objects that the other side has already may be left out.
 */

/** The media type of a bundle's file. */
export const MEDIA_TYPE = "application/vnd.ecs-image-resolver.bundle";

/** @import { Ref } from "./bundle.js" */

/**
 * @param {Uint8Array} head
 * @param {AsyncIterable<{ ref: Ref, bytes: Uint8Array }>} objects
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* writeFile(head, objects) {
  void head, objects;
}
