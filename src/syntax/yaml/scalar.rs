//! Scalars: where each style ends.

use super::scan::{self, is_blank, is_break, is_flow_indicator, is_white};
use super::{Reader, span};
use crate::diagnostic::{Code, Diagnostic, Role};
use crate::syntax::tape::Kind;

/// A block scalar that was read.
pub(super) struct BlockScalar {
    pub(super) kind: Kind,
    pub(super) end: usize,
    /// The column of its text, where the header says it.
    pub(super) indent: Option<u32>,
}

impl Reader<'_> {
    /// Reads the plain scalar at `at` as far as it goes on its line, in a block; returns where its text ends.
    ///
    /// Leaves `at` where reading stopped: at a line break, at the `#` of a comment or at a `:` before a blank.
    #[inline]
    pub(super) fn plain_line(&mut self) -> usize {
        let start = self.at;
        // The first character was looked at: it is text whatever it is.
        self.at += 1;
        self.plain_text(start)
    }

    /// [`Reader::plain_line`] for a further line, on which there may be no text at all.
    fn plain_text(&mut self, start: usize) -> usize {
        self.at = scan::plain_stop(self.bytes, self.at);
        scan::trim_blanks(self.bytes, start, self.at)
    }

    /// Reads on a plain scalar over the lines that are indented by more than `indent`; returns where its text ends.
    pub(super) fn plain_rest(&mut self, indent: isize, mut end: usize) -> usize {
        while is_break(self.byte(self.at)) {
            self.next_line();
            if self.comment || self.indent <= indent {
                break;
            }
            self.fresh = false;
            let start = self.at;
            let line = self.plain_text(start);
            if line > start {
                end = line;
                self.odd = line;
            }
        }
        end
    }

    /// Reads the plain scalar at `at` inside a flow collection; returns where its text ends.
    pub(super) fn flow_plain(&mut self, indent: isize) -> usize {
        let start = self.at;
        self.at += 1;
        let mut end = self.flow_plain_text(start);
        while self.at < self.bytes.len() && is_break(self.byte(self.at)) {
            self.next_line();
            if self.comment || self.is_over() {
                break;
            }
            self.check_flow_indent(indent);
            let start = self.at;
            let line = self.flow_plain_text(start);
            if line == start {
                break;
            }
            end = line;
            self.odd = line;
        }
        end
    }

    fn flow_plain_text(&mut self, start: usize) -> usize {
        loop {
            self.at = scan::find(self.bytes, self.at, |word| {
                b":#,[]{}".iter().fold(0, |found, &needle| found | scan::marks(word, needle))
            });
            let stops = match self.byte(self.at) {
                b':' => self.ends_flow_plain(self.at + 1),
                b'#' => self.follows_white(self.at),
                byte => is_break(byte) || is_flow_indicator(byte),
            };
            if stops {
                return scan::trim_blanks(self.bytes, start, self.at);
            }
            self.at += 1;
        }
    }

    /// Whether an indicator before `at` is one, inside a flow collection: no text is joined to it.
    pub(super) fn ends_flow_plain(&self, at: usize) -> bool {
        let byte = self.byte(at);
        is_white(byte) || is_flow_indicator(byte)
    }

    /// Reads the quoted scalar at `at`, whose lines are indented by more than `indent`; returns its kind and its end.
    pub(super) fn quoted(&mut self, indent: isize) -> (Kind, usize) {
        let open = self.at;
        let double = self.byte(open) == b'"';
        let mut indented = true;
        self.at += 1;
        loop {
            self.at = match double {
                true => scan::find(self.bytes, self.at, |word| scan::marks(word, b'"') | scan::marks(word, b'\\')),
                false => scan::find(self.bytes, self.at, |word| scan::marks(word, b'\'')),
            };
            match self.bytes.get(self.at) {
                Some(b'"') if double => break self.at += 1,
                Some(b'\\') if double => self.escape(),
                Some(b'\'') if !double => match self.byte(self.at + 1) {
                    b'\'' => {
                        self.at += 2;
                        self.odd = self.at;
                    }
                    _ => break self.at += 1,
                },
                Some(b'\n' | b'\r') => {
                    if self.quoted_line(indent, &mut indented) {
                        self.unclosed_quote(open);
                        break;
                    }
                }
                Some(_) => self.at += 1,
                None => {
                    self.unclosed_quote(open);
                    break;
                }
            }
        }
        (if double { Kind::DoubleQuoted } else { Kind::SingleQuoted }, self.at)
    }

    /// Over a line break in quotes; whether a marker ends the document there.
    fn quoted_line(&mut self, indent: isize, indented: &mut bool) -> bool {
        self.skip_break();
        self.odd = self.at;
        self.line = self.at;
        self.at = scan::skip_spaces(self.bytes, self.at);
        let spaces = self.at - self.line;
        if spaces == 0 && self.marker_at(self.at).is_some() {
            self.at = self.line;
            return true;
        }
        if spaces as isize <= indent {
            let text = scan::skip_blanks(self.bytes, self.at);
            if *indented && !is_break(self.byte(text)) {
                *indented = false;
                self.report_line(Code::YamlUnderIndented, text);
            }
        }
        false
    }

    fn unclosed_quote(&mut self, open: usize) {
        let missing = Diagnostic::new(Code::YamlUnclosedQuote, span(self.at, self.at));
        self.report(missing.related(span(open, open + 1), Role::OpenedHere));
        if self.at == self.line {
            // At a marker: the line is read again as what it is.
            self.open_line();
        }
    }

    /// Over the escape at `at`.
    fn escape(&mut self) {
        let start = self.at;
        let letter = self.byte(start + 1);
        self.at += 1;
        self.odd = self.at;
        let digits = match letter {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'/' | b'\\'
            | b'N' | b'_' | b'L' | b'P' => return self.at += 1,
            // A line break after a backslash is the business of the line.
            b'\n' | b'\r' => return,
            _ => {
                let length = self.text.get(start + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                self.at += length;
                return self.report_text(Code::YamlEscape, start, self.at);
            }
        };
        self.at += 1;
        let value = self.bytes.get(self.at..self.at + digits).and_then(hexadecimal);
        // Half a surrogate pair is a character to JSON, whose texts YAML reads.
        if value.is_some_and(|value| value < 0x11_0000) {
            self.at += digits;
        } else {
            while self.byte(self.at).is_ascii_hexdigit() && self.at < start + 2 + digits {
                self.at += 1;
            }
            self.report_text(Code::YamlEscape, start, self.at);
        }
    }

    /// Reads the block scalar at `at`, whose lines are indented by more than `parent`.
    pub(super) fn block_scalar(&mut self, parent: isize) -> BlockScalar {
        let kind = if self.byte(self.at) == b'|' { Kind::Literal } else { Kind::Folded };
        let explicit = self.block_header();
        let mut end = self.at;
        self.end_block_header();
        let explicit = explicit.map(|digit| parent.max(0) as usize + digit);
        let least = (parent + 1) as usize;
        let mut indent = explicit;
        // The widest line before the first with text: its offset and its spaces.
        let mut widest = (0, 0);
        loop {
            let line = self.at;
            let text = scan::skip_spaces(self.bytes, line);
            let spaces = text - line;
            let byte = self.byte(text);
            if is_break(byte) {
                if indent.is_none() && spaces > widest.1 {
                    widest = (line, spaces);
                }
                self.at = text;
                if text >= self.bytes.len() {
                    break;
                }
                self.skip_break();
                continue;
            }
            if spaces < indent.unwrap_or(least) {
                if byte == b'\t' {
                    self.report_at(Code::YamlTab, text, text + 1);
                }
                break;
            }
            if spaces == 0 && self.marker_at(line).is_some() {
                break;
            }
            if indent.is_none() {
                indent = Some(spaces);
                if widest.1 > spaces {
                    self.report_at(Code::YamlBlockScalarIndentation, widest.0, widest.0 + widest.1);
                }
            }
            let stop = scan::line_end(self.bytes, text);
            let filled = scan::trim_blanks(self.bytes, text, stop);
            if filled > text {
                end = filled;
            }
            self.at = stop;
            self.skip_break();
        }
        self.at = if self.at < self.bytes.len() { self.at } else { self.bytes.len() };
        self.open_line();
        BlockScalar { kind, end, indent: explicit.map(|column| column as u32) }
    }

    /// Reads `|`, `>-`, `|2+` …; returns the indentation that it gives.
    fn block_header(&mut self) -> Option<usize> {
        let mut digit = None;
        let mut chomping = false;
        self.at += 1;
        loop {
            match self.byte(self.at) {
                byte @ b'1'..=b'9' if digit.is_none() => digit = Some(usize::from(byte - b'0')),
                b'+' | b'-' if !chomping => chomping = true,
                _ => return digit,
            }
            self.at += 1;
        }
    }

    /// From the end of a block scalar's header to its first line.
    fn end_block_header(&mut self) {
        let rest = scan::skip_blanks(self.bytes, self.at);
        let byte = self.byte(rest);
        let line = scan::line_end(self.bytes, rest);
        let comment = byte == b'#' && is_blank(self.byte(rest - 1));
        if !is_break(byte) && !comment {
            self.report_text(Code::YamlBlockScalarHeader, rest, scan::trim_blanks(self.bytes, rest, line));
        }
        self.at = line;
        self.skip_break();
    }
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value: u32, &digit| {
        let digit = char::from(digit).to_digit(16)?;
        value.checked_mul(16).map(|value| value | digit)
    })
}
