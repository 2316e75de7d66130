/** The blocks of code in Markdown, as a reader copies them. */

/** @typedef {{ language: string, label: string, text: string }} Block `label` stands behind the language: the name of a file, or what a shell needs */

/** @param {string} markdown @returns {Block[]} */
export function blocksOf(markdown) {
  return [...markdown.matchAll(/^```(\w*) ?([^\n]*)\n(.*?)^```$/gms)].map(([, language, label, text]) => ({ language, label, text }));
}
