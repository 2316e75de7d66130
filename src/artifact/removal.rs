//! Deleting versions and artifacts: never what a service uses, in whichever status the service is. Deleting services.

use super::content::{edit, highest};
use super::service::{held, is_under_way};
use super::{Refusal, accepted, artifact_at, reason, relation_place, service_at, version_at};
use crate::diagnostic::{Code, Diagnostic, Role};
use crate::manifest::serve::compare_numbers;
use crate::manifest::{Artifact, Keyed, Manifest, Relation, ServiceStatus};

/// A relation that names no version uses the newest that serves; it needs that one, and some version at any time. With
/// the last version the artifact goes, too.
pub(super) fn delete_version(manifest: &mut Manifest, id: &str, version: &str) -> Result<(), Refusal> {
    let (at, found) = version_at(manifest, id, version, "/version")?;
    let artifact = &manifest.artifacts[at];
    let last = artifact.versions.len() == 1;
    let newest = artifact.versions.newest().is_some_and(|newest| *newest.version == *version);
    let used = |relation: &Relation| match &relation.version {
        Some(named) => last || **named == *version,
        None => last || newest,
    };
    let refusal = reasons(manifest, id, &used, &|| {
        reason(Code::VersionInUse, "/version").arg("artifact", id).arg("version", version)
    });
    accepted(refusal)?;
    if last {
        remove(manifest, at);
        return Ok(());
    }
    edit(manifest, at, &mut |artifact, versions| {
        note_highest(artifact, versions);
        versions.remove(found);
        // The mark is needed only while no version shows it.
        let shown = highest(versions).map(|version| &*version.version);
        let mark = artifact.max_version.take();
        artifact.max_version = mark.filter(|mark| shown.is_none_or(|shown| compare_numbers(mark, shown).is_gt()));
    });
    Ok(())
}

/// Remembers the highest number, so that it is not given again when its version is gone.
fn note_highest(artifact: &mut Artifact, versions: &[crate::manifest::Version]) {
    let Some(highest) = highest(versions) else { return };
    let known = artifact.max_version.as_deref();
    if known.is_none_or(|known| compare_numbers(&highest.version, known).is_gt()) {
        artifact.max_version = Some(highest.version.clone());
    }
}

pub(super) fn delete_artifact(manifest: &mut Manifest, id: &str) -> Result<(), Refusal> {
    let at = artifact_at(manifest, id)?;
    let refusal = reasons(manifest, id, &|_| true, &|| reason(Code::ArtifactInUse, "/artifactId").arg("artifact", id));
    accepted(refusal)?;
    remove(manifest, at);
    Ok(())
}

/// A service that customers can deploy, or that is reviewed, is taken back first.
pub(super) fn delete_service(manifest: &mut Manifest, id: &str) -> Result<(), Refusal> {
    let at = service_at(manifest, id)?;
    match &manifest.services[at].status {
        Some(status) if is_under_way(status) || matches!(status, ServiceStatus::Online | ServiceStatus::Beta) => {
            return Err(vec![held(manifest, at, Code::ServiceNotDeletable, status)]);
        }
        _ => {}
    }
    let mut services = std::mem::take(&mut manifest.services).into_items();
    services.remove(at);
    for (position, service) in services.iter_mut().enumerate() {
        service.position = position as u32;
    }
    manifest.services = Keyed::new(services);
    Ok(())
}

/// So many users are named; more would not say more.
const MOST: usize = 20;

/// A reason for each relation to an artifact that is in the way, with its service.
fn reasons(
    manifest: &Manifest,
    id: &str,
    used: &dyn Fn(&Relation) -> bool,
    reason: &dyn Fn() -> Diagnostic,
) -> Refusal {
    let mut refusal = Refusal::new();
    for service in &manifest.services {
        for relation in &service.relations {
            if *relation.artifact_id == *id && used(relation) && refusal.len() < MOST {
                let finding = reason().arg("service", &*service.id).arg("literal", &*relation.literal);
                refusal.push(finding.related(relation_place(service.position, &relation.literal), Role::Declared));
            }
        }
    }
    refusal
}

fn remove(manifest: &mut Manifest, at: usize) {
    let mut artifacts = std::mem::take(&mut manifest.artifacts).into_items();
    artifacts.remove(at);
    for (position, artifact) in artifacts.iter_mut().enumerate() {
        artifact.position = position as u32;
    }
    manifest.artifacts = Keyed::new(artifacts);
}
