//! One module: its files, and what its variables and locals are.

use std::borrow::Cow;

use super::{File, Parsed, Syntax, json};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Role};
use crate::order;
use crate::source::Span;
use crate::syntax::hcl::{self, Kind};
use crate::syntax::{self, NodeId};
use crate::template::SiteOptions;

/// The files of one folder.
pub(super) struct Module<'a> {
    pub(super) files: &'a [Parsed<'a>],
    pub(super) options: &'a SiteOptions,
    names: Names<'a>,
}

/// What a name stands for, in the order of names; of equal ones the last counts.
struct Names<'a> {
    variables: Vec<Definition<'a>>,
    locals: Vec<Definition<'a>>,
}

/// A variable or a local.
#[derive(Clone)]
pub(super) struct Definition<'a> {
    pub(super) name: Cow<'a, str>,
    /// The index of its file in the module.
    pub(super) file: usize,
    /// What a person would point at, in the file: `variable "x"`, the name of the local.
    pub(super) span: Span,
    /// The default of a variable, the value of a local.
    pub(super) value: Option<Value>,
}

/// A value in a file of one of the two syntaxes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Value {
    Native(hcl::NodeId),
    Json(NodeId),
}

impl<'a> Module<'a> {
    pub(super) fn new(files: &'a [Parsed<'a>], options: &'a SiteOptions) -> Self {
        let mut names = Names { variables: Vec::new(), locals: Vec::new() };
        for (file, parsed) in files.iter().enumerate() {
            match &parsed.syntax {
                Syntax::Native(document) => names.collect_native(file, parsed.file.text, document),
                Syntax::Json(document) => names.collect_json(file, parsed.file.text, document, options),
            }
        }
        // Stable: of equal names the last one written stays last.
        order::sort(&mut names.variables, |a, b| a.name.cmp(&b.name));
        order::sort(&mut names.locals, |a, b| a.name.cmp(&b.name));
        Module { files, options, names }
    }

    pub(super) fn file(&self, file: usize) -> &'a File<'a> {
        &self.files[file].file
    }

    pub(super) fn variable(&self, name: &str) -> Option<&Definition<'a>> {
        last(&self.names.variables, name)
    }

    pub(super) fn local(&self, name: &str) -> Option<&Definition<'a>> {
        last(&self.names.locals, name)
    }

    /// Reports variables and locals that are defined twice. An override file is meant to define them again.
    pub(super) fn report_duplicates(&self, diagnostics: &mut Diagnostics) {
        let names = &self.names;
        for definitions in [&names.variables, &names.locals] {
            for pair in definitions.windows(2) {
                let [first, second] = pair else { continue };
                let file = self.file(second.file);
                if first.name != second.name || file.is_override() {
                    continue;
                }
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateKey, file.place(second.span))
                        .arg("key", second.name.as_ref())
                        .related(self.file(first.file).place(first.span), Role::First),
                );
            }
        }
    }
}

fn last<'n, 'a>(definitions: &'n [Definition<'a>], name: &str) -> Option<&'n Definition<'a>> {
    let end = definitions.partition_point(|definition| definition.name.as_ref() <= name);
    definitions[..end].last().filter(|definition| definition.name == name)
}

impl<'a> Names<'a> {
    fn collect_native(&mut self, file: usize, text: &'a str, document: &hcl::Document) {
        for block in document.items(hcl::Document::ROOT).filter(|&id| document.kind(id) == Kind::Block) {
            match document.name(text, block) {
                "variable" => {
                    let Some(label) = document.labels(block).next() else { continue };
                    let span = Span::new(document.node(block).start, document.node(label).end);
                    let value = attribute(text, document, block, "default").map(Value::Native);
                    let name = super::native::label(text, document, label);
                    self.variables.push(Definition { name, file, span, value });
                }
                "locals" => {
                    for local in document.items(block).filter(|&id| document.kind(id) == Kind::Attribute) {
                        let span = document.name_span(text, local);
                        let value = document.inner(local).map(Value::Native);
                        self.locals.push(Definition { name: Cow::Borrowed(span.text(text)), file, span, value });
                    }
                }
                _ => {}
            }
        }
    }

    fn collect_json(&mut self, file: usize, text: &'a str, document: &'a syntax::Document, options: &SiteOptions) {
        let tree = json::Tree::new(text, document, options);
        for variable in tree.section("variable") {
            let value = tree.objects(variable.value).find_map(|body| tree.last(body, "default"));
            let value = value.map(|entry| Value::Json(entry.value));
            self.variables.push(Definition { name: variable.name, file, span: variable.span, value });
        }
        for local in tree.section("locals") {
            let value = Some(Value::Json(local.value));
            self.locals.push(Definition { name: local.name, file, span: local.span, value });
        }
    }
}

/// The value of the last attribute of this name in a block.
fn attribute(text: &str, document: &hcl::Document, block: hcl::NodeId, name: &str) -> Option<hcl::NodeId> {
    let found = |&id: &hcl::NodeId| document.kind(id) == Kind::Attribute && document.name(text, id) == name;
    document.items(block).filter(found).last().and_then(|id| document.inner(id))
}
