/** The program of a thread: templates are read and resolved here, for `pool.js`. */

import { parentPort } from "node:worker_threads";

import { occupied, replace } from "../js/instance.js";
import { analyze, Resolver } from "../js/node.js";
import { Cache } from "./bundle/cache.js";
import { Room } from "./room.js";

/** @import { AnalyzeJob, ResolveJob } from "./index.js" */

/** @typedef {({ kind: "resolve" } & ResolveJob) | ({ kind: "analyze" } & AnalyzeJob)} Job */
/** @typedef {{ answer: object } | { failed: string }} Answer */

/** What is kept for the next job, in bytes. */
const RESOLVERS = 8 << 20;
const TEMPLATES = 16 << 20;

/** @type {Cache<any>} */
const resolvers = new Cache(RESOLVERS, (resolver) => resolver.free());
/** @type {Cache<{ resolver: any, template: any }>} */
const templates = new Cache(TEMPLATES, ({ template }) => template.free());
const room = new Room({ bytes: occupied, replace }, () => resolvers.bytes + templates.bytes);

/** @param {ResolveJob} job */
function resolve({ document, digest, bytes, options, asked }) {
  const resolver = resolverOf(document);
  const key = `${document.sha256}/${digest}/${options.format ?? ""}/${options.filename ?? ""}`;
  let kept = templates.get(key);
  if (kept === undefined || kept.resolver !== resolver) {
    kept = { resolver, template: resolver.compile(bytes, options) };
    templates.set(key, kept, kept.template.bytes);
  }
  const resolution = kept.template.resolve(asked);
  const { template: output, format } = resolution;
  if (output === undefined) return { diagnostics: resolution.diagnostics, dropped: resolution.dropped };
  return { output, format, images: imagesOf(resolution) };
}

/** @param {ResolveJob["document"]} document */
function resolverOf({ manifest, sha256, sharing }) {
  const key = `${sha256} ${sharing ?? ""}`;
  let resolver = resolvers.get(key);
  if (resolver === undefined) {
    resolver = new Resolver(JSON.parse(manifest), { permissionsFrom: "request", limits: { manifestBytes: 3 * manifest.length }, ...(sharing && { sharing }) });
    resolvers.set(key, resolver, manifest.length * 5);
  }
  return resolver;
}

/** The ids that were put in, each once, in the order of the template. @param {import("../js/index.js").Resolution} resolution */
function imagesOf({ sites }) {
  return [...new Set(sites.flatMap(({ replacement }) => (replacement === undefined ? [] : [replacement.imageId])))];
}

parentPort?.on("message", (/** @type {Job} */ job) => {
  /** @type {Answer} */
  let answer;
  try {
    answer = { answer: job.kind === "resolve" ? resolve(job) : analyze(job.bytes, job.options).toJSON() };
  } catch (error) {
    answer = { failed: error instanceof Error ? (error.stack ?? error.name) : typeof error };
  }
  parentPort?.postMessage(answer);
  room.look(Date.now());
});
