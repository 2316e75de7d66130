/** `/v1/resolve`: the template with a region's images in it, for an account that may deploy the service. */

import { body } from "./body.js";
import { sha256 } from "./bundle/index.js";
import { unavailable } from "./current.js";
import { etag, names } from "./etag.js";
import { acceptable, templateType, typeOf } from "./media.js";
import { parameters } from "./parameter.js";
import { Problem } from "./problem.js";

/** @import { Format, Resolution } from "../js/index.js" */
/** @import { Admitted } from "./bundle/gate.js" */
/** @import { Bundle } from "./bundle/index.js" */
/** @import { Call, Compiled } from "./call.js" */

/** A template to resolve. @typedef {{ bytes: Uint8Array, digest: string, format?: Format, filename?: string, type?: string }} Text */

/** An analysed template takes about this many times its own size, in JavaScript and in the core. */
const FOOTPRINT = 8;

/** What one takes at least, in bytes. */
const LEAST = 4096;

/** @param {Call} call */
export async function resolve(call) {
  const { request, url, caller, edge, timing, entry } = call;
  const { service, region, template: name } = parameters(url.searchParams, ["service", "region"], ["template"]);
  if (name === undefined && request.method !== "POST") throw new Problem("request-invalid", { args: { parameter: "template", fault: "missing" } });
  const sent = name === undefined ? templateType(request.headers) : undefined;
  if (sent !== undefined) acceptable(request.headers, sent.type);

  const { bundle, admitted } = await timing.measure("manifest", () => admit(call, service));
  entry.service = service;
  entry.region = region;
  entry.version = bundle.position.version;

  const text = await timing.measure("template", () => (sent === undefined ? carried(call, bundle, admitted, name ?? "") : received(call, sent)));
  entry.bytes = text.bytes.length;
  const asked = { service, region, account: caller.account, permissions: admitted.permissions, ...(name !== undefined && { template: name }) };
  const resolution = await timing.measure("resolve", () => compiled(call, admitted, text, (template) => template.resolve(asked)));
  if (!resolution.ok) throw refused(resolution);

  const type = text.type ?? typeOf(resolution.format);
  acceptable(request.headers, type);
  const output = /** @type {Uint8Array} */ (resolution.template);
  const receipt = await timing.measure("receipt", () =>
    edge.receipts.make({
      core: edge.settings.core.version,
      wasm: edge.settings.core.wasm,
      template: text.bytes,
      revision: bundle.revision,
      bundle: bundle.position.version,
      document: admitted.sha256,
      service,
      region,
      ...(name !== undefined && { name }),
      ...(text.format !== undefined && { format: text.format }),
      ...(text.filename !== undefined && { filename: text.filename }),
      account: caller.account,
      images: images(resolution),
      output,
    }),
  );
  const tag = etag(receipt.output);
  const headers = {
    etag: tag,
    "resolver-receipt": receipt.text,
    "cache-control": "private, no-cache",
    vary: "Authorization, Accept",
  };
  if (names(request.headers.get("if-none-match"), tag)) {
    if (request.method === "POST") throw new Problem("unchanged", { headers: { etag: tag } });
    return new Response(null, { status: 304, headers });
  }
  return new Response(/** @type {BodyInit} */ (output), { headers: { ...headers, "content-type": type } });
}

/**
 * The service, if the account may deploy it. Why not, and whether there is such a service at all, nobody is told.
 *
 * @param {Call} call
 * @param {string} service
 * @returns {Promise<{ bundle: Bundle, admitted: Admitted }>}
 */
export async function admit(call, service) {
  const { caller, edge } = call;
  const bundle = await edge.current.bundle();
  try {
    const admitted = await edge.gate.admit(bundle, { service, account: caller.account }, edge.settings.now());
    if (admitted === null) throw new Problem("service-unavailable");
    call.passed = true;
    return { bundle, admitted };
  } catch (error) {
    throw unavailable(error);
  }
}

/**
 * A template in the body.
 *
 * @param {Call} call
 * @param {{ type: string, format: Format | undefined }} sent
 * @returns {Promise<Text>}
 */
async function received({ request, edge }, { type, format }) {
  const { templateBytes, bodyMs } = edge.settings.limits;
  const bytes = await body(request, { bytes: templateBytes, ms: bodyMs });
  if (bytes.length === 0) throw new Problem("body-missing", { args: { parameter: "template" } });
  return { bytes, digest: await sha256(bytes), type, ...(format !== undefined && { format }) };
}

/**
 * A template that the manifest carries.
 *
 * @param {Call} call
 * @param {Bundle} bundle
 * @param {Admitted} admitted
 * @param {string} name
 * @returns {Promise<Text>}
 */
export async function carried({ request, edge }, bundle, admitted, name) {
  const { now, limits } = edge.settings;
  const sent = await body(request, { bytes: limits.templateBytes, ms: limits.bodyMs });
  if (sent.length > 0) throw new Problem("template-twice");
  const ref = admitted.templates.get(name);
  if (ref === undefined) throw new Problem("template-unknown", { args: { template: name } });
  try {
    const bytes = await bundle.template(ref, now());
    return { bytes, digest: ref.sha256, ...(ref.path !== undefined && { filename: ref.path }) };
  } catch (error) {
    throw unavailable(error);
  }
}

/**
 * Uses the analysed template, which is kept for the next time.
 *
 * @template T
 * @param {Call} call
 * @param {Admitted} admitted
 * @param {Text} text
 * @param {(template: Compiled["template"]) => T} use
 * @returns {T}
 */
export function compiled({ edge, entry }, admitted, { bytes, digest, format, filename }, use) {
  const { resolver } = admitted;
  const key = `${admitted.sha256}/${digest}/${format ?? ""}/${filename ?? ""}`;
  const kept = edge.templates.get(key);
  // A resolver that was given back and made again knows nothing of the templates of the one before.
  entry.cached = kept !== undefined && kept.resolver === resolver;
  if (kept !== undefined && entry.cached) return use(kept.template);
  const template = resolver.compile(bytes, { ...(format && { format }), ...(filename && { filename }) });
  edge.templates.set(key, { resolver, template }, LEAST + FOOTPRINT * bytes.length);
  return use(template);
}

/** The ids that were put in, each once, in the order of the template. @param {Resolution} resolution */
function images({ sites }) {
  return [...new Set(sites.flatMap(({ replacement }) => (replacement === undefined ? [] : [replacement.imageId])))];
}

/**
 * Why there is no output. The account was let in, so it may hear all of it.
 *
 * @param {Resolution} resolution
 */
function refused({ diagnostics, dropped }) {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.some(({ code }) => code === "internal-error")) return new Problem("internal-error");
  const codes = [...new Set(errors.map(({ code }) => code))].join(", ");
  return new Problem("not-resolved", { args: { codes }, findings: { diagnostics, dropped } });
}
