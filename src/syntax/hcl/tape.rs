//! The tape: nodes in the order of the text, each with its bytes and the node after its last descendant.

use super::class;
use crate::source::Span;

/// The index of a node in its document's tape.
pub type NodeId = u32;

/// What a node is. Where children have an order or a meaning, it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A file. Children: attributes and blocks.
    Body,
    /// `type "label" label { … }`. Children: its labels ([`Kind::Quoted`], [`Kind::Label`]), then attributes and blocks.
    Block,
    /// A label without quotes.
    Label,
    /// `name = value`. One child: the value.
    Attribute,
    /// A value that could not be read; reported.
    Missing,
    /// `12.5e3`.
    Number,
    /// `true` or `false`.
    Bool,
    /// `null`.
    Null,
    /// A name on its own; a key without quotes in an object.
    Variable,
    /// A value and what is taken from it. Children: the value, then steps: [`Kind::GetAttr`] to [`Kind::FullSplat`].
    Traversal,
    /// `.name`.
    GetAttr,
    /// `.0`.
    LegacyIndex,
    /// `[key]`. One child: the key.
    Index,
    /// `.*`.
    AttrSplat,
    /// `[*]`.
    FullSplat,
    /// `name(…)`, `a::name(…)`. Children: its arguments, then perhaps [`Kind::Expand`].
    Call,
    /// `...`.
    Expand,
    /// `(…)`. One child.
    Parens,
    /// `[…]`. Children: its items.
    Tuple,
    /// `{…}`. Children: key, value, key, value.
    Object,
    /// `[for …]`. Children: one or two [`Kind::ForName`], the collection, the item, perhaps [`Kind::ForIf`].
    ForTuple,
    /// `{for …}`. Children: as of a tuple, with key and value for the item and perhaps [`Kind::Expand`] after them.
    ForObject,
    /// A name that `for` binds.
    ForName,
    /// `if …` of a `for`. One child.
    ForIf,
    /// Operators of any precedence. Children: two or more operands.
    Operation,
    /// `!x`, `-x`, also several in a row. One child: the operand.
    Unary,
    /// `a ? b : c`. Children: condition, value, and so on in turns for a chain; the last is the value of no condition.
    Conditional,
    /// `"…"`. Children: its [`Kind::Interpolation`]s and [`Kind::Directive`]s; text has no node.
    Quoted,
    /// `<<EOT … EOT`, its marker at the end inside. Children as of a quoted template.
    Heredoc,
    /// All of a text that is a template without quotes. Children as of a quoted template.
    Template,
    /// `${…}`. One child.
    Interpolation,
    /// `%{…}`. Children: names and values, by the word it starts with.
    Directive,
}

impl Kind {
    /// Whether it is text with interpolations in it.
    pub const fn is_template(self) -> bool {
        matches!(self, Kind::Quoted | Kind::Heredoc | Kind::Template)
    }
}

/// One node.
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
    /// Bytes of the name that a block, an attribute or a call starts with, or that a step ends with; `u16::MAX` stands
    /// for that many or more. 0 for every other node.
    pub(super) name: u16,
}

impl Node {
    /// Its bytes.
    pub const fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// A file, or one template, as a tape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Every node; the first holds all others.
    pub nodes: Vec<Node>,
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
    /// The node that holds all others.
    pub const ROOT: NodeId = 0;

    /// The node at `id`.
    #[inline(always)]
    pub fn node(&self, id: NodeId) -> Node {
        self.nodes[id as usize]
    }

    /// What the node at `id` is.
    #[inline(always)]
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// The children of a node, in the order of the text.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { nodes: &self.nodes, next: id + 1, end: self.node(id).next }
    }

    /// Whether a node has no children: a template with nothing to fill in, an empty list.
    pub fn is_leaf(&self, id: NodeId) -> bool {
        self.node(id).next == id + 1
    }

    /// The labels of a block.
    pub fn labels(&self, block: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children(block).take_while(|&id| matches!(self.kind(id), Kind::Quoted | Kind::Label))
    }

    /// The attributes and blocks of a block or a body.
    pub fn items(&self, body: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children(body).skip_while(|&id| matches!(self.kind(id), Kind::Quoted | Kind::Label))
    }

    /// The first child: the value of an attribute, what stands in parentheses or in an interpolation.
    pub fn inner(&self, id: NodeId) -> Option<NodeId> {
        self.children(id).next()
    }

    /// The name that a block (its type), an attribute or a call starts with; of a step `.name` or `.0`, what follows
    /// the dot; of every other node, the name it starts with, if any. A call's has its namespaces (`a::b`), as written.
    pub fn name<'a>(&self, text: &'a str, id: NodeId) -> &'a str {
        self.name_span(text, id).text(text)
    }

    /// The place of [`Document::name`].
    pub fn name_span(&self, text: &str, id: NodeId) -> Span {
        let node = self.node(id);
        match (node.kind, node.name) {
            (_, 0) => Span::new(node.start, class::name_end(text, node.start as usize) as u32),
            (Kind::GetAttr | Kind::LegacyIndex, u16::MAX) => {
                let length = class::name_suffix(node.span().text(text)) as u32;
                Span::new(node.end - length, node.end)
            }
            (Kind::GetAttr | Kind::LegacyIndex, length) => Span::new(node.end - u32::from(length), node.end),
            (_, u16::MAX) => {
                let token = node.span().text(text);
                let length = token.find(['(', '=', '{', '"', ' ', '\t', '/']).unwrap_or(token.len());
                Span::new(node.start, node.start + length as u32)
            }
            (_, length) => Span::new(node.start, node.start + u32::from(length)),
        }
    }

    /// The interpolation that a quoted or bare template consists of: `"${var.x}"`.
    pub fn only_interpolation(&self, template: NodeId) -> Option<NodeId> {
        let node = self.node(template);
        let only = self.inner(template)?;
        let part = self.node(only);
        let quote = u32::from(node.kind == Kind::Quoted);
        let whole = part.kind == Kind::Interpolation
            && part.next == node.next
            && part.start == node.start + quote
            && part.end + quote == node.end;
        whole.then_some(only)
    }
}
