/**
 * `npm run edge`: the edge function on this machine, in the runtime that it is deployed to, with the sample's manifest.
 *
 * The manifest is signed by a key that is made here and thrown away, as is the key that signs the tokens. `--node` runs it on
 * Node's `http` instead; `--port N` elsewhere than on port 8787.
 */

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { at, script, Stop } from "./commands.mjs";
import { claim, portOf } from "./port.mjs";
import { setup } from "./setup.mjs";

const ISSUER = "https://issuer.invalid";
const AUDIENCE = "https://edge.invalid";

/** How long the tokens are good for. */
const LIFETIME = "12h";

await script(async () => {
  const { values } = parseArgs({ options: { node: { type: "boolean" }, port: { type: "string" } } });
  const port = portOf(process.argv.slice(2), 8787);
  await claim(port, "npm run edge --");
  await setup();
  const { settings, token, file, sample } = await world();
  const address = await (values.node ? onNode : onWorkerd)(settings, port);
  await publish(address, await token(sample.provider, "provider"), file);
  await show(address, token, sample);
});

/** @typedef {{ trust: string, issuer: string, audience: string, keys: import("jose").JSONWebKeySet, receiptKey: string }} Settings */

/** The sample's provider, and who issues tokens. */
async function world() {
  // Not at the top: before setup there is nothing to import.
  const { exportJWK, generateKeyPair, SignJWT } = await import("jose");
  const { writeFile } = await import("../edge/bundle/index.js");
  const { sign } = await import("../edge/bundle/sign.js");
  const { Resolver } = /** @type {any} */ (await import("../js/node.js"));
  const pair = () => generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });

  const manifest = readFileSync(at("www/sample/manifest.json"));
  const { provider, services } = JSON.parse(manifest.toString());
  /** @type {Map<string, Uint8Array>} */
  const carried = new Map();
  for (const { serviceId, templates = [] } of services) {
    for (const { name, path } of templates) if (path) carried.set(`${serviceId}/${name}`, readFileSync(at(`www/sample/${path}`)));
  }
  const [{ serviceId: service, sharedAccounts, templates }] = services;
  const [{ name, path, allowedRegions }] = templates;
  /** @param {string} wanted @returns {string} */
  const accountWith = (wanted) => sharedAccounts.find((/** @type {{ permission: string }} */ { permission }) => permission === wanted).uid;
  const signed = await sign({ Resolver, manifest, templates: carried, keys: [await exportJWK((await pair()).privateKey)], now: Date.now() });
  const chunks = [];
  for await (const chunk of writeFile(signed.head, signed.objects())) chunks.push(chunk);

  const { publicKey, privateKey } = await pair();
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "local", alg: "EdDSA" }] };
  /** @param {string} account @param {string} scope */
  const token = (account, scope) =>
    new SignJWT({ scope }).setProtectedHeader({ alg: "EdDSA", kid: "local" }).setIssuer(ISSUER).setAudience(AUDIENCE).setSubject(account).setIssuedAt().setExpirationTime(LIFETIME).sign(privateKey);
  /** @type {Settings} */
  const settings = { trust: signed.trust, issuer: ISSUER, audience: AUDIENCE, keys, receiptKey: crypto.randomUUID() };
  return { settings, token, file: Buffer.concat(chunks), sample: { provider, service, customer: accountWith("Deployable"), other: accountWith("Accessible"), region: allowedRegions[1], template: name, file: `www/sample/${path}` } };
}

/** @param {Settings} settings @param {number} port */
async function onWorkerd({ trust, issuer, audience, keys, receiptKey }, port) {
  const { Miniflare } = await import("miniflare");
  const { COMPATIBILITY, workerModules } = await import("./worker.mjs");
  const worker = new Miniflare({
    port,
    compatibilityDate: COMPATIBILITY,
    modules: await workerModules("edge/cloudflare.js"),
    kvNamespaces: ["MANIFEST"],
    durableObjects: { WRITER: { className: "ManifestWriter", useSQLite: true } },
    bindings: { TRUST: trust, TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience, TOKEN_KEYS: JSON.stringify(keys), RECEIPT_KEY: receiptKey },
  });
  return String(await worker.ready).replace(/\/$/, "");
}

/** @param {Settings} settings @param {number} port */
async function onNode({ trust, issuer, audience, keys, receiptKey }, port) {
  const { createEdge, server } = await import("../edge/node.js");
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
  const listening = server(createEdge({ folder, trust, token: { issuer, audience, keys }, receipt: { key: receiptKey } }));
  await new Promise((resolve, reject) => listening.once("error", reject).listen(port, "127.0.0.1", () => resolve(undefined)));
  return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (listening.address()).port}`;
}

/** @param {string} address @param {string} token @param {Uint8Array} file */
async function publish(address, token, file) {
  const response = await fetch(`${address}/v1/manifest`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/vnd.ecs-image-resolver.bundle", "if-none-match": "*" },
    body: /** @type {BodyInit} */ (file),
  });
  if (!response.ok) throw new Stop(`the sample could not be published: ${await response.text()}`);
}

/**
 * @param {string} address
 * @param {(account: string, scope: string) => Promise<string>} token
 * @param {{ provider: string, service: string, customer: string, other: string, region: string, template: string, file: string }} sample
 */
async function show(address, token, { provider, service, customer, other, region, template, file }) {
  const may = await token(customer, "customer");
  const mayNot = await token(other, "customer");
  const provides = await token(provider, "provider");
  const resolve = `${address}/v1/resolve?service=${service}&region=${region}`;
  console.log(`
The edge function: ${address}   (Ctrl+C stops it)

Account ${customer} may deploy the sample's first service. Its token, good for ${LIFETIME}:

${may}

The sample's template, as it is deployed in ${region}:

curl -sS '${resolve}' --data-binary @${file} -H 'Content-Type: application/yaml' -H 'Authorization: Bearer ${may}'

The same template, carried by the manifest; where it can be deployed; what account ${other} gets; what its provider sees:

curl -sSi '${resolve}&template=${template}' -H 'Authorization: Bearer ${may}'
curl -sS '${address}/v1/services/${service}/regions' -H 'Authorization: Bearer ${may}'
curl -sSi '${resolve}&template=${template}' -H 'Authorization: Bearer ${mayNot}'
curl -sS '${address}/v1/manifest' -H 'Authorization: Bearer ${provides}'
`);
}
