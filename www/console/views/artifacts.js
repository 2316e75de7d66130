/** All artifacts: what each is, how far it is distributed, who may use it and why. */

import { css, html, nothing } from "lit";

import * as core from "../../elements/core.js";
import { shownOf } from "../../elements/manifest.js";
import * as icons from "../icons.js";
import { address } from "../router.js";
import { SAMPLE } from "../sample.js";
import { listStyle, View } from "../view.js";

/** @import { Artifact, Version } from "../../elements/manifest.js" */
/** @import { Audience } from "../../../js/index.js" */

/** How many are shown at once. */
const PAGE = 100;

export class Artifacts extends View {
  static properties = { sought: { state: true }, shown: { state: true } };

  static styles = [
    ...listStyle,
    css`
      td .id { display: block; color: var(--_muted); font-size: var(--_small); }
      td .badge + .badge { margin-inline-start: var(--_space); }
      .description { display: block; color: var(--_muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      progress { display: block; block-size: calc(var(--_space) * 1.25); margin-block-start: calc(var(--_space) * 1.5); }
      progress.good::-webkit-progress-value { background: var(--_good); }
      progress.good::-moz-progress-bar { background: var(--_good); }
      progress.wait::-webkit-progress-value { background: var(--_wait); }
      progress.wait::-moz-progress-bar { background: var(--_wait); }
      .why { display: block; min-block-size: 1.5em; margin-block-start: 2px; color: var(--_muted); font-size: var(--_small); }
      .why { overflow-wrap: anywhere; }
      tr { position: relative; }
      .list { container-type: inline-size; }
      /* The columns do not wait for what is in them. */
      table { table-layout: fixed; }
      th:nth-child(2) { inline-size: 15%; }
      th:nth-child(3) { inline-size: 15%; }
      th:nth-child(4) { inline-size: 27%; }
      th:nth-child(5) { inline-size: 10%; }
      @container (width < 60rem) {
        thead { display: none; }
        table, tbody { display: block; }
        tr { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr)); gap: calc(var(--_space) * 2) calc(var(--_space) * 4); padding: calc(var(--_space) * 3); border-block-end: 1px solid var(--_line); }
        tr:last-child { border: 0; }
        td, tbody tr:last-child > td { padding: 0; border: 0; }
        td.name { grid-column: 1 / -1; }
        td[data-label]::before { content: attr(data-label); display: block; color: var(--_muted); font-size: var(--_small); }
        .description { max-inline-size: none; white-space: normal; }
      }
    `,
  ];

  constructor() {
    super();
    this.sought = "";
    this.shown = PAGE;
    /** Who may use each, as far as it is known, by the artifact's id. @type {Map<string, Pick<Audience, "visibility" | "services" | "accountCount"> | null>} */
    this.audiences = new Map();
  }

  get heading() {
    return this.words.artifacts;
  }

  /** Of which manifest the audiences are. @type {string | undefined} */
  #asked;

  willUpdate() {
    if (this.#asked === this.store.manifest) return;
    this.#asked = this.store.manifest;
    void this.#ask(this.store.manifest);
  }

  render() {
    const { words } = this;
    const all = shownOf(this.store.manifest).artifacts;
    const found = all.filter((artifact) => this.#isSought(artifact));
    return html`
      <div class="head">
        <div class="row"><h1 tabindex="-1">${this.heading}</h1><span class="count">${all.length}</span></div>
        <a class="button main" href="#/artifacts/new">${icons.plus}${words.newArtifact}</a>
      </div>
      ${this.store.file.name === SAMPLE ? html`<p class="note">${icons.note}<span>${words.sampleNote}</span></p>` : nothing}
      <p class="muted lead">${words.artifactsLead}</p>
      ${all.length === 0 ? this.#empty() : html`
        <div class="row">
          <label class="search"><span class="unseen">${words.searchArtifacts}</span>${icons.search}<input type="search" .value=${this.sought} placeholder=${words.searchArtifacts} @input=${(/** @type {any} */ event) => { this.sought = event.target.value; this.shown = PAGE; }}></label>
          <span class="muted" role="status">${this.sought ? words.found(found.length, all.length) : nothing}</span>
        </div>
        ${found.length === 0 ? html`<p class="card none">${words.noneFound} <button class="plain" @click=${() => (this.sought = "")}>${words.clearSearch}</button></p>` : this.#table(found)}
      `}
    `;
  }

  #empty() {
    const { words } = this;
    return html`
      <div class="card none">
        <p><strong>${words.noArtifacts}</strong></p>
        <p class="muted">${words.noArtifactsText}</p>
        <p><a class="button main" href="#/artifacts/new">${icons.plus}${words.newArtifact}</a></p>
      </div>
    `;
  }

  /** @param {Artifact[]} found */
  #table(found) {
    const { words } = this;
    const services = shownOf(this.store.manifest).services;
    return html`
      <div class="card list">
        <table>
          <thead><tr><th scope="col">${words.name}</th><th scope="col">${words.status}</th><th scope="col">${words.regions}</th><th scope="col">${words.visibility}</th><th scope="col">${words.usedBy}</th></tr></thead>
          <tbody>
            ${found.slice(0, this.shown).map((artifact) => {
              const uses = services.filter(({ relations }) => relations.some(({ artifactId }) => artifactId === artifact.id));
              return html`
                <tr>
                  <td class="name">
                    <a href=${address(["artifacts", artifact.id])}>${artifact.name ?? artifact.id}</a>
                    <code class="id">${artifact.id}</code>
                    ${artifact.description ? html`<span class="description" title=${artifact.description}>${artifact.description}</span>` : nothing}
                  </td>
                  <td data-label=${words.status}>${this.#status(artifact)}</td>
                  <td data-label=${words.regions} class="regions">${this.#regions(artifact)}</td>
                  <td data-label=${words.visibility}>${this.#visibility(artifact)}</td>
                  <td data-label=${words.usedBy} class="used">${uses.length === 0 ? html`<span class="muted">${words.noService}</span>` : uses.length === 1 ? html`<a href=${address(["services", uses[0].id])}>${words.services(1)}</a>` : words.services(uses.length)}</td>
                </tr>
              `;
            })}
          </tbody>
        </table>
        ${found.length > this.shown ? html`<p class="more"><button @click=${() => { this.shown += PAGE; this.#asked = undefined; }}>${words.showMore(found.length - this.shown)}</button></p>` : nothing}
      </div>
    `;
  }

  /** @param {Artifact} artifact */
  #status(artifact) {
    const { words } = this;
    const released = newest(artifact);
    const draft = artifact.versions.find(({ version }) => version === "draft");
    return html`
      ${released ? html`<span class="badge ${kindOf(released.status)}">${words.statusOf(released.status ?? "")}</span><span class="id">${words.version(released.version)}${released.versionName ? html` · ${released.versionName}` : nothing}</span>` : nothing}
      ${draft ? html`<span class="badge">${words.draft}</span>${released ? nothing : html`<span class="id">${draft.versionName}</span>`}` : nothing}
    `;
  }

  /** @param {Artifact} artifact */
  #regions(artifact) {
    const { words } = this;
    const version = newest(artifact) ?? artifact.versions[0];
    if (version === undefined) return nothing;
    const available = new Set([...version.images].flatMap(([region, { status }]) => (status === "Available" ? [region] : [])));
    if (version.source.regionId) available.add(version.source.regionId);
    const meant = version.supportRegionIds;
    if (meant === "all" || meant === undefined) return html`<span>${meant === "all" ? words.allRegions(available.size) : words.someRegions(available.size)}</span>`;
    const there = meant.filter((region) => available.has(region)).length;
    return html`<span>${words.regionsOf(there, meant.length)}</span><progress class=${there < meant.length ? "wait" : "good"} max=${meant.length} value=${there} aria-label=${words.regionsOf(there, meant.length)}></progress>`;
  }

  /** @param {Artifact} artifact */
  #visibility(artifact) {
    const { words } = this;
    const audience = this.audiences.get(artifact.id);
    // The room is kept, so that nothing jumps when the answer comes.
    if (audience === undefined) return html`<span class="badge">…</span><span class="why"></span>`;
    if (audience === null) return html`<span class="badge">${words.unknown}</span><span class="why"></span>`;
    const nameOf = new Map(shownOf(this.store.manifest).services.map(({ id, name }) => [id, name ?? id]));
    const { visibility, services, accountCount } = audience;
    const open = services.filter(({ everyone, accounts }) => everyone || accounts > 0);
    const why = {
      public: () => words.publicThrough(services.filter(({ everyone }) => everyone).map(({ service }) => nameOf.get(service) ?? service)),
      shared: () => words.sharedThrough(accountCount, open.map(({ service }) => nameOf.get(service) ?? service)),
      private: () => (services.length === 0 ? words.privateUnused : words.privateClosed(services.length)),
    }[visibility]();
    const icon = { public: icons.globe, shared: icons.people, private: icons.lock }[visibility];
    return html`<span class="badge ${visibility === "public" ? "good" : ""}">${icon}${words.visibilityOf(visibility)}</span><span class="why">${why}</span>`;
  }

  /** @param {Artifact} artifact */
  #isSought({ id, name, description, tags, versions }) {
    const wanted = this.sought.trim().toLowerCase();
    const texts = [id, name, description, ...tags.flat(), ...versions.flatMap(({ versionName, source, images }) => [versionName, source.imageId, ...[...images.values()].map(({ imageId }) => imageId)])];
    return wanted === "" || texts.some((text) => text?.toLowerCase().includes(wanted));
  }

  /** @param {string} manifest */
  async #ask(manifest) {
    const asked = shownOf(manifest).artifacts.slice(0, this.shown);
    try {
      const answers = await Promise.all(asked.map(async ({ id }) => /** @type {const} */ ([id, await core.audience(manifest, id)])));
      if (manifest !== this.store.manifest) return;
      this.audiences = new Map(answers.map(([id, answer]) => [id, answer?.ok ? answer : null]));
    } catch {
      // The frame says that there is no core; it asks again when there is one.
      this.audiences = new Map(asked.map(({ id }) => [id, null]));
      this.#asked = undefined;
      return;
    }
    this.requestUpdate();
  }
}

/** The released version with the highest number. @param {Artifact} artifact @returns {Version | undefined} */
function newest({ versions }) {
  const released = versions.filter(({ version }) => /^\d+$/.test(version));
  return released.sort((a, b) => (BigInt(a.version) < BigInt(b.version) ? 1 : -1))[0];
}

/** @param {string | undefined} status */
const kindOf = (status) => (status === "Available" ? "good" : status === "CreateFailed" ? "bad" : "wait");

customElements.define("eir-artifacts", Artifacts);
