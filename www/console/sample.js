/** The sample that the console begins with: its manifest, a template for each of its services' templates, and how far it is distributed. */

import { listOf } from "./store.js";
import { keyOf } from "./templates.js";

/** What it is called in the console. */
export const SAMPLE = "sample.json";

/**
 * @returns {Promise<{ text: string, templates: { key: string, filename: string, bytes: Uint8Array }[] }>}
 * @throws where a file of it cannot be had
 */
export async function sample() {
  const text = new TextDecoder().decode(await read("manifest.json"));
  const named = listOf(JSON.parse(text).services).flatMap(({ serviceId, templates }) => listOf(templates).map(({ name, path }) => ({ key: keyOf(serviceId, name), path })));
  const templates = await Promise.all(
    named.filter(({ path }) => path).map(async ({ key, path }) => ({ key, filename: path, bytes: await read(path) })),
  );
  return { text, templates };
}

/**
 * The journal of the run that distributes it.
 *
 * @returns {Promise<{ name: string, text: Uint8Array }>}
 * @throws where it cannot be had
 */
export async function sampleJournal() {
  return { name: `${SAMPLE}.journal`, text: await read("manifest.json.journal") };
}

/** @param {string} name @returns {Promise<Uint8Array>} */
async function read(name) {
  const response = await fetch(new URL(`../sample/${name}`, import.meta.url));
  if (!response.ok) throw new Error(`${response.status} for ${name}`);
  return new Uint8Array(await response.arrayBuffer());
}
