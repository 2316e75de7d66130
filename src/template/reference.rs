//! What stands at a site of a ROS template, and where it comes from when it is not a literal: followed through
//! parameters, mappings, locals and conditions as far as the template goes.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

use super::site::{End, Reference, Value, ValueKind};
use crate::order;
use crate::syntax::NodeId;
use crate::syntax::view::{Entry, Expression, View};

/// How many steps a reference is followed.
const STEPS: u32 = 32;

/// How many literals of one reference are kept.
const ENDS: usize = 64;

/// One template's names: its parameters, mappings, locals and resources. A child that a stack holds inline has its own,
/// and the stack's values for its parameters.
#[derive(Clone)]
pub struct Scope<'a, 'o> {
    view: &'o View<'a>,
    root: NodeId,
    outer: Option<Rc<Outer<'a, 'o>>>,
    parameters: Rc<OnceCell<Names<'a>>>,
    mappings: Rc<OnceCell<Names<'a>>>,
    locals: Rc<OnceCell<Names<'a>>>,
    resources: Rc<OnceCell<Names<'a>>>,
}

/// The entries of a section by name, sorted.
#[derive(Default)]
struct Names<'a>(Vec<(Cow<'a, str>, Entry)>);

impl Names<'_> {
    fn get(&self, name: &str) -> Option<Entry> {
        let at = self.0.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        Some(self.0[at].1)
    }
}

/// What a stack passes to its child: the scope it is written in, and the mapping of parameter values.
struct Outer<'a, 'o> {
    scope: Scope<'a, 'o>,
    parameters: NodeId,
}

impl<'a, 'o> Scope<'a, 'o> {
    /// The scope of the template at `root`.
    pub fn new(view: &'o View<'a>, root: NodeId) -> Self {
        Scope::child(view, root, None)
    }

    /// The scope of a child template at `root`, with the scope around it and the values it is given.
    pub fn child(view: &'o View<'a>, root: NodeId, outer: Option<(&Scope<'a, 'o>, NodeId)>) -> Self {
        let outer = outer.map(|(scope, parameters)| Rc::new(Outer { scope: scope.clone(), parameters }));
        Scope {
            view,
            root,
            outer,
            parameters: Rc::default(),
            mappings: Rc::default(),
            locals: Rc::default(),
            resources: Rc::default(),
        }
    }

    /// What stands at `id`.
    pub fn value(&self, id: NodeId) -> Value {
        match self.view.expression(id) {
            Expression::Text(text) => {
                Value { kind: ValueKind::of_ros(&text), literal: Some(text.into_owned()), ..Value::default() }
            }
            Expression::Call { name, argument } => {
                let mut reference = Reference { name: self.display(&name, argument), ..Reference::default() };
                self.follow(id, 0, &mut reference);
                Value { kind: self.kind(&name, argument), literal: None, reference }
            }
            Expression::Other => {
                let mut name: String = self.view.token(id).text(self.view.text).chars().take(40).collect();
                if name.is_empty() {
                    name.push_str("null");
                }
                Value { kind: ValueKind::Other, literal: None, reference: Reference { name, ..Reference::default() } }
            }
        }
    }

    fn display(&self, name: &str, argument: NodeId) -> String {
        match (name, self.view.argument(argument)) {
            ("Ref", Some(target)) => format!("Ref: {target}"),
            ("Ref", None) => "Ref".to_owned(),
            (name, _) => format!("Fn::{name}"),
        }
    }

    fn kind(&self, function: &str, argument: NodeId) -> ValueKind {
        match function {
            "If" => ValueKind::Conditional,
            "Ref" => match self.view.argument(argument) {
                Some(name) if self.local(&name).is_some() => ValueKind::Local,
                Some(name) if self.parameter(&name).is_none() && self.resource(&name).is_some() => ValueKind::Function,
                _ => ValueKind::Parameter,
            },
            "GetAtt" if self.is_data_source(argument) => ValueKind::DataSource,
            _ => ValueKind::Function,
        }
    }

    /// Whether `Images.ImageIds` or `[Images, ImageIds]` reads a data source: a resource or a local of such a type.
    fn is_data_source(&self, argument: NodeId) -> bool {
        let written = match self.view.argument(argument) {
            Some(text) => text,
            None => match self.view.items(argument).next().and_then(|first| self.view.string(first)) {
                Some(text) => text,
                None => return false,
            },
        };
        let name = written.split('.').next().unwrap_or_default();
        let entry = self.resource(name).or_else(|| self.local(name));
        let resource_type = entry
            .and_then(|entry| self.view.follow(entry.value))
            .and_then(|body| self.view.value(body, "Type"))
            .and_then(|id| self.view.string(id));
        resource_type.is_some_and(|resource_type| resource_type.starts_with("DATASOURCE::"))
    }

    fn follow(&self, id: NodeId, steps: u32, reference: &mut Reference) {
        if steps >= STEPS || reference.ends.len() >= ENDS {
            return;
        }
        let steps = steps + 1;
        match self.view.expression(id) {
            Expression::Text(literal) => {
                let end =
                    End { literal: literal.into_owned(), span: self.view.token(self.view.follow(id).unwrap_or(id)) };
                if !reference.ends.contains(&end) {
                    reference.ends.push(end);
                }
            }
            Expression::Call { name, argument } => match &*name {
                "Ref" => self.follow_name(argument, steps, reference),
                "If" => self.view.items(argument).skip(1).for_each(|branch| self.follow(branch, steps, reference)),
                "FindInMap" => self.follow_mapping(argument, steps, reference),
                "Select" => self.follow_select(argument, steps, reference),
                _ => {}
            },
            Expression::Other => {}
        }
    }

    fn follow_name(&self, argument: NodeId, steps: u32, reference: &mut Reference) {
        let Some(name) = self.view.argument(argument) else { return };
        if let Some(parameter) = self.parameter(&name) {
            reference.through.push(self.view.token(parameter.key));
            let passed = self.outer.as_ref().and_then(|outer| Some((outer, outer.value(&name)?)));
            if let Some((outer, value)) = passed {
                return outer.scope.follow(value, steps, reference);
            }
            let default = self.view.follow(parameter.value).and_then(|body| self.view.get(body, "Default"));
            if let Some(default) = default {
                self.follow(default.value, steps, reference);
            }
        } else if let Some(local) = self.local(&name) {
            reference.through.push(self.view.token(local.key));
            if let Some(body) = self.view.follow(local.value) {
                match self.view.get(body, "Value") {
                    Some(value) => self.follow(value.value, steps, reference),
                    None => self.follow(body, steps, reference),
                }
            }
        }
    }

    /// `[Map, first key, second key]`: a key that is a string selects its row, any other key every row.
    fn follow_mapping(&self, argument: NodeId, steps: u32, reference: &mut Reference) {
        let mut items = self.view.items(argument);
        let (Some(map), Some(first), Some(second)) = (items.next(), items.next(), items.next()) else { return };
        let Some(map) = self.view.string(map).and_then(|name| self.names("Mappings", &self.mappings).get(&name)) else {
            return;
        };
        reference.through.push(self.view.token(map.key));
        let Some(map) = self.view.follow(map.value) else { return };
        for row in self.rows(map, first) {
            for cell in self.view.follow(row.value).map_or(Vec::new(), |row| self.rows(row, second)) {
                self.follow(cell.value, steps, reference);
            }
        }
    }

    fn rows(&self, mapping: NodeId, key: NodeId) -> Vec<Entry> {
        if !self.view.document.node(mapping).kind.is_mapping() {
            return Vec::new();
        }
        match self.view.expression(key) {
            Expression::Text(key) => self.view.get(mapping, &key).into_iter().collect(),
            // A number is a key too: ROS compares their texts.
            Expression::Other => self.view.get(mapping, &self.view.text_of(key)).into_iter().collect(),
            Expression::Call { .. } => {
                let mut rows = self.view.entries(mapping);
                rows.truncate(ENDS);
                rows
            }
        }
    }

    /// `[index, list]`: a number selects its item, anything else every item.
    fn follow_select(&self, argument: NodeId, steps: u32, reference: &mut Reference) {
        let mut items = self.view.items(argument);
        let (Some(index), Some(list)) = (items.next(), items.next()) else { return };
        let index: Option<usize> = self.view.text_of(index).parse().ok();
        for (at, item) in self.view.items(list).enumerate().take(ENDS) {
            if index.is_none_or(|index| index == at) {
                self.follow(item, steps, reference);
            }
        }
    }

    fn parameter(&self, name: &str) -> Option<Entry> {
        self.names("Parameters", &self.parameters).get(name)
    }

    fn local(&self, name: &str) -> Option<Entry> {
        self.names("Locals", &self.locals).get(name)
    }

    fn resource(&self, name: &str) -> Option<Entry> {
        self.names("Resources", &self.resources).get(name)
    }

    /// A section's names, read when first asked for: a template may refer to one parameter from a thousand places.
    fn names<'s>(&self, section: &str, names: &'s OnceCell<Names<'a>>) -> &'s Names<'a> {
        names.get_or_init(|| {
            let section = self.view.value(self.root, section).map_or(Vec::new(), |section| self.view.entries(section));
            let mut names: Vec<_> = section.into_iter().map(|entry| (self.view.text_of(entry.key), entry)).collect();
            order::sort(&mut names, |one, other| one.0.cmp(&other.0));
            Names(names)
        })
    }
}

impl Outer<'_, '_> {
    fn value(&self, name: &str) -> Option<NodeId> {
        self.scope.view.get(self.parameters, name).map(|entry| entry.value)
    }
}
