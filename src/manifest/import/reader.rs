//! Reads values as the types that are called for, and reports what is something else.

use std::borrow::Cow;

use super::draft::{Described, Draft, Said, Shelf};
use super::gather::Memory;
use super::value::{Fact, Layer, Origin, Shape, Value};
use super::{File, Options, path};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::manifest::{SupportRegions, Text};
use crate::order;
use crate::syntax::{Document, View, json, scalar};

/// One import on its way through its files.
pub(super) struct Session<'s> {
    pub(super) draft: Draft,
    pub(super) diagnostics: Diagnostics,
    pub(super) options: &'s Options<'s>,
    pub(super) files: &'s [File<'s>],
    /// The file that is being read.
    pub(super) file: u32,
    /// How many values may still be looked at in it: aliases make a small text stand for a large one.
    pub(super) fuel: u64,
    pub(super) memory: Memory,
    /// How many things were taken in.
    pub(super) taken: usize,
    /// The artifacts that a `config.yaml` describes, with their keys.
    pub(super) described: Shelf<Described>,
    /// The regions of its image builders.
    pub(super) builders: Shelf<Described>,
    /// Findings that were reported with their places.
    placed: u32,
}

/// Fields, in lowercase, that are about the answer and not about what it answers: its paging, its outcome, when something was
/// written.
const IRRELEVANT: &[&str] = &[
    "requestid",
    "requestmethod",
    "totalcount",
    "maxresults",
    "nexttoken",
    "pagenumber",
    "pagesize",
    "code",
    "message",
    "success",
    "httpstatuscode",
    "createtime",
    "updatetime",
    "publishtime",
    "gmtcreate",
    "gmtmodified",
    "creationtime",
    "lastmodifiedtime",
];

/// What ECS says of an image's content, in lowercase: it is the image's own, in whichever manifest it is.
const DESCRIPTION: &[&str] = &[
    "architecture",
    "bootmode",
    "description",
    "detectionoptions",
    "diskdevicemappings",
    "features",
    "imageownerid",
    "imageversion",
    "iscopied",
    "ispublic",
    "isselfshared",
    "issubscribed",
    "issupportcloudinit",
    "issupportiooptimized",
    "loginasnonrootsupported",
    "osname",
    "osnameen",
    "ostype",
    "platform",
    "productcode",
    "size",
    "usage",
];

/// Whether a value says nothing: null, and an empty text, object or list.
fn is_empty(value: &Value<'_>) -> bool {
    match value.shape() {
        Shape::Null => true,
        Shape::Text => value.text().trim().is_empty(),
        Shape::Object => value.entries().is_empty(),
        Shape::List => value.items().next().is_none(),
        _ => false,
    }
}

/// Strings of strings of strings: nothing real has more.
const LAYERS: u32 = 8;

impl<'s> Session<'s> {
    pub(super) fn new(files: &'s [File<'s>], options: &'s Options<'s>) -> Self {
        let diagnostics = Diagnostics::new(options.limits.diagnostics, options.overrides);
        Session {
            draft: Draft::default(),
            diagnostics,
            options,
            files,
            file: 0,
            fuel: 0,
            memory: Memory::default(),
            taken: 0,
            described: Shelf::default(),
            builders: Shelf::default(),
            placed: 0,
        }
    }

    /// The name of the file that is being read.
    pub(super) fn name(&self) -> &'s str {
        self.files.get(self.file as usize).map_or("", |file| file.name)
    }

    /// What a path in the file that is being read is called from the manifest.
    pub(super) fn path(&self, path: &str) -> String {
        path::from(self.options.root, self.options.folder, self.name(), path)
    }

    #[inline(never)]
    pub(super) fn origin(&self, value: &Value<'_>) -> Origin {
        Origin { file: self.file, span: value.span(), trail: value.trail.clone() }
    }

    /// Reports a finding at a value; `add` gives it its arguments.
    #[inline(never)]
    pub(super) fn report(&mut self, code: Code, value: &Value<'_>, add: &dyn Fn(Diagnostic) -> Diagnostic) {
        // Past the limit only their number counts, and a place is dear.
        let place = if self.placed <= self.options.limits.diagnostics {
            self.placed += 1;
            self.origin(value).place()
        } else {
            Place::File(self.file, value.span(), String::new())
        };
        self.diagnostics.push(add(Diagnostic::new(code, place)));
    }

    /// Reports that a value is of another type than `expected`.
    #[inline(never)]
    pub(super) fn wrong_type(&mut self, value: &Value<'_>, expected: &'static str) {
        let found = value.shape().name();
        self.report(Code::ImportWrongType, value, &|finding| finding.arg("expected", expected).arg("found", found));
    }

    /// An object, or its JSON in a string: each entry, by its name in lowercase and as it is written. Null counts as none.
    /// `each` says whether it has a use for the entry; what it has none for is reported, once for each `kind` of object.
    pub(super) fn object(
        &mut self,
        value: &Value<'_>,
        (kind, field): (&'static str, &str),
        each: &mut dyn FnMut(&mut Self, &str, &str, &Value<'_>) -> bool,
    ) {
        self.opened(value, field, "an object", &mut |session, value| {
            let entries = value.entries();
            session.report_shadowed(value, &entries);
            for (name, _, value) in &entries {
                if !session.spend() {
                    return;
                }
                let lower = name.to_ascii_lowercase();
                if !each(session, &lower, name, value) {
                    session.unread(kind, &lower, name, value);
                }
            }
        });
    }

    /// Reports an entry that a manifest has no place for, unless it says nothing of what is imported.
    #[inline(never)]
    pub(super) fn unread(&mut self, kind: &'static str, lower: &str, name: &str, value: &Value<'_>) {
        let known = IRRELEVANT.contains(&lower) || kind == "Image" && DESCRIPTION.contains(&lower);
        if !known && !is_empty(value) && self.memory.unread.place(format!("{kind}\n{lower}"), 0).is_none() {
            self.left_out(value, name, ("object", kind));
        }
    }

    /// A list, or its JSON in a string: each item.
    pub(super) fn list(&mut self, value: &Value<'_>, field: &str, each: &mut dyn FnMut(&mut Self, &Value<'_>)) {
        self.opened(value, field, "a list", &mut |session, value| {
            for item in value.items() {
                if !session.spend() {
                    return;
                }
                each(session, &item);
            }
        });
    }

    /// An object or a list, whichever it is, or its JSON in a string.
    pub(super) fn collection(&mut self, value: &Value<'_>, field: &str, work: &mut dyn FnMut(&mut Self, &Value<'_>)) {
        self.opened(value, field, "an object or a list", work);
    }

    #[inline(never)]
    fn opened(
        &mut self,
        value: &Value<'_>,
        field: &str,
        expected: &'static str,
        work: &mut dyn FnMut(&mut Self, &Value<'_>),
    ) {
        let fits = |shape| match expected {
            "an object" => shape == Shape::Object,
            "a list" => shape == Shape::List,
            _ => matches!(shape, Shape::Object | Shape::List),
        };
        match value.shape() {
            shape if fits(shape) => work(self, value),
            Shape::Null => self.null(value, field),
            Shape::Text => {
                let text = value.text();
                if text.trim_start().starts_with(['{', '[']) {
                    self.embedded(value, &mut |session, inner| {
                        if fits(inner.shape()) { work(session, inner) } else { session.wrong_type(inner, expected) }
                    });
                } else if let Some(placeholder) = placeholder(&text) {
                    self.placeholder(value, placeholder, None, Some(field));
                } else if !text.trim().is_empty() {
                    self.wrong_type(value, expected);
                }
            }
            _ => self.wrong_type(value, expected),
        }
    }

    /// Reads the JSON in a string, which is reported where it is none.
    #[inline(never)]
    pub(super) fn embedded(&mut self, value: &Value<'_>, work: &mut dyn FnMut(&mut Self, &Value<'_>)) {
        let depth = std::iter::successors(Some(value.layer), |layer| layer.outer.map(|(_, outer)| outer)).count();
        let view = &value.layer.view;
        let Some(node) = view.follow(value.node).filter(|_| depth <= LAYERS as usize) else {
            return self.wrong_type(value, "JSON");
        };
        let mapped = scalar::decode_mapped(view.text, view.document, node);
        // A JSON text that aliases repeat is read again for each.
        let Some(left) = self.fuel.checked_sub(mapped.text.len() as u64 / 16) else {
            self.fuel = 0;
            return;
        };
        self.fuel = left;
        let mut diagnostics = Diagnostics::new(20, &[]);
        let document = json::parse(&mapped.text, &self.options.limits, &mut diagnostics);
        let view = View::new(&mapped.text, &document, true, &self.options.limits);
        let layer = Layer { view, outer: Some((&mapped, value.layer)) };
        self.syntax(&diagnostics, &layer, value);
        if let Some(root) = document.roots.first().filter(|_| diagnostics.ok()) {
            work(self, &Value { layer: &layer, node: root.node, trail: value.trail.clone() });
        }
    }

    /// What a front end found, which knows no files: `at` is where the whole text stands.
    pub(super) fn syntax(&mut self, found: &Diagnostics, layer: &Layer<'_>, at: &Value<'_>) {
        let pointer = at.trail.pointer();
        for finding in found.kept() {
            let mut finding = finding.clone();
            let related = finding.related.iter_mut().map(|related| &mut related.place);
            for place in std::iter::once(&mut finding.place).chain(related) {
                if let Place::Template(span) = *place {
                    let inner = crate::manifest::pointer::enclosing(layer.view.document, layer.view.text, span);
                    *place = Place::File(self.file, layer.in_file(span), format!("{pointer}{inner}"));
                }
            }
            finding.fixes.clear();
            self.diagnostics.push(finding);
        }
    }

    /// A text. What is empty or null says nothing; a number or a boolean that YAML's author did not quote is taken as it is
    /// written, and is a wrong type in JSON. Placeholders are kept.
    #[inline(never)]
    pub(super) fn text(&mut self, value: &Value<'_>, field: &str) -> Said {
        let said = self.scalar(value, field, false)?;
        if let Some(placeholder) = placeholder(&said.value) {
            self.placeholder(value, placeholder, None, None);
        }
        Some(said)
    }

    /// A text that something is known by: an id, a region, a word of an enumeration. A placeholder is none.
    #[inline(never)]
    pub(super) fn word(&mut self, value: &Value<'_>, field: &str) -> Said {
        let said = self.scalar(value, field, false)?;
        self.filled(value, field, said)
    }

    /// An id that may be written as a number, digit for digit: no number type holds them all.
    #[inline(never)]
    pub(super) fn digits(&mut self, value: &Value<'_>, field: &str) -> Said {
        let said = self.scalar(value, field, true)?;
        self.filled(value, field, said)
    }

    fn filled(&mut self, value: &Value<'_>, field: &str, said: Fact<Text>) -> Said {
        let Some(placeholder) = placeholder(&said.value) else { return Some(said) };
        self.placeholder(value, placeholder, None, Some(field));
        None
    }

    /// A scalar as a text, placeholders and all.
    #[inline(never)]
    pub(super) fn scalar(&mut self, value: &Value<'_>, field: &str, digits: bool) -> Said {
        let text = value.text();
        let fact = |session: &Self| Fact { value: Text::from(&*text), origin: session.origin(value) };
        match value.shape() {
            Shape::Text if text.trim().is_empty() => None,
            Shape::Text => Some(fact(self)),
            Shape::Null => {
                self.null(value, field);
                None
            }
            Shape::Number if digits => {
                if text.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Some(fact(self));
                }
                self.wrong_type(value, "a string");
                None
            }
            shape @ (Shape::Number | Shape::Boolean) if !value.layer.view.is_json() => {
                let found = shape.name();
                self.report(Code::ImportUnquoted, value, &|finding| finding.arg("found", found).arg("text", &*text));
                Some(fact(self))
            }
            _ => {
                self.wrong_type(value, "a string");
                None
            }
        }
    }

    /// A list of regions, in a string or not, or `all` of them.
    #[inline(never)]
    pub(super) fn regions(&mut self, value: &Value<'_>, field: &str) -> Option<Fact<SupportRegions>> {
        let origin = self.origin(value);
        if value.shape() == Shape::Text && value.text() == "all" {
            return Some(Fact { value: SupportRegions::All, origin });
        }
        let mut regions: Option<Vec<Text>> = None;
        self.opened(value, field, "a list", &mut |session, value| {
            let mut list = Vec::new();
            for item in value.items() {
                if !session.spend() {
                    break;
                }
                list.extend(session.word(&item, field).map(|said| said.value));
            }
            regions = Some(list);
        });
        regions.map(|regions| Fact { value: SupportRegions::Listed(regions), origin })
    }

    /// Reports a placeholder, with what it stands for, or the field that it leaves empty.
    #[inline(never)]
    pub(super) fn placeholder(
        &mut self,
        value: &Value<'_>,
        placeholder: &str,
        meaning: Option<&str>,
        field: Option<&str>,
    ) {
        self.report(Code::ImportPlaceholder, value, &|finding| {
            let finding = finding.arg("placeholder", format!("${{{placeholder}}}"));
            let finding = match meaning {
                Some(meaning) => finding.arg("meaning", meaning),
                None => finding,
            };
            match field {
                Some(field) => finding.arg("field", field),
                None => finding,
            }
        });
    }

    #[inline(never)]
    fn null(&mut self, value: &Value<'_>, field: &str) {
        self.report(Code::ImportNull, value, &|finding| finding.arg("field", field));
    }

    /// Counts one value that is looked at; whether it may be.
    pub(super) fn spend(&mut self) -> bool {
        self.fuel = self.fuel.saturating_sub(1);
        self.fuel > 0
    }

    /// Reports keys that are written again behind them.
    fn report_shadowed(&mut self, value: &Value<'_>, kept: &[(Cow<'_, str>, crate::syntax::NodeId, Value<'_>)]) {
        let view = &value.layer.view;
        let document: &Document = view.document;
        let Some(node) = view.follow(value.node) else { return };
        let mut kept: Vec<u32> = kept.iter().map(|(_, key, _)| *key).collect();
        order::sort(&mut kept, Ord::cmp);
        let shadowed =
            document.entries(node).filter(|(key, _)| kept.binary_search(key).is_err() && !view.is_merge(*key));
        for (key, _) in shadowed {
            let name = view.text_of(key);
            let at = Value { layer: value.layer, node: key, trail: value.trail.key(&name) };
            self.report(Code::DuplicateKey, &at, &|finding| finding.arg("key", &*name));
        }
    }
}

/// The name in the first `${…}` of a text: letters, digits, `_` and `.`, as the command line tool reads them.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("${") {
        let end = after.find(|character: char| !(character.is_alphanumeric() || matches!(character, '_' | '.')));
        match end {
            Some(end) if end > 0 && after[end..].starts_with('}') => return Some(&after[..end]),
            _ => rest = after,
        }
    }
    None
}
