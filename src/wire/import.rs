//! What an import and an export answer.

use serde::Serialize;

use super::{
    DiagnosticShape, Locator, ManifestLocator, PlaceShape, Unit, diagnostic_shapes, place_shape, shapes, write,
};
use crate::diagnostic::{Diagnostics, Place};
use crate::limits::Limits;
use crate::manifest::import::Import;

/// The report of an import, as UTF-8 JSON. `files` are what was imported, each with its name and its unit; `None` where it
/// was no text, and so has no offsets.
pub fn import_report(import: &Import, files: &[(&str, &[u8], Option<Unit>)]) -> Vec<u8> {
    let locators: Vec<Option<Locator<'_>>> =
        files.iter().map(|(_, text, unit)| unit.map(|unit| Locator::new(text, unit))).collect();
    let place = |place| file_place(place, files, &locators);
    let sources = files.iter().zip(&import.sources).map(|((name, ..), found)| SourceShape {
        name,
        kind: found.map(|(kind, _)| kind.name()),
        evidence: found.map(|(_, evidence)| evidence.name()),
    });
    let facts = import.facts.iter().map(|(pointer, from)| FactShape { fact: pointer, place: place(from) });
    write(&ImportReport {
        ok: import.diagnostics.ok(),
        sources: sources.collect(),
        facts: facts.collect(),
        diagnostics: shapes(&import.diagnostics, None, &place),
        dropped: import.diagnostics.dropped(),
    })
}

/// The report of an export, as UTF-8 JSON.
pub fn export_report(
    text: Option<&str>,
    findings: &Diagnostics,
    manifest: (&[u8], Option<Unit>),
    limits: &Limits,
) -> Vec<u8> {
    let places = super::names_manifest(findings).then(|| ManifestLocator::new(manifest.0, manifest.1, limits));
    write(&ExportReport {
        // A manifest that was not understood whole is not written again, even where what is wrong is but a warning.
        ok: text.is_some(),
        text,
        diagnostics: diagnostic_shapes(findings, None, places.as_ref()),
        dropped: findings.dropped(),
    })
}

#[derive(Serialize)]
struct ImportReport<'a> {
    ok: bool,
    sources: Vec<SourceShape<'a>>,
    facts: Vec<FactShape<'a>>,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
}

#[derive(Serialize)]
struct SourceShape<'a> {
    name: &'a str,
    kind: Option<&'static str>,
    evidence: Option<&'static str>,
}

#[derive(Serialize)]
struct FactShape<'a> {
    fact: &'a str,
    #[serde(flatten)]
    place: PlaceShape<'a>,
}

#[derive(Serialize)]
struct ExportReport<'a> {
    ok: bool,
    text: Option<&'a str>,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
}

fn file_place<'a>(
    place: &'a Place,
    files: &[(&'a str, &[u8], Option<Unit>)],
    locators: &[Option<Locator<'_>>],
) -> PlaceShape<'a> {
    let Place::File(file, span, pointer) = place else { return place_shape(place, None, None, None) };
    let at = *file as usize;
    // What only its pointer is known of stands in a manifest, and a pointer says enough there.
    let known = !span.is_empty() || pointer.is_empty();
    let locator = locators.get(at).and_then(Option::as_ref).filter(|_| known);
    PlaceShape {
        source: "file",
        range: locator.map(|locator| locator.range(*span)),
        pointer: Some(pointer),
        field: None,
        file: files.get(at).map(|(name, ..)| *name),
    }
}
