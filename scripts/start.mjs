/**
 * `npm start`: sets up, resolves the sample for three regions in the terminal, then builds the console and serves it on this
 * machine; `--port N` elsewhere than on port 8470.
 */

import { readFileSync } from "node:fs";

import { at, script } from "./commands.mjs";
import { portOf } from "./port.mjs";
import { serve } from "./serve.mjs";
import { setup } from "./setup.mjs";

/** Where the page is, unless `--port` says otherwise or another program is there. */
const PORT = 8470;

await script(async () => {
  const wanted = portOf(process.argv.slice(2), PORT);
  await setup();
  await showSample();
  // Not at the top: before setup there is nothing to build with.
  const { buildSite } = await import("./site.mjs");
  await buildSite();
  const { url, port } = await serve({ port: wanted });
  if (port !== wanted && wanted !== 0) console.log(`\nport ${wanted} is in use, so the console is on port ${port}; \`npm start -- --port N\` takes another one`);
  console.log(`\nThe console: ${url}   (Ctrl+C stops it)`);
});

/** Before → after, per region, for the sample that the page shows too. */
async function showSample() {
  // Not at the top: before setup there is nothing to import.
  const { Resolver } = await import("../js/node.js");
  const template = readFileSync(at("www/sample/template.yaml"));
  const manifest = JSON.parse(readFileSync(at("www/sample/manifest.json"), "utf8"));
  const { serviceId, name, sharedAccounts, templates } = manifest.services[0];
  const account = sharedAccounts[0].uid;
  const compiled = new Resolver(manifest).compile(template);
  console.log(`\nwww/sample/template.yaml, service “${name}”, account ${account}`);
  for (const region of templates[0].allowedRegions) {
    const { ok, sites, diagnostics } = compiled.resolve({ service: serviceId, region, account, template: templates[0].name });
    console.log(`\n  ${region}`);
    const room = Math.max(...sites.map(({ resource }) => resource.length));
    for (const { line, resource, value, reference, outcome, replacement } of ok ? sites : []) {
      const before = value ?? reference?.name ?? "";
      const after = outcome === "replaced" ? replacement?.imageId : `(${outcome})`;
      console.log(`    line ${String(line).padStart(2)}  ${resource.padEnd(room)}  ${before} → ${after}`);
    }
    for (const { severity, code, message } of ok ? [] : diagnostics) console.log(`    ${severity}[${code}]: ${message}`);
  }
}
