/** The languages that the editor knows, each loaded when a text is in it. */

/** @import { Format } from "../../../js/index.js" */
/** @import { Extension } from "@codemirror/state" */

/** @typedef {"yaml" | "json" | "hcl"} Mode */

/**
 * @param {Format | null | undefined} format what the core read, or was told
 * @param {string} filename
 * @returns {Mode | undefined}
 */
export function modeOf(format, filename) {
  if (format === "terraform" || (!format && /\.(tf|hcl)$/i.test(filename))) return "hcl";
  if (format === "ros-json" || format === "terraform-json" || (!format && /\.json$/i.test(filename))) return "json";
  return format === "ros-yaml" || (!format && /\.(ya?ml|template)$/i.test(filename)) ? "yaml" : undefined;
}

/** @param {Mode} mode @returns {Promise<Extension>} */
export async function load(mode) {
  if (mode === "yaml") return (await import("@codemirror/lang-yaml")).yaml();
  if (mode === "json") return (await import("@codemirror/lang-json")).json();
  return (await import("codemirror-lang-hcl")).hcl();
}
