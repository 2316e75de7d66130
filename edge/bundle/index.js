/**
 * The signed bundle: a manifest, split and signed, so that whoever reads it needs to trust neither the store that it lies in nor
 * the way that it came, and holds only what it was asked for.
 *
 * **What is stored.** One small text that changes, the *head*, under one key of the caller's choice; and *objects*, each under the
 * SHA-256 of its bytes, which never change:
 *
 * ```
 * head ── key sets, each signed by the one before and by itself
 *   └──── root, signed by m of the n keys of the last one: version, provider, created, expires
 *           ├── parts of the manifest, without change (only `GET /v1/manifest` reads them)
 *           ├── account pages ── account shards       uid → [service, permission, type] …
 *           └── service pages ── service documents ── templates
 *                  status, share type    relations, and the artifact versions behind them
 * ```
 *
 * A listing names an object by SHA-256 *and* length in bytes. Both kinds of pages are looked up by the hash of an id, so the
 * page and the shard that are read say nothing about what is in them: a service that an account may not deploy and one that does
 * not exist cost the same three reads ({@link Bundle.look}) and the same decision ({@link Gate.admit}).
 *
 * **Use.**
 *
 * ```js
 * const gate = new Gate({ Resolver });                        // one an isolate: what is parsed, within a byte budget
 * const bundle = await Bundle.open({ head, trust, read, now, floor });       // one a head; `floor` is then `bundle.position`
 *
 * const admitted = await gate.admit(bundle, { service, account }, now);
 * if (admitted === null) return unavailable();                // denied, or there is no such service
 * const ref = admitted.templates.get("single");
 * const text = await bundle.template(ref, now);               // throws `unlisted` without one
 * const { resolver, permissions } = admitted;                 // after the last `await`
 * resolver.compile(text, { filename: ref.path }).resolve({ service, region, account, permissions });
 * resolver.matrix({ service, accounts: [] });                 // regions
 * ```
 *
 * Whatever cannot be trusted is a {@link BundleError} with a code; for a reader every one of them is "not available now".
 */

export { BundleError } from "./error.js";
export { admit, extendsSets } from "./admit.js";
export { Bundle } from "./bundle.js";
export { Cache } from "./cache.js";
export { refOf, sha256 } from "./digest.js";
export { MEDIA_TYPE, readFile, writeFile } from "./file.js";
export { Gate } from "./gate.js";
export { readTrust, writeTrust } from "./keys.js";
export { verifyHead } from "./root.js";
export { readDocument, readServicePage } from "./document.js";
export { shardAt, shardCount } from "./shard.js";
export { fetchObject } from "./source.js";
