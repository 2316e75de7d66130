//! What a plan answers.

use super::pen::Pen;
use super::{ManifestLocator, Unit, place_shape, write_args, write_placed};
use crate::diagnostic::{Diagnostics, Severity};
use crate::distribution::{self, Action, Plan, Standing, TAGS};
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
    Pen::report(&mut |pen| {
        pen.flag("ok", diagnostics.ok());
        pen.list("actions", &mut |pen| {
            plan.actions.iter().for_each(|action| pen.object(&mut |pen| write_action(pen, action)));
        });
        pen.list("regions", &mut |pen| {
            plan.regions.iter().for_each(|standing| pen.object(&mut |pen| write_standing(pen, standing)));
        });
        write_placed(pen, &diagnostics, None, &|place| place_shape(place, None, text.as_ref(), Some(&asked)));
    })
}

fn write_standing(pen: &mut Pen, standing: &Standing) {
    pen.text("artifactId", &standing.artifact);
    pen.text("version", &standing.version);
    pen.text("regionId", &standing.region);
    if let Some(image) = &standing.image {
        pen.text("imageId", image);
    }
    pen.text("state", standing.state.name());
    if let Some(reason) = &standing.reason {
        pen.text("code", reason.code.name());
        write_args(pen, &reason.args);
        pen.text("why", &reason.message());
    }
    if standing.without_count > 0 {
        pen.number("withoutCount", standing.without_count as u64);
        pen.list("without", &mut |pen| {
            for (uid, code) in &standing.without {
                pen.object(&mut |pen| {
                    pen.text("account", uid);
                    pen.text("code", code);
                });
            }
        });
    }
}

fn write_action(pen: &mut Pen, action: &Action) {
    let mark = action.mark.as_ref();
    pen.text("action", action.kind.name());
    // A mark of a whole version is in no region.
    pen.text("regionId", &action.region);
    // A look for copies that nothing asks for is of no artifact.
    pen.text("artifactId", &action.artifact);
    let mut texts = vec![
        ("id", &*action.id),
        ("version", &*action.version),
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
    texts.iter().filter(|(_, text)| !text.is_empty()).for_each(|(name, text)| pen.text(name, text));
    if let Some(copy) = &action.copy {
        pen.object_field("tags", &mut |pen| {
            TAGS.iter().zip(&copy.tags).for_each(|(tag, value)| pen.text(tag, value));
        });
    }
    let progress = mark.and_then(|(_, progress)| *progress).map(u64::from);
    for (name, number) in [("progress", progress), ("at", action.at)] {
        if let Some(number) = number {
            pen.number(name, number);
        }
    }
    if !action.accounts.is_empty() {
        pen.texts("accounts", &mut action.accounts.iter().map(|uid| &**uid));
    }
    if action.is_lost() {
        pen.flag("lost", true);
    }
    pen.flag("ready", action.ready);
    write_args(pen, &action.why.args);
    pen.text("why", &action.why.message());
}
