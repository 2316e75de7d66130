/** What the codes mean, and how a finding is shown to a person. Apart from the main entry, which needs none of it. */

export { render } from "./render.js";

/** @import { Catalogue } from "./diagnostics.js" */

/** The languages that there is a catalogue of. */
export const languages = ["en"];

/**
 * What each code means, an example and what to do, in one language.
 *
 * @param {string} [language]
 * @returns {Promise<Catalogue>}
 */
export async function catalogue(language = "en") {
  switch (language) {
    case "en":
      return (await import("./catalogue/en.js")).default;
    default:
      throw new TypeError(`there is no catalogue in ${JSON.stringify(language)}: there are ${languages.join(", ")}`);
  }
}
