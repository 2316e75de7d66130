/** `replay`: resolves once more what a receipt is about, and says whether the same comes out. */

import { readFileSync } from "node:fs";

import { accountMac, BundleError, canonical, compactVerify, importJWK, readDocument, readFile, readReceipt, sha256, verifyHead } from "../../pkg/bundle.js";
import { Resolver } from "../node.js";
import { chunks, input } from "./files.js";
import { readKey, readKeySet } from "./keys.js";
import { parse, Usage, version, word } from "./usage.js";

/** @import { Receipt } from "../../edge/bundle/receipt.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver replay RECEIPT --bundle B [OPTIONS]: resolves once more what a receipt is about

Says for each thing that the receipt names whether it is the same here, and at the end whether the same template comes out.
RECEIPT is a file with the receipt as it came: JSON, base64url, or signed. Exit code 0 means the same, 1 different.

  --bundle B            the signed bundle that was in use
  --template T          the template that was sent; without it the bundle's own is taken
  --trust T             also verifies the bundle with this key set, whenever it expired
  --signer K            also verifies the receipt's signature with this public key
  --account A           also compares the account: with
  --account-key FILE    the edge's secret for accounts
  --format F            human (the default) or json
`;

/** What was compared: `undefined` where it could not be. @typedef {{ name: string, same: boolean | undefined, note?: string }} Comparison */

const decoder = new TextDecoder("utf-8", { fatal: true });

/** @param {string[]} args @param {Context} context */
export async function run(args, { out, err }) {
  const { values, positionals } = parse(args, {
    bundle: { type: "string" },
    template: { type: "string" },
    trust: { type: "string" },
    signer: { type: "string" },
    account: { type: "string" },
    "account-key": { type: "string" },
    format: { type: "string" },
  });
  if (positionals.length !== 1) throw new Usage(`name one receipt, not ${positionals.length}`);
  if (values.bundle === undefined) throw new Usage("`replay` needs `--bundle`");
  if ((values.account === undefined) !== (values["account-key"] === undefined)) throw new Usage("`--account` and `--account-key` go together");
  const format = word("format", values.format, /** @type {const} */ (["human", "json"]));
  try {
    const { receipt, signature } = await receiptIn(decoder.decode(await input(positionals[0]).read()).trim(), values.signer);
    const compared = [...signature, ...(await replayed(receipt, { ...values, bundle: values.bundle }))];
    const same = compared.every((comparison) => comparison.same !== false) && compared.at(-1)?.same === true;
    if (format === "json") await out.write(`${JSON.stringify({ same, compared })}\n`);
    else await out.write(`${compared.map(told).join("")}${same ? "same" : "different"}\n`);
    return same ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BundleError || error instanceof TypeError)) throw error;
    await err.write(`ecs-image-resolver: ${error.message}\n`);
    return 1;
  }
}

/** @param {Comparison} comparison */
function told({ name, same, note }) {
  const verdict = same === undefined ? "not compared" : same ? "same" : "different";
  return `${name.padEnd(10)} ${verdict}${note === undefined ? "" : `: ${note}`}\n`;
}

/**
 * @param {string} text
 * @param {string | undefined} signer
 * @returns {Promise<{ receipt: Receipt, signature: Comparison[] }>}
 */
async function receiptIn(text, signer) {
  const parts = text.split(".");
  const isSigned = !text.startsWith("{") && parts.length === 3;
  const json = text.startsWith("{") ? text : Buffer.from(isSigned ? parts[1] : text, "base64url");
  const receipt = readReceipt(json);
  if (signer === undefined) return { receipt, signature: [] };
  if (!isSigned) return { receipt, signature: [{ name: "signature", same: false, note: "the receipt is not signed" }] };
  const { kty, crv, x } = readKey(signer);
  try {
    const { payload } = await compactVerify(text, await importJWK({ kty, crv, x }, "EdDSA"), { algorithms: ["EdDSA"] });
    const isCanonical = Buffer.from(payload).equals(canonical(receipt));
    return { receipt, signature: [{ name: "signature", same: isCanonical, ...(!isCanonical && { note: "the receipt is not in its canonical form" }) }] };
  } catch {
    return { receipt, signature: [{ name: "signature", same: false, note: "it is not that key's" }] };
  }
}

/**
 * @param {Receipt} receipt
 * @param {{ bundle: string, template?: string, trust?: string, account?: string, "account-key"?: string }} values
 * @returns {Promise<Comparison[]>} the output is the last
 */
async function replayed(receipt, values) {
  const { head, objects } = await readFile(chunks(values.bundle));
  /** @type {Comparison[]} */
  const compared = [];
  if (values.trust !== undefined) {
    const { root } = await verifyHead(head, await readKeySet(values.trust));
    compared.push({ name: "revision", same: root.manifest.sha256 === receipt.revision }, { name: "bundle", same: root.version === receipt.bundle });
  }
  const found = await objectsIn(objects, [receipt.document, receipt.template]);
  const document = found.get(receipt.document);
  const text = values.template === undefined ? found.get(receipt.template) : await input(values.template).read();
  compared.push({ name: "document", same: document !== undefined, ...(document === undefined && { note: `the bundle has no service document ${receipt.document}` }) });
  const template = text === undefined ? undefined : await sha256(text);
  compared.push({ name: "template", same: template === receipt.template, ...(template === undefined && { note: "the bundle does not carry it: give it with `--template`" }) });
  const core = { version: version(), wasm: await sha256(readFileSync(new URL("../../pkg/core.wasm", import.meta.url))) };
  // Another core may well give the same template: that is what is found out here.
  const isSameCore = core.version === receipt.core && core.wasm === receipt.wasm;
  compared.push({ name: "core", same: isSameCore || undefined, ...(!isSameCore && { note: `it was ${receipt.core} (${receipt.wasm.slice(0, 12)}…), here it is ${core.version} (${core.wasm.slice(0, 12)}…)` }) });
  if (values.account !== undefined && values["account-key"] !== undefined) {
    const secret = Buffer.from(decoder.decode(await input(values["account-key"]).read()).trim());
    const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    compared.push({ name: "account", same: (await accountMac(values.account, key)) === receipt.account });
  }
  if (document !== undefined && text !== undefined) compared.push(...(await resolved(receipt, document, text)));
  else compared.push({ name: "output", same: undefined });
  return compared;
}

/**
 * @param {Receipt} receipt
 * @param {Uint8Array} document
 * @param {Uint8Array} text
 * @returns {Promise<Comparison[]>}
 */
async function resolved({ service, region, name, format, filename, images, imagesSha256, output }, document, text) {
  const manifest = /** @type {any} */ (readDocument(document).manifest);
  const resolver = new Resolver(manifest);
  const options = { ...(format !== undefined && { format: /** @type {any} */ (format) }), ...(filename !== undefined && { filename }) };
  // Who deploys changes nothing but whether: the receipt says that the account could, and the provider always can.
  const resolution = resolver.resolve(text, { service, region, account: manifest.provider, ...(name !== undefined && { template: name }) }, options);
  if (resolution.template === undefined) return [{ name: "output", same: false, note: resolution.diagnostics.find(({ severity }) => severity === "error")?.message }];
  const put = [...new Set(resolution.sites.flatMap(({ replacement }) => (replacement === undefined ? [] : [replacement.imageId])))];
  return [
    { name: "images", same: images === undefined ? (await sha256(new TextEncoder().encode(JSON.stringify(put)))) === imagesSha256 : JSON.stringify(put) === JSON.stringify(images) },
    { name: "output", same: (await sha256(resolution.template)) === output },
  ];
}

/** @param {AsyncIterable<{ ref: { sha256: string }, bytes: Uint8Array }>} objects @param {string[]} wanted @returns {Promise<Map<string, Uint8Array>>} */
async function objectsIn(objects, wanted) {
  /** @type {Map<string, Uint8Array>} */
  const found = new Map();
  for await (const { ref, bytes } of objects) {
    if (wanted.includes(ref.sha256) && (await sha256(bytes)) === ref.sha256) found.set(ref.sha256, bytes);
  }
  return found;
}
