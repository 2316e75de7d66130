/** How the matrix looks. */

import { css } from "lit";

export const style = css`
  .all {
    display: grid;
    gap: calc(var(--_space) * 3);
    min-inline-size: 0;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
  }
  .tools .field {
    flex: 1 1 9rem;
    max-inline-size: 18rem;
  }
  .tools .field.line {
    flex: 2 1 18rem;
    max-inline-size: 36rem;
  }
  .tools .field > label {
    color: var(--_muted);
    font-size: var(--_small);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  .legend .end {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    align-items: center;
    margin-inline-start: auto;
  }
  .legend label {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    min-block-size: calc(var(--_space) * 7);
    padding-inline: calc(var(--_space) * 2);
    border-radius: 99px;
    font-size: var(--_small);
    font-weight: 500;
    cursor: pointer;
  }
  .sign {
    font-weight: 700;
  }
  .legend label b {
    font-variant-numeric: tabular-nums;
  }
  .legend label.is-off {
    background: var(--_sunken);
    color: var(--_muted);
  }
  .legend button {
    min-block-size: calc(var(--_space) * 7);
    font-size: var(--_small);
  }
  button[aria-pressed="true"] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_accent);
  }

  .ready {
    background: var(--_good-soft);
    color: var(--_good);
  }
  .waiting {
    background: var(--_wait-soft);
    color: var(--_wait);
  }
  .denied {
    background: var(--_bad-soft);
    color: var(--_bad);
  }

  .frame {
    position: relative;
    overflow: hidden;
  }
  .scroll-box {
    position: relative;
    max-block-size: var(--eir-matrix-height, clamp(16rem, 72vb, 56rem));
    overflow: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    contain: content;
  }
  .frame.is-asking .scroll-box {
    opacity: 0.7;
  }
  .canvas {
    position: relative;
    font-size: var(--_small);
  }
  .head {
    position: sticky;
    inset-block-start: 0;
    z-index: 3;
    background: var(--_surface);
  }
  .head,
  .line-of-cells {
    inline-size: 100%;
  }
  .line-of-cells {
    position: absolute;
    inset-inline-start: 0;
    contain: strict;
  }
  .corner,
  .row-head,
  .column-head,
  .cell {
    display: flex;
    block-size: 100%;
    border-inline-end: 1px solid var(--_line);
    border-block-end: 1px solid var(--_line);
    overflow: hidden;
    white-space: nowrap;
  }
  .corner,
  .row-head {
    position: sticky;
    inset-inline-start: 0;
    z-index: 2;
    flex-direction: column;
    justify-content: center;
    padding-inline: calc(var(--_space) * 3) calc(var(--_space) * 1.5);
    background: var(--_surface);
  }
  .corner {
    z-index: 4;
    color: var(--_muted);
  }
  .column-head {
    position: absolute;
    inset-block: 0;
    flex-direction: column;
    justify-content: center;
    padding-inline: calc(var(--_space) * 2);
    background: var(--_surface);
  }
  .row-head span,
  .column-head span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .second {
    color: var(--_muted);
    font-size: 0.9em;
  }
  .head .second,
  .row-head .second {
    line-height: 1.35;
  }
  .is-first > * {
    border-block-start: 1px solid var(--_edge);
  }
  .head + .is-first > * {
    border-block-start-color: transparent;
  }
  .is-next .row-head > :first-child {
    color: var(--_muted);
  }
  .cell {
    position: absolute;
    inset-block: 0;
    display: block;
    padding-inline: calc(var(--_space) * 2);
    line-height: var(--row);
    text-overflow: ellipsis;
    border-color: var(--_surface);
    contain: strict;
    cursor: pointer;
  }
  /* A sign of its own for each state. It is text, for many cells are made while the table is scrolled. */
  .cell::before {
    display: inline-block;
    inline-size: 1.5em;
    font-family: var(--_font);
    font-weight: 700;
  }
  .cell.ready::before {
    content: "✓" / "";
  }
  .cell.waiting::before {
    content: "…" / "";
  }
  .cell.denied::before {
    content: "✕" / "";
  }
  .cell:hover {
    box-shadow: inset 0 0 0 1px currentColor;
  }
  .cell:focus-visible,
  .cell:focus {
    outline: 2px solid var(--_accent);
    outline-offset: -3px;
  }
  .cell.is-faint {
    background: var(--_surface);
  }

  #tip {
    position: fixed;
    inset: auto;
    inline-size: max-content;
    max-inline-size: min(24rem, calc(100vi - var(--_space) * 4));
    margin: 0;
    padding: calc(var(--_space) * 3);
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_small);
    box-shadow: var(--_shadow);
    overflow-wrap: anywhere;
  }
  #tip > * + * {
    margin-block-start: calc(var(--_space) * 1.5);
  }
  #tip .badge {
    white-space: normal;
  }
  #tip .id {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
  }
  #tip .where {
    color: var(--_muted);
  }
  #tip button {
    min-block-size: calc(var(--_space) * 6);
    font-size: inherit;
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 10) calc(var(--_space) * 4);
    color: var(--_muted);
    text-align: center;
  }
  @media (forced-colors: active) {
    .cell {
      border-color: CanvasText;
    }
  }
  @media (max-width: 40rem) {
    .legend .end {
      margin-inline-start: 0;
    }
  }
`;
