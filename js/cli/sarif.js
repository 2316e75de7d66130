/** SARIF of the command line: its inputs are files of this machine. */

import { pathToFileURL } from "node:url";

import { relative, SarifLog as Log } from "../sarif.js";
import { version } from "./usage.js";

/** @import { Catalogue } from "../diagnostics.js" */

export class SarifLog extends Log {
  /** @param {Catalogue} catalogue */
  constructor(catalogue) {
    super(catalogue, { version: version(), uriOf });
  }
}

/** Relative paths stay relative. @param {string} name */
const uriOf = (name) => (/^(\/|[A-Za-z]:)/.test(name) ? pathToFileURL(name).href : relative(name));
