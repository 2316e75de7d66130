/** `decide`: whether an account may deploy a service or use an artifact's images, and why. */

import { catalogue } from "../diagnostics.js";
import { Findings } from "./findings.js";
import { readInventory } from "./inventory.js";
import { parse, Usage, word } from "./usage.js";

/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver decide --manifest M (--service S | --artifact A) --account U [OPTIONS]: says whether an account may
deploy a service, or use the images of an artifact, and why

  --manifest M          the manifest, or \`-\` for standard input
  --service S           the service's id; or
  --artifact A          the artifact's id
  --account U           the id of the account
  --action ACTION       deploy (the default), or view: to see that it is there
  --format F            human (the default) or json

Exit code: 0 when the account may, 1 when it may not, 2 when the manifest has no such service or artifact.
`;

const BECAUSE = {
  provider: "it is the provider's",
  public: "the service is public",
  shared: "the service is shared with it",
  beta: "the service is in beta, and shared with it for that",
};

/** @param {string[]} args @param {Context} context */
export async function run(args, context) {
  const single = /** @type {const} */ ({ type: "string" });
  const { values, positionals } = parse(args, { manifest: single, service: single, artifact: single, account: single, action: single, format: single });
  const { service, artifact, account } = values;
  if (positionals.length > 0) throw new Usage(`\`decide\` takes options only, not \`${positionals[0]}\``);
  if ((service === undefined) === (artifact === undefined)) throw new Usage("`decide` needs `--service` or `--artifact`, and not both");
  if (account === undefined) throw new Usage("`decide` needs `--account`");
  const format = word("format", values.format, /** @type {const} */ (["human", "json"]));
  const action = word("action", values.action, /** @type {const} */ (["deploy", "view"]));
  const { inventory, ok } = await readInventory(values.manifest, "decide", context);
  if (ok) service === undefined ? inventory.artifact(artifact ?? "") : inventory.service(service);
  const decision = inventory.resolver.decide({ service, artifact, account, action });
  if (format === "json") {
    await context.out.write(`${JSON.stringify({ service, artifact, account, action, ...decision.toJSON() }, null, 2)}\n`);
    return decision.ok ? 0 : 1;
  }
  const what = service === undefined ? `${action === "view" ? "see" : "use the images of"} artifact ${artifact}` : `${action === "view" ? "see" : "deploy"} service ${service}`;
  const { because, through, needs } = decision;
  if (decision.ok && because !== undefined) {
    await context.out.write(`account ${account} may ${what}: ${BECAUSE[because]}${through === undefined ? "" : ` (service ${through})`}\n`);
    return 0;
  }
  await context.err.write(new Findings(await catalogue(), context.errStyle).render(decision.diagnostics, {}, decision.dropped));
  let text = `account ${account} may not ${what}\n`;
  for (const { service: of, status, permission } of needs) {
    const wanted = [status === undefined ? "" : `the status ${status}`, permission === undefined ? "" : `the permission ${permission} for this account`].filter(Boolean);
    text += `it would, if service ${of} had ${wanted.join(" and ")}\n`;
  }
  await context.out.write(text);
  return 1;
}
