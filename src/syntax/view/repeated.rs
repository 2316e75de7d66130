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
    let mut search = Search { text, document, table: Vec::new(), found: Vec::new() };
    for (id, node) in document.nodes.iter().enumerate() {
        if node.kind.is_mapping() {
            search.mapping(id as NodeId);
        }
    }
    search.found
}

struct Search<'a> {
    text: &'a str,
    document: &'a Document,
    /// Prints and keys of a mapping with many, each near the place that its print says; a print of 0 is a free place.
    table: Vec<(u64, NodeId)>,
    found: Vec<Repeated>,
}

/// Up to here comparing each print with each other is less work than a table: two thirds less in the templates there are.
const FEW: usize = 16;

impl Search<'_> {
    fn mapping(&mut self, mapping: NodeId) {
        let mut few = [(0_u64, 0 as NodeId); FEW];
        let before = self.found.len();
        for (count, (key, _)) in self.document.entries(mapping).enumerate() {
            if count == FEW {
                self.found.truncate(before);
                return self.many(mapping);
            }
            let print = print(self.text, self.document, key);
            if print == UNKNOWN {
                self.found.truncate(before);
                return self.sorted(mapping);
            }
            let equals = |&&(other, first): &&(u64, NodeId)| other == print && self.equal(first, key);
            if let Some(&(_, first)) = few[..count].iter().rev().find(equals) {
                self.found.push(Repeated { mapping, first, second: key });
            }
            few[count] = (print, key);
        }
    }

    fn many(&mut self, mapping: NodeId) {
        let before = self.found.len();
        let keys = self.document.entries(mapping).count();
        let size = (2 * keys).next_power_of_two();
        self.table.clear();
        self.table.resize(size, (0, 0));
        // Keys that were chosen to meet at one place would take long: a few steps each is what there is to expect.
        let mut steps = 8 * keys;
        for (key, _) in self.document.entries(mapping) {
            let print = print(self.text, self.document, key);
            let mut place = (print >> 32) as usize & (size - 1);
            while print != UNKNOWN && steps > 0 && self.table[place].0 != 0 {
                let (other, first) = self.table[place];
                if other == print && self.equal(first, key) {
                    self.found.push(Repeated { mapping, first, second: key });
                    break;
                }
                place = (place + 1) & (size - 1);
                steps -= 1;
            }
            if print == UNKNOWN || steps == 0 {
                self.found.truncate(before);
                return self.sorted(mapping);
            }
            self.table[place] = (print, key);
        }
    }

    /// Any keys at all: aliases, escapes, keys over several lines.
    fn sorted(&mut self, mapping: NodeId) {
        let (text, document) = (self.text, self.document);
        let keys = document.entries(mapping).map(|(key, _)| key).filter(|&key| is_compared(text, document, key));
        let mut keys: Vec<_> = keys.map(|key| (key_text(text, document, key), key)).collect();
        order::sort(&mut keys, Ord::cmp);
        let pairs = keys.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        self.found.extend(pairs.map(|pair| Repeated { mapping, first: pair[0].1, second: pair[1].1 }));
    }

    fn equal(&self, first: NodeId, second: NodeId) -> bool {
        equal(self.text, self.document, first, second)
    }
}

/// What says nothing about a key: of one with escapes, of an alias and of a collection the bytes are not the text.
const UNKNOWN: u64 = 0;

/// Mixes length, first and last bytes of a key as it is written. Keys that are equal have one print, or [`UNKNOWN`].
#[inline]
fn print(text: &str, document: &Document, key: NodeId) -> u64 {
    if !document.node(key).verbatim {
        return UNKNOWN;
    }
    let bytes = scalar::inner(text, document, key).of(text.as_bytes());
    let print = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(27),
        _ => bytes.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    };
    (print ^ bytes.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1
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
