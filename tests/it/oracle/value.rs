//! A YAML document as granit-parser reads it, as one value: every scalar its text, aliases and merge keys followed,
//! functions in their long form.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// The first document of a text, or why the parser refuses it.
pub fn yaml(text: &str) -> Result<Value, String> {
    let mut events = Vec::new();
    for event in Parser::new_from_str(text) {
        events.push(event.map_err(|error| error.to_string())?.0);
    }
    let mut reader = Reader { events: events.into_iter(), anchors: BTreeMap::new() };
    Ok(reader.value().unwrap_or(Value::Null))
}

struct Reader<'a> {
    events: std::vec::IntoIter<Event<'a>>,
    anchors: BTreeMap<usize, Value>,
}

impl Reader<'_> {
    fn value(&mut self) -> Option<Value> {
        loop {
            let (value, anchor, tag) = match self.events.next()? {
                Event::Scalar(text, style, anchor, tag) => {
                    let null = style == ScalarStyle::Plain && (text.is_empty() || text == "~");
                    let text = if null { "null".to_owned() } else { text.into_owned() };
                    (Value::String(text), anchor, tag.map(|tag| tag.suffix().to_string()))
                }
                Event::MappingStart(_, anchor, tag) => {
                    (self.mapping(), anchor, tag.map(|tag| tag.suffix().to_string()))
                }
                Event::SequenceStart(_, anchor, tag) => {
                    let items = std::iter::from_fn(|| self.value()).collect();
                    (items, anchor, tag.map(|tag| tag.suffix().to_string()))
                }
                Event::Alias(anchor) => (self.anchors[&anchor].clone(), 0, None),
                Event::MappingEnd | Event::SequenceEnd => return None,
                _ => continue,
            };
            self.anchors.insert(anchor, value.clone());
            return Some(match tag.as_deref() {
                None | Some("str") => value,
                Some("Ref") => Value::Object(Map::from_iter([("Ref".to_owned(), value)])),
                Some(name) => Value::Object(Map::from_iter([(format!("Fn::{name}"), value)])),
            });
        }
    }

    fn mapping(&mut self) -> Value {
        let mut own = Map::new();
        let mut merged = Map::new();
        while let Some(key) = self.value() {
            let value = self.value().unwrap_or(Value::Null);
            match (key.as_str(), value) {
                (Some("<<"), Value::Object(entries)) => merged.extend(entries),
                (Some(key), value) => drop(own.insert(key.to_owned(), value)),
                (None, value) => drop(own.insert(key.to_string(), value)),
            }
        }
        merged.extend(own);
        Value::Object(merged)
    }
}
