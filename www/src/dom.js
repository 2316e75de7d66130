/** Elements, and parts of the page that are built again when what they show has changed. */

/** @typedef {Node | string | number | null | undefined | false | Child[]} Child */

/**
 * An element. Text is always text: nothing here reads HTML.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [attributes] a function named `onclick` listens to `click`; `true` is an attribute
 *   without a value; `false`, `null` and `undefined` are none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  // One by one: a call takes only so many arguments.
  for (const node of nodes(children)) element.append(node);
  return element;
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function nodes(children) {
  return children.flatMap((child) => {
    if (Array.isArray(child)) return nodes(child);
    if (child === null || child === undefined || child === false || child === "") return [];
    return [child instanceof Node ? child : String(child)];
  });
}

/**
 * A part of the page: what `view` makes of its inputs, made again only when one of them is another one.
 *
 * @template {unknown[]} Inputs
 */
export class Region {
  /** @type {Inputs | undefined} */
  #inputs;

  /**
   * @param {HTMLElement} node
   * @param {(...inputs: Inputs) => Child} view
   */
  constructor(node, view) {
    this.node = node;
    this.view = view;
  }

  /**
   * Whatever has the focus keeps it, where there is still an element of its id.
   *
   * @param {Inputs} inputs
   */
  show(...inputs) {
    const shown = this.#inputs;
    if (shown !== undefined && inputs.every((input, index) => input === shown[index])) return;
    this.#inputs = inputs;
    const focused = this.node.contains(document.activeElement) ? document.activeElement?.id : undefined;
    const fresh = document.createDocumentFragment();
    for (const node of nodes([this.view(...inputs)])) fresh.append(node);
    this.node.replaceChildren(fresh);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }
}
