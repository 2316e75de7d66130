/** What is to be done, region by region: what, why, and when. */

import { html, nothing } from "lit";

import { barred, bin, check, clock, copy, eye, failure, globe, lock, note, pencil, people, warning } from "../../icons.js";
import { regionName } from "../../regions.js";
import { duration, timeOf } from "./time.js";

/** @import { TemplateResult } from "lit" */
/** @import { Diagnostic, RegionState } from "../../../../js/index.js" */
/** @import { EcsImageArtifact } from "../artifact.js" */
/** @import { Say, Shown } from "./plan.js" */
/** @import { Region, Step } from "./progress.js" */

const ICONS = {
  "observe-region": eye,
  "observe-shares": eye,
  "copy-image": copy,
  wait: clock,
  "share-image": people,
  "unshare-image": people,
  "mark-delivery": pencil,
  "publish-image": globe,
  "unpublish-image": lock,
  "cancel-copy": bin,
  "delete-image": bin,
  "retry-after": clock,
};

/** @type {Record<RegionState, { tone: string, icon: TemplateResult<2> }>} */
const LOOKS = {
  "not-started": { tone: "", icon: copy },
  running: { tone: "wait", icon: clock },
  waiting: { tone: "wait", icon: clock },
  stuck: { tone: "bad", icon: barred },
  done: { tone: "good", icon: check },
  "not-asked-for": { tone: "", icon: barred },
};

export class Steps {
  #host;
  #isNowOnly = false;

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {Say} say @param {Shown} shown */
  render(say, shown) {
    const { progress, unseen, version, seen } = shown;
    const isUnseen = (/** @type {string} */ region) => unseen.includes(region);
    // Where the manifest has the image and nobody looked, nothing is left to be done as far as is known.
    const isExpected = (/** @type {Region} */ { region, steps }) => isUnseen(region) && steps.length === 0 && version.images.get(region)?.status === "Available";
    const open = progress.filter((one) => one.findings.length > 0 || (one.state !== "done" && !isExpected(one)));
    const finished = progress.filter((one) => !open.includes(one));
    const place = (/** @type {Region} */ one) => ({ isUnseen: isUnseen(one.region), isSaid: seen.files.length > 0, isHome: one.region === version.source.regionId });
    const filtered = this.#isNowOnly ? open.map((one) => ({ ...one, steps: one.steps.filter(({ action }) => action.ready && !isUnseen(one.region)) })).filter(({ steps }) => steps.length > 0) : open;
    return html`${open.length === 0
        ? nothing
        : html`<div class="bar steps-bar">
              <h4 id="steps-title">${say.steps}</h4>
              <label class="choice"><input type="checkbox" .checked=${this.#isNowOnly} @change=${this.#toggle} />${say.onlyNow}</label>
            </div>
            ${filtered.length === 0
              ? html`<p class="hint none-now">${say.noneNow}</p>`
              : html`<table role="table" class="cards steps" aria-labelledby="steps-title">
                  <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${say.step}</th><th role="columnheader" scope="col">${say.why}</th><th role="columnheader" scope="col">${say.when}</th></tr></thead>
                  ${filtered.map((one) => this.#region(say, one, place(one)))}
                </table>`}`}
      ${finished.length === 0
        ? nothing
        : html`<details class="finished"><summary>${say.finished(finished.length)}</summary>
            <ul class="tags">${finished.map(({ region }) => html`<li class="badge ${isUnseen(region) ? "" : "good"}">${check} ${regionName(region, this.#host.spoken)} <code>${region}</code>${isUnseen(region) && seen.files.length > 0 ? html` <span>${say.notLooked}</span>` : nothing}</li>`)}</ul>
          </details>`}`;
  }

  /** @param {Say} say @param {Region} region @param {{ isUnseen: boolean, isSaid: boolean, isHome: boolean }} place `isSaid`: whether it is worth saying that nobody looked */
  #region(say, { region, state, why, percent, steps, findings, shared, pace }, { isUnseen, isSaid, isHome }) {
    const language = this.#host.spoken;
    const name = regionName(region, language);
    const look = LOOKS[state];
    const hasBar = region !== "" && !isHome && (state === "running" || shared !== undefined);
    // What stands among the findings or is a step is not said twice.
    const isSaidBelow = why === undefined || findings.some(({ code, message }) => code === why.code && message === why.message) || steps.some(({ action }) => action.code === why.code);
    return html`<tbody role="rowgroup">
      <tr role="row" class="region-row"><th role="rowheader" scope="rowgroup" colspan="3">
        <span class="region-line">
          <span class="region-name">${region === "" ? say.wholeVersion : html`${name} <code class="muted">${region}</code>`}</span>
          ${region === "" ? nothing : html`<span class="badge ${look.tone}">${look.icon} ${say.state(state)}</span>`}
          ${isSaidBelow ? nothing : html`<span class="muted">${this.#host.message(why)}</span>`}
          ${isUnseen && isSaid ? html`<span class="badge">${eye} ${say.notLooked}</span>` : nothing}
          ${hasBar ? html`<span class="under-way"><progress max="100" .value=${percent} aria-label=${say.progressOf(name)}></progress><span>${say.percent(percent)}</span></span>` : nothing}
          ${shared === undefined ? nothing : html`<span class="muted">${say.sharedOf(shared.have, shared.all)}</span>`}
          ${pace === undefined ? nothing : html`<span class="muted">${say.pace(pace.perMinute.toLocaleString(language, { maximumSignificantDigits: 2 }), duration(pace.left, language))}</span>`}
        </span>
      </th></tr>
      ${findings.map((one) => html`<tr role="row"><td role="cell" colspan="3" class="whole">${this.finding(say, one)}</td></tr>`)}
      ${steps.map((step) => this.#step(say, step, isUnseen))}
    </tbody>`;
  }

  /** @param {Say} say @param {Step} step @param {boolean} isUnseen */
  #step(say, step, isUnseen) {
    const { action, calls, accounts } = step;
    // Of all calls for one image's accounts together the reason counts all of them.
    const args = calls > 1 ? { ...action.args, count: accounts } : action.args;
    const why = calls > 1 ? action.why.replace(/\d+$/, String(accounts)) : action.why;
    return html`<tr role="row">
      <td role="cell" class="what">${ICONS[action.action]} <span>${what(say, step)}</span></td>
      <td role="cell" class="reason whole">${this.#host.message({ code: action.code, args, message: why })}</td>
      <td role="cell" class="when">${this.#when(say, step, isUnseen)}</td>
    </tr>`;
  }

  /** @param {Say} say @param {Step} step @param {boolean} isUnseen */
  #when(say, { action, isSent }, isUnseen) {
    if (isSent) return html`<span class="badge wait">${clock} ${say.isSent}</span>`;
    if (action.action === "wait") return html`<span class="badge wait">${clock} ${say.underWay}</span>`;
    if (action.action === "retry-after" && action.at !== undefined) return html`<span class="badge wait">${clock} ${say.at(timeOf(action.at, this.#host.spoken))}</span>`;
    if (!action.ready) return html`<span class="muted">${say.then}</span>`;
    return isUnseen ? html`<span class="muted">${say.afterLook}</span>` : html`<span class="badge good">${check} ${say.now}</span>`;
  }

  /** What was found, with what to do about it. @param {Say} say @param {Diagnostic} diagnostic */
  finding(say, diagnostic) {
    const { code, severity } = diagnostic;
    const { means, todo } = this.#host.catalogue?.codes[code] ?? {};
    return html`<div class="note ${{ error: "bad", warning: "wait", info: "" }[severity]}">${{ error: failure, warning, info: note }[severity]}
      <div><p>${this.#host.message(diagnostic)} <code>${code}</code></p>
        ${todo === undefined ? nothing : html`<details><summary>${say.todo}</summary><p>${this.#host.marked(means ?? "")}</p><p>${this.#host.marked(todo)}</p></details>`}</div>
    </div>`;
  }

  #toggle = () => {
    this.#isNowOnly = !this.#isNowOnly;
    this.#host.requestUpdate();
  };
}

/** @param {Say} say @param {Step} step */
function what(say, { action, calls, accounts }) {
  const { action: kind, imageId = "", sourceImageId = "", status = "", progress } = action;
  switch (kind) {
    case "share-image":
    case "unshare-image":
      return say[kind](accounts, calls);
    case "mark-delivery":
      return say[kind](status, progress);
    case "copy-image":
      return say[kind](sourceImageId);
    case "wait":
    case "observe-shares":
    case "cancel-copy":
    case "delete-image":
      return say[kind](imageId);
    default:
      return say[kind];
  }
}
