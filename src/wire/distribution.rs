//! What a plan answers.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Args, DiagnosticShape, ManifestLocator, Unit, shapes_of, write};
use crate::diagnostic::{Diagnostics, Severity};
use crate::distribution::{self, Action, Plan, TAGS};
use crate::resolve::Resolver;

/// The plan for a question, as UTF-8 JSON: see [`distribution::read`] for what it may hold.
///
/// Where the manifest has errors, or the question, those are all that is answered: a copy costs money, and a share opens
/// something.
pub fn plan_report(resolver: &Resolver, manifest: (&[u8], Option<Unit>), question: &[u8]) -> Vec<u8> {
    let limits = &resolver.terms.limits;
    let mut diagnostics = Diagnostics::new(limits.diagnostics, &resolver.terms.overrides);
    let errors = resolver.findings.iter().map(|(_, finding)| finding);
    errors.filter(|finding| finding.severity == Severity::Error).for_each(|finding| diagnostics.push_error(finding));
    let mut plan = Plan::default();
    if diagnostics.ok() {
        match distribution::read(question, limits) {
            Ok(asked) => plan = distribution::plan(&resolver.manifest, &asked.observed, &asked.options, asked.now),
            Err(errors) => plan.findings = errors,
        }
    }
    std::mem::take(&mut plan.findings).into_iter().for_each(|finding| diagnostics.push(finding));
    let text = super::names_manifest(&diagnostics).then(|| ManifestLocator::new(manifest.0, manifest.1, limits));
    let asked = ManifestLocator::new(question, None, limits).of("file");
    write(&Report {
        ok: diagnostics.ok(),
        actions: plan.actions.iter().map(Shape).collect(),
        diagnostics: shapes_of(&diagnostics, None, text.as_ref(), Some(&asked)),
        dropped: diagnostics.dropped(),
    })
}

#[derive(Serialize)]
struct Report<'a> {
    ok: bool,
    actions: Vec<Shape<'a>>,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
}

struct Shape<'a>(&'a Action);

impl Serialize for Shape<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let action = self.0;
        let mut map = serializer.serialize_map(None)?;
        let mark = action.mark.as_ref();
        let mut texts = vec![
            ("action", action.kind.name()),
            ("id", &*action.id),
            ("artifactId", &*action.artifact),
            ("version", &*action.version),
            ("regionId", &*action.region),
            ("imageId", action.image.as_deref().unwrap_or_default()),
            ("status", mark.map_or("", |(status, _)| status.as_str())),
            ("code", action.why.code.name()),
        ];
        if let Some(copy) = &action.copy {
            texts.extend([
                ("sourceRegionId", &*copy.home),
                ("sourceImageId", &*copy.source),
                ("imageName", &*copy.name),
                ("clientToken", &*copy.token),
                ("resourceGroupId", copy.resource_group.as_deref().unwrap_or_default()),
            ]);
        }
        for (name, text) in texts {
            // A mark of a whole version is in no region.
            if !text.is_empty() || name == "regionId" {
                map.serialize_entry(name, text)?;
            }
        }
        if let Some(copy) = &action.copy {
            let tags = TAGS.iter().zip(&copy.tags).map(|(tag, value)| (*tag, (**value).into())).collect::<Vec<_>>();
            map.serialize_entry("tags", &Args(&tags))?;
        }
        let progress = mark.and_then(|(_, progress)| *progress).map(u64::from);
        for (name, number) in [("progress", progress), ("at", action.at)] {
            if let Some(number) = number {
                map.serialize_entry(name, &number)?;
            }
        }
        if !action.accounts.is_empty() {
            let accounts: Vec<&str> = action.accounts.iter().map(|uid| &**uid).collect();
            map.serialize_entry("accounts", &accounts)?;
        }
        map.serialize_entry("ready", &action.ready)?;
        map.serialize_entry("args", &Args(&action.why.args))?;
        map.serialize_entry("why", &action.why.message())?;
        map.end()
    }
}
