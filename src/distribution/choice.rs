//! What a caller chose: each name has to name something.

use super::{Options, among};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::manifest::region::{self, Regions, near, with_near};
use crate::manifest::serve::listed;
use crate::manifest::{Manifest, SupportRegions, Text, Version};

/// What is wrong with the choice of artifacts, versions and regions. Copies that are to be taken back may be of what the
/// manifest does not have any more.
pub(super) fn check(manifest: &Manifest, options: &Options) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let chosen = || manifest.artifacts.iter().filter(|artifact| among(&options.artifacts, &artifact.id));
    if !options.undo.copies {
        for id in options.artifacts.iter().filter(|id| manifest.artifact(id).is_none()) {
            let finding = Diagnostic::new(Code::ArtifactUnknown, Place::Request("artifact")).arg("artifact", &**id);
            let names = &mut manifest.artifacts.iter().map(|artifact| &*artifact.id);
            findings.push(with_near(finding, id, names));
        }
        // Which versions there are depends on the artifacts.
        let versions_asked: &[Text] = if findings.is_empty() { &options.versions } else { &[] };
        for name in versions_asked {
            let versions = || chosen().flat_map(|artifact| artifact.versions.iter());
            if versions().any(|version| version.version == *name) {
                continue;
            }
            let whose: Vec<&str> = chosen().map(|artifact| &*artifact.id).collect();
            let finding = Diagnostic::new(Code::VersionUnknown, Place::Request("version"));
            let finding = finding.arg("artifact", listed(whose.into_iter())).arg("version", &**name);
            let names = &mut versions().map(|version| &*version.version);
            findings.push(with_near(finding, name, names));
        }
    }
    if !findings.is_empty() {
        return findings;
    }
    let versions = chosen().flat_map(|artifact| artifact.versions.iter());
    let versions: Vec<&Version> = versions.filter(|version| among(&options.versions, &version.version)).collect();
    let mut regions: Vec<&str> = Vec::new();
    for region in versions.iter().flat_map(|version| named(version)) {
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    let all = |version: &&Version| version.support_region_ids == Some(SupportRegions::All);
    let anywhere = options.undo.copies || versions.iter().any(all);
    let known = Regions::default();
    for id in options.regions.iter().filter(|id| !regions.contains(&&***id)) {
        let is_known = options.all_regions.contains(id) || region::is_known(id);
        if anywhere && is_known {
            continue;
        }
        let code = if is_known { Code::RegionNotMeant } else { Code::RegionUnknown };
        let finding = Diagnostic::new(code, Place::Request("region")).severity(Severity::Error).arg("region", &**id);
        let finding = match is_known {
            false => finding,
            true => finding
                .arg("artifact", listed(chosen().map(|artifact| &*artifact.id)))
                .arg("version", listed(versions.iter().map(|version| &*version.version)))
                .arg("regions", listed(regions.iter().copied())),
        };
        let nearest = near(id, &mut regions.iter().copied()).or_else(|| known.nearest(id));
        findings.push(match nearest.filter(|_| !is_known) {
            Some(nearest) => finding.arg("nearest", nearest),
            None => finding,
        });
    }
    findings
}

/// The regions that a version names.
fn named(version: &Version) -> impl Iterator<Item = &str> {
    let listed: &[Text] = match &version.support_region_ids {
        Some(SupportRegions::Listed(regions)) => regions,
        _ => &[],
    };
    let home = version.source.iter().filter_map(|source| source.region_id.as_deref());
    listed.iter().map(|region| &**region).chain(home).chain(version.images.iter().map(|image| &*image.region))
}
