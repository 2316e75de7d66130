/** `/v1/analyze`: where the images of a template stand, for the provider who writes it. */

import { message } from "../js/catalogue/message.js";
import { body } from "./body.js";
import { templateType } from "./media.js";
import { parameters } from "./parameter.js";
import { catalogueOf, Problem } from "./problem.js";
import { provided } from "./publication.js";
import { json } from "./reply.js";
import { LARGE } from "./resolve.js";

/** @import { Call } from "./call.js" */

/** @param {Call} call */
export async function analyze(call) {
  const { request, query, edge, timing, entry, language } = call;
  const { core, limits } = edge.settings;
  parameters(query, []);
  const { format } = templateType(request.headers);
  await provided(call);
  timing.mark("manifest");
  const bytes = await body(request, { bytes: limits.templateBytes, ms: limits.bodyMs });
  timing.mark("template");
  if (bytes.length === 0) throw new Problem("body-missing");
  entry.bytes = bytes.length;
  const options = { ...(format && { format }) };
  /** @type {ReturnType<import("../js/index.js").Analysis["toJSON"]>} */
  const found = core.threads !== undefined && bytes.length > LARGE ? await core.threads.analyze({ bytes, options }) : core.analyze(bytes, options).toJSON();
  timing.mark("analyze");
  if (found.diagnostics.some(({ code }) => code === "internal-error")) throw new Problem("internal-error");
  const catalogue = await catalogueOf(language);
  const diagnostics = found.diagnostics.map((diagnostic) => ({ ...diagnostic, message: message(diagnostic, catalogue) }));
  return json({ ...found, diagnostics }, { "cache-control": "no-store", "content-language": language, vary: "Authorization, Accept-Language" });
}
