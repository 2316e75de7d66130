//! Scalars: the text that a token stands for, where each byte of that text is written, and how another text is written
//! in its place.

use std::borrow::Cow;

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
    /// Any of YAML's or JSON's; `flow` inside `[…]` or `{…}`, where a plain scalar may hold less.
    Scalar {
        /// The kind of the node, never a collection or an alias.
        kind: Kind,
        /// Whether it stands in a flow collection.
        flow: bool,
    },
    /// `"…"` in HCL.
    HclQuoted,
    /// `<<EOT … EOT` in HCL.
    HclHeredoc,
}

/// A decoded text that knows where each of its bytes is written.
pub struct Mapped {
    /// The text.
    pub text: String,
    runs: Vec<Run>,
}

/// A stretch of decoded text: as many bytes in the source, or one escape or line break of any length.
struct Run {
    text: u32,
    source: u32,
    source_end: u32,
}

impl Mapped {
    /// The bytes of the source that a range of the text's bytes is written with.
    pub fn source(&self, span: Span) -> Span {
        todo!()
    }
}

/// The text of a scalar node: quotes, escapes, folding and indentation undone. Empty for a collection or an alias.
pub fn decode<'a>(text: &'a str, document: &Document, id: NodeId) -> Cow<'a, str> {
    todo!()
}
