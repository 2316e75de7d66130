import { html } from "lit";

import { View } from "../view.js";

export class Missing extends View {
  get heading() {
    return this.words.notFound;
  }

  render() {
    return html`<h1 tabindex="-1">${this.heading}</h1>`;
  }
}

customElements.define("eir-missing", Missing);
