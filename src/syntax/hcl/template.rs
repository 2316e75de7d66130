//! Templates: quoted, heredocs, and bare ones; their interpolations and directives.

use super::class;
use super::{Broken, Kind, Open, Parsed, Parser};
use crate::diagnostic::{Code, Diagnostic, Role};
use crate::source::Span;

/// A directive that waits for its end.
#[derive(Clone, Copy)]
struct Block {
    /// `if`, `else` or `for`.
    word: &'static str,
    span: Span,
}

impl Parser<'_> {
    pub(super) fn quoted(&mut self) -> Parsed {
        let start = self.at;
        let id = self.push(Kind::Quoted, start);
        self.at += 1;
        let mut blocks = Vec::new();
        loop {
            self.at = class::quoted_text_end(self.bytes, self.at);
            match self.peek() {
                b'"' => break,
                b'\\' => self.escape(),
                b'$' | b'%' => {
                    if self.is_sequence() {
                        self.open.push(Open::new(start, b'"'));
                        self.sequence(&mut blocks)?;
                        self.open.pop();
                    }
                }
                _ => {
                    let span = self.span_from(start);
                    self.report(Diagnostic::new(Code::HclUnclosedString, span));
                    self.end = self.at;
                    return Err(Broken);
                }
            }
        }
        self.take(1);
        self.all_ended(&blocks)?;
        self.close(id);
        Ok(())
    }

    /// At `$` or `%`: whether a sequence starts here. Goes past it where none does, an escaped one included.
    #[inline]
    fn is_sequence(&mut self) -> bool {
        let sign = self.peek();
        match (self.peek_at(1), self.peek_at(2)) {
            (b'{', _) => true,
            (next, b'{') if next == sign => {
                self.at += 3;
                false
            }
            _ => {
                self.at += 1;
                false
            }
        }
    }

    /// Goes past the escape at `at`.
    fn escape(&mut self) {
        let start = self.at;
        let digits = match self.peek_at(1) {
            b'n' | b'r' | b't' | b'"' | b'\\' => {
                self.at += 2;
                return;
            }
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        if digits > 0 && super::text::escaped(&self.bytes[start..], digits).is_some() {
            self.at += 2 + digits;
            return;
        }
        self.at += 1;
        let (character, _) = self.character();
        if character.is_empty() {
            return;
        }
        self.at = character.end as usize;
        let span = self.span_from(start);
        self.report(Diagnostic::new(Code::HclInvalidEscape, span).arg("escape", span.text(self.text)));
    }

    /// Reads `<<EOT`, its lines and its marker.
    pub(super) fn heredoc(&mut self) -> Parsed {
        let start = self.at;
        let id = self.push(Kind::Heredoc, start);
        let Some(intro) = intro(self.text, start) else {
            let span = Span::new(start as u32, start as u32 + 2);
            self.report(Diagnostic::new(Code::HclInvalidHeredoc, span));
            return Err(Broken);
        };
        let marker = intro.marker.text(self.text).as_bytes();
        let mut blocks = Vec::new();
        self.at = intro.body;
        let mut line_start = true;
        loop {
            if line_start && let Some(end) = marker_end(self.bytes, self.at, marker) {
                self.at = end;
                self.end = end;
                self.all_ended(&blocks)?;
                self.close(id);
                return Ok(());
            }
            line_start = false;
            match memchr::memchr3(b'\n', b'$', b'%', &self.bytes[self.at..]) {
                Some(length) => self.at += length,
                None => {
                    let span = Span::new(start as u32, intro.marker.end);
                    let marker = intro.marker.text(self.text);
                    self.report(Diagnostic::new(Code::HclUnclosedHeredoc, span).arg("marker", marker));
                    return Err(self.halt());
                }
            }
            if self.peek() == b'\n' {
                self.at += 1;
                line_start = true;
            } else if self.is_sequence() {
                self.open.push(Open { marker: intro.marker, ..Open::new(start, b'<') });
                self.sequence(&mut blocks)?;
                self.open.pop();
            }
        }
    }

    pub(super) fn bare_template(&mut self) {
        let id = self.push(Kind::Template, 0);
        let mut blocks = Vec::new();
        while let Some(length) = memchr::memchr2(b'$', b'%', &self.bytes[self.at..]) {
            self.at += length;
            if self.is_sequence() && self.sequence(&mut blocks).is_err() {
                self.nodes.truncate(id as usize + 1);
                self.push(Kind::Missing, self.end);
                blocks.clear();
                break;
            }
        }
        let _reported = self.all_ended(&blocks);
        self.end = self.bytes.len();
        self.close(id);
    }

    /// Reads `${…}` or `%{…}`.
    fn sequence(&mut self, blocks: &mut Vec<Block>) -> Parsed {
        let start = self.at;
        let directive = self.peek() == b'%';
        let id = self.push(if directive { Kind::Directive } else { Kind::Interpolation }, start);
        self.enter()?;
        self.open.push(Open::new(start, b'}'));
        self.take(2);
        if self.peek() == b'~' {
            self.take(1);
        }
        let free = std::mem::replace(&mut self.free, true);
        self.skip_blanks();
        if directive {
            self.directive(start, blocks)?;
        } else {
            self.expression()?;
        }
        if self.peek() == b'~' && self.peek_at(1) == b'}' {
            self.take(1);
        }
        if self.peek() != b'}' {
            return Err(self.no_closer());
        }
        self.close_bracket(id, free);
        Ok(())
    }

    fn directive(&mut self, start: usize, blocks: &mut Vec<Block>) -> Parsed {
        let word_start = self.at;
        let word_end = class::name_end(self.text, word_start);
        self.take(word_end - word_start);
        let span = Span::new(start as u32, word_end as u32);
        self.skip_blanks();
        let top = blocks.last().map(|block| block.word);
        match (&self.bytes[word_start..word_end], top) {
            (b"if", _) => {
                blocks.push(Block { word: "if", span });
                self.expression()
            }
            (b"for", _) => {
                blocks.push(Block { word: "for", span });
                self.for_names()?;
                self.expression()
            }
            (b"else", Some("if")) => {
                blocks.pop();
                blocks.push(Block { word: "else", span });
                Ok(())
            }
            (b"endif", Some("if" | "else")) | (b"endfor", Some("for")) => {
                blocks.pop();
                Ok(())
            }
            _ => {
                let directive = span.text(self.text).to_owned();
                self.report(Diagnostic::new(Code::HclInvalidDirective, span).arg("directive", directive));
                Err(Broken)
            }
        }
    }

    /// Every directive that opens a part of a template has been ended.
    #[inline]
    fn all_ended(&mut self, blocks: &[Block]) -> Parsed {
        blocks.last().map_or(Ok(()), |&open| Err(self.not_ended(open)))
    }

    #[cold]
    fn not_ended(&mut self, open: Block) -> Broken {
        let text = open.span.text(self.text).to_owned();
        self.report(
            Diagnostic::new(Code::HclUnclosedDirective, open.span)
                .arg("directive", text)
                .related(open.span, Role::OpenedHere),
        );
        Broken
    }
}

/// The first line of a heredoc.
pub(super) struct Intro {
    /// Whether it is `<<-`: indentation is taken away.
    pub(super) flush: bool,
    /// The marker's name.
    pub(super) marker: Span,
    /// Where the text starts.
    pub(super) body: usize,
}

/// Reads the `<<EOT` at `start`; nothing stands between it and the end of its line.
pub(super) fn intro(text: &str, start: usize) -> Option<Intro> {
    let bytes = text.as_bytes();
    let flush = bytes.get(start + 2) == Some(&b'-');
    let from = start + 2 + usize::from(flush);
    let to = class::name_end(text, from);
    let body = match (bytes.get(to), bytes.get(to + 1)) {
        (Some(b'\n'), _) => to + 1,
        (Some(b'\r'), Some(b'\n')) => to + 2,
        _ => return None,
    };
    (to > from).then_some(Intro { flush, marker: Span::new(from as u32, to as u32), body })
}

/// Where the marker ends in the line at `at`, when it stands alone in it.
pub(super) fn marker_end(bytes: &[u8], at: usize, marker: &[u8]) -> Option<usize> {
    let from = class::trivia_end(bytes, at, false);
    let rest = bytes.get(from..).filter(|rest| rest.first() == marker.first())?.strip_prefix(marker)?;
    let line = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    matches!(line, None | Some(b'\n')).then_some(from + marker.len())
}
