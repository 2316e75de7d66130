/** How the template looks, around the editor. */

import { css } from "lit";

export const style = css`
  .all {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
  }
  .editor,
  .comparison {
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_surface);
    overflow: hidden;
  }
  .editor {
    block-size: var(--eir-editor-size, clamp(20em, 60vh, 56em));
  }
  .comparison {
    max-block-size: var(--eir-comparison-size, clamp(20em, 70vh, 70em));
    overflow: auto;
  }
  .sides {
    position: sticky;
    inset-block-start: 0;
    z-index: 5;
    display: flex;
    border-block-end: 1px solid var(--_line);
    background: var(--_surface);
    color: var(--_muted);
  }
  .sides > span {
    flex: 1;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 3);
  }
  .sides > span + span {
    border-inline-start: 1px solid var(--_line);
  }
  .status {
    display: flex;
    min-block-size: 1.5em;
    flex-wrap: wrap;
    gap: 0 calc(var(--_space) * 4);
    margin-block-start: calc(var(--_space) * -2);
  }
  .status .keys {
    margin-inline-start: auto;
  }
  @media (pointer: coarse) {
    .keys {
      display: none;
    }
  }
  section {
    display: grid;
    gap: calc(var(--_space) * 2);
  }
  section > ul {
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_surface);
  }
  section > ul > li + li {
    border-block-start: 1px solid var(--_line);
  }
  section > button {
    justify-self: start;
  }
  h2 {
    font-size: 1em;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: calc(var(--_space) * 2);
  }
  .counts {
    font-weight: 400;
  }
  .note > :is(p, div) {
    flex: 1;
  }
  .note > div > p {
    margin-block-start: var(--_space);
  }
  button.small {
    min-block-size: calc(var(--_space) * 7);
    padding-inline: calc(var(--_space) * 2);
    overflow-wrap: anywhere;
  }
  button.link {
    display: inline;
    min-block-size: 0;
    padding: 0;
    border: 0;
    border-radius: 2px;
    background: none;
    color: var(--_accent);
    font-weight: inherit;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    overflow-wrap: anywhere;
  }

  .finding-item {
    display: grid;
    grid-template-columns: 7.5em minmax(0, 1fr);
    align-items: start;
    gap: var(--_space) calc(var(--_space) * 3);
    padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3);
  }
  .finding-item > .badge {
    justify-self: start;
  }
  .told {
    display: grid;
    gap: var(--_space);
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .told details > p {
    margin-block-start: var(--_space);
    color: var(--_muted);
  }

  .images > ul {
    display: grid;
    grid-template-columns: minmax(9em, auto) minmax(0, 1fr) auto;
  }
  .image-item {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: start;
    gap: var(--_space) calc(var(--_space) * 4);
    padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3);
  }
  .image-item .at {
    display: grid;
    justify-items: start;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .image-item .at button {
    font-weight: 500;
  }
  .change {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--_space) calc(var(--_space) * 2);
    min-inline-size: 0;
  }
  .change code {
    padding: 0 var(--_space);
    border-radius: 3px;
    background: var(--_sunken);
  }
  .change code.after {
    background: var(--_good-soft);
    color: var(--_good);
    font-weight: 600;
  }
  .arrow {
    color: var(--_muted);
  }
  .end {
    justify-content: flex-end;
  }
  /* Not the host: the editor's tips stand outside of it. */
  section {
    container-type: inline-size;
  }
  @container (max-width: 700px) {
    :is(.images > ul, .finding-item) {
      grid-template-columns: minmax(0, 1fr);
    }
    .end {
      justify-content: flex-start;
    }
  }
`;
