//! JSON Pointers (RFC 6901): how a finding names a place in the manifest.

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
    let mut pointer = String::new();
    let mut next = document.roots.first().map(|root| root.node);
    while let Some(node) = next {
        next = if document.node(node).kind.is_mapping() {
            let inside = document.entries(node).find(|&(_, value)| holds(document, value, span));
            inside.map(|(key, value)| {
                push_name(&mut pointer, &scalar::decode(text, document, key));
                value
            })
        } else {
            let inside = document.children(node).enumerate().find(|&(_, item)| holds(document, item, span));
            inside.map(|(at, item)| {
                push_name(&mut pointer, &at.to_string());
                item
            })
        };
    }
    pointer
}

fn holds(document: &Document, node: NodeId, span: Span) -> bool {
    document.node(node).span().contains(span)
}

/// Adds one step to a pointer.
pub fn push_name(pointer: &mut String, name: &str) {
    pointer.push('/');
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}
