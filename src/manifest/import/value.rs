//! Values of the files that are imported: YAML and JSON looked at in one way, each value with its place.

use std::borrow::Cow;
use std::rc::Rc;

use crate::diagnostic::Place;
use crate::manifest::pointer;
use crate::source::Span;
use crate::syntax::scalar::{Mapped, PlainType, plain_type};
use crate::syntax::{Kind, NodeId, View};

/// A text that values stand in: a file, or JSON in a string of another text.
pub(super) struct Layer<'a> {
    pub(super) view: View<'a>,
    /// The string that holds this text, and the text that holds the string.
    pub(super) outer: Option<(&'a Mapped, &'a Layer<'a>)>,
}

impl Layer<'_> {
    /// The bytes of the file that a range of this text stands for.
    pub(super) fn in_file(&self, span: Span) -> Span {
        match self.outer {
            Some((mapped, layer)) => layer.in_file(mapped.source(span)),
            None => span,
        }
    }
}

/// One value, and the way to it.
#[derive(Clone)]
pub(super) struct Value<'a> {
    pub(super) layer: &'a Layer<'a>,
    pub(super) node: NodeId,
    pub(super) trail: Trail,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Object,
    List,
    Text,
    Number,
    Boolean,
    Null,
    /// A scalar with a tag of its own: `!Ref x`.
    Tagged,
}

impl Shape {
    /// As a message says it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Shape::Object => "an object",
            Shape::List => "a list",
            Shape::Text => "a string",
            Shape::Number => "a number",
            Shape::Boolean => "a boolean",
            Shape::Null => "null",
            Shape::Tagged => "a tagged value",
        }
    }
}

impl<'a> Value<'a> {
    #[inline(never)]
    pub(super) fn shape(&self) -> Shape {
        let Layer { view, .. } = self.layer;
        let Some(node) = view.follow(self.node) else { return Shape::Null };
        match view.document.node(node).kind {
            kind if kind.is_mapping() => Shape::Object,
            kind if kind.is_sequence() => Shape::List,
            _ if view.string(node).is_some() => Shape::Text,
            Kind::Plain if view.document.tag(node).is_none_or(|tag| tag.text(view.text).starts_with("!!")) => {
                let text = view.document.node(node).span().text(view.text);
                match plain_type(text) {
                    PlainType::Null => Shape::Null,
                    PlainType::Boolean => Shape::Boolean,
                    // JSON's `1e3` is no number to YAML, and nothing else is plain in JSON.
                    PlainType::Number | PlainType::Text => Shape::Number,
                }
            }
            _ => Shape::Tagged,
        }
    }

    /// The text of a scalar, whatever its type; empty for a collection.
    #[inline(never)]
    pub(super) fn text(&self) -> Cow<'a, str> {
        self.layer.view.text_of(self.node)
    }

    /// The entries of an object: what each is called, its key, its value. Of equal keys the last.
    #[inline(never)]
    pub(super) fn entries(&self) -> Vec<(Cow<'a, str>, NodeId, Value<'a>)> {
        let view = &self.layer.view;
        let Some(node) = view.follow(self.node) else { return Vec::new() };
        let entries = view.entries(node).into_iter();
        let entry = |entry: crate::syntax::view::Entry| {
            let name = view.text_of(entry.key);
            let value = self.step(entry.value, Name::Key(name.as_ref().into()));
            (name, entry.key, value)
        };
        entries.map(entry).collect()
    }

    /// The items of a list, one after the other: a file may have millions.
    pub(super) fn items(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let view = &self.layer.view;
        let list = view.follow(self.node).filter(|&node| view.document.node(node).kind.is_sequence());
        let value = self.clone();
        let children = list.into_iter().flat_map(|node| view.document.children(node)).enumerate();
        children.map(move |(at, item)| value.step(item, Name::Item(at as u32)))
    }

    /// The value under a field's name, in whatever case it is spelled.
    #[inline(never)]
    pub(super) fn get(&self, field: &str) -> Option<Value<'a>> {
        self.entries().into_iter().find(|(name, ..)| name.eq_ignore_ascii_case(field)).map(|(.., value)| value)
    }

    /// Its bytes in the file.
    #[inline(never)]
    pub(super) fn span(&self) -> Span {
        self.layer.in_file(self.layer.view.token(self.node))
    }

    #[inline(never)]
    fn step(&self, node: NodeId, name: Name) -> Value<'a> {
        let trail = Trail(Some(Rc::new(Step { before: self.trail.clone(), name })));
        Value { layer: self.layer, node, trail }
    }
}

/// The way to a value from its file's root. Values below one another share it, so that keeping where every fact stands
/// takes a step a fact, however long the names on the way are.
#[derive(Clone, Default)]
pub(super) struct Trail(Option<Rc<Step>>);

struct Step {
    before: Trail,
    name: Name,
}

enum Name {
    Key(Box<str>),
    Item(u32),
}

impl Trail {
    /// As a JSON Pointer.
    #[inline(never)]
    pub(super) fn pointer(&self) -> String {
        let mut names: Vec<Cow<'_, str>> = Vec::new();
        let mut next = self.0.as_deref();
        while let Some(step) = next {
            names.push(match &step.name {
                Name::Key(key) => Cow::Borrowed(key),
                Name::Item(at) => at.to_string().into(),
            });
            next = step.before.0.as_deref();
        }
        names.reverse();
        pointer::join(String::new(), names)
    }

    /// One step further.
    #[inline(never)]
    pub(super) fn key(&self, name: &str) -> Trail {
        Trail(Some(Rc::new(Step { before: self.clone(), name: Name::Key(name.into()) })))
    }

    /// One step further, into a list.
    #[inline(never)]
    pub(super) fn item(&self, at: usize) -> Trail {
        Trail(Some(Rc::new(Step { before: self.clone(), name: Name::Item(at as u32) })))
    }
}

/// Where a fact comes from.
#[derive(Clone, Default)]
pub(super) struct Origin {
    /// The file, in the order in which the files were given.
    pub(super) file: u32,
    /// Its bytes there; empty where only the way to it is known, as in a manifest.
    pub(super) span: Span,
    pub(super) trail: Trail,
}

impl Origin {
    #[inline(never)]
    pub(super) fn place(&self) -> Place {
        Place::File(self.file, self.span, self.trail.pointer())
    }
}

/// Something that a file says.
#[derive(Clone)]
pub(super) struct Fact<T> {
    pub(super) value: T,
    pub(super) origin: Origin,
}
