/** A template before and after, side by side; where there is no room for that, one in the other. Neither is edited here. */

import { Change, MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, StateEffect } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { defaultKeymap } from "@codemirror/commands";
import { searchKeymap, search } from "@codemirror/search";

import { appearance, phrasesOf } from "./editor.js";
import { load } from "./modes.js";
import { positions, written } from "./written.js";

/** @import { Extension } from "@codemirror/state" */
/** @import { Edit } from "../../../js/index.js" */
/** @import { Mode } from "./modes.js" */
/** @import { Say } from "./template.js" */

/**
 * @param {{ parent: Element, root: ShadowRoot }} place
 * @param {{ source: string | Uint8Array, before: string, after: string, edits: Edit[], say: Say, region: string, mode: Mode | undefined, narrow: boolean }} options
 * @returns {{ close(): void }}
 */
export function compare({ parent, root }, { source, before, after, edits, say, region, mode, narrow }) {
  const a = written(before).doc;
  const b = written(after).doc;
  const language = mode === undefined ? undefined : load(mode).catch(() => []);
  const extensions = (/** @type {string} */ label) => [
    appearance,
    lineNumbers(),
    search({ top: true }),
    keymap.of([...searchKeymap, ...defaultKeymap]),
    EditorState.readOnly.of(true),
    EditorState.phrases.of(phrasesOf(say)),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
  ];
  const shared = {
    highlightChanges: true,
    gutter: true,
    collapseUnchanged: { margin: 4, minSize: 6 },
    // What changed is known, to the byte.
    diffConfig: { override: () => changesOf(source, before, edits) },
  };
  if (narrow) {
    const merge = unifiedMergeView({ original: EditorState.create({ doc: a }).doc, mergeControls: false, ...shared });
    const view = new EditorView({ parent, root, doc: b, extensions: [extensions(`${say.before}, ${say.afterIn(region)}`), merge] });
    const close = colour([view], language);
    return { close: () => (close(), view.destroy()) };
  }
  const view = new MergeView({
    parent,
    root,
    ...shared,
    a: { doc: a, extensions: extensions(say.before) },
    b: { doc: b, extensions: extensions(say.afterIn(region)) },
  });
  const close = colour([view.a, view.b], language);
  return { close: () => (close(), view.destroy()) };
}

/** Adds the language's colours once they are there. @param {EditorView[]} views @param {Promise<Extension> | undefined} language */
function colour(views, language) {
  let isOpen = true;
  void language?.then((extension) => {
    for (const view of isOpen ? views : []) view.dispatch({ effects: StateEffect.appendConfig.of(extension) });
  });
  return () => void (isOpen = false);
}

/** @param {string | Uint8Array} source @param {string} text @param {Edit[]} edits */
function changesOf(source, text, edits) {
  const { doc } = EditorState.create({ doc: written(text).doc });
  const at = positions(source, text, doc);
  let shift = 0;
  return edits.map(({ start, end, new: insert }) => {
    const [fromA, toA] = [at(start), at(end)];
    const fromB = fromA + shift;
    const toB = fromB + insert.replace(/\r\n/g, "\n").length;
    shift = toB - toA;
    return new Change(fromA, toA, fromB, toB);
  });
}
