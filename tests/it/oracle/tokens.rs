//! A text as a parser that is not ours reads it, piece by piece, so that two readings can be laid side by side.

use ecs_image_resolver::format::Format;
use granit_parser::{Event, Parser};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::hcl;

/// One piece of a document, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A string, decoded.
    Text(String),
    /// Anything else.
    Other(String),
}

/// The pieces of a text, or why the parser refuses it.
pub fn read(format: Format, text: &str) -> Result<Vec<Token>, String> {
    match format {
        Format::RosYaml => yaml(text),
        Format::RosJson | Format::TerraformJson => json(text.trim_start_matches('\u{FEFF}')),
        Format::Terraform => hcl::tokens(text),
    }
}

/// The strings that differ, in their order; an error where anything else does.
pub fn difference(before: &[Token], after: &[Token]) -> Result<Vec<(String, String)>, String> {
    if before.len() != after.len() {
        return Err(format!("{} pieces became {}", before.len(), after.len()));
    }
    let mut found = Vec::new();
    for (before, after) in before.iter().zip(after) {
        match (before, after) {
            (before, after) if before == after => {}
            (Token::Text(before), Token::Text(after)) => found.push((before.clone(), after.clone())),
            _ => return Err(format!("{before:?} became {after:?}")),
        }
    }
    Ok(found)
}

fn yaml(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    for event in Parser::new_from_str(text) {
        match event.map_err(|error| error.to_string())?.0 {
            Event::Scalar(text, _, anchor, tag) => {
                tokens.push(Token::Text(text.into_owned()));
                tokens.push(Token::Other(format!("{anchor:?} {tag:?}")));
            }
            Event::Comment(..) => {}
            other => tokens.push(Token::Other(format!("{other:?}"))),
        }
    }
    Ok(tokens)
}

fn json(text: &str) -> Result<Vec<Token>, String> {
    serde_json::from_str::<Pieces>(text).map(|pieces| pieces.0).map_err(|error| error.to_string())
}

/// What serde_json passes on, in the order of the text, equal keys and all.
struct Pieces(Vec<Token>);

impl Pieces {
    fn other(text: impl ToString) -> Self {
        Pieces(vec![Token::Other(text.to_string())])
    }
}

impl<'de> Deserialize<'de> for Pieces {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Pieces;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<Pieces, E> {
        Ok(Pieces::other("null"))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Pieces, E> {
        Ok(Pieces::other(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Pieces, E> {
        Ok(Pieces::other(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Pieces, E> {
        Ok(Pieces::other(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Pieces, E> {
        Ok(Pieces::other(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Pieces, E> {
        Ok(Pieces(vec![Token::Text(text.to_owned())]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Pieces, A::Error> {
        let mut all = Pieces::other("[").0;
        while let Some(item) = items.next_element::<Pieces>()? {
            all.extend(item.0);
        }
        all.push(Token::Other("]".to_owned()));
        Ok(Pieces(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Pieces, A::Error> {
        let mut all = Pieces::other("{").0;
        while let Some((key, value)) = entries.next_entry::<String, Pieces>()? {
            all.push(Token::Other(format!("{key:?}:")));
            all.extend(value.0);
        }
        all.push(Token::Other("}".to_owned()));
        Ok(Pieces(all))
    }
}
