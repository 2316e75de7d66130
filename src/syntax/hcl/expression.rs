//! Expressions.
//!
//! A node is pushed when its first token is read; what turns out to be an operand of something larger is wrapped then.

use super::class::{self, START, WIDE};
use super::{Broken, Kind, NodeId, Open, Parsed, Parser};
use crate::diagnostic::{Code, Diagnostic, Role};
use crate::source::Span;

impl Parser<'_> {
    /// Reads one expression at `at`, which stands on its first byte, and the blanks behind it.
    pub(super) fn expression(&mut self) -> Parsed {
        let id = self.nodes.len() as NodeId;
        self.operation()?;
        if self.peek() == b'?' {
            self.conditional(id)?;
        }
        Ok(())
    }

    /// A chain is one flat node, so that a long one is no deeper than a short one.
    fn conditional(&mut self, id: NodeId) -> Parsed {
        self.wrap(id, Kind::Conditional);
        while self.peek() == b'?' {
            let question = self.at as u32;
            self.take(1);
            self.skip_blanks();
            self.enter()?;
            self.expression()?;
            self.leave();
            if self.peek() != b':' {
                let (span, _) = self.character();
                let question = Span::new(question, question + 1);
                self.report(Diagnostic::new(Code::HclInvalidConditional, span).related(question, Role::OpenedHere));
                return Err(Broken);
            }
            self.take(1);
            self.skip_blanks();
            self.operation()?;
        }
        self.close(id);
        Ok(())
    }

    fn operation(&mut self) -> Parsed {
        let id = self.nodes.len() as NodeId;
        self.term()?;
        let mut length = self.operator();
        if length == 0 {
            return Ok(());
        }
        self.wrap(id, Kind::Operation);
        while length > 0 {
            self.take(length);
            self.skip_blanks();
            self.term()?;
            length = self.operator();
        }
        self.close(id);
        Ok(())
    }

    /// The length of the binary operator at `at`, or 0.
    #[inline]
    fn operator(&self) -> usize {
        match (self.peek(), self.peek_at(1)) {
            (b'=' | b'!' | b'<' | b'>', b'=') | (b'&', b'&') | (b'|', b'|') => 2,
            (b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>', _) => 1,
            _ => 0,
        }
    }

    /// Reads an operand: signs, a value, what is taken from it, and the blanks behind it.
    #[inline(always)]
    fn term(&mut self) -> Parsed {
        if !matches!(self.peek(), b'-' | b'!') {
            return self.value();
        }
        self.unary()
    }

    #[cold]
    fn unary(&mut self) -> Parsed {
        let id = self.push(Kind::Unary, self.at);
        while matches!(self.peek(), b'-' | b'!') {
            self.take(1);
            self.skip_blanks();
        }
        self.value()?;
        self.close(id);
        Ok(())
    }

    fn value(&mut self) -> Parsed {
        let id = self.nodes.len() as NodeId;
        let start = self.at;
        match self.peek() {
            b'"' => self.quoted()?,
            b'0'..=b'9' => {
                let length = number(&self.bytes[start..]);
                self.take(length);
                self.push(Kind::Number, start);
            }
            b'[' => self.tuple()?,
            b'{' => self.object()?,
            b'(' => self.parens()?,
            b'<' if self.peek_at(1) == b'<' => self.heredoc()?,
            byte if class::is(byte, START | WIDE) => self.named()?,
            _ => return Err(self.missing_value()),
        }
        self.skip_blanks();
        match self.peek() {
            b'.' if self.peek_at(1) != b'.' => self.traversal(id),
            b'[' => self.traversal(id),
            _ => Ok(()),
        }
    }

    #[cold]
    fn missing_value(&mut self) -> Broken {
        let (span, found) = self.character();
        match found {
            "'" | "`" | ";" | "\\" | "~" | "^" | "&" | "|" | "@" | "$" => {
                self.report(Diagnostic::new(Code::HclInvalidCharacter, span).arg("found", found));
            }
            _ => self.report(Diagnostic::new(Code::HclMissingValue, Span::at(span.start))),
        }
        Broken
    }

    /// A name: a variable, a keyword or a call.
    fn named(&mut self) -> Parsed {
        let start = self.at;
        let end = class::name_end(self.text, start);
        if end == start {
            return Err(self.missing_value());
        }
        self.take(end - start);
        self.skip_blanks();
        match self.peek() {
            b'(' => return self.call(start),
            b':' if self.peek_at(1) == b':' => return self.namespaced_call(start),
            _ => {}
        }
        let kind = match &self.bytes[start..end] {
            b"true" | b"false" => Kind::Bool,
            b"null" => Kind::Null,
            _ => Kind::Variable,
        };
        self.push(kind, start);
        Ok(())
    }

    #[cold]
    fn namespaced_call(&mut self, start: usize) -> Parsed {
        while self.peek() == b':' && self.peek_at(1) == b':' {
            self.take(2);
            self.skip_blanks();
            let end = class::name_end(self.text, self.at);
            self.take(end - self.at);
            self.skip_blanks();
        }
        if self.peek() == b'(' {
            return self.call(start);
        }
        let (span, _) = self.character();
        self.report(Diagnostic::new(Code::HclMissingValue, Span::at(span.start)));
        Err(Broken)
    }

    fn call(&mut self, start: usize) -> Parsed {
        let id = self.push_named(Kind::Call, start, self.end - start);
        let free = self.open_bracket(b')', true)?;
        loop {
            self.skip_blanks();
            if self.peek() == b')' {
                break;
            }
            self.expression()?;
            match self.peek() {
                b',' => self.take(1),
                b')' => {}
                b'.' if self.is_ellipsis() => {
                    self.expand();
                    if self.peek() != b')' {
                        return Err(self.no_separator());
                    }
                }
                _ => return Err(self.no_separator()),
            }
        }
        self.close_bracket(id, free);
        Ok(())
    }

    fn is_ellipsis(&self) -> bool {
        self.bytes[self.at..].starts_with(b"...")
    }

    fn expand(&mut self) {
        let start = self.at;
        self.take(3);
        self.push(Kind::Expand, start);
        self.skip_blanks();
    }

    fn parens(&mut self) -> Parsed {
        let id = self.push(Kind::Parens, self.at);
        let free = self.open_bracket(b')', true)?;
        self.skip_blanks();
        self.expression()?;
        if self.peek() != b')' {
            return Err(self.no_closer());
        }
        self.close_bracket(id, free);
        Ok(())
    }

    fn tuple(&mut self) -> Parsed {
        let id = self.push(Kind::Tuple, self.at);
        let free = self.open_bracket(b']', true)?;
        self.skip_blanks();
        if self.is_for() {
            self.for_expression(id, Kind::ForTuple)?;
        }
        while self.peek() != b']' {
            self.expression()?;
            match self.peek() {
                b',' => self.take(1),
                b']' => {}
                _ => return Err(self.no_separator()),
            }
            self.skip_blanks();
        }
        self.close_bracket(id, free);
        Ok(())
    }

    fn object(&mut self) -> Parsed {
        let id = self.push(Kind::Object, self.at);
        let free = self.open_bracket(b'}', false)?;
        self.skip_lines();
        if self.is_for() {
            self.for_expression(id, Kind::ForObject)?;
        }
        while self.peek() != b'}' {
            self.expression()?;
            match self.peek() {
                b'=' | b':' => self.take(1),
                _ => {
                    let (span, found) = self.character();
                    if self.is_end() {
                        return Err(self.no_closer());
                    }
                    self.report(Diagnostic::new(Code::HclMissingEquals, span).arg("found", found));
                    return Err(Broken);
                }
            }
            self.skip_blanks();
            self.expression()?;
            match self.peek() {
                b',' => self.take(1),
                b'}' => {}
                _ if self.is_line_end() => {}
                _ => return Err(self.no_separator()),
            }
            self.skip_lines();
        }
        self.close_bracket(id, free);
        Ok(())
    }

    fn is_for(&self) -> bool {
        self.word(b"for")
    }

    /// Whether the name at `at` is `word`.
    pub(super) fn word(&self, word: &[u8]) -> bool {
        self.bytes[self.at..].starts_with(word) && class::name_end(self.text, self.at) == self.at + word.len()
    }

    /// Reads `for …` up to its closing bracket, which stays for the caller.
    fn for_expression(&mut self, id: NodeId, kind: Kind) -> Parsed {
        self.free = true;
        self.nodes[id as usize].kind = kind;
        self.take(3);
        self.skip_blanks();
        self.for_names()?;
        self.expression()?;
        self.for_token(b":")?;
        self.expression()?;
        if kind == Kind::ForObject {
            self.for_token(b"=>")?;
            self.expression()?;
            if self.is_ellipsis() {
                self.expand();
            }
        }
        if self.word(b"if") {
            let start = self.at;
            self.take(2);
            let condition = self.push(Kind::ForIf, start);
            self.skip_blanks();
            self.expression()?;
            self.close(condition);
        }
        match (kind, self.peek()) {
            (Kind::ForTuple, b']') | (Kind::ForObject, b'}') => Ok(()),
            _ => Err(self.no_closer()),
        }
    }

    /// Reads `a in` or `a, b in`.
    pub(super) fn for_names(&mut self) -> Parsed {
        self.for_name()?;
        if self.peek() == b',' {
            self.take(1);
            self.skip_blanks();
            self.for_name()?;
        }
        if !self.word(b"in") {
            return Err(self.invalid_for("in"));
        }
        self.take(2);
        self.skip_blanks();
        Ok(())
    }

    fn for_name(&mut self) -> Parsed {
        let start = self.at;
        let end = class::name_end(self.text, start);
        if end == start {
            return Err(self.invalid_for("name"));
        }
        self.take(end - start);
        self.push(Kind::ForName, start);
        self.skip_blanks();
        Ok(())
    }

    fn for_token(&mut self, token: &'static [u8]) -> Parsed {
        if !self.bytes[self.at..].starts_with(token) {
            return Err(self.invalid_for(if token == b":" { ":" } else { "=>" }));
        }
        self.take(token.len());
        self.skip_blanks();
        Ok(())
    }

    #[cold]
    fn invalid_for(&mut self, expected: &str) -> Broken {
        let (span, _) = self.character();
        self.report(Diagnostic::new(Code::HclInvalidFor, span).arg("expected", expected));
        Broken
    }

    /// Reads the steps behind a value.
    fn traversal(&mut self, id: NodeId) -> Parsed {
        self.wrap(id, Kind::Traversal);
        loop {
            let start = self.at;
            match self.peek() {
                b'.' if self.peek_at(1) != b'.' => {
                    self.take(1);
                    if !class::is(self.peek(), START) {
                        self.skip_blanks();
                    }
                    self.attribute_step(start)?;
                }
                b'[' => self.index_step()?,
                _ => break,
            }
            if !matches!(self.peek(), b'.' | b'[') {
                self.skip_blanks();
            }
        }
        self.close(id);
        Ok(())
    }

    fn attribute_step(&mut self, start: usize) -> Parsed {
        let (kind, length) = match self.peek() {
            b'*' => (Kind::AttrSplat, 1),
            b'0'..=b'9' => {
                let digits = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                (Kind::LegacyIndex, digits)
            }
            _ => (Kind::GetAttr, class::name_end(self.text, self.at) - self.at),
        };
        if length == 0 {
            let span = Span::new(start as u32, start as u32 + 1);
            self.report(Diagnostic::new(Code::HclInvalidStep, span));
            return Err(Broken);
        }
        self.take(length);
        let name = if kind == Kind::AttrSplat { 0 } else { length };
        self.push_named(kind, start, name);
        Ok(())
    }

    fn index_step(&mut self) -> Parsed {
        let id = self.push(Kind::Index, self.at);
        let free = self.open_bracket(b']', true)?;
        self.skip_blanks();
        if self.peek() == b'*' {
            self.take(1);
            self.skip_blanks();
            self.nodes[id as usize].kind = Kind::FullSplat;
        } else {
            self.expression()?;
        }
        if self.peek() != b']' {
            return Err(self.no_closer());
        }
        self.close_bracket(id, free);
        Ok(())
    }

    /// Takes the opening bracket at `at`. Gives back whether line breaks were blanks outside it.
    pub(super) fn open_bracket(&mut self, closer: u8, free: bool) -> Result<bool, Broken> {
        self.enter()?;
        self.open.push(Open::new(self.at, closer));
        self.take(1);
        Ok(std::mem::replace(&mut self.free, free))
    }

    /// Takes the closing bracket at `at`.
    pub(super) fn close_bracket(&mut self, id: NodeId, free: bool) {
        self.take(1);
        self.open.pop();
        self.free = free;
        self.leave();
        self.close(id);
    }

    #[cold]
    fn no_separator(&mut self) -> Broken {
        if self.is_end() {
            return self.no_closer();
        }
        let (span, found) = self.character();
        let mut diagnostic = Diagnostic::new(Code::HclMissingSeparator, span).arg("found", found);
        if let Some(open) = self.open.last() {
            diagnostic = diagnostic.related(Span::new(open.at, open.at + 1), Role::OpenedHere);
        }
        self.report(diagnostic);
        Broken
    }

    /// What is open last does not end here.
    #[cold]
    pub(super) fn no_closer(&mut self) -> Broken {
        let Some(&Open { at, .. }) = self.open.last() else { return Broken };
        let length = if matches!(self.bytes.get(at as usize), Some(b'$' | b'%')) { 2 } else { 1 };
        let opener = Span::new(at, at + length);
        let text = opener.text(self.text);
        let between = self.bytes.get(at as usize..self.at).unwrap_or_default();
        let (place, found) = self.character();
        let diagnostic = if found.is_empty() || memchr::memchr(b'\n', between).is_some() {
            Diagnostic::new(Code::HclUnclosedBracket, opener).arg("open", text)
        } else {
            Diagnostic::new(Code::HclUnexpected, place)
                .arg("found", found)
                .arg("open", text)
                .related(opener, Role::OpenedHere)
        };
        self.report(diagnostic);
        Broken
    }
}

/// The length of the number that `text` starts with: `12`, `1.5`, `2e-3`.
fn number(text: &[u8]) -> usize {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut length = digits(0);
    if text.get(length) == Some(&b'.') {
        let fraction = digits(length + 1);
        if fraction > 0 {
            length += 1 + fraction;
        }
    }
    if matches!(text.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(length + 1), Some(b'+' | b'-')));
        if length + 1 + sign <= text.len() {
            let exponent = digits(length + 1 + sign);
            if exponent > 0 {
                length += 1 + sign + exponent;
            }
        }
    }
    length
}
