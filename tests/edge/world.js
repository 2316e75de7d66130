/** What the tests of the edge function share: a provider who signs, an issuer of tokens, customers. */

import { readFileSync } from "node:fs";

import { exportJWK, generateKeyPair, SignJWT } from "jose";

import { readTrust, writeFile } from "../../edge/bundle/index.js";
import { sign } from "../../edge/bundle/sign.js";
import * as library from "../../js/node.js";
import { at } from "../../scripts/commands.mjs";

// As its declarations have it: the source has no `Symbol.dispose` that the compiler could see.
const { Resolver } = /** @type {typeof import("../../js/index.js")} */ (/** @type {unknown} */ (library));

export const PROVIDER = "1000000000000001";
export const CUSTOMER = "1000000000000002";
/** May see the service, and not deploy it. */
export const DENIED = "1000000000000003";
export const STRANGER = "1000000000000004";
export const RESTRICTED = "service-2b7e151628aed2a6";
export const PUBLIC = "service-7e151628aed2a6ab";
export const BETA = "service-f7158809cf4f3c76";
export const REGION = "cn-beijing";

export const MANIFEST = JSON.parse(readFileSync(at("tests/edge/sample/manifest.json"), "utf8"));
export const TEMPLATE = readFileSync(at("tests/edge/sample/template.yaml"), "utf8");

export const ISSUER = "https://accounts.example.com";
export const AUDIENCE = "https://edge.example.com";
export const RECEIPT_KEY = "a secret of the tests, of some length";

/** Who issues tokens: a key for each algorithm. */
export class Issuer {
  /** @type {Map<string, { privateKey: any, kid: string }>} */
  #keys = new Map();
  /** @type {import("jose").JWK[]} */
  #jwks = [];

  static async make() {
    const issuer = new Issuer();
    for (const alg of ["EdDSA", "ES256", "RS256"]) await issuer.add(alg, `key-${alg}`);
    return issuer;
  }

  /** @param {string} alg @param {string} kid */
  async add(alg, kid) {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    this.#jwks.push({ ...(await exportJWK(publicKey)), kid, alg, use: "sig" });
    this.#keys.set(kid, { privateKey, kid });
  }

  /** The public keys. */
  get jwks() {
    return { keys: [...this.#jwks] };
  }

  /**
   * @param {string} account
   * @param {object} [more]
   * @param {string} [more.scope]
   * @param {string} [more.alg]
   * @param {string} [more.kid]
   * @param {Record<string, any>} [more.claims] put over the usual ones; `undefined` leaves one out
   * @param {Record<string, any>} [more.header]
   */
  async token(account, { scope = "customer", alg = "EdDSA", kid = `key-${alg}`, claims = {}, header = {} } = {}) {
    const time = Math.floor(Date.now() / 1000);
    const all = { iss: ISSUER, aud: AUDIENCE, sub: account, scope, iat: time, exp: time + 3600, ...claims };
    const { privateKey } = /** @type {{ privateKey: any }} */ (this.#keys.get(kid));
    return await new SignJWT(JSON.parse(JSON.stringify(all))).setProtectedHeader({ alg, kid, typ: "JWT", ...header }).sign(privateKey);
  }
}

/** The provider: keys, and the bundles that they signed. */
export class Publisher {
  #keys;
  /** @type {{ head: Uint8Array, trust: any } | undefined} */
  #previous;

  /** @param {any[]} keys private ones @param {string} trust */
  constructor(keys, trust) {
    this.#keys = keys;
    this.trust = trust;
  }

  static async make() {
    const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
    const keys = [await exportJWK(privateKey)];
    const { trust } = await sign({ Resolver, manifest: encode(MANIFEST), keys, now: Date.now() });
    return new Publisher(keys, trust);
  }

  /**
   * The next bundle.
   *
   * @param {any} [manifest]
   * @param {object} [more]
   * @param {Map<string, Uint8Array>} [more.templates]
   * @param {number} [more.now]
   * @param {number} [more.lifetime]
   * @param {boolean} [more.isNext] whether the one after this follows it
   * @param {any[]} [more.keys]
   */
  async bundle(manifest = MANIFEST, { templates = TEMPLATES, now = Date.now(), lifetime, isNext = true, keys = this.#keys } = {}) {
    const signed = await sign({
      Resolver,
      manifest: encode(manifest),
      templates,
      keys,
      now,
      ...(this.#previous && { previous: this.#previous }),
      ...(lifetime && { lifetime }),
    });
    if (isNext) this.#previous = { head: signed.head, trust: await readTrust(this.trust) };
    const file = await collected(writeFile(signed.head, signed.objects()));
    return { ...signed, file };
  }
}

export const TEMPLATES = new Map([[`${RESTRICTED}/single`, new TextEncoder().encode(TEMPLATE)]]);

/** A changed manifest. @param {(manifest: any) => void} change */
export function changed(change) {
  const copy = structuredClone(MANIFEST);
  change(copy);
  return copy;
}

/** @param {any} manifest */
const encode = (manifest) => new TextEncoder().encode(JSON.stringify(manifest, null, 2));

/** @param {AsyncIterable<Uint8Array>} parts */
async function collected(parts) {
  const chunks = [];
  for await (const part of parts) chunks.push(part);
  return Buffer.concat(chunks);
}

/** What the sample resolves to in the region. */
export function expected(template = TEMPLATE, account = CUSTOMER, region = REGION, service = RESTRICTED) {
  return new Resolver(MANIFEST).resolve(template, { service, region, account }).template;
}
