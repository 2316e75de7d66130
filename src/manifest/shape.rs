//! What Compute Nest's console takes as a name, a description, an id. A transition refuses anything else; of a manifest
//! that exists it is a warning.

use super::{Text, pointer};
use crate::diagnostic::{Code, Diagnostic, Place};

/// Characters of an artifact's name.
pub const NAME_MAX: usize = 128;
/// Characters of a version's name.
pub const VERSION_NAME_MAX: usize = 50;
/// Characters behind the `m-` of a custom image's id.
pub const IMAGE_ID_LENGTH: usize = 20;
const NAME_MIN: usize = 3;
const DESCRIPTION: std::ops::RangeInclusive<usize> = 10..=500;
const TAGS: usize = 20;

/// Characters of a tag's key, and of its value.
const TAG_MAX: usize = 128;

/// A name of 3 to `max` letters, digits and `_`. Letters are Unicode's: the console takes Chinese and Japanese names.
pub fn name(name: &str, max: usize, place: Place) -> Option<Diagnostic> {
    if let Some(mark) = name.chars().find(|&character| is_combining(character)) {
        let finding = Diagnostic::new(Code::ManifestNameCombining, place).arg("name", name);
        return Some(finding.arg("mark", format!("U+{:04X}", u32::from(mark))));
    }
    let fits = (NAME_MIN..=max).contains(&name.chars().count());
    if fits && name.chars().all(|character| character.is_alphanumeric() || character == '_') {
        return None;
    }
    let finding = Diagnostic::new(Code::ManifestNameShape, place);
    Some(finding.arg("name", name).arg("min", NAME_MIN).arg("max", max))
}

/// A description of 10 to 500 characters.
pub fn description(description: &str, place: Place) -> Option<Diagnostic> {
    let length = description.chars().count();
    let finding = || {
        let finding = Diagnostic::new(Code::ManifestDescriptionLength, place);
        finding.arg("length", length).arg("min", *DESCRIPTION.start()).arg("max", *DESCRIPTION.end())
    };
    (!DESCRIPTION.contains(&length)).then(finding)
}

/// Whether a character joins the one before it: it looks like one letter with it, and is none itself. Unicode's blocks of
/// combining marks, and the voicing marks of kana.
fn is_combining(character: char) -> bool {
    matches!(
        u32::from(character),
        0x300..=0x36F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0x3099..=0x309A | 0xFE20..=0xFE2F
    )
}

/// At most twenty tags, each key once, and each as ECS takes it, for copies carry tags: a key of 1 to 128 characters that
/// does not start with `aliyun` or `acs:`, a value of at most 128 that does not start with `acs:`, and neither with
/// `http://` or `https://` in it (the remarks on `Tag.N.Key` and `Tag.N.Value` of ECS's API).
pub fn tags(tags: &[(Text, Text)], place: Place, found: &mut dyn FnMut(Diagnostic)) {
    if tags.len() > TAGS {
        let finding = Diagnostic::new(Code::ManifestTagCount, place.clone());
        return found(finding.arg("count", tags.len()).arg("max", TAGS));
    }
    for (at, (key, value)) in tags.iter().enumerate() {
        let finding = |code| Diagnostic::new(code, below(&place, key));
        if tags[..at].iter().any(|(before, _)| before == key) {
            found(finding(Code::DuplicateKey).arg("key", &**key));
        }
        let plain = |text: &str| {
            text.chars().count() <= TAG_MAX && ["http://", "https://"].iter().all(|scheme| !text.contains(scheme))
        };
        let reserved = key.starts_with("aliyun") || key.starts_with("acs:") || value.starts_with("acs:");
        if key.is_empty() || reserved || !plain(key) || !plain(value) {
            found(finding(Code::ManifestTagShape).arg("key", &**key).arg("value", &**value).arg("max", TAG_MAX));
        }
    }
}

/// The place of a field of the object at `place`.
fn below(place: &Place, field: &str) -> Place {
    let join = |base: &String| pointer::join(base.clone(), [field.into()]);
    match place {
        Place::Manifest(base) => Place::Manifest(join(base)),
        Place::Change(base) => Place::Change(join(base)),
        other => other.clone(),
    }
}

/// A literal as people may misread it: without its blanks and its case. Only A to Z have a case here: the tables for every
/// other alphabet are a fiftieth of the wasm, and images are not named in one.
pub fn folded(literal: &str) -> String {
    literal.split_whitespace().collect::<String>().to_ascii_lowercase()
}

/// Whether `uid` is what an account id is: decimal digits.
pub fn is_account(uid: &str) -> bool {
    !uid.is_empty() && uid.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `id` has the form of an ECS image id: `m-` and 20 lowercase letters and digits, or the name of a public
/// image, which ends in `.vhd`. An error tells how many letters and digits follow the `m-`, where only that is wrong.
///
/// Every id of a custom image that was seen has twenty; ids that lost or doubled a character in copying have been
/// published.
pub fn image_id(id: &str) -> Result<(), Option<usize>> {
    let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let good = match id.strip_prefix("m-") {
        Some(rest) if rest.len() != IMAGE_ID_LENGTH && rest.bytes().all(lower) => return Err(Some(rest.len())),
        Some(rest) => rest.bytes().all(lower),
        None => id.len() > 4 && id.ends_with(".vhd"),
    };
    if good { Ok(()) } else { Err(None) }
}
