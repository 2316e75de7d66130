//! Scalars: the text that a token stands for, where each byte of that text is written, and how another text is written
//! in its place.

mod decode;
mod encode;
mod plain;

pub use decode::{Mapped, decode, decode_mapped};
pub use encode::{Replacement, encode, write};
pub use plain::{PlainType, plain_type};

use super::tape::{Document, Kind, NodeId};
use crate::source::Span;

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The scalar itself.
    pub form: Form,
    /// The scalar of the outer document that carries the text this scalar stands in: a `Workspace` entry.
    pub carrier: Option<Kind>,
}

/// The forms a scalar can have, over all languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Any of YAML's or JSON's: never a collection or an alias.
    Scalar(Kind),
    /// `"…"` in Terraform's JSON syntax, where a string is a template of HCL.
    HclJson,
    /// `"…"` in HCL.
    HclQuoted,
    /// `<<EOT … EOT` in HCL.
    HclHeredoc,
}

impl Style {
    /// A scalar of a YAML or JSON document.
    pub const fn of(kind: Kind) -> Self {
        Style { form: Form::Scalar(kind), carrier: None }
    }
}

/// The bytes of a scalar's text: between the quotes, from the first to the last character of a block scalar's lines, or
/// the node's own span.
#[inline]
pub fn inner(text: &str, document: &Document, id: NodeId) -> Span {
    let node = document.node(id);
    match node.kind {
        Kind::SingleQuoted | Kind::DoubleQuoted | Kind::JsonString => {
            let bytes = text.as_bytes();
            let (first, last) = (node.start as usize, (node.end as usize).wrapping_sub(1));
            let closed = last > first && bytes.get(last) == bytes.get(first);
            Span::new((node.start + 1).min(node.end), node.end - u32::from(closed))
        }
        Kind::Literal | Kind::Folded => block_inner(text, node.span()),
        _ => node.span(),
    }
}

fn block_inner(text: &str, span: Span) -> Span {
    let written = span.text(text);
    let header = written.find(['\n', '\r']).unwrap_or(written.len());
    let blank = written[header..].len() - written[header..].trim_start_matches([' ', '\t', '\n', '\r']).len();
    Span::new(span.start + (header + blank) as u32, span.end)
}
