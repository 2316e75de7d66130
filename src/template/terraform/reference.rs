//! What stands at a site, and where it comes from when it is not a literal: followed through variables, locals,
//! conditionals and the functions that choose among their arguments, as far as the module says.

use std::borrow::Cow;

use super::display::{cut, display};
use super::json::Tree;
use super::module::{Definition, Module, Value as Place};
use super::native::{entries, label};
use crate::source::Span;
use crate::syntax;
use crate::syntax::hcl::{self, Document, Kind, NodeId};
use crate::syntax::scalar::{self, Mapped};
use crate::template::site::{End, Reference, Value, ValueKind};

/// How many variables and locals a reference is followed through.
const STEPS: usize = 32;

/// How many values are looked at on the way of one reference.
const LOOKS: u32 = 1_000;

/// How deep a value may stand in others on the way, all files taken together: what bounds the stack.
const DEPTH: u32 = 200;

/// How many literals of one reference are kept.
const ENDS: usize = 64;

/// A text in HCL and its tape: a file, or a template in a string of JSON.
#[derive(Clone, Copy)]
pub(super) struct Code<'a> {
    /// The index of the file in its module.
    pub(super) file: usize,
    pub(super) text: &'a str,
    pub(super) document: &'a Document,
    /// Where the text's bytes are in the file; byte for byte where it is the file itself.
    pub(super) mapped: Option<&'a Mapped>,
}

impl Code<'_> {
    fn place(&self, module: &Module<'_>, span: Span) -> Span {
        module.file(self.file).place(self.mapped.map_or(span, |mapped| mapped.source(span)))
    }
}

/// What the expression at `id` says, parentheses looked through.
pub(super) fn value(module: &Module<'_>, code: &Code<'_>, id: NodeId) -> Value {
    let kind = kind(code.text, code.document, id);
    if let Some(literal) = hcl::decode(code.text, code.document, id) {
        return Value { kind: ValueKind::Literal, literal: Some(literal.into_owned()), ..Value::default() };
    }
    let reference = Reference { name: display(code.text, code.document, id), ..Reference::default() };
    let mut follow = Follow { module, reference, open: Vec::new(), looks: LOOKS, depth: 0 };
    follow.native(code, id, &[]);
    Value { kind, literal: None, reference: follow.reference }
}

/// What the value in a JSON file says: a string is a template, and `"${var.x}"` is how JSON writes `var.x`.
pub(super) fn json_value(module: &Module<'_>, file: usize, document: &syntax::Document, id: syntax::NodeId) -> Value {
    let text = module.file(file).text;
    if document.node(id).kind != syntax::Kind::JsonString {
        let name = cut(document.node(id).span().text(text));
        return Value { reference: Reference { name, ..Reference::default() }, ..Value::default() };
    }
    let template = Template::read(module, text, document, id);
    let code = template.code(file);
    match template.document.only_interpolation(Document::ROOT).and_then(|id| template.document.inner(id)) {
        // `"${"m-1"}"` is no literal that could be edited as one.
        Some(inner) if !hcl_literal(&template.document, inner) => value(module, &code, inner),
        _ => value(module, &code, Document::ROOT),
    }
}

fn hcl_literal(document: &Document, id: NodeId) -> bool {
    document.kind(id).is_template() && document.is_leaf(id)
}

/// The kind of an expression that is not a literal.
fn kind(text: &str, document: &Document, id: NodeId) -> ValueKind {
    match document.kind(id) {
        Kind::Parens => document.inner(id).map_or(ValueKind::Other, |inner| kind(text, document, inner)),
        Kind::Quoted | Kind::Heredoc | Kind::Template => ValueKind::Interpolation,
        Kind::Conditional => ValueKind::Conditional,
        Kind::Call => ValueKind::Function,
        Kind::Traversal => {
            let mut steps = document.children(id);
            match (steps.next(), steps.next()) {
                (Some(root), Some(step)) if document.kind(root) == Kind::Variable => {
                    rooted(document.name(text, root), document.name(text, step), steps.next().is_some())
                }
                (Some(root), _) => kind(text, document, root),
                _ => ValueKind::Other,
            }
        }
        _ => ValueKind::Other,
    }
}

/// The kind of `root.step`, which goes on behind that or not.
fn rooted(root: &str, step: &str, more: bool) -> ValueKind {
    match root {
        "var" => ValueKind::Parameter,
        "local" => ValueKind::Local,
        "data" => ValueKind::DataSource,
        "module" => ValueKind::Function,
        "each" | "count" | "path" | "terraform" | "self" => ValueKind::Other,
        // The iterator of a `dynamic` block; any other name is a resource: `type.name.attribute`.
        _ if !more || matches!(step, "key" | "value") => ValueKind::Other,
        _ => ValueKind::Function,
    }
}

/// What is taken from a collection.
#[derive(Clone)]
enum Step<'a> {
    /// `.name`, `["name"]`.
    Name(Cow<'a, str>),
    /// `[0]`, `.0`.
    Number(usize),
    /// Something that only running it would tell.
    Any,
}

/// The strings of a function's result, by those of its arguments.
enum Choice {
    /// One of the arguments.
    Arguments,
    /// The first argument in another type, or part of it in the same order.
    First,
    /// The items of all arguments, in an order of their own.
    Items,
    /// An item of the first argument, by the second: `element`; by the second or else the third: `lookup`.
    Item,
    /// The one item of the first argument.
    One,
}

const FUNCTIONS: [(&str, Choice); 23] = [
    ("coalesce", Choice::Arguments),
    ("coalescelist", Choice::Arguments),
    ("compact", Choice::Items),
    ("concat", Choice::Items),
    ("distinct", Choice::Items),
    ("element", Choice::Item),
    ("flatten", Choice::Items),
    ("lookup", Choice::Item),
    ("merge", Choice::Arguments),
    ("nonsensitive", Choice::First),
    ("one", Choice::One),
    ("reverse", Choice::Items),
    ("sensitive", Choice::First),
    ("setunion", Choice::Items),
    ("slice", Choice::Items),
    ("sort", Choice::Items),
    ("tolist", Choice::First),
    ("tomap", Choice::First),
    ("toset", Choice::Items),
    ("tostring", Choice::First),
    ("trimspace", Choice::First),
    ("try", Choice::Arguments),
    ("values", Choice::Items),
];

/// A walk from a reference to the literals that it can end in.
struct Follow<'m, 'a> {
    module: &'m Module<'a>,
    reference: Reference,
    /// The definitions that are being followed, against circles.
    open: Vec<(usize, Span)>,
    looks: u32,
    depth: u32,
}

impl Follow<'_, '_> {
    /// Whether there is reason to look at one more value.
    fn look(&mut self) -> bool {
        self.looks = self.looks.saturating_sub(1);
        self.looks > 0 && self.depth < DEPTH && self.reference.ends.len() < ENDS
    }

    /// Follows the expression at `id`, of which `path` is taken.
    fn native(&mut self, code: &Code<'_>, id: NodeId, path: &[Step<'_>]) {
        if self.look() {
            self.depth += 1;
            self.expression(code, id, path);
            self.depth -= 1;
        }
    }

    fn expression(&mut self, code: &Code<'_>, id: NodeId, path: &[Step<'_>]) {
        let document = code.document;
        match document.kind(id) {
            Kind::Parens => self.inner(code, id, path),
            Kind::Quoted | Kind::Heredoc | Kind::Template => match hcl::decode(code.text, document, id) {
                Some(text) if path.is_empty() => {
                    let span = code.place(self.module, document.node(id).span());
                    self.end(&text, span);
                }
                Some(_) => {}
                None => {
                    if let Some(only) = document.only_interpolation(id) {
                        self.inner(code, only, path);
                    }
                }
            },
            Kind::Conditional => {
                let parts: Vec<NodeId> = document.children(id).collect();
                for (at, &part) in parts.iter().enumerate() {
                    if at % 2 == 1 || at + 1 == parts.len() {
                        self.native(code, part, path);
                    }
                }
            }
            Kind::Traversal => self.traversal(code, id, path),
            Kind::Call => self.call(code, id, path),
            Kind::Object => {
                let Some((first, rest)) = path.split_first() else { return };
                let chosen = entries(document, id).filter(|&(key, _)| match first {
                    Step::Name(name) => self.key(code, key).is_none_or(|key| key == *name),
                    Step::Any => true,
                    Step::Number(_) => false,
                });
                for (_, value) in chosen.collect::<Vec<_>>() {
                    self.native(code, value, rest);
                }
            }
            Kind::Tuple => {
                let Some((first, rest)) = path.split_first() else { return };
                let count = document.children(id).count().max(1);
                for (at, item) in document.children(id).enumerate() {
                    let chosen = match first {
                        // `element` starts over behind the end; an index there is an error anyway.
                        Step::Number(number) => number % count == at,
                        Step::Any => true,
                        Step::Name(_) => false,
                    };
                    if chosen {
                        self.native(code, item, rest);
                    }
                }
            }
            _ => {}
        }
    }

    fn inner(&mut self, code: &Code<'_>, id: NodeId, path: &[Step<'_>]) {
        if let Some(inner) = code.document.inner(id) {
            self.native(code, inner, path);
        }
    }

    /// The text of an object's key; `None` where it is computed.
    fn key<'c>(&self, code: &Code<'c>, key: NodeId) -> Option<Cow<'c, str>> {
        match code.document.kind(key) {
            Kind::Variable | Kind::Quoted if code.document.is_leaf(key) => Some(label(code.text, code.document, key)),
            Kind::Number | Kind::Bool => Some(Cow::Borrowed(code.document.node(key).span().text(code.text))),
            _ => None,
        }
    }

    fn traversal(&mut self, code: &Code<'_>, id: NodeId, path: &[Step<'_>]) {
        let document = code.document;
        let mut children = document.children(id);
        let Some(root) = children.next() else { return };
        let mut steps: Vec<Step<'_>> = Vec::new();
        let mut splat = false;
        for child in children {
            match document.kind(child) {
                Kind::GetAttr => steps.push(Step::Name(Cow::Borrowed(document.name(code.text, child)))),
                Kind::AttrSplat | Kind::FullSplat => {
                    splat = true;
                    steps.push(Step::Any);
                }
                // Behind a splat an index chooses among all items, and each of them is followed.
                _ if splat => {}
                Kind::LegacyIndex => steps.push(number(document.name(code.text, child))),
                _ => steps.push(document.inner(child).map_or(Step::Any, |key| self.step(code, key))),
            }
        }
        if document.kind(root) != Kind::Variable {
            steps.extend_from_slice(path);
            return self.native(code, root, &steps);
        }
        let [Step::Name(name), rest @ ..] = steps.as_slice() else { return };
        let definition = match document.name(code.text, root) {
            "var" => self.module.variable(name),
            "local" => self.module.local(name),
            _ => None,
        };
        if let Some(definition) = definition {
            self.definition(&definition.clone(), &[rest, path].concat());
        }
    }

    fn definition(&mut self, definition: &Definition<'_>, path: &[Step<'_>]) {
        let step = (definition.file, definition.span);
        if self.open.contains(&step) || self.open.len() >= STEPS {
            return;
        }
        let file = self.module.file(definition.file);
        let through = file.place(definition.span);
        if !self.reference.through.contains(&through) {
            self.reference.through.push(through);
        }
        self.open.push(step);
        match (definition.value, &self.module.files[definition.file].syntax) {
            (Some(Place::Native(id)), super::Syntax::Native(document)) => {
                let code = Code { file: definition.file, text: file.text, document, mapped: None };
                self.native(&code, id, path);
            }
            (Some(Place::Json(id)), super::Syntax::Json(document)) => {
                self.json(definition.file, document, id, path);
            }
            _ => {}
        }
        self.open.pop();
    }

    /// What an index says, where it says it plainly.
    fn step<'c>(&self, code: &Code<'c>, key: NodeId) -> Step<'c> {
        match code.document.kind(key) {
            Kind::Number => number(code.document.node(key).span().text(code.text)),
            Kind::Quoted => hcl::decode(code.text, code.document, key).map_or(Step::Any, Step::Name),
            _ => Step::Any,
        }
    }

    fn call(&mut self, code: &Code<'_>, id: NodeId, path: &[Step<'_>]) {
        let document = code.document;
        let name = document.name(code.text, id);
        let Some((_, choice)) = FUNCTIONS.iter().find(|(known, _)| *known == name) else { return };
        let arguments: Vec<NodeId> = document.children(id).filter(|&id| document.kind(id) != Kind::Expand).collect();
        let Some(&first) = arguments.first() else { return };
        match choice {
            Choice::Arguments => arguments.iter().for_each(|&argument| self.native(code, argument, path)),
            Choice::First => self.native(code, first, path),
            Choice::One => self.native(code, first, &[&[Step::Any], path].concat()),
            Choice::Items => {
                let rest = path.get(1..).unwrap_or_default();
                let path = [&[Step::Any], rest].concat();
                arguments.iter().for_each(|&argument| self.native(code, argument, &path));
            }
            Choice::Item => {
                let key = arguments.get(1).map_or(Step::Any, |&key| self.step(code, key));
                self.native(code, first, &[&[key], path].concat());
                if let Some(&default) = arguments.get(2) {
                    self.native(code, default, path);
                }
            }
        }
    }

    /// Follows a value of a JSON file.
    fn json(&mut self, file: usize, document: &syntax::Document, id: syntax::NodeId, path: &[Step<'_>]) {
        if !self.look() {
            return;
        }
        let text = self.module.file(file).text;
        let kind = document.node(id).kind;
        if kind == syntax::Kind::JsonString {
            let template = Template::read(self.module, text, document, id);
            let code = template.code(file);
            match hcl::decode(code.text, code.document, Document::ROOT) {
                Some(literal) if path.is_empty() => {
                    let span = self.module.file(file).place(document.node(id).span());
                    self.end(&literal, span);
                }
                Some(_) => {}
                None => self.native(&code, Document::ROOT, path),
            }
            return;
        }
        let Some((first, rest)) = path.split_first() else { return };
        let tree = Tree::new(text, document, self.module.options);
        let chosen: Vec<syntax::NodeId> = if kind.is_mapping() {
            let takes = |key: &str| match first {
                Step::Name(name) => name == key,
                Step::Any => true,
                Step::Number(_) => false,
            };
            document.entries(id).filter(|&(key, _)| takes(&tree.text_of(key))).map(|(_, value)| value).collect()
        } else {
            let takes =
                |at: usize| matches!(first, Step::Any) || matches!(first, Step::Number(number) if *number == at);
            document.children(id).enumerate().filter(|&(at, _)| takes(at)).map(|(_, item)| item).collect()
        };
        self.depth += 1;
        for value in chosen {
            self.json(file, document, value, rest);
        }
        self.depth -= 1;
    }

    fn end(&mut self, literal: &str, span: Span) {
        if !self.reference.ends.iter().any(|end| end.span == span) {
            self.reference.ends.push(End { literal: literal.to_owned(), span });
        }
    }
}

fn number(text: &str) -> Step<'static> {
    text.parse().map_or(Step::Any, Step::Number)
}

/// A string of JSON, read as a template.
pub(super) struct Template {
    mapped: Mapped,
    pub(super) document: Document,
}

impl Template {
    fn read(module: &Module<'_>, text: &str, document: &syntax::Document, id: syntax::NodeId) -> Self {
        let mapped = scalar::decode_mapped(text, document, id);
        // Whoever reads the site reports what is wrong with it.
        let mut unused = crate::diagnostic::Diagnostics::new(0, &[]);
        let document = hcl::parse_template(&mapped.text, &module.options.limits, &mut unused);
        Template { mapped, document }
    }

    fn code(&self, file: usize) -> Code<'_> {
        Code { file, text: &self.mapped.text, document: &self.document, mapped: Some(&self.mapped) }
    }
}
