//! Edits: spans of bytes that other bytes take the place of. Everything outside them stays as it is.

use crate::source::Span;

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go.
    pub span: Span,
    /// What they are; [`apply`] refuses where they are something else.
    pub old: String,
    /// What comes in their place.
    pub new: String,
}

/// Why edits cannot be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Two edits overlap, or are not in the order of the text. The index is the later one's.
    Unordered(usize),
    /// The text does not hold the bytes that this edit expects.
    Unexpected(usize),
}

/// Checks that `edits` are sorted, disjoint, and expect what `source` holds.
pub fn check<'e>(source: &[u8], edits: impl IntoIterator<Item = &'e Edit>) -> Result<(), Refusal> {
    let mut free = 0;
    for (index, edit) in edits.into_iter().enumerate() {
        if edit.span.start < free || edit.span.end < edit.span.start {
            return Err(Refusal::Unordered(index));
        }
        if source.get(edit.span.start as usize..edit.span.end as usize) != Some(edit.old.as_bytes()) {
            return Err(Refusal::Unexpected(index));
        }
        free = edit.span.end;
    }
    Ok(())
}

/// The bytes of `source` with `edits` made; they must pass [`check`].
pub fn apply(source: &[u8], edits: &[Edit]) -> Result<Vec<u8>, Refusal> {
    check(source, edits)?;
    let grown: usize = edits.iter().map(|edit| edit.new.len()).sum();
    let mut output = Vec::with_capacity(source.len() + grown);
    let mut copied = 0;
    for edit in edits {
        output.extend_from_slice(&source[copied..edit.span.start as usize]);
        output.extend_from_slice(edit.new.as_bytes());
        copied = edit.span.end as usize;
    }
    output.extend_from_slice(&source[copied..]);
    Ok(output)
}

/// The edits that undo `edits`, for the text that [`apply`] made.
pub fn inverse(edits: &[Edit]) -> Vec<Edit> {
    let mut shift = 0_i64;
    edits
        .iter()
        .map(|edit| {
            let start = (i64::from(edit.span.start) + shift) as u32;
            shift += edit.new.len() as i64 - edit.old.len() as i64;
            let span = Span::new(start, start + edit.new.len() as u32);
            Edit { span, old: edit.new.clone(), new: edit.old.clone() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, old: &str, new: &str) -> Edit {
        Edit { span: Span::new(start, start + old.len() as u32), old: old.into(), new: new.into() }
    }

    #[test]
    fn what_no_edit_names_stays_and_the_inverse_restores_it() {
        let source = "\u{FEFF}a: 漢\r\nb: x\r\n".as_bytes();
        let edits = [edit(6, "漢", "longer"), edit(14, "x", "")];
        let output = apply(source, &edits).unwrap();
        assert_eq!(output, "\u{FEFF}a: longer\r\nb: \r\n".as_bytes());
        assert_eq!(apply(&output, &inverse(&edits)).unwrap(), source);
        assert_eq!(apply(source, &[]).unwrap(), source);
    }

    #[test]
    fn edits_may_touch_each_other_and_both_ends() {
        let edits = [edit(0, "a", "x"), edit(1, "b", ""), edit(2, "c", "yz"), edit(3, "", "!")];
        let output = apply(b"abc", &edits).unwrap();
        assert_eq!(output, b"xyz!");
        assert_eq!(apply(&output, &inverse(&edits)).unwrap(), b"abc");
    }

    #[test]
    fn surprises_are_refused() {
        assert_eq!(apply(b"abc", &[edit(1, "b", "x"), edit(1, "b", "y")]), Err(Refusal::Unordered(1)));
        assert_eq!(apply(b"abc", &[edit(2, "c", "x"), edit(0, "a", "y")]), Err(Refusal::Unordered(1)));
        assert_eq!(apply(b"abc", &[edit(1, "x", "y")]), Err(Refusal::Unexpected(0)));
        assert_eq!(apply(b"abc", &[edit(3, "d", "y")]), Err(Refusal::Unexpected(0)));
    }
}
