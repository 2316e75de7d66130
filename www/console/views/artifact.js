/** One artifact: its versions with what each region has, its draft, a new one. */

import "../../elements/index.js";

import { css, html } from "lit";

import { shownOf } from "../../elements/manifest.js";
import { keep, keptOf, subscribe } from "../observed.js";
import { address } from "../router.js";
import { View, viewStyle } from "../view.js";

/** @import { Change } from "../../../js/index.js" */

export class ArtifactView extends View {
  static styles = [
    ...viewStyle,
    css`
      /* The page's own heading says it already. */
      ecs-image-artifact:not(.changing)::part(heading) {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    `,
  ];

  /** The manifest as it was when the person began to fill in the form: what they decide by. @type {string | undefined} */
  #base;

  #unsubscribe = () => {};

  connectedCallback() {
    super.connectedCallback();
    this.#unsubscribe = subscribe(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#unsubscribe();
  }

  get heading() {
    const { words } = this;
    if (this.#isNew) return words.createArtifact;
    const artifact = this.#artifact;
    return artifact ? (artifact.name ?? artifact.id) : words.noSuchArtifact;
  }

  get #isNew() {
    return this.route.path === "/artifacts/new";
  }

  get #isForm() {
    return this.#isNew || this.route.query.has("edit");
  }

  get #artifact() {
    return shownOf(this.store.manifest).artifacts.find(({ id }) => id === this.route.params.artifact);
  }

  willUpdate() {
    if (!this.#isForm) this.#base = undefined;
    else this.#base ??= this.store.manifest;
  }

  render() {
    const { words } = this;
    const { artifact: id, version } = this.route.params;
    const isThere = this.#isNew || this.#artifact !== undefined;
    return html`
      <div>
        <p class="trail"><a href="#/artifacts">${words.artifacts}</a></p>
        <h1 tabindex="-1">${this.heading}</h1>
      </div>
      ${isThere ? html`
        <ecs-image-artifact
          class=${this.#isForm && !this.#isNew ? "changing" : ""}
          language=${this.language}
          .manifest=${this.store.manifest}
          .artifact=${this.#isNew ? null : id}
          .version=${version ?? null}
          .view=${this.#isForm ? "form" : "detail"}
          .observation=${keptOf(this.store.file.name)}
          .filename=${this.store.file.name}
          @manifest-change=${this.#change}
          @version-activate=${(/** @type {CustomEvent} */ event) => (location.hash = address(["artifacts", id, "versions", event.detail.version]))}
          @observation-change=${(/** @type {CustomEvent} */ event) => keep(this.store.file.name, event.detail.observation)}
          @view-change=${this.#show}
          @cancel=${this.#leave}
        ></ecs-image-artifact>
      ` : html`<p>${words.noSuchArtifactText(id)}</p>`}
    `;
  }

  /** @param {CustomEvent<{ change: Change | Change[] | null, manifest: string, label: string }>} event */
  async #change({ detail: { change, manifest, label } }) {
    const { words } = this;
    if (change === null) return this.store.replace(manifest, label);
    const isForm = this.#isForm;
    try {
      const made = await this.store.apply(change, { base: this.#base });
      if (!made.ok) return;
    } catch {
      return this.notify(words.notMade, "bad");
    }
    const [first] = /** @type {{ artifactId: string }[]} */ (Array.isArray(change) ? change : [change]);
    const isThere = shownOf(this.store.manifest).artifacts.some(({ id }) => id === first.artifactId);
    if (!this.isConnected) return;
    if (!isThere) location.hash = "#/artifacts";
    else if (isForm) location.replace(address(["artifacts", first.artifactId]));
  }

  /** The form has an address of its own. @param {CustomEvent<{ view: "detail" | "form" }>} event */
  #show(event) {
    event.preventDefault();
    if (event.detail.view === "form") location.hash = `${address(["artifacts", this.route.params.artifact])}?edit`;
  }

  #leave() {
    const { artifact } = this.route.params;
    location.hash = artifact === undefined ? "#/artifacts" : address(["artifacts", artifact]);
  }
}

customElements.define("eir-artifact", ArtifactView);
