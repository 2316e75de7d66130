//! Flow collections: `[…]`, `{…}` and all within, over a stack of what is open.

use super::property::Properties;
use super::scan::{self, is_break};
use super::{Reader, span};
use crate::diagnostic::{Code, Diagnostic, Role};
use crate::source::Span;
use crate::syntax::tape::{Kind, NodeId};

/// An open flow collection.
#[derive(Clone, Copy)]
pub(super) struct Flow {
    node: NodeId,
    shape: Shape,
    state: State,
    /// Its bracket.
    open: usize,
    /// Where an empty node stands that `state` calls for.
    empty: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Sequence,
    Mapping,
    /// `a: b` or `? a : b` inside a sequence.
    Pair,
}

/// What comes next in a flow collection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// An item, or a key.
    Item,
    /// The key after a `?`.
    Key,
    /// The colon after a key.
    Colon,
    /// The value after a colon.
    Value,
    /// A comma.
    Comma,
}

impl Reader<'_> {
    /// Reads the flow collection at `at`, whose lines are indented by more than `indent`.
    ///
    /// `outer` and `own` are its properties, those of earlier lines and those of its own: if it turns out to be a key,
    /// the former are its mapping's.
    pub(super) fn flow(&mut self, indent: isize, outer: &Properties, own: &Properties) {
        self.open_flow(&own.or(outer));
        while !self.flows.is_empty() {
            self.skip_flow_gap(indent);
            if self.is_over() || self.at >= self.bytes.len() {
                return self.unclosed_bracket();
            }
            self.flow_step(indent);
        }
        self.fresh = false;
    }

    /// Reads one token of the innermost collection.
    fn flow_step(&mut self, indent: isize) {
        let Some(&top) = self.flows.last() else { return };
        match self.byte(self.at) {
            b',' => {
                if top.state == State::Item {
                    self.report_text(Code::YamlMissingItem, self.at, self.at + 1);
                }
                self.end_flow_entry();
                self.at += 1;
                self.set_flow(State::Item);
            }
            b']' | b'}' => self.close_flow(),
            b'?' if top.state == State::Item && self.ends_flow_plain(self.at + 1) => {
                if top.shape == Shape::Sequence && !self.open_pair(self.at) {
                    return;
                }
                self.at += 1;
                self.set_flow(State::Key);
            }
            b':' if self.ends_flow_plain(self.at + 1) || (top.state == State::Colon && self.follows_quoted()) => {
                self.flow_colon(top);
            }
            _ => {
                if matches!(top.state, State::Comma | State::Colon) {
                    self.report_at(Code::YamlMissingComma, self.at, self.at);
                    self.end_flow_entry();
                    self.set_flow(State::Item);
                }
                self.flow_node(indent);
            }
        }
    }

    /// Over a `:` that stands by itself, or after a key.
    fn flow_colon(&mut self, top: Flow) {
        match top.state {
            State::Item if top.shape == Shape::Sequence => {
                if !self.open_pair(self.at) {
                    return;
                }
                self.push_empty(self.at, &Properties::NONE);
            }
            State::Item => self.push_empty(self.at, &Properties::NONE),
            State::Key => self.push_empty(top.empty, &Properties::NONE),
            State::Colon => {}
            State::Value | State::Comma => {
                self.report_at(Code::YamlUnexpectedValue, self.at, self.at + 1);
                self.at += 1;
                return;
            }
        }
        self.at += 1;
        self.set_flow(State::Value);
    }

    /// Whether the last node ends with a quote or a bracket: a value may be joined to the colon after it.
    fn follows_quoted(&self) -> bool {
        self.end.checked_sub(1).is_some_and(|last| matches!(self.byte(last), b'"' | b'\'' | b']' | b'}'))
    }

    /// Reads a scalar, an alias or an opening bracket with its properties.
    fn flow_node(&mut self, indent: isize) {
        let start = self.at;
        let mut properties = Properties::NONE;
        let mut empty = self.at;
        while matches!(self.byte(self.at), b'&' | b'!') {
            self.property(&mut properties);
            empty = self.at;
            self.skip_flow_gap(indent);
            if self.is_over() {
                break;
            }
        }
        let at = self.at;
        let byte = self.byte(at);
        let joined = !self.ends_flow_plain(at + 1);
        match byte {
            _ if self.is_over() || at >= self.bytes.len() => {
                self.flow_scalar(start, Kind::Plain, span(empty, empty), &properties);
            }
            b',' | b']' | b'}' => self.flow_scalar(start, Kind::Plain, span(empty, empty), &properties),
            b':' if !joined => self.flow_scalar(start, Kind::Plain, span(empty, empty), &properties),
            b'[' | b'{' => self.open_flow(&properties),
            b'"' | b'\'' => {
                let (kind, end) = self.quoted(indent);
                self.flow_scalar(start, kind, span(at, end), &properties);
            }
            b'*' => {
                let place = self.alias();
                self.flow_scalar(start, Kind::Alias, place, &properties);
            }
            _ => {
                if b"#|>%@`".contains(&byte) || (!joined && b"-?".contains(&byte)) {
                    self.report_text(Code::YamlReservedCharacter, at, at + 1);
                }
                let end = self.flow_plain(indent);
                self.flow_scalar(start, Kind::Plain, span(at, end), &properties);
            }
        }
    }

    /// Puts a scalar or an alias onto the tape, as a key where a colon follows.
    fn flow_scalar(&mut self, start: usize, kind: Kind, place: Span, properties: &Properties) {
        let quoted = matches!(kind, Kind::SingleQuoted | Kind::DoubleQuoted);
        let pair = self.flows.last().is_some_and(|top| top.shape == Shape::Sequence) && self.pair_colon(quoted);
        if pair {
            self.check_key_text(start);
            if !self.open_pair(start) {
                return;
            }
        }
        match kind {
            Kind::Alias => self.push_alias(place, properties),
            _ => {
                self.push(kind, place.start as usize, place.end as usize, properties);
            }
        }
        match pair {
            true => self.set_flow(State::Value),
            false => self.end_flow_node(),
        }
    }

    /// Over blanks and a colon that makes a pair of what stands before it in a sequence; whether there is one.
    fn pair_colon(&mut self, quoted: bool) -> bool {
        if self.is_over() {
            return false;
        }
        let at = scan::skip_blanks(self.bytes, self.at);
        let found = self.byte(at) == b':' && (quoted || self.ends_flow_plain(at + 1));
        if found {
            self.at = at + 1;
        }
        found
    }

    fn open_flow(&mut self, properties: &Properties) {
        let open = self.at;
        if !self.may_nest(open) {
            self.push_empty(open, properties);
            return self.end_flow_node();
        }
        let (kind, shape) = match self.byte(open) {
            b'[' => (Kind::FlowSequence, Shape::Sequence),
            _ => (Kind::FlowMapping, Shape::Mapping),
        };
        let node = self.push(kind, open, open, properties);
        self.at += 1;
        self.flows.push(Flow { node, shape, state: State::Item, open, empty: self.at });
    }

    /// Opens the mapping of a pair that starts at `start`; if a limit forbids it, an empty node takes its place.
    fn open_pair(&mut self, start: usize) -> bool {
        if !self.may_nest(self.at) {
            self.push_empty(start, &Properties::NONE);
            self.end_flow_node();
            return false;
        }
        let node = self.push(Kind::FlowMapping, start, start, &Properties::NONE);
        self.flows.push(Flow { node, shape: Shape::Pair, state: State::Key, open: start, empty: self.at });
        true
    }

    fn set_flow(&mut self, state: State) {
        let at = self.at;
        if let Some(top) = self.flows.last_mut() {
            top.state = state;
            top.empty = at;
        }
    }

    /// Goes on after a node of the innermost collection.
    fn end_flow_node(&mut self) {
        if let Some(top) = self.flows.last_mut() {
            top.state = match (top.shape, top.state) {
                (Shape::Sequence, _) | (_, State::Value | State::Comma) => State::Comma,
                _ => State::Colon,
            };
        }
    }

    /// Adds what is missing of an entry, and closes a pair.
    fn end_flow_entry(&mut self) {
        let Some(&top) = self.flows.last() else { return };
        match top.state {
            State::Item | State::Comma => {}
            State::Key => {
                self.push_empty(top.empty, &Properties::NONE);
                self.push_empty(top.empty, &Properties::NONE);
            }
            State::Colon => self.push_empty(self.end, &Properties::NONE),
            State::Value => self.push_empty(top.empty, &Properties::NONE),
        }
        self.set_flow(State::Comma);
        if top.shape == Shape::Pair {
            self.flows.pop();
            self.close(top.node, self.end);
            self.set_flow(State::Comma);
        }
    }

    /// Reads the closing bracket at `at`.
    fn close_flow(&mut self) {
        self.end_flow_entry();
        let Some(top) = self.flows.pop() else { return };
        let bracket = self.byte(self.at);
        if (bracket == b']') != (top.shape == Shape::Sequence) {
            let wrong = Diagnostic::new(Code::YamlWrongBracket, span(self.at, self.at + 1));
            let wrong = wrong.arg("bracket", char::from(bracket).to_string());
            self.report(wrong.related(span(top.open, top.open + 1), Role::OpenedHere));
        }
        self.at += 1;
        self.close(top.node, self.at);
        let in_sequence = self.flows.last().is_some_and(|outer| outer.shape == Shape::Sequence);
        if in_sequence && self.pair_colon(true) {
            self.wrap_pair(top);
        } else {
            self.end_flow_node();
        }
    }

    /// Makes the collection that was just closed the key of a pair.
    fn wrap_pair(&mut self, key: Flow) {
        let anchor = self.tape.anchor(key.node);
        let tag = self.tape.tag(key.node);
        let properties = [anchor.map(|name| name.start - 1), tag.map(|tag| tag.start)];
        let start = properties.into_iter().flatten().min().map_or(key.open, |start| start as usize);
        let own = Properties { anchor: anchor.unwrap_or_default(), tag: tag.unwrap_or_default() };
        self.check_key_text(start);
        if !self.may_nest(self.at) {
            return self.end_flow_node();
        }
        self.wrap(key.node, Kind::FlowMapping, start, &Properties::NONE, &own);
        self.flows.push(Flow { node: key.node, shape: Shape::Pair, state: State::Value, open: start, empty: self.at });
    }

    /// Over blanks, comments and line breaks.
    fn skip_flow_gap(&mut self, indent: isize) {
        loop {
            self.at = scan::skip_blanks(self.bytes, self.at);
            let byte = self.byte(self.at);
            if byte == b'#' && self.follows_white(self.at) {
                self.at = scan::line_end(self.bytes, self.at);
            } else if !is_break(byte) || self.at >= self.bytes.len() {
                return;
            }
            self.next_line();
            if self.is_over() {
                return;
            }
            self.check_flow_indent(indent);
        }
    }

    /// Reports a line of a flow collection that is indented too little.
    pub(super) fn check_flow_indent(&mut self, indent: isize) {
        if self.indent <= indent && !matches!(self.byte(self.at), b']' | b'}') {
            let code = if self.tab { Code::YamlTab } else { Code::YamlUnderIndented };
            self.report_line(code, self.at);
        }
    }

    /// Closes what is open where the document ends.
    fn unclosed_bracket(&mut self) {
        while let Some(&top) = self.flows.last() {
            self.end_flow_entry();
            if top.shape == Shape::Pair {
                continue;
            }
            let bracket = if top.shape == Shape::Sequence { "[" } else { "{" };
            let missing = Diagnostic::new(Code::YamlUnclosedBracket, span(self.at, self.at)).arg("bracket", bracket);
            self.report(missing.related(span(top.open, top.open + 1), Role::OpenedHere));
            self.flows.pop();
            self.close(top.node, self.end.max(top.open + 1));
            self.end_flow_node();
        }
    }
}
