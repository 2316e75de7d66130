//! The tape that YAML and JSON both become: nodes in the order of the text, each with its bytes.
//!
//! A collection is followed by its children and knows where they end, so a walk goes forward and a subtree is skipped
//! in one step. Nothing is decoded and nothing is allocated per node.
//!
//! ```text
//! {a: [1, 2], b: *x}      0 mapping  next 7
//!                         1   a      next 2
//!                         2   [..]   next 5
//!                         3     1    next 4
//!                         4     2    next 5
//!                         5   b      next 6
//!                         6   *x     next 7
//! ```

use crate::source::Span;

/// The index of a node in its document's tape.
pub type NodeId = u32;

/// What a node is, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// `key: value` lines.
    BlockMapping,
    /// `{key: value}`; every JSON object.
    FlowMapping,
    /// `- item` lines.
    BlockSequence,
    /// `[item]`; every JSON array.
    FlowSequence,
    /// A scalar without quotes; in JSON a number, `true`, `false` or `null`. Empty where nothing is written.
    Plain,
    /// `'text'`.
    SingleQuoted,
    /// `"text"` with YAML's escapes.
    DoubleQuoted,
    /// `|` and its lines.
    Literal,
    /// `>` and its lines.
    Folded,
    /// `"text"` with JSON's escapes.
    JsonString,
    /// `*name`.
    Alias,
}

impl Kind {
    /// Whether it holds keys and values.
    pub const fn is_mapping(self) -> bool {
        matches!(self, Kind::BlockMapping | Kind::FlowMapping)
    }

    /// Whether it holds items.
    pub const fn is_sequence(self) -> bool {
        matches!(self, Kind::BlockSequence | Kind::FlowSequence)
    }

    /// Whether it holds text.
    pub const fn is_scalar(self) -> bool {
        !self.is_mapping() && !self.is_sequence() && !matches!(self, Kind::Alias)
    }
}

/// One node. Its span leaves out an anchor and a tag before it (see [`Document::anchor`], [`Document::tag`]).
///
/// A quoted scalar's span has its quotes; a flow collection's its brackets; a block collection's goes from its first
/// key or dash to the end of its last leaf; a block scalar's from its indicator to its last non-blank character; an
/// empty value is the empty place right after the `:`, `-` or `?` (or its tag or anchor) that calls for it; an alias is
/// its `*name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Offset of its first byte.
    pub start: u32,
    /// Offset just past its last byte.
    pub end: u32,
    /// The node after its last descendant.
    pub next: NodeId,
    /// What it is.
    pub kind: Kind,
    /// Whether its bytes, without quotes, are its text as they stand: no escape, no fold, no indentation. A scalar's alone.
    pub verbatim: bool,
}

impl Node {
    /// Its bytes.
    pub const fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// One document of a stream. JSON has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    /// The node that is the document.
    pub node: NodeId,
    /// Whether a `---` opens it.
    pub explicit_start: bool,
    /// Whether a `...` closes it.
    pub explicit_end: bool,
}

/// A document, or a stream of them, as a tape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Every node, in the order of the text. A mapping's children alternate between key and value.
    pub nodes: Vec<Node>,
    /// The documents, in order; empty where the input has none.
    pub roots: Vec<Root>,
    /// `&name` without its `&`, by the node that it names; ascending.
    pub anchors: Vec<(NodeId, Span)>,
    /// A tag as it is written (`!Ref`, `!!str`, `!<…>`, `!`), by the node that it is on; ascending.
    pub tags: Vec<(NodeId, Span)>,
    /// What each alias names, by alias; ascending. An alias whose anchor does not exist is not listed.
    pub targets: Vec<(NodeId, NodeId)>,
    /// The column at which the text of a block scalar with an explicit indentation indicator starts, counted from 0,
    /// by the scalar; ascending. Every other block scalar's is that of its first line that is not blank.
    pub indents: Vec<(NodeId, u32)>,
}

/// The ids of the children of a node, in the order of the text.
#[derive(Clone, Debug)]
pub struct Children<'a> {
    nodes: &'a [Node],
    next: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    #[inline(always)]
    fn next(&mut self) -> Option<NodeId> {
        let child = self.next;
        if child >= self.end {
            return None;
        }
        self.next = self.nodes[child as usize].next;
        Some(child)
    }
}

impl Document {
    /// The node at `id`.
    #[inline(always)]
    pub fn node(&self, id: NodeId) -> Node {
        self.nodes[id as usize]
    }

    /// The ids of the children of a collection: items, or key, value, key, value; nothing for a scalar or an alias.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { nodes: &self.nodes, next: id + 1, end: self.node(id).next }
    }

    /// The keys of a mapping with their values; nothing for any other node.
    pub fn entries(&self, id: NodeId) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
        let mapping = self.node(id).kind.is_mapping();
        let mut children = self.children(id);
        std::iter::from_fn(move || if mapping { children.next().zip(children.next()) } else { None })
    }

    /// The name of the anchor on a node, without its `&`.
    pub fn anchor(&self, id: NodeId) -> Option<Span> {
        find(&self.anchors, id)
    }

    /// The tag on a node, as it is written.
    pub fn tag(&self, id: NodeId) -> Option<Span> {
        find(&self.tags, id)
    }

    /// The node that an alias names; itself for every other node. `None` where the anchor does not exist.
    pub fn target(&self, id: NodeId) -> Option<NodeId> {
        if self.node(id).kind == Kind::Alias { find(&self.targets, id) } else { Some(id) }
    }

    /// See [`Document::indents`].
    pub fn indent(&self, id: NodeId) -> Option<u32> {
        find(&self.indents, id)
    }

    /// The span of a value with its tag: what a diagnostic underlines and a site reports.
    pub fn token(&self, id: NodeId) -> Span {
        let node = self.node(id);
        match self.tag(id) {
            Some(tag) => Span::new(tag.start, node.end.max(tag.end)),
            None => node.span(),
        }
    }
}

fn find<T: Copy>(table: &[(NodeId, T)], id: NodeId) -> Option<T> {
    // Most documents have none at all.
    if table.is_empty() {
        return None;
    }
    table.binary_search_by_key(&id, |entry| entry.0).ok().map(|at| table[at].1)
}
