//! What the fields of a manifest say of one another: ids that repeat, relations that lead nowhere, and the limits of
//! the console (design §3.6), which are warnings here because a manifest that exists cannot be refused.

use super::pointer::push_name;
use super::{Artifact, Findings, Keyed, Manifest, Scope, Service, SourceType, SupportRegions, Version};
use crate::diagnostic::{Code, Diagnostic, Place, Role};

pub(super) fn check(manifest: &Manifest, findings: &mut Findings) {
    for (at, first) in repeated(&manifest.artifacts) {
        let id = &*manifest.artifacts[at].id;
        let diagnostic = twice(Code::ManifestDuplicateId, "/artifacts", at, first, "/artifactId");
        findings.push(Scope::Artifact(first as u32), diagnostic.arg("kind", "artifact").arg("id", id));
    }
    for (at, first) in repeated(&manifest.services) {
        let id = &*manifest.services[at].id;
        let diagnostic = twice(Code::ManifestDuplicateId, "/services", at, first, "/serviceId");
        findings.push(Scope::Service(first as u32), diagnostic.arg("kind", "service").arg("id", id));
    }
    for (at, artifact) in manifest.artifacts.iter().enumerate() {
        check_artifact(at, artifact, findings);
    }
    for (at, service) in manifest.services.iter().enumerate() {
        check_service(manifest, at, service, findings);
    }
}

fn check_artifact(at: usize, artifact: &Artifact, findings: &mut Findings) {
    let scope = Scope::Artifact(at as u32);
    let here = format!("/artifacts/{at}");
    if let Some(name) = &artifact.name {
        check_name(name, 128, format!("{here}/name"), scope, findings);
    }
    if let Some(length) = artifact.description.as_ref().map(|description| description.chars().count()) {
        let (min, max) = (10, 500);
        if !(min..=max).contains(&length) {
            let diagnostic = finding(Code::ManifestDescriptionLength, format!("{here}/description"));
            findings.push(scope, diagnostic.arg("length", length).arg("min", min).arg("max", max));
        }
    }
    let max = 20_usize;
    if artifact.tags.len() > max {
        let diagnostic = finding(Code::ManifestTagCount, format!("{here}/tags"));
        findings.push(scope, diagnostic.arg("count", artifact.tags.len()).arg("max", max));
    }
    let list = format!("{here}/versions");
    for (second, first) in repeated(&artifact.versions) {
        let diagnostic = twice(Code::ManifestDuplicateVersion, &list, second, first, "/version");
        let scope = Scope::Version(at as u32, first as u32);
        findings.push(scope, diagnostic.arg("version", &*artifact.versions[second].version));
    }
    for (number, version) in artifact.versions.iter().enumerate() {
        check_version(version, &format!("{list}/{number}"), Scope::Version(at as u32, number as u32), findings);
    }
}

fn check_version(version: &Version, here: &str, scope: Scope, findings: &mut Findings) {
    if let Some(name) = &version.version_name {
        check_name(name, 50, format!("{here}/versionName"), scope, findings);
    }
    if matches!(&version.support_region_ids, Some(SupportRegions::Listed(regions)) if regions.is_empty()) {
        findings.push(scope, finding(Code::ManifestNoRegions, format!("{here}/supportRegionIds")));
    }
    let mut check_image = |image_id: &str, pointer: String| {
        if !is_image_id(image_id) {
            findings.push(scope, finding(Code::ManifestImageIdShape, pointer).arg("image", image_id));
        }
    };
    let custom = version.source.as_ref().filter(|source| source.source_type == Some(SourceType::Custom));
    if let Some(image_id) = custom.and_then(|source| source.image_id.as_deref()) {
        check_image(image_id, format!("{here}/source/imageId"));
    }
    for image in &version.images {
        if let Some(image_id) = &image.image_id {
            let mut pointer = format!("{here}/images");
            push_name(&mut pointer, &image.region);
            check_image(image_id, pointer + "/imageId");
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

fn check_name(name: &str, max: usize, pointer: String, scope: Scope, findings: &mut Findings) {
    let min = 3_usize;
    let fits = (min..=max).contains(&name.chars().count());
    if !fits || !name.chars().all(|character| character.is_alphanumeric() || character == '_') {
        let diagnostic = finding(Code::ManifestNameShape, pointer);
        findings.push(scope, diagnostic.arg("name", name).arg("min", min).arg("max", max));
    }
}

fn check_service(manifest: &Manifest, at: usize, service: &Service, findings: &mut Findings) {
    let scope = Scope::Service(at as u32);
    let here = format!("/services/{at}");
    let list = format!("{here}/templates");
    for (second, first) in repeated(&service.templates) {
        let diagnostic = twice(Code::ManifestDuplicateTemplate, &list, second, first, "/name");
        findings.push(scope, diagnostic.arg("template", &*service.templates[second].name));
    }
    let list = format!("{here}/sharedAccounts");
    for (second, first) in service.shared_accounts.repeated() {
        let diagnostic = twice(Code::ManifestDuplicateAccount, &list, second, first, "/uid");
        findings.push(scope, diagnostic.arg("account", service.shared_accounts.uid(second)));
    }
    for relation in service.relations.iter().filter(|relation| !relation.artifact_id.is_empty()) {
        let mut pointer = format!("{here}/relations");
        push_name(&mut pointer, &relation.literal);
        let named = |diagnostic: Diagnostic| {
            diagnostic.arg("literal", &*relation.literal).arg("artifact", &*relation.artifact_id)
        };
        let Some(artifact) = manifest.artifact(&relation.artifact_id) else {
            findings.push(scope, named(finding(Code::ManifestArtifactUnknown, pointer + "/artifactId")));
            continue;
        };
        let Some(version) = &relation.version else { continue };
        if manifest.artifacts[artifact].versions.get(version).is_none() {
            let diagnostic =
                named(finding(Code::ManifestVersionUnknown, pointer + "/version")).arg("version", &**version);
            let declared = Place::Manifest(format!("/artifacts/{artifact}/versions"));
            findings.push(scope, diagnostic.related(declared, Role::Declared));
        }
    }
}

/// Items whose key an earlier one has; a missing key has been reported as that.
fn repeated<T: super::Key>(list: &Keyed<T>) -> impl Iterator<Item = (usize, usize)> + '_ {
    list.repeated().filter(|&(at, _)| !list[at].key().is_empty())
}

fn twice(code: Code, list: &str, at: usize, first: usize, field: &str) -> Diagnostic {
    let place = |at| Place::Manifest(format!("{list}/{at}{field}"));
    finding(code, format!("{list}/{at}{field}")).related(place(first), Role::First)
}

fn finding(code: Code, pointer: String) -> Diagnostic {
    Diagnostic::new(code, Place::Manifest(pointer))
}
