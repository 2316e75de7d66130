//! What kind of file it is, and by what that was told.

use std::borrow::Cow;

use super::value::{Shape, Value};
use crate::manifest::region;

/// The kinds of files that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The `config.yaml` of Compute Nest's command line tool.
    Computenest,
    /// The answer of `GetArtifact`, or a request that makes one.
    GetArtifact,
    /// The answer of `ListArtifacts`.
    ListArtifacts,
    /// The answer of `ListArtifactVersions`.
    ListArtifactVersions,
    /// The answer of `GetService`, or a request that makes one.
    GetService,
    /// The answer of `ListServices`.
    ListServices,
    /// The answer of `ListServiceSharedAccounts`, or a request that adds some.
    SharedAccounts,
    /// The answer of ECS's `DescribeImages`, for one region.
    DescribeImages,
    /// A ROS template, or another file, with `Mappings` of regions and images.
    Mappings,
    /// Packer's manifest, or the text of one `artifact_id`.
    Packer,
    /// A manifest.
    Manifest,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 11] = [
        Kind::Computenest,
        Kind::GetArtifact,
        Kind::ListArtifacts,
        Kind::ListArtifactVersions,
        Kind::GetService,
        Kind::ListServices,
        Kind::SharedAccounts,
        Kind::DescribeImages,
        Kind::Mappings,
        Kind::Packer,
        Kind::Manifest,
    ];

    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Computenest => "computenest",
            Kind::GetArtifact => "get-artifact",
            Kind::ListArtifacts => "list-artifacts",
            Kind::ListArtifactVersions => "list-artifact-versions",
            Kind::GetService => "get-service",
            Kind::ListServices => "list-services",
            Kind::SharedAccounts => "list-service-shared-accounts",
            Kind::DescribeImages => "describe-images",
            Kind::Mappings => "ros-mappings",
            Kind::Packer => "packer",
            Kind::Manifest => "manifest",
        }
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The fields that a file of this kind has at the top, in lowercase: one of them is enough.
    pub(super) fn fields(self) -> &'static [&'static str] {
        match self {
            Kind::Computenest => &["service", "artifact"],
            Kind::GetArtifact => &["artifactid", "artifacttype", "artifactproperty"],
            Kind::ListArtifacts | Kind::ListArtifactVersions => &["artifacts"],
            Kind::GetService => &["serviceid", "deploymetadata"],
            Kind::ListServices => &["services"],
            Kind::SharedAccounts => &["shareaccount", "shareaccounts", "sharedaccount", "sharedaccounts"],
            Kind::DescribeImages => &["images"],
            Kind::Mappings => &["mappings"],
            Kind::Packer => &["builds"],
            Kind::Manifest => &["manifestversion"],
        }
    }
}

/// What the kind of a file was told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The caller said so.
    Stated,
    /// A field at its top, or the shape of its text, says so.
    Content,
}

impl Evidence {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Stated => "stated",
            Evidence::Content => "content",
        }
    }
}

/// The kind of a root value. The order matters: a manifest has `services`, a service may have `status`.
pub(super) fn recognise(root: &Value<'_>) -> Option<Kind> {
    match root.shape() {
        Shape::Text => is_artifact_text(&root.text()).then_some(Kind::Packer),
        Shape::List => {
            // `jq .Artifacts` and its like.
            let names = names(&root.items().next()?);
            let has = |field: &str| names.iter().any(|name| name == field);
            match () {
                () if has("useraliuid") => Some(Kind::SharedAccounts),
                () if has("artifactversion") => Some(Kind::ListArtifactVersions),
                () if has("artifactid") => Some(Kind::ListArtifacts),
                () if has("serviceid") => Some(Kind::ListServices),
                () if has("imageid") => Some(Kind::DescribeImages),
                () => None,
            }
        }
        Shape::Object => {
            let names = names(root);
            let has = |kind: &Kind| kind.fields().iter().any(|field| names.iter().any(|name| name == field));
            let order = [
                Kind::Manifest,
                Kind::Packer,
                Kind::SharedAccounts,
                Kind::DescribeImages,
                Kind::ListArtifacts,
                Kind::ListServices,
                Kind::Mappings,
                Kind::GetService,
                Kind::GetArtifact,
                Kind::Computenest,
            ];
            match order.into_iter().find(has) {
                Some(Kind::ListArtifacts) if lists_versions(root) => Some(Kind::ListArtifactVersions),
                None if is_table(root) => Some(Kind::Mappings),
                kind => kind,
            }
        }
        _ => None,
    }
}

/// Whether a root value can be what the caller says that it is.
pub(super) fn fits(kind: Kind, root: &Value<'_>) -> bool {
    match (root.shape(), kind) {
        // A manifest has fields of answers, which mean something else in it.
        (Shape::Object, _) if kind != Kind::Manifest && root.get("manifestVersion").is_some() => false,
        (Shape::Object, Kind::Mappings) => true,
        (Shape::Object, _) => {
            let names = names(root);
            kind.fields().iter().any(|field| names.iter().any(|name| name == field))
        }
        (Shape::Text, Kind::Packer) => true,
        (Shape::List, Kind::Computenest | Kind::Mappings | Kind::Packer | Kind::Manifest) => false,
        (Shape::List, _) => recognise(root) == Some(kind),
        _ => false,
    }
}

fn names<'a>(value: &Value<'a>) -> Vec<Cow<'a, str>> {
    let lower = |name: Cow<'a, str>| match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => name,
    };
    value.entries().into_iter().map(|(name, ..)| lower(name)).collect()
}

/// Of the two lists of artifacts, the one whose items have versions.
fn lists_versions(root: &Value<'_>) -> bool {
    let first = root.get("artifacts").and_then(|list| list.items().next());
    first.is_some_and(|item| item.get("artifactversion").is_some())
}

/// Whether an object is a table of regions and images by itself: a region at one of its first two levels.
fn is_table(root: &Value<'_>) -> bool {
    const FEW: usize = 16;
    let is_region = |value: &Value<'_>| value.entries().iter().take(FEW).any(|(name, ..)| region::is_known(name));
    let entries = root.entries();
    entries
        .iter()
        .take(FEW)
        .any(|(_, _, table)| is_region(table) || table.entries().iter().take(FEW).any(|(_, _, row)| is_region(row)))
}

/// Whether a text is Packer's `artifact_id`: `region:image` pairs, joined by commas.
pub(super) fn is_artifact_text(text: &str) -> bool {
    let is_pair = |pair: &str| {
        let pair = pair.trim().split_once(':');
        pair.is_some_and(|(region, image)| region::is_well_formed(region) && is_image(image))
    };
    !text.trim().is_empty() && text.split(',').all(is_pair)
}

/// Whether a text looks like the id of an image, and not like a word or another product's.
pub(super) fn is_image(text: &str) -> bool {
    let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    match text.strip_prefix("m-") {
        Some(rest) => !rest.is_empty() && rest.bytes().all(lower),
        None => text.len() > 4 && text.ends_with(".vhd"),
    }
}
