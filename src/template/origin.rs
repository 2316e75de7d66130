//! Where values come from: a graph of what references refer to, in which each thing is looked at once.
//!
//! `image_id = local.images[var.region]` refers to the items of the local `images`, and each of them may refer further. A
//! node is one thing of which one part is taken; it holds the literals that stand there and the nodes that it refers to.
//! Two sites that refer to one thing share its node, so work and memory grow with the template, not with the ways
//! through it. What a language refers to is its own matter (`reference.rs`, `terraform/reference.rs`): it fills the nodes
//! that a [`Tracer`] gives it, one after the other.

mod index;
mod table;

use std::sync::Arc;

pub use self::index::{Entries, Index};
use self::table::{Table, hash};
use crate::source::Span;

/// A node of the graph.
pub type OriginId = u32;

/// What the references of one template refer to.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    nodes: Vec<Node>,
    /// What each node holds, one node's after the other's.
    items: Vec<Item>,
    literals: Vec<End>,
}

/// A literal that a reference can end in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Its text.
    pub literal: Arc<str>,
    /// Its token.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// The definition that it is: a parameter, a mapping, a variable, a local.
    place: Option<Span>,
    /// Where its items start, and where they end.
    items: (u32, u32),
}

#[derive(Clone, Copy, Debug)]
enum Item {
    /// A literal that the value can be.
    End(u32),
    /// A literal that stands somewhere in what the value is made of.
    Held(u32),
    /// What it refers to.
    To(OriginId),
}

/// The way from a reference to the literals that it can end in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// The definitions on the way, at most [`Chain::MOST`]: a parameter, a mapping, a variable, a local.
    pub through: Vec<Span>,
    /// The literals, at most [`Chain::MOST`].
    pub ends: Vec<End>,
    /// How many more of both there are; where the way is longer than what is looked at, at least so many.
    pub rest: usize,
}

impl Chain {
    /// How many places of a kind are kept.
    pub const MOST: usize = 32;
}

/// How many nodes of one chain are looked at.
const LOOKS: usize = 512;

/// Finds the chains of one graph.
pub struct Chains<'o> {
    origins: &'o Origins,
    /// The chain that last came by, by node.
    seen: Vec<u32>,
    chain: u32,
}

impl Chains<'_> {
    /// The chain that starts at `origin`, in the order of the text of each definition.
    pub fn of(&mut self, origin: OriginId) -> Chain {
        let origins = self.origins;
        self.chain += 1;
        let mut chain = Chain::default();
        let mut looks = LOOKS;
        let mut open = Vec::new();
        let mut next = Some(origin);
        loop {
            if let Some(id) = next.take()
                && looks > 0
                && std::mem::replace(&mut self.seen[id as usize], self.chain) != self.chain
            {
                looks -= 1;
                let node = origins.nodes[id as usize];
                keep(node.place, &mut chain.through, &mut chain.rest, |one, other| one == other);
                open.push(node.items);
            }
            let Some((from, to)) = open.last_mut() else { return chain };
            if from == to || looks == 0 {
                open.pop();
                continue;
            }
            match origins.items[*from as usize] {
                Item::End(at) => {
                    let end = Some(origins.literals[at as usize].clone());
                    keep(end, &mut chain.ends, &mut chain.rest, |one, other| one.span == other.span);
                }
                Item::Held(_) => {}
                Item::To(id) => next = Some(id),
            }
            *from += 1;
        }
    }
}

fn keep<T>(item: Option<T>, kept: &mut Vec<T>, rest: &mut usize, equal: impl Fn(&T, &T) -> bool) {
    let Some(item) = item.filter(|item| !kept.iter().any(|kept| equal(kept, item))) else { return };
    if kept.len() < Chain::MOST { kept.push(item) } else { *rest += 1 }
}

/// For each node, one of the literals that were asked for and that stand in what it refers to.
#[derive(Clone, Debug, Default)]
pub struct Reach(Vec<Option<u32>>);

impl Origins {
    /// For chains, one after the other.
    pub fn chains(&self) -> Chains<'_> {
        Chains { origins: self, seen: vec![0; self.nodes.len()], chain: 0 }
    }

    /// Which nodes refer to a literal that `asked` accepts, however far away.
    pub fn reach(&self, asked: &dyn Fn(&str) -> bool) -> Reach {
        let accepted: Vec<bool> = self.literals.iter().map(|end| asked(&end.literal)).collect();
        let mut reach = vec![None; self.nodes.len()];
        if !accepted.contains(&true) {
            return Reach(reach);
        }
        // Who refers to each node: those of one node stand together.
        let mut from = vec![0_u32; self.nodes.len() + 1];
        self.edges(&mut |_, to| from[to as usize] += 1);
        let mut count = 0;
        for start in &mut from {
            count += *start;
            *start = count;
        }
        let mut referring = vec![0; count as usize];
        self.edges(&mut |node, to| {
            from[to as usize] -= 1;
            referring[from[to as usize] as usize] = node;
        });
        let mut found = Vec::new();
        for (id, node) in self.nodes.iter().enumerate() {
            let holds = self.items_of(*node).iter().find_map(|item| match item {
                Item::End(at) | Item::Held(at) if accepted[*at as usize] => Some(*at),
                _ => None,
            });
            if holds.is_some() {
                reach[id] = holds;
                found.push(id as u32);
            }
        }
        while let Some(id) = found.pop() {
            let (start, end) = (from[id as usize], from[id as usize + 1]);
            for &node in &referring[start as usize..end as usize] {
                if reach[node as usize].is_none() {
                    reach[node as usize] = reach[id as usize];
                    found.push(node);
                }
            }
        }
        Reach(reach)
    }

    /// Calls `each` with every literal that stands in what `starts` refer to, however far away; with each once.
    pub fn literals_of(&self, starts: impl Iterator<Item = OriginId>, each: &mut dyn FnMut(&str)) {
        let mut seen = vec![false; self.nodes.len()];
        let mut open: Vec<OriginId> = starts.collect();
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut seen[id as usize], true) {
                continue;
            }
            for item in self.items_of(self.nodes[id as usize]) {
                match *item {
                    Item::End(at) | Item::Held(at) => each(&self.literals[at as usize].literal),
                    Item::To(to) => open.push(to),
                }
            }
        }
    }

    /// The literal that a node reaches.
    pub fn reached(&self, reach: &Reach, origin: Option<OriginId>) -> Option<&End> {
        let at = (*reach.0.get(origin? as usize)?)?;
        Some(&self.literals[at as usize])
    }

    fn items_of(&self, node: Node) -> &[Item] {
        &self.items[node.items.0 as usize..node.items.1 as usize]
    }

    fn edges(&self, each: &mut dyn FnMut(OriginId, OriginId)) {
        for (id, node) in self.nodes.iter().enumerate() {
            for item in self.items_of(*node) {
                if let Item::To(to) = item {
                    each(id as u32, *to);
                }
            }
        }
    }
}

/// What a node is about, in the words of its language: a document or a scope, and a node of it or a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The document.
    pub document: u32,
    /// The node.
    pub node: u32,
    /// What is taken from it.
    pub path: PathId,
    /// The names that hold there.
    pub scope: u32,
}

/// What is taken from a value: a list of [`Step`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathId(u32);

impl PathId {
    /// The value itself, which should be a string.
    pub const WHOLE: PathId = PathId(0);
    /// Everything that stands in it, at any depth: for what becomes of a value is not followed further.
    pub const ANYTHING: PathId = PathId(1);
}

/// What is taken from a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The item of this name, by its number among the tracer's names.
    Name(u32),
    /// The item at this position.
    Number(u32),
    /// Any item: only running it would tell which.
    Any,
    /// Any key.
    Key,
}

/// How many steps a path has at most; what is taken by more may be anything of it.
const STEPS: u32 = 64;

/// Makes the graph: gives out nodes, and those that are not filled yet one after the other.
#[derive(Debug, Default)]
pub struct Tracer {
    origins: Origins,
    documents: u32,
    keys: Vec<Key>,
    by_key: Table,
    /// How many nodes are filled.
    filled: usize,
    names: Vec<Arc<str>>,
    by_name: Table,
    /// First step, rest, and length of each path behind the two that have no steps.
    paths: Vec<(Step, PathId, u32)>,
    by_path: Table,
}

impl Tracer {
    /// Numbers for `count` documents that no other document has; the first of them.
    pub fn documents(&mut self, count: usize) -> u32 {
        self.documents += count as u32;
        self.documents - count as u32
    }

    /// The node of `key`, which is new where nothing referred to it yet.
    pub fn node(&mut self, key: Key) -> OriginId {
        let Key { document, node, path, scope } = key;
        let keys = &self.keys;
        let new = keys.len() as u32;
        let id = self.by_key.get(hash(&[document, node, path.0, scope]), new, &mut |at| keys[at as usize] == key);
        if id == new {
            self.keys.push(key);
            self.origins.nodes.push(Node::default());
        }
        id
    }

    /// The next node that is to be filled: what is said until this is called again is about it.
    pub fn fill_next(&mut self) -> Option<Key> {
        if self.filled > 0 {
            self.origins.nodes[self.filled - 1].items.1 = self.origins.items.len() as u32;
        }
        let key = *self.keys.get(self.filled)?;
        let start = self.origins.items.len() as u32;
        self.origins.nodes[self.filled].items = (start, start);
        self.filled += 1;
        Some(key)
    }

    /// The node is a definition, which stands here.
    pub fn place(&mut self, span: Span) {
        self.origins.nodes[self.filled - 1].place = Some(span);
    }

    /// A literal stands here, of which `path` is taken.
    pub fn literal(&mut self, literal: &str, span: Span, path: PathId) {
        let at = self.origins.literals.len() as u32;
        let item = match path {
            PathId::WHOLE => Item::End(at),
            PathId::ANYTHING => Item::Held(at),
            _ => return,
        };
        self.origins.literals.push(End { literal: literal.into(), span });
        self.origins.items.push(item);
    }

    /// The node refers to that of `key`.
    pub fn refer(&mut self, key: Key) {
        let to = self.node(key);
        self.origins.items.push(Item::To(to));
    }

    /// The number of a name.
    pub fn name(&mut self, name: &str) -> u32 {
        let names = &self.names;
        let new = names.len() as u32;
        let id = self.by_name.get(hash(name.as_bytes()), new, &mut |at| *names[at as usize] == *name);
        if id == new {
            self.names.push(name.into());
        }
        id
    }

    /// The text of a name.
    pub fn text(&self, name: u32) -> Arc<str> {
        self.names[name as usize].clone()
    }

    /// The path that takes `step` first, and then `rest`.
    pub fn path(&mut self, step: Step, rest: PathId) -> PathId {
        let length = self.split(rest).map_or(0, |_| self.paths[rest.0 as usize - 2].2) + 1;
        if length > STEPS {
            return PathId::ANYTHING;
        }
        let number = match step {
            Step::Name(name) => [0, name],
            Step::Number(number) => [1, number],
            Step::Any => [2, 0],
            Step::Key => [3, 0],
        };
        let paths = &self.paths;
        let new = paths.len() as u32;
        let is = &mut |at: u32| (paths[at as usize].0, paths[at as usize].1) == (step, rest);
        let id = self.by_path.get(hash(&[number[0], number[1], rest.0]), new, is);
        if id == new {
            self.paths.push((step, rest, length));
        }
        PathId(id + 2)
    }

    /// The first step of a path and the rest; `None` where it has no steps.
    pub fn split(&self, path: PathId) -> Option<(Step, PathId)> {
        let (step, rest, _) = *self.paths.get((path.0 as usize).checked_sub(2)?)?;
        Some((step, rest))
    }

    /// The graph, once every node is filled.
    pub fn finish(self) -> Origins {
        self.origins
    }
}
