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
const QUOTED_STOP: u8 = 16;
/// Starts a blank, a line break or a comment; whether it does in its place must be looked up.
pub(super) const TRIVIA: u8 = 32;

static CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => START | CONTINUE,
            b'0'..=b'9' | b'-' => CONTINUE,
            b' ' | b'\t' => BLANK | TRIVIA,
            b'\n' | b'\r' => QUOTED_STOP | TRIVIA,
            b'#' | b'/' => TRIVIA,
            b'"' | b'\\' | b'$' | b'%' => QUOTED_STOP,
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

/// The end of the spaces at `at`. Indentation and alignment are many of a file's bytes: eight are looked at in one step.
#[inline(always)]
fn spaces_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(Some(chunk)) = bytes.get(at..).map(<[u8]>::first_chunk::<8>) {
        let other = u64::from_le_bytes(*chunk) ^ u64::from_le_bytes([b' '; 8]);
        if other != 0 {
            return at + other.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// The end of the blanks at `at`, and of the line breaks where those are blanks.
#[inline]
pub(super) fn trivia_end(bytes: &[u8], mut at: usize, breaks: bool) -> usize {
    loop {
        at = spaces_end(bytes, at);
        match bytes.get(at) {
            Some(b'\n') if breaks => at += 1,
            Some(b'\t') => at += 1,
            Some(b'\r') if breaks && bytes.get(at + 1) == Some(&b'\n') => at += 2,
            _ => return at,
        }
    }
}

/// The end of the plain text at `at` in a quoted template: a quote, a backslash, a `$` or `%`, or the end of the line.
///
/// Eight bytes are looked at in one step; what that takes for an end, a tab perhaps, is looked up.
#[inline]
pub(super) fn quoted_text_end(bytes: &[u8], mut at: usize) -> usize {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    // The lowest bit that is set is in the lowest byte of `word` that is below `limit`; above it more may be set.
    const fn below(word: u64, limit: u8) -> u64 {
        word.wrapping_sub(each(limit)) & !word & each(0x80)
    }
    while let Some(Some(chunk)) = bytes.get(at..).map(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let quote = below(word ^ each(b'"'), 1);
        let backslash = below(word ^ each(b'\\'), 1);
        let sign = below((word | each(1)) ^ each(b'%'), 1);
        let stop = quote | backslash | sign | below(word, b' ');
        if stop == 0 {
            at += 8;
            continue;
        }
        at += stop.trailing_zeros() as usize / 8;
        if bytes.get(at).is_some_and(|&byte| is(byte, QUOTED_STOP)) {
            return at;
        }
        at += 1;
    }
    while bytes.get(at).is_some_and(|&byte| !is(byte, QUOTED_STOP)) {
        at += 1;
    }
    at
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
