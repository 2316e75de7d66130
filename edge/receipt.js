/** The receipt of a resolution, as a header: JSON in base64url, or signed, as a compact JWS (RFC 7515) of that JSON. */

import { CompactSign, base64url, importJWK } from "jose";

import { accountMac, canonical, makeReceipt } from "./bundle/receipt.js";

/** @import { ReceiptFacts } from "./bundle/receipt.js" */
/** @import { JWK } from "jose" */

export class Receipts {
  #secret;
  #signer;
  /** @type {Promise<CryptoKey> | undefined} */
  #key;

  /** @param {{ key: string, signer?: JWK }} settings */
  constructor({ key, signer }) {
    this.#secret = key;
    this.#signer = signer;
  }

  /**
   * @param {ReceiptFacts} facts
   * @returns {Promise<{ output: string, text: string }>} the SHA-256 of the resolved template, and the value of the header
   */
  async make(facts) {
    const receipt = await makeReceipt(facts, await this.#accountKey());
    const bytes = canonical(receipt);
    return { output: receipt.output, text: this.#signer === undefined ? base64url.encode(bytes) : await sign(bytes, this.#signer) };
  }

  /** An account that cannot be guessed back without the secret. @param {string} account */
  async hidden(account) {
    return await accountMac(account, await this.#accountKey());
  }

  #accountKey() {
    this.#key ??= crypto.subtle.importKey("raw", new TextEncoder().encode(this.#secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return this.#key;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {JWK} signer
 */
async function sign(bytes, signer) {
  const alg = signer.alg ?? "EdDSA";
  const header = { alg, typ: "ecs-image-receipt+json", ...(signer.kid && { kid: signer.kid }) };
  return await new CompactSign(bytes).setProtectedHeader(header).sign(await importJWK(signer, alg));
}
