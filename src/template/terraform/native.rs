//! Sites in native syntax: resources, their blocks, and the objects that stand for blocks.

use std::borrow::Cow;

use super::module::{Value, attribute};
use super::reference::{References, ScopeId};
use super::{File, Found, Target, duplicate};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Role};
use crate::rules::Tier;
use crate::syntax::hcl::{self, Document, Kind, NodeId};
use crate::syntax::scalar::{Form, Style};
use crate::template::site::{Count, Site, Step};

/// Finds the sites of one file of a module.
pub(super) fn sites<'a>(
    references: &mut References<'a>,
    file: usize,
    document: &'a Document,
    found: &mut Found<'_>,
    diagnostics: &mut Diagnostics,
) {
    let place = references.modules.file(file);
    let text = place.text;
    let duplicates = duplicate::find(text, document);
    let before = found.sites.len();
    for block in document.items(Document::ROOT).filter(|&id| document.kind(id) == Kind::Block) {
        match document.name(text, block) {
            "resource" => {
                let mut labels = document.labels(block).map(|id| label(text, document, id));
                let Some(resource_type) = labels.next() else { continue };
                let Some(target) = found.target(&resource_type) else { continue };
                let name = labels.next().unwrap_or_default();
                let resource = Resource {
                    file: place,
                    number: file,
                    document,
                    target,
                    duplicates: &duplicates,
                    name: format!("{resource_type}.{name}"),
                    resource_type: &resource_type,
                    count: count(text, document, block),
                };
                let over = attribute(text, document, block, "for_each").map(Value::Native);
                let scope = references.iterating(references.scope(file), "each", file, over);
                let (names, path) = (Vec::new(), Vec::new());
                Walk { resource: &resource, references, found, diagnostics, names, path, scope }.block(block);
            }
            "data" => {
                let source = document.labels(block).next().map(|id| label(text, document, id));
                found.alicloud |= source.is_some_and(|source| source.starts_with("alicloud_"));
            }
            "provider" => {
                let provider = document.labels(block).next().map(|id| label(text, document, id));
                found.alicloud |= provider.is_some_and(|provider| provider == "alicloud");
            }
            _ => {}
        }
    }
    duplicate::report(place, document, &duplicates, &found.sites[before..], diagnostics);
}

/// The text of a label.
pub(super) fn label<'a>(text: &'a str, document: &Document, id: NodeId) -> Cow<'a, str> {
    hcl::decode(text, document, id).unwrap_or_else(|| Cow::Borrowed(document.node(id).span().text(text)))
}

/// How many copies of a resource its `count` or `for_each` asks for.
fn count(text: &str, document: &Document, block: NodeId) -> Option<Count> {
    document.items(block).filter(|&id| document.kind(id) == Kind::Attribute).find_map(|id| {
        match document.name(text, id) {
            "count" => {
                let value = document.node(document.inner(id)?);
                let number = value.span().text(text).parse().ok().filter(|_| value.kind == Kind::Number);
                Some(number.map_or(Count::Dynamic, Count::Number))
            }
            "for_each" => Some(Count::Dynamic),
            _ => None,
        }
    })
}

/// One `resource` block.
struct Resource<'a> {
    file: &'a File<'a>,
    number: usize,
    document: &'a Document,
    target: Target,
    duplicates: &'a [duplicate::Pair],
    name: String,
    resource_type: &'a str,
    count: Option<Count>,
}

struct Walk<'w, 'a, 'o> {
    resource: &'w Resource<'w>,
    references: &'w mut References<'a>,
    found: &'w mut Found<'o>,
    diagnostics: &'w mut Diagnostics,
    /// The blocks on the way, as rules name them: a `dynamic "x"` is an `x`.
    names: Vec<&'w str>,
    path: Vec<Step>,
    /// The iterators that hold here.
    scope: ScopeId,
}

impl<'w> Walk<'w, '_, '_> {
    fn text(&self) -> &'w str {
        self.resource.file.text
    }

    fn block(&mut self, block: NodeId) {
        let (document, text) = (self.resource.document, self.text());
        for id in document.items(block) {
            let name = document.name(text, id);
            self.path.push(name.into());
            if document.kind(id) == Kind::Attribute {
                self.names.push(name);
                self.attribute(id);
                self.names.pop();
            } else if name == "dynamic" {
                self.path.pop();
                self.dynamic(id);
            } else {
                self.names.push(name);
                self.block(id);
                self.names.pop();
            }
            self.path.pop();
        }
    }

    /// `dynamic "x" { content { … } }` stands for any number of blocks `x { … }`.
    fn dynamic(&mut self, block: NodeId) {
        let (document, text) = (self.resource.document, self.text());
        let label = document.labels(block).next().map_or("", |id| {
            let label = document.node(id);
            hcl::inner_span(text, label).text(text)
        });
        let iterator = attribute(text, document, block, "iterator");
        let name = iterator.map_or(label, |id| document.node(id).span().text(text));
        let over = attribute(text, document, block, "for_each").map(Value::Native);
        let around = self.scope;
        self.scope = self.references.iterating(around, name, self.resource.number, over);
        self.path.push(Step::Name(format!("dynamic:{label}")));
        for content in document.items(block).filter(|&id| document.kind(id) == Kind::Block) {
            let name = document.name(text, content);
            self.path.push(name.into());
            self.names.push(if name == "content" { label } else { name });
            self.block(content);
            self.names.pop();
            self.path.pop();
        }
        self.scope = around;
    }

    fn attribute(&mut self, id: NodeId) {
        if self.resource.duplicates.binary_search_by_key(&id, |pair| pair.first).is_ok() {
            return;
        }
        let Some(value) = self.resource.document.inner(id) else { return };
        if let Some((tier, misnamed)) = self.resource.target.tier(&self.names) {
            self.site(value, tier, misnamed);
        } else if self.resource.target.goes_below(&self.names) {
            self.object(value);
        }
    }

    /// A nested block written as an attribute: an object, or a list of them.
    fn object(&mut self, value: NodeId) {
        let (document, text) = (self.resource.document, self.text());
        match document.kind(value) {
            Kind::Parens => {
                if let Some(inner) = document.inner(value) {
                    self.object(inner);
                }
            }
            Kind::Tuple => {
                for (index, item) in document.children(value).enumerate() {
                    self.path.push(Step::Index(index as u32));
                    self.object(item);
                    self.path.pop();
                }
            }
            Kind::Object => {
                let entries: Vec<(NodeId, NodeId)> = entries(document, value).collect();
                for (at, &(key, item)) in entries.iter().enumerate() {
                    let Some(name) = key_text(text, document, key) else { continue };
                    self.names.push(name);
                    let target = self.resource.target;
                    let rule = target.rule(&self.names);
                    if rule.is_some() || target.goes_below(&self.names) {
                        let later =
                            entries[at + 1..].iter().find(|(later, _)| key_text(text, document, *later) == Some(name));
                        self.path.push(name.into());
                        match (later, rule) {
                            (Some(&(later, _)), _) => self.duplicate(key, later, name),
                            (None, Some(rule)) => self.site(item, rule.tier, rule.misnamed),
                            (None, None) => self.object(item),
                        }
                        self.path.pop();
                    }
                    self.names.pop();
                }
            }
            _ => {}
        }
    }

    fn duplicate(&mut self, first: NodeId, second: NodeId, name: &str) {
        let file = self.resource.file;
        let place = |id| file.place(self.resource.document.node(id).span());
        self.diagnostics.push(
            Diagnostic::new(Code::DuplicateSiteKey, place(second)).arg("key", name).related(place(first), Role::First),
        );
    }

    fn site(&mut self, id: NodeId, tier: Tier, misnamed: bool) {
        let resource = self.resource;
        let file = resource.file;
        let mut id = id;
        while let (Kind::Parens, Some(inner)) = (resource.document.kind(id), resource.document.inner(id)) {
            id = inner;
        }
        let node = resource.document.node(id);
        if node.kind == Kind::Missing {
            return;
        }
        let span = file.place(node.span());
        let code = self.references.code(resource.number, resource.document);
        let form = if node.kind == Kind::Heredoc { Form::HclHeredoc } else { Form::HclQuoted };
        let site = Site {
            resource: resource.name.clone(),
            resource_type: resource.resource_type.to_owned(),
            path: self.path.clone(),
            tier,
            misnamed,
            workspace: file.workspace.map(str::to_owned),
            elsewhere: false,
            condition: None,
            count: resource.count.clone(),
            value: self.references.value(&code, self.scope, id),
            span,
            inner: file.place(hcl::inner_span(file.text, node)),
            scalar: span,
            style: Style { form, carrier: file.outer.map(|(_, carrier)| carrier) },
            sharing: None,
        };
        self.found.push(site, self.diagnostics);
    }
}

/// The keys of an object with their values.
pub(super) fn entries(document: &Document, object: NodeId) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
    let mut children = document.children(object);
    std::iter::from_fn(move || children.next().zip(children.next()))
}

/// The name that a key of an object is, as it is written; `None` where it is computed or has escapes.
pub(super) fn key_text<'a>(text: &'a str, document: &Document, key: NodeId) -> Option<&'a str> {
    match document.kind(key) {
        Kind::Variable => Some(document.node(key).span().text(text)),
        Kind::Quoted => match hcl::decode(text, document, key)? {
            Cow::Borrowed(name) => Some(name),
            Cow::Owned(_) => None,
        },
        _ => None,
    }
}
