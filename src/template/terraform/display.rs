//! An expression as a person would name it.

use crate::syntax::hcl::{Document, Kind, NodeId};

/// How many characters of an expression are shown.
const LENGTH: usize = 60;

/// `var.x`, `lookup(…)`, `… ? … : …`; anything else as it is written, on one line, up to a length.
pub(super) fn display(text: &str, document: &Document, id: NodeId) -> String {
    let node = document.node(id);
    match node.kind {
        Kind::Parens => document.inner(id).map_or_else(String::new, |inner| display(text, document, inner)),
        Kind::Call => format!("{}(…)", document.name(text, id)),
        _ => cut(node.span().text(text)),
    }
}

/// The start of `text`, its blanks and line breaks folded.
pub(super) fn cut(text: &str) -> String {
    let mut folded = String::new();
    for word in text.split_whitespace() {
        if folded.len() > 4 * LENGTH {
            break;
        }
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().take(LENGTH + 1));
    }
    match folded.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &folded[..end]),
        None => folded,
    }
}
