/** Who deploys what, where: what an address asks for, made whole by what the manifest and the templates offer. */

import { inOrder, regions } from "../elements/regions.js";
import { listOf, serviceOf } from "./store.js";
import { keyOf, looseKey } from "./templates.js";

/** @import { Store } from "./store.js" */

/**
 * @typedef {object} Wanted
 * @property {string | null} service its id
 * @property {string | null} template its name in the service
 * @property {string | null} file a template that belongs to no service
 * @property {string | null} key of its bytes in the store
 * @property {string} filename what it is called outside
 * @property {string} region
 * @property {string} account
 */

/** What can be chosen for a service. @typedef {{ templates: string[], allowed: string[], regions: string[], accounts: Map<string, string> }} Offer `accounts`: what each may, by its id; `provider` for the provider */

/** How many shared accounts are offered; any other can be typed. */
const MOST_ACCOUNTS = 200;

/** An account that nobody shares anything with. */
const STRANGER = "1999999999999999";

/**
 * @param {Store} store
 * @param {URLSearchParams} query
 * @returns {Wanted}
 */
export function wantedOf(store, query) {
  const { document, templates } = store;
  const ids = listOf(document.services).flatMap((service) => (typeof service?.serviceId === "string" ? [service.serviceId] : []));
  const asked = query.get("service");
  const file = query.get("file") ?? (query.has("template") || asked !== null || ids.length > 0 ? null : (templates.loose()[0]?.filename ?? null));
  const hasTemplate = (/** @type {string} */ id) => namesOf(document, id).some((name) => templates.get(keyOf(id, name)));
  const service = asked ?? ids.find(hasTemplate) ?? ids[0] ?? null;
  const names = service === null ? [] : namesOf(document, service);
  const template = file === null ? (query.get("template") ?? names.find((name) => templates.get(keyOf(/** @type {string} */ (service), name))) ?? names[0] ?? null) : null;
  const key = file !== null ? looseKey(file) : service !== null && template !== null ? keyOf(service, template) : null;
  const stored = key === null ? undefined : templates.get(key);
  const offer = offerOf(store, service, template);
  return {
    service,
    template,
    file,
    key,
    filename: file ?? stored?.filename ?? pathOf(document, service, template)?.split("/").at(-1) ?? template ?? "template",
    region: query.get("region") ?? offer.allowed[0] ?? offer.regions[0],
    account: query.get("account") ?? [...offer.accounts].find(([, may]) => may.startsWith("Deployable"))?.[0] ?? (isPublic(document, service) ? STRANGER : [...offer.accounts.keys()][0]) ?? STRANGER,
  };
}

/**
 * @param {Store} store
 * @param {string | null} service
 * @param {string | null} template
 * @returns {Offer}
 */
export function offerOf({ document }, service, template) {
  const entry = templateOf(document, service, template);
  const allowed = inOrder(listOf(entry?.allowedRegions).filter((region) => typeof region === "string"));
  const named = listOf(document.artifacts).flatMap((artifact) =>
    listOf(artifact?.versions).flatMap((version) => [version?.source?.regionId, ...Object.keys(version?.images ?? {})].filter((region) => typeof region === "string")),
  );
  const accounts = new Map();
  for (const { uid, permission } of listOf(serviceOf(document, service ?? undefined)?.sharedAccounts).slice(0, MOST_ACCOUNTS)) {
    if (typeof uid === "string") accounts.set(uid, String(permission ?? ""));
  }
  if (typeof document.provider === "string") accounts.set(document.provider, "provider");
  accounts.set(STRANGER, "");
  return { templates: service === null ? [] : namesOf(document, service), allowed, regions: inOrder(new Set([...named, ...regions.map(({ id }) => id)])), accounts };
}

/** A file's name with a region in it, before its ending. @param {string} name @param {string} region */
export function resolvedName(name, region) {
  const [, stem, ending] = /^(.+?)((?:\.tf)?\.[^.]+)?$/.exec(name) ?? [, name, ""];
  return `${stem}.${region}${ending ?? ""}`;
}

/** What does the same on the command line. @param {Wanted} wanted @param {string} manifest the name of its file */
export function commandOf({ filename, service, template, region, account }, manifest) {
  const words = ["npx", "ecs-image-resolver", "resolve", quoted(filename), "--manifest", quoted(manifest), "--service", quoted(service ?? ""), "--region", quoted(region), "--account", quoted(account)];
  if (template !== null) words.push("--template", quoted(template));
  return [...words, "--output", quoted(resolvedName(filename, region))].join(" ");
}

/** @param {any} document @param {string} service @returns {string[]} */
const namesOf = (document, service) => listOf(serviceOf(document, service)?.templates).flatMap((template) => (typeof template?.name === "string" ? [template.name] : []));

/** @param {any} document @param {string | null} service @param {string | null} template */
const templateOf = (document, service, template) => listOf(serviceOf(document, service ?? undefined)?.templates).find((one) => one?.name === template);

/** @param {any} document @param {string | null} service @param {string | null} template @returns {string | undefined} */
function pathOf(document, service, template) {
  const path = templateOf(document, service, template)?.path;
  return typeof path === "string" && path !== "" ? path : undefined;
}

/** @param {any} document @param {string | null} service */
const isPublic = (document, service) => serviceOf(document, service ?? undefined)?.shareType === "Public";

/** For a shell. @param {string} word */
const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) && !word.startsWith("-") ? word : `'${word.replaceAll("'", `'\\''`)}'`);
