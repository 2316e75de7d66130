//! The YAML test suite: the same events on every valid case, an error on every invalid one.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use ecs_image_resolver::syntax::scalar;
use ecs_image_resolver::syntax::tape::{Document, Kind, NodeId};

use crate::oracle::yaml::parse;

/// Cases where this front end does not do what the suite says, each with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("9C9N", "a list in brackets goes on at the column of its key: ROS reads it, so it is a warning"),
    ("DK95/01", "a text in quotes goes on behind a tab: ROS reads it, so it is a warning"),
    ("QB6E", "a text in quotes goes on at the column of its key: ROS reads it, so it is a warning"),
    ("VJP3/00", "a mapping in brackets goes on at the column of its key: ROS reads it, so it is a warning"),
    ("Y79Y/001", "decoding: the only text of a block scalar is a tab"),
];

/// A folder of `shared/`, or `None`, said aloud, where it is not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "../shared/{path} is missing");
    eprintln!("left out: ../shared/{path} is missing");
    None
}

/// The folders of the suite that hold an `in.yaml`, with their names: `229Q`, `Y79Y/000`.
pub fn cases() -> Vec<(String, PathBuf)> {
    let Some(root) = shared("corpus/conformance/yaml-test-suite") else { return Vec::new() };
    let mut cases = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        if folder.join("in.yaml").is_file() {
            let name = folder.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            cases.push((name, folder));
        } else {
            let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
            open.extend(entries.filter(|path| path.is_dir()));
        }
    }
    cases.sort();
    cases
}

#[test]
fn agrees_with_the_test_suite() {
    let mut wrong = String::new();
    let mut passed = 0;
    for (name, folder) in cases() {
        let text = std::fs::read_to_string(folder.join("in.yaml")).unwrap();
        let (document, diagnostics) = parse(&text);
        let problem = if folder.join("error").exists() {
            diagnostics.ok().then(|| format!("no error\n{}", events(&text, &document)))
        } else {
            let expected = std::fs::read_to_string(folder.join("test.event")).unwrap();
            let found = events(&text, &document);
            if !diagnostics.ok() {
                Some(diagnostics.kept().iter().fold(String::new(), |all, one| format!("{all}{one} {:?}\n", one.place)))
            } else {
                (found != expected).then(|| format!("expected\n{expected}found\n{found}"))
            }
        };
        let excused = EXCEPTIONS.iter().any(|(listed, _)| *listed == name);
        match (problem, excused) {
            (Some(problem), false) => writeln!(wrong, "── {name}\n{text}\n──\n{problem}").unwrap(),
            (None, true) => writeln!(wrong, "── {name} is listed as an exception but passes").unwrap(),
            (None, false) => passed += 1,
            (Some(_), true) => {}
        }
    }
    assert!(wrong.is_empty(), "{passed} passed\n{wrong}");
}

/// The document as the suite writes it in `test.event`.
fn events(text: &str, document: &Document) -> String {
    let mut out = String::from("+STR\n");
    let mut from = 0;
    for root in &document.roots {
        let start = document.token(root.node).start as usize;
        let handles = handles(&text[from..start.max(from)]);
        out.push_str(if root.explicit_start { "+DOC ---\n" } else { "+DOC\n" });
        node_events(text, document, root.node, &handles, &mut out);
        out.push_str(if root.explicit_end { "-DOC ...\n" } else { "-DOC\n" });
        from = document.node(root.node).end as usize;
    }
    out.push_str("-STR\n");
    out
}

fn node_events(text: &str, document: &Document, id: NodeId, handles: &[(String, String)], out: &mut String) {
    let node = document.node(id);
    let mut properties = String::new();
    if let Some(anchor) = document.anchor(id) {
        write!(properties, " &{}", anchor.text(text)).unwrap();
    }
    if let Some(tag) = document.tag(id) {
        write!(properties, " <{}>", resolve_tag(tag.text(text), handles)).unwrap();
    }
    let (open, close) = match node.kind {
        Kind::BlockMapping => ("+MAP", "-MAP"),
        Kind::FlowMapping => ("+MAP {}", "-MAP"),
        Kind::BlockSequence => ("+SEQ", "-SEQ"),
        Kind::FlowSequence => ("+SEQ []", "-SEQ"),
        Kind::Alias => return writeln!(out, "=ALI {}", node.span().text(text)).unwrap(),
        _ => {
            let style = match node.kind {
                Kind::SingleQuoted => '\'',
                Kind::DoubleQuoted => '"',
                Kind::Literal => '|',
                Kind::Folded => '>',
                _ => ':',
            };
            let value = scalar::decode(text, document, id);
            return writeln!(out, "=VAL{properties} {style}{}", escape(&value)).unwrap();
        }
    };
    writeln!(out, "{open}{properties}").unwrap();
    for child in document.children(id) {
        node_events(text, document, child, handles, out);
    }
    writeln!(out, "{close}").unwrap();
}

fn escape(value: &str) -> String {
    let escapes = [("\\", "\\\\"), ("\0", "\\0"), ("\u{8}", "\\b"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")];
    escapes.iter().fold(value.to_owned(), |value, (from, to)| value.replace(from, to))
}

/// The `%TAG` directives in the text before a document.
fn handles(prologue: &str) -> Vec<(String, String)> {
    let directives = prologue.lines().filter_map(|line| line.strip_prefix("%TAG "));
    let pairs = directives.filter_map(|line| {
        let mut words = line.split_whitespace().map(str::to_owned);
        words.next().zip(words.next())
    });
    pairs.collect()
}

fn resolve_tag(tag: &str, handles: &[(String, String)]) -> String {
    if let Some(verbatim) = tag.strip_prefix("!<") {
        return verbatim.trim_end_matches('>').to_owned();
    }
    let split = tag[1..].find('!').map_or(1, |at| at + 2);
    let (handle, suffix) = tag.split_at(split);
    let declared = handles.iter().find(|(name, _)| name == handle).map(|(_, prefix)| prefix.as_str());
    let prefix = declared.unwrap_or(if handle == "!!" { "tag:yaml.org,2002:" } else { handle });
    let suffix = percent_decode(suffix);
    format!("{prefix}{suffix}")
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match tail {
            [high, low, after @ ..] if *first == b'%' => {
                let digits = [*high, *low];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                rest = after;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).unwrap()
}
