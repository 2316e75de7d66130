//! Small texts and the tape that each must become: kind and exact source of every node.

use std::fmt::Write;

use ecs_image_resolver::diagnostic::Place;
use ecs_image_resolver::syntax::tape::{Document, NodeId};

use crate::oracle::yaml::parse;

/// One line a node: its kind, its source, and in brackets its anchor, tag, target and explicit column.
fn dump(text: &str) -> String {
    let (document, diagnostics) = parse(text);
    let mut out = String::new();
    for root in &document.roots {
        if root.explicit_start {
            out.push_str("---\n");
        }
        dump_node(text, &document, root.node, 0, &mut out);
        if root.explicit_end {
            out.push_str("...\n");
        }
    }
    for diagnostic in diagnostics.kept() {
        let Place::Template(place) = diagnostic.place else { panic!("{diagnostic:?}") };
        write!(out, "{} at {}..{}", diagnostic.code, place.start, place.end).unwrap();
        for related in &diagnostic.related {
            let Place::Template(place) = related.place else { panic!("{diagnostic:?}") };
            write!(out, " {} {}..{}", related.role.name(), place.start, place.end).unwrap();
        }
        out.push('\n');
    }
    out
}

fn dump_node(text: &str, document: &Document, id: NodeId, depth: usize, out: &mut String) {
    let node = document.node(id);
    let source = text.get(node.start as usize..node.end as usize).expect("a span that cuts no character");
    write!(out, "{}{:?} {source:?}", "  ".repeat(depth), node.kind).unwrap();
    if source.is_empty() {
        write!(out, " at {}", node.start).unwrap();
    }
    if let Some(anchor) = document.anchor(id) {
        write!(out, " &{}", anchor.text(text)).unwrap();
    }
    if let Some(tag) = document.tag(id) {
        write!(out, " {}", tag.text(text)).unwrap();
    }
    if let Some(column) = document.indent(id) {
        write!(out, " column {column}").unwrap();
    }
    if let Some(target) = document.target(id).filter(|&target| target != id) {
        write!(out, " = {:?}", document.node(target).span().text(text)).unwrap();
    }
    out.push('\n');
    for child in document.children(id) {
        dump_node(text, document, child, depth + 1, out);
    }
}

/// Texts, each followed by its tape.
const CASES: &str = include_str!("../fixtures/yaml/cases.txt");

#[test]
fn becomes_the_tape_that_is_written_beside_it() {
    let mut wrong = String::new();
    let mut found = String::new();
    for case in CASES.split("=== ").skip(1) {
        let (head, expected) = case.split_once('\n').unwrap();
        let text = unescape(head);
        let tape = dump(&text);
        write!(found, "=== {head}\n{tape}\n").unwrap();
        if tape.trim_end() != expected.trim_end() {
            writeln!(wrong, "{head}\nexpected\n{expected}found\n{tape}").unwrap();
        }
    }
    if std::env::var_os("WRITE_FIXTURES").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/yaml/cases.txt"), found).unwrap();
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// `\n`, `\r`, `\t` and `\u{…}` as Rust writes them.
fn unescape(head: &str) -> String {
    let mut text = String::new();
    let mut rest = head;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let mut after = after.chars();
        match after.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('u') => {
                let (code, tail) = after.as_str()[1..].split_once('}').unwrap();
                text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
                after = tail.chars();
            }
            Some(other) => text.push(other),
            None => {}
        }
        rest = after.as_str();
    }
    text + rest
}

/// The texts of the cases, for the laws.
pub fn texts() -> Vec<String> {
    CASES.split("=== ").skip(1).map(|case| unescape(case.split_once('\n').unwrap().0)).collect()
}
