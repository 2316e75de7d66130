/** New templates of a service: files that were chosen, dropped or pasted, each with a name that no other has. */

import { keyOf } from "../templates.js";

/** @import { Change } from "../../../js/index.js" */
/** @import { Given } from "../files.js" */
/** @import { Store } from "../store.js" */
/** @import { Service } from "./model.js" */

/** What can be chosen, as `<input>` has it. */
export const ACCEPTED = ".yaml,.yml,.json,.tf,.template,.ros";

/** A template that is to be added. @typedef {{ name: string, path: string, bytes: Uint8Array }} Added */

/** A name for a template, from that of its file. @param {string} path @param {Set<string>} taken */
export function nameFor(path, taken) {
  const file = path.split("/").at(-1) ?? path;
  const stem = file.replace(/(?:\.ros|\.tf)?\.[^.]+$/, "") || "template";
  for (let at = 1; ; at += 1) {
    const name = at === 1 ? stem : `${stem}-${at}`;
    if (!taken.has(name)) return name;
  }
}

/**
 * Files as templates: one whose path a template of the service already names, and that has no text yet, is that one's.
 *
 * @param {Given[]} files
 * @param {Service} service
 * @param {Store} store
 * @returns {{ added: Added[], given: Added[] }}
 */
export function asTemplates(files, service, store) {
  const taken = new Set(service.templates.map(({ name }) => name));
  /** @type {Added[]} */
  const added = [];
  /** @type {Added[]} */
  const given = [];
  for (const { path, bytes } of files) {
    const awaited = service.templates.find((entry) => entry.path !== undefined && entry.path.split("/").at(-1) === path.split("/").at(-1) && !store.templates.get(keyOf(service.id, entry.name)));
    if (awaited && !given.some(({ name }) => name === awaited.name)) {
      given.push({ name: awaited.name, path, bytes });
      continue;
    }
    const name = nameFor(path, taken);
    taken.add(name);
    added.push({ name, path, bytes });
  }
  return { added, given };
}

/** @param {string} serviceId @param {Added[]} added @returns {Change[]} */
export const additions = (serviceId, added) => added.map(({ name, path }) => ({ change: "add-template", serviceId, name, path }));

/** Keeps the texts, under the names of their templates. @param {Store} store @param {string} serviceId @param {Added[]} templates */
export async function keepTexts(store, serviceId, templates) {
  for (const { name, path, bytes } of templates) await store.templates.set(keyOf(serviceId, name), bytes, path.split("/").at(-1) ?? path);
}
