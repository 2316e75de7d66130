//! Artifacts: the answers of `GetArtifact`, `ListArtifacts` and `ListArtifactVersions`, and the artifacts that a
//! `config.yaml` asks for, which are written with the same fields.
//!
//! An item says what its artifact is and, where it has an `ArtifactVersion`, what that version is. Properties, regions and
//! deliveries are JSON in strings in answers, and plain in requests and in `config.yaml`; both are read everywhere. A
//! `SourceImageId` is what an image is built from, and never the image.

use super::draft::{ArtifactDraft, Id, ImageDraft, Said, VersionDraft};
use super::reader::{Session, placeholder};
use super::source::is_image;
use super::value::{Fact, Shape, Value};
use crate::manifest::Text;
use crate::manifest::serve::DRAFT;

/// Reads an answer: one artifact.
pub(super) fn read(session: &mut Session<'_>, root: &Value<'_>) {
    if let Some(artifact) = item(session, root, None) {
        session.add_artifact(artifact);
    }
}

/// Reads an answer: a list of artifacts, or of versions of one.
pub(super) fn read_list(session: &mut Session<'_>, root: &Value<'_>) {
    session.answered(root, (&["artifacts"], &[]), &mut |session, _, value| {
        if let Some(artifact) = item(session, value, None) {
            session.add_artifact(artifact);
        }
    });
}

/// Reads one artifact with its version. Without an id it goes by `key`, and its version is the draft; without a key, too,
/// it is left out, as is what is no ECS image.
pub(super) fn item(session: &mut Session<'_>, value: &Value<'_>, key: Option<&str>) -> Option<ArtifactDraft> {
    let origin = session.origin(value);
    let mut artifact = ArtifactDraft { origin: origin.clone(), ..ArtifactDraft::default() };
    let mut version = VersionDraft { origin: origin.clone(), ..VersionDraft::default() };
    let (mut id, mut number): (Said, Said) = (None, None);
    let (mut read, mut wanted) = (false, key.is_some());
    session.object(value, ("Artifact", "Artifact"), &mut |session, name, written, value| {
        read = true;
        match name {
            "artifactid" => id = session.word(value, written),
            "artifacttype" => artifact.artifact_type = session.text(value, written),
            "name" | "artifactname" => artifact.name = session.text(value, written),
            "description" => artifact.description = session.text(value, written),
            "resourcegroupid" => artifact.resource_group_id = session.word(value, written),
            "maxversion" => artifact.max_version = session.digits(value, written).filter(is_number),
            "tag" | "tags" => tags(session, &mut artifact, value),
            "artifactversion" => number = session.digits(value, written),
            "versionname" => version.name = session.text(value, written),
            "status" => version.status = session.word(value, written),
            "supportregionids" => version.support_region_ids = session.regions(value, written),
            "artifactproperty" => {
                wanted = true;
                property(session, &mut version, value);
            }
            "imagedelivery" => delivery(session, &mut version, value),
            _ => return false,
        }
        true
    });
    if !read {
        return None;
    }
    if let Some(artifact_type) = artifact.artifact_type.as_ref().filter(|said| !is_ecs_image(&said.value)) {
        let name = artifact.name.as_ref().or(id.as_ref()).map(|said| &*said.value);
        let reason = artifact_type.value.to_string();
        let name = key.and_then(|key| key.rsplit('.').next()).or(name).unwrap_or("artifact").to_owned();
        session.left_out(value, &name, ("type", &reason));
        return None;
    }
    match (id, key) {
        (Some(id), _) => {
            artifact.key = id.value;
            artifact.origin = origin;
        }
        (None, Some(key)) => {
            artifact.key = key.into();
            artifact.id = Id::Derived;
        }
        (None, None) => {
            let name = artifact.name.as_ref().map_or("artifact", |said| &*said.value).to_owned();
            session.left_out(value, &name, ("field", "ArtifactId"));
            return None;
        }
    }
    // Whatever has a property and no version is a request, and requests are about the draft.
    let number = number.map(|said| said.value).or_else(|| wanted.then(|| DRAFT.into()));
    if let Some(number) = number {
        version.version = number;
        artifact.versions.add(version);
    }
    Some(artifact)
}

fn is_ecs_image(artifact_type: &str) -> bool {
    artifact_type.eq_ignore_ascii_case("EcsImage") || placeholder(artifact_type).is_some()
}

fn is_number(said: &Fact<Text>) -> bool {
    said.value.bytes().all(|byte| byte.is_ascii_digit())
}

/// `[{Key, Value}]`, or an object of tags.
fn tags(session: &mut Session<'_>, artifact: &mut ArtifactDraft, value: &Value<'_>) {
    let mut add = |tag: Said, value: Said| {
        if let (Some(tag), Some(value)) = (tag, value)
            && !artifact.tags.iter().any(|(known, _)| *known == tag.value)
        {
            artifact.tags.push((tag.value, value));
        }
    };
    session.collection(value, "Tags", &mut |session, value| {
        if value.shape() == Shape::Object {
            return session.object(value, ("Tags", "Tags"), &mut |session, _, tag, value| {
                let key = Fact { value: tag.into(), origin: session.origin(value) };
                add(Some(key), session.text(value, tag));
                true
            });
        }
        session.list(value, "Tags", &mut |session, value| {
            let (mut tag, mut text): (Said, Said) = (None, None);
            session.object(value, ("Tag", "Tags"), &mut |session, name, written, value| {
                match name {
                    "key" | "tagkey" => tag = session.text(value, written),
                    "value" | "tagvalue" => text = session.text(value, written),
                    _ => return false,
                }
                true
            });
            // A tag may be empty; the key says that it is there.
            let empty = tag.as_ref().map(|tag| Fact { value: "".into(), origin: tag.origin.clone() });
            add(tag, text.or(empty));
        });
    });
}

/// `{ImageId, RegionId}` or `{CommodityCode, CommodityVersion}`.
fn property(session: &mut Session<'_>, version: &mut VersionDraft, value: &Value<'_>) {
    session.object(value, ("ArtifactProperty", "ArtifactProperty"), &mut |session, name, written, value| {
        match name {
            "imageid" => version.image_id = session.word(value, written),
            "regionid" => version.region_id = region(session, value, written),
            "commoditycode" => version.commodity_code = session.word(value, written),
            "commodityversion" => version.commodity_version = session.text(value, written),
            _ => return false,
        }
        true
    });
    let custom = version.image_id.as_ref().or(version.region_id.as_ref()).map(|said| ("custom", said));
    let market =
        version.commodity_code.as_ref().or(version.commodity_version.as_ref()).map(|said| ("marketplace", said));
    let told = custom.filter(|_| version.image_id.is_some() || market.is_none()).or(market);
    version.source_type = told
        .map(|(word, said)| Fact { value: word.into(), origin: said.origin.clone() })
        .or(version.source_type.take());
}

/// The region of an image. `${ImageBuilder.X.RegionId}` is the one that the same file has there: where the image is built,
/// and so where it is.
fn region(session: &mut Session<'_>, value: &Value<'_>, field: &str) -> Said {
    let text = value.text();
    let built = placeholder(&text).filter(|name| text.trim().len() == name.len() + 3);
    let builder = built.and_then(|name| name.strip_prefix("ImageBuilder.")?.strip_suffix(".RegionId"));
    let Some(found) = builder.and_then(|builder| session.builders.get(builder).map(|described| described.said.clone()))
    else {
        return session.word(value, field);
    };
    session.placeholder(value, built.unwrap_or_default(), Some(&found.value), None);
    Some(found)
}

/// What came of the distribution, by region: the id of the image there, or a word for how far it is. Nothing that is
/// published says which of the two, so what looks like an id is one.
fn delivery(session: &mut Session<'_>, version: &mut VersionDraft, value: &Value<'_>) {
    session.object(value, ("ImageDelivery", "ImageDelivery"), &mut |session, _, region, value| {
        let mut image = ImageDraft { region: region.into(), origin: session.origin(value), ..ImageDraft::default() };
        let embedded = value.shape() == Shape::Text && value.text().trim_start().starts_with('{');
        if embedded || value.shape() == Shape::Object {
            session.object(value, ("image of ImageDelivery", region), &mut |session, name, written, value| {
                match name {
                    "imageid" => image.image_id = session.word(value, written),
                    "status" => image.status = session.word(value, written),
                    "progress" => image.progress = session.digits(value, written).filter(is_number),
                    _ => return false,
                }
                true
            });
        } else {
            match session.word(value, region) {
                Some(said) if is_image(&said.value) => image.image_id = Some(said),
                said => image.status = said,
            }
        }
        version.images.add(image);
        true
    });
}
