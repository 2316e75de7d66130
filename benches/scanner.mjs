/**
 * The fastest that plain JavaScript could be made to do the one thing that is measured: a single pass over the text, with
 * no check of anything. It reads block mappings and sequences below `Resources`, and knows neither flow collections,
 * anchors, tags nor keys over several lines: a yardstick, not a parser.
 *
 * @param {string} text of a ROS template in YAML
 * @param {(literal: string) => string | undefined} replacement
 */
export function scan(text, replacement) {
  let output = "";
  let kept = 0;
  let inside = false;
  /** The indentation of the key whose block scalar the lines are of, or -1. */
  let scalar = -1;
  for (let line = 0; line < text.length; ) {
    let end = text.indexOf("\n", line);
    if (end < 0) end = text.length;
    let at = line;
    while (text.charCodeAt(at) === 32) at += 1;
    const indent = at - line;
    const first = text.charCodeAt(at);
    if (at >= end || (scalar >= 0 && indent > scalar)) {
      line = end + 1;
      continue;
    }
    scalar = -1;
    if (indent === 0) inside = text.startsWith("Resources:", at);
    if (inside && first !== 35) {
      while (text.charCodeAt(at) === 45 && text.charCodeAt(at + 1) === 32) at += 2;
      if (text.startsWith("ImageId: ", at)) {
        let start = at + 9;
        const quote = text[start] === "'" || text[start] === '"' ? 1 : 0;
        start += quote;
        let stop = start;
        while (stop < end && !" '\"#\r".includes(text[stop])) stop += 1;
        const found = replacement(text.slice(start, stop));
        if (found !== undefined) {
          output += text.slice(kept, start) + found;
          kept = stop;
        }
      }
    }
    let last = end - 1;
    while (last > line && text.charCodeAt(last) === 32) last -= 1;
    const sign = text.charCodeAt(last);
    if (sign === 124 || sign === 62) scalar = indent;
    line = end + 1;
  }
  return kept === 0 ? text : output + text.slice(kept);
}
