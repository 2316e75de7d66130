/**
 * What was seen of the cloud. It is kept as long as the page is open and the manifest is that of the same file; the sample has
 * something to begin with.
 */

import { SAMPLE, sampleJournal } from "./sample.js";

/** @import { Given } from "../../js/distribute/observation.js" */

/** @type {{ file: string, files: readonly Given[] }} */
let kept = { file: "", files: [] };

/** @param {string} file that the manifest is in @param {readonly Given[]} files */
export function keep(file, files) {
  kept = { file, files };
}

/** @param {string} file that the manifest is in @param {() => void} changed is called when there is something after all @returns {readonly Given[]} */
export function keptOf(file, changed) {
  if (kept.file === file) return kept.files;
  const begun = (kept = { file, files: [] });
  if (file === SAMPLE) {
    // Without it the plan is that of the manifest alone.
    sampleJournal().then((journal) => kept === begun && (keep(file, [journal]), changed()), () => {});
  }
  return kept.files;
}
