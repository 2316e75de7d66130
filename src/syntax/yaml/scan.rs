//! Finding the next byte that matters, eight bytes at a time.
//!
//! The crate is compiled for size, where nothing is inlined by itself; what is called for every byte or every node is
//! inlined by name here and in the other front ends, which takes back nine tenths of what that costs in time.

/// Whether a byte separates tokens inside a line.
#[inline(always)]
pub(super) const fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Whether a byte ends a line.
#[inline(always)]
pub(super) const fn is_break(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

/// Whether a byte separates tokens.
#[inline(always)]
pub(super) const fn is_white(byte: u8) -> bool {
    is_blank(byte) || is_break(byte)
}

/// Whether a byte has a meaning of its own inside `[…]` and `{…}`.
pub(super) const fn is_flow_indicator(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}

/// Whether a plain scalar that starts with this byte is one for certain.
#[inline(always)]
pub(super) fn starts_text(byte: u8) -> bool {
    const TEXT: [bool; 256] = {
        let mut text = [true; 256];
        let mut control = 0;
        while control <= b' ' as usize {
            text[control] = false;
            control += 1;
        }
        let indicators = b"-?:,[]{}#&*!|>'\"%@`";
        let mut at = 0;
        while at < indicators.len() {
            text[indicators[at] as usize] = false;
            at += 1;
        }
        text
    };
    TEXT[byte as usize]
}

/// The first offset from `at` on that does not hold a space.
pub(super) fn skip_spaces(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
        let other = word ^ SPACES;
        if other != 0 {
            return at + (other.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// The first offset from `at` on that holds neither a space nor a tab.
pub(super) fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_blank(byte)) {
        at += 1;
    }
    at
}

/// The end of the text in `bytes[start..end]` when blanks after it are left out.
pub(super) fn trim_blanks(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && bytes.get(end - 1).is_some_and(|&byte| is_blank(byte)) {
        end -= 1;
    }
    end
}

/// The first offset from `at` on that holds a line break, or the end.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr::memchr2(b'\n', b'\r', rest).map_or(bytes.len(), |found| at + found)
}

/// Where the text of a plain scalar in a block that is read up to `at` stops on its line: at a `:` before a blank, a `#`
/// after a blank, a line break, or the end. `at` is not the first byte of all.
#[inline]
pub(super) fn plain_stop(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = find(bytes, at, |word| marks(word, b':') | marks(word, b'#'));
        let stops = match bytes.get(at) {
            Some(b'\n' | b'\r') | None => true,
            Some(b':') => bytes.get(at + 1).is_none_or(|&next| is_white(next)),
            Some(b'#') => {
                at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(|&before| is_white(before))
            }
            Some(_) => false,
        };
        if stops {
            return at;
        }
        at += 1;
    }
}

/// The first offset from `at` on that holds a control character or what `needles` [`marks`] in eight bytes, or the end.
#[inline(always)]
pub(super) fn find(bytes: &[u8], mut at: usize, needles: impl Fn(u64) -> u64) -> usize {
    loop {
        // Past the end stand zeros, which are control characters.
        let word = word(bytes, at).unwrap_or_else(|| last_word(bytes, at));
        // A byte whose subtraction borrowed has its highest bit set, and so has one that is not ASCII: leave those out.
        // A borrow can spoil the bytes above it, never the lowest one found.
        let found = (word.wrapping_sub(SPACES) | needles(word)) & !word & HIGHS;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
}

/// The highest bit of the lowest byte of `word` that is `needle`; bits of other bytes mean nothing.
#[inline(always)]
pub(super) fn marks(word: u64, needle: u8) -> u64 {
    (word ^ (ONES * u64::from(needle))).wrapping_sub(ONES)
}

/// The fewer than eight bytes from `at` on, and zeros.
#[cold]
fn last_word(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
}

const ONES: u64 = u64::MAX / 255;
const HIGHS: u64 = ONES * 0x80;
const SPACES: u64 = ONES * b' ' as u64;

#[inline(always)]
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map(|chunk| u64::from_le_bytes(*chunk))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_byte_loop_finds() {
        let mut state = 1u32;
        for _ in 0..20_000 {
            let bytes: Vec<u8> = (0..21)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    b"ab:#\"\n\t \x7F\x80\xBA\xA3\xFF!$9;/\x1F\0"[(state >> 16) as usize % 20]
                })
                .collect();
            let slow = |from: usize| {
                let stop = |byte: &u8| *byte < b' ' || *byte == b':' || *byte == b'#';
                bytes[from..].iter().position(stop).map_or(bytes.len(), |found| from + found)
            };
            for from in 0..=bytes.len() {
                let found = find(&bytes, from, |word| marks(word, b':') | marks(word, b'#'));
                assert_eq!(found, slow(from), "{bytes:?} from {from}");
            }
        }
    }

    #[test]
    fn skips_spaces_and_nothing_else() {
        for spaces in 0..40 {
            for after in ["", "x", "\t", "\u{A0}", "!      "] {
                let text = " ".repeat(spaces) + after;
                assert_eq!(skip_spaces(text.as_bytes(), 0), spaces);
            }
        }
    }
}
