/**
 * `npm run twice`: builds the core again, from nothing, in a folder of its own, and compares: what is shipped must follow from
 * the sources, the lock files and the compiler alone.
 */

import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";

import { at, script, Stop } from "./commands.mjs";
import { compileCore } from "./setup.mjs";

const TARGET = "target/twice";

await script(async () => {
  rmSync(at(TARGET), { recursive: true, force: true });
  const again = await compileCore("core", [], TARGET);
  for (const file of ["core.wasm", "core.js", "core.d.ts"]) {
    const [one, two] = [readFileSync(at(`pkg/${file}`)), readFileSync(at(`${again}/${file}`))];
    const digest = createHash("sha256").update(one).digest("hex");
    if (!one.equals(two)) throw new Stop(`pkg/${file} (sha256 ${digest}) is not what a second build gives, in ${again}: run \`npm run setup\` and try again`);
    console.log(`${file} ${one.length.toLocaleString("en")} bytes, twice the same: sha256 ${digest}`);
  }
  rmSync(at(TARGET), { recursive: true, force: true });
});
