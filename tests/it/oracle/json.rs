//! serde_json beside the JSON front end: the same texts are accepted, with the same values at the same bytes.

use std::collections::BTreeMap;

use ecs_image_resolver::diagnostic::{Diagnostics, Place, Severity};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::source::Span;
use ecs_image_resolver::syntax::{Document, Kind, NodeId, json, scalar};
use serde_json::Value;
use serde_json::value::RawValue;

pub fn parse(text: &str) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::new(1_000, &[]);
    let document = json::parse(text, &Limits::default(), &mut diagnostics);
    (document, diagnostics)
}

/// The tape as serde_json would have read it.
fn value(text: &str, document: &Document, id: NodeId) -> Value {
    let node = document.node(id);
    let token = node.span().text(text);
    match node.kind {
        Kind::FlowMapping => {
            let entry = |(key, item): (NodeId, NodeId)| {
                let key = scalar::decode(text, document, key).into_owned();
                (key, value(text, document, item))
            };
            Value::Object(document.entries(id).map(entry).collect())
        }
        Kind::FlowSequence => document.children(id).map(|item| value(text, document, item)).collect(),
        Kind::JsonString => Value::String(scalar::decode(text, document, id).into_owned()),
        _ => serde_json::from_str(token).unwrap_or_else(|error| panic!("`{token}`: {error}")),
    }
}

/// What holds for the tape of any text at all.
pub fn assert_whole(text: &str, document: &Document) {
    let nodes = &document.nodes;
    assert_eq!(document.roots.len(), usize::from(!nodes.is_empty()), "{text:?}");
    if nodes.is_empty() {
        return;
    }
    assert_eq!(nodes[0].next as usize, nodes.len(), "{text:?}");
    let mut open: Vec<NodeId> = Vec::new();
    let mut last = 0;
    for (id, node) in nodes.iter().enumerate() {
        let id = id as NodeId;
        while open.last().is_some_and(|&parent| document.node(parent).next == id) {
            open.pop();
        }
        assert!(node.start <= node.end && text.get(node.start as usize..node.end as usize).is_some(), "{text:?}");
        assert!(last <= node.start, "nodes stand in the order of the text: {text:?}");
        last = if node.kind.is_scalar() { node.end } else { node.start };
        assert!(node.next > id && (node.next == id + 1 || !node.kind.is_scalar()), "{text:?}");
        if let Some(&parent) = open.last() {
            let parent = document.node(parent);
            assert!(node.next <= parent.next && parent.span().contains(node.span()), "{text:?}");
        }
        if !node.kind.is_scalar() {
            open.push(id);
        }
        if node.kind.is_mapping() {
            let children: Vec<_> = document.children(id).collect();
            assert!(children.len() % 2 == 0, "every key has a value: {text:?}");
            assert!(children.iter().step_by(2).all(|&key| document.node(key).kind.is_scalar()), "{text:?}");
        }
    }
}

/// Both readers' answers to one text.
pub fn assert_agrees(text: &str) {
    let (document, diagnostics) = parse(text);
    assert_whole(text, &document);
    for diagnostic in diagnostics.kept() {
        let Place::Template(span) = diagnostic.place else { panic!("{diagnostic} has no place in the text") };
        assert!(span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some(), "{text:?}");
        assert_eq!(diagnostic.severity, Severity::Error);
    }
    let bare = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match serde_json::from_str::<Value>(bare) {
        Ok(expected) => {
            assert!(diagnostics.ok(), "{text:?}: {:?}", diagnostics.kept());
            assert_eq!(value(text, &document, 0), expected, "{text:?}");
            assert_spans(text, &document, 0, serde_json::from_str(bare).unwrap());
        }
        // Two limits of serde_json's own: the first is no fault of the text, the second is another number than ours.
        Err(error) if error.to_string().starts_with("number out of range") => {}
        Err(error) if error.to_string().starts_with("recursion limit") => {}
        Err(error) => assert!(!diagnostics.ok(), "serde_json says {error} to {text:?}"),
    }
}

fn assert_spans(text: &str, document: &Document, id: NodeId, raw: &RawValue) {
    let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
    let expected = Span::new(start as u32, (start + raw.get().len()) as u32);
    assert_eq!(document.node(id).span(), expected, "{text:?}");
    match document.node(id).kind {
        Kind::FlowMapping => {
            let raws: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).unwrap();
            let text_of = |key| scalar::decode(text, document, key).into_owned();
            let entries: BTreeMap<_, _> = document.entries(id).map(|(key, value)| (text_of(key), value)).collect();
            assert!(entries.keys().eq(raws.keys()));
            entries.iter().for_each(|(key, &value)| assert_spans(text, document, value, raws[key]));
        }
        Kind::FlowSequence => {
            let raws: Vec<&RawValue> = serde_json::from_str(raw.get()).unwrap();
            assert_eq!(document.children(id).count(), raws.len());
            document.children(id).zip(raws).for_each(|(item, raw)| assert_spans(text, document, item, raw));
        }
        _ => {}
    }
}
