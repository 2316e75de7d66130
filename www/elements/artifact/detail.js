/** An artifact as it is: what it says of itself, who may use it and why, its versions. */

import { html, nothing } from "lit";

import * as core from "../core.js";
import { bin, compare, globe, lock, pencil, people, plus, send, upload, warning } from "../icons.js";
import { regions } from "../regions.js";
import { newestFirst, regionsOf, statusBadge, versionTitle } from "./status.js";
import { VersionDetail } from "./version.js";

/** @import { Audience } from "../../../js/index.js" */
/** @import { MatrixAnswer } from "../core.js" */
/** @import { Artifact, Version } from "../manifest.js" */
/** @import { EcsImageArtifact, Say } from "./artifact.js" */
/** @import { DistributionPlan } from "./plan/plan.js" */

const ALL = regions.map(({ id }) => id);

/** @typedef {ReturnType<Audience["toJSON"]>} Told */

export class Detail {
  #host;
  #version;
  /** @type {Told | undefined} */
  #audience;
  /** Whether the accounts were asked for one by one: there may be very many. */
  #isAsked = false;
  /** Which regions which version serves. @type {MatrixAnswer | undefined} */
  #matrix;
  /** It is loaded once there is a version to plan for. @type {DistributionPlan | undefined} */
  #plan;
  /** Whether it could not be loaded. */
  #hasNoPlan = false;

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
    this.#version = new VersionDetail(host);
  }

  async update() {
    const { manifest, found } = this.#host;
    if (manifest === null || found === undefined) return;
    void this.#planned();
    const asked = [...new Set(found.versions.flatMap((version) => regionsOf(version, ALL)))];
    const versions = found.versions.map(({ version }) => version);
    try {
      const [audience, matrix] = await Promise.all([
        core.audience(manifest, found.id, { accounts: this.#isAsked }, { lane: this }),
        core.matrix(manifest, { artifact: found.id, versions, regions: asked, accounts: [] }, undefined, { lane: this }),
      ]);
      if (audience !== undefined) this.#audience = audience;
      if (matrix !== undefined) this.#matrix = matrix;
      this.#host.requestUpdate();
    } catch (error) {
      this.#host.fail(error);
    }
  }

  async #planned() {
    if (this.#host.shownVersion?.version !== "draft" && this.#plan === undefined) {
      try {
        const { DistributionPlan } = await import("./plan/plan.js");
        this.#plan ??= new DistributionPlan(this.#host);
      } catch {
        this.#hasNoPlan = true;
        this.#host.requestUpdate();
      }
    }
    await this.#plan?.update();
  }

  /** @param {Say} say */
  render(say) {
    const { found } = this.#host;
    if (found === undefined) return this.#host.missing(say);
    const versions = newestFirst(found.versions);
    const shown = this.#host.shownVersion;
    const isGone = this.#host.version !== null && shown?.version !== this.#host.version;
    const hasDraft = versions.some(({ version }) => version === "draft");
    return html`<article class="detail">
      ${this.#head(say, found, hasDraft)}
      <div class="pair">${this.#facts(say, found)}${this.#visibility(say)}</div>
      ${isGone ? html`<p class="note wait">${warning}<span>${say.unknownVersion(this.#host.version ?? "")}</span></p>` : nothing}
      ${this.#versions(say, versions, shown)}
      ${shown === undefined ? nothing : this.#version.render(say, found, shown, this.#servedOf(shown))}
      ${this.#plan?.render(say) ?? (this.#hasNoPlan ? html`<p class="note bad">${warning}<span>${say.noPlan}</span></p>` : nothing)}
    </article>`;
  }

  /** @param {Say} say @param {Artifact} artifact @param {boolean} hasDraft */
  #head(say, artifact, hasDraft) {
    const host = this.#host;
    return html`<header class="head" part="header">
      <div class="title">
        <h2 part="heading">${artifact.name ?? artifact.id}</h2>
        <p class="muted"><code>${artifact.id}</code></p>
      </div>
      <div class="row actions" part="actions">
        ${hasDraft
          ? html`<button class="main" @click=${() => host.enterForm()}>${pencil} ${say.editDraft}</button><button @click=${() => host.confirm.releaseDraft()}>${send} ${say.release}</button>`
          : html`<button class="main" @click=${() => host.enterForm()}>${plus} ${say.newVersion}</button>`}
        <button @click=${() => host.import()}>${upload} ${say.import}</button>
        <button class="danger" @click=${() => host.confirm.remove()}>${bin} ${say.delete}</button>
      </div>
    </header>`;
  }

  /** @param {Say} say @param {Artifact} artifact */
  #facts(say, artifact) {
    const fact = (/** @type {string} */ name, /** @type {unknown} */ value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    const none = html`<span class="muted">${say.none}</span>`;
    return html`<section class="card facts" part="facts" aria-label=${say.infoSection}>
      <dl>
        ${fact(say.description, artifact.description ?? none)} ${fact(say.type, artifact.type === "EcsImage" ? say.ecsImage : (artifact.type ?? none))}
        ${fact(say.resourceGroup, artifact.resourceGroupId ? html`<code>${artifact.resourceGroupId}</code>` : none)}
        ${fact(say.tags, artifact.tags.length === 0 ? none : html`<ul class="tags">${artifact.tags.map(([key, value]) => html`<li class="badge"><span>${key}: ${value}</span></li>`)}</ul>`)}
      </dl>
    </section>`;
  }

  /** @param {Say} say */
  #visibility(say) {
    const audience = this.#audience;
    if (audience === undefined) return this.#waiting(say);
    const { visibility, services, accountCount, accounts = [] } = audience;
    const look = { private: { icon: lock, tone: "" }, shared: { icon: people, tone: "wait" }, public: { icon: globe, tone: "good" } }[visibility];
    const names = new Map(this.#host.shown.services.map(({ id, name }) => [id, name]));
    const nameOf = (/** @type {string} */ id) => names.get(id) ?? id;
    return html`<section class="card visibility" part="visibility" aria-labelledby="visibility-title">
      <div class="row"><h3 id="visibility-title">${say.visibility}</h3><span class="badge ${look.tone}">${look.icon} ${say[visibility]}</span></div>
      <p>${{ private: services.length === 0 ? say.privateAlone : say.privateWhy, shared: say.sharedWhy(accountCount), public: say.publicWhy }[visibility]}</p>
      ${services.length === 0
        ? nothing
        : html`<ul class="why">
            ${services.map(({ service, status, shareType, everyone, accounts }) => html`<li>
              <span><strong>${nameOf(service)}</strong> <span class="muted">${say.serviceStatus(status)} · ${say.shareType(shareType)}</span></span>
              <span>${everyone ? say.opensAll : accounts > 0 ? say.opensAccounts(accounts) : say.opensNone}</span>
            </li>`)}
          </ul>`}
      ${accountCount === 0
        ? nothing
        : html`<details @toggle=${this.#open}><summary>${say.accounts(accountCount)}</summary>
            <ul class="accounts">${accounts.slice(0, 500).map(({ uid, services }) => html`<li><code>${uid}</code> <span class="muted">${services.map(nameOf).join(", ")}</span></li>`)}
            ${accounts.length > 500 ? html`<li class="muted">${say.more(accounts.length - 500)}</li>` : nothing}</ul></details>`}
    </section>`;
  }

  /** What the manifest says of it itself, so that little moves when the core has answered. @param {Say} say */
  #waiting(say) {
    const { found, shown } = this.#host;
    const related = shown.services.filter(({ relations }) => relations.some(({ artifactId }) => artifactId === found?.id));
    return html`<section class="card visibility is-waiting" aria-busy="true">
      <div class="row"><h3>${say.visibility}</h3><span class="badge">…</span></div>
      <p>…</p>
      ${related.length === 0 ? nothing : html`<ul class="why">${related.map(({ id, name, status, shareType }) => html`<li><span><strong>${name ?? id}</strong> <span class="muted">${say.serviceStatus(status)} · ${say.shareType(shareType)}</span></span> <span>…</span></li>`)}</ul>`}
      ${related.length === 0 ? nothing : html`<p>…</p>`}
    </section>`;
  }

  #open = (/** @type {Event} */ { target }) => {
    if (this.#isAsked || !(target instanceof HTMLDetailsElement) || !target.open) return;
    this.#isAsked = true;
    void this.update();
  };

  /** @param {Say} say @param {Version[]} versions @param {Version | undefined} shown */
  #versions(say, versions, shown) {
    const host = this.#host;
    if (versions.length === 0) return html`<p class="card empty">${say.noVersions}</p>`;
    return html`<section class="card" part="versions" aria-labelledby="versions-title">
      <div class="bar"><h3 id="versions-title">${say.versions}</h3>
        ${versions.length < 2 ? nothing : html`<button @click=${() => host.compare(shown?.version ?? versions[0].version)}>${compare} ${say.compare}</button>`}</div>
      <table role="table" class="cards" aria-labelledby="versions-title">
        <thead role="rowgroup"><tr role="row">
          <th role="columnheader" scope="col">${say.version}</th><th role="columnheader" scope="col">${say.statusLabel}</th><th role="columnheader" scope="col">${say.distribution}</th><th role="columnheader" scope="col">${say.source}</th><th role="columnheader" scope="col"><span class="unseen">${say.actions}</span></th>
        </tr></thead>
        <tbody role="rowgroup">${versions.map((version) => this.#row(say, version, version === shown))}</tbody>
      </table>
    </section>`;
  }

  /** @param {Say} say @param {Version} version @param {boolean} isShown */
  #row(say, version, isShown) {
    const host = this.#host;
    const title = versionTitle(say, version);
    const meant = regionsOf(version, ALL);
    const served = this.#servedOf(version);
    const count = served === undefined ? 0 : meant.filter((region) => served.get(region)?.imageId).length;
    const { source } = version;
    const name = `${title} ${version.versionName ?? ""}`;
    return html`<tr role="row" class=${isShown ? "is-shown" : ""} aria-current=${isShown ? "true" : nothing}>
      <th role="rowheader" scope="row"><button class="plain link" @click=${() => host.activate(version.version)}><span>${title}</span></button> <span class="version-name">${version.versionName}</span></th>
      <td role="cell">${statusBadge(say, version.status)}</td>
      <td role="cell" class="progress-cell whole">
        ${version.version === "draft" ? html`<span class="muted">${say.draftRegions(version.supportRegionIds === "all" ? "all" : (version.supportRegionIds?.length ?? 0))}</span>` : html`<progress max=${meant.length || 1} .value=${count} aria-label="${say.distribution}: ${name}"></progress><span>${say.served(count, meant.length)}</span>`}
      </td>
      <td role="cell"><code>${source.type === "marketplace" ? `${source.commodityCode ?? ""} ${source.commodityVersion ?? ""}` : (source.imageId ?? "")}</code></td>
      <td role="cell" class="row-actions">
        ${isShown ? nothing : html`<button class="plain" aria-label="${say.view}: ${name}" @click=${() => host.activate(version.version)}>${say.view}</button>`}
        <button class="plain danger icon" aria-label="${say.delete}: ${name}" title="${say.delete}" @click=${() => host.confirm.remove(version.version)}>${bin}</button>
      </td>
    </tr>`;
  }

  /**
   * What the core says of each region for a version; `undefined` before it has.
   *
   * @param {Version} version
   * @returns {Map<string, { imageId: string | undefined, code: string | undefined }> | undefined}
   */
  #servedOf({ version }) {
    const matrix = this.#matrix;
    const at = matrix?.versions.indexOf(version) ?? -1;
    if (matrix === undefined || at < 0) return undefined;
    const { regions, strings, images, codes } = matrix;
    return new Map(regions.map((region, column) => [region, { imageId: strings[images[at * regions.length + column]] || undefined, code: strings[codes[at * regions.length + column]] || undefined }]));
  }
}
