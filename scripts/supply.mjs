/**
 * `npm run supply`: what others made and this project uses. Licenses, bans and sources of all crates, and known faults of
 * crates and npm packages. The lists of faults are on the net: where one cannot be reached, that is said, and is no failure.
 */

import { ask, at, must, run, script, Stop } from "./commands.mjs";

const VERSION = "0.20.2";

const DENY = at(".tools/bin/cargo-deny");

await script(async () => {
  await install();
  console.log((await must(DENY, ["--color", "never", "check", "licenses", "bans", "sources"])).trim());
  const faults = [await advisoriesOfCrates(), await advisoriesOfPackages()];
  if (faults.includes(true)) throw new Stop("there are known faults in what is used");
});

async function install() {
  if (ask(DENY, "--version") === `cargo-deny ${VERSION}`) return;
  console.log(`installing cargo-deny ${VERSION} into .tools (some minutes, once)`);
  await must("cargo", ["install", "cargo-deny", "--version", VERSION, "--locked", "--root", ".tools"], { show: true, otherwise: "it needs crates.io (or a mirror that cargo is set up for)" });
}

/** @returns {Promise<boolean>} whether there is one */
async function advisoriesOfCrates() {
  const { code, output } = await run(DENY, ["--color", "never", "check", "advisories"]);
  if (/failed to fetch advisory database/.test(output)) {
    console.log("left out: the advisories of crates cannot be reached");
    return false;
  }
  console.log(output.trim());
  return code !== 0;
}

/** @returns {Promise<boolean>} whether there is one in what the package is built with */
async function advisoriesOfPackages() {
  const { output } = await run("npm", ["audit", "--json", "--loglevel=silent"]);
  const answer = JSON.parse(output.slice(output.indexOf("{")));
  const found = answer.metadata?.vulnerabilities;
  if (found === undefined) {
    console.log("left out: the advisories of npm cannot be reached");
    return false;
  }
  console.log(`npm audit: ${found.total} known faults (${found.critical} critical, ${found.high} high)`);
  return found.critical + found.high > 0;
}
