/**
 * The edge function, portable: a `Request` becomes a `Response`, and nothing else is asked of the platform.
 *
 * The order in which things are looked at is its security. Nothing of a request counts before its token is good; nothing of a
 * service is said before its account is let in (see `resolve.js`).
 */

import { drain } from "./body.js";
import { Cache, Gate } from "./bundle/index.js";
import { isPreflight, permission, preflight } from "./cors.js";
import { Current } from "./current.js";
import { alarm, toConsole } from "./log.js";
import { languageOf, Problem, reply } from "./problem.js";
import { Receipts } from "./receipt.js";
import { toResponse } from "./reply.js";
import { Room } from "./room.js";
import { allowed, routeOf } from "./route.js";
import { settings } from "./settings.js";
import { Timing } from "./timing.js";
import { Callers } from "./token.js";

/** @import { Call, Edge } from "./call.js" */
/** @import { Entry } from "./log.js" */
/** @import { Reply } from "./reply.js" */
/** @import { Route } from "./route.js" */
/** @import { Settings as Given } from "./index.js" */

/** How many decisions are remembered, in UTF-16 units of their keys and of the documents that they lead to. */
const ADMISSIONS = 4 << 20;

/**
 * Makes an edge function. What it keeps from request to request belongs to it: make one for each isolate.
 *
 * @param {Given} given
 * @returns {import("./index.js").Handler} never rejects
 * @throws {TypeError} when a setting is wrong
 */
export function createHandler(given) {
  const read = settings(given);
  /** @type {Edge} */
  const edge = {
    settings: read,
    room: undefined,
    callers: new Callers(read.token),
    current: new Current(read),
    gate: new Gate({ Resolver: read.core.Resolver, budget: read.memory.manifests, sharing: read.sharing }),
    admissions: new Cache(ADMISSIONS),
    templates: new Cache(read.memory.templates, ({ template }) => template.free()),
    outcomes: new Cache(read.memory.outputs),
    receipts: new Receipts(read.receipt),
  };
  const { memory } = read.core;
  if (memory !== undefined) edge.room = new Room(memory, () => edge.templates.bytes + edge.gate.bytes);
  return (request, about) => answer(request, edge, about);
}

/**
 * The answer of an edge function that could not be made. The settings are wrong, which is for the log and not for the asker.
 *
 * @param {unknown} error
 * @param {Request} request
 */
export async function misconfigured(error, request) {
  const message = error instanceof TypeError ? { message: error.message } : {};
  toConsole({ ...alarm("misconfigured", error, Date.now()), ...message });
  return toResponse(await reply(new Problem("internal-error"), languageOf(request.headers.get("accept-language"))));
}

/** Whoever asks a route that is open to anyone. */
const NOBODY = { account: "", scopes: new Set() };

/** The path and the query of an address. A `URL` takes longer, and its other parts say nothing here. @param {string} address */
function addressOf(address) {
  const [, path = "", query = ""] = /^[^:]*:\/\/[^/?#]*([^?#]*)\??([^#]*)/.exec(address) ?? [];
  return { path, query: new URLSearchParams(query) };
}

/** A path with an empty step leads nowhere, whoever asks. */
const ASTRAY = /\/\//;

/**
 * @param {Request} request
 * @param {Edge} edge
 * @param {import("./index.js").About} [about]
 */
async function answer(request, edge, about = {}) {
  const { now, origins, log } = edge.settings;
  const { path, query } = addressOf(request.url);
  const isAstray = ASTRAY.test(path);
  const found = isAstray ? undefined : routeOf(path);
  /** @type {Call} */
  const call = {
    request,
    query,
    part: found?.part ?? "",
    get language() {
      return languageOf(request.headers.get("accept-language"));
    },
    edge,
    timing: new Timing(now),
    entry: { event: "request", id: crypto.randomUUID(), time: new Date(now()).toISOString(), method: request.method, route: found?.route.name ?? "none" },
    caller: NOBODY,
    passed: false,
  };
  const working = isAstray ? Promise.reject(new Problem("route-unknown")) : route(call, found?.route, about);
  const made = await working.catch((error) => failed(call, error));
  edge.room?.look(now());
  await drain(request);
  log(/** @type {Entry} */ (Object.assign(call.entry, { status: made.status, ms: call.timing.total })));
  return toResponse(finish(call, made, permission(request.headers, origins)));
}

/**
 * @param {Call} call
 * @param {Route | undefined} found
 * @param {import("./index.js").About} about
 * @returns {Promise<Reply>}
 */
async function route(call, found, { address }) {
  const { request, edge, timing } = call;
  const { origins, now, limitAddress } = edge.settings;
  // Before the token: to check one costs more than to be asked for it.
  if (limitAddress !== undefined && address !== undefined && found?.name !== "healthz") wait(await limitAddress({ address, route: call.entry.route ?? "none" }));
  if (found !== undefined && isPreflight(request) && permission(request.headers, origins)) {
    return { status: 204, headers: preflight(allowed(found)), body: null };
  }
  if (found === undefined || found.scope !== null) {
    call.caller = await edge.callers.of(request.headers.get("authorization"), now());
    timing.mark("token");
    call.entry.account = await edge.receipts.hidden(call.caller);
    await limited(call);
  }
  if (found === undefined) throw new Problem("route-unknown");
  if (request.method === "OPTIONS") return { status: 204, headers: { allow: allowed(found).join(", ") }, body: null };
  const work = found.methods[request.method === "HEAD" ? "GET" : request.method];
  if (work === undefined) {
    const allow = allowed(found).join(", ");
    throw new Problem("method-not-allowed", { args: { allowed: allow }, headers: { allow } });
  }
  if (found.scope !== null && !call.caller.scopes.has(found.scope) && !call.caller.scopes.has("provider")) {
    const challenge = `Bearer error="insufficient_scope", scope="${found.scope}"`;
    throw new Problem("scope-missing", { args: { scope: found.scope }, headers: { "www-authenticate": challenge } });
  }
  return await work(call);
}

/** Asks the platform whether this account asks too often. @param {Call} call */
async function limited({ edge, caller, entry }) {
  const { limit } = edge.settings;
  if (limit === undefined) return;
  const seconds = await limit({ account: await edge.receipts.hidden(caller), route: entry.route ?? "none" });
  wait(seconds);
}

/** @param {number | undefined} seconds */
function wait(seconds) {
  if (seconds !== undefined) throw new Problem("rate-limited", { headers: { "retry-after": String(Math.ceil(seconds)) } });
}

/** @param {Call} call @param {unknown} error */
async function failed({ edge, language, entry }, error) {
  const { log, now } = edge.settings;
  const problem = error instanceof Problem ? error : new Problem("internal-error");
  entry.code = problem.code;
  if (typeof problem.args.reason === "string") entry.reason = problem.args.reason;
  if (problem.status >= 500) log(alarm(problem.code, error, now()));
  return await reply(problem, language);
}

/**
 * What every answer has, and what only one for an account that was let in may have.
 *
 * @param {Call} call
 * @param {Reply} made
 * @param {Record<string, string> | undefined} shared for a page of another origin
 * @returns {Reply}
 */
function finish({ request, edge, timing, passed, entry }, { status, headers, body }, shared) {
  /** @type {Record<string, string>} */
  const all = { ...headers, ...shared, "x-content-type-options": "nosniff" };
  // One for whom there is no such service gets the same bytes each time.
  if (entry.code !== "service-unavailable") all["request-id"] = String(entry.id);
  if (passed) all["server-timing"] = timing.toString();
  if (edge.settings.origins.length > 0) all.vary = headers.vary === undefined ? "Origin" : `${headers.vary}, Origin`;
  return { status, headers: all, body: request.method === "HEAD" ? null : body };
}
