//! What `new Resolver` and `resolve` answer.

use serde::Serialize;

use super::{DiagnosticShape, Locator, SiteShape, Unit, diagnostic_shapes, manifest_locator, write};
use crate::resolve::{Outcome, PlannedEdit, Replacement, Resolution, Resolver};
use crate::template::Template;

/// The report of a manifest that was read. `unit` is that of the caller's text; `None` where it gave an object.
pub fn manifest_report(resolver: &Resolver, manifest: &[u8], unit: Option<Unit>) -> Vec<u8> {
    let findings = resolver.diagnostics();
    let locator = manifest_locator(resolver, &findings, manifest, unit);
    write(&ManifestReport {
        ok: findings.ok(),
        diagnostics: diagnostic_shapes(&findings, None, locator.as_ref()),
        dropped: findings.dropped(),
    })
}

/// What a splice needs of the answer to one request, as little-endian 32-bit words: whether there is an output, the
/// number of edits, for each edit where it starts and ends in the template (in its unit) and where its new text starts
/// and ends in the pool (in bytes), the length of the pool; then the pool, the new texts as UTF-8.
pub fn resolution_edits(text: &[u8], unit: Unit, resolution: &Resolution) -> Vec<u8> {
    let locator = Locator::new(text, unit);
    let mut words = vec![u32::from(resolution.ok()), resolution.edits.len() as u32];
    let mut pool = String::new();
    for planned in &resolution.edits {
        let (start, end) = locator.span(planned.edit.span);
        let from = pool.len() as u32;
        pool.push_str(&planned.edit.new);
        words.extend([start, end, from, pool.len() as u32]);
    }
    words.push(pool.len() as u32);
    let mut answer: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
    answer.extend(pool.into_bytes());
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
    write(&ResolutionReport {
        ok: resolution.ok(),
        format: template.format.name(),
        sites: resolved_sites(template, resolution, &locator),
        edits: resolution.edits.iter().map(|planned| edit_shape(planned, &locator)).collect(),
        diagnostics: diagnostic_shapes(findings, Some(&locator), places.as_ref()),
        dropped: findings.dropped(),
    })
}

#[derive(Serialize)]
struct ManifestReport<'a> {
    ok: bool,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
}

#[derive(Serialize)]
struct ResolutionReport<'a> {
    ok: bool,
    format: &'a str,
    sites: Vec<ResolvedSiteShape<'a>>,
    edits: Vec<EditShape<'a>>,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
}

#[derive(Serialize)]
struct ResolvedSiteShape<'a> {
    #[serde(flatten)]
    site: SiteShape<'a>,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    replacement: Option<ReplacementShape<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReplacementShape<'a> {
    image_id: &'a str,
    artifact_id: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct EditShape<'a> {
    start: u32,
    end: u32,
    old: &'a str,
    new: &'a str,
    sites: &'a [usize],
}

fn resolved_sites<'a>(
    template: &'a Template,
    resolution: &'a Resolution,
    locator: &Locator<'_>,
) -> Vec<ResolvedSiteShape<'a>> {
    let sites = template.sites.iter().zip(&resolution.outcomes);
    let shape = |(site, outcome)| ResolvedSiteShape {
        site: super::site_shape(site, locator),
        outcome: outcome_name(outcome),
        replacement: match outcome {
            Outcome::Replaced(replacement) => Some(replacement_shape(replacement)),
            _ => None,
        },
    };
    sites.map(shape).collect()
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

fn replacement_shape(replacement: &Replacement) -> ReplacementShape<'_> {
    ReplacementShape {
        image_id: &replacement.image_id,
        artifact_id: &replacement.artifact_id,
        version: &replacement.version,
    }
}

fn edit_shape<'a>(planned: &'a PlannedEdit, locator: &Locator<'_>) -> EditShape<'a> {
    let (start, end) = locator.span(planned.edit.span);
    EditShape { start, end, old: &planned.edit.old, new: &planned.edit.new, sites: &planned.sites }
}
