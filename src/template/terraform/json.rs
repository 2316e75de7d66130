//! Sites in Terraform's JSON syntax, where a block is an object, or an array of them, at every level.
//!
//! ```json
//! {"resource": {"alicloud_instance": {"web": {"image_id": "m-1"}}}}
//! {"resource": [{"alicloud_instance": [{"web": [{"image_id": "m-1"}]}]}]}
//! ```

use std::borrow::Cow;

use super::module::Value;
use super::reference::{References, ScopeId};
use super::{File, Found, Target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Role};
use crate::rules::Tier;
use crate::source::Span;
use crate::syntax::scalar::{self, Form, Style};
use crate::syntax::view::{Entry, View};
use crate::syntax::{Document, Kind, NodeId, hcl};
use crate::template::SiteOptions;
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
    let tree = Tree::new(place.text, document, references.options);
    for resource_type in tree.section("resource") {
        let Some(target) = found.target(&resource_type.name) else { continue };
        for resource in tree.named(resource_type.value) {
            for body in tree.objects(resource.value) {
                let resource = Resource {
                    file: place,
                    number: file,
                    tree: &tree,
                    target,
                    name: format!("{}.{}", resource_type.name, resource.name),
                    resource_type: &resource_type.name,
                    count: count(&tree, body),
                };
                let over = tree.last(body, "for_each").map(|entry| Value::Json(entry.value));
                let scope = references.iterating(references.scope(file), "each", file, over);
                let (names, path) = (Vec::new(), Vec::new());
                Walk { resource: &resource, references, found, diagnostics, names, path, scope }.body(body);
            }
        }
    }
    let alicloud = tree.section("data").any(|data| data.name.starts_with("alicloud_"))
        || tree.section("provider").any(|provider| provider.name == "alicloud");
    found.alicloud |= alicloud;
}

/// A document whose objects and arrays are blocks.
pub(super) struct Tree<'a> {
    view: View<'a>,
    document: &'a Document,
}

/// A block by its label, or an attribute.
pub(super) struct Named<'a> {
    pub(super) name: Cow<'a, str>,
    /// Its key.
    pub(super) span: Span,
    pub(super) value: NodeId,
}

impl<'a> Tree<'a> {
    pub(super) fn new(text: &'a str, document: &'a Document, options: &SiteOptions) -> Self {
        Tree { view: View::new(text, document, true, &options.limits), document }
    }

    pub(super) fn text_of(&self, id: NodeId) -> Cow<'a, str> {
        self.view.text_of(id)
    }

    /// The objects that a value stands for: itself, or the items of an array.
    pub(super) fn objects(&self, value: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let kind = self.document.node(value).kind;
        let items = self.document.children(value).filter(move |_| kind.is_sequence());
        std::iter::once(value).chain(items).filter(|&id| self.document.node(id).kind.is_mapping())
    }

    /// Every entry of every object that a value stands for.
    pub(super) fn named(&self, value: NodeId) -> impl Iterator<Item = Named<'a>> + '_ {
        self.objects(value).flat_map(|object| self.document.entries(object)).map(|(key, value)| Named {
            name: self.view.text_of(key),
            span: self.document.node(key).span(),
            value,
        })
    }

    /// The blocks of a section of the file by their first label.
    pub(super) fn section(&self, section: &'static str) -> impl Iterator<Item = Named<'a>> + '_ {
        let roots = self.document.roots.first().map(|root| root.node);
        roots
            .into_iter()
            .flat_map(|root| self.objects(root))
            .flat_map(|object| self.document.entries(object))
            .filter(move |&(key, _)| self.view.is_text(key, section))
            .flat_map(|(_, value)| self.named(value))
    }

    /// Where a node stands, in the file.
    pub(super) fn span(&self, id: NodeId) -> Span {
        self.document.node(id).span()
    }

    /// The last entry of an object under this key.
    pub(super) fn last(&self, object: NodeId, key: &str) -> Option<Entry> {
        self.view.get(object, key)
    }
}

/// How many copies of a resource its `count` or `for_each` asks for.
fn count(tree: &Tree<'_>, body: NodeId) -> Option<Count> {
    if let Some(count) = tree.last(body, "count") {
        let text = tree.text_of(count.value);
        return Some(text.parse().map_or(Count::Dynamic, Count::Number));
    }
    tree.last(body, "for_each").map(|_| Count::Dynamic)
}

/// One resource.
struct Resource<'a> {
    file: &'a File<'a>,
    number: usize,
    tree: &'a Tree<'a>,
    target: Target,
    name: String,
    resource_type: &'a str,
    count: Option<Count>,
}

struct Walk<'w, 'a, 'o> {
    resource: &'w Resource<'w>,
    references: &'w mut References<'a>,
    found: &'w mut Found<'o>,
    diagnostics: &'w mut Diagnostics,
    names: Vec<Cow<'w, str>>,
    path: Vec<Step>,
    /// The iterators that hold here.
    scope: ScopeId,
}

impl<'w> Walk<'w, '_, '_> {
    fn body(&mut self, object: NodeId) {
        let tree = self.resource.tree;
        // From the last one, which counts where an attribute is written twice.
        let entries: Vec<(NodeId, NodeId)> = tree.document.entries(object).collect();
        let mut images: Vec<(Cow<'_, str>, NodeId)> = Vec::new();
        for (key, value) in entries.into_iter().rev() {
            let name = tree.text_of(key);
            if name == "dynamic" {
                self.dynamic(value);
                continue;
            }
            self.path.push(name.as_ref().into());
            self.names.push(name.clone());
            let names: Vec<&str> = self.names.iter().map(AsRef::as_ref).collect();
            if let Some((tier, misnamed)) = self.resource.target.tier(&names) {
                match images.iter().find(|(known, _)| *known == name) {
                    Some(&(_, last)) => self.duplicate(key, last),
                    None => {
                        images.push((name, key));
                        self.site(value, tier, misnamed);
                    }
                }
            } else {
                self.nested(value);
            }
            self.names.pop();
            self.path.pop();
        }
    }

    /// What stands for a nested block: an object, or an array of them.
    fn nested(&mut self, value: NodeId) {
        let document = self.resource.tree.document;
        let kind = document.node(value).kind;
        if kind.is_mapping() {
            self.body(value);
        } else if kind.is_sequence() {
            for (index, item) in document.children(value).enumerate() {
                self.path.push(Step::Index(index as u32));
                self.nested(item);
                self.path.pop();
            }
        }
    }

    /// `"dynamic": {"x": {"content": {…}}}` stands for any number of blocks `x`.
    fn dynamic(&mut self, value: NodeId) {
        let tree = self.resource.tree;
        for label in tree.named(value) {
            self.path.push(Step::Name(format!("dynamic:{}", label.name)));
            let name = label.name.clone();
            self.names.push(label.name);
            let around = self.scope;
            for block in tree.objects(label.value) {
                let name = tree.last(block, "iterator").map_or(name.clone(), |entry| tree.text_of(entry.value));
                let over = tree.last(block, "for_each").map(|entry| Value::Json(entry.value));
                self.scope = self.references.iterating(around, &name, self.resource.number, over);
                for content in tree.named(block).filter(|entry| entry.name == "content") {
                    self.path.push("content".into());
                    self.nested(content.value);
                    self.path.pop();
                }
            }
            self.scope = around;
            self.names.pop();
            self.path.pop();
        }
    }

    fn duplicate(&mut self, first: NodeId, second: NodeId) {
        let (tree, file) = (self.resource.tree, self.resource.file);
        let place = |id: NodeId| file.place(tree.document.node(id).span());
        self.diagnostics.push(
            Diagnostic::new(Code::DuplicateSiteKey, place(second))
                .arg("key", tree.text_of(second).as_ref())
                .related(place(first), Role::First),
        );
    }

    fn site(&mut self, id: NodeId, tier: Tier, misnamed: bool) {
        let resource = self.resource;
        let file = resource.file;
        let document = resource.tree.document;
        self.report_template(id);
        let span = file.place(document.node(id).span());
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
            value: self.references.json_value(resource.number, self.scope, document, id),
            span,
            inner: file.place(scalar::inner(file.text, document, id)),
            scalar: span,
            style: Style { form: Form::HclJson, carrier: file.outer.map(|(_, carrier)| carrier) },
            sharing: None,
        };
        self.found.push(site, self.diagnostics);
    }

    /// Reports what is wrong with the template in a string.
    fn report_template(&mut self, id: NodeId) {
        let file = self.resource.file;
        let document = self.resource.tree.document;
        if document.node(id).kind != Kind::JsonString {
            return;
        }
        let mapped = scalar::decode_mapped(file.text, document, id);
        let mut inner = self.diagnostics.child();
        hcl::parse_template(&mapped.text, &self.references.options.limits, &mut inner);
        inner.map_spans(|span| file.place(mapped.source(span)));
        self.diagnostics.append(&inner);
    }
}
