/** Making a manifest from what people have, and tables from a manifest. The contract is `index.d.ts`. */

import { Importer as CoreImporter, Resolver as CoreResolver } from "../pkg/core.js";
import * as check from "./arguments.js";
import { call, Trap, write } from "./instance.js";
import { Findings, internalError } from "./report.js";

/** @import { ExportOptions, ImportedFact, ImportFile, ImportOptions, ImportSource } from "./index.js" */

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The manifest that came of an import. */
export class Import extends Findings {
  #manifest;

  /**
   * @param {Uint8Array} json
   * @param {string} [manifest]
   */
  constructor(json, manifest) {
    super(manifest !== undefined, () => json);
    this.#manifest = manifest;
  }

  get manifest() {
    return this.#manifest;
  }

  /** @returns {ImportSource[]} */
  get sources() {
    return /** @type {any} */ (this.decoded()).sources ?? [];
  }

  /** @returns {ImportedFact[]} */
  get facts() {
    return /** @type {any} */ (this.decoded()).facts ?? [];
  }

  toJSON() {
    return { ...super.toJSON(), sources: this.sources, facts: this.facts };
  }
}

/** The text that came of an export. */
export class Export extends Findings {
  /** @param {Uint8Array} json */
  constructor(json) {
    /** @type {{ ok: boolean, text?: string | null }} */
    const { ok, text } = JSON.parse(decoder.decode(json));
    super(ok, () => json);
    this.text = text ?? undefined;
  }
}

/**
 * Makes one manifest of files of many kinds.
 *
 * @param {ImportFile[]} files
 * @param {ImportOptions} [options]
 * @returns {Import}
 */
export function importManifest(files, options) {
  const given = check.importFiles(files);
  const { provider, status, serviceStatus, folder, root, bind, explain, settings } = check.importOptions(options);
  try {
    return call(() => {
      const core = new CoreImporter();
      for (const { name, text, located, kind, region, service } of given) {
        core.add(name, write(text), typeof text === "string", located, kind, region, service);
      }
      const json = core.run(provider, status, serviceStatus, folder, root, bind, explain, settings);
      const manifest = core.manifest();
      core.free();
      return new Import(json, manifest.length === 0 ? undefined : decoder.decode(manifest));
    });
  } catch (error) {
    if (error instanceof Trap) return new Import(internalError(error.message));
    throw error;
  }
}

/**
 * Writes a manifest again, in one order, or a table of its images.
 *
 * @param {string | Uint8Array | object} manifest
 * @param {ExportOptions} options
 * @returns {Export}
 */
export function exportManifest(manifest, options) {
  const { text, located } = check.manifest(manifest);
  const { format, service, artifact, version, table, settings } = check.exportOptions(options);
  try {
    return call(() => {
      const core = new CoreResolver(write(text), typeof text === "string", located, settings);
      const json = core.export(format, service, artifact, version, table);
      core.free();
      return new Export(json);
    });
  } catch (error) {
    if (error instanceof Trap) return new Export(internalError(error.message));
    throw error;
  }
}
