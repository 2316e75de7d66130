/** The plan as lines to be copied into a shell. Nothing is run here. */

import { html, nothing } from "lit";

import { planCommands } from "../../../../js/distribution.js";
import { check, copy, download } from "../../icons.js";

/** @import { PlanAction } from "../../../../js/index.js" */
/** @import { EcsImageArtifact, Say as Common } from "../artifact.js" */
/** @import { Say, Shown } from "./plan.js" */

/** Where the answers are put, to be taken in here. */
const ANSWERS = "observation.json";

export class Commands {
  #host;
  /** What was copied last, to say so at its button. */
  #copied = "";

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {Say} say @param {Common} common @param {Shown} shown */
  render(say, common, shown) {
    const { question, unseen } = shown;
    const manifest = this.#host.filename ?? undefined;
    const { distribute } = planCommands({ actions: [] }, { manifest, question });
    const looks = lookingAt(shown);
    const calls = planCommands({ actions: callable(shown) }).aliyun;
    const none = unseen.length === 0 ? say.callNone : say.callUnseen;
    return html`<details class="commands"><summary>${say.commands}</summary>
      <div class="commands-body">
        <p class="hint">${say.commandsNote}</p>
        ${this.#block(say, common, { name: "distribute", title: say.distribute, hint: say.distributeHint, lines: [distribute], none })}
        ${this.#block(say, common, { name: "look", title: say.look, hint: say.lookHint, lines: looks, none, about: say.scriptLook })}
        ${this.#block(say, common, { name: "call", title: say.call, hint: say.callHint, lines: calls, none, about: say.scriptCall })}
      </div>
    </details>`;
  }

  /**
   * @param {Say} say
   * @param {Common} common
   * @param {{ name: string, title: string, hint: string, lines: string[], none: string, about?: string }} block `about`: what the first line of its file says
   */
  #block(say, common, { name, title, hint, lines, none, about }) {
    const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {unknown} */ inner, /** @type {string} */ looks) =>
      html`<button class=${looks} aria-label=${label} title=${this.#copied === text ? common.copied : label} @click=${() => this.#copy(say, text)}>${this.#copied === text ? check : copy}${inner}</button>`;
    const all = lines.join("\n");
    return html`<section class="block" aria-labelledby="commands-${name}">
      <div class="bar">
        <h4 id="commands-${name}">${title}${about === undefined ? nothing : html` <span class="count">${say.lines(lines.length)}</span>`}</h4>
        ${about === undefined || lines.length === 0
          ? nothing
          : html`<span class="row">${button(all, `${say.copyAll}: ${title}`, html` ${say.copyAll}`, "")}<button aria-label="${say.download}: ${title}" @click=${() => save(name, about, lines)}>${download} ${say.download}</button></span>`}
      </div>
      <p class="hint">${lines.length === 0 ? none : hint}</p>
      ${lines.length === 0 ? nothing : html`<ol class="lines">${lines.map((line) => html`<li><code>${line}</code>${button(line, say.copyLine(line), nothing, "plain icon")}</li>`)}</ol>`}
    </section>`;
  }

  /** @param {Say} say @param {string} text */
  async #copy(say, text) {
    const isDone = await this.#host.copy(text, say.copiedLines(text.split("\n").length));
    this.#copied = isDone ? text : "";
    this.#host.requestUpdate();
  }
}

/**
 * What follows from what was seen, and was not sent yet. Of a region that nobody looked at nothing does, and without the source nothing at all.
 *
 * @param {Shown} shown
 */
function callable({ plan, version, unseen, seen }) {
  if (unseen.includes(version.source.regionId ?? "")) return [];
  return plan.actions.filter(({ action, regionId, id }) => !action.startsWith("observe") && !unseen.includes(regionId) && !seen.observed.sent?.includes(id));
}

/**
 * The calls that look: at what nobody looked at, or at everything again. Whom an image is shared with is asked of each that is known.
 *
 * @param {Shown} shown
 * @returns {string[]}
 */
function lookingAt({ artifact, version, regions, unseen, seen, certain }) {
  const base = { artifactId: artifact.id, version: version.version };
  const asked = unseen.length > 0 ? unseen : regions;
  const images = asked.flatMap((regionId) => [regionId === version.source.regionId ? version.source.imageId : undefined, version.images.get(regionId)?.imageId].flatMap((imageId) => (imageId === undefined ? [] : [{ regionId, imageId }])));
  const actions = [
    ...asked.map((regionId) => ({ ...base, action: "observe-region", regionId })),
    ...images.map((image) => ({ ...base, action: "observe-shares", ...image })),
    ...certain.actions.filter(({ action, imageId }) => action === "observe-shares" && !images.some((image) => image.imageId === imageId)),
  ];
  const { aliyun } = planCommands({ actions: /** @type {PlanAction[]} */ (actions) });
  const isFirst = Object.keys(seen.observed.regions).length === 0;
  return aliyun.map((line, at) => `${line} ${at === 0 && isFirst ? ">" : ">>"} ${ANSWERS}`);
}

/** @param {string} name @param {string} about @param {string[]} lines */
function save(name, about, lines) {
  const stop = name === "call" ? ["set -eu"] : [];
  const text = ["#!/bin/sh", `# ${about}`, ...stop, ...lines, ""].join("\n");
  const address = URL.createObjectURL(new Blob([text], { type: "text/x-shellscript;charset=utf-8" }));
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: `${name}.sh` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
