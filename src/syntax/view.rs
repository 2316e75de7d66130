//! A YAML or JSON document as its reader understands it: through aliases and merge keys, the last of two equal keys.

mod repeated;

pub use repeated::Repeated;

use std::borrow::Cow;
use std::cell::Cell;

use super::scalar::{self, PlainType};
use super::tape::{Document, Kind, NodeId};
use crate::limits::Limits;
use crate::order;
use crate::source::Span;

/// A document and its text. Every id given to it must be one of the document's.
///
/// Aliases make a small text stand for a large document, so every entry that is looked at is counted: past a bound
/// proportional to the text, which no text without aliases comes near, nothing is found and [`View::exhausted`] says so.
#[derive(Debug)]
pub struct View<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its tape.
    pub document: &'a Document,
    /// Every key that an earlier key of its mapping equals.
    pub repeated: Vec<Repeated>,
    json: bool,
    nesting: u32,
    fuel: Cell<u64>,
}

/// What a key of a mapping leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: NodeId,
    /// The value as it is written; an alias is not followed yet.
    pub value: NodeId,
    /// What of the mapping's merge key brings it in: an alias or a mapping, as it is written. `None` for an own entry.
    pub merge: Option<NodeId>,
}

/// A value as ROS writes one: text, a function in its long or short form, or something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression<'a> {
    /// A string.
    Text(Cow<'a, str>),
    /// `Ref: x`, `!Ref x`, `Fn::If: […]`, `!If […]`.
    Call {
        /// `Ref`, or the name behind `Fn::` or `!`.
        name: Cow<'a, str>,
        /// What the function is applied to; in the short form the node that carries the tag.
        argument: NodeId,
    },
    /// Null, a number, a boolean, a collection.
    Other,
}

/// What a mapping and those that it merges hold.
#[derive(Default)]
struct Collected {
    /// Every entry, with the position of its mapping among those that were looked at.
    entries: Vec<(Entry, u32)>,
    mappings: u32,
    /// What was merged, and how deep; ascending.
    sources: Vec<(NodeId, u32)>,
}

impl<'a> View<'a> {
    /// Looks at `document`, the tape of `text`.
    pub fn new(text: &'a str, document: &'a Document, json: bool, limits: &Limits) -> Self {
        let fuel = u64::from(limits.aliases) + 64 * document.nodes.len() as u64;
        View {
            text,
            document,
            repeated: repeated::find(text, document),
            json,
            nesting: limits.nesting,
            fuel: Cell::new(fuel),
        }
    }

    /// Whether the document is JSON.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Whether more was looked at than the bound allows.
    pub fn exhausted(&self) -> bool {
        self.fuel.get() == 0
    }

    /// The node itself, or the one that an alias names. `None` where there is none, or too many were followed.
    pub fn follow(&self, id: NodeId) -> Option<NodeId> {
        if self.document.node(id).kind != Kind::Alias {
            return Some(id);
        }
        self.spend(1)?;
        self.document.target(id)
    }

    /// Whether the text of a scalar, or of the scalar that an alias names, is `expected`.
    pub fn is_text(&self, id: NodeId, expected: &str) -> bool {
        let node = self.document.node(id);
        let escape = match node.kind {
            Kind::Plain => return node.span().of(self.text.as_bytes()) == expected.as_bytes(),
            Kind::JsonString | Kind::DoubleQuoted => b'\\',
            Kind::SingleQuoted => b'\'',
            Kind::Alias => return self.follow(id).is_some_and(|target| self.is_text(target, expected)),
            Kind::Literal | Kind::Folded => return scalar::decode(self.text, self.document, id) == expected,
            _ => return false,
        };
        let inner = scalar::inner(self.text, self.document, id).of(self.text.as_bytes());
        inner == expected.as_bytes()
            || (inner.len() > expected.len()
                && memchr::memchr(escape, inner).is_some()
                && scalar::decode(self.text, self.document, id) == expected)
    }

    /// The text of a scalar whatever its type, as a key is read. Empty for a collection.
    pub fn text_of(&self, id: NodeId) -> Cow<'a, str> {
        self.follow(id).map_or(Cow::Borrowed(""), |id| scalar::decode(self.text, self.document, id))
    }

    /// The text of a scalar that is a string; `None` for every other type and for collections.
    pub fn string(&self, id: NodeId) -> Option<Cow<'a, str>> {
        let id = self.follow(id)?;
        let kind = self.document.node(id).kind;
        let text = match self.document.tag(id) {
            _ if !kind.is_scalar() => false,
            Some(tag) => is_string_tag(tag.text(self.text)),
            None if kind == Kind::Plain => {
                !self.json && scalar::plain_type(self.document.node(id).span().text(self.text)) == PlainType::Text
            }
            None => true,
        };
        text.then(|| scalar::decode(self.text, self.document, id))
    }

    /// What stands at `id`: text, a function, or something else.
    pub fn expression(&self, id: NodeId) -> Expression<'a> {
        let Some(id) = self.follow(id) else { return Expression::Other };
        let tag = self.document.tag(id).map(|tag| tag.text(self.text));
        if let Some(name) = tag.and_then(function_tag) {
            return Expression::Call { name: Cow::Borrowed(name), argument: id };
        }
        if let Some(text) = self.string(id) {
            return Expression::Text(text);
        }
        let mut entries = self.document.entries(id);
        if let (Some((key, argument)), None) = (entries.next(), entries.next()) {
            if self.is_text(key, "Ref") {
                return Expression::Call { name: Cow::Borrowed("Ref"), argument };
            }
            let key = self.text_of(key);
            if let Some(name) = key.strip_prefix("Fn::") {
                return Expression::Call { name: Cow::Owned(name.to_owned()), argument };
            }
        }
        Expression::Other
    }

    /// The text of a function's argument: in the short form, of the scalar behind the tag.
    pub fn argument(&self, id: NodeId) -> Option<Cow<'a, str>> {
        let target = self.follow(id)?;
        let function = self.document.tag(target).and_then(|tag| function_tag(tag.text(self.text)));
        match function {
            Some(_) if self.document.node(target).kind.is_scalar() => Some(self.text_of(target)),
            _ => self.string(id),
        }
    }

    /// The entry of a mapping under `key`: the last one written, else the one that a merge key brings in.
    pub fn get(&self, mapping: NodeId, key: &str) -> Option<Entry> {
        self.get_within(mapping, key, 0)
    }

    /// The value under `key`, with an alias followed.
    pub fn value(&self, mapping: NodeId, key: &str) -> Option<NodeId> {
        self.get(mapping, key).and_then(|entry| self.follow(entry.value))
    }

    /// Every entry of a mapping, those that merge keys bring in last. An entry that another one replaces is left out.
    pub fn entries(&self, mapping: NodeId) -> Vec<Entry> {
        let mut all = Collected::default();
        self.collect(mapping, 0, None, &mut all);
        let entries = all.entries;
        if self.repeated.is_empty() && all.sources.is_empty() {
            return entries.into_iter().map(|(entry, _)| entry).collect();
        }
        // A collection is a key like no other.
        let is_name = |key: NodeId| self.follow(key).is_some_and(|key| self.document.node(key).kind.is_scalar());
        let mut kept: Vec<bool> = entries.iter().map(|(entry, _)| !is_name(entry.key)).collect();
        let named = entries.iter().enumerate().filter(|(at, _)| !kept[*at]);
        let mut order: Vec<(Cow<str>, usize)> = named.map(|(at, entry)| (self.text_of(entry.0.key), at)).collect();
        // An earlier mapping beats a later one, and in one mapping the last; sorted, the winner is the first.
        let rank = |at: usize| (entries[at].1, std::cmp::Reverse(at));
        order::sort(&mut order, |a, b| a.0.cmp(&b.0).then_with(|| rank(a.1).cmp(&rank(b.1))));
        order.dedup_by(|a, b| a.0 == b.0);
        order.iter().for_each(|&(_, at)| kept[at] = true);
        entries.into_iter().zip(kept).filter_map(|((entry, _), kept)| kept.then_some(entry)).collect()
    }

    /// The items of a sequence, with aliases followed.
    pub fn items(&self, sequence: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let is_sequence = self.document.node(sequence).kind.is_sequence();
        self.document.children(sequence).filter(move |_| is_sequence).filter_map(|item| self.follow(item))
    }

    /// Whether a key is the merge key of YAML 1.1: a plain `<<`.
    pub fn is_merge(&self, key: NodeId) -> bool {
        let node = self.document.node(key);
        node.kind == Kind::Plain && !self.json && node.span().of(self.text.as_bytes()) == b"<<"
    }

    fn get_within(&self, mapping: NodeId, key: &str, depth: u32) -> Option<Entry> {
        let mut found = None;
        let mut merges = false;
        let mut count = 0;
        for (candidate, value) in self.document.entries(mapping) {
            count += 1;
            if self.is_text(candidate, key) {
                found = Some(Entry { key: candidate, value, merge: None });
            } else {
                merges |= self.is_merge(candidate);
            }
        }
        self.spend(count)?;
        if found.is_some() || !merges || depth >= self.nesting {
            return found;
        }
        self.merged(mapping).into_iter().find_map(|(token, source)| {
            let entry = self.get_within(source, key, depth + 1)?;
            Some(Entry { merge: Some(token), ..entry })
        })
    }

    fn collect(&self, mapping: NodeId, depth: u32, merge: Option<NodeId>, into: &mut Collected) {
        let mut merges = false;
        let before = into.entries.len();
        let rank = into.mappings;
        into.mappings += 1;
        for (key, value) in self.document.entries(mapping) {
            if self.is_merge(key) {
                merges = true;
            } else {
                into.entries.push((Entry { key, value, merge }, rank));
            }
        }
        if self.spend((into.entries.len() - before) as u64).is_none() {
            return;
        }
        if merges && depth < self.nesting {
            for (token, source) in self.merged(mapping) {
                // Once more it would bring in nothing, unless the limit cut it short.
                match into.sources.binary_search_by_key(&source, |known| known.0) {
                    Ok(at) if into.sources[at].1 <= depth => continue,
                    Ok(at) => into.sources[at].1 = depth,
                    Err(at) => into.sources.insert(at, (source, depth)),
                }
                self.collect(source, depth + 1, merge.or(Some(token)), into);
            }
        }
    }

    /// The mappings that a mapping's merge keys bring in, the one that wins first, each behind what names it there: the
    /// last of several merge keys, the first item of one.
    fn merged(&self, mapping: NodeId) -> Vec<(NodeId, NodeId)> {
        let is_mapping = |id: &NodeId| self.document.node(*id).kind.is_mapping();
        let merges: Vec<NodeId> =
            self.document.entries(mapping).filter(|(key, _)| self.is_merge(*key)).map(|(_, value)| value).collect();
        let mut sources = Vec::new();
        for value in merges.into_iter().rev() {
            let Some(source) = self.follow(value) else { continue };
            let is_list = self.document.node(source).kind.is_sequence();
            let items = self.document.children(source).filter(|_| is_list);
            for token in std::iter::once(value).filter(|_| !is_list).chain(items) {
                sources.extend(self.follow(token).filter(is_mapping).map(|source| (token, source)));
            }
        }
        sources
    }

    fn spend(&self, cost: u64) -> Option<()> {
        let left = self.fuel.get().saturating_sub(cost);
        self.fuel.set(left);
        (left > 0).then_some(())
    }

    /// The bytes of a value with its tag.
    pub fn token(&self, id: NodeId) -> Span {
        self.document.token(id)
    }
}

/// `!Ref` names the function `Ref`. `!`, `!!str` and `!<…>` name none.
fn function_tag(tag: &str) -> Option<&str> {
    let name = tag.strip_prefix('!')?;
    (!name.is_empty() && !name.starts_with(['!', '<'])).then_some(name)
}

fn is_string_tag(tag: &str) -> bool {
    matches!(tag, "!" | "!!str" | "!<tag:yaml.org,2002:str>")
}
