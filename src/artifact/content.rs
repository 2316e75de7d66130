//! What an artifact and its draft hold: created, updated, opened anew. Nothing else of an artifact ever changes.

use super::{Refusal, accepted, artifact_at, missing, note, reason, relation_place, version_at, version_place};
use crate::diagnostic::{Code, Diagnostic, Place, Role, Severity};
use crate::manifest::serve::{DRAFT, compare_numbers};
use crate::manifest::{
    Artifact, Keyed, Manifest, Regions, ServiceStatus, Source, SourceType, SupportRegions, Text, Version,
    VersionStatus, Versions, region, shape,
};

/// The one type of artifact that there is here.
const ECS_IMAGE: &str = "EcsImage";

/// Fields of an artifact and of its draft. What is `None` is not said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// `name`: set when the artifact is created, for good.
    pub name: Option<Text>,
    /// `artifactType`: `EcsImage`, for good.
    pub artifact_type: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `resourceGroupId`.
    pub resource_group_id: Option<Text>,
    /// `tags`.
    pub tags: Option<Vec<(Text, Text)>>,
    /// `versionName`.
    pub version_name: Option<Text>,
    /// `source`.
    pub source: Option<Source>,
    /// `supportRegionIds`.
    pub support_region_ids: Option<SupportRegions>,
}

pub(super) fn create(manifest: &mut Manifest, id: &str, content: &Content, known: &Regions) -> Result<(), Refusal> {
    let mut refusal = content.reasons(known);
    if id.is_empty() {
        refusal.push(reason(Code::ManifestEmptyId, "/artifactId").arg("field", "artifactId"));
    } else if let Some(existing) = manifest.artifact(id) {
        let declared = Place::Manifest(format!("/artifacts/{}", existing.position));
        let taken = reason(Code::IdTaken, "/artifactId").arg("kind", "artifact").arg("id", id);
        refusal.push(taken.related(declared, Role::Declared));
    }
    let needed = [
        ("name", content.name.is_some()),
        ("versionName", content.version_name.is_some()),
        ("source", content.source.is_some()),
        ("supportRegionIds", content.support_region_ids.is_some()),
    ];
    for (field, said) in needed {
        if !said {
            refusal.push(missing(field));
        }
    }
    if let Some(word) = content.artifact_type.as_deref().filter(|word| *word != ECS_IMAGE) {
        refusal.push(reason(Code::ManifestUnknownWord, "/artifactType").arg("word", word).arg("known", ECS_IMAGE));
    }
    accepted(refusal)?;
    let mut artifact = Artifact {
        position: manifest.artifacts.len() as u32,
        id: id.into(),
        artifact_type: Some(ECS_IMAGE.into()),
        name: content.name.clone(),
        ..Artifact::default()
    };
    let draft = content.fill(&mut artifact, Version { version: DRAFT.into(), ..Version::default() });
    artifact.versions = Versions::new(vec![draft]);
    let mut artifacts = std::mem::take(&mut manifest.artifacts).into_items();
    artifacts.push(artifact);
    manifest.artifacts = Keyed::new(artifacts);
    Ok(())
}

pub(super) fn update(manifest: &mut Manifest, id: &str, content: &Content, known: &Regions) -> Result<(), Refusal> {
    let (at, draft) = draft_at(manifest, id)?;
    let mut refusal = content.reasons(known);
    content.unchangeable(&manifest.artifacts[at], &mut refusal);
    let status = manifest.artifacts[at].versions[draft].status.as_ref();
    if !is_editable(status) {
        refusal.push(
            of_draft(Code::DraftNotEditable, id, status).related(version_place(manifest, at, draft), Role::Declared),
        );
    }
    accepted(refusal)?;
    edit(manifest, at, &mut |artifact, versions| {
        let before = std::mem::take(&mut versions[draft]);
        versions[draft] = content.fill(artifact, before);
    });
    Ok(())
}

/// A draft that is being released, and one whose status nobody knows, is not touched; one whose image could not be built,
/// or in which something was found, is there to be mended.
fn is_editable(status: Option<&VersionStatus>) -> bool {
    use VersionStatus::{CreateFailed, Created, ScanFailed};
    matches!(status, None | Some(Created | CreateFailed | ScanFailed))
}

/// Opens a draft of what a released version is: where it comes from and where it is meant to go. Its name is its own, and
/// of its images it has none, for nothing of a draft is distributed.
pub(super) fn open(
    manifest: &mut Manifest,
    id: &str,
    from: Option<&str>,
    content: &Content,
    known: &Regions,
) -> Result<(), Refusal> {
    let at = artifact_at(manifest, id)?;
    let artifact = &manifest.artifacts[at];
    let mut refusal = content.reasons(known);
    content.unchangeable(artifact, &mut refusal);
    if content.version_name.is_none() {
        refusal.push(missing("versionName"));
    }
    if let Some(draft) = artifact.versions.position(DRAFT) {
        let exists = reason(Code::DraftExists, "/artifactId").arg("artifact", id);
        refusal.push(exists.related(version_place(manifest, at, draft), Role::Declared));
    }
    let from = match from {
        Some(from) => version_at(manifest, id, from, "/from").map(|(_, from)| &artifact.versions[from]),
        None => highest(&artifact.versions).ok_or_else(|| vec![of_artifact(Code::VersionNoneReleased, id)]),
    };
    let released = |from: &&Version| from.is_numbered() && from.status != Some(VersionStatus::Deleted);
    let from = match from {
        Ok(from) if released(&from) => from,
        Ok(from) => {
            // The draft itself is in the way already, and was said to be.
            if !from.is_draft() {
                let unknown = reason(Code::VersionUnknown, "/from").arg("artifact", id);
                refusal.push(unknown.arg("version", &*from.version));
            }
            return Err(refusal);
        }
        Err(reasons) => {
            refusal.extend(reasons);
            return Err(refusal);
        }
    };
    let start = Version {
        version: DRAFT.into(),
        source: from.source.clone(),
        support_region_ids: from.support_region_ids.clone(),
        ..Version::default()
    };
    accepted(refusal)?;
    edit(manifest, at, &mut |artifact, versions| {
        let draft = content.fill(artifact, start.clone());
        versions.push(draft);
    });
    Ok(())
}

impl Content {
    /// What is wrong with what is given, whatever it is given for.
    #[inline(never)]
    fn reasons(&self, known: &Regions) -> Refusal {
        let at = |field: &str| Place::Change(field.to_owned());
        let mut refusal: Refusal = Vec::new();
        let name = self.name.as_deref();
        note(&mut refusal, name.and_then(|name| shape::name(name, shape::NAME_MAX, at("/name"))));
        let name = self.version_name.as_deref();
        note(&mut refusal, name.and_then(|name| shape::name(name, shape::VERSION_NAME_MAX, at("/versionName"))));
        let description = self.description.as_deref();
        note(&mut refusal, description.and_then(|description| shape::description(description, at("/description"))));
        if let Some(tags) = &self.tags {
            shape::tags(tags, at("/tags"), &mut |found| refusal.push(found));
        }
        if self.support_region_ids.as_ref().is_some_and(is_nowhere) {
            refusal.push(reason(Code::ManifestNoRegions, "/supportRegionIds"));
        }
        if let Some(SupportRegions::Listed(regions)) = &self.support_region_ids {
            for (position, region) in regions.iter().enumerate() {
                note(&mut refusal, no_region(region, &format!("/supportRegionIds/{position}"), known));
            }
        }
        let home = self.source.as_ref().and_then(|source| source.region_id.as_deref());
        let home = home.filter(|region| !region.is_empty());
        note(&mut refusal, home.and_then(|region| no_region(region, "/source/regionId", known)));
        note(&mut refusal, self.source.as_ref().and_then(|source| incomplete(source, "/source")));
        refusal.iter_mut().for_each(|finding| finding.severity = Severity::Error);
        refusal
    }

    /// Notes what is asked to change of what never does. To say it again as it is, as the API asks for, is no change.
    #[inline(never)]
    fn unchangeable(&self, artifact: &Artifact, refusal: &mut Refusal) {
        let fixed = [
            ("name", "/name", &self.name, artifact.name.as_deref()),
            ("artifactType", "/artifactType", &self.artifact_type, artifact.artifact_type.as_deref()),
        ];
        for (field, at, said, is) in fixed {
            if said.is_none() || said.as_deref() == is {
                continue;
            }
            let finding = reason(Code::FieldFixed, at).arg("field", field).arg("artifact", &*artifact.id);
            refusal.push(match is {
                Some(is) => finding.arg("value", is),
                None => finding,
            });
        }
    }

    /// Puts what is given into an artifact and its draft, which is saved with that.
    #[inline(never)]
    fn fill(&self, artifact: &mut Artifact, draft: Version) -> Version {
        artifact.description = self.description.clone().or(artifact.description.take());
        artifact.resource_group_id = self.resource_group_id.clone().or(artifact.resource_group_id.take());
        artifact.tags = self.tags.clone().unwrap_or(std::mem::take(&mut artifact.tags));
        let mut source = self.source.clone();
        if let (Some(source), Some(before)) = (&mut source, &draft.source)
            && (&source.image_id, &source.region_id) == (&before.image_id, &before.region_id)
        {
            // The same image is shared with whom it was shared.
            source.shared = source.shared.take().or_else(|| before.shared.clone());
        }
        Version {
            status: Some(VersionStatus::Created),
            version_name: self.version_name.clone().or(draft.version_name),
            // What was made of another source is not what this one stands for.
            images: if self.source.is_some() { Keyed::default() } else { draft.images },
            source: source.or(draft.source),
            support_region_ids: self.support_region_ids.clone().or(draft.support_region_ids),
            ..draft
        }
    }
}

/// What is wrong with the id of a region that a release would freeze: a zone's, the word for all of them, or a text that is
/// none. One that is not known may be new.
pub(super) fn no_region(region: &str, place: &str, known: &Regions) -> Option<Diagnostic> {
    if known.is_known(region) {
        return None;
    }
    if region == "all" {
        return Some(reason(Code::RegionsAllInList, place));
    }
    if let Some(of) = known.of_zone(region) {
        return Some(reason(Code::ManifestZone, place).arg("zone", region).arg("region", of));
    }
    if region::is_well_formed(region) {
        return None;
    }
    let finding = reason(Code::RegionShape, place).arg("region", region);
    Some(match known.nearest(region) {
        Some(nearest) => finding.arg("nearest", nearest),
        None => finding,
    })
}

/// Keeps the image that a draft gives before a change of it, for [`online`]: once an artifact.
pub(super) fn note_draft(manifest: &Manifest, id: &Text, drafts: &mut Vec<(Text, Option<Text>)>) {
    if !drafts.iter().any(|(artifact, _)| artifact == id) {
        let draft = manifest.artifact(id).and_then(|artifact| artifact.versions.get(DRAFT));
        drafts.push((id.clone(), draft.and_then(given).map(|(image_id, _)| image_id.into())));
    }
}

/// The image that a draft gives, and where.
fn given(draft: &Version) -> Option<(&str, &str)> {
    let home = draft.home()?;
    Some((draft.image_in(home).ok()?, home))
}

/// What the customers of services that are online get of drafts that were changed: each of them and the image that it gave
/// before. Places are in the manifest after the changes.
pub(super) fn online(manifest: &Manifest, drafts: &[(Text, Option<Text>)]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let services = manifest.services.iter().filter(|service| service.status == Some(ServiceStatus::Online));
    for (service, relation) in services.flat_map(|service| service.relations.iter().map(move |one| (service, one))) {
        let changed = drafts.iter().find(|(id, _)| *id == relation.artifact_id);
        let Some((id, before)) = changed.filter(|_| relation.version.as_deref() == Some(DRAFT)) else { continue };
        let Some(draft) = manifest.artifact(id).and_then(|artifact| artifact.versions.get(DRAFT)) else { continue };
        let place = relation_place(service.position, &relation.literal);
        let finding = Diagnostic::new(Code::DraftOnlineChanged, place).arg("service", &*service.id);
        let finding = finding.arg("artifact", &**id).arg("literal", &*relation.literal);
        let now = given(draft);
        let finding = match now {
            Some((image_id, home)) => finding.arg("image", image_id).arg("region", home),
            None => finding.arg("missing", "custom image as its source"),
        };
        let before = before.as_deref().filter(|before| now.is_none_or(|(image_id, _)| image_id != *before));
        found.push(match before {
            Some(before) => finding.arg("before", before),
            None => finding,
        });
    }
    found
}

/// What a source lacks: a custom image its id and region, a product of the marketplace its code and version.
pub(super) fn incomplete(source: &Source, place: &str) -> Option<Diagnostic> {
    let fields = match &source.source_type {
        Some(SourceType::Custom) => [("imageId", &source.image_id), ("regionId", &source.region_id)],
        Some(SourceType::Marketplace) => {
            [("commodityCode", &source.commodity_code), ("commodityVersion", &source.commodity_version)]
        }
        Some(SourceType::Other(word)) => {
            let known = SourceType::KNOWN.join(", ");
            let finding = reason(Code::ManifestUnknownWord, &format!("{place}/type"));
            return Some(finding.arg("word", &**word).arg("known", known));
        }
        None => return Some(reason(Code::ManifestMissingField, place).arg("field", "type")),
    };
    let lacks = |(_, value): &(&str, &Option<Text>)| value.as_deref().is_none_or(str::is_empty);
    let (field, _) = fields.into_iter().find(lacks)?;
    let kind = source.source_type.as_ref().map(SourceType::as_str).unwrap_or_default();
    Some(reason(Code::SourceIncomplete, place).arg("type", kind).arg("field", field))
}

/// Whether a choice of regions holds none.
pub(super) fn is_nowhere(regions: &SupportRegions) -> bool {
    matches!(regions, SupportRegions::Listed(regions) if regions.is_empty())
}

/// Where an artifact and its draft stand.
pub(super) fn draft_at(manifest: &Manifest, id: &str) -> Result<(usize, usize), Refusal> {
    let at = artifact_at(manifest, id)?;
    match manifest.artifacts[at].versions.position(DRAFT) {
        Some(draft) => Ok((at, draft)),
        None => Err(vec![of_artifact(Code::DraftMissing, id)]),
    }
}

/// The released version with the highest number.
pub(super) fn highest(versions: &[Version]) -> Option<&Version> {
    let numbered = versions.iter().filter(|version| version.is_numbered());
    numbered.max_by(|one, other| compare_numbers(&one.version, &other.version))
}

pub(super) fn of_draft(code: Code, id: &str, status: Option<&VersionStatus>) -> Diagnostic {
    let finding = of_artifact(code, id);
    match status {
        Some(status) => finding.arg("status", status.as_str()),
        None => finding.arg("missing", "status"),
    }
}

#[cold]
#[inline(never)]
fn of_artifact(code: Code, id: &str) -> Diagnostic {
    reason(code, "/artifactId").arg("artifact", id)
}

/// Changes an artifact and its versions, which are found by their new names afterwards.
#[inline(never)]
pub(super) fn edit(manifest: &mut Manifest, at: usize, change: &mut dyn FnMut(&mut Artifact, &mut Vec<Version>)) {
    let Some(artifact) = manifest.artifacts.at_mut(at) else { return };
    let mut versions = std::mem::take(&mut artifact.versions).into_items();
    change(artifact, &mut versions);
    for (position, version) in versions.iter_mut().enumerate() {
        version.position = position as u32;
    }
    artifact.versions = Versions::new(versions);
}
