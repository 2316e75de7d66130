//! Block structure: mappings and sequences by their indentation.
//!
//! Reading goes back and forth between two steps. [`Reader::block_node`] reads a node where one is called for, and opens
//! the collections that start on the way to the next scalar, flow collection or alias. [`Reader::next_entry`], in
//! [`entry`](super::entry), then finds the next line, closes what is indented deeper, and reads up to where a node is
//! called for again.
//!
//! ```text
//! Disks:                block_node opens the mapping, and goes on behind `Disks:`
//!   - Size: 40          … opens the sequence and a mapping, and reads `40`
//!     Type: essd        next_entry stays in the mapping; block_node reads key and value
//! Count: 2              next_entry closes both
//! ```

use super::property::Properties;
use super::scan::{self, is_white};
use super::{Reader, span};
use crate::diagnostic::Code;
use crate::source::Span;
use crate::syntax::tape::{Kind, NodeId};

/// An open block collection.
#[derive(Clone, Copy)]
pub(super) struct Block {
    node: NodeId,
    /// The column of its dashes or keys.
    pub(super) indent: isize,
    pub(super) sequence: bool,
    /// Whether a `? key` waits for its value.
    pub(super) pending: bool,
}

/// A place where a node is called for.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    /// Where the node stands if it is empty.
    pub(super) at: usize,
    pub(super) rest: Rest,
}

/// What the rest of the line may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// A key of the mapping that is open.
    Key,
    /// Anything, a collection too: behind `- `, `? ` and its `: `.
    Compact,
    /// No block collection: behind `key:`.
    Value,
    /// No block collection: behind `---`.
    Document,
}

/// What was read of a node that may be a key.
enum Piece {
    /// A scalar that is not on the tape yet.
    Scalar(Kind, Span),
    Alias(Span),
    /// A flow collection, on the tape already.
    Flow(NodeId),
}

/// Keys that have no `?` end within this many characters (YAML 1.2, 7.4.2).
pub(super) const KEY_CHARACTERS: usize = 1024;

impl Reader<'_> {
    /// Reads the node of a slot.
    pub(super) fn block_node(&mut self, slot: Slot) {
        let mut slot = slot;
        while let Some(inner) = self.block_piece(slot) {
            slot = inner;
        }
    }

    /// Reads a node, or the beginning of a block collection up to the slot of its first entry.
    fn block_piece(&mut self, slot: Slot) -> Option<Slot> {
        self.at = scan::skip_blanks(self.bytes, self.at);
        if scan::starts_text(self.byte(self.at)) {
            return self.plain(slot, &Before::NOTHING, false);
        }
        let indent = self.parent_indent();
        let mut before = Before::NOTHING;
        let mut empty = slot.at;
        let byte = loop {
            match self.byte(self.at) {
                b'&' | b'!' => {
                    before.start.get_or_insert(self.at);
                    self.property(&mut before.own);
                    empty = self.at;
                }
                b'#' | b'\n' | b'\r' => {
                    if before.start.take().is_some() {
                        before.outer = self.join(&before.outer, &before.own);
                        before.own = Properties::NONE;
                    }
                    if slot.rest == Rest::Key {
                        self.fresh = false;
                        self.push_empty(empty, &before.outer);
                        self.check_key(slot);
                        return None;
                    }
                    self.at = scan::line_end(self.bytes, self.at);
                    self.next_line();
                    if !self.belongs_below(indent) {
                        self.push_empty(empty, &before.outer);
                        return None;
                    }
                }
                byte => break byte,
            }
            self.at = scan::skip_blanks(self.bytes, self.at);
        };

        let at = self.at;
        let indicator = is_white(self.byte(at + 1));
        let collection = indicator && slot.rest != Rest::Key;
        let (outer, own) = (before.outer, before.own);
        let open = self.opening(slot, before.start);
        let piece = match byte {
            b'-' if collection => {
                self.refuse(&own);
                return self.open_block(Kind::BlockSequence, open, &outer).then(|| self.step(Rest::Compact));
            }
            b'?' if collection => {
                self.refuse(&own);
                if !self.open_block(Kind::BlockMapping, open, &outer) {
                    return None;
                }
                self.set_pending(true);
                return Some(self.step(Rest::Compact));
            }
            b':' if indicator => {
                let place = if before.start.is_some() { empty } else { at };
                Piece::Scalar(Kind::Plain, span(place, place))
            }
            b'|' | b'>' => {
                let scalar = self.block_scalar(indent);
                let properties = self.join(&outer, &own);
                let id = self.push(scalar.kind, at, scalar.end, &properties);
                if let Some(column) = scalar.indent {
                    self.tape.indents.push((id, column));
                }
                self.check_key(slot);
                return None;
            }
            b'*' => Piece::Alias(self.alias()),
            b'[' | b'{' => {
                let id = self.tape.nodes.len() as NodeId;
                self.flow(indent, &outer, &own);
                Piece::Flow(id)
            }
            b'"' | b'\'' => {
                let (kind, end) = self.quoted(indent);
                Piece::Scalar(kind, span(at, end))
            }
            _ => {
                self.fresh = open.fresh;
                return self.plain(slot, &before, indicator);
            }
        };
        if self.colon() {
            self.check_key_text(open.start);
            return self.key(piece, open, &outer, &own);
        }
        self.leaf(piece, &outer, &own);
        self.check_key(slot);
        None
    }

    /// Reads the plain scalar at `at`: a key, or a node by itself.
    fn plain(&mut self, slot: Slot, before: &Before, indicator: bool) -> Option<Slot> {
        let at = self.at;
        let open = self.opening(slot, before.start);
        self.check_plain(indicator);
        let end = self.plain_line();
        if self.byte(self.at) == b':' {
            self.at += 1;
            self.check_key_text(open.start);
            if slot.rest != Rest::Key {
                if !self.open_block(Kind::BlockMapping, open, &before.outer) {
                    return None;
                }
            } else {
                self.refuse(&before.outer);
            }
            self.push(Kind::Plain, at, end, &before.own);
            return Some(Slot { at: self.at, rest: Rest::Value });
        }
        let end = self.plain_rest(self.parent_indent(), end);
        let properties = self.join(&before.outer, &before.own);
        self.push(Kind::Plain, at, end, &properties);
        self.check_key(slot);
        None
    }

    /// Puts a key onto the tape, and its mapping before it where that is not open yet; returns the value's slot.
    fn key(&mut self, piece: Piece, open: Opening, outer: &Properties, own: &Properties) -> Option<Slot> {
        let first = open.slot.rest != Rest::Key;
        if !first {
            self.refuse(outer);
        }
        if let Piece::Flow(id) = piece {
            if first {
                let end = self.end;
                if !self.may_open(open) {
                    return None;
                }
                self.wrap(id, Kind::BlockMapping, open.start, outer, own);
                self.end = end;
                self.blocks.push(Block { node: id, indent: open.column, sequence: false, pending: false });
            }
        } else {
            if first && !self.open_block(Kind::BlockMapping, open, outer) {
                return None;
            }
            self.leaf(piece, &Properties::NONE, own);
        }
        Some(Slot { at: self.at, rest: Rest::Value })
    }

    fn parent_indent(&self) -> isize {
        self.blocks.last().map_or(-1, |block| block.indent)
    }

    /// The first token of a node, at `at` or, with the node's own properties, at `start`.
    fn opening(&mut self, slot: Slot, start: Option<usize>) -> Opening {
        let start = start.unwrap_or(self.at);
        let fresh = std::mem::replace(&mut self.fresh, false);
        Opening { start, column: start.saturating_sub(self.line) as isize, fresh, slot }
    }

    /// Puts a piece that is a node by itself onto the tape.
    fn leaf(&mut self, piece: Piece, outer: &Properties, own: &Properties) {
        match piece {
            Piece::Flow(_) => {
                self.join(outer, own);
            }
            Piece::Alias(place) => {
                let properties = self.join(outer, own);
                self.push_alias(place, &properties);
            }
            Piece::Scalar(kind, place) => {
                let properties = self.join(outer, own);
                self.push(kind, place.start as usize, place.end as usize, &properties);
            }
        }
    }

    /// Over the one-byte indicator at `at`.
    pub(super) fn step(&mut self, rest: Rest) -> Slot {
        self.at += 1;
        Slot { at: self.at, rest }
    }

    /// Over blanks and a `:` that makes a key of what stands before; whether there is one.
    fn colon(&mut self) -> bool {
        let at = scan::skip_blanks(self.bytes, self.at);
        let found = self.byte(at) == b':' && is_white(self.byte(at + 1));
        if found {
            self.at = at + 1;
        }
        found
    }

    /// Opens a collection; if a limit forbids it, an empty node takes its place.
    fn open_block(&mut self, kind: Kind, open: Opening, properties: &Properties) -> bool {
        if !self.may_open(open) {
            self.push_empty(open.start.min(self.at), properties);
            return false;
        }
        let node = self.push(kind, open.start, open.start, properties);
        let sequence = kind == Kind::BlockSequence;
        self.blocks.push(Block { node, indent: open.column, sequence, pending: false });
        true
    }

    fn may_open(&mut self, open: Opening) -> bool {
        let Opening { start, column, fresh, slot } = open;
        if fresh {
            if self.tab {
                self.report_at(Code::YamlTab, start - column as usize, start);
            }
        } else if matches!(slot.rest, Rest::Value | Rest::Document) {
            self.report_at(Code::YamlBlockInLine, start, self.at.max(start + 1));
        } else if self.bytes.get(slot.at..start).is_some_and(|gap| gap.contains(&b'\t')) {
            self.report_at(Code::YamlTab, slot.at, start);
        }
        self.may_nest(self.at)
    }

    pub(super) fn set_pending(&mut self, pending: bool) {
        if let Some(top) = self.blocks.last_mut() {
            top.pending = pending;
        }
    }

    pub(super) fn close_block(&mut self) {
        if let Some(block) = self.blocks.pop() {
            if block.pending {
                self.push_empty(self.end, &Properties::NONE);
            }
            self.close(block.node, self.end);
        }
    }

    /// Whether the line at `at` goes on with a node that is indented by more than `indent`, or with a sequence that is
    /// level with the key it belongs to.
    fn belongs_below(&self, indent: isize) -> bool {
        self.indent > indent
            || (self.indent == indent
                && self.blocks.last().is_some_and(|block| !block.sequence)
                && !self.tab
                && self.byte(self.at) == b'-'
                && is_white(self.byte(self.at + 1)))
    }

    /// Reports a node that should have been a key, and gives it an empty value.
    fn check_key(&mut self, slot: Slot) {
        if slot.rest == Rest::Key {
            let end = scan::line_end(self.bytes, slot.at);
            self.report_text(Code::YamlMissingColon, slot.at, end.min(self.end).max(slot.at));
            self.push_empty(self.end, &Properties::NONE);
        }
    }

    /// Reports a key before the `:` at `at` that is too long or stands on several lines.
    #[inline]
    pub(super) fn check_key_text(&mut self, start: usize) {
        let end = self.at - 1;
        if end - start > KEY_CHARACTERS || self.line > start {
            self.check_unusual_key(start, end);
        }
    }

    fn check_unusual_key(&mut self, start: usize, end: usize) {
        // Bytes were counted before, of which a character has up to four.
        let key = self.text.get(start..end).unwrap_or_default();
        if self.line > start || key.chars().nth(KEY_CHARACTERS).is_some() {
            self.report_at(Code::YamlKeyTooLong, start, end);
        }
    }

    /// Reports a first character that no plain scalar can have.
    fn check_plain(&mut self, indicator: bool) {
        let byte = self.byte(self.at);
        // A control character is reported as one.
        if byte > b' ' && !scan::starts_text(byte) && (indicator || !b"-?:".contains(&byte)) {
            self.report_text(Code::YamlReservedCharacter, self.at, self.at + 1);
        }
    }
}

/// What stands before the text of a node.
struct Before {
    /// Properties on lines of their own: those of a mapping whose first key follows.
    outer: Properties,
    /// Properties on the line of the text: those of a key, if it is one.
    own: Properties,
    /// Where `own` starts.
    start: Option<usize>,
}

impl Before {
    const NOTHING: Before = Before { outer: Properties::NONE, own: Properties::NONE, start: None };
}

/// The first token of a collection.
#[derive(Clone, Copy)]
struct Opening {
    start: usize,
    column: isize,
    /// Whether it is the first on its line.
    fresh: bool,
    slot: Slot,
}
