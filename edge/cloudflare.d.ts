/** Cloudflare's platform: the manifest in KV, which every location reads, and one Durable Object that writes it. */

import type { Collected, Handler, Latest, Replacement, Settings } from "./index.js";

/** What the worker is deployed with. */
export interface Environment {
  /** The KV namespace that the manifest lies in. */
  MANIFEST: any;
  /** The namespace of the Durable Object class `ManifestWriter`. */
  WRITER: any;
  /** The key set that manifests are signed with, in JSON. */
  TRUST: string;
  /** A key set, in JSON, that the writer starts anew from, once: after keys were stolen, or where its ledger cannot be verified. */
  RECOVERY?: string;
  /** The issuer of the tokens. */
  TOKEN_ISSUER: string;
  /** The audience of the tokens. */
  TOKEN_AUDIENCE: string;
  /** A JWKS in JSON, or its URL. */
  TOKEN_KEYS: string;
  /** A secret that accounts are hidden with, of 16 characters at least. */
  RECEIPT_KEY: string;
  /** A secret: the private key that receipts are signed with, as a JWK. */
  RECEIPT_SIGNER?: string;
  /** The only provider whose manifests are taken. */
  PROVIDER?: string;
  /** `audit`: an image that is not known to be shared with an account is given to it all the same. */
  SHARING?: string;
  /** The origins of pages that may ask, with blanks between. */
  ORIGINS?: string;
  /** A rate limiting binding, by account. */
  LIMITER?: any;
  /** A rate limiting binding, by address, before the token is looked at. */
  ADDRESS_LIMITER?: any;
  /** A binding of Analytics Engine: a data point for each line of the log. */
  METRICS?: any;
  /** The only type of tokens that is taken, such as `at+jwt`. */
  TOKEN_TYP?: string;
  /** The longest lifetime of a token, in seconds. */
  TOKEN_LONGEST?: string;
}

/** The edge function of an environment. `more` replaces or adds settings. */
export function createEdge(env: Environment, more?: Partial<Settings>): Handler;

/** The one writer: a Durable Object. */
export class ManifestWriter {
  constructor(state: any, env: any, more?: { now?: () => number });
  latest(): Promise<Latest | null>;
  replace(file: ReadableStream<Uint8Array>, asked: { match: string; provider: string }): Promise<Replacement | { problem: string; args: Record<string, string | number>; headers: Record<string, string> }>;
  repair(): Promise<void>;
  collect(age: number): Promise<Collected>;
}

declare const worker: {
  fetch(request: Request, env: Environment): Promise<Response>;
  /** By a cron trigger: objects go that no head has named for a week. */
  scheduled(event: unknown, env: Environment): Promise<void>;
};
export default worker;
