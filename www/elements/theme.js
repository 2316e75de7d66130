/**
 * The look that the elements and the console share: nothing global, only sheets for shadow roots.
 *
 * Whoever embeds an element sets `--eir-NAME` on it or anywhere above it; inside, the style sheets say `--_NAME`, which is
 * that or its default. Light and dark follow the `color-scheme` of the page around the element.
 *
 * | names | what they are |
 * | --- | --- |
 * | `font`, `mono`, `font-size` | type |
 * | `text`, `muted`, `background`, `surface`, `sunken`, `line`, `edge` | ink, paper, hairlines, edges of controls |
 * | `accent`, `accent-ink`, `accent-soft` | what can be pressed or is chosen |
 * | `good`, `wait`, `bad`, `info`, each also with `-soft` | states: ink, and the paper under it |
 * | `radius`, `space` | corners; the unit of distance |
 */

import { css } from "lit";

/** @import { CSSResult } from "lit" */

/** Colours, type and distances. Every other sheet needs it. */
export const tokens = css`
  :host {
    --_font: var(--eir-font, system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Noto Sans CJK JP", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans", sans-serif);
    --_mono: var(--eir-mono, ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK JP", monospace);
    /* Some pages make a rem 10 pixels. */
    --_font-size: var(--eir-font-size, max(0.875rem, 14px));
    --_small: calc(var(--_font-size) * 0.875);

    --_text: var(--eir-text, light-dark(#1c2430, #e3e8ef));
    --_muted: var(--eir-muted, light-dark(#566273, #9ba8b8));
    --_background: var(--eir-background, light-dark(#f4f6f9, #11161d));
    --_surface: var(--eir-surface, light-dark(#ffffff, #191f28));
    --_sunken: var(--eir-sunken, light-dark(#f4f6f9, #131920));
    --_line: var(--eir-line, light-dark(#dfe4eb, #2d3642));
    --_edge: var(--eir-edge, light-dark(#818c9b, #6b7888));

    --_accent: var(--eir-accent, light-dark(#0a5bbd, #6fb1ff));
    --_accent-ink: var(--eir-accent-ink, light-dark(#ffffff, #0b1826));
    --_accent-soft: var(--eir-accent-soft, light-dark(#e6f0fc, #1a2d44));

    --_good: var(--eir-good, light-dark(#116334, #74d69b));
    --_good-soft: var(--eir-good-soft, light-dark(#dcf3e4, #15301f));
    --_wait: var(--eir-wait, light-dark(#7d4a00, #f0bd5f));
    --_wait-soft: var(--eir-wait-soft, light-dark(#fdf0d2, #352810));
    --_bad: var(--eir-bad, light-dark(#b0201a, #ff9a90));
    --_bad-soft: var(--eir-bad-soft, light-dark(#fde5e3, #3d1a18));
    --_info: var(--eir-info, light-dark(#2c5687, #9cc4f0));
    --_info-soft: var(--eir-info-soft, light-dark(#e7eef7, #1b2938));

    --_radius: var(--eir-radius, 6px);
    --_space: var(--eir-space, 4px);
    --_control: calc(var(--_space) * 8);
    --_shadow: 0 1px 2px rgb(0 0 0 / 0.08), 0 8px 24px rgb(0 0 0 / 0.16);
  }
`;

/** Boxes, type, links and focus. */
export const base = css`
  :host {
    display: block;
    box-sizing: border-box;
    min-inline-size: 0;
    color: var(--_text);
    font: var(--_font-size) / 1.5 var(--_font);
    text-align: start;
    text-size-adjust: none;
  }
  /* What a page says of every element, it says of the host too. It stops here. */
  :where(:host > *) {
    color: var(--_text);
    font: var(--_font-size) / 1.5 var(--_font);
    letter-spacing: normal;
    word-spacing: normal;
    word-break: normal;
    overflow-wrap: normal;
    white-space: normal;
    hyphens: manual;
    text-align: start;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    cursor: auto;
    user-select: auto;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1, h2, h3, h4, p, ul, ol, dl, dd, figure, fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  fieldset {
    min-inline-size: 0;
  }
  ul, ol {
    list-style: none;
  }
  h1 {
    font-size: 1.375em;
  }
  h2 {
    font-size: 1.125em;
  }
  h3, h4, legend {
    font-size: 1em;
  }
  h1, h2, h3, h4, legend {
    padding: 0;
    font-weight: 600;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  code, kbd, samp, .mono {
    font-family: var(--_mono);
    font-size: 0.93em;
    overflow-wrap: anywhere;
  }
  a {
    color: var(--_accent);
    text-underline-offset: 0.2em;
  }
  small, .small {
    font-size: var(--_small);
  }
  .muted {
    color: var(--_muted);
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  svg {
    inline-size: 1em;
    block-size: 1em;
    flex: none;
    vertical-align: -0.125em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .unseen:not(:focus-within) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    button, .button, input, select, textarea, summary {
      transition: background-color 0.12s, border-color 0.12s;
    }
  }
`;

/** Buttons, fields and what stands about them: the browser's own controls, dressed. */
export const controls = css`
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: calc(var(--_space) * 1.5);
    min-block-size: var(--_control);
    max-inline-size: 100%;
    margin: 0;
    padding: calc(var(--_space) * 0.75) calc(var(--_space) * 3);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-weight: 500;
    line-height: 1.3;
    text-decoration: none;
    cursor: pointer;
  }
  button:hover,
  .button:hover {
    border-color: var(--_accent);
    color: var(--_accent);
  }
  button.main,
  .button.main {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_accent-ink);
  }
  button.main:hover,
  .button.main:hover {
    background: color-mix(in oklab, var(--_accent), var(--_text) 18%);
    color: var(--_accent-ink);
  }
  button.danger {
    border-color: var(--_bad);
    color: var(--_bad);
  }
  button.danger:hover {
    background: var(--_bad-soft);
  }
  button.plain,
  .button.plain {
    border-color: transparent;
    background: none;
    color: var(--_accent);
  }
  button.plain.danger {
    color: var(--_bad);
  }
  button.plain:hover,
  .button.plain:hover {
    background: var(--_accent-soft);
  }
  button.plain.danger:hover {
    background: var(--_bad-soft);
  }
  button.icon {
    inline-size: calc(var(--_space) * 7);
    min-block-size: calc(var(--_space) * 7);
    padding: 0;
  }
  button:disabled,
  button[aria-disabled="true"] {
    border-color: var(--_line);
    background: var(--_sunken);
    color: var(--_muted);
    cursor: default;
  }

  input,
  select,
  textarea {
    inline-size: 100%;
    min-block-size: var(--_control);
    margin: 0;
    padding: calc(var(--_space) * 0.75) calc(var(--_space) * 2);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    line-height: 1.4;
    accent-color: var(--_accent);
  }
  textarea {
    resize: vertical;
    field-sizing: content;
    min-block-size: calc(var(--_control) * 2.5);
    max-block-size: 24rem;
  }
  input:is([type="checkbox"], [type="radio"]) {
    inline-size: 1.125em;
    block-size: 1.125em;
    min-block-size: 0;
    flex: none;
    margin: 0;
    padding: 0;
  }
  input::placeholder,
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  :is(input, select, textarea):hover:enabled {
    border-color: var(--_accent);
  }
  :is(input, select, textarea):focus-visible {
    outline-offset: 0;
    border-color: var(--_accent);
  }
  :is(input, select, textarea)[aria-invalid="true"] {
    border-color: var(--_bad);
  }
  :is(input, select, textarea):disabled {
    border-color: var(--_line);
    background: var(--_sunken);
    color: var(--_muted);
    opacity: 1;
  }
  :is(input, textarea):read-only:not([type="checkbox"], [type="radio"]) {
    background: var(--_sunken);
  }

  /* A label, a control, and what is said of it. */
  .field {
    display: grid;
    gap: var(--_space);
    align-content: start;
    min-inline-size: 0;
  }
  .field > label,
  .field > .label {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: calc(var(--_space) * 2);
    font-weight: 500;
  }
  .field .count {
    flex: none;
    color: var(--_muted);
    font-size: var(--_small);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .field .hint {
    color: var(--_muted);
    font-size: var(--_small);
  }
  .choice {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
    min-block-size: calc(var(--_space) * 7);
    cursor: pointer;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
`;

/** Cards, badges, notes, tables and dialogs. */
export const surfaces = css`
  .card {
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_surface);
  }

  /* A state: an icon and a word, never a colour alone. */
  .badge {
    display: inline-flex;
    align-items: center;
    gap: var(--_space);
    max-inline-size: 100%;
    padding: 0 calc(var(--_space) * 2);
    border-radius: 99px;
    background: var(--_info-soft);
    color: var(--_info);
    font-size: var(--_small);
    font-weight: 500;
    line-height: calc(var(--_space) * 5.5);
    white-space: nowrap;
  }
  .badge.good,
  .note.good {
    background: var(--_good-soft);
    color: var(--_good);
  }
  .badge.wait,
  .note.wait {
    background: var(--_wait-soft);
    color: var(--_wait);
  }
  .badge.bad,
  .note.bad {
    background: var(--_bad-soft);
    color: var(--_bad);
  }

  /* Something to read before going on. */
  .note {
    display: flex;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border-radius: var(--_radius);
    background: var(--_info-soft);
    color: var(--_info);
    overflow-wrap: anywhere;
  }
  .note > svg,
  .note > .mark {
    margin-block-start: 0.25em;
  }
  /* A finding at a field. */
  .finding {
    display: flex;
    gap: calc(var(--_space) * 1.5);
    color: var(--_bad);
    font-size: var(--_small);
    overflow-wrap: anywhere;
  }
  .finding > svg {
    margin-block-start: 0.22em;
  }
  .finding.wait {
    color: var(--_wait);
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border-block-end: 1px solid var(--_line);
    text-align: start;
    vertical-align: top;
  }
  th {
    color: var(--_muted);
    font-size: var(--_small);
    font-weight: 500;
  }
  tbody tr:last-child > :is(th, td) {
    border-block-end: 0;
  }
  .scroll {
    overflow-x: auto;
    overscroll-behavior-x: contain;
  }

  dialog {
    inline-size: min(40rem, calc(100vi - var(--_space) * 6));
    max-block-size: calc(100vb - var(--_space) * 12);
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 2);
    background: var(--_surface);
    color: inherit;
    box-shadow: var(--_shadow);
    overflow: auto;
  }
  dialog::backdrop {
    background: rgb(8 12 18 / 0.5);
  }
  dialog > form,
  dialog > .body {
    display: grid;
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 5);
  }
  /* What can be done stays in sight, however long the rest is. */
  dialog .actions {
    position: sticky;
    inset-block-end: calc(var(--_space) * -5);
    margin-block-end: calc(var(--_space) * -5);
    padding-block: calc(var(--_space) * 3) calc(var(--_space) * 5);
    background: var(--_surface);
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: calc(var(--_space) * 2);
  }

  progress {
    inline-size: 100%;
    block-size: calc(var(--_space) * 2);
    border: 0;
    border-radius: 99px;
    background: var(--_line);
    overflow: hidden;
    appearance: none;
  }
  progress::-webkit-progress-bar {
    background: var(--_line);
  }
  progress::-webkit-progress-value {
    border-radius: 99px;
    background: var(--_accent);
  }
  progress::-moz-progress-bar {
    border-radius: 99px;
    background: var(--_accent);
  }

  details > summary {
    inline-size: fit-content;
    max-inline-size: 100%;
    border-radius: var(--_radius);
    color: var(--_accent);
    cursor: pointer;
  }
`;

/** All of it, in order. @type {CSSResult[]} */
export const theme = [tokens, base, controls, surfaces];
