//! The stream: byte order marks, directives, and the markers between documents.

use super::Reader;
use super::block::{Rest, Slot};
use super::line::{MARKER, Marker};
use super::property::is_handle;
use super::scan::{self, is_blank};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::BOM;
use crate::syntax::tape::{NodeId, Root};

impl<'t> Reader<'t> {
    pub(super) fn stream(&mut self) {
        self.check_characters();
        // Directives belong to the document after them; one that is not closed by `...` would take them for its text.
        let mut directives = true;
        self.skip_bom();
        self.open_line();
        loop {
            if self.skip_bom() {
                self.open_line();
            }
            let declared = if directives { self.directives() } else { None };
            match self.marker {
                None if self.is_over() => return self.missing_document(declared),
                Some(Marker::End) => {
                    self.missing_document(declared);
                    self.close_document();
                    directives = true;
                }
                marker => {
                    if marker.is_none() {
                        self.missing_document(declared);
                    }
                    directives = self.document(marker.is_some());
                }
            }
        }
    }

    /// Reads one document; whether a `...` closes it.
    fn document(&mut self, explicit_start: bool) -> bool {
        self.names.clear();
        let node = self.tape.nodes.len() as NodeId;
        let rest = if explicit_start {
            self.at += MARKER;
            self.fresh = false;
            self.indent = 0;
            self.marker = None;
            Rest::Document
        } else {
            Rest::Compact
        };
        let mut slot = Some(Slot { at: self.at, rest });
        while let Some(open) = slot {
            self.block_node(open);
            slot = self.next_entry();
        }
        self.handles.clear();
        let explicit_end = self.marker == Some(Marker::End);
        self.tape.roots.push(Root { node, explicit_start, explicit_end });
        if explicit_end {
            self.close_document();
        }
        explicit_end
    }

    /// Over the `...` at `at` and the rest of its line.
    fn close_document(&mut self) {
        self.at += MARKER;
        self.end_line();
    }

    fn skip_bom(&mut self) -> bool {
        let found = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(BOM));
        if found {
            self.at += BOM.len();
        }
        found
    }

    /// Reads the lines that start with `%`; the offset of the first.
    fn directives(&mut self) -> Option<usize> {
        let mut first = None;
        let mut version = false;
        while self.fresh && self.indent == 0 && !self.tab && self.byte(self.at) == b'%' {
            first.get_or_insert(self.at);
            self.directive(&mut version);
        }
        first
    }

    fn directive(&mut self, version: &mut bool) {
        let start = self.at;
        let end = scan::line_end(self.bytes, start);
        let line = self.bytes.get(start + 1..end).unwrap_or_default();
        let mut words = line.split(|&byte| is_blank(byte)).filter(|word| !word.is_empty());
        let name = words.next().unwrap_or_default();
        let mut words = words.take_while(|word| !word.starts_with(b"#"));
        let arguments = [words.next(), words.next(), words.next()];
        let valid = match (name, arguments) {
            (b"YAML", [Some(number), None, None]) => !std::mem::replace(version, true) && is_version(number),
            (b"TAG", [Some(handle), Some(_), None]) => is_handle(handle) && self.declare(handle),
            (b"YAML" | b"TAG" | b"", _) => false,
            // YAML reserves every other name, and has them ignored.
            _ => true,
        };
        if !valid {
            self.report_text(Code::YamlDirective, start, scan::trim_blanks(self.bytes, start, end));
        }
        self.at = end;
        self.next_line();
    }

    /// Takes a tag handle in; whether it is the first of its name.
    fn declare(&mut self, handle: &'t [u8]) -> bool {
        // Nobody writes more than a few; a longer list would have to be searched faster.
        const HANDLES: usize = 64;
        let new = self.handles.len() < HANDLES && !self.handles.contains(&handle);
        if new {
            self.handles.push(handle);
        }
        new
    }

    /// Reports directives that no `---` follows.
    fn missing_document(&mut self, declared: Option<usize>) {
        if let Some(start) = declared {
            let end = scan::line_end(self.bytes, start);
            self.report_at(Code::YamlDirectiveAlone, start, end);
            self.handles.clear();
        }
    }

    /// Reports the first character that may not stand in a YAML stream.
    fn check_characters(&mut self) {
        if let Some(at) = find_unprintable(self.text) {
            let character = self.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
            let place = super::span(at, at + character.len_utf8());
            let name = format!("U+{:04X}", u32::from(character));
            self.report(Diagnostic::new(Code::YamlCharacter, place).arg("character", name));
        }
    }
}

/// Whether this is a number like `1.2`.
fn is_version(word: &[u8]) -> bool {
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let mut parts = word.splitn(2, |&byte| byte == b'.');
    parts.next().is_some_and(digits) && parts.next().is_some_and(digits)
}

/// The offset of the first character outside of YAML's `c-printable`: C0 and C1 controls but tab, line breaks and NEL,
/// DEL, U+FFFE and U+FFFF.
fn find_unprintable(text: &str) -> Option<usize> {
    const CHUNK: usize = 64;
    let bytes = text.as_bytes();
    let control = |byte: u8| {
        let blank = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        ((byte < b' ') & !blank) | (byte == 0x7F)
    };
    let mut start = 0;
    // A chunk of fixed length, looked at without an early exit, becomes vector code.
    while let Some(chunk) = bytes.get(start..).and_then(|rest| rest.first_chunk::<CHUNK>()) {
        if chunk.iter().fold(0, |any, &byte| any | u8::from(control(byte))) != 0 {
            break;
        }
        start += CHUNK;
    }
    let ascii = bytes.iter().skip(start).position(|&byte| control(byte)).map(|at| start + at);
    let c1 =
        memchr::memchr_iter(0xC2, bytes).find(|at| bytes.get(at + 1).is_some_and(|&low| low < 0xA0 && low != 0x85));
    let noncharacter =
        memchr::memmem::find_iter(bytes, b"\xEF\xBF").find(|at| bytes.get(at + 2).is_some_and(|&low| low >= 0xBE));
    [ascii, c1, noncharacter].into_iter().flatten().min()
}
