/** The look of the frame: a bar above, the places at the side, or below the bar where there is no room. */

import { css } from "lit";

export const shellStyle = css`
  :host {
    display: grid;
    grid-template: "header header" auto "nav main" 1fr / 13.5rem minmax(0, 1fr);
    min-block-size: 100vb;
    background: var(--_background);
  }
  .skip {
    position: fixed;
    inset-block-start: calc(var(--_space) * 2);
    inset-inline-start: calc(var(--_space) * 2);
    z-index: 40;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 4);
    border-radius: var(--_radius);
    background: var(--_accent);
    color: var(--_accent-ink);
  }
  .skip:not(:focus) {
    clip-path: inset(50%);
    inline-size: 1px;
    block-size: 1px;
    padding: 0;
    overflow: hidden;
  }

  header {
    grid-area: header;
    position: sticky;
    inset-block-start: 0;
    z-index: 10;
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
    min-block-size: 3.25rem;
    padding: var(--_space) calc(var(--_space) * 4);
    border-block-end: 1px solid var(--_line);
    background: var(--_surface);
  }
  .product {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
    min-inline-size: calc(12.5rem - var(--_space) * 2);
    color: var(--_text);
    font-weight: 650;
    text-decoration: none;
    white-space: nowrap;
  }
  .mark {
    inline-size: 1.5rem;
    block-size: 1.5rem;
    color: var(--_accent);
  }
  .file {
    flex: 0 1 auto;
    min-inline-size: 0;
  }
  .name {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    min-inline-size: 0;
  }
  .name > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name > small {
    flex: none;
    font-weight: 400;
  }
  .steps {
    display: flex;
    flex: none;
  }
  .preferences {
    margin-inline-start: auto;
    flex: none;
  }
  button.ghost {
    inline-size: var(--_control);
    min-block-size: var(--_control);
    border-color: transparent;
    background: none;
  }
  button.ghost:hover:enabled {
    background: var(--_accent-soft);
  }
  button.ghost:disabled {
    color: var(--_edge);
  }
  .item {
    justify-content: flex-start;
    inline-size: 100%;
    border-color: transparent;
    background: none;
    font-weight: 400;
    text-align: start;
  }
  .item:hover {
    border-color: transparent;
    background: var(--_accent-soft);
  }
  .item svg {
    color: var(--_muted);
  }
  .item kbd {
    margin-inline-start: auto;
    padding-inline-start: calc(var(--_space) * 4);
    color: var(--_muted);
    font-size: 0.8em;
  }
  hr {
    inline-size: 100%;
    margin: var(--_space) 0;
    border: 0;
    border-block-start: 1px solid var(--_line);
  }
  .preferences fieldset {
    display: grid;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2);
  }
  .preferences legend {
    color: var(--_muted);
    font-size: var(--_small);
    font-weight: 500;
  }
  .preferences .choice {
    inline-size: 100%;
  }

  nav {
    grid-area: nav;
    border-inline-end: 1px solid var(--_line);
    background: var(--_surface);
  }
  nav ul {
    position: sticky;
    inset-block-start: 3.25rem;
    display: grid;
    gap: 2px;
    padding: calc(var(--_space) * 3) calc(var(--_space) * 2);
  }
  nav a {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2.5);
    min-block-size: calc(var(--_space) * 9);
    padding: 0 calc(var(--_space) * 3);
    border-radius: var(--_radius);
    color: var(--_text);
    text-decoration: none;
  }
  nav a svg {
    inline-size: 1.125em;
    block-size: 1.125em;
    color: var(--_muted);
  }
  nav a:hover {
    background: var(--_background);
  }
  nav a[aria-current] {
    background: var(--_accent-soft);
    color: var(--_accent);
    font-weight: 600;
  }
  nav a[aria-current] svg {
    color: inherit;
  }

  main {
    grid-area: main;
    display: grid;
    align-content: start;
    gap: calc(var(--_space) * 4);
    min-inline-size: 0;
    padding: calc(var(--_space) * 6);
  }
  .banner {
    align-items: center;
  }
  .banner > span:not(.muted) {
    flex: 1;
    min-inline-size: 0;
  }
  .banner .muted {
    color: inherit;
    opacity: 0.85;
    font-size: var(--_small);
  }
  .banner button {
    flex: none;
  }

  .drop {
    position: fixed;
    inset: calc(var(--_space) * 3);
    z-index: 50;
    display: grid;
    place-items: center;
    border: 2px dashed var(--_accent);
    border-radius: calc(var(--_radius) * 2);
    background: color-mix(in oklab, var(--_accent-soft), transparent 12%);
    color: var(--_accent);
    pointer-events: none;
  }
  .drop p {
    display: grid;
    justify-items: center;
    gap: calc(var(--_space) * 2);
    padding: 1rem;
    text-align: center;
  }
  .drop strong {
    font-size: 1.25rem;
  }
  .drop svg {
    inline-size: 2.5rem;
    block-size: 2.5rem;
  }

  @media (width < 60rem) {
    :host {
      grid-template: "header" auto "nav" auto "main" 1fr / minmax(0, 1fr);
    }
    header {
      gap: var(--_space);
      padding-inline: calc(var(--_space) * 2);
    }
    .product {
      min-inline-size: 0;
    }
    .product span,
    .name > small {
      display: none;
    }
    nav {
      position: sticky;
      inset-block-start: 3.25rem;
      z-index: 9;
      border-inline-end: 0;
      border-block-end: 1px solid var(--_line);
      overflow-x: auto;
      scrollbar-width: none;
    }
    nav ul {
      display: flex;
      gap: 0;
      padding: 0 var(--_space);
    }
    nav a {
      gap: calc(var(--_space) * 1.5);
      padding: 0 calc(var(--_space) * 2.5);
      border-block-end: 2px solid transparent;
      border-radius: 0;
      white-space: nowrap;
    }
    nav a:focus-visible {
      outline-offset: -2px;
    }
    nav a[aria-current] {
      border-color: currentColor;
      background: none;
    }
    main {
      padding: calc(var(--_space) * 4) calc(var(--_space) * 3);
    }
  }
  @media (width < 30rem) {
    nav a svg {
      display: none;
    }
    nav a {
      padding: 0 calc(var(--_space) * 1.75);
    }
    .banner {
      flex-wrap: wrap;
    }
  }
`;
