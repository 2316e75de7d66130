/** `<ecs-image-template>`: a template with its image sites, its findings, and what a region makes of it. */

import { html, LitElement, nothing, render } from "lit";

import { theme } from "../theme.js";
import { catalogueOf, Words } from "../words.js";
import en from "../words/en/template.js";
import { findingCard, findingList, findingTip, fixName } from "./findings.js";
import { imageList, siteCard } from "./images.js";
import { Listed } from "./listed.js";
import { modeOf } from "./modes.js";
import { problem, status, unreadable, verdict } from "./notes.js";
import { readable } from "./readable.js";
import { editorStyle } from "./editor-style.js";
import { style } from "./style.js";
import { Study } from "./study.js";

/** @import { PropertyValues } from "lit" */
/** @import { Catalogue } from "../../../js/diagnostics.js" */
/** @import { Diagnostic, Fix, Format, Place, Site } from "../../../js/index.js" */
/** @import { AnalysisAnswer, ResolutionAnswer } from "../core.js" */
/** @import { Shared } from "../words.js" */
/** @import { Editor } from "./editor.js" */
/** @import { Speech } from "./findings.js" */

/** @typedef {Shared & typeof en} Say */

/** Below this width, in CSS pixels, before and after do not stand side by side. */
const NARROW = 640;

const QUESTION = ["source", "filename", "format", "manifest", "service", "region", "account", "templateName"];

/**
 * @fires template-change - `{ bytes }`: the text changed by an edit
 * @fires analysis-change - `{ analysis }`: what is in the text, as `analyze` says; offsets in the unit of `source`
 * @fires resolution-change - `{ resolution }`: what became of the text, as `resolve` says; `null` where nobody asked
 * @fires literal-activate - `{ literal, site }`: a person chose a literal to relate
 * @fires diagnostic-activate - `{ diagnostic, place }`: a person chose a place of a finding
 */
export class EcsImageTemplate extends LitElement {
  static styles = [...theme, style, editorStyle];

  static properties = {
    language: {},
    source: { attribute: false, noAccessor: true },
    filename: {},
    format: {},
    manifest: { attribute: false },
    service: {},
    region: {},
    account: {},
    templateName: { attribute: "template-name" },
    view: { reflect: true },
    readonly: { type: Boolean, reflect: true },
  };

  #words = new Words(this, { en, ja: () => import("../words/ja/template.js"), zh: () => import("../words/zh/template.js") });
  #study = new Study((news) => this.#heard(news));

  /** @type {string | Uint8Array | null} */
  #source = null;
  /** The text as it is now, in the unit of `source`. @type {string | Uint8Array} */
  #current = "";
  /** The same as a string; `undefined` where there is none to show. @type {string | undefined} */
  #text = "";
  /** @type {Exclude<ReturnType<typeof readable>, { text: string }>["unreadable"] | undefined} */
  #unreadable;

  /** @type {Promise<typeof import("./editor.js")> | undefined} */
  #loading;
  /** @type {typeof import("./editor.js") | undefined} */
  #module;
  /** @type {Editor | undefined} */
  #editor;
  /** The editor's state while the element is nowhere. @type {import("@codemirror/state").EditorState | undefined} */
  #resting;
  #hasNoEditor = false;
  /** @type {{ close(): void, of: unknown[] } | undefined} */
  #comparison;
  /** @type {Catalogue | undefined} */
  #catalogue;
  #catalogueFor = "";
  #isNarrow = false;
  #listed = { findings: new Listed(this), images: new Listed(this) };
  #observer = new ResizeObserver(([{ contentRect }]) => this.#resize(contentRect.width));

  constructor() {
    super();
    /** @type {"en" | "ja" | "zh" | undefined} */
    this.language = undefined;
    /** @type {string | null} */
    this.filename = null;
    /** Without it the content decides. @type {Format | null} */
    this.format = null;
    /** @type {string | Uint8Array | object | null} */
    this.manifest = null;
    /** @type {string | null} */
    this.service = null;
    /** @type {string | null} */
    this.region = null;
    /** @type {string | null} */
    this.account = null;
    /** Its name in the service. @type {string | null} */
    this.templateName = null;
    /** @type {"edit" | "compare"} */
    this.view = "edit";
    this.readonly = false;
  }

  /**
   * What is edited. Setting it replaces the text and forgets what could be undone, unless it is the text that is there. An array
   * of bytes is copied.
   *
   * @returns {string | Uint8Array | null} what was set last
   */
  get source() {
    return this.#source;
  }

  set source(source) {
    const old = this.#source;
    this.#source = source;
    const given = source ?? "";
    const read = readable(given);
    const text = "text" in read ? read.text : undefined;
    const isSame = text !== undefined && text === this.#text && typeof given === typeof this.#current;
    if (!isSame) {
      this.#current = typeof given === "string" ? given : given.slice();
      this.#text = text;
      this.#unreadable = "text" in read ? undefined : read.unreadable;
      this.#resting = undefined;
      if (text !== undefined) this.#editor?.open({ text, ...this.#editing() });
    }
    this.requestUpdate("source", old);
  }

  /** The bytes of the text as it is now, with its mark and line ends. */
  get bytes() {
    return typeof this.#current === "string" ? new TextEncoder().encode(this.#current) : this.#current.slice();
  }

  /** What is in the text; `null` until the core answered. Offsets are in the unit of `source`. @returns {AnalysisAnswer | null} */
  get analysis() {
    return this.#study.analysisOf(this.#question());
  }

  /** What becomes of the text for `service`, `region` and `account`; `null` until the core answered, and unless all are given. @returns {ResolutionAnswer<string | Uint8Array> | null} */
  get resolution() {
    return this.#study.resolutionOf(this.#question());
  }

  /** The bytes of the resolved template; `undefined` unless it was resolved. @returns {Uint8Array | undefined} */
  get resolvedBytes() {
    const template = this.resolution?.template;
    return typeof template === "string" ? new TextEncoder().encode(template) : template?.slice();
  }

  /**
   * Shows a place of the text, selected, in the editor; at once, or when there is one. Nothing where there is no text to show.
   *
   * @param {number} start in the unit of `source`: UTF-16 units of a string, bytes of a `Uint8Array`
   * @param {number} [end]
   */
  async reveal(start, end = start) {
    this.view = "edit";
    await this.updateComplete;
    const isComing = this.#editor === undefined && this.#text !== undefined && !this.#hasNoEditor;
    if (isComing) await new Promise((/** @type {(value: void) => void} */ opened) => this.#awaited.push(opened));
    this.#editor?.reveal(start, end, this.#current);
  }

  /** Who waits for the editor. @type {(() => void)[]} */
  #awaited = [];

  connectedCallback() {
    super.connectedCallback();
    this.#observer.observe(this);
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#closeComparison();
    this.#closeEditor();
  }

  /** @param {PropertyValues} changed */
  willUpdate(changed) {
    void this.#speak();
    if (QUESTION.some((name) => changed.has(name))) this.#ask();
  }

  render() {
    const say = this.#words.say;
    if (say === undefined) return nothing;
    const isComparing = this.view === "compare";
    const isReadable = this.#unreadable === undefined;
    const { answer, answered, resolution, failure } = this.#study;
    const shown = this.#text === "" ? null : answer;
    const speech = this.#speech(say);
    const images = isReadable ? imageList(shown, speech, this.#acts, this.#listed.images) : nothing;
    return html`<div class="all" part="base" lang=${this.#words.language}>
      ${isReadable ? problem(failure, this.#hasNoEditor, say, () => this.#again()) : unreadable(this.#unreadable, speech)}
      <div class="editor" part="editor" ?hidden=${isComparing || !isReadable} aria-busy=${this.#editor === undefined && !this.#hasNoEditor}></div>
      ${isComparing ? [images, isReadable ? verdict(shown, resolution, answered?.request ?? null, say) : nothing] : nothing}
      <div class="comparison" part="comparison" ?hidden=${!isComparing || !isReadable || resolution?.template === undefined}>
        <div class="sides small" aria-hidden="true"><span>${say.before}</span><span>${say.afterIn(answered?.request?.region ?? "")}</span></div>
      </div>
      ${isReadable ? status(shown, this.#editor?.writing, isComparing, say) : nothing}
      ${findingList(isReadable ? shown : answer, speech, this.#acts, this.#listed.findings)} ${isComparing ? nothing : images}
    </div>`;
  }

  /** @param {PropertyValues} changed */
  updated(changed) {
    const say = this.#words.say;
    if (say === undefined || !this.isConnected) return;
    void this.#openEditor();
    if (this.#said !== say || changed.has("filename") || changed.has("readonly")) this.#editor?.set(this.#editing());
    this.#said = say;
    void this.#openComparison(say);
  }

  /** The words that the editor speaks. @type {Say | undefined} */
  #said;

  /** @param {Say} say @returns {Speech} */
  #speech(say) {
    const { manifest, readonly } = this;
    const written = (/** @type {number} */ start, /** @type {number} */ end) => this.#written(start, end);
    return { say, catalogue: this.#catalogue, written, readonly, manifest, canRelate: manifest !== null && Boolean(this.service) };
  }

  /** @param {number} start @param {number} end in the unit of what the answer is of */
  #written(start, end) {
    const source = this.#study.answered?.source;
    return typeof source === "string" ? source.slice(start, end) : new TextDecoder().decode(source?.subarray(start, end));
  }

  /** What a person does in the lists and cards. */
  #acts = {
    /** @param {Diagnostic} diagnostic @param {Place} place */
    go: (diagnostic, place) => {
      this.#fire("diagnostic-activate", { diagnostic, place });
      if (place.source === "template" && place.start !== undefined) void this.reveal(place.start, place.end);
    },
    /** @param {Fix} fix */
    fix: async (fix) => {
      const source = this.#study.answered?.source;
      this.view = "edit";
      await this.updateComplete;
      // A fix is of one text: who typed since has new findings in a moment.
      if (source !== undefined && source === this.#current && this.#text !== undefined) this.#editor?.fix(fix, source, this.#text);
    },
    /** @param {Site} site */
    show: (site) => void this.reveal(site.start, site.end),
    /** @param {Site} site */
    relate: (site) => this.#fire("literal-activate", { literal: site.value, site }),
  };

  /** @param {string} name @param {object} detail */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** What is asked of the core now. @returns {import("./study.js").Question} */
  #question() {
    const { manifest, service, region, account, templateName } = this;
    const isWhole = manifest !== null && service && region && account;
    const request = isWhole ? { service, region, account, ...(templateName ? { template: templateName } : {}) } : null;
    const options = { ...(this.format ? { format: this.format } : {}), ...(this.filename ? { filename: this.filename } : {}) };
    return { source: this.#current, options, manifest, request };
  }

  #ask() {
    if (this.#current.length === 0) return this.#study.clear();
    void this.#study.ask(this.#question());
  }

  /** @param {"analysis" | "resolution" | "failure"} news */
  #heard(news) {
    if (news !== "failure") {
      // What became of the sites is shown, where somebody asked; what is in the text says no more then.
      if (news === "resolution" || this.#study.resolution === null) this.#mark();
      this.#fire(`${news}-change`, { [news]: this.#study[news] });
    }
    this.requestUpdate();
  }

  /** Shows in the text what was found in it. */
  #mark() {
    const { answer, answered } = this.#study;
    if (this.#editor === undefined || this.#text === undefined) return;
    if (answer === null || answered === null) return this.#editor.show({ source: this.#current, text: this.#text, sites: [], diagnostics: [] });
    // What was found in an older text moves with its edits, until the answer for this one is there.
    if (answered.source !== this.#current) return;
    this.#editor.show({ source: answered.source, text: this.#text, sites: answer.sites, diagnostics: answer.diagnostics });
    void this.#editor.setMode(modeOf(this.format ?? answer.format, this.filename ?? ""));
  }

  #typed() {
    if (this.#editor === undefined) return;
    this.#text = this.#editor.text;
    this.#current = typeof this.#current === "string" ? this.#text : new TextEncoder().encode(this.#text);
    this.#fire("template-change", bytesWhenRead(this.#current));
    this.#ask();
  }

  /** What the editor is told beside the text. */
  #editing() {
    return { say: /** @type {Say} */ (this.#words.say), name: this.filename ?? "", readonly: this.readonly };
  }

  async #openEditor() {
    if (this.#editor !== undefined || this.#text === undefined || this.#hasNoEditor) return;
    if (this.#module === undefined) {
      this.#loading ??= import("./editor.js");
      try {
        this.#module = await this.#loading;
      } catch {
        this.#loading = undefined;
        this.#hasNoEditor = true;
        for (const opened of this.#awaited.splice(0)) opened();
        return this.requestUpdate();
      }
    }
    const parent = this.renderRoot.querySelector(".editor");
    // While it was loaded, the element may have gone, or have been given something else.
    if (this.#editor !== undefined || this.#text === undefined || parent === null || !this.isConnected) return;
    const root = /** @type {ShadowRoot} */ (this.renderRoot);
    this.#editor = new this.#module.Editor({ parent, root, owner: this.#owner }, { text: this.#text, ...this.#editing() }, this.#resting);
    this.#resting = undefined;
    this.#mark();
    for (const opened of this.#awaited.splice(0)) opened();
    this.requestUpdate();
  }

  #closeEditor() {
    const state = this.#editor?.close();
    if (this.#text !== undefined) this.#resting = state ?? this.#resting;
    this.#editor = undefined;
  }

  /** @type {import("./editor.js").Owner} */
  #owner = {
    typed: () => this.#typed(),
    siteCard: (site) => this.#drawn(siteCard(site, this.#speech(this.#say), this.#acts)),
    card: ({ sites, diagnostics }) => {
      const speech = this.#speech(this.#say);
      const dom = this.#drawn(html`${sites.length + diagnostics.length === 0 ? html`<p>${speech.say.nothingHere}</p>` : nothing}
        ${diagnostics.map((diagnostic) => html`<div>${findingCard(diagnostic, speech, this.#acts)}</div>`)}
        ${sites.map((site) => html`<div>${siteCard(site, speech, this.#acts)}</div>`)}`);
      dom.setAttribute("role", "dialog");
      dom.setAttribute("aria-label", speech.say.here);
      return dom;
    },
    told: (diagnostic) => this.#drawn(findingTip(diagnostic, this.#speech(this.#say), this.#acts)),
    fixes: ({ fixes }) => (this.readonly ? [] : fixes).map((fix) => ({ name: fixName(fix, this.#speech(this.#say)), apply: () => void this.#acts.fix(fix) })),
  };

  /** Only for what is drawn after the first render. */
  get #say() {
    return /** @type {Say} */ (this.#words.say);
  }

  /** @param {unknown} content */
  #drawn(content) {
    const dom = document.createElement("div");
    dom.className = "drawn";
    render(content, dom);
    return dom;
  }

  /** @param {Say} say */
  async #openComparison(say) {
    const { resolution, answered } = this.#study;
    if (this.view !== "compare" || resolution?.template === undefined || answered === null || this.#text === undefined) return this.#closeComparison();
    const { source, request } = answered;
    // The answer for the text of now is on its way.
    if (source !== this.#current) return;
    const of = [resolution, say, this.#isNarrow];
    if (this.#comparison?.of.every((part, at) => part === of[at])) return;
    const { template, edits, format } = resolution;
    const after = typeof template === "string" ? template : new TextDecoder("utf-8", { ignoreBOM: true }).decode(template);
    const mode = modeOf(this.format ?? format, this.filename ?? "");
    const options = { source, before: this.#text, after, edits, say, region: request?.region ?? "", mode, narrow: this.#isNarrow };
    const parent = /** @type {Element} */ (this.renderRoot.querySelector(".comparison"));
    // What is seen stays until the new one is there.
    const old = this.#comparison;
    const opened = { close: () => old?.close(), of };
    this.#comparison = opened;
    try {
      const { compare } = await import("./compare.js");
      if (this.#comparison !== opened) return;
      const { scrollTop } = parent;
      old?.close();
      opened.close = compare({ parent, root: /** @type {ShadowRoot} */ (this.renderRoot) }, options).close;
      parent.scrollTop = scrollTop;
    } catch {
      this.#hasNoEditor = true;
      this.#closeComparison();
      this.requestUpdate();
    }
  }

  #closeComparison() {
    this.#comparison?.close();
    this.#comparison = undefined;
  }

  /** @param {number} width */
  #resize(width) {
    const isNarrow = width > 0 && width < NARROW;
    if (isNarrow === this.#isNarrow) return;
    this.#isNarrow = isNarrow;
    this.requestUpdate();
  }

  /** Loads the texts of findings in the language that is spoken. */
  async #speak() {
    const { language } = this.#words;
    if (this.#words.say === undefined || this.#catalogueFor === language) return;
    this.#catalogueFor = language;
    try {
      const catalogue = await catalogueOf(language);
      if (this.#catalogueFor !== language) return;
      this.#catalogue = catalogue;
      this.#mark();
      this.requestUpdate();
    } catch {
      // The findings' own English is there; the next change of language tries again.
      this.#catalogueFor = "";
    }
  }

  #again() {
    this.#hasNoEditor = false;
    this.#ask();
    this.requestUpdate();
  }
}

/** The detail of an event that most listeners only want to know of: to copy half a megabyte at each key takes its time. @param {string | Uint8Array} text */
function bytesWhenRead(text) {
  /** @type {Uint8Array | undefined} */
  let bytes;
  return {
    get bytes() {
      return (bytes ??= typeof text === "string" ? new TextEncoder().encode(text) : text.slice());
    },
  };
}
