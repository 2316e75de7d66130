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
/// First the length of the manifest as a little-endian 32-bit word, 0 where there is none; then the manifest, as UTF-8
/// JSON; then the report, as UTF-8 JSON. Places of the report are in the manifest that was given where nothing was
/// changed, else in the one that is answered, and then without offsets.
pub fn transition(resolver: Resolver, manifest: Given<'_>, change: Given<'_>) -> Vec<u8> {
    let limits = &resolver.terms.limits.clone();
    let outcome = perform(resolver, change.0);
    let (written, diagnostics) = match &outcome {
        Ok((written, warnings)) => (written.as_str(), warnings),
        Err(errors) => ("", errors),
    };
    let changes = ManifestLocator::new(change.0, change.1, limits).of("change");
    let before = outcome.is_err().then(|| ManifestLocator::new(manifest.0, manifest.1, limits));
    let mut answer = (written.len() as u32).to_le_bytes().to_vec();
    answer.extend(written.as_bytes());
    answer.extend(Pen::report(&mut |pen| {
        pen.flag("ok", outcome.is_ok());
        write_placed(pen, diagnostics, None, &|place| place_shape(place, None, before.as_ref(), Some(&changes)));
    }));
    answer
}

/// Whole or nothing: of a list either all changes are made or none.
fn perform(resolver: Resolver, change: &[u8]) -> Result<(String, Diagnostics), Diagnostics> {
    let limits = &resolver.terms.limits;
    if !resolver.findings.is_whole() {
        // What was not read could not be written back.
        let errors = resolver.findings.iter().map(|(_, finding)| finding).filter(|finding| is_error(finding));
        return Err(collected(errors.cloned().collect(), limits));
    }
    let (changes, is_list) = artifact::read(change, limits)?;
    match artifact::apply_all(resolver.manifest, &resolver.findings, &changes, limits) {
        Ok((manifest, warnings)) => Ok((manifest.write(), collected(warnings, limits))),
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
