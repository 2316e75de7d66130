//! Letters that deceive whoever reads an id: some cannot be seen, some look like others.

use super::{Code, Diagnostic, Place};

/// Characters without a shape of their own, and those that turn the direction of what follows: first and last of each
/// range. Source: Unicode's general category Cf and its property Default_Ignorable_Code_Point; a no-break space.
const HIDDEN: &[(char, char)] = &[
    ('\u{00A0}', '\u{00A0}'),
    ('\u{00AD}', '\u{00AD}'),
    ('\u{034F}', '\u{034F}'),
    ('\u{061C}', '\u{061C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{E0000}', '\u{E0FFF}'),
];

/// Letters and signs that most fonts draw as an ASCII one, and that one. Source: Unicode's confusables, of the scripts that
/// a keyboard or a document may bring in by accident.
const ALIKE: (&str, &str) =
    ("АВЕЅІЈКМНОРСТУХаеіјѕорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι‐‑‒–—−", "ABESIJKMHOPCTYXaeijsopcyxhdqwABEZHIKMNOPTYXovi------");

/// Reports the first letter of `text` that deceives: one that cannot be seen, or, in a text that has ASCII letters or
/// digits beside it, one that looks like one of those. `веб` is a word, `wеb` (with a Cyrillic `е`) is a trap.
pub fn deceptive(text: &str, place: impl FnOnce() -> Place) -> Option<Diagnostic> {
    if text.is_ascii() {
        return None;
    }
    let mixed = text.bytes().any(|byte| byte.is_ascii_alphanumeric());
    let (letter, like) = text.chars().find_map(|letter| match alike(letter) {
        _ if HIDDEN.iter().any(|&(first, last)| (first..=last).contains(&letter)) => Some((letter, None)),
        Some(like) if mixed => Some((letter, Some(like))),
        _ => None,
    })?;
    let code = if like.is_some() { Code::ImageLookAlike } else { Code::ImageHiddenCharacter };
    let finding = Diagnostic::new(code, place()).arg("image", text).arg("character", number(letter));
    Some(match like {
        Some(like) => finding.arg("letter", letter.to_string()).arg("like", like.to_string()),
        None => finding,
    })
}

fn alike(letter: char) -> Option<char> {
    let wide = ('！'..='～').contains(&letter).then(|| char::from_u32(u32::from(letter) - 0xFEE0)).flatten();
    wide.or_else(|| ALIKE.0.chars().zip(ALIKE.1.chars()).find(|&(known, _)| known == letter).map(|(_, like)| like))
}

/// `U+202E`.
fn number(letter: char) -> String {
    let mut digits = String::from("U+");
    let value = u32::from(letter);
    for shift in [20, 16, 12, 8, 4, 0] {
        if shift < 16 || value >> shift != 0 {
            digits.extend(char::from_digit(value >> shift & 15, 16).map(|digit| digit.to_ascii_uppercase()));
        }
    }
    digits
}
