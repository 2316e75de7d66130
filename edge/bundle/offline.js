/** What the command line needs of bundles: all of it but the gate, in one file with what it is made of (`pkg/bundle.js`). */

import { exportJWK, generateKeyPair } from "jose";

export { compactVerify, importJWK } from "jose";
export { accountsInMemory, weight } from "./accounts.js";
export { admit } from "./admit.js";
export { placeOf, sha256 } from "./digest.js";
export { readDocument } from "./document.js";
export { BundleError } from "./error.js";
export { readFile, writeFile } from "./file.js";
export { readTrust, thumbprint, writeTrust } from "./keys.js";
export { accountMac, canonical, readReceipt } from "./receipt.js";
export { readHead, verifyHead } from "./root.js";
export { writeShard } from "./shard.js";
export { cosign, sign, Unsound } from "./sign.js";
export { entry } from "./split.js";

/** A new Ed25519 key. @returns {Promise<import("jose").JWK>} the private half, which holds the public one too */
export async function newKey() {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const { kty, crv, x, d } = await exportJWK(privateKey);
  return { kty, crv, x, d };
}
