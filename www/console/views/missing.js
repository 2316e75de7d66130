/** An address that leads nowhere. */

import { html } from "lit";

import { View } from "../view.js";

export class Missing extends View {
  get heading() {
    return this.words.notFound;
  }

  render() {
    return html`
      <h1 tabindex="-1">${this.heading}</h1>
      <p>${this.words.notFoundText}</p>
      <p><a href="#/artifacts">${this.words.toArtifacts}</a></p>
    `;
  }
}

customElements.define("eir-missing", Missing);
