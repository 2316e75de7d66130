/** The page: events make a new state, a state is shown. */

/** @import { Event, State } from "./state.js" */
/** @import { Role } from "./view/inputs.js" */

import { answering } from "./answer.js";
import { Region } from "./dom.js";
import { download, isManifest, onDrop, read, resolvedName, sample } from "./files.js";
import { accountsOf, initial, update } from "./state.js";
import { words } from "./words.js";
import { findings } from "./view/findings.js";
import { images } from "./view/images.js";
import { account, file, region, service } from "./view/inputs.js";
import { frame } from "./view/page.js";
import { sites } from "./view/sites.js";
import { after, before, manifest } from "./view/text.js";
import { actions, verdict } from "./view/verdict.js";

const { page, nodes } = frame();

const regions = {
  template: new Region(nodes.template, file),
  manifest: new Region(nodes.manifest, file),
  service: new Region(nodes.service, service),
  region: new Region(nodes.region, region),
  account: new Region(nodes.account, account),
  notice: new Region(nodes.notice, (/** @type {string} */ text) => text),
  verdict: new Region(nodes.verdict, verdict),
  actions: new Region(nodes.actions, actions),
  images: new Region(nodes.images, images),
  before: new Region(nodes.before, before),
  after: new Region(nodes.after, after),
  findings: new Region(nodes.findings, findings),
  sites: new Region(nodes.sites, sites),
  manifestText: new Region(nodes.manifestText, manifest),
  announcement: new Region(nodes.announcement, (/** @type {State["selected"]} */ place) => place?.line && words.selectedLine(place.line)),
};

/** @type {State} */
let state = initial;

const answerTo = answering();

/** @param {Event} event */
function send(event) {
  const previous = state;
  state = update(state, event);
  if (state === previous) return;
  show();
  if (event.type === "selected") reveal();
  if (event.type === "opened" || event.type === "core") showFirst();
}

function show() {
  const { core, template, manifest, choices, request, typed, selected, catalogue, opened } = state;
  const answer = answerTo(state);
  regions.template.show("template", template, answer?.format ?? null, take);
  regions.manifest.show("manifest", manifest, null, take);
  regions.service.show(choices.services, request.service, send);
  regions.region.show(choices.regions, typed.region ? null : request.region, send);
  regions.account.show(choices, accountsOf(state), typed.account ? null : request.account, send);
  regions.notice.show(state.notice);
  regions.verdict.show(core, answer, request);
  regions.actions.show(core, answer, acts);
  regions.images.show(answer, choices.artifacts, send);
  regions.before.show(template, answer, selected);
  regions.after.show(answer, selected);
  regions.findings.show(answer, template, catalogue, opened, send);
  regions.sites.show(answer, choices.artifacts, send);
  regions.manifestText.show(manifest, answer, selected);
  regions.announcement.show(selected);
}

const acts = { download: save, load };

/** Scrolls to what was selected, in the text and after it. */
function reveal() {
  const { source } = state.selected ?? {};
  if (source === "request") return;
  if (source === "manifest") /** @type {HTMLDetailsElement} */ (nodes.manifestText.parentElement).open = true;
  const panes = source === "manifest" ? [nodes.manifestText] : [nodes.before, nodes.after];
  panes[0].scrollIntoView({ block: "nearest" });
  for (const pane of panes) {
    const line = /** @type {HTMLElement | null} */ (pane.querySelector(".line.selected"));
    if (line === null) continue;
    center(pane, line);
    const piece = /** @type {HTMLElement | null} */ (line.querySelector(".selected"));
    if (piece === null) continue;
    const start = piece.getBoundingClientRect().left - pane.getBoundingClientRect().left + pane.scrollLeft;
    pane.scrollLeft = Math.max(0, start + Math.min(piece.offsetWidth, pane.clientWidth / 2) - pane.clientWidth + 32);
  }
}

/** Scrolls a text that was just opened to the first place that matters in it. */
function showFirst() {
  const line = /** @type {HTMLElement | null} */ (nodes.before.querySelector(".line:has(del, mark)"));
  if (line !== null) center(nodes.before, line);
}

/** @param {HTMLElement} pane @param {HTMLElement} line */
function center(pane, line) {
  const offset = line.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.scrollTop += offset - (pane.clientHeight - line.offsetHeight) / 2;
}

/** Loads what the codes mean. Nothing else waits for it. */
async function explain() {
  try {
    const { catalogue } = await import("../../js/diagnostics.js");
    send({ type: "catalogue", catalogue: await catalogue("en") });
  } catch (error) {
    send({ type: "notice", text: words.notRead("js/diagnostics.js", reason(error)) });
  }
}

/**
 * @param {Role} role
 * @param {File | "sample"} source
 */
async function take(role, source) {
  try {
    send({ type: "opened", role, input: source === "sample" ? await sample(role) : await read(source) });
  } catch (error) {
    send({ type: "notice", text: words.notRead(source === "sample" ? words.sample : source.name, reason(error)) });
  }
}

/**
 * A file dropped on the manifest is one; anywhere else it says itself what it is.
 *
 * @param {File[]} files
 * @param {Element} target
 */
async function drop(files, target) {
  const onto = target.closest("#manifest-section") ? "manifest" : target.closest("#template-section") ? "template" : undefined;
  for (const file of files) {
    try {
      const input = await read(file);
      const own = isManifest(input) ? "manifest" : "template";
      send({ type: "opened", role: files.length === 1 ? (onto ?? own) : own, input });
    } catch (error) {
      send({ type: "notice", text: words.notRead(file.name, reason(error)) });
    }
  }
}

function save() {
  const resolved = answerTo(state)?.template;
  if (resolved === undefined || state.template === null) return;
  download(resolvedName(state.template.name, state.request.region), resolved);
}

async function load() {
  // What a browser could not import once, it may not try again.
  if (state.core.status === "failed" && state.core.code === "script-unavailable") return location.reload();
  send({ type: "core", core: { status: "loading" } });
  try {
    const core = await import("../../js/browser.js");
    await core.ready();
    send({ type: "core", core: { status: "ready", core } });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "script-unavailable";
    send({ type: "core", core: { status: "failed", code, message: reason(error) } });
  }
}

/** @param {unknown} error */
const reason = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Two panes that scroll as one.
 *
 * @param {HTMLElement} one
 * @param {HTMLElement} other
 */
function together(one, other) {
  /** @type {HTMLElement | undefined} */
  let follower;
  for (const [leader, led] of [[one, other], [other, one]]) {
    leader.addEventListener("scroll", () => {
      // The scrolling of the one that was moved is an echo. Leading again from there would drag the longer one back.
      if (follower === leader) {
        follower = undefined;
        return;
      }
      const { scrollTop, scrollLeft } = led;
      led.scrollTo(leader.scrollLeft, leader.scrollTop);
      if (led.scrollTop !== scrollTop || led.scrollLeft !== scrollLeft) follower = led;
    });
  }
}

document.getElementById("app")?.replaceChildren(...page);
together(nodes.before, nodes.after);
onDrop(drop);
show();
load();
take("template", "sample");
take("manifest", "sample");
explain();
