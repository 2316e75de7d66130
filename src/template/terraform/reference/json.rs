//! Values of JSON files, and the templates that their strings are.

use std::borrow::Cow;
use std::rc::Rc;

use super::{Code, References, ScopeId};
use crate::diagnostic::Diagnostics;
use crate::syntax;
use crate::syntax::hcl::{self, Document, NodeId};
use crate::syntax::scalar::{self, Mapped};
use crate::template::origin::{Entries, PathId, Step};
use crate::template::site::{Reference, Value};
use crate::template::terraform::display::cut;

impl References<'_> {
    /// What the value in a JSON file says: a string is a template, and `"${var.x}"` is how JSON writes `var.x`.
    pub(in crate::template::terraform) fn json_value(
        &mut self,
        file: usize,
        scope: ScopeId,
        document: &syntax::Document,
        id: syntax::NodeId,
    ) -> Value {
        let text = self.modules.file(file).text;
        if document.node(id).kind != syntax::Kind::JsonString {
            let name = cut(document.node(id).span().text(text));
            return Value { reference: Reference { name, origin: None }, ..Value::default() };
        }
        let template = self.template(file, document, id);
        let code = template.code();
        match template.document.only_interpolation(Document::ROOT).and_then(|id| template.document.inner(id)) {
            // `"${"m-1"}"` is no literal that could be edited as one.
            Some(inner) if !hcl_literal(&template.document, inner) => self.value(&code, scope, inner),
            _ => self.value(&code, scope, Document::ROOT),
        }
    }

    /// A value of a JSON file.
    pub(super) fn json(
        &mut self,
        file: usize,
        scope: ScopeId,
        document: &syntax::Document,
        id: syntax::NodeId,
        path: PathId,
    ) {
        let kind = document.node(id).kind;
        if kind == syntax::Kind::JsonString {
            let template = self.template(file, document, id);
            let code = template.code();
            return match hcl::decode(code.text, code.document, Document::ROOT) {
                Some(literal) => {
                    let span = self.modules.file(file).place(document.node(id).span());
                    self.tracer.literal(&literal, span, path);
                }
                None => self.native(&code, scope, Document::ROOT, path),
            };
        }
        if kind.is_scalar() {
            return;
        }
        let is_object = kind.is_mapping();
        match self.tracer.split(path) {
            None if path == PathId::ANYTHING => {
                for (key, value) in document.entries(id) {
                    self.json_key(file, key, path);
                    self.json(file, scope, document, value, path);
                }
                document
                    .children(id)
                    .filter(|_| !is_object)
                    .for_each(|item| self.json(file, scope, document, item, path));
            }
            None => {}
            Some((Step::Key, rest)) if is_object => {
                document.entries(id).for_each(|(key, _)| self.json_key(file, key, rest));
            }
            Some((Step::Any, rest)) if is_object => {
                document.entries(id).for_each(|(_, value)| self.json(file, scope, document, value, rest));
            }
            Some((Step::Any | Step::Key, rest)) => {
                document.children(id).for_each(|item| self.json(file, scope, document, item, rest));
            }
            Some((Step::Number(at), rest)) => {
                let items = self.json_entries(file, document, id);
                if let Some(&item) = items.others.get(at as usize).filter(|_| !is_object) {
                    self.json(file, scope, document, item, rest);
                }
            }
            Some((Step::Name(name), rest)) => {
                let entries = self.json_entries(file, document, id);
                entries.named(name).for_each(|(_, value)| self.json(file, scope, document, value, rest));
            }
        }
    }

    fn json_key(&mut self, file: usize, key: syntax::NodeId, path: PathId) {
        if let Some(tree) = &self.modules.trees[file] {
            let span = self.modules.file(file).place(tree.span(key));
            self.tracer.literal(&tree.text_of(key), span, path);
        }
    }

    fn json_entries(&mut self, file: usize, document: &syntax::Document, id: syntax::NodeId) -> Rc<Entries> {
        let place = (file as u32, id);
        if let Some(known) = self.index.get(place) {
            return known;
        }
        let tree = self.modules.trees[file].as_ref();
        let text_of = |key| tree.map_or(Cow::Borrowed(""), |tree| tree.text_of(key));
        let is_object = document.node(id).kind.is_mapping();
        let named = document.entries(id).map(|(key, value)| (self.tracer.name(&text_of(key)), key, value)).collect();
        let others = document.children(id).filter(|_| !is_object).collect();
        self.index.put(place, Entries::new(named, others))
    }

    /// The template that a string of JSON is, read once.
    fn template(&mut self, file: usize, document: &syntax::Document, id: syntax::NodeId) -> Rc<Template> {
        let place = (file as u32, id);
        if let Some(known) = self.template_at.get(place) {
            return self.templates[known.others[0] as usize].clone();
        }
        let number = self.tracer.documents(1) - self.documents - 1;
        let template = Rc::new(Template::read(self, file, document, id, number));
        self.template_at.put(place, Entries::new(Vec::new(), vec![self.templates.len() as u32]));
        self.templates.push(template.clone());
        template
    }
}

fn hcl_literal(document: &Document, id: NodeId) -> bool {
    document.kind(id).is_template() && document.is_leaf(id)
}

/// A string of JSON, read as a template.
pub(super) struct Template {
    number: u32,
    file: usize,
    mapped: Mapped,
    document: Document,
}

impl Template {
    fn read(
        references: &References<'_>,
        file: usize,
        document: &syntax::Document,
        id: syntax::NodeId,
        number: u32,
    ) -> Self {
        let mapped = scalar::decode_mapped(references.modules.file(file).text, document, id);
        // Whoever reads the site reports what is wrong with it.
        let mut unused = Diagnostics::new(0, &[]);
        let document = hcl::parse_template(&mapped.text, &references.options.limits, &mut unused);
        Template { number, file, mapped, document }
    }

    pub(super) fn code(&self) -> Code<'_> {
        Code {
            number: self.number,
            file: self.file,
            text: &self.mapped.text,
            document: &self.document,
            mapped: Some(&self.mapped),
        }
    }
}
