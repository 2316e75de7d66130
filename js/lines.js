/** Lines and columns of a template's bytes, for the offsets that come without. */

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** LF, CRLF and CR each end a line. */
export class Lines {
  #text;
  #starts = [0];

  /** @param {Uint8Array} text */
  constructor(text) {
    this.#text = text;
    for (let at = 0; at < text.length; at++) {
      if (text[at] === 10 || (text[at] === 13 && text[at + 1] !== 10)) this.#starts.push(at + 1);
    }
  }

  /**
   * The line and column of a byte, both from 1; the column in UTF-16 units.
   *
   * @param {number} at
   */
  position(at) {
    let line = 1;
    for (let low = 0, high = this.#starts.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] <= at) low = line = middle + 1;
      else high = middle;
    }
    return { line, column: decoder.decode(this.#text.subarray(this.#starts[line - 1], at)).length + 1 };
  }
}
