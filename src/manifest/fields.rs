//! The fields of each object of a manifest.

use super::read::Reader;
use super::{
    AccountType, Artifact, Grant, Image, Keyed, Manifest, Permission, Relation, SCHEMA, Scope, Service, ServiceStatus,
    ShareType, Shared, SharedAccounts, Source, SourceType, SupportRegions, Template, Text, Version, VersionStatus,
    Versions,
};
use crate::diagnostic::Code;
use crate::syntax::NodeId;

impl Reader<'_> {
    pub(super) fn manifest(&mut self, node: NodeId) -> Manifest {
        let mut manifest = Manifest::default();
        let (mut artifacts, mut services) = (Vec::new(), Vec::new());
        self.object(node, &["manifestVersion"], &mut |reader, name, value| match name {
            "manifestVersion" => reader.manifest_version(value),
            "provider" => manifest.provider = reader.id(value, "provider").map(Text::from),
            "artifacts" => {
                reader.list(value, &mut |reader, at, item| artifacts.extend(reader.artifact(at as u32, item)));
            }
            "services" => {
                reader.list(value, &mut |reader, at, item| {
                    reader.scope =
                        if reader.is_named(item, "serviceId") { Scope::Service(at as u32) } else { Scope::Unnamed };
                    services.extend(reader.service(at as u32, item));
                    reader.scope = Scope::Manifest;
                });
            }
            SCHEMA => manifest.unknown.insert(0, reader.kept(name, value)),
            _ => reader.unknown("manifest", name, value, &mut manifest.unknown),
        });
        manifest.artifacts = Keyed::new(artifacts);
        manifest.services = Keyed::new(services);
        manifest
    }

    fn manifest_version(&mut self, node: NodeId) {
        let Some(version) = self.number(node) else { return };
        if version != "1" {
            self.report(Code::ManifestVersion, &|finding| finding.arg("version", version));
        }
    }

    fn artifact(&mut self, position: u32, node: NodeId) -> Option<Artifact> {
        let mut artifact = Artifact { position, ..Artifact::default() };
        let mut versions = Vec::new();
        let scope = if self.is_named(node, "artifactId") { Scope::Artifact(position) } else { Scope::Unnamed };
        self.scope = scope;
        self.object(node, &["artifactId"], &mut |reader, name, value| match name {
            "artifactId" => artifact.id = reader.id(value, "artifactId").map(Text::from).unwrap_or_default(),
            "artifactType" => artifact.artifact_type = reader.string(value),
            "name" => artifact.name = reader.string(value),
            "description" => artifact.description = reader.string(value),
            "resourceGroupId" => artifact.resource_group_id = reader.string(value),
            "tags" => artifact.tags = reader.tags(value),
            "maxVersion" => artifact.max_version = reader.id(value, "maxVersion").map(Text::from),
            "versions" => reader.list(value, &mut |reader, version, item| {
                reader.scope = match scope {
                    Scope::Artifact(_) if reader.is_named(item, "version") => Scope::Version(position, version as u32),
                    Scope::Artifact(_) => Scope::Version(position, Scope::UNNAMED),
                    other => other,
                };
                versions.extend(reader.version(version as u32, item));
                reader.scope = scope;
            }),
            _ => reader.unknown("artifact", name, value, &mut artifact.unknown),
        });
        self.scope = Scope::Manifest;
        artifact.versions = Versions::new(versions);
        Some(artifact).filter(|artifact| !artifact.id.is_empty())
    }

    pub(crate) fn tags(&mut self, node: NodeId) -> Vec<(Text, Text)> {
        let mut tags = Vec::new();
        self.object(node, &[], &mut |reader, tag, value| {
            tags.extend(reader.string(value).map(|value| (tag.into(), value)));
        });
        tags
    }

    fn version(&mut self, position: u32, node: NodeId) -> Option<Version> {
        let mut version = Version { position, ..Version::default() };
        let mut images = Vec::new();
        self.object(node, &["version"], &mut |reader, name, value| match name {
            "version" => version.version = reader.id(value, "version").map(Text::from).unwrap_or_default(),
            "versionName" => version.version_name = reader.string(value),
            "status" => version.status = reader.word(value, VersionStatus::KNOWN),
            "source" => version.source = Some(reader.source(value)),
            "supportRegionIds" => version.support_region_ids = reader.support_regions(value),
            "images" => {
                reader.object(value, &[], &mut |reader, region, value| images.extend(reader.image(region, value)));
            }
            _ => reader.unknown("version", name, value, &mut version.unknown),
        });
        version.images = Keyed::new(images);
        Some(version).filter(|version| !version.version.is_empty())
    }

    pub(crate) fn source(&mut self, node: NodeId) -> Source {
        let mut source = Source::default();
        self.object(node, &["type"], &mut |reader, name, value| match name {
            "type" => source.source_type = reader.word(value, SourceType::KNOWN),
            "imageId" => source.image_id = reader.string(value),
            "regionId" => source.region_id = reader.string(value),
            "commodityCode" => source.commodity_code = reader.string(value),
            "commodityVersion" => source.commodity_version = reader.string(value),
            "shared" => source.shared = reader.shared(value),
            _ => reader.unknown("source", name, value, &mut source.unknown),
        });
        source
    }

    pub(crate) fn support_regions(&mut self, node: NodeId) -> Option<SupportRegions> {
        match self.borrowed(node) {
            None if self.is_list(node) => Some(SupportRegions::Listed(self.strings(node))),
            Some(word) if word == "all" => Some(SupportRegions::All),
            _ => {
                self.wrong_type(node, "a list of regions or `all`");
                None
            }
        }
    }

    fn image(&mut self, region: &str, node: NodeId) -> Option<Image> {
        let mut image = Image { region: region.into(), ..Image::default() };
        let found = self.object(node, &[], &mut |reader, name, value| match name {
            "imageId" => image.image_id = reader.string(value),
            "status" => image.status = reader.word(value, VersionStatus::KNOWN),
            "progress" => {
                image.progress = reader.progress(value);
                // What is no percentage is kept as it is written.
                image.unknown.extend(image.progress.is_none().then(|| reader.kept(name, value)));
            }
            "shared" => image.shared = reader.shared(value),
            _ => reader.unknown("image", name, value, &mut image.unknown),
        });
        found.then_some(image)
    }

    /// The record of an image's shares: account ids, or one of two words.
    pub(crate) fn shared(&mut self, node: NodeId) -> Option<Shared> {
        match self.borrowed(node).as_deref() {
            Some(Shared::UNKNOWN) => Some(Shared::Unknown),
            Some(Shared::EVERYONE) => Some(Shared::Everyone),
            None if self.is_list(node) => {
                let mut accounts = Vec::new();
                self.list(node, &mut |reader, _, item| accounts.extend(reader.id(item, "shared").map(Text::from)));
                Some(Shared::Accounts(accounts))
            }
            _ => {
                self.wrong_type(node, "a list of account ids, `everyone` or `unknown`");
                None
            }
        }
    }

    pub(crate) fn progress(&mut self, node: NodeId) -> Option<u8> {
        let number = self.number(node)?;
        let progress = number.parse().ok().filter(|percent| *percent <= 100);
        if progress.is_none() {
            self.report(Code::ManifestProgress, &|finding| finding.arg("number", number));
        }
        progress
    }

    fn service(&mut self, position: u32, node: NodeId) -> Option<Service> {
        let mut service = Service { position, ..Service::default() };
        let (mut templates, mut relations) = (Vec::new(), Vec::new());
        self.object(node, &["serviceId"], &mut |reader, name, value| match name {
            "serviceId" => service.id = reader.id(value, "serviceId").map(Text::from).unwrap_or_default(),
            "name" => service.name = reader.string(value),
            "status" => service.status = reader.word(value, ServiceStatus::KNOWN),
            "shareType" => service.share_type = reader.word(value, ShareType::KNOWN),
            "sharedAccounts" => service.shared_accounts = reader.shared_accounts(value),
            "templates" => {
                reader.list(value, &mut |reader, at, item| templates.extend(reader.template(at as u32, item)))
            }
            "relations" => {
                reader.object(value, &[], &mut |reader, literal, value| {
                    relations.extend(reader.relation(literal, value));
                });
            }
            _ => reader.unknown("service", name, value, &mut service.unknown),
        });
        service.templates = Keyed::new(templates);
        service.relations = Keyed::new(relations);
        Some(service).filter(|service| !service.id.is_empty())
    }

    pub(crate) fn shared_accounts(&mut self, node: NodeId) -> SharedAccounts {
        let mut accounts = SharedAccounts::default();
        self.list(node, &mut |reader, _, item| {
            let mut uid = None;
            let mut grant = Grant::default();
            reader.object(item, &["uid"], &mut |reader, name, value| match name {
                "uid" => uid = reader.id(value, "uid"),
                "permission" => grant.permission = reader.word(value, Permission::KNOWN),
                "type" => grant.account_type = reader.word(value, AccountType::KNOWN),
                _ => reader.unknown("account", name, value, &mut grant.unknown),
            });
            accounts.push(&uid.unwrap_or_default(), grant);
        });
        accounts.index();
        accounts
    }

    pub(crate) fn template(&mut self, position: u32, node: NodeId) -> Option<Template> {
        let mut template = Template { position, ..Template::default() };
        self.object(node, &["name"], &mut |reader, name, value| match name {
            "name" => template.name = reader.id(value, "name").map(Text::from).unwrap_or_default(),
            "path" => template.path = reader.string(value),
            "allowedRegions" => template.allowed_regions = reader.strings(value),
            _ => reader.unknown("template", name, value, &mut template.unknown),
        });
        Some(template).filter(|template| !template.name.is_empty())
    }

    fn relation(&mut self, literal: &str, node: NodeId) -> Option<Relation> {
        let mut relation = Relation { literal: literal.into(), ..Relation::default() };
        self.object(node, &["artifactId"], &mut |reader, name, value| match name {
            "artifactId" => relation.artifact_id = reader.id(value, "artifactId").map(Text::from).unwrap_or_default(),
            "version" => relation.version = reader.id(value, "version").map(Text::from),
            _ => reader.unknown("relation", name, value, &mut relation.unknown),
        });
        Some(relation).filter(|relation| !relation.artifact_id.is_empty())
    }
}
