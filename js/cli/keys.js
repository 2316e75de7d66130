/** Files that hold keys. A private key is made where nobody else reads it, and is never written over. */

import { readFileSync, writeFileSync } from "node:fs";

import { newKey, readTrust, thumbprint } from "../../pkg/bundle.js";
import { reason } from "./output.js";
import { Usage } from "./usage.js";

/** @typedef {{ kty?: string, crv?: string, x?: string, d?: string }} Jwk */

/**
 * @param {string} path the private half; the public one goes beside it, as `PATH.pub`
 * @returns {Promise<string>} the key's name
 */
export async function makeKey(path) {
  const { kty, crv, x, d } = await newKey();
  write(path, { kty, crv, x, d }, 0o600);
  write(`${path}.pub`, { kty, crv, x }, 0o644);
  return thumbprint({ kty, crv, x });
}

/** @param {string} path @param {Jwk} key @param {number} mode */
function write(path, key, mode) {
  try {
    writeFileSync(path, `${JSON.stringify(key)}\n`, { flag: "wx", mode });
  } catch (error) {
    const isThere = /** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST";
    throw new Usage(isThere ? `${path} is there already, and a key is never written over` : `cannot write ${path}: ${reason(error)}`, { hint: false });
  }
}

/** @param {string} path @returns {Jwk} */
export function readKey(path) {
  const text = readText(path);
  try {
    const { kty, crv, x, d } = JSON.parse(text);
    if (kty === "OKP" && crv === "Ed25519" && typeof x === "string") return { kty, crv, x, ...(typeof d === "string" && { d }) };
  } catch {
    // What a file that is no key holds is nobody's business.
  }
  throw new Usage(`${path} is no Ed25519 key: \`sign --new-key\` makes one`, { hint: false });
}

/** @param {string} path */
export function readKeySet(path) {
  return readTrust(readText(path));
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Usage(`${path}: ${reason(error)}`, { hint: false });
  }
}
