import { html } from "lit";

import { View } from "../view.js";

export class Check extends View {
  get heading() {
    return this.words.navCheck;
  }

  render() {
    return html`<h1 tabindex="-1">${this.heading}</h1>`;
  }
}

customElements.define("eir-check", Check);
