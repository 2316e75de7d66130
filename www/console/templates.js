/** The templates' bytes, as they were given: by `SERVICE/NAME` for a service's own, by `/FILENAME` for files that belong to none. */

/** @typedef {{ bytes: Uint8Array, filename: string }} StoredTemplate `filename` is that of the file that they came from */

/** @param {string} service its id @param {string} name that the template has in it */
export const keyOf = (service, name) => `${service}/${name}`;

/** The key of a file that belongs to no service. @param {string} filename */
export const looseKey = (filename) => `/${filename}`;

export class Templates {
  /** @type {Map<string, StoredTemplate>} */
  #byKey = new Map();
  #write;

  /** @param {(key: string, template: StoredTemplate | undefined) => Promise<void>} write called after each change */
  constructor(write) {
    this.#write = write;
  }

  /** @param {string} key */
  get(key) {
    return this.#byKey.get(key);
  }

  /** @param {string} key @param {Uint8Array} bytes not to be changed afterwards @param {string} filename */
  async set(key, bytes, filename) {
    this.#byKey.set(key, { bytes, filename });
    await this.#write(key, { bytes, filename });
  }

  /** @param {string} key */
  async delete(key) {
    if (this.#byKey.delete(key)) await this.#write(key, undefined);
  }

  /** All of them, by key. */
  entries() {
    return [...this.#byKey];
  }

  /** The files that belong to no service. @returns {StoredTemplate[]} */
  loose() {
    return this.entries().flatMap(([key, template]) => (key.startsWith("/") ? [template] : []));
  }

  /**
   * Those of a manifest's services, as `check` takes them.
   *
   * @param {any} document the manifest, read
   * @returns {Record<string, Uint8Array>}
   */
  of(document) {
    const services = Array.isArray(document.services) ? document.services : [];
    const keys = services.flatMap((/** @type {any} */ service) => (Array.isArray(service?.templates) ? service.templates : []).map((/** @type {any} */ template) => keyOf(service.serviceId, template?.name)));
    return Object.fromEntries(keys.flatMap((/** @type {string} */ key) => (this.#byKey.has(key) ? [[key, this.#byKey.get(key)?.bytes]] : [])));
  }

  /** Takes what another tab, or an earlier visit, has left. @param {Map<string, StoredTemplate>} kept */
  load(kept) {
    this.#byKey = kept;
  }
}
