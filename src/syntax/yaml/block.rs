//! Block structure: mappings and sequences by their indentation.
//!
//! Reading goes back and forth between two steps. [`Reader::block_node`] reads a node where one is called for, and opens
//! the collections that start on the way to the next scalar, flow collection or alias. [`Reader::next_entry`] then finds
//! the next line, closes what is indented deeper, and reads up to where a node is called for again.
//!
//! ```text
//! Disks:                block_node opens the mapping, and goes on behind `Disks:`
//!   - Size: 40          … opens the sequence and a mapping, and reads `40`
//!     Type: essd        next_entry stays in the mapping; block_node reads key and value
//! Count: 2              next_entry closes both
//! ```

use super::property::Properties;
use super::scan::{self, is_flow_indicator, is_white};
use super::{Reader, span};
use crate::diagnostic::Code;
use crate::source::Span;
use crate::syntax::tape::{Kind, NodeId};

/// An open block collection.
#[derive(Clone, Copy)]
pub(super) struct Block {
    node: NodeId,
    /// The column of its dashes or keys.
    indent: isize,
    sequence: bool,
    /// Whether a `? key` waits for its value.
    pending: bool,
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
const KEY_CHARACTERS: usize = 1024;

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
        let indent = self.blocks.last().map_or(-1, |block| block.indent);
        // Properties on lines of their own belong to a mapping that follows, those before a key to the key.
        let mut outer = Properties::NONE;
        let mut own = Properties::NONE;
        let mut own_start = None;
        let mut empty = slot.at;
        let byte = loop {
            self.at = scan::skip_blanks(self.bytes, self.at);
            match self.byte(self.at) {
                b'&' | b'!' => {
                    own_start.get_or_insert(self.at);
                    self.property(&mut own);
                    empty = self.at;
                }
                b'#' | b'\n' | b'\r' => {
                    if own_start.take().is_some() {
                        outer = self.join(outer, &own);
                        own = Properties::NONE;
                    }
                    if slot.rest == Rest::Key {
                        self.missing_colon(empty, &outer);
                        return None;
                    }
                    self.at = scan::line_end(self.bytes, self.at);
                    self.next_line();
                    if !self.belongs_below(indent) {
                        self.push_empty(empty, &outer);
                        return None;
                    }
                }
                byte => break byte,
            }
        };

        let at = self.at;
        let start = own_start.unwrap_or(at);
        let fresh = std::mem::replace(&mut self.fresh, false);
        let open = Opening { start, column: start.saturating_sub(self.line) as isize, fresh, slot };
        let indicator = is_white(self.byte(at + 1));
        let piece = match byte {
            b'-' if indicator && slot.rest != Rest::Key => {
                self.refuse(&own);
                return self.open_block(Kind::BlockSequence, open, &outer).then(|| self.step(Rest::Compact));
            }
            b'?' if indicator && slot.rest != Rest::Key => {
                self.refuse(&own);
                if !self.open_block(Kind::BlockMapping, open, &outer) {
                    return None;
                }
                self.set_pending(true);
                return Some(self.step(Rest::Compact));
            }
            b':' if indicator => {
                let place = if own_start.is_some() { empty } else { at };
                Piece::Scalar(Kind::Plain, span(place, place))
            }
            b'|' | b'>' => {
                let scalar = self.block_scalar(indent);
                let properties = self.join(outer, &own);
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
                self.flow(indent, outer, &own);
                Piece::Flow(id)
            }
            b'"' | b'\'' => {
                let (kind, end) = self.quoted(indent);
                Piece::Scalar(kind, span(at, end))
            }
            _ => {
                self.check_plain(byte, indicator);
                let end = self.plain_line();
                if self.byte(self.at) != b':' {
                    let end = self.plain_rest(indent, end);
                    self.leaf(Piece::Scalar(Kind::Plain, span(at, end)), outer, &own);
                    self.check_key(slot);
                    return None;
                }
                Piece::Scalar(Kind::Plain, span(at, end))
            }
        };

        if self.colon() {
            self.check_key_text(start);
            return self.key(piece, open, &outer, &own);
        }
        self.leaf(piece, outer, &own);
        self.check_key(slot);
        None
    }

    /// Finds the next entry, and returns the slot of its node; `None` at the end of the document.
    pub(super) fn next_entry(&mut self) -> Option<Slot> {
        loop {
            if !self.fresh {
                self.end_line();
            }
            self.close_deeper();
            let Some(&top) = self.blocks.last() else {
                self.skip_after_root();
                return None;
            };
            let byte = self.byte(self.at);
            let indicator = is_white(self.byte(self.at + 1));
            let item = byte == b'-' && indicator;
            if top.sequence && !item && self.is_level_with_parent(top) {
                self.close_block();
                continue;
            }
            let fits = self.indent == top.indent && !self.tab;
            if !fits {
                let code = if self.tab { Code::YamlTab } else { Code::YamlIndentation };
                self.report_at(code, self.line, self.at + 1);
            }
            if top.sequence != item {
                if fits {
                    let end = scan::line_end(self.bytes, self.at);
                    let code = if item { Code::YamlUnexpectedItem } else { Code::YamlExpectedItem };
                    self.report_text(code, self.at, scan::trim_blanks(self.bytes, self.at, end));
                }
                self.skip_entry(top.indent);
                continue;
            }
            if item {
                self.fresh = false;
                return Some(self.step(Rest::Compact));
            }
            let value = byte == b':' && indicator;
            if top.pending && value {
                self.set_pending(false);
                self.fresh = false;
                return Some(self.step(Rest::Compact));
            }
            if top.pending {
                self.push_empty(self.end, &Properties::NONE);
            }
            let key = byte == b'?' && indicator;
            self.set_pending(key);
            if key {
                self.fresh = false;
                return Some(self.step(Rest::Compact));
            }
            return Some(Slot { at: self.at, rest: Rest::Key });
        }
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
            self.leaf(piece, Properties::NONE, own);
        }
        Some(Slot { at: self.at, rest: Rest::Value })
    }

    /// Puts a piece that is a node by itself onto the tape.
    fn leaf(&mut self, piece: Piece, outer: Properties, own: &Properties) {
        match piece {
            Piece::Flow(_) => {
                self.join(outer, own);
            }
            Piece::Alias(place) => {
                let properties = self.join(outer, own);
                self.push_alias(place, &properties);
            }
            Piece::Scalar(kind, place) => {
                let properties = if outer.is_empty() { *own } else { self.join(outer, own) };
                self.push(kind, place.start as usize, place.end as usize, &properties);
            }
        }
    }

    /// Over the one-byte indicator at `at`.
    fn step(&mut self, rest: Rest) -> Slot {
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
        let Opening { start, fresh, slot, .. } = open;
        if fresh {
            if self.tab {
                self.report_at(Code::YamlTab, self.line, start);
            }
        } else if matches!(slot.rest, Rest::Value | Rest::Document) {
            self.report_at(Code::YamlBlockInLine, start, self.at);
        } else if self.bytes.get(slot.at..start).is_some_and(|gap| gap.contains(&b'\t')) {
            self.report_at(Code::YamlTab, slot.at, start);
        }
        self.may_nest(self.at)
    }

    fn set_pending(&mut self, pending: bool) {
        if let Some(top) = self.blocks.last_mut() {
            top.pending = pending;
        }
    }

    fn close_block(&mut self) {
        if let Some(block) = self.blocks.pop() {
            if block.pending {
                self.push_empty(self.end, &Properties::NONE);
            }
            self.close(block.node, self.end);
        }
    }

    /// Closes the collections that the line at `at` is indented less than. The outermost stays open for lines that are
    /// indented too little for anything.
    fn close_deeper(&mut self) {
        while let Some(top) = self.blocks.last() {
            let deeper = top.indent > self.indent;
            if !deeper || (self.blocks.len() == 1 && !self.is_over()) {
                break;
            }
            self.close_block();
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

    fn is_level_with_parent(&self, top: Block) -> bool {
        let parent = self.blocks.len().checked_sub(2).and_then(|parent| self.blocks.get(parent));
        parent.is_some_and(|parent| !parent.sequence && parent.indent == top.indent)
    }

    /// Reports text after the node that is the document, and leaves it out.
    fn skip_after_root(&mut self) {
        if self.is_over() {
            return;
        }
        let end = scan::line_end(self.bytes, self.at);
        self.report_text(Code::YamlTrailingText, self.at, scan::trim_blanks(self.bytes, self.at, end));
        self.skip_entry(-1);
    }

    /// Leaves out a line and those that are indented by more than `indent`.
    fn skip_entry(&mut self, indent: isize) {
        loop {
            self.at = scan::line_end(self.bytes, self.at);
            self.next_line();
            if self.indent <= indent {
                break;
            }
        }
    }

    /// Reports a line of a mapping that holds only properties, as a key without a value.
    fn missing_colon(&mut self, at: usize, properties: &Properties) {
        self.fresh = false;
        self.push_empty(at, properties);
        self.check_key(Slot { at, rest: Rest::Key });
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
    pub(super) fn check_key_text(&mut self, start: usize) {
        let end = self.at - 1;
        let long = end - start > KEY_CHARACTERS
            && self.text.get(start..end).is_some_and(|key| key.chars().nth(KEY_CHARACTERS).is_some());
        if long || self.line > start {
            self.report_at(Code::YamlKeyTooLong, start, end);
        }
    }

    /// Reports a first character that no plain scalar can have.
    fn check_plain(&mut self, byte: u8, indicator: bool) {
        let reserved = is_flow_indicator(byte) || b"#&*!|>'\"%@`".contains(&byte);
        if reserved || (indicator && b"-?:".contains(&byte)) {
            self.report_text(Code::YamlReservedCharacter, self.at, self.at + 1);
        }
    }
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
