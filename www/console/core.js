/** Stands in for the elements' core until that is there. */

import * as core from "../../js/browser.js";

/** @param {string} manifest @param {any} change */
export async function transition(manifest, change) {
  await core.ready();
  const made = core.transition(manifest, change);
  return { ok: made.ok, manifest: made.manifest, diagnostics: made.diagnostics, dropped: made.dropped };
}
