/** The page's frame: its regions, each empty until it has something to show. */

import { el } from "../dom.js";
import { words } from "../words.js";

/** @param {string} id @param {string} heading @param {...HTMLElement} content */
const section = (id, heading, ...content) =>
  el("section", { class: "card", "aria-labelledby": `${id}-heading`, id: `${id}-section` }, el("h2", { id: `${id}-heading` }, heading), ...content);

/**
 * @returns {{ page: HTMLElement[], nodes: Record<string, HTMLElement> }} `nodes` are the regions by their names
 */
export function frame() {
  const region = (/** @type {string} */ name, attributes = {}) => el("div", { id: name, ...attributes });
  const nodes = {
    template: region("template"),
    manifest: region("manifest"),
    service: region("service-field", { class: "field" }),
    region: region("region-field", { class: "field" }),
    account: region("account-field", { class: "field" }),
    notice: region("notice", { role: "alert" }),
    verdict: region("verdict", { role: "status" }),
    actions: region("actions"),
    images: region("images"),
    before: pane("before"),
    after: pane("after"),
    findings: region("findings"),
    sites: region("sites"),
    manifestText: pane("manifest-text"),
    announcement: region("announcement", { role: "status", class: "unseen" }),
  };
  const page = [
    el("a", { class: "skip", href: "#result" }, words.skip),
    el(
      "header",
      { class: "top" },
      el("h1", {}, words.title),
      el("p", { class: "tagline" }, words.tagline),
      el("p", { class: "local" }, words.local),
    ),
    el(
      "main",
      { class: "work" },
      el(
        "div",
        { class: "inputs" },
        section("template", words.template, nodes.template),
        section("manifest", words.manifest, nodes.manifest),
        section("request", words.request, nodes.service, nodes.region, nodes.account),
        el("p", { class: "hint" }, words.drop),
      ),
      el(
        "div",
        { class: "result", id: "result", tabindex: -1, role: "group", "aria-label": words.result },
        nodes.notice,
        el("div", { class: "card verdict" }, nodes.verdict, nodes.actions),
        section("images", words.images, nodes.images),
        section("text", words.text, el("div", { class: "panes" }, figure(nodes.before, words.before), figure(nodes.after, words.after))),
        el("div", { class: "lists" }, section("findings", words.findings, nodes.findings), section("sites", words.sites, nodes.sites)),
        el(
          "details",
          { class: "card", id: "manifest-details" },
          el("summary", {}, el("h2", {}, words.manifestText)),
          nodes.manifestText,
        ),
        nodes.announcement,
      ),
    ),
  ];
  return { page, nodes };
}

/** @param {string} id a text that scrolls by itself, and so has to be reachable by keyboard */
const pane = (id) => el("div", { id, class: "pane", tabindex: 0, role: "region" });

/** @param {HTMLElement} node @param {string} caption */
function figure(node, caption) {
  node.setAttribute("aria-label", caption);
  return el("figure", {}, el("figcaption", {}, caption), node);
}
