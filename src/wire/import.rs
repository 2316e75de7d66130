//! What an import and an export answer.

use super::pen::Pen;
use super::{Locator, ManifestLocator, PlaceShape, Unit, place_shape, write_findings, write_placed};
use crate::diagnostic::{Diagnostics, Place};
use crate::limits::Limits;
use crate::manifest::import::Import;

/// The report of an import, as UTF-8 JSON. `files` are what was imported, each with its name and its unit; `None` where it
/// was no text, and so has no offsets.
pub fn import_report(import: &Import, files: &[(&str, &[u8], Option<Unit>)]) -> Vec<u8> {
    let locators: Vec<Option<Locator<'_>>> =
        files.iter().map(|(_, text, unit)| unit.map(|unit| Locator::new(text, unit))).collect();
    let place = |place| file_place(place, files, &locators);
    Pen::report(&mut |pen| {
        pen.flag("ok", import.diagnostics.ok());
        pen.list("sources", &mut |pen| {
            for ((name, ..), found) in files.iter().zip(&import.sources) {
                pen.object(&mut |pen| {
                    pen.text("name", name);
                    pen.nullable("kind", found.map(|(kind, _)| kind.name()));
                    pen.nullable("evidence", found.map(|(_, evidence)| evidence.name()));
                });
            }
        });
        pen.list("facts", &mut |pen| {
            for (pointer, from) in &import.facts {
                pen.object(&mut |pen| {
                    pen.text("fact", pointer);
                    place(from).write(pen);
                });
            }
        });
        write_placed(pen, &import.diagnostics, None, &place);
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
    Pen::report(&mut |pen| {
        // A manifest that was not understood whole is not written again, even where what is wrong is but a warning.
        pen.flag("ok", text.is_some());
        pen.nullable("text", text);
        write_findings(pen, findings, None, places.as_ref());
    })
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
