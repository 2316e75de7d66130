//! What `check` answers.

use super::pen::Pen;
use super::{Locator, Unit, manifest_locator, write_findings};
use crate::check::{Checked, Report};
use crate::resolve::Resolver;

/// The report of a check, as UTF-8 JSON. `texts` are those of the question, each in the unit that it was given in.
pub fn check_report(
    resolver: &Resolver,
    manifest: (&[u8], Option<Unit>),
    texts: &[(&[u8], Unit)],
    report: &Report,
) -> Vec<u8> {
    let all = report.templates.iter().map(|checked| &checked.diagnostics).chain([&report.manifest]);
    // Places in the manifest are found in one reading of it, whoever asks.
    let places = all.into_iter().find_map(|findings| manifest_locator(resolver, findings, manifest.0, manifest.1));
    let write_template = |pen: &mut Pen, checked: &Checked| {
        let locator = texts.get(checked.given).map(|(text, unit)| Locator::new(text, *unit));
        pen.text("service", &checked.service);
        pen.text("name", &checked.name);
        pen.nullable("path", checked.path.as_deref());
        pen.flag("ok", checked.diagnostics.ok());
        pen.text("format", checked.format.name());
        write_findings(pen, &checked.diagnostics, locator.as_ref(), places.as_ref());
    };
    Pen::report(&mut |pen| {
        pen.flag("ok", report.ok());
        write_findings(pen, &report.manifest, None, places.as_ref());
        pen.list("templates", &mut |pen| {
            report.templates.iter().for_each(|checked| pen.object(&mut |pen| write_template(pen, checked)));
        });
    })
}
