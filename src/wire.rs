//! The shapes that cross to JavaScript, as JSON.
//!
//! Offsets are in the unit that the caller gave the text in: bytes for bytes, UTF-16 units for a string. Lines and
//! columns are for people: from 1, columns in UTF-16 units.

mod access;
mod check;
mod distribution;
mod import;
mod matrix;
mod options;
mod pen;
mod resolution;
mod transition;

pub use access::{access_report, audience_report};
pub use check::check_report;
pub use distribution::plan_report;
pub use import::{export_report, import_report};
pub use matrix::{MatrixShape, matrix_report};
pub use options::{OptionsShape, read_options, read_terms};
pub use resolution::{manifest_report, resolution_edits, resolution_report};
pub use transition::transition;

use std::cell::OnceCell;

use self::pen::Pen;
use crate::diagnostic::{Arg, Diagnostic, Diagnostics, Place};
use crate::limits::Limits;
use crate::manifest::pointer;
use crate::resolve::Resolver;
use crate::source::{LineIndex, Span};
use crate::syntax::{Document, json};
use crate::template::Template;
use crate::template::origin::{Chain, Chains};
use crate::template::site::{Count, Site, Step};

/// The unit of offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of UTF-8.
    Bytes,
    /// UTF-16 units, as JavaScript's strings count.
    Utf16,
}

/// Turns spans of one text into offsets, lines and columns.
///
/// The text is indexed when the first question needs it: spans in bytes need no index.
pub struct Locator<'a> {
    text: &'a [u8],
    index: OnceCell<LineIndex<'a>>,
    unit: Unit,
}

impl<'a> Locator<'a> {
    /// For spans of `text`.
    pub fn new(text: &'a [u8], unit: Unit) -> Self {
        Locator { text, index: OnceCell::new(), unit }
    }

    fn index(&self) -> &LineIndex<'a> {
        self.index.get_or_init(|| LineIndex::new(self.text))
    }

    fn offset(&self, byte: u32) -> u32 {
        match self.unit {
            Unit::Bytes => byte,
            Unit::Utf16 => self.index().utf16(byte),
        }
    }

    /// The offsets of a span, in the unit.
    pub fn span(&self, span: Span) -> (u32, u32) {
        (self.offset(span.start), self.offset(span.end))
    }

    fn range(&self, span: Span) -> Range {
        let (start, end) = self.span(span);
        let (from, to) = (self.index().position(span.start), self.index().position(span.end));
        Range { start, end, line: from.line, column: from.column, end_line: to.line, end_column: to.column }
    }
}

/// The report of a template that was analysed: what `analyze` and `compile` answer.
pub fn template_report(template: &Template, text: &[u8], unit: Unit) -> Vec<u8> {
    let locator = Locator::new(text, unit);
    let findings = template.validate();
    Pen::report(&mut |pen| {
        pen.flag("ok", findings.ok());
        pen.text("format", template.format.name());
        pen.text("evidence", template.evidence.name());
        pen.list("sites", &mut |pen| {
            let mut chains = template.origins.chains();
            template.sites.iter().for_each(|site| pen.object(&mut |pen| write_site(pen, site, &mut chains, &locator)));
        });
        write_findings(pen, &findings, Some(&locator), None);
    })
}

#[derive(Clone, Copy)]
struct Range {
    start: u32,
    end: u32,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// Writes the fields of one site.
pub(crate) fn write_site(pen: &mut Pen, site: &Site, chains: &mut Chains<'_>, locator: &Locator<'_>) {
    let Range { start, end, line, column, .. } = locator.range(site.span);
    let (inner_start, inner_end) = locator.span(site.inner);
    pen.text("resource", &site.resource);
    pen.text("type", &site.resource_type);
    pen.list("path", &mut |pen| {
        site.path.iter().for_each(|step| match step {
            Step::Name(name) => pen.item(name),
            Step::Index(index) => pen.number_item(Some(u64::from(*index))),
        });
    });
    pen.text("tier", site.tier.name());
    pen.text("valueKind", site.value.kind.name());
    pen.nullable("value", site.value.literal.as_deref());
    let numbers = [("start", start), ("end", end), ("innerStart", inner_start), ("innerEnd", inner_end)];
    write_numbers(pen, &numbers);
    write_numbers(pen, &[("line", line), ("column", column)]);
    pen.optional("workspace", site.workspace.as_deref());
    pen.optional("condition", site.condition.as_deref());
    match site.count {
        Some(Count::Number(number)) => pen.number("count", number),
        Some(Count::Dynamic) => pen.text("count", "dynamic"),
        None => {}
    }
    if site.elsewhere {
        pen.flag("elsewhere", true);
    }
    let reference = &site.value.reference;
    if !reference.name.is_empty() {
        pen.object_field("reference", &mut |pen| {
            pen.text("name", &reference.name);
            let chain = reference.origin.map_or_else(Chain::default, |origin| chains.of(origin));
            pen.list("ends", &mut |pen| {
                chain.ends.iter().for_each(|end| {
                    pen.object(&mut |pen| {
                        let (start, stop) = locator.span(end.span);
                        pen.text("value", &end.literal);
                        write_numbers(pen, &[("start", start), ("end", stop)]);
                    });
                });
            });
        });
    }
}

fn write_numbers(pen: &mut Pen, numbers: &[(&str, u32)]) {
    numbers.iter().for_each(|(name, number)| pen.number(name, u64::from(*number)));
}

/// A place as it crosses.
struct PlaceShape<'a> {
    source: &'static str,
    range: Option<Range>,
    pointer: Option<&'a str>,
    field: Option<&'a str>,
    file: Option<&'a str>,
}

impl PlaceShape<'_> {
    /// Writes its fields.
    fn write(&self, pen: &mut Pen) {
        pen.text("source", self.source);
        if let Some(Range { start, end, line, column, end_line, end_column }) = self.range {
            let numbers = [("start", start), ("end", end), ("line", line), ("column", column)];
            write_numbers(pen, &numbers);
            write_numbers(pen, &[("endLine", end_line), ("endColumn", end_column)]);
        }
        pen.optional("pointer", self.pointer);
        pen.optional("field", self.field);
        pen.optional("file", self.file);
    }
}

/// Finds places in the manifest: the bytes of a JSON Pointer, the pointer of bytes.
///
/// The manifest is read again for it, so it is made only where a diagnostic asks.
pub(crate) struct ManifestLocator<'a> {
    source: &'static str,
    text: &'a str,
    document: Document,
    locator: Option<Locator<'a>>,
}

impl<'a> ManifestLocator<'a> {
    /// For places in `text`. Without a unit the text is not the caller's, and only pointers are given.
    pub(crate) fn new(text: &'a [u8], unit: Option<Unit>, limits: &Limits) -> Self {
        let locator = unit.map(|unit| Locator::new(text, unit));
        let text = match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&text[..error.valid_up_to()]).unwrap_or_default(),
        };
        let document = json::parse(text, limits, &mut Diagnostics::default());
        ManifestLocator { source: "manifest", text, document, locator }
    }

    /// The same for a text of another name: a change, or a question.
    pub(crate) fn of(self, source: &'static str) -> Self {
        ManifestLocator { source, ..self }
    }

    fn place<'p>(&self, pointer: &'p str, span: Option<Span>) -> PlaceShape<'p> {
        let range = self.locator.as_ref().zip(span).map(|(locator, span)| locator.range(span));
        PlaceShape { source: self.source, range, pointer: Some(pointer), field: None, file: None }
    }

    fn of_pointer<'p>(&self, pointer: &'p str) -> PlaceShape<'p> {
        let node = pointer::locate(&self.document, self.text, pointer);
        self.place(pointer, node.map(|node| self.document.node(node).span()))
    }
}

/// Finds the places of `findings` in the manifest; `None` where none is there.
pub(crate) fn manifest_locator<'a>(
    resolver: &Resolver,
    findings: &Diagnostics,
    manifest: &'a [u8],
    unit: Option<Unit>,
) -> Option<ManifestLocator<'a>> {
    names_manifest(findings).then(|| ManifestLocator::new(manifest, unit, &resolver.terms.limits))
}

/// Whether any place of a diagnostic is in the manifest.
fn names_manifest(diagnostics: &Diagnostics) -> bool {
    let in_manifest = |place: &Place| matches!(place, Place::Manifest(_) | Place::ManifestText(..));
    diagnostics.kept().iter().any(|diagnostic| {
        in_manifest(&diagnostic.place) || diagnostic.related.iter().any(|related| in_manifest(&related.place))
    })
}

/// Writes `diagnostics`, and how many were `dropped`.
pub(crate) fn write_findings(
    pen: &mut Pen,
    diagnostics: &Diagnostics,
    template: Option<&Locator<'_>>,
    manifest: Option<&ManifestLocator<'_>>,
) {
    write_placed(pen, diagnostics, template, &|place| place_shape(place, template, manifest, None));
}

/// The same with the places that `place` finds.
fn write_placed<'a>(
    pen: &mut Pen,
    diagnostics: &'a Diagnostics,
    template: Option<&Locator<'_>>,
    place: &dyn Fn(&'a Place) -> PlaceShape<'a>,
) {
    pen.list("diagnostics", &mut |pen| {
        for diagnostic in diagnostics.kept() {
            pen.object(&mut |pen| write_finding(pen, diagnostic, template, place));
        }
    });
    pen.number("dropped", diagnostics.dropped() as u64);
}

fn write_finding<'a>(
    pen: &mut Pen,
    diagnostic: &'a Diagnostic,
    template: Option<&Locator<'_>>,
    place: &dyn Fn(&'a Place) -> PlaceShape<'a>,
) {
    pen.text("code", diagnostic.code.name());
    pen.text("severity", diagnostic.severity.name());
    pen.text("message", &diagnostic.message());
    write_args(pen, &diagnostic.args);
    place(&diagnostic.place).write(pen);
    pen.list("related", &mut |pen| {
        for related in &diagnostic.related {
            pen.object(&mut |pen| {
                pen.text("role", related.role.name());
                place(&related.place).write(pen);
            });
        }
    });
    pen.list("fixes", &mut |pen| {
        for fix in &diagnostic.fixes {
            let (start, end) = template.map_or((fix.span.start, fix.span.end), |locator| locator.span(fix.span));
            pen.object(&mut |pen| {
                write_numbers(pen, &[("start", start), ("end", end)]);
                pen.text("text", &fix.text);
            });
        }
    });
}

fn write_args(pen: &mut Pen, args: &[(&str, Arg)]) {
    pen.object_field("args", &mut |pen| {
        args.iter().for_each(|(name, value)| match value {
            Arg::Text(text) => pen.text(name, text),
            Arg::Number(number) => pen.number(name, *number),
        });
    });
}

fn place_shape<'a>(
    place: &'a Place,
    template: Option<&Locator<'_>>,
    manifest: Option<&ManifestLocator<'_>>,
    change: Option<&ManifestLocator<'_>>,
) -> PlaceShape<'a> {
    match (place, manifest, change) {
        (Place::Template(span), ..) => {
            let range = template.map(|locator| locator.range(*span));
            PlaceShape { source: "template", range, pointer: None, field: None, file: None }
        }
        (Place::Manifest(pointer), Some(manifest), _) => manifest.of_pointer(pointer),
        (Place::ManifestText(span, pointer), Some(manifest), _) => manifest.place(pointer, Some(*span)),
        (Place::Change(pointer), _, Some(change)) => change.of_pointer(pointer),
        (Place::ChangeText(span, pointer), _, Some(change)) => change.place(pointer, Some(*span)),
        (Place::Manifest(pointer) | Place::ManifestText(_, pointer), None, _) => {
            PlaceShape { source: "manifest", range: None, pointer: Some(pointer), field: None, file: None }
        }
        // Only an import names files, and it has a report of its own.
        (Place::File(_, _, pointer), ..) => {
            PlaceShape { source: "file", range: None, pointer: Some(pointer), field: None, file: None }
        }
        (Place::Change(pointer) | Place::ChangeText(_, pointer), _, None) => {
            PlaceShape { source: "change", range: None, pointer: Some(pointer), field: None, file: None }
        }
        (Place::Request(field), ..) => {
            PlaceShape { source: "request", range: None, pointer: None, field: Some(field), file: None }
        }
    }
}
