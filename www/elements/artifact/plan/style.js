/** How the distribution plan looks. */

import { css } from "lit";

export const planStyle = css`
  .plan.is-waiting {
    min-block-size: 16rem;
  }
  .plan-body {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding: 0 calc(var(--_space) * 5) calc(var(--_space) * 4);
  }
  .plan-body:not(:has(*)) {
    display: none;
  }
  .seen .badge {
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .overall {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  .apply .hint {
    flex: 1 1 16rem;
  }
  .steps-bar {
    border-block-start: 1px solid var(--_line);
  }
  .steps > thead th {
    border-block-start: 1px solid var(--_line);
  }
  .steps .region-row > th {
    padding-block: calc(var(--_space) * 2.5);
    background: var(--_sunken);
    color: inherit;
    font-size: inherit;
    text-align: start;
  }
  .steps tbody + tbody .region-row > th {
    border-block-start: 1px solid var(--_line);
  }
  .steps tbody:not(:last-child) tr:last-child > td {
    border-block-end: 0;
  }
  .region-line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space) calc(var(--_space) * 3);
    font-weight: 400;
  }
  .region-line > .region-name {
    font-weight: 600;
  }
  .what > svg {
    margin-inline-end: var(--_space);
    color: var(--_muted);
    vertical-align: -0.125em;
  }
  .what > span,
  .reason {
    overflow-wrap: anywhere;
  }
  .steps .what {
    inline-size: 34%;
  }
  .steps .when {
    inline-size: 11rem;
  }
  .reason {
    color: var(--_muted);
    font-size: var(--_small);
  }
  .none-now {
    padding: 0 calc(var(--_space) * 5) calc(var(--_space) * 4);
  }
  .plan .note > div {
    min-inline-size: 0;
  }
  .plan .note summary {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .finished {
    padding: calc(var(--_space) * 3) calc(var(--_space) * 5);
    border-block-start: 1px solid var(--_line);
  }
  .finished .tags {
    padding-block-start: calc(var(--_space) * 2);
  }
  .options,
  .commands {
    padding-block-start: calc(var(--_space) * 3);
    border-block-start: 1px solid var(--_line);
    margin-inline: calc(var(--_space) * -5);
    padding-inline: calc(var(--_space) * 5);
  }
  .options-body,
  .commands-body {
    display: grid;
    gap: calc(var(--_space) * 4);
    padding-block-start: calc(var(--_space) * 3);
  }
  .options-body .field {
    max-inline-size: 28rem;
  }
  .options-body input[type="number"] {
    max-inline-size: 8rem;
  }
  .choices-list {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr));
    gap: calc(var(--_space) * 2) calc(var(--_space) * 6);
  }
  .choices-list > :is(legend, #undo-hint) {
    grid-column: 1 / -1;
  }
  .described > .hint {
    padding-inline-start: calc(1.125em / 0.875 + var(--_space) * 2);
  }
  .block {
    display: grid;
    gap: calc(var(--_space) * 1.5);
    min-inline-size: 0;
  }
  .block .count {
    color: var(--_muted);
    font-size: var(--_small);
    font-weight: 400;
  }
  .lines {
    max-block-size: 22rem;
    padding: calc(var(--_space) * 1.5) 0;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_sunken);
    overflow: auto;
  }
  .lines li {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
    padding-inline: calc(var(--_space) * 3) calc(var(--_space) * 1.5);
  }
  .lines li:hover {
    background: var(--_accent-soft);
  }
  .lines code {
    padding-block: calc(var(--_space) * 1);
    white-space: pre-wrap;
  }
  .lines button {
    flex: none;
    min-block-size: calc(var(--_space) * 7);
  }
  #observe form.is-over {
    outline: 2px dashed var(--_accent);
    outline-offset: -6px;
  }
  #observe-text {
    min-block-size: 7rem;
    max-block-size: 16rem;
  }
  .how p {
    padding-block-start: var(--_space);
  }
  .read {
    display: grid;
    gap: calc(var(--_space) * 2);
    max-block-size: 16rem;
    overflow: auto;
  }
  .read li {
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 3);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }

  @container (max-width: 40rem) {
    .steps .region-row,
    .steps .region-row > th {
      display: block;
    }
    .cards.steps .region-row {
      padding-block: calc(var(--_space) * 2);
      background: var(--_sunken);
    }
    .steps tbody + tbody .region-row > th {
      border: 0;
    }
    .steps tbody + tbody .region-row {
      border-block-start: 1px solid var(--_line);
    }
    .steps :is(.what, .when) {
      inline-size: auto;
    }
    .steps tbody:not(:last-child) tr:last-child {
      border-block-end: 0;
    }
  }
`;
