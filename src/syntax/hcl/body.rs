//! Bodies: attributes, blocks, blocks on one line.

use super::class::{self, START, TRIVIA, WIDE};
use super::{Broken, Kind, NodeId, Parsed, Parser};
use crate::diagnostic::{Code, Diagnostic, Role};
use crate::source::Span;

/// How the items of a body are set off from each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Each on lines of its own.
    Lines,
    /// The block began as one on one line and is not; that was said.
    Loose,
}

impl Parser<'_> {
    pub(super) fn file(&mut self) {
        self.end = self.at;
        let body = self.push(Kind::Body, self.at);
        self.items(None, Layout::Lines);
        self.end = self.bytes.len();
        self.close(body);
    }

    /// Reads items up to the `}` of `block`, or up to the end of the file.
    fn items(&mut self, block: Option<Span>, layout: Layout) {
        loop {
            if let Some(depth) = self.unwind {
                if self.blocks > depth {
                    return;
                }
                self.unwind = None;
            }
            self.skip_lines();
            match self.peek() {
                byte if class::is(byte, START | WIDE) => self.item(layout),
                b'}' if block.is_some() => return self.take(1),
                0 if self.is_end() => {
                    if let Some(header) = block {
                        let name = header.text(self.text).to_owned();
                        self.report(Diagnostic::new(Code::HclUnclosedBlock, header).arg("block", name));
                        self.halt();
                    }
                    return;
                }
                b'}' => {
                    self.report(
                        Diagnostic::new(Code::HclUnexpectedCloser, Span::new(self.at as u32, self.at as u32 + 1))
                            .arg("closer", "}"),
                    );
                    self.take(1);
                }
                _ => self.no_item(),
            }
        }
    }

    fn item(&mut self, layout: Layout) {
        let start = self.at;
        let name = class::name_end(self.text, start);
        if name == start {
            return self.no_item();
        }
        self.at = name;
        self.end = name;
        self.skip_blanks();
        match self.peek() {
            b'=' if self.peek_at(1) != b'=' => {
                let whole = self.attribute(start, name);
                if whole && layout == Layout::Lines {
                    self.line_end();
                }
            }
            b'{' | b'"' => self.block(start, name, layout),
            byte if class::is(byte, START | WIDE) => self.block(start, name, layout),
            _ => {
                let found = Span::new(start as u32, name as u32);
                let text = found.text(self.text).to_owned();
                self.report(Diagnostic::new(Code::HclIncompleteItem, found).arg("name", text));
                self.skip_item();
            }
        }
    }

    /// Reads `= value` behind a name. Whether it could be read.
    fn attribute(&mut self, start: usize, name: usize) -> bool {
        let id = self.push_named(Kind::Attribute, start, name - start);
        self.take(1);
        self.skip_blanks();
        self.open.clear();
        self.free = false;
        let depth = self.depth;
        let whole = self.expression().is_ok();
        if !whole {
            self.depth = depth;
            self.free = false;
            self.nodes.truncate(id as usize + 1);
            self.resync();
            self.push(Kind::Missing, self.end);
        }
        self.close(id);
        whole
    }

    /// Reads the labels and the body of a block behind its type.
    fn block(&mut self, start: usize, name: usize, layout: Layout) {
        let id = self.push_named(Kind::Block, start, name - start);
        self.open.clear();
        let depth = self.depth;
        while self.peek() != b'{' {
            if self.label().is_err() {
                self.depth = depth;
                self.free = false;
                self.end = self.at;
                self.resync();
                self.close(id);
                return;
            }
            self.skip_blanks();
        }
        let header = Span::new(start as u32, self.end as u32);
        if self.enter().is_err() {
            self.close(id);
            return;
        }
        self.blocks += 1;
        self.take(1);
        self.skip_blanks();
        if self.is_line_end() || self.peek() == b'}' {
            self.items(Some(header), Layout::Lines);
        } else {
            self.one_line(header);
        }
        self.blocks -= 1;
        self.leave();
        self.close(id);
        if layout == Layout::Lines && self.unwind.is_none() {
            self.line_end();
        }
    }

    fn label(&mut self) -> Parsed {
        if self.peek() == b'"' {
            let id = self.nodes.len() as NodeId;
            if self.quoted().is_err() {
                self.nodes.truncate(id as usize);
                return Err(Broken);
            }
            if self.nodes.len() as NodeId > id + 1 {
                let span = self.nodes[id as usize].span();
                self.report(Diagnostic::new(Code::HclInvalidLabel, span).arg("label", span.text(self.text)));
                self.nodes.truncate(id as usize + 1);
                self.close(id);
            }
            return Ok(());
        }
        let start = self.at;
        let end = class::name_end(self.text, start);
        if end == start {
            let (span, found) = self.character();
            self.report(Diagnostic::new(Code::HclInvalidLabel, span).arg("label", found));
            return Err(Broken);
        }
        self.take(end - start);
        self.push(Kind::Label, start);
        Ok(())
    }

    /// Reads `name = value }` after the `{` of a block on one line.
    fn one_line(&mut self, header: Span) {
        let start = self.at;
        let name = class::name_end(self.text, start);
        if name > start {
            self.at = name;
            self.end = name;
            self.skip_blanks();
            if self.peek() == b'=' && self.peek_at(1) != b'=' {
                if self.attribute(start, name) {
                    self.skip_blanks();
                    if self.peek() == b'}' {
                        return self.take(1);
                    }
                    if !self.is_end() {
                        self.not_one_line(self.character().0, header);
                    }
                    if self.peek() == b',' {
                        self.at += 1;
                    }
                }
                return self.items(Some(header), Layout::Loose);
            }
            self.at = start;
            if matches!(self.bytes.get(name), Some(b' ' | b'\t' | b'{' | b'"')) {
                self.not_one_line(Span::new(start as u32, name as u32), header);
            }
        }
        self.items(Some(header), Layout::Loose);
    }

    fn not_one_line(&mut self, at: Span, header: Span) {
        self.report(Diagnostic::new(Code::HclOneLineBlock, at).related(header, Role::OpenedHere));
    }

    /// What follows an item must be the end of its line.
    #[inline]
    fn line_end(&mut self) {
        if self.peek() == b'\n' {
            return;
        }
        self.skip_blanks();
        if self.is_line_end() {
            return;
        }
        self.no_line_end();
    }

    #[cold]
    fn no_line_end(&mut self) {
        let (span, found) = self.character();
        let mut diagnostic = Diagnostic::new(Code::HclMissingLineBreak, span).arg("found", found);
        if found == "," {
            diagnostic = diagnostic.fix(span, "");
        }
        self.report(diagnostic);
        // The end of the block is where it should be, only its line break is missing.
        if found != "}" || self.blocks == 0 {
            self.skip_item();
        }
    }

    fn no_item(&mut self) {
        let (span, found) = self.character();
        self.report(Diagnostic::new(Code::HclItemExpected, span).arg("found", found));
        self.skip_item();
    }

    /// Whether the line (or the file) ends here.
    #[inline]
    pub(super) fn is_line_end(&self) -> bool {
        match self.peek() {
            b'\n' => true,
            b'\r' => self.peek_at(1) == b'\n',
            0 => self.is_end(),
            _ => false,
        }
    }

    /// Skips blanks and comments; line breaks too where they are blanks.
    #[inline(always)]
    pub(super) fn skip_blanks(&mut self) {
        // Most often there is nothing, or one space, or the end of the line.
        self.at += usize::from(self.peek() == b' ');
        let byte = self.peek();
        if class::is(byte, TRIVIA) && (byte != b'\n' || self.free) {
            self.skip_trivia();
        }
    }

    fn skip_trivia(&mut self) {
        loop {
            self.at = class::trivia_end(self.bytes, self.at, self.free);
            if !matches!(self.peek(), b'#' | b'/') || !self.skip_comment() {
                return;
            }
        }
    }

    /// Skips the comment at `at`. Whether there is one.
    #[inline(never)]
    fn skip_comment(&mut self) -> bool {
        match (self.peek(), self.peek_at(1)) {
            (b'#', _) | (_, b'/') => self.at = line_end(self.bytes, self.at),
            (_, b'*') => self.skip_inline_comment(),
            _ => return false,
        }
        true
    }

    /// Skips blanks, comments and line breaks.
    #[inline]
    pub(super) fn skip_lines(&mut self) {
        let free = std::mem::replace(&mut self.free, true);
        self.skip_blanks();
        self.free = free;
    }

    #[cold]
    fn skip_inline_comment(&mut self) {
        let start = self.at;
        match memchr::memmem::find(self.bytes.get(start + 2..).unwrap_or_default(), b"*/") {
            Some(length) => self.at = start + 2 + length + 2,
            None => {
                let span = Span::new(start as u32, start as u32 + 2);
                self.report(Diagnostic::new(Code::HclUnclosedComment, span));
                self.halt();
            }
        }
    }
}

/// The end of the line that `at` is in, in front of its break.
fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    match memchr::memchr(b'\n', rest) {
        Some(length) => at + length - usize::from(length > 0 && rest[length - 1] == b'\r'),
        None => bytes.len(),
    }
}
