//! What Compute Nest's console takes as a name, a description, an id. A transition refuses anything else; of a manifest
//! that exists it is a warning.

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

/// A name of 3 to `max` letters, digits and `_`. Letters are Unicode's: the console takes Chinese and Japanese names.
pub fn name(name: &str, max: usize, place: Place) -> Option<Diagnostic> {
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

/// At most twenty tags.
pub fn tags(count: usize, place: Place) -> Option<Diagnostic> {
    (count > TAGS).then(|| Diagnostic::new(Code::ManifestTagCount, place).arg("count", count).arg("max", TAGS))
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
