/** The root: the one text that is signed, and stands for everything else by digest and length. */

import { sha256 } from "./digest.js";
import { BundleError } from "./error.js";
import { follow, keySets } from "./keys.js";
import { CLOCK_SKEW, HEAD_BYTES, LIFETIME, OBJECT_BYTES, PAGES, PART_BYTES, PARTS, SHARDS_PER_PAGE_BITS } from "./limits.js";
import { encode, exactly, id, integer, list, moment, object, read, ref, sha256Hex, written } from "./shape.js";
import { generalJws, verify } from "./signature.js";
import { SHARD_ENTRY_BYTES } from "./shard.js";

/** @import { Position } from "./bundle.js" */
/** @import { Trust } from "./keys.js" */
/** @import { Jws } from "./signature.js" */

/** The `typ` that a root is signed as. */
export const ROOT_TYPE = "ecs-image-resolver-root+json";

const root = object({
  format: exactly(1),
  keys: integer(1),
  version: integer(1),
  provider: id,
  created: moment,
  expires: moment,
  manifest: object({ sha256: sha256Hex, length: integer(0), parts: list(ref(PART_BYTES), PARTS) }),
  accounts: object({ bits: integer(0, 30), pages: list(ref(OBJECT_BYTES), PAGES, 1) }),
  services: object({ bits: integer(0, 30), pages: list(ref(OBJECT_BYTES), PAGES, 1) }),
});

/**
 * | field | what it says |
 * | --- | --- |
 * | `keys` | the version of the key set that signed it |
 * | `version` | of the bundle, from 1; it rises |
 * | `created`, `expires` | milliseconds since 1970 (in JSON a time in UTC) |
 * | `manifest` | what was signed, byte for byte, in parts |
 * | `accounts` | `2 ** bits` shards, 1,024 of them to a page |
 * | `services` | `2 ** bits` pages |
 *
 * @typedef {ReturnType<typeof root>} Root
 */

const head = object({ keys: keySets, root: generalJws });

/** @typedef {{ keys: Jws[], root: Jws }} Head */

/** @param {Uint8Array | string} text @returns {Head} */
export function readHead(text) {
  const bytes = typeof text === "string" ? encode(text) : text;
  if (bytes.length > HEAD_BYTES) throw new BundleError("too-large", `the head has ${bytes.length} bytes, ${HEAD_BYTES} are allowed`);
  return read(bytes, head, "the head");
}

/** @param {Head} head @returns {Uint8Array} */
export const writeHead = ({ keys, root }) => encode(JSON.stringify({ keys, root }));

/**
 * The root of a head whose signatures are good. What it says of time and of versions before it is still to be compared.
 *
 * @param {Uint8Array | string} text
 * @param {Trust} trust
 * @returns {Promise<{ root: Root, position: Position, trust: Trust, way: Trust[], head: Head }>} `trust` is the last key set, `way` all
 *   from the given one on
 */
export async function verifyHead(text, trust) {
  const given = readHead(text);
  const way = await follow(given.keys, trust);
  const last = way[way.length - 1];
  const payload = await verify(given.root, ROOT_TYPE, last, "the root");
  const found = readRoot(payload);
  if (found.keys !== last.version) {
    throw new BundleError("untrusted", `the root is of key set ${found.keys}, the last one is ${last.version}`);
  }
  return { root: found, position: { keys: found.keys, version: found.version, sha256: await sha256(payload) }, trust: last, way, head: given };
}

/** @param {Uint8Array} payload @returns {Root} */
export function readRoot(payload) {
  const found = read(payload, root, "the root");
  const { accounts, services, manifest } = found;
  const perPage = Math.min(accounts.bits, SHARDS_PER_PAGE_BITS);
  if (accounts.pages.length !== 2 ** (accounts.bits - perPage)) throw new BundleError("malformed", "the root has too many or too few account pages");
  if (accounts.pages.some(({ length }) => length !== SHARD_ENTRY_BYTES * 2 ** perPage)) throw new BundleError("malformed", "an account page is too long or too short");
  if (services.pages.length !== 2 ** services.bits) throw new BundleError("malformed", "the root has too many or too few service pages");
  if (manifest.parts.reduce((sum, { length }) => sum + length, 0) !== manifest.length) throw new BundleError("malformed", "the parts of the manifest are not as long as the whole");
  return found;
}

/** @param {Root} root */
export function writeRoot({ format, keys, version, provider, created, expires, manifest, accounts, services }) {
  return JSON.stringify({
    format,
    keys,
    version,
    provider,
    created: new Date(created).toISOString(),
    expires: new Date(expires).toISOString(),
    manifest: { sha256: manifest.sha256, length: manifest.length, parts: manifest.parts.map(written) },
    accounts: { bits: accounts.bits, pages: accounts.pages.map(written) },
    services: { bits: services.bits, pages: services.pages.map(written) },
  });
}

/** @param {Pick<Root, "created" | "expires">} root @param {number} now */
export function checkTime({ created, expires }, now) {
  if (created >= expires || expires - created > LIFETIME) throw new BundleError("malformed", "a bundle is good for at least a moment and at most 366 days");
  // A clock that stands still or says nonsense must not keep an old bundle alive.
  if (!(now < expires)) throw new BundleError("expired", `the bundle expired at ${new Date(expires).toISOString()}`);
  if (now < created - CLOCK_SKEW) throw new BundleError("expired", `the bundle is of the future: it was created at ${new Date(created).toISOString()}`);
}

/** Whether a position may follow what was seen. @param {Position} position @param {Position | null | undefined} floor */
export function checkFloor(position, floor) {
  if (floor === null || floor === undefined) return;
  const order = position.keys - floor.keys || position.version - floor.version;
  if (order < 0) throw new BundleError("rollback", `version ${position.version} of key set ${position.keys} is older than version ${floor.version} of key set ${floor.keys}, which was seen`);
  if (order === 0 && position.sha256 !== floor.sha256) throw new BundleError("equivocation", `version ${position.version} was seen with other content`);
}
