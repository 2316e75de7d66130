//! granit-parser beside the YAML front end: the same nodes with the same bytes and the same texts.

use ecs_image_resolver::diagnostic::{Code, Diagnostics};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::source::Span;
use ecs_image_resolver::syntax::tape::{Document, Kind, NodeId};
use ecs_image_resolver::syntax::{scalar, yaml};
use granit_parser::{Event, Parser, ScalarStyle, StructureStyle, options};

use super::Verdict;

/// What the oracle reads otherwise, each with the reason.
pub const KNOWN: &[(&str, &str)] = &[
    ("block scalar content cannot start with a tab", "after the indentation, which may be none, a tab is text"),
    ("error[yaml-tab]", "the oracle takes a tab for indentation where nothing can depend on its width"),
    ("error[yaml-block-in-line]", "the oracle takes a collection behind the `:` of an empty key"),
    ("error[yaml-anchor]", "the oracle ends an anchor's name at a bracket"),
    ("error[yaml-directive]", "the oracle takes any prefix of a tag"),
    (" tag", "the front end takes any prefix of a tag"),
    ("TAG", "the front end takes any prefix of a tag"),
    ("scanning a directive", "a directive that YAML does not know is passed over"),
    ("unsupported YAML major version", "every version is read as 1.2"),
    ("anchor or alias, did not find", "the name of an anchor may hold any character"),
    ("':' may not precede any of", "behind a plain key with a `:` at its end"),
    (
        "did not find expected ',' or '}'",
        "a `:` on the line behind any key is its colon, not only behind one in quotes",
    ),
    ("flow sequence, expected ',' or ']'", "in brackets a `?` is a key's whatever follows it"),
    ("EOF while parsing an implicit flow mapping", "an empty key is an empty key behind a `?`, too"),
    ("invalid indentation", "a closing bracket may stand where its key does"),
    ("tab cannot be used as indentation", "an empty line in quotes may hold a tab"),
    ("tabs disallowed", "a line in brackets may start with a tab behind its indentation"),
    ("found a tab", "a line in brackets may start with a tab behind its indentation"),
    (
        "error[yaml-block-scalar-indentation]",
        "at the top a `#` at the start of a line is text, and so says how far text is indented",
    ),
    ("wrongly indented line in block scalar", "a line indented less than a scalar that has no text ends it: a comment"),
    ("error[yaml-indentation]", "the oracle lets a text go on behind a comment that a tab stands before"),
    ("error[yaml-reserved-character]", "the oracle takes some of them"),
];

/// Parses with room for every diagnostic.
pub fn parse(text: &str) -> (Document, Diagnostics) {
    let limits = Limits { nesting: 1_000, ..Limits::default() };
    let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
    let document = yaml::parse(text, &limits, &mut diagnostics);
    (document, diagnostics)
}

/// Both readers' answers to one text.
pub fn compare(text: &str) -> Verdict {
    // In the middle of a text a BOM is a character like another here.
    if text.trim_start_matches('\u{FEFF}').contains('\u{FEFF}') {
        return Verdict::Agree;
    }
    let (document, diagnostics) = parse(text);
    let first = || diagnostics.kept().first().map(|one| format!("{one} {:?}", one.place)).unwrap_or_default();
    // What ROS reads all the same is a warning here.
    let lenient = diagnostics.kept().iter().any(|one| one.code == Code::YamlUnderIndented);
    let theirs = match theirs(text) {
        Err(_) if lenient => return Verdict::Agree,
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
    // A pair in a list has no brackets, although its key may.
    let pair = document.children(id).next().is_some_and(|first| document.node(first).start == node.start);
    let flow = has_brackets(text, node.kind, node.span()) && !pair;
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
        let value = without_end(&scalar::decode(text, document, id), block);
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

/// The oracle reads the end of a block scalar otherwise where the text ends there, too; how it ends is compared with the test
/// suite.
fn without_end(value: &str, block: bool) -> String {
    let value = if block { value.trim_end_matches([' ', '\t', '\n', '\r']) } else { value };
    value.to_owned()
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
                if let (true, Some(Step::Open { start, .. })) = (flow, steps.last_mut())
                    && *start == Some(span.start)
                {
                    *start = None;
                    *open.last_mut().unwrap() = false;
                }
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
    let value = without_end(value, block);
    let filled = !value.is_empty();
    steps.push(Step::Scalar { kind, value, span: place, anchor: None, tag });
    if block {
        // It runs over the breaks after the text, and the indentation of the next line.
        let blanks = [' ', '\t', '\n', '\r'];
        let end = span.start + span.text(text).trim_end_matches(blanks).len() as u32;
        let end = filled.then_some(end);
        steps.push(Step::Close { end });
    }
}
