/** The ports that the scripts serve on. */

import { createServer } from "node:net";
import { parseArgs } from "node:util";

import { Stop } from "./commands.mjs";

/** The number behind `--port`, from 0 (any free one) to 65535. @param {string[]} args @param {number} otherwise */
export function portOf(args, otherwise) {
  const { values } = parseArgs({ args, options: { port: { type: "string" } }, strict: false });
  const port = values.port === undefined ? otherwise : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Stop("`--port` is a number up to 65535");
  return port;
}

/**
 * Ends the script with one line where a port of this machine is taken.
 *
 * @param {number} port
 * @param {string} command what to write before `--port`
 */
export async function claim(port, command) {
  const probe = createServer();
  await new Promise((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(port, "127.0.0.1", () => probe.close(resolve));
  }).catch((error) => {
    if (error.code === "EADDRINUSE") throw new Stop(`port ${port} is in use: end the program that uses it, or take another one with \`${command} --port N\` (0: any free one)`);
    if (error.code === "EACCES") throw new Stop(`port ${port} is not open to you: take one above 1023 with \`${command} --port N\``);
    throw error;
  });
}
