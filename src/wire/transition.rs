//! A manifest and a change, as JSON, in; the manifest after it, as JSON, out.

use super::pen::Pen;
use super::{ManifestLocator, Unit, place_shape, write_placed};
use crate::artifact::{self, Refusal};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::limits::Limits;
use crate::resolve::Resolver;

/// A text that was given, and the unit of its offsets: `None` where the caller gave an object.
pub type Given<'a> = (&'a [u8], Option<Unit>);

/// The manifest of a resolver after a change, or a list of changes, and a report.
///
/// First two lengths as little-endian 32-bit words, 0 where there is none; then the manifest after the change and the one
/// before it, both as [`Manifest::write`](crate::manifest::Manifest::write) writes them, so that a caller can tell what
/// differs; then the report, as UTF-8 JSON. Places of the report are in the manifest that was given where nothing was
/// changed, else in the one that is answered, and then without offsets.
pub fn transition(resolver: Resolver, manifest: Given<'_>, change: Given<'_>) -> Vec<u8> {
    let limits = &resolver.terms.limits.clone();
    let outcome = perform(resolver, change.0);
    let ([after, written], diagnostics) = match &outcome {
        Ok((texts, warnings)) => (texts.each_ref().map(String::as_str), warnings),
        Err(errors) => (["", ""], errors),
    };
    let changes = ManifestLocator::new(change.0, change.1, limits).of("change");
    let before = outcome.is_err().then(|| ManifestLocator::new(manifest.0, manifest.1, limits));
    let mut answer = (after.len() as u32).to_le_bytes().to_vec();
    answer.extend((written.len() as u32).to_le_bytes());
    answer.extend(after.as_bytes());
    answer.extend(written.as_bytes());
    answer.extend(Pen::report(&mut |pen| {
        pen.flag("ok", outcome.is_ok());
        write_placed(pen, diagnostics, None, &|place| place_shape(place, None, before.as_ref(), Some(&changes)));
    }));
    answer
}

/// Whole or nothing: of a list either all changes are made or none.
fn perform(resolver: Resolver, change: &[u8]) -> Result<([String; 2], Diagnostics), Diagnostics> {
    let limits = &resolver.terms.limits;
    if !resolver.findings.is_whole() {
        // What was not read could not be written back.
        let errors = resolver.findings.iter().map(|(_, finding)| finding).filter(|finding| is_error(finding));
        return Err(collected(errors.cloned().collect(), limits));
    }
    let (changes, is_list) = artifact::read(change, limits)?;
    let before = resolver.manifest.write();
    match artifact::apply_all(resolver.manifest, &resolver.findings, &changes, limits, &resolver.terms.regions) {
        Ok((changed, warnings)) => Ok(([changed.write(), before], collected(warnings, limits))),
        Err((at, refusal)) if is_list => Err(collected(artifact::within(refusal, at), limits)),
        Err((_, refusal)) => Err(collected(refusal, limits)),
    }
}

fn is_error(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error
}

fn collected(findings: Refusal, limits: &Limits) -> Diagnostics {
    let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
    findings.into_iter().for_each(|finding| diagnostics.push(finding));
    diagnostics
}
