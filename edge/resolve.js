/** `/v1/resolve`: the template with a region's images in it, for an account that may deploy the service. */

import { body } from "./body.js";
import { sha256 } from "./bundle/index.js";
import { unavailable } from "./current.js";
import { within } from "./deadline.js";
import { etag, names } from "./etag.js";
import { acceptable, templateType, typeOf } from "./media.js";
import { parameters } from "./parameter.js";
import { Problem } from "./problem.js";
import { formOf, imagesOf } from "./receipt.js";

/** @import { Format, Resolution } from "../js/index.js" */
/** @import { Admitted } from "./bundle/gate.js" */
/** @import { Bundle } from "./bundle/index.js" */
/** @import { Call, Compiled, Edge, Outcome } from "./call.js" */
/** @import { Reply } from "./reply.js" */

/** A template to resolve. @typedef {{ bytes: Uint8Array, digest: string, format?: Format, filename?: string, type?: string }} Text */

/** What an answer takes that is kept, beside its bytes. */
const LEAST = 1024;

/** Templates over this size are read in a thread of their own, where there are any, in bytes. */
export const LARGE = 8192;

/** @param {Call} call @returns {Promise<Reply>} */
export async function resolve(call) {
  const { request, query, caller, edge, timing, entry } = call;
  const { service, region, template: name } = parameters(query, ["service", "region"], ["template"]);
  if (name === undefined && request.method !== "POST") throw new Problem("request-invalid", { args: { parameter: "template", fault: "missing" } });
  const sent = name === undefined ? templateType(request.headers) : undefined;
  if (sent !== undefined) acceptable(request.headers, sent.type);

  const { bundle, admitted } = await admit(call, service);
  timing.mark("manifest");
  entry.service = service;
  entry.region = region;

  const text = await (sent === undefined ? carried(call, bundle, admitted, name ?? "") : received(call, sent));
  timing.mark("template");
  entry.bytes = text.bytes.length;
  const asked = { service, region, account: caller.account, permissions: admitted.permissions, ...(name !== undefined && { template: name }) };
  const outcome = await resolved(call, bundle, admitted, text, asked);
  timing.mark("resolve");
  entry.output = outcome.digest;
  const type = text.type ?? outcome.type;
  acceptable(request.headers, type);
  const receipt = await edge.receipts.make(outcome.receipt, caller);
  timing.mark("receipt");
  const tag = etag(outcome.digest);
  const headers = {
    etag: tag,
    "resolver-receipt": receipt,
    "cache-control": "private, no-cache",
    vary: "Authorization, Accept",
  };
  if (names(request.headers.get("if-none-match"), tag)) {
    if (request.method === "POST") throw new Problem("unchanged", { headers: { etag: tag } });
    return { status: 304, headers, body: null };
  }
  return { status: 200, headers: { ...headers, "content-type": type }, body: outcome.output };
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
  call.entry.keys = bundle.position.keys;
  call.entry.version = bundle.position.version;
  const key = JSON.stringify([bundle.position.sha256, service, caller.account]);
  let admission = edge.admissions.get(key);
  if (admission === undefined) {
    admission = { admitted: await decided(edge, bundle, service, caller.account) };
    // It holds on to the document, whether that is kept elsewhere or not.
    edge.admissions.set(key, admission, key.length + (admission.admitted?.manifest.length ?? 0));
  }
  const { admitted } = admission;
  if (admitted === null) {
    call.entry.asked = await edge.receipts.hide(service);
    throw new Problem("service-unavailable");
  }
  call.passed = true;
  return { bundle, admitted };
}

/**
 * @param {Edge} edge
 * @param {Bundle} bundle
 * @param {string} service
 * @param {string} account
 */
async function decided({ gate, settings }, bundle, service, account) {
  try {
    // Several reads, one after the other: together they take no longer than one may.
    return await within(settings.limits.storeMs, gate.admit(bundle, { service, account }, settings.now()));
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
 * Resolves the template, or knows what came of it before. That is the same for all who are admitted, for who asks decides
 * whether there is an answer, and never which. Where the document records whom images are shared with, an account that is
 * admitted may be told that it is not among them: there what came of it is known by the account, too.
 *
 * @param {Call} call
 * @param {Bundle} bundle
 * @param {Admitted} admitted
 * @param {Text} text
 * @param {import("../js/index.js").Request} asked
 * @returns {Promise<Outcome>}
 */
async function resolved(call, bundle, admitted, text, asked) {
  const { outcomes, settings } = call.edge;
  const whose = recordsShares(admitted.manifest) ? asked.account : undefined;
  const key = JSON.stringify([bundle.position.sha256, asked.service, asked.region, asked.template, text.digest, text.format, whose]);
  const known = outcomes.get(key);
  call.entry.cached = known !== undefined;
  if (known !== undefined) return known;

  const { output, type, images } = await made(call, admitted, text, asked);
  const digest = await sha256(output);
  const receipt = formOf({
    core: settings.core.version,
    wasm: settings.core.wasm,
    template: text.digest,
    revision: bundle.revision,
    bundle: bundle.position.version,
    document: admitted.sha256,
    service: asked.service,
    region: asked.region,
    name: asked.template,
    format: text.format,
    filename: text.filename,
    ...(await imagesOf(images)),
    output: digest,
  });
  const outcome = { output, type, digest, receipt };
  // A view keeps the whole of what it is a view of.
  const bytes = LEAST + output.buffer.byteLength + 2 * (receipt[0].length + receipt[1].length);
  if (bytes <= settings.memory.outputs) outcomes.set(key, outcome, bytes);
  return outcome;
}

/**
 * Resolves a template, a large one in another thread.
 *
 * @param {Call} call
 * @param {Admitted} admitted
 * @param {Text} text
 * @param {import("../js/index.js").Request} asked
 */
async function made(call, admitted, text, asked) {
  const { core, sharing } = call.edge.settings;
  const { threads } = core;
  if (threads === undefined || text.bytes.length <= LARGE) {
    const resolution = compiled(call, admitted, text).template.resolve(asked);
    const { template: output, format } = resolution;
    if (output === undefined) throw refused(resolution);
    return { output, type: typeOf(format), images: images(resolution) };
  }
  const { bytes, digest, format, filename } = text;
  const options = { ...(format && { format }), ...(filename && { filename }) };
  const done = await threads.resolve({ document: { manifest: admitted.manifest, sha256: admitted.sha256, sharing }, bytes, digest, options, asked });
  if (done.output === undefined) throw refused(done);
  return { output: done.output, type: typeOf(done.format), images: done.images };
}

/**
 * Whether a document may say whom an image is shared with: an escape may spell the field, too. A text that only looks like it
 * costs an entry for each account, no more.
 *
 * @param {string} manifest JSON, as it was signed
 */
function recordsShares(manifest) {
  return manifest.includes('"shared"') || manifest.includes("\\u");
}

/**
 * The analysed template, which is kept for the next time.
 *
 * @param {Call} call
 * @param {Admitted} admitted
 * @param {Text} text
 * @returns {Compiled} to be used before the next `await`
 */
function compiled({ edge, entry }, admitted, { bytes, digest, format, filename }) {
  const { resolver } = admitted;
  const key = `${admitted.sha256}/${digest}/${format ?? ""}/${filename ?? ""}`;
  const kept = edge.templates.get(key);
  // A resolver that was given back and made again knows nothing of the templates of the one before.
  if (kept !== undefined && kept.resolver === resolver) {
    entry.cached = true;
    return kept;
  }
  const template = resolver.compile(bytes, { ...(format && { format }), ...(filename && { filename }) });
  const made = { resolver, template };
  edge.templates.set(key, made, template.bytes);
  return made;
}

/** The ids that were put in, each once, in the order of the template. @param {Resolution} resolution */
function images({ sites }) {
  return [...new Set(sites.flatMap(({ replacement }) => (replacement === undefined ? [] : [replacement.imageId])))];
}

/**
 * Why there is no output. The account was let in, so it may hear all of it.
 *
 * @param {Pick<Resolution, "diagnostics" | "dropped">} resolution
 */
function refused({ diagnostics, dropped }) {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.some(({ code }) => code === "internal-error")) return new Problem("internal-error");
  const codes = [...new Set(errors.map(({ code }) => code))].join(", ");
  return new Problem("not-resolved", { args: { codes }, findings: { diagnostics, dropped } });
}
