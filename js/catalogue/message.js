/** The one line of a finding, in a catalogue's language. */

/** @import { Catalogue } from "../diagnostics.js" */
/** @import { Diagnostic } from "../index.js" */

/**
 * @param {Pick<Diagnostic, "code" | "message" | "args">} diagnostic
 * @param {Catalogue} [catalogue]
 */
export function message({ code, message, args }, catalogue) {
  const translated = catalogue?.codes[code]?.message;
  // English stands in the finding already.
  if (catalogue === undefined || translated === undefined || catalogue.language === "en") return message;
  return fill(translated, (name) => {
    if (!Object.hasOwn(args, name)) return undefined;
    const value = String(args[name]);
    const words = catalogue.words[name];
    return words !== undefined && Object.hasOwn(words, value) ? words[value] : value;
  });
}

/**
 * Puts arguments into a message: `{name}` is replaced, and `[[…]]` is left out where an argument in it is absent. The
 * core fills its English lines by the same two rules.
 *
 * @param {string} text
 * @param {(name: string) => string | undefined} arg
 */
export function fill(text, arg) {
  const put = (/** @type {string} */ part) => part.replace(/\{([a-z]+)\}/g, (_, name) => arg(name) ?? "");
  const isWhole = (/** @type {string} */ part) => [...part.matchAll(/\{([a-z]+)\}/g)].every(([, name]) => arg(name) !== undefined);
  const parts = text.split(/\[\[(.*?)\]\]/s);
  return parts.map((part, at) => (at % 2 === 0 || isWhole(part) ? put(part) : "")).join("");
}
