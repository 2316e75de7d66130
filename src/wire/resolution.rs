//! What `new Resolver` and `resolve` answer.

use super::pen::Pen;
use super::{Locator, Unit, manifest_locator, write_findings, write_numbers, write_site};
use crate::resolve::{Outcome, PlannedEdit, Resolution, Resolver};
use crate::source::utf16_len;
use crate::template::Template;

/// The report of a manifest that was read. `unit` is that of the caller's text; `None` where it gave an object.
pub fn manifest_report(resolver: &Resolver, manifest: &[u8], unit: Option<Unit>) -> Vec<u8> {
    let findings = resolver.diagnostics();
    let locator = manifest_locator(resolver, &findings, manifest, unit);
    Pen::report(&mut |pen| {
        pen.flag("ok", findings.ok());
        write_findings(pen, &findings, None, locator.as_ref());
    })
}

/// What a splice needs of the answer to one request, as little-endian 32-bit words: whether there is an output, the
/// number of edits, for each edit where it starts and ends in the template (in its unit) and where its new text starts
/// and ends in the pool (in bytes), the length of the pool; then the pool, the new texts as UTF-8.
pub fn resolution_edits(text: &[u8], unit: Unit, resolution: &Resolution) -> Vec<u8> {
    // Edits are in the order of the text, so one walk over it counts them all.
    let mut counted = (0, 0);
    let mut offset = |byte: u32| match unit {
        Unit::Bytes => byte,
        Unit::Utf16 => {
            let between = text.get(counted.0 as usize..byte as usize).unwrap_or_default();
            counted = (byte, counted.1 + utf16_len(between));
            counted.1
        }
    };
    let mut answer = Vec::with_capacity(12 + 64 * resolution.edits.len());
    let mut pool = Vec::new();
    let mut put = |word: u32| answer.extend_from_slice(&word.to_le_bytes());
    put(u32::from(resolution.ok()));
    put(resolution.edits.len() as u32);
    for planned in &resolution.edits {
        let (start, end) = (offset(planned.edit.span.start), offset(planned.edit.span.end));
        let from = pool.len() as u32;
        pool.extend_from_slice(planned.edit.new.as_bytes());
        [start, end, from, pool.len() as u32].into_iter().for_each(&mut put);
    }
    put(pool.len() as u32);
    answer.extend(pool);
    answer
}

/// The whole answer to one request, as UTF-8 JSON: for whoever wants more than the template.
pub fn resolution_report(
    resolver: &Resolver,
    manifest: (&[u8], Option<Unit>),
    template: &Template,
    text: (&[u8], Unit),
    resolution: &Resolution,
) -> Vec<u8> {
    let locator = Locator::new(text.0, text.1);
    let findings = &resolution.diagnostics;
    let places = manifest_locator(resolver, findings, manifest.0, manifest.1);
    Pen::report(&mut |pen| {
        pen.flag("ok", resolution.ok());
        pen.text("format", template.format.name());
        pen.list("sites", &mut |pen| {
            let mut chains = template.origins.chains();
            for (site, outcome) in template.sites.iter().zip(&resolution.outcomes) {
                pen.object(&mut |pen| {
                    write_site(pen, site, &mut chains, &locator);
                    write_outcome(pen, outcome);
                });
            }
        });
        pen.list("edits", &mut |pen| {
            resolution.edits.iter().for_each(|planned| pen.object(&mut |pen| write_edit(pen, planned, &locator)));
        });
        write_findings(pen, findings, Some(&locator), places.as_ref());
    })
}

fn write_outcome(pen: &mut Pen, outcome: &Outcome) {
    pen.text("outcome", outcome_name(outcome));
    if let Outcome::Replaced(replacement) = outcome {
        pen.object_field("replacement", &mut |pen| {
            pen.text("imageId", &replacement.image_id);
            pen.text("artifactId", &replacement.artifact_id);
            pen.text("version", &replacement.version);
        });
    }
}

fn write_edit(pen: &mut Pen, planned: &PlannedEdit, locator: &Locator<'_>) {
    let (start, end) = locator.span(planned.edit.span);
    write_numbers(pen, &[("start", start), ("end", end)]);
    pen.text("kind", planned.kind.name());
    pen.text("old", &planned.edit.old);
    pen.text("new", &planned.edit.new);
    pen.list("sites", &mut |pen| planned.sites.iter().for_each(|site| pen.number_item(Some(*site as u64))));
}

fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Replaced(_) => "replaced",
        Outcome::Unassociated => "unassociated",
        Outcome::NotLiteral => "not-literal",
        Outcome::LeftAlone => "left-alone",
        Outcome::Blocked => "blocked",
    }
}
