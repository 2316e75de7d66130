/** Who may deploy a service, or see it: asked of the core for any account, with why and what would change it. */

import { css, html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import * as core from "../../elements/core.js";
import { shownOf } from "../../elements/manifest.js";
import * as icons from "../icons.js";
import { address } from "../router.js";
import { stepsFrom } from "./lifecycle.js";
import { Section, sectionStyle } from "./section.js";

/** @import { Audience, Change, Decision, Needs, Permission } from "../../../js/index.js" */
/** @import { Status } from "./model.js" */

/** An account that no list has. */
const STRANGER = "1999999999999999";

class Access extends Section {
  static properties = { ...Section.properties, account: { state: true }, action: { state: true }, decision: { state: true }, audiences: { state: true }, next: { state: true } };

  static styles = [
    ...sectionStyle,
    css`
      .ask { display: grid; grid-template-columns: minmax(0, 22rem) auto; gap: calc(var(--_space) * 3) calc(var(--_space) * 5); align-items: end; justify-content: start; }
      .actions { display: flex; flex-wrap: wrap; gap: calc(var(--_space) * 4); }
      .quick { display: flex; flex-wrap: wrap; align-items: center; gap: calc(var(--_space) * 1.5); }
      .answer { display: grid; gap: calc(var(--_space) * 2); min-block-size: 6.5rem; align-content: start; padding: calc(var(--_space) * 3) calc(var(--_space) * 4); border: 1px solid var(--_line); border-inline-start: 4px solid var(--_edge); border-radius: var(--_radius); }
      .answer.good { border-inline-start-color: var(--_good); }
      .answer.bad { border-inline-start-color: var(--_bad); }
      .answer strong { display: inline-flex; align-items: center; gap: calc(var(--_space) * 1.5); font-size: 1.0625em; }
      .answer.good strong { color: var(--_good); }
      .answer.bad strong { color: var(--_bad); }
      .needs { display: flex; flex-wrap: wrap; align-items: center; gap: calc(var(--_space) * 2); }
      .why { color: var(--_muted); font-size: var(--_small); }
      @media (width < 40rem) { .ask { grid-template-columns: minmax(0, 1fr); } }
    `,
  ];

  constructor() {
    super();
    /** What is asked about; nothing has been typed while it is `undefined`. @type {string | undefined} */
    this.account = undefined;
    /** @type {"deploy" | "view"} */
    this.action = "deploy";
    /** @type {ReturnType<Decision["toJSON"]> | undefined} */
    this.decision = undefined;
    /** By the artifact's id. @type {Map<string, ReturnType<Audience["toJSON"]>>} */
    this.audiences = new Map();
    /** The statuses that the service can have next. @type {Set<string>} */
    this.next = new Set();
  }

  /** What was asked last. */
  #asked = "";

  willUpdate() {
    this.account ??= this.at || STRANGER;
    const { manifest } = this.store;
    const asked = JSON.stringify([this.account, this.action, this.service.id]) + manifest;
    if (asked === this.#asked) return;
    this.#asked = asked;
    void this.#ask(manifest, asked);
  }

  render() {
    const { words, service } = this;
    const { provider } = shownOf(this.store.manifest);
    const one = (/** @type {string} */ permission) => service.accounts.find((account) => account.permission === permission)?.uid;
    const quick = [
      [provider, words.serviceProvider],
      ...["Deployable", "DeployableIncludeBeta", "Accessible"].map((permission) => [one(permission), words.servicePermissionOf(permission)]),
      [STRANGER, words.serviceStranger],
    ].filter(([uid]) => uid);
    return html`
      <section class="card" aria-labelledby="who">
        <h2 id="who">${words.serviceAccess}</h2>
        <div class="ask">
          <div class="field">
            <label for="account">${words.serviceAccount}</label>
            <input id="account" inputmode="numeric" autocomplete="off" spellcheck="false" .value=${live(this.account ?? "")} @input=${(/** @type {any} */ event) => (this.account = event.target.value)}>
          </div>
          <fieldset class="actions">
            <legend class="unseen">${words.serviceAccessAction}</legend>
            ${/** @type {const} */ (["deploy", "view"]).map((action) => html`<label class="choice"><input type="radio" name="action" .checked=${action === this.action} @change=${() => (this.action = action)}>${words.serviceAccessActionOf(action)}</label>`)}
          </fieldset>
        </div>
        <p class="quick"><span class="muted small">${words.serviceAccessTry}</span>${quick.map(([uid, label]) => html`<button class="small" title=${uid} @click=${() => (this.account = uid ?? "")}>${label}</button>`)}</p>
        ${this.#answer()}
        ${this.refused()}
      </section>
      ${this.#artifacts()}
    `;
  }

  #answer() {
    const { words, decision } = this;
    if (decision === undefined) return html`<div class="answer" aria-busy="true"></div>`;
    const { ok, because, diagnostics, needs } = decision;
    const [denial] = diagnostics.filter(({ severity }) => severity === "error");
    return html`
      <div class="answer ${ok ? "good" : "bad"}" role="status">
        <strong>${ok ? icons.good : icons.lock}${ok ? words.serviceAllowed(this.action) : words.serviceDenied(this.action)}</strong>
        <p>${ok ? words.serviceBecause(because ?? "public") : denial ? this.said.shown(denial) : nothing}</p>
        ${ok || needs.length === 0 ? nothing : html`<div class="needs"><span class="muted">${words.serviceNeeds}</span>${needs.map((need) => this.#need(need))}</div>`}
      </div>
    `;
  }

  /** @param {Needs} need */
  #need({ status, permission }) {
    const { words } = this;
    // What one step cannot do is said, not offered.
    const canTake = status === undefined || this.next.has(status);
    const steps = [permission ? words.serviceNeedsPermission(words.servicePermissionOf(permission)) : "", status ? words.serviceNeedsStatus(words.serviceStatusOf(status)) : ""].filter(Boolean);
    const text = words.serviceNeedsAll(steps);
    const isAccount = /^[0-9]+$/.test(this.account ?? "");
    if (!canTake || (permission && !isAccount)) return html`<span>${text}</span>`;
    return html`<button class="small" @click=${() => void this.#grant({ status, permission })}>${text}</button>`;
  }

  /** @param {{ status?: string, permission?: string }} need */
  async #grant({ status, permission }) {
    const { service, account = "", words } = this;
    /** @type {Change[]} */
    const changes = [];
    if (permission) changes.push({ change: "share", serviceId: service.id, accounts: [{ uid: account, permission: /** @type {Permission} */ (permission) }] });
    if (status) changes.push({ change: "set-status", serviceId: service.id, status: /** @type {Status} */ (status) });
    await this.apply(changes, words.serviceGranted(account));
  }

  #artifacts() {
    const { words, service } = this;
    const { artifacts } = shownOf(this.store.manifest);
    const used = [...new Set(service.relations.map(({ artifactId }) => artifactId))];
    if (used.length === 0) return nothing;
    return html`
      <section class="card flush" aria-labelledby="artifacts">
        <table>
          <caption class="unseen">${words.serviceAudiences}</caption>
          <thead><tr><th scope="col" id="artifacts">${words.serviceAudiences}</th><th scope="col">${words.visibility}</th></tr></thead>
          <tbody>
            ${used.map((id) => {
              const audience = this.audiences.get(id);
              return html`
                <tr>
                  <td><a href=${address(["artifacts", id])}>${artifacts.find((artifact) => artifact.id === id)?.name ?? id}</a></td>
                  <td>${audience === undefined ? "…" : html`<span class="badge ${audience.visibility === "public" ? "good" : ""}">${{ public: icons.globe, shared: icons.people, private: icons.lock }[audience.visibility]}${words.visibilityOf(audience.visibility)}</span> ${audience.visibility === "shared" ? html`<span class="why">${words.serviceAccountsCount(audience.accountCount)}</span>` : nothing}`}</td>
                </tr>
              `;
            })}
          </tbody>
        </table>
      </section>
    `;
  }

  /** @param {string} manifest @param {string} asked */
  async #ask(manifest, asked) {
    const { service, account = "", action } = this;
    try {
      const decision = await core.decide(manifest, { service: service.id, account, action }, { lane: this });
      if (decision === undefined || asked !== this.#asked) return;
      this.decision = decision;
      const steps = await stepsFrom(service);
      const used = [...new Set(service.relations.map(({ artifactId }) => artifactId))];
      const audiences = await Promise.all(used.map(async (id) => /** @type {const} */ ([id, await core.audience(manifest, id)])));
      if (asked !== this.#asked) return;
      this.next = new Set([...steps].filter(([, answer]) => answer === null).map(([status]) => status));
      this.audiences = new Map(audiences.flatMap(([id, audience]) => (audience === undefined ? [] : [[id, audience]])));
    } catch {
      // The frame says that there is no core.
      this.#asked = "";
    }
  }
}

customElements.define("eir-service-access", Access);
