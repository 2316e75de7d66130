/** Whom a service is open to while it is online. */

import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import * as icons from "../icons.js";
import { SHARE_TYPES } from "./model.js";
import { Section, sectionStyle } from "./section.js";

/** @import { ShareType } from "../../../js/index.js" */

/** The look of a choice with what it means: also used where a service is created. */
export const shareTypeStyle = css`
  .types { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: calc(var(--_space) * 2); }
  .type { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--_space) calc(var(--_space) * 2.5); align-items: start; padding: calc(var(--_space) * 3); border: 1px solid var(--_line); border-radius: var(--_radius); cursor: pointer; }
  .type:hover { border-color: var(--_accent); }
  .type:has(:checked) { border-color: var(--_accent); background: var(--_accent-soft); }
  .type input { margin-block-start: 0.2em; }
  .type strong { display: flex; flex-wrap: wrap; gap: 0 calc(var(--_space) * 2); align-items: baseline; font-weight: 600; }
  .type code { color: var(--_muted); font-weight: 400; }
  .type .means { color: var(--_muted); font-size: var(--_small); }
`;

/**
 * @param {import("../words.js").Words} words
 * @param {string | undefined} chosen
 * @param {(shareType: ShareType) => void} choose
 */
export function shareTypes(words, chosen, choose) {
  // Two spellings of one thing; a word that is known nowhere is shown as it is.
  const meant = chosen === "OnlyTrailRestricted" ? "OnlyTrialRestricted" : chosen;
  return html`
    <div class="types" role="radiogroup" aria-label=${words.serviceShareType}>
      ${SHARE_TYPES.map((type) => html`
        <label class="type">
          <input type="radio" name="share-type" .checked=${live(type === meant)} @change=${() => choose(type)}>
          <span><strong>${words.serviceShareTypeOf(type)} <code>${type}</code></strong><span class="means">${words.serviceShareTypeMeans(type)}</span></span>
        </label>
      `)}
    </div>
  `;
}

class Sharing extends Section {
  static styles = [...sectionStyle, shareTypeStyle];

  render() {
    const { words, service } = this;
    const isKnown = SHARE_TYPES.some((type) => type === service.shareType) || service.shareType === "OnlyTrailRestricted";
    return html`
      <section class="card" aria-labelledby="title">
        <h2 id="title">${words.serviceShareType}</h2>
        <p class="muted">${words.serviceShareTypeLead}</p>
        ${isKnown ? nothing : html`<p class="note wait">${icons.warning}<span>${words.serviceShareTypeUnknown(service.shareType ?? "")}</span></p>`}
        ${shareTypes(words, service.shareType, (shareType) => void this.#choose(shareType))}
        ${this.refused()}
      </section>
    `;
  }

  /** @param {ShareType} shareType */
  async #choose(shareType) {
    const { words, service } = this;
    await this.apply({ change: "set-share-type", serviceId: service.id, shareType }, words.serviceShareTypeSet(service.title, words.serviceShareTypeOf(shareType)));
    // A choice that was refused is not shown as made.
    this.requestUpdate();
  }
}

customElements.define("eir-service-sharing", Sharing);
