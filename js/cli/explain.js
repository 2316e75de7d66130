/** `explain`: what a code means and what to do. */

import { catalogue } from "../diagnostics.js";
import { wrap } from "../excerpt.js";
import { parse, unknownCode } from "./usage.js";

/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver explain [CODE…]: says what a finding means and what to do; without a CODE, lists them all
`;

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, { out, style }) {
  const { positionals } = parse(args, {});
  const { codes } = await catalogue();
  for (const code of positionals) if (!Object.hasOwn(codes, code)) throw unknownCode(code, codes);
  const bold = (/** @type {string} */ text) => (style.color ? `\x1b[1m${text}\x1b[0m` : text);
  if (positionals.length === 0) {
    const room = Math.max(...Object.keys(codes).map((code) => code.length));
    for (const [code, { title }] of Object.entries(codes)) await out.add(`${code.padEnd(room)}  ${title}\n`);
  }
  for (const code of positionals) {
    const { title, means, example, todo } = codes[code];
    await out.add(`${bold(`${code}: ${title}`)}\n\n${wrap(means, style.width).join("\n")}\n`);
    if (example) await out.add(`\n${bold("Example")}\n\n${indented(example)}\n`);
    await out.add(`\n${bold("What to do")}\n\n${wrap(todo, style.width).join("\n")}\n`);
  }
  await out.flush();
  return 0;
}

/** Markdown's fenced blocks as text, set in. @param {string} example */
const indented = (example) => example.replace(/^```.*\n?/gm, "").trimEnd().replace(/^(?=.)/gm, "    ");
