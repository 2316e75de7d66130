/** Each image site with what stands there and what comes there. */

import { html, nothing } from "lit";

import { barred, check, failure, note, warning } from "../icons.js";
import { shownOf } from "../manifest.js";

/** @import { Outcome, Site } from "../../../js/index.js" */
/** @import { Answer, Speech } from "./findings.js" */
/** @import { Listed } from "./listed.js" */
/** @import { Say } from "./template.js" */

/**
 * What a person does with a site.
 *
 * @typedef {object} SiteActs
 * @property {(site: Site) => void} show where it is
 * @property {(site: Site) => void} relate its literal
 */

/** @type {Record<Outcome | "found", { icon: unknown, tone: string }>} */
const LOOK = {
  replaced: { icon: check, tone: "good" },
  unassociated: { icon: note, tone: "" },
  "not-literal": { icon: warning, tone: "wait" },
  "left-alone": { icon: barred, tone: "" },
  blocked: { icon: failure, tone: "bad" },
  found: { icon: note, tone: "" },
};

/** What became of a site; `found` where nobody asked. @param {Site} site @returns {Outcome | "found"} */
export function outcomeOf({ outcome, valueKind }) {
  if (outcome !== undefined) return outcome;
  return valueKind === "literal" || valueKind === "fuzzy-name" ? "found" : "not-literal";
}

/**
 * Each site of an answer.
 *
 * @param {Answer | null} answer
 * @param {Speech} speech
 * @param {SiteActs} acts
 * @param {Listed} listed
 */
export function imageList(answer, speech, acts, listed) {
  if (answer === null || answer.format === null) return nothing;
  const { say } = speech;
  return html`<section class="images" part="images" aria-labelledby="images">
    <h2 id="images">${say.images}</h2>
    ${answer.sites.length === 0 ? html`<p class="muted">${say.noImages}</p>` : listed.render(answer.sites, (site) => imageItem(site, speech, acts), say)}
  </section>`;
}

/** A site where it stands, with its facts. @param {Site} site @param {Speech} speech @param {SiteActs} acts */
export function siteCard(site, speech, acts) {
  return html`${siteFacts(site, speech)} <p>${relateButton(site, speech, acts)}</p>`;
}

/** @param {Site} site @param {Say} say */
function outcomeBadge(site, say) {
  const outcome = outcomeOf(site);
  return html`<span class="badge ${LOOK[outcome].tone}">${LOOK[outcome].icon}${say[outcome]}</span>`;
}

/** What stands at a site. @param {Site} site */
const before = ({ value, reference }) => value ?? reference?.name ?? "";

/** @param {Site} site @param {Speech} speech @param {SiteActs} acts */
function imageItem(site, speech, acts) {
  const { say, manifest } = speech;
  const { resource, path, line, column, replacement } = site;
  return html`<li class="image-item" part="image">
    <div class="at">
      <button type="button" class="link" @click=${() => acts.show(site)}>${resource}</button>
      <span class="small muted">${path.join(".")} · ${say.place(line, column)}</span>
    </div>
    <div class="change">
      <span class="unseen">${say.before}</span><code class="before">${before(site)}</code>
      ${replacement === undefined
        ? nothing
        : html`<span aria-hidden="true" class="arrow">→</span><span class="unseen">${say.after}</span><code class="after">${replacement.imageId}</code>
            <span class="small muted">${artifactOf(site, say, manifest)}</span>`}
    </div>
    <div class="row end">${outcomeBadge(site, say)} ${relateButton(site, speech, acts)}</div>
  </li>`;
}

/** @param {Site} site @param {Speech} speech @param {SiteActs} acts */
function relateButton(site, { say, canRelate }, acts) {
  const { value, tier } = site;
  const isLiteral = value !== null && ["found", "unassociated"].includes(outcomeOf(site));
  if (!canRelate || !isLiteral || tier === "source") return nothing;
  return html`<button type="button" class="small relate" aria-label=${say.relateTo(value)} @click=${() => acts.relate(site)}>${say.relate}</button>`;
}

/** The facts of one site. @param {Site} site @param {Speech} speech */
function siteFacts(site, { say, manifest }) {
  const { resource, type, path, replacement, reference } = site;
  const ends = reference?.ends.map(({ value }) => value) ?? [];
  return html`
    <p>${outcomeBadge(site, say)}</p>
    <p class="change"><code class="before">${before(site)}</code>${replacement === undefined ? nothing : html`<span class="arrow">→</span><code class="after">${replacement.imageId}</code>`}</p>
    ${ends.length === 0 ? nothing : html`<p class="small">${say.canBe(ends.slice(0, 3).join(", "))}</p>`}
    <dl>
      <dt>${say.resource}</dt>
      <dd>${resource} <span class="muted">${type}</span></dd>
      <dt>${say.property}</dt>
      <dd>${path.join(".")}</dd>
      ${replacement === undefined ? nothing : html`<dt>${say.artifact}</dt><dd>${artifactOf(site, say, manifest)}</dd>`}
    </dl>`;
}

/** The artifact that a replacement is of, by its name where it has one. @param {Site} site @param {Say} say @param {Speech["manifest"]} manifest */
function artifactOf({ replacement }, say, manifest) {
  if (replacement === undefined) return "";
  const { artifactId, version } = replacement;
  const name = shownOf(manifest).artifacts.find(({ id }) => id === artifactId)?.name;
  return say.artifactVersion(name ?? artifactId, version);
}
