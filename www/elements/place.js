/**
 * A box put somewhere by script: a style attribute would be text that a strict policy bars, properties that a script sets are not.
 *
 *     html`<div ${place({ "inset-block-start": "24px" })}></div>`
 */

import { noChange } from "lit";
import { directive, Directive } from "lit/directive.js";

/** @import { ElementPart } from "lit" */

class Place extends Directive {
  /** @type {Record<string, string>} */
  #set = {};

  /** @param {Record<string, string>} _properties */
  render(_properties) {
    return noChange;
  }

  /**
   * @param {ElementPart} part
   * @param {[Record<string, string>]} properties
   */
  update(part, [properties]) {
    const { style } = /** @type {HTMLElement} */ (part.element);
    for (const [name, value] of Object.entries(properties)) {
      if (this.#set[name] !== value) style.setProperty(name, value);
    }
    this.#set = properties;
    return noChange;
  }
}

export const place = directive(Place);
