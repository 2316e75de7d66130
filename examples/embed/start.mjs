/** `node examples/embed/start.mjs`: serves the page with its policy. `--no-worker` forbids workers. */

import { at, isMain, script } from "../../scripts/commands.mjs";
import { POLICY as CONSOLE, serve } from "../../scripts/serve.mjs";
import { setup } from "../../scripts/setup.mjs";

/** What the page may do, its elements included: what the console may, and a font of its own. */
export const POLICY = `${CONSOLE}; font-src 'self'`;

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
