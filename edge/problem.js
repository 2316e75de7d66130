/** What went wrong, for programs and for people: problem details (RFC 9457), in the asker's language. */

import { fill, message } from "../js/catalogue/message.js";
import en from "./problem/en.js";

/** @import { Catalogue } from "../js/diagnostics.js" */
/** @import { Diagnostic } from "../js/index.js" */
/** @import { Reply } from "./reply.js" */

/** Every problem there is, by its permanent name, with its status. */
export const STATUS = Object.freeze({
  "request-invalid": 400,
  "template-twice": 400,
  "body-missing": 400,
  "body-broken": 400,
  "token-missing": 401,
  "token-invalid": 401,
  "scope-missing": 403,
  "provider-mismatch": 403,
  "route-unknown": 404,
  "service-unavailable": 404,
  "template-unknown": 404,
  "method-not-allowed": 405,
  "not-acceptable": 406,
  "body-slow": 408,
  "unchanged": 412,
  "manifest-changed": 412,
  "body-too-large": 413,
  "encoding-unsupported": 415,
  "media-type-unsupported": 415,
  "not-resolved": 422,
  "manifest-refused": 422,
  "manifest-incomplete": 422,
  "if-match-missing": 428,
  "rate-limited": 429,
  "internal-error": 500,
  "keys-unavailable": 503,
  "manifest-missing": 503,
  "manifest-unavailable": 503,
  "manifest-unverified": 503,
  "manifest-expired": 503,
  "storage-full": 507,
});

/** @typedef {keyof typeof STATUS} Code */
/** @typedef {{ title: string, detail: string, todo: string }} Entry */
/** @typedef {{ problems: Record<Code, Entry>, words: Record<string, Record<string, string>> }} Words */

/** The languages that problems are told in. The first is for whoever asks for none of them. */
export const LANGUAGES = /** @type {const} */ (["en", "ja", "zh"]);

/** @typedef {typeof LANGUAGES[number]} Language */

/** An answer that is no success. It is thrown where it is found, and told where the answer is made. */
export class Problem extends Error {
  /**
   * @param {Code} code
   * @param {object} [more]
   * @param {Record<string, string | number>} [more.args] what the text is made with
   * @param {Record<string, string>} [more.headers]
   * @param {{ diagnostics: Diagnostic[], dropped: number }} [more.findings] the core's
   * @param {unknown} [more.cause] for the log
   */
  constructor(code, { args = {}, headers = {}, findings, cause } = {}) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = "Problem";
    this.code = code;
    this.status = STATUS[code];
    this.args = args;
    this.headers = headers;
    this.findings = findings;
  }
}

/**
 * @param {Problem} problem
 * @param {Language} language
 * @returns {Promise<Reply>}
 */
export async function reply({ code, status, args, headers, findings }, language) {
  const words = await wordsOf(language);
  const { title } = words.problems[code];
  /** @type {Record<string, unknown>} */
  const told = { type: `/problems/${code}`, title, status, code, detail: detail(words, code, args) };
  if (findings !== undefined) {
    const catalogue = await catalogueOf(language);
    told.diagnostics = findings.diagnostics.map((found) => ({ ...found, message: message(found, catalogue) }));
    told.dropped = findings.dropped;
  }
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      "content-language": language,
      "cache-control": "no-store",
      vary: "Authorization, Accept-Language",
      ...headers,
    },
    body: JSON.stringify(told),
  };
}

/**
 * What a problem means and what to do about it.
 *
 * @param {string} code
 * @param {Language} language
 */
export async function explanation(code, language) {
  if (!Object.hasOwn(STATUS, code)) return undefined;
  const { title, todo } = (await wordsOf(language)).problems[/** @type {Code} */ (code)];
  return { type: `/problems/${code}`, code, status: STATUS[/** @type {Code} */ (code)], title, todo };
}

/**
 * The language that suits an asker best.
 *
 * @param {string | null} accepted an Accept-Language (RFC 9110)
 * @returns {Language}
 */
export function languageOf(accepted) {
  /** @type {Language} */
  let best = LANGUAGES[0];
  let weight = 0;
  for (const range of (accepted ?? "").slice(0, 256).split(",")) {
    const [, tag, quality = "1"] = /^\s*([a-z]{1,8}|\*)(?:-[a-z0-9-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/i.exec(range) ?? [];
    const language = LANGUAGES.find((known) => known === tag?.toLowerCase());
    if (language !== undefined && Number(quality) > weight) {
      best = language;
      weight = Number(quality);
    }
  }
  return best;
}

/**
 * @param {Words} words
 * @param {Code} code
 * @param {Record<string, string | number>} args
 */
function detail(words, code, args) {
  return fill(words.problems[code].detail, (name) => {
    if (!Object.hasOwn(args, name)) return undefined;
    const value = String(args[name]);
    return words.words[name]?.[value] ?? value;
  });
}

/** @param {Language} language @returns {Promise<Words>} */
async function wordsOf(language) {
  if (language === "ja") return (await import("./problem/ja.js")).default;
  if (language === "zh") return (await import("./problem/zh.js")).default;
  return en;
}

/**
 * What the core's codes are called.
 *
 * @param {Language} language
 * @returns {Promise<Catalogue>}
 */
export async function catalogueOf(language) {
  if (language === "ja") return (await import("../js/catalogue/ja.js")).default;
  if (language === "zh") return (await import("../js/catalogue/zh.js")).default;
  return (await import("../js/catalogue/en.js")).default;
}
