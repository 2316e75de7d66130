//! What the fields of a manifest say of one another: ids that repeat, relations that lead nowhere, and the limits of
//! the console (design §3.6), which are warnings here because a manifest that exists cannot be refused.

use super::{Artifact, Findings, Manifest, Scope, Service, SourceType, SupportRegions, Version, pointer};
use crate::diagnostic::{Code, Diagnostic, Place, Role};

pub(super) fn check(manifest: &Manifest, findings: &mut Findings) {
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
    for artifact in &manifest.artifacts {
        check_artifact(artifact, findings);
    }
    for service in &manifest.services {
        check_service(manifest, service, findings);
    }
}

fn check_artifact(artifact: &Artifact, findings: &mut Findings) {
    let scope = Scope::Artifact(artifact.position);
    let here = format!("/artifacts/{}", artifact.position);
    if let Some(name) = &artifact.name {
        check_name(name, 128, &[&here, "name"], scope, findings);
    }
    if let Some(length) = artifact.description.as_ref().map(|description| description.chars().count()) {
        let (min, max) = (10, 500);
        if !(min..=max).contains(&length) {
            findings.push(scope, Code::ManifestDescriptionLength, &|| {
                let diagnostic = finding(Code::ManifestDescriptionLength, &[&here, "description"]);
                diagnostic.arg("length", length).arg("min", min).arg("max", max)
            });
        }
    }
    let max = 20_usize;
    if artifact.tags.len() > max {
        findings.push(scope, Code::ManifestTagCount, &|| {
            let diagnostic = finding(Code::ManifestTagCount, &[&here, "tags"]);
            diagnostic.arg("count", artifact.tags.len()).arg("max", max)
        });
    }
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
        check_version(version, &here, Scope::Version(artifact.position, version.position), findings);
    }
}

fn check_version(version: &Version, here: &str, scope: Scope, findings: &mut Findings) {
    if let Some(name) = &version.version_name {
        check_name(name, 50, &[here, "versionName"], scope, findings);
    }
    if matches!(&version.support_region_ids, Some(SupportRegions::Listed(regions)) if regions.is_empty()) {
        let code = Code::ManifestNoRegions;
        findings.push(scope, code, &|| finding(code, &[here, "supportRegionIds"]));
    }
    let mut check_image = |image_id: &str, place: &[&str]| {
        if !is_image_id(image_id) {
            let code = Code::ManifestImageIdShape;
            findings.push(scope, code, &|| finding(code, place).arg("image", image_id));
        }
    };
    let custom = version.source.as_ref().filter(|source| source.source_type == Some(SourceType::Custom));
    if let Some(image_id) = custom.and_then(|source| source.image_id.as_deref()) {
        check_image(image_id, &[here, "source", "imageId"]);
    }
    for image in &version.images {
        if let Some(image_id) = &image.image_id {
            check_image(image_id, &[here, "images", &image.region, "imageId"]);
        }
    }
}

/// Whether `id` has the form of an ECS image id: `m-` and 20 lowercase letters and digits, or the name of a public
/// image, which ends in `.vhd` (`reference/domain.md` §1.8).
fn is_image_id(id: &str) -> bool {
    let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    match id.strip_prefix("m-") {
        Some(rest) => rest.len() == 20 && rest.bytes().all(lower),
        None => id.len() > 4 && id.ends_with(".vhd"),
    }
}

fn check_name(name: &str, max: usize, place: &[&str], scope: Scope, findings: &mut Findings) {
    let min = 3_usize;
    let fits = (min..=max).contains(&name.chars().count());
    if !fits || !name.chars().all(|character| character.is_alphanumeric() || character == '_') {
        let code = Code::ManifestNameShape;
        findings.push(scope, code, &|| finding(code, place).arg("name", name).arg("min", min).arg("max", max));
    }
}

fn check_service(manifest: &Manifest, service: &Service, findings: &mut Findings) {
    let scope = Scope::Service(service.position);
    let here = format!("/services/{}", service.position);
    let list = format!("{here}/templates");
    for (at, first) in service.templates.repeated() {
        let (second, first) = (&service.templates[at], &service.templates[first]);
        let code = Code::ManifestDuplicateTemplate;
        findings.push(scope, code, &|| {
            twice(code, &list, second.position, first.position, "/name").arg("template", &*second.name)
        });
    }
    let list = format!("{here}/sharedAccounts");
    for (second, first) in service.shared_accounts.repeated() {
        let code = Code::ManifestDuplicateAccount;
        findings.push(scope, code, &|| {
            let diagnostic = twice(code, &list, second as u32, first as u32, "/uid");
            diagnostic.arg("account", service.shared_accounts.uid(second))
        });
    }
    for relation in &service.relations {
        let named = |code, field| {
            let diagnostic = finding(code, &[&here, "relations", &relation.literal, field]);
            diagnostic.arg("literal", &*relation.literal).arg("artifact", &*relation.artifact_id)
        };
        let Some(artifact) = manifest.artifact(&relation.artifact_id) else {
            let code = Code::ManifestArtifactUnknown;
            findings.push(scope, code, &|| named(code, "artifactId"));
            continue;
        };
        let Some(version) = relation.version.as_deref().filter(|version| artifact.versions.get(version).is_none())
        else {
            continue;
        };
        let code = Code::ManifestVersionUnknown;
        findings.push(scope, code, &|| {
            let declared = Place::Manifest(format!("/artifacts/{}/versions", artifact.position));
            named(code, "version").arg("version", version).related(declared, Role::Declared)
        });
    }
}

fn twice(code: Code, list: &str, at: u32, first: u32, field: &str) -> Diagnostic {
    let place = |at| Place::Manifest(format!("{list}/{at}{field}"));
    Diagnostic::new(code, place(at)).related(place(first), Role::First)
}

/// A finding at a pointer and the names behind it.
fn finding(code: Code, place: &[&str]) -> Diagnostic {
    let (base, names) = place.split_first().unwrap_or((&"", &[]));
    let names = names.iter().map(|&name| name.into());
    Diagnostic::new(code, Place::Manifest(pointer::join((*base).to_owned(), names)))
}
