/**
 * Reading JSON that somebody else wrote: each value is of the type, in the range and with the fields that are called for, or
 * nothing is read at all.
 */

import { BundleError } from "./error.js";

/** @import { Ref } from "./bundle.js" */

/**
 * Gives a value back as what it is, or throws. `at` is where it stands, for the message.
 *
 * @template T
 * @typedef {(value: unknown, at: string) => T} Shape
 */

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** @param {string} text */
export const encode = (text) => encoder.encode(text);

/** @param {Uint8Array} bytes @param {string} what */
export function decode(bytes, what) {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new BundleError("malformed", `${what} is not UTF-8`);
  }
}

/**
 * @template T
 * @param {Uint8Array | string} text
 * @param {Shape<T>} shape
 * @param {string} what
 * @returns {T}
 */
export function read(text, shape, what) {
  const json = typeof text === "string" ? text : decode(text, what);
  let value;
  try {
    value = JSON.parse(json);
  } catch {
    throw new BundleError("malformed", `${what} is not JSON`);
  }
  return shape(value, what);
}

/**
 * An object with these fields and no others: what is signed and not understood must not be passed over.
 *
 * @template {Record<string, Shape<any>>} F
 * @template {Record<string, Shape<any>>} O
 * @param {F} required
 * @param {O} [optional]
 * @returns {Shape<{ [K in keyof F]: ReturnType<F[K]> } & { [K in keyof O]?: ReturnType<O[K]> }>}
 */
export function object(required, optional) {
  return (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(at, "an object");
    /** @type {Record<string, unknown>} */
    const given = /** @type {any} */ (value);
    /** @type {any} */
    const fields = {};
    for (const name of Object.keys(required)) {
      if (!Object.hasOwn(given, name)) throw new BundleError("malformed", `${at} has no \`${name}\``);
    }
    for (const name of Object.keys(given)) {
      const shape = Object.hasOwn(required, name) ? required[name] : optional !== undefined && Object.hasOwn(optional, name) ? optional[name] : undefined;
      if (shape === undefined) throw new BundleError("malformed", `${at} has a field that is not known`);
      fields[name] = shape(given[name], `${at}.${name}`);
    }
    return fields;
  };
}

/**
 * @template T
 * @param {Shape<T>} item
 * @param {number} most
 * @param {number} [least]
 * @returns {Shape<T[]>}
 */
export function list(item, most, least = 0) {
  return (value, at) => {
    if (!Array.isArray(value)) throw wrong(at, "a list");
    if (value.length > most) throw new BundleError("too-large", `${at} has ${value.length} items, ${most} are allowed`);
    if (value.length < least) throw new BundleError("malformed", `${at} has ${value.length} items, not ${least} at least`);
    return value.map((one, index) => item(one, `${at}[${index}]`));
  };
}

/** A whole number that a double holds exactly. @param {number} least @param {number} [most] @returns {Shape<number>} */
export function integer(least, most = Number.MAX_SAFE_INTEGER) {
  return (value, at) => {
    if (!Number.isSafeInteger(value) || Number(value) < least || Number(value) > most) throw wrong(at, `a whole number from ${least} to ${most}`);
    return Number(value);
  };
}

/** @type {Shape<string>} */
export const string = (value, at) => {
  if (typeof value !== "string") throw wrong(at, "a string");
  return value;
};

/** @type {Shape<string>} */
export const id = (value, at) => {
  if (typeof value !== "string" || value === "") throw wrong(at, "a string that is not empty");
  return value;
};

/**
 * @template {string | number} T
 * @param {T} expected
 * @returns {Shape<T>}
 */
export function exactly(expected) {
  return (value, at) => {
    if (value !== expected) throw wrong(at, JSON.stringify(expected));
    return expected;
  };
}

/** @param {RegExp} pattern @param {string} expected @returns {Shape<string>} */
export function matching(pattern, expected) {
  return (value, at) => {
    if (typeof value !== "string" || !pattern.test(value)) throw wrong(at, expected);
    return value;
  };
}

/** 64 small hexadecimal digits. */
export const sha256Hex = matching(/^[0-9a-f]{64}$/, "a SHA-256 in small hexadecimal digits");

/** A moment, as `toISOString` writes it: milliseconds since 1970. @type {Shape<number>} */
export const moment = (value, at) => {
  const time = typeof value === "string" ? Date.parse(value) : NaN;
  if (Number.isNaN(time) || new Date(time).toISOString() !== value) throw wrong(at, "a time such as 2026-01-31T12:00:00.000Z");
  return time;
};

/** `[SHA-256, length]`. @param {number} most bytes @returns {Shape<Ref>} */
export function ref(most) {
  const length = integer(0, most);
  return (value, at) => {
    if (!Array.isArray(value) || value.length !== 2) throw wrong(at, "a SHA-256 and a length");
    return { sha256: sha256Hex(value[0], `${at}[0]`), length: length(value[1], `${at}[1]`) };
  };
}

/** @param {Ref} ref @returns {[string, number]} */
export const written = ({ sha256, length }) => [sha256, length];

/** The value itself is left out of the message: it may be long, or an account. @param {string} at @param {string} expected */
function wrong(at, expected) {
  return new BundleError("malformed", `${at} is not ${expected}`);
}
