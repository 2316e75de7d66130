/** One artifact: its versions with what each region has, its draft, a new one. */

import "../../elements/index.js";

import { html } from "lit";

import { shownOf } from "../../elements/manifest.js";
import { address } from "../router.js";
import { View } from "../view.js";

/** @import { Change } from "../../../js/index.js" */

export class ArtifactView extends View {
  /** The manifest as it was when the person came here: what they decide by. */
  #base = "";

  get heading() {
    const { words } = this;
    if (this.route.path === "/artifacts/new") return words.createArtifact;
    const artifact = this.#artifact;
    return artifact ? (artifact.name ?? artifact.id) : words.noSuchArtifact;
  }

  get #artifact() {
    return shownOf(this.store.manifest).artifacts.find(({ id }) => id === this.route.params.artifact);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#base = this.store.manifest;
  }

  render() {
    const { words } = this;
    const isNew = this.route.path === "/artifacts/new";
    const { artifact: id, version } = this.route.params;
    const isThere = isNew || this.#artifact !== undefined;
    return html`
      <div class="head">
        <div>
          <p class="trail"><a href="#/artifacts">${words.artifacts}</a></p>
          <h1 tabindex="-1">${this.heading}</h1>
        </div>
      </div>
      ${isThere ? html`
        <ecs-image-artifact
          language=${this.language}
          .manifest=${this.store.manifest}
          .artifact=${isNew ? null : id}
          .version=${version ?? null}
          .view=${isNew || this.route.query.has("edit") ? "form" : "detail"}
          @manifest-change=${this.#change}
          @cancel=${this.#cancel}
        ></ecs-image-artifact>
      ` : html`<p>${words.noSuchArtifactText(id)}</p>`}
    `;
  }

  /** @param {CustomEvent<{ change: Change | Change[] | string }>} event */
  async #change({ detail }) {
    const change = typeof detail.change === "string" ? /** @type {Change | Change[]} */ (JSON.parse(detail.change)) : detail.change;
    const made = await this.store.apply(detail.change, { base: this.#base });
    if (!made.ok) return;
    this.#base = this.store.manifest;
    const [first] = /** @type {{ artifactId: string }[]} */ (Array.isArray(change) ? change : [change]);
    const isThere = shownOf(this.store.manifest).artifacts.some(({ id }) => id === first.artifactId);
    const next = isThere ? address(["artifacts", first.artifactId]) : "#/artifacts";
    if (this.isConnected && (this.route.path === "/artifacts/new" || !isThere || this.route.query.has("edit"))) location.hash = next;
  }

  #cancel() {
    const { artifact } = this.route.params;
    location.hash = artifact === undefined ? "#/artifacts" : address(["artifacts", artifact]);
  }
}

customElements.define("eir-artifact", ArtifactView);
