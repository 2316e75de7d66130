//! From a relation to the image of a region.

use super::sharing::unshared_finding;
use super::{Replacement, Request, Resolver};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Role, Severity};
use crate::manifest::{Artifact, Relation, Service, pointer, serve};
use crate::template::site::Site;

/// The image that a relation of `service` gives whoever makes the request, for the first site that asks; what stands in the
/// way is reported there. A request without an account is anybody's: of shares it says nothing.
pub(super) fn of(
    resolver: &Resolver,
    service: &Service,
    relation: usize,
    request: &Request<'_>,
    site: &Site,
    diagnostics: &mut Diagnostics,
) -> Option<Replacement> {
    let Request { region, account, .. } = *request;
    let relation = &service.relations[relation];
    let declared = || relation_place(service, relation);
    let Some(artifact) = resolver.manifest.artifact(&relation.artifact_id) else {
        let finding = Diagnostic::new(Code::ArtifactUnknown, site.span).arg("artifact", &*relation.artifact_id);
        diagnostics.push(finding.related(declared(), Role::Declared));
        return None;
    };
    if let Some(finding) = other_type(service, relation, artifact, site.span.into()) {
        diagnostics.push(finding);
        return None;
    }
    let served = serve::image_for(artifact, relation.version.as_deref(), region);
    // The choice of the newest looks at every version, so what is wrong with any of them counts.
    let version = relation.version.as_deref().and_then(|version| artifact.versions.get(version));
    let sound = diagnostics.ok();
    resolver.findings.of_artifact(artifact, version).for_each(|finding| diagnostics.push_error(finding));
    match served {
        Err(unserved) => {
            diagnostics.push(unserved.diagnostic(site.span).related(declared(), Role::Declared));
            None
        }
        // What is wrong with the artifact or the version blocks whoever needs it.
        Ok(_) if sound && !diagnostics.ok() => None,
        Ok(served) => {
            if relation.version.is_none() && diagnostics.wants(Code::VersionUnspecified) {
                let finding = Diagnostic::new(Code::VersionUnspecified, site.span)
                    .arg("literal", &*relation.literal)
                    .arg("version", &*served.version.version);
                diagnostics.push(finding.related(declared(), Role::Declared));
            }
            let unshared = resolver.unshared(artifact, served.version, region, account);
            if let Some(severity) = unshared {
                let finding = unshared_finding(site.span, (artifact, served.version, region), account);
                diagnostics.push(finding.severity(severity).related(declared(), Role::Declared));
                if severity == Severity::Error {
                    return None;
                }
            }
            Some(Replacement {
                image_id: served.image_id.to_owned(),
                artifact_id: artifact.id.to_string(),
                version: served.version.version.to_string(),
            })
        }
    }
}

/// The finding that a relation leads to an artifact of another type: one of files or containers has no image.
pub(crate) fn other_type(
    service: &Service,
    relation: &Relation,
    artifact: &Artifact,
    place: Place,
) -> Option<Diagnostic> {
    let finding = Diagnostic::new(Code::ArtifactType, place)
        .arg("literal", &*relation.literal)
        .arg("artifact", &*artifact.id)
        .arg("type", artifact.other_type()?);
    Some(finding.related(relation_place(service, relation), Role::Declared))
}

/// Where a relation stands in the manifest.
pub(crate) fn relation_place(service: &Service, relation: &Relation) -> Place {
    let list = format!("/services/{}/relations", service.position);
    Place::Manifest(pointer::join(list, [relation.literal.as_ref().into()]))
}
