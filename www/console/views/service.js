import { html } from "lit";

import { View } from "../view.js";

export class Service extends View {
  get heading() {
    return this.words.navServices;
  }

  render() {
    return html`<h1 tabindex="-1">${this.heading}</h1>`;
  }
}

customElements.define("eir-service", Service);
