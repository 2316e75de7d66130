//! The kind of an expression, by what it is written as.

use crate::syntax::hcl::{Document, Kind, NodeId};
use crate::template::site::ValueKind;

/// The kind of an expression that is not a literal.
pub(super) fn kind(text: &str, document: &Document, id: NodeId) -> ValueKind {
    match document.kind(id) {
        Kind::Parens => document.inner(id).map_or(ValueKind::Other, |inner| kind(text, document, inner)),
        Kind::Quoted | Kind::Heredoc | Kind::Template => ValueKind::Interpolation,
        Kind::Conditional => ValueKind::Conditional,
        Kind::Call => ValueKind::Function,
        Kind::Traversal => {
            let mut steps = document.children(id);
            match (steps.next(), steps.next()) {
                (Some(root), Some(step)) if document.kind(root) == Kind::Variable => {
                    rooted(document.name(text, root), document.name(text, step), steps.next().is_some())
                }
                (Some(root), _) => kind(text, document, root),
                _ => ValueKind::Other,
            }
        }
        _ => ValueKind::Other,
    }
}

/// The kind of `root.step`, which goes on behind that or not.
fn rooted(root: &str, step: &str, more: bool) -> ValueKind {
    match root {
        "var" => ValueKind::Parameter,
        "local" => ValueKind::Local,
        "data" => ValueKind::DataSource,
        "module" => ValueKind::Function,
        "each" | "count" | "path" | "terraform" | "self" => ValueKind::Other,
        // The iterator of a `dynamic` block; any other name is a resource: `type.name.attribute`.
        _ if !more || matches!(step, "key" | "value") => ValueKind::Other,
        _ => ValueKind::Function,
    }
}
