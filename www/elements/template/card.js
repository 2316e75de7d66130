/** What can be done at the cursor, opened by a key: the fixes of what was found there, and the image with its relation. */

import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, showTooltip } from "@codemirror/view";

import { foundAt } from "./marks.js";

/** @import { Extension } from "@codemirror/state" */
/** @import { KeyBinding, Tooltip } from "@codemirror/view" */
/** @import { Diagnostic, Site } from "../../../js/index.js" */

/** @typedef {{ sites: Site[], diagnostics: Diagnostic[] }} Found */

/** @type {import("@codemirror/state").StateEffectType<Found | null>} */
const setCard = StateEffect.define();

/** @param {(found: Found) => HTMLElement} draw @returns {Extension} */
export function card(draw) {
  /** @type {StateField<Tooltip | null>} */
  const field = StateField.define({
    create: () => /** @type {Tooltip | null} */ (null),
    update(open, { state, docChanged, selection, effects }) {
      let next = docChanged || selection !== undefined ? null : open;
      for (const effect of effects) {
        if (effect.is(setCard)) next = effect.value === null ? null : tooltip(state.selection.main.head, effect.value, draw);
      }
      return next;
    },
    provide: (field) => showTooltip.from(field),
  });
  return field;
}

/** @param {number} pos @param {Found} found @param {(found: Found) => HTMLElement} draw @returns {Tooltip} */
function tooltip(pos, found, draw) {
  return {
    pos,
    create(view) {
      const dom = document.createElement("div");
      dom.className = "eir-tip eir-card";
      dom.append(draw(found));
      dom.tabIndex = -1;
      dom.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        closeCard(view);
        view.focus();
      });
      dom.addEventListener("focusout", ({ relatedTarget }) => {
        if (relatedTarget instanceof Node && !dom.contains(relatedTarget)) closeCard(view);
      });
      return { dom, mount: () => (dom.querySelector("button") ?? dom).focus({ preventScroll: true }) };
    },
  };
}

/** @param {EditorView} view */
function closeCard(view) {
  view.dispatch({ effects: setCard.of(null) });
}

/** @param {EditorView} view */
function openCard(view) {
  const found = foundAt(view.state, view.state.selection.main.head);
  view.dispatch({ effects: setCard.of(found) });
  return true;
}

/** @type {KeyBinding[]} */
export const cardKeys = [
  { key: "Alt-Enter", run: openCard, preventDefault: true },
  { key: "Mod-.", run: openCard, preventDefault: true },
];
