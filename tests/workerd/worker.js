/** A worker that answers what the package does in workerd. */

import { analyze, ready, Resolver } from "ecs-image-resolver";

export default {
  /** @param {globalThis.Request} request */
  async fetch(request) {
    await ready();
    const { template, manifest, asked } = /** @type {any} */ (await request.json());
    const resolver = new Resolver(manifest);
    const { ok, template: resolved } = resolver.resolve(template, asked);
    const bytes = resolver.compile(new TextEncoder().encode(template)).resolve(asked).template;
    const same = bytes !== undefined && new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) === resolved;
    return Response.json({ ok, resolved, same, sites: analyze(template).sites });
  },
};
