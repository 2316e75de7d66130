/**
 * Account ids as people have them: a column of a spreadsheet, a line of commas, an e-mail. Each id is looked at before anything
 * is changed; a permission or a kind that stands in its line is taken with it.
 */

import { capacityOf, CUSTOMER_PERMISSIONS, RESELLER_PERMISSIONS } from "./model.js";

/** @import { AccountType, Permission } from "../../../js/index.js" */
/** @import { Account } from "./model.js" */

/**
 * What becomes of an id: `new` and `changed` are applied, `same` has the permission already, `again` was pasted before in the
 * same capacity and with the same permission, `overruled` with another one that comes later, `bad` is no account id.
 *
 * @typedef {"new" | "changed" | "same" | "again" | "overruled" | "bad"} Fate
 */
/**
 * @typedef {object} Pasted
 * @property {string} uid as it was pasted
 * @property {number} line from 1
 * @property {Fate} fate
 * @property {Permission} permission
 * @property {AccountType} type
 * @property {string} [before] the permission that it has, where that is another
 * @property {"rounded" | "wide" | "shape"} [reason] why it is bad: a spreadsheet rounded it; digits of another script; no id
 */

/** What stands between ids, in the scripts that people write them in. */
const BETWEEN = /[\s,;|、，；]+/;

/** A line with one id and nothing else, as most are. */
const ALONE = /^[ \t]*([0-9]+)[ \t]*$/;

/** Quotes around an id, and the apostrophe that keeps a spreadsheet from counting with it. */
const AROUND = /^["'“”‘’]+|["'“”‘’]+$/g;

/**
 * @param {string} text
 * @param {{ permission: Permission, type: AccountType }} chosen for ids whose line says nothing else
 * @param {Account[]} shared the accounts that there are
 * @returns {Pasted[]} in the order of the text
 */
export function readPasted(text, chosen, shared) {
  const before = new Map(shared.map(({ uid, permission, type }) => [keyOf(uid, capacityOf(type)), permission]));
  const pasted = text.split(/\r\n?|\n/).flatMap((line, at) => readLine(line, at + 1, chosen));
  /** @type {Map<string, Pasted>} */
  const meant = new Map();
  for (const one of pasted) {
    if (one.fate === "bad") continue;
    const key = keyOf(one.uid, one.type);
    const earlier = meant.get(key);
    if (earlier?.permission === one.permission) {
      one.fate = "again";
      continue;
    }
    // As in the core, of several the last is meant.
    if (earlier) earlier.fate = "overruled";
    meant.set(key, one);
    const had = before.get(key);
    one.fate = !before.has(key) ? "new" : had === one.permission ? "same" : "changed";
    if (one.fate === "changed") one.before = had ?? "";
  }
  return pasted;
}

/** @param {string} uid @param {AccountType} type */
const keyOf = (uid, type) => `${type} ${uid}`;

/** @param {string} text @param {number} line @param {{ permission: Permission, type: AccountType }} chosen @returns {Pasted[]} */
function readLine(text, line, chosen) {
  const alone = ALONE.exec(text);
  if (alone) return [{ uid: alone[1], line, permission: permissionFor(chosen.type, chosen.permission), type: chosen.type, fate: "new" }];
  const words = text.split(BETWEEN).map((word) => word.replace(AROUND, "")).filter((word) => word !== "");
  const permissions = [...CUSTOMER_PERMISSIONS, ...RESELLER_PERMISSIONS];
  const said = permissions.find((permission) => words.includes(permission));
  const saysReseller = words.includes("Reseller");
  const saysCustomer = words.includes("SharedAccount");
  const type = saysReseller ? "Reseller" : saysCustomer ? "SharedAccount" : said ? typeFor(said, chosen.type) : chosen.type;
  const permission = said ?? permissionFor(type, chosen.permission);
  const ids = words.filter((word) => word !== said && word !== "Reseller" && word !== "SharedAccount");
  return ids.map((uid) => {
    const reason = badness(uid);
    return { uid, line, permission, type, fate: reason ? "bad" : "new", ...(reason && { reason }) };
  });
}

/** A permission that only one kind of account has says the kind. @param {Permission} permission @param {AccountType} type */
function typeFor(permission, type) {
  if (RESELLER_PERMISSIONS.includes(permission)) return "Reseller";
  return type;
}

/** @param {AccountType} type @param {Permission} permission @returns {Permission} */
function permissionFor(type, permission) {
  if (type === "Reseller") return permission;
  return RESELLER_PERMISSIONS.includes(permission) ? "Deployable" : permission;
}

/** @param {string} uid @returns {Pasted["reason"]} */
function badness(uid) {
  if (/^[0-9]+$/.test(uid)) return undefined;
  if (/^[0-9.]+E\+?[0-9]+$/i.test(uid)) return "rounded";
  if (/^\p{Nd}+$/u.test(uid)) return "wide";
  return "shape";
}

/** How many there are of each fate. @param {Pasted[]} pasted @returns {Record<Fate, number>} */
export function countFates(pasted) {
  const counts = { new: 0, changed: 0, same: 0, again: 0, overruled: 0, bad: 0 };
  for (const { fate } of pasted) counts[fate] += 1;
  return counts;
}
