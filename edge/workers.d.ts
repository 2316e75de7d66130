/** What is used of Cloudflare's own module. */
declare module "cloudflare:workers" {
  export class DurableObject {
    constructor(state: any, env: any);
  }
}
