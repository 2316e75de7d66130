//! A YAML document as granit-parser composes it: aliases followed, merge keys merged, scalars with what decides their type.

use std::collections::BTreeMap;
use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle};

/// A node, and how many nodes it is with everything in it.
#[derive(Debug)]
pub struct Tree {
    pub node: Node,
    pub tag: Option<String>,
    pub size: u64,
}

#[derive(Debug)]
pub enum Node {
    /// Its text, and whether it has no quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Rc<Tree>>),
    Map(BTreeMap<String, Rc<Tree>>),
}

impl Tree {
    pub fn get(&self, key: &str) -> Option<&Rc<Tree>> {
        match &self.node {
            Node::Map(entries) => entries.get(key),
            Node::List(items) => items.get(key.parse::<usize>().ok()?),
            Node::Scalar { .. } => None,
        }
    }

    fn new(node: Node, tag: Option<String>) -> Rc<Self> {
        let inner = match &node {
            Node::Scalar { .. } => 0,
            Node::List(items) => items.iter().fold(0, |sum: u64, item| sum.saturating_add(item.size)),
            Node::Map(entries) => entries.values().fold(0, |sum: u64, item| sum.saturating_add(item.size)),
        };
        Rc::new(Tree { node, tag, size: inner.saturating_add(1) })
    }

    /// A key's name: scalars by their text, whatever their type.
    fn name(&self) -> String {
        match &self.node {
            Node::Scalar { text, .. } => text.clone(),
            Node::List(_) | Node::Map(_) if self.size > 100 => "a large key".to_owned(),
            other => format!("{other:?}"),
        }
    }
}

/// The only document of a text; why there is none, or why it cannot be composed.
pub fn yaml(text: &str) -> Result<Rc<Tree>, String> {
    let mut events = Vec::new();
    for event in Parser::new_from_str(text) {
        events.push(event.map_err(|error| error.to_string())?.0);
    }
    if events.iter().filter(|event| matches!(event, Event::DocumentStart(..))).count() != 1 {
        return Err("not one document".to_owned());
    }
    let mut composer = Composer { events: events.into_iter(), anchors: BTreeMap::new() };
    composer.node()?.ok_or_else(|| "no document".to_owned())
}

struct Composer<'a> {
    events: std::vec::IntoIter<Event<'a>>,
    anchors: BTreeMap<usize, Rc<Tree>>,
}

impl Composer<'_> {
    /// The next node; `None` where the collection ends.
    fn node(&mut self) -> Result<Option<Rc<Tree>>, String> {
        while let Some(event) = self.events.next() {
            let (node, anchor, tag) = match event {
                Event::Scalar(text, style, anchor, tag) => {
                    let plain = style == ScalarStyle::Plain;
                    (Node::Scalar { text: text.into_owned(), plain }, anchor, tag.map(|tag| tag.to_string()))
                }
                Event::MappingStart(_, anchor, tag) => (self.mapping()?, anchor, tag.map(|tag| tag.to_string())),
                Event::SequenceStart(_, anchor, tag) => {
                    let mut items = Vec::new();
                    while let Some(item) = self.node()? {
                        items.push(item);
                    }
                    (Node::List(items), anchor, tag.map(|tag| tag.to_string()))
                }
                Event::Alias(anchor) => {
                    let known = self.anchors.get(&anchor);
                    return known.map(|tree| Some(Rc::clone(tree))).ok_or_else(|| "it holds itself".to_owned());
                }
                Event::MappingEnd | Event::SequenceEnd => return Ok(None),
                _ => continue,
            };
            let tree = Tree::new(node, tag);
            if anchor != 0 {
                self.anchors.insert(anchor, Rc::clone(&tree));
            }
            return Ok(Some(tree));
        }
        Ok(None)
    }

    /// The last of equal keys wins; own keys before merged ones; the last merge key, the first mapping of its list.
    fn mapping(&mut self) -> Result<Node, String> {
        let mut own = BTreeMap::new();
        let mut merges = Vec::new();
        while let Some(key) = self.node()? {
            let value = self.node()?.ok_or("a key without a value")?;
            if matches!(&key.node, Node::Scalar { text, plain: true } if text == "<<") {
                merges.push(value);
            } else {
                own.insert(key.name(), value);
            }
        }
        for merge in merges.iter().rev() {
            let items = match &merge.node {
                Node::List(items) => items.as_slice(),
                _ => std::slice::from_ref(merge),
            };
            for item in items {
                let Node::Map(entries) = &item.node else { continue };
                for (key, value) in entries {
                    own.entry(key.clone()).or_insert_with(|| Rc::clone(value));
                }
            }
        }
        Ok(Node::Map(own))
    }
}
