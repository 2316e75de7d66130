//! The lifecycle: a manifest and a change in, a manifest or the reasons against it out.
//!
//! ```text
//! create ──► draft ──release──► 1, 2, 3 … ──► Delivering ──mark──► Available ──delete──► gone, its number for good
//!              ▲                   │
//!              └─── open a draft ──┘
//! ```
//!
//! A released version never changes: from its release on, whatever image it gives a region it gives for as long as it is
//! there. What is still to come, its delivery, is the only thing that is marked on it.

mod content;
mod delivery;
mod read;
mod removal;
mod service;
mod template;

use crate::diagnostic::{Code, Diagnostic, Place, Related, Role, Severity};
use crate::limits::Limits;
use crate::manifest::{
    AccountType, Findings, Manifest, Regions, ServiceStatus, ShareType, Shared, SharedAccounts, Template, Text,
    VersionStatus, pointer,
};
use crate::order;

pub use content::Content;
pub use read::{CHANGES_MAX, read};

/// One change of a manifest.
#[derive(Clone, Debug, PartialEq)]
pub enum Transition {
    /// `create-artifact`: a new artifact with a draft.
    CreateArtifact {
        /// Its id, which nothing else has.
        artifact: Text,
        /// What it and its draft hold; a name, a version name, a source and regions are needed.
        content: Content,
    },
    /// `update-draft`: what is given replaces what the draft holds.
    UpdateDraft {
        /// The artifact's id.
        artifact: Text,
        /// What replaces.
        content: Content,
    },
    /// `release`: the draft becomes the next number.
    Release {
        /// The artifact's id.
        artifact: Text,
    },
    /// `open-draft`: a new draft that starts as a released version is.
    OpenDraft {
        /// The artifact's id.
        artifact: Text,
        /// The released version; without it the one with the highest number.
        from: Option<Text>,
        /// What it holds otherwise; a version name is needed.
        content: Content,
    },
    /// `mark-delivery`: how far the image of one region has come.
    MarkDelivery {
        /// The artifact's id.
        artifact: Text,
        /// The released version's number.
        version: Text,
        /// The region; without it the whole version is meant.
        region: Option<Text>,
        /// `Delivering`, `Available` or, where it failed, `CreateFailed`.
        status: VersionStatus,
        /// The image's id, once it is there.
        image_id: Option<Text>,
        /// Percent of the copy.
        progress: Option<u8>,
        /// The record of its shares. Of an image that is there it is all that can change.
        shared: Option<Shared>,
        /// Says that the image which the region has is gone from the cloud, and that another one may take its place: with
        /// its id and `CreateFailed`.
        lost: bool,
    },
    /// `delete-version`: also a draft; with the last one the artifact goes, too.
    DeleteVersion {
        /// The artifact's id.
        artifact: Text,
        /// The version.
        version: Text,
    },
    /// `delete-artifact`: with all of its versions.
    DeleteArtifact {
        /// The artifact's id.
        artifact: Text,
    },
    /// `create-service`: a new service that is a draft.
    CreateService {
        /// Its id, which no other service has.
        service: Text,
        /// Its name.
        name: Option<Text>,
        /// Whom it is open to once it is online.
        share_type: Option<ShareType>,
        /// Its templates.
        templates: Vec<Template>,
    },
    /// `relate`: a literal of the service's templates stands for an artifact from now on.
    Relate {
        /// The service's id.
        service: Text,
        /// The literal, byte for byte.
        literal: Text,
        /// The artifact's id.
        artifact: Text,
        /// `draft` or a number; without it the newest that serves.
        version: Option<Text>,
    },
    /// `unrelate`: a literal stands for itself again.
    Unrelate {
        /// The service's id.
        service: Text,
        /// The literal, byte for byte.
        literal: Text,
    },
    /// `share`: each account has the permission that is given from now on, and no other in the same capacity.
    Share {
        /// The service's id.
        service: Text,
        /// The accounts, each with its permission.
        accounts: SharedAccounts,
    },
    /// `unshare`: the accounts have no permission any more.
    Unshare {
        /// The service's id.
        service: Text,
        /// The accounts.
        uids: Vec<Text>,
        /// The capacity in which they had it; all without it.
        account_type: Option<AccountType>,
    },
    /// `set-share-type`.
    SetShareType {
        /// The service's id.
        service: Text,
        /// Whom it is open to.
        share_type: ShareType,
    },
    /// `rename-service`.
    RenameService {
        /// The service's id.
        service: Text,
        /// Its name from now on.
        name: Text,
    },
    /// `add-template`: one more template, the last of the service's.
    AddTemplate {
        /// The service's id.
        service: Text,
        /// The template.
        template: Template,
    },
    /// `update-template`: what is given replaces.
    UpdateTemplate {
        /// The service's id.
        service: Text,
        /// The template's name.
        template: Text,
        /// Another name.
        name: Option<Text>,
        /// Another file; none where it is empty.
        path: Option<Text>,
        /// Where it may be deployed; everywhere if the list is empty.
        allowed_regions: Option<Vec<Text>>,
    },
    /// `remove-template`.
    RemoveTemplate {
        /// The service's id.
        service: Text,
        /// The template's name.
        template: Text,
    },
    /// `delete-service`: only one that nobody can deploy and nobody looks at.
    DeleteService {
        /// The service's id.
        service: Text,
    },
    /// `set-status`: one step along the service's own lifecycle.
    SetStatus {
        /// The service's id.
        service: Text,
        /// Where it is then.
        status: ServiceStatus,
    },
}

/// Why a change was not made: never empty, all of them errors. Places are JSON Pointers into the change.
pub type Refusal = Vec<Diagnostic>;

/// The manifest after one change.
pub fn apply(manifest: &Manifest, change: &Transition) -> Result<Manifest, Refusal> {
    let mut changed = manifest.clone();
    perform(&mut changed, change, &Regions::default())?;
    Ok(changed)
}

/// The manifest after all changes, one after the other, with the warnings that they brought about, which are not among
/// those found `before`; or the reasons against the first that cannot be made, and its position.
pub fn apply_all(
    mut manifest: Manifest,
    before: &Findings,
    changes: &[Transition],
    limits: &Limits,
    regions: &Regions,
) -> Result<(Manifest, Vec<Diagnostic>), (usize, Refusal)> {
    let mut drafts = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        if let Transition::UpdateDraft { artifact, .. } = change {
            content::note_draft(&manifest, artifact, &mut drafts);
        }
        perform(&mut manifest, change, regions).map_err(|refusal| (at, given(refusal, at)))?;
    }
    let mut known: Vec<String> = before.iter().map(|(_, finding)| finding.to_string()).collect();
    order::sort(&mut known, |one, other| one.cmp(other));
    let mut new = content::online(&manifest, &drafts);
    for (_, finding) in manifest.check_knowing(limits, regions).iter() {
        if known.binary_search(&finding.to_string()).is_err() {
            new.push(finding.clone());
        }
    }
    Ok((manifest, new))
}

/// After the first change, places in the manifest are none of the one that was given.
fn given(mut refusal: Refusal, at: usize) -> Refusal {
    let changed = |finding: &mut Diagnostic| finding.related.retain(|_| at == 0);
    refusal.iter_mut().for_each(changed);
    refusal
}

/// Makes a change, or leaves the manifest as it is.
fn perform(manifest: &mut Manifest, change: &Transition, regions: &Regions) -> Result<(), Refusal> {
    match change {
        Transition::CreateArtifact { artifact, content } => content::create(manifest, artifact, content, regions),
        Transition::UpdateDraft { artifact, content } => content::update(manifest, artifact, content, regions),
        Transition::OpenDraft { artifact, from, content } => {
            content::open(manifest, artifact, from.as_deref(), content, regions)
        }
        Transition::Release { artifact } => delivery::release(manifest, artifact, regions),
        Transition::MarkDelivery { artifact, version, region, status, image_id, progress, shared, lost } => {
            let (image_id, shared) = (image_id.as_deref(), shared.as_ref());
            let mark = delivery::Mark { status, image_id, progress: *progress, shared, lost: *lost };
            match region {
                Some(region) => delivery::mark(manifest, artifact, version, region, &mark),
                None => delivery::finish(manifest, artifact, version, &mark),
            }
        }
        Transition::DeleteVersion { artifact, version } => removal::delete_version(manifest, artifact, version),
        Transition::DeleteArtifact { artifact } => removal::delete_artifact(manifest, artifact),
        Transition::CreateService { service, name, share_type, templates } => {
            service::create(manifest, service, name.clone(), share_type.clone(), templates)
        }
        Transition::Relate { service, literal, artifact, version } => {
            service::relate(manifest, service, literal, artifact, version.as_deref())
        }
        Transition::Unrelate { service, literal } => service::unrelate(manifest, service, literal),
        Transition::Share { service, accounts } => service::share(manifest, service, accounts),
        Transition::Unshare { service, uids, account_type } => {
            service::unshare(manifest, service, uids, account_type.as_ref())
        }
        Transition::SetShareType { service, share_type } => service::set_share_type(manifest, service, share_type),
        Transition::RenameService { service, name } => service::rename(manifest, service, name),
        Transition::AddTemplate { service, template } => template::add(manifest, service, template),
        Transition::UpdateTemplate { service, template, name, path, allowed_regions } => {
            let changed =
                template::Changed { name: name.as_ref(), path: path.as_ref(), regions: allowed_regions.as_ref() };
            template::update(manifest, service, template, &changed)
        }
        Transition::RemoveTemplate { service, template } => template::remove(manifest, service, template),
        Transition::DeleteService { service } => removal::delete_service(manifest, service),
        Transition::SetStatus { service, status } => service::set_status(manifest, service, status),
    }
}

/// A reason against a change, at a field of it: `/artifactId`, or `` for the change itself.
#[cold]
#[inline(never)]
fn reason(code: Code, field: &str) -> Diagnostic {
    Diagnostic::new(code, Place::Change(field.to_owned())).severity(Severity::Error)
}

#[cold]
#[inline(never)]
fn missing(field: &'static str) -> Diagnostic {
    reason(Code::ManifestMissingField, "").arg("field", field)
}

fn accepted(refusal: Refusal) -> Result<(), Refusal> {
    if refusal.is_empty() { Ok(()) } else { Err(refusal) }
}

/// Puts the pointer of a list's item before the places of a refusal.
pub fn within(refusal: Refusal, at: usize) -> Refusal {
    let place = |place| match place {
        Place::Change(pointer) => Place::Change(format!("/{at}{pointer}")),
        other => other,
    };
    let moved = |mut finding: Diagnostic| {
        finding.place = place(finding.place);
        finding
    };
    refusal.into_iter().map(moved).collect()
}

/// Adds a reason, if there is one. (Out of line: it is called everywhere.)
#[inline(never)]
fn note(refusal: &mut Refusal, reason: Option<Diagnostic>) {
    if let Some(reason) = reason {
        refusal.push(reason);
    }
}

/// Nothing, or the reasons with the place that they are about.
#[inline(never)]
fn accepted_at(mut refusal: Refusal, place: &dyn Fn() -> Place) -> Result<(), Refusal> {
    for finding in &mut refusal {
        finding.related.push(Related { place: place(), role: Role::Declared });
    }
    accepted(refusal)
}

/// Where an artifact stands, if just one has this id.
fn artifact_at(manifest: &Manifest, id: &str) -> Result<usize, Refusal> {
    let Some(at) = manifest.artifacts.position(id).filter(|_| !id.is_empty()) else {
        return Err(vec![reason(Code::ArtifactUnknown, "/artifactId").arg("artifact", id)]);
    };
    if manifest.artifacts.is_ambiguous(id) {
        return Err(vec![reason(Code::ManifestDuplicateId, "/artifactId").arg("kind", "artifact").arg("id", id)]);
    }
    if let Some((second, _)) = manifest.artifacts[at].versions.repeated().next() {
        let version = &*manifest.artifacts[at].versions[second].version;
        return Err(vec![reason(Code::ManifestDuplicateVersion, "/artifactId").arg("version", version)]);
    }
    Ok(at)
}

/// Where an artifact and one of its versions stand.
fn version_at(manifest: &Manifest, id: &str, version: &str, field: &str) -> Result<(usize, usize), Refusal> {
    let artifact = artifact_at(manifest, id)?;
    match manifest.artifacts[artifact].versions.position(version) {
        Some(at) => Ok((artifact, at)),
        None => Err(vec![reason(Code::VersionUnknown, field).arg("artifact", id).arg("version", version)]),
    }
}

fn service_at(manifest: &Manifest, id: &str) -> Result<usize, Refusal> {
    let Some(at) = manifest.services.position(id).filter(|_| !id.is_empty()) else {
        return Err(vec![reason(Code::ServiceUnknown, "/serviceId").arg("service", id)]);
    };
    if manifest.services.is_ambiguous(id) {
        return Err(vec![reason(Code::ManifestDuplicateId, "/serviceId").arg("kind", "service").arg("id", id)]);
    }
    Ok(at)
}

/// The place of a version in the manifest as it is before the change.
#[inline(never)]
fn version_place(manifest: &Manifest, artifact: usize, version: usize) -> Place {
    let artifact = &manifest.artifacts[artifact];
    Place::Manifest(format!("/artifacts/{}/versions/{}", artifact.position, artifact.versions[version].position))
}

/// The place of a relation in the manifest.
#[inline(never)]
fn relation_place(position: u32, literal: &str) -> Place {
    Place::Manifest(pointer::join(format!("/services/{position}/relations"), [literal.into()]))
}
