/** Two versions side by side: what they say of themselves and the image of each region, with what is different marked. */

import { html, nothing } from "lit";

import { swap } from "../icons.js";
import { inOrder, regionName, regions } from "../regions.js";
import { newestFirst, regionsOf, versionTitle } from "./status.js";

/** @import { Version } from "../manifest.js" */
/** @import { EcsImageArtifact, Say } from "./artifact.js" */

/** @typedef {{ name: string, id?: string, one: string, other: string }} Row */

const ALL = regions.map(({ id }) => id);

export class Comparison {
  #host;
  #one = "";
  #other = "";
  #isDifferentOnly = false;

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {string} version that is compared with the one before it */
  async open(version) {
    const versions = newestFirst(this.#host.found?.versions ?? []).map((one) => one.version);
    const at = Math.max(0, versions.indexOf(version));
    this.#other = versions[at];
    this.#one = versions[at + 1] ?? versions[at - 1];
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    /** @type {HTMLDialogElement} */ (this.#host.renderRoot.querySelector("#compare")).showModal();
  }

  /** @param {Say} say */
  render(say) {
    return html`<dialog id="compare" class="wide" part="dialog" aria-labelledby="compare-title">${this.#body(say)}</dialog>`;
  }

  /** @param {Say} say */
  #body(say) {
    const versions = newestFirst(this.#host.found?.versions ?? []);
    const one = versions.find(({ version }) => version === this.#one);
    const other = versions.find(({ version }) => version === this.#other);
    if (one === undefined || other === undefined) return nothing;
    const rows = [...this.#fields(say, one, other), ...this.#images(say, one, other)];
    const count = rows.filter(isDifferent).length;
    const choice = (/** @type {string} */ label, /** @type {Version} */ chosen, /** @type {(version: string) => void} */ choose) => html`<div class="field">
      <label for="compare-${label}">${label}</label>
      <select id="compare-${label}" @change=${(/** @type {Event} */ event) => this.#set(() => choose(/** @type {HTMLSelectElement} */ (event.target).value))}>
        ${versions.map((version) => html`<option value=${version.version} ?selected=${version === chosen}>${versionTitle(say, version)} · ${version.versionName ?? ""}</option>`)}
      </select>
    </div>`;
    return html`<div class="body">
      <h3 id="compare-title">${say.compareTitle(this.#host.found?.name ?? "")}</h3>
      <div class="choices">
        ${choice(say.before, one, (version) => (this.#one = version))}
        <button class="icon" aria-label=${say.swap} title=${say.swap} @click=${() => this.#set(() => ([this.#one, this.#other] = [this.#other, this.#one]))}>${swap}</button>
        ${choice(say.after, other, (version) => (this.#other = version))}
      </div>
      <div class="bar">
        <p role="status">${say.differences(count)}</p>
        <label class="choice"><input type="checkbox" .checked=${this.#isDifferentOnly} @change=${() => this.#set(() => (this.#isDifferentOnly = !this.#isDifferentOnly))} />${say.differentOnly}</label>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="compare-title">
        <table class="compare">
          <thead><tr><th scope="col">${say.field}</th><th scope="col">${versionTitle(say, one)}</th><th scope="col">${versionTitle(say, other)}</th></tr></thead>
          <tbody>
            ${rows.filter((row) => !this.#isDifferentOnly || isDifferent(row)).map(
              (row) => html`<tr class=${isDifferent(row) ? "is-different" : ""}>
                <th scope="row">${row.name} ${row.id === undefined ? nothing : html`<code class="muted">${row.id}</code>`}${isDifferent(row) ? html` <span class="badge wait">≠ ${say.different}</span>` : nothing}</th>
                <td class=${row.id === undefined ? "" : "mono"}>${row.one}</td><td class=${row.id === undefined ? "" : "mono"}>${row.other}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="actions"><button @click=${(/** @type {Event} */ event) => /** @type {Element} */ (event.target).closest("dialog")?.close()}>${say.close}</button></div>
    </div>`;
  }

  /** @param {Say} say @param {Version} one @param {Version} other @returns {Row[]} */
  #fields(say, one, other) {
    const row = (/** @type {string} */ name, /** @type {(version: Version) => string} */ of) => ({ name, one: of(one), other: of(other) });
    return [
      row(say.versionName, ({ versionName }) => versionName ?? "–"),
      row(say.statusLabel, ({ status }) => say.status(status)),
      row(say.imageType, ({ source }) => (source.type === "marketplace" ? say.marketplaceImage : say.customImage)),
      row(say.source, ({ source }) => (source.type === "marketplace" ? `${source.commodityCode ?? "–"} ${source.commodityVersion ?? ""}` : `${source.imageId ?? "–"} (${source.regionId ?? "–"})`)),
      { name: say.regions, one: this.#regions(say, one, other), other: this.#regions(say, other, one) },
    ];
  }

  /** How many regions a version is for, and which of them the other is not. @param {Say} say @param {Version} version @param {Version} other */
  #regions(say, { supportRegionIds: regions }, { supportRegionIds: others }) {
    if (regions === "all") return say.allRegions(ALL.length);
    const own = others === "all" ? [] : inOrder(regions ?? []).filter((id) => !others?.includes(id));
    const names = new Intl.ListFormat(this.#host.spoken, { type: "unit" }).format(own.map((id) => regionName(id, this.#host.spoken)));
    const count = say.regionCount(regions?.length ?? 0);
    return own.length === 0 ? count : say.onlyHere(count, names);
  }

  /** @param {Say} say @param {Version} one @param {Version} other @returns {Row[]} */
  #images(say, one, other) {
    const meant = (/** @type {Version} */ version) => new Set(regionsOf(version, []));
    const [ofOne, ofOther] = [meant(one), meant(other)];
    const image = (/** @type {Version} */ version, /** @type {Set<string>} */ regions, /** @type {string} */ region) => {
      const entry = version.images.get(region);
      if (entry?.imageId !== undefined) return entry.status === "Available" ? entry.imageId : `${entry.imageId} (${say.status(entry.status)})`;
      if (version.source.regionId === region) return version.source.imageId ?? "–";
      if (entry !== undefined) return `${say.status(entry.status)}${entry.progress === undefined ? "" : ` ${entry.progress} %`}`;
      return regions.has(region) || version.supportRegionIds === "all" ? say.notYet : say.notMeant;
    };
    return inOrder([...ofOne, ...ofOther]).map((region) => ({ name: regionName(region, this.#host.spoken), id: region, one: image(one, ofOne, region), other: image(other, ofOther, region) }));
  }

  /** @param {() => void} change */
  #set(change) {
    change();
    this.#host.requestUpdate();
  }
}

/** @param {Row} row */
function isDifferent({ one, other }) {
  return one !== other;
}
