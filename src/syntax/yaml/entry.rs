//! Entries: from the end of one node to where the next one is called for.

use super::Reader;
use super::block::{Block, KEY_CHARACTERS, Rest, Slot};
use super::property::Properties;
use super::scan::{self, is_break, is_white};
use crate::diagnostic::Code;
use crate::syntax::tape::Kind;

impl Reader<'_> {
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
            if !top.sequence && !top.pending {
                let before = self.at;
                match self.plain_entries(top.indent) {
                    Entries::Value(slot) => return Some(slot),
                    // Lines were read: the next one may belong to another collection.
                    Entries::Line if self.at > before => continue,
                    Entries::Line => {}
                }
            }
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
                self.report_line(code, self.at);
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

    /// Reads plain keys with plain values of the mapping that is open and whose keys are indented by `indent`, from the
    /// first character of a line on: most lines of a template, on a way of their own. There is no rule here that is not
    /// in the other way too, to which all that is not as simple is left.
    fn plain_entries(&mut self, indent: isize) -> Entries {
        let bytes = self.bytes;
        while self.indent == indent && !self.tab && scan::starts_text(self.byte(self.at)) {
            let start = self.at;
            let colon = scan::plain_stop(bytes, start + 1);
            if bytes.get(colon) != Some(&b':') || colon - start > KEY_CHARACTERS {
                return Entries::Line;
            }
            self.fresh = false;
            self.push(Kind::Plain, start, scan::trim_blanks(bytes, start, colon), &Properties::NONE);
            let slot = Slot { at: colon + 1, rest: Rest::Value };
            let text = colon + 2;
            if !(bytes.get(slot.at) == Some(&b' ') && scan::starts_text(self.byte(text))) {
                self.at = slot.at;
                return Entries::Value(slot);
            }
            self.at = scan::plain_stop(bytes, text + 1);
            let stop = self.byte(self.at);
            if stop == b':' {
                self.at = slot.at;
                return Entries::Value(slot);
            }
            let end = scan::trim_blanks(bytes, text, self.at);
            let end = if is_break(stop) { self.plain_rest(indent, end) } else { end };
            self.push(Kind::Plain, text, end, &Properties::NONE);
            if !self.fresh {
                self.end_line();
            }
        }
        Entries::Line
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
}

/// How far [`Reader::plain_entries`] came.
enum Entries {
    /// To the key at `at`, or to whatever else this line starts with.
    Line,
    /// Over a key, to the slot of its value.
    Value(Slot),
}
