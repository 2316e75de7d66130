/** Image sites in the text: marked by what became of each, with the new id beside the old one, and their facts on hover. */

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, hoverTooltip, WidgetType } from "@codemirror/view";

import { outcomeOf } from "./images.js";

/** @import { ChangeDesc, EditorState, Extension } from "@codemirror/state" */
/** @import { DecorationSet } from "@codemirror/view" */
/** @import { Diagnostic, Site } from "../../../js/index.js" */

/** @typedef {{ sites: { site: Site, from: number, to: number }[], findings: { diagnostic: Diagnostic, from: number, to: number }[] }} Found */

/** @type {import("@codemirror/state").StateEffectType<Found>} */
export const setMarks = StateEffect.define();

/** The new id, after the old one. */
class After extends WidgetType {
  /** @param {string} imageId */
  constructor(imageId) {
    super();
    this.imageId = imageId;
  }

  /** @param {After} other */
  eq(other) {
    return other.imageId === this.imageId;
  }

  toDOM() {
    const dom = document.createElement("span");
    dom.className = "eir-after";
    dom.textContent = `→ ${this.imageId}`;
    return dom;
  }
}

/** @type {StateField<{ found: Found, shown: DecorationSet }>} */
const field = StateField.define({
  create: () => ({ found: /** @type {Found} */ ({ sites: [], findings: [] }), shown: Decoration.none }),
  update(value, transaction) {
    let { found, shown } = value;
    if (transaction.docChanged) {
      found = moved(found, transaction.changes);
      shown = shown.map(transaction.changes);
    }
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) {
        found = effect.value;
        shown = decorate(found);
      }
    }
    return found === value.found && shown === value.shown ? value : { found, shown };
  },
  provide: (field) => EditorView.decorations.from(field, ({ shown }) => shown),
});

/** @param {Found} found @param {ChangeDesc} changes @returns {Found} */
function moved({ sites, findings }, changes) {
  const move = (/** @type {number} */ from, /** @type {number} */ to) => ({ from: changes.mapPos(from, 1), to: Math.max(changes.mapPos(from, 1), changes.mapPos(to, -1)) });
  return {
    sites: sites.map(({ site, from, to }) => ({ site, ...move(from, to) })),
    findings: findings.map(({ diagnostic, from, to }) => ({ diagnostic, ...move(from, to) })),
  };
}

/** @param {Found} found */
function decorate({ sites }) {
  const ranges = sites.flatMap(({ site, from, to }) => {
    const marked = from < to ? [Decoration.mark({ class: `eir-site eir-${outcomeOf(site)}` }).range(from, to)] : [];
    const after = site.replacement?.imageId;
    return after === undefined ? marked : [...marked, Decoration.widget({ widget: new After(after), side: 1 }).range(to)];
  });
  return Decoration.set(ranges, true);
}

/** @returns {Extension} */
export const marks = () => field;

/** What there is at a place, or else on its line. @param {EditorState} state @param {number} at */
export function foundAt(state, at) {
  const { sites, findings } = state.field(field).found;
  const line = state.doc.lineAt(at);
  for (const [start, end] of [[at, at], [line.from, line.to]]) {
    const touches = (/** @type {{ from: number, to: number }} */ { from, to }) => from <= end && to >= start;
    const found = {
      sites: sites.filter(touches).map(({ site }) => site),
      diagnostics: findings.filter(touches).map(({ diagnostic }) => diagnostic),
    };
    if (found.sites.length + found.diagnostics.length > 0) return found;
  }
  return { sites: [], diagnostics: [] };
}

/** @param {(site: Site) => Node} cardOf @returns {Extension} */
export function siteTip(cardOf) {
  return hoverTooltip((view, at) => {
    const found = view.state.field(field).found.sites.find(({ from, to }) => from <= at && at <= to && from < to);
    if (found === undefined) return null;
    const create = () => {
      const dom = document.createElement("div");
      dom.className = "eir-tip";
      dom.append(cardOf(found.site));
      return { dom };
    };
    return { pos: found.from, end: found.to, above: true, create };
  });
}
