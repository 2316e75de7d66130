/** Regions × accounts: who gets which image where, and why not. */

import "../../elements/index.js";

import { css, html, nothing } from "lit";

import { shownOf } from "../../elements/manifest.js";
import { address } from "../router.js";
import { listOf, serviceOf } from "../store.js";
import { keyOf } from "../templates.js";
import { View, viewStyle } from "../view.js";

export class MatrixView extends View {
  static styles = [
    ...viewStyle,
    css`
      .ask { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 22rem)); gap: calc(var(--_space) * 3); padding: calc(var(--_space) * 4); }
    `,
  ];

  get heading() {
    return this.words.matrix;
  }

  render() {
    const { words } = this;
    const { artifacts, services } = shownOf(this.store.manifest);
    const { artifact, service, template, text } = this.#wanted();
    const names = service === null ? [] : listOf(serviceOf(this.store.document, service)?.templates).flatMap((one) => (typeof one?.name === "string" ? [one.name] : []));
    if (artifacts.length + services.length === 0) {
      return html`
        <div class="head"><h1 tabindex="-1">${this.heading}</h1></div>
        <div class="card none"><p><strong>${words.matrixEmpty}</strong></p><p class="muted">${words.noArtifactsText}</p></div>
      `;
    }
    return html`
      <div class="head"><h1 tabindex="-1">${this.heading}</h1></div>
      <p class="muted lead">${words.matrixLead}</p>
      <div class="card ask">
        <label class="field"><span class="label">${words.matrixOf}</span>
          <select name="subject" @change=${(/** @type {any} */ event) => this.#choose(event.target.value)}>
            <optgroup label=${words.navServices}>${services.map(({ id, name }) => html`<option value="s:${id}" ?selected=${id === service}>${name ?? id}</option>`)}</optgroup>
            <optgroup label=${words.artifacts}>${artifacts.map(({ id, name }) => html`<option value="a:${id}" ?selected=${id === artifact}>${name ?? id}</option>`)}</optgroup>
          </select>
        </label>
        ${service === null ? nothing : html`
          <label class="field"><span class="label">${words.template}</span>
            <select name="template" @change=${(/** @type {any} */ event) => (location.hash = address(["matrix"], { service, template: event.target.value }))}>
              <option value="">${words.allRelations}</option>
              ${names.map((name) => html`<option value=${name} ?selected=${name === template}>${name}</option>`)}
            </select>
          </label>
        `}
      </div>
      <ecs-image-matrix
        language=${this.language}
        .manifest=${this.store.manifest}
        .service=${service}
        .artifact=${artifact}
        .templateName=${template}
        .text=${text?.bytes ?? null}
        .filename=${text?.filename ?? null}
        @cell-activate=${this.#open}
      ></ecs-image-matrix>
    `;
  }

  #wanted() {
    const { query } = this.route;
    const { artifacts, services } = shownOf(this.store.manifest);
    const artifact = query.get("artifact");
    const service = artifact === null ? (query.get("service") ?? services[0]?.id ?? null) : null;
    const template = service === null ? null : query.get("template");
    const text = service === null || template === null ? undefined : this.store.templates.get(keyOf(service, template));
    return { artifact: artifact ?? (service === null ? (artifacts[0]?.id ?? null) : null), service, template, text };
  }

  /** @param {string} value */
  #choose(value) {
    location.hash = address(["matrix"], { [value.startsWith("s:") ? "service" : "artifact"]: value.slice(2) });
  }

  /** @param {CustomEvent<{ row: { literal: string | null, artifactId: string, version: string | null }, region: string, account: string, site: { start: number, end: number } | null }>} event */
  #open({ detail: { row, region, account, site } }) {
    const { service, template } = this.#wanted();
    if (service === null) location.hash = row.version ? address(["artifacts", row.artifactId, "versions", row.version]) : address(["artifacts", row.artifactId]);
    else location.hash = address(["template"], { service, template: template ?? this.#templateWith(service), region, account, at: site && String(site.start), to: site && String(site.end) });
  }

  /** The first template of a service that there is a text of. @param {string} service */
  #templateWith(service) {
    const names = listOf(serviceOf(this.store.document, service)?.templates).flatMap((one) => (typeof one?.name === "string" ? [one.name] : []));
    return names.find((name) => this.store.templates.get(keyOf(service, name))) ?? null;
  }
}

customElements.define("eir-matrix", MatrixView);
