import { html } from "lit";

import { View } from "../view.js";

export class Matrix extends View {
  get heading() {
    return this.words.navMatrix;
  }

  render() {
    return html`<h1 tabindex="-1">${this.heading}</h1>`;
  }
}

customElements.define("eir-matrix", Matrix);
