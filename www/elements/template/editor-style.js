/** How the editor looks. CodeMirror's own sheet has pictures in it, which a page's policy may bar: none of them is used. */

import { css } from "lit";

export const editorStyle = css`
  .all .cm-editor {
    --_string: light-dark(#0b5c2c, #8fd6a8);
    --_name: light-dark(#174a8b, #93c0f5);
    --_word: light-dark(#6a2a8e, #d5aaee);
    --_value: light-dark(#8a3a00, #f2b681);
    background: var(--_surface);
    color: var(--_text);
    font-size: calc(var(--_font-size) * 0.93);
  }
  .editor .cm-editor {
    block-size: 100%;
  }
  .all .cm-editor.cm-focused {
    outline: none;
  }
  .editor:focus-within {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }
  .comparison .cm-editor.cm-focused {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .all .cm-editor .cm-scroller {
    font-family: var(--_mono);
    line-height: 1.6;
  }
  .all .cm-editor .cm-content {
    caret-color: var(--_text);
  }
  .all .cm-editor .cm-gutters {
    border-inline-end: 1px solid var(--_line);
    background: var(--_sunken);
    color: var(--_muted);
  }
  .all .cm-editor :is(.cm-activeLine, .cm-activeLineGutter) {
    background: color-mix(in srgb, var(--_accent-soft) 45%, transparent);
  }
  .all .cm-editor .cm-activeLineGutter {
    color: var(--_text);
  }
  .all .cm-editor .cm-line ::selection,
  .all .cm-editor .cm-line::selection {
    background: color-mix(in srgb, var(--_accent) 30%, transparent);
  }
  .all .cm-editor .cm-placeholder {
    color: var(--_muted);
  }
  .all .cm-editor .cm-specialChar {
    color: var(--_bad);
  }
  .all .cm-editor :is(.cm-matchingBracket, .cm-nonmatchingBracket) {
    background: var(--_accent-soft);
  }
  .all .cm-editor .cm-searchMatch {
    background: var(--_wait-soft);
    outline: 1px solid var(--_wait);
  }
  .all .cm-editor .cm-searchMatch-selected {
    outline-width: 2px;
  }

  .tok-comment {
    color: var(--_muted);
    font-style: italic;
  }
  :is(.tok-string, .tok-string2, .tok-url) {
    color: var(--_string);
  }
  :is(.tok-propertyName, .tok-variableName) {
    color: var(--_name);
  }
  :is(.tok-keyword, .tok-typeName, .tok-meta, .tok-atom, .tok-labelName) {
    color: var(--_word);
  }
  :is(.tok-number, .tok-bool, .tok-literal) {
    color: var(--_value);
  }

  .all .cm-editor .eir-site {
    border-block-end: 2px solid var(--_info);
    background: var(--_info-soft);
    color: var(--_text);
  }
  .all .cm-editor .eir-site :is(span) {
    color: inherit;
  }
  .all .cm-editor .eir-replaced {
    border-color: var(--_good);
    background: var(--_good-soft);
  }
  .all .cm-editor .eir-unassociated {
    border-block-end-style: dotted;
  }
  .all .cm-editor .eir-not-literal {
    border-block-end: 2px dashed var(--_wait);
    background: var(--_wait-soft);
  }
  .all .cm-editor .eir-blocked {
    border-block-end: 2px double var(--_bad);
    background: var(--_bad-soft);
  }
  .all .cm-editor .eir-left-alone {
    border-block-end: 2px dotted var(--_muted);
    background: var(--_sunken);
  }
  .all .cm-editor .eir-after {
    margin-inline-start: 1ch;
    padding-inline: 0.5ch;
    border-radius: 3px;
    background: var(--_good-soft);
    color: var(--_good);
    font-weight: 600;
    user-select: none;
  }

  .all .cm-editor .cm-lintRange {
    padding: 0;
    background-image: none;
    text-decoration: underline wavy 1.5px;
    text-underline-offset: 3px;
    text-decoration-skip-ink: none;
  }
  .all .cm-editor .cm-lintRange-error {
    text-decoration-color: var(--_bad);
  }
  .all .cm-editor .cm-lintRange-warning {
    text-decoration-color: var(--_wait);
  }
  .all .cm-editor .cm-lintRange-info {
    text-decoration-color: var(--_info);
  }
  .all .cm-editor .cm-lintRange-active {
    background-color: var(--_accent-soft);
  }
  .all .cm-editor .cm-lintPoint::after {
    border-block-end-color: var(--_bad);
  }
  .all .cm-editor .cm-gutter-lint {
    inline-size: 1.3em;
  }
  .all .cm-editor .cm-gutter-lint .cm-gutterElement {
    padding: 0.3em;
  }
  .all .cm-editor .cm-lint-marker {
    content: none;
    inline-size: 0.8em;
    block-size: 0.8em;
    margin-block-start: 0.1em;
    cursor: help;
  }
  .all .cm-editor .cm-lint-marker-error {
    content: none;
    border-radius: 50%;
    background: var(--_bad);
  }
  .all .cm-editor .cm-lint-marker-warning {
    content: none;
    background: var(--_wait);
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
  }
  .all .cm-editor .cm-lint-marker-info {
    content: none;
    border-radius: 2px;
    background: var(--_info);
  }

  .all .cm-editor .cm-tooltip {
    max-inline-size: min(40em, 90vi);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: var(--_font-size) / 1.5 var(--_font);
    box-shadow: var(--_shadow);
    overflow-wrap: anywhere;
  }
  .all .cm-editor .cm-tooltip-section:not(:first-child) {
    border-block-start: 1px solid var(--_line);
  }
  .all .cm-editor .cm-diagnostic {
    margin: 0;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border-inline-start: 4px solid var(--_info);
    white-space: normal;
  }
  .all .cm-editor .cm-diagnostic-error {
    border-color: var(--_bad);
  }
  .all .cm-editor .cm-diagnostic-warning {
    border-color: var(--_wait);
  }
  .all .cm-editor .cm-diagnosticAction {
    margin: var(--_space) var(--_space) 0 0;
    padding: calc(var(--_space) * 0.75) calc(var(--_space) * 2);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-size: var(--_small);
    cursor: pointer;
  }
  .eir-tip,
  .eir-tip > .drawn,
  .eir-card .drawn > div {
    justify-items: start;
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .eir-tip {
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
  }
  .eir-tip p:empty {
    display: none;
  }
  .eir-tip dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 calc(var(--_space) * 3);
    font-size: var(--_small);
  }
  .eir-tip dt {
    color: var(--_muted);
  }
  .all .cm-editor .eir-card {
    max-block-size: 23em;
    overflow: auto;
  }
  .eir-card .drawn > div + div {
    padding-block-start: calc(var(--_space) * 2);
    border-block-start: 1px solid var(--_line);
  }

  .all .cm-editor .cm-panels {
    border-color: var(--_line);
    background: var(--_sunken);
    color: var(--_text);
  }
  .all .cm-editor .cm-panel.cm-search {
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 8) calc(var(--_space) * 1.5) calc(var(--_space) * 2);
    font-family: var(--_font);
  }
  .all .cm-editor .cm-panel :is(.cm-textfield, .cm-button) {
    inline-size: auto;
    min-block-size: calc(var(--_space) * 6);
    margin: 2px 4px 2px 0;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_small);
    vertical-align: middle;
  }
  .all .cm-editor .cm-panel label {
    display: inline-flex;
    align-items: center;
    gap: var(--_space);
    font-size: var(--_small);
  }
  .all .cm-editor .cm-panel button[name="close"] {
    inset-block-start: 4px;
    inset-inline-end: 4px;
    min-block-size: 0;
    inline-size: 1.75em;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font-size: 1.1em;
  }

  .comparison .cm-mergeView {
    overflow: visible;
  }
  .all .cm-editor .cm-changedLine,
  .all .cm-merge-b .cm-changedLine {
    background: color-mix(in srgb, var(--_good-soft) 70%, transparent);
  }
  .all .cm-merge-a .cm-changedLine,
  .all .cm-editor .cm-deletedChunk {
    background: color-mix(in srgb, var(--_bad-soft) 70%, transparent);
  }
  .all .cm-merge-a .cm-changedText,
  .all .cm-editor .cm-deletedChunk .cm-deletedText {
    background: var(--_bad-soft);
    box-shadow: inset 0 -2px var(--_bad);
  }
  .all .cm-merge-b .cm-changedText {
    background: var(--_good-soft);
    box-shadow: inset 0 -2px var(--_good);
  }
  .all .cm-merge-a :is(.cm-changedLineGutter, .cm-deletedLineGutter),
  .all .cm-merge-b .cm-deletedLineGutter {
    background: var(--_bad);
  }
  .all .cm-merge-b .cm-changedLineGutter {
    background: var(--_good);
  }
  .all .cm-editor .cm-collapsedLines {
    padding-block: var(--_space);
    border-block: 1px solid var(--_line);
    background: var(--_sunken);
    color: var(--_muted);
    font-family: var(--_font);
  }
  /* Three dots that are drawn: the sign for them is in few fonts. */
  .all .cm-editor .cm-collapsedLines::before,
  .all .cm-editor .cm-collapsedLines::after {
    content: "";
    display: inline-block;
    inline-size: 1.1em;
    margin-inline-end: 0.75em;
    border-block-end: 3px dotted currentColor;
    vertical-align: 0.25em;
  }
  .all .cm-editor .cm-collapsedLines::after {
    margin-inline: 0.75em 0;
  }
  @media (prefers-reduced-motion: reduce) {
    .all .cm-editor * {
      scroll-behavior: auto;
      transition: none;
      animation: none;
    }
  }
`;
