/** Making a bundle: a manifest is split, and its root signed. Runs offline, where the private keys are. */

import { importJWK } from "jose";

import { accountsInMemory } from "./accounts.js";
import { placeOf, refOf, sha256 } from "./digest.js";
import { writeDocument, writeServicePage } from "./document.js";
import { BundleError } from "./error.js";
import { KEY_SET_TYPE, readTrust, thumbprint, writeTrust } from "./keys.js";
import { OBJECT_BYTES, PAGE_TARGET, PART_BYTES, SHARD_TARGET, SHARDS_PER_PAGE_BITS, TEMPLATE_BYTES } from "./limits.js";
import { checkTime, readHead, readRoot, ROOT_TYPE, verifyHead, writeHead, writeRoot } from "./root.js";
import { encode } from "./shape.js";
import { writeShardPage } from "./shard.js";
import { signed, signersOf } from "./signature.js";
import { split } from "./split.js";

/** @import { CryptoKey, JWK } from "jose" */
/** @import { Resolver, ResolverOptions } from "../../js/index.js" */
/** @import { Accounts } from "./accounts.js" */
/** @import { Position, Ref } from "./bundle.js" */
/** @import { ListedService, TemplateRef } from "./document.js" */
/** @import { Trust } from "./keys.js" */
/** @import { Root } from "./root.js" */
/** @import { Jws } from "./signature.js" */
/** @import { Cut } from "./split.js" */

/** What the core says of a manifest. @typedef {Pick<Resolver, "ok" | "diagnostics" | "dropped" | "free">} Judged */

/**
 * @typedef {object} SignOptions
 * @property {new (manifest: Uint8Array, options: ResolverOptions) => Judged} Resolver the package's class: a manifest with errors is not
 *   signed
 * @property {Uint8Array} manifest JSON
 * @property {Map<string, Uint8Array>} [templates] those that the bundle carries, by `SERVICE/NAME`
 * @property {Accounts} [accounts] in place of those in the manifest
 * @property {JWK[]} keys private Ed25519 keys of those who sign
 * @property {JWK[]} [members] the key set, where there is none yet or it changes. Default: that of `previous`, or `keys`
 * @property {number} [threshold] of such a key set. Default: all of its keys
 * @property {number} [keySet] the version of a first key set, where one starts anew after others. Default 1
 * @property {{ head: Uint8Array, trust: Trust }} [previous] the bundle that this one follows, and who is trusted to have signed it
 * @property {number} now milliseconds since 1970
 * @property {number} [lifetime] in milliseconds. Default 24 hours
 * @property {number} [manifestBytes] how long a manifest may be. Default 256 MiB
 */

/** An object with its bytes. @typedef {{ ref: Ref, bytes: Uint8Array }} Stored */

/**
 * @typedef {object} Signed
 * @property {Uint8Array} head
 * @property {string} trust the key set, as JSON: what readers are configured with
 * @property {Position} position
 * @property {{ have: number, threshold: number }} signatures fewer than the threshold are completed with {@link cosign}
 * @property {() => AsyncGenerator<Stored>} objects in the order of a bundle's file
 */

const DAY = 24 * 3_600_000;

/** A manifest that has errors. */
export class Unsound extends BundleError {
  /** @param {Judged} resolver */
  constructor({ diagnostics, dropped }) {
    super("unsound", "the manifest has errors, so it is not signed");
    /** What is wrong with it. */
    this.diagnostics = diagnostics;
    /** How many findings were past the limit. */
    this.dropped = dropped;
  }
}

/**
 * @param {SignOptions} options
 * @returns {Promise<Signed>}
 * @throws {BundleError}
 */
export async function sign({ Resolver, manifest, templates = new Map(), accounts, keys, members, threshold, keySet = 1, previous, now, lifetime = DAY, manifestBytes = 256 << 20 }) {
  const resolver = new Resolver(manifest, { limits: { manifestBytes } });
  if (!resolver.ok) throw new Unsound(resolver);
  resolver.free();
  const { provider, services, entries } = split(JSON.parse(new TextDecoder().decode(manifest)));
  const before = previous && (await verifyHead(previous.head, previous.trust));
  if (before && before.root.provider !== provider) throw new BundleError("wrong-provider", "the bundle before is another provider's");

  const signers = await privateKeys(keys);
  const { sets, trust } = await keySetsAfter(before, signers, keys, members, threshold, keySet);
  const parts = cutUp(manifest);
  const pages = await servicePages(services, templates);
  const shared = await accountPages(accounts ?? accountsInMemory(entries()));
  /** @type {Root} */
  const root = {
    format: 1,
    keys: trust.version,
    version: (before?.root.version ?? 0) + 1,
    provider,
    created: now,
    expires: now + lifetime,
    manifest: { sha256: await sha256(manifest), length: manifest.length, parts: await Promise.all(parts.map(refOf)) },
    accounts: { bits: shared.bits, pages: shared.pages },
    services: { bits: pages.bits, pages: pages.pages },
  };
  checkTime(root, now);
  const payload = encode(writeRoot(root));
  // What is signed is what readers take.
  readRoot(payload);
  const jws = await signed(payload, ROOT_TYPE, ofSet(signers, trust));
  return {
    head: writeHead({ keys: sets, root: jws }),
    trust: writeTrust(trust),
    position: { keys: root.keys, version: root.version, sha256: await sha256(payload) },
    signatures: { have: (await signersOf(jws, ROOT_TYPE, trust)).size, threshold: trust.threshold },
    async *objects() {
      for (const part of parts) yield { ref: await refOf(part), bytes: part };
      yield* pages.objects();
      yield* shared.objects();
    },
  };
}

/**
 * Adds signatures to a head whose first signers were too few, on another machine perhaps: to its root, and to a key set that is
 * not complete yet. What is signed was read and found to be what `sign` writes; whether it is what was meant is for whoever
 * signs to see.
 *
 * @param {Uint8Array} head
 * @param {JWK[]} keys private ones
 * @returns {Promise<Uint8Array>}
 */
export async function cosign(head, keys) {
  const { keys: sets, root } = readHead(head);
  const signers = await privateKeys(keys);
  const last = sets.at(-1);
  const completed = last === undefined ? [] : [await signedAgain(last, KEY_SET_TYPE, signers)];
  return writeHead({ keys: [...sets.slice(0, -1), ...completed], root: await signedAgain(root, ROOT_TYPE, signers) });
}

/** @param {Jws} jws @param {string} type @param {Map<string, CryptoKey>} signers @returns {Promise<Jws>} */
async function signedAgain(jws, type, signers) {
  const payload = Uint8Array.from(atob(jws.payload.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  const { signatures } = await signed(payload, type, signers);
  const headers = new Set(signatures.map((signature) => signature.protected));
  return { payload: jws.payload, signatures: [...jws.signatures.filter((signature) => !headers.has(signature.protected)), ...signatures] };
}

/** @param {JWK[]} keys @returns {Promise<Map<string, CryptoKey>>} by their thumbprint */
async function privateKeys(keys) {
  /** @type {Map<string, CryptoKey>} */
  const signers = new Map();
  for (const jwk of keys) {
    if (jwk.kty !== "OKP" || jwk.crv !== "Ed25519" || typeof jwk.d !== "string") throw new BundleError("malformed", "a key that signs has to be a private Ed25519 key");
    try {
      signers.set(await thumbprint(jwk), /** @type {CryptoKey} */ (await importJWK(jwk, "EdDSA")));
    } catch (error) {
      throw new BundleError("malformed", "a key that signs is no Ed25519 key", { cause: error });
    }
  }
  return signers;
}

/** @param {Map<string, CryptoKey>} signers @param {Trust} trust those of them that are asked */
const ofSet = (signers, trust) => new Map(Array.from(signers).filter(([name]) => trust.keys.has(name)));

/**
 * The key sets of the new head: those before, and a new one where the set changes.
 *
 * @param {Awaited<ReturnType<typeof verifyHead>> | undefined} before
 * @param {Map<string, CryptoKey>} signers
 * @param {JWK[]} keys
 * @param {JWK[] | undefined} members
 * @param {number | undefined} threshold
 * @param {number} start the version of a first set
 * @returns {Promise<{ sets: Jws[], trust: Trust }>}
 */
async function keySetsAfter(before, signers, keys, members, threshold, start) {
  if (before && members === undefined && threshold === undefined) return { sets: before.head.keys, trust: before.trust };
  const jwks = members ?? before?.trust.jwks ?? keys;
  const version = before === undefined ? start : before.trust.version + 1;
  const text = writeTrust({ version, threshold: threshold ?? jwks.length, jwks });
  const trust = await readTrust(text);
  // The first set is what readers are told to trust; nothing could prove it.
  if (!before) return { sets: [], trust };
  const asked = new Map([...ofSet(signers, before.trust), ...ofSet(signers, trust)]);
  return { sets: [...before.head.keys, await signed(encode(text), KEY_SET_TYPE, asked)], trust };
}

/** @param {Uint8Array} bytes */
function cutUp(bytes) {
  return Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, at) => bytes.subarray(at * PART_BYTES, (at + 1) * PART_BYTES));
}

/**
 * @param {Cut[]} services
 * @param {Map<string, Uint8Array>} templates
 */
async function servicePages(services, templates) {
  const unused = new Set(templates.keys());
  /** @type {Map<string, Stored[]>} */
  const stored = new Map();
  /** @type {ListedService[]} */
  const listed = [];
  let bytes = 0;
  for (const { id, status, shareType, manifest, templates: named } of services) {
    /** @type {Map<string, TemplateRef>} */
    const refs = new Map();
    /** @type {Stored[]} */
    const objects = [];
    for (const { name, path } of named) {
      const text = templates.get(`${id}/${name}`);
      unused.delete(`${id}/${name}`);
      if (text === undefined || refs.has(name)) continue;
      if (text.length > TEMPLATE_BYTES) throw new BundleError("too-large", `the template ${id}/${name} has ${text.length} bytes, ${TEMPLATE_BYTES} are allowed`);
      const ref = await refOf(text);
      refs.set(name, path === undefined ? ref : { ...ref, path });
      objects.push({ ref, bytes: text });
    }
    const document = writeDocument({ service: id, manifest, templates: refs });
    const ref = await bounded(document, `the document of ${id}`);
    stored.set(id, [{ ref, bytes: document }, ...objects]);
    listed.push({ id, status, shareType, document: ref });
    bytes += JSON.stringify([id, status, shareType]).length + 100;
  }
  if (unused.size > 0) throw new BundleError("unlisted", `no service has the template ${[...unused][0]}`);
  const bits = bitsFor(bytes, PAGE_TARGET);
  const groups = Array.from({ length: 2 ** bits }, () => /** @type {ListedService[]} */ ([]));
  for (const service of listed) groups[placeOf(service.id, bits)].push(service);
  /** @type {Stored[]} */
  const pages = [];
  for (const group of groups) {
    const page = writeServicePage(group);
    pages.push({ ref: await bounded(page, "a service page"), bytes: page });
  }
  return {
    bits,
    pages: pages.map(({ ref }) => ref),
    async *objects() {
      for (const [at, page] of pages.entries()) {
        yield page;
        for (const { id } of groups[at]) yield* stored.get(id) ?? [];
      }
    },
  };
}

/** @param {Accounts} accounts */
async function accountPages(accounts) {
  const bits = bitsFor(accounts.bytes, SHARD_TARGET);
  const perPage = 2 ** Math.min(bits, SHARDS_PER_PAGE_BITS);
  /** @type {Stored[]} */
  const pages = [];
  /** @type {Ref[]} */
  let refs = [];
  for await (const shard of accounts.shards(bits)) {
    refs.push(await bounded(shard, "an account shard"));
    if (refs.length < perPage) continue;
    const bytes = writeShardPage(refs);
    pages.push({ ref: await refOf(bytes), bytes });
    refs = [];
  }
  return {
    bits,
    pages: pages.map(({ ref }) => ref),
    async *objects() {
      let at = 0;
      for await (const shard of accounts.shards(bits)) {
        if (at % perPage === 0) yield pages[at / perPage];
        at += 1;
        yield { ref: await refOf(shard), bytes: shard };
      }
    },
  };
}

/** How often to halve `bytes` so that pieces have `target` at most. @param {number} bytes @param {number} target */
function bitsFor(bytes, target) {
  return Math.max(0, Math.ceil(Math.log2(bytes / target)));
}

/** @param {Uint8Array} bytes @param {string} what */
async function bounded(bytes, what) {
  if (bytes.length > OBJECT_BYTES) throw new BundleError("too-large", `${what} would have ${bytes.length} bytes, ${OBJECT_BYTES} are allowed`);
  return refOf(bytes);
}
