//! granit-parser beside the YAML front end: the same nodes with the same bytes and the same texts.

use ecs_image_resolver::diagnostic::Diagnostics;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::source::Span;
use ecs_image_resolver::syntax::tape::{Document, Kind, NodeId};
use ecs_image_resolver::syntax::{scalar, yaml};
use granit_parser::{Event, Parser, ScalarStyle, StructureStyle, options};

use super::Verdict;

/// Parses with room for every diagnostic.
pub fn parse(text: &str) -> (Document, Diagnostics) {
    let limits = Limits { nesting: 1_000, ..Limits::default() };
    let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
    let document = yaml::parse(text, &limits, &mut diagnostics);
    (document, diagnostics)
}

/// Both readers' answers to one text.
pub fn compare(text: &str) -> Verdict {
    let (document, diagnostics) = parse(text);
    let first = || diagnostics.kept().first().map(|one| format!("{one} {:?}", one.place)).unwrap_or_default();
    let theirs = match theirs(text) {
        Err(error) if diagnostics.ok() => return Verdict::OnlyTheirs(error),
        Err(_) => return Verdict::Agree,
        Ok(_) if !diagnostics.ok() => return Verdict::OnlyOurs(first()),
        Ok(steps) => steps,
    };
    let ours = ours(text, &document);
    match ours.iter().zip(&theirs).find(|(ours, theirs)| ours != theirs) {
        Some((ours, theirs)) => Verdict::Differ(format!("\n  ours   {ours:?}\n  theirs {theirs:?}")),
        None if ours.len() != theirs.len() => Verdict::Differ(format!("{} steps, theirs {}", ours.len(), theirs.len())),
        None => Verdict::Agree,
    }
}

/// One step of a walk over a document, as far as both sides know it.
#[derive(Debug, PartialEq)]
enum Step {
    Document { explicit: bool },
    Open { kind: Kind, start: Option<u32>, anchor: Option<String>, tag: Option<String> },
    Close { end: Option<u32> },
    Scalar { kind: Kind, value: String, span: Option<Span>, anchor: Option<String>, tag: Option<String> },
    Alias { span: Span, target: usize },
}

fn ours(text: &str, document: &Document) -> Vec<Step> {
    let mut steps = Vec::new();
    for root in &document.roots {
        steps.push(Step::Document { explicit: root.explicit_start });
        walk(text, document, root.node, &mut steps);
    }
    steps
}

fn walk(text: &str, document: &Document, id: NodeId, steps: &mut Vec<Step>) {
    let node = document.node(id);
    let anchor = document.anchor(id).map(|name| name.text(text).to_owned());
    let tag = document.tag(id).map(|tag| tag.text(text).to_owned());
    let flow = has_brackets(text, node.kind, node.span());
    if node.kind == Kind::Alias {
        let target = document.target(id).unwrap();
        let order = document.anchors.iter().position(|entry| entry.0 == target).unwrap();
        steps.push(Step::Alias { span: node.span(), target: order + 1 });
    } else if node.kind.is_scalar() {
        let block = matches!(node.kind, Kind::Literal | Kind::Folded);
        // The oracle's block scalars start at their text; an empty value stands at another place.
        let span = match block {
            true => None,
            false => (!node.span().is_empty()).then_some(node.span()),
        };
        let value = scalar::decode(text, document, id).into_owned();
        steps.push(Step::Scalar { kind: node.kind, value, span, anchor, tag });
        if block {
            let filled = node.span().text(text).contains(['\n', '\r']);
            steps.push(Step::Close { end: filled.then_some(node.end) });
        }
    } else {
        steps.push(Step::Open { kind: node.kind, start: flow.then_some(node.start), anchor, tag });
        for child in document.children(id) {
            walk(text, document, child, steps);
        }
        steps.push(Step::Close { end: flow.then_some(node.end) });
    }
}

/// Whether a collection is written with brackets: a pair inside a sequence has none.
fn has_brackets(text: &str, kind: Kind, span: Span) -> bool {
    let rest = &text[span.start as usize..];
    (kind == Kind::FlowMapping && rest.starts_with('{')) || (kind == Kind::FlowSequence && rest.starts_with('['))
}

fn theirs(text: &str) -> Result<Vec<Step>, String> {
    let options = options! { emit_anchor_events: true, strict_indentation: true, emit_comments: false,
    flow_nesting_limit: 1_000, block_nesting_limit: 1_000 };
    let mut steps = Vec::new();
    let mut open = Vec::new();
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, place) = next.map_err(|error| error.to_string())?;
        let tag = place.tag_span().map(|tag| tag.slice(text).unwrap().to_owned());
        let range = place.byte_range().unwrap();
        let span = Span::new(range.start as u32, range.end as u32);
        match event {
            Event::DocumentStart(explicit, _) => steps.push(Step::Document { explicit }),
            Event::Alias(target) => steps.push(Step::Alias { span, target }),
            Event::Anchor(_, name) => {
                let (Step::Open { anchor, .. } | Step::Scalar { anchor, .. }) =
                    steps.iter_mut().rev().find(|step| !matches!(step, Step::Close { .. })).unwrap()
                else {
                    panic!("an anchor without a node")
                };
                *anchor = Some(name.into_owned());
            }
            Event::Scalar(value, style, ..) => scalar(text, &value, style, span, tag, &mut steps),
            Event::SequenceStart(style, ..) | Event::MappingStart(style, ..) => {
                let mapping = matches!(event, Event::MappingStart(..));
                let kind = match (style, mapping) {
                    (StructureStyle::Block, true) => Kind::BlockMapping,
                    (StructureStyle::Block, false) => Kind::BlockSequence,
                    (StructureStyle::Flow, true) => Kind::FlowMapping,
                    (StructureStyle::Flow, false) => Kind::FlowSequence,
                };
                let flow = has_brackets(text, kind, span);
                open.push(flow);
                steps.push(Step::Open { kind, start: flow.then_some(span.start), anchor: None, tag });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let flow = open.pop().unwrap();
                steps.push(Step::Close { end: flow.then_some(span.end) });
            }
            _ => {}
        }
    }
    Ok(steps)
}

fn scalar(text: &str, value: &str, style: ScalarStyle, span: Span, tag: Option<String>, steps: &mut Vec<Step>) {
    let kind = match style {
        ScalarStyle::Plain => Kind::Plain,
        ScalarStyle::SingleQuoted => Kind::SingleQuoted,
        ScalarStyle::DoubleQuoted => Kind::DoubleQuoted,
        ScalarStyle::Literal => Kind::Literal,
        ScalarStyle::Folded => Kind::Folded,
    };
    let block = matches!(kind, Kind::Literal | Kind::Folded);
    let place = (!block && !span.is_empty()).then_some(span);
    // What is not there is a null, which the oracle writes `~`.
    let value = if kind == Kind::Plain && span.is_empty() { "" } else { value };
    steps.push(Step::Scalar { kind, value: value.to_owned(), span: place, anchor: None, tag });
    if block {
        // It runs over the breaks after the text, and the indentation of the next line.
        let blanks = [' ', '\t', '\n', '\r'];
        let end = span.start + span.text(text).trim_end_matches(blanks).len() as u32;
        let end = (!value.trim_matches(blanks).is_empty()).then_some(end);
        steps.push(Step::Close { end });
    }
}
