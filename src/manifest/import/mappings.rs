//! Tables of images that somebody keeps by hand: `Mappings` of a ROS template, in both orientations.
//!
//! ```yaml
//! Mappings:
//!   RegionMap:              # by region, then by name
//!     cn-beijing: {Web: m-2ze…}
//!   Images:                 # by name, then by region
//!     Web: {cn-beijing: m-2ze…}
//! ```
//!
//! Both are the images of an artifact: `FILE#Mappings.RegionMap.Web` and `FILE#Mappings.Images.Web`, each with one
//! version, `1`. What is no image, and stands in other tables, is passed over.

use super::draft::{ArtifactDraft, Id, ImageDraft, VersionDraft};
use super::reader::Session;
use super::source::is_image;
use super::value::{Fact, Shape, Value};
use crate::manifest::region;

/// The version of what has none where it comes from.
pub(super) const ONLY: &str = "1";

/// Reads a template, or the `Mappings` of one.
pub(super) fn read(session: &mut Session<'_>, root: &Value<'_>) {
    let mappings = root.get("mappings");
    session.object(mappings.as_ref().unwrap_or(root), ("Mappings", "Mappings"), &mut |session, _, table, value| {
        if value.shape() == Shape::Object {
            read_table(session, table, value);
        }
        true
    });
}

fn read_table(session: &mut Session<'_>, table: &str, value: &Value<'_>) {
    let rows = value.entries();
    let outer = rows.iter().filter(|(name, ..)| region::is_known(name)).count();
    let by_region = outer * 2 >= rows.len().max(1);
    session.object(value, ("Mappings", table), &mut |session, _, row, value| {
        if value.shape() != Shape::Object {
            return true;
        }
        session.object(value, ("Mappings", row), &mut |session, _, column, value| {
            let (region, name) = if by_region { (row, column) } else { (column, row) };
            let region_like = by_region || region::is_known(region) || region::of_zone(region).is_some();
            if region_like && value.shape() == Shape::Text && is_image(&value.text()) {
                add(session, &format!("{table}.{name}"), region, value);
            }
            true
        });
        true
    });
}

fn add(session: &mut Session<'_>, name: &str, region: &str, value: &Value<'_>) {
    let origin = session.origin(value);
    let key = format!("{}#Mappings.{name}", session.name());
    let image_id = Some(Fact { value: value.text().as_ref().into(), origin: origin.clone() });
    let image = ImageDraft { region: region.into(), image_id, origin: origin.clone(), ..ImageDraft::default() };
    session.add_image(key.into(), ONLY.into(), image);
}

/// An artifact with one version and one image.
pub(super) fn with_image(
    key: crate::manifest::Text,
    version: crate::manifest::Text,
    image: ImageDraft,
) -> ArtifactDraft {
    let origin = image.origin.clone();
    let mut draft = VersionDraft { version, origin: origin.clone(), ..VersionDraft::default() };
    draft.images.add(image);
    let mut artifact = ArtifactDraft { key, id: Id::Made, origin, ..ArtifactDraft::default() };
    artifact.versions.add(draft);
    artifact
}
