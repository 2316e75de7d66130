/** Which bytes are a text that can be shown. */

/**
 * The text of bytes, or why there is none to show.
 *
 * @param {string | Uint8Array} source
 * @returns {{ text: string } | { unreadable: "binary" | "utf-16" | "invalid-utf8" | "template-too-large" | "lone-surrogate" }}
 */
export function readable(source) {
  if (source.length > SHOWN) return { unreadable: "template-too-large" };
  if (typeof source === "string") {
    if (source.includes("\0")) return { unreadable: "binary" };
    return LONE.test(source) ? { unreadable: "lone-surrogate" } : { text: source };
  }
  const [first, second] = source;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return { unreadable: "utf-16" };
  if (source.includes(0)) return { unreadable: isEveryOther(source) ? "utf-16" : "binary" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(source) };
  } catch {
    return { unreadable: "invalid-utf8" };
  }
}

/** Bytes (or UTF-16 units) that are shown at most: four times what a template may have. */
const SHOWN = 1 << 21;

const LONE = /\p{Surrogate}/u;

/** Whether it is text of ASCII in UTF-16 without a mark. @param {Uint8Array} bytes */
function isEveryOther(bytes) {
  const start = bytes.subarray(0, 64);
  const zeros = [0, 1].map((parity) => start.filter((byte, at) => at % 2 === parity && byte === 0).length);
  return start.length >= 4 && zeros.some((count) => count >= start.length / 2 - 1) && zeros.some((count) => count === 0);
}
