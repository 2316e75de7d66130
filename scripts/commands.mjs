/** Running other programs, and saying so. Needs nothing but Node: setup starts here before `npm ci`. */

import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** What ends a script with one clear message instead of a stack trace. */
export class Stop extends Error {}

/** @param {string} path relative to the project */
export const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * What a program prints, or `undefined` when it is not there or fails.
 *
 * @param {string} program
 * @param {...string} args
 */
export function ask(program, ...args) {
  const { status, stdout } = spawnSync(program, args, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * Runs a program to its end, its output kept back unless `show`.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, show?: boolean, cwd?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, args, { env, show = false, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    /** @type {Buffer[]} */
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        chunks.push(chunk);
        if (show) process.stderr.write(chunk);
      });
    }
    child.on("error", (error) => resolve({ code: 127, output: `${program}: ${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/**
 * Runs a program that has to succeed.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, show?: boolean, cwd?: string, otherwise?: string }} [options]
 *   `otherwise` says what to do when it fails
 */
export async function must(program, args, { otherwise, ...options } = {}) {
  const { code, output } = await run(program, args, options);
  if (code === 0) return output;
  const printed = options.show ? "" : `${output.trimEnd()}\n`;
  throw new Stop(`${printed}\`${[program, ...args].join(" ")}\` failed${otherwise ? `: ${otherwise}` : ""}`);
}

/**
 * Runs a script's main function; a {@link Stop} ends it with its message and exit code 1.
 *
 * @param {() => Promise<unknown>} main
 */
export async function script(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

/** Whether the module at `url` is the one that `node` was started with. @param {string} url */
export const isMain = (url) => process.argv[1] === fileURLToPath(url);
