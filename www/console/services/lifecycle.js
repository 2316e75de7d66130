/** The steps of a service's life, and which of them the core allows now. */

import { css, html, nothing } from "lit";

import * as core from "../../elements/core.js";
import * as icons from "../icons.js";
import { STATUSES } from "./model.js";
import { Section, sectionStyle } from "./section.js";

/** @import { Diagnostic } from "../../../js/index.js" */
/** @import { Service, Status } from "./model.js" */

/** What the core says to a step: `null` where it can be taken. @typedef {Map<string, Diagnostic | null>} Answers */

/**
 * Which steps lead on, asked of the core about a manifest that holds nothing but the service's status, and a template and a relation
 * where it has any: one that has none cannot be submitted.
 *
 * @param {Service} service
 * @returns {Promise<Answers>}
 */
export async function stepsFrom({ id, status, templates, relations }) {
  const parts = { ...(templates.length > 0 && { templates: [{ name: "template" }] }), ...(relations.length > 0 && { relations: { image: { artifactId: "artifact" } } }) };
  const artifacts = [{ artifactId: "artifact", versions: [] }];
  const alone = { manifestVersion: 1, artifacts, services: [{ serviceId: id, ...(status !== undefined && { status }), ...parts }] };
  const answers = await Promise.all(
    STATUSES.map(async (to) => {
      const answer = await core.transition(alone, { change: "set-status", serviceId: id, status: to });
      return /** @type {const} */ ([to, answer?.ok ? null : answer?.diagnostics[0] ?? null]);
    }),
  );
  return new Map(answers);
}

class Lifecycle extends Section {
  static properties = { ...Section.properties, answers: { state: true }, asked: { state: true } };

  static styles = [
    ...sectionStyle,
    css`
      ol { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.75rem, 1fr)); gap: calc(var(--_space) * 2); }
      li { display: grid; grid-template-rows: auto 1fr auto; gap: var(--_space); min-inline-size: 0; padding: calc(var(--_space) * 2.5) calc(var(--_space) * 3) calc(var(--_space) * 3); border: 1px solid var(--_line); border-block-start-width: 3px; border-radius: var(--_radius); background: var(--_sunken); }
      li.now { border-color: var(--_accent); background: var(--_accent-soft); }
      li.next { border-block-start-color: color-mix(in oklab, var(--_accent), transparent 50%); background: var(--_surface); }
      .what { display: flex; align-items: center; gap: calc(var(--_space) * 1.5); font-weight: 600; }
      li.now .what { color: var(--_accent); }
      li:not(.now, .next) .what { color: var(--_muted); }
      .means { color: var(--_muted); font-size: var(--_small); }
      li button { justify-self: start; }
      li .here { min-block-size: calc(var(--_space) * 7); display: inline-flex; align-items: center; gap: var(--_space); color: var(--_accent); font-size: var(--_small); font-weight: 500; }
      .why { min-block-size: 1.5em; color: var(--_muted); }
      .why code { font-size: 0.85em; }
    `,
  ];

  constructor() {
    super();
    /** @type {Answers} */
    this.answers = new Map();
    /** The step that somebody wants to know about. @type {string | undefined} */
    this.asked = undefined;
  }

  /** What the answers are about. @type {string | null} */
  #of = null;

  willUpdate() {
    const { status, templates, relations } = this.service;
    const of = JSON.stringify([status, templates.length > 0, relations.length > 0]);
    if (this.#of === of) return;
    this.#of = of;
    this.asked = undefined;
    stepsFrom(this.service).then(
      (answers) => { if (this.#of === of) this.answers = answers; },
      () => (this.#of = null),
    );
  }

  render() {
    const { words, service } = this;
    const isKnown = STATUSES.some((status) => status === service.status);
    return html`
      <section class="card" aria-labelledby="title">
        <div class="bar"><h2 id="title">${words.serviceSteps}</h2>${isKnown ? nothing : html`<span class="badge wait">${words.serviceStatusOf(service.status ?? "")}</span>`}</div>
        <ol>${STATUSES.map((status) => this.#step(status))}</ol>
        <p class="why small" role="status">${this.#why()}</p>
        ${this.refused()}
      </section>
    `;
  }

  /** @param {Status} status */
  #step(status) {
    const { words, service } = this;
    const isNow = status === service.status;
    const answer = this.answers.get(status);
    const isNext = !isNow && answer === null;
    const name = words.serviceStatusOf(status);
    const explain = () => (this.asked = status);
    return html`
      <li class=${isNow ? "now" : isNext ? "next" : ""} aria-current=${isNow ? "step" : nothing}>
        <span class="what">${name}</span>
        <span class="means">${words.serviceStatusMeans(status)}</span>
        ${isNow ? html`<span class="here">${icons.good}${words.serviceStatusNow}</span>` : html`
          <button class="small ${isNext ? "" : "plain"}" aria-disabled=${isNext ? nothing : "true"} aria-label=${`${words.serviceStatusGo}: ${name}`}
            @click=${() => (isNext ? this.#take(status) : explain())} @focus=${explain} @pointerenter=${explain}>${words.serviceStatusGo}</button>
        `}
      </li>
    `;
  }

  /** Why the step that is pointed at cannot be taken, or what taking it does. */
  #why() {
    const { words, asked } = this;
    if (asked === undefined || asked === this.service.status) return words.serviceStepsLead;
    const answer = this.answers.get(asked);
    if (answer === null) return words.serviceStatusFollows(asked);
    return answer === undefined ? nothing : this.said.shown(answer);
  }

  /** @param {Status} status */
  async #take(status) {
    const { words, service } = this;
    await this.apply({ change: "set-status", serviceId: service.id, status }, words.serviceStatusTaken(service.title, words.serviceStatusOf(status)));
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("button:not([aria-disabled])"))?.focus();
  }
}

customElements.define("eir-service-lifecycle", Lifecycle);
