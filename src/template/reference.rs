//! What stands at a site of a ROS template, and what it refers to when it is not a literal: parameters, mappings, locals,
//! the branches of conditions, what functions are given.

use std::rc::Rc;

use super::origin::{Entries, Index, Key, OriginId, PathId, Step, Tracer};
use super::site::{Reference, Value, ValueKind};
use crate::syntax::view::{Entry, Expression, View};
use crate::syntax::{Kind, NodeId};

/// A template whose names hold: the document, or a child that a stack holds inline.
pub type ScopeId = u32;

/// How many characters of what stands at a site are shown.
const LENGTH: usize = 60;

/// What a [`Key`]'s node is: a value, or the key of a definition. Each counts as a document of its own.
const VALUE: u32 = 0;
const PARAMETER: u32 = 1;
const LOCAL: u32 = 2;
const MAPPING: u32 = 3;
const KINDS: usize = 4;

/// Follows the references of one document.
pub struct References<'a, 'o> {
    view: &'o View<'a>,
    tracer: Tracer,
    /// The number of the first of the kinds.
    documents: u32,
    scopes: Vec<Scope>,
    index: Index,
}

/// One template's sections. A child has the scope around it, too, and the mapping of the values it is given.
struct Scope {
    parameters: Option<NodeId>,
    mappings: Option<NodeId>,
    locals: Option<NodeId>,
    resources: Option<NodeId>,
    outer: Option<(ScopeId, NodeId)>,
}

impl<'a, 'o> References<'a, 'o> {
    /// For the document of `view`.
    pub fn new(view: &'o View<'a>, mut tracer: Tracer) -> Self {
        References { view, documents: tracer.documents(KINDS), tracer, scopes: Vec::new(), index: Index::default() }
    }

    /// The scope of the template at `root`; of a child, with the scope around it and the values it is given.
    pub fn scope(&mut self, root: NodeId, outer: Option<(ScopeId, NodeId)>) -> ScopeId {
        let section = |name| self.view.value(root, name);
        self.scopes.push(Scope {
            parameters: section("Parameters"),
            mappings: section("Mappings"),
            locals: section("Locals"),
            resources: section("Resources"),
            outer,
        });
        self.scopes.len() as u32 - 1
    }

    /// What stands at `id`, which is no alias.
    pub fn value(&mut self, scope: ScopeId, id: NodeId) -> Value {
        match self.view.expression(id) {
            Expression::Text(text) => {
                Value { kind: ValueKind::of_ros(&text), literal: Some(text.into_owned()), ..Value::default() }
            }
            Expression::Call { name, argument } => {
                let origin = Some(self.origin(scope, id, PathId::WHOLE));
                let reference = Reference { name: self.display(&name, argument), origin };
                Value { kind: self.kind(scope, &name, argument), literal: None, reference }
            }
            Expression::Other => {
                let mut name = cut(self.view.token(id).text(self.view.text));
                if name.is_empty() {
                    name.push_str("null");
                }
                Value { kind: ValueKind::Other, literal: None, reference: Reference { name, origin: None } }
            }
        }
    }

    /// What `path` takes from the value at `id`.
    pub fn origin(&mut self, scope: ScopeId, id: NodeId, path: PathId) -> OriginId {
        let key = self.key(VALUE, id, path, scope);
        self.tracer.node(key)
    }

    fn key(&self, kind: u32, node: NodeId, path: PathId, scope: ScopeId) -> Key {
        Key { document: self.documents + kind, node, path, scope }
    }

    /// Follows everything that was asked for, and lends or gives back what holds it.
    pub fn trace(&mut self) -> &mut Tracer {
        while let Some(Key { document, node, path, scope }) = self.tracer.fill_next() {
            let kind = document - self.documents;
            if kind == VALUE {
                self.value_at(scope, node, path);
                continue;
            }
            self.tracer.place(self.view.token(node));
            // A value stands right behind its key.
            let value = self.view.document.node(node).next;
            match kind {
                PARAMETER => self.parameter(scope, node, value, path),
                LOCAL => self.local(scope, value, path),
                _ => self.value_at(scope, value, path),
            }
        }
        &mut self.tracer
    }

    fn display(&self, name: &str, argument: NodeId) -> String {
        match (name, self.view.argument(argument)) {
            ("Ref", Some(target)) => format!("Ref: {}", cut(&target)),
            ("Ref", None) => "Ref".to_owned(),
            (name, _) => format!("Fn::{}", cut(name)),
        }
    }

    fn kind(&mut self, scope: ScopeId, function: &str, argument: NodeId) -> ValueKind {
        match function {
            "If" => ValueKind::Conditional,
            "Ref" => {
                let Some(name) = self.view.argument(argument) else { return ValueKind::Parameter };
                let Scope { parameters, locals, resources, .. } = self.scopes[scope as usize];
                match () {
                    () if self.entry(locals, &name).is_some() => ValueKind::Local,
                    () if self.entry(parameters, &name).is_some() => ValueKind::Parameter,
                    () if self.entry(resources, &name).is_some() => ValueKind::Function,
                    () => ValueKind::Parameter,
                }
            }
            "GetAtt" if self.is_data_source(scope, argument) => ValueKind::DataSource,
            _ => ValueKind::Function,
        }
    }

    /// Whether `Images.ImageIds` or `[Images, ImageIds]` reads a data source: a resource or a local of such a type.
    fn is_data_source(&mut self, scope: ScopeId, argument: NodeId) -> bool {
        let written = match self.view.argument(argument) {
            Some(text) => text,
            None => match self.view.items(argument).next().and_then(|first| self.view.string(first)) {
                Some(text) => text,
                None => return false,
            },
        };
        let name = written.split('.').next().unwrap_or_default();
        let Scope { locals, resources, .. } = self.scopes[scope as usize];
        let entry = self.entry(resources, name).or_else(|| self.entry(locals, name));
        entry.and_then(|entry| self.view.follow(entry.value)).is_some_and(|body| self.is_data(body))
    }

    fn is_data(&self, body: NodeId) -> bool {
        let resource_type = self.view.value(body, "Type").and_then(|id| self.view.string(id));
        resource_type.is_some_and(|resource_type| resource_type.starts_with("DATASOURCE::"))
    }

    fn value_at(&mut self, scope: ScopeId, id: NodeId, path: PathId) {
        if self.view.document.node(id).kind == Kind::Alias {
            // What an alias names may hold the alias.
            if let Some(target) = self.view.follow(id) {
                let key = self.key(VALUE, target, path, scope);
                self.tracer.refer(key);
            }
            return;
        }
        match self.view.expression(id) {
            Expression::Text(text) => self.text(&text, id, path),
            Expression::Call { name, argument } => self.call(scope, &name, (id, argument), path),
            Expression::Other => self.collection(scope, id, path),
        }
    }

    fn text(&mut self, text: &str, id: NodeId, path: PathId) {
        let span = self.view.token(id);
        self.tracer.literal(text, span, path);
        // A parameter may be a list, with commas between its items.
        let pieces = text.split(',').map(str::trim);
        match self.tracer.split(path) {
            Some((Step::Number(at), rest)) => {
                if let Some(piece) = text.split(',').nth(at as usize) {
                    self.tracer.literal(piece.trim(), span, rest);
                }
            }
            Some((Step::Any, rest)) => pieces.for_each(|piece| self.tracer.literal(piece, span, rest)),
            None if path == PathId::ANYTHING && text.contains(',') => {
                pieces.for_each(|piece| self.tracer.literal(piece, span, path));
            }
            _ => {}
        }
    }

    fn collection(&mut self, scope: ScopeId, id: NodeId, path: PathId) {
        let document = self.view.document;
        let is_mapping = document.node(id).kind.is_mapping();
        match self.tracer.split(path) {
            None if path == PathId::ANYTHING => {
                for (key, value) in document.entries(id) {
                    self.tracer.literal(&self.view.text_of(key), self.view.token(key), path);
                    self.value_at(scope, value, path);
                }
                self.items(scope, id, 0, path);
            }
            None | Some((Step::Key, _)) => {}
            Some((Step::Any, rest)) if is_mapping => {
                for entry in self.view.entries(id) {
                    self.value_at(scope, entry.value, rest);
                }
            }
            Some((Step::Any, rest)) => self.items(scope, id, 0, rest),
            Some((Step::Number(at), rest)) if !is_mapping => {
                if let Some(&item) = self.entries(id).others.get(at as usize) {
                    self.value_at(scope, item, rest);
                }
            }
            Some((step, rest)) => {
                let name = match step {
                    Step::Name(name) => self.tracer.text(name),
                    Step::Number(at) => at.to_string().into(),
                    _ => return,
                };
                if let Some(entry) = self.entry(Some(id).filter(|_| is_mapping), &name) {
                    self.value_at(scope, entry.value, rest);
                }
            }
        }
    }

    /// The items of a sequence from a position on.
    fn items(&mut self, scope: ScopeId, id: NodeId, from: usize, path: PathId) {
        if self.view.document.node(id).kind.is_sequence() {
            self.view.document.children(id).skip(from).for_each(|item| self.value_at(scope, item, path));
        }
    }

    /// `call` is the node of the call, and what the function is applied to: in the short form the same node.
    fn call(&mut self, scope: ScopeId, name: &str, call: (NodeId, NodeId), path: PathId) {
        let Some(argument) = self.view.follow(call.1) else { return };
        let items = |count| self.view.document.children(argument).take(count).collect::<Vec<_>>();
        let items = if self.view.document.node(argument).kind.is_sequence() { items(3) } else { Vec::new() };
        match (name, items.as_slice()) {
            ("Ref", _) => {
                if let Some(name) = self.view.argument(call.1) {
                    self.refer_to(scope, &name, path);
                }
            }
            ("If", _) => self.items(scope, argument, 1, path),
            ("FindInMap", &[map, first, second]) => {
                let cell = self.step(second);
                let cell = self.tracer.path(cell, path);
                let row = self.step(first);
                let row = self.tracer.path(row, cell);
                self.mapping(scope, map, row);
                self.items(scope, argument, 3, PathId::ANYTHING);
            }
            ("Select", &[index, list, ..]) => {
                let step = self.step(index);
                let step = self.tracer.path(step, path);
                self.value_at(scope, list, step);
                self.items(scope, argument, 2, path);
            }
            // One item is joined to nothing.
            ("Join", &[_, list]) if self.view.items(list).count() == 1 => {
                let step = self.tracer.path(Step::Number(0), path);
                self.value_at(scope, list, step);
            }
            ("Sub", _) => self.substitute(scope, argument, path),
            // What a resource becomes, only running it would tell.
            ("GetAtt", _) => {}
            _ if argument != call.0 => self.value_at(scope, argument, PathId::ANYTHING),
            _ if self.view.document.node(argument).kind.is_scalar() => {
                self.text(&self.view.text_of(argument), argument, PathId::ANYTHING);
            }
            _ => self.collection(scope, argument, PathId::ANYTHING),
        }
    }

    /// What a key or an index says, where it says it plainly.
    fn step(&mut self, key: NodeId) -> Step {
        if let Expression::Call { .. } = self.view.expression(key) {
            return Step::Any;
        }
        let text = self.view.text_of(key);
        text.parse().map_or_else(|_| Step::Name(self.tracer.name(&text)), Step::Number)
    }

    fn refer_to(&mut self, scope: ScopeId, name: &str, path: PathId) {
        let Scope { parameters, locals, .. } = self.scopes[scope as usize];
        let found = match self.entry(parameters, name) {
            Some(parameter) => Some((PARAMETER, parameter)),
            None => self.entry(locals, name).map(|local| (LOCAL, local)),
        };
        if let Some((kind, entry)) = found {
            let key = self.key(kind, entry.key, path, scope);
            self.tracer.refer(key);
        }
    }

    /// The mapping that `map` names; every one where only running it would tell.
    fn mapping(&mut self, scope: ScopeId, map: NodeId, path: PathId) {
        let mappings = self.scopes[scope as usize].mappings;
        let named = match self.view.string(map) {
            Some(name) => self.entry(mappings, &name).into_iter().collect(),
            None => mappings.map_or(Vec::new(), |mappings| self.view.entries(mappings)),
        };
        for entry in named {
            let key = self.key(MAPPING, entry.key, path, scope);
            self.tracer.refer(key);
        }
    }

    /// `${Name}` in a text, or in the first of two with a mapping of names behind it.
    fn substitute(&mut self, scope: ScopeId, argument: NodeId, path: PathId) {
        let text = match self.view.document.node(argument).kind.is_sequence() {
            true => self.view.items(argument).next(),
            false => Some(argument),
        };
        let Some(id) = text else { return };
        let Some(text) = self.view.argument(id) else { return self.value_at(scope, id, PathId::ANYTHING) };
        let names = || text.split("${").skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.trim());
        if names().all(|name| name.starts_with('!')) {
            return self.text(&text.replace("${!", "${"), id, path);
        }
        let whole = names().count() == 1 && text.starts_with("${") && text.ends_with('}');
        let path = if whole { path } else { PathId::ANYTHING };
        names().for_each(|name| self.refer_to(scope, name, path));
        self.items(scope, argument, 1, PathId::ANYTHING);
    }

    fn parameter(&mut self, scope: ScopeId, key: NodeId, value: NodeId, path: PathId) {
        if let Some((outer, passed)) = self.scopes[scope as usize].outer {
            let name = self.view.text_of(key);
            let mapping = self.view.follow(passed).filter(|&id| self.view.document.node(id).kind.is_mapping());
            if let Some(entry) = self.entry(mapping, &name) {
                let key = self.key(VALUE, entry.value, path, outer);
                return self.tracer.refer(key);
            }
        }
        let Some(body) = self.view.follow(value) else { return };
        if let Some(default) = self.view.get(body, "Default") {
            self.value_at(scope, default.value, path);
        }
        if let Some(allowed) = self.view.get(body, "AllowedValues") {
            self.value_at(scope, allowed.value, PathId::ANYTHING);
        }
    }

    fn local(&mut self, scope: ScopeId, value: NodeId, path: PathId) {
        let Some(body) = self.view.follow(value) else { return };
        match self.view.get(body, "Value") {
            Some(value) => self.value_at(scope, value.value, path),
            None if self.is_data(body) => {}
            None => self.value_at(scope, body, path),
        }
    }

    /// The entry of a mapping that has this name.
    fn entry(&mut self, mapping: Option<NodeId>, name: &str) -> Option<Entry> {
        let entries = self.entries(mapping?);
        let (key, value) = entries.named(self.tracer.name(name)).next()?;
        Some(Entry { key, value, merge: None })
    }

    fn entries(&mut self, collection: NodeId) -> Rc<Entries> {
        let place = (0, collection);
        if let Some(known) = self.index.get(place) {
            return known;
        }
        let (view, tracer) = (self.view, &mut self.tracer);
        let named = view.entries(collection).into_iter();
        let named = named.map(|entry| (tracer.name(&view.text_of(entry.key)), entry.key, entry.value)).collect();
        let is_sequence = view.document.node(collection).kind.is_sequence();
        let items = view.document.children(collection).filter(|_| is_sequence).collect();
        self.index.put(place, Entries::new(named, items))
    }
}

pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
