//! What stands at a site, and what it refers to when it is not a literal: variables, what a module is given, locals,
//! outputs, the collection behind `each` and other iterators, what functions are given.

mod json;

use std::borrow::Cow;
use std::rc::Rc;

use super::display::display;
use super::function::{Choice, choice};
use super::kind::kind;
use super::module::{Modules, Sort, Value as Place};
use super::native::{entries, label};
use super::{Parsed, Syntax};
use crate::source::Span;
use crate::syntax::hcl::{self, Document, Kind, NodeId};
use crate::syntax::scalar::Mapped;
use crate::template::SiteOptions;
use crate::template::origin::{Entries, Index, Key, OriginId, PathId, Step, Tracer};
use crate::template::site::{Reference, Value, ValueKind};
use json::Template;

/// A module, and the iterators that hold in one of its blocks.
pub(super) type ScopeId = u32;

/// A text in HCL and its tape: a file, or a template in a string of JSON.
#[derive(Clone, Copy)]
pub(super) struct Code<'c> {
    /// Its number among the files and the templates behind them.
    number: u32,
    /// The index of its file.
    file: usize,
    text: &'c str,
    document: &'c Document,
    /// Where the text's bytes are in the file; byte for byte where it is the file itself.
    mapped: Option<&'c Mapped>,
}

/// Follows the references of one configuration.
pub(super) struct References<'a> {
    pub(super) modules: Modules<'a>,
    pub(super) options: &'a SiteOptions,
    tracer: Tracer,
    /// The number of the first document: the definitions; behind it the files, and then the templates in strings of JSON.
    documents: u32,
    /// One for each module, and behind them those with iterators.
    scopes: Vec<Scope>,
    /// Those of calls, by the numbers of their definitions.
    call_scopes: Vec<Option<ScopeId>>,
    templates: Vec<Rc<Template>>,
    /// The number of the template that a string of JSON is, by file and node.
    template_at: Index,
    index: Index,
}

#[derive(Clone)]
struct Scope {
    module: u32,
    iterator: Option<Iterator>,
}

/// `each`, or the name in a `dynamic` block.
#[derive(Clone)]
struct Iterator {
    name: String,
    /// The file and the node that are iterated over.
    collection: (usize, Place),
    around: ScopeId,
}

impl<'a> References<'a> {
    /// `files` are in the order of their folders.
    pub(super) fn new(files: &'a [Parsed<'a>], options: &'a SiteOptions, mut tracer: Tracer) -> Self {
        let modules = Modules::new(files, options);
        let scopes = (0..modules.calls.len()).map(|module| Scope { module: module as u32, iterator: None }).collect();
        References {
            documents: tracer.documents(1 + files.len()),
            modules,
            options,
            tracer,
            scopes,
            call_scopes: Vec::new(),
            templates: Vec::new(),
            template_at: Index::default(),
            index: Index::default(),
        }
    }

    /// The code of a file in native syntax.
    pub(super) fn code<'c>(&self, file: usize, document: &'c Document) -> Code<'c>
    where
        'a: 'c,
    {
        Code { number: file as u32, file, text: self.modules.file(file).text, document, mapped: None }
    }

    /// The scope of a file's module.
    pub(super) fn scope(&self, file: usize) -> ScopeId {
        self.modules.module[file]
    }

    /// `scope` with the iterator of a block, where it has one.
    pub(super) fn iterating(&mut self, scope: ScopeId, name: &str, file: usize, over: Option<Place>) -> ScopeId {
        let Some(over) = over else { return scope };
        let iterator = Some(Iterator { name: name.to_owned(), collection: (file, over), around: scope });
        self.scopes.push(Scope { module: self.scopes[scope as usize].module, iterator });
        self.scopes.len() as u32 - 1
    }

    /// What the expression at `id` says, parentheses looked through.
    pub(super) fn value(&mut self, code: &Code<'_>, scope: ScopeId, id: NodeId) -> Value {
        if let Some(literal) = hcl::decode(code.text, code.document, id) {
            return Value { kind: ValueKind::Literal, literal: Some(literal.into_owned()), ..Value::default() };
        }
        let kind = kind(code.text, code.document, id);
        let key = self.key(code.number, id, PathId::WHOLE, scope);
        let name = display(code.text, code.document, id);
        Value { kind, literal: None, reference: Reference { name, origin: Some(self.tracer.node(key)) } }
    }

    /// Everything that a value refers to.
    pub(super) fn anything(&mut self, file: usize, scope: ScopeId, value: Place) -> OriginId {
        let key = self.place_key(file, value, PathId::ANYTHING, scope);
        self.tracer.node(key)
    }

    fn key(&self, number: u32, node: u32, path: PathId, scope: ScopeId) -> Key {
        Key { document: self.documents + 1 + number, node, path, scope }
    }

    fn place_key(&self, file: usize, value: Place, path: PathId, scope: ScopeId) -> Key {
        let (Place::Native(node) | Place::Json(node)) = value;
        self.key(file as u32, node, path, scope)
    }

    /// Follows everything that was asked for, and gives back what holds it.
    pub(super) fn finish(mut self) -> Tracer {
        let files = self.modules.files;
        while let Some(Key { document, node, path, scope }) = self.tracer.fill_next() {
            let Some(number) = (document - self.documents).checked_sub(1) else {
                self.definition(node as usize, path, scope);
                continue;
            };
            match files.get(number as usize).map(|parsed| &parsed.syntax) {
                Some(Syntax::Native(document)) => {
                    let code = self.code(number as usize, document);
                    self.native(&code, scope, node, path);
                }
                Some(Syntax::Json(document)) => self.json(number as usize, scope, document, node, path),
                None => {
                    let template = self.templates[number as usize - files.len()].clone();
                    self.native(&template.code(), scope, node, path);
                }
            }
        }
        self.tracer
    }

    fn definition(&mut self, at: usize, path: PathId, scope: ScopeId) {
        let definition = &self.modules.definitions[at];
        let (file, sort, value, body) = (definition.file, definition.sort, definition.value, definition.body);
        self.tracer.place(self.modules.file(file).place(definition.span));
        if sort == Sort::Variable {
            let name = definition.name.clone();
            let calls = self.modules.calls[self.scopes[scope as usize].module as usize].clone();
            let mut given = !calls.is_empty();
            for call in calls {
                match self.modules.find(call, Sort::Argument, &name) {
                    Some(argument) => {
                        let around = self.call_scope(call as usize);
                        self.refer_to(argument, path, around);
                    }
                    None => given = false,
                }
            }
            if given {
                return;
            }
        }
        if let Some(value) = value {
            let key = self.place_key(file, value, path, scope);
            self.tracer.refer(key);
        }
        // What a variable may be stands in its type and its validation, too.
        if let Some(body) = body.filter(|_| sort == Sort::Variable) {
            for value in self.modules.conditions(file, body) {
                let key = self.place_key(file, value, PathId::ANYTHING, scope);
                self.tracer.refer(key);
            }
        }
    }

    /// The scope that the arguments of a call are written in.
    pub(super) fn call_scope(&mut self, call: usize) -> ScopeId {
        let definition = &self.modules.definitions[call];
        let (file, body) = (definition.file, definition.body);
        if let Some(known) = self.call_scopes.get(call).copied().flatten() {
            return known;
        }
        let over = body.and_then(|body| self.modules.attribute(file, body, "for_each"));
        let scope = self.iterating(self.scope(file), "each", file, over);
        self.call_scopes.resize(self.call_scopes.len().max(call + 1), None);
        self.call_scopes[call] = Some(scope);
        scope
    }

    /// Refers to a definition, which is read in the scope of its module.
    fn refer_to(&mut self, definition: usize, path: PathId, scope: ScopeId) {
        self.tracer.refer(Key { document: self.documents, node: definition as u32, path, scope });
    }

    /// The expression at `id`, of which `path` is taken.
    fn native(&mut self, code: &Code<'_>, scope: ScopeId, id: NodeId, path: PathId) {
        let document = code.document;
        match document.kind(id) {
            Kind::Quoted | Kind::Heredoc | Kind::Template => match hcl::decode(code.text, document, id) {
                Some(text) => self.tracer.literal(&text, self.place(code, document.node(id).span()), path),
                None => match document.only_interpolation(id) {
                    Some(only) => self.children(code, scope, only, path),
                    None => self.parts(code, scope, id),
                },
            },
            Kind::Parens => self.children(code, scope, id, path),
            Kind::Conditional => {
                let parts: Vec<NodeId> = document.children(id).collect();
                for (at, &part) in parts.iter().enumerate() {
                    if at % 2 == 1 || at + 1 == parts.len() {
                        self.native(code, scope, part, path);
                    }
                }
            }
            Kind::Traversal => self.traversal(code, scope, id, path),
            Kind::Call => self.call(code, scope, id, path),
            Kind::Object | Kind::Tuple => self.collection(code, scope, id, path),
            // What comes out of the rest is not followed.
            _ => self.children(code, scope, id, PathId::ANYTHING),
        }
    }

    fn children(&mut self, code: &Code<'_>, scope: ScopeId, id: NodeId, path: PathId) {
        code.document.children(id).for_each(|child| self.native(code, scope, child, path));
    }

    /// A text with something to fill in: what is filled in, and what stands between.
    fn parts(&mut self, code: &Code<'_>, scope: ScopeId, id: NodeId) {
        let inner = hcl::inner_span(code.text, code.document.node(id));
        let mut from = inner.start;
        for child in code.document.children(id) {
            let part = code.document.node(child);
            self.piece(code, Span::new(from, part.start));
            from = part.end;
            self.children(code, scope, child, PathId::ANYTHING);
        }
        self.piece(code, Span::new(from, inner.end));
    }

    fn piece(&mut self, code: &Code<'_>, span: Span) {
        let text = span.text(code.text).trim();
        if !text.is_empty() {
            self.tracer.literal(text, self.place(code, span), PathId::ANYTHING);
        }
    }

    fn collection(&mut self, code: &Code<'_>, scope: ScopeId, id: NodeId, path: PathId) {
        let document = code.document;
        let is_object = document.kind(id) == Kind::Object;
        match self.tracer.split(path) {
            None if path == PathId::ANYTHING => {
                for (key, value) in entries(document, id).filter(|_| is_object) {
                    self.key_literal(code, key, path);
                    self.native(code, scope, key, path);
                    self.native(code, scope, value, path);
                }
                if !is_object {
                    self.children(code, scope, id, path);
                }
            }
            None => {}
            Some((Step::Key, rest)) if is_object => {
                entries(document, id).for_each(|(key, _)| self.key_literal(code, key, rest));
            }
            Some((Step::Any, rest)) if is_object => {
                entries(document, id).for_each(|(_, value)| self.native(code, scope, value, rest));
            }
            // The key of a set's item is the item.
            Some((Step::Any | Step::Key, rest)) => self.children(code, scope, id, rest),
            Some((Step::Number(at), rest)) => {
                let items = self.entries(code, id);
                // `element` starts over behind the end; an index there is an error anyway.
                let item = items.others.get(at as usize % items.others.len().max(1));
                if let Some(&item) = item.filter(|_| !is_object) {
                    self.native(code, scope, item, rest);
                }
            }
            Some((Step::Name(name), rest)) if is_object => {
                let entries = self.entries(code, id);
                for value in entries.named(name).map(|(_, value)| value).chain(entries.others.iter().copied()) {
                    self.native(code, scope, value, rest);
                }
            }
            Some((Step::Name(_), _)) => {}
        }
    }

    fn entries(&mut self, code: &Code<'_>, id: NodeId) -> Rc<Entries> {
        let place = (code.number, id);
        if let Some(known) = self.index.get(place) {
            return known;
        }
        let document = code.document;
        let (mut named, mut others) = (Vec::new(), Vec::new());
        if document.kind(id) == Kind::Object {
            for (key, value) in entries(document, id) {
                match key_text(code, key) {
                    Some(name) => named.push((self.tracer.name(&name), key, value)),
                    None => others.push(value),
                }
            }
        } else {
            others.extend(document.children(id));
        }
        self.index.put(place, Entries::new(named, others))
    }

    fn key_literal(&mut self, code: &Code<'_>, key: NodeId, path: PathId) {
        if let Some(name) = key_text(code, key) {
            self.tracer.literal(&name, self.place(code, code.document.node(key).span()), path);
        }
    }

    fn traversal(&mut self, code: &Code<'_>, scope: ScopeId, id: NodeId, path: PathId) {
        let document = code.document;
        let mut children = document.children(id);
        let Some(root) = children.next() else { return };
        let mut steps: Vec<Step> = Vec::new();
        let mut splat = false;
        for child in children {
            match document.kind(child) {
                Kind::GetAttr => steps.push(Step::Name(self.tracer.name(document.name(code.text, child)))),
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
            let path = self.path(&steps, path);
            return self.native(code, scope, root, path);
        }
        let [Step::Name(first), rest @ ..] = steps.as_slice() else { return };
        let (root, name) = (document.name(code.text, root), self.tracer.text(*first));
        let module = self.scopes[scope as usize].module;
        let (owner, sort, name, rest) = match root {
            "var" => (module, Sort::Variable, name, rest),
            "local" => (module, Sort::Local, name, rest),
            "module" => {
                let Some(call) = self.modules.find(module, Sort::Call, &name) else { return };
                let definition = &self.modules.definitions[call];
                let Some((target, body)) = definition.target.zip(definition.body) else { return };
                // One of several copies of a module is chosen by its key.
                let keyed = self.modules.attribute(definition.file, body, "for_each").is_some();
                let rest = &rest[usize::from(keyed).min(rest.len())..];
                let Some(at) = rest.iter().position(|step| matches!(step, Step::Name(_))) else { return };
                let Step::Name(output) = rest[at] else { return };
                (target, Sort::Output, self.tracer.text(output), &rest[at + 1..])
            }
            _ => return self.iterator(scope, root, &name, rest, path),
        };
        if let Some(definition) = self.modules.find(owner, sort, &name) {
            let path = self.path(rest, path);
            self.refer_to(definition, path, owner);
        }
    }

    /// `each.value`, `each.key`, and those of a `dynamic` block.
    fn iterator(&mut self, scope: ScopeId, root: &str, part: &str, rest: &[Step], path: PathId) {
        let mut scope = scope;
        while let Some(iterator) = self.scopes[scope as usize].iterator.clone() {
            scope = iterator.around;
            if iterator.name == root {
                let path = self.path(rest, path);
                let step = if part == "key" { Step::Key } else { Step::Any };
                let path = self.tracer.path(step, path);
                let (file, place) = iterator.collection;
                let key = self.place_key(file, place, path, scope);
                return self.tracer.refer(key);
            }
        }
    }

    fn path(&mut self, steps: &[Step], rest: PathId) -> PathId {
        steps.iter().rev().fold(rest, |rest, &step| self.tracer.path(step, rest))
    }

    /// What an index says, where it says it plainly.
    fn step(&mut self, code: &Code<'_>, key: NodeId) -> Step {
        match code.document.kind(key) {
            Kind::Number => number(code.document.node(key).span().text(code.text)),
            Kind::Quoted => {
                hcl::decode(code.text, code.document, key).map_or(Step::Any, |name| Step::Name(self.tracer.name(&name)))
            }
            _ => Step::Any,
        }
    }

    fn call(&mut self, code: &Code<'_>, scope: ScopeId, id: NodeId, path: PathId) {
        let document = code.document;
        let name = document.name(code.text, id);
        let Some(choice) = choice(name) else {
            return self.children(code, scope, id, PathId::ANYTHING);
        };
        let mut arguments = document.children(id).filter(|&id| document.kind(id) != Kind::Expand);
        match choice {
            Choice::Arguments => arguments.for_each(|argument| self.native(code, scope, argument, path)),
            Choice::First => {
                if let Some(first) = arguments.next() {
                    self.native(code, scope, first, path);
                }
            }
            Choice::One => {
                let path = self.tracer.path(Step::Any, path);
                if let Some(first) = arguments.next() {
                    self.native(code, scope, first, path);
                }
            }
            Choice::Items => {
                let rest = self.tracer.split(path).map_or(path, |(_, rest)| rest);
                let path = self.tracer.path(Step::Any, rest);
                arguments.for_each(|argument| self.native(code, scope, argument, path));
            }
            Choice::Item => {
                let (first, key, default) = (arguments.next(), arguments.next(), arguments.next());
                let step = key.map_or(Step::Any, |key| self.step(code, key));
                let item = self.tracer.path(step, path);
                for (argument, path) in [(first, item), (default, path)] {
                    if let Some(argument) = argument {
                        self.native(code, scope, argument, path);
                    }
                }
            }
        }
    }

    fn place(&self, code: &Code<'_>, span: Span) -> Span {
        self.modules.file(code.file).place(code.mapped.map_or(span, |mapped| mapped.source(span)))
    }
}

/// The text of an object's key; `None` where it is computed.
fn key_text<'c>(code: &Code<'c>, key: NodeId) -> Option<Cow<'c, str>> {
    match code.document.kind(key) {
        Kind::Variable | Kind::Quoted if code.document.is_leaf(key) => Some(label(code.text, code.document, key)),
        Kind::Number | Kind::Bool => Some(Cow::Borrowed(code.document.node(key).span().text(code.text))),
        _ => None,
    }
}

fn number(text: &str) -> Step {
    text.parse().map_or(Step::Any, Step::Number)
}
