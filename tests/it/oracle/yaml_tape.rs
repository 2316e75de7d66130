//! What holds for every YAML text: nothing panics, and the tape is whole.

use ecs_image_resolver::diagnostic::{Diagnostics, Place};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::source::Span;
use ecs_image_resolver::syntax::tape::{Document, Kind, NodeId};
use ecs_image_resolver::syntax::yaml;

const NESTING: u32 = 12;
const ALIASES: u32 = 9;

/// Parses with small limits, and holds the tape and the diagnostics against the laws.
pub fn check(text: &str) {
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

pub fn check_tape(text: &str, document: &Document) {
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
    // That a collection in brackets is a key, and so stands in a pair, shows only behind it.
    assert!(depth <= 2 * NESTING, "{text:?}: too deep");
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
