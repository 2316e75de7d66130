import { html } from "lit";

import { View } from "../view.js";

export class Template extends View {
  get heading() {
    return this.words.navTemplate;
  }

  render() {
    return html`<h1 tabindex="-1">${this.heading}</h1>`;
  }
}

customElements.define("eir-template", Template);
