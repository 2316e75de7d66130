/** Answers, held against the OpenAPI document that is published. */

import assert from "node:assert/strict";

import Ajv from "ajv-2020/dist/2020.js";

import document from "../../edge/openapi.js";

/** @import { Answer } from "./platform.js" */

const ajv = new /** @type {any} */ (Ajv)({ strict: false, allErrors: true, formats: { "uri-reference": true } });
ajv.addSchema({ $id: "document", ...document });

/** @type {Map<string, (value: unknown) => boolean>} */
const validators = new Map();

/** What the document says of every answer that was seen, and how often. @type {Map<string, number>} */
export const seen = new Map();

/**
 * Fails when an answer is not one that the document has: its status, its headers, its media type, its body. An answer that the
 * document cannot know of, such as that of a path that is not in it, has to be a problem.
 *
 * @param {string} method
 * @param {string} path
 * @param {Answer} answer
 */
export function assertDocumented(method, path, { status, headers, text, json }) {
  const type = headers.get("content-type")?.split(";")[0] ?? null;
  const { pathname } = new URL(path, "http://edge");
  const found = Object.entries(document.paths).find(([template]) => new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname));
  if (status >= 400 && method !== "HEAD") {
    assert.equal(type, "application/problem+json");
    valid("document#/components/schemas/Problem", json);
    assert.equal(json.status, status);
  }
  if (method === "OPTIONS" || found === undefined) return;
  const [template, operations] = found;
  const name = method === "HEAD" ? "get" : method.toLowerCase();
  const operation = /** @type {any} */ (operations)[name];
  if (operation === undefined) return assert.ok([401, 403, 405, 429].includes(status), `${method} ${template}: ${status}`);
  const response = operation.responses[status];
  assert.ok(response, `${method} ${template} is not documented to answer ${status}: ${text.slice(0, 300)}`);
  seen.set(`${name} ${template} ${status}`, (seen.get(`${name} ${template} ${status}`) ?? 0) + 1);
  for (const [header, { required }] of Object.entries(response.headers ?? {})) {
    if (/** @type {any} */ (required)) assert.ok(headers.has(header), `${method} ${template} ${status} has no ${header}`);
  }
  if (method === "HEAD" || status === 304) return assert.equal(text, "");
  assert.ok(type !== null && type in response.content, `${method} ${template} ${status} has the type ${type}`);
  if ("schema" in response.content[type]) {
    const pointer = ["paths", template, name, "responses", status, "content", type, "schema"].map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1")).map(encodeURIComponent).join("/");
    valid(`document#/${pointer}`, json);
  }
}

/** @param {string} reference @param {unknown} value */
export function valid(reference, value) {
  let validate = validators.get(reference);
  if (validate === undefined) {
    validate = /** @type {(value: unknown) => boolean} */ (ajv.compile({ $ref: reference }));
    validators.set(reference, validate);
  }
  const ok = validate(value);
  assert.ok(ok, `${reference}: ${JSON.stringify(/** @type {any} */ (validate).errors)} ${JSON.stringify(value).slice(0, 400)}`);
}
