/** Media types: what a body says it is, and what an answer is. */

import { Problem } from "./problem.js";

/** @import { Format } from "../js/index.js" */

/** What templates come as; `undefined` where the content has to say which language it is. @type {Record<string, Format | undefined>} */
const TEMPLATES = {
  "application/yaml": "ros-yaml",
  "application/x-yaml": "ros-yaml",
  "text/yaml": "ros-yaml",
  "text/x-yaml": "ros-yaml",
  "application/json": undefined,
  "application/hcl": "terraform",
  "text/x-hcl": "terraform",
  "text/plain": undefined,
};

/** What a template of a language is sent as. */
const SENT = { "ros-yaml": "application/yaml", "ros-json": "application/json", terraform: "application/hcl", "terraform-json": "application/json" };

/**
 * What a body's Content-Type says of the template in it.
 *
 * @param {Headers} headers
 * @returns {{ type: string, format: Format | undefined }} `type` is one of a fixed list, so it can be sent back
 * @throws {Problem} 415
 */
export function templateType(headers) {
  const type = mediaType(headers, Object.keys(TEMPLATES));
  return { type, format: TEMPLATES[type] };
}

/** @param {Format | null} format */
export const typeOf = (format) => (format === null ? "text/plain" : SENT[format]);

/**
 * The media type of a body, which has to be one of those that are known, in UTF-8.
 *
 * @param {Headers} headers
 * @param {string[]} known
 * @throws {Problem} 415
 */
export function mediaType(headers, known) {
  const given = headers.get("content-type");
  const listed = known.join(", ");
  const accept = { "accept-post": listed };
  if (given === null) {
    throw new Problem("media-type-unsupported", { args: { missing: "content-type", known: listed }, headers: accept });
  }
  const [, type = "", rest = ""] = /^\s*([^\s;]+)\s*(;.*)?$/.exec(given) ?? [];
  const essence = type.toLowerCase();
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(rest)?.[1].toLowerCase() ?? "utf-8";
  if (!known.includes(essence) || (charset !== "utf-8" && charset !== "utf8" && charset !== "us-ascii")) {
    throw new Problem("media-type-unsupported", { args: { type: given.slice(0, 100), known: listed }, headers: accept });
  }
  return essence;
}

/**
 * Refuses to send what an Accept leaves out.
 *
 * @param {Headers} headers
 * @param {string} type
 * @throws {Problem} 406
 */
export function acceptable(headers, type) {
  const accept = headers.get("accept");
  if (accept === null) return;
  const [kind] = type.split("/");
  const takes = accept.split(",").some((range) => {
    const [name, ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    return [type, `${kind}/*`, "*/*"].includes(name) && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
  if (!takes) throw new Problem("not-acceptable", { args: { type } });
}
