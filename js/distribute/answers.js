/** The answers of listing calls, page by page: what they list is used once all pages of it are there. */

/** @typedef {{ number: number, total: number | undefined, items: any[] }} Page */

/** One call and its pages. */
export class Listing {
  /** By number. @type {Map<number, Page>} */
  #pages = new Map();

  /** A page that is there already begins the listing anew: it was asked for again. @param {Page} page */
  add(page) {
    if (this.#pages.has(page.number)) this.#pages.clear();
    this.#pages.set(page.number, page);
  }

  /** What the pages list, in their order. */
  get items() {
    return [...this.#pages.values()].sort((one, other) => one.number - other.number).flatMap(({ items }) => items);
  }

  /** How many there are, by the last page that was given. */
  get total() {
    return [...this.#pages.values()].at(-1)?.total ?? 0;
  }

  get isWhole() {
    return this.items.length >= this.total;
  }
}

/** Many listings, each by what it lists. */
export class Listings {
  /** @type {Map<string, Listing>} */
  #listings = new Map();

  /** @param {string} key @param {Page} page */
  add(key, page) {
    const listing = this.#listings.get(key) ?? new Listing();
    listing.add(page);
    this.#listings.set(key, listing);
  }

  [Symbol.iterator]() {
    return this.#listings[Symbol.iterator]();
  }
}
