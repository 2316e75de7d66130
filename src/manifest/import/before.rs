//! A manifest that was there before: what it says stays, until another file says it differently.

use super::draft::{
    AccountDraft, ArtifactDraft, Id, ImageDraft, RelationDraft, Said, ServiceDraft, TemplateDraft, VersionDraft,
};
use super::path;
use super::reader::Session;
use super::value::{Fact, Origin, Trail, Value};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::manifest::{
    Artifact, Image, Manifest, Relation, Service, Shared, SupportRegions, Template, Text, Unknown, Version, pointer,
};
use crate::source::Span;

/// Reads a manifest. What is wrong with it is an error here, too, but for relations that lead nowhere: those can be written
/// again as they are, and other files may mend them.
pub(super) fn read(session: &mut Session<'_>, root: &Value<'_>, text: &[u8]) {
    let (manifest, findings) = Manifest::read(text, &session.options.limits);
    let mends = |code| matches!(code, Code::ManifestArtifactUnknown | Code::ManifestVersionUnknown);
    for (_, finding) in findings.iter() {
        if !findings.is_whole() || finding.severity == Severity::Error && !mends(finding.code) {
            let finding = placed(session, root, finding);
            session.diagnostics.push(finding);
        }
    }
    let here = Here { file: session.file, trail: Trail::default() };
    let provider = here.said("provider", manifest.provider.as_ref());
    session.add_provider(provider);
    session.draft.unknown.extend(manifest.unknown.iter().cloned());
    for artifact in &manifest.artifacts {
        let draft = self::artifact(&here.key("artifacts").item(artifact.position), artifact);
        session.add_artifact(draft);
    }
    for service in &manifest.services {
        let mut draft = self::service(&here.key("services").item(service.position), service);
        // It names files from where it is, and may be written to another folder.
        for said in draft.templates.items.iter_mut().filter_map(|template| template.path.as_mut()) {
            let named = session.path(&said.value);
            if path::is_file(&said.value) && !session.path("").is_empty() {
                said.value = named.into();
            }
        }
        session.add_service(draft);
    }
}

/// A finding of the manifest's own reader, in this file.
fn placed(session: &Session<'_>, root: &Value<'_>, finding: &Diagnostic) -> Diagnostic {
    let mut finding = finding.clone();
    let view = &root.layer.view;
    let related = finding.related.iter_mut().map(|related| &mut related.place);
    for place in std::iter::once(&mut finding.place).chain(related) {
        *place = match std::mem::replace(place, Place::Request("service")) {
            Place::Manifest(pointer) => {
                let node = pointer::locate(view.document, view.text, &pointer);
                let span = node.map_or(Span::default(), |node| view.document.node(node).span());
                Place::File(session.file, span, pointer)
            }
            Place::ManifestText(span, pointer) => Place::File(session.file, span, pointer),
            other => other,
        };
    }
    finding
}

/// A place in the manifest.
struct Here {
    file: u32,
    trail: Trail,
}

impl Here {
    fn key(&self, name: &str) -> Here {
        Here { file: self.file, trail: self.trail.key(name) }
    }

    fn item(&self, at: u32) -> Here {
        Here { file: self.file, trail: self.trail.item(at as usize) }
    }

    #[inline(never)]
    fn origin(&self) -> Origin {
        Origin { file: self.file, span: Span::default(), trail: self.trail.clone() }
    }

    #[inline(never)]
    fn said(&self, field: &str, value: Option<&Text>) -> Said {
        value.map(|value| Fact { value: value.clone(), origin: self.key(field).origin() })
    }

    fn shared(&self, value: Option<&Shared>) -> Option<Fact<Shared>> {
        value.map(|value| Fact { value: value.clone(), origin: self.key("shared").origin() })
    }

    #[inline(never)]
    fn word(&self, field: &str, value: Option<&str>) -> Said {
        value.map(|value| Fact { value: value.into(), origin: self.key(field).origin() })
    }
}

/// How an earlier import came by an id.
fn id(key: &str) -> Id {
    match key.split_once('#') {
        None => Id::Said,
        Some((_, rest))
            if ["Artifact.", "Service", "ArtifactRelation."].iter().any(|start| rest.starts_with(start)) =>
        {
            Id::Derived
        }
        Some(_) => Id::Made,
    }
}

fn artifact(here: &Here, artifact: &Artifact) -> ArtifactDraft {
    let mut draft = ArtifactDraft {
        key: artifact.id.clone(),
        id: id(&artifact.id),
        origin: here.key("artifactId").origin(),
        artifact_type: here.said("artifactType", artifact.artifact_type.as_ref()),
        name: here.said("name", artifact.name.as_ref()),
        description: here.said("description", artifact.description.as_ref()),
        resource_group_id: here.said("resourceGroupId", artifact.resource_group_id.as_ref()),
        max_version: here.said("maxVersion", artifact.max_version.as_ref()),
        unknown: artifact.unknown.clone(),
        ..ArtifactDraft::default()
    };
    let tags = here.key("tags");
    for (tag, value) in &artifact.tags {
        draft.tags.push((tag.clone(), Fact { value: value.clone(), origin: tags.key(tag).origin() }));
    }
    let list = here.key("versions");
    for version in artifact.versions.iter() {
        let version = self::version(&list.item(version.position), version);
        draft.versions.add(version);
    }
    draft
}

fn version(here: &Here, version: &Version) -> VersionDraft {
    let mut draft = VersionDraft {
        version: version.version.clone(),
        origin: here.key("version").origin(),
        name: here.said("versionName", version.version_name.as_ref()),
        status: here.word("status", version.status.as_ref().map(|status| status.as_str())),
        unknown: version.unknown.clone(),
        ..VersionDraft::default()
    };
    if let Some(source) = &version.source {
        let here = here.key("source");
        draft.source_type = here.word("type", source.source_type.as_ref().map(|word| word.as_str()));
        draft.image_id = here.said("imageId", source.image_id.as_ref());
        draft.region_id = here.said("regionId", source.region_id.as_ref());
        draft.commodity_code = here.said("commodityCode", source.commodity_code.as_ref());
        draft.commodity_version = here.said("commodityVersion", source.commodity_version.as_ref());
        draft.source_shared = here.shared(source.shared.as_ref());
        draft.source_unknown = source.unknown.clone();
    }
    draft.support_region_ids = version
        .support_region_ids
        .as_ref()
        .map(|regions| Fact { value: regions.clone(), origin: here.key("supportRegionIds").origin() });
    let images = here.key("images");
    for image in &version.images {
        draft.images.add(self::image(&images.key(&image.region), image));
    }
    draft
}

fn image(here: &Here, image: &Image) -> ImageDraft {
    let progress: Option<Text> = image.progress.map(|percent| percent.to_string().into());
    ImageDraft {
        region: image.region.clone(),
        origin: here.origin(),
        image_id: here.said("imageId", image.image_id.as_ref()),
        status: here.word("status", image.status.as_ref().map(|status| status.as_str())),
        progress: here.said("progress", progress.as_ref()),
        shared: here.shared(image.shared.as_ref()),
        unknown: image.unknown.clone(),
    }
}

fn service(here: &Here, service: &Service) -> ServiceDraft {
    let mut draft = ServiceDraft {
        key: service.id.clone(),
        id: id(&service.id),
        origin: here.key("serviceId").origin(),
        name: here.said("name", service.name.as_ref()),
        status: here.word("status", service.status.as_ref().map(|status| status.as_str())),
        share_type: here.word("shareType", service.share_type.as_ref().map(|word| word.as_str())),
        unknown: service.unknown.clone(),
        ..ServiceDraft::default()
    };
    let list = here.key("sharedAccounts");
    for (at, (uid, grant)) in service.shared_accounts.iter().enumerate() {
        let here = list.item(at as u32);
        let account = AccountDraft {
            uid: uid.into(),
            origin: here.origin(),
            permission: here.word("permission", grant.permission.as_ref().map(|word| word.as_str())),
            account_type: here.word("type", grant.account_type.as_ref().map(|word| word.as_str())),
            unknown: grant.unknown.clone(),
        };
        draft.accounts.add(account);
    }
    let list = here.key("templates");
    for template in &service.templates {
        draft.templates.add(self::template(&list.item(template.position), template));
    }
    let table = here.key("relations");
    for relation in &service.relations {
        draft.relations.add(self::relation(&table.key(&relation.literal), relation));
    }
    draft
}

fn template(here: &Here, template: &Template) -> TemplateDraft {
    let regions = SupportRegions::Listed(template.allowed_regions.clone());
    let origin = here.key("allowedRegions").origin();
    TemplateDraft {
        name: template.name.clone(),
        origin: here.key("name").origin(),
        path: here.said("path", template.path.as_ref()),
        allowed_regions: (!template.allowed_regions.is_empty()).then_some(Fact { value: regions, origin }),
        unknown: template.unknown.clone(),
    }
}

fn relation(here: &Here, relation: &Relation) -> RelationDraft {
    RelationDraft {
        literal: relation.literal.clone(),
        origin: here.origin(),
        artifact: Some(Fact { value: relation.artifact_id.clone(), origin: here.key("artifactId").origin() }),
        version: here.said("version", relation.version.as_ref()),
        follows: None,
        unknown: relation.unknown.clone() as Vec<Unknown>,
    }
}
