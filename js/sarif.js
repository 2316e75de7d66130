/** SARIF 2.1.0, the format that code scanning services read. */

import { Lines } from "./lines.js";

/** @import { Catalogue, RenderOptions } from "./diagnostics.js" */
/** @import { Diagnostic, Fix, Place } from "./index.js" */

/** @typedef {RenderOptions["sources"]} Sources */

const LEVELS = { error: "error", warning: "warning", info: "note" };

/** The findings of one run. */
export class SarifLog {
  #catalogue;
  #version;
  #uriOf;
  /** @type {Map<string, number>} */
  #rules = new Map();
  /** @type {object[]} */
  #results = [];
  /** @type {object | undefined} */
  #invocation;

  /**
   * @param {Catalogue} catalogue
   * @param {{ version: string, uriOf?: (name: string) => string }} tool its version, and the URI reference of an input's name
   */
  constructor(catalogue, { version, uriOf = relative }) {
    this.#catalogue = catalogue;
    this.#version = version;
    this.#uriOf = uriOf;
  }

  /**
   * @param {Diagnostic[]} diagnostics
   * @param {Sources} sources
   */
  add(diagnostics, sources) {
    for (const diagnostic of diagnostics) this.#results.push(this.#result(diagnostic, sources));
  }

  /** Says how the run ended; `why`, if that does not follow from the results. @param {number} code @param {string} why */
  exit(code, why) {
    this.#invocation = { executionSuccessful: code !== 2, exitCode: code, ...(why !== "" && { exitCodeDescription: why }) };
  }

  toString() {
    const rules = [...this.#rules.keys()].map((code) => this.#rule(code));
    const log = {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "ecs-image-resolver", semanticVersion: this.#version, rules } },
          ...(this.#invocation !== undefined && { invocations: [this.#invocation] }),
          columnKind: "utf16CodeUnits",
          results: this.#results,
        },
      ],
    };
    return `${JSON.stringify(log, null, 2)}\n`;
  }

  /** @param {string} code */
  #rule(code) {
    const entry = this.#catalogue.codes[code];
    if (entry === undefined) return { id: code };
    const { title, means, example, todo } = entry;
    return {
      id: code,
      shortDescription: { text: title },
      fullDescription: { text: means },
      help: { text: todo, markdown: [means, example, todo].filter(Boolean).join("\n\n") },
    };
  }

  /**
   * @param {Diagnostic} diagnostic
   * @param {Sources} sources
   */
  #result(diagnostic, sources) {
    const { code, severity, message, related, fixes } = diagnostic;
    if (!this.#rules.has(code)) this.#rules.set(code, this.#rules.size);
    const relatedLocations = related.map((place, id) => {
      return { id, message: { text: this.#catalogue.roles[place.role] ?? place.role }, ...this.#location(place, sources) };
    });
    return {
      ruleId: code,
      ruleIndex: this.#rules.get(code),
      level: LEVELS[severity],
      message: { text: message },
      locations: [this.#location(diagnostic, sources)],
      ...(related.length > 0 && { relatedLocations }),
      ...(fixes.length > 0 && { fixes: fixes.map((fix) => this.#mend(fix, sources)) }),
    };
  }

  /**
   * @param {Place} place
   * @param {Sources} sources
   */
  #location(place, sources) {
    // What a request names has no text of its own: the finding is shown at the top of the template, or else of the manifest.
    const known = place.source === "manifest" || place.source === "change" ? place.source : undefined;
    const kind = known ?? (place.source === "request" && sources.template === undefined ? "manifest" : "template");
    const { start, end, line, column, endLine, endColumn, pointer, field } = place;
    const region =
      start === undefined || end === undefined
        ? { startLine: 1 }
        : { startLine: line, startColumn: column, endLine, endColumn, byteOffset: start, byteLength: end - start };
    const name = pointer ?? field;
    const logical = name !== undefined && { logicalLocations: [{ fullyQualifiedName: name }] };
    const source = place.source === "file" ? place.file : sources[kind]?.name;
    return { physicalLocation: { artifactLocation: { uri: this.#uriOf(source ?? kind) }, region }, ...logical };
  }

  /**
   * @param {Fix} fix
   * @param {Sources} sources
   */
  #mend({ start, end, text }, sources) {
    const { name = "template", text: source = "" } = sources.template ?? {};
    const lines = new Lines(/** @type {Uint8Array} */ (source));
    const [from, to] = [lines.position(start), lines.position(end)];
    const place = { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
    const deletedRegion = { ...place, byteOffset: start, byteLength: end - start };
    return {
      description: { text: `put ${text} here` },
      artifactChanges: [{ artifactLocation: { uri: this.#uriOf(name) }, replacements: [{ deletedRegion, insertedContent: { text } }] }],
    };
  }
}

/**
 * A relative path as the URI reference that SARIF wants.
 *
 * @param {string} name
 */
export const relative = (name) => name.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
