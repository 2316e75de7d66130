/** What the codes mean, and how a finding is shown to a person. Apart from the main entry, which needs none of it. */

export { message } from "./catalogue/message.js";
export { render } from "./render.js";

/** @import { Catalogue } from "./diagnostics.js" */

/** The languages that there is a catalogue of. */
export const languages = ["en", "ja", "zh"];

/**
 * What each code means, an example and what to do, in one language; loaded when it is first asked for.
 *
 * @param {string} [language]
 * @returns {Promise<Catalogue>}
 */
export async function catalogue(language = "en") {
  switch (language) {
    case "en":
      return (await import("./catalogue/en.js")).default;
    case "ja":
      return (await import("./catalogue/ja.js")).default;
    case "zh":
      return (await import("./catalogue/zh.js")).default;
    default:
      throw new TypeError(`there is no catalogue in ${JSON.stringify(language)}: there are ${languages.join(", ")}`);
  }
}
