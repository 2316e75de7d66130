import { html } from "lit";

import { View } from "../view.js";

export class Services extends View {
  get heading() {
    return this.words.navServices;
  }

  render() {
    return html`<h1 tabindex="-1">${this.heading}</h1>`;
  }
}

customElements.define("eir-services", Services);
