/** The form: a new artifact, its draft, or a new draft. The steps are those of Compute Nest's console. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import * as core from "../core.js";
import { bin, failure, plus, warning } from "../icons.js";
import { byArea, areaNames, regionName, regions } from "../regions.js";
import { blank, changeOf, draftOf, fields, lengthOf, limits, placeOf } from "./draft.js";
import { RegionsField } from "./regions-field.js";
import { newestFirst, versionTitle } from "./status.js";

/** @import { Diagnostic } from "../../../js/index.js" */
/** @import { EcsImageArtifact, Say } from "./artifact.js" */
/** @import { Draft, Field, Purpose } from "./draft.js" */

/** @typedef {Map<Field | "", Diagnostic[]>} Found by field; those about the whole under `""` */

export class Form {
  #host;
  /** @type {Purpose} */
  #purpose = "create";
  #draft = blank();
  #base = blank();
  /** @type {string | undefined} */
  #from;
  /** @type {Found} */
  #found = new Map();
  /** Fields that were left once, and may be told about. @type {Set<Field>} */
  #touched = new Set();
  #isTold = false;
  /** The id of the artifact that the form is about; `null` for a new one. @type {string | null | undefined} */
  #about;
  #isSettled = false;
  /** The change that the core was asked about last. @type {string | undefined} */
  #asked;
  #regions = new RegionsField((change) => this.#put(change, "supportRegionIds"));

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
  }

  /** Whether anything was typed that is not saved. */
  get isChanged() {
    return changeOf(this.#draft, this.#purpose, this.#base, this.#from) !== undefined && JSON.stringify(this.#draft) !== JSON.stringify(this.#base);
  }

  /** Starts anew when it is asked about something else; what is typed stays when only the manifest changes. */
  update() {
    const { artifact: id, shown } = this.#host;
    const artifact = shown.artifacts.find((one) => one.id === id);
    const draft = artifact?.versions.find(({ version }) => version === "draft");
    const purpose = id === null ? "create" : draft === undefined ? "open" : "edit";
    if (id !== null && artifact === undefined) return;
    const isKept = this.#about === id && !this.#isSettled && (this.isChanged || purpose === "create");
    const typed = this.#draft;
    this.#about = id;
    this.#isSettled = false;
    if (!isKept) {
      this.#touched.clear();
      this.#isTold = false;
      this.#found = new Map();
    }
    if (!isKept || purpose !== this.#purpose) {
      this.#purpose = purpose;
      if (artifact === undefined) this.#draft = blank();
      else if (draft !== undefined) this.#draft = draftOf(artifact, draft);
      else this.#startFrom(newestFirst(artifact.versions)[0]?.version, "");
      if (purpose !== "open") this.#base = structuredClone(this.#draft);
      // Somebody else released the draft meanwhile, or opened one: what was typed is for the next one then.
      if (isKept) this.#draft = typed;
    }
    void this.check();
  }

  /** Forgets what was typed. */
  reset() {
    this.#about = undefined;
  }

  /** What was typed was handed over: it is forgotten once the owner sets the manifest, and stays where the owner does not. */
  settle() {
    this.#isSettled = true;
  }

  /** A new draft holds what the version holds; only its name is new. @param {string | undefined} from @param {string} versionName */
  #startFrom(from, versionName) {
    const artifact = this.#host.shown.artifacts.find(({ id }) => id === this.#host.artifact);
    const version = artifact?.versions.find(({ version }) => version === from);
    if (artifact === undefined || version === undefined) return;
    this.#from = from;
    this.#base = { ...draftOf(artifact, version), versionName: "" };
    this.#draft = { ...structuredClone(this.#base), versionName };
  }

  /** @param {string} from */
  #restart(from) {
    this.#startFrom(from, this.#draft.versionName);
    this.#put({}, "versionName");
  }

  /** @param {Partial<Draft>} change @param {Field} field */
  #put(change, field) {
    this.#draft = { ...this.#draft, ...change };
    if (field === "supportRegionIds" || field === "tags") this.#touched.add(field);
    this.#host.requestUpdate();
    void this.check();
  }

  /** Asks the core what it would say. */
  async check() {
    const { manifest } = this.#host;
    if (manifest === null) return;
    const change = changeOf(this.#draft, this.#purpose, this.#base, this.#from);
    this.#asked = change;
    if (change === undefined) {
      this.#found = new Map();
      return this.#host.requestUpdate();
    }
    try {
      const answer = await core.transition(manifest, change, undefined, { lane: this });
      if (answer !== undefined && this.#asked === change) this.#take(answer.diagnostics);
    } catch (error) {
      this.#host.fail(error);
    }
  }

  /** @param {Diagnostic[]} diagnostics */
  #take(diagnostics) {
    const { artifacts } = this.#host.shown;
    const position = artifacts.find(({ id }) => id === this.#draft.artifactId)?.position ?? artifacts.length;
    this.#found = new Map();
    for (const diagnostic of diagnostics) {
      const { field = "" } = placeOf(diagnostic, position);
      /** @type {(Field | "")[]} */
      const places = diagnostic.code === "source-incomplete" ? this.#emptySource() : [field];
      for (const at of places) this.#found.set(at, [...(this.#found.get(at) ?? []), diagnostic]);
    }
    this.#host.requestUpdate();
  }

  /** The fields of the source that nothing stands in: the core names the first. @returns {Field[]} */
  #emptySource() {
    /** @type {("imageId" | "regionId" | "commodityCode" | "commodityVersion")[]} */
    const all = this.#draft.sourceType === "custom" ? ["imageId", "regionId"] : ["commodityCode", "commodityVersion"];
    return all.filter((field) => this.#draft[field].trim() === "");
  }

  /** @param {Say} say */
  render(say) {
    const host = this.#host;
    if (this.#about === undefined) return host.missing(say);
    const name = this.#base.name || host.artifact || "";
    const title = { create: say.createTitle, edit: say.editTitle(name), open: say.openTitle(name) }[this.#purpose];
    const whole = this.#found.get("") ?? [];
    return html`<form class="form" part="form" novalidate @submit=${this.#submit} aria-labelledby="form-title">
      <h2 id="form-title" part="heading">${title}</h2>
      ${this.#purpose === "open" ? this.#start(say) : nothing}
      ${this.#section("info", say.infoSection, html`${this.#names(say)}${this.#tags(say)}`)}
      ${this.#section("content", say.contentSection, this.#content(say))}
      ${this.#section("delivery", say.deliverySection, html`
        <p class="hint">${say.deliveryHint}</p>
        ${this.#regions.render(say, host.spoken, { isEverywhere: this.#draft.isEverywhere, regions: this.#draft.regions, described: "found-supportRegionIds", isInvalid: this.#isInvalid("supportRegionIds") })}
        ${this.#findings("supportRegionIds")}`)}
      ${whole.length > 0 ? html`<div class="note bad" role="alert">${failure}<ul>${whole.map((one) => html`<li>${host.message(one)} <code>${one.code}</code></li>`)}</ul></div>` : nothing}
      <p class="hint">${say.saveHint}</p>
      <div class="actions" part="actions">
        <button type="submit" class="main" ?disabled=${host.isBusy}>${say.save}</button>
        <button type="button" ?disabled=${host.isBusy} @click=${this.#release}>${say.release}</button>
        <button type="button" class="plain" @click=${() => host.leaveForm()}>${say.cancel}</button>
      </div>
    </form>`;
  }

  /** @param {string} id @param {string} title @param {unknown} body */
  #section(id, title, body) {
    return html`<section class="card step" aria-labelledby="step-${id}"><h3 id="step-${id}">${title}</h3><div class="step-body">${body}</div></section>`;
  }

  /** @param {Say} say */
  #start(say) {
    const artifact = this.#host.shown.artifacts.find(({ id }) => id === this.#host.artifact);
    const versions = newestFirst(artifact?.versions ?? []);
    return html`<div class="field start">
      <label for="from">${say.startFrom}</label>
      <select id="from" @change=${(/** @type {Event} */ event) => this.#restart(valueOf(event))}>
        ${versions.map((version) => html`<option value=${version.version} ?selected=${version.version === this.#from}>${versionTitle(say, version)} · ${version.versionName ?? ""}</option>`)}
      </select>
      <p class="hint">${say.startHint}</p>
    </div>`;
  }

  /** @param {Say} say */
  #names(say) {
    const isNew = this.#purpose === "create";
    return html`
      ${this.#input("name", say.name, { hint: isNew ? say.nameHint : say.nameFixed, isFixed: !isNew, isRequired: true })}
      ${this.#input("versionName", say.versionName, { hint: say.versionNameHint, isRequired: true })}
      <div class="field wide">
        <label for="field-description"><span>${say.description}</span>${this.#count("description")}</label>
        <textarea id="field-description" rows="3" aria-describedby="found-description hint-description" aria-invalid=${this.#isInvalid("description")} .value=${live(this.#draft.description)} @input=${this.#typed("description")} @blur=${this.#left("description")}></textarea>
        <p class="hint" id="hint-description">${say.descriptionHint}</p>
        ${this.#findings("description")}
      </div>
      ${this.#input("resourceGroupId", say.resourceGroup, { hint: say.resourceGroupHint, placeholder: "rg-…", isId: true })}
      ${isNew ? this.#input("artifactId", say.artifactId, { hint: say.artifactIdHint, isId: true, isRequired: true }) : nothing}`;
  }

  /** @param {Say} say */
  #tags(say) {
    const { tags } = this.#draft;
    const put = (/** @type {Draft["tags"]} */ tags) => this.#put({ tags }, "tags");
    const edit = (/** @type {number} */ at, /** @type {"key" | "value"} */ part) => (/** @type {Event} */ event) => put(tags.toSpliced(at, 1, { ...tags[at], [part]: valueOf(event) }));
    const twice = new Set((this.#found.get("tags") ?? []).map((one) => placeOf(one, -1).key));
    return html`<div class="field wide" id="field-tags" role="group" aria-labelledby="tags-label" aria-describedby="found-tags">
      <div class="label" id="tags-label"><span>${say.tags}</span><span class="count">${tags.length} / ${limits.tags[1]}</span></div>
      ${tags.map(
        ({ key, value }, at) => html`<div class="tag">
          <input aria-label=${say.tagKey(at + 1)} placeholder=${say.tagKeyHint} aria-invalid=${twice.has(key)} autocomplete="off" .value=${live(key)} @input=${edit(at, "key")} />
          <input aria-label=${say.tagValue(at + 1)} placeholder=${say.tagValueHint} autocomplete="off" .value=${live(value)} @input=${edit(at, "value")} />
          <button type="button" class="plain danger icon" aria-label=${say.removeTag(key || String(at + 1))} @click=${() => put(tags.toSpliced(at, 1))}>${bin}</button>
        </div>`,
      )}
      <div><button type="button" @click=${() => this.#addTag(tags)}>${plus} ${say.addTag}</button></div>
      ${this.#findings("tags")}
    </div>`;
  }

  /** @param {Draft["tags"]} tags */
  async #addTag(tags) {
    this.#put({ tags: [...tags, { key: "", value: "" }] }, "tags");
    await this.#host.updateComplete;
    /** @type {HTMLElement | undefined} */ (Array.from(this.#host.renderRoot.querySelectorAll(/** @type {"input"} */ (".tag input:first-child"))).at(-1))?.focus();
  }

  /** @param {Say} say */
  #content(say) {
    const { sourceType, regionId } = this.#draft;
    const kind = (/** @type {Draft["sourceType"]} */ value, /** @type {string} */ label) => html`<label class="choice">
      <input type="radio" name="source-type" .checked=${live(sourceType === value)} @change=${() => this.#put({ sourceType: value }, "imageId")} />${label}
    </label>`;
    const known = regions.some(({ id }) => id === regionId) || regionId === "" ? [] : [regionId];
    const groups = byArea([...regions.map(({ id }) => id), ...known]);
    const language = this.#host.spoken;
    return html`<div class="field">
        <div class="label">${say.type}</div>
        <p class="fixed">${say.ecsImage}</p>
      </div>
      <div class="field" role="radiogroup" aria-labelledby="kind-label">
        <div class="label" id="kind-label">${say.imageType}</div>
        <div class="row">${kind("custom", say.customImage)}${kind("marketplace", say.marketplaceImage)}</div>
      </div>
      ${sourceType === "custom"
        ? html`${this.#input("imageId", say.imageId, { hint: say.imageIdHint, placeholder: "m-…", isId: true, isRequired: true })}
            <div class="field">
              <label for="field-regionId">${say.sourceRegion}</label>
              <select id="field-regionId" required aria-describedby="found-regionId hint-regionId" aria-invalid=${this.#isInvalid("regionId")} @change=${this.#typed("regionId")} @blur=${this.#left("regionId")}>
                <option value="" ?selected=${regionId === ""}>${say.chooseRegion}</option>
                ${groups.map(({ area, ids }) => html`<optgroup label=${areaNames[area][language]}>${ids.map((id) => html`<option value=${id} ?selected=${id === regionId}>${regionName(id, language)} ${id}</option>`)}</optgroup>`)}
              </select>
              <p class="hint" id="hint-regionId">${say.sourceRegionHint}</p>
              ${this.#findings("regionId")}
            </div>`
        : html`${this.#input("commodityCode", say.commodityCode, { hint: say.commodityCodeHint, placeholder: "cmjj…", isId: true, isRequired: true })}
            ${this.#input("commodityVersion", say.commodityVersion, { placeholder: "V1.0", isRequired: true })}`}`;
  }

  /**
   * @param {Exclude<Field, "tags" | "supportRegionIds">} field
   * @param {string} label
   * @param {{ hint?: string, placeholder?: string, isFixed?: boolean, isId?: boolean, isRequired?: boolean }} [options]
   */
  #input(field, label, { hint, placeholder = "", isFixed = false, isId = false, isRequired = false } = {}) {
    return html`<div class="field">
      <label for="field-${field}"><span>${label}</span>${this.#count(field)}</label>
      <input id="field-${field}" class=${isId ? "mono" : ""} autocomplete="off" spellcheck="false" placeholder=${placeholder} ?readonly=${isFixed} ?required=${isRequired}
        aria-describedby="found-${field} hint-${field}" aria-invalid=${this.#isInvalid(field)} .value=${live(this.#draft[field])} @input=${this.#typed(field)} @blur=${this.#left(field)} />
      <p class="hint" id="hint-${field}">${hint ?? nothing}</p>
      ${this.#findings(field)}
    </div>`;
  }

  /** @param {Field} field */
  #count(field) {
    if (!(field in limits) || field === "tags") return nothing;
    const length = lengthOf(this.#draft[/** @type {"name" | "versionName" | "description"} */ (field)]);
    return html`<span class="count">${length} / ${limits[/** @type {"name"} */ (field)][1]}</span>`;
  }

  /** What is to be said of a field: at once what a person has been at, the rest when they save. @param {Field} field */
  #told(field) {
    const found = this.#found.get(field) ?? [];
    return this.#isTold || this.#touched.has(field) ? found : [];
  }

  /** @param {Field} field */
  #isInvalid(field) {
    return this.#told(field).some(({ severity }) => severity === "error");
  }

  /** @param {Field} field */
  #findings(field) {
    return html`<div class="findings" id="found-${field}">
      ${this.#told(field).map((one) => html`<p class="finding ${one.severity === "error" ? "" : "wait"}" part="finding">${one.severity === "error" ? failure : warning}<span>${one.args.name === "" || one.code === "source-incomplete" ? this.#host.say.empty : this.#host.message(one)}</span></p>`)}
    </div>`;
  }

  /** @param {Exclude<Field, "tags" | "supportRegionIds">} field */
  #typed(field) {
    return (/** @type {Event} */ event) => {
      const value = valueOf(event);
      // While a first few characters are typed nothing is wrong yet; after that it is told at once.
      if (lengthOf(value) >= (field in limits ? limits[/** @type {"name"} */ (field)][0] : 1)) this.#touched.add(field);
      this.#put({ [field]: value }, field);
    };
  }

  /** @param {Field} field */
  #left(field) {
    return () => {
      const value = field === "tags" || field === "supportRegionIds" ? "" : this.#draft[field];
      if (value !== "") this.#touched.add(field);
      this.#host.requestUpdate();
    };
  }

  #submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void this.#save();
  };

  async #save() {
    const change = changeOf(this.#draft, this.#purpose, this.#base, this.#from);
    if (change === undefined) return this.#host.leaveForm();
    const answer = await this.#host.attempt(change);
    if (answer === undefined) return;
    if (!answer.ok) return this.#refused(answer.diagnostics);
    this.#host.give(change, answer.manifest, this.#host.say.savedLabel(this.#draft.name));
  }

  #release = async () => {
    const change = changeOf(this.#draft, this.#purpose, this.#base, this.#from);
    const release = JSON.stringify({ change: "release", artifactId: this.#draft.artifactId.trim() });
    const changes = `[${change === undefined ? "" : `${change},`}${release}]`;
    const answer = await this.#host.attempt(changes);
    if (answer === undefined) return;
    if (!answer.ok) return this.#refused(answer.diagnostics);
    this.#host.confirm.release(this.#draft.artifactId.trim(), changes, answer);
  };

  /** Says what stands in the way, and goes to the first of it. @param {Diagnostic[]} diagnostics */
  async #refused(diagnostics) {
    this.#isTold = true;
    this.#take(diagnostics);
    const wrong = [...this.#found.values()].filter((found) => found.some(({ severity }) => severity === "error"));
    this.#host.tell(this.#host.say.refused(wrong.length));
    await this.#host.updateComplete;
    const first = fields.find((field) => this.#isInvalid(field));
    const place = this.#host.renderRoot.querySelector(`#field-${first}`);
    const control = /** @type {HTMLElement | null | undefined} */ (place?.matches("input, select, textarea") ? place : place?.querySelector("input, button"));
    control?.focus();
  }
}

/** @param {Event} event */
function valueOf(event) {
  return /** @type {HTMLInputElement} */ (event.target).value;
}
