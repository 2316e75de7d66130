/** The page's state: one value, and what each event makes of it. */

/** @import { Place } from "../../js/index.js" */
/** @import { Catalogue } from "../../js/diagnostics.js" */
/** @import { Choices } from "./choices.js" */
/** @import { Input } from "./files.js" */

import { choicesOf } from "./choices.js";

/** @typedef {typeof import("../../js/browser.js")} Core */
/** @typedef {{ status: "loading" } | { status: "ready", core: Core } | { status: "failed", code: string, message: string }} Loading */
/** @typedef {{ service: string, region: string, account: string }} Request */
/** @typedef {Pick<Place, "source" | "start" | "end" | "line">} Selection */

/**
 * @typedef {object} State
 * @property {Loading} core
 * @property {Input | null} template
 * @property {Input | null} manifest
 * @property {Choices} choices what the manifest offers
 * @property {Request} request
 * @property {{ region: boolean, account: boolean }} typed which fields are typed into, instead of chosen from a list
 * @property {Selection | null} selected the place that was last clicked
 * @property {ReadonlySet<string>} opened the findings whose help is shown
 * @property {Catalogue | null} catalogue what the codes mean, once it is loaded
 * @property {string} notice what could not be read
 */

/**
 * @typedef {{ type: "core", core: Loading }
 *   | { type: "opened", role: "template" | "manifest", input: Input }
 *   | { type: "asked", field: keyof Request, value: string, typed?: boolean }
 *   | { type: "selected", place: Selection }
 *   | { type: "help", code: string, open: boolean }
 *   | { type: "catalogue", catalogue: Catalogue }
 *   | { type: "notice", text: string }} Event
 */

/** @type {State} */
export const initial = {
  core: { status: "loading" },
  template: null,
  manifest: null,
  choices: choicesOf(new Uint8Array()),
  request: { service: "", region: "", account: "" },
  typed: { region: false, account: false },
  selected: null,
  opened: new Set(),
  catalogue: null,
  notice: "",
};

/**
 * @param {State} state
 * @param {Event} event
 * @returns {State}
 */
export function update(state, event) {
  switch (event.type) {
    case "core":
      return { ...state, core: event.core };
    case "opened":
      return opened({ ...state, selected: null, notice: "", [event.role]: event.input }, event.role);
    case "asked":
      return asked(state, event);
    case "selected":
      return { ...state, selected: event.place };
    case "help":
      if (state.opened.has(event.code) === event.open) return state;
      return { ...state, opened: toggled(state.opened, event.code) };
    case "catalogue":
      return { ...state, catalogue: event.catalogue };
    case "notice":
      return { ...state, notice: event.text };
  }
}

/**
 * What was chosen stays chosen where the new manifest still has it.
 *
 * @param {State} state
 * @param {"template" | "manifest"} role
 * @returns {State}
 */
function opened(state, role) {
  if (role === "template" || state.manifest === null) return state;
  const choices = choicesOf(state.manifest.bytes);
  const { request, typed } = state;
  const service = choices.services.find(({ id }) => id === request.service) ?? choices.services[0];
  const region = typed.region || choices.regions.includes(request.region) ? request.region : (choices.regions[0] ?? "");
  const account = request.account === "" ? service?.accounts[0]?.uid : request.account;
  const asked = { service: service?.id ?? "", region, account: account ?? choices.provider };
  return withListedAccount({ ...state, choices, request: asked });
}

/**
 * @param {State} state
 * @param {Extract<Event, { type: "asked" }>} event
 * @returns {State}
 */
function asked(state, { field, value, typed = false }) {
  const next = { ...state, request: { ...state.request, [field]: value }, selected: null };
  if (field === "service") return withListedAccount(next);
  return { ...next, typed: { ...state.typed, [field]: typed } };
}

/**
 * An account that was chosen for another service is, for this one, any other account.
 *
 * @param {State} state
 * @returns {State}
 */
function withListedAccount(state) {
  const { choices, request, typed } = state;
  const listed = [choices.provider, ...accountsOf(state).map(({ uid }) => uid)];
  if (typed.account || listed.includes(request.account)) return state;
  return { ...state, request: { ...request, account: choices.stranger } };
}

/**
 * The accounts that the chosen service is shared with.
 *
 * @param {Pick<State, "choices" | "request">} state
 */
export function accountsOf({ choices, request }) {
  return choices.services.find(({ id }) => id === request.service)?.accounts ?? [];
}

/**
 * @template T
 * @param {ReadonlySet<T>} set
 * @param {T} item
 */
function toggled(set, item) {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
