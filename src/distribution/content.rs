//! Names, tags and tokens that follow from what they are for, so that whoever plans the same asks for the same.

use crate::manifest::{Artifact, Text, Version};

/// The keys of the tags that every copy has: its artifact, its version, and its source as `region/image`.
pub const TAGS: [&str; 3] = ["ecs-image-resolver:artifact", "ecs-image-resolver:version", "ecs-image-resolver:source"];

/// The values of [`TAGS`].
pub(super) type Tagged = [Text; 3];

/// What a copy is made from and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The region of the source image.
    pub home: Text,
    /// The source image.
    pub source: Text,
    /// The copy's name: 2 to 128 characters.
    pub name: String,
    /// The client token: the same call has the same, and so makes nothing twice. At most 64 ASCII characters.
    pub token: String,
    /// The values of [`TAGS`].
    pub tags: [Text; 3],
    /// The resource group that the copy is put into.
    pub resource_group: Option<Text>,
}

impl Content {
    /// Of the copy of a version to a region; `attempt` counts from 1: a copy that failed keeps its name. `lost` is the image
    /// in whose place it comes: the token that made that one makes no other.
    pub(super) fn new(
        artifact: &Artifact,
        version: &Version,
        region: &str,
        attempt: u32,
        lost: Option<&str>,
    ) -> Option<Content> {
        let source = version.source.as_ref()?;
        let (home, image) = (source.region_id.clone()?, source.image_id.clone()?);
        let tags = tags(artifact, version)?;
        let name =
            format!("eir-{}-{}-{}", plain(&tags[0], 48), plain(&tags[1], 16), hash(&[&tags[0], &tags[1], &tags[2]]));
        let name = if attempt > 1 { format!("{name}-{attempt}") } else { name };
        let group = artifact.resource_group_id.clone();
        let parts = [&name, region, group.as_deref().unwrap_or_default(), lost.unwrap_or_default()];
        let token = format!("eir-{}", hash(&parts[..3 + usize::from(lost.is_some())]));
        Some(Content { home, source: image, name, token, tags, resource_group: group })
    }

    /// The id of the action that makes it.
    pub(super) fn id(&self, region: &str) -> String {
        format!("copy-image {} {region} {}", self.home, self.name)
    }
}

/// Which attempt has this name, from 1.
pub(super) fn attempt(name: &str) -> u32 {
    let number =
        name.rsplit_once('-').filter(|(_, number)| number.len() < 4).and_then(|(_, number)| number.parse().ok());
    number.unwrap_or(1)
}

/// The tags of every copy of a version.
pub(super) fn tags(artifact: &Artifact, version: &Version) -> Option<Tagged> {
    let source = version.source.as_ref()?;
    let source = format!("{}/{}", source.region_id.as_deref()?, source.image_id.as_deref()?);
    Some([tag(&artifact.id), tag(&version.version), tag(&source)])
}

/// A tag's value has at most 128 characters, and must not look like an address.
pub(super) fn tag(value: &str) -> Text {
    if value.len() <= 128 && !value.contains("://") && !value.starts_with("acs:") {
        value.into()
    } else {
        hash(&[value]).into()
    }
}

pub(super) fn is_from(tags: &Tagged, home: &str) -> bool {
    tags[2].strip_prefix(home).is_some_and(|rest| rest.starts_with('/'))
}

pub(super) fn is_copy_from(id: &str, home: &str) -> bool {
    id.strip_prefix("copy-image ").and_then(|rest| rest.strip_prefix(home)).is_some_and(|rest| rest.starts_with(' '))
}

pub(super) fn is_copy_to(id: &str, region: &str, name: &str) -> bool {
    let rest = id.strip_suffix(name).and_then(|rest| rest.strip_suffix(' '));
    rest.and_then(|rest| rest.strip_suffix(region)).is_some_and(|rest| rest.ends_with(' '))
}

/// What an image's name may hold of a text.
fn plain(text: &str, most: usize) -> String {
    let plain = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
    text.chars().take(most).map(plain).collect()
}

/// FNV-1a of 128 bits, as 32 hexadecimal digits. It keeps contents apart that nobody chose to be alike; whether a copy is
/// the one that is meant, its tags say.
pub(super) fn hash(parts: &[&str]) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
    format!("{hash:032x}")
}
