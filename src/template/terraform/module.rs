//! The modules of a configuration: what their variables, locals, outputs and calls are.

use std::borrow::Cow;

use super::display::cut;
use super::native::label;
use super::{File, Parsed, Syntax, json};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Role};
use crate::order;
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::hcl::{self, Kind};
use crate::template::unread::Name;

/// The files of a configuration by folder, and the names that are defined in each.
pub(super) struct Modules<'a> {
    pub(super) files: &'a [Parsed<'a>],
    /// The module of each file.
    pub(super) module: Vec<u32>,
    /// What each JSON file holds.
    pub(super) trees: Vec<Option<json::Tree<'a>>>,
    /// In the order of their owner, sort and name; of equal ones the last counts.
    pub(super) definitions: Vec<Definition<'a>>,
    /// How many of them are no arguments; arguments come behind them.
    named: usize,
    /// The calls of each module, by their numbers among the definitions.
    pub(super) calls: Vec<Vec<u32>>,
}

/// The sorts of names, each for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Variable,
    Local,
    Output,
    /// A `module` block.
    Call,
    /// An argument of the call that is its owner.
    Argument,
}

/// A name that stands for a value.
pub(super) struct Definition<'a> {
    /// The module that it belongs to; of an argument the call, by its number among the definitions.
    pub(super) owner: u32,
    pub(super) sort: Sort,
    pub(super) name: Cow<'a, str>,
    /// The index of its file.
    pub(super) file: usize,
    /// What a person would point at, in the file: `variable "x"`, the name of the local.
    pub(super) span: Span,
    /// The default of a variable, the value of a local, an output or an argument.
    pub(super) value: Option<Value>,
    /// The block of a variable or a call.
    pub(super) body: Option<Value>,
    /// The module that a call leads to, where its files are here.
    pub(super) target: Option<u32>,
}

/// A value in a file of one of the two syntaxes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Value {
    Native(hcl::NodeId),
    Json(NodeId),
}

/// How many parts of one argument are told apart.
const PARTS: usize = 1_000;

/// Arguments of a call that are not the module's.
const META: [&str; 6] = ["source", "version", "count", "for_each", "providers", "depends_on"];

impl<'a> Modules<'a> {
    /// `files` are in the order of their folders.
    pub(super) fn new(files: &'a [Parsed<'a>], options: &crate::template::SiteOptions) -> Self {
        let trees = files.iter().map(|parsed| match &parsed.syntax {
            Syntax::Native(_) => None,
            Syntax::Json(document) => Some(json::Tree::new(parsed.file.text, document, options)),
        });
        let mut module = Vec::with_capacity(files.len());
        let mut folders: Vec<String> = Vec::new();
        for (at, parsed) in files.iter().enumerate() {
            if at == 0 || files[at - 1].file.folder() != parsed.file.folder() {
                folders.push(normal("", parsed.file.folder()).unwrap_or_default());
            }
            module.push(folders.len() as u32 - 1);
        }
        let mut modules = Modules {
            files,
            module,
            trees: trees.collect(),
            definitions: Vec::new(),
            named: 0,
            calls: vec![Vec::new(); folders.len()],
        };
        for (file, parsed) in files.iter().enumerate() {
            match &parsed.syntax {
                Syntax::Native(document) => modules.collect_native(file, parsed.file.text, document),
                Syntax::Json(_) => modules.collect_json(file),
            }
        }
        modules.sort();
        modules.link(&folders);
        modules
    }

    pub(super) fn file(&self, file: usize) -> &'a File<'a> {
        &self.files[file].file
    }

    /// The number of the definition that counts.
    pub(super) fn find(&self, owner: u32, sort: Sort, name: &str) -> Option<usize> {
        let before = |known: &Definition<'_>| (known.owner, known.sort, &*known.name) <= (owner, sort, name);
        let (named, arguments) = self.definitions.split_at(self.named);
        let (from, list) = if sort == Sort::Argument { (self.named, arguments) } else { (0, named) };
        let at = list.partition_point(before).checked_sub(1)?;
        ((list[at].owner, list[at].sort, &*list[at].name) == (owner, sort, name)).then_some(from + at)
    }

    /// The value of an argument of a block: the last one of this name.
    pub(super) fn attribute(&self, file: usize, block: Value, name: &str) -> Option<Value> {
        match (block, &self.files[file].syntax, &self.trees[file]) {
            (Value::Native(block), Syntax::Native(document), _) => {
                attribute(self.file(file).text, document, block, name).map(Value::Native)
            }
            (Value::Json(body), _, Some(tree)) => tree.last(body, name).map(|entry| Value::Json(entry.value)),
            _ => None,
        }
    }

    /// Reports variables and locals that are defined twice. An override file is meant to define them again.
    pub(super) fn report_duplicates(&self, diagnostics: &mut Diagnostics) {
        for pair in self.definitions.windows(2) {
            let [first, second] = pair else { continue };
            let file = self.file(second.file);
            let equal = (first.owner, first.sort, &first.name) == (second.owner, second.sort, &second.name);
            if !equal || second.sort > Sort::Local || file.is_override() {
                continue;
            }
            diagnostics.push(
                Diagnostic::new(Code::DuplicateKey, file.place(second.span))
                    .arg("key", second.name.as_ref())
                    .related(self.file(first.file).place(first.span), Role::First),
            );
        }
    }

    /// The last of equal ones stays last.
    fn sort(&mut self) {
        order::sort(&mut self.definitions, |a, b| (a.owner, a.sort, &a.name).cmp(&(b.owner, b.sort, &b.name)));
    }

    /// Finds the modules that calls lead to, and takes in what they are given.
    fn link(&mut self, folders: &[String]) {
        self.named = self.definitions.len();
        let sorted = order::positions(folders.len(), &|one, other| folders[one as usize].cmp(&folders[other as usize]));
        for at in 0..self.named {
            let (file, body) = (self.definitions[at].file, self.definitions[at].body);
            let Some(body) = body.filter(|_| self.definitions[at].sort == Sort::Call) else { continue };
            let source = self.attribute(file, body, "source").and_then(|value| self.literal(file, value));
            let source = source.filter(|source| source.starts_with('.'));
            let folder = source.and_then(|source| normal(self.file(file).folder(), &source));
            let target = folder.and_then(|folder| {
                let at = sorted.partition_point(|&at| folders[at as usize] < folder);
                sorted.get(at).copied().filter(|&at| folders[at as usize] == folder)
            });
            let Some(target) = target else { continue };
            self.definitions[at].target = Some(target);
            self.calls[target as usize].push(at as u32);
            for (name, span, value) in self.arguments(file, body) {
                self.definitions.push(Definition {
                    owner: at as u32,
                    sort: Sort::Argument,
                    name,
                    file,
                    span,
                    value: Some(value),
                    body: None,
                    target: None,
                });
            }
        }
        let arguments = &mut self.definitions[self.named..];
        order::sort(arguments, |a, b| (a.owner, &a.name).cmp(&(b.owner, &b.name)));
    }

    fn literal(&self, file: usize, value: Value) -> Option<Cow<'a, str>> {
        match (value, &self.files[file].syntax, &self.trees[file]) {
            (Value::Native(id), Syntax::Native(document), _) => hcl::decode(self.file(file).text, document, id),
            (Value::Json(id), _, Some(tree)) => Some(tree.text_of(id)),
            _ => None,
        }
    }

    /// The arguments of a call that its module takes, in the order of the text.
    pub(super) fn arguments(&self, file: usize, body: Value) -> Vec<(Cow<'a, str>, Span, Value)> {
        let text = self.file(file).text;
        let mut arguments: Vec<(Cow<'a, str>, Span, Value)> = match (body, &self.files[file].syntax, &self.trees[file])
        {
            (Value::Native(block), Syntax::Native(document), _) => {
                let attributes = document.items(block).filter(|&id| document.kind(id) == Kind::Attribute);
                let argument = |id| {
                    let span = document.name_span(text, id);
                    Some((Cow::Borrowed(span.text(text)), span, Value::Native(document.inner(id)?)))
                };
                attributes.filter_map(argument).collect()
            }
            (Value::Json(body), _, Some(tree)) => {
                tree.named(body).map(|entry| (entry.name, entry.span, Value::Json(entry.value))).collect()
            }
            _ => Vec::new(),
        };
        arguments.retain(|(name, ..)| !META.contains(&&**name));
        arguments
    }

    /// What a variable's block says of the values that it may have: its type and its conditions.
    pub(super) fn conditions(&self, file: usize, body: Value) -> Vec<Value> {
        let mut conditions: Vec<Value> = self.attribute(file, body, "type").into_iter().collect();
        match (body, &self.files[file].syntax) {
            (Value::Native(block), Syntax::Native(document)) => {
                let blocks = document.items(block).filter(|&id| document.kind(id) == Kind::Block);
                let conditions_of = blocks.map(|block| self.attribute(file, Value::Native(block), "condition"));
                conditions.extend(conditions_of.flatten());
            }
            _ => conditions.extend(self.attribute(file, body, "validation")),
        }
        conditions
    }

    /// What an argument consists of: each value in it that is no object or list, with the names on the way to it. What is
    /// named like an image is one part.
    pub(super) fn parts(&self, file: usize, name: &str, value: Value) -> Vec<(String, Value)> {
        let (mut parts, mut open) = (Vec::new(), vec![(name.to_owned(), value)]);
        let text = self.file(file).text;
        while let Some((name, value)) = open.pop() {
            let before = open.len();
            let last = name.rsplit('.').next().unwrap_or_default();
            let whole = Name::of(last) != Name::Other || open.len() > PARTS;
            let below = |key: &str| format!("{last}.{}", cut(key));
            match (value, &self.files[file].syntax, &self.trees[file]) {
                _ if whole => {}
                (Value::Native(id), Syntax::Native(document), _) => match document.kind(id) {
                    Kind::Parens | Kind::Tuple => {
                        open.extend(document.children(id).map(|item| (name.clone(), Value::Native(item))));
                    }
                    Kind::Object => open.extend(
                        super::native::entries(document, id)
                            .map(|(key, value)| (below(&label(text, document, key)), Value::Native(value))),
                    ),
                    _ => {}
                },
                (Value::Json(id), Syntax::Json(document), Some(tree)) => {
                    let entries = document.entries(id);
                    open.extend(entries.map(|(key, value)| (below(&tree.text_of(key)), Value::Json(value))));
                    let items = document.children(id).filter(|_| document.node(id).kind.is_sequence());
                    open.extend(items.map(|item| (name.clone(), Value::Json(item))));
                }
                _ => {}
            }
            if open.len() == before {
                parts.push((name, value));
            }
        }
        parts
    }

    /// Where a value stands.
    pub(super) fn place(&self, file: usize, value: Value) -> Span {
        let span = match (value, &self.files[file].syntax) {
            (Value::Native(id), Syntax::Native(document)) => document.node(id).span(),
            (Value::Json(id), Syntax::Json(document)) => document.node(id).span(),
            _ => Span::default(),
        };
        self.file(file).place(span)
    }

    fn collect_native(&mut self, file: usize, text: &'a str, document: &hcl::Document) {
        let owner = self.module[file];
        let mut define = |sort, name, span, value, body| {
            self.definitions.push(Definition { owner, sort, name, file, span, value, body, target: None });
        };
        for block in document.items(hcl::Document::ROOT).filter(|&id| document.kind(id) == Kind::Block) {
            let (sort, content) = match document.name(text, block) {
                "variable" => (Sort::Variable, "default"),
                "output" => (Sort::Output, "value"),
                "module" => (Sort::Call, ""),
                "locals" => {
                    for local in document.items(block).filter(|&id| document.kind(id) == Kind::Attribute) {
                        let span = document.name_span(text, local);
                        let value = document.inner(local).map(Value::Native);
                        define(Sort::Local, Cow::Borrowed(span.text(text)), span, value, None);
                    }
                    continue;
                }
                _ => continue,
            };
            let Some(first) = document.labels(block).next() else { continue };
            let span = Span::new(document.node(block).start, document.node(first).end);
            let value = attribute(text, document, block, content).map(Value::Native);
            define(sort, label(text, document, first), span, value, Some(Value::Native(block)));
        }
    }

    fn collect_json(&mut self, file: usize) {
        let Some(tree) = &self.trees[file] else { return };
        let owner = self.module[file];
        for (section, sort, content) in
            [("variable", Sort::Variable, "default"), ("output", Sort::Output, "value"), ("module", Sort::Call, "")]
        {
            for named in tree.section(section) {
                let body = tree.objects(named.value).next();
                let value = tree.objects(named.value).find_map(|body| tree.last(body, content));
                let value = value.map(|entry| Value::Json(entry.value));
                let (body, span) = (body.map(Value::Json), named.span);
                self.definitions.push(Definition {
                    owner,
                    sort,
                    name: named.name,
                    file,
                    span,
                    value,
                    body,
                    target: None,
                });
            }
        }
        for local in tree.section("locals") {
            let (sort, span, value) = (Sort::Local, local.span, Some(Value::Json(local.value)));
            self.definitions.push(Definition {
                owner,
                sort,
                name: local.name,
                file,
                span,
                value,
                body: None,
                target: None,
            });
        }
    }
}

/// The value of the last attribute of this name in a block.
pub(super) fn attribute(text: &str, document: &hcl::Document, block: hcl::NodeId, name: &str) -> Option<hcl::NodeId> {
    let found = |&id: &hcl::NodeId| document.kind(id) == Kind::Attribute && document.name(text, id) == name;
    document.items(block).filter(found).last().and_then(|id| document.inner(id))
}

/// The folder that `path` leads to from `folder`, without `.` and `..`; `None` where it leads out of the configuration.
fn normal(folder: &str, path: &str) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in folder.split('/').chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            _ => names.push(name),
        }
    }
    Some(names.join("/"))
}
