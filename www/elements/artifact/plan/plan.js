/** The distribution plan of a version: what is still to be done in which region and why, and how far it is by what was seen. */

import { html, nothing } from "lit";

import { readObservation } from "../../../../js/distribute/observation.js";
import { planCommands } from "../../../../js/distribution.js";
import * as core from "../../core.js";
import { barred, check, clock, cross, download, eye, failure, note, people, warning } from "../../icons.js";
import { inOrder, regionName, regions } from "../../regions.js";
import en from "../../words/en/plan.js";
import { regionsOf } from "../status.js";
import { Commands } from "./commands.js";
import { Following } from "./following.js";
import { Observing, PASTED, worded } from "./observing.js";
import { Options } from "./options.js";
import { expectedOf, outlook } from "./outlook.js";
import { isGeneral, progressOf, summaryOf } from "./progress.js";
import { Steps } from "./steps.js";
import { planStyle } from "./style.js";
import { duration, timeOf } from "./time.js";

/** @import { Change, Diagnostic, PlanQuestion } from "../../../../js/index.js" */
/** @import { Given, Seen } from "../../../../js/distribute/observation.js" */
/** @import { PlanAnswer } from "../../core.js" */
/** @import { Artifact, Version } from "../../manifest.js" */
/** @import { EcsImageArtifact, Manifest, Say as Common } from "../artifact.js" */
/** @import { Region } from "./progress.js" */

/** @typedef {typeof en} Say */

const LANGUAGES = { en: async () => ({ default: en }), ja: () => import("../../words/ja/plan.js"), zh: () => import("../../words/zh/plan.js") };
const ALL = regions.map(({ id }) => id);

/**
 * @typedef {object} Shown what is drawn: all of it from one answer
 * @property {Artifact} artifact
 * @property {Version} version
 * @property {string[]} regions that it is meant for
 * @property {string[]} unseen those of them that nobody looked at
 * @property {Seen} seen
 * @property {PlanQuestion} question without what was observed
 * @property {PlanAnswer} plan by what was seen, and by the manifest where nothing was
 * @property {PlanAnswer} certain by what was seen alone
 * @property {Region[]} progress
 */

export class DistributionPlan {
  #host;
  #steps;
  #commands;
  #options;
  #observing;
  #following;
  /** @type {Say} */
  #say = en;
  /** @type {string | undefined} the language of it */
  #language;
  /** @type {Shown | undefined} */
  #shown;
  /** @type {{ files: readonly Given[], seen: Seen } | undefined} */
  #read;
  /** The last question: an answer to one before it is late. */
  #asked = {};
  /** Each of the two plans has a lane of its own. */
  #lanes = [{}, {}];
  /** Why the last attempt to write down what was seen failed. @type {Diagnostic[]} */
  #refused = [];

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
    this.#steps = new Steps(host);
    this.#commands = new Commands(host);
    this.#options = new Options(host, () => void this.update());
    this.#observing = new Observing(host);
    this.#following = new Following(host);
    // It comes with the plan, so that who sees none loads none.
    const root = /** @type {ShadowRoot} */ (host.renderRoot);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, /** @type {CSSStyleSheet} */ (planStyle.styleSheet)];
  }

  /** Asks the core for the plan of the version that is shown. */
  async update() {
    const { manifest, found, shownVersion: version } = this.#host;
    void this.#speak();
    this.#following.update();
    if (manifest === null || found === undefined || version === undefined || version.version === "draft") {
      this.#shown = undefined;
      return;
    }
    const asked = (this.#asked = {});
    const seen = this.#seen;
    const all = seen.allRegions ?? ALL;
    const meant = inOrder(regionsOf(version, all));
    const unseen = meant.filter((region) => !Object.hasOwn(seen.observed.regions, region));
    const question = { artifacts: [found.id], versions: [version.version], ...this.#options.question };
    const withAll = { ...question, allRegions: all };
    try {
      const accounts = await this.#accounts(manifest, found.id, question.accounts ?? QUOTA);
      if (accounts === undefined || asked !== this.#asked) return;
      const expected = outlook({ version, regions: meant, accounts, seen });
      const [plan, certain] = await Promise.all([
        core.plan(manifest, { ...withAll, observed: expected }, { lane: this.#lanes[0] }),
        core.plan(manifest, { ...withAll, observed: seen.observed, ahead: false }, { lane: this.#lanes[1] }),
      ]);
      if (plan === undefined || certain === undefined || asked !== this.#asked) return;
      const actions = expectedOf(plan.actions, unseen);
      const begun = new Set([...seen.copies].flatMap(([region, images]) => (images.some(({ status }) => status === "Creating" || status === "Waiting") ? [region] : [])));
      const progress = progressOf({ actions, diagnostics: plan.diagnostics, regions: meant, states: certain.regions, begun, sent: seen.observed.sent ?? [], points: seen.points, accounts: accounts.length });
      this.#shown = { artifact: found, version, regions: meant, unseen, seen, question, plan: { ...plan, actions }, certain, progress };
      this.#refused = [];
      this.#host.requestUpdate();
    } catch (error) {
      this.#host.fail(error);
    }
  }

  /**
   * Who may deploy, beside the provider. Of more than can be shared with it is not known who has the images by the manifest.
   *
   * @param {Manifest} manifest
   * @param {string} artifact
   * @param {number} most
   */
  async #accounts(manifest, artifact, most) {
    const counted = await core.audience(manifest, artifact, {}, { lane: this });
    if (counted === undefined) return undefined;
    if (counted.accountCount > most + 1) return [];
    const audience = await core.audience(manifest, artifact, { accounts: true }, { lane: this });
    return audience?.accounts?.flatMap(({ uid }) => (uid === this.#host.shown.provider ? [] : [uid]));
  }

  get #seen() {
    const files = this.#host.observation;
    if (this.#read?.files !== files) this.#read = { files, seen: readObservation(files) };
    return this.#read.seen;
  }

  async #speak() {
    const language = this.#host.spoken;
    if (this.#language === language) return;
    this.#language = language;
    const { default: say } = await LANGUAGES[language]().catch(() => ({ default: en }));
    if (this.#language !== language) return;
    this.#say = /** @type {Say} */ (say);
    this.#host.requestUpdate();
  }

  /** @param {Common} common */
  render(common) {
    const shown = this.#shown;
    const { found, shownVersion: version } = this.#host;
    if (version === undefined || version.version === "draft") return nothing;
    // What was planned for the manifest before stays until there is something newer.
    if (shown === undefined || shown.artifact.id !== found?.id || shown.version.version !== version.version) {
      return html`<section class="card plan is-waiting" aria-busy="true" aria-label=${this.#say.title}></section>`;
    }
    void this.#speak();
    const say = this.#say;
    const { plan } = shown;
    const general = plan.diagnostics.filter(isGeneral);
    const isOutside = plan.diagnostics.some(({ code }) => code === "version-not-distributed");
    return html`<section class="card plan" part="plan" aria-labelledby="plan-title" @dragover=${this.#observing.over} @dragleave=${this.#observing.leave} @drop=${this.#observing.drop}>
      <div class="bar">
        <h3 id="plan-title">${say.title}</h3>
        ${isOutside ? nothing : html`<button @click=${() => this.#observing.open()}>${eye} ${say.observe}</button>`}
      </div>
      <div class="plan-body">
        ${isOutside ? nothing : html`${this.#sources(say, shown)}${this.#summary(say, shown)}`}
        ${general.map((one) => this.#steps.finding(say, one))}
        ${isOutside ? nothing : this.#apply(say, shown)}
      </div>
      ${isOutside ? nothing : html`${this.#steps.render(say, shown)}
        <div class="plan-body">${this.#options.render(say)}${this.#commands.render(say, common, shown)}</div>`}
      ${this.#observing.render(say, common)}
    </section>`;
  }

  /** What it is planned by. @param {Say} say @param {Shown} shown */
  #sources(say, { regions, unseen, seen, version, question }) {
    const looked = regions.length - unseen.length;
    const isHomeUnseen = looked > 0 && version.source.regionId !== undefined && unseen.includes(version.source.regionId);
    const time = seen.at === undefined ? undefined : timeOf(seen.at, this.#host.spoken);
    const { files } = seen;
    return html`${files.length === 0
        ? html`<p class="note">${eye}<span>${say.unseen} <code>${planCommands({ actions: [] }, { manifest: this.#host.filename ?? undefined, question }).distribute}</code></span></p>`
        : html`<div class="row seen">
            <span class="muted">${say.seen}</span>
            ${files.map(({ name, problems }) => html`<span class="badge ${problems.length > 0 ? "wait" : ""}">${problems.length > 0 ? warning : eye} ${name === PASTED ? say.pasted : name}</span>`)}
            ${time === undefined ? nothing : html`<span class="muted">${say.asOf(time)} · ${seen.isOver ? say.runOver : say.runOpen}</span>`}
            ${this.#host.observation.some(({ handle }) => handle !== undefined) ? html`<span class="muted">${say.followed}</span>` : nothing}
            <button class="plain" @click=${() => this.#host.observe([])}>${cross} ${say.forget}</button>
          </div>
          ${files.flatMap(({ name, problems }) => problems.map((problem) => html`<p class="finding wait">${warning}<span><strong>${name === PASTED ? say.pasted : name}</strong> ${worded(say, problem)}</span></p>`))}`}
      ${files.length > 0 && unseen.length > 0 ? html`<p class="note">${eye}<span>${isHomeUnseen ? say.homeUnseen(this.#nameOf(version.source.regionId ?? "")) : ""} ${say.partlySeen(looked, regions.length)}</span></p>` : nothing}
      ${version.supportRegionIds === "all" && seen.allRegions === undefined ? html`<p class="note">${note}<span>${say.allRegions(regions.length)}</span></p>` : nothing}`;
  }

  /** @param {string} region */
  #nameOf(region) {
    return regionName(region, this.#host.spoken);
  }

  /** How far all of it is. @param {Say} say @param {Shown} shown */
  #summary(say, { progress, plan, unseen }) {
    const { regions, done, percent, copies, running, accounts, stuck, left } = summaryOf(progress, plan.actions);
    if (plan.actions.length === 0 && plan.ok) {
      return html`<p class="note good">${check}<span>${unseen.length > 0 ? say.nothingExpected : say.nothing}</span></p>`;
    }
    const badge = (/** @type {string} */ tone, /** @type {unknown} */ icon, /** @type {string} */ text, /** @type {number} */ count) => (count === 0 ? nothing : html`<span class="badge ${tone}">${icon} ${text}</span>`);
    return html`<div class="overall">
      <progress max="100" .value=${percent} aria-label=${say.overall}></progress>
      <p class="row">
        <strong>${say.percent(percent)}</strong>
        <span class="badge ${done === regions ? "good" : ""}">${done === regions ? check : clock} ${say.doneOf(done, regions)}</span>
        ${badge("wait", clock, say.running(running), running)} ${badge("", download, say.copies(copies), copies)} ${badge("", people, say.shares(accounts), accounts)} ${badge("bad", barred, say.stuck(stuck), stuck)}
        ${left === undefined ? nothing : html`<span class="muted">${say.left(duration(left, this.#host.spoken))}</span>`}
      </p>
    </div>`;
  }

  /** @param {Say} say @param {Shown} shown */
  #apply(say, shown) {
    const { changes } = shown.certain;
    return html`${changes.length === 0 ? nothing : html`<div class="row apply"><button class="main" ?disabled=${this.#host.isBusy} @click=${() => this.#write(say, shown)}>${check} ${say.apply(changes.length)}</button><span class="hint">${say.applyHint}</span></div>`}
      ${this.#refused.length === 0 ? nothing : html`<div class="note bad" role="alert">${failure}<div><p>${say.notApplied}</p>${this.#refused.map((one) => html`<p>${this.#host.message(one)} <code>${one.code}</code></p>`)}</div></div>`}`;
  }

  /** Makes one change of all marks that follow from what was seen: a mark of a region may allow that of the version. @param {Say} say @param {Shown} shown */
  async #write(say, { artifact, version, certain, question, seen }) {
    const before = this.#host.manifest;
    const asked = { ...question, allRegions: seen.allRegions ?? ALL, observed: seen.observed, ahead: false };
    /** @type {Change[]} */
    const changes = [];
    for (let more = certain.changes; more.length > 0; ) {
      changes.push(...more);
      const answer = await this.#host.attempt(changes);
      if (answer === undefined || this.#host.manifest !== before) return;
      if (answer.manifest === undefined) {
        this.#refused = answer.diagnostics;
        return this.#host.requestUpdate();
      }
      const next = await core.plan(answer.manifest, asked).catch((error) => this.#host.fail(error));
      more = changes.length < MOST ? (next?.changes ?? []) : [];
      if (more.length === 0) this.#host.give(changes, answer.manifest, say.applied(artifact.name ?? artifact.id, version.version));
    }
  }
}

/** How many accounts an image can be shared with, unless it is said otherwise. */
const QUOTA = 50;

/** No list of changes may be longer. */
const MOST = 1_000;
