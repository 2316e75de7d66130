/** Asking before what cannot be taken back: a release, and taking a version or the artifact away. */

import { html, nothing } from "lit";

import { barred, warning } from "../icons.js";
import { shownOf } from "../manifest.js";
import { regions } from "../regions.js";
import { regionsOf, versionTitle } from "./status.js";

/** @import { TemplateResult } from "lit" */
/** @import { Change, Diagnostic } from "../../../js/index.js" */
/** @import { TransitionAnswer } from "../core.js" */
/** @import { Relation, Service } from "../manifest.js" */
/** @import { EcsImageArtifact, Manifest, Say } from "./artifact.js" */

/**
 * @typedef {object} Asked
 * @property {string} title
 * @property {TemplateResult} body
 * @property {string} [action] what the button says; without it the change is refused
 * @property {boolean} [isDanger]
 * @property {string | Change} change
 * @property {Manifest} [manifest] after the change
 * @property {string} label
 * @property {Manifest | null} before the manifest that was asked about
 */

export class Confirm {
  #host;
  /** @type {Asked | undefined} */
  #asked;

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * @param {string} id of the artifact
   * @param {string | Change} change that ends in a release
   * @param {TransitionAnswer<Manifest>} answer what the core made of it
   */
  release(id, change, answer) {
    const { say, shown } = this.#host;
    const after = shownOf(answer.manifest).artifacts.find((artifact) => artifact.id === id);
    const known = new Set(shown.artifacts.find((artifact) => artifact.id === id)?.versions.map(({ version }) => version));
    const version = after?.versions.find((one) => one.version !== "draft" && !known.has(one.version));
    if (after === undefined || version === undefined) return;
    const all = regions.map(({ id }) => id);
    const count = regionsOf(version, all).filter((region) => region !== version.source.regionId).length;
    const following = shown.services.flatMap((service) => service.relations.filter((relation) => relation.artifactId === id && relation.version === "draft").map((relation) => ({ service, relation })));
    const name = after.name ?? id;
    this.#open({
      title: say.releaseTitle(name, version.versionName ?? "", version.version),
      body: html`<p class="note wait">${warning}<span>${say.releaseFinal}</span></p>
        <ul class="bullets">
          <li>${say.releaseNumber(version.version)}</li>
          <li>${version.status === "Delivering" ? say.releaseDelivery(count) : say.releaseNothing}</li>
          <li>${say.releaseFrozen}</li>
          <li>${following.length === 0 ? say.releaseNoRelations : say.releaseRelations(version.version)}${usesOf(following)}</li>
        </ul>`,
      action: say.releaseAction,
      change,
      manifest: answer.manifest,
      label: say.releasedLabel(name, version.version),
      before: this.#host.manifest,
    });
  }

  /** Releases the draft as it is saved. */
  async releaseDraft() {
    const id = /** @type {string} */ (this.#host.artifact);
    /** @type {Change} */
    const change = { change: "release", artifactId: id };
    const answer = await this.#host.attempt(change);
    if (answer === undefined) return;
    if (answer.ok) return this.release(id, change, answer);
    this.#refuse(this.#host.say.releaseRefused, change, answer.diagnostics);
  }

  /** Takes a version away, or the artifact where none is named. @param {string} [version] */
  async remove(version) {
    const host = this.#host;
    const id = /** @type {string} */ (host.artifact);
    /** @type {Change} */
    const change = version === undefined ? { change: "delete-artifact", artifactId: id } : { change: "delete-version", artifactId: id, version };
    const answer = await host.attempt(change);
    if (answer === undefined) return;
    const { say } = host;
    const name = host.found?.name ?? id;
    const title = version === undefined ? say.deleteTitle(name) : say.deleteVersionTitle(versionTitle(say, { version }), name);
    if (!answer.ok) return this.#refuse(title, change, answer.diagnostics);
    const isLast = version !== undefined && !shownOf(answer.manifest).artifacts.some((artifact) => artifact.id === id);
    this.#open({
      title,
      body: html`<p>${version === undefined ? say.deleteBody(host.found?.versions.length ?? 0) : isLast ? say.deleteLastBody : say.deleteVersionBody}</p>`,
      action: say.delete,
      isDanger: true,
      change,
      manifest: answer.manifest,
      label: version === undefined ? say.deletedLabel(name) : say.deletedVersionLabel(versionTitle(say, { version }), name),
      before: host.manifest,
    });
  }

  /** @param {string} title @param {Change} change @param {Diagnostic[]} diagnostics */
  #refuse(title, change, diagnostics) {
    const { say, shown } = this.#host;
    const isUse = (/** @type {Diagnostic} */ { code }) => code === "version-in-use" || code === "artifact-in-use";
    const uses = diagnostics.filter(isUse).map(({ args }) => {
      const id = String(args.service);
      return { service: shown.services.find((service) => service.id === id) ?? { id, name: undefined }, relation: { literal: String(args.literal) } };
    });
    const others = diagnostics.filter((diagnostic) => !isUse(diagnostic));
    this.#open({
      title,
      body: html`${uses.length === 0 ? nothing : html`<div class="note bad">${barred}<div><p>${say.inUse}</p>${usesOf(uses)}</div></div><p>${say.inUseAdvice}</p>`}
        ${others.map((one) => html`<p class="note bad">${barred}<span>${this.#host.message(one)} <code>${one.code}</code></span></p>`)}`,
      change,
      label: "",
      before: this.#host.manifest,
    });
  }

  /** @param {Asked} asked */
  async #open(asked) {
    this.#asked = asked;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    /** @type {HTMLDialogElement} */ (this.#host.renderRoot.querySelector("#confirm")).showModal();
  }

  /** @param {Say} say */
  render(say) {
    const asked = this.#asked;
    return html`<dialog id="confirm" part="dialog" aria-labelledby="confirm-title" @close=${this.#closed}>
      <form method="dialog">
        <h3 id="confirm-title">${asked?.title ?? ""}</h3>
        <div class="confirm-body">${asked?.body ?? nothing}</div>
        <div class="actions">
          <button value="">${asked?.action ? say.cancel : say.close}</button>
          ${asked?.action ? html`<button value="do" class=${asked.isDanger ? "danger" : "main"}>${asked.action}</button>` : nothing}
        </div>
      </form>
    </dialog>`;
  }

  #closed = (/** @type {Event} */ event) => {
    const dialog = /** @type {HTMLDialogElement} */ (event.target);
    const isWanted = dialog.returnValue === "do";
    dialog.returnValue = "";
    const asked = this.#asked;
    if (!isWanted || asked === undefined) return;
    // What was asked about is not there any more: nothing is done.
    if (asked.before !== this.#host.manifest) return this.#host.tell(this.#host.say.replaced);
    this.#host.give(asked.change, asked.manifest, asked.label);
  };
}

/** @param {{ service: Pick<Service, "id" | "name">, relation: Pick<Relation, "literal"> }[]} uses */
function usesOf(uses) {
  if (uses.length === 0) return nothing;
  return html`<ul class="uses">
    ${uses.map(({ service, relation }) => html`<li><strong>${service.name ?? service.id}</strong> <code>${service.id}</code> · <code>${relation.literal}</code></li>`)}
  </ul>`;
}
