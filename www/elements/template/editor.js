/** The editor: CodeMirror with the image sites and findings of the text that it holds. Loaded when first needed. */

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, linter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

import { card, cardKeys } from "./card.js";
import { marks, setMarks, siteTip } from "./marks.js";
import { load } from "./modes.js";
import { positions, textOf, written, writingOf } from "./written.js";

/** @import { Diagnostic as Lint } from "@codemirror/lint" */
/** @import { Extension, Text } from "@codemirror/state" */
/** @import { Diagnostic, Fix, Site } from "../../../js/index.js" */
/** @import { Mode } from "./modes.js" */
/** @import { Say } from "./template.js" */

/**
 * What the editor asks whoever holds it.
 *
 * @typedef {object} Owner
 * @property {() => void} typed the text changed by an edit
 * @property {(site: Site) => Node} siteCard
 * @property {(found: { sites: Site[], diagnostics: Diagnostic[] }) => HTMLElement} card what there is at the cursor, to act on
 * @property {(diagnostic: Diagnostic) => Node} told a finding's text
 * @property {(diagnostic: Diagnostic) => { name: string, apply: () => void }[]} fixes
 */

/** @typedef {{ source: string | Uint8Array, text: string, sites: Site[], diagnostics: Diagnostic[] }} Study of a text, in the unit of `source` */

export class Editor {
  #view;
  #owner;
  #mode = new Compartment();
  #speech = new Compartment();
  #readonly = new Compartment();
  /** @type {Mode | undefined} */
  #loaded;
  /** @type {{ text: string, doc: Text } | undefined} */
  #text;

  /**
   * @param {{ parent: Element, root: ShadowRoot, owner: Owner }} place
   * @param {{ text: string, say: Say, name: string, readonly: boolean }} options
   * @param {EditorState} [state] of an editor that was closed, to go on with
   */
  constructor({ parent, root, owner }, options, state) {
    this.#owner = owner;
    this.#view = new EditorView({ parent, root, state: state ?? this.#state(options) });
    this.#view.dispatch({ effects: this.#settings(options) });
  }

  /** The text with its mark and line ends, each time the same string while nothing is edited. */
  get text() {
    const { state } = this.#view;
    if (this.#text?.doc !== state.doc) this.#text = { text: textOf(state), doc: state.doc };
    return this.#text.text;
  }

  get writing() {
    return writingOf(this.#view.state);
  }

  /** Opens another text; nothing of the one before can be undone. @param {{ text: string, say: Say, name: string, readonly: boolean }} options */
  open(options) {
    this.#loaded = undefined;
    this.#view.setState(this.#state(options));
    this.#view.dispatch({ effects: this.#settings(options) });
  }

  /** @param {{ say: Say, name: string, readonly: boolean }} options */
  set(options) {
    this.#view.dispatch({ effects: this.#settings(options) });
  }

  /** @param {Mode | undefined} mode */
  async setMode(mode) {
    if (mode === undefined || mode === this.#loaded) return;
    this.#loaded = mode;
    try {
      const language = await load(mode);
      if (this.#loaded === mode) this.#view.dispatch({ effects: this.#mode.reconfigure(language) });
    } catch {
      // Without its colours a text is still a text; the next look tries again.
      this.#loaded = undefined;
    }
  }

  /** Shows what was found in the text. What was found in another text is not shown. @param {Study} study */
  show({ source, text, sites, diagnostics }) {
    if (text !== this.text) return;
    const { state } = this.#view;
    const at = positions(source, text, state.doc);
    const shown = diagnostics.filter((diagnostic) => diagnostic.source === "template" && diagnostic.start !== undefined);
    const lints = shown.map((diagnostic) => this.#lint(diagnostic, at));
    const { effects, ...rest } = setDiagnostics(state, lints);
    const found = [effects ?? []].flat();
    this.#view.dispatch({ ...rest, effects: [...found, setMarks.of({ sites: sites.map((site) => ({ site, from: at(site.start), to: at(site.end) })), findings: shown.map((diagnostic) => ({ diagnostic, from: at(diagnostic.start ?? 0), to: at(diagnostic.end ?? 0) })) })] });
  }

  /** Makes a change of the text as an edit that can be undone. @param {Fix} fix @param {string | Uint8Array} source @param {string} text what the fix is of */
  fix({ start, end, text: insert }, source, text) {
    const { state } = this.#view;
    if (text !== this.text || state.readOnly) return;
    const at = positions(source, text, state.doc);
    const changes = state.changes({ from: at(start), to: at(end), insert });
    this.#view.dispatch({ changes, selection: { anchor: changes.mapPos(at(end), 1) }, userEvent: "input.fix", scrollIntoView: true });
    this.#view.focus();
  }

  /** Selects a place and brings it into view. @param {number} start @param {number} end @param {string | Uint8Array} source */
  reveal(start, end, source) {
    const at = positions(source, this.text, this.#view.state.doc);
    const [anchor, head] = [at(start), at(end)];
    this.#view.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.#view.focus();
  }

  focus() {
    this.#view.focus();
  }

  /** Lets the page forget it. @returns {EditorState} to go on with later */
  close() {
    const { state } = this.#view;
    this.#view.destroy();
    return state;
  }

  /** @param {{ text: string, say: Say, name: string, readonly: boolean }} options */
  #state({ text }) {
    const { doc, extension } = written(text);
    return EditorState.create({
      doc,
      extensions: [
        extension,
        appearance,
        [lineNumbers(), lintGutter(), highlightActiveLineGutter(), highlightActiveLine()],
        [history(), indentOnInput(), bracketMatching(), search({ top: true })],
        [linter(null), marks(), siteTip((site) => this.#owner.siteCard(site)), card((found) => this.#owner.card(found))],
        keymap.of([
          ...cardKeys,
          { key: "F8", run: nextDiagnostic, preventDefault: true },
          { key: "Shift-F8", run: previousDiagnostic, preventDefault: true },
          ...searchKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => void (update.docChanged && this.#owner.typed())),
        // A file that is dropped is the page's to take: as text it would lose its line ends.
        EditorView.domEventHandlers({ drop: (event) => (event.dataTransfer?.files.length ?? 0) > 0 }),
        [this.#mode.of([]), this.#speech.of([]), this.#readonly.of([])],
      ],
    });
  }

  /** @param {{ say: Say, name: string, readonly: boolean }} options */
  #settings({ say, name, readonly }) {
    const speech = [
      EditorState.phrases.of(phrasesOf(say)),
      EditorView.contentAttributes.of({ "aria-label": say.editor(name), "aria-description": say.keys, tabindex: "0" }),
      placeholder(say.placeholder),
    ];
    return [this.#speech.reconfigure(speech), this.#readonly.reconfigure(EditorState.readOnly.of(readonly))];
  }

  /** @param {Diagnostic} diagnostic @param {(offset: number) => number} at @returns {Lint} */
  #lint(diagnostic, at) {
    const { start = 0, end = start, severity, message } = diagnostic;
    return {
      from: at(start),
      to: at(end),
      severity,
      message,
      renderMessage: () => this.#owner.told(diagnostic),
      actions: this.#owner.fixes(diagnostic),
    };
  }
}

/** What editor and comparison have in common. @type {Extension} */
export const appearance = [highlightSpecialChars(), syntaxHighlighting(classHighlighter), EditorState.allowMultipleSelections.of(false), EditorView.lineWrapping];

/** What CodeMirror says itself. @param {Say} say @returns {Record<string, string>} */
export function phrasesOf(say) {
  return {
    Find: say.find,
    Replace: say.replace,
    next: say.next,
    previous: say.previous,
    all: say.selectAll,
    "match case": say.matchCase,
    "by word": say.byWord,
    regexp: say.regexp,
    replace: say.replaceOne,
    "replace all": say.replaceAll,
    close: say.close,
    "Go to line": say.gotoLine,
    go: say.go,
    "Control character": say.control,
    "$ unchanged lines": say.unchangedLines,
  };
}
