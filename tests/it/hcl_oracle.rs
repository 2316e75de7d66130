//! The HCL front end against hcl-edit: the same tree, every node at the same bytes, the same texts.
//!
//! Both trees are written down as lines, `Kind start..end text`, in the order of the text.

use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::Path;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey, TraversalOperator};
use hcl_edit::structure::{Block, BlockLabel, Body};
use hcl_edit::template::{Directive, Element, Template};

use ecs_image_resolver::syntax::hcl::{self, Document, Kind, NodeId};

use crate::hcl::{files, parse, read_corpus};

/// Files of the corpus that hcl-edit does not read, or reads otherwise, and why the front end does well to differ.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// Files of the corpus that are not HCL, and what is wrong with them.
const INVALID: &[(&str, &str)] = &[
    ("alibabacloud-ros-tool-transformer/tests/e2e/ros/resources/ecs_runcommand/main.tf", "`value = a,b.c`"),
    ("alicloud-autoscale/alicloud_terraform/main.tf", "arguments of a block end with commas"),
    ("terraform-aliyun-template/modules/ecs/main.tf", "a shell script is pasted in front"),
];

fn ours(text: &str, document: &Document, id: NodeId, out: &mut String) {
    let node = document.node(id);
    let value = match node.kind {
        Kind::Quoted | Kind::Heredoc => hcl::decode(text, document, id).map(|text| format!(" {text:?}")),
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
}

impl Theirs<'_> {
    fn line(&mut self, kind: &str, span: Option<Range<usize>>, value: &str) {
        let span = span.map_or_else(|| "?".to_owned(), |span| format!("{}..{}", span.start, span.end));
        let _ = write!(self.out, "{kind} {span}{value}");
        self.out.push('\n');
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
                BlockLabel::Ident(name) => self.line("Label", name.span(), ""),
                BlockLabel::String(text) => self.line("Quoted", text.span(), &format!(" {:?}", text.as_str())),
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
            Expression::String(text) => self.line("Quoted", span, &format!(" {:?}", text.as_str())),
            Expression::Variable(_) => self.line("Variable", span, ""),
            Expression::Array(array) => {
                self.line("Tuple", span, "");
                array.iter().for_each(|item| self.expression(item));
            }
            Expression::Object(object) => {
                self.line("Object", span, "");
                for (key, value) in object {
                    match key {
                        ObjectKey::Ident(name) => self.line("Variable", name.span(), ""),
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
                let text = literal(&heredoc.template).map(|text| format!(" {text:?}"));
                self.line("Heredoc", span, text.as_deref().unwrap_or_default());
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

/// Where the two trees part, if they do.
fn difference(text: &str) -> Option<String> {
    let (document, diagnostics) = parse(text);
    // hcl-edit takes no BOM: blanks of the same length leave every place as it is.
    let theirs = match hcl_edit::parser::parse_body(&text.replacen('\u{FEFF}', "   ", 1)) {
        Ok(body) => body,
        Err(_) if !diagnostics.ok() => {
            let first = &diagnostics.kept()[0];
            return Some(format!("invalid: {first} at {:?}", first.place));
        }
        Err(error) => return Some(format!("only hcl-edit finds an error: {error}")),
    };
    if !diagnostics.ok() {
        return Some(format!("only we find an error: {} at {:?}", diagnostics.kept()[0], diagnostics.kept()[0].place));
    }
    let mut expected = Theirs { text, out: String::new() };
    expected.bare("Body");
    expected.body(&theirs);
    let mut found = String::new();
    ours(text, &document, Document::ROOT, &mut found);
    let (line, (ours, theirs)) =
        found.lines().zip(expected.out.lines()).enumerate().find(|(_, (ours, theirs))| ours != theirs).or_else(
            || {
                (found.lines().count() != expected.out.lines().count())
                    .then_some((0, ("the number of nodes", "differs")))
            },
        )?;
    Some(format!("node {line}: ours `{ours}`, hcl-edit `{theirs}`"))
}

#[test]
fn every_file_of_the_corpus_has_the_same_tree() {
    let Some(corpus) = read_corpus() else { return };
    let mut wrong = Vec::new();
    let mut excused = 0;
    let mut count = 0;
    for file in files(&corpus.join("templates"), "tf") {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(corpus.join("templates")).unwrap_or(Path::new("?")).display().to_string();
        count += 1;
        let invalid = INVALID.iter().find(|(known, _)| *known == name);
        let exception = EXCEPTIONS.iter().find(|(known, _)| *known == name);
        match (difference(&text), invalid.or(exception)) {
            (None, None) => {}
            (Some(_), Some(_)) => excused += 1,
            (Some(difference), None) => wrong.push(format!("{name}: {difference}")),
            (None, Some(_)) => wrong.push(format!("{name}: agrees now, take it off the list")),
        }
    }
    assert!(count > 2_000, "{count} files");
    assert_eq!(excused, EXCEPTIONS.len() + INVALID.len());
    assert!(wrong.is_empty(), "{} of {count} files differ:\n{}", wrong.len(), wrong.join("\n"));
}
