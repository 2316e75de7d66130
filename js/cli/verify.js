/** `verify`: whether a bundle is signed by keys that are trusted, and what is in it. */

import { admit, BundleError, verifyHead } from "../../pkg/bundle.js";
import { chunks } from "./files.js";
import { plural } from "./findings.js";
import { readKeySet } from "./keys.js";
import { parse, Usage, word } from "./usage.js";

/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver verify BUNDLE --trust T [OPTIONS]: says whether a bundle can be trusted, and what it is

Verifies the key sets, the signatures, the time, and each object by digest and length. BUNDLE may be \`-\`.

  --trust T             the key set to trust, as \`sign --trust-out\` wrote it
  --partial             objects may be left out
  --format F            human (the default) or json
`;

/** @param {string[]} args @param {Context} context */
export async function run(args, { out, err }) {
  const { values, positionals } = parse(args, { trust: { type: "string" }, partial: { type: "boolean" }, format: { type: "string" } });
  if (positionals.length !== 1) throw new Usage(`name one bundle, not ${positionals.length}`);
  if (values.trust === undefined) throw new Usage("`verify` needs `--trust`");
  const format = word("format", values.format, /** @type {const} */ (["human", "json"]));
  const trust = await readKeySet(values.trust).catch((error) => {
    throw error instanceof BundleError ? new Usage(`${values.trust}: ${error.message}`, { hint: false }) : error;
  });
  try {
    const found = await look(chunks(positionals[0]), trust);
    const ok = found.missing === 0 || values.partial === true;
    await out.write(format === "json" ? `${JSON.stringify({ ok, ...found })}\n` : told(found));
    if (!ok) await err.write(`ecs-image-resolver: ${plural(found.missing, "object")} of the bundle ${found.missing === 1 ? "is" : "are"} not in the file\n`);
    return ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    if (format === "json") await out.write(`${JSON.stringify({ ok: false, code: error.code, message: error.message })}\n`);
    else await err.write(`ecs-image-resolver: ${error.message}\n`);
    return 1;
  }
}

/**
 * @param {AsyncIterable<Uint8Array>} file
 * @param {Parameters<typeof verifyHead>[1]} trust
 */
async function look(file, trust) {
  let bytes = 0;
  // Everything is verified, nothing is kept.
  const store = { read: async () => null, has: async () => false, put: async (/** @type {unknown} */ _, /** @type {Uint8Array} */ object) => void (bytes += object.length) };
  const { root, position, stored, missingCount } = await admit(file, { current: null, trust, store, now: Date.now() });
  const { provider, manifest, created, expires } = root;
  return {
    version: position.version,
    keys: position.keys,
    root: position.sha256,
    provider,
    revision: manifest.sha256,
    created: new Date(created).toISOString(),
    expires: new Date(expires).toISOString(),
    objects: stored,
    bytes,
    missing: missingCount,
  };
}

/** @param {Awaited<ReturnType<typeof look>>} found */
function told({ version, keys, provider, revision, created, expires, objects, bytes }) {
  return `version ${version}, signed by key set ${keys}
provider  ${provider}
manifest  ${revision}
created   ${created}
expires   ${expires}
objects   ${objects}, ${plural(bytes, "byte")}
`;
}
