//! What the fields of a manifest say of one another: ids that repeat, relations that lead nowhere, and what the console
//! would not have taken, which is a warning here because a manifest that exists cannot be refused.

mod image;
mod service;

use std::borrow::Cow;

use super::index::Directory;
use super::{
    Artifact, Findings, Manifest, Regions, Scope, SupportRegions, Text, Version, VersionStatus, pointer, shape,
};
use crate::diagnostic::{Code, Diagnostic, Place, Role};

pub(super) fn check(manifest: &Manifest, regions: &Regions, findings: &mut Findings) {
    for (at, first) in manifest.artifacts.repeated() {
        let (second, first) = (&manifest.artifacts[at], &manifest.artifacts[first]);
        let code = Code::ManifestDuplicateId;
        findings.push(Scope::Artifact(first.position), code, &|| {
            let diagnostic = twice(code, "/artifacts", second.position, first.position, "/artifactId");
            diagnostic.arg("kind", "artifact").arg("id", &*second.id)
        });
    }
    for (at, first) in manifest.services.repeated() {
        let (second, first) = (&manifest.services[at], &manifest.services[first]);
        let code = Code::ManifestDuplicateId;
        findings.push(Scope::Service(first.position), code, &|| {
            let diagnostic = twice(code, "/services", second.position, first.position, "/serviceId");
            diagnostic.arg("kind", "service").arg("id", &*second.id)
        });
    }
    if let Some(provider) = manifest.provider.as_deref().filter(|provider| !shape::is_account(provider)) {
        let code = Code::ManifestAccountShape;
        findings.push(Scope::Manifest, code, &|| finding(code, &["/provider"]).arg("account", provider));
    }
    for artifact in &manifest.artifacts {
        check_artifact(artifact, regions, findings);
    }
    for service in &manifest.services {
        service::check(manifest, service, regions, findings);
    }
}

fn check_artifact(artifact: &Artifact, regions: &Regions, findings: &mut Findings) {
    let scope = Scope::Artifact(artifact.position);
    let here = format!("/artifacts/{}", artifact.position);
    let mut note = |found: Option<Diagnostic>| {
        if let Some(found) = found {
            findings.push(scope, found.code, &|| found.clone());
        }
    };
    let place = |field: &str| Place::Manifest(format!("{here}/{field}"));
    note(artifact.name.as_deref().and_then(|name| shape::name(name, shape::NAME_MAX, place("name"))));
    note(artifact.description.as_deref().and_then(|text| shape::description(text, place("description"))));
    shape::tags(&artifact.tags, place("tags"), &mut |found| note(Some(found)));
    let list = format!("{here}/versions");
    for (at, first) in artifact.versions.repeated() {
        let (second, first) = (&artifact.versions[at], &artifact.versions[first]);
        let code = Code::ManifestDuplicateVersion;
        findings.push(Scope::Version(artifact.position, first.position), code, &|| {
            let diagnostic = twice(code, &list, second.position, first.position, "/version");
            diagnostic.arg("version", &*second.version)
        });
    }
    for version in artifact.versions.iter() {
        let here = format!("{list}/{}", version.position);
        let scope = Scope::Version(artifact.position, version.position);
        check_version(version, &here, regions, scope, findings);
    }
}

fn check_version(version: &Version, here: &str, known: &Regions, scope: Scope, findings: &mut Findings) {
    let place = |field: &str| Place::Manifest(format!("{here}/{field}"));
    let name = version.version_name.as_deref();
    if let Some(found) = name.and_then(|name| shape::name(name, shape::VERSION_NAME_MAX, place("versionName"))) {
        findings.push(scope, found.code, &|| found.clone());
    }
    if let Some(SupportRegions::Listed(regions)) = &version.support_region_ids {
        if regions.is_empty() {
            let code = Code::ManifestNoRegions;
            findings.push(scope, code, &|| finding(code, &[here, "supportRegionIds"]));
        }
        check_regions(regions, &format!("{here}/supportRegionIds"), known, scope, findings);
    }
    image::check(version, here, known, scope, findings);
    // What is still being delivered may have nothing yet.
    let released = version.is_numbered() && version.status == Some(VersionStatus::Available);
    if released && version.regions().next().is_none() {
        let code = Code::ManifestNoImage;
        findings.push(scope, code, &|| {
            let declared = Place::Manifest(format!("{here}/status"));
            finding(code, &[here]).arg("version", &*version.version).related(declared, Role::Declared)
        });
    }
}

/// A list of regions: each of them, and that none stands there twice.
fn check_regions(regions: &[Text], list: &str, known: &Regions, scope: Scope, findings: &mut Findings) {
    for (at, region) in regions.iter().enumerate() {
        check_region(region, &|| format!("{list}/{at}"), known, scope, findings);
    }
    repeated(regions.len(), &|at| Cow::Borrowed(&*regions[at]), &mut |at, first| {
        let code = Code::ManifestDuplicateRegion;
        findings.push(scope, code, &|| twice(code, list, at as u32, first as u32, "").arg("region", &*regions[at]));
    });
}

/// A region's id: a zone's is a mistake, one that is not known may be new.
fn check_region(id: &str, place: &dyn Fn() -> String, known: &Regions, scope: Scope, findings: &mut Findings) {
    if known.is_known(id) {
        return;
    }
    if let Some(region) = known.of_zone(id) {
        let code = Code::ManifestZone;
        return findings.push(scope, code, &|| {
            Diagnostic::new(code, Place::Manifest(place())).arg("zone", id).arg("region", region)
        });
    }
    let code = Code::ManifestRegionUnknown;
    findings.push(scope, code, &|| {
        let diagnostic = Diagnostic::new(code, Place::Manifest(place())).arg("region", id);
        match known.nearest(id) {
            Some(nearest) => diagnostic.arg("nearest", nearest),
            None => diagnostic,
        }
    });
}

/// Each position whose key an earlier one has, with the first of them.
fn repeated<'k>(len: usize, key: &dyn Fn(usize) -> Cow<'k, str>, found: &mut dyn FnMut(usize, usize)) {
    let keys: Vec<Cow<'k, str>> = (0..len).map(key).collect();
    let directory = Directory::new(len, &|at| &keys[at]);
    for at in 0..len {
        if let Some(first) = directory.find(&keys[at], |at| &keys[at]).next().filter(|&first| first != at) {
            found(at, first);
        }
    }
}

fn twice(code: Code, list: &str, at: u32, first: u32, field: &str) -> Diagnostic {
    let place = |at| Place::Manifest(format!("{list}/{at}{field}"));
    Diagnostic::new(code, place(at)).related(place(first), Role::First)
}

/// A finding at a pointer and the names behind it.
fn finding(code: Code, place: &[&str]) -> Diagnostic {
    Diagnostic::new(code, at(place))
}

fn at(place: &[&str]) -> Place {
    let (base, names) = place.split_first().unwrap_or((&"", &[]));
    let names = names.iter().map(|&name| name.into());
    Place::Manifest(pointer::join((*base).to_owned(), names))
}
