/** A WebAssembly module in pieces, as far as its size needs it. */

/** The sections that are looked into, by their number. */
export const Section = { custom: 0, import: 2, code: 10, data: 11 };

/**
 * @typedef {object} Piece a section or a function's body
 * @property {number} start of its content, in bytes of the module
 * @property {number} end
 */

/** Reads numbers and names from the front of a module on. */
class Reader {
  /** @param {Buffer} bytes @param {number} [at] */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  name() {
    const end = this.number() + this.at;
    const text = this.bytes.toString("utf8", this.at, end);
    this.at = end;
    return text;
  }

  limits() {
    const bounded = this.number() & 1;
    this.number();
    if (bounded) this.number();
  }

  /** @returns {Piece} what a length is followed by */
  piece() {
    const length = this.number();
    const start = this.at;
    this.at += length;
    return { start, end: this.at };
  }
}

/** @param {Buffer} bytes */
export function sections(bytes) {
  const reader = new Reader(bytes, 8);
  /** @type {({ id: number } & Piece)[]} */
  const found = [];
  while (reader.at < bytes.length) found.push({ id: bytes[reader.at++], ...reader.piece() });
  return found;
}

/**
 * The functions that have a body, with the names that the name section gives them.
 *
 * @param {Buffer} bytes
 * @returns {({ name: string } & Piece)[]}
 */
export function functions(bytes) {
  const all = sections(bytes);
  const names = functionNames(bytes, all);
  const code = all.find(({ id }) => id === Section.code);
  if (code === undefined) return [];
  const first = importedFunctions(bytes, all);
  const reader = new Reader(bytes, code.start);
  return Array.from({ length: reader.number() }, (_, at) => {
    return { name: names.get(first + at) ?? `function ${first + at}`, ...reader.piece() };
  });
}

/** @param {Buffer} bytes @param {({ id: number } & Piece)[]} all */
function importedFunctions(bytes, all) {
  const section = all.find(({ id }) => id === Section.import);
  if (section === undefined) return 0;
  const reader = new Reader(bytes, section.start);
  let found = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.name();
    reader.name();
    const kind = bytes[reader.at++];
    if (kind === 0) {
      found += 1;
      reader.number();
    } else if (kind === 3) {
      reader.at += 2;
    } else {
      if (kind === 1) reader.at += 1;
      reader.limits();
    }
  }
  return found;
}

/** @param {Buffer} bytes @param {({ id: number } & Piece)[]} all */
function functionNames(bytes, all) {
  /** @type {Map<number, string>} */
  const names = new Map();
  for (const { start, end } of all.filter(({ id }) => id === Section.custom)) {
    const reader = new Reader(bytes, start);
    if (reader.name() !== "name") continue;
    while (reader.at < end) {
      const ofFunctions = bytes[reader.at++] === 1;
      const part = reader.piece();
      if (!ofFunctions) continue;
      const entries = new Reader(bytes, part.start);
      for (let left = entries.number(); left > 0; left -= 1) names.set(entries.number(), entries.name());
    }
  }
  return names;
}
