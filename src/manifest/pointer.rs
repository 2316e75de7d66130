//! JSON Pointers (RFC 6901): how a finding names a place in the manifest.

use std::borrow::Cow;

use crate::source::Span;
use crate::syntax::{Document, Kind, NodeId, scalar};

/// The value that `pointer` names. Of keys that are written twice the last one counts.
pub fn locate(document: &Document, text: &str, pointer: &str) -> Option<NodeId> {
    let root = document.roots.first()?.node;
    if pointer.is_empty() {
        return Some(root);
    }
    pointer.strip_prefix('/')?.split('/').try_fold(root, |node, token| step(document, text, node, token))
}

fn step(document: &Document, text: &str, node: NodeId, token: &str) -> Option<NodeId> {
    match document.node(node).kind {
        Kind::FlowMapping => {
            let name = token.replace("~1", "/").replace("~0", "~");
            document
                .entries(node)
                .filter(|&(key, _)| scalar::decode(text, document, key) == name)
                .last()
                .map(|(_, value)| value)
        }
        Kind::FlowSequence => {
            let canonical = token == "0" || !token.starts_with(['0', '+']);
            let at = token.parse::<usize>().ok().filter(|_| canonical)?;
            document.children(node).nth(at)
        }
        _ => None,
    }
}

/// The pointer to the innermost value that the bytes of `span` stand in: how text that is not JSON is placed.
pub fn enclosing(document: &Document, text: &str, span: Span) -> String {
    let holds = |node| document.node(node).span().contains(span);
    let mut names = Vec::new();
    let mut next = document.roots.first().map(|root| root.node);
    while let Some(node) = next {
        next = if document.node(node).kind.is_mapping() {
            let inside = document.entries(node).find(|&(_, value)| holds(value));
            inside.map(|(key, value)| {
                names.push(scalar::decode(text, document, key));
                value
            })
        } else {
            let inside = document.children(node).enumerate().find(|&(_, item)| holds(item));
            inside.map(|(at, item)| {
                names.push(at.to_string().into());
                item
            })
        };
    }
    join(String::new(), names)
}

/// A name longer than this, in bytes, would make every finding below it as long: the pointer ends before it.
const LONGEST_NAME: usize = 1024;

/// A pointer with more steps behind it.
pub fn join<'t>(mut pointer: String, names: impl IntoIterator<Item = Cow<'t, str>>) -> String {
    for name in names.into_iter().take_while(|name| name.len() <= LONGEST_NAME) {
        pointer.push('/');
        for character in name.chars() {
            match character {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                other => pointer.push(other),
            }
        }
    }
    pointer
}
