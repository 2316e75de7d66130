//! Walks the manifest's JSON: objects, lists and texts of the types that are called for, a finding for all others.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::index::Directory;
use super::pointer;
use super::{Findings, Manifest, Scope, Text, Unknown};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::limits::Limits;
use crate::source::Span;
use crate::syntax::{Document, Kind, NodeId, json, scalar};

/// Reads the fields; what they say of one another is left to `check`.
pub(super) fn read(text: &[u8], limits: &Limits) -> (Manifest, Findings) {
    let (manifest, mut findings) = walk(text, limits, |reader, root| reader.manifest(root));
    findings.note_whole();
    (manifest.unwrap_or_default(), findings)
}

/// Reads JSON with `fields`, which is given its root. `None` where the text is no JSON.
pub(crate) fn walk<T>(text: &[u8], limits: &Limits, fields: fn(&mut Reader<'_>, NodeId) -> T) -> (Option<T>, Findings) {
    let mut findings = Findings::new(limits.diagnostics);
    let text = match decoded(text, limits) {
        Ok(text) => text,
        Err(diagnostic) => {
            findings.push(Scope::Manifest, diagnostic.code, &|| diagnostic.clone());
            return (None, findings);
        }
    };
    // The first hundred errors of what is no JSON say enough, and to place each costs a walk.
    let mut diagnostics = Diagnostics::new(limits.diagnostics.min(100), &[]);
    let document = json::parse(text, limits, &mut diagnostics);
    let Some(root) = document.roots.first().filter(|_| diagnostics.ok()) else {
        for diagnostic in diagnostics.kept() {
            findings.push(Scope::Manifest, diagnostic.code, &|| in_manifest(diagnostic.clone(), &document, text));
        }
        return (None, findings);
    };
    let mut reader = Reader {
        text,
        document: &document,
        findings,
        scope: Scope::Manifest,
        path: Vec::new(),
        unknown: BTreeSet::new(),
    };
    let read = fields(&mut reader, root.node);
    (Some(read), reader.findings)
}

fn decoded<'a>(text: &'a [u8], limits: &Limits) -> Result<&'a str, Diagnostic> {
    if text.len() > limits.manifest_bytes as usize {
        let diagnostic = Diagnostic::new(Code::ManifestTooLarge, Place::Manifest(String::new()));
        return Err(diagnostic.arg("bytes", text.len()).arg("limit", limits.manifest_bytes));
    }
    decoded_text(text)
}

/// The text of a manifest, or of a file that one is made from, however long it is.
pub(super) fn decoded_text(text: &[u8]) -> Result<&str, Diagnostic> {
    if text.starts_with(b"\xFF\xFE") || text.starts_with(b"\xFE\xFF") {
        return Err(Diagnostic::new(Code::Utf16, Place::Manifest(String::new())));
    }
    std::str::from_utf8(text).map_err(|error| {
        let at = error.valid_up_to();
        let byte = format!("0x{:02X}", text.get(at).copied().unwrap_or_default());
        Diagnostic::new(Code::InvalidUtf8, Place::ManifestText(Span::new(at as u32, at as u32 + 1), String::new()))
            .arg("byte", byte)
    })
}

/// The JSON front end speaks of a template; here the text is the manifest's.
fn in_manifest(mut diagnostic: Diagnostic, document: &Document, text: &str) -> Diagnostic {
    let related = diagnostic.related.iter_mut().map(|related| &mut related.place);
    for place in std::iter::once(&mut diagnostic.place).chain(related) {
        if let Place::Template(span) = *place {
            *place = Place::ManifestText(span, pointer::enclosing(document, text, span));
        }
    }
    diagnostic
}

/// A walk over the tape that knows where it is.
pub(crate) struct Reader<'a> {
    text: &'a str,
    document: &'a Document,
    findings: Findings,
    /// Whom a finding concerns.
    pub(crate) scope: Scope,
    path: Vec<Step>,
    /// Unknown fields that were reported, by the kind of object that they stand in.
    unknown: BTreeSet<(&'static str, String)>,
}

/// A step of the path from the root; written out as a pointer only when there is something to report.
#[derive(Clone, Copy)]
enum Step {
    Key(NodeId),
    Item(usize),
}

impl<'a> Reader<'a> {
    /// An object: each field with its value, and a finding for each of the `required` ones that is not there.
    /// Says whether it is one.
    pub(crate) fn object(
        &mut self,
        node: NodeId,
        required: &[&str],
        field: &mut dyn FnMut(&mut Self, &str, NodeId),
    ) -> bool {
        let document = self.document;
        if document.node(node).kind != Kind::FlowMapping {
            self.wrong_type(node, "an object");
            return false;
        }
        let shadowed = self.shadowed(node);
        let mut seen = 0_u32;
        for (key, value) in document.entries(node) {
            let name = scalar::decode(self.text, document, key);
            self.path.push(Step::Key(key));
            if shadowed.binary_search(&key).is_ok() {
                self.report(Code::DuplicateKey, &|finding| finding.arg("key", &*name));
            } else {
                if let Some(at) = required.iter().position(|required| **required == *name) {
                    seen |= 1 << at;
                }
                field(self, &name, value);
            }
            self.path.pop();
        }
        for (at, &name) in required.iter().enumerate() {
            if seen & 1 << at == 0 {
                self.report(Code::ManifestMissingField, &|finding| finding.arg("field", name));
            }
        }
        true
    }

    /// Whether a value is an object that says what it is called.
    pub(crate) fn is_named(&self, node: NodeId, field: &str) -> bool {
        self.text_at(node, field).is_some_and(|id| !id.is_empty())
    }

    /// The text that a field of an object holds.
    pub(crate) fn text_at(&self, node: NodeId, field: &str) -> Option<Cow<'a, str>> {
        let named = |&(key, _): &(NodeId, NodeId)| scalar::decode(self.text, self.document, key) == field;
        let value = self.document.entries(node).filter(named).last();
        value.and_then(|(_, value)| self.borrowed(value))
    }

    /// The keys of an object that are written again behind them, in order.
    fn shadowed(&self, object: NodeId) -> Vec<NodeId> {
        const FEW: usize = 16;
        let mut tokens = [""; FEW];
        let mut count = 0;
        let suspicious = self.document.entries(object).any(|(key, _)| {
            let token = self.document.node(key).span().text(self.text);
            let twice = count == FEW || token.contains('\\') || tokens[..count].contains(&token);
            if let Some(free) = tokens.get_mut(count) {
                *free = token;
                count += 1;
            }
            twice
        });
        if !suspicious {
            return Vec::new();
        }
        let keys: Vec<(NodeId, Cow<'a, str>)> = self
            .document
            .entries(object)
            .map(|(key, _)| (key, scalar::decode(self.text, self.document, key)))
            .collect();
        let directory = Directory::new(keys.len(), &|at| &keys[at].1);
        let mut shadowed = vec![false; keys.len()];
        for at in 0..keys.len() {
            let mut same = directory.find(&keys[at].1, |at| &keys[at].1);
            if same.next() == Some(at) {
                // All but the last of those with this key.
                same.fold(at, |before, next| {
                    shadowed[before] = true;
                    next
                });
            }
        }
        keys.iter().zip(shadowed).filter(|(_, shadowed)| *shadowed).map(|((key, _), _)| *key).collect()
    }

    /// A list: each item with its position.
    pub(crate) fn list(&mut self, node: NodeId, item: &mut dyn FnMut(&mut Self, usize, NodeId)) {
        let document = self.document;
        if document.node(node).kind != Kind::FlowSequence {
            return self.wrong_type(node, "a list");
        }
        for (at, child) in document.children(node).enumerate() {
            self.path.push(Step::Item(at));
            item(self, at, child);
            self.path.pop();
        }
    }

    /// A text.
    pub(crate) fn string(&mut self, node: NodeId) -> Option<Text> {
        let text = self.borrowed(node);
        if text.is_none() {
            self.wrong_type(node, "a string");
        }
        text.map(|text| text.into())
    }

    /// A text that names something, and so is not empty.
    pub(crate) fn id(&mut self, node: NodeId, field: &'static str) -> Option<Cow<'a, str>> {
        match self.borrowed(node) {
            Some(id) if id.is_empty() => self.report(Code::ManifestEmptyId, &|finding| finding.arg("field", field)),
            Some(id) => return Some(id),
            None if self.type_name(node) == "a number" => {
                self.report(Code::ManifestNumberForId, &|finding| finding.arg("field", field));
            }
            None => self.wrong_type(node, "a string"),
        }
        None
    }

    /// A word of an enumeration; one that is not in `known` is kept, with a warning.
    pub(crate) fn word<W: for<'w> From<&'w str>>(&mut self, node: NodeId, known: &[&str]) -> Option<W> {
        let word = self.string(node)?;
        if !known.contains(&&*word) {
            self.report(Code::ManifestUnknownWord, &|finding| {
                finding.arg("word", &*word).arg("known", known.join(", "))
            });
        }
        Some(W::from(&word))
    }

    /// A list of texts.
    pub(crate) fn strings(&mut self, node: NodeId) -> Vec<Text> {
        let mut strings = Vec::new();
        self.list(node, &mut |reader, _, item| strings.extend(reader.string(item)));
        strings
    }

    /// A number, as it is written.
    pub(crate) fn number(&mut self, node: NodeId) -> Option<&'a str> {
        if self.type_name(node) != "a number" {
            self.wrong_type(node, "a number");
            return None;
        }
        Some(self.token(node))
    }

    /// Keeps a field that is not known, and reports it once for all objects of its kind.
    pub(crate) fn unknown(&mut self, kind: &'static str, name: &str, value: NodeId, kept: &mut Vec<Unknown>) {
        kept.push(self.kept(name, value));
        if self.unknown.insert((kind, name.to_owned())) {
            self.report(Code::ManifestUnknownField, &|finding| finding.arg("field", name));
        }
    }

    /// A field as it is written.
    pub(crate) fn kept(&self, name: &str, value: NodeId) -> Unknown {
        Unknown { name: name.into(), json: self.token(value).into() }
    }

    /// Reports that the value of another type than `expected` stands here.
    pub(crate) fn wrong_type(&mut self, node: NodeId, expected: &'static str) {
        let found = self.type_name(node);
        self.report(Code::ManifestWrongType, &|finding| finding.arg("expected", expected).arg("found", found));
    }

    /// Reports a finding at this place; `add` gives it its arguments.
    pub(crate) fn report(&mut self, code: Code, add: &dyn Fn(Diagnostic) -> Diagnostic) {
        let Reader { text, document, path, .. } = self;
        let pointer = || {
            let names = path.iter().map(|step| match *step {
                Step::Key(key) => scalar::decode(text, document, key),
                Step::Item(at) => at.to_string().into(),
            });
            pointer::join(String::new(), names)
        };
        self.findings.push(self.scope, code, &|| add(Diagnostic::new(code, Place::Manifest(pointer()))));
    }

    /// The text of a string; `None` for any other value.
    pub(crate) fn borrowed(&self, node: NodeId) -> Option<Cow<'a, str>> {
        (self.document.node(node).kind == Kind::JsonString).then(|| scalar::decode(self.text, self.document, node))
    }

    /// `true` or `false`; `None` for any other value.
    pub(crate) fn boolean(&self, node: NodeId) -> Option<bool> {
        (self.type_name(node) == "a boolean").then(|| self.token(node) == "true")
    }

    pub(crate) fn is_list(&self, node: NodeId) -> bool {
        self.document.node(node).kind == Kind::FlowSequence
    }

    fn token(&self, node: NodeId) -> &'a str {
        self.document.node(node).span().text(self.text)
    }

    fn type_name(&self, node: NodeId) -> &'static str {
        match self.document.node(node).kind {
            Kind::FlowMapping => "an object",
            Kind::FlowSequence => "a list",
            Kind::JsonString => "a string",
            _ => match self.token(node) {
                "null" => "null",
                "true" | "false" => "a boolean",
                _ => "a number",
            },
        }
    }
}
