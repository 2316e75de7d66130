/** `/v1/analyze`: where the images of a template stand, for the provider who writes it. */

import { message } from "../js/catalogue/message.js";
import { body } from "./body.js";
import { templateType } from "./media.js";
import { parameters } from "./parameter.js";
import { catalogueOf, Problem } from "./problem.js";
import { provided } from "./publication.js";

/** @import { Call } from "./call.js" */

/** @param {Call} call */
export async function analyze(call) {
  const { request, url, edge, timing, entry, language } = call;
  const { core, limits } = edge.settings;
  parameters(url.searchParams, []);
  const { format } = templateType(request.headers);
  await timing.measure("manifest", () => provided(call));
  const bytes = await timing.measure("template", () => body(request, { bytes: limits.templateBytes, ms: limits.bodyMs }));
  if (bytes.length === 0) throw new Problem("body-missing");
  entry.bytes = bytes.length;
  const analysis = await timing.measure("analyze", () => core.analyze(bytes, { ...(format && { format }) }));
  const found = analysis.toJSON();
  if (found.diagnostics.some(({ code }) => code === "internal-error")) throw new Problem("internal-error");
  const catalogue = await catalogueOf(language);
  const diagnostics = found.diagnostics.map((diagnostic) => ({ ...diagnostic, message: message(diagnostic, catalogue) }));
  return Response.json(
    { ...found, diagnostics },
    { headers: { "cache-control": "no-store", "content-language": language, vary: "Authorization, Accept-Language" } },
  );
}
