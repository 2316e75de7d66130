/**
 * Examples as Markdown: fenced code, by the language that it is in. Indentation that all lines share is taken away.
 *
 * What follows the language says what the code is where it is no template: a `manifest`, the `previous` one, a `request`, a `change`
 * of the manifest, a `question` to plan for, or a file to `import`, with its name. The output of a `sh` block is the input, for what cannot be shown as text.
 */

/** @param {string} info */
export const fenced = (info) => {
  return (/** @type {TemplateStringsArray} */ strings, /** @type {unknown[]} */ ...values) => {
    const lines = String.raw(strings, ...values).replace(/^\n/, "").trimEnd().split("\n");
    const shared = Math.min(...lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length));
    return `\`\`\`${info}\n${lines.map((line) => line.slice(shared)).join("\n")}\n\`\`\``;
  };
};

export const yaml = fenced("yaml");
export const json = fenced("json");
export const hcl = fenced("hcl");
export const sh = fenced("sh");
export const js = fenced("js");
export const manifest = fenced("json manifest");
export const previous = fenced("json previous");
export const request = fenced("json request");
export const change = fenced("json change");
export const shManifest = fenced("sh manifest");

/** @param {...string} blocks */
export const together = (...blocks) => blocks.join("\n\n");
