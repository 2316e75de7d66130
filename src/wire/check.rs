//! What `check` answers.

use serde::Serialize;

use super::{DiagnosticShape, Locator, Unit, diagnostic_shapes, manifest_locator, write};
use crate::check::{Checked, Report};
use crate::resolve::Resolver;

/// The report of a check, as UTF-8 JSON. `texts` are those of the question, each in the unit that it was given in.
pub fn check_report<'t>(
    resolver: &Resolver,
    manifest: (&[u8], Option<Unit>),
    texts: &[(&[u8], Unit)],
    report: &'t Report,
) -> Vec<u8> {
    let all = report.templates.iter().map(|checked| &checked.diagnostics).chain([&report.manifest]);
    // Places in the manifest are found in one reading of it, whoever asks.
    let places = all.into_iter().find_map(|findings| manifest_locator(resolver, findings, manifest.0, manifest.1));
    let template = |checked: &'t Checked| {
        let locator = texts.get(checked.given).map(|(text, unit)| Locator::new(text, *unit));
        TemplateShape {
            service: &checked.service,
            name: &checked.name,
            path: checked.path.as_deref(),
            ok: checked.diagnostics.ok(),
            format: checked.format.name(),
            diagnostics: diagnostic_shapes(&checked.diagnostics, locator.as_ref(), places.as_ref()),
            dropped: checked.diagnostics.dropped(),
        }
    };
    write(&CheckShape {
        ok: report.ok(),
        diagnostics: diagnostic_shapes(&report.manifest, None, places.as_ref()),
        dropped: report.manifest.dropped(),
        templates: report.templates.iter().map(template).collect(),
    })
}

#[derive(Serialize)]
struct CheckShape<'a> {
    ok: bool,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
    templates: Vec<TemplateShape<'a>>,
}

#[derive(Serialize)]
struct TemplateShape<'a> {
    service: &'a str,
    name: &'a str,
    path: Option<&'a str>,
    ok: bool,
    format: &'a str,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
}
