/** The worker that is tested: what `edge/cloudflare.js` deploys, with faults that can be set from outside. */

import { analyze, Resolver } from "../../js/workerd.js";
import * as glue from "../../pkg/core.js";
import { version, wasm } from "../../pkg/identity.js";
import { createEdge, ManifestWriter as Writer } from "../../edge/cloudflare.js";
import { misconfigured } from "../../edge/handler.js";
import { Faults } from "./faults.js";

const faults = new Faults();

/** @type {((request: Request) => Promise<Response>) | undefined} */
let edge;

/** @param {any} env */
function make(env) {
  const trapping = "trap" in glue ? glue : undefined;
  return createEdge(
    { ...env, MANIFEST: env.MANIFEST && faults.around(env.MANIFEST) },
    {
      core: faults.core({ Resolver, analyze, version, wasm }, trapping),
      now: faults.now,
      log: (line) => faults.log.push(line),
      limit: () => faults.state.limit || undefined,
      ...env.SETTINGS,
    },
  );
}

export class ManifestWriter extends Writer {
  /** @param {any} state @param {any} env */
  constructor(state, env) {
    super(state, { ...env, MANIFEST: env.MANIFEST && faults.around(env.MANIFEST) }, { now: faults.now });
  }
}

export default {
  /** @param {Request} request @param {any} env */
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/test/set") {
      const { cold, ...state } = await request.json();
      faults.set(state);
      if (cold) edge = undefined;
      return new Response();
    }
    if (pathname === "/test/take") return Response.json(faults.take());
    try {
      edge ??= make(env);
      return await edge(request);
    } catch (error) {
      return await misconfigured(error, request);
    }
  },
};
