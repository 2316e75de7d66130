//! HCL native syntax, read for positions: a tape of spans, and diagnostics where the text is not HCL.
//!
//! ```text
//! resource "a" "b" {          0 body                   next 9
//!   image_id = var.x          1   block  resource      next 9
//!   tags = { k = "v" }        2     quoted "a"
//! }                           3     quoted "b"
//!                             4     attribute image_id next 7
//!                             5       traversal var.x  next 7
//!                             …
//! ```
//!
//! The grammar is that of the HCL specification as Terraform's own parser reads it: a BOM is skipped, `_` may start a
//! name, and a heredoc ends at a line that holds nothing but its marker.

mod body;
mod class;
mod expression;
mod recovery;
mod tape;
mod template;
mod text;

pub use tape::{Document, Kind, Node, NodeId};
pub use text::{decode, encode_quoted, encode_template, inner_span};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::limits::Limits;
use crate::source::{Span, bom_len};

/// Reads a file. Node 0 is its [`Kind::Body`].
///
/// Never fails: what is not HCL is an error in `diagnostics` at its place, what it stands in gets a [`Kind::Missing`]
/// value or is left out, and reading goes on with the next item. Time is linear in `text`.
pub fn parse(text: &str, limits: &Limits, diagnostics: &mut Diagnostics) -> Document {
    let mut parser = Parser::new(text, limits, diagnostics);
    parser.at = bom_len(text.as_bytes());
    parser.file();
    Document { nodes: parser.nodes }
}

/// Reads text that is one template: a string of Terraform's JSON syntax, already decoded. Node 0 is a
/// [`Kind::Template`] that spans all of it.
///
/// `diagnostics` gets places in `text`.
pub fn parse_template(text: &str, limits: &Limits, diagnostics: &mut Diagnostics) -> Document {
    let mut parser = Parser::new(text, limits, diagnostics);
    parser.bare_template();
    Document { nodes: parser.nodes }
}

/// An expression that could not be read. It is reported where it was found; who reads the item around it goes on.
struct Broken;

type Parsed = Result<(), Broken>;

/// Something that waits for its end.
#[derive(Clone, Copy)]
struct Open {
    /// Where it starts.
    at: u32,
    /// The byte that ends it: `)`, `]`, `}`, `"`; `<` for a heredoc.
    closer: u8,
    /// Where the marker in a heredoc's first line stands.
    marker: Span,
}

impl Open {
    fn new(at: usize, closer: u8) -> Self {
        Open { at: at as u32, closer, marker: Span::default() }
    }
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Just past the last token that was read.
    end: usize,
    nodes: Vec<Node>,
    /// Whether line breaks are blanks: inside parentheses and brackets, not in the body of an object.
    free: bool,
    /// Brackets, templates and conditionals that are open, and blocks.
    depth: u32,
    nesting: u32,
    /// What is open in the attribute that is being read, for [`recovery`].
    open: Vec<Open>,
    blocks: u32,
    /// Set by recovery: blocks deeper than this have ended without their `}`.
    unwind: Option<u32>,
    /// The rest of the text is lost and that was said; further findings would be its echo.
    halted: bool,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, limits: &Limits, diagnostics: &'a mut Diagnostics) -> Self {
        Parser {
            text,
            bytes: text.as_bytes(),
            at: 0,
            end: 0,
            nodes: Vec::with_capacity(text.len() / 12 + 8),
            free: false,
            depth: 0,
            nesting: limits.nesting,
            open: Vec::new(),
            blocks: 0,
            unwind: None,
            halted: false,
            diagnostics,
        }
    }

    /// The byte at `at`; NUL, which no token holds, at the end.
    #[inline(always)]
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    #[inline(always)]
    fn peek_at(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    #[inline(always)]
    fn is_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// Takes `count` bytes as (part of) a token.
    #[inline(always)]
    fn take(&mut self, count: usize) {
        self.at += count;
        self.end = self.at;
    }

    fn push(&mut self, kind: Kind, start: usize) -> NodeId {
        let id = self.nodes.len() as NodeId;
        self.nodes.push(Node { start: start as u32, end: self.end as u32, next: id + 1, kind, name: 0 });
        id
    }

    /// Pushes a node whose name has `name` bytes.
    fn push_named(&mut self, kind: Kind, start: usize, name: usize) -> NodeId {
        let id = self.nodes.len() as NodeId;
        let name = name.min(usize::from(u16::MAX)) as u16;
        self.nodes.push(Node { start: start as u32, end: self.end as u32, next: id + 1, kind, name });
        id
    }

    /// Ends a node with the last token that was read.
    fn close(&mut self, id: NodeId) {
        let next = self.nodes.len() as NodeId;
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.end = self.end as u32;
            node.next = next;
        }
    }

    /// Puts a node around everything from `id` on. Called once for an operand, so a node moves at most once a level.
    fn wrap(&mut self, id: NodeId, kind: Kind) {
        let at = id as usize;
        let Some(&first) = self.nodes.get(at) else { return };
        self.nodes.insert(at, Node { kind, name: 0, ..first });
        for node in &mut self.nodes[at + 1..] {
            node.next += 1;
        }
    }

    fn enter(&mut self) -> Parsed {
        if self.depth >= self.nesting {
            let limit = self.nesting;
            self.report(Diagnostic::new(Code::NestingLimit, Span::at(self.at as u32)).arg("limit", limit));
            return Err(self.halt());
        }
        self.depth += 1;
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if !self.halted {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Gives the rest of the text up.
    fn halt(&mut self) -> Broken {
        self.halted = true;
        self.at = self.bytes.len();
        self.end = self.at;
        Broken
    }

    fn span_from(&self, start: usize) -> Span {
        Span::new(start as u32, self.at as u32)
    }

    /// The character at `at`, as a place and as text for a message; the empty place at the end of a line.
    fn character(&self) -> (Span, &'a str) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if self.is_line_end() {
            return (Span::at(self.at as u32), "");
        }
        let length = rest.chars().next().map_or(0, char::len_utf8);
        let found = match &rest[..length] {
            "\r" => "\\r",
            "\n" => "\\n",
            "\0" => "\\0",
            found => found,
        };
        (Span::new(self.at as u32, (self.at + length) as u32), found)
    }
}
