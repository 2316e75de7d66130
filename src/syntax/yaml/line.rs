//! Lines: where the next one with something on it starts, and how far it is indented.

use super::Reader;
use super::scan::{self, is_break, is_white};
use crate::diagnostic::Code;

/// A line that ends a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// `---`
    Start,
    /// `...`
    End,
}

/// The length of a marker in bytes.
pub(super) const MARKER: usize = 3;

impl Reader<'_> {
    /// From the start of a line to the first character of the first line with more than blanks and a comment.
    ///
    /// At the end of the document, be it the end of the text or a marker, the indentation is -1.
    pub(super) fn open_line(&mut self) {
        self.fresh = true;
        self.tab = false;
        self.comment = false;
        self.marker = None;
        loop {
            self.line = self.at;
            let spaces = scan::skip_spaces(self.bytes, self.at);
            self.at = spaces;
            let Some(&first) = self.bytes.get(spaces) else { break };
            let byte = if first == b'\t' {
                self.at = scan::skip_blanks(self.bytes, spaces);
                self.byte(self.at)
            } else {
                first
            };
            if byte == b'#' {
                self.comment = true;
                self.at = scan::line_end(self.bytes, self.at);
            } else if !is_break(byte) {
                self.tab = first == b'\t';
                self.indent = (spaces - self.line) as isize;
                self.marker = if spaces == self.line { self.marker_at(spaces) } else { None };
                if self.marker.is_some() {
                    self.indent = -1;
                }
                return;
            }
            self.skip_break();
        }
        self.indent = -1;
    }

    /// Over the line break at `at`, if there is one, to the first character of the next line with text.
    pub(super) fn next_line(&mut self) {
        self.skip_break();
        self.open_line();
    }

    /// Over the rest of a line, on which there may only be a comment.
    pub(super) fn end_line(&mut self) {
        let at = scan::skip_blanks(self.bytes, self.at);
        let byte = self.byte(at);
        if is_break(byte) {
            self.at = at;
        } else {
            self.at = scan::line_end(self.bytes, at);
            if byte != b'#' || !self.follows_white(at) {
                let end = scan::trim_blanks(self.bytes, at, self.at);
                let value = byte == b':' && is_white(self.byte(at + 1));
                match value {
                    true => self.report_at(Code::YamlUnexpectedValue, at, at + 1),
                    false => self.report_text(Code::YamlTrailingText, at, end),
                }
            }
        }
        self.next_line();
    }

    /// Over the line break at `at`, if there is one.
    pub(super) fn skip_break(&mut self) {
        match self.bytes.get(self.at) {
            Some(b'\n') => self.at += 1,
            Some(b'\r') => self.at += if self.bytes.get(self.at + 1) == Some(&b'\n') { 2 } else { 1 },
            _ => {}
        }
    }

    /// Whether the document is over.
    pub(super) fn is_over(&self) -> bool {
        self.indent < 0
    }

    /// The marker at the start of a line.
    pub(super) fn marker_at(&self, line: usize) -> Option<Marker> {
        let marker = match self.bytes.get(line..line + MARKER)? {
            b"---" => Marker::Start,
            b"..." => Marker::End,
            _ => return None,
        };
        is_white(self.byte(line + MARKER)).then_some(marker)
    }

    /// Whether a comment may start at `at`.
    pub(super) fn follows_white(&self, at: usize) -> bool {
        at == self.line || at.checked_sub(1).is_some_and(|before| is_white(self.byte(before)))
    }
}
