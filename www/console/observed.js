/**
 * What was seen of the cloud. It is kept as long as the page is open and the manifest is that of the same file; the sample has
 * something to begin with.
 */

import { SAMPLE, sampleJournal } from "./sample.js";

/** @import { Given } from "../elements/artifact/plan/following.js" */

/** @type {{ file: string, files: readonly Given[] }} */
let kept = { file: "", files: [] };

/** @type {Set<() => void>} */
const listeners = new Set();

/** @param {() => void} listener is called when there is something else @returns {() => void} ends it */
export function subscribe(listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** @param {string} file that the manifest is in @param {readonly Given[]} files */
export function keep(file, files) {
  kept = { file, files };
  for (const listener of listeners) listener();
}

/** @param {string} file that the manifest is in @returns {readonly Given[]} */
export function keptOf(file) {
  if (kept.file !== file) {
    const begun = (kept = { file, files: [] });
    // Without its journal the sample's plan is that of the manifest alone.
    if (file === SAMPLE) sampleJournal().then((journal) => kept === begun && keep(file, [journal]), () => {});
  }
  return kept.files;
}

/** What of it is worth to be looked at as a whole. */
const SIGNS = /"event"\s*:|"(?:Images|Accounts|Regions|images|accounts|regions)"\s*:/;

/**
 * Those of some files that say what was seen.
 *
 * @template {{ path: string, bytes: Uint8Array }} T
 * @param {T[]} files
 * @returns {Promise<T[]>}
 */
export async function observationsAmong(files) {
  const some = files.filter(({ bytes }) => SIGNS.test(new TextDecoder().decode(bytes.subarray(0, 65_536))));
  if (some.length === 0) return [];
  const { readObservation } = await import("../../js/distribute/observation.js");
  const read = readObservation(some.map(({ path, bytes }) => ({ name: path, text: bytes }))).files;
  return some.filter((_, at) => read[at].kinds.length > 0);
}
