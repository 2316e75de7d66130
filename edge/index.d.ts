/**
 * The edge function: a portable `Request` → `Response`, and the parts that a platform of one's own is made with.
 * `ecs-image-resolver/edge/cloudflare` and `ecs-image-resolver/edge/node` are two such platforms.
 */

import type { Analysis, AnalyzeOptions, Diagnostic, Format, Request as Question, TemplateOptions } from "../js/index.js";

/** A JSON Web Key (RFC 7517). */
export type Jwk = Record<string, unknown> & { kty?: string };

/** A JSON Web Key Set (RFC 7517). */
export interface Jwks {
  keys: Jwk[];
}

/** The package in this runtime, and what it is made of. */
export interface Core {
  /** The class `Resolver` of `ecs-image-resolver`. */
  Resolver: any;
  /** The function `analyze` of `ecs-image-resolver`. */
  analyze: (template: Uint8Array, options?: AnalyzeOptions) => Analysis;
  /** The version of the package. */
  version: string;
  /** The SHA-256 of the core, in hexadecimal digits. */
  wasm: string;
  /** The memory of the core's instance. Without it the instance is never replaced. */
  memory?: CoreMemory;
  /** Threads that read large templates. Without them this thread does. */
  threads?: Threads;
}

/** The memory of the core's instance, which never shrinks. */
export interface CoreMemory {
  /** How many bytes it has. */
  bytes(): number;
  /** Replaces the instance by a new one. What lives in it is made again when it is next used. */
  replace(): void;
}

/** A template to resolve, and all that it is resolved with. */
export interface ResolveJob {
  /** A service's document: a manifest of that service alone. */
  document: { manifest: string; sha256: string; sharing?: "enforce" | "audit" };
  bytes: Uint8Array;
  /** The SHA-256 of `bytes`. */
  digest: string;
  options: TemplateOptions;
  asked: Question;
}

/** A template to analyse. */
export interface AnalyzeJob {
  bytes: Uint8Array;
  options: AnalyzeOptions;
}

/** Work in other threads. */
export interface Threads {
  /** The output with its format and the ids that were put in, each once; or what is in the way of it. */
  resolve(job: ResolveJob): Promise<{ output: Uint8Array; format: Format; images: string[] } | { output?: undefined; diagnostics: Diagnostic[]; dropped: number }>;
  /** What `toJSON()` of an analysis gives. */
  analyze(job: AnalyzeJob): Promise<any>;
  close(): Promise<void>;
}

/** Any store of keys and bytes. Nothing that comes out of it is believed. */
export interface Keyed {
  /**
   * The bytes of a key; `null` where there are none. At most a few bytes more than asked for need to come. What is fixed never
   * changes and may be cached anywhere; what is not may be cached for as long as a manifest that was taken back may be used.
   */
  get(key: string, asked: { bytes: number; isFixed: boolean }): Promise<Uint8Array | ArrayBuffer | null>;
  /** Stores the bytes of a key. */
  put(key: string, bytes: Uint8Array): Promise<void>;
}

/** A store whose keys can be listed and taken away: for the collection of what no head names any more. */
export interface Listed extends Keyed {
  /** The keys that begin so, in any order. */
  list(prefix: string): AsyncIterable<string>;
  delete(key: string): Promise<void>;
}

/** What a collection of garbage came to, in objects: named by a head, unnamed and still there, taken away. */
export interface Collected {
  kept: number;
  marked: number;
  removed: number;
}

/** An object of a bundle: SHA-256 in hexadecimal digits, and length in bytes. */
export interface Ref {
  sha256: string;
  length: number;
}

/** Where a manifest lies. */
export class Store {
  constructor(keyed: Keyed);
  head(): Promise<Uint8Array | null>;
  putHead(bytes: Uint8Array): Promise<void>;
  read: (ref: Ref) => Promise<Uint8Array | ArrayBuffer | null>;
  has(ref: Ref): Promise<boolean>;
  put(ref: Ref, bytes: Uint8Array): Promise<void>;
}

/** How far a manifest has come. */
export interface Position {
  /** The version of the key set, from 1. */
  keys: number;
  /** The version of the bundle, from 1. */
  version: number;
  /** The SHA-256 of the root, in hexadecimal digits. */
  sha256: string;
}

/** The newest manifest that was written. */
export interface Latest {
  /** `null` where an operator started anew, and nothing was written since. */
  head: Uint8Array | null;
  position: Position | null;
  /** The key set, in JSON, that an operator started anew from: it counts until a later one is configured. */
  root?: string;
}

/** What the ledger keeps. */
export interface Recorded extends Latest {
  /** When an operator started anew: a time in UTC. */
  recovered?: string;
}

/** What starting anew came to. */
export interface Recovery {
  /** The version of the key set. */
  keys: number;
  /** Of the bundle that was kept; `null` where none is signed as that key set wants it. */
  position: Position | null;
  recovered: string;
}

/** What a write came to. */
export interface Replacement {
  position: Position;
  /** How many objects were stored. */
  stored: number;
}

/** Who writes: one for all isolates. */
export interface ManifestWriter {
  /** The newest manifest that was written: the floor of an isolate that starts. */
  latest(): Promise<Latest | null>;
  /**
   * Replaces the manifest whose root has the SHA-256 `match`, or none where that is empty, by the one in a bundle's file.
   * `provider` is the account that asks.
   */
  replace(file: ReadableStream<Uint8Array>, asked: { match: string; provider: string }): Promise<Replacement>;
  /** Puts the head back that was written last, where what lies in the store is broken or older. */
  repair?(): Promise<void>;
}

/** Where the newest manifest is remembered. What is read is what was written last, whoever wrote it. */
export interface Ledger {
  /** @throws {BundleError} `ledger`, where there is something that cannot be understood */
  get(): Promise<Recorded | null>;
  set(recorded: Recorded): Promise<void>;
}

/** Runs one piece of work at a time, wherever it is asked for. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

/** A writer over a store and a ledger. */
export class Writer implements ManifestWriter {
  constructor(parts: { store: Store; ledger: Ledger; trust: Promise<Trust>; now: () => number; exclusive: Exclusive });
  latest(): Promise<Latest | null>;
  replace(file: ReadableStream<Uint8Array>, asked: { match: string; provider: string }): Promise<Replacement>;
  repair(): Promise<void>;
  /** Takes objects away that no head has named for `age` milliseconds. Whatever is not known to be unnamed stays. */
  collect(keyed: Listed, age: number): Promise<Collected>;
  /** Starts anew from a key set, where the ledger cannot be verified or keys were stolen. */
  recover(root: Uint8Array | string | object): Promise<Recovery>;
}

/** Work that is done one piece after the other in this process. */
export function queue(): Exclusive;

/** A key set that manifests are signed with. */
export interface Trust {
  version: number;
  threshold: number;
}

/** A bundle, or the record of the newest one, that cannot be used. A ledger throws one with the code `ledger`. */
export class BundleError extends Error {
  constructor(code: string, message: string, options?: { cause?: unknown });
  code: string;
}

/** A line of the log for an error: its message is left out unless it is known to name nobody. `now`: milliseconds since 1970. */
export function alarm(what: string, error: unknown, now: number): LogLine;

/** Writes a line of the log to the console, as JSON. */
export function toConsole(line: LogLine): void;

/** Reads a key set: what `ecs-image-resolver sign` wrote. */
export function readTrust(value: Uint8Array | string | object): Promise<Trust>;

/** How much of anything, and how long, is too much. */
export interface Limits {
  /** Bytes of one template, unpacked. Default 524,288. */
  templateBytes: number;
  /** Bytes of a bundle that is sent. Default 33,554,432. */
  bundleBytes: number;
  /** Milliseconds to send a template in. Default 10,000. */
  bodyMs: number;
  /** Milliseconds to send a bundle in. Default 60,000. */
  bundleMs: number;
  /** Milliseconds to wait for the store, in all, where nothing is in memory to answer with. Default 3,000. */
  storeMs: number;
}

/** What an isolate keeps in memory, in bytes, as they are estimated. */
export interface Memory {
  /** Objects of the bundle. Default 16 MiB. */
  objects: number;
  /** Manifests that are parsed. Default 16 MiB. */
  manifests: number;
  /** Templates that are analysed. Default 24 MiB. */
  templates: number;
  /** Templates that are resolved. Default 8 MiB. */
  outputs: number;
}

/** One line of the log: a request that was answered, or something to look at. It names no account, token or template. */
export type LogLine = { event: "request" | "alarm" | "collected"; time: string } & Record<string, unknown>;

/** What an edge function is told when it is made. */
export interface Settings {
  core: Core;
  store: Store;
  writer: ManifestWriter;
  /** The key set that manifests are signed with: what `ecs-image-resolver sign` wrote, as JSON or as the object. */
  trust: string | object;
  /**
   * Who signs customers in. `keys` is a JWKS, its JSON, or the URL of one. `typ`: the only type of tokens that is taken, such as
   * `at+jwt`; default any. `longest`: the longest lifetime of a token in seconds, from its `iat`, which it must have then; default any.
   */
  token: { issuer: string; audience: string; keys: string | Jwks; typ?: string; longest?: number };
  /**
   * `key`: the secret that accounts are hidden with, of 16 characters at least. `signer`: the private key that receipts are
   * signed with, if they are to be.
   */
  receipt: { key: string; signer?: Jwk };
  /** The only provider whose manifests are taken. Default: whoever is trusted to sign. */
  provider?: string;
  /**
   * What it is where the manifest's record of an image's shares (`shared`) lacks the account: `enforce`, the default, answers with
   * `image-not-shared` instead of a template; `audit` answers with the template.
   */
  sharing?: "enforce" | "audit";
  /** Milliseconds that a manifest is used before it is looked for again. Default 30,000. */
  lifetime?: number;
  limits?: Partial<Limits>;
  memory?: Partial<Memory>;
  /** The origins of the pages that may ask (CORS). Default none. */
  origins?: string[];
  /** Says after how many seconds an account that asks too often may ask again. `account` cannot be guessed back. */
  limit?: (asked: { account: string; route: string }) => Promise<number | undefined> | number | undefined;
  /**
   * The same before the token is looked at, by the address that asks, where the platform knows it. `/healthz` is not limited. A limit of
   * one's own: `rate`.
   */
  limitAddress?: (asked: { address: string; route: string }) => Promise<number | undefined> | number | undefined;
  /** Where the log goes. Default `console.log`, as JSON. */
  log?: (line: LogLine) => void;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
  /** Fetches the JWKS. Default `fetch`. */
  fetch?: typeof fetch;
  /** Keeps work alive that no answer waits for: `waitUntil` of a platform that has one. Default: it just goes on. */
  background?: (work: Promise<unknown>) => void;
}

/** An answer that is no success. A writer in another place hands its `code` and `args` over, to be thrown again here. */
export class Problem extends Error {
  constructor(code: any, more?: { args?: Record<string, string | number>; headers?: Record<string, string>; cause?: unknown });
  /** Its permanent name. */
  code: string;
  /** The status that it is answered with. */
  status: number;
  /** What its text is made with. */
  args: Record<string, string | number>;
}

/** The answer of an edge function that could not be made: a 500; what is wrong with the settings is for the log. */
export function misconfigured(error: unknown, request: Request): Promise<Response>;

/** What a platform knows of a request beside it. */
export interface About {
  /** The address that asks. */
  address?: string;
}

/** Answers a request. It never rejects. */
export type Handler = (request: Request, about?: About) => Promise<Response>;

/** A limit of so many requests in so many seconds for each name; it gives the seconds to wait. In memory, and bounded there. */
export function rate(options: { requests: number; seconds: number; now?: () => number }): (name: string) => number | undefined;

/** What the log says, counted. */
export class Metrics {
  /** Counts a line: `log: (line) => { metrics.record(line); console.log(JSON.stringify(line)); }`. */
  record(line: LogLine): void;
  /** Prometheus' text format, 0.0.4. */
  text(): string;
}

/** The log's default: a line of JSON on the console. */
export function toConsole(line: object): void;

/**
 * Makes an edge function. What it keeps from request to request belongs to it: make one for each isolate.
 *
 * @throws {TypeError} when a setting is wrong
 */
export function createHandler(settings: Settings): Handler;

/**
 * One function of many providers', each under `/providers/NAME`; a name has 1 to 64 letters, digits, `_` and `-`.
 *
 * @throws {TypeError} where there is none, or a name cannot stand in a path
 */
export function createProviders(handlers: Record<string, Handler>): Handler;
