/** The receipt of a resolution, as a header: JSON in base64url, or signed, as a compact JWS (RFC 7515) of that JSON. */

import { CompactSign, base64url, importJWK } from "jose";

import { sha256 } from "./bundle/index.js";
import { accountMac, canonical } from "./bundle/receipt.js";

/** @import { Receipt } from "./bundle/receipt.js" */
/** @import { Caller } from "./token.js" */
/** @import { JWK } from "jose" */

/** The canonical text of a receipt, on both sides of its account: the same for all who ask for the same. @typedef {[before: string, after: string]} Form */

/** The longest list of images in a receipt, as JSON, in bytes: proxies refuse headers of more than 8 KiB in all. */
const LONGEST = 2048;

/**
 * The images as a receipt says them: a list, or its digest where a header would get too long.
 *
 * @param {string[]} images
 */
export async function imagesOf(images) {
  const bytes = encoder.encode(JSON.stringify(images));
  return bytes.length <= LONGEST ? { images } : { imagesSha256: await sha256(bytes) };
}

/** What stands where the account will: no JSON has it anywhere else. */
const HOLE = "\0";

const encoder = new TextEncoder();

/**
 * @param {Omit<Receipt, "receipt" | "account">} facts
 * @returns {Form}
 */
export function formOf(facts) {
  const text = new TextDecoder().decode(canonical({ ...facts, receipt: 1, account: HOLE }));
  const [before, after] = text.split(JSON.stringify(HOLE).slice(1, -1));
  return [before, after];
}

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
   * @param {Form} form
   * @param {Caller} caller
   * @returns {Promise<string>} the value of the header
   */
  async make([before, after], caller) {
    const bytes = encoder.encode(before + (await this.hidden(caller)) + after);
    return this.#signer === undefined ? base64url.encode(bytes) : await sign(bytes, this.#signer);
  }

  /** The account, as nobody can guess it back without the secret. @param {Caller} caller */
  async hidden(caller) {
    caller.hidden ??= await this.hide(caller.account);
    return caller.hidden;
  }

  /** The same of any id. @param {string} id */
  async hide(id) {
    return await accountMac(id, await this.#accountKey());
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
