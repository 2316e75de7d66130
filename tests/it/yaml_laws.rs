//! What holds for every text: nothing panics, and the tape is whole.

use ecs_image_resolver::diagnostic::{Diagnostics, Place};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::source::Span;
use ecs_image_resolver::syntax::tape::{Document, Kind, NodeId};
use ecs_image_resolver::syntax::yaml;
use proptest::prelude::*;

use crate::yaml::cases;
use crate::yaml_cases::texts;

const NESTING: u32 = 12;
const ALIASES: u32 = 9;

/// Parses with small limits, and holds the tape and the diagnostics against the laws.
fn check(text: &str) {
    let limits = Limits { nesting: NESTING, aliases: ALIASES, ..Limits::default() };
    let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
    let document = yaml::parse(text, &limits, &mut diagnostics);
    check_tape(text, &document);
    for diagnostic in diagnostics.kept() {
        let related = diagnostic.related.iter().map(|related| &related.place);
        for place in related.chain([&diagnostic.place]) {
            let Place::Template(place) = place else { panic!("{text:?}: {diagnostic:?}") };
            assert!(is_inside(text, *place), "{text:?}: {diagnostic:?}");
        }
        for name in diagnostic.code.message().split('{').skip(1) {
            let (name, _) = name.split_once('}').unwrap();
            assert!(diagnostic.args.iter().any(|(known, _)| *known == name), "{}: no {name}", diagnostic.code);
        }
    }
    if diagnostics.ok() {
        check_all_is_read(text, &document);
    }
}

fn is_inside(text: &str, span: Span) -> bool {
    span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some()
}

fn check_tape(text: &str, document: &Document) {
    let count = document.nodes.len() as NodeId;
    let mut next = 0;
    let mut after = 0;
    for root in &document.roots {
        assert_eq!(root.node, next, "{text:?}: a gap before a document");
        after = check_node(text, document, root.node, after, 0);
        next = document.node(root.node).next;
    }
    assert_eq!(next, count, "{text:?}: nodes after the last document");
    let tables: [Vec<NodeId>; 4] = [
        document.anchors.iter().map(|entry| entry.0).collect(),
        document.tags.iter().map(|entry| entry.0).collect(),
        document.targets.iter().map(|entry| entry.0).collect(),
        document.indents.iter().map(|entry| entry.0).collect(),
    ];
    for table in tables {
        assert!(table.windows(2).all(|pair| pair[0] < pair[1]), "{text:?}: a side table out of order");
        assert!(table.iter().all(|&id| id < count), "{text:?}: a side table beyond the tape");
    }
    for &(id, span) in document.anchors.iter().chain(&document.tags) {
        assert!(is_inside(text, span) && document.node(id).kind != Kind::Alias, "{text:?}");
        let node = document.node(id);
        assert!(span.end <= node.start || node.span().is_empty(), "{text:?}: a property after its node");
    }
    for &(alias, target) in &document.targets {
        assert_eq!(document.node(alias).kind, Kind::Alias, "{text:?}");
        let name = &document.node(alias).span().text(text)[1..];
        assert_eq!(document.anchor(target).map(|anchor| anchor.text(text)), Some(name), "{text:?}");
        assert!(target < alias, "{text:?}");
    }
    for &(id, _) in &document.indents {
        assert!(matches!(document.node(id).kind, Kind::Literal | Kind::Folded), "{text:?}");
    }
}

/// Holds a node that starts at `after` or later against the laws; returns where it ends.
fn check_node(text: &str, document: &Document, id: NodeId, after: u32, depth: u32) -> u32 {
    let node = document.node(id);
    assert!(is_inside(text, node.span()), "{text:?}: {node:?}");
    assert!(node.start >= after, "{text:?}: {node:?} starts before {after}");
    assert!(depth <= NESTING, "{text:?}: too deep");
    if node.kind.is_scalar() || node.kind == Kind::Alias {
        assert_eq!(node.next, id + 1, "{text:?}");
        return node.end;
    }
    let mut at = node.start;
    let mut children = 0;
    let mut child = id + 1;
    while child < node.next {
        at = check_node(text, document, child, at, depth + 1);
        child = document.node(child).next;
        children += 1;
    }
    assert_eq!(child, node.next, "{text:?}: a child beyond its collection");
    assert!(at <= node.end, "{text:?}: {node:?} ends before its last child");
    assert!(!node.kind.is_mapping() || children % 2 == 0, "{text:?}: a key without a value");
    let block = matches!(node.kind, Kind::BlockMapping | Kind::BlockSequence);
    assert!(!block || (children > 0 && at == node.end), "{text:?}: a block collection ends at its last leaf");
    node.end
}

/// Between the scalars of a valid text there is nothing but blanks, indicators, properties, comments and directives.
fn check_all_is_read(text: &str, document: &Document) {
    let mut rest: Vec<u8> = text.as_bytes().to_vec();
    let mut blank = |span: Span| rest[span.start as usize..span.end as usize].fill(b' ');
    for node in &document.nodes {
        if node.kind.is_scalar() || node.kind == Kind::Alias {
            blank(node.span());
        }
    }
    for entry in &document.anchors {
        blank(entry.1);
    }
    for entry in &document.tags {
        blank(entry.1);
    }
    let rest = String::from_utf8(rest).unwrap();
    for line in rest.split(['\n', '\r']) {
        let line = line.strip_prefix('\u{FEFF}').unwrap_or(line);
        if line.starts_with('%') {
            continue;
        }
        let code = line.split('#').next().unwrap();
        let left = code.trim_matches(|character| " \t-?:,[]{}&.\u{FEFF}".contains(character));
        assert!(left.is_empty(), "{text:?}: {left:?} is not read");
    }
}

fn all_texts() -> Vec<String> {
    let suite = cases().into_iter().map(|(_, folder)| std::fs::read_to_string(folder.join("in.yaml")).unwrap());
    texts().into_iter().chain(suite).collect()
}

#[test]
fn every_prefix_and_suffix_becomes_a_whole_tape() {
    for text in all_texts() {
        for (at, _) in text.char_indices() {
            check(&text[..at]);
            check(&text[at..]);
        }
        check(&text);
    }
}

#[test]
fn every_text_without_a_character_or_with_one_more_becomes_a_whole_tape() {
    const MORE: &[&str] = &[
        "\n", " ", "\t", ":", ": ", "- ", "? ", "[", "]", "{", "}", ",", "\"", "'", "|", "&a ", "*a", "!", "#", "\r",
        "é",
    ];
    for text in all_texts() {
        for (at, character) in text.char_indices() {
            let (before, after) = text.split_at(at);
            check(&format!("{before}{}", &after[character.len_utf8()..]));
            for more in MORE {
                check(&format!("{before}{more}{after}"));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_of_yaml_become_a_whole_tape(words in prop::collection::vec(word(), 0..40)) {
        check(&words.concat());
    }

    #[test]
    fn spliced_texts_become_a_whole_tape(
        (first, second, third) in (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        (one, other) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
    ) {
        let texts = texts();
        let cut = |text: &str, at: prop::sample::Index| {
            let at = at.index(text.len() + 1);
            (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
        };
        let (one, other) = (&texts[one.index(texts.len())], &texts[other.index(texts.len())]);
        check(&format!("{}{}{}", &one[..cut(one, first)], &other[cut(other, second)..], &one[cut(one, third)..]));
    }

    #[test]
    fn any_text_becomes_a_whole_tape(text in ".{0,60}") {
        check(&text);
    }
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b c",
        "a: ",
        "- ",
        "? ",
        ": ",
        "\n",
        "\n  ",
        "\n    ",
        "\r\n",
        "\r",
        "[",
        "]",
        "{",
        "}",
        ", ",
        " #c",
        "'",
        "\"",
        "|",
        ">-",
        "|2",
        "&x ",
        "*x",
        "!t ",
        "!e!t ",
        "\n---\n",
        "\n...\n",
        "\n%YAML 1.2\n",
        "\t",
        "é",
        "😀: ",
        "\\",
        "''",
        "\u{FEFF}",
        "\n- ",
        "\na: ",
        "-",
        "?",
        ":",
        "@",
        "\u{0}",
    ])
}

#[test]
fn limits_end_the_reading_where_they_are_reached() {
    let parse = |text: &str, limits: &Limits| {
        let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
        let document = yaml::parse(text, limits, &mut diagnostics);
        check_tape(text, &document);
        let codes: Vec<String> = diagnostics.kept().iter().map(|one| format!("{one} {:?}", one.place)).collect();
        (document.nodes.len(), codes)
    };
    let limits = Limits { nesting: 3, aliases: 2, ..Limits::default() };
    for nested in ["- - - a", "[[[a]]]", "a: [b: c]", "a:\n b:\n  c: d\n", "? ? ? a"] {
        assert!(parse(nested, &limits).1.is_empty(), "{nested}");
    }
    for nested in ["- - - - a", "[[[[a]]]]", "a: [[b: c]]", "a:\n b:\n  c:\n   d: e\n", "- [{a: [b]}]", "? ? ? ? a"] {
        let (_, codes) = parse(nested, &limits);
        assert_eq!(codes.len(), 1, "{nested}: {codes:?}");
        assert!(codes[0].starts_with("error[nesting-limit]: more than 3 levels of nesting"), "{codes:?}");
    }
    let (nodes, codes) = parse("- &a x\n- *a\n- *a\n- *a\n- never: read\n", &limits);
    assert_eq!((nodes, codes.len()), (5, 1), "{codes:?}");
    assert!(codes[0].starts_with("error[alias-limit]: more than 2 aliases Template(Span { start: 19"), "{codes:?}");
}

#[test]
fn a_key_has_at_most_1024_characters() {
    let parse = |text: &str| {
        let limits = Limits::default();
        let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
        yaml::parse(text, &limits, &mut diagnostics);
        diagnostics.ok()
    };
    for (most, key) in [(1024, "a"), (1024, "漢"), (1022, "'a'"), (1022, "[a]")] {
        let long = |count: usize| match key {
            "'a'" => format!("'{}'", "a".repeat(count)),
            "[a]" => format!("[{}]", "a".repeat(count)),
            _ => key.repeat(count),
        };
        assert!(parse(&format!("{}: x", long(most))), "{key}");
        assert!(!parse(&format!("{}: x", long(most + 1))), "{key}");
        assert!(parse(&format!("[{}: x]", long(most))), "{key}");
        assert!(!parse(&format!("[{}: x]", long(most + 1))), "{key}");
        assert!(parse(&format!("{{{}: x}}", long(most + 1))), "{key}");
        assert!(parse(&format!("? {}\n: x", long(most + 1))), "{key}");
    }
}
