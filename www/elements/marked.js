/** The line of a finding with what stands between backticks as code: values that people gave, and names of fields. */

import { html } from "lit";

/** @param {string} text */
export function marked(text) {
  // A run without a closing backtick is text.
  return text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 0 ? part : html`<code>${part}</code>`));
}
