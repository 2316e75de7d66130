//! Text as it came in: bytes, spans of bytes, and where a byte stands for a person.

/// A half-open range `[start, end)` of bytes, counted from the start of the file (a BOM included).
///
/// Inputs are limited to far less than 4 GiB, so 32 bits hold every offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just past the last byte; equal to `start` for an empty place.
    pub end: u32,
}

impl Span {
    /// The range `[start, end)`.
    pub const fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    /// The empty place at `offset`.
    pub const fn at(offset: u32) -> Self {
        Span { start: offset, end: offset }
    }

    /// The bytes of `text` in this range; empty where the range does not lie inside `text`.
    pub fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The text in this range; empty where the range is not inside `text` or cuts a character.
    pub fn text(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The part of this range that lies inside `outer`; an empty place of it where none does.
    pub fn clamp_to(self, outer: Span) -> Span {
        let start = self.start.clamp(outer.start, outer.end);
        Span { start, end: self.end.clamp(start, outer.end) }
    }

    /// Number of bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the range holds no byte.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies inside this range.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// The UTF-8 byte order mark.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The length in bytes of the byte order mark that `text` starts with: 3 or 0.
pub fn bom_len(text: &[u8]) -> usize {
    if text.starts_with(BOM) { BOM.len() } else { 0 }
}

/// A place as a person counts it. Both numbers start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line; LF, CRLF and CR each end one.
    pub line: u32,
    /// The column, in UTF-16 units. A BOM at the start of the file takes no column.
    pub column: u32,
}

/// Converts byte offsets of one text into lines and columns, and into UTF-16 offsets.
///
/// Built in one pass over the text; each question then costs a binary search and a walk over a few hundred
/// bytes, however long the line is: a template can be one line.
pub struct LineIndex<'a> {
    text: &'a [u8],
    /// Where each line starts.
    lines: Vec<u32>,
    /// How many UTF-16 units stand before each multiple of `STEP`. Where that is inside a character, the character counts as
    /// before it.
    units: Vec<u32>,
}

/// How far apart the places are whose UTF-16 offset is kept, in bytes.
const STEP: usize = 512;

impl<'a> LineIndex<'a> {
    /// Reads `text` once. Bytes that are not UTF-8 count as one UTF-16 unit each where they would start a character.
    pub fn new(text: &'a [u8]) -> Self {
        let ends = memchr::memchr2_iter(b'\n', b'\r', text);
        let ends = ends.filter(|&at| text[at] == b'\n' || text.get(at + 1) != Some(&b'\n'));
        let lines = std::iter::once(0).chain(ends.map(|at| at as u32 + 1)).collect();
        let counts = text.chunks(STEP).scan(0, |before, chunk| {
            *before += utf16_len(chunk);
            Some(*before)
        });
        let units = std::iter::once(0).chain(counts).collect();
        LineIndex { text, lines, units }
    }

    /// The line and column of a byte offset. An offset past the end counts as the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.text.len() as u32);
        let row = self.lines.partition_point(|&start| start <= offset) - 1;
        let start = if row == 0 { (bom_len(self.text) as u32).min(offset) } else { self.lines[row] };
        Position { line: row as u32 + 1, column: self.utf16(offset) - self.utf16(start) + 1 }
    }

    /// The offset in UTF-16 units, from the start of the text, of a byte offset.
    pub fn utf16(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        let step = offset / STEP;
        self.units[step] + utf16_len(&self.text[step * STEP..offset])
    }
}

/// The number of UTF-16 units that UTF-8 `text` takes: one a character, two for those of four bytes.
pub fn utf16_len(text: &[u8]) -> u32 {
    const LOWS: u64 = u64::MAX / 255;
    let mut len = 0;
    let mut rest = text;
    // Eight bytes at a time: a byte inside a character is `10……`, one that starts a character of four bytes `1111…`.
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*word);
        let inside = (word >> 7) & !(word >> 6) & LOWS;
        let long = (word >> 7) & (word >> 6) & (word >> 5) & (word >> 4) & LOWS;
        len += 8 - inside.count_ones() + long.count_ones();
        rest = after;
    }
    len + rest.iter().map(|&byte| u32::from(byte & 0xC0 != 0x80) + u32::from(byte >= 0xF0)).sum::<u32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf16_units_and_every_line_end() {
        let text = "\u{FEFF}a\r\nb漢😀c\rd\n".as_bytes();
        let index = LineIndex::new(text);
        let at = |needle: &str| {
            let offset = memchr::memmem::find(text, needle.as_bytes()).unwrap() as u32;
            let Position { line, column } = index.position(offset);
            (line, column, index.utf16(offset))
        };
        assert_eq!(at("a"), (1, 1, 1));
        assert_eq!(at("b"), (2, 1, 4));
        assert_eq!(at("c"), (2, 5, 8));
        assert_eq!(at("d"), (3, 1, 10));
        assert_eq!(index.position(u32::MAX), Position { line: 4, column: 1 });
    }

    #[test]
    fn long_lines_are_counted_in_steps() {
        for filler in ["x", "é", "漢", "😀"] {
            let text = filler.repeat(3 * STEP);
            let index = LineIndex::new(text.as_bytes());
            for (at, _) in text.char_indices() {
                let units = text[..at].encode_utf16().count() as u32;
                assert_eq!(index.utf16(at as u32), units);
                assert_eq!(index.position(at as u32), Position { line: 1, column: units + 1 });
            }
        }
    }
}
