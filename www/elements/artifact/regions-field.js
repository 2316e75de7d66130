/** The regions that images go to: all, or chosen from a list by area. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { check, plus } from "../icons.js";
import { answersTo, areaNames, byArea, regionName, regions } from "../regions.js";

/** @import { Language } from "../words.js" */
/** @import { Say } from "./artifact.js" */

export class RegionsField {
  #typed = "";
  #change;

  /** @param {(change: { isEverywhere?: boolean, regions?: string[] }) => void} change */
  constructor(change) {
    this.#change = change;
  }

  /**
   * @param {Say} say
   * @param {Language} language
   * @param {{ isEverywhere: boolean, regions: string[], described: string, isInvalid: boolean }} state
   */
  render(say, language, { isEverywhere, regions: chosen, described, isInvalid }) {
    const radio = (/** @type {boolean} */ value, /** @type {string} */ label) => html`<label class="choice">
      <input type="radio" name="everywhere" .checked=${live(isEverywhere === value)} @change=${() => this.#change({ isEverywhere: value })} />${label}
    </label>`;
    return html`<div class="field" id="field-supportRegionIds" role="group" aria-labelledby="regions-label" aria-describedby=${described}>
      <div class="label" id="regions-label"><span>${say.regions}</span></div>
      <div class="row" role="radiogroup" aria-labelledby="regions-label" aria-invalid=${isInvalid}>${radio(true, say.allRegions(regions.length))}${radio(false, say.chosenRegions)}</div>
      ${isEverywhere ? nothing : this.#list(say, language, chosen)}
    </div>`;
  }

  /** @param {Say} say @param {Language} language @param {string[]} chosen */
  #list(say, language, chosen) {
    const set = new Set(chosen);
    const typed = this.#typed.trim();
    const all = new Set([...regions.map(({ id }) => id), ...chosen]);
    const groups = byArea([...all].filter((id) => answersTo(id, typed)));
    const isNew = /^[a-z]{2}(-[a-z0-9]+)+$/.test(typed) && !all.has(typed);
    const put = (/** @type {string[]} */ ids, /** @type {boolean} */ isIn) => {
      const rest = chosen.filter((id) => !ids.includes(id));
      this.#change({ regions: isIn ? [...rest, ...ids] : rest });
    };
    return html`<div class="regions card" part="regions">
      <div class="regions-head">
        <input type="search" aria-label=${say.findRegion} placeholder=${say.findRegion} autocomplete="off" spellcheck="false" .value=${live(this.#typed)} @input=${this.#search} @keydown=${preventSubmit} />
        <output>${say.chosenCount(set.size, all.size)}</output>
        ${set.size === 0 ? nothing : html`<button type="button" class="plain" @click=${() => this.#change({ regions: [] })}>${say.chooseNone}</button>`}
      </div>
      ${groups.map(({ area, ids }) => {
        const count = ids.filter((id) => set.has(id)).length;
        return html`<fieldset class="area">
          <legend>
            <label class="choice"
              ><input type="checkbox" .checked=${live(count === ids.length)} .indeterminate=${live(count > 0 && count < ids.length)} @change=${(/** @type {Event} */ event) => put(ids, isChecked(event))} />${areaNames[area][language]}
              <span class="count">${count}/${ids.length}</span></label
            >
          </legend>
          <div class="chips">
            ${ids.map(
              (id) => html`<label class="chip" title=${id}
                ><input type="checkbox" value=${id} .checked=${live(set.has(id))} @change=${(/** @type {Event} */ event) => put([id], isChecked(event))} />${check}${plus}<span>${regionName(id, language)}</span></label
              >`,
            )}
          </div>
        </fieldset>`;
      })}
      ${groups.length === 0 && !isNew ? html`<p class="muted">${say.noRegion}</p>` : nothing}
      ${isNew ? html`<button type="button" @click=${() => this.#add(typed, chosen)}>${plus} ${say.addRegion(typed)}</button>` : nothing}
    </div>`;
  }

  /** @param {string} id @param {string[]} chosen */
  #add(id, chosen) {
    this.#typed = "";
    this.#change({ regions: [...chosen, id] });
  }

  #search = (/** @type {Event} */ event) => {
    this.#typed = /** @type {HTMLInputElement} */ (event.target).value;
    this.#change({});
  };
}

/** Enter searches here, it does not save. @param {KeyboardEvent} event */
function preventSubmit(event) {
  if (event.key === "Enter") event.preventDefault();
}

/** @param {Event} event */
function isChecked(event) {
  return /** @type {HTMLInputElement} */ (event.target).checked;
}
