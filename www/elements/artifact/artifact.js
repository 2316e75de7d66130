/** `<ecs-image-artifact>`: an artifact with its versions, and the form that makes and changes it. */

import { html, LitElement, nothing } from "lit";

import { message } from "../../../js/catalogue/message.js";
import * as core from "../core.js";
import { failure } from "../icons.js";
import { shownOf } from "../manifest.js";
import { marked } from "../marked.js";
import { theme } from "../theme.js";
import { catalogueOf, Words } from "../words.js";
import en from "../words/en/artifact.js";
import { Comparison } from "./compare.js";
import { Confirm } from "./confirm.js";
import { Detail } from "./detail.js";
import { Form } from "./form.js";
import { Importing } from "./importing.js";
import { newestFirst } from "./status.js";
import { style } from "./style.js";

/** @import { TemplateResult } from "lit" */
/** @import { Catalogue } from "../../../js/diagnostics.js" */
/** @import { Change, Diagnostic } from "../../../js/index.js" */
/** @import { TransitionAnswer } from "../core.js" */
/** @import { Language, Shared } from "../words.js" */
/** @import { Given } from "./plan/following.js" */

/** @typedef {typeof en & Shared} Say */
/** @typedef {string | Uint8Array | object} Manifest */

/**
 * An artifact of a manifest. It never changes the manifest that it was given: it says what the new one is, and the owner sets it.
 *
 * @csspart base, header, heading, actions, facts, visibility, versions, version, status, plan, copy, form, regions, finding, dialog, empty
 * @cssproperty those of `theme.js`
 * @fires manifest-change - `{ change, manifest, label }`: the manifest after a change, of the type given. `change` is the core's change or
 *   list of them, and `null` for an import; `label` says in a few words what was done
 * @fires version-activate - `{ version }`: a person chose to see a version
 * @fires observation-change - `{ observation }`: a person took in what was seen of the cloud, or had it forgotten
 * @fires view-change - `{ view }`: a person goes to the form or leaves it; it is cancelable, for who has addresses for the two
 * @fires cancel - a person leaves the form without a change
 */
export class EcsImageArtifact extends LitElement {
  static styles = [...theme, style];

  static properties = {
    language: {},
    manifest: { attribute: false },
    artifact: {},
    version: { reflect: true },
    view: { reflect: true },
    observation: { attribute: false },
    filename: {},
    isBusy: { state: true },
    problem: { state: true },
    catalogue: { state: true },
    said: { state: true },
  };

  /** @type {Words<typeof en>} */
  #words = new Words(this, { en, ja: () => import("../words/ja/artifact.js"), zh: () => import("../words/zh/artifact.js") });
  #form = new Form(this);
  #detail = new Detail(this);
  #comparison = new Comparison(this);
  #importing = new Importing(this);
  confirm = new Confirm(this);

  constructor() {
    super();
    /** @type {"en" | "ja" | "zh" | undefined} */
    this.language = undefined;
    /** @type {Manifest | null} */
    this.manifest = null;
    /** Its id; `null` for a new one. @type {string | null} */
    this.artifact = null;
    /** The version that is shown: `draft` or a number; without it the newest. @type {string | null} */
    this.version = null;
    /** @type {"detail" | "form"} */
    this.view = "detail";
    /** What was seen of the cloud: journals of `distribute`, answers, observations. Of the same region the later one counts. @type {readonly Given[]} */
    this.observation = [];
    /** What the manifest's file is called, for commands. @type {string | null} */
    this.filename = null;
    /** Whether a change is being made. */
    this.isBusy = false;
    /** Why the core cannot be asked. @type {keyof Shared | undefined} */
    this.problem = undefined;
    /** @type {Catalogue | undefined} */
    this.catalogue = undefined;
    /** What is said to those who do not see it. */
    this.said = "";
  }

  /** The manifest, for its names. */
  get shown() {
    return shownOf(this.manifest);
  }

  /** The artifact shown; `undefined` where the manifest has none of that id. */
  get found() {
    return this.shown.artifacts.find(({ id }) => id === this.artifact);
  }

  /** The version that is shown: the one that is asked for, else the newest. */
  get shownVersion() {
    const versions = newestFirst(this.found?.versions ?? []);
    return versions.find(({ version }) => version === this.version) ?? versions[0];
  }

  /** The language that is spoken. @returns {Language} */
  get spoken() {
    return this.#words.language;
  }

  /** @returns {Say} */
  get say() {
    return /** @type {Say} */ (this.#words.say ?? en);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (this.#words.say !== undefined && this.catalogue?.language !== this.#words.language) void this.#speak();
    const isOther = ["manifest", "artifact", "view", "version"].some((name) => changed.has(name));
    if (this.view === "detail" && (isOther || changed.has("observation"))) this.#detail.update();
    if (!isOther) return;
    if (changed.has("artifact") || changed.has("view")) this.#form.reset();
    if (this.view === "form") this.#form.update();
  }

  async #speak() {
    const { language } = this.#words;
    const catalogue = await catalogueOf(language);
    if (language === this.#words.language) this.catalogue = catalogue;
  }

  /** @returns {TemplateResult | typeof nothing} */
  render() {
    if (this.#words.say === undefined) return nothing;
    const say = this.say;
    return html`<div class="all" part="base" lang=${this.#words.language}>
      ${this.problem === undefined ? nothing : html`<div class="note bad" role="alert">${failure}<div><p>${say[this.problem]}</p><button @click=${this.#again}>${say.again}</button></div></div>`}
      ${this.view === "form" ? this.#form.render(say) : this.#detail.render(say)}
      ${this.confirm.render(say)} ${this.#comparison.render(say)} ${this.#importing.render(say)}
      <p class="unseen" role="status">${this.said}</p>
    </div>`;
  }

  /** Where an artifact should be and is none. @param {Say} say @returns {TemplateResult} */
  missing(say) {
    return html`<p class="card empty" part="empty">${this.artifact === null ? say.noArtifact : say.unknownArtifact(this.artifact)}</p>`;
  }

  /** What a finding says, in the language. @param {Pick<Diagnostic, "code" | "message" | "args">} diagnostic */
  message(diagnostic) {
    return marked(message(diagnostic, this.catalogue));
  }

  /** A text of the catalogues. @param {string} text */
  marked(text) {
    return marked(text);
  }

  /** @param {string} text for those who do not see what happens */
  tell(text) {
    this.said = text;
  }

  /** @param {unknown} error of the core */
  fail(error) {
    if (!(error instanceof core.CoreError)) throw error;
    this.problem = error.code;
  }

  #again() {
    this.problem = undefined;
    if (this.view === "form") void this.#form.check();
    else this.#detail.update();
  }

  /**
   * Asks the core for the manifest after a change; nothing is changed yet. `undefined` where there is no answer, or where the
   * manifest was replaced meanwhile.
   *
   * @param {string | Change | Change[]} change
   * @returns {Promise<TransitionAnswer<Manifest> | undefined>}
   */
  async attempt(change) {
    const { manifest } = this;
    if (manifest === null || this.isBusy) return undefined;
    this.isBusy = true;
    try {
      const answer = await core.transition(manifest, change);
      this.problem = undefined;
      return this.manifest === manifest ? answer : undefined;
    } catch (error) {
      this.fail(error);
      return undefined;
    } finally {
      this.isBusy = false;
    }
  }

  /**
   * Hands over the manifest after a change.
   *
   * @param {string | Change | Change[] | null} change
   * @param {Manifest | undefined} manifest
   * @param {string} label
   */
  give(change, manifest, label) {
    this.tell(label);
    const plain = typeof change === "string" ? JSON.parse(change) : change;
    this.#form.settle();
    this.#send("manifest-change", { change: plain, manifest, label });
    if (this.view === "form" && this.#isFormOurs) this.#show("detail");
  }

  /** Whether the element itself went to the form, and so comes back from it. */
  #isFormOurs = false;

  enterForm() {
    this.#isFormOurs = true;
    this.#show("form");
  }

  leaveForm() {
    this.#form.reset();
    this.#send("cancel", {});
    if (this.#isFormOurs) this.#show("detail");
    if (this.view === "form") this.#form.update();
  }

  /** Whether something was typed into the form that is not saved. */
  get isChanged() {
    return this.view === "form" && this.#form.isChanged;
  }

  /** @param {"detail" | "form"} view */
  #show(view) {
    const isMine = this.dispatchEvent(new CustomEvent("view-change", { detail: { view }, bubbles: true, composed: true, cancelable: true }));
    if (isMine) this.view = view;
    if (!isMine || view === "detail") this.#isFormOurs = false;
  }

  /** @param {string} version */
  activate(version) {
    this.version = version;
    this.#send("version-activate", { version });
  }

  /** @param {readonly Given[]} observation */
  observe(observation) {
    this.observation = observation;
    this.#send("observation-change", { observation });
  }

  compare(/** @type {string} */ version) {
    this.#comparison.open(version);
  }

  import() {
    this.#importing.open();
  }

  /** @param {string} name @param {object} detail */
  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** @param {string} text @param {string} [said] */
  async copy(text, said = this.say.copiedId(text)) {
    try {
      await navigator.clipboard.writeText(text);
      this.tell(said);
      return true;
    } catch {
      this.tell(this.say.copyFailed);
      return false;
    }
  }
}
