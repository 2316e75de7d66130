//! hcl-edit beside the HCL front end: the same tree, every node at the same bytes, the same texts.
//!
//! Both trees are written down as lines, `Kind start..end text`, in the order of the text.

use std::fmt::Write;
use std::ops::Range;

use ecs_image_resolver::diagnostic::{Diagnostics, Place};
use ecs_image_resolver::format::Format;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::syntax::hcl::{self, Document, Kind, NodeId};
use ecs_image_resolver::template::{Options, SiteOptions};
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey, TraversalOperator};
use hcl_edit::structure::{Block, BlockLabel, Body};
use hcl_edit::template::{Directive, Element, Template};

use super::Verdict;
use super::tokens::Token;

/// What the oracle reads otherwise, each with the reason.
pub const KNOWN: &[(&str, &str)] = &[
    (
        "expected unique attribute key",
        "an attribute that stands twice is for the template to report, not for the language",
    ),
    ("expected unique object key", "the same of a key of an object: Terraform takes the last"),
    ("error[hcl-unclosed-string]", "the oracle takes a line break in a string"),
    ("error[hcl-invalid-step]", "the oracle takes a line break behind the dot"),
    ("error[hcl-invalid-for]", "the oracle takes an `in` that nothing parts from what follows"),
];

pub fn parse(text: &str) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::new(1_000, &[]);
    let document = hcl::parse(text, &Limits::default(), &mut diagnostics);
    (document, diagnostics)
}

fn ours(text: &str, document: &Document, id: NodeId, out: &mut String) {
    let node = document.node(id);
    let value = match node.kind {
        Kind::Quoted => hcl::decode(text, document, id).map(|text| format!(" {text:?}")),
        // hcl-edit ends the lines of a heredoc with LF, Terraform as they are written.
        Kind::Heredoc => hcl::decode(text, document, id).map(|text| format!(" {:?}", text.replace("\r\n", "\n"))),
        Kind::Block | Kind::Attribute => Some(format!(" {}", document.name(text, id))),
        Kind::GetAttr | Kind::LegacyIndex | Kind::Call => Some(format!(" {}", document.name(text, id))),
        _ => None,
    };
    let span = match node.kind {
        // hcl-edit gives steps and the parts of a directive no spans of their own.
        Kind::Body | Kind::GetAttr | Kind::LegacyIndex | Kind::AttrSplat | Kind::FullSplat | Kind::Index => None,
        Kind::ForIf | Kind::Expand | Kind::Directive => None,
        _ => Some(node.span()),
    };
    let _ = write!(out, "{:?}", node.kind);
    if let Some(span) = span {
        let _ = write!(out, " {}..{}", span.start, span.end);
    }
    out.push_str(value.as_deref().unwrap_or_default());
    out.push('\n');
    for child in document.children(id) {
        ours(text, document, child, out);
    }
}

struct Theirs<'a> {
    text: &'a str,
    out: String,
    /// The texts, each with the number of its line.
    texts: Vec<(usize, String)>,
    spans: bool,
}

impl Theirs<'_> {
    fn line(&mut self, kind: &str, span: Option<Range<usize>>, value: &str) {
        let span = span.filter(|_| self.spans);
        let span = span.map_or_else(|| "?".to_owned(), |span| format!("{}..{}", span.start, span.end));
        let _ = write!(self.out, "{kind} {span}{value}");
        self.out.push('\n');
    }

    fn decoded(&mut self, kind: &str, span: Option<Range<usize>>, text: &str) {
        self.texts.push((self.out.lines().count(), text.to_owned()));
        self.line(kind, span, &format!(" {text:?}"));
    }

    fn bare(&mut self, kind: &str) {
        self.out.push_str(kind);
        self.out.push('\n');
    }

    fn body(&mut self, body: &Body) {
        for structure in body {
            if let Some(attribute) = structure.as_attribute() {
                self.line("Attribute", attribute.span(), &format!(" {}", attribute.key.as_str()));
                self.expression(&attribute.value);
            } else if let Some(block) = structure.as_block() {
                self.block(block);
            }
        }
    }

    fn block(&mut self, block: &Block) {
        self.line("Block", block.span(), &format!(" {}", block.ident.as_str()));
        for label in &block.labels {
            match label {
                BlockLabel::Ident(name) if self.spans => self.line("Label", name.span(), ""),
                BlockLabel::Ident(name) => self.decoded("Label", None, name.as_str()),
                BlockLabel::String(text) => self.decoded("Quoted", text.span(), text.as_str()),
            }
        }
        self.body(&block.body);
    }

    fn expression(&mut self, expression: &Expression) {
        let span = expression.span();
        match expression {
            Expression::Null(_) => self.line("Null", span, ""),
            Expression::Bool(_) => self.line("Bool", span, ""),
            Expression::Number(_) => self.number(span.unwrap()),
            Expression::String(text) => self.decoded("Quoted", span, text.as_str()),
            Expression::Variable(_) => self.line("Variable", span, ""),
            Expression::Array(array) => {
                self.line("Tuple", span, "");
                array.iter().for_each(|item| self.expression(item));
            }
            Expression::Object(object) => {
                self.line("Object", span, "");
                for (key, value) in object {
                    match key {
                        ObjectKey::Ident(name) if self.spans => self.line("Variable", name.span(), ""),
                        ObjectKey::Ident(name) => self.decoded("Quoted", None, name.as_str()),
                        ObjectKey::Expression(key) => self.expression(key),
                    }
                    self.expression(value.expr());
                }
            }
            Expression::StringTemplate(template) => {
                self.line("Quoted", span, "");
                self.elements(template.iter());
            }
            Expression::HeredocTemplate(heredoc) => {
                match literal(&heredoc.template) {
                    Some(text) => self.decoded("Heredoc", span, &text.replace("\r\n", "\n")),
                    None => self.line("Heredoc", span, ""),
                }
                self.template(&heredoc.template);
            }
            Expression::Parenthesis(inner) => {
                self.line("Parens", span, "");
                self.expression(inner.inner());
            }
            Expression::Conditional(_) => {
                self.line("Conditional", span, "");
                self.branches(expression);
            }
            Expression::FuncCall(call) => {
                let namespace = call.name.namespace.iter().map(|part| format!("{}::", part.as_str()));
                let name = namespace.collect::<String>() + call.name.name.as_str();
                self.line("Call", span, &format!(" {name}"));
                call.args.iter().for_each(|argument| self.expression(argument));
                if call.args.expand_final() {
                    self.bare("Expand");
                }
            }
            Expression::Traversal(traversal) => {
                self.line("Traversal", span, "");
                self.expression(&traversal.expr);
                for operator in &traversal.operators {
                    match operator.value() {
                        TraversalOperator::AttrSplat(_) => self.bare("AttrSplat"),
                        TraversalOperator::FullSplat(_) => self.bare("FullSplat"),
                        TraversalOperator::GetAttr(name) => self.bare(&format!("GetAttr {}", name.as_str())),
                        TraversalOperator::LegacyIndex(index) => self.bare(&format!("LegacyIndex {}", index.value())),
                        TraversalOperator::Index(key) => {
                            self.bare("Index");
                            self.expression(key);
                        }
                    }
                }
            }
            Expression::UnaryOp(operation) => {
                self.line("Unary", span, "");
                let mut operand = &operation.expr;
                while let Expression::UnaryOp(inner) = operand {
                    operand = &inner.expr;
                }
                self.expression(operand);
            }
            Expression::BinaryOp(_) => {
                self.line("Operation", span, "");
                self.operands(expression);
            }
            Expression::ForExpr(for_expr) => {
                self.line(if for_expr.key_expr.is_some() { "ForObject" } else { "ForTuple" }, span, "");
                let intro = &for_expr.intro;
                if let Some(key) = &intro.key_var {
                    self.line("ForName", key.span(), "");
                }
                self.line("ForName", intro.value_var.span(), "");
                self.expression(&intro.collection_expr);
                if let Some(key) = &for_expr.key_expr {
                    self.expression(key);
                }
                self.expression(&for_expr.value_expr);
                if for_expr.grouping {
                    self.bare("Expand");
                }
                if let Some(condition) = &for_expr.cond {
                    self.bare("ForIf");
                    self.expression(&condition.expr);
                }
            }
        }
    }

    /// hcl-edit takes the sign into the number; HCL has signs as operators only.
    fn number(&mut self, span: Range<usize>) {
        let token = &self.text[span.clone()];
        let digits = token.trim_start_matches(['-', ' ']);
        if digits.len() < token.len() {
            self.line("Unary", Some(span.clone()), "");
        }
        self.line("Number", Some(span.end - digits.len()..span.end), "");
    }

    fn branches(&mut self, expression: &Expression) {
        match expression {
            Expression::Conditional(conditional) => {
                self.expression(&conditional.cond_expr);
                self.expression(&conditional.true_expr);
                self.branches(&conditional.false_expr);
            }
            _ => self.expression(expression),
        }
    }

    fn operands(&mut self, expression: &Expression) {
        match expression {
            Expression::BinaryOp(operation) => {
                self.operands(&operation.lhs_expr);
                self.operands(&operation.rhs_expr);
            }
            _ => self.expression(expression),
        }
    }

    fn template(&mut self, template: &Template) {
        self.elements(template.iter());
    }

    fn elements<'e>(&mut self, elements: impl Iterator<Item = &'e Element>) {
        for element in elements {
            match element {
                Element::Literal(_) => {}
                Element::Interpolation(interpolation) => {
                    self.line("Interpolation", element.span(), "");
                    self.expression(&interpolation.expr);
                }
                Element::Directive(directive) => self.directive(directive),
            }
        }
    }

    fn directive(&mut self, directive: &Directive) {
        self.bare("Directive");
        match directive {
            Directive::If(directive) => {
                self.expression(&directive.if_expr.cond_expr);
                self.template(&directive.if_expr.template);
                if let Some(otherwise) = &directive.else_expr {
                    self.bare("Directive");
                    self.template(&otherwise.template);
                }
            }
            Directive::For(directive) => {
                let intro = &directive.for_expr;
                if let Some(key) = &intro.key_var {
                    self.line("ForName", key.span(), "");
                }
                self.line("ForName", intro.value_var.span(), "");
                self.expression(&intro.collection_expr);
                self.template(&intro.template);
            }
        }
        self.bare("Directive");
    }
}

/// The text of a template with nothing filled in.
fn literal(template: &Template) -> Option<String> {
    template.iter().map(|element| element.as_literal().map(|text| text.as_str())).collect()
}

/// Whether a text has what the oracle reads otherwise wherever it stands. It takes a CR alone for the end of a line; ends a
/// heredoc at a line that only begins with its marker, and not at its first line; counts a line of blanks in it for how far it is
/// indented; goes on where a line starts with an operator; takes no sign before a sign, and no number that no double holds.
fn is_read_otherwise(text: &str) -> bool {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_matches([' ', '\t'])).collect();
    let name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
    let markers: Vec<&str> = text
        .match_indices("<<")
        .map(|(at, _)| text[at + 2..].trim_start_matches('-'))
        .map(|rest| rest.split(|character| !name(character)).next().unwrap_or_default())
        .filter(|marker| !marker.is_empty())
        .collect();
    let more = |line: &str| markers.iter().any(|marker| line != *marker && line.starts_with(marker));
    let blank = || text.split('\n').any(|line| !line.is_empty() && line.trim_matches([' ', '\t']).is_empty());
    let empty = |pair: &[&str]| pair[0].contains("<<") && markers.contains(&pair[1]);
    let heredoc = lines.iter().any(|line| more(line)) || blank() || lines.windows(2).any(empty);
    let goes_on = |line: &&str| line.starts_with(['+', '-', '*', '%', '<', '>', '=', '!', '&', '|', '?', ':', '/']);
    let comment = |line: &str| line.starts_with("//") || line.starts_with("/*");
    let huge = text
        .split(|character: char| !character.is_ascii_alphanumeric())
        .any(|word| word.len() > 15 && word.starts_with(|first: char| first.is_ascii_digit()));
    (!markers.is_empty() && heredoc)
        || lines.iter().filter(|line| !comment(line)).any(|line| goes_on(&line))
        || huge
        || text.contains('\r')
        || text.contains("--")
}

/// Both readers' answers to one text.
pub fn compare(text: &str) -> Verdict {
    let (document, diagnostics) = parse(text);
    if is_read_otherwise(text) {
        return Verdict::Agree;
    }
    // hcl-edit takes no BOM: blanks of the same length leave every place as it is.
    let bare = text.strip_prefix('\u{FEFF}').map(|rest| format!("   {rest}"));
    let theirs = match hcl_edit::parser::parse_body(bare.as_deref().unwrap_or(text)) {
        // A name may hold any letter of Unicode here, whatever marks and digits the oracle does not count as such.
        Err(_) if text.contains(|character: char| !character.is_ascii() && character.is_alphanumeric()) => {
            return Verdict::Agree;
        }
        Err(error) if diagnostics.ok() => return Verdict::OnlyTheirs(error.to_string()),
        Err(_) => return Verdict::Agree,
        Ok(_) if !diagnostics.ok() => {
            let first = &diagnostics.kept()[0];
            return Verdict::OnlyOurs(format!("{first} at {:?}", first.place));
        }
        Ok(body) => body,
    };
    let mut expected = Theirs { text, out: String::new(), texts: Vec::new(), spans: true };
    expected.bare("Body");
    expected.body(&theirs);
    let mut found = String::new();
    ours(text, &document, Document::ROOT, &mut found);
    match found.lines().zip(expected.out.lines()).enumerate().find(|(_, (ours, theirs))| ours != theirs) {
        Some((line, (ours, theirs))) => Verdict::Differ(format!("node {line}: ours `{ours}`, hcl-edit `{theirs}`")),
        None if found.lines().count() != expected.out.lines().count() => Verdict::Differ("the number of nodes".into()),
        None => Verdict::Agree,
    }
}

/// The nodes as hcl-edit reads them, in the order of the text.
pub fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let text = text.trim_start_matches('\u{FEFF}');
    let body = hcl_edit::parser::parse_body(text).map_err(|error| error.to_string())?;
    let mut theirs = Theirs { text, out: String::new(), texts: Vec::new(), spans: false };
    theirs.body(&body);
    let mut tokens: Vec<Token> = theirs.out.lines().map(|line| Token::Other(line.to_owned())).collect();
    theirs.texts.into_iter().for_each(|(line, text)| tokens[line] = Token::Text(text));
    Ok(tokens)
}

/// What holds for the tape of any text at all.
pub fn assert_whole(text: &str, document: &Document) {
    let nodes = &document.nodes;
    assert_eq!(nodes[0].next as usize, nodes.len(), "{text:?}");
    let mut open: Vec<NodeId> = Vec::new();
    let mut last = 0;
    for (id, node) in nodes.iter().enumerate() {
        let id = id as NodeId;
        while open.last().is_some_and(|&parent| document.node(parent).next == id) {
            open.pop();
        }
        assert!(text.get(node.start as usize..node.end as usize).is_some(), "{node:?} in {text:?}");
        assert!(last <= node.start, "{node:?} after {last} in {text:?}");
        last = if node.next == id + 1 { node.end } else { node.start };
        assert!(node.next > id, "{text:?}");
        if let Some(&parent) = open.last() {
            let parent = document.node(parent);
            assert!(
                node.next <= parent.next && parent.span().contains(node.span()),
                "{node:?} in {parent:?}: {text:?}"
            );
        }
        open.push(id);
        let children = document.children(id).count();
        let right = match node.kind {
            Kind::Attribute | Kind::Parens | Kind::Unary | Kind::Interpolation | Kind::Index | Kind::ForIf => {
                children == 1
            }
            Kind::Object => children % 2 == 0,
            Kind::Conditional => children % 2 == 1 && children > 2,
            Kind::Operation | Kind::Traversal => children > 1,
            Kind::ForTuple => (3..=5).contains(&children),
            Kind::ForObject => (4..=7).contains(&children),
            Kind::Missing | Kind::Label | Kind::Number | Kind::Bool | Kind::Null | Kind::Variable => children == 0,
            _ => true,
        };
        assert!(right, "{:?} has {children} children: {text:?}", node.kind);
    }
}

/// Reads `text` and whatever a site finder would ask of it.
pub fn assert_any(text: &str) {
    let (document, diagnostics) = parse(text);
    assert_whole(text, &document);
    for diagnostic in diagnostics.kept() {
        let Place::Template(span) = diagnostic.place else { panic!("{diagnostic} has no place in the text") };
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{diagnostic} at {span:?} in {text:?}");
        assert!(!diagnostic.message().contains('\n'), "{diagnostic:?}");
    }
    let missing = document.nodes.iter().any(|node| node.kind == Kind::Missing);
    assert!(!missing || !diagnostics.ok(), "{text:?}");
    for id in 0..document.nodes.len() as NodeId {
        let _ = (hcl::decode(text, &document, id), document.name(text, id), document.only_interpolation(id));
        let inner = hcl::inner_span(text, document.node(id));
        assert!(document.node(id).span().contains(inner), "{text:?}");
    }
    for any_type in [false, true] {
        let options = SiteOptions { any_type, ..SiteOptions::default() };
        let template = ecs_image_resolver::template::Template::read(
            text.as_bytes(),
            Options { format: Some(Format::Terraform), sites: options, ..Options::default() },
        );
        for site in &template.sites {
            assert!(
                site.span.contains(site.inner) && text.get(site.span.start as usize..site.span.end as usize).is_some()
            );
        }
        template.validate();
    }
}
