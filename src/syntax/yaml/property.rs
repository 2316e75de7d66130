//! Anchors, tags and aliases.

use super::scan::{is_flow_indicator, is_white};
use super::{Reader, span};
use crate::diagnostic::{Code, Diagnostic, Role};
use crate::source::Span;
use crate::syntax::tape::{Kind, Node, NodeId};

/// What stands before a node. A span that ends at 0 is none.
#[derive(Clone, Copy)]
pub(super) struct Properties {
    /// `&name` without its `&`.
    pub(super) anchor: Span,
    /// The tag as it is written.
    pub(super) tag: Span,
}

impl Properties {
    pub(super) const NONE: Properties = Properties { anchor: Span::at(0), tag: Span::at(0) };

    /// Those of `self`, and of `other` what `self` lacks.
    pub(super) fn or(&self, other: &Properties) -> Properties {
        let either = |first, second| if is_there(first) { first } else { second };
        Properties { anchor: either(self.anchor, other.anchor), tag: either(self.tag, other.tag) }
    }

    pub(super) fn is_empty(&self) -> bool {
        !is_there(self.anchor) && !is_there(self.tag)
    }
}

fn is_there(property: Span) -> bool {
    property.end != 0
}

impl<'t> Reader<'t> {
    /// Reads the anchor or tag at `at`.
    pub(super) fn property(&mut self, properties: &mut Properties) {
        let start = self.at;
        let read = if self.byte(start) == b'&' {
            let anchor = Properties { anchor: self.name(), ..Properties::NONE };
            self.separate(start, Code::YamlAnchor);
            anchor
        } else {
            Properties { tag: self.tag(), ..Properties::NONE }
        };
        *properties = self.join(properties, &read);
    }

    /// Both of `first` and `second`, which stand before one node.
    #[inline]
    pub(super) fn join(&mut self, first: &Properties, second: &Properties) -> Properties {
        if !first.is_empty() && !second.is_empty() {
            self.check_second(first, second);
        }
        first.or(second)
    }

    fn check_second(&mut self, first: &Properties, second: &Properties) {
        for (first, second) in [(first.anchor, second.anchor), (first.tag, second.tag)] {
            if is_there(first) && is_there(second) {
                self.report(Diagnostic::new(Code::YamlSecondProperty, second).related(first, Role::First));
            }
        }
    }

    /// Reports properties of a node that can have none.
    #[inline]
    pub(super) fn refuse(&mut self, properties: &Properties) {
        if !properties.is_empty() {
            self.refuse_each(properties);
        }
    }

    fn refuse_each(&mut self, properties: &Properties) {
        for place in [properties.anchor, properties.tag].into_iter().filter(|&place| is_there(place)) {
            self.report(Diagnostic::new(Code::YamlMisplacedProperty, place));
        }
    }

    /// Reads the alias at `at`.
    pub(super) fn alias(&mut self) -> Span {
        let start = self.at;
        let name = self.name();
        Span::new(start as u32, name.end)
    }

    /// Puts an alias onto the tape and links it to its anchor.
    pub(super) fn push_alias(&mut self, place: Span, properties: &Properties) {
        self.refuse(properties);
        let id = self.push(Kind::Alias, place.start as usize, place.end as usize, &Properties::NONE);
        let bytes: &'t [u8] = self.bytes;
        let name = Span::new(place.start + 1, place.end).of(bytes);
        match self.names.get(name) {
            Some(&target) => self.tape.targets.push((id, target)),
            None => self.report_text(Code::YamlUnknownAnchor, place.start as usize, place.end as usize),
        }
        self.aliases += 1;
        let limit = self.limits.aliases;
        if self.aliases > limit {
            self.report(Diagnostic::new(Code::AliasLimit, place).arg("limit", limit));
            self.halt(self.at);
        }
    }

    /// Records the properties of a node that was just pushed.
    pub(super) fn bind(&mut self, id: NodeId, properties: &Properties) {
        let bytes: &'t [u8] = self.bytes;
        if is_there(properties.anchor) {
            self.tape.anchors.push((id, properties.anchor));
            self.names.insert(properties.anchor.of(bytes), id);
        }
        if is_there(properties.tag) {
            self.tape.tags.push((id, properties.tag));
        }
    }

    /// Puts a mapping before the flow collection `id`, the last on the tape, which turned out to be its first key.
    ///
    /// `outer` are then the properties of the mapping and `own` those of the key.
    pub(super) fn wrap(&mut self, id: NodeId, kind: Kind, start: usize, outer: &Properties, own: &Properties) {
        let at = id as usize;
        let node = Node { start: start as u32, end: start as u32, next: id + 1, kind, verbatim: false };
        self.tape.nodes.insert(at.min(self.tape.nodes.len()), node);
        for node in self.tape.nodes.iter_mut().skip(at + 1) {
            node.next += 1;
        }
        // An alias in the key that names `id` means the key or, where only the mapping has an anchor, the mapping.
        let first_moved = if is_there(own.anchor) { id } else { id + 1 };
        let aliases = self.tape.targets.partition_point(|entry| entry.0 < id);
        for (alias, target) in self.tape.targets.iter_mut().skip(aliases) {
            *alias += 1;
            *target += NodeId::from(*target >= first_moved);
        }
        let anchors = self.tape.anchors.partition_point(|entry| entry.0 < id);
        let inner = self.tape.anchors.split_off(anchors);
        let tags = self.tape.tags.partition_point(|entry| entry.0 < id);
        let inner_tags = self.tape.tags.split_off(tags);
        self.bind(id, outer);
        self.bind(id + 1, own);
        for (node, name) in inner.into_iter().filter(|entry| entry.0 > id) {
            self.bind(node + 1, &Properties { anchor: name, ..Properties::NONE });
        }
        self.tape.tags.extend(inner_tags.into_iter().filter(|entry| entry.0 > id).map(|(node, tag)| (node + 1, tag)));
    }

    /// Reads the name after the `&` or `*` at `at`.
    fn name(&mut self) -> Span {
        let start = self.at + 1;
        let mut end = start;
        while !is_white(self.byte(end)) && !is_flow_indicator(self.byte(end)) {
            end += 1;
        }
        if end == start {
            self.report_at(Code::YamlAnchor, self.at, start);
        }
        self.at = end;
        span(start, end)
    }

    /// Reads the tag at `at`.
    fn tag(&mut self) -> Span {
        let start = self.at;
        let valid = if self.byte(start + 1) == b'<' { self.verbatim_tag() } else { self.short_tag() };
        if valid {
            self.separate(start, Code::YamlTag);
        } else {
            while !is_white(self.byte(self.at)) {
                self.at += 1;
            }
            self.report_text(Code::YamlTag, start, self.at);
        }
        span(start, self.at)
    }

    /// `!<tag:yaml.org,2002:str>`
    fn verbatim_tag(&mut self) -> bool {
        self.at += 2;
        let start = self.at;
        self.uri(|_| true);
        let closed = self.byte(self.at) == b'>';
        let any = self.at > start;
        self.at += usize::from(closed);
        closed && any
    }

    /// `!`, `!Ref`, `!!str`, `!e!tag`
    fn short_tag(&mut self) -> bool {
        let start = self.at;
        self.at += 1;
        self.uri(in_short_tag);
        if self.byte(self.at) != b'!' {
            return true;
        }
        self.at += 1;
        let handle = self.bytes.get(start..self.at).unwrap_or_default();
        let suffix = self.at;
        self.uri(in_short_tag);
        let known = handle == b"!!" || self.handles.contains(&handle);
        known && self.at > suffix && self.byte(self.at) != b'!'
    }

    /// Over characters of a URI.
    fn uri(&mut self, allowed: fn(u8) -> bool) {
        loop {
            let byte = self.byte(self.at);
            let escape = |digit: usize| self.byte(self.at + digit).is_ascii_hexdigit();
            self.at += match byte {
                b'%' if escape(1) && escape(2) => 3,
                _ if is_uri(byte) && allowed(byte) => 1,
                _ => return,
            };
        }
    }

    /// Holds that a blank or, inside a flow collection, an indicator follows what started at `start`.
    fn separate(&mut self, start: usize, code: Code) {
        let byte = self.byte(self.at);
        let closing = matches!(byte, b',' | b']' | b'}') && !self.flows.is_empty();
        if !is_white(byte) && !closing {
            self.report_text(code, start, self.at);
        }
    }
}

/// Whether this is `!`, `!!` or `!name!`.
pub(super) fn is_handle(word: &[u8]) -> bool {
    match word {
        b"!" => true,
        [b'!', name @ .., b'!'] => name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'-'),
        _ => false,
    }
}

/// Whether a byte can stand in a URI (YAML 1.2, `ns-uri-char`) as itself.
fn is_uri(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.!~*'()[];/?:@&=+$,#".contains(&byte)
}

/// Whether a byte of a URI can stand in a tag without `<…>`.
fn in_short_tag(byte: u8) -> bool {
    !matches!(byte, b'!' | b',' | b'[' | b']')
}
