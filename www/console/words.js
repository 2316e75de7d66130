/**
 * The console's own words. Each language is one flat object of strings, and of functions that make strings; the same keys in
 * all of them. What a diagnostic says comes from the package's catalogues.
 */

/** @typedef {"en" | "ja" | "zh"} Language */
/** @typedef {typeof import("./words/en.js").default} Words */

/** @type {Language[]} */
export const LANGUAGES = ["en", "ja", "zh"];

/** What each is called by those who speak it. @type {Record<Language, string>} */
export const NAMES = { en: "English", ja: "日本語", zh: "中文" };

/** @param {Language} language @returns {Promise<Words>} */
export async function load(language) {
  return (await LOADERS[language]()).default;
}

/** @type {Record<Language, () => Promise<{ default: Words }>>} */
const LOADERS = {
  en: () => import("./words/en.js"),
  ja: () => import("./words/ja.js"),
  zh: () => import("./words/zh.js"),
};
