/** What goes in: two files, and who deploys what, where. */

/** @import { Format } from "../../../js/index.js" */
/** @import { Child } from "../dom.js" */
/** @import { Account, Choices, Service } from "../choices.js" */
/** @import { Input } from "../files.js" */
/** @import { Event } from "../state.js" */

import { REGIONS } from "../choices.js";
import { el } from "../dom.js";
import { writingOf } from "../lines.js";
import { words } from "../words.js";

/** @typedef {(event: Event) => void} Send */
/** @typedef {"template" | "manifest"} Role */

/**
 * @param {Role} role
 * @param {Input | null} input
 * @param {Format | null} format
 * @param {(role: Role, file: File | "sample") => void} take
 * @returns {Child}
 */
export function file(role, input, format, take) {
  const id = `open-${role}`;
  const picked = (/** @type {globalThis.Event} */ event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const chosen = field.files?.[0];
    // Picking the same file again is how it is read again after a change.
    if (chosen) take(role, chosen);
    field.value = "";
  };
  return [
    input && el("p", { class: "file" }, el("span", { class: "name" }, input.name), input.sample && el("span", { class: "tag" }, words.sample)),
    input && el("p", { class: "facts" }, facts(input.bytes, format)),
    el(
      "div",
      { class: "buttons" },
      el("label", { class: "button", for: id }, words.open[role], el("input", { id, class: "unseen", type: "file", onchange: picked })),
      !input?.sample && el("button", { type: "button", id: `sample-${role}`, onclick: () => take(role, "sample") }, words.useSample),
    ),
  ];
}

/** @param {Uint8Array} bytes @param {Format | null} format */
function facts(bytes, format) {
  const { size, bom, breaks } = writingOf(bytes);
  return [format && words.formats[format], words.bytes(size), bom && words.bom, words.breaks[breaks]].filter(Boolean).join(" · ");
}

/**
 * @param {Service[]} services
 * @param {string} chosen
 * @param {Send} send
 * @returns {Child}
 */
export function service(services, chosen, send) {
  const options = services.map(({ id, name }) => ({ value: id, text: name || id }));
  const { status, shareType } = services.find(({ id }) => id === chosen) ?? {};
  return [
    el("label", { for: "service" }, words.service),
    services.length === 0
      ? el("select", { id: "service", disabled: true }, el("option", {}, words.noServices))
      : select("service", options, chosen, (value) => send({ type: "asked", field: "service", value })),
    services.length > 0 && el("p", { class: "facts" }, el("code", {}, chosen), " ", [status, shareType].filter(Boolean).join(" · ")),
  ];
}

/**
 * @param {string[]} regions
 * @param {string | null} chosen `null` while it is typed
 * @param {Send} send
 * @returns {Child}
 */
export function region(regions, chosen, send) {
  return choice("region", { label: words.region, other: words.typeRegion, otherLabel: words.typedRegion }, regions.map(plain), chosen, REGIONS, send);
}

/**
 * @param {Choices} choices
 * @param {Account[]} shared
 * @param {string | null} chosen `null` while it is typed
 * @param {Send} send
 * @returns {Child}
 */
export function account({ provider, stranger, accounts }, shared, chosen, send) {
  const options = [
    ...(provider === "" ? [] : [{ value: provider, text: `${provider}, ${words.provider}` }]),
    ...shared.map(({ uid }) => ({ value: uid, text: `${uid}, ${words.shared}` })),
    { value: stranger, text: words.stranger },
  ];
  const permission = shared.find(({ uid }) => uid === chosen)?.permission;
  const fact = permission ? words.permission(permission) : chosen === stranger && words.strangerId(stranger);
  const fields = choice("account", { label: words.account, other: words.typeAccount, otherLabel: words.typedAccount }, options, chosen, accounts, send);
  return [fields, fact && el("p", { class: "facts" }, fact)];
}

/** @typedef {{ value: string, text: string }} Option */

/** @param {string} value @returns {Option} */
const plain = (value) => ({ value, text: value });

/**
 * A list with a way out of it: its last option opens a field to type in.
 *
 * @param {"region" | "account"} field
 * @param {{ label: string, other: string, otherLabel: string }} texts
 * @param {Option[]} options
 * @param {string | null} chosen
 * @param {string[]} suggestions
 * @param {Send} send
 * @returns {Child}
 */
function choice(field, texts, options, chosen, suggestions, send) {
  const other = "other…";
  const typed = chosen === null;
  const choose = (/** @type {string} */ value) => send({ type: "asked", field, value: value === other ? "" : value, typed: value === other });
  const type = (/** @type {globalThis.Event} */ event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    send({ type: "asked", field, value, typed: true });
  };
  return [
    el("label", { for: field }, texts.label),
    select(field, [...options, { value: other, text: texts.other }], typed ? other : chosen, choose),
    typed && el("label", { for: `${field}-typed` }, texts.otherLabel),
    typed && el("input", { id: `${field}-typed`, list: `${field}-known`, autocomplete: "off", spellcheck: "false", oninput: type }),
    typed && el("datalist", { id: `${field}-known` }, suggestions.map((value) => el("option", { value }))),
  ];
}

/**
 * @param {string} id
 * @param {Option[]} options
 * @param {string} chosen
 * @param {(value: string) => void} choose
 */
function select(id, options, chosen, choose) {
  const onchange = (/** @type {globalThis.Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.target).value);
  return el(
    "select",
    { id, onchange },
    options.map(({ value, text }) => el("option", { value, selected: value === chosen }, text)),
  );
}
