//! The manifest: artifacts with their versions and images, services with their relations and accounts.
//!
//! The names are Compute Nest's, in camelCase in the JSON. The model is plain data in the order of the document; every
//! list that is searched is a [`Keyed`] one. Whatever a manifest leaves out is absent here too, never filled in.
//!
//! Reading goes over the project's own JSON tape and not through serde's derive: one walk gives the model, the place of
//! every finding and all wrong types at once, where serde stops at the first and would need that walk behind it anyway.

mod accounts;
mod check;
pub mod export;
mod fields;
mod finding;
pub mod import;
mod index;
pub mod pointer;
pub(crate) mod read;
pub mod region;
mod related;
pub mod serve;
pub mod shape;
mod shared;
mod word;
mod write;

pub use accounts::{Grant, SharedAccounts};
pub use finding::{Findings, Scope};
pub use index::{Key, Keyed};
pub use region::Regions;
pub use related::Related;
pub use serve::Versions;
pub use shared::Shared;
pub use word::{AccountType, Permission, ServiceStatus, ShareType, SourceType, VersionStatus};
pub(crate) use write::write_text;

use crate::limits::Limits;

/// The field that tells an editor which schema to check against: known to editors, unknown to the model.
const SCHEMA: &str = "$schema";

/// Text that is not changed any more: two words, and no room to grow.
pub type Text = Box<str>;

/// A provider's artifacts and services.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifest {
    /// The account id of the provider, who may always deploy.
    pub provider: Option<Text>,
    /// The ECS image deployment packages, by id.
    pub artifacts: Keyed<Artifact>,
    /// What customers deploy, by id.
    pub services: Keyed<Service>,
    /// Fields that are not known, kept for writing; `$schema` stands first.
    pub unknown: Vec<Unknown>,
}

impl Manifest {
    /// Reads a manifest: UTF-8 JSON of at most `limits.manifest_bytes`.
    ///
    /// Never fails. Where the text cannot be read at all the manifest is empty, and a finding of [`Scope::Manifest`]
    /// says why; whatever else is wrong is left out of the model and is a finding of what it belongs to. So is what no
    /// request can name: a service, artifact, version or template without its id.
    pub fn read(text: &[u8], limits: &Limits) -> (Manifest, Findings) {
        Manifest::read_knowing(text, limits, &Regions::default())
    }

    /// The same, where more regions are known than those of the table.
    pub fn read_knowing(text: &[u8], limits: &Limits, regions: &Regions) -> (Manifest, Findings) {
        let (manifest, mut findings) = read::read(text, limits);
        check::check(&manifest, regions, &mut findings);
        findings.sort();
        (manifest, findings)
    }

    /// What its fields say of one another, as [`Manifest::read`] reports it beside what it finds in the text.
    pub fn check(&self, limits: &Limits) -> Findings {
        self.check_knowing(limits, &Regions::default())
    }

    /// The same, where more regions are known than those of the table.
    pub fn check_knowing(&self, limits: &Limits, regions: &Regions) -> Findings {
        let mut findings = Findings::new(limits.diagnostics);
        check::check(self, regions, &mut findings);
        findings.sort();
        findings
    }

    /// The service with this id: the first, where there are several.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.get(id)
    }

    /// The artifact with this id: the first, where there are several.
    pub fn artifact(&self, id: &str) -> Option<&Artifact> {
        self.artifacts.get(id)
    }
}

/// An ECS image deployment package.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Artifact {
    /// Its position in the document's `artifacts`.
    pub position: u32,
    /// `artifactId`.
    pub id: Text,
    /// `artifactType`: `EcsImage`.
    pub artifact_type: Option<Text>,
    /// `name`.
    pub name: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `resourceGroupId`.
    pub resource_group_id: Option<Text>,
    /// `tags`, in the order of the document.
    pub tags: Vec<(Text, Text)>,
    /// `maxVersion`: the highest number that a version was ever released as, where that version is not there any more.
    /// No number is given twice.
    pub max_version: Option<Text>,
    /// `versions`, by their `version`.
    pub versions: Versions,
    /// Fields that are not known.
    pub unknown: Vec<Unknown>,
}

impl Artifact {
    /// Its type where that is another one than `EcsImage`, which an absent type counts as.
    pub fn other_type(&self) -> Option<&str> {
        self.artifact_type.as_deref().filter(|name| *name != "EcsImage")
    }
}

/// A draft or a released version of an artifact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Version {
    /// Its position in the document's `versions`.
    pub position: u32,
    /// `version`: `draft` or a decimal number.
    pub version: Text,
    /// `versionName`.
    pub version_name: Option<Text>,
    /// `status`.
    pub status: Option<VersionStatus>,
    /// `source`: the image that the others are copies of.
    pub source: Option<Source>,
    /// `supportRegionIds`: where it is meant to be distributed. `None` is unspecified, which is not "all".
    pub support_region_ids: Option<SupportRegions>,
    /// `images`, by region.
    pub images: Keyed<Image>,
    /// Fields that are not known.
    pub unknown: Vec<Unknown>,
}

/// Where the image of a version comes from: of the two pairs below, the one that `type` names counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// `type`.
    pub source_type: Option<SourceType>,
    /// `imageId`, of a custom image.
    pub image_id: Option<Text>,
    /// `regionId`, the region that the image is in.
    pub region_id: Option<Text>,
    /// `commodityCode`, of a product of the marketplace.
    pub commodity_code: Option<Text>,
    /// `commodityVersion`.
    pub commodity_version: Option<Text>,
    /// `shared`: who may use the custom image; see [`Shared`].
    pub shared: Option<Shared>,
    /// Fields that are not known.
    pub unknown: Vec<Unknown>,
}

/// The regions that a version is meant to be distributed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupportRegions {
    /// `"all"`, whichever these are at the time.
    All,
    /// Region ids, in the order of the document.
    Listed(Vec<Text>),
}

/// A version's image in one region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    /// The region, which is the key in `images`.
    pub region: Text,
    /// `imageId`.
    pub image_id: Option<Text>,
    /// `status`.
    pub status: Option<VersionStatus>,
    /// `progress` of the copy: 0 to 100 percent.
    pub progress: Option<u8>,
    /// `shared`: who may use it; see [`Shared`].
    pub shared: Option<Shared>,
    /// Fields that are not known.
    pub unknown: Vec<Unknown>,
}

/// What customers deploy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// Its position in the document's `services`.
    pub position: u32,
    /// `serviceId`.
    pub id: Text,
    /// `name`.
    pub name: Option<Text>,
    /// `status`.
    pub status: Option<ServiceStatus>,
    /// `shareType`.
    pub share_type: Option<ShareType>,
    /// `sharedAccounts`.
    pub shared_accounts: SharedAccounts,
    /// `templates`, by name.
    pub templates: Keyed<Template>,
    /// `relations`, by the literal in the template.
    pub relations: Keyed<Relation>,
    /// Fields that are not known.
    pub unknown: Vec<Unknown>,
}

/// A template of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Its position in the document's `templates`.
    pub position: u32,
    /// `name`.
    pub name: Text,
    /// `path` of its file, relative to the manifest.
    pub path: Option<Text>,
    /// `allowedRegions`: where it may be deployed; everywhere if there is none.
    pub allowed_regions: Vec<Text>,
    /// Fields that are not known.
    pub unknown: Vec<Unknown>,
}

impl Template {
    /// Whether it may be deployed in a region: in each that it lists, in all if it lists none.
    pub fn allows(&self, region: &str) -> bool {
        self.allowed_regions.is_empty() || self.allowed_regions.iter().any(|allowed| **allowed == *region)
    }
}

/// Which artifact stands behind a literal of a service's templates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// The literal, byte for byte, which is the key in `relations`.
    pub literal: Text,
    /// `artifactId`.
    pub artifact_id: Text,
    /// `version`: `draft` or a number. Without one the newest that serves is meant.
    pub version: Option<Text>,
    /// Fields that are not known.
    pub unknown: Vec<Unknown>,
}

/// A field that this version of the format does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Its name.
    pub name: Text,
    /// Its value, as the manifest writes it.
    pub json: Text,
}

macro_rules! keyed {
    ($($item:ident by $field:ident;)*) => {$(
        impl Key for $item {
            fn key(&self) -> &str {
                &self.$field
            }
        }
    )*};
}

keyed! {
    Artifact by id;
    Version by version;
    Image by region;
    Service by id;
    Template by name;
    Relation by literal;
}
