//! Bytes by what they can be part of.

/// Starts a name: a letter or `_`.
pub(super) const START: u8 = 1;
/// Goes on in a name: a letter, a digit, `_` or `-`.
pub(super) const CONTINUE: u8 = 2;
/// Part of a character outside ASCII; whether it belongs to a name must be looked up.
pub(super) const WIDE: u8 = 4;
/// A blank inside a line.
pub(super) const BLANK: u8 = 8;
/// Ends a stretch of plain text in a quoted template.
pub(super) const QUOTED_STOP: u8 = 16;

static CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => START | CONTINUE,
            b'0'..=b'9' | b'-' => CONTINUE,
            b' ' | b'\t' => BLANK,
            b'"' | b'\\' | b'$' | b'%' | b'\n' | b'\r' => QUOTED_STOP,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Whether `byte` is in any of `classes`.
#[inline(always)]
pub(super) fn is(byte: u8, classes: u8) -> bool {
    CLASS[byte as usize] & classes != 0
}

/// The end of the name that starts at `at`; `at` itself where none does.
#[inline]
pub(super) fn name_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let Some(&first) = bytes.get(at) else { return at };
    if is(first, START) { name_rest(text, at + 1) } else { wide_name_end(text, at, first) }
}

#[inline]
fn name_rest(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        if !is(byte, CONTINUE) {
            if is(byte, WIDE) {
                return wide_name_rest(text, at);
            }
            break;
        }
        at += 1;
    }
    at
}

#[cold]
fn wide_name_end(text: &str, at: usize, first: u8) -> usize {
    if !is(first, WIDE) {
        return at;
    }
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some(c) if c.is_alphabetic() => name_rest(text, at + c.len_utf8()),
        _ => at,
    }
}

#[cold]
fn wide_name_rest(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find(|c| !is_continue(c)).unwrap_or(rest.len())
}

/// `ID_Continue` of UAX #31, or `-`, as closely as the standard library's tables tell it: letters and numbers of
/// Unicode, and the combining marks of Latin, Greek and Cyrillic writing.
fn is_continue(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '\u{B7}' | '\u{300}'..='\u{36F}')
}

/// The length of the name or number that `text` ends with.
pub(super) fn name_suffix(text: &str) -> usize {
    text.chars().rev().take_while(|&c| is_continue(c)).map(char::len_utf8).sum()
}
