/** What changes a plan: each with what it does. */

import { html } from "lit";

/** @import { TemplateResult } from "lit" */
/** @import { PlanQuestion, Undo } from "../../../../js/index.js" */
/** @import { EcsImageArtifact } from "../artifact.js" */
/** @import { Say } from "./plan.js" */

/** @type {Undo[]} */
const UNDO = ["copies", "failed", "accounts", "community"];

/** What the cloud itself does. */
const DEFAULTS = { copies: 5, accounts: 50 };

export class Options {
  #host;
  #changed;
  #publish = false;
  #customerKey = false;
  #replaceLost = false;
  /** @type {Set<Undo>} */
  #undo = new Set();
  #numbers = { ...DEFAULTS };

  /** @param {EcsImageArtifact} host @param {() => void} changed */
  constructor(host, changed) {
    this.#host = host;
    this.#changed = changed;
  }

  /** What differs from what a plan does by itself. @returns {PlanQuestion} */
  get question() {
    const { copies, accounts } = this.#numbers;
    return {
      ...(this.#publish ? { publish: true } : {}),
      ...(this.#customerKey ? { customerKey: true } : {}),
      ...(this.#replaceLost ? { replaceLost: true } : {}),
      ...(this.#undo.size > 0 ? { undo: UNDO.filter((what) => this.#undo.has(what)) } : {}),
      ...(copies === DEFAULTS.copies ? {} : { copies }),
      ...(accounts === DEFAULTS.accounts ? {} : { accounts }),
    };
  }

  /** @param {Say} say */
  render(say) {
    const count = Object.entries(this.question).reduce((sum, [, value]) => sum + (Array.isArray(value) ? value.length : 1), 0);
    return html`<details class="options"><summary>${count === 0 ? say.options : say.optionsSet(count)}</summary>
      <div class="options-body">
        ${this.#number("copies", say.copiesLabel, say.copiesHint)} ${this.#number("accounts", say.accountsLabel, say.accountsHint)}
        <div class="choices-list">
          ${this.#choice("publish", say.publish, say.publishHint, this.#publish, (chosen) => (this.#publish = chosen))}
          ${this.#choice("customer-key", say.customerKey, say.customerKeyHint, this.#customerKey, (chosen) => (this.#customerKey = chosen))}
          ${this.#choice("replace-lost", say.replaceLost, say.replaceLostHint, this.#replaceLost, (chosen) => (this.#replaceLost = chosen))}
        </div>
        <fieldset class="choices-list" aria-describedby="undo-hint"><legend>${say.undo}</legend><p class="hint" id="undo-hint">${say.undoHint}</p>
          ${UNDO.map((what) => this.#choice(`undo-${what}`, say[`undo-${what}`], say[`undo-${what}Hint`], this.#undo.has(what), (chosen) => void (chosen ? this.#undo.add(what) : this.#undo.delete(what))))}
        </fieldset>
      </div>
    </details>`;
  }

  /** @param {keyof typeof DEFAULTS} name @param {string} label @param {string} hint */
  #number(name, label, hint) {
    return html`<div class="field"><label for="plan-${name}">${label}</label>
      <input id="plan-${name}" type="number" min="1" max="1000" step="1" inputmode="numeric" .value=${String(this.#numbers[name])} aria-describedby="plan-${name}-hint" @change=${(/** @type {Event} */ event) => this.#count(name, /** @type {HTMLInputElement} */ (event.target))} />
      <p class="hint" id="plan-${name}-hint">${hint}</p></div>`;
  }

  /** @param {string} name @param {string} label @param {string} hint @param {boolean} isChosen @param {(chosen: boolean) => void} choose @returns {TemplateResult} */
  #choice(name, label, hint, isChosen, choose) {
    const change = (/** @type {Event} */ event) => {
      choose(/** @type {HTMLInputElement} */ (event.target).checked);
      this.#tell();
    };
    return html`<div class="described"><label class="choice"><input id="plan-${name}" type="checkbox" .checked=${isChosen} aria-describedby="plan-${name}-hint" @change=${change} />${label}</label><p class="hint" id="plan-${name}-hint">${hint}</p></div>`;
  }

  /** What is no number becomes what the cloud does. @param {keyof typeof DEFAULTS} name @param {HTMLInputElement} input */
  #count(name, input) {
    const value = input.valueAsNumber;
    this.#numbers[name] = Number.isInteger(value) && value >= 1 && value <= 1_000 ? value : DEFAULTS[name];
    input.value = String(this.#numbers[name]);
    this.#tell();
  }

  #tell() {
    this.#host.requestUpdate();
    this.#changed();
  }
}
