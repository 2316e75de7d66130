//! Keys that are written twice in one mapping.

use crate::order;
use crate::syntax::scalar;
use crate::syntax::tape::{Document, Kind, NodeId};

/// A key that an earlier key of its mapping equals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The mapping.
    pub mapping: NodeId,
    /// The earlier key.
    pub first: NodeId,
    /// The key itself.
    pub second: NodeId,
}

/// Every repeated key of a document, in the order of the text. Merge keys may be repeated; collections are no keys.
pub(super) fn find(text: &str, document: &Document) -> Vec<Repeated> {
    let mut found = Vec::new();
    for (id, node) in document.nodes.iter().enumerate() {
        if node.kind.is_mapping() {
            find_in(text, document, id as NodeId, &mut found);
        }
    }
    found
}

/// Most mappings have few keys, and most keys differ in length or first bytes: comparing those is all there is to do.
const FEW: usize = 24;

fn find_in(text: &str, document: &Document, mapping: NodeId, found: &mut Vec<Repeated>) {
    let mut few = [(0_u64, 0 as NodeId); FEW];
    let before = found.len();
    for (count, (key, _)) in document.entries(mapping).enumerate() {
        if count == FEW {
            found.truncate(before);
            return find_among_many(text, document, mapping, found);
        }
        let print = fingerprint(text, document, key);
        let may_equal = |other: u64| other == print || other == UNKNOWN || print == UNKNOWN;
        let same = |(other, first): &&(u64, NodeId)| may_equal(*other) && equal(text, document, *first, key);
        if let Some(&(_, first)) = few[..count].iter().rev().find(same) {
            found.push(Repeated { mapping, first, second: key });
        }
        few[count] = (print, key);
    }
}

fn find_among_many(text: &str, document: &Document, mapping: NodeId, found: &mut Vec<Repeated>) {
    let keys = document.entries(mapping).map(|(key, _)| key).filter(|&key| is_compared(text, document, key));
    let mut keys: Vec<_> = keys.map(|key| (key_text(text, document, key), key)).collect();
    order::sort(&mut keys, Ord::cmp);
    for pair in keys.windows(2) {
        if pair[0].0 == pair[1].0 {
            found.push(Repeated { mapping, first: pair[0].1, second: pair[1].1 });
        }
    }
}

/// What says nothing about a key: escapes or an alias leave open what its text is.
const UNKNOWN: u64 = 0;

/// Length and first bytes of a key as it is written, or [`UNKNOWN`].
fn fingerprint(text: &str, document: &Document, key: NodeId) -> u64 {
    let node = document.node(key);
    let (bytes, quoted) = match node.kind {
        Kind::Plain => (node.span(), false),
        Kind::SingleQuoted | Kind::DoubleQuoted | Kind::JsonString => (scalar::inner(text, document, key), true),
        _ => return UNKNOWN,
    };
    let bytes = bytes.of(text.as_bytes());
    if quoted && bytes.iter().any(|byte| matches!(byte, b'\\' | b'\'' | b'\n' | b'\r')) {
        return UNKNOWN;
    }
    let start = match bytes.first_chunk::<8>() {
        Some(first) => u64::from_le_bytes(*first),
        None => bytes.iter().fold(0, |print, &byte| print << 8 | u64::from(byte)),
    };
    start ^ (bytes.len() as u64 + 1) << 56
}

fn equal(text: &str, document: &Document, first: NodeId, second: NodeId) -> bool {
    is_compared(text, document, first)
        && is_compared(text, document, second)
        && key_text(text, document, first) == key_text(text, document, second)
}

fn is_compared(text: &str, document: &Document, key: NodeId) -> bool {
    let node = document.node(key);
    let is_merge = node.kind == Kind::Plain && node.span().of(text.as_bytes()) == b"<<";
    (node.kind.is_scalar() || node.kind == Kind::Alias) && !is_merge
}

fn key_text<'a>(text: &'a str, document: &Document, key: NodeId) -> std::borrow::Cow<'a, str> {
    let target = document.target(key).unwrap_or(key);
    scalar::decode(text, document, target)
}
