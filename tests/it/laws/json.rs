//! Documents written as JSON.

use super::choice::Choices;
use super::document::{Node, long};
use super::scalar;

/// Writes `document`. Every choice left out makes one line without blanks.
pub fn write(document: &Node, choices: &mut Choices<'_>) -> String {
    let mut out = String::new();
    let wide = choices.chance(60);
    node(document, choices, wide, &mut out);
    if choices.chance(30) {
        out.push('\n');
    }
    let out = if choices.chance(20) { out.replace('\n', "\r\n") } else { out };
    if choices.chance(10) { format!("\u{FEFF}{out}") } else { out }
}

fn node(value: &Node, choices: &mut Choices<'_>, wide: bool, out: &mut String) {
    match value {
        Node::Text(leaf) => out.push_str(&scalar::json(&leaf.text, choices)),
        Node::Plain(word) => out.push_str(word),
        Node::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                between(at, choices, wide, out);
                node(item, choices, wide, out);
            }
            blank(choices, wide, out);
            out.push(']');
        }
        Node::Map(entries) => {
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                between(at, choices, wide, out);
                entry(key, value, choices, wide, out);
            }
            blank(choices, wide, out);
            out.push('}');
        }
        Node::Call(name, argument) => {
            out.push('{');
            entry(&long(name), argument, choices, wide, out);
            out.push('}');
        }
    }
}

fn entry(key: &str, value: &Node, choices: &mut Choices<'_>, wide: bool, out: &mut String) {
    out.push_str(&scalar::json(key, choices));
    blank(choices, wide, out);
    out.push(':');
    blank(choices, wide, out);
    node(value, choices, wide, out);
}

fn between(at: usize, choices: &mut Choices<'_>, wide: bool, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
    blank(choices, wide, out);
}

fn blank(choices: &mut Choices<'_>, wide: bool, out: &mut String) {
    if wide && choices.chance(40) {
        out.push_str(choices.word(&[" ", "\n", "\t", "\n    ", "  "]));
    }
}
