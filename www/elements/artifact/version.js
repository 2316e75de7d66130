/** One version: where its image is, how far it has come, and what is missing. */

import { html, nothing } from "lit";

import { check, clock, copy, failure } from "../icons.js";
import { inOrder, regionName, regions } from "../regions.js";
import { regionsOf, statusBadge, versionTitle } from "./status.js";

/** @import { Artifact, Version } from "../manifest.js" */
/** @import { EcsImageArtifact, Say } from "./artifact.js" */

const ALL = regions.map(({ id }) => id);

export class VersionDetail {
  #host;
  #isMissingOnly = false;
  /** The id that was copied last, to say so at its button. */
  #copied = "";

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * @param {Say} say
   * @param {Artifact} artifact
   * @param {Version} version
   * @param {Map<string, { imageId: string | undefined, code: string | undefined }> | undefined} served
   */
  render(say, artifact, version, served) {
    const meant = inOrder(regionsOf(version, ALL));
    const missing = meant.filter((region) => served !== undefined && served.get(region)?.imageId === undefined);
    const isDraft = version.version === "draft";
    const { source } = version;
    const title = versionTitle(say, version);
    const shown = this.#isMissingOnly ? missing : meant;
    return html`<section class="card version" part="version" aria-labelledby="version-title">
      <div class="bar"><h3 id="version-title">${title} <span class="version-name">${version.versionName}</span></h3>${statusBadge(say, version.status)}</div>
      <dl class="source">
        <div><dt>${say.source}</dt><dd>${source.type === "marketplace" ? say.marketplaceImage : say.customImage}</dd></div>
        ${source.type === "marketplace"
          ? html`<div><dt>${say.commodityCode}</dt><dd>${this.#id(say, source.commodityCode)}</dd></div><div><dt>${say.commodityVersion}</dt><dd>${source.commodityVersion}</dd></div>`
          : html`<div><dt>${say.imageId}</dt><dd>${this.#id(say, source.imageId)}</dd></div><div><dt>${say.sourceRegion}</dt><dd>${source.regionId === undefined ? "" : regionName(source.regionId, this.#host.spoken)} <code>${source.regionId}</code></dd></div>`}
        <div><dt>${say.regions}</dt><dd>${version.supportRegionIds === "all" ? say.allRegions(ALL.length) : say.regionCount(version.supportRegionIds?.length ?? 0)}</dd></div>
      </dl>
      <div class="bar">
        <p class="row">${isDraft ? html`<span class="note">${say.draftNote}</span>` : missing.length === 0 ? html`<span class="badge good">${check} ${say.nothingMissing}</span>` : html`<span class="badge wait">${clock} ${say.missing(missing.length)}</span>`}</p>
        ${missing.length === 0 || missing.length === meant.length ? nothing : html`<label class="choice"><input type="checkbox" .checked=${this.#isMissingOnly} @change=${this.#toggle} />${say.missingOnly}</label>`}
      </div>
      <table role="table" class="cards images" aria-label=${say.imagesOf(artifact.name ?? artifact.id, title)}>
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${say.region}</th><th role="columnheader" scope="col">${say.statusLabel}</th><th role="columnheader" scope="col">${say.imageId}</th></tr></thead>
        <tbody role="rowgroup">${shown.map((region) => this.#row(say, version, region, served?.get(region)))}</tbody>
      </table>
    </section>`;
  }

  /** @param {Say} say @param {Version} version @param {string} region @param {{ imageId: string | undefined, code: string | undefined } | undefined} served */
  #row(say, version, region, served) {
    const image = version.images.get(region);
    const isSource = version.source.regionId === region;
    const id = served?.imageId ?? image?.imageId;
    const name = regionName(region, this.#host.spoken);
    const reason = served?.code === undefined ? undefined : (this.#host.catalogue?.codes[served.code]?.title ?? served.code);
    const isUnderWay = image?.status === "Delivering";
    return html`<tr role="row">
      <th role="rowheader" scope="row" class="region-name">${name} <code class="muted">${region}</code>${isSource ? html` <span class="badge">${say.sourceRegion}</span>` : nothing}</th>
      <td role="cell">
        ${served?.imageId !== undefined ? html`<span class="badge good">${check} ${say.serves}</span>` : isUnderWay ? html`<span class="under-way"><progress max="100" .value=${image.progress ?? 0} aria-label="${say.distribution}: ${name}"></progress><span>${image.progress ?? 0} %</span></span>` : image?.status !== undefined ? statusBadge(say, image.status) : html`<span class="badge wait">${clock} ${say.notYet}</span>`}
      </td>
      <td role="cell" class="whole">${id === undefined ? html`<span class="muted">${reason ?? say.noImage}</span>` : html`${this.#id(say, id)}${served?.imageId === undefined && reason !== undefined ? html` <span class="finding wait">${failure}<span>${reason}</span></span>` : nothing}`}</td>
    </tr>`;
  }

  /** An id with a button that copies it. @param {Say} say @param {string | undefined} id */
  #id(say, id) {
    if (id === undefined || id === "") return html`<span class="muted">${say.none}</span>`;
    const isCopied = this.#copied === id;
    return html`<span class="id"><code>${id}</code><button class="plain icon" part="copy" aria-label="${say.copy}: ${id}" title=${isCopied ? say.copied : say.copy} @click=${() => this.#copy(id)}>${isCopied ? check : copy}</button></span>`;
  }

  /** @param {string} id */
  async #copy(id) {
    this.#copied = (await this.#host.copy(id)) ? id : "";
    this.#host.requestUpdate();
  }

  #toggle = () => {
    this.#isMissingOnly = !this.#isMissingOnly;
    this.#host.requestUpdate();
  };
}
