/** `recover`: lets an edge start anew from a key set, after keys were stolen or where its ledger cannot be verified. */

import { readFileSync, statSync } from "node:fs";

import { reason } from "./output.js";
import { parse, Usage } from "./usage.js";

/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver recover --root R --folder D: lets the edge of a folder start anew from a key set

For an operator, on the machine that the folder is on, while the edge goes on running. An edge whose ledger cannot be verified from its
key set writes nothing more; and whoever stole as many keys as have to sign can hand over to keys of their own. In both cases R says
who is trusted from now on. Of what is in the folder the newest bundle is kept that R, or a set that it handed over to, has signed; if
there is none, the next one that is published is the first. Then configure R as the edge's key set, too.

  --root R              the key set to trust, as \`sign --trust-out\` wrote it. Its version is at least that of the configured one
  --folder D            where the edge keeps its manifest

Prints a line of JSON for the log. On Cloudflare, set RECOVERY to the text of R instead.
`;

/** @param {string[]} args @param {Context} context */
export async function run(args, { out, err }) {
  const { values, positionals } = parse(args, { root: { type: "string" }, folder: { type: "string" } });
  const { root, folder } = values;
  if (positionals.length > 0) throw new Usage("`recover` takes no names: `--root R --folder D`");
  if (root === undefined || folder === undefined) throw new Usage("`recover` needs `--root` and `--folder`");
  /** @type {object | undefined} */
  let line;
  try {
    // By its address: what is built has no types, its source has.
    const { recover } = /** @type {typeof import("../../edge/node.js")} */ (await import(new URL("../../pkg/edge/node.js", import.meta.url).href));
    const { keys, position } = await recover({ folder: existing(folder), root: read(root), log: (/** @type {object} */ written) => void (line = written) });
    await out.write(`${JSON.stringify(line)}\n`);
    await err.write(position === null ? `${folder}: key set ${keys}; no bundle of it is there, so publish one\n` : `${folder}: key set ${keys}, and version ${position.version} is kept\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "BundleError") throw error;
    await err.write(`ecs-image-resolver: ${root}: ${error.message}\n`);
    return 1;
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Usage(`${path}: ${reason(error)}`, { hint: false });
  }
}

/** A folder that is not there holds no edge's manifest: the name is wrong. @param {string} path */
function existing(path) {
  try {
    if (statSync(path).isDirectory()) return path;
  } catch (error) {
    throw new Usage(`${path}: ${reason(error)}`, { hint: false });
  }
  throw new Usage(`${path} is no folder`, { hint: false });
}
