//! Texts written as scalars of YAML and strings of JSON.

use super::choice::Choices;

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// In a block collection whose keys or dashes are indented so far.
    Block { indent: usize },
    /// Between brackets.
    Flow,
}

/// A scalar as it is written.
pub struct Written {
    pub text: String,
    /// Whether a comment may follow on its line.
    pub takes_comment: bool,
}

/// Writes a key: on one line, without an anchor.
pub fn key(text: &str, choices: &mut Choices<'_>) -> String {
    match choices.below(16) {
        14 => single(text, None, choices),
        15 => double(text, None, choices),
        _ if is_plain(text, true) => text.to_owned(),
        _ => double(text, None, choices),
    }
}

/// Writes a text in one of the styles that can carry it.
pub fn write(text: &str, room: Room, choices: &mut Choices<'_>) -> Written {
    let (block, fold) = match room {
        Room::Block { indent } => (Some(indent), Some(indent + 1 + choices.below(3))),
        Room::Flow => (None, None),
    };
    let written = |text| Written { text, takes_comment: true };
    let printable = !text.chars().any(must_be_escaped);
    match choices.below(8) {
        0..=2 if is_plain(text, block.is_none()) => written(folded(text, fold, choices)),
        3 | 4 if printable => written(single(text, fold, choices)),
        5 | 6 if block.is_some() && is_block(text) => {
            Written { text: literal(text, block.unwrap(), choices), takes_comment: false }
        }
        7 if block.is_some() && is_foldable(text) => {
            let indent = " ".repeat(block.unwrap() + 1 + choices.below(3));
            let text = folded(text, Some(indent.len()), choices);
            Written { text: format!(">-\n{indent}{text}"), takes_comment: false }
        }
        _ if choices.chance(50) && printable => written(single(text, fold, choices)),
        _ => written(double(text, fold, choices)),
    }
}

/// Writes a string of JSON, some of its characters as escapes.
pub fn json(text: &str, choices: &mut Choices<'_>) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '/' if choices.chance(20) => out.push_str("\\/"),
            '\n' if choices.chance(60) => out.push_str("\\n"),
            _ if character < ' ' || choices.chance(4) => {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            _ => out.push(character),
        }
    }
    out + "\""
}

fn must_be_escaped(character: char) -> bool {
    (character.is_control() && character != '\t')
        || matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Words that are no texts when they are written plain.
const WORDS: &[&str] = &["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// Whether a text is the same text when it is written plain; never where there is doubt.
fn is_plain(text: &str, flow: bool) -> bool {
    let first =
        |character: char| character.is_ascii_alphabetic() || (!character.is_ascii() && character.is_alphabetic());
    text.starts_with(first)
        && !WORDS.contains(&text.to_lowercase().as_str())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains("  ")
        && !text.ends_with([':', ' '])
        && !text.chars().any(|character| character.is_control() || must_be_escaped(character))
        && !(flow && text.contains([',', '[', ']', '{', '}', ':', '?', '"']))
}

/// Breaks a line at some of the single blanks between words, where `indent` says how far lines are indented.
fn folded(text: &str, indent: Option<usize>, choices: &mut Choices<'_>) -> String {
    let Some(indent) = indent.filter(|_| choices.chance(30)) else { return text.to_owned() };
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(' ') {
        let (word, after) = rest.split_at(at);
        let alone =
            !word.is_empty() && !word.ends_with('\t') && !after[1..].is_empty() && !after[1..].starts_with([' ', '\t']);
        // A line that starts with one of these would be read as something else.
        let starts = after[1..].starts_with(|first: char| first.is_alphanumeric());
        out.push_str(word);
        if alone && starts && choices.chance(50) {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
        } else {
            out.push(' ');
        }
        rest = &after[1..];
    }
    out + rest
}

fn single(text: &str, fold: Option<usize>, choices: &mut Choices<'_>) -> String {
    if text.chars().any(|character| must_be_escaped(character) || character == '\n') {
        return double(text, fold, choices);
    }
    format!("'{}'", folded(&text.replace('\'', "''"), fold, choices))
}

fn double(text: &str, fold: Option<usize>, choices: &mut Choices<'_>) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        let number = u32::from(character);
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\u{85}' => out.push_str("\\N"),
            '\u{2028}' => out.push_str("\\L"),
            _ if number < 256 && (must_be_escaped(character) || choices.chance(3)) => {
                out.push_str(&format!("\\x{number:02X}"));
            }
            _ if number < 0x10000 && (must_be_escaped(character) || choices.chance(3)) => {
                out.push_str(&format!("\\u{number:04x}"));
            }
            _ if number >= 0x10000 && choices.chance(30) => out.push_str(&format!("\\U{number:08X}")),
            _ => out.push(character),
        }
    }
    // A line that ends with a backslash goes on with the first character of the next that is no blank.
    if let Some(indent) = fold.filter(|_| choices.chance(8))
        && let Some(at) = out.char_indices().nth(1 + choices.below(4)).map(|(at, _)| at)
        && !out[..at].contains('\\')
        && !out[at..].starts_with([' ', '\t', '\\'])
    {
        out.insert_str(at, &format!("\\\n{}", " ".repeat(indent)));
    }
    out + "\""
}

/// Whether a block scalar can hold a text: lines that can be printed, and something in one of them.
fn is_block(text: &str) -> bool {
    let printable = !text.chars().any(|character| must_be_escaped(character) && character != '\n');
    printable && !text.trim_matches(['\n', ' ', '\t']).is_empty() && !text.starts_with('\t')
}

fn is_foldable(text: &str) -> bool {
    is_block(text) && !text.contains(['\n', '\t']) && !text.starts_with(' ') && !text.ends_with(' ')
}

fn literal(text: &str, indent: usize, choices: &mut Choices<'_>) -> String {
    let bare = text.trim_end_matches('\n');
    let chomping = match text.len() - bare.len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let deeper = 1 + choices.below(4);
    // The indentation is said where the first line does not show it.
    let said = text.starts_with([' ', '\n']) || choices.chance(20);
    let indicator = if said { deeper.to_string() } else { String::new() };
    let header = if choices.chance(50) { format!("|{indicator}{chomping}") } else { format!("|{chomping}{indicator}") };
    let indentation = " ".repeat(indent + deeper);
    let lines =
        bare.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("{indentation}{line}") });
    let more = "\n".repeat((text.len() - bare.len()).saturating_sub(1));
    let header = if choices.chance(8) { format!("{header} # text") } else { header };
    format!("{header}\n{}{more}", lines.collect::<Vec<_>>().join("\n"))
}
