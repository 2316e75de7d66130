import { html } from "lit";

import { View } from "../view.js";

export class Artifact extends View {
  get heading() {
    return this.words.navArtifacts;
  }

  render() {
    return html`<h1 tabindex="-1">${this.heading}</h1>`;
  }
}

customElements.define("eir-artifact", Artifact);
