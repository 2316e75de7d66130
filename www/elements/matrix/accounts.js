/** Whom a table is about where nobody says it: the provider, all with whom a service is shared, and one with whom it is not. */

/** @import { Shown } from "../manifest.js" */

/**
 * @param {Shown} manifest
 * @param {string | null} service
 * @param {string | null} artifact
 * @returns {string[]} each once
 */
export function accountsOf(manifest, service, artifact) {
  const isAbout = service
    ? (/** @type {Shown["services"][number]} */ { id }) => id === service
    : (/** @type {Shown["services"][number]} */ { relations }) => relations.some(({ artifactId }) => artifactId === artifact);
  const shared = manifest.services.filter(isAbout).flatMap(({ accounts }) => accounts);
  return [...new Set([...(manifest.provider === undefined ? [] : [manifest.provider]), ...shared, otherAccount(manifest)])];
}

/** An account that the manifest does not have. @param {Shown} manifest */
export function otherAccount({ provider, services }) {
  const known = new Set([provider, ...services.flatMap(({ accounts }) => accounts)]);
  let account = 9_000_000_000_000_000n;
  while (known.has(String(account))) account += 1n;
  return String(account);
}
