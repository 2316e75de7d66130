#!/usr/bin/env node
/** The command line: `ecs-image-resolver COMMAND …`. Each command is a file of `cli/`. */

import { Output, style } from "./cli/output.js";
import { nearest, overview, Usage, version } from "./cli/usage.js";

/** @import { Context } from "./cli/usage.js" */

/** @type {Record<string, () => Promise<{ usage: string, run(args: string[], context: Context): Promise<number> }>>} */
const COMMANDS = {
  analyze: () => import("./cli/analyze.js"),
  validate: () => import("./cli/validate.js"),
  resolve: () => import("./cli/resolve.js"),
  import: () => import("./cli/import.js"),
  export: () => import("./cli/export.js"),
  check: () => import("./cli/check.js"),
  matrix: () => import("./cli/matrix.js"),
  list: () => import("./cli/list.js"),
  show: () => import("./cli/show.js"),
  decide: () => import("./cli/decide.js"),
  audience: () => import("./cli/audience.js"),
  apply: () => import("./cli/apply.js"),
  distribute: () => import("./cli/distribute.js"),
  sign: () => import("./cli/sign.js"),
  verify: () => import("./cli/verify.js"),
  recover: () => import("./cli/recover.js"),
  replay: () => import("./cli/replay.js"),
  explain: () => import("./cli/explain.js"),
};

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code: 0 without errors, 1 with a finding of severity error, 2 for wrong usage or a
 *   file that cannot be opened, 3 where some regions are done and others are not
 */
async function main([name, ...args]) {
  const context = { out: new Output(process.stdout), err: new Output(process.stderr), style: style(process.stdout), errStyle: style(process.stderr) };
  try {
    return await dispatch(name, args, context);
  } catch (error) {
    if (error instanceof Usage) {
      const hint = `try \`ecs-image-resolver ${name in COMMANDS ? `${name} ` : ""}--help\``;
      await context.err.write(`ecs-image-resolver: ${error.message}\n${error.hint ? `${hint}\n` : ""}`);
      return 2;
    }
    throw error;
  }
}

/** @param {string | undefined} name @param {string[]} args @param {Context} context */
async function dispatch(name, args, context) {
  if (name === "--version" || name === "-V") return print(`ecs-image-resolver ${version()}\n`, context);
  if (name === "--help" || name === "-h" || name === "help") return print(await help(args[0]), context);
  if (name === undefined) throw new Usage(`say what to do: ${Object.keys(COMMANDS).join(", ")}`);
  if (!Object.hasOwn(COMMANDS, name)) {
    const near = nearest(name, Object.keys(COMMANDS));
    throw new Usage(`there is no command \`${name}\`${near === undefined ? "" : `: did you mean \`${near}\`?`}`);
  }
  const command = await COMMANDS[name]();
  const before = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  if (before.includes("--help") || before.includes("-h")) return print(command.usage, context);
  return command.run(args, context);
}

/** @param {string | undefined} name */
async function help(name) {
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? (await COMMANDS[name]()).usage : overview;
}

/** @param {string} text @param {Context} context */
async function print(text, { out }) {
  await out.write(text);
  return 0;
}

// The exit code is set, not forced: what was written is still on its way.
process.exitCode = await main(process.argv.slice(2));
