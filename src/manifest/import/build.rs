//! The manifest of what was read: what is missing is reported and left out.

use super::draft::{
    AccountDraft, ArtifactDraft, Id, ImageDraft, RelationDraft, Said, ServiceDraft, TemplateDraft, VersionDraft,
};
use super::reader::Session;
use super::value::{Fact, Origin};
use crate::diagnostic::{Code, Diagnostic};
use crate::manifest::serve::DRAFT;
use crate::manifest::{
    Artifact, Grant, Image, Keyed, Manifest, Relation, Service, Shared, SharedAccounts, Source, SupportRegions,
    Template, Text, Version, VersionStatus, Versions, pointer,
};

/// Where a field of the manifest comes from.
pub(super) type Facts = Vec<(String, Origin)>;

pub(super) fn build(session: &mut Session<'_>) -> (Manifest, Facts) {
    finish_relations(session);
    let draft = std::mem::take(&mut session.draft);
    let mut builder = Builder { session, facts: Vec::new(), path: Vec::new() };
    let mut manifest = Manifest { unknown: draft.unknown, ..Manifest::default() };
    manifest.provider = match builder.session.options.provider {
        Some(provider) => Some(provider.into()),
        None => builder.text("provider", draft.provider),
    };
    if manifest.provider.is_none() {
        let finding = Diagnostic::new(Code::ImportMissing, Origin::default().place()).arg("field", "provider");
        builder.session.diagnostics.push(finding);
    }
    let artifacts = draft.artifacts.items.into_iter().enumerate();
    let artifacts = artifacts
        .map(|(at, artifact)| builder.below(&["artifacts", &at.to_string()], |builder| builder.artifact(at, artifact)));
    let artifacts: Vec<Artifact> = artifacts.collect();
    let services = draft.services.items.into_iter().enumerate();
    let services = services
        .map(|(at, service)| builder.below(&["services", &at.to_string()], |builder| builder.service(at, service)));
    let services: Vec<Service> = services.collect();
    let facts = builder.facts;
    manifest.artifacts = Keyed::new(artifacts);
    manifest.services = Keyed::new(services);
    (manifest, facts)
}

/// Gives every relation an artifact, and those whose version follows their artifact's that version. An artifact or version
/// that only relations name is there, with nothing that is known of it.
///
/// `${Artifact.KEY.ArtifactVersion}` is the draft, which is what the command line tool writes there; unless the cloud's
/// answers have released versions and no draft any more. Then that draft was released, and without a version the newest
/// one counts.
fn finish_relations(session: &mut Session<'_>) {
    let mut services = std::mem::take(&mut session.draft.services);
    for service in &mut services.items {
        for relation in &mut service.relations.items {
            let file = session.files.get(relation.origin.file as usize).map_or("", |file| file.name);
            let literal = &relation.literal;
            let derived = || {
                Some(Fact {
                    value: format!("{file}#ArtifactRelation.{literal}").into(),
                    origin: relation.origin.clone(),
                })
            };
            let said = relation.artifact.take().or_else(derived);
            let Some(said) = said else { continue };
            if session.draft.artifacts.get(&said.value).is_none() {
                let id = if said.value.contains('#') { Id::Derived } else { Id::Said };
                let origin = said.origin.clone();
                let stub = ArtifactDraft { key: said.value.clone(), id, origin, ..ArtifactDraft::default() };
                session.draft.artifacts.add(stub);
            }
            if let Some(artifact) = session.draft.artifacts.get_mut(&said.value) {
                follow(&mut session.diagnostics, artifact, relation);
            }
            relation.artifact = Some(said);
        }
    }
    session.draft.services = services;
}

fn follow(
    diagnostics: &mut crate::diagnostic::Diagnostics,
    artifact: &mut ArtifactDraft,
    relation: &mut RelationDraft,
) {
    if let Some(placeholder) = relation.follows.take() {
        let drafted = artifact.versions.get(DRAFT).is_some_and(|draft| draft.status.is_some());
        let released = artifact.versions.items.iter().any(|version| &*version.version != DRAFT);
        let finding = Diagnostic::new(Code::ImportPlaceholder, placeholder.origin.place());
        let finding = finding.arg("placeholder", format!("${{{}}}", placeholder.value));
        diagnostics.push(match drafted || !released {
            true => finding.arg("meaning", DRAFT),
            false => finding.arg("field", "version"),
        });
        if drafted || !released {
            relation.version = Some(Fact { value: DRAFT.into(), origin: placeholder.origin });
        }
    }
    if let Some(said) = relation.version.as_ref().filter(|said| artifact.versions.get(&said.value).is_none()) {
        let stub = VersionDraft { version: said.value.clone(), origin: said.origin.clone(), ..VersionDraft::default() };
        artifact.versions.add(stub);
    }
}

struct Builder<'b, 's> {
    session: &'b mut Session<'s>,
    facts: Facts,
    path: Vec<String>,
}

impl Builder<'_, '_> {
    fn below<T>(&mut self, steps: &[&str], work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.path.len();
        self.path.extend(steps.iter().map(|&step| step.to_owned()));
        let made = work(self);
        self.path.truncate(before);
        made
    }

    #[inline(never)]
    fn explain(&mut self, field: &str, origin: &Origin) {
        if self.session.options.explain {
            let names = self.path.iter().map(String::as_str).chain(field.split('.')).map(Into::into);
            self.facts.push((pointer::join(String::new(), names), origin.clone()));
        }
    }

    #[inline(never)]
    fn text(&mut self, field: &str, said: Said) -> Option<Text> {
        let said = said?;
        self.explain(field, &said.origin);
        Some(said.value)
    }

    fn regions(&mut self, field: &str, said: Option<Fact<SupportRegions>>) -> Option<SupportRegions> {
        let said = said?;
        self.explain(field, &said.origin);
        Some(said.value)
    }

    fn shared(&mut self, field: &str, said: Option<Fact<Shared>>) -> Option<Shared> {
        let said = said?;
        self.explain(field, &said.origin);
        Some(said.value)
    }

    fn artifact(&mut self, position: usize, draft: ArtifactDraft) -> Artifact {
        let (key, origin) = (draft.key, draft.origin);
        match draft.id {
            Id::Said => self.explain("artifactId", &origin),
            _ => self.derived("artifact", &key, &origin),
        }
        if draft.artifact_type.is_none() && draft.id != Id::Made {
            self.session.missing("artifact", &key, "artifactType", &origin);
        }
        if draft.versions.items.is_empty() {
            self.session.missing("artifact", &key, "versions", &origin);
        }
        if let Some(newest) = &draft.max_version
            && newest.value.bytes().any(|digit| digit != b'0')
            && draft.versions.get(&newest.value).is_none()
        {
            self.session.missing("artifact", &key, &format!("version {}", newest.value), &newest.origin);
        }
        let made = draft.id == Id::Made;
        let gone = |said: &Fact<Text>| draft.versions.get(&said.value).is_none();
        let max_version = draft.max_version.filter(gone);
        let tags = draft.tags.into_iter().map(|(tag, said)| {
            self.below(&["tags"], |builder| builder.below(&[&tag], |builder| builder.explain_here(&said.origin)));
            (tag.clone(), said.value)
        });
        let tags = tags.collect();
        let versions = draft.versions.items.into_iter().enumerate();
        let versions = versions.map(|(at, version)| {
            self.below(&["versions", &at.to_string()], |builder| builder.version(at, &key, made, version))
        });
        let versions = Versions::new(versions.collect());
        Artifact {
            position: position as u32,
            artifact_type: self.text("artifactType", draft.artifact_type),
            name: self.text("name", draft.name),
            description: self.text("description", draft.description),
            resource_group_id: self.text("resourceGroupId", draft.resource_group_id),
            tags,
            max_version: self.text("maxVersion", max_version),
            versions,
            unknown: draft.unknown,
            id: key,
        }
    }

    #[inline(never)]
    fn derived(&mut self, kind: &'static str, key: &str, origin: &Origin) {
        let finding = Diagnostic::new(Code::ImportDerivedId, origin.place());
        self.session.diagnostics.push(finding.arg("kind", kind).arg("id", key));
    }

    #[inline(never)]
    fn explain_here(&mut self, origin: &Origin) {
        if self.session.options.explain {
            let names = self.path.iter().map(|name| name.as_str().into());
            self.facts.push((pointer::join(String::new(), names), origin.clone()));
        }
    }

    fn version(&mut self, position: usize, artifact: &str, made: bool, draft: VersionDraft) -> Version {
        self.explain("version", &draft.origin);
        let id = format!("{artifact}/{}", draft.version);
        let told = self.session.options.status.filter(|_| made);
        let status = draft.status.or_else(|| told.map(|told| Fact { value: told.into(), origin: Origin::default() }));
        if status.is_none() {
            self.session.missing("version", &id, "status", &draft.origin);
        }
        let market = draft.commodity_code.is_some();
        let has_image = draft.images.items.iter().any(|image| image.image_id.is_some());
        if draft.image_id.is_none() && !has_image {
            let field = if market { "images" } else { "source.imageId" };
            self.session.missing("version", &id, field, &draft.origin);
        }
        if draft.image_id.is_some() && draft.region_id.is_none() && !market {
            self.session.missing("version", &id, "source.regionId", &draft.origin);
        }
        // A version that is available was delivered, and so is each of its images.
        let available = status.as_ref().filter(|said| &*said.value == "Available").cloned();
        let images = draft.images.items.into_iter();
        let images =
            images.map(|image| self.below(&["images"], |builder| builder.image(&id, available.as_ref(), image)));
        let images = Keyed::new(images.collect());
        let parts = [&draft.source_type, &draft.image_id, &draft.region_id, &draft.commodity_code];
        let source = parts.iter().any(|said| said.is_some()).then(|| Source {
            source_type: self.text("source.type", draft.source_type).map(|word| (&*word).into()),
            image_id: self.text("source.imageId", draft.image_id),
            region_id: self.text("source.regionId", draft.region_id),
            commodity_code: self.text("source.commodityCode", draft.commodity_code),
            commodity_version: self.text("source.commodityVersion", draft.commodity_version),
            shared: self.shared("source.shared", draft.source_shared),
            unknown: draft.source_unknown,
        });
        Version {
            position: position as u32,
            version_name: self.text("versionName", draft.name),
            status: self.text("status", status).map(|word| VersionStatus::from(&*word)),
            source,
            support_region_ids: self.regions("supportRegionIds", draft.support_region_ids),
            images,
            unknown: draft.unknown,
            version: draft.version,
        }
    }

    fn image(&mut self, version: &str, available: Option<&Fact<Text>>, draft: ImageDraft) -> Image {
        let region = draft.region;
        let id = format!("{version}/{region}");
        let status = draft.status.or_else(|| available.filter(|_| draft.image_id.is_some()).cloned());
        if draft.image_id.is_none() {
            self.session.missing("image", &id, "imageId", &draft.origin);
        }
        if status.is_none() {
            self.session.missing("image", &id, "status", &draft.origin);
        }
        let (image_id, status, progress, shared) = self.below(&[&region], |builder| {
            let image_id = builder.text("imageId", draft.image_id);
            let status = builder.text("status", status);
            (image_id, status, builder.text("progress", draft.progress), builder.shared("shared", draft.shared))
        });
        Image {
            region,
            image_id,
            status: status.map(|word| VersionStatus::from(&*word)),
            shared,
            progress: progress.and_then(|percent| percent.parse().ok()).filter(|percent: &u8| *percent <= 100),
            unknown: draft.unknown,
        }
    }

    fn service(&mut self, position: usize, draft: ServiceDraft) -> Service {
        let (key, origin) = (draft.key, draft.origin);
        match draft.id {
            Id::Said => self.explain("serviceId", &origin),
            _ => self.derived("service", &key, &origin),
        }
        let told = self.session.options.service_status;
        let told = || told.map(|told| Fact { value: told.into(), origin: Origin::default() });
        let status = draft.status.or_else(told);
        if status.is_none() {
            self.session.missing("service", &key, "status", &origin);
        }
        if draft.share_type.is_none() {
            self.session.missing("service", &key, "shareType", &origin);
        }
        let accounts = draft.accounts.items.into_iter().enumerate();
        let accounts = accounts.map(|(at, account)| {
            self.below(&["sharedAccounts", &at.to_string()], |builder| builder.account(&key, account))
        });
        let shared_accounts = SharedAccounts::new(accounts);
        let templates = draft.templates.items.into_iter().enumerate();
        let templates = templates.map(|(at, template)| {
            self.below(&["templates", &at.to_string()], |builder| builder.template(at, template))
        });
        let templates = Keyed::new(templates.collect());
        let relations = draft.relations.items.into_iter();
        let relations = relations.map(|relation| self.below(&["relations"], |builder| builder.relation(relation)));
        let relations = Keyed::new(relations.collect());
        Service {
            position: position as u32,
            name: self.text("name", draft.name),
            status: self.text("status", status).map(|word| (&*word).into()),
            share_type: self.text("shareType", draft.share_type).map(|word| (&*word).into()),
            shared_accounts,
            templates,
            relations,
            unknown: draft.unknown,
            id: key,
        }
    }

    fn account(&mut self, service: &str, draft: AccountDraft) -> (Text, Grant) {
        if draft.permission.is_none() {
            self.session.missing("account", &format!("{service}/{}", draft.uid), "permission", &draft.origin);
        }
        self.explain("uid", &draft.origin);
        let grant = Grant {
            permission: self.text("permission", draft.permission).map(|word| (&*word).into()),
            account_type: self.text("type", draft.account_type).map(|word| (&*word).into()),
            unknown: draft.unknown,
        };
        (draft.uid, grant)
    }

    fn template(&mut self, position: usize, draft: TemplateDraft) -> Template {
        self.explain("name", &draft.origin);
        let allowed_regions = match self.regions("allowedRegions", draft.allowed_regions) {
            Some(SupportRegions::Listed(regions)) => regions,
            Some(SupportRegions::All) | None => Vec::new(),
        };
        Template {
            position: position as u32,
            path: self.text("path", draft.path),
            allowed_regions,
            unknown: draft.unknown,
            name: draft.name,
        }
    }

    fn relation(&mut self, draft: RelationDraft) -> Relation {
        let literal = draft.literal;
        let (artifact_id, version) = self.below(&[&literal], |builder| {
            (builder.text("artifactId", draft.artifact), builder.text("version", draft.version))
        });
        Relation { literal, artifact_id: artifact_id.unwrap_or_default(), version, unknown: draft.unknown }
    }
}
