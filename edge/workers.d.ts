/** What is used of Cloudflare's own module. */
declare module "cloudflare:workers" {
  export class DurableObject {
    constructor(state: any, env: any);
  }
  /** Keeps a request's work alive after its answer. */
  export function waitUntil(work: Promise<unknown>): void;
}
