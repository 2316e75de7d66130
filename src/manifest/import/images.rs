//! Images: the answer of ECS's `DescribeImages`, for one region.
//!
//! Which region that is says the answer's `RegionId`; where it has none, the caller; else the file's name, if it holds the
//! id of one known region: `images.cn-beijing.json`. What an image is part of is decided when every file was read.

use super::draft::{EcsImage, Said};
use super::reader::Session;
use super::value::{Fact, Origin, Shape, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::manifest::{Text, region};

/// Reads an answer.
pub(super) fn read(session: &mut Session<'_>, root: &Value<'_>) {
    let field = root.get("regionid");
    let stated = field.and_then(|value| session.word(&value, "RegionId"));
    let told = session.told().region.or_else(|| in_name(session.name()));
    let here = || Origin { file: session.file, ..Origin::default() };
    let Some(region) = stated.or_else(|| told.map(|told| Fact { value: Text::from(told), origin: here() })) else {
        let finding = Diagnostic::new(Code::ImportRegionMissing, session.origin(root).place());
        return session.diagnostics.push(finding.arg("file", session.name()));
    };
    session.answered(root, (&["images"], &["regionid"]), &mut |session, _, value| {
        let (mut image_id, mut name, mut family, mut status): (Said, Said, Said, Said) = (None, None, None, None);
        let mut progress: Said = None;
        let mut own = true;
        session.object(value, ("Image", "Image"), &mut |session, key, written, value| {
            match key {
                "imageid" => image_id = session.word(value, written),
                "imagename" => name = session.text(value, written),
                "imagefamily" => family = session.text(value, written),
                "status" => status = session.word(value, written),
                "progress" => progress = percent(session, value, written),
                "imageowneralias" => own = session.word(value, written).is_none_or(|said| &*said.value == "self"),
                _ => return false,
            }
            true
        });
        match image_id {
            Some(image_id) => {
                let name = name.or(family);
                let region = region.clone();
                session.taken += 1;
                session.draft.images.push(EcsImage { image_id, name, region, status, progress, own });
            }
            None if value.shape() == Shape::Object => session.left_out(value, "image", ("field", "ImageId")),
            None => {}
        }
    });
}

/// `100%`, `100` or 100.
fn percent(session: &mut Session<'_>, value: &Value<'_>, field: &str) -> Said {
    let mut said = session.digits(value, field)?;
    said.value = said.value.trim().trim_end_matches('%').into();
    Some(said).filter(|said| said.value.parse::<u8>().is_ok_and(|percent| percent <= 100))
}

/// ECS's word for how far an image is, as the versions of artifacts say it: a copy that is under way is being delivered.
pub(super) fn status(word: &str) -> &str {
    match word {
        "Creating" | "Waiting" => "Delivering",
        other => other,
    }
}

/// The one region whose id stands in a file's name, between characters that are in no id. The longest counts:
/// `cn-beijing-finance-1` is not `cn-beijing`.
fn in_name(file: &str) -> Option<&'static str> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let is_end = |text: &str, first: bool| {
        let next = if first { text.chars().next() } else { text.chars().next_back() };
        !next.is_some_and(|next| next.is_ascii_alphanumeric())
    };
    let stands = |id: &str| {
        let mut places = name.match_indices(id);
        places.any(|(at, id)| is_end(&name[..at], false) && is_end(&name[at + id.len()..], true))
    };
    let mut found = region::KNOWN.iter().map(|region| region.id).filter(|id| stands(id));
    let longest = found.clone().max_by_key(|id| id.len())?;
    found.all(|id| longest.contains(id)).then_some(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_in_a_name() {
        for (name, expected) in [
            ("x/images.cn-beijing.json", Some("cn-beijing")),
            ("describe-images-cn-beijing-finance-1.json", Some("cn-beijing-finance-1")),
            ("cn-beijing", Some("cn-beijing")),
            ("cn-beijing_cn-hangzhou.json", None),
            ("cn-beijingx.json", None),
            ("cn-beijing/images.json", None),
            ("", None),
        ] {
            assert_eq!(in_name(name), expected, "{name}");
        }
    }
}
