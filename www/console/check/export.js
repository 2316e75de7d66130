/** A check as a file: SARIF, as code scanning services read it, or JSON, as the command line prints it. */

import project from "../../../package.json" with { type: "json" };
import { SarifLog } from "../../../js/sarif.js";
import { catalogueOf } from "../../elements/words.js";
import * as core from "../../elements/core.js";
import { servicesOf } from "../services/model.js";

/** @import { Store } from "../store.js" */

/**
 * @param {Store} store
 * @param {"sarif" | "json"} format
 * @returns {Promise<Uint8Array>}
 */
export async function exported(store, format) {
  const { manifest, document, file } = store;
  // Places count in bytes there, of the manifest as of the templates.
  const bytes = new TextEncoder().encode(manifest);
  const templates = store.templates.of(document);
  const check = await core.check(bytes, { templates });
  if (check === undefined) throw new Error("no answer");
  const services = servicesOf(document);
  const parts = check.templates.map(({ service, name, ok, diagnostics, dropped }) => {
    const key = `${service}/${name}`;
    const path = services.find(({ id }) => id === service)?.templates.find((entry) => entry.name === name)?.path;
    const template = { name: path ?? store.templates.get(key)?.filename ?? key, text: templates[key] };
    return { sources: { template, manifest: { name: file.name, text: bytes } }, named: { service, template: name }, ok, diagnostics, dropped };
  });
  const { diagnostics, dropped } = check;
  const own = { sources: { template: undefined, manifest: { name: file.name, text: bytes } }, named: {}, ok: !diagnostics.some(({ severity }) => severity === "error"), diagnostics, dropped };
  const text = format === "sarif" ? await sarif([own, ...parts]) : json([own, ...parts]);
  return new TextEncoder().encode(text);
}

/** @typedef {{ sources: import("../../../js/diagnostics.js").RenderOptions["sources"], named: object, ok: boolean, diagnostics: import("../../../js/index.js").Diagnostic[], dropped: number }} Part */

/** @param {Part[]} parts */
async function sarif(parts) {
  const log = new SarifLog(await catalogueOf("en"), { version: project.version });
  for (const { diagnostics, sources } of parts) log.add(diagnostics, sources);
  return log.toString();
}

/** @param {Part[]} parts */
function json(parts) {
  const rows = parts.map(({ sources: { template, manifest }, named, ok, diagnostics, dropped }) => JSON.stringify({ file: (template ?? manifest)?.name, ...named, ok, diagnostics, dropped }));
  return `[\n${rows.join(",\n")}\n]\n`;
}
