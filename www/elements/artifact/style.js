/** How an artifact and its form look. */

import { css } from "lit";

export const style = css`
  :host {
    container-type: inline-size;
  }
  .all,
  .detail,
  .form {
    display: grid;
    gap: calc(var(--_space) * 4);
    min-inline-size: 0;
  }
  .all > .unseen {
    position: absolute;
  }
  .card {
    min-inline-size: 0;
    overflow: hidden;
  }
  .empty {
    padding: calc(var(--_space) * 10) calc(var(--_space) * 4);
    color: var(--_muted);
    text-align: center;
  }
  .hint {
    color: var(--_muted);
    font-size: var(--_small);
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
  }
  .version-name {
    color: var(--_muted);
    font-weight: 400;
  }
  .id {
    display: inline-flex;
    align-items: center;
    gap: var(--_space);
    max-inline-size: 100%;
  }

  /* The form. */
  .form {
    max-inline-size: 64rem;
  }
  .step > h3 {
    padding: calc(var(--_space) * 3) calc(var(--_space) * 5);
    border-block-end: 1px solid var(--_line);
  }
  .step-body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4) calc(var(--_space) * 6);
    padding: calc(var(--_space) * 5);
  }
  [role="radiogroup"] > .choice,
  .row > .choice {
    margin-inline-end: calc(var(--_space) * 3);
  }
  .step-body > :is(.hint, .findings, .wide, [role="group"]) {
    grid-column: 1 / -1;
  }
  .step-body > .findings:empty,
  .findings:not(:has(*)) {
    display: none;
  }
  .start {
    max-inline-size: 32rem;
  }
  .fixed {
    display: flex;
    align-items: center;
    min-block-size: var(--_control);
  }
  .tag {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto;
    align-items: center;
    gap: calc(var(--_space) * 2);
    max-inline-size: 40rem;
  }
  .regions {
    display: grid;
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 4);
  }
  .regions-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 3);
  }
  .regions-head input {
    flex: 1 1 14rem;
    max-inline-size: 24rem;
  }
  .regions-head output {
    color: var(--_muted);
    font-size: var(--_small);
    font-variant-numeric: tabular-nums;
  }
  .area legend .choice {
    font-weight: 600;
  }
  .area .count {
    color: var(--_muted);
    font-size: var(--_small);
    font-weight: 400;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 1.5);
    padding-block-start: var(--_space);
  }
  .chip {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: var(--_space);
    min-block-size: calc(var(--_space) * 7);
    padding-inline: calc(var(--_space) * 2.5);
    border: 1px solid var(--_edge);
    border-radius: 99px;
    font-size: var(--_small);
    cursor: pointer;
  }
  .chip:hover {
    border-color: var(--_accent);
  }
  .chip input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
    opacity: 0;
    cursor: pointer;
  }
  /* One sign takes the other's place, so that nothing moves. */
  .chip:not(:has(:checked)) svg:first-of-type,
  .chip:has(:checked) svg:last-of-type {
    display: none;
  }
  .chip svg:last-of-type {
    color: var(--_muted);
  }
  .chip:has(:checked) {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_accent);
  }
  .chip:has(:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .form > .actions {
    position: sticky;
    inset-block-end: 0;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 3);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_surface);
  }
  /* What the keyboard goes to is not left under the buttons. */
  .form :is(.field, .chip) {
    scroll-margin-block: calc(var(--_space) * 20);
  }

  /* The artifact. */
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    justify-content: space-between;
    gap: calc(var(--_space) * 3);
  }
  .pair {
    display: grid;
    gap: calc(var(--_space) * 4);
  }
  .facts,
  .visibility {
    padding: calc(var(--_space) * 4) calc(var(--_space) * 5);
  }
  .visibility {
    display: grid;
    align-content: start;
    gap: calc(var(--_space) * 3);
  }
  .visibility.is-waiting {
    min-block-size: 8rem;
  }
  dl {
    display: grid;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 6);
  }
  dl > div {
    display: grid;
    gap: 0 calc(var(--_space) * 4);
    min-inline-size: 0;
  }
  dt {
    color: var(--_muted);
    font-size: var(--_small);
  }
  dd {
    overflow-wrap: anywhere;
  }
  .tags {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
  }
  .tags .badge {
    white-space: normal;
  }
  .why {
    display: grid;
    border-block-start: 1px solid var(--_line);
  }
  .why li {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 calc(var(--_space) * 4);
    padding-block: calc(var(--_space) * 1.5);
    border-block-end: 1px solid var(--_line);
  }
  .accounts {
    max-block-size: 16rem;
    padding-block-start: calc(var(--_space) * 2);
    overflow: auto;
  }
  .card > .bar {
    padding: calc(var(--_space) * 3) calc(var(--_space) * 5);
  }
  .card > .bar + table {
    border-block-start: 1px solid var(--_line);
  }
  .card > table :is(th, td) {
    padding-inline: calc(var(--_space) * 5) 0;
  }
  .card > table :is(th, td):last-child {
    padding-inline-end: calc(var(--_space) * 5);
  }
  tbody th {
    color: inherit;
    font-size: inherit;
  }
  .region-name code {
    white-space: nowrap;
  }
  tr.is-shown > * {
    background: var(--_accent-soft);
  }
  .link {
    min-block-size: 0;
    padding: 0;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .progress-cell {
    min-inline-size: 10rem;
    white-space: nowrap;
  }
  .progress-cell progress,
  .under-way progress {
    inline-size: 7rem;
    max-inline-size: 60%;
    margin-inline-end: calc(var(--_space) * 2);
    vertical-align: middle;
  }
  .under-way {
    display: inline-flex;
    align-items: center;
    white-space: nowrap;
  }
  .cards :is(th, td) {
    vertical-align: middle;
  }
  .row-actions {
    text-align: end;
    white-space: nowrap;
  }
  .row-actions button {
    min-block-size: calc(var(--_space) * 6);
  }
  table .icon {
    min-block-size: calc(var(--_space) * 6);
  }
  .source {
    grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr));
    padding: 0 calc(var(--_space) * 5) calc(var(--_space) * 2);
  }

  /* Dialogs. */
  dialog.wide {
    inline-size: min(60rem, calc(100vi - var(--_space) * 6));
  }
  .confirm-body,
  .preview {
    display: grid;
    gap: calc(var(--_space) * 3);
  }
  .preview:not(:has(*)) {
    display: none;
  }
  .bullets {
    padding-inline-start: calc(var(--_space) * 5);
    list-style: disc;
  }
  .bullets > li + li {
    margin-block-start: var(--_space);
  }
  .uses {
    margin-block-start: var(--_space);
  }
  .uses code {
    font-size: 0.85em;
  }
  .files,
  .sources {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
  }
  .files li {
    display: inline-flex;
    align-items: center;
    gap: var(--_space);
    padding-inline-start: calc(var(--_space) * 2);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  #import form.is-over {
    outline: 2px dashed var(--_accent);
    outline-offset: -6px;
  }
  #import-text {
    min-block-size: 8rem;
    max-block-size: 16rem;
  }
  label.button:has(+ :focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .choices {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
    align-items: end;
    gap: calc(var(--_space) * 2);
  }
  .scroll {
    max-block-size: 28rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    overflow: auto;
  }
  .compare {
    min-inline-size: 34rem;
  }
  .compare thead th {
    position: sticky;
    inset-block-start: 0;
    background: var(--_surface);
  }
  .compare :is(td, tbody th) {
    overflow-wrap: anywhere;
  }
  .compare td {
    inline-size: 35%;
  }
  .is-different > td {
    background: var(--_wait-soft);
  }

  @container (min-width: 40rem) {
    .step-body {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .facts dl > div {
      grid-template-columns: 9rem minmax(0, 1fr);
    }
  }
  @container (min-width: 60rem) {
    .pair {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
  @container (max-width: 40rem) {
    /* A row is a card of its own; roles keep the table one. */
    table.cards,
    .cards tbody,
    .cards tr {
      display: block;
    }
    .cards thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .cards tr {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
      gap: var(--_space) calc(var(--_space) * 2);
      padding: calc(var(--_space) * 3) calc(var(--_space) * 5);
      border-block-end: 1px solid var(--_line);
    }
    .cards tr > :is(th, td),
    .cards tr > :is(th, td):last-child {
      padding: 0;
      border: 0;
      background: none;
    }
    .cards tr.is-shown {
      background: var(--_accent-soft);
    }
    .cards tr > .whole {
      grid-column: 1 / -1;
    }
    .under-way progress {
      inline-size: 4rem;
    }
    .step-body,
    .step > h3 {
      padding-inline: calc(var(--_space) * 4);
    }
  }
`;
