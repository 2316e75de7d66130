/** `audience`: whom an artifact is open to, and through which services. */

import { readInventory } from "./inventory.js";
import { plural } from "./findings.js";
import { aligned } from "./matrix.js";
import { parse, Usage, word } from "./usage.js";

/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver audience --manifest M --artifact A [OPTIONS]: says whom an artifact is open to beside its provider

  --manifest M          the manifest, or \`-\` for standard input
  --artifact A          the artifact's id
  --accounts            also list each account, with the services through which it may
  --format F            human (the default) or json

Exit code: 0, or 1 when the manifest has errors, 2 when it has no such artifact.
`;

/** @param {string[]} args @param {Context} context */
export async function run(args, context) {
  const single = /** @type {const} */ ({ type: "string" });
  const { values, positionals } = parse(args, { manifest: single, artifact: single, accounts: { type: "boolean" }, format: single });
  if (positionals.length > 0) throw new Usage(`\`audience\` takes its artifact as \`--artifact\`, not \`${positionals[0]}\``);
  if (values.artifact === undefined) throw new Usage("`audience` needs `--artifact`");
  const format = word("format", values.format, /** @type {const} */ (["human", "json"]));
  const { inventory, ok } = await readInventory(values.manifest, "audience", context);
  const { artifact } = values;
  if (ok) inventory.artifact(artifact);
  const audience = inventory.resolver.audience(artifact, { accounts: values.accounts === true });
  if (format === "json") await context.out.write(`${JSON.stringify({ artifact, ...audience.toJSON() }, null, 2)}\n`);
  else if (audience.ok) await context.out.write(told(artifact, audience));
  return ok && audience.ok ? 0 : 1;
}

/** @param {string} artifact @param {import("../access.js").Audience} audience */
function told(artifact, { visibility, services, accountCount, accounts }) {
  const whom = { private: "its provider only", shared: `its provider and ${plural(accountCount, "account")}`, public: "everyone" };
  let text = `artifact ${artifact} is open to ${whom[visibility]}\n`;
  if (services.length > 0) {
    const rows = services.map(({ service, status, shareType, everyone, accounts }) => [service, status ?? "-", shareType ?? "-", everyone ? "everyone" : plural(accounts, "account")]);
    text += `\n${aligned([["through service", "status", "share type", "opens it to"], ...rows])}`;
  }
  if (accounts !== undefined && accounts.length > 0) text += `\n${aligned([["account", "through services"], ...accounts.map(({ uid, services }) => [uid, services.join(", ")])])}`;
  return text;
}
