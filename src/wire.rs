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
mod resolution;
mod transition;

pub use access::{access_report, audience_report};
pub use check::check_report;
pub use distribution::plan_report;
pub use import::{export_report, import_report};
pub use matrix::{MatrixShape, matrix_report};
pub use options::{OptionsShape, read_options, terms};
pub use resolution::{manifest_report, resolution_edits, resolution_report};
pub use transition::transition;

use std::cell::OnceCell;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::diagnostic::{Arg, Diagnostic, Diagnostics, Place};
use crate::limits::Limits;
use crate::manifest::pointer;
use crate::resolve::Resolver;
use crate::source::{LineIndex, Span};
use crate::syntax::{Document, json};
use crate::template::Template;
use crate::template::site::{Count, Reference, Site, Step};

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
    write(&TemplateReport {
        ok: findings.ok(),
        format: template.format.name(),
        evidence: template.evidence.name(),
        sites: template.sites.iter().map(|site| site_shape(site, &locator)).collect(),
        diagnostics: diagnostic_shapes(&findings, Some(&locator), None),
        dropped: findings.dropped(),
    })
}

pub(crate) fn write(shape: &impl Serialize) -> Vec<u8> {
    // Writing to memory cannot fail, and no shape has a key that is not a string.
    serde_json::to_vec(shape).unwrap_or_default()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TemplateReport<'a> {
    ok: bool,
    format: &'a str,
    evidence: &'a str,
    sites: Vec<SiteShape<'a>>,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Range {
    start: u32,
    end: u32,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// One site.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SiteShape<'a> {
    resource: &'a str,
    #[serde(rename = "type")]
    resource_type: &'a str,
    path: Vec<StepShape<'a>>,
    tier: &'a str,
    value_kind: &'a str,
    value: Option<&'a str>,
    start: u32,
    end: u32,
    inner_start: u32,
    inner_end: u32,
    line: u32,
    column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    workspace: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<CountShape>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    elsewhere: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<ReferenceShape<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum StepShape<'a> {
    Name(&'a str),
    Index(u32),
}

#[derive(Serialize)]
#[serde(untagged)]
enum CountShape {
    Number(u64),
    Dynamic(&'static str),
}

#[derive(Serialize)]
struct ReferenceShape<'a> {
    name: &'a str,
    ends: Vec<EndShape<'a>>,
}

#[derive(Serialize)]
struct EndShape<'a> {
    value: &'a str,
    start: u32,
    end: u32,
}

pub(crate) fn site_shape<'a>(site: &'a Site, locator: &Locator<'_>) -> SiteShape<'a> {
    let Range { start, end, line, column, .. } = locator.range(site.span);
    let (inner_start, inner_end) = locator.span(site.inner);
    SiteShape {
        resource: &site.resource,
        resource_type: &site.resource_type,
        path: site.path.iter().map(step_shape).collect(),
        tier: site.tier.name(),
        value_kind: site.value.kind.name(),
        value: site.value.literal.as_deref(),
        start,
        end,
        inner_start,
        inner_end,
        line,
        column,
        workspace: site.workspace.as_deref(),
        condition: site.condition.as_deref(),
        count: site.count.as_ref().map(|count| match count {
            Count::Number(number) => CountShape::Number(*number),
            Count::Dynamic => CountShape::Dynamic("dynamic"),
        }),
        elsewhere: site.elsewhere,
        reference: reference_shape(&site.value.reference, locator),
    }
}

fn step_shape(step: &Step) -> StepShape<'_> {
    match step {
        Step::Name(name) => StepShape::Name(name),
        Step::Index(index) => StepShape::Index(*index),
    }
}

fn reference_shape<'a>(reference: &'a Reference, locator: &Locator<'_>) -> Option<ReferenceShape<'a>> {
    let ends = reference.ends.iter().map(|end| {
        let (start, stop) = locator.span(end.span);
        EndShape { value: &end.literal, start, end: stop }
    });
    (!reference.name.is_empty()).then(|| ReferenceShape { name: &reference.name, ends: ends.collect() })
}

/// One diagnostic.
#[derive(Serialize)]
pub(crate) struct DiagnosticShape<'a> {
    code: &'a str,
    severity: &'a str,
    message: String,
    args: Args<'a>,
    #[serde(flatten)]
    place: PlaceShape<'a>,
    related: Vec<RelatedShape<'a>>,
    fixes: Vec<FixShape<'a>>,
}

struct Args<'a>(&'a [(&'static str, Arg)]);

impl Serialize for Args<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            match value {
                Arg::Text(text) => map.serialize_entry(name, text)?,
                Arg::Number(number) => map.serialize_entry(name, number)?,
            }
        }
        map.end()
    }
}

#[derive(Serialize)]
struct PlaceShape<'a> {
    source: &'static str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
}

#[derive(Serialize)]
struct RelatedShape<'a> {
    role: &'static str,
    #[serde(flatten)]
    place: PlaceShape<'a>,
}

#[derive(Serialize)]
struct FixShape<'a> {
    start: u32,
    end: u32,
    text: &'a str,
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

pub(crate) fn diagnostic_shapes<'a>(
    diagnostics: &'a Diagnostics,
    template: Option<&Locator<'_>>,
    manifest: Option<&ManifestLocator<'_>>,
) -> Vec<DiagnosticShape<'a>> {
    shapes(diagnostics, template, &|place| place_shape(place, template, manifest, None))
}

/// The same with places in the text of a change. Without a locator, places in its text have no offsets.
fn shapes_of<'a>(
    diagnostics: &'a Diagnostics,
    template: Option<&Locator<'_>>,
    manifest: Option<&ManifestLocator<'_>>,
    change: Option<&ManifestLocator<'_>>,
) -> Vec<DiagnosticShape<'a>> {
    shapes(diagnostics, template, &|place| place_shape(place, template, manifest, change))
}

fn shapes<'a>(
    diagnostics: &'a Diagnostics,
    template: Option<&Locator<'_>>,
    place: &dyn Fn(&'a Place) -> PlaceShape<'a>,
) -> Vec<DiagnosticShape<'a>> {
    let shape = |diagnostic: &'a Diagnostic| DiagnosticShape {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        message: diagnostic.message(),
        args: Args(&diagnostic.args),
        place: place(&diagnostic.place),
        related: diagnostic
            .related
            .iter()
            .map(|related| RelatedShape { role: related.role.name(), place: place(&related.place) })
            .collect(),
        fixes: diagnostic
            .fixes
            .iter()
            .map(|fix| {
                let (start, end) = template.map_or((fix.span.start, fix.span.end), |locator| locator.span(fix.span));
                FixShape { start, end, text: &fix.text }
            })
            .collect(),
    };
    diagnostics.kept().iter().map(shape).collect()
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
