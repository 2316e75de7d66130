//! The lines that templates mostly consist of, on a way of their own: `key: value` and `key:`, all plain.
//!
//! Nothing here is a rule that [`block`](super::block) has not: what is not as simple as this is left to it.

use super::Reader;
use super::block::{KEY_CHARACTERS, Rest, Slot};
use super::property::Properties;
use super::scan::{self, is_break};
use crate::syntax::tape::Kind;

/// How far [`Reader::plain_entries`] came.
pub(super) enum Entries {
    /// To the key at `at`, or to whatever else this line starts with.
    Line,
    /// Over a key, to the slot of its value.
    Value(Slot),
}

impl Reader<'_> {
    /// Reads plain keys with plain values of the mapping that is open and whose keys are indented by `indent`, from the
    /// first character of a line on.
    pub(super) fn plain_entries(&mut self, indent: isize) -> Entries {
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
}
