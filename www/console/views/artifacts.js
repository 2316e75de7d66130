import { html } from "lit";

import { View } from "../view.js";

export class Artifacts extends View {
  get heading() {
    return this.words.navArtifacts;
  }

  render() {
    return html`<h1 tabindex="-1">${this.heading}</h1>`;
  }
}

customElements.define("eir-artifacts", Artifacts);
