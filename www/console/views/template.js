/** A template: what is in it, and what a service makes of it for an account in a region. */

import "../../elements/index.js";
import "../services/relate.js";

import { css, html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";

import { areaNames, byArea, regionName } from "../../elements/regions.js";
import { choose, download } from "../files.js";
import * as icons from "../icons.js";
import { commandOf, offerOf, resolvedName, wantedOf } from "../request.js";
import { address } from "../router.js";
import { SAMPLE } from "../sample.js";
import { servicesOf } from "../services/model.js";
import { looseKey } from "../templates.js";
import { View, viewStyle } from "../view.js";

/** @import { EcsImageTemplate } from "../../elements/template/template.js" */
/** @import { Offer, Wanted } from "../request.js" */
/** @import { Relate } from "../services/relate.js" */
/** @import { StoredTemplate } from "../templates.js" */

/** How long typing may pause before what was typed is kept, in milliseconds. */
const PAUSE = 400;

/** What an empty file begins as. */
const BLANK = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Server:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId: \n";

/** What files can be chosen as templates. */
const ENDINGS = ".yaml,.yml,.json,.tf,.template";

export class TemplateView extends View {
  static properties = { answer: { state: true } };

  static styles = [
    ...viewStyle,
    css`
      .ask { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr)); gap: calc(var(--_space) * 3); padding: calc(var(--_space) * 4); }
      @media (width >= 30rem) { .ask .hint { min-block-size: 1.5em; } }
      .bar { display: flex; flex-wrap: wrap; align-items: center; gap: calc(var(--_space) * 2); }
      .bar .gap { flex: 1; }
      .segments { display: inline-flex; }
      .segments button { border-radius: 0; }
      .segments button:first-child { border-start-start-radius: var(--_radius); border-end-start-radius: var(--_radius); }
      .segments button:last-child { border-start-end-radius: var(--_radius); border-end-end-radius: var(--_radius); margin-inline-start: -1px; }
      .segments [aria-pressed="true"] { z-index: 1; border-color: var(--_accent); background: var(--_accent-soft); color: var(--_accent); }
      ecs-image-template { min-block-size: 30rem; }
      .none { border-style: dashed; border-color: var(--_edge); }
      .none svg { inline-size: 2rem; block-size: 2rem; color: var(--_muted); }
      .none .row svg { inline-size: 1em; block-size: 1em; color: inherit; }
    `,
  ];

  constructor() {
    super();
    /** What became of the template. @type {{ ok: boolean } | null} */
    this.answer = null;
  }

  /** @type {Wanted} */
  #wanted = /** @type {any} */ ({});
  /** What the editor was given, and for which key. @type {{ key: string | null, bytes: Uint8Array | null }} */
  #given = { key: null, bytes: null };
  /** What was typed and is not yet kept. @type {{ key: string, bytes: Uint8Array, filename: string, timer: ReturnType<typeof setTimeout> } | undefined} */
  #typed;
  /** The text that this view kept last: to know it from another tab's. @type {Uint8Array | undefined} */
  #kept;
  /** The address whose place in the text was shown. */
  #shown = "";

  get heading() {
    return this.words.template;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("paste", this.#paste);
    addEventListener("pagehide", this.#keep);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("paste", this.#paste);
    removeEventListener("pagehide", this.#keep);
    this.#keep();
  }

  willUpdate() {
    const wanted = wantedOf(this.store, this.route.query);
    const { key } = wanted;
    const bytes = (key === null ? undefined : this.store.templates.get(key)?.bytes) ?? null;
    if (key !== this.#given.key) {
      this.#keep();
      this.#kept = undefined;
      this.answer = null;
      this.#given = { key, bytes };
    } else if (this.#typed === undefined && !isSame(bytes, this.#kept ?? this.#given.bytes)) {
      // It was opened anew, or another tab changed it. What is being typed goes before both.
      this.#given = { key, bytes };
      this.#kept = undefined;
    }
    this.#wanted = wanted;
  }

  render() {
    const { words } = this;
    const { bytes } = this.#given;
    const isCompared = this.route.query.get("view") === "compare";
    const { filename, service, template, region, account } = this.#wanted;
    const about = servicesOf(this.store.document).find(({ id }) => id === service);
    return html`
      <div class="head">
        <h1 tabindex="-1">${this.heading}</h1>
        <div class="row">
          <button @click=${this.#open}>${icons.upload}${words.openTemplates}</button>
          <button @click=${() => this.#add("template.yaml", new TextEncoder().encode(BLANK))}>${icons.plus}${words.newTemplate}</button>
        </div>
      </div>
      <p class="muted lead">${words.templateLead}</p>
      ${this.#ask(offerOf(this.store, service, template))}
      ${bytes === null ? this.#none() : html`
        <div class="bar">
          <span class="segments" role="group" aria-label=${words.show}>
            <button aria-pressed=${!isCompared} @click=${() => this.#go({ view: null })}>${words.edit}</button>
            <button aria-pressed=${isCompared} @click=${() => this.#go({ view: "compare" })}>${words.compare}</button>
          </span>
          <h2>${filename}</h2>
          ${this.#wanted.file === null ? nothing : html`<button class="plain danger" @click=${this.#remove}>${words.removeTemplate}</button>`}
          <span class="gap"></span>
          <button ?disabled=${!this.answer?.ok} @click=${this.#copyCommand}>${icons.terminal}${words.copyCommand}</button>
          <button class="main" ?disabled=${!this.answer?.ok} title=${this.answer?.ok ? resolvedName(filename, region) : words.nothingToDownload} @click=${this.#download}>${icons.download}${words.downloadResolved}</button>
        </div>
        <ecs-image-template
          language=${this.language}
          .source=${guard([bytes], () => bytes)}
          .filename=${filename}
          .manifest=${this.store.manifest}
          .service=${service}
          .region=${region}
          .account=${account}
          .templateName=${template}
          .view=${isCompared ? "compare" : "edit"}
          @template-change=${this.#changed}
          @resolution-change=${(/** @type {CustomEvent} */ event) => (this.answer = event.detail.resolution)}
          @literal-activate=${this.#relate}
          @diagnostic-activate=${this.#toPlace}
        ></ecs-image-template>
      `}
      ${about ? html`<eir-service-relate .store=${this.store} .service=${about} .language=${this.language} .words=${words}></eir-service-relate>` : nothing}
    `;
  }

  updated() {
    super.updated();
    void this.#reveal();
  }

  /** @param {Offer} offer */
  #ask(offer) {
    const { words, language } = this;
    const { service, template, file, region, account } = this.#wanted;
    const services = Array.isArray(this.store.document.services) ? this.store.document.services : [];
    const loose = this.store.templates.loose();
    const others = byArea(offer.regions.filter((id) => !offer.allowed.includes(id)));
    const option = (/** @type {string} */ id) => html`<option value=${id} ?selected=${id === region}>${regionName(id, language)} · ${id}</option>`;
    const may = offer.accounts.get(account);
    return html`
      <div class="card ask">
        <label class="field"><span class="label">${words.service}</span>
          <select name="service" @change=${(/** @type {any} */ event) => this.#go({ service: event.target.value, template: null, region: null, account: null }, true)}>
            ${services.length === 0 ? html`<option value="">${words.noServiceYet}</option>` : nothing}
            ${services.map((/** @type {any} */ one) => html`<option value=${one?.serviceId} ?selected=${one?.serviceId === service}>${one?.name ?? one?.serviceId}</option>`)}
          </select>
          <span class="hint"><code>${service}</code></span>
        </label>
        <label class="field"><span class="label">${words.template}</span>
          <select name="template" @change=${(/** @type {any} */ event) => this.#choose(event.target.value)}>
            ${offer.templates.length > 0 ? html`<optgroup label=${words.ofTheService}>${offer.templates.map((name) => html`<option value="t:${name}" ?selected=${name === template}>${name}</option>`)}</optgroup>` : nothing}
            ${loose.length > 0 ? html`<optgroup label=${words.otherFiles}>${loose.map(({ filename }) => html`<option value="f:${filename}" ?selected=${filename === file}>${filename}</option>`)}</optgroup>` : nothing}
            ${offer.templates.length + loose.length === 0 ? html`<option value="">${words.noTemplateYet}</option>` : nothing}
          </select>
          <span class="hint">${this.#wanted.key === null ? nothing : html`<code>${this.#wanted.filename}</code>`}</span>
        </label>
        <label class="field"><span class="label">${words.region}</span>
          <select name="region" @change=${(/** @type {any} */ event) => this.#go({ region: event.target.value })}>
            ${offer.allowed.length > 0 ? html`<optgroup label=${words.allowedRegions}>${offer.allowed.map(option)}</optgroup>` : nothing}
            ${others.map(({ area, ids }) => html`<optgroup label=${areaNames[area][language]}>${ids.map(option)}</optgroup>`)}
            ${offer.regions.includes(region) || offer.allowed.includes(region) ? nothing : option(region)}
          </select>
          <span class="hint">${offer.allowed.length > 0 && !offer.allowed.includes(region) ? words.notAllowed : nothing}</span>
        </label>
        <label class="field"><span class="label">${words.account}</span>
          <input name="account" list="accounts" inputmode="numeric" autocomplete="off" spellcheck="false" .value=${account} @change=${(/** @type {any} */ event) => this.#go({ account: event.target.value.trim() })}>
          <datalist id="accounts">${[...offer.accounts].map(([uid, may]) => html`<option value=${uid}>${words.mayOf(may)}</option>`)}</datalist>
          <span class="hint">${words.mayOf(may ?? "")}</span>
        </label>
      </div>
    `;
  }

  #none() {
    const { words } = this;
    const { template } = this.#wanted;
    return html`
      <div class="card none">
        ${icons.upload}
        <p><strong>${template === null ? words.dropTemplates : words.dropThisTemplate(template)}</strong></p>
        <p class="muted">${words.dropTemplatesText}</p>
        <p class="row"><button class="main" @click=${this.#open}>${icons.upload}${words.openTemplates}</button></p>
      </div>
    `;
  }

  /** @param {string} value */
  #choose(value) {
    const [kind, name] = [value.slice(0, 1), value.slice(2)];
    this.#go(kind === "f" ? { file: name, template: null } : { file: null, template: name, region: null }, true);
  }

  /**
   * Asks for something else. What is chosen for a moment is no step back in the browser's history.
   *
   * @param {Record<string, string | null>} change
   * @param {boolean} [isStep]
   */
  #go(change, isStep = false) {
    const { service, template, file, region, account } = this.#wanted;
    const hash = address(["template"], { service, template, file, region, account, view: this.route.query.get("view"), ...change });
    if (isStep) location.hash = hash;
    else location.replace(hash);
  }

  async #reveal() {
    const at = Number(this.route.query.get("at") ?? Number.NaN);
    const here = `${this.#given.key} ${at}`;
    if (!Number.isInteger(at) || this.#shown === here || this.#given.bytes === null) return;
    this.#shown = here;
    const element = this.#element;
    await element?.updateComplete;
    await element?.reveal(at, Number(this.route.query.get("to") ?? at));
  }

  get #element() {
    return /** @type {EcsImageTemplate | null} */ (this.renderRoot.querySelector("ecs-image-template"));
  }

  async #open() {
    const files = await choose({ accept: ENDINGS, multiple: true });
    const { key, service, template } = this.#wanted;
    // Whoever is asked for one template and gives one means that one.
    if (files.length === 1 && this.#given.bytes === null && key !== null && service !== null && template !== null) {
      await this.store.templates.set(key, files[0].bytes, files[0].path);
    } else if (files.length > 0) {
      this.dispatchEvent(new CustomEvent("files", { bubbles: true, composed: true, detail: files }));
    }
  }

  /** @param {string} name @param {Uint8Array} bytes */
  async #add(name, bytes) {
    const taken = new Set(this.store.templates.loose().map(({ filename }) => filename));
    let free = name;
    for (let count = 2; taken.has(free); count += 1) free = name.replace(/(?=\.[^.]+$)/, `-${count}`);
    await this.store.templates.set(looseKey(free), bytes, free);
    this.#go({ file: free, template: null, view: null }, true);
  }

  #remove() {
    const { file } = this.#wanted;
    const key = looseKey(file ?? "");
    const stored = this.store.templates.get(key);
    if (stored === undefined) return;
    this.#forget();
    void this.store.templates.delete(key);
    this.#go({ file: null }, true);
    this.#offerBack(key, stored);
  }

  /** @param {string} key @param {StoredTemplate} stored */
  #offerBack(key, { bytes, filename }) {
    const { words } = this;
    const run = async () => {
      await this.store.templates.set(key, bytes, filename);
      this.#go({ file: filename, template: null }, true);
    };
    this.dispatchEvent(new CustomEvent("notice", { bubbles: true, composed: true, detail: { text: words.templateRemoved(filename), action: { label: words.undo, run } } }));
  }

  /** @param {CustomEvent<{ bytes: Uint8Array }>} event */
  #changed({ detail: { bytes } }) {
    const { key, filename } = this.#wanted;
    if (key === null) return;
    clearTimeout(this.#typed?.timer);
    this.#typed = { key, bytes, filename: this.store.templates.get(key)?.filename ?? filename, timer: setTimeout(this.#keep, PAUSE) };
  }

  /** Keeps what was typed. */
  #keep = () => {
    if (this.#typed === undefined) return;
    const { key, bytes, filename } = this.#typed;
    if (key === this.#given.key) this.#kept = bytes;
    this.#forget();
    void this.store.templates.set(key, bytes, filename);
  };

  #forget() {
    clearTimeout(this.#typed?.timer);
    this.#typed = undefined;
  }

  /** Text that is pasted where nobody writes is a template. @param {ClipboardEvent} event */
  #paste = (event) => {
    const target = event.composedPath()[0];
    if (target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"))) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.trim() === "") return;
    event.preventDefault();
    const ending = /^\s*\{/.test(text) ? "json" : /^\s*(?:resource|data|variable|terraform|provider|locals|module)\b.*[{"]/m.test(text) ? "tf" : "yaml";
    void this.#add(`pasted.${ending}`, new TextEncoder().encode(text));
  };

  #download() {
    const bytes = this.#element?.resolvedBytes;
    if (bytes) download(bytes, resolvedName(this.#wanted.filename, this.#wanted.region));
  }

  async #copyCommand() {
    const { file } = this.store;
    const command = commandOf(this.#wanted, file.name === SAMPLE ? "manifest.json" : file.name);
    try {
      await navigator.clipboard.writeText(command);
      this.notify(this.words.commandCopied, "good");
    } catch {
      this.notify(command, "wait");
    }
  }

  /** @param {CustomEvent<{ literal: string }>} event */
  #relate({ detail: { literal } }) {
    const dialog = /** @type {Relate | null} */ (this.renderRoot.querySelector("eir-service-relate"));
    if (dialog === null) this.notify(this.words.serviceFirst, "wait");
    else dialog.open(literal);
  }

  /** A finding in the manifest leads to the artifact or service that it is about. @param {CustomEvent} event */
  #toPlace({ detail: { diagnostic, place } }) {
    const { source, pointer = "" } = place ?? diagnostic;
    if (source !== "manifest") return;
    const [, list, index] = pointer.split("/");
    const entry = this.store.document[list]?.[Number(index)];
    if (entry?.artifactId) location.hash = address(["artifacts", entry.artifactId]);
    else if (entry?.serviceId) location.hash = address(["services", entry.serviceId]);
  }
}

/** @param {Uint8Array | null | undefined} one @param {Uint8Array | null | undefined} other */
function isSame(one, other) {
  if (!one || !other) return (one ?? null) === (other ?? null);
  return one === other || (one.length === other.length && one.every((byte, at) => byte === other[at]));
}

customElements.define("eir-template", TemplateView);
