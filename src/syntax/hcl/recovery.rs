//! Going on after an error: past the rest of the item that could not be read.

use super::class::{self, START, WIDE};
use super::{Open, Parser, template};

impl Parser<'_> {
    /// Goes on behind an item of which nothing is open.
    pub(super) fn skip_item(&mut self) {
        self.open.clear();
        self.resync();
    }

    /// Goes to the end of the line where everything that the broken item has open is closed, or to the `}` of its block.
    ///
    /// What was opened may never be closed. A name or a `}` in the first column then is the next item of the file or
    /// the end of the outermost block, as every formatter writes them: the blocks that are open end there.
    pub(super) fn resync(&mut self) {
        if self.halted {
            return;
        }
        if self.open_at_margin() {
            return;
        }
        while !self.is_end() {
            match self.open.last().map(|open| open.closer) {
                Some(b'"') => self.skip_in_quotes(),
                Some(b'<') => self.skip_in_heredoc(),
                _ => {
                    if self.skip_in_expression() {
                        return;
                    }
                }
            }
        }
    }

    /// Whether what is open was opened in an earlier line than the one that broke, which starts with an item of the
    /// file: then that is read next.
    fn open_at_margin(&mut self) -> bool {
        let Some(first) = self.open.first().map(|open| open.at as usize) else { return false };
        let Some(line) = memchr::memrchr(b'\n', self.bytes.get(first..self.at).unwrap_or_default()) else {
            return false;
        };
        let at = std::mem::replace(&mut self.at, first + line + 1);
        if self.in_heredoc() || !self.is_unwound() {
            self.at = at;
            return false;
        }
        self.end = self.end.min(self.at);
        true
    }

    fn in_heredoc(&self) -> bool {
        self.open.iter().any(|open| open.closer == b'<')
    }

    /// At the first column, where something is open: whether the blocks end here.
    fn is_unwound(&mut self) -> bool {
        let depth = match self.peek() {
            byte if class::is(byte, START | WIDE) && self.blocks > 0 => 0,
            b'}' if self.blocks > 0 => 1,
            byte if class::is(byte, START | WIDE) => return !self.open.is_empty(),
            _ => return false,
        };
        self.open.clear();
        self.unwind = Some(depth);
        true
    }

    fn skip_in_quotes(&mut self) {
        match memchr::memchr3(b'"', b'\\', b'\n', &self.bytes[self.at..]) {
            None => self.at = self.bytes.len(),
            Some(length) => {
                self.at += length;
                match self.peek() {
                    b'"' => {
                        self.open.pop();
                        self.at += 1;
                    }
                    b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                    // The string that holds this one ends with the line too.
                    _ => self.end_strings(),
                }
            }
        }
    }

    fn skip_in_heredoc(&mut self) {
        let Some(open) = self.open.last() else { return };
        let marker = open.marker.of(self.bytes);
        let rest = &self.bytes[self.at..];
        self.at += memchr::memchr(b'\n', rest).map_or(rest.len(), |length| length + 1);
        if let Some(end) = template::marker_end(self.bytes, self.at, marker) {
            self.at = end;
            self.open.pop();
        }
    }

    /// One step outside strings. Whether the item ends here.
    fn skip_in_expression(&mut self) -> bool {
        match self.peek() {
            b'\n' => {
                if self.open.is_empty() {
                    return true;
                }
                self.end_strings();
                self.at += 1;
                return self.open.is_empty() || (!self.in_heredoc() && self.is_unwound());
            }
            b'}' if self.open.is_empty() && self.blocks > 0 => return true,
            b'"' => self.opened(b'"'),
            b'(' => self.opened(b')'),
            b'[' => self.opened(b']'),
            b'{' => self.opened(b'}'),
            b'#' | b'/' => {
                let at = self.at;
                self.skip_blanks();
                if self.at > at {
                    return false;
                }
            }
            b'<' if self.peek_at(1) == b'<' => {
                if let Some(intro) = template::intro(self.text, self.at) {
                    self.open.push(Open { marker: intro.marker, ..Open::new(self.at, b'<') });
                }
            }
            closer @ (b')' | b']' | b'}') => {
                // A closer of another kind closes what it stands in: better one too many than the rest of the file.
                if let Some(at) = self.open.iter().rposition(|open| open.closer == closer) {
                    self.open.truncate(at);
                }
            }
            _ => {}
        }
        self.at += 1;
        false
    }

    fn opened(&mut self, closer: u8) {
        self.open.push(Open::new(self.at, closer));
    }

    /// A line has ended, and with it every string that is open.
    fn end_strings(&mut self) {
        if let Some(at) = self.open.iter().position(|open| open.closer == b'"') {
            self.open.truncate(at);
        }
    }
}
