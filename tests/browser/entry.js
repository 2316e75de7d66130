/** The page of the tests: what they call in the browser. Bytes cross as base64, which JSON can carry. */

import * as library from "../../js/browser.js";

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));

/** @param {Uint8Array | undefined} bytes */
const base64 = (bytes) => bytes && btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** @param {unknown} error */
const failure = (error) => (error instanceof library.LoadError ? `${error.name} ${error.code}: ${error.message}` : String(error));

Object.assign(window, {
  early() {
    try {
      library.analyze("");
      return "it worked";
    } catch (error) {
      return failure(error);
    }
  },
  load: () => library.ready().then(() => "ready", failure),
  /** @param {string} template @param {object} options */
  analyze: (template, options) => library.analyze(bytesOf(template), options).toJSON(),
  /** @param {string} manifest @param {string} template @param {any} request @param {object} options @param {object} terms */
  resolve(manifest, template, request, options, terms) {
    const resolution = new library.Resolver(bytesOf(manifest), terms).resolve(bytesOf(template), request, options);
    return { ...resolution.toJSON(), template: base64(resolution.template) };
  },
  isLoaded: true,
});
