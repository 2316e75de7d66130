//! Writing another text in a scalar's place.

use std::fmt::Write;

use super::{Form, Style};
use crate::syntax::hcl;
use crate::syntax::tape::Kind;

/// What to write, and over how much of the scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The text as it is written in the file.
    pub text: String,
    /// Whether it takes the place of the whole scalar, quotes and all, and not just of the text in it.
    pub whole: bool,
}

/// Writes `new` in the style of the scalar whose decoded text was `old`. A text that the style cannot carry is quoted;
/// `None` where the scalar's carrier cannot carry even that.
///
/// ```
/// use ecs_image_reading::syntax::{Kind, scalar::{Replacement, Style, encode}};
/// let within = |text: &str| Some(Replacement { text: text.into(), whole: false });
/// assert_eq!(encode("m-1", "old", Style::of(Kind::Plain)), within("m-1"));
/// assert_eq!(encode("it's", "old", Style::of(Kind::SingleQuoted)), within("it''s"));
/// let whole = |text: &str| Some(Replacement { text: text.into(), whole: true });
/// assert_eq!(encode("yes", "old", Style::of(Kind::Plain)), whole("'yes'"));
/// assert_eq!(encode("y", "old", Style::of(Kind::Plain)), whole("'y'")); // a boolean for some readers
/// assert_eq!(encode("m-1", "old\n", Style::of(Kind::Literal)), whole("'m-1'")); // not `m-1` and a line feed
/// ```
pub fn encode(new: &str, old: &str, style: Style) -> Option<Replacement> {
    let (text, whole) = match style.form {
        Form::HclJson => (escape(&hcl::encode_template(new)?), false),
        Form::HclQuoted => (hcl::encode_quoted(new), false),
        Form::HclHeredoc => (format!("\"{}\"", hcl::encode_quoted(new)), true),
        Form::Scalar(kind) => encode_scalar(new, old, kind),
    };
    let text = match style.carrier {
        Some(carrier) => carry(&text, carrier)?,
        None => text,
    };
    Some(Replacement { text, whole })
}

/// Writes `new` where no scalar stands yet, as a whole token: for a fix that puts a literal in a function's place.
///
/// ```
/// use ecs_image_reading::syntax::{Kind, scalar::{Style, write}};
/// assert_eq!(write("m-1", Style::of(Kind::JsonString)).as_deref(), Some("\"m-1\""));
/// assert_eq!(write("m-1", Style::of(Kind::Plain)).as_deref(), Some("m-1"));
/// ```
pub fn write(new: &str, style: Style) -> Option<String> {
    let quoted = match style.form {
        Form::HclQuoted | Form::HclHeredoc => format!("\"{}\"", hcl::encode_quoted(new)),
        Form::HclJson => format!("\"{}\"", escape(&hcl::encode_template(new)?)),
        Form::Scalar(Kind::JsonString) => format!("\"{}\"", escape(new)),
        Form::Scalar(_) => encode_scalar(new, "", Kind::Plain).0,
    };
    match style.carrier {
        Some(carrier) => carry(&quoted, carrier),
        None => Some(quoted),
    }
}

fn encode_scalar(new: &str, old: &str, kind: Kind) -> (String, bool) {
    let one_line = !new.chars().any(must_be_escaped);
    match kind {
        Kind::JsonString | Kind::DoubleQuoted => (escape(new), false),
        Kind::SingleQuoted if one_line => (new.replace('\'', "''"), false),
        Kind::Plain if is_safe_plain(new) => (new.to_owned(), false),
        // The blanks around the text in `|` and `>`, and the line feed that they keep, would belong to the new text too.
        Kind::Literal | Kind::Folded if is_safe_plain(new) && !old.is_empty() && old.trim() == old => {
            (new.to_owned(), false)
        }
        _ if one_line => (format!("'{}'", new.replace('\'', "''")), true),
        _ => (format!("\"{}\"", escape(new)), true),
    }
}

/// Whether every YAML reader takes `text`, written plain anywhere, for that text: an id of the cloud, in short.
fn is_safe_plain(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        && super::plain_type(text) == super::PlainType::Text
        // The booleans `y` and `n` of YAML 1.1, which not all of its readers have.
        && text.len() > 1
}

/// Writes `text`, part of a document in another language, inside the scalar that carries the document.
fn carry(text: &str, carrier: Kind) -> Option<String> {
    let one_line = !text.chars().any(must_be_escaped);
    match carrier {
        Kind::JsonString | Kind::DoubleQuoted => Some(escape(text)),
        Kind::SingleQuoted if one_line => Some(text.replace('\'', "''")),
        Kind::Literal | Kind::Folded if one_line => Some(text.to_owned()),
        // Plain text ends at `: ` and ` #`, and in a flow collection at `,`: only what can never end it goes in.
        Kind::Plain if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'"')) => {
            Some(text.to_owned())
        }
        _ => None,
    }
}

/// Writes `text` between double quotes, with escapes that YAML and JSON share.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            // All of them are in the basic plane, so four digits do.
            _ if must_be_escaped(character) => {
                let _ = write!(escaped, "\\u{:04x}", u32::from(character));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Whether a character is a line break of YAML 1.1 or 1.2, a control character, or not printable there.
fn must_be_escaped(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}
