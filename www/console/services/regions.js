/**
 * Regions to choose, as chips by area. No region chosen stands for all of them, as in a template's `allowedRegions`.
 *
 * Event `regions-change {regions}`.
 */

import { css, html, LitElement, nothing } from "lit";

import { answersTo, areaNames, byArea, regionName, regions as known } from "../../elements/regions.js";
import { theme } from "../../elements/theme.js";
import * as icons from "../icons.js";

/** @import { Language, Words } from "../words.js" */

export class Regions extends LitElement {
  /** @type {import("lit").PropertyDeclarations} */
  static properties = {
    chosen: { attribute: false },
    covered: { attribute: false },
    language: { attribute: false },
    words: { attribute: false },
    sought: { state: true },
  };

  static styles = [
    ...theme,
    css`
      :host { display: grid; gap: calc(var(--_space) * 3); }
      .tools { display: flex; flex-wrap: wrap; gap: calc(var(--_space) * 2); align-items: center; }
      .tools input { flex: 1 1 10rem; inline-size: auto; max-inline-size: 18rem; }
      .areas { display: grid; gap: calc(var(--_space) * 3); max-block-size: 22rem; overflow-y: auto; padding: 2px; }
      fieldset { display: flex; flex-wrap: wrap; gap: calc(var(--_space) * 1.5); }
      legend { display: flex; align-items: baseline; gap: calc(var(--_space) * 2); margin-block-end: var(--_space); font-size: var(--_small); color: var(--_muted); font-weight: 500; }
      .chip { display: inline-flex; align-items: center; gap: calc(var(--_space) * 1.5); min-block-size: calc(var(--_space) * 7); padding: 0 calc(var(--_space) * 2.5); border: 1px solid var(--_line); border-radius: 99px; background: var(--_surface); font-size: var(--_small); cursor: pointer; }
      .chip:hover { border-color: var(--_accent); }
      .chip:has(:checked) { border-color: var(--_accent); background: var(--_accent-soft); color: var(--_accent); }
      .chip:has(:focus-visible) { outline: 2px solid var(--_accent); outline-offset: 1px; }
      .chip input { position: absolute; opacity: 0; inline-size: 1px; block-size: 1px; min-block-size: 0; }
      .chip code { color: inherit; }
      .chip .without { color: var(--_wait); display: inline-flex; }
      button.small { min-block-size: calc(var(--_space) * 7); padding-inline: calc(var(--_space) * 2); font-size: var(--_small); }
      legend button { min-block-size: 0; padding: 0 var(--_space); border: 0; font-size: inherit; }
    `,
  ];

  constructor() {
    super();
    /** @type {string[]} */
    this.chosen = [];
    /** The regions that every image of the template has reached; `undefined` where that is not known. @type {string[] | undefined} */
    this.covered = undefined;
    /** @type {Language} */
    this.language = "en";
    /** @type {Words} */
    this.words = /** @type {any} */ ({});
    this.sought = "";
  }

  render() {
    const { words, chosen, covered, language } = this;
    const all = [...known.map(({ id }) => id), ...chosen].filter((id) => answersTo(id, this.sought));
    const typed = this.sought.trim();
    const isNew = /^[a-z]{2}(?:-[a-z0-9]+)+$/.test(typed) && !known.some(({ id }) => id === typed) && !chosen.includes(typed);
    return html`
      <div class="tools">
        <input type="search" aria-label=${words.serviceRegionsSearch} placeholder=${words.serviceRegionsSearch} .value=${this.sought} @input=${(/** @type {any} */ event) => (this.sought = event.target.value)}>
        ${covered && covered.length > 0 ? html`<button type="button" class="small" @click=${() => this.#set(covered)}>${words.serviceRegionsCovered(covered.length)}</button>` : nothing}
        <button type="button" class="small plain" ?disabled=${chosen.length === 0} @click=${() => this.#set([])}>${words.serviceRegionsAll}</button>
      </div>
      <p class="muted small" role="status">${chosen.length === 0 ? words.serviceRegionsNone : words.serviceRegionsChosen(chosen.length)}${isNew ? html` <button type="button" class="small" @click=${() => { this.#set([...chosen, typed]); this.sought = ""; }}>${icons.plus}${words.serviceRegionsAdd(typed)}</button>` : nothing}</p>
      <div class="areas">
        ${byArea(all).map(({ area, ids }) => {
          const isWhole = ids.every((id) => chosen.includes(id));
          return html`
            <fieldset>
              <legend>${areaNames[area][language]} <button type="button" class="plain" aria-label="${areaNames[area][language]}: ${isWhole ? words.serviceRegionsDropArea : words.serviceRegionsTakeArea}" @click=${() => this.#setMany(ids, !isWhole)}>${isWhole ? words.serviceRegionsDropArea : words.serviceRegionsTakeArea}</button></legend>
              ${ids.map((id) => this.#chip(id))}
            </fieldset>
          `;
        })}
      </div>
    `;
  }

  /** @param {string} id */
  #chip(id) {
    const { words, chosen, covered, language } = this;
    const isChosen = chosen.includes(id);
    const isWithout = isChosen && covered !== undefined && !covered.includes(id);
    return html`
      <label class="chip" title=${isWithout ? words.serviceRegionNotCovered : id}>
        <input type="checkbox" .checked=${isChosen} @change=${() => this.#setMany([id], !isChosen)}>
        <span>${regionName(id, language)}</span>${regionName(id, language) === id ? nothing : html`<code>${id}</code>`}
        ${isWithout ? html`<span class="without">${icons.warning}<span class="unseen">${words.serviceRegionNotCovered}</span></span>` : nothing}
      </label>
    `;
  }

  /** @param {string[]} ids @param {boolean} isChosen */
  #setMany(ids, isChosen) {
    const others = this.chosen.filter((id) => !ids.includes(id));
    this.#set(isChosen ? [...others, ...ids] : others);
  }

  /** @param {string[]} chosen in any order: those of the manifest stay where they are */
  #set(chosen) {
    this.chosen = [...new Set(chosen)];
    this.dispatchEvent(new CustomEvent("regions-change", { bubbles: true, composed: true, detail: { regions: this.chosen } }));
  }
}

customElements.define("eir-service-regions", Regions);
