/** `node examples/embed/start.mjs`: serves the page with its policy. `--no-worker` forbids workers. */

import { at, isMain, script } from "../../scripts/commands.mjs";
import { serve } from "../../scripts/serve.mjs";
import { setup } from "../../scripts/setup.mjs";

/** What the page may do, its elements included. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The page, and the package beside it as `npm install` would have put it. */
export const FOLDERS = { "/": at("examples/embed"), "/ecs-image-resolver/": at("") };

if (isMain(import.meta.url)) {
  await script(async () => {
    await setup();
    const policy = process.argv.includes("--no-worker") ? POLICY.replace("worker-src 'self'", "worker-src 'none'") : POLICY;
    const { url } = await serve({ folders: FOLDERS, policy });
    console.log(`The page: ${url}   (Ctrl+C stops it)`);
  });
}
