/** `<ecs-image-template>`: a template with its image sites, its findings, and what a region makes of it. */

import { html, LitElement, nothing, render } from "lit";

import { failure } from "../icons.js";
import { theme } from "../theme.js";
import { catalogueOf, Words } from "../words.js";
import en from "../words/en/template.js";
import { findingItem, fixButtons, fixName, prose, relatedPlaces, badge, wordsOf } from "./findings.js";
import { imageItem, relateButton, siteFacts } from "./images.js";
import { modeOf } from "./modes.js";
import { editorStyle, style } from "./style.js";
import { Study } from "./study.js";
import { readable } from "./readable.js";

/** @import { PropertyValues } from "lit" */
/** @import { Catalogue } from "../../../js/diagnostics.js" */
/** @import { Diagnostic, Fix, Format, Place, Site } from "../../../js/index.js" */
/** @import { AnalysisAnswer, ResolutionAnswer } from "../core.js" */
/** @import { Shared } from "../words.js" */
/** @import { Editor } from "./editor.js" */
/** @import { Speech } from "./findings.js" */

/** @typedef {Shared & typeof en} Say */

/** How many findings and images are listed before somebody asks for all. */
const LISTED = 50;

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
  #showsAll = { findings: false, images: false };
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
    return this.#study.analysis;
  }

  /** What became of the text for `service`, `region` and `account`; `null` unless all are given. @returns {ResolutionAnswer<string | Uint8Array> | null} */
  get resolution() {
    return this.#study.resolution;
  }

  /** The bytes of the resolved template; `undefined` unless it was resolved. @returns {Uint8Array | undefined} */
  get resolvedBytes() {
    const template = this.#study.resolution?.template;
    return typeof template === "string" ? new TextEncoder().encode(template) : template?.slice();
  }

  /**
   * Shows a place of the text, selected, in the editor.
   *
   * @param {number} start in the unit of `source`: UTF-16 units of a string, bytes of a `Uint8Array`
   * @param {number} [end]
   */
  async reveal(start, end = start) {
    this.view = "edit";
    await this.updateComplete;
    await this.#loading;
    this.#editor?.reveal(start, end, this.#current);
  }

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
    this.#speak();
    if (QUESTION.some((name) => changed.has(name))) this.#ask();
  }

  render() {
    const say = this.#words.say;
    if (say === undefined) return nothing;
    const isComparing = this.view === "compare";
    return html`<div class="all" part="base" lang=${this.#words.language}>
      ${this.#problem(say)}
      <div class="editor" part="editor" ?hidden=${isComparing || this.#unreadable !== undefined} aria-busy=${this.#editor === undefined && !this.#hasNoEditor}></div>
      ${isComparing ? [this.#images(say), this.#verdict(say)] : nothing}
      <div class="comparison" part="comparison" ?hidden=${!isComparing || !this.#canCompare()}></div>
      ${this.#status(say)} ${this.#findings(say)} ${isComparing ? nothing : this.#images(say)}
    </div>`;
  }

  /** @param {PropertyValues} changed */
  updated(changed) {
    const say = this.#words.say;
    if (say === undefined || !this.isConnected) return;
    void this.#openEditor();
    if (this.#said !== say || changed.has("filename") || changed.has("readonly")) this.#editor?.set(this.#editing());
    this.#said = say;
    this.#openComparison(say);
  }

  /** The words that the editor speaks. @type {Say | undefined} */
  #said;

  /** What stands in the way of everything. @param {Say} say */
  #problem(say) {
    const { failure: failed } = this.#study;
    if (this.#unreadable !== undefined) return unreadableNote(this.#unreadable, say, this.#catalogue);
    const text = failed !== null ? failureText(failed, say) : this.#hasNoEditor ? say.noEditor : undefined;
    if (text === undefined) return nothing;
    return html`<div class="note bad" role="alert">
      ${failure}
      <p>${prose(text)}</p>
      <button type="button" @click=${() => this.#again()}>${say.again}</button>
    </div>`;
  }

  /** @param {Say} say */
  #status(say) {
    const answer = this.#answer();
    const writing = this.#editor?.writing;
    if (answer === null || this.#unreadable !== undefined) return html`<p class="status small muted" part="status">${say.keys}</p>`;
    const breaks = writing === undefined ? [] : [{ "\n": "LF", "\r\n": "CRLF", "\r": "CR", mixed: say.mixed }[writing.breaks], ...(writing.bom ? [say.bom] : [])];
    const format = answer.format === null ? [] : [say[answer.format]];
    return html`<p class="status small muted" part="status">
      ${[...format, ...breaks, say.sites(answer.sites.length)].map((fact) => html`<span>${fact}</span>`)}
      <span class="keys">${say.keys}</span>
    </p>`;
  }

  /** @param {Say} say */
  #findings(say) {
    const answer = this.#answer();
    if (answer === null || (this.#text === "" && this.#unreadable === undefined)) return nothing;
    const { diagnostics, dropped } = answer;
    const sorted = diagnostics.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
    const shown = this.#showsAll.findings ? sorted : sorted.slice(0, LISTED);
    const speech = this.#speech(say);
    return html`<section class="findings" part="findings" aria-labelledby="findings">
      <h2 id="findings">${say.findings} <span class="counts muted small" role="status">${counts(diagnostics, say)}</span></h2>
      ${diagnostics.length === 0 ? html`<p class="muted">${say.clean}</p>` : html`<ul>${shown.map((diagnostic) => findingItem(diagnostic, speech, this.#acts))}</ul>`}
      ${this.#more("findings", diagnostics.length, shown.length, say)} ${dropped > 0 ? html`<p class="muted">${say.dropped(dropped)}</p>` : nothing}
    </section>`;
  }

  /** @param {Say} say */
  #images(say) {
    const answer = this.#answer();
    if (answer === null || answer.format === null || this.#text === "" || this.#unreadable !== undefined) return nothing;
    const shown = this.#showsAll.images ? answer.sites : answer.sites.slice(0, LISTED);
    return html`<section class="images" part="images" aria-labelledby="images">
      <h2 id="images">${say.images}</h2>
      ${shown.length === 0 ? html`<p class="muted">${say.noImages}</p>` : html`<ul>${shown.map((site) => imageItem(site, { say, manifest: this.manifest }, this.#acts))}</ul>`}
      ${this.#more("images", answer.sites.length, shown.length, say)}
    </section>`;
  }

  /** @param {"findings" | "images"} list @param {number} count @param {number} shown @param {Say} say */
  #more(list, count, shown, say) {
    if (shown >= count) return nothing;
    const all = () => {
      this.#showsAll[list] = true;
      this.requestUpdate();
    };
    return html`<button type="button" class="plain" @click=${all}>${say.all(count)}</button>`;
  }

  /** What there is to say of the template after, before it is seen. @param {Say} say */
  #verdict(say) {
    const { resolution } = this.#study;
    const region = this.region ?? "";
    if (this.#unreadable !== undefined || this.#study.isBusy) return nothing;
    if (resolution === null) return html`<p class="note">${say.incomplete}</p>`;
    const errors = resolution.diagnostics.filter(({ severity }) => severity === "error").length;
    if (!resolution.ok) return html`<p class="note bad">${failure}${say.stopped(region, errors)}</p>`;
    return resolution.edits.length === 0 ? html`<p class="note">${say.unchanged(region)}</p>` : nothing;
  }

  /** What is shown of the text: what became of it, else what is in it. */
  #answer() {
    return this.#study.resolution ?? this.#study.analysis;
  }

  /** @param {Say} say @returns {Speech} */
  #speech(say) {
    return { say, catalogue: this.#catalogue, written: (start, end) => this.#written(start, end), readonly: this.readonly };
  }

  /** @param {number} start @param {number} end in the unit of what the answer is of */
  #written(start, end) {
    const { source } = this.#study;
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
      const { source } = this.#study;
      this.view = "edit";
      await this.updateComplete;
      if (source !== null && source === this.#current && this.#text !== undefined) this.#editor?.fix(fix, source, this.#text);
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

  #ask() {
    const { manifest, service, region, account, templateName } = this;
    if (this.#current.length === 0) return this.#study.clear();
    const isWhole = manifest !== null && service && region && account;
    const request = isWhole ? { service, region, account, ...(templateName ? { template: templateName } : {}) } : null;
    const options = { ...(this.format ? { format: this.format } : {}), ...(this.filename ? { filename: this.filename } : {}) };
    void this.#study.ask({ source: this.#current, options, manifest, request });
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
    const { source } = this.#study;
    const answer = this.#answer();
    if (this.#editor === undefined || this.#text === undefined) return;
    if (answer === null || source === null) return this.#editor.show({ source: this.#current, text: this.#text, sites: [], diagnostics: [] });
    if (source !== this.#current) return;
    this.#editor.show({ source, text: this.#text, sites: answer.sites, diagnostics: answer.diagnostics });
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
    siteCard: (site) => this.#drawn(html`${siteFacts(site, { say: this.#say, manifest: this.manifest })}<p>${relateButton(site, this.#say, this.#acts)}</p>`),
    card: ({ sites, diagnostics }) => {
      const say = this.#say;
      const speech = this.#speech(say);
      const isEmpty = sites.length + diagnostics.length === 0;
      const dom = this.#drawn(html`${isEmpty ? html`<p>${say.nothingHere}</p>` : nothing}
        ${diagnostics.map((diagnostic) => html`<div>${badge(diagnostic.severity, say)}
          <p>${prose(wordsOf(diagnostic, speech))}</p>
          ${fixButtons(diagnostic, speech, this.#acts)} ${relatedPlaces(diagnostic, speech, this.#acts)}</div>`)}
        ${sites.map((site) => html`<div>${siteFacts(site, { say, manifest: this.manifest })}<p>${relateButton(site, say, this.#acts)}</p></div>`)}`);
      dom.setAttribute("role", "dialog");
      dom.setAttribute("aria-label", say.here);
      return dom;
    },
    told: (diagnostic) => {
      const speech = this.#speech(this.#say);
      return this.#drawn(html`<p>${prose(wordsOf(diagnostic, speech))} <code class="muted">${diagnostic.code}</code></p>${relatedPlaces(diagnostic, speech, this.#acts)}`);
    },
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

  #canCompare() {
    return this.#study.resolution?.template !== undefined && this.#unreadable === undefined;
  }

  /** @param {Say} say */
  async #openComparison(say) {
    const { resolution, source } = this.#study;
    const isOld = source !== this.#current || (this.#study.isBusy && resolution?.template === undefined);
    if (this.view === "compare" && isOld) return;
    if (this.view !== "compare" || resolution?.template === undefined || source === null || this.#text === undefined) return this.#closeComparison();
    const of = [resolution, say, this.#isNarrow];
    if (this.#comparison?.of.every((part, at) => part === of[at])) return;
    const { template, edits, format } = resolution;
    const after = typeof template === "string" ? template : new TextDecoder("utf-8", { ignoreBOM: true }).decode(template);
    const mode = modeOf(this.format ?? format, this.filename ?? "");
    const options = { source, before: this.#text, after, edits, say, region: this.region ?? "", mode, narrow: this.#isNarrow };
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

const RANK = { error: 0, warning: 1, info: 2 };

/** @param {Diagnostic[]} diagnostics @param {Say} say */
function counts(diagnostics, say) {
  const count = (/** @type {string} */ severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const [errors, warnings, notes] = [count("error"), count("warning"), count("info")];
  return [errors > 0 ? say.errors(errors) : "", warnings > 0 ? say.warnings(warnings) : "", notes > 0 ? say.notes(notes) : ""].filter(Boolean).join(" · ");
}

/** @param {Error} error @param {Say} say */
function failureText(error, say) {
  const { code } = /** @type {Error & { code?: string }} */ (error);
  return code === "wasm-blocked" || code === "wasm-unsupported" || code === "wasm-unavailable" ? say[code] : error.message;
}

/** @param {string} kind @param {Say} say @param {Catalogue | undefined} catalogue */
function unreadableNote(kind, say, catalogue) {
  if (kind === "lone-surrogate") return html`<div class="note bad" role="alert">${failure}<p>${say["lone-surrogate"]}</p></div>`;
  const entry = catalogue?.codes[kind === "too-large" ? "template-too-large" : kind];
  if (entry === undefined) return html`<div class="note bad" role="alert">${failure}<p><code>${kind}</code></p></div>`;
  return html`<div class="note bad" role="alert">${failure}
    <div><h2>${entry.title}</h2><p>${prose(entry.means)}</p><p>${prose(entry.todo)}</p></div>
  </div>`;
}
